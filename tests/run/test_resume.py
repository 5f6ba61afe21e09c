import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evistat.errors import EvistatError
from evistat.read.formats.format import ReadOptions
from evistat.run.job import Job, Listener, Summary, run
from evistat.run.outcome import Annotated, Outcome

OUTPUT = "out.jsonl"
FINAL = (OUTPUT, f"{OUTPUT}.failures.jsonl", f"{OUTPUT}.manifest.json")
WORKING = (f"{OUTPUT}.part", f"{OUTPUT}.failures.jsonl.part", f"{OUTPUT}.journal")


class StopError(Exception):
    """Break a run off."""


def write_inputs(root: Path) -> None:
    """Write seventy good documents, two of one id, and three that fail, in reading and in work."""
    folder = root / "in"
    folder.mkdir()
    lines = [json.dumps({"id": f"d{n}", "text": f"Text {n}."}) for n in range(70)]
    lines[20:20] = ['{"id": "d3", "text": "raise it"}', "{broken"]
    lines[60:60] = ['{"id": "d3", "text": "The third again."}', '{"id": "no text"}']
    (folder / "a.jsonl").write_text("\n".join(lines))
    (folder / "b.txt").write_text("Last text.")


def work(job: Job, *, stop_after: int | None = None) -> Summary:
    from standin_flow import open_standin

    heard = 0

    def hear(_: Outcome) -> None:
        nonlocal heard
        heard += 1
        if heard == stop_after:
            raise StopError

    summary = Summary()
    run(job, summary, listener=Listener(on_outcome=hear), open_annotate=open_standin)
    return summary


def names_in(folder: Path | None = None) -> list[str]:
    return sorted(path.name for path in (folder or Path()).iterdir())


def bytes_of(folder: Path, names: tuple[str, ...] = FINAL) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """The job, in a working folder of its own."""
    monkeypatch.chdir(tmp_path)
    write_inputs(tmp_path)
    return Job(("in", "absent.txt"), OUTPUT, workers=0)


@pytest.fixture
def whole(job: Job) -> dict[str, bytes]:
    """What an undisturbed run writes; the working folder is as before."""
    work(job)
    written = bytes_of(Path())
    for name in written:
        Path(name).unlink()
    return written


@pytest.mark.parametrize(
    ("stop_after", "workers"),
    [(1, (0, 0)), (16, (0, 0)), (17, (0, 0)), (75, (0, 0)), (40, (0, 2)), (40, (2, 1))],
)
def test_what_is_resumed_is_as_if_never_broken_off(
    job: Job, whole: dict[str, bytes], stop_after: int, workers: tuple[int, int]
) -> None:
    with pytest.raises(StopError):
        work(replace(job, workers=workers[0]), stop_after=stop_after)
    assert not Path(OUTPUT).exists()
    summary = work(replace(job, workers=workers[1], resume=True))
    assert bytes_of(Path()) == whole
    assert (summary.documents, summary.failures) == (72, 4)
    assert summary.before > 0
    assert names_in() == ["in", *FINAL]


def test_ids_that_repeat_are_told_apart_as_before(whole: dict[str, bytes]) -> None:
    ids = [json.loads(line)["doc_id"] for line in whole[OUTPUT].splitlines()]
    assert len(set(ids)) == len(ids) == 72
    assert "d3-3" in ids  # the second, which failed, took its number too


class BrokenOff:
    """A folder with inputs, the files of a run broken off near its end, and those of a whole one."""

    def __init__(self, root: Path, working: dict[str, bytes], final: dict[str, bytes]) -> None:
        self.root = root
        self.working = working
        self.final = final


@pytest.fixture(scope="module")
def broken_off(tmp_path_factory: pytest.TempPathFactory) -> BrokenOff:
    root = tmp_path_factory.mktemp("broken-off")
    write_inputs(root)
    with moved_to(root):
        job = Job(("in", "absent.txt"), OUTPUT, workers=0)
        work(job)
        final = bytes_of(root)
        for name in FINAL:
            (root / name).unlink()
        with pytest.raises(StopError):
            work(job, stop_after=76)
        return BrokenOff(root, bytes_of(root, WORKING), final)


@contextmanager
def moved_to(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


damages = st.tuples(st.floats(0, 1), st.sampled_from([b"", b"\0" * 700, b'{"half', b"junk\n" * 3]))


@settings(max_examples=25)
@given(st.tuples(damages, damages, damages))
def test_whatever_a_crash_leaves_is_gone_on_with(
    broken_off: BrokenOff, damage: tuple[tuple[float, bytes], ...]
) -> None:
    # Each file may have reached the disk to another point, and anything may stand behind it.
    root, working = broken_off.root, broken_off.working
    for name in (*FINAL, *WORKING):
        (root / name).unlink(missing_ok=True)
    kept = {
        name: data[: int(len(data) * part)]
        for (name, data), (part, _) in zip(working.items(), damage, strict=True)
    }
    for (name, data), (_, junk) in zip(kept.items(), damage, strict=True):
        (root / name).write_bytes(data + junk)
    if b'{"files"' not in kept[WORKING[2]].rpartition(b"\n")[0]:
        (root / WORKING[0]).unlink()  # no records were written before it was on the disk what the run is
    with moved_to(root):
        work(replace(Job(("in", "absent.txt"), OUTPUT, workers=0), resume=True))
    assert bytes_of(root) == broken_off.final
    assert names_in(root) == ["in", *FINAL]


@pytest.mark.parametrize("broken", range(3))
def test_breaking_off_while_files_get_their_names(
    job: Job, whole: dict[str, bytes], broken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace
    calls = 0

    def replace_some(self: Path, target: str) -> Path:
        nonlocal calls
        calls += 1
        if calls > broken:
            raise StopError
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace_some)
        with pytest.raises(StopError):
            work(job)
    assert len(bytes_of(Path())) == broken
    summary = work(replace(job, resume=True))
    assert bytes_of(Path()) == whole
    assert (summary.documents, summary.was_whole) == (72, True)
    assert names_in() == ["in", *FINAL]


def test_output_taken_away_is_written_anew(
    job: Job, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise StopError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stop)
        with pytest.raises(StopError):
            work(job)
    Path(f"{OUTPUT}.part").unlink()
    assert work(replace(job, resume=True)).before == 0
    assert bytes_of(Path()) == whole


def test_a_failures_file_asked_for_is_there_after_all(job: Job) -> None:
    job = replace(job, inputs=("in/b.txt",), failures="asked.jsonl")
    with pytest.raises(StopError):
        work(job, stop_after=1)
    Path("asked.jsonl.part").unlink()
    work(replace(job, resume=True))
    assert Path("asked.jsonl").read_bytes() == b""


def test_compressed_output_is_resumed_too(job: Job) -> None:
    job = replace(job, output="out.jsonl.gz")
    work(job)
    whole = Path("out.jsonl.gz").read_bytes()
    with pytest.raises(StopError):
        work(replace(job, force=True), stop_after=40)
    assert Path("out.jsonl.gz").read_bytes() == whole  # what is to be replaced stays till the end
    work(replace(job, resume=True))
    assert Path("out.jsonl.gz").read_bytes() == whole


def test_a_run_broken_off_isnt_overwritten_by_accident(job: Job, whole: dict[str, bytes]) -> None:
    with pytest.raises(StopError):
        work(job, stop_after=40)
    before = bytes_of(Path(), WORKING)
    with pytest.raises(EvistatError, match=r"E060.*--resume"):
        work(job)
    assert bytes_of(Path(), WORKING) == before
    work(replace(job, force=True))
    assert bytes_of(Path()) == whole


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"read": ReadOptions(max_length=9)}, "--max-length was 1000000, now 9"),
        ({"inputs": ("in",)}, r"the list of inputs was \[\"in\",\"absent.txt\"\], now \[\"in\"\]"),
        ({"model": "other"}, "the model was"),
        ({"failures": "elsewhere.jsonl"}, 'failures file was not given, now "elsewhere.jsonl"'),
    ],
)
def test_other_options_are_refused_by_name(job: Job, change: dict[str, object], words: str) -> None:
    with pytest.raises(StopError):
        work(job, stop_after=40)
    before = bytes_of(Path(), WORKING)
    with pytest.raises(EvistatError, match=f"E061.*{words}"):
        work(replace(job, resume=True, **change))  # type: ignore[arg-type]
    assert bytes_of(Path(), WORKING) == before


def test_changed_inputs_are_refused_by_name(job: Job) -> None:
    with pytest.raises(StopError):
        work(job, stop_after=40)
    before = bytes_of(Path(), WORKING)
    last = Path("in/b.txt")
    last.write_text("Next text.")
    with pytest.raises(EvistatError, match=r"E062.*in/b.txt has changed"):
        work(replace(job, resume=True))
    last.write_text("Last text.")
    Path("in/c.txt").write_text("One more.")
    with pytest.raises(EvistatError, match=r"E062.*in/c.txt is new"):
        work(replace(job, resume=True))
    Path("in/c.txt").unlink()
    last.unlink()
    with pytest.raises(EvistatError, match=r"E062.*in/b.txt is gone"):
        work(replace(job, resume=True))
    assert bytes_of(Path(), WORKING) == before


def test_an_output_that_is_whole_is_left_alone(job: Job) -> None:
    work(job)
    Path("in/a.jsonl").touch()  # the time of a file says nothing
    before = Path(OUTPUT).stat().st_mtime_ns
    summary = work(replace(job, resume=True))
    assert (summary.documents, summary.failures, summary.was_whole) == (72, 4, True)
    assert Path(OUTPUT).stat().st_mtime_ns == before
    with pytest.raises(EvistatError, match=r"E061.*--text-field"):
        work(replace(job, resume=True, read=ReadOptions(text_field="body")))
    Path(f"{OUTPUT}.manifest.json").unlink()
    with pytest.raises(EvistatError, match="E009"):
        work(replace(job, resume=True))


def test_resume_begins_where_nothing_is_there(job: Job, whole: dict[str, bytes]) -> None:
    work(replace(job, resume=True))
    assert bytes_of(Path()) == whole


def test_records_of_which_nothing_is_known_are_left_alone(job: Job) -> None:
    Path(f"{OUTPUT}.part").write_text("precious")
    with pytest.raises(EvistatError, match="E065"):
        work(replace(job, resume=True))
    with pytest.raises(EvistatError, match="E060"):
        work(job)
    Path(f"{OUTPUT}.journal").touch()
    with pytest.raises(EvistatError, match="E065"):
        work(replace(job, resume=True))
    assert Path(f"{OUTPUT}.part").read_text() == "precious"


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (Job(("-",), OUTPUT, resume=True), "standard input"),
        (Job(("in",), "-", resume=True), "standard output"),
    ],
)
def test_streams_cant_be_resumed(job: Job, words: str) -> None:
    with pytest.raises(EvistatError, match=f"E063.*{words}"):
        work(job)


def test_two_runs_never_write_one_output(job: Job) -> None:
    def begin_another(_: Outcome) -> None:
        for options in ({}, {"resume": True}, {"force": True}):
            with pytest.raises(EvistatError, match="E064"):
                work(replace(job, **options))  # type: ignore[arg-type]
        raise StopError

    from standin_flow import open_standin

    with pytest.raises(StopError):
        run(job, Summary(), listener=Listener(on_outcome=begin_another), open_annotate=open_standin)
    work(replace(job, resume=True))


def test_the_clock_may_do_as_it_likes(
    job: Job, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter([5e9, -1.0, 0.0, 1e12] * 1000)
    monkeypatch.setattr(time, "time", lambda: next(ticks))
    monkeypatch.setattr(time, "time_ns", lambda: int(next(ticks) * 1e9))
    assert work(job).seconds < 60
    assert bytes_of(Path()) == whole


def test_a_folder_that_cant_be_written_is_said(job: Job) -> None:
    # The user root may write anywhere: act as another one.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree("in", folder / "in")
        folder.chmod(0o555)
        before = os.geteuid()
        if before == 0:
            os.seteuid(65534)
        try:
            with pytest.raises(EvistatError, match=r"E010.*Permission denied"):
                work(replace(job, inputs=(str(folder / "in"),), output=str(folder / OUTPUT)))
        finally:
            os.seteuid(before)
            folder.chmod(0o755)
        assert names_in(folder) == ["in"]


def test_a_disk_that_fills_up_is_said_and_gone_on_from(
    job: Job, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from evistat.run.journal import Growing

    real = Growing.write
    room = 20_000

    def write(self: Growing, data: bytes) -> None:
        nonlocal room
        if len(data) > room:
            real(self, data[:room])
            room = 0
            raise OSError(28, "No space left on device")
        room -= len(data)
        real(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(Growing, "write", write)
        with pytest.raises(EvistatError, match=r"E010.*No space left.*--resume goes on from there"):
            work(job)
    work(replace(job, resume=True))
    assert bytes_of(Path()) == whole


def test_outcomes_done_before_arent_told_again(job: Job) -> None:
    from standin_flow import open_standin

    with pytest.raises(StopError):
        work(job, stop_after=40)
    heard: list[Outcome] = []
    listener = Listener(on_outcome=heard.append)
    run(replace(job, resume=True), Summary(), listener=listener, open_annotate=open_standin)
    assert len(heard) == 76 - 48
    assert isinstance(heard[-2], Annotated)
    assert heard[-2].doc_id == "b.txt"
