"""A real PostgreSQL server for the tests, and one way to look into each kind of database."""

import itertools
import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

RECORDS = Path(__file__).parents[1] / "cases" / "database_records.jsonl"
PASSWORD = "s3cr:t/w@rd"
WRITTEN_PASSWORD = "s3cr%3At%2Fw%40rd"
KINDS = ("sqlite", "duckdb", "postgresql")

Rows = list[tuple[Any, ...]]
Ask = Callable[..., Rows]


@dataclass(frozen=True)
class Server:
    port: int
    folder: Path

    def url(self, options: str = "", *, user: str = "owner", password: str = WRITTEN_PASSWORD) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/postgres{options}"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Start a server of our own; PostgreSQL refuses to run as root, so root becomes somebody else for it."""
    pytest.importorskip("psycopg")
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL's server isn't installed")
    # Not pytest's own folder: only its user may look into that.
    folder = Path(tempfile.mkdtemp(prefix="evistat-postgresql-"))
    somebody: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = _ordinary_account()
        shutil.chown(folder, account.pw_uid, account.pw_gid)
        somebody = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    words = folder / "password"
    words.write_text(PASSWORD, encoding="utf-8")
    words.chmod(0o644)
    data = str(folder / "data")
    made = subprocess.run(
        [
            binaries / "initdb", "--pgdata", data, "--username=owner", f"--pwfile={words}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync",
        ],
        cwd=folder, capture_output=True, text=True, check=False, **somebody,
    )  # fmt: skip
    if made.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL can't be set up here: {made.stderr.strip()}")
    port = _free_port()
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [
            binaries / "postgres", "-D", data, "-p", str(port), "-k", str(folder),
            "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=20",
        ],
        cwd=folder, stdout=log, stderr=log, **somebody,
    )  # fmt: skip
    try:
        started = Server(port, folder)
        _wait_for(started, process)
        yield started
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    # Debian keeps every version in a folder of its own.
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _ordinary_account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    pytest.skip("no ordinary user to run PostgreSQL as")


def _free_port() -> int:
    with closing(socket.socket()) as port:
        port.bind(("127.0.0.1", 0))
        number: int = port.getsockname()[1]
        return number


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    import psycopg

    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(server.url()).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    pytest.skip(
        f"PostgreSQL doesn't start here: {(server.folder / 'log').read_text(encoding='utf-8')[-400:]}"
    )


_numbers = itertools.count(1)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, empty database, of each kind in turn."""
    if request.param == "postgresql":
        return new_schema(request.getfixturevalue("server"))
    if request.param == "duckdb":
        pytest.importorskip("duckdb")
        return f"duckdb:///{tmp_path / 'records.duckdb'}"
    return str(tmp_path / "records.db")


@pytest.fixture
def postgres_place(server: Server) -> str:
    return new_schema(server)


def new_schema(server: Server) -> str:
    """Make a schema on the server; return the address that names it."""
    import psycopg

    name = f"test_{next(_numbers)}"
    with psycopg.connect(server.url()) as connection:
        connection.execute(f"CREATE SCHEMA {name}")  # type: ignore[arg-type]
    return server.url(f"?options=-csearch_path%3D{name}")


@pytest.fixture
def ask() -> Ask:
    return ask_database


def ask_database(place: str, sql: str, values: Sequence[Any] = ()) -> Rows:
    """Run a statement with the database's own driver, as its user would, and return the rows."""
    if place.startswith("postgresql:"):
        import psycopg

        with psycopg.connect(place) as connection:
            cursor = connection.execute(sql.replace("?", "%s") if values else sql, list(values) or None)  # type: ignore[arg-type]
            return [tuple(map(_plain, row)) for row in cursor.fetchall()] if cursor.description else []
    if place.startswith("duckdb:"):
        import duckdb

        with closing(duckdb.connect(place.removeprefix("duckdb:///"))) as base:
            return [tuple(map(_plain, row)) for row in base.execute(sql, list(values)).fetchall()]
    with closing(sqlite3.connect(place)) as lite:
        rows = lite.execute(sql, list(values)).fetchall()
        lite.commit()
        return rows


def _plain(value: Any) -> Any:
    from decimal import Decimal

    return float(value) if isinstance(value, Decimal) else value
