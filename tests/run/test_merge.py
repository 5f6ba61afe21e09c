import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from evistat.errors import EvistatError
from evistat.read.formats.format import ReadOptions
from evistat.run.job import Job, Summary, run
from evistat.run.merge import merge
from evistat.run.shard import Shard, shard_of

ENDINGS = ("", ".failures.jsonl", ".manifest.json")


def work(job: Job) -> Summary:
    from standin_flow import open_standin

    summary = Summary()
    run(job, summary, open_annotate=open_standin)
    return summary


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.chdir(tmp_path)
    texts = ["Some text.", "raise it", "x" * 9000]
    rows = [
        {"id": f"d{n % 90}", "text": texts[(n % 17 == 3) + 2 * (n % 11 == 5) - (n % 187 == 71)]}
        for n in range(150)
    ]
    Path("in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "{broken\n")
    return Job(("in.jsonl", "absent.txt"), "whole.jsonl", workers=0)


def written(output: str) -> list[bytes | None]:
    paths = [Path(f"{output}{ending}") for ending in ENDINGS]
    return [path.read_bytes() if path.exists() else None for path in paths]


def make_shards(job: Job, of: int, ending: str = ".jsonl") -> list[str]:
    names = [f"shard{index}{ending}" for index in range(1, of + 1)]
    for index, name in enumerate(names, 1):
        work(replace(job, output=name, shard=Shard(index, of)))
    return names


@pytest.mark.parametrize("of", [1, 2, 3, 40])
def test_shards_put_together_are_the_bytes_of_one_run(job: Job, of: int) -> None:
    work(job)
    shards = make_shards(job, of, ".jsonl.gz" if of == 2 else ".jsonl")
    ids = [
        json.loads(line)["doc_id"]
        for shard in shards
        if of != 2
        for line in Path(shard).read_text().splitlines()
    ]
    assert len(set(ids)) == len(ids)
    random.Random(1).shuffle(shards)
    shards += sorted(str(path) for path in Path().glob("shard*.failures.jsonl"))  # as shard*.jsonl gives them
    counts = merge(shards, "merged.jsonl")
    assert counts["documents"] == len((written("whole.jsonl")[0] or b"").splitlines())
    assert written("merged.jsonl") == written("whole.jsonl")
    assert not list(Path().glob("merged*.part")) + list(Path().glob("*.journal"))


def test_shards_of_an_increment_too(job: Job) -> None:
    work(job)
    with Path("in.jsonl").open("a") as file:
        file.writelines(json.dumps({"id": f"new{n}", "text": "More."}) + "\n" for n in range(60))
    later = replace(job, since="whole.jsonl.manifest.json")
    work(replace(later, output="later.jsonl"))
    merge(make_shards(later, 3), "merged.jsonl")
    assert written("merged.jsonl") == written("later.jsonl")
    assert len(Path("merged.jsonl").read_bytes().splitlines()) == 60


def test_a_shard_is_resumed_as_any_run(job: Job) -> None:
    shards = make_shards(job, 2)
    before = written(shards[0])
    again = replace(job, output=shards[0], shard=Shard(1, 2), resume=True)
    assert work(again).was_whole
    with pytest.raises(EvistatError, match=r'E061.*--shard was "1/2", now "2/2"'):
        work(replace(again, shard=Shard(2, 2)))
    assert written(shards[0]) == before


def test_shards_that_dont_make_a_whole_are_refused(job: Job) -> None:
    one, two, three = make_shards(job, 3)
    for shards, words in (
        ([one, three], "E069.*shard 2 of 3"),
        ([one, two, three, two], "E070.*shard2.jsonl and shard2.jsonl"),
        ([one, two, "absent.jsonl"], "E068.*absent.jsonl.manifest.json"),
    ):
        with pytest.raises(EvistatError, match=words):
            merge(shards, "merged.jsonl")
    work(replace(job, output="of2.jsonl", shard=Shard(2, 2)))
    work(replace(job, output="other.jsonl", shard=Shard(2, 3), read=ReadOptions(max_length=8000)))
    work(job)
    for shards, words in (
        ([one, "of2.jsonl"], "E071.*--shard: 1/3 against 2/2"),
        ([one, "other.jsonl", three], "E071.*--max-length: 1000000 against 8000"),
        ([one, "whole.jsonl"], "E068.*whole run"),
    ):
        with pytest.raises(EvistatError, match=words):
            merge(shards, "merged.jsonl")
    assert not list(Path().glob("merged*"))


def test_shards_of_other_inputs_are_refused(job: Job) -> None:
    one, two = make_shards(job, 2)
    with Path("in.jsonl").open("a") as file:
        file.write("\n")
    work(replace(job, output=two, shard=Shard(2, 2), force=True))
    with pytest.raises(EvistatError, match=r"E071.*the input in\.jsonl"):
        merge([one, two], "merged.jsonl")


@pytest.mark.parametrize("damage", ["cut", "more", "other", "failures"])
def test_shards_that_changed_are_refused(job: Job, damage: str) -> None:
    shards = make_shards(job, 2)
    path = Path(f"{shards[0]}.failures.jsonl" if damage == "failures" else shards[1])
    data = path.read_bytes()
    match damage:
        case "cut" | "failures":
            path.write_bytes(data[:-5])
        case "more":
            path.write_bytes(data + b"{}\n")
        case "other":
            path.write_bytes(data.replace(b"Some", b"Same"))
    with pytest.raises(EvistatError, match=f"E072.*{path}"):
        merge(shards, "merged.jsonl")
    assert not list(Path().glob("merged*"))
    path.unlink()
    with pytest.raises(EvistatError, match=f"E001.*{path}"):
        merge(shards, "merged.jsonl")


def test_what_is_there_is_kept_unless_forced(job: Job) -> None:
    shards = make_shards(job, 2)
    Path("merged.jsonl").write_text("precious")
    with pytest.raises(EvistatError, match="E009"):
        merge(shards, "merged.jsonl")
    with pytest.raises(EvistatError, match="E020"):
        merge(shards, shards[0], force=True)
    merge(shards, "merged.jsonl", force=True)
    Path("merged.jsonl").unlink()
    Path("merged.jsonl.journal").write_text('{"versions":{}}\n{"files":0}\n')
    with pytest.raises(EvistatError, match="E060"):
        merge(shards, "merged.jsonl")


@pytest.mark.parametrize("given", ["", "0/3", "4/3", "1/0", "a/b", "1", "-1/3", "1/3/5", "٣/٥"])
def test_what_is_no_shard_is_said(given: str) -> None:
    with pytest.raises(EvistatError, match="E073"):
        shard_of(given)


def test_shards_share_out_every_batch_once() -> None:
    assert shard_of(" 2/3 ") == Shard(2, 3)
    for of in (1, 2, 7):
        for batch in range(30):
            assert sum(Shard(index, of).has(batch) for index in range(1, of + 1)) == 1
