"""What no honest export holds: never an exception, never much memory, and the rest is read."""

import gzip
import io
import json
import os
import socket
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path

import pytest

from evistat.read.article import Article, Failure
from evistat.read.articles import read_articles
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.formats.registry import FORMATS, NAMES
from evistat.read.formats.whole import LARGEST
from evistat.read.stream import Stream

SAMPLES = Path(__file__).parents[2] / "corpora" / "formats"
HELD_WHOLE = ("html", "pdf", "excel")
PLACE = Place("in/file", "file", None, "file")
GOOD = b'{"id": "good", "text": "Text."}\n'


def read(*paths: Path, **options: str) -> list[Article | Failure]:
    return list(read_articles([str(path) for path in paths], options=ReadOptions(**options)))  # type: ignore[arg-type]


def ids(items: list[Article | Failure]) -> list[str | None]:
    return [item.doc_id if isinstance(item, Article) else item.code for item in items]


def in_utf8() -> Iterator[Path]:
    for path in sorted(SAMPLES.rglob("*.*")):
        with suppress(UnicodeDecodeError):
            path.read_text(encoding="utf-8")
            yield path


class Long(Stream):
    """A beginning, one unit over and over, an end: a file of hundreds of megabytes that takes no disk."""

    def __init__(self, head: bytes, unit: bytes, length: int, tail: bytes = b"") -> None:
        block = unit * (1 + 65536 // len(unit))
        self.pieces: Iterator[bytes] = iter([head, *[block] * (length // len(block)), tail, b""])
        self.left = b""

    def next_bytes(self, most: int) -> bytes:
        self.left = self.left or next(self.pieces, b"")
        part, self.left = self.left[:most], self.left[most:]
        return part


def read_measured(format_: Format, stream: Stream) -> tuple[list[str | None], float]:
    """Return what a reader makes of a stream and the megabytes it had at most."""
    tracemalloc.start()
    try:
        found = ids(list(format_.read(BufferedReader(stream), PLACE, ReadOptions())))
        return found, tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("format_", FORMATS, ids=NAMES)
def test_a_line_of_200_megabytes_takes_bounded_memory(format_: Format) -> None:
    head = {"jsonl": b'{"text": "'}.get(format_.name, b"")
    found, megabytes = read_measured(format_, Long(head, b"word ", 200_000_000))
    assert len(found) == 1
    assert found[0] is not None
    assert found[0].startswith("E")
    assert megabytes < (LARGEST / 1e6 + 50 if format_.name in HELD_WHOLE else 100)


def test_lines_before_and_after_a_long_one_are_read() -> None:
    (jsonl,) = (format_ for format_ in FORMATS if format_.name == "jsonl")
    stream = Long(GOOD + b'{"text": "', b"x", 50_000_000, b'"}\n' + GOOD)
    assert read_measured(jsonl, stream)[0] == ["good", "E013", "good"]


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.*")), ids=lambda path: path.name)
def test_a_truncated_gzip_gives_what_stands_before(tmp_path: Path, path: Path) -> None:
    packed = gzip.compress(path.read_bytes(), mtime=0)
    whole = ids(read(path))
    for length in (12, len(packed) // 2, len(packed) - 9, len(packed) - 1):
        cut = tmp_path / f"{path.name}.gz"
        cut.write_bytes(packed[:length])
        found = read(cut)
        failures = [item for item in found if isinstance(item, Failure)]
        assert any("damaged gzip" in item.message for item in failures), found
        articles = [item.doc_id for item in found if isinstance(item, Article)]
        assert len(articles) <= len(whole)


def test_all_whole_lines_before_the_damage_are_read(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": os.urandom(50).hex()}).encode() + b"\n" for n in range(2000)]
    path = tmp_path / "in.jsonl.gz"
    path.write_bytes(gzip.compress(b"".join(lines))[:-5000])
    found = ids(read(path))
    assert found[-1] == "E002"
    assert found[:-1] == [str(n) for n in range(len(found) - 1)]
    assert len(found) > 1850


def test_nul_bytes_and_other_controls_stay(tmp_path: Path) -> None:
    text = "Weight fell by 3 kg\0 (p\x01 = 0.01)\x7f. " * 3 + "No more was seen in the others. " * 20
    path = tmp_path / "in.txt"
    path.write_text(text)
    (article,) = read(path)
    assert isinstance(article, Article)
    assert article.text == text
    path.write_bytes(bytes(1_000_000))
    assert ids(read(path)) == ["E004"]


def test_half_pairs_are_replaced_and_told(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a\\ud83d", "title": "\\udc00", "text": "x \\ud800 y", "note": ["\\udfff"]}')
    (article,) = read(path)
    assert isinstance(article, Article)
    assert (article.doc_id, article.text) == ("a\ufffd", "\ufffd\n\nx \ufffd y")
    assert [note.code for note in article.warnings] == ["W005", "W005"]
    json.dumps(article.metadata, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "cp1252"]
)
@pytest.mark.parametrize("path", list(in_utf8()), ids=lambda path: path.name)
def test_an_encoding_of_its_own_or_a_message(tmp_path: Path, path: Path, encoding: str) -> None:
    text = path.read_text(encoding="utf-8-sig")
    other = tmp_path / path.name
    other.write_bytes(text.encode(encoding, "replace"))
    for item in read(other):
        assert isinstance(item, Article | Failure)
    if encoding == "utf-8-sig":
        assert ids(read(other)) == ids(read(path))


def test_a_pipe_in_a_folder_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text("Text.")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(tmp_path / "c.txt"))
        assert ids(read(tmp_path)) == ["E002", "b.txt", "E002"]


def test_links_that_lead_to_themselves_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "c").symlink_to(tmp_path)
    (tmp_path / "d.txt").write_text("Text.")
    assert ids(read(tmp_path)) == ["E002", "E002", "d.txt"]


@contextmanager
def as_someone_else() -> Iterator[None]:
    """Be no more than any user where root runs the tests: permissions don't stop root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_or_file_without_permission_is_told() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "a").mkdir(mode=0)
        (folder / "b.txt").write_text("Text.")
        (folder / "c.txt").touch(mode=0)
        with as_someone_else():
            assert ids(read(folder)) == ["E002", "b.txt", "E002"]


def test_names_of_any_bytes_and_lines(tmp_path: Path) -> None:
    for name in (b"a\xff\xfe.txt", b"b\r\n[E001] no.txt", b"c\x1b[31m.txt", b"d" * 250 + b".txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"")
    items = read(tmp_path)
    assert ids(items) == ["E003"] * 4
    for item in items:
        assert isinstance(item, Failure)
        item.message.encode()


def test_a_folder_deeper_than_calls_may_go_is_read(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(400):
        folder = folder / "f"
        folder.mkdir()
    (folder / "a.txt").write_text("Text.")
    (item,) = read(tmp_path)
    assert isinstance(item, Article)


def test_standard_input_that_is_empty_or_closed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert ids(list(read_articles(["-"], options=ReadOptions()))) == ["E003"]
    monkeypatch.setattr(sys, "stdin", None)  # as under a service
    assert ids(list(read_articles(["-"], options=ReadOptions()))) == ["E002"]


@pytest.mark.parametrize(
    "text", ["a\x02b <sup>2</sup>", "x</sup> y<sub>", "\x05<sup>\x06</sub>1</sup>", "\x01" * 5]
)
@pytest.mark.parametrize(
    "template", ["TY  - JOUR\nTI  - {}\nAB  - {}\nER  - \n", "%0 Journal Article\n%T {}\n%X {}\n"]
)
def test_marks_that_readers_use_themselves_do_no_harm(tmp_path: Path, template: str, text: str) -> None:
    words = text + " and some more words that make it a text for people to read" * 12
    path = tmp_path / "in"
    path.write_text(template.format(words, words))
    (article,) = read(path)
    assert isinstance(article, Article)
    assert "some more words" in article.text
