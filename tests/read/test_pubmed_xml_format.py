"""PubMed's XML: what comes through of every kind of record."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from evistat.read.article import Article, Failure
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.pubmed_xml import PUBMED_XML, read_pubmed_xml

OWN = Path(__file__).parents[2] / "corpora" / "formats"
PLACE = Place("in/p.xml", "p.xml", None, "p.xml")


def read(data: bytes | str, **options: Any) -> list[Article | Failure]:
    data = data.encode() if isinstance(data, str) else data
    return list(read_pubmed_xml(io.BufferedReader(io.BytesIO(data)), PLACE, ReadOptions(**options)))


def citation(inner: str, *, pmid: str = "<PMID Version='1'>7</PMID>") -> str:
    return (
        f"<PubmedArticleSet><PubmedArticle><MedlineCitation>{pmid}<Article>{inner}</Article>"
        "</MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )


def article_of(inner: str, **options: Any) -> Article:
    (item,) = read(citation(inner), **options)
    assert isinstance(item, Article), item
    return item


@pytest.fixture(scope="module")
def sample() -> list[Article | Failure]:
    return read((OWN / "citations.xml").read_bytes())


def test_text_and_sections_of_a_structured_abstract(sample: list[Article | Failure]) -> None:
    article = sample[0]
    assert isinstance(article, Article)
    assert article.text == (
        "Soltezine lowers HbA1c in adults with eGFR < 60 mL/min/1.73 m2: the CALM-2 trial.\n\n"
        "WHY WE DID IT: Beta-cell loss (β\u00a0cells at 10^4–10^5 per islet) is common.\n\n"
        "METHODS: We gave soltezine 5 mg\u2009kg-1 or placebo to 412 adults.\n\n"
        "RESULTS: HbA1c fell by 0.6% (95% CI 0.4 to 0.8; P\u00a0=\u00a03.2×10^-4; ptrend<0.01). "
        "Model fit was good (R2=0.45; χ2=4.1). Weight was < 80 kg & stable.\n\n"
        "INTERPRETATION: Soltezine works; see 18F-PET and Ca2+ data.\n\n"
        "In short: sugar in the blood went down."
    )
    assert [(mark.label, mark.heading) for mark in article.sections] == [
        ("TITLE", None),
        ("BACKGROUND", "WHY WE DID IT"),
        ("METHODS", "METHODS"),
        ("RESULTS", "RESULTS"),
        ("CONCLUSIONS", "INTERPRETATION"),
        ("OTHER", None),
    ]
    assert (article.doc_id, article.source.format, article.source.index) == ("91000001", "pubmed_xml", 0)
    assert article.warnings == ()


def test_metadata(sample: list[Article | Failure]) -> None:
    article = sample[0]
    assert isinstance(article, Article)
    assert article.metadata == {
        "pmid": "91000001",
        "pmcid": "PMC99000001",
        "doi": "10.5555/bedside.2023.101",
        "journal": "Annals of Bedside Inventions",
        "year": 2023,
        "authors": ["Okonjo-Bell, Ada M", "Lindqvåg, T", "CALM-2 Investigators"],
        "publication_types": ["Journal Article", "Randomized Controlled Trial"],
        "mesh": ["Diabetes Mellitus, Type 2/*drug therapy/blood", "*Humans"],
        "keywords": ["blood sugar", "H2 blockers"],
        "language": ["eng"],
        "registry_numbers": ["NCT99990001"],
        "other_abstracts": [
            {"type": "plain-language-summary", "language": "eng"},
            {
                "type": "Publisher",
                "language": "spa",
                "text": "RESULTADOS: La HbA1c bajó 0,6% (IC del 95%: 0,4 a 0,8).",
            },
        ],
        "copyright": "© 2023 The inventors of this text.",
    }


def test_indentation_is_no_text_and_a_vernacular_title_no_title(sample: list[Article | Failure]) -> None:
    article = sample[1]
    assert isinstance(article, Article)
    assert article.text == (
        "[Walking in the ward].\n\nWalking helped all patients; γ2-globulin stayed at 1.2×10^3 units."
    )
    assert article.metadata["vernacular_title"] == "Gehen auf der Station."
    assert (article.metadata["version"], article.metadata["year"]) == (2, 1998)
    assert article.metadata["language"] == ["ger", "eng"]


def test_a_title_alone_is_an_article_with_a_warning(sample: list[Article | Failure]) -> None:
    article = sample[2]
    assert isinstance(article, Article)
    assert article.text == "A letter with a title and nothing else."
    assert [note.code for note in article.warnings] == ["W004"]


def test_an_abstract_in_another_language_is_the_text_where_there_is_no_other(
    sample: list[Article | Failure],
) -> None:
    article = sample[3]
    assert isinstance(article, Article)
    assert article.text == "Salt and the heart.\n\nLa sal subió la presión (p = 0,03)."
    assert article.metadata["other_abstracts"] == [{"type": "Publisher", "language": "spa"}]


def test_a_chapter_of_a_book(sample: list[Article | Failure]) -> None:
    article = sample[4]
    assert isinstance(article, Article)
    assert article.text.startswith("Chapter 7: Ward fever\n\nCLINICAL CHARACTERISTICS: Ward fever begins")
    assert article.metadata == {
        "pmid": "91000005",
        "doi": "10.5555/book.7",
        "journal": "A Handbook of Made-up Diseases",
        "year": 2019,
        "authors": ["Quill, Petra"],
        "publication_types": ["Review"],
        "language": ["eng"],
    }


def test_deletions_are_told_one_by_one(sample: list[Article | Failure]) -> None:
    deleted = sample[5:]
    assert [(one.code, one.doc_id, one.is_notice) for one in deleted if isinstance(one, Failure)] == [
        ("W021", "91000090", True),
        ("W021", "91000091", True),
    ]


def test_utf_16_is_read_as_declared() -> None:
    (article,) = read((OWN / "utf16.xml").read_bytes())
    assert isinstance(article, Article)
    assert article.text == ("Größe und Gewicht – 体重\n\nGewicht fiel um 2\u00a0kg (95\u2009%-KI 1·2–2·8).")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("<PubmedArticleSet><PubmedArticle>", True),
        ("\ufeff<?xml version='1.0'?>\n<!-- <article> --><?p i?><PubmedBookArticleSet >", True),
        ('<!DOCTYPE PubmedArticleSet [<!ENTITY a "]>">]><PubmedArticleSet/>', True),
        ("<PubmedArticle/>", True),
        ("<article><front/>", False),
        ("PubmedArticleSet", False),
        ("<html><body>PubmedArticleSet", False),
        ("<", False),
        ("", False),
    ],
)
def test_known_by_its_first_element(words: str, kind: bool) -> None:
    assert PUBMED_XML.sniff(words.encode()) is kind
    if words.startswith("<Pub"):
        assert PUBMED_XML.sniff(words.encode("utf-16"))


def test_an_entity_no_one_defines_stays_and_is_told() -> None:
    (article,) = read(
        "<!DOCTYPE PubmedArticleSet SYSTEM 'p.dtd'>"
        + citation("<ArticleTitle>a &beta; &foo; b</ArticleTitle>")
    )
    assert isinstance(article, Article)
    assert article.text == "a β &foo; b"
    assert [note.code for note in article.warnings] == ["W020", "W004"]


def test_a_record_without_any_text_is_a_failure_with_its_id() -> None:
    (failure,) = read(citation("<ArticleTitle> </ArticleTitle>"))
    assert isinstance(failure, Failure)
    assert (failure.code, failure.doc_id, failure.line) == ("E031", "7", 1)


def test_a_text_too_long_is_a_failure() -> None:
    (failure,) = read(citation("<ArticleTitle>long</ArticleTitle>"), max_length=3)
    assert isinstance(failure, Failure)
    assert (failure.code, failure.doc_id) == ("E008", "7")


def test_without_a_pmid_a_record_is_named_by_its_place() -> None:
    one = citation("<ArticleTitle>a</ArticleTitle>", pmid="").removesuffix("</PubmedArticleSet>")
    two = one.removeprefix("<PubmedArticleSet>")
    assert [getattr(item, "doc_id", None) for item in read(f"{one}{two}</PubmedArticleSet>")] == [
        "p.xml",
        "p.xml:2",
    ]


def test_the_same_citation_has_the_same_digest_wherever_it_stands() -> None:
    one = citation("<ArticleTitle>a</ArticleTitle>")
    first, second = read(one), read("<?xml version='1.0'?>\n" + one.replace("Set><Pub", "Set>\n\n<Pub"))
    assert [item.source.sha256 for item in first if isinstance(item, Article)] == [
        item.source.sha256 for item in second if isinstance(item, Article)
    ]
    assert read(one.replace(">a<", ">b<"))[0].source.sha256 != first[0].source.sha256  # type: ignore[union-attr]
