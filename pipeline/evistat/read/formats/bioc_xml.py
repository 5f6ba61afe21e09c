"""BioC in XML → one article a document, streaming."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from evistat.read.article import Article, Failure
from evistat.read.formats.bioc import (
    BiocDocument,
    BiocPassage,
    Infons,
    annotation_of,
    bioc_article,
    number_of,
)
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.markup import write
from evistat.read.passages import Annotation, Passage
from evistat.read.xml import BrokenXmlError, Element, digest, elements, local, longest_record, prologue_of

_NAME = "bioc_xml"


def read_bioc_xml(stream: BufferedReader, place: Place, options: ReadOptions) -> Iterator[Article | Failure]:
    """Yield the article of every document, and a failure where the XML breaks."""
    try:
        longest = longest_record(options.max_length)
        for index, element in enumerate(elements(stream, frozenset(("document",)), longest=longest)):
            yield bioc_article(_document(element), place, options, format_name=_NAME, index=index)
    except BrokenXmlError as error:
        yield place.failure("E030", line=error.line, reason=error.reason)


def _document(element: Element) -> BiocDocument:
    return BiocDocument(
        doc_id=_words(element, "id").strip(),
        infons=_infons(element),
        passages=tuple(
            BiocPassage(_infons(child), _passage(child), tuple(map(_passage, _children(child, "sentence"))))
            for child in _children(element, "passage")
        ),
        annotations=_annotations(element),
        sha256=digest(element),
        line=element.sourceline,
    )


def _passage(element: Element) -> Passage:
    return Passage(_words(element, "text"), number_of(_words(element, "offset")), _annotations(element))


def _annotations(element: Element) -> tuple[Annotation, ...]:
    return tuple(
        annotation_of(
            _words(child, "text"),
            [
                (number_of(at.get("offset")), number_of(at.get("length")))
                for at in _children(child, "location")
            ],
            _infons(child),
        )
        for child in _children(element, "annotation")
    )


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if local(child) == name)


def _words(element: Element, name: str) -> str:
    """Return the text of a child, as it is: offsets count its every character."""
    for child in _children(element, name):
        out = [child.text or ""]
        write(child, out)
        return "".join(out)
    return ""


def _infons(element: Element) -> Infons:
    return {child.get("key", ""): (child.text or "").strip() for child in _children(element, "infon")}


def _sniff(head: bytes) -> bool:
    prologue = prologue_of(head)
    if prologue is None or prologue.root != "collection":
        return False
    return "BioC" in prologue.doctype or "<document>" in prologue.rest or "<infon" in prologue.rest


BIOC_XML = Format(name=_NAME, endings=(), sniff=_sniff, read=read_bioc_xml)
