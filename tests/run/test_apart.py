"""Files that a library holds whole are read in a process of their own: trouble with one is a failure of that one."""

import io
import json
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest

from evistat.errors import EvistatError
from evistat.read.article import Article, Failure
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.registry import FORMATS
from evistat.run.apart import ReadingApart
from evistat.run.job import Job, Summary, run
from evistat.run.kept import Kept

SAMPLES = Path(__file__).parents[2] / "corpora" / "formats"
PLACE = Place("in/file", "file", None, "file")


def stream_of(*lines: str) -> io.BufferedReader:
    return io.BufferedReader(cast(io.RawIOBase, io.BytesIO("\n".join(lines).encode())))


def read(apart: ReadingApart, *lines: str) -> list[str]:
    from standin_formats import named

    return [
        item.text if isinstance(item, Article) else f"{item.code} {item.message}"
        for item in apart.read(named("x"), stream_of(*lines), PLACE, ReadOptions())
    ]


def test_trouble_with_a_file_ends_neither_what_came_before_nor_what_comes_after() -> None:
    from standin_formats import named

    apart = ReadingApart(seconds=2.0, megabytes=2000, named=named)
    try:
        one, other = read(apart, "one", "other")
        assert one.split()[1] == other.split()[1]
        assert read(apart, "again") == [f"again {one.split()[1]}"], "the process lives on"
        for command, told in {
            "raise": "E056 in/file: the reader of x failed on it (ValueError: bad)",
            "die": "E121 in/file: the process reading it died (signal SIGKILL, as when memory runs out)",
            "eat": "E121 in/file: the process reading it died (out of memory)",
            "hang": "E120 in/file: reading it took longer than 2 s",
        }.items():
            before, failure = read(apart, "before", command, "behind")
            assert before.startswith("before ")
            assert failure.startswith(told)
            assert len(read(apart, "next")) == 1
    finally:
        apart.close()


def test_what_is_broken_off_within_a_file_leaves_no_process_at_it() -> None:
    from standin_formats import named

    apart = ReadingApart(seconds=60.0, megabytes=None, named=named)
    try:
        with closing(apart.read(named("x"), stream_of("one", "hang"), PLACE, ReadOptions())) as items:
            next(items)
        assert len(read(apart, "next")) == 1
    finally:
        apart.close()


@pytest.mark.parametrize("name", ["page.html", "two-columns.pdf", "workbook.xlsx"])
def test_articles_are_those_of_the_reader_itself(name: str) -> None:
    (format_,) = (one for one in FORMATS if one.endings and name.endswith(one.endings))
    assert format_.library is not None
    pytest.importorskip(format_.library)
    apart = ReadingApart(seconds=60.0, megabytes=None)
    try:
        with (SAMPLES / name).open("rb") as stream, (SAMPLES / name).open("rb") as other:
            found = list(apart.read(format_, stream, PLACE, ReadOptions()))
            assert found == list(format_.read(other, PLACE, ReadOptions()))
    finally:
        apart.close()


def long_pdf(operators: int) -> bytes:
    """Return a PDF whose one page shows so many words."""
    content = zlib.compress(b"BT /F1 9 Tf 9 TL " + b"(word) Tj T* " * operators + b"ET")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    pdf, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        pdf
        + b"xref\n0 6\n0000000000 65535 f \n%s" % table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(pdf)
    )


def test_a_pdf_given_up_stays_given_up_when_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pypdf")
    from standin_flow import open_standin

    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(long_pdf(20_000))
    for n in range(40):
        (folder / f"b{n:02}.txt").write_text(f"Text {n}.")

    def outcome(output: str, seconds: float, *, resume: bool = False) -> list[bytes]:
        job = Job(("in",), output, resume=resume, document_seconds=seconds)
        run(job, Summary(), open_annotate=open_standin)
        paths = [Path(f"{output}{end}") for end in ("", ".failures.jsonl", ".manifest.json")]
        return [path.read_bytes() if path.exists() else b"" for path in paths]

    whole = outcome("whole.jsonl", 0.1)
    (failure,) = (Failure(**json.loads(line)) for line in whole[1].splitlines())
    assert (failure.code, failure.path, failure.doc_id) == ("E120", "in/a.pdf", "a.pdf")
    commit, calls = Kept.commit, []

    def fails(self: Kept, *arguments: Any) -> None:
        calls.append(1)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        commit(self, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(Kept, "commit", fails)
        with pytest.raises(EvistatError, match="--resume goes on"):
            outcome("resumed.jsonl", 0.1)
    assert outcome("resumed.jsonl", 60.0, resume=True) == whole
    assert len(outcome("read.jsonl", 60.0)[0].splitlines()) == 41
