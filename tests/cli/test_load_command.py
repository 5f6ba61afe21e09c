import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

RECORDS = Path(__file__).parents[1] / "cases" / "database_records.jsonl"


def evistat(*arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "evistat", *arguments], input=stdin, capture_output=True, check=False
    )


def test_load_and_ask(tmp_path: Path) -> None:
    database = tmp_path / "records.db"
    told = evistat("load", str(RECORDS), "--to", str(database))
    assert (told.returncode, told.stdout) == (0, b"")
    assert told.stderr.startswith(b"8 documents with 22 findings in ")
    assert told.stderr.endswith(b"8 new, 0 replaced, 0 unchanged\n")
    again = evistat("load", "-", "--to", f"sqlite:///{database}", stdin=RECORDS.read_bytes())
    assert again.stderr.endswith(b"0 new, 0 replaced, 8 unchanged\n")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        assert connection.execute("SELECT count(*) FROM significant_findings").fetchone()[0] > 5
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        # a document takes all that belongs to it along
        connection.execute("DELETE FROM documents")
        assert connection.execute("SELECT * FROM findings").fetchall() == []
        assert connection.execute("SELECT * FROM finding_checks").fetchall() == []


def test_faults_are_messages(tmp_path: Path) -> None:
    told = evistat("load", str(tmp_path / "absent.jsonl"), "--to", str(tmp_path / "x.db"))
    assert (told.returncode, told.stderr) == (
        2,
        f"[E001] {tmp_path}/absent.jsonl: no such file or folder\n".encode(),
    )
    assert list(tmp_path.iterdir()) == []
    assert evistat("load", str(RECORDS)).returncode == 2


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_load_that_is_stopped_changes_nothing(how: signal.Signals, tmp_path: Path) -> None:
    database = tmp_path / "records.db"
    evistat("load", str(RECORDS), "--to", str(database))
    loader = subprocess.Popen(
        [sys.executable, "-m", "evistat", "load", "-", "--to", str(database)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # tests in the background ignore it
    )
    line = RECORDS.read_bytes().splitlines(keepends=True)[0]
    assert loader.stdin is not None
    for number in range(900):  # more than is read at once: some of them are written by now
        loader.stdin.write(line.replace(b'"doc_id":"', b'"doc_id":"%d-' % number))
    loader.stdin.flush()
    loader.send_signal(how)
    _, told = loader.communicate(timeout=60)
    if how == signal.SIGINT:
        assert (loader.returncode, told) == (130, b"stopped; nothing was changed\n")
    again = evistat("load", str(RECORDS), "--to", str(database))
    assert again.stderr.endswith(b"0 new, 0 replaced, 8 unchanged\n")
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (8,)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
