"""A BioC document, however it was written → its article.

Text and offsets: ``read/passages``. A passage's infons name its section; reference lists at the end are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile
from typing import Any

from evistat.errors import message
from evistat.lexicons import lexicon
from evistat.read.article import Article, Failure, Note, SectionMark
from evistat.read.formats.composed import marked
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.metadata import doi_of, metadata, year_of
from evistat.read.passages import Annotation, Layout, Passage, laid_out, placed

Infons = dict[str, str]
_PMID = re.compile(r"\d{4,8}")


@dataclass(frozen=True, slots=True)
class BiocPassage:
    """A passage with what its infons say; without a text of its own it is made of its sentences."""

    infons: Infons
    passage: Passage
    sentences: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class BiocDocument:
    """A document as BioC gives it; ``annotations`` are those of the whole document."""

    doc_id: str
    infons: Infons
    passages: tuple[BiocPassage, ...]
    annotations: tuple[Annotation, ...]
    sha256: str
    line: int | None = None


def number_of(words: object) -> int | None:
    """Return an offset or a length, None for what is no number one could mean."""
    written = str(words).strip() if isinstance(words, str | int) else ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


def annotation_of(text: str, places: Iterable[tuple[int | None, int | None]], infons: Infons) -> Annotation:
    """Return an annotation; its identifier is the infon called so, else the first that names a database."""
    known = tuple((offset, length) for offset, length in places if offset is not None and length is not None)
    identifier = infons.get("identifier") or next(
        (f"{name}:{value}" for name, value in infons.items() if name != "type" and value), None
    )
    return Annotation(text, known, infons.get("type") or None, identifier)


def bioc_article(
    document: BiocDocument, place: Place, options: ReadOptions, *, format_name: str, index: int
) -> Article | Failure:
    """Return the article of a BioC document."""
    kept = [_whole(passage) for passage in _without_references(document.passages)]
    passages = [passage for _, passage in kept]
    layout = laid_out(passages)
    infons = [document.infons, *(infons for infons, _ in kept)]
    notes = [Note("W022", message("W022", reason=layout.broken))] if layout.broken else []
    fields = _metadata(document.doc_id, infons)
    if options.keep_annotations:
        annotations, unmatched = placed(_with(passages, document.annotations), layout)
        fields["annotations"] = annotations
        if unmatched:
            notes.append(Note("W023", message("W023", count=unmatched)))
    marks = _marks(kept, layout)
    titles = [layout.text[mark.start : mark.end] for mark in marks if mark.label == "TITLE"]
    return marked(
        place,
        options,
        format_name=format_name,
        index=index,
        line=document.line,
        doc_id=document.doc_id or None,
        title=titles[0] if titles else "",
        text=layout.text,
        marks=marks,
        fields=fields,
        sha256=document.sha256,
        notes=notes,
    )


def _without_references(passages: Sequence[BiocPassage]) -> list[BiocPassage]:
    """Return the passages without the references that end them; those in between keep the offsets in order."""
    kept = list(dropwhile(lambda passage: _kind(passage.infons) == "ref", reversed(passages)))
    return kept[::-1]


def _whole(passage: BiocPassage) -> tuple[Infons, Passage]:
    """Return a passage with its text, put together of its sentences where it has none itself."""
    if passage.passage.text or not passage.sentences:
        inner = tuple(annotation for sentence in passage.sentences for annotation in sentence.annotations)
        own = passage.passage
        return passage.infons, Passage(own.text, own.offset, own.annotations + inner)
    layout = laid_out(passage.sentences, between=" ")
    first = next((sentence.offset for sentence in passage.sentences if sentence.text), None)
    begins = first if layout.broken is None else None
    annotations = [*passage.passage.annotations]
    for sentence, start in zip(passage.sentences, layout.starts, strict=True):
        moved = start - (sentence.offset or 0) + (begins or 0)
        annotations += [
            Annotation(
                one.text,
                tuple((offset + moved, length) for offset, length in one.places),
                one.label,
                one.identifier,
            )
            for one in sentence.annotations
        ]
    return passage.infons, Passage(layout.text, begins, tuple(annotations))


def _with(passages: Sequence[Passage], annotations: Sequence[Annotation]) -> list[Passage]:
    """Return the passages, each with those of the document's annotations that begin in it."""
    given = list(passages)
    for annotation in annotations:
        first = min((offset for offset, _ in annotation.places), default=0)
        for number, passage in enumerate(given):
            begin = passage.offset or 0
            if begin <= first < begin + max(1, len(passage.text)):
                own = (*passage.annotations, annotation)
                given[number] = Passage(passage.text, passage.offset, own)
                break
    return given


def _kind(infons: Infons) -> str:
    """Return what a passage is: its section, or what it says of itself where that tells more."""
    section = infons.get("section_type", "").lower()
    type_ = infons.get("type", "").lower()
    return type_ if not section or type_ in _telling() else section


@cache
def _labels() -> dict[str, str]:
    return dict(lexicon("xml_sections")["bioc"])


@cache
def _telling() -> frozenset[str]:
    """Return the types of passages that count more than the section they stand in."""
    return frozenset(type_ for type_, label in _labels().items() if label in ("CAPTION", "TABLE"))


def _marks(kept: Sequence[tuple[Infons, Passage]], layout: Layout) -> tuple[SectionMark, ...]:
    """Return the marks of the passages; those of one section that follow each other are one."""
    marks: list[SectionMark] = []
    for (infons, passage), start in zip(kept, layout.starts, strict=True):
        if not passage.text.strip():
            continue
        kind = _kind(infons)
        label = _labels().get(kind, "OTHER")
        titled = infons.get("type", "").lower().startswith(("title_", "abstract_title"))
        heading = passage.text.strip() if titled else None
        if label == "TITLE" and any(mark.label == "TITLE" for mark in marks):
            label = "OTHER"
        end = start + len(passage.text)
        last = marks[-1] if marks else None
        if (
            last is not None
            and not titled
            and last.label == label
            and label not in ("TITLE", "TABLE", "CAPTION")
        ):
            marks[-1] = SectionMark(label, last.heading, last.start, end)
        else:
            marks.append(SectionMark(label, heading, start, end))
    return tuple(marks)


def _metadata(doc_id: str, infons: Sequence[Infons]) -> dict[str, Any]:
    said: Infons = {}
    for one in infons:
        for name, value in one.items():
            said.setdefault(name.lower(), value)
    pmcid = said.get("article-id_pmc") or (doc_id if doc_id.upper().startswith("PMC") else "")
    digits = re.fullmatch(r"(?:PMC)?(\d+)", pmcid, re.IGNORECASE)
    pmid = said.get("article-id_pmid") or said.get("pmid") or (doc_id if _PMID.fullmatch(doc_id) else None)
    return metadata(
        pmid=pmid,
        pmcid=f"PMC{digits[1]}" if digits else None,
        doi=doi_of(said.get("article-id_doi") or said.get("doi")),
        journal=said.get("journal") or said.get("journal-title"),
        year=year_of(said.get("year")),
        authors=_authors(said),
        keywords=said["kwd"].split(";" if ";" in said["kwd"] else None) if "kwd" in said else None,
        language=[said.get("language")],
    )


def _authors(said: Infons) -> list[str]:
    """Return the authors: "name_0" = "surname:Smith;given-names:Jo", or "authors" = "Smith J, Jones K"."""
    names = [
        value
        for _, value in sorted(
            (int(name[5:]), value) for name, value in said.items() if re.fullmatch(r"name_\d{1,6}", name)
        )
    ]
    if not names:
        return [name.strip() for name in said.get("authors", "").split(",") if name.strip()]
    parts = (dict(part.split(":", 1) for part in name.split(";") if ":" in part) for name in names)
    return [", ".join(filter(None, (part.get("surname"), part.get("given-names")))) for part in parts]
