"""A record's text and sections → the blocks of a page: each section's paragraphs, as offsets into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evistat.records.schema import Section

# A text with a line longer than this isn't wrapped by hand: each of its line ends closes a paragraph.
WRAPPED = 160
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """One section, or text outside all of them (``label`` None); ``heading`` is where its heading is printed."""

    label: str | None
    heading: tuple[int, int] | None
    paragraphs: tuple[tuple[int, int], ...]


def blocks(text: str, sections: Sequence[Section]) -> list[Block]:
    """Return the blocks of ``text`` in order; white space between paragraphs is in none."""
    between = _LINE_END if any(len(line) > WRAPPED for line in text.split("\n")) else _BLANK_LINE
    made: list[Block] = []
    at = 0
    for section in sorted(sections, key=lambda section: (section.start, -section.end)):
        if section.end <= at:  # inside the one before it
            continue
        start = max(section.start, at)
        made += _block(text, None, None, at, start, between)
        rows = _LINE_END if section.label == "TABLE" else between
        made += _block(text, section.label, section.heading, start, section.end, rows)
        at = section.end
    return made + list(_block(text, None, None, at, len(text), between))


def _block(
    text: str, label: str | None, heading: str | None, start: int, end: int, between: re.Pattern[str]
) -> Iterator[Block]:
    """Yield the block from ``start`` to ``end`` unless only white space stands there."""
    printed = None
    if heading and text.startswith(heading, start):
        printed = (start, start + len(heading))
    found = tuple(_paragraphs(text, start, end, between, printed))
    if found:
        yield Block(label, printed, found)


def _paragraphs(
    text: str, start: int, end: int, between: re.Pattern[str], heading: tuple[int, int] | None
) -> Iterator[tuple[int, int]]:
    at = start
    if heading is not None and text.startswith("\n", heading[1]):  # a heading on a line of its own
        yield heading
        at = heading[1]
    for gap in between.finditer(text, at, end):
        yield from _trimmed(text, at, gap.start())
        at = gap.end()
    yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    stretch = text[start:end]
    low = start + len(stretch) - len(stretch.lstrip())
    high = start + len(stretch.rstrip())
    if low < high:
        yield low, high
