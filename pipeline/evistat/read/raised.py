"""Text with marks for what is raised, lowered or cited → plain text on one line.

Characters come through in their order. What is raised or lowered stands on the line as PubMed prints it ("kg/m2",
"H2O", "R2"), except where a digit would change a number or a word: a raised number after a number gets a "^"
("10^-4"), a raised mark of a citation or a note brackets ("0.05[12]"), and a digit that would come to stand next to
another one a space ("log2 1.5").
"""

from __future__ import annotations

import re
from functools import cache

from evistat.lexicons import lexicon

# Characters no XML document can hold mark where something raised, lowered or cited begins and ends.
RAISED, RAISED_END, LOWERED, LOWERED_END, CITED, CITED_END = "\x01", "\x02", "\x03", "\x04", "\x05", "\x06"
_LOOKED_BACK = 200
_MARKS = re.compile("([\x01-\x06])")
_NUMBER = re.compile(r"[+\-−–]?\d+(?:[.,]\d+)?")
_NOTE = re.compile(r"\[?(?:\d{1,4}|[a-z])(?:\s?[,;–-]\s?(?:\d{1,4}|[a-z]))*\]?")
_WORD_END = re.compile(r"[^\W\d_]{2,}\Z")
_MARKS_ALONE = re.compile(r"[\d\s,;–-]*")
_YEAR = re.compile(r"(?:1[89]|20)\d\d[a-z]?")
_BETWEEN_CITED = re.compile(f"{CITED_END}(\\s?[,;–-]\\s?){CITED}")


def on_the_line(raw: str) -> str:
    """Put raised, lowered and cited stretches on the line, innermost first; every mark has its end."""
    if RAISED not in raw and LOWERED not in raw and CITED not in raw:  # faster than to search for the three
        return raw
    levels: list[list[str]] = [[]]
    opened: list[str] = []
    after_digit = False  # the last thing written is a raised or lowered stretch that ends with a digit
    for piece in _MARKS.split(raw):
        if piece in (RAISED, LOWERED, CITED):
            levels.append([])
            opened.append(piece)
        elif piece in (RAISED_END, LOWERED_END, CITED_END):
            content = "".join(levels.pop())
            opened.pop()
            base = _tail(levels)
            if opened[-1:] == [CITED]:
                pass  # what leads to a reference is judged as a whole
            elif piece == RAISED_END:
                content = _raised(base, content)
            elif piece == CITED_END:
                content = _cited(base, content)
            elif base[-1:].isdigit() and content[:1].isdigit():
                content = f"_{content}"
            if content:
                levels[-1].append(content)
                after_digit = content[-1].isdigit()
        elif piece:
            levels[-1].append(f" {piece}" if after_digit and piece[0].isdigit() else piece)
            after_digit = False
    whole = _BETWEEN_CITED.sub(r"\1", "".join(levels[0]))
    return whole.replace(CITED, "[").replace(CITED_END, "]")


def _tail(levels: list[list[str]]) -> str:
    """Return the last characters before the stretch that was just closed."""
    tail = ""
    for level in reversed(levels):
        for piece in reversed(level):
            tail = piece[-_LOOKED_BACK:] + tail
            if len(tail) >= _LOOKED_BACK:
                return tail
    return tail


def _raised(base: str, content: str) -> str:
    """Return a raised stretch as it stands on the line after ``base``."""
    bare = content.strip()
    if not bare or CITED in bare or not base:
        return content
    last = base[-1]
    note = _NOTE.fullmatch(bare) is not None
    if last.isdigit():
        if _NUMBER.fullmatch(bare) and "," not in bare:
            return content.replace(bare, f"^{bare}", 1)
        cited = note and bare not in ("o", "e")  # of degrees and ordinals
    elif last.isalpha():
        cited = note and (
            _WORD_END.search(base) is not None if bare[0].isalpha() else not _carries_exponent(base)
        )
    elif last == ")":
        if bare in ("2", "3") or bare[0] in "-−–+":
            return content.replace(bare, f"^{bare}", 1)
        cited = note
    else:
        cited = note and last in ".,;:%”\"’'?!]"
    return content.replace(bare, f"{CITED}{bare.strip('[]')}{CITED_END}", 1) if cited else content


def _carries_exponent(base: str) -> bool:
    """Tell whether a number raised after ``base`` belongs to it: a symbol, a unit, not a word."""
    word = _WORD_END.search(base)
    if word is None or len(word.group()) <= 3 or not word.group().islower():
        return True
    return word.group() in _raising_words()


@cache
def _raising_words() -> frozenset[str]:
    return frozenset(lexicon("markup")["exponent"]["words"])


def _cited(base: str, content: str) -> str:
    """Return a mark that leads to a reference or a note as it stands on the line after ``base``."""
    content = content.replace(CITED, "").replace(CITED_END, "")
    bare = content.strip()
    if _NOTE.fullmatch(bare) and not (_within_bracket(base) or _YEAR.fullmatch(bare) or bare[0] == "["):
        return content.replace(bare, f"{CITED}{bare}{CITED_END}", 1)
    if base[-1:].isalnum() and content[:1].isalnum():
        return f" {content}"
    return content


def _within_bracket(base: str) -> bool:
    """Tell whether a mark after ``base`` has its bracket already: "[1, ", "(see ", "[1" before another number."""
    opened = max(base.rfind("("), base.rfind("["))
    if opened <= max(base.rfind(")"), base.rfind("]")):
        return False
    return not base[-1].isalnum() or _MARKS_ALONE.fullmatch(base, opened + 1) is not None
