"""Passages with offsets and annotations → one text in which both still hold, as far as they held before.

Annotated corpora give each passage the place of its first character in the whole document. Those places are kept:
what lies between two passages is filled with white space. Where they don't hold (passages that overlap, that touch so
that words would be glued, or lie far apart) a blank line parts the passages, and annotations move with theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

_FARTHEST = 1000  # white space between two passages; more is a mistake, or meant to fill the memory
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A name someone marked: its text, its places as (offset, length), label and identifier as written."""

    text: str
    places: tuple[tuple[int, int], ...]
    label: str | None = None
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text, where it says it begins, and the annotations in it."""

    text: str
    offset: int | None
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The text of passages, where each begins in it, and why their own offsets don't hold (None: they do)."""

    text: str
    starts: tuple[int, ...]
    broken: str | None


def laid_out(passages: Sequence[Passage], *, between: str = _BETWEEN) -> Layout:
    """Return the text of ``passages`` with each at its own offset, counted from that of the first."""
    starts: list[int] = []
    pieces: list[str] = []
    at = 0
    broken: str | None = None
    origin = next((passage.offset for passage in passages if passage.text), 0)
    for passage in passages:
        if not passage.text:
            starts.append(at)
            continue
        gap = 0
        if passage.offset is None or origin is None:
            broken = "a passage has none"
        else:
            gap = passage.offset - origin - at
            broken = _fault(gap, at, pieces[-1] if pieces else "", passage)
        if broken is not None:
            return _apart(passages, broken, between)
        pieces += (_filled(gap), passage.text)
        at += gap
        starts.append(at)
        at += len(passage.text)
    return Layout("".join(pieces), tuple(starts), None)


def _fault(gap: int, at: int, before: str, passage: Passage) -> str | None:
    """Return what is wrong with the distance between a passage and what stands before it."""
    if gap < 0:
        return f"the passage at {passage.offset} begins inside the one before it"
    if gap > _FARTHEST:
        return f"{gap} characters lie before the passage at {passage.offset}"
    if gap == 0 and at and not (before[-1:].isspace() or passage.text[:1].isspace()):
        return f"the passage at {passage.offset} touches the one before it"
    return None


def _filled(gap: int) -> str:
    return " " * (gap - len(_BETWEEN)) + _BETWEEN if gap >= len(_BETWEEN) else "\n" * gap


def _apart(passages: Iterable[Passage], broken: str, between: str) -> Layout:
    starts: list[int] = []
    pieces: list[str] = []
    at = 0
    for passage in passages:
        if passage.text and pieces:
            pieces.append(between)
            at += len(between)
        starts.append(at)
        pieces.append(passage.text)
        at += len(passage.text)
    return Layout("".join(pieces), tuple(starts), broken)


def placed(passages: Sequence[Passage], layout: Layout) -> tuple[list[dict[str, Any]], int]:
    """Return the annotations of all passages with their offsets in the text, and how many don't match it.

    Offsets may be meant in characters or in bytes of UTF-8: whichever shows the annotation's own text.
    """
    found: list[dict[str, Any]] = []
    unmatched = 0
    for passage, start in zip(passages, layout.starts, strict=True):
        for annotation in passage.annotations:
            spans = _spans(annotation, passage)
            unmatched += not spans
            for begin, end in spans:
                text = passage.text[begin:end]
                one = {
                    "start": start + begin,
                    "end": start + end,
                    "text": text,
                    "label": annotation.label,
                    "identifier": annotation.identifier,
                }
                found.append({name: value for name, value in one.items() if value is not None})
    return sorted(found, key=lambda one: (one["start"], one["end"])), unmatched


def _spans(annotation: Annotation, passage: Passage) -> list[tuple[int, int]]:
    """Return an annotation's stretches of its passage; none where they don't show its text."""
    origin = passage.offset or 0
    spans = [(offset - origin, offset - origin + length) for offset, length in annotation.places]
    if _shows(annotation.text, [passage.text[max(begin, 0) : end] for begin, end in spans]):
        return spans
    if passage.text.isascii():
        return []
    data = passage.text.encode("utf-8", "surrogatepass")
    if not _shows(annotation.text, [_decoded(data[max(begin, 0) : end]) for begin, end in spans]):
        return []
    return [(len(_decoded(data[:begin])), len(_decoded(data[:end]))) for begin, end in spans]


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _shows(text: str, pieces: list[str]) -> bool:
    """Tell whether the pieces are an annotation's text: whole, or with other words between them."""
    return all(pieces) and "".join(text.split()) == "".join("".join(pieces).split())
