import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from evistat.errors import EvistatError
from evistat.store.browse import check, metadata
from evistat.store.load import load
from evistat.store.queries import queries

RECORDS = str(Path(__file__).parents[1] / "cases" / "database_records.jsonl")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    load([RECORDS], str(tmp_path / "records.db"))
    return tmp_path / "records.db"


def browse(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "evistat", "browse", *arguments], stderr=subprocess.PIPE, text=True
    )


@pytest.fixture
def page(database: Path) -> Iterator[str]:
    pytest.importorskip("datasette")
    process = browse(str(database), "--port", "0", "--no-open")
    assert process.stderr is not None
    first = process.stderr.readline()
    assert first.endswith("/ (Ctrl-C ends)\n")
    try:
        yield first.split()[0]
    finally:
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=30)
    assert (process.returncode, rest) == (0, "")


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        words: str = answer.read().decode()
    return words


def test_every_question_is_answered_and_tables_are_told_of(page: str) -> None:
    assert page.startswith("http://127.0.0.1:")
    for query in queries():
        rows: list[dict[str, Any]] = json.loads(
            read(f"{page}records/{query.name}.json?{urlencode({**query.values, '_shape': 'array'})}")
        )
        assert len(rows) > 0, query.name
    assert "drug = metformin" in read(f"{page}records/outcomes_of_a_drug")
    start = read(f"{page}records")
    assert "findings_flat" in start
    assert ">evistat_schema<" not in start.partition('id="tables"')[0]
    assert "level of the interval in per cent" in read(f"{page}records/findings?_size=1")
    # the name of an article is text
    assert "A &#34;smart&#34; cap; DROP TABLE" in read(f"{page}records/documents")


def test_a_port_in_use_is_told(database: Path) -> None:
    pytest.importorskip("datasette")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = browse(str(database), "--no-open", "--port", str(taken.getsockname()[1]))
        _, told = process.communicate(timeout=30)
    assert process.returncode == 2
    assert told.startswith("[E087] port ")


def test_what_is_no_database_of_ours_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvistatError, match="E001"):
        check(tmp_path / "absent.db")
    for content in (b"", b"not a database " * 100):
        (tmp_path / "other.db").write_bytes(content)
        with pytest.raises(EvistatError, match="E086"):
            check(tmp_path / "other.db")


def test_metadata_is_plain_data() -> None:
    described = json.loads(json.dumps(metadata("x")))["databases"]["x"]
    assert described["queries"].keys() == {query.name for query in queries()}
    assert described["tables"]["findings"]["columns"]["sei"]
