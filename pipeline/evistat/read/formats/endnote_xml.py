"""EndNote's XML export → one article a ``<record>``, streaming; styles inside of values are passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BufferedReader
from typing import Any

from evistat.lexicons import lexicon
from evistat.read.article import Article, Failure
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.formats.reference import UNNAMED, Reference, article_of
from evistat.read.raised import LOWERED, LOWERED_END, RAISED, RAISED_END, on_the_line
from evistat.read.xml import BrokenXmlError, Element, digest, elements, longest_record, prologue_of

_NAME = "endnote_xml"
_FACES = {"superscript": (RAISED, RAISED_END), "subscript": (LOWERED, LOWERED_END)}


def read_endnote_xml(
    stream: BufferedReader, place: Place, options: ReadOptions
) -> Iterator[Article | Failure]:
    """Yield the article of every record, and a failure where the XML breaks."""
    index = -1
    try:
        records = elements(stream, frozenset(("record",)), longest=longest_record(options.max_length))
        for index, record in enumerate(records):
            reference = _reference(record, lexicon("reference_tags")[_NAME], options)
            line = record.sourceline or 1
            yield article_of(reference, place, options, format_name=_NAME, line=line, index=index)
    except BrokenXmlError as error:
        yield place.failure("E030", line=error.line, reason=error.reason)
    else:
        if index < 0:
            yield place.failure("E013", doc_id=place.doc_id, reason=f"no record of the format {_NAME} in it")


def _reference(record: Element, paths: dict[str, Any], options: ReadOptions) -> Reference:
    def all_of(names: Sequence[str]) -> list[str]:
        found = (_value(element) for name in names for element in record.iterfind(name))
        return [text for text in found if text.strip()]

    def first(names: Sequence[str]) -> str:
        return next(iter(all_of(names)), "")

    def named(name: str, unnamed: str, usual: Sequence[str]) -> Sequence[str]:
        return usual if name == unnamed else [name]

    database = " ".join(all_of(paths["pmid_where"]["database"])).lower()
    is_pmid = any(word in database for word in paths["pmid_where"]["named"])
    kind = [element.get("name") or "" for element in record.iterfind("ref-type")]
    return Reference(
        title=first(named(options.title_field, UNNAMED.title_field, paths["title"])),
        abstract=tuple(all_of(named(options.text_field, UNNAMED.text_field, paths["abstract"]))),
        sha256=digest(record),
        given_id=None if options.id_field is None else first([options.id_field]),
        names=tuple(dict.fromkeys(element.tag for element in record if isinstance(element.tag, str))),
        pmid=first(paths["id"][:1]) if is_pmid else "",
        pmcid=tuple(all_of(paths["pmcid"])),
        doi=tuple(all_of(paths["doi"])),
        links=tuple(all_of(paths["links"])),
        accession=first(paths["id"]),
        journal=first(paths["journal"]),
        year=tuple(all_of(paths["year"])),
        authors=tuple(all_of(paths["authors"])),
        publication_types=tuple(all_of(paths["publication_types"]) or kind),
        keywords=tuple(all_of(paths["keywords"])),
        language=tuple(all_of(paths["language"])),
    )


def _value(element: Element) -> str:
    """Return the text of an element: the styles in it end no word, a carriage return ends a line."""
    pieces = [element.text or ""]
    for style in element:
        opening, closing = _FACES.get(style.get("face") or "", ("", ""))
        pieces += opening, _value(style), closing, style.tail or ""
    return on_the_line("".join(pieces)).replace("\r\n", "\n").replace("\r", "\n")


def _sniff(head: bytes) -> bool:
    prologue = prologue_of(head)
    return prologue is not None and prologue.root in ("xml", "records") and "<record" in prologue.rest[:2000]


ENDNOTE_XML = Format(name=_NAME, endings=(), sniff=_sniff, read=read_endnote_xml)
