"""Nothing is lost, nothing is glued: what goes into the readers of marked-up formats against what comes out.

The samples are read here with another parser and in another way: the text of every block (a paragraph, a heading, a
cell) as it stands in the file is looked for in the text that came out, and both must be of the same length.
"""

from __future__ import annotations

import json
import os
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from html.entities import html5
from pathlib import Path
from typing import Any

import pytest

from evistat.read.article import Article
from evistat.read.articles import read_articles
from evistat.read.formats.format import ReadOptions

OWN = Path(__file__).parents[2] / "corpora" / "formats"
SHARED = Path(os.environ["EVISTAT_CORPORA"]) / "samples" if "EVISTAT_CORPORA" in os.environ else None
# What readers put in: brackets round marks, bars between cells, signs in formulas, colons after headings.
PUT_IN = re.compile(r"[\[\]^_|:()/√\u2061-\u2064]")
LATEX = re.compile(r"\\documentclass.*?\\begin\{document\}|\\end\{document\}.*|\$\$", re.DOTALL)
BLOCKS = frozenset(
    [
        "p",
        "title",
        "label",
        "td",
        "th",
        "term",
        "subtitle",
        "attrib",
        "list-item",
        "sec",
        "disp-quote",
        "disp-formula",
        "list",
        "def-item",
        "def",
        "fn",
        "table-wrap",
        "fig",
        "caption",
        "table",
        "boxed-text",
        "supplementary-material",
        "tr",
        "thead",
        "tbody",
        "table-wrap-foot",
        "media",
        "fig-group",
        "fn-group",
        "statement",
        "break",
        "preformat",
        "app",
        "ack",
        "glossary",
        "def-list",
        "notes",
        "abstract",
        "article-title",
    ]
)
SILENT = frozenset(
    [
        "ref-list",
        "object-id",
        "permissions",
        "alt-text",
        "long-desc",
        "sec-meta",
        "graphic",
        "related-article",
        "kwd-group",
        "inline-graphic",
        "index-term",
    ]
)


def samples(folder: str, *names: str) -> list[Path]:
    shared = sorted((SHARED / folder).iterdir()) if SHARED else []
    return [OWN / name for name in names] + shared


def letters(text: str) -> str:
    return "".join(PUT_IN.sub("", text).split())


def words(text: str) -> list[str]:
    return PUT_IN.sub("", text.replace("[", " ").replace("]", " ")).split()


def name_of(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def root_of(path: Path) -> ET.Element:
    parser = ET.XMLParser()
    parser.entity.update({name.rstrip(";"): character for name, character in html5.items()})
    return ET.parse(path, parser).getroot()


def articles_of(path: Path) -> list[Article]:
    items = list(read_articles([str(path)], options=ReadOptions()))
    assert all(isinstance(item, Article) or item.is_notice for item in items), items
    return [item for item in items if isinstance(item, Article)]


def blocks(element: ET.Element) -> list[str]:
    """Return the text of an element in pieces, cut where a block begins or ends."""
    found: list[str] = []
    held: list[str] = []

    def cut() -> None:
        text = "".join(held)
        held.clear()
        if text.strip():
            found.append(text)

    def walk(node: ET.Element) -> None:
        name = name_of(node)
        if name in SILENT:
            return
        if name == "alternatives":
            kinds = {name_of(child): child for child in reversed(node)}
            walk(next(kinds[kind] for kind in ("math", "table", "tex-math", *kinds) if kind in kinds))
            return
        if name in BLOCKS:
            cut()
        if name == "tex-math":
            held.append(LATEX.sub("", node.text or ""))
        elif name == "math":
            held.append("".join("".join(node.itertext()).split()))
        else:
            held.append(node.text or "")
            for child in node:
                walk(child)
                held.append(child.tail or "")
        if name in BLOCKS:
            cut()

    walk(element)
    cut()
    return found


@pytest.mark.parametrize(
    "path", samples("pubmed_xml", "citations.xml", "utf16.xml"), ids=lambda path: path.name
)
def test_pubmed(path: Path) -> None:
    root = root_of(path)
    records = [one for one in root.iter() if name_of(one) in ("PubmedArticle", "PubmedBookArticle")]
    for record, article in zip(records, articles_of(path), strict=True):
        came = letters(article.text)
        titles, abstract = list(record.iter("ArticleTitle")), record.findall(".//Abstract/AbstractText")
        others = record.findall(".//OtherAbstract")
        kept = [one for one in others if one.get("Language") == "eng" or (not abstract and one is others[0])]
        at = 0
        for element in [*titles, *abstract, *(text for one in kept for text in one)]:
            formula = any(name_of(one) == "math" for one in element.iter())
            for piece in (element.get("Label") or "", "".join(element.itertext())):
                went, stands = letters(piece), came[at : at + len(letters(piece))]
                # What stands before a symbol in a formula comes after it in the file.
                assert went == stands or (formula and sorted(went) == sorted(stands)), (went, stands)
                at += len(went)
        assert at == len(came)
        assert [name.split(",")[0] for name in article.metadata.get("authors", [])] == [
            author.findtext("LastName") or author.findtext("CollectiveName")
            for listed in record.iter("AuthorList")
            if listed.get("Type") != "editors"
            for author in listed
        ]
        assert len(article.metadata.get("mesh", [])) == len(list(record.iter("MeshHeading")))


@pytest.mark.parametrize(
    "path", samples("jats", "fulltext.nxml", "articleset.xml"), ids=lambda path: path.name
)
def test_jats(path: Path) -> None:
    elements = [one for one in root_of(path).iter() if name_of(one) in ("article", "sub-article")]
    for element, article in zip(elements, articles_of(path), strict=True):
        pieces = [piece for one in text_elements(element) for piece in blocks(one)]
        came = letters(article.text)
        lost = [piece[:80] for piece in pieces if letters(piece) not in came]
        assert not lost
        # In whatever order: captions and tables stand behind the text of their section.
        assert Counter("".join(map(letters, pieces))) == Counter(came)


def text_elements(article: ET.Element) -> Iterator[ET.Element]:
    """Yield the elements of an article whose text must come out."""
    for part in article:
        if name_of(part) in ("front", "front-stub"):
            for child in part.iter():
                name = name_of(child)
                language = child.get("{http://www.w3.org/XML/1998/namespace}lang", "")
                if name in ("abstract", "article-title", "subtitle") or (
                    name == "trans-abstract" and language == "en"
                ):
                    yield child
        elif name_of(part) in ("body", "back", "floats-group"):
            yield part


@pytest.mark.parametrize("path", samples("jats", "fulltext.nxml"), ids=lambda path: path.name)
def test_jats_words(path: Path) -> None:
    """No word is glued to the next: a new one is a part of one that was there, or has but a raised mark at its end."""
    element = root_of(path)
    went = Counter(word for one in text_elements(element) for piece in blocks(one) for word in words(piece))
    came = Counter(words(articles_of(path)[0].text))
    lost, new = went - came, came - went
    for word in new:
        cut = any(word in other for other in lost)
        pushed_on = any(word.startswith(other) and len(word) - len(other) <= 2 for other in lost)
        assert cut or pushed_on, word


@pytest.mark.parametrize(
    "path",
    samples("bioc", "collection.bioc.xml", "collection.bioc.json", "annotated.pubtator"),
    ids=lambda path: path.name,
)
def test_annotated(path: Path) -> None:
    data = path.read_text("utf-8")
    if path.suffix == ".json":
        documents = [passages_of(one) for one in json.loads(data)["documents"]]
    elif path.suffix == ".xml":
        documents = [
            [text.text or "" for passage in one.iter("passage") if not is_reference(passage)
             for text in (*passage.iterfind("text"), *passage.iterfind("sentence/text"))]
            for one in root_of(path).iter("document")
        ]  # fmt: skip
    else:
        lines = [line.split("|", 2) for line in data.splitlines() if re.match(r"\d+\|[ta]\|", line)]
        documents = [[lines[n][2], lines[n + 1][2]] for n in range(0, len(lines), 2)]
    for texts, article in zip(documents, articles_of(path), strict=True):
        at = 0
        for text in texts:
            at = article.text.index(text, at) + len(text)
        assert len("".join("".join(texts).split())) == len("".join(article.text.split()))


def passages_of(document: dict[str, Any]) -> list[str]:
    passages = [one for one in document["passages"] if one["infons"].get("section_type") != "REF"]
    return [
        text
        for one in passages
        for text in ([one["text"]] if one["text"] else [s["text"] for s in one["sentences"]])
    ]


def is_reference(passage: ET.Element) -> bool:
    return passage.findtext("infon[@key='section_type']") == "REF"
