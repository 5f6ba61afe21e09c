import gzip
import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.errors import EvistatError
from evistat.read.article import Article, Failure, Source
from evistat.read.articles import distinct_ids, read_articles
from evistat.read.formats.format import ReadOptions

OPTIONS = ReadOptions()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that mixes formats, with files that are no input among them."""
    root = tmp_path / "in"
    (root / "sub").mkdir(parents=True)
    (root / "b.txt").write_text("Second text.")
    (root / "a.jsonl").write_text('{"id": "one", "text": "First."}\n{"text": "Line two."}\n')
    (root / "sub" / "c.txt").write_text("Third text.")
    (root / "sub" / "d.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Packed."}'))
    (root / "e.dat").write_text('{"id": "by content", "text": "Known."}\n')
    (root / "picture.png").write_bytes(b"\x89PNG\r\n")
    (root / ".hidden.txt").write_text("Hidden.")
    return root


def ids(items: list[Article | Failure]) -> list[str | None]:
    return [item.doc_id if isinstance(item, Article) else item.code for item in items]


def test_a_folder_is_read_in_order_of_names(folder: Path) -> None:
    skipped: list[str] = []
    items = list(read_articles([str(folder)], options=OPTIONS, on_skipped=skipped.append))
    assert ids(items) == ["one", "a.jsonl:2", "b.txt", "by content", "sub/c.txt", "sub/d.jsonl.gz:1"]
    assert [item.source.path for item in items if isinstance(item, Article)][-1] == "sub/d.jsonl.gz"
    assert skipped == [f"{folder}/picture.png"]


def test_a_file_is_named_by_its_name_and_shown_as_given(folder: Path) -> None:
    (item,) = read_articles([str(folder / "sub" / "c.txt")], options=OPTIONS)
    assert isinstance(item, Article)
    assert (item.doc_id, item.source.path) == ("c.txt", f"{folder}/sub/c.txt")


def test_a_format_can_be_forced(folder: Path) -> None:
    (item,) = read_articles([str(folder / "a.jsonl")], options=ReadOptions(format="text"))
    assert isinstance(item, Article)
    assert item.text.startswith('{"id"')
    with pytest.raises(EvistatError, match="E011"):
        list(read_articles([str(folder)], options=ReadOptions(format="runes")))


def test_content_counts_more_than_the_ending(folder: Path) -> None:
    path = folder / "lines.txt"
    path.write_text('{"id": "x", "text": "y"}\n{"id": "z", "text": "y"}')
    assert ids(list(read_articles([str(path)], options=OPTIONS))) == ["x", "z"]


def test_standard_input_is_known_by_its_content(monkeypatch: pytest.MonkeyPatch) -> None:
    for data, expected in (
        (b"Some text.", ["stdin"]),
        (b'{"text": "a"}\n{"text": "b"}', ["stdin:1", "stdin:2"]),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(data))))
        assert ids(list(read_articles(["-"], options=OPTIONS))) == expected


def test_what_cant_be_read_is_a_failure_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Good.")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "cut.jsonl.gz").write_bytes(
        gzip.compress(b'{"text": "' + os.urandom(2000).hex().encode())[:-20]
    )
    (tmp_path / "not.txt.gz").write_bytes(b"\x1f\x8b\x08nonsense and more of it")
    (tmp_path / "nothing").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    names = [
        "empty.txt",
        "binary.txt",
        "paper.pdf",
        "cut.jsonl.gz",
        "not.txt.gz",
        "nothing",
        "pipe.txt",
        "gone.txt",
        "round.txt",
        "absent",
    ]
    items = list(read_articles([str(tmp_path / name) for name in (*names, "good.txt")], options=OPTIONS))
    codes = ["E003", "E004", "E004", "E002", "E002", "E014", "E002", "E001", "E002", "E001", "good.txt"]
    assert ids(items) == codes
    for name, item in zip(names, items, strict=False):
        assert isinstance(item, Failure)
        assert item.path == f"{tmp_path}/{name}"
        assert item.path in item.message


def test_an_unreadable_file_or_folder_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Permissions don't stop root, so the refusal is played.
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked.txt").write_text("Text.")
    (tmp_path / "open.txt").write_text("Text.")
    scandir, open_ = os.scandir, Path.open

    def refuse_scandir(path: Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    def refuse_open(path: Path, mode: str) -> object:
        if path.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return open_(path, mode)

    monkeypatch.setattr(os, "scandir", refuse_scandir)
    monkeypatch.setattr(Path, "open", refuse_open)
    items = list(read_articles([str(tmp_path)], options=OPTIONS))
    assert ids(items) == ["E002", "E002", "open.txt"]
    assert all("Permission denied" in item.message for item in items if isinstance(item, Failure))


def test_links_between_folders_end(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "text.txt").write_text("Text.")
    (tmp_path / "a" / "to_b").symlink_to(tmp_path / "b")
    (tmp_path / "b" / "to_a").symlink_to(tmp_path / "a")
    (tmp_path / "b" / "up").symlink_to(tmp_path)
    assert ids(list(read_articles([str(tmp_path)], options=OPTIONS))) == ["a/text.txt", "a/to_b/text.txt"]


def test_names_that_arent_utf8_or_hold_newlines_are_read(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"two\nlines.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("Text.")
    items = list(read_articles([str(tmp_path)], options=OPTIONS))
    assert ids(items) == ["caf\ufffd.txt", "two\nlines.txt"]


def test_the_output_is_no_input(folder: Path) -> None:
    output = folder / "records.jsonl"
    output.touch()
    kept = frozenset({output.resolve()})
    paths = [item.source.path for item in read_articles([str(folder)], options=OPTIONS, leave_out=kept)]  # type: ignore[union-attr]
    assert "records.jsonl" not in paths


def test_all_bytes_are_told(folder: Path) -> None:
    told: list[int] = []
    list(read_articles([str(folder), str(folder / "b.txt")], options=OPTIONS, on_bytes=told.append))
    names = ["a.jsonl", "b.txt", "sub/c.txt", "sub/d.jsonl.gz", "e.dat", "picture.png", "b.txt"]
    assert sum(told) == sum((folder / name).stat().st_size for name in names)


def article(doc_id: str) -> Article:
    return Article(doc_id=doc_id, text="x", source=Source("p", None, "text", 0, ""))


def test_an_id_that_occurs_again_gets_a_suffix_and_a_warning() -> None:
    items = list(distinct_ids(map(article, ["a", "b", "a", "a-2", "a", "a"])))
    assert [item.doc_id for item in items] == ["a", "b", "a-2", "a-2-2", "a-3", "a-4"]
    assert [len(item.warnings) for item in items if isinstance(item, Article)] == [0, 0, 1, 1, 1, 1]


@given(st.lists(st.sampled_from(["a", "b", "a-2", "a-3", "a-2-2"]), max_size=12))
def test_no_two_documents_share_an_id_and_the_past_settles_it(names: list[str]) -> None:
    given_ids = [item.doc_id for item in distinct_ids(map(article, names))]
    assert len(set(given_ids)) == len(given_ids)
    half = len(names) // 2
    assert [item.doc_id for item in distinct_ids(map(article, names[:half]))] == given_ids[:half]
