import gzip
import io
import os
import struct
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.read import stream, zip_members
from evistat.read.article import Article, Failure
from evistat.read.articles import read_articles
from evistat.read.files import DEEPEST
from evistat.read.formats.format import ReadOptions

LINES = b'{"id": "one", "text": "First."}\n{"text": "Line two."}\n'
Members = Iterable[tuple[str | bytes, bytes]]


def zipped(members: Members, *, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.comment = comment
        for name, data in members:
            archive.writestr(name if isinstance(name, str) else name.decode("cp437"), data)
    return file.getvalue()


def streamed_zip(members: Members) -> bytes:
    """A zip as it is written to a pipe: the sizes stand behind each member."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    file = Pipe()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(str(name), data)
    return file.getvalue()


def tarred(members: Members, format_: int = tarfile.PAX_FORMAT, mode: str = "w") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode, format=format_) as archive:  # type: ignore[call-overload]
        for name, data in members:
            entry = tarfile.TarInfo(name if isinstance(name, str) else os.fsdecode(name))
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


def read(path: Path, data: bytes, **options: Any) -> list[Article | Failure]:
    path.write_bytes(data)
    return list(read_articles([str(path)], options=ReadOptions(**options)))


def ids(items: Sequence[Article | Failure]) -> list[str | None]:
    return [item.doc_id if isinstance(item, Article) else item.code for item in items]


def members_of(items: Sequence[Article | Failure]) -> list[str | None]:
    return [item.source.member if isinstance(item, Article) else item.member for item in items]


MIXED: list[tuple[str | bytes, bytes]] = [
    ("z.txt", b"Last of all."),
    ("a/", b""),
    ("a/lines.jsonl", LINES),
    ("a/.hidden.txt", b"Hidden."),
    ("__MACOSX/a/._lines.jsonl", b"Hidden."),
    ("a/packed.txt.gz", gzip.compress(b"Packed twice.")),
    ("B.txt", b"Capitals come first."),
    ("figure.png", b"\x89PNG\r\n"),
    ("a/by content", LINES),
]


def test_a_zip_is_read_in_the_order_of_names_each_member_by_its_format(tmp_path: Path) -> None:
    skipped: list[str] = []
    path = tmp_path / "in.zip"
    path.write_bytes(zipped(MIXED))
    items = list(read_articles([str(path)], options=ReadOptions(), on_skipped=skipped.append))
    assert ids(items) == [
        "in.zip!B.txt",
        "one",
        "in.zip!a/by content:2",
        "one-2",
        "in.zip!a/lines.jsonl:2",
        "in.zip!a/packed.txt.gz",
        "in.zip!z.txt",
    ]
    articles = [item for item in items if isinstance(item, Article)]
    assert {article.source.path for article in articles} == {str(path)}
    assert [article.source.index for article in articles] == [0, 0, 1, 0, 1, 0, 0]
    assert articles[1].source.member == "a/by content"
    assert skipped == [f"{path}!figure.png"]


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_is_read_in_its_own_order(tmp_path: Path, mode: str) -> None:
    items = read(tmp_path / "in.bin", tarred(MIXED[:1] + MIXED[2:], mode=mode))
    expected = ["z.txt", "a/lines.jsonl", "a/lines.jsonl", "a/packed.txt.gz", "B.txt"]
    assert members_of(items) == [*expected, "a/by content", "a/by content"]


def test_archives_in_folders_keep_their_place(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Before.")
    (folder / "b.zip").write_bytes(zipped([("m.txt", b"In between.")]))
    (folder / "c.tgz").write_bytes(tarred([("n.txt", b"In a tar.")], mode="w:gz"))
    (folder / "d.txt").write_text("After.")
    items = list(read_articles([str(folder)], options=ReadOptions()))
    assert ids(items) == ["a.txt", "b.zip!m.txt", "c.tgz!n.txt", "d.txt"]


@pytest.mark.parametrize("pack", [zipped, streamed_zip, tarred, lambda m: tarred(m, mode="w:gz")])
def test_standard_input_may_be_an_archive(monkeypatch: pytest.MonkeyPatch, pack: Any) -> None:
    reading, writing = os.pipe()
    os.write(writing, pack([("a.txt", b"Text."), ("b.jsonl", LINES)]))
    os.close(writing)
    with os.fdopen(reading) as piped:
        monkeypatch.setattr(sys, "stdin", piped)
        items = list(read_articles(["-"], options=ReadOptions()))
    assert ids(items) == ["stdin!a.txt", "one", "stdin!b.jsonl:2"]


def test_a_format_can_be_forced_on_members(tmp_path: Path) -> None:
    items = read(tmp_path / "in.zip", zipped([("a.jsonl", LINES), ("b.odd", b"Odd.")]), format="text")
    assert [item.source.format for item in items if isinstance(item, Article)] == ["text", "text"]


HOSTILE_NAMES = [
    "../../evil.txt",
    "/etc/evil.txt",
    "C:\\evil.txt",
    "two\nlines.txt",
    "..",
    "~/x.txt",
    "a/../b.txt",
]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_hostile_names_are_names_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Any) -> None:
    (tmp_path / "deep" / "down").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "down")
    before = sorted(tmp_path.rglob("*"))
    items = read(Path("in.bin"), pack([(name, LINES) for name in HOSTILE_NAMES]))
    assert sorted({str(name) for name in members_of(items)}) == sorted(HOSTILE_NAMES)
    assert all(isinstance(item, Article) for item in items)
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "deep" / "down" / "in.bin"])


def test_names_of_any_bytes_are_shown_in_unicode(tmp_path: Path) -> None:
    plain = tarred([(b"caf\xe9.txt", b"Text.")], tarfile.GNU_FORMAT)
    assert members_of(read(tmp_path / "in.tar", plain)) == ["caf\ufffd.txt"]
    # Written by a packer that doesn't say it writes UTF-8, and by one with the letters of old.
    for raw, name in (("größe.txt".encode(), "größe.txt"), (b"gr\x94\xe1e.txt", "größe.txt")):
        data = zipped([(b"x" * len(raw), b"Text.")]).replace(b"x" * len(raw), raw)
        assert members_of(read(tmp_path / "in.zip", data)) == [name]


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_all_read(tmp_path: Path, pack: Any) -> None:
    items = read(tmp_path / "in", pack([("a.txt", b"First."), ("a.txt", b"Second.")]))
    assert [item.text for item in items if isinstance(item, Article)] == ["First.", "Second."]
    assert ids(items) == ["in!a.txt", "in!a.txt-2"]


@pytest.mark.parametrize("format_", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_in_every_kind_of_tar(tmp_path: Path, format_: int) -> None:
    name = f"{'folder/' * 14}{'n' * 60}.txt"
    assert members_of(read(tmp_path / "in.tar", tarred([(name, b"Text.")], format_))) == [name]


def test_links_devices_and_files_with_holes_in_a_tar_are_told(tmp_path: Path) -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
        for at, kind in enumerate((*kinds, tarfile.DIRTYPE)):
            entry = tarfile.TarInfo(f"{at}.txt")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
        entry = tarfile.TarInfo("6.txt")
        entry.pax_headers, entry.size = {"GNU.sparse.major": "1"}, 3
        archive.addfile(entry, io.BytesIO(b"0\n\n"))
        entry = tarfile.TarInfo("z.txt")
        entry.size = 5
        archive.addfile(entry, io.BytesIO(b"Text."))
    items = read(tmp_path / "in.tar", file.getvalue())
    assert ids(items) == ["E055"] * 6 + ["in.tar!z.txt"]
    words = " ".join(item.message for item in items if isinstance(item, Failure))
    assert all(kind in words for kind in ("a link", "a device", "a pipe", "holes"))


def test_old_files_with_holes_are_passed_over_with_their_maps(tmp_path: Path) -> None:
    data = bytearray(tarred([("holes.txt", b"Text."), ("z.txt", b"Text.")], tarfile.GNU_FORMAT))
    data[156:157] = tarfile.GNUTYPE_SPARSE
    data[482] = 1
    data[512:512] = bytes(504) + b"\1" + bytes(7) + bytes(512)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    assert ids(read(tmp_path / "in.tar", bytes(data))) == ["E055", "in.tar!z.txt"]


def test_links_in_a_zip_are_told(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        entry = zipfile.ZipInfo("link.txt")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert ids(read(tmp_path / "in.zip", file.getvalue())) == ["E055"]


def test_encrypted_members_are_told_and_the_others_read(tmp_path: Path) -> None:
    data = bytearray(zipped([("a.txt", b"Secret."), ("b.txt", b"Open.")]))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    whole, cut = bytes(data), bytes(data[:-10])
    assert ids(read(tmp_path / "in.zip", whole)) == ["E051", "in.zip!b.txt"]
    assert ids(read(tmp_path / "in.zip", cut)) == ["E051", "in.zip!b.txt", "E053"]


def test_other_packing_is_told_and_the_others_read(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", b"Text.", zipfile.ZIP_BZIP2)
        archive.writestr("b.txt", b"Text.", zipfile.ZIP_STORED)
    items = read(tmp_path / "in.zip", file.getvalue())
    assert ids(items) == ["E054", "in.zip!b.txt"]
    assert isinstance(items[0], Failure)
    assert "bzip2" in items[0].message
    assert ids(read(tmp_path / "in.zip", file.getvalue()[:-10])) == ["E054", "in.zip!b.txt", "E053"]


THREE = [("a.jsonl", LINES * 40), ("b.txt", b"The second. " * 90), ("c.txt", b"The third.")]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_damaged_member_of_a_zip_leaves_the_others(tmp_path: Path, method: int) -> None:
    data = bytearray(zipped(THREE, method=method))
    data[data.index(b"b.txt") + 10] ^= 0xFF
    items = read(tmp_path / "in.zip", bytes(data))
    assert [code for code in ids(items) if code in ("E053", "E004")] == ["E053"]
    assert members_of(items).count("a.jsonl") == 80
    assert members_of(items)[-2:] == ["b.txt", "c.txt"]


@pytest.mark.parametrize("pack", [zipped, streamed_zip, lambda m: zipped(m, method=zipfile.ZIP_STORED)])
def test_a_zip_cut_anywhere_gives_what_stands_before(tmp_path: Path, pack: Any) -> None:
    data = pack(THREE)
    whole = ids(read(tmp_path / "in.zip", data))
    assert len(whole) == 82
    for length in [*range(60, len(data), 37), len(data) - 1]:
        items = read(tmp_path / "in.zip", data[:length])
        given_up = ids(items)
        assert given_up[-1] == "E053"
        articles = [name for name in given_up if name != "E053"]
        assert articles == whole[: len(articles)]
        ends = [data.index(b"b.txt"), data.index(b"c.txt")]
        assert len(articles) >= (0, 80, 81)[sum(length > end for end in ends)]


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_cut_anywhere_gives_what_stands_before(tmp_path: Path, mode: str) -> None:
    data = tarred(THREE, mode=mode)
    whole = ids(read(tmp_path / "in.tar", data))
    assert len(whole) == 82
    last = len(data) if mode == "w:gz" else data.index(b"The third.")
    for length in range(30 if mode == "w:gz" else 512, last, len(data) // 40):
        items = read(tmp_path / "in.tar", data[:length])
        articles = [item.doc_id for item in items if isinstance(item, Article)]
        failures = [item for item in items if isinstance(item, Failure)]
        assert articles == whole[: len(articles)]
        assert len(failures) <= 2  # the broken line and the damage
        if length % 512 or mode == "w:gz":
            assert failures


def test_a_tar_with_a_broken_header_gives_what_stands_before(tmp_path: Path) -> None:
    data = bytearray(tarred(THREE[1:]))
    data[data.index(b"c.txt")] ^= 0xFF
    items = read(tmp_path / "in.tar", bytes(data))
    assert ids(items) == ["in.tar!b.txt", "E053"]


def test_tars_put_one_behind_the_other_are_read_through(tmp_path: Path) -> None:
    data = tarred(THREE[1:2]) + tarred(THREE[2:])
    assert ids(read(tmp_path / "in.tar", data)) == ["in.tar!b.txt", "in.tar!c.txt"]


def test_a_header_that_claims_much_is_damage(tmp_path: Path) -> None:
    entry = tarfile.TarInfo("x")
    entry.type, entry.size = tarfile.XHDTYPE, 1 << 40
    data = tarred(THREE[1:2])[:2048] + entry.tobuf(tarfile.GNU_FORMAT) + bytes(5000)
    assert ids(read(tmp_path / "in.tar", data)) == ["in.tar!b.txt", "E053"]


def test_nested_archives_are_read_to_a_depth(tmp_path: Path) -> None:
    data = zipped([("a.txt", b"Deep down.")])
    for depth in range(1, DEEPEST):
        data = (tarred if depth % 2 else zipped)([(f"{depth}.bin", data)])
    (item,) = read(tmp_path / "in", data)
    assert isinstance(item, Article)
    assert item.source.member == "2.bin!1.bin!a.txt"
    assert item.doc_id == "in!2.bin!1.bin!a.txt"
    assert ids(read(tmp_path / "in", zipped([("4.bin", data), ("z.txt", b"Text.")]))) == ["E052", "in!z.txt"]


def bombs() -> dict[str, bytes]:
    line = b'{"text": "' + b"x" * 3_000_000 + b'"}\n'
    inner = zipped([("bomb.jsonl", line)])
    return {
        "gzip": gzip.compress(line),
        "zip": zipped([("bomb.jsonl", line), ("z.txt", b"Text.")]),
        "zip without its table": zipped([("bomb.jsonl", line), ("z.txt", b"Text.")])[:-10],
        "tar.gz": tarred([("bomb.jsonl", line), ("z.txt", b"Text.")], mode="w:gz"),
        "zip in zip": zipped([(f"{at}.zip", inner) for at in range(9)]),
        "members that overlap": overlapping(zipped([(f"{at}.txt", b"x" * 300_000) for at in range(9)])),
    }


def overlapping(data: bytes) -> bytes:
    """Let all entries of the table of contents name the first member's data."""
    changed, at = bytearray(data), data.index(b"PK\x01\x02")
    while changed[at : at + 4] == b"PK\x01\x02":
        struct.pack_into("<I", changed, at + 42, 0)
        changed[at + 46 : at + 51] = b"0.txt"
        at += 46 + 5
    return bytes(changed)


@pytest.mark.parametrize("kind", list(bombs()))
def test_what_grows_too_much_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(stream, "_ALWAYS_ALLOWED", 1_000_000)
    items = read(tmp_path / "in", bombs()[kind])
    assert isinstance(items[-1], Failure)
    if (
        "Overlapped entries" in items[-1].message
    ):  # later releases of Python refuse each such member by itself
        assert kind == "members that overlap"
        assert items[-1].code == "E053"
        return
    assert ids(items)[-1] == "E050"
    assert items[-1].path == str(tmp_path / "in")
    assert "z.txt" not in members_of(items)


def test_a_zip_of_too_many_members_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped([(f"{at}.txt", b"Text.") for at in range(30)], comment=b"PK")
    assert len(read(tmp_path / "in.zip", data)) == 30
    monkeypatch.setattr(zip_members, "_LARGEST_TABLE", 1000)
    assert ids(read(tmp_path / "in.zip", data)) == ["E057"]


def test_what_grows_much_and_is_small_is_read(tmp_path: Path) -> None:
    items = read(tmp_path / "in.zip", zipped([("a.jsonl", b'{"text": "' + b"x" * 900_000 + b'"}\n')]))
    assert ids(items) == ["in.zip!a.jsonl:1"]


@pytest.mark.parametrize("data", [zipped([]), zipped([("a/", b"")]), tarred([(".hidden", b"x")])])
def test_an_archive_without_files_is_told(tmp_path: Path, data: bytes) -> None:
    assert ids(read(tmp_path / "in", data)) == ["E014"]


def test_an_office_document_is_no_archive(tmp_path: Path) -> None:
    members = [
        ("docProps/app.xml", b"<a/>"),
        ("[Content_Types].xml", b"<a/>"),
        ("word/document.xml", b"<a/>"),
    ]
    assert ids(read(tmp_path / "in.docx", zipped(members))) == ["E004"]


def test_all_bytes_of_archives_are_told(tmp_path: Path) -> None:
    for name, data in (("a.zip", zipped(THREE)), ("b.tgz", tarred(THREE, mode="w:gz"))):
        path = tmp_path / name
        path.write_bytes(data)
        told: list[int] = []
        list(read_articles([str(path)], options=ReadOptions(), on_bytes=told.append))
        assert sum(told) == len(data)
        assert all(count >= 0 for count in told)


def test_a_fault_of_a_reader_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise LookupError("no\nluck")

    monkeypatch.delenv("EVISTAT_TRACEBACK", raising=False)
    monkeypatch.setattr("evistat.read.formats.text.decode", fail)
    items = read(tmp_path / "in.zip", zipped([("a.txt", b"Text."), ("b.jsonl", LINES)]))
    assert ids(items) == ["E056", "one", "in.zip!b.jsonl:2"]
    assert isinstance(items[0], Failure)
    assert "the reader of text failed on it (LookupError: no luck)" in items[0].message


SEEDS = [
    zipped(THREE),
    streamed_zip(THREE),
    tarred(THREE),
    tarred(THREE, tarfile.GNU_FORMAT),
    gzip.compress(LINES),
]


@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=8),
    st.integers(0),
)
def test_no_damage_raises(seed: bytes, changes: list[tuple[int, int]], length: int) -> None:
    data = bytearray(seed)
    for at, value in changes:
        data[at % len(data)] = value
    piped = io.TextIOWrapper(io.BytesIO(bytes(data[: length % (len(data) + 1) or len(data)])))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", piped)
        patch.setenv("EVISTAT_TRACEBACK", "1")
        for item in read_articles(["-"], options=ReadOptions()):
            assert isinstance(item, Article | Failure)
            str(members_of([item])[0]).encode()
