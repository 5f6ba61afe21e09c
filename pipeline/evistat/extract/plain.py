"""Text of a document → its plain twin for the statistics rules, with the way back for every offset.

Raw articles carry HTML entities (``P&lt;.05``), doubled spaces, hard-wrapped lines and torn numbers (``OR 1. 97``);
rules that had to allow for them everywhere would be unreadable. The twin has each entity as its character, each run of
blanks as one space and each number whole, points at no table or figure, and knows where every character came from: what is found in the twin is given back in offsets of the text itself.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from evistat.extract.pointers import POINTER, may_point
from evistat.tokenise.sentences import splits_number

_UNPLAIN = re.compile(
    r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8}\d?);|&(?:lt|gt)(?=[ .=\d])|(?<=\n)[ \t\u00a0]+|[ \t\u00a0\u2000-\u200a\u202f]{2,}"
    r"|(?<=\d\.) (?=\d)"
)
_UNPLAIN_OR_POINTING = re.compile(rf"(?P<pointer>{POINTER})|{_UNPLAIN.pattern}")
_TORN = re.compile(r"\. \d")
_WIDE_BLANK = re.compile("[\u00a0\u2000-\u200a\u202f]")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d)|\d{4,}|(?<=[^\d]0,)\d)")
_COMMA = re.compile(r"\d,\d")
_SURE_COMMA = re.compile(r"[pP] ?[<=>≤≥] ?0,\d|\d,\d{1,2} ?%|(?<![\d,])\d,\d\d ?- ?\d,\d\d(?![\d,])")
# "p = 0/03", "3391/56 ± 422": a slash for the point.
_SURE_SLASH = re.compile(r"[pP](?:[- ]?value)? ?[<=>≤≥] ?0/0\d")
_DECIMAL_SLASH = re.compile(
    r"(?<=\b0)/(?=0\d)|(?<=\d)/(?=\d{1,2} ?(?:±|\+/-))|(?<=± \d)/(?=\d)|(?<=± \d\d)/(?=\d)"
)
_DECIMAL_POINT = re.compile(r"\d\.\d")


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text's plain twin; ``starts`` and ``ends`` hold each character's place in the text (empty: the same)."""

    original: str
    text: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def within(self, offset: int) -> int:
        """Return the place in the twin of an offset of the text (the next character's where its own is gone)."""
        return bisect_left(self.starts, offset) if self.starts else offset

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the text that a stretch of the twin stands for."""
        if not self.starts:
            return start, end
        if end <= start:
            place = self.starts[start] if start < len(self.starts) else len(self.original)
            return place, place
        return self.starts[start], self.ends[end - 1]

    def restore(self, found: Any) -> Any:
        """Return plain data with every ``start``/``end`` moved back into the text and every ``text`` cut anew from it."""
        if not self.starts:
            return found
        if isinstance(found, dict):
            restored = {key: self.restore(value) for key, value in found.items()}
            if isinstance(found.get("start"), int) and isinstance(found.get("end"), int):
                restored["start"], restored["end"] = self.span(found["start"], found["end"])
                if isinstance(found.get("text"), str):
                    restored["text"] = self.original[restored["start"] : restored["end"]]
            return restored
        if isinstance(found, list | tuple):
            return [self.restore(value) for value in found]
        return found


def plain_text(text: str) -> PlainText:
    """Return the plain twin of a text; the text itself where there is nothing to make plain."""
    points = may_point(text)
    unplain = _UNPLAIN_OR_POINTING if points else _UNPLAIN
    if not (points or _may_be_unplain(text)) or unplain.search(text) is None:
        return PlainText(text, text)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in unplain.finditer(text):
        starts.extend(range(position, match.start()))
        ends.extend(range(position + 1, match.start() + 1))
        pieces.append(text[position : match.start()])
        position = match.end()
        before = text[match.start() - 1 : match.start()]
        if points and match["pointer"]:
            character = ""
        elif before == "." and match[0] == " ":
            character = "" if splits_number(text, match.start() - 1, match.start()) else " "
        else:
            character = _plain(match[0], at_line_start=before == "\n")
        if character == match[0]:  # no entity after all
            position = match.start()
        elif character:
            pieces.append(character)
            starts.append(match.start())
            ends.append(match.end())
    starts.extend(range(position, len(text)))
    ends.extend(range(position + 1, len(text) + 1))
    pieces.append(text[position:])
    return PlainText(text, "".join(pieces), tuple(starts), tuple(ends))


def _may_be_unplain(text: str) -> bool:
    """Tell whether a text has anything that may have to be made plain: what most lack is quickly seen."""
    return (
        any(sign in text for sign in ("&", "  ", "\t", "\n "))
        or _TORN.search(text) is not None
        or not (text.isascii() or _WIDE_BLANK.search(text) is None)
    )


def _plain(printed: str, *, at_line_start: bool) -> str:
    if printed[0] != "&":
        return "" if at_line_start else " "
    character = html.unescape(printed if printed.endswith(";") else f"{printed};")
    return (
        character
        if (len(character) == 1 and character.isprintable()) or character == "\u00a0"
        else printed[0]
    )


def decimal_points(folded: str) -> str:
    """Return the text with decimal commas made points, if it is one that prints decimals so throughout."""
    if "/0" in folded and _SURE_SLASH.search(folded):
        folded = _DECIMAL_SLASH.sub(".", folded)
    if _DECIMAL_POINT.search(folded) or not _COMMA.search(folded) or not _SURE_COMMA.search(folded):
        return folded
    return _DECIMAL_COMMA.sub(".", folded)
