"""Reference exports of any content: what was written is read back, and no bytes make a reader raise or hang."""

from __future__ import annotations

import string
from io import BufferedReader, BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.read.article import Article, Failure
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.registry import format_named, format_of

PLACE = Place("in/x", "x", None, "x")
TAGGED = ["medline", "ris", "wos", "ovid", "endnote"]
READERS = [*TAGGED, "csv", "endnote_xml", "html", "pdf", "excel"]
LIBRARIES = {"html": "trafilatura", "pdf": "pypdf", "excel": "openpyxl"}

# Words of a text; no "&" or "<", which exports use for markup, and no white space of any kind.
WORDS = st.text(
    st.sampled_from("aPp=.,;:-−±≤%()[]\"'/|~10µé日😀")
    | st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="&<"),
    min_size=1,
    max_size=12,
).filter(lambda word: not any(character.isspace() for character in word))
VALUES = st.lists(WORDS, min_size=1, max_size=25).map(" ".join)


def read(data: bytes, name: str) -> list[Article | Failure]:
    return list(
        format_named(name).read(BufferedReader(BytesIO(data)), PLACE, ReadOptions(max_length=300_000))
    )


def wrapped(value: str, first: str, indent: str, width: int) -> str:
    """Return a field wrapped as databases do: lines of ``width``, indented after the first."""
    lines = [""]
    for word in value.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return first + f"\n{indent}".join(lines) + "\n"


def written(name: str, number: int, title: str, abstract: str | None, width: int) -> str:
    pieces = {
        "medline": (f"\nPMID- {number}\n", "TI  - ", "AB  - ", "      ", ""),
        "ris": (f"TY  - JOUR\nAN  - {number}\n", "TI  - ", "AB  - ", "      ", "ER  - \n\n"),
        "wos": (f"PT J\nUT {number}\n", "TI ", "AB ", "   ", "ER\n\n"),
        "ovid": (f"<{number}. >\nUI  - {number}\n", "TI  - ", "AB  - ", "      ", "\n"),
        "endnote": (f"%0 Journal Article\n%M {number}\n", "%T ", "%X ", "  ", "\n"),
    }
    head, title_tag, abstract_tag, indent, end = pieces[name]
    text = wrapped(abstract, abstract_tag, indent, width) if abstract is not None else ""
    return head + wrapped(title, title_tag, indent, width) + text + end


@pytest.mark.parametrize("name", TAGGED)
@given(
    records=st.lists(st.tuples(VALUES, st.none() | VALUES), max_size=5),
    width=st.sampled_from([20, 60, 80, 10_000]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_written_is_read_back(
    name: str, records: list[tuple[str, str | None]], width: int, line_end: str, encoding: str
) -> None:
    text = "".join(written(name, number, *record, width) for number, record in enumerate(records, 1))
    items = read(text.replace("\n", line_end).encode(encoding), name)
    assert [(item.doc_id, item.text.split()) for item in items if isinstance(item, Article)] == [
        (str(number), [*title.split(), *(abstract.split() if abstract else [])])
        for number, (title, abstract) in enumerate(records, 1)
    ]


PIECES = [
    b"PMID- 1\n", b"TY  - JOUR\n", b"TI  - ", b"AB  - ", b"ER  - \n", b"\nER\n", b"FN x\nVR 1.0\n", b"PT J\n", b"AU X\n", b"TI a\n",
    b"<1. >\n", b"<99999999999. >", b"%0 Book\n", b"%T ", b"%X ", b"title,abstract\n",
    b"title,authors\nx,", b"id;title;doi\n", b"a\tb\n", b'"', b'""', b",", b";",
    b"\t", b"\n", b"\r", b"\r\n", b" ", b"   ", b"\x00", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"1.2",
    b"words of a text", b"&lt;", b"&#xD800;", b"<sup>", b"</sup>", b"<p>", b"</p>", b"sep=;\n", b"-", b"<xml><records><record>",
    b"<titles><title>a</title></titles>", b"</record>", b"</records></xml>", b"<!DOCTYPE html><html>", b"<body>", b"<table><tr><td>",
    b"%PDF-1.4\n", b"1 0 obj\n", b"stream\n", b"endobj\n", b"trailer << /Root 1 0 R >>", b"startxref\n0\n%%EOF", b"PK\x03\x04", b"xl/workbook.xml",
]  # fmt: skip
BYTES = st.lists(st.sampled_from(PIECES) | st.binary(max_size=12), max_size=60).map(b"".join)


@pytest.mark.parametrize("name", READERS)
@given(data=BYTES)
def test_no_bytes_make_a_reader_raise(name: str, data: bytes) -> None:
    if name in LIBRARIES:
        pytest.importorskip(LIBRARIES[name])
    for index, item in enumerate(read(data, name)):
        if isinstance(item, Failure):
            assert item.message.startswith("in/x")
            assert item.line is None or 1 <= item.line <= data.count(b"\n") + data.count(b"\r") + 1
        else:
            item.text.encode()
            assert item.text.strip()
            assert item.source.index == index
            assert all(0 <= mark.start < mark.end <= len(item.text) for mark in item.sections)
    format_of("x", data[:65536])


@pytest.mark.parametrize("name", [name for name in READERS if name not in LIBRARIES])
def test_texts_made_to_be_slow_are_read_in_linear_time(name: str) -> None:
    """A pattern that went back over what it read would take hours on these."""
    letters = string.ascii_letters * 2000
    for stretch in (
        "a b " * 20_000,
        "</p>" + " " * 80_000 + "x",
        "['" + "\\'" * 30_000 + "]",
        "<" * 80_000,
        "&" * 80_000,
        '"' * 80_000,
        "Aa:" * 25_000,
        "\n" * 80_000,
        letters,
    ):
        for begin in (
            "PMID- 1\nTI  - ",
            "TY  - X\nTI  - ",
            "PT J\nTI ",
            "<1. >\nTI  - ",
            "%0 J\n%T ",
            "title,abstract\n",
            "title,authors\nx,",
        ):
            read((begin + stretch + "\n").encode(), name)
