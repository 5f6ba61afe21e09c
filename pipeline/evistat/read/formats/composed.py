"""Title, parts and metadata that a marked-up format names → an Article, or the Failure that says what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evistat.errors import message
from evistat.read.article import Article, Failure, Note, SectionMark, Source
from evistat.read.compose import Part, compose
from evistat.read.encoding import mend_surrogates
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.title import title_of


def composed(
    place: Place,
    options: ReadOptions,
    *,
    format_name: str,
    index: int,
    line: int | None,
    doc_id: str | None,
    title: str,
    parts: Sequence[Part],
    fields: dict[str, Any],
    sha256: str,
    entities: Sequence[str] = (),
    notes: Sequence[Note] = (),
) -> Article | Failure:
    """Return the article of ``title`` and ``parts``; without an id it is named by its place.

    ``entities`` are names of XML entities that stayed as they are in the text: each is told. ``notes`` are what the
    reader has to say besides.
    """
    text, marks = compose(title, parts)
    unknown = [Note("W020", message("W020", entity=name)) for name in entities]
    return marked(
        place,
        options,
        format_name=format_name,
        index=index,
        line=line,
        doc_id=doc_id,
        title=title,
        text=text,
        marks=marks,
        fields=fields,
        sha256=sha256,
        notes=(*notes, *unknown),
    )


def marked(
    place: Place,
    options: ReadOptions,
    *,
    format_name: str,
    index: int,
    line: int | None,
    doc_id: str | None,
    title: str,
    text: str,
    marks: tuple[SectionMark, ...],
    fields: dict[str, Any],
    sha256: str,
    notes: Sequence[Note] = (),
) -> Article | Failure:
    """Return the article of a text whose sections are marked already."""
    if not text.strip():
        return place.failure("E031", line=line, doc_id=doc_id)
    if len(text) > options.max_length:
        return place.failure("E008", line=line, doc_id=doc_id, length=len(text), limit=options.max_length)
    bare = [Note("W004", message("W004"))] if all(mark.label == "TITLE" for mark in marks) else []
    text, broken = mend_surrogates(text)
    return Article(
        doc_id=doc_id or (f"{place.doc_id}:{index + 1}" if index else place.doc_id),
        text=text,
        source=Source(path=place.path, member=place.member, format=format_name, index=index, sha256=sha256),
        title=mend_surrogates(" ".join(title.split()))[0] or title_of(text),
        metadata=fields,
        sections=marks,
        warnings=(*notes, *bare, *broken),
    )
