"""The real command on real files of every kind: what a user does, with the shipped pipeline."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

# Hard-wrapped, page furniture in Dutch, headings of two kinds, a level said once for two intervals.
MESSY_TRIAL = """\
Velokinra for chronic gout: what remains after the last injection

M. Lindqvist, P. Aho, T. Okafor

Publicatie: Bijdrage aan tijdschrift › Artikel › [peer review](#)


BACKGROUND - Flares of gout are driven by interleukin (IL)-1. METHODS - Eighty adults with gout were
randomised to twelve weekly injections of velokinra or placebo and seen again nine months later.
RESULTS:: Pain scores stayed lower with velokinra than with placebo (-0.9 points [95% CI -1.6 to -0.2],
P = 0.012). Decreases in C-reactive protein (-2.8 mg/l [-5.1 to -0.9], P = 0.017) persisted at nine months.
CONCLUSIONS - The benefit of velokinra outlasts its use.
Pagina's (van-tot)201-209
Deel dit artikel
"""
TITLE = "Velokinra for chronic gout: what remains after the last injection"
WINDOWS = "Zinc na\xefvely given\r\n\r\nRESULTS: Colds were shorter (p\xa0=\xa00.03)."
WIDE = "Zinc again\n\nRESULTS: Relapse fell (HR 0·61, 95% CI 0·44–0·85; p=0·004)."
LINES = """\
{"id": "one", "title": "Zinc in schools", "text": "RESULTS: Fewer colds (OR 0.5, 95% CI 0.3-0.8).", "n": 2011}
{"id": "one", "text": "The same id again, with P < 0.001 for nothing in particular."}
{"id": "two", "abstract": "in the wrong field"}
{"id": "three", "text": "cut off
{"id": "four", "text": "Half a pair \\ud800 and a NUL \\u0000, then p = 0.5."}
"""

FILES: dict[str, bytes] = {
    "a/messy.txt": MESSY_TRIAL.encode(),
    "a/windows.txt": WINDOWS.encode("cp1252"),
    "a/wide.txt": WIDE.encode("utf-16"),
    "a/bom.txt": b"\xef\xbb\xbfRESULTS: No difference was seen in mortality (RR 1.02, 95% CI 0.81 to 1.28).",
    "b.jsonl": LINES.encode(),
    "c/empty.txt": b"",
    "c/binary.txt": bytes(range(256)) * 8,
    "c/long.txt": b"word " * 1_000_000,
    "c/picture.png": b"\x89PNG\r\n\x1a\n",
    ".git/config.txt": b"hidden",
}


def evistat(*arguments: str, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "evistat", *arguments],
        capture_output=True,
        cwd=cwd,
        input=stdin,
        env={**os.environ, "COLUMNS": "160"},
        check=False,
    )


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[bytes]]:
    """A folder where the mixed files lie in ``in`` and one run has written ``out.jsonl``."""
    root = tmp_path_factory.mktemp("work")
    for name, data in FILES.items():
        path = root / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root, evistat("run", "in", "absent.txt", "--output", "out.jsonl", "--table", cwd=root)


def records_of(path: Path) -> dict[str, dict[str, Any]]:
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return {record["doc_id"]: record for record in records}


def spans(part: Any) -> Iterator[tuple[str, int, int]]:
    """Yield every span at any depth, as printed text and offsets."""
    if isinstance(part, dict):
        if isinstance(part.get("text"), str) and isinstance(part.get("start"), int):
            yield part["text"], part["start"], part["end"]
        for inner in part.values():
            yield from spans(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from spans(inner)


def test_good_documents_become_records_in_order(
    done: tuple[Path, subprocess.CompletedProcess[bytes]],
) -> None:
    records = records_of(done[0] / "out.jsonl")
    assert list(records) == [
        "a/bom.txt",
        "a/messy.txt",
        "a/wide.txt",
        "a/windows.txt",
        "one",
        "one-2",
        "four",
    ]
    assert records["one"]["metadata"] == {"n": 2011}
    assert records["one"]["text"].startswith("Zinc in schools\n\nRESULTS: Fewer")
    assert records["a/messy.txt"]["title"] == TITLE
    warned = {
        doc_id: [warning["code"] for warning in record["warnings"]] for doc_id, record in records.items()
    }
    assert "W001" in warned["a/windows.txt"]
    assert "W002" in warned["one-2"]
    assert "W005" in warned["four"]


def test_bad_documents_are_told_listed_and_counted(
    done: tuple[Path, subprocess.CompletedProcess[bytes]],
) -> None:
    root, told = done
    assert told.returncode == 1
    listed = [json.loads(line) for line in (root / "out.jsonl.failures.jsonl").read_text().splitlines()]
    assert [(failure["path"], failure["line"], failure["code"]) for failure in listed] == [
        ("in/b.jsonl", 3, "E006"),
        ("in/b.jsonl", 4, "E005"),
        ("in/c/binary.txt", None, "E004"),
        ("in/c/empty.txt", None, "E003"),
        ("in/c/long.txt", None, "E008"),
        ("absent.txt", None, "E001"),
    ]
    err = told.stderr.decode()
    for failure in listed:
        assert f"[{failure['code']}] {failure['message']}" in err
    assert "7 documents, " in err
    assert ", 6 failures" in err
    assert "1 .png" in err
    assert "Traceback" not in err
    assert sorted(path.name for path in root.iterdir()) == [
        "in",
        "out.jsonl",
        "out.jsonl.failures.jsonl",
        "out.jsonl.manifest.json",
    ]


def test_a_messy_page_gives_the_trials_results_and_no_others(
    done: tuple[Path, subprocess.CompletedProcess[bytes]],
) -> None:
    record = records_of(done[0] / "out.jsonl")["a/messy.txt"]
    with_numbers = [finding for finding in record["findings"] if finding["kind"] != "statement"]
    assert [
        (
            finding["value"],
            finding["ci"]["level"],
            finding["ci"]["lower"],
            finding["ci"]["upper"],
            finding["p"]["value"],
        )
        for finding in with_numbers
    ] == [(-0.9, 95.0, -1.6, -0.2, 0.012), (-2.8, 95.0, -5.1, -0.9, 0.017)]
    assert [finding["outcome"]["text"] for finding in with_numbers] == ["Pain scores", "C-reactive protein"]
    for finding in with_numbers:
        assert finding["section"] == "RESULTS"
        assert finding["direction"] == "decrease"


def test_a_messy_page_gives_the_arms(done: tuple[Path, subprocess.CompletedProcess[bytes]]) -> None:
    findings = records_of(done[0] / "out.jsonl")["a/messy.txt"]["findings"]
    arms = {(finding["intervention"]["text"], finding["comparator"]["text"]) for finding in findings[:2]}
    assert arms == {("velokinra", "placebo")}


def test_raised_dots_and_dashes_are_read_and_printed_as_they_are(
    done: tuple[Path, subprocess.CompletedProcess[bytes]],
) -> None:
    (finding,) = records_of(done[0] / "out.jsonl")["a/wide.txt"]["findings"]
    assert (finding["measure"], finding["value"], finding["value_span"]["text"]) == ("HR", 0.61, "0·61")
    assert (finding["ci"]["lower"], finding["ci"]["upper"], finding["p"]["value"]) == (0.44, 0.85, 0.004)


def test_every_span_slices_back_to_its_text(done: tuple[Path, subprocess.CompletedProcess[bytes]]) -> None:
    for record in records_of(done[0] / "out.jsonl").values():
        text = record["text"]
        found = list(spans({name: part for name, part in record.items() if name not in ("text", "metadata")}))
        assert [text[start:end] for _, start, end in found] == [printed for printed, _, _ in found]
        for sentence in record["sentences"]:
            assert 0 <= sentence["start"] < sentence["end"] <= len(text)


def test_the_table_shows_the_findings(done: tuple[Path, subprocess.CompletedProcess[bytes]]) -> None:
    out = done[1].stdout.decode()
    assert "-1.6 to -0.2" in out
    assert "C-reactive protein" in out


def living(group: int) -> list[str]:
    """Return the processes of a group that have not ended."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            state, _, its_group, *_ = (process / "stat").read_text().rpartition(")")[2].split()
            if int(its_group) == group and state != "Z":
                found.append((process / "cmdline").read_text().replace("\0", " "))
    return found


def test_ctrl_c_ends_workers_and_all_and_keeps_what_was_done(tmp_path: Path) -> None:
    line = json.dumps(
        {"text": "RESULTS: Stroke was less frequent with zinc than with placebo (3% vs 5%, P = .02)."}
    )
    (tmp_path / "many.jsonl").write_text((line + "\n") * 50_000)
    # A process started in the background ignores SIGINT and hands that on: these tests may be one.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "evistat", "run", "many.jsonl", "-o", "out.jsonl", "-w", "2"],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    part = tmp_path / "out.jsonl.part"
    for _ in range(600):
        if part.exists() and part.stat().st_size > 0:
            break
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to parent and workers alike
    try:
        _, err = process.communicate(timeout=30)
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130
    assert err.decode().startswith("stopped; what was done stands in out.jsonl.part")
    assert "Traceback" not in err.decode()
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        "many.jsonl",
        "out.jsonl.journal",
        "out.jsonl.part",
    ]
    assert all(json.loads(record) for record in part.read_text().splitlines())
    for _ in range(50):
        if not living(process.pid):
            break
        time.sleep(0.1)
    assert living(process.pid) == []


@pytest.mark.parametrize("workers", ["1", "2"])
def test_any_number_of_workers_gives_the_same_bytes(
    done: tuple[Path, subprocess.CompletedProcess[bytes]], workers: str
) -> None:
    root, first = done
    output = f"workers{workers}.jsonl.gz"
    told = evistat("run", "in", "absent.txt", "-o", f"../{output}", "--workers", workers, cwd=root)
    assert told.returncode == first.returncode
    from evistat.records.jsonl import read_records, record_line

    lines = b"".join(map(record_line, read_records(str(root.parent / output))))
    assert lines == (root / "out.jsonl").read_bytes()
    failures = (root.parent / f"{output}.failures.jsonl").read_bytes()
    assert failures == (root / "out.jsonl.failures.jsonl").read_bytes()


def test_standard_input_to_standard_output_to_show(tmp_path: Path) -> None:
    line = {
        "id": "x",
        "text": "RESULTS: Stroke was less frequent with zinc than with placebo (3% vs 5%, P = .02).",
    }
    told = evistat("run", "-", "-o", "-", cwd=tmp_path, stdin=json.dumps(line).encode())
    assert told.returncode == 0
    shown = evistat("show", "-", cwd=tmp_path, stdin=told.stdout)
    assert shown.returncode == 0
    assert "p = 0.02" in shown.stdout.decode()


def test_a_model_that_isnt_there_is_said(tmp_path: Path) -> None:
    told = evistat("run", "-", "-o", "out.jsonl", "--model", "no_such_model", cwd=tmp_path, stdin=b"text")
    assert told.returncode == 2
    assert told.stderr.decode().startswith("[E012] ")
    assert "no_such_model" in told.stderr.decode()
    assert list(tmp_path.iterdir()) == []


HOSTILE = [
    "(" * 3000,
    "p = " * 2000,
    "0.05 " * 3000,
    "95% CI " * 1500,
    "a" * 50_000,
    "±−–·≤" * 2000,
    "\u202e\u200f P\u2009<\u20090·05 \ufeff" * 300,
    "\x00\x01\x02 p = 0.01 \x7f\x9b",
    "RESULTS: " * 1000,
    "\n\n\n\t\n".join("x" for _ in range(500)),
    "1,2,3;4/5" * 1500,
    "vs " * 3000,
    "P<0.05" * 1000,
    "[[[[((((95% CI 1 to 2))))]]]] (0.5 [0.1" * 200,
    "😀𝑃＝０．０１" * 500,
]


def test_hostile_texts_give_records(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(number), "text": text}) for number, text in enumerate(HOSTILE)]
    (tmp_path / "hostile.jsonl").write_text("\n".join(lines))
    told = evistat("run", "hostile.jsonl", "-o", "out.jsonl", cwd=tmp_path)
    assert (told.returncode, told.stderr.decode().count("[E")) == (0, 0), told.stderr.decode()
    records = records_of(tmp_path / "out.jsonl")
    assert [records[str(number)]["text"] for number in range(len(HOSTILE))] == HOSTILE
    for record in records.values():
        for printed, start, end in spans([record["findings"], record["entities"], record["abbreviations"]]):
            assert record["text"][start:end] == printed
