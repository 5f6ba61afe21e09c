"""Web pages → main text without what stands round it, nothing of it lost or glued."""

from __future__ import annotations

import re
import sys
from io import BufferedReader, BytesIO
from pathlib import Path

import pytest

from evistat.read.article import Article, Failure
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.html import read_html
from evistat.read.formats.registry import format_of

PAGE = Path(__file__).parents[2] / "corpora" / "formats" / "page.html"
PLACE = Place("in/p.html", "p.html", None, "p.html")


def read(data: bytes | str) -> Article | Failure:
    pytest.importorskip("trafilatura")
    data = data.encode() if isinstance(data, str) else data
    (item,) = read_html(BufferedReader(BytesIO(data)), PLACE, ReadOptions())
    return item


def text_of(body: str, head: str = "") -> str:
    item = read(f"<!DOCTYPE html><html><head>{head}</head><body><article>{body}</article></body></html>")
    assert isinstance(item, Article), item
    return item.text


def test_the_main_text_comes_through_word_for_word() -> None:
    from lxml import html

    item = read(PAGE.read_bytes())
    assert isinstance(item, Article)
    article = html.document_fromstring(PAGE.read_bytes().decode()).find(".//article")
    for element in article.iter("td", "th", "p", "h1", "h2", "li", "br", "caption"):
        element.tail = " " + (element.tail or "")
    words = article.text_content().replace("10" + "4/mL", "10^4/mL").split()
    assert item.text.split() == words


def test_nothing_round_the_main_text_comes_in() -> None:
    item = read(PAGE.read_bytes())
    assert isinstance(item, Article)
    for furniture in ("Home", "cookies", "Related", "Coffee", "Copyright", "tracking", "0.99"):
        assert furniture not in item.text


def test_metadata_and_title_come_from_the_meta_tags() -> None:
    item = read(PAGE.read_bytes())
    assert isinstance(item, Article)
    assert item.doc_id == "99000117"
    assert item.title == "Evening light boxes and sleep in rotating nurses: a randomised trial"
    assert item.text.count(item.title) == 1
    assert item.metadata == {
        "pmid": "99000117", "doi": "10.5555/fjsh.2021.0117", "journal": "Fenwick Journal of Shift Health", "year": 2021,
        "authors": ["Odell, Marta", "Brännström, Ilse"], "keywords": ["light therapy", "shift work"], "language": ["en"],
    }  # fmt: skip


FILL = "<p>" + "This paragraph is long enough for the page to have a main text of its own. " * 6 + "</p>"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            "<p>10<sup>-4</sup> and m<sup>2</sup>, H<sub>2</sub>O, R<sup>2</sup>=0.4</p>",
            "10^-4 and m2, H2O, R2=0.4",
        ),
        ("<sup><p>raised</p><p>across</p></sup>", "raised\n\nacross"),
        ("<p>P&lt;0.05 &amp; 95%&nbsp;CI</p>", "P<0.05 & 95% CI"),
        ("<p>One<br>Two<br/>Three</p>", "One\nTwo\nThree"),
        ("<p>wrapped\n   in the\tsource</p>", "wrapped in the source"),
        (
            "<table><tr><td>a</td><td>1.2 (0.4)</td></tr><tr><td>b</td><td>3.4</td></tr></table>",
            "a\t1.2 (0.4)\nb\t3.4",
        ),
        ("<ul><li>first</li><li>second</li></ul>", "first\nsecond"),
        ("<p>half<i>word</i>s <b>stay</b>whole</p>", "halfwords staywhole"),
    ],
)
def test_inline_markup_glues_and_parts_nothing(body: str, found: str) -> None:
    assert found in text_of(FILL + body + FILL).replace(
        "\u00a0", " "
    )  # a space stays one, whatever its width


def test_a_page_says_its_encoding() -> None:
    page = (
        '<!DOCTYPE html><html><head><meta charset="iso-8859-2"></head><body><p>Łódź: 4 × 2</p></body></html>'
    )
    assert format_of("x", page.encode("iso-8859-2")).name == "html"  # type: ignore[union-attr]
    for encoding in ("iso-8859-2", "utf-8", "utf-16"):
        item = read(page.encode(encoding))
        assert isinstance(item, Article)
        assert item.text == "Łódź: 4 × 2"


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<!doctype html>",
        "<html><body></body></html>",
        "<html>" + "<p>" * 50_000,
        "<html>" + "<p>a" * 60_000 + "<br>" * 60_000,
        "<html><body>" + "<div>" * 20_000 + "deep",
        "<html><body><script>var p = 0.05;</script></body></html>",
    ],
    ids=lambda page: page[:20] + str(len(page)),
)
def test_a_page_without_text_is_a_failure(page: str) -> None:
    item = read(page)
    assert isinstance(item, Failure)
    assert item.code in ("E040", "E047", "E049")


@pytest.mark.parametrize(
    "page",
    [
        b"<html><body><p>a\x00b \x01 \xff\xfe c</p></body></html>",
        b"<html><body><p>&#0; &#xD800; &#x1; &bogus; fell</p></body></html>",
        b'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x; fell</p></body></html>',
        b"<html><body><p>an unclosed <b>bold <table><tr><td>cell fell",
        b"\xef\xbb\xbf<!-- c --><html><body><sup>1</sup><p>fell</p>",
    ],
)
def test_odd_pages_are_read(page: bytes) -> None:
    assert format_of("x", page).name == "html"  # type: ignore[union-attr]
    item = read(page)
    assert isinstance(item, Article)
    assert re.search(r"c\b|fell", item.text)
    assert "root:" not in item.text


def test_without_the_extra_a_page_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (item,) = read_html(BufferedReader(BytesIO(b"<html>")), PLACE, ReadOptions())
    assert isinstance(item, Failure)
    assert item.code == "E044"
    assert "evistat[html]" in item.message
