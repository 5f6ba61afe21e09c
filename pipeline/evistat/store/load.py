"""Records files → rows in a database, document by document, in one transaction."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import PurePath

from evistat.records.jsonl import STDIN, read_lines
from evistat.records.schema import Record
from evistat.store.address import opened
from evistat.store.database import Database
from evistat.store.description import table, tables
from evistat.store.prepare import prepared
from evistat.store.tables import Row, concepts, rows_of, run_row

# What is held in memory at a time.
_MOST_DOCUMENTS = 250
_MOST_CHARACTERS = 4_000_000
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


@dataclass(slots=True)
class Loaded:
    """The counts of a load; ``altered`` documents hold U+FFFD where U+0000 can't be stored."""

    documents: int = 0
    findings: int = 0
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    altered: int = 0


@dataclass(frozen=True, slots=True)
class _Item:
    """A document ready for the database."""

    doc_id: str
    digest: str
    length: int
    findings: int
    run: Row
    concepts: dict[str, str]
    rows: dict[str, list[Row]]


def load(
    paths: Iterable[str], to: str, *, wait: float = 60.0, on_documents: Callable[[int], None] | None = None
) -> Loaded:
    """Load records files into the database ``to``; when anything fails, nothing of them is in it.

    A document that is there with the same record stays untouched, one with another record is replaced with all
    its rows. ``on_documents`` hears of each batch how many documents it had.
    """
    loaded = Loaded()
    with opened(to, wait=wait) as database, prepared(database):
        items = (item for path in paths for item in _items(path, database, loaded))
        _each_behind(
            _batches(items), lambda batch: _load_batch(database, batch, loaded), on_done=on_documents
        )
        if loaded.replaced:
            _forget_unused(database)
    return loaded


def _each_behind(
    batches: Iterator[list[_Item]],
    write: Callable[[list[_Item]], None],
    *,
    on_done: Callable[[int], None] | None,
) -> None:
    """Write each batch in a thread while the next is read: most of writing is waiting for the database."""
    with ThreadPoolExecutor(1) as writer:
        last: Future[None] | None = None
        for batch in batches:
            if last is not None:
                last.result()
            last = writer.submit(write, batch)
            if on_done is not None:
                on_done(len(batch))
        if last is not None:
            last.result()


def _items(path: str, database: Database, loaded: Loaded) -> Iterator[_Item]:
    """Yield the documents of a file."""
    name = "standard input" if path == STDIN else PurePath(path).name
    for line, record in read_lines(path):
        if not database.keeps_nul and "\\u0000" in line and _NUL.search(line):
            record = Record.model_validate_json(_NUL.sub(r"\1\\ufffd", line))
            loaded.altered += 1
        digest = hashlib.sha256(line.rstrip("\r\n").encode()).hexdigest()
        run = run_row(record, name)
        yield _Item(
            doc_id=record.doc_id,
            digest=digest,
            length=len(line),
            findings=len(record.findings),
            run=run,
            concepts={concept.id: concept.name for concept in concepts(record)},
            rows=rows_of(record, run_id=run[0], digest=digest),
        )


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """Yield items in batches, in none of them a document twice."""
    batch: dict[str, _Item] = {}
    length = 0
    for item in items:
        if batch and (
            item.doc_id in batch or len(batch) == _MOST_DOCUMENTS or length + item.length > _MOST_CHARACTERS
        ):
            yield list(batch.values())
            batch = {}
            length = 0
        batch[item.doc_id] = item
        length += item.length
    if batch:
        yield list(batch.values())


def _load_batch(database: Database, batch: Sequence[_Item], loaded: Loaded) -> None:
    known = _known(database, "documents", "doc_id", "record_sha256", [item.doc_id for item in batch])
    changed = [item for item in batch if known.get(item.doc_id) != item.digest]
    replaced = [item.doc_id for item in changed if item.doc_id in known]
    loaded.documents += len(batch)
    loaded.findings += sum(item.findings for item in batch)
    loaded.unchanged += len(batch) - len(changed)
    loaded.replaced += len(replaced)
    loaded.added += len(changed) - len(replaced)
    if replaced:
        database.delete_documents(replaced)
    _add_unknown(database, "runs", "run_id", {item.run[0]: item.run for item in changed})
    named = {concept_id: name for item in changed for concept_id, name in item.concepts.items()}
    _add_unknown(database, "concepts", "concept_id", {key: (key, name) for key, name in named.items()})
    for part in tables():
        rows = [row for item in changed for row in item.rows.get(part.name, ())]
        if rows:
            database.insert(part, rows)


def _add_unknown(database: Database, name: str, key: str, rows: dict[str, Row]) -> None:
    """Add the rows of a table that documents share which aren't there; those that are stay."""
    known = _known(database, name, key, key, list(rows))
    added = [row for identity, row in rows.items() if identity not in known]
    if added:
        database.insert(table(name), added)


def _known(database: Database, name: str, key: str, value: str, ids: Sequence[str]) -> dict[str, str]:
    """Return, of the rows with these keys that are there, a column's values."""
    known: dict[str, str] = {}
    for start in range(0, len(ids), _MOST_DOCUMENTS):
        part = ids[start : start + _MOST_DOCUMENTS]
        marks = ", ".join("?" * len(part))
        known.update(database.query(f"SELECT {key}, {value} FROM {name} WHERE {key} IN ({marks})", part))
    return known


def _forget_unused(database: Database) -> None:
    """Delete the runs and concepts that only replaced documents had."""
    for name, key, user in (("runs", "run_id", "documents"), ("concepts", "concept_id", "entities")):
        database.execute(
            f"DELETE FROM {name} WHERE NOT EXISTS (SELECT 1 FROM {user} WHERE {user}.{key} = {name}.{key})"
        )
