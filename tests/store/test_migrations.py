import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evistat.errors import EvistatError
from evistat.store.address import opened
from evistat.store.description import tables, views
from evistat.store.load import load
from evistat.store.migrations import CURRENT, STEPS
from evistat.store.prepare import prepared

RECORDS = str(Path(__file__).parents[1] / "cases" / "database_records.jsonl")
SCHEMAS = Path(__file__).parent / "schemas"

Ask = Callable[..., list[tuple[Any, ...]]]
# Two steps as a later version might have them.
LATER = {
    **STEPS,
    CURRENT: ("ALTER TABLE documents ADD COLUMN funding {text}", "ALTER TABLE documents ADD COLUMN words {integer}"),
    CURRENT + 1: ("UPDATE documents SET words = length(text)",),
}  # fmt: skip


@pytest.mark.parametrize("version", sorted(int(path.stem) for path in SCHEMAS.glob("*.sql")))
def test_every_released_schema_comes_forward(version: int, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript((SCHEMAS / f"{version}.sql").read_text(encoding="utf-8"))
        old.execute("INSERT INTO evistat_schema VALUES (?)", [version])
        old.commit()
    load([RECORDS], str(path))
    load([RECORDS], str(tmp_path / "new.db"))
    shapes = []
    for name in ("old.db", "new.db"):
        with closing(sqlite3.connect(tmp_path / name)) as base:
            shapes.append(
                {
                    "version": base.execute("SELECT * FROM evistat_schema").fetchall(),
                    "indexes": base.execute("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY 1").fetchall(),
                    "views": base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view' ORDER BY 1").fetchall(),
                    **{part.name: base.execute(f"PRAGMA table_info({part.name})").fetchall() for part in tables()},
                }
            )  # fmt: skip
    assert shapes[0] == shapes[1]


def test_steps_are_taken_in_order_and_keep_what_is_there(place: str, ask: Ask) -> None:
    load([RECORDS], place)
    with opened(place, wait=10) as database, prepared(database, steps=LATER, current=CURRENT + 2):
        pass
    assert ask(place, "SELECT version FROM evistat_schema") == [(CURRENT + 2,)]
    rows = ask(place, "SELECT doc_id, text, funding, words FROM documents")
    assert len(rows) == 8
    assert all(funding is None and words == len(text) for _, text, funding, words in rows)
    for view in views():
        assert len(ask(place, f"SELECT * FROM {view.name}")) > 0


def test_a_step_that_fails_changes_nothing(place: str, ask: Ask) -> None:
    load([RECORDS], place)
    steps = {**LATER, CURRENT + 1: ("UPDATE documents SET absent = 1",)}
    with (
        pytest.raises(EvistatError, match="absent"),
        opened(place, wait=10) as database,
        prepared(database, steps=steps, current=CURRENT + 2),
    ):
        pass
    assert ask(place, "SELECT version FROM evistat_schema") == [(CURRENT,)]
    with pytest.raises(Exception, match="funding"):
        ask(place, "SELECT funding FROM documents")
    assert load([RECORDS], place).unchanged == 8


def test_a_newer_schema_is_refused(place: str, ask: Ask) -> None:
    load([RECORDS], place)
    ask(place, "UPDATE evistat_schema SET version = 99")
    with pytest.raises(EvistatError, match="schema 99") as told:
        load([RECORDS], place)
    assert told.value.code == "E085"
