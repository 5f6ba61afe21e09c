"""Records files → rows in a database, document by document, in one transaction."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from evistat.records.jsonl import STDIN, read_lines
from evistat.records.schema import Record
from evistat.store.address import opened
from evistat.store.database import Database
from evistat.store.description import table, tables
from evistat.store.prepare import prepare
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
    record: Record
    digest: str
    run: Row


def load(
    paths: Iterable[str], to: str, *, wait: float = 60.0, on_documents: Callable[[int], None] | None = None
) -> Loaded:
    """Load records files into the database ``to``; when anything fails, nothing of them is in it.

    A document that is there with the same record stays untouched, one with another record is replaced with all
    its rows. ``on_documents`` hears of each batch how many documents it had.
    """
    loaded = Loaded()
    with opened(to, wait=wait) as database:
        prepare(database)
        for path in paths:
            for batch in _batches(_items(path, database, loaded)):
                _load_batch(database, batch, loaded)
                if on_documents is not None:
                    on_documents(len(batch))
        if loaded.replaced:
            _forget_unused(database)
    return loaded


def _items(path: str, database: Database, loaded: Loaded) -> Iterator[tuple[_Item, int]]:
    """Yield each record of a file with what it takes to tell whether it is there already, and its length."""
    name = "standard input" if path == STDIN else PurePath(path).name
    for line, record in read_lines(path):
        if not database.keeps_nul and "\\u0000" in line and _NUL.search(line):
            record = Record.model_validate_json(_NUL.sub(r"\1\\ufffd", line))
            loaded.altered += 1
        digest = hashlib.sha256(line.rstrip("\r\n").encode()).hexdigest()
        yield _Item(record, digest, run_row(record, name)), len(line)


def _batches(items: Iterator[tuple[_Item, int]]) -> Iterator[list[_Item]]:
    """Yield items in batches, in none of them a document twice."""
    batch: dict[str, _Item] = {}
    characters = 0
    for item, length in items:
        doc_id = item.record.doc_id
        if batch and (
            doc_id in batch or len(batch) == _MOST_DOCUMENTS or characters + length > _MOST_CHARACTERS
        ):
            yield list(batch.values())
            batch = {}
            characters = 0
        batch[doc_id] = item
        characters += length
    if batch:
        yield list(batch.values())


def _load_batch(database: Database, batch: Sequence[_Item], loaded: Loaded) -> None:
    known = _known(database, "documents", "doc_id", "record_sha256", [item.record.doc_id for item in batch])
    changed = [item for item in batch if known.get(item.record.doc_id) != item.digest]
    replaced = [item.record.doc_id for item in changed if item.record.doc_id in known]
    loaded.documents += len(batch)
    loaded.findings += sum(len(item.record.findings) for item in batch)
    loaded.unchanged += len(batch) - len(changed)
    loaded.replaced += len(replaced)
    loaded.added += len(changed) - len(replaced)
    if replaced:
        database.delete_documents(replaced)
    _add_runs(database, changed)
    _add_concepts(database, changed)
    rows: dict[str, list[Row]] = {}
    for item in changed:
        for name, added in rows_of(item.record, run_id=item.run[0], digest=item.digest).items():
            rows.setdefault(name, []).extend(added)
    for part in tables():
        if rows.get(part.name):
            database.insert(part, rows[part.name])


def _add_runs(database: Database, items: Sequence[_Item]) -> None:
    runs = {item.run[0]: item.run for item in items}
    known = _known(database, "runs", "run_id", "run_id", list(runs))
    added = [run for run_id, run in runs.items() if run_id not in known]
    if added:
        database.insert(table("runs"), added)


def _add_concepts(database: Database, items: Sequence[_Item]) -> None:
    """Add concepts that aren't there; of one that is the name stays."""
    named = {concept.id: concept.name for item in items for concept in concepts(item.record)}
    known = _known(database, "concepts", "concept_id", "name", list(named))
    added = [(concept_id, name) for concept_id, name in named.items() if concept_id not in known]
    if added:
        database.insert(table("concepts"), added)


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
