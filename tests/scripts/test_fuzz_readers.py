"""A short run of scripts/fuzz_readers.py, and that it sees what it looks for."""

import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from evistat.read.article import Article, SectionMark, Source
from evistat.read.formats.registry import NAMES

SCRIPTS = Path(__file__).parents[2] / "scripts"
INPUTS = 60


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    monkeypatch.setenv("EVISTAT_TRACEBACK", "1")


@pytest.mark.parametrize("name", [*NAMES, "archives"])
def test_no_reader_fails_on_damaged_input(name: str) -> None:
    from fuzz_readers import fuzz, inputs_of

    tally = fuzz(name, enumerate(islice(inputs_of(name, 7), INPUTS)), seconds=20)
    assert tally.faults == []
    assert tally.inputs == INPUTS
    assert tally.articles + tally.failures > 0


def test_the_same_seed_gives_the_same_inputs() -> None:
    from fuzz_readers import inputs_of

    one, again, other = (list(islice(inputs_of("text", seed), 20)) for seed in (1, 1, 2))
    assert one == again
    assert one != other
    assert len(set(one)) > 15


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("raise", "LookupError"),
        ("hang", "more than 0.2 s"),
        ("mark", "lies outside"),
        ("surrogate", "UnicodeEncodeError"),
        ("number", "ValueError"),
    ],
)
def test_faults_are_seen(monkeypatch: pytest.MonkeyPatch, fault: str, words: str) -> None:
    import fuzz_readers

    def items(_name: str, _data: bytes) -> Iterator[Article]:
        if fault == "raise":
            raise LookupError("x")
        if fault == "hang":
            time.sleep(20)
        yield Article(
            doc_id="a",
            text="\ud800" if fault == "surrogate" else "Text.",
            source=Source("a", None, "text", 0, "0" * 64),
            metadata={"year": float("nan")} if fault == "number" else {},
            sections=(SectionMark("OTHER", None, 0, 6 if fault == "mark" else 5),),
        )

    monkeypatch.setattr(fuzz_readers, "_items", items)
    tally = fuzz_readers.fuzz("text", [(3, b"")], seconds=0.2)
    ((number, told),) = tally.faults
    assert number == 3
    assert words in told


def test_the_command_prints_a_table_and_ends_well() -> None:
    command = [sys.executable, str(SCRIPTS / "fuzz_readers.py"), "text", "jsonl", "--inputs", "30"]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stdout + process.stderr
    _, *rows = process.stdout.splitlines()
    assert [row.split()[0] for row in rows] == ["text", "jsonl"]
    assert [row.split()[2] for row in rows] == ["30", "30"]
    assert [row.split()[-1] for row in rows] == ["0", "0"]
