"""What can go wrong with a database: each time a clear message, nothing changed, no password told."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evistat.errors import EvistatError
from evistat.store.load import load

RECORDS = str(Path(__file__).parents[1] / "cases" / "database_records.jsonl")
PASSWORDS = ("s3cr:t/w@rd", "s3cr%3At%2Fw%40rd", "wr0ng", "geheim")

Ask = Callable[..., list[tuple[Any, ...]]]


def told_by(to: str, *, wait: float = 60.0) -> EvistatError:
    with pytest.raises(EvistatError) as told:
        load([RECORDS], to, wait=wait)
    for password in PASSWORDS:
        assert password not in str(told.value)
        assert password not in repr(told.value.values)
    return told.value


def test_an_unknown_kind_of_database() -> None:
    assert told_by("mysql://me:geheim@host/db").code == "E080"
    assert told_by("sqlite:///").code == "E081"


@pytest.mark.parametrize("prefix", ["", "sqlite:///", "duckdb:///"])
def test_a_place_that_is_not_there(prefix: str, tmp_path: Path) -> None:
    assert told_by(f"{prefix}{tmp_path}/absent/x.db").code == "E081"
    assert told_by(f"{prefix}{tmp_path}").code == "E081"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("prefix", ["", "duckdb:///"])
def test_a_file_that_is_no_database(prefix: str, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but " * 400, encoding="utf-8")
    before = path.read_bytes()
    assert told_by(f"{prefix}{path}").code == "E081"
    assert path.read_bytes() == before


def test_a_failed_load_leaves_no_new_file(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n", encoding="utf-8")
    with pytest.raises(EvistatError, match=r"bad\.jsonl:1"):
        load([str(bad)], str(tmp_path / "new.db"))
    assert [path.name for path in tmp_path.iterdir()] == ["bad.jsonl"]


def test_a_failed_load_leaves_an_empty_file_that_was_there(tmp_path: Path) -> None:
    (tmp_path / "new.db").touch()
    with pytest.raises(EvistatError):
        load([str(tmp_path / "absent.jsonl")], str(tmp_path / "new.db"))
    assert (tmp_path / "new.db").exists()


@pytest.mark.parametrize("name", ["documents", "findings_flat", "evistat_schema"])
def test_a_foreign_table_of_the_same_name(place: str, ask: Ask, name: str) -> None:
    ask(place, f"CREATE TABLE {name} (note VARCHAR(80))")
    ask(place, f"INSERT INTO {name} VALUES ('mine')")
    told = told_by(place)
    assert told.code == "E084"
    assert repr(name) in told.message
    assert ask(place, f"SELECT * FROM {name}") == [("mine",)]


def test_tables_of_other_names_are_no_fault(place: str, ask: Ask) -> None:
    ask(place, "CREATE TABLE patients (note VARCHAR(80))")
    load([RECORDS], place)
    assert ask(place, "SELECT count(*) FROM documents") == [(8,)]


def test_another_program_that_writes(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE patients (id)")
        other.execute("BEGIN IMMEDIATE")
        told = told_by(str(path), wait=0.2)
        assert told.code == "E083"
        assert "0.2 s" in told.message


def test_another_process_that_has_the_duckdb_file(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    path = tmp_path / "records.duckdb"
    code = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.readline()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    try:
        assert told_by(f"duckdb:///{path}", wait=0.3).code == "E083"
    finally:
        other.communicate("\n")
    load([RECORDS], f"duckdb:///{path}")


def test_another_load_into_postgresql(postgres_place: str) -> None:
    import psycopg

    from evistat.store.postgres import LOCK

    with psycopg.connect(postgres_place) as other:
        other.execute(f"SELECT pg_advisory_xact_lock({LOCK})")  # type: ignore[arg-type]
        assert told_by(postgres_place, wait=0.2).code == "E083"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_may_not_be_written(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    load([RECORDS], str(path))
    path.chmod(0o444)
    assert "readonly" in told_by(str(path)).message


@pytest.mark.parametrize("prefix", ["", "duckdb:///"])
def test_a_full_disk(prefix: str, tmp_path: Path) -> None:
    if prefix:
        pytest.importorskip("duckdb")
    # The system's limit on the size of a file stands for a disk: writing fails at some place.
    code = (
        "import resource, signal, sys\n"
        "from evistat.cli.app import main\n"
        "from evistat.store import load\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))\n"
        "main()"
    )
    path = tmp_path / "records.db"
    told = subprocess.run(
        [sys.executable, "-c", code, "load", RECORDS, "--to", f"{prefix}{path}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 2
    assert told.stderr.startswith("[E08")
    assert "Traceback" not in told.stderr
    if not prefix:
        assert "nothing was changed" in told.stderr
        assert list(tmp_path.iterdir()) == []
    load([RECORDS], f"{prefix}{path}")


def test_no_server(server: Any) -> None:
    url = server.url(password="geheim").replace(f":{server.port}/", ":1/")
    told = told_by(url)
    assert told.code == "E081"
    assert "refused" in told.message
    assert told.message.startswith("postgresql://owner@127.0.0.1:1/postgres: ")


@pytest.mark.parametrize(
    "form",
    [
        "postgresql://owner:wr0ng@127.0.0.1:{port}/postgres",
        "postgres://127.0.0.1:{port}/postgres?user=owner&password=wr0ng",
    ],
)
def test_a_wrong_password(server: Any, form: str) -> None:
    told = told_by(form.format(port=server.port))
    assert told.code == "E081"
    assert "password authentication failed" in told.message


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://owner:geheim@host:geheim/db",
        "postgresql://owner:wr0ng@geheim@127.0.0.1:x/db",
        "postgresql://owner:%zz-geheim@host/db",
        "postgresql://owner:geheim@host/db?nosuchoption=1",
        "postgresql://owner:ge%00heim-geheim@host/db",
    ],
)
def test_an_address_that_is_none_tells_no_password(url: str) -> None:
    pytest.importorskip("psycopg")
    assert told_by(url).code == "E081"


def test_no_such_database(server: Any) -> None:
    told = told_by(server.url().replace("/postgres", "/absent"))
    assert told.code == "E081"
    assert "does not exist" in told.message


def test_missing_rights(server: Any, postgres_place: str, ask: Ask) -> None:
    schema = postgres_place.rpartition("%3D")[2]
    ask(postgres_place, f"CREATE ROLE reader_{schema} LOGIN PASSWORD 's3cr:t/w@rd'")
    ask(postgres_place, f"GRANT USAGE ON SCHEMA {schema} TO reader_{schema}")
    place = server.url(f"?options=-csearch_path%3D{schema}", user=f"reader_{schema}")
    told = told_by(place)
    assert told.code == "E082"
    assert "permission denied" in told.message
    load([RECORDS], postgres_place)
    assert "permission denied" in told_by(place).message
    ask(postgres_place, f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader_{schema}")
    assert load([RECORDS], place).unchanged == 8  # reading is enough to see that there is nothing to do


def test_a_password_in_a_drivers_words_is_covered() -> None:
    psycopg = pytest.importorskip("psycopg")
    from evistat.store.postgres import Postgres

    database = Postgres("postgresql://owner:s3cr%3At%2Fw%40rd@host/db?sslpassword=wr0ng", wait=1)
    words = "could not use s3cr:t/w@rd, s3cr%3At%2Fw%40rd nor wr0ng"
    assert database.explain(psycopg.OperationalError(words)).message == (
        "postgresql://owner@host/db: can't be opened (could not use ***, *** nor ***)"
    )


@pytest.mark.parametrize(("package", "to"), [("duckdb", "duckdb:///x"), ("psycopg", "postgresql://h/d")])
def test_a_driver_that_is_not_installed(package: str, to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    told = told_by(to)
    assert told.code == "E091"
    assert "pip install 'evistat[" in told.message
