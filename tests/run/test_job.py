import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evistat.errors import EvistatError
from evistat.read.formats.format import ReadOptions
from evistat.records.jsonl import read_records
from evistat.run.job import Job, Listener, Summary, input_size, run
from evistat.run.manifest import read_head
from evistat.run.outcome import Outcome


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    root.mkdir()
    lines = [{"id": f"d{n}", "text": f"Text {n}."} for n in range(70)] + [
        {"id": "bad", "text": "raise it"},
        {"id": "d0"},
    ]
    (root / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (root / "b.txt").write_text("Last text.")
    (root / "c.png").write_bytes(b"\x89PNG")
    return root


def work(job: Job, listener: Listener | None = None) -> Summary:
    from standin_flow import open_standin

    summary = Summary()
    run(job, summary, listener=listener, open_annotate=open_standin)
    return summary


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def lines_of(path: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def test_a_run_writes_records_and_failures_and_counts(folder: Path, tmp_path: Path) -> None:
    output = str(tmp_path / "out.jsonl")
    heard: list[Outcome] = []
    told: list[int] = []
    job = Job((str(folder),), output, workers=0)
    summary = work(job, Listener(on_outcome=heard.append, on_bytes=told.append))
    assert (summary.documents, summary.failures, dict(summary.skipped)) == (71, 2, {".png": 1})
    assert [record.doc_id for record in read_records(output)] == [f"d{n}" for n in range(70)] + ["b.txt"]
    assert [
        (line["doc_id"], line["code"], line["line"]) for line in lines_of(f"{output}.failures.jsonl")
    ] == [
        ("bad", "E016", None),
        ("d0", "E006", 72),
    ]
    assert len(heard) == 73
    assert sum(told) == input_size(job)
    assert names_in(tmp_path) == ["in", "out.jsonl", "out.jsonl.failures.jsonl", "out.jsonl.manifest.json"]


def test_the_bytes_are_the_same_for_any_number_of_workers(folder: Path, tmp_path: Path) -> None:
    outputs = []
    for workers in (0, 1, 2):
        output = tmp_path / f"out{workers}.jsonl"
        work(Job((str(folder),), str(output), workers=workers))
        outputs.append((output.read_bytes(), Path(f"{output}.failures.jsonl").read_bytes()))
    assert outputs[0] == outputs[1] == outputs[2]


def test_an_existing_output_is_kept_unless_forced(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text("precious")
    with pytest.raises(EvistatError, match="E009"):
        work(Job((str(folder),), str(output)))
    assert output.read_text() == "precious"
    work(Job((str(folder),), str(output), force=True))
    assert len(lines_of(output)) == 71
    failures = tmp_path / "failures.jsonl"
    failures.write_text("precious")
    with pytest.raises(EvistatError, match="E009"):
        work(Job((str(folder),), str(tmp_path / "new.jsonl"), failures=str(failures)))
    assert failures.read_text() == "precious"


def test_failures_of_the_output_replaced_dont_stay(folder: Path, tmp_path: Path) -> None:
    output = str(tmp_path / "out.jsonl")
    work(Job((str(folder),), output))
    work(Job((str(folder / "b.txt"),), output, force=True))
    assert not Path(f"{output}.failures.jsonl").exists()


def test_a_failures_file_asked_for_is_there_though_empty(folder: Path, tmp_path: Path) -> None:
    failures = tmp_path / "failures.jsonl"
    work(Job((str(folder / "b.txt"),), str(tmp_path / "out.jsonl"), failures=str(failures)))
    assert failures.read_bytes() == b""


def test_output_into_the_folder_read_is_no_input(folder: Path) -> None:
    output = folder / "0.jsonl"
    assert work(Job((str(folder),), str(output))).documents == 71
    first = output.read_bytes()
    assert work(Job((str(folder),), str(output), force=True)).documents == 71
    assert output.read_bytes() == first


def test_an_input_is_never_the_output(folder: Path) -> None:
    path = folder / "b.txt"
    with pytest.raises(EvistatError, match="E020"):
        work(Job((str(path),), str(path), force=True))
    assert path.read_text() == "Last text."


def test_gz_output_has_the_same_bytes_each_time(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl.gz"
    work(Job((str(folder),), str(output)))
    first = output.read_bytes()
    os.utime(output, (0, 0))
    work(Job((str(folder),), str(output), force=True))
    assert output.read_bytes() == first
    work(Job((str(folder),), str(tmp_path / "out.jsonl")))
    assert gzip.decompress(first) == (tmp_path / "out.jsonl").read_bytes()
    assert len(list(read_records(str(output)))) == 71


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_a_run_broken_off_leaves_only_what_it_needs_to_go_on(
    folder: Path, tmp_path: Path, stop: type[BaseException]
) -> None:
    output = tmp_path / "out.jsonl"

    def break_off(_: Outcome) -> None:
        raise stop

    with pytest.raises(stop):
        work(Job((str(folder),), str(output)), Listener(on_outcome=break_off))
    assert names_in(tmp_path) == ["in", "out.jsonl.journal", "out.jsonl.part"]
    assert len(lines_of(f"{output}.part")) == 16


def test_no_part_file_where_nothing_began(folder: Path, tmp_path: Path) -> None:
    from standin_flow import open_missing_model

    with pytest.raises(EvistatError, match="E012"):
        run(Job((str(folder),), str(tmp_path / "o")), Summary(), open_annotate=open_missing_model)
    assert names_in(tmp_path) == ["in"]


@pytest.mark.parametrize(
    ("output", "code"),
    [("nowhere/out.jsonl", "E010"), ("in", "E010"), ("in/b.txt/out.jsonl", "E010"), ("/dev/null", "E010")],
)
def test_an_output_that_cant_be_is_said_at_once(
    folder: Path, tmp_path: Path, output: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EvistatError, match=code):
        work(Job((str(folder),), output, force=True))


def test_an_unknown_format_is_said_at_once(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EvistatError, match="E011"):
        work(Job((str(folder),), str(tmp_path / "o"), read=ReadOptions(format="runes")))


def test_standard_input_has_no_size(folder: Path) -> None:
    assert input_size(Job((str(folder), "-"), "o")) is None


def test_output_to_standard_output(folder: Path, capfdbinary: Any) -> None:
    take: Callable[[], Any] = capfdbinary.readouterr
    work(Job((str(folder / "b.txt"),), "-"))
    assert json.loads(take().out)["doc_id"] == "b.txt"


def test_repeats_left_out_are_notices_not_failures(folder: Path, tmp_path: Path) -> None:
    (folder / "d.txt").write_text("Last text.")
    output = str(tmp_path / "out.jsonl")
    summary = work(Job((str(folder),), output, workers=0, read=ReadOptions(dedupe=True)))
    assert (summary.documents, summary.notices, summary.failures) == (71, 1, 2)
    counts = read_head(f"{output}.manifest.json")["counts"]
    assert (counts["documents"], counts["notices"], counts["failures"]) == (71, 1, 2)
    assert len(lines_of(f"{output}.failures.jsonl")) == 3
