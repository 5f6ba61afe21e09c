"""What extraction may look at: the text, its folded twin, sections, sentences, abbreviations, entities.

Plain data, so that every rule can be tested without spaCy; ``extract.component`` fills it from a Doc.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from evistat.extract.plain import PlainText, decimal_points
from evistat.read.typography import fold


@dataclass(frozen=True, slots=True)
class SectionSpan:
    """A section: label as in records; ``start`` is where its body begins (heading left out)."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EntitySpan:
    """A recognised entity."""

    id: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ShortForm:
    """An abbreviation's short form (one occurrence at its definition) and its long form's place."""

    short: str
    long: str
    start: int
    end: int
    long_start: int
    long_end: int


@dataclass(frozen=True, slots=True)
class Context:
    """One document as extraction sees it.

    ``folded`` has the same length as ``text`` (dashes, spaces, middle dots, full-width forms made plain), so offsets
    hold in both. Sentences are (start, end) in order and don't overlap.
    """

    text: str
    folded: str
    sentences: tuple[tuple[int, int], ...]
    sections: tuple[SectionSpan, ...] = ()
    abbreviations: tuple[ShortForm, ...] = ()
    entities: tuple[EntitySpan, ...] = ()
    doc_id: str = ""

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds ``offset`` (the last one that begins at or before it)."""
        return max(0, bisect_right(self.sentences, (offset, len(self.text) + 1)) - 1)

    def section_at(self, offset: int) -> str:
        """Return the label of the innermost section that holds ``offset``; OTHER where there is none."""
        label = "OTHER"
        for section in self.sections:
            if section.start <= offset < section.end:
                label = section.label
        return label


def plain_context(
    plain: PlainText,
    *,
    sentences: Iterable[tuple[int, int]],
    sections: Iterable[SectionSpan],
    abbreviations: Iterable[ShortForm],
    entities: Iterable[EntitySpan],
    doc_id: str,
) -> Context:
    """Return a document as extraction sees it: all given in offsets of the text, moved into its plain twin."""
    at = plain.within
    if not plain.starts:  # every offset holds in the twin
        return Context(
            text=plain.text,
            folded=_folded(plain.text),
            sentences=tuple(sentences) or ((0, len(plain.text)),),
            sections=tuple(sections),
            abbreviations=tuple(abbreviations),
            entities=tuple(entities),
            doc_id=doc_id,
        )
    return Context(
        text=plain.text,
        folded=_folded(plain.text),
        sentences=tuple((at(start), at(end)) for start, end in sentences) or ((0, len(plain.text)),),
        sections=tuple(replace(one, start=at(one.start), end=at(one.end)) for one in sections),
        abbreviations=tuple(
            replace(
                one,
                start=at(one.start),
                end=at(one.end),
                long_start=at(one.long_start),
                long_end=at(one.long_end),
            )
            for one in abbreviations
        ),
        entities=tuple(replace(one, start=at(one.start), end=at(one.end)) for one in entities),
        doc_id=doc_id,
    )


def _folded(text: str) -> str:
    """Return a text's folded twin; a sentence hard-wrapped over lines reads as one."""
    return decimal_points(fold(text)).replace("\n", " ")
