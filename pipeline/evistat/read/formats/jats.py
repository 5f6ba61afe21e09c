"""JATS full texts (PubMed Central's .nxml, article sets, OAI answers) → one article each, sub-articles after theirs.

The text is title, abstracts and body in order, then what stands behind it (acknowledgements, appendices, notes). Each
section is a mark inside that of the section it belongs to. Captions and tables follow the text of their section;
lists of references are left out. A translated abstract stands in the text where it is in English, else in the
metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BufferedReader

from evistat.read.article import Article, Failure
from evistat.read.compose import Part, compose
from evistat.read.formats.composed import composed
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.formats.jats_sections import children, section
from evistat.read.markup import text_of, unknown_entities
from evistat.read.metadata import doi_of, metadata, year_of
from evistat.read.xml import BrokenXmlError, Element, digest, elements, local, longest_record, prologue_of

_NAME = "jats"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_WRAPPERS = frozenset(("pmc-articleset", "OAI-PMH", "articles", "article-set"))
_DATES = ("ppub", "collection", "pub", "epub-ppub", "epub", "")
_PMCID = re.compile(r"(?:PMC)?(\d+)(?:\.\d+)?", re.IGNORECASE)
_JATS_WORDS = re.compile(r"<(?:[\w-]+:)?(?:front|article-meta)[\s>]|\barticle-type=|JATS|NLM//DTD")
_LOOKED_AT = 20_000


def read_jats(stream: BufferedReader, place: Place, options: ReadOptions) -> Iterator[Article | Failure]:
    """Yield every article and its sub-articles, and a failure where the XML breaks."""
    index = 0
    try:
        for article in elements(stream, frozenset(("article",)), longest=longest_record(options.max_length)):
            for element, doc_id in _with_parts(article):
                yield _article(element, doc_id, place, options, index)
                index += 1
    except BrokenXmlError as error:
        yield place.failure("E030", line=error.line, reason=error.reason)


def _with_parts(article: Element) -> Iterator[tuple[Element, str | None]]:
    """Yield an article with its id, then the articles inside it, named after it."""
    ids = _ids(_meta(article))
    doc_id = ids.get("pmcid") or ids.get("pmid") or ids.get("doi")
    yield article, doc_id
    for number, element in enumerate(article.iter("{*}sub-article", "{*}response"), 1):
        yield element, f"{doc_id}:{element.get('id') or number}" if doc_id else None


def _article(
    article: Element, doc_id: str | None, place: Place, options: ReadOptions, index: int
) -> Article | Failure:
    meta = _meta(article)
    parts, others = _abstracts(meta)
    for element in children(article, "body", "back", "floats-group"):
        parts += section(element)
    return composed(
        place,
        options,
        format_name=_NAME,
        index=index,
        line=article.sourceline,
        doc_id=doc_id,
        title=_title(meta),
        parts=parts,
        fields=metadata(
            **_ids(meta),
            journal=_journal(article),
            year=_year(meta),
            authors=_authors(meta),
            publication_types=[article.get("article-type") or article.get("response-type")],
            keywords=[
                text_of(word) for group in children(meta, "kwd-group") for word in group.iter("{*}kwd")
            ],
            language=[article.get(_LANGUAGE)],
            translated_titles=_translated_titles(meta),
            other_abstracts=others,
        ),
        sha256=digest(article),
        entities=unknown_entities(article),
    )


def _meta(article: Element) -> Element:
    """Return the element that tells of the article: within its front, or in place of one; itself where none does."""
    for front in children(article, "front", "front-stub"):
        return next(iter(children(front, "article-meta")), front)
    return article


def _ids(meta: Element) -> dict[str, str | None]:
    ids: dict[str, str] = {}
    for element in children(meta, "article-id"):
        ids.setdefault(element.get("pub-id-type") or "", (element.text or "").strip())
    pmcid = _PMCID.fullmatch(ids.get("pmcid") or ids.get("pmc") or "")
    return {
        "pmid": ids.get("pmid"),
        "pmcid": f"PMC{pmcid[1]}" if pmcid else None,
        "doi": doi_of(ids.get("doi")),
    }


def _title(meta: Element) -> str:
    for group in children(meta, "title-group"):
        titles = [text_of(title) for title in children(group, "article-title", "subtitle")]
        return _joined(list(filter(None, titles)))
    return ""


def _joined(titles: Sequence[str]) -> str:
    """Return title and subtitles as one, a colon between where no mark stands there."""
    whole = ""
    for title in titles:
        whole += title if not whole else f" {title}" if whole[-1] in ".:;?!–—-" else f": {title}"
    return whole


def _translated_titles(meta: Element) -> list[dict[str, str]]:
    return [
        {
            "language": (group.get(_LANGUAGE) or "").lower(),
            "title": _joined([text_of(title) for title in children(group, "trans-title", "trans-subtitle")]),
        }
        for group_ in children(meta, "title-group")
        for group in children(group_, "trans-title-group")
    ]


def _abstracts(meta: Element) -> tuple[list[Part], list[dict[str, str]]]:
    """Return the parts of the abstracts that belong in the text, and those that the metadata holds."""
    parts: list[Part] = []
    others: list[dict[str, str]] = []
    for element in children(meta, "abstract", "trans-abstract"):
        own = section(element, run_in=True)
        language = (element.get(_LANGUAGE) or "").lower()
        if local(element) == "abstract" or language.startswith("en"):
            parts += own
        else:
            others.append({"type": "translation", "language": language, "text": compose(None, own)[0]})
    return parts, others


def _journal(article: Element) -> str | None:
    for front in children(article, "front"):
        for title in front.iter("{*}journal-title"):
            return text_of(title)
    return None


def _year(meta: Element) -> int | None:
    """Return the year of the issue, else of the first appearance."""
    dates: dict[str, int | None] = {}
    for date in children(meta, "pub-date"):
        kind = date.get("pub-type") or date.get("date-type") or ""
        dates.setdefault(kind, year_of(" ".join(date.itertext())))
    return next((year for kind in (*_DATES, *dates) if (year := dates.get(kind)) is not None), None)


def _authors(meta: Element) -> list[str]:
    """Return the authors as "Family, Given", groups by their name."""
    authors: list[str] = []
    for group in children(meta, "contrib-group"):
        for contributor in children(group, "contrib"):
            if contributor.get("contrib-type", "author") != "author":
                continue
            for name in contributor.iter("{*}name", "{*}string-name", "{*}collab"):
                authors.append(_name_of(name))
                break
    return authors


def _name_of(name: Element) -> str:
    family, given = (" ".join(map(text_of, children(name, part))) for part in ("surname", "given-names"))
    if family:
        return f"{family}, {given}" if given else family
    return text_of(name)


def _sniff(head: bytes) -> bool:
    prologue = prologue_of(head)
    if prologue is None:
        return False
    if prologue.root == "article":
        return _JATS_WORDS.search(prologue.doctype + prologue.rest[:_LOOKED_AT]) is not None
    return prologue.root in _WRAPPERS and "<article" in prologue.rest


JATS = Format(name=_NAME, endings=(".nxml",), sniff=_sniff, read=read_jats)
