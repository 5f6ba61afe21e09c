"""What holds for every format there is: it is known by its content, and an article written in it comes through.

The writers here know nothing of the readers: a new format needs one, a sample in ``corpora/`` and a row in the docs.
"""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from collections.abc import Callable
from io import BufferedReader, BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evistat.read.article import Article, Failure
from evistat.read.articles import read_articles
from evistat.read.encoding import decode
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.registry import NAMES, format_named, format_of

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(
    path
    for folder in ("formats", "abstracts")
    for path in (ROOT / "corpora" / folder).rglob("*")
    if path.is_file()
)
PLACE = Place("in/file", "file", None, "file")
WITHOUT_TITLES = ("pdf",)  # only its first line can be one
WITHOUT_MARKS = ("text",)  # anything may be text: no content tells it


def pubmed_xml(title: str, abstract: str) -> bytes:
    return (
        f"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>{escape(title)}"
        f"</ArticleTitle><Abstract><AbstractText>{escape(abstract)}</AbstractText></Abstract></Article>"
        "</MedlineCitation></PubmedArticle></PubmedArticleSet>"
    ).encode()


def jats(title: str, abstract: str) -> bytes:
    return (
        f"<article><front><article-meta><title-group><article-title>{escape(title)}</article-title></title-group>"
        f"<abstract><p>{escape(abstract)}</p></abstract></article-meta></front></article>"
    ).encode()


def bioc_xml(title: str, abstract: str) -> bytes:
    passages = "".join(
        f"<passage><infon key='type'>{kind}</infon><offset>{at}</offset><text>{escape(text)}</text></passage>"
        for kind, at, text in (("title", 0, title), ("abstract", len(title) + 1, abstract))
    )
    return f"<collection><source/><document><id>1</id>{passages}</document></collection>".encode()


def bioc_json(title: str, abstract: str) -> bytes:
    passages = [
        {"infons": {"type": kind}, "offset": at, "text": text, "annotations": []}
        for kind, at, text in (("title", 0, title), ("abstract", len(title) + 1, abstract))
    ]
    return json.dumps({"source": "", "documents": [{"id": "1", "infons": {}, "passages": passages}]}).encode()


def pubtator(title: str, abstract: str) -> bytes:
    return f"1|t|{title}\n1|a|{abstract}\n\n".encode()


def medline(title: str, abstract: str) -> bytes:
    return "".join(["PMID- 1\n", wrapped("TI  - ", title), wrapped("AB  - ", abstract), "\n"]).encode()


def wrapped(tag: str, text: str) -> str:
    lines = textwrap.wrap(text, 80, break_long_words=False, break_on_hyphens=False)
    return "".join(f"{tag if not at else '      '}{line}\n" for at, line in enumerate(lines))


def ris(title: str, abstract: str) -> bytes:
    return f"TY  - JOUR\r\nTI  - {title}\r\nAB  - {abstract}\r\nER  - \r\n".encode()


def wos(title: str, abstract: str) -> bytes:
    return f"FN Clarivate\nVR 1.0\nPT J\nTI {title}\nAB {abstract}\nER\n\nEF\n".encode()


def ovid(title: str, abstract: str) -> bytes:
    return f"<1. >\nTitle\n  {title}\nAbstract\n  {abstract}\n\n".encode()


def endnote(title: str, abstract: str) -> bytes:
    return f"%0 Journal Article\n%T {title}\n%X {abstract}\n\n".encode()


def endnote_xml(title: str, abstract: str) -> bytes:
    return (
        f"<?xml version='1.0'?><xml><records><record><titles><title><style>{escape(title)}</style></title></titles>"
        f"<abstract><style>{escape(abstract)}</style></abstract></record></records></xml>"
    ).encode()


def jsonl(title: str, abstract: str) -> bytes:
    return json.dumps({"title": title, "text": abstract}).encode()


def text(title: str, abstract: str) -> bytes:
    return f"{title}\n\n{abstract}".encode()


def table(title: str, abstract: str) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([["Title", "Abstract"], [title, abstract]])
    return file.getvalue().encode()


def excel(title: str, abstract: str) -> bytes:
    openpyxl = pytest.importorskip("openpyxl", reason="needs the extra excel")
    book, file = openpyxl.Workbook(), BytesIO()
    for row in (["Title", "Abstract"], [title, abstract]):
        book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s"  # no formula, whatever it begins with
    book.save(file)
    return file.getvalue()


def html(title: str, abstract: str) -> bytes:
    pytest.importorskip("trafilatura", reason="needs the extra html")
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(title)}</title></head>"
        f"<body><main><article><h1>{escape(title)}</h1><p>{escape(abstract)}</p></article></main></body></html>"
    ).encode()


def pdf(title: str, abstract: str) -> bytes:
    pytest.importorskip("pypdf", reason="needs the extra pdf")
    drawn = b"".join(
        b"BT /F 9 Tf 40 %d Td <%s> Tj ET\n" % (800 - 12 * at, line.encode("cp1252").hex().encode())
        for at, line in enumerate([title, *textwrap.wrap(abstract, 90)])
    )
    parts = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Page /Parent 4 0 R /MediaBox [0 0 600 840] /Contents 2 0 R /Resources << /Font << /F 1 0 R >> >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Catalog /Pages 4 0 R >>",
    )
    out, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, part in enumerate(parts, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    return out + b"xref\n0 6\n%strailer\n<< /Size 6 /Root 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(out),
    )


WRITERS: dict[str, Callable[[str, str], bytes]] = {
    "pubmed_xml": pubmed_xml,
    "jats": jats,
    "bioc_xml": bioc_xml,
    "bioc_json": bioc_json,
    "pubtator": pubtator,
    "medline": medline,
    "ris": ris,
    "wos": wos,
    "ovid": ovid,
    "endnote": endnote,
    "endnote_xml": endnote_xml,
    "jsonl": jsonl,
    "text": text,
    "csv": table,
    "excel": excel,
    "html": html,
    "pdf": pdf,
}
TITLE = "Zinc drops in children with croup: a randomised trial of early & late treatment"
ABSTRACT = (
    "We gave zinc (10 mg) to 140 children; croup lasted 2.1 ± 0.4 days, in controls 2.9 ± 0.5 (difference -0.8, 95% CI "
    "-1.3 to -0.3; P=0.002). “Barking” cough — at night — was <50% as frequent, said “Hélène's” mother, and it's true. "
    "A visit to the ward cost 12,50 €; nobody's wages [see below] were lost | and the odds ratio was 0.55 (0.31-0.97)."
)
# Exports that carry entities and tags of the pages they were made from: readers take them as such.
FROM_PAGES = ("medline", "ris", "wos", "ovid", "endnote", "endnote_xml", "csv", "excel")
# Words that do no harm anywhere, and those that formats use for themselves.
PIECES = (
    "children", "zinc", "P<0.001", "R&D", "≥5·3", "−0.8±0.1", "95%CI:1–2", "\"quoted\"", "'", "a;b,c", "x|y", "(i)",
    "𝑃-value", "naïve", "é", "患者", "“so”", "&amp;", "<b>", "10^-5", "{}", "[1]", "#", "=1+1", "@", "\\n", "\\", "%", "*",
    "TI", "ER-", "and", "the", "ward", "5\u00a0mg", "croup.", "Å", "ß", "\u200bx", "🩺", "--", "...", "1.",
)  # fmt: skip


def read(name: str, data: bytes) -> Article:
    items = list(format_named(name).read(BufferedReader(BytesIO(data)), PLACE, ReadOptions()))
    (item,) = items
    assert isinstance(item, Article), item
    return item


def test_every_format_has_a_writer_a_sample_and_a_row_in_the_docs() -> None:
    assert set(WRITERS) == set(NAMES)
    first_table, _, _ = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").partition("\n## ")
    rows = re.findall(r"^\| (`.*?) \|", first_table, re.MULTILINE)
    assert set(re.findall(r"`([^`.]+)`", " ".join(rows))) == set(NAMES)
    sampled = {
        format_.name for path in SAMPLES if (format_ := format_of(path.name, path.read_bytes()[:65536]))
    }
    assert sampled == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_article_comes_through_word_for_word(name: str) -> None:
    article = read(name, WRITERS[name](TITLE, ABSTRACT))
    assert article.title == TITLE or name in WITHOUT_TITLES
    assert article.source.format == name
    told = article.text.split()
    assert told in ([*TITLE.split(), *ABSTRACT.split()], ABSTRACT.split())


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("pdf", "html", "excel")])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=3, max_size=40))
def test_no_characters_trip_a_format(name: str, pieces: list[str]) -> None:
    if name in FROM_PAGES:
        pieces = [piece for piece in pieces if piece not in ("&amp;", "<b>")]
    abstract = " ".join(["We", "found", *pieces, "in", "them."])
    article = read(name, WRITERS[name](TITLE, abstract))
    body = article.text.removeprefix(TITLE)
    assert " ".join(re.split("[ \n]+", body.strip())) == " ".join(abstract.split(" ")), body


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITHOUT_MARKS])
def test_content_tells_the_format_whatever_the_name(name: str) -> None:
    data = WRITERS[name](TITLE, ABSTRACT)
    for told_name in ("file", "file.txt", "file.xml", "file.dat"):
        known = format_of(told_name, data[:65536])
        assert known is not None
        assert known.name == name


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_are_known_and_read(path: Path) -> None:
    data = path.read_bytes()
    known = format_of(path.name, data[:65536])
    assert known is not None
    if known.name not in WITHOUT_MARKS:
        assert format_of("file", data[:65536]) is known
    articles = [
        item for item in read_articles([str(path)], options=ReadOptions()) if isinstance(item, Article)
    ]
    assert articles
    assert {article.source.format for article in articles} == {known.name}
    if not known.binary:
        # Words that no word of the file begins or ends with were glued or made up.
        raw = decode(data)[0]
        readings = (raw, re.sub("<[^>]*>", " ", raw), re.sub("</?(?:su[bp]|[biu])>", "", raw))
        letters = set(re.findall(r"[^\W\d_]{4,}", " ".join(readings)))
        for article in articles:
            assert set(re.findall(r"[^\W\d_]{4,}", article.text)) <= letters


def test_nothing_is_known_where_there_is_nothing() -> None:
    for head in (b"", b"\n", b" ", b"\0", b"\xff\xfe", b"Just a few words of prose, nothing else.\n"):
        known = format_of("file", head)
        assert known is None, (head, known)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("html", "pdf", "excel")])
def test_a_format_that_is_forced_wrongly_never_gives_silence(name: str) -> None:
    for path in (path for path in SAMPLES if path.parent.name == "formats"):
        items = list(read_articles([str(path)], options=ReadOptions(format=name)))
        assert items, f"{path.name} as {name}"
        if isinstance(items[0], Failure):
            assert "fault of evistat" not in items[0].message


def test_a_format_that_is_forced_wrongly_is_named_with_the_right_one(tmp_path: Path) -> None:
    path = tmp_path / "in.xml"
    path.write_text("<PubmedArticleSet></PubmedArticleSet>")
    assert list(read_articles([str(path)], options=ReadOptions(format="pubmed_xml"))) == []
    (failure,) = read_articles([str(path)], options=ReadOptions(format="jats"))
    assert isinstance(failure, Failure)
    assert failure.code == "E122"
    assert "nothing in it of the format jats, it looks like pubmed_xml" in failure.message
