"""What a reference names (title, abstract, identifiers …) → an Article, or the Failure that says what it lacks.

The one way in for reference exports and tables: which identifier becomes the id, what becomes text and metadata.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from evistat.errors import message
from evistat.read.article import Article, Failure, Note, Source
from evistat.read.compose import Part, compose
from evistat.read.encoding import mend_surrogates
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.metadata import NAMES, doi_of, metadata, year_of
from evistat.read.title import title_of

_PMID = re.compile(r"(?:(?:pmid|medline):?\s{0,3})?(\d{1,8})(?:\.0)?(?!\d)", re.IGNORECASE)
_PMCID = re.compile(r"\bPMC\d{3,9}\b", re.IGNORECASE)
_PMID_LINK = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/|\bPMID:\s{0,3})(\d{1,8})(?!\d)"
)
_DOI_LINK = re.compile(r"doi\.org/(10\.\d{4,9}/[^\s?#&;]+)|\bdoi:\s{0,3}(10\.\d{4,9}/[^\s&]+)", re.IGNORECASE)
_PMC_LINK = re.compile(r"/(PMC\d{3,9})\b")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_OURS = frozenset((*NAMES, "accession"))
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
    """Return how many bytes a record may have: the longest text allowed, and ten million for the rest."""
    return 4 * options.max_length + 10_000_000


def article_of(
    reference: Reference,
    place: Place,
    options: ReadOptions,
    *,
    format_name: str,
    line: int,
    index: int,
    numbered: bool = True,
) -> Article | Failure:
    """Return the article of ``reference``; a Failure where it has neither title nor abstract.

    Its id is the one named, else PMID, DOI, accession number, else the place with ``index`` (where ``numbered``).
    """
    fields = _metadata(reference)
    names = ("pmid", "doi", "accession")
    doc_id = reference.given_id or next((str(fields[name]) for name in names if name in fields), None)
    if reference.given_id == "" and options.id_field is not None:
        there = ", ".join(name[:40] for name in reference.names[:20]) or "none"
        return place.failure("E006", line=line, doc_id=doc_id, field=options.id_field, fields=there)
    title = _characters(reference.title)
    parts = _distinct(map(_characters, reference.abstract))
    text, marks = compose(title, [Part("OTHER", None, part) for part in parts])
    if not text:
        return place.failure("E040", line=line, doc_id=doc_id)
    if len(text) > options.max_length:
        return place.failure("E008", line=line, doc_id=doc_id, length=len(text), limit=options.max_length)
    notes = reference.notes if parts else (*reference.notes, Note("W004", message("W004")))
    text, broken = mend_surrogates(text)
    return Article(
        doc_id=doc_id or (f"{place.doc_id}:{index}" if numbered else place.doc_id),
        text=text,
        source=Source(
            path=place.path, member=place.member, format=format_name, index=index, sha256=reference.sha256
        ),
        title=mend_surrogates(" ".join(title.split()))[0] or title_of(text),
        metadata=fields,
        sections=marks,
        warnings=(*notes, *broken),
    )


def _metadata(reference: Reference) -> dict[str, str | int | list[str]]:
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
        journal=_characters(reference.journal),
        year=next(filter(None, map(year_of, reference.year)), None),
        authors=_distinct(map(_characters, reference.authors)),
        publication_types=_distinct(reference.publication_types),
        mesh=_distinct(map(_characters, reference.mesh)),
        keywords=_distinct(word for value in reference.keywords for word in _LIST.split(_characters(value))),
        language=_distinct(reference.language),
        accession=reference.accession,
        **{name: value for name, value in reference.extras.items() if name not in _OURS},
    )


def _characters(text: str) -> str:
    """Put the character for each reference to one ("&lt;"): exports escape what their source page did."""
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text) if "&" in text else text


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(stripped for value in values if (stripped := value.strip())))
