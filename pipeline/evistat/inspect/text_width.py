"""Text and a size → about how wide a sans-serif font sets it, and the part of it that fits a width.

An SVG can't measure text before it is drawn, and who draws it has fonts of its own: widths are those of a rather
wide one, so that what fits here fits elsewhere.
"""

from __future__ import annotations

import unicodedata

NARROW = frozenset("iIjl.,:;'|!()[]{}·ft-/ \u00a0\u2009")
WIDE = frozenset("mwMWQ@%&—…→≤≥±+<>=−×")
ELLIPSIS = "…"


def text_width(text: str, size: float) -> float:
    """Return about how wide ``text`` is at a font size, both in the same unit."""
    return size * sum(map(_em, text))


def _em(character: str) -> float:
    if character in NARROW:
        return 0.34
    if character in WIDE:
        return 0.9
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    return 0.7 if character.isupper() else 0.58


def fitted(text: str, width: float, size: float) -> str:
    """Return ``text``, cut with an ellipsis where it is wider than ``width``.

    Words lose their end; an id without spaces loses its middle, as ids differ at their ends.
    """
    if text_width(text, size) <= width:
        return text
    room = width - text_width(ELLIPSIS, size)
    if " " in text.strip():
        return _start(text, room, size).rstrip() + ELLIPSIS
    end = _start(text[::-1], room / 2, size)[::-1]
    return _start(text, room - text_width(end, size), size) + ELLIPSIS + end


def _start(text: str, width: float, size: float) -> str:
    """Return as much of the beginning of ``text`` as is no wider than ``width``."""
    for end, character in enumerate(text):
        width -= size * _em(character)
        if width < 0:
            return text[:end]
    return text
