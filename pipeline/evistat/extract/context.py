"""What extraction may look at: the text, its folded twin, sections, sentences, abbreviations, entities.

Plain data, so that every rule can be tested without spaCy; ``extract.component`` fills it from a Doc.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


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
