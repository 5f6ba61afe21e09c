"""What a reference names (title, abstract, identifiers …) → an Article, or the Failure that says what it lacks.

The one way in for reference exports and tables: which identifier becomes the id, what becomes text and metadata.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.entities import html5
from typing import Any
from urllib.parse import unquote

from evistat.read.article import Article, Failure, Note
from evistat.read.compose import Part
from evistat.read.formats.composed import composed
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.metadata import NAMES, doi_of, metadata, year_of
from evistat.read.raised import CITED_END, LOWERED, LOWERED_END, RAISED, RAISED_END, on_the_line

_PMID = re.compile(r"(?:(?:pmid|medline):?\s{0,3})?(\d{1,8})(?:\.0)?(?!\d)", re.IGNORECASE)
_PMCID = re.compile(r"\bPMC\d{3,9}\b", re.IGNORECASE)
_PMID_LINK = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/|\bPMID:\s{0,3})(\d{1,8})(?!\d)"
)
_DOI_LINK = re.compile(r"doi\.org/(10\.\d{4,9}/[^\s?#&;]+)|\bdoi:\s{0,3}(10\.\d{4,9}/[^\s&]+)", re.IGNORECASE)
_PMC_LINK = re.compile(r"/(PMC\d{3,9})\b")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_OURS = frozenset((*NAMES, "accession"))
# Tags that web sites leave in the abstracts they hand on; "p <b" and "a < i > b" are none.
_TAG = re.compile(
    r"</?(?:jats:)?(sup|sub|p|b|i|u|em|strong|italic|bold|title|sec|abstract|div|span|h[1-6]|ul|ol|li|br)"
    r"(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"</(?:jats:)?[a-z]|<br", re.IGNORECASE)
_ON_ITS_LINE = frozenset(
    ("p", "title", "sec", "abstract", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "br")
)
_RAISED = re.compile(r"<(?:jats:)?(sup|sub)>([^<>\x01-\x06]{1,200})</(?:jats:)?\1>", re.IGNORECASE)
_MARKS = {"sup": (RAISED, RAISED_END), "sub": (LOWERED, LOWERED_END)}
_MARK_CHARACTERS = re.compile(f"[{RAISED}-{CITED_END}]")
# The journal's name in a whole citation: "Name. 12 (3), 2018", "Name (2018) 12:3".
_CITATION = re.compile(r"(.{2,200}?)(?:\.\s+(?=\d|Conference|Vol)|\s+(?=\((?:19|20)\d\d\)))")
_LIST = re.compile(r";\s+|;$")


@dataclass(frozen=True, slots=True)
class Reference:
    """A record of a reference manager or database, its values still as written.

    ``given_id`` is the value of the field the user named for the id (None: none was named), ``names`` the fields
    the record has, for messages. ``extras`` are kept as metadata under their own names.
    """

    title: str
    abstract: tuple[str, ...]
    sha256: str
    given_id: str | None = None
    names: tuple[str, ...] = ()
    pmid: str = ""
    pmcid: tuple[str, ...] = ()
    doi: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    accession: str = ""
    journal: str = ""
    year: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    extras: Mapping[str, str] = field(default_factory=dict)


# What the options say where the user named no field.
UNNAMED = ReadOptions()


def longest_record(options: ReadOptions) -> int:
    """Return how many bytes a record may have: the longest text allowed, and a million for the rest."""
    return 4 * options.max_length + 1_000_000


def article_of(
    reference: Reference,
    place: Place,
    options: ReadOptions,
    *,
    format_name: str,
    line: int,
    index: int,
) -> Article | Failure:
    """Return the article of ``reference``; a Failure where it has neither title nor abstract.

    Its id is the one named, else PMID, DOI, accession number, else the place and its number there.
    """
    fields = _metadata(reference)
    names = ("pmid", "doi", "accession")
    doc_id = reference.given_id or next((str(fields[name]) for name in names if name in fields), None)
    if reference.given_id == "" and options.id_field is not None:
        there = ", ".join(name[:40] for name in reference.names[:20]) or "none"
        return place.failure("E006", line=line, doc_id=doc_id, field=options.id_field, fields=there)
    parts = _distinct(map(_characters, reference.abstract))
    return composed(
        place,
        options,
        format_name=format_name,
        index=index,
        line=line,
        doc_id=doc_id or f"{place.doc_id}:{index + 1}",
        title=_characters(reference.title),
        parts=[Part("OTHER", None, part) for part in parts],
        fields=fields,
        sha256=reference.sha256,
        notes=reference.notes,
    )


def _metadata(reference: Reference) -> dict[str, Any]:
    links = unquote(" ".join(reference.links))
    pmid = _PMID.match(reference.pmid.strip()) or _PMID_LINK.search(links)
    pmcid = next((found.group() for value in reference.pmcid if (found := _PMCID.search(value))), None)
    pmc_link = _PMC_LINK.search(links)
    doi = next(filter(None, map(doi_of, reference.doi)), None)
    doi_link = _DOI_LINK.search(links)
    return metadata(
        pmid=pmid.group(1) if pmid else None,
        pmcid=(pmcid or (pmc_link.group(1) if pmc_link else "")).upper(),
        doi=doi or (doi_of(doi_link.group(1) or doi_link.group(2)) if doi_link else None),
        journal=_journal(_characters(reference.journal)),
        year=next(filter(None, map(year_of, reference.year)), None),
        authors=_distinct(map(_characters, reference.authors)),
        publication_types=_distinct(reference.publication_types),
        mesh=_distinct(map(_characters, reference.mesh)),
        keywords=_distinct(word for value in reference.keywords for word in _LIST.split(_characters(value))),
        language=_distinct(reference.language),
        accession=reference.accession,
        **{name: value for name, value in reference.extras.items() if name not in _OURS},
    )


def _journal(value: str) -> str:
    found = _CITATION.match(value)
    return found.group(1) if found else value


def _characters(text: str) -> str:
    """Put the character for each reference to one ("&lt;"), a line end for tags: exports keep their page's markup."""
    if _CLOSED.search(text):
        if not _MARK_CHARACTERS.search(text):
            text = on_the_line(_RAISED.sub(_marked, text))
        lines = map(str.strip, _TAG.sub(_untagged, text).split("\n"))
        text = "\n".join(filter(None, lines))
    return _ENTITY.sub(_character, text) if "&" in text else text


def _marked(found: re.Match[str]) -> str:
    opening, closing = _MARKS[found.group(1).lower()]
    return f"{opening}{found.group(2)}{closing}"


def _untagged(found: re.Match[str]) -> str:
    return "\n" if found.group(1).lower() in _ON_ITS_LINE else ""


def _character(found: re.Match[str]) -> str:
    reference = found.group()
    return html.unescape(reference) if reference[1] == "#" else html5.get(reference[1:], reference)


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(stripped for value in values if (stripped := value.strip())))
