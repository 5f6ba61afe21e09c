"""PDFs → their text in order; encrypted, damaged and pictured ones → failures that say so."""

from __future__ import annotations

import sys
from io import BufferedReader, BytesIO

import pytest

from evistat.read.article import Article, Failure
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.pdf import read_pdf
from evistat.read.formats.registry import format_of

PLACE = Place("in/p.pdf", "p.pdf", None, "p.pdf")
TITLE = "Zinc drops and croup: a randomised trial"
LEFT = [
    TITLE,
    "A. Vole, B. Shrew. doi:10.5555/pdf.2022.7",
    "Background: Croup wakes whole families, and treat-",
    "ment, is a matter of habit.",
    "Methods: 140 children got zinc or placebo.",
]
RIGHT = [
    "Results: Croup lasted 2.1 and 2.9 days (difference",
    "-0.8, 95% CI -1.3 to -0.3; P=0.002) \\ (see below).",
    "The odds ratio of a second visit was 0.55 (0.31-",
    "0.97). There was no difference in cough; no other",
    "treatment was needed by double-",
    "blind nurses.",
]
SECOND_PAGE = ["Conclusions: Zinc shortened croup.", "Hélène – 95% ± 0.3"]

Line = tuple[int, int, str]


def pdf(pages: list[list[Line]], **told: str) -> bytes:
    """Return a PDF with lines of text at their places on each page."""
    objects = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    tree = 2 + 2 * len(pages)
    for lines in pages:
        drawn = b"\n".join(
            b"BT /F1 10 Tf %d %d Td (%s) Tj ET" % (x, y, _escaped(text)) for x, y, text in lines
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 1 0 R >> >> >>"
            % (tree, len(objects))
        )
    kids = b" ".join(b"%d 0 R" % number for number in range(3, tree, 2))
    objects.append(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)))
    objects.append(b"<< /Type /Catalog /Pages %d 0 R >>" % tree)
    objects.append(b"<< %s >>" % b" ".join(b"/%s (%s)" % (n.encode(), _escaped(v)) for n, v in told.items()))
    out, offsets = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root %d 0 R /Info %d 0 R >>" % (size, size - 2, size - 1)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        trailer,
        len(out),
    )


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def column(x: int, lines: list[str]) -> list[Line]:
    return [(x, 780 - 15 * number, text) for number, text in enumerate(lines)]


PAPER = pdf(
    [column(50, LEFT) + column(320, RIGHT), column(50, SECOND_PAGE)],
    Title=TITLE,
    Author="A. Vole; B. Shrew",
    Keywords="zinc, croup",
    CreationDate="D:20220304120000Z",
)


def read(data: bytes, **options: int) -> Article | Failure:
    pytest.importorskip("pypdf")
    (item,) = read_pdf(BufferedReader(BytesIO(data)), PLACE, ReadOptions(**options))
    return item


def test_text_comes_in_the_order_of_columns_and_pages() -> None:
    assert format_of("x", PAPER).name == "pdf"  # type: ignore[union-attr]
    item = read(PAPER)
    assert isinstance(item, Article)
    mended = "\n".join(LEFT + RIGHT).replace("treat-\nment, ", "treatment,\n")
    assert item.text == mended + "\n\n" + "\n".join(SECOND_PAGE)


def test_what_the_file_tells_is_kept() -> None:
    item = read(PAPER)
    assert isinstance(item, Article)
    assert (item.doc_id, item.title) == ("p.pdf", TITLE)
    assert item.metadata == {
        "doi": "10.5555/pdf.2022.7",
        "authors": ["A. Vole", "B. Shrew"],
        "keywords": ["zinc", "croup"],
    }


def test_a_title_that_no_page_prints_is_none() -> None:
    item = read(pdf([column(50, SECOND_PAGE)], Title="Microsoft Word - draft 7 final.doc"))
    assert isinstance(item, Article)
    assert item.title is None


@pytest.mark.parametrize(
    ("algorithm", "password", "code"),
    [("RC4-128", "", None), ("RC4-128", "x", "E045"), ("AES-256", "", None), ("AES-256", "x", "E045")],
)
def test_only_a_password_keeps_out(algorithm: str, password: str, code: str | None) -> None:
    pypdf = pytest.importorskip("pypdf")
    if algorithm.startswith("AES"):
        pytest.importorskip("cryptography")
    writer = pypdf.PdfWriter(BytesIO(PAPER))
    writer.encrypt(password, "owner", algorithm=algorithm)
    file = BytesIO()
    writer.write(file)
    item = read(file.getvalue())
    assert (item.code if isinstance(item, Failure) else None) == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pdf([[], []]), "E046"),
        (b"%PDF-1.4\n", "E047"),
        (b"%PDF-1.7\n" + b"\x00garbage\xff" * 2000, "E047"),
        (PAPER[:200], "E047"),
        (
            b"%PDF-1.4\n1 0 obj << /Type /Pages /Kids [1 0 R] /Count 1 >> endobj trailer << /Root 1 0 R >>",
            "E047",
        ),
    ],
)
def test_pdfs_that_give_nothing_say_why(data: bytes, code: str) -> None:
    item = read(data)
    assert isinstance(item, Failure)
    assert item.code == code
    assert "in/p.pdf" in item.message


def test_a_pdf_cut_anywhere_never_raises() -> None:
    for cut in range(0, len(PAPER), 61):
        item = read(PAPER[:cut])
        assert isinstance(item, Article) or item.code in ("E046", "E047")


def test_a_long_pdf_is_a_failure() -> None:
    item = read(PAPER, max_length=100)
    assert isinstance(item, Failure)
    assert item.code == "E008"


def test_without_the_extra_a_pdf_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    item = read_pdf(BufferedReader(BytesIO(PAPER)), PLACE, ReadOptions()).__next__()
    assert isinstance(item, Failure)
    assert item.code == "E044"
    assert "evistat[pdf]" in item.message
