from io import BufferedReader, BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.read.article import Article, Failure
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.text import read_text

PLACE = Place("in/a.txt", "a.txt", None, "a.txt")


def read_one(data: bytes, **options: int) -> Article | Failure:
    (item,) = read_text(BufferedReader(BytesIO(data)), PLACE, ReadOptions(**options))
    return item


def article_of(data: bytes) -> Article:
    item = read_one(data)
    assert isinstance(item, Article)
    return item


def failure_of(data: bytes, **options: int) -> Failure:
    item = read_one(data, **options)
    assert isinstance(item, Failure)
    return item


def test_reads_utf8_as_it_is() -> None:
    article = article_of("Väntetid\n\nP = 0·03 − 𝑃\u00a0".encode())
    assert article.text == "Väntetid\n\nP = 0·03 − 𝑃\u00a0"
    assert article.doc_id == "a.txt"
    assert article.warnings == ()
    assert article.source.format == "text"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding_and_goes(encoding: str) -> None:
    article = article_of("β-blocker ≥ 5".encode(encoding))
    assert article.text == "β-blocker ≥ 5"
    assert article.warnings == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_known_without_its_mark(encoding: str) -> None:
    assert (
        article_of("Mortality fell by 3 − 4 per cent".encode(encoding)).text
        == "Mortality fell by 3 − 4 per cent"
    )


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"na\xefve \x96 0.5 \xb1 0.1", "naïve – 0.5 ± 0.1", "cp1252"),
        (b"na\xefve \x81 0.5", "naïve \x81 0.5", "latin-1"),
    ],
)
def test_what_is_not_utf8_is_guessed_with_a_warning(data: bytes, text: str, encoding: str) -> None:
    article = article_of(data)
    assert article.text == text
    assert [note.code for note in article.warnings] == ["W001"]
    assert encoding in article.warnings[0].message


def test_line_ends_become_newlines_and_nothing_else_changes() -> None:
    assert article_of(b"  a\r\n\r\nb\rc\n \t\x0cd  \n").text == "  a\n\nb\nc\n \t\x0cd  \n"


@pytest.mark.parametrize("data", [b" ", b"\n\r\n\t", b"\xef\xbb\xbf", "\ufeff \u00a0".encode("utf-16-le")])
def test_a_file_of_blanks_is_empty(data: bytes) -> None:
    failure = failure_of(data)
    assert failure.code == "E003"
    assert "in/a.txt" in failure.message


def test_a_text_at_the_limit_passes_and_one_over_fails() -> None:
    assert isinstance(read_one("é".encode() * 50, max_length=50), Article)
    assert "51 characters" in failure_of("é".encode() * 51, max_length=50).message
    failure = failure_of(b"x" * 5_000_000)
    assert (failure.code, failure.doc_id) == ("E008", "a.txt")
    assert "limit of 1000000" in failure.message


def test_broken_utf16_is_a_failure() -> None:
    failure = failure_of(b"\xff\xfea\x00b\x00c")
    assert failure.code == "E013"
    assert "utf-16" in failure.message


@given(st.binary(max_size=300))
def test_any_bytes_give_one_article_or_one_failure(data: bytes) -> None:
    item = read_one(data)
    if isinstance(item, Article):
        item.text.encode()
        assert "\r" not in item.text


@given(st.text(max_size=200).filter(lambda text: text.strip() and "\r" not in text))
def test_utf8_passes_unchanged(text: str) -> None:
    item = read_one(b"\xef\xbb\xbf" + text.encode("utf-8", "replace"))
    assert isinstance(item, Article)
    assert item.text == text.encode("utf-8", "replace").decode()
