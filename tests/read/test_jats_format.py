"""JATS full texts: text, sections, captions, tables and what is left out."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from evistat.read.article import Article
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.jats import JATS, read_jats
from evistat.tokenise.sections import find_sections

OWN = Path(__file__).parents[2] / "corpora" / "formats"
EXPECTED = Path(__file__).parents[1] / "cases" / "jats_fulltext.txt"
PLACE = Place("in/p.nxml", "p.nxml", None, "p.nxml")


def read(data: bytes | str) -> list[Article]:
    data = data.encode() if isinstance(data, str) else data
    items = list(read_jats(io.BufferedReader(io.BytesIO(data)), PLACE, ReadOptions()))
    assert all(isinstance(item, Article) for item in items), items
    return [item for item in items if isinstance(item, Article)]


def body(inner: str) -> str:
    """Return the text that a body comes out as."""
    (article,) = read(f"<article xmlns:mml='m'><body>{inner}</body></article>")
    return article.text


def parts(article: Article) -> list[tuple[str, str | None, str]]:
    """Return label, heading and the first words of every section as later stages see it."""
    sections = find_sections(article.text, title=article.title, marks=article.sections)
    return [(s.label, s.heading, " ".join(article.text[s.body_start : s.end].split()[:3])) for s in sections]


@pytest.fixture(scope="module")
def sample() -> list[Article]:
    return read((OWN / "fulltext.nxml").read_bytes())


def test_the_whole_text(sample: list[Article]) -> None:
    assert sample[0].text == EXPECTED.read_text("utf-8").rstrip("\n")


def test_sections_in_order_each_with_its_label(sample: list[Article]) -> None:
    assert parts(sample[0]) == [
        ("TITLE", None, "Early walking after"),
        ("BACKGROUND", "Background", "Hips break[1,2]."),
        ("RESULTS", "Results:", "Pain fell by"),
        ("OTHER", "Highlights", "Walk early. Walk"),
        ("OTHER", None, "A word before"),
        ("BACKGROUND", "1. Introduction", "Falls are common"),
        ("METHODS", "Patients & methods", ""),
        ("METHODS", "Participants", "We asked 240"),
        ("CAPTION", "Figure 1", "Flow of patients"),
        ("METHODS", "Analysis", "The effect was"),
        ("METHODS", None, "a Planned beforehand."),
        ("RESULTS", "Results", "Pain was less"),
        ("CAPTION", "Table 1", "Pain and sleep[a]"),
        ("TABLE", None, "| Outcome |"),
        ("DISCUSSION", "Discussion", "Walking helps."),
        ("DISCUSSION", "Box 1", "What we knew"),
        ("CONCLUSIONS", "Conclusion", "Walk early."),
        ("OTHER", "Acknowledgements", "We thank the"),
        ("OTHER", "Appendix A", "More of the"),
        ("OTHER", "Abbreviations", "CI: confidence interval"),
        ("OTHER", None, "None declared."),
        ("CAPTION", "Figure 2", "Pain over time."),
    ]


def test_metadata(sample: list[Article]) -> None:
    assert sample[0].doc_id == "PMC99000002"
    assert sample[0].metadata == {
        "pmid": "92000001",
        "pmcid": "PMC99000002",
        "doi": "10.5555/acta.7",
        "journal": "Acta Clinica Imaginaria",
        "year": 2020,
        "authors": ["Mbekile, Chidi", "The Hip Walkers"],
        "publication_types": ["research-article"],
        "keywords": ["hip", "walking"],
        "language": ["en"],
        "translated_titles": [{"language": "pt", "title": "Caminhada precoce"}],
        "other_abstracts": [
            {"type": "translation", "language": "pt", "text": "Resumo: A dor diminuiu 12 mm (P=0,03)."}
        ],
    }


def test_a_sub_article_is_an_article_of_its_own(sample: list[Article]) -> None:
    reply = sample[1]
    assert (reply.doc_id, reply.title, reply.text) == (
        "PMC99000002:SA1", "Reply of the authors", "Reply of the authors\n\nWe agree.",
    )  # fmt: skip
    assert (reply.source.index, reply.metadata["doi"]) == (1, "10.5555/acta.7.sa1")


def test_a_set_of_articles_in_a_namespace() -> None:
    first, second = read((OWN / "articleset.xml").read_bytes())
    assert (first.doc_id, second.doc_id) == ("PMC99000003", "10.5555/second")
    # The translation into English stands in the text: it is the one that can be read further on.
    assert first.text.endswith("\n\nResults: Salt raises blood pressure (P = 0.03).")
    assert second.text == "A second letter\n\nIt has a body only."


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<p>0.05<xref ref-type='bibr'>12</xref>.</p>", "0.05[12]."),
        ("<p>rose<sup><xref ref-type='bibr'>1</xref>–<xref ref-type='bibr'>3</xref></sup>.</p>", "rose[1–3]."),
        ("<p>see <xref ref-type='fig'>Fig. 2</xref></p>", "see Fig. 2"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>a <bold>b</bold><italic>c</italic> d</p>", "a bc d"),
        ("<p>x<break/>y</p>", "x y"),
        ("<p>a<list><list-item><p>b</p></list-item><list-item><p>c</p></list-item></list>d</p>", "a\nb\nc\nd"),
        ("<disp-quote><p>Said.</p><attrib>Me</attrib></disp-quote>", "Said.\nMe"),
        ("<p>Some <named-content>name</named-content> here<index-term><term>no</term></index-term></p>", "Some name here"),
        ("<p>See <ext-link>http://a.b</ext-link>.</p><ref-list><ref><p>gone</p></ref></ref-list>", "See http://a.b."),
        ("<p>H<sub>2</sub>O at 10<sup>-4</sup> M</p>", "H2O at 10^-4 M"),
        ("<p>Before.<fig><label>F1</label><caption><p>Cap.</p></caption></fig>After.</p>", "Before.After.\n\nF1: Cap."),
        ("<sec><title>T</title>Bare <bold>words</bold> here<p>p</p>and there</sec>", "T\nBare words here\n\np\nand there"),
        ("<fig><label>F1</label><caption><p>Cap.</p></caption><list><list-item><p>a</p></list-item></list></fig>", "F1: Cap.\na"),
        ("<p>&lt;b&gt; &amp;amp; <![CDATA[<i>]]></p>", "<b> &amp; <i>"),
        ("<sec><title>T<xref ref-type='bibr'>1</xref></title></sec>", "T[1]"),
        ("<p>A<!-- no -->B<?no?>C</p>", "ABC"),
        ("<verse-group><verse-line>a</verse-line><verse-line>b</verse-line></verse-group>", "a\nb"),
        ("<sec><p>a</p><sec><title>B</title></sec><p>c</p></sec>", "a\n\nB\n\nc"),
    ],
)  # fmt: skip
def test_text_of_a_body(inner: str, text: str) -> None:
    assert body(inner) == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<mml:msup><mml:mn>10</mml:mn><mml:mrow><mml:mo>−</mml:mo><mml:mn>4</mml:mn></mml:mrow></mml:msup>", "10^−4"),
        ("<mml:msup><mml:mi>R</mml:mi><mml:mn>2</mml:mn></mml:msup><mml:mo>=</mml:mo><mml:mn>0.4</mml:mn>", "R2=0.4"),
        ("<mml:msup><mml:mi>e</mml:mi><mml:mrow><mml:mi>a</mml:mi><mml:mo>+</mml:mo><mml:mi>b</mml:mi></mml:mrow></mml:msup>", "e^(a+b)"),
        ("<mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac>", "1/2"),
        ("<mml:msqrt><mml:mi>n</mml:mi></mml:msqrt>", "√n"),
        ("<mml:mroot><mml:mi>n</mml:mi><mml:mn>3</mml:mn></mml:mroot>", "n^(1/3)"),
        ("<mml:msubsup><mml:mi>x</mml:mi><mml:mi>i</mml:mi><mml:mn>2</mml:mn></mml:msubsup>", "xi2"),
        ("<mml:mfenced><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfenced>", "(a, b)"),
        ("<mml:mmultiscripts><mml:mi>F</mml:mi><mml:mprescripts/><mml:none/><mml:mn>18</mml:mn></mml:mmultiscripts>", "18F"),
        ("<mml:semantics><mml:mi>a</mml:mi><mml:annotation>no</mml:annotation></mml:semantics>", "a"),
        ("<mml:mi>a</mml:mi>\n <mml:mo>\u2062</mml:mo> <mml:mtext>if  b</mml:mtext><mml:mspace/>", "aif b"),
        ("<mml:mtable><mml:mtr><mml:mtd><mml:mn>1</mml:mn></mml:mtd><mml:mtd><mml:mn>2</mml:mn></mml:mtd></mml:mtr></mml:mtable>", "1 2"),
    ],
)  # fmt: skip
def test_formulas_on_a_line(formula: str, text: str) -> None:
    assert body(f"<p><mml:math>{formula}</mml:math></p>") == text


def test_spans_keep_columns_apart_and_stay_small() -> None:
    rows = (
        "<tr><td rowspan='2' colspan='2'>a</td><td>b</td></tr><tr><td>c</td></tr>"
        "<tr><td/><td>d|e</td><td>f<break/>g</td></tr><tr><td colspan='99999999'>wide</td></tr>"
    )
    lines = body(f"<table-wrap><table><tbody>{rows}</tbody></table></table-wrap>").split("\n")
    assert lines[:3] == ["| a |  | b |", "|  |  | c |", "|  | d|e | f g |"]
    assert lines[3].startswith("| wide |")
    assert len(lines[3]) < 1000


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("<article article-type='x'>", True),
        ("<!DOCTYPE article PUBLIC '-//NLM//DTD JATS' 'x.dtd'><article>", True),
        ("<pmc-articleset><article>", True),
        ("<OAI-PMH><record><article xmlns='x'>", True),
        ("<OAI-PMH><record><dc>", False),
        ("<!DOCTYPE article PUBLIC '-//OASIS//DTD DocBook XML'><article><title>", False),
        ("<article><h1>A web page</h1>", False),
        ("<TEI><front>", False),
    ],
)
def test_known_by_content(words: str, kind: bool) -> None:
    assert JATS.sniff(words.encode()) is kind
