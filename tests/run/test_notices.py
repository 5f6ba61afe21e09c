"""What is left out on purpose is told in the failures file, counted apart, and no failure; titles alone are counted."""

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evistat.cli.app import app
from evistat.read.formats.format import ReadOptions
from evistat.run.job import Job, Summary, run

LINES = [
    {"id": "a", "doi": "10.1000/x", "text": "One."},
    {"id": "b", "doi": "10.1000/X", "text": "Two."},
    {"id": "c", "text": "Three."},
    {"id": "d", "text": "THREE.\n"},
    {"id": "e"},
]


@pytest.fixture
def inputs(tmp_path: Path) -> tuple[str, ...]:
    lines = "".join(json.dumps(line) + "\n" for line in LINES)
    (tmp_path / "a.jsonl").write_text(lines)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("again.jsonl", lines)
        archive.writestr("new.txt", "Four.")
    return str(tmp_path / "a.jsonl"), str(tmp_path / "b.zip")


@pytest.mark.parametrize("workers", [0, 2])
def test_repeats_are_counted_apart_and_listed_in_order(
    inputs: tuple[str, ...], tmp_path: Path, workers: int
) -> None:
    from standin_flow import open_standin

    output, summary = tmp_path / "out.jsonl", Summary()
    job = Job(inputs, str(output), workers=workers, read=ReadOptions(dedupe=True))
    run(job, summary, open_annotate=open_standin)
    assert (summary.documents, summary.notices, summary.failures) == (3, 6, 2)
    records = [json.loads(line) for line in output.read_text().splitlines()]
    assert [record["doc_id"] for record in records] == ["a", "c", "b.zip!new.txt"]
    told = [json.loads(line) for line in Path(f"{output}.failures.jsonl").read_text().splitlines()]
    assert [(line["doc_id"], line["code"]) for line in told] == [
        ("b", "W040"),
        ("d", "W040"),
        ("e", "E006"),
        ("a", "W040"),
        ("b", "W040"),
        ("c", "W040"),
        ("d", "W040"),
        ("e", "E006"),
    ]
    assert told[3]["member"] == "again.jsonl"
    assert told[3]["message"].endswith(
        "!again.jsonl (a): same DOI as 'a', which came before; left out as --dedupe asks"
    )


def test_repeats_alone_leave_the_exit_code_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from standin_flow import open_standin

    monkeypatch.setattr("evistat.run.job.open_flow", lambda *_: open_standin())
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The same text.")
    output = tmp_path / "out.jsonl"
    command = ["run", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "-o", str(output), "--workers", "0"]
    result = CliRunner().invoke(app, [*command, "--dedupe"])
    assert result.exit_code == 0, result.output
    assert "1 document, 0 findings, 0 entities, 0 failures, 1 notice" in result.output
    assert f"notices are listed in {output}.failures.jsonl" in result.output
    assert "W040" not in result.output
    assert CliRunner().invoke(app, [*command, "--force"]).exit_code == 0
    assert len(output.read_text().splitlines()) == 2
    assert not Path(f"{output}.failures.jsonl").exists()


def test_documents_without_abstract_are_counted_and_resumed_and_merged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from standin_flow import open_standin

    monkeypatch.setattr("evistat.run.job.open_flow", lambda *_: open_standin())
    lines = [{"id": n, "title": "A title", "text": "" if n % 3 else "Text."} for n in range(40)]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    output = tmp_path / "out.jsonl"
    command = ["run", str(source), "--workers", "0"]
    told = CliRunner().invoke(app, [*command, "-o", str(output)])
    assert "40 documents, 0 findings, 0 entities, 0 failures, 26 without abstract in" in told.output
    told = CliRunner().invoke(app, [*command, "-o", str(output), "--resume"])
    assert "26 without abstract: all was done before" in told.output
    shards = [str(tmp_path / f"shard-{n}.jsonl") for n in (1, 2)]
    for n, shard in enumerate(shards, 1):
        CliRunner().invoke(app, [*command, "-o", shard, "--shard", f"{n}/2"])
    merged = tmp_path / "merged.jsonl"
    told = CliRunner().invoke(app, ["merge", *shards, "-o", str(merged)])
    assert "40 documents, 0 findings, 0 failures, 26 without abstract: " in told.output
    manifests = [Path(f"{path}.manifest.json") for path in (output, merged)]
    assert manifests[0].read_bytes() == manifests[1].read_bytes()
    assert '"without_abstract":26' in manifests[0].read_text()
    assert not Path(f"{output}.failures.jsonl").exists()
