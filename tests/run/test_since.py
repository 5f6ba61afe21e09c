import json
from dataclasses import replace
from pathlib import Path

import pytest

from evistat.errors import EvistatError
from evistat.run.job import Job, Summary, run
from evistat.run.manifest import read_list
from evistat.run.shard import Shard


def work(job: Job) -> Summary:
    from standin_flow import open_standin

    summary = Summary()
    run(job, summary, open_annotate=open_standin)
    return summary


def write(rows: dict[str, str]) -> None:
    lines = [json.dumps({"id": doc_id, "text": text}) for doc_id, text in rows.items()]
    Path("in.jsonl").write_text("\n".join(lines))


def ids(output: str) -> list[str]:
    return [json.loads(line)["doc_id"] for line in Path(output).read_text().splitlines()]


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A job whose first run is done, with one document that failed in it."""
    monkeypatch.chdir(tmp_path)
    write({f"d{n}": f"Text {n}." for n in range(40)} | {"bad": "raise it"})
    first = Job(("in.jsonl",), "first.jsonl", workers=0)
    work(first)
    return replace(first, output="second.jsonl", since="first.jsonl.manifest.json")


def test_only_new_changed_and_failed_documents_are_worked_on(job: Job) -> None:
    write(
        {f"d{n}": f"Text {n}." for n in range(39, 5, -1)} | {"d8": "Changed.", "e": "New.", "bad": "Mended."}
    )
    summary = work(job)
    assert ids("second.jsonl") == ["d8", "e", "bad"]
    assert (summary.documents, summary.unchanged, summary.removed) == (3, 33, 6)
    assert list(read_list("second.jsonl.manifest.json", "removed")) == [f"d{n}" for n in range(6)]


def test_increments_follow_one_another(job: Job) -> None:
    write({f"d{n}": f"Text {n}." for n in range(41)})
    work(job)
    third = replace(job, output="third.jsonl", since="second.jsonl.manifest.json")
    write({f"d{n}": f"Text {n}." for n in range(1, 42)})
    summary = work(third)
    assert ids("third.jsonl") == ["d41"]
    assert (summary.unchanged, summary.removed) == (40, 1)


def test_nothing_new_gives_an_empty_output(job: Job) -> None:
    write({f"d{n}": f"Text {n}." for n in range(40)})
    assert work(job).documents == 0
    assert Path("second.jsonl").read_bytes() == b""


def test_an_increment_to_standard_output(job: Job, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write({"d1": "Text 1.", "new": "Text."})
    summary = work(replace(job, output="-"))
    assert json.loads(capfdbinary.readouterr().out)["doc_id"] == "new"
    assert (summary.unchanged, summary.removed) == (1, 39)


def test_resuming_with_another_manifest_is_refused(job: Job) -> None:
    work(job)
    with pytest.raises(EvistatError, match=r"E061.*--since was .*, now not given"):
        work(replace(job, since=None, resume=True))
    assert work(replace(job, resume=True)).was_whole


def test_what_is_no_manifest_of_a_whole_run_is_said(job: Job) -> None:
    for content, words in (
        ("", "broken JSON"),
        ("[1]", "broken JSON|no .manifest"),
        ('{\n"manifest": 99\n}\n', "no .manifest"),
    ):
        Path("bad.json").write_text(content)
        with pytest.raises(EvistatError, match=f"E066.*({words})"):
            work(replace(job, since="bad.json"))
    whole = Path("first.jsonl.manifest.json").read_text()
    for content, words in (
        (whole[:-40], "cut off|broken JSON"),
        (json.dumps(json.loads(whole)), "laid out anew"),
    ):
        Path("bad.json").write_text(content)
        with pytest.raises(EvistatError, match=f"E066.*({words})"):
            work(replace(job, since="bad.json"))
    with pytest.raises(EvistatError, match="E001"):
        work(replace(job, since="absent.json"))
    work(replace(job, output="shard.jsonl", since=None, shard=Shard(1, 2)))
    with pytest.raises(EvistatError, match="E067"):
        work(replace(job, since="shard.jsonl.manifest.json"))


def test_the_output_of_the_earlier_run_isnt_lost(job: Job) -> None:
    before = Path("first.jsonl").read_bytes()
    with pytest.raises(EvistatError, match="E075"):
        work(replace(job, output="first.jsonl", force=True))
    assert Path("first.jsonl").read_bytes() == before
