"""Many patterns that each begin a word → the first that matches at each place, tried only where a text begins as it may.

One expression of hundreds of names costs a try of each at every word. What a match may begin with can be read off a
pattern, so that most words are passed over by one look into a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from evistat.extract.trie import trie

_LENGTH = 4  # characters that are looked at
_MOST = 500  # openings of one pattern; where there would be more, what comes next is left open
_ANY = "\0"  # stands for a character that a pattern leaves open
_ASIDE = re.compile(r"\(\?<?[=!]")
_CLASS = re.compile(r"\[(?P<not>\^)?(?P<inner>\]?(?:\\.|[^\]\\])*)\]")
_MEMBER = re.compile(r"(?P<one>\\?.)(?:-(?P<last>\\?.))?", re.DOTALL)
_TIMES = re.compile(r"[?*+]|\{[\d,]*\}")
_PLACES = frozenset("bBAZ")


class Openings:
    """Finds what named patterns match, as one expression of them in their order would between ``before`` and ``after``.

    ``before`` must keep a match from beginning inside a word (``(?<!\\w)`` at least).
    """

    def __init__(self, patterns: Sequence[tuple[str, str]], before: str, after: str) -> None:
        """Read off what each of the patterns (name, expression) may begin with."""
        self._patterns = patterns
        self._before, self._after = before, after
        self._numbers: dict[str, list[int]] = {}
        opened = [openings(pattern) for _, pattern in patterns]
        for opening in {one for each in opened for one in each}:
            self._numbers[opening] = [
                number
                for number, each in enumerate(opened)
                if any(opening[: length + 1] in each for length in range(len(opening)))
            ]
        self._starts = re.compile(rf"\W(?={trie(self._numbers)})")
        self._compiled: dict[str, re.Pattern[str]] = {}

    def finditer(self, text: str, start: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
        """Yield each match within a stretch of text with the name of its pattern, from left to right."""
        numbers = self._numbers
        position = start
        starts = map(re.Match.end, self._starts.finditer(text, max(0, start - 1), end))
        for at in starts if start else chain((0,), starts):
            if at < position:
                continue
            opening = text[at : at + _LENGTH]
            while opening and opening not in numbers:
                opening = opening[:-1]
            if not opening:
                continue
            match = (self._compiled.get(opening) or self._compile(opening)).match(text, at, end)
            if match is not None:
                position = match.end()
                yield self._name(match, opening), match

    def _name(self, match: re.Match[str], opening: str) -> str:
        matched = next(number for number in self._numbers[opening] if match[f"n{number}"] is not None)
        return self._patterns[matched][0]

    def _compile(self, opening: str) -> re.Pattern[str]:
        """Make one expression of the patterns that may begin so, each in a group of its number."""
        named = "|".join(f"(?P<n{number}>{self._patterns[number][1]})" for number in self._numbers[opening])
        made = self._compiled[opening] = re.compile(f"{self._before}(?:{named}){self._after}")
        return made


def matches_at(
    begins: re.Pattern[str], pattern: re.Pattern[str], text: str, start: int, end: int
) -> Iterator[re.Match[str]]:
    """Yield what ``pattern`` matches in a stretch of text, from left to right, tried only where ``begins`` does."""
    position = start
    for begin in begins.finditer(text, start, end):
        at = begin.start()
        match = pattern.match(text, at, end) if at >= position else None
        if match is not None:
            position = match.end()
            yield match


def openings(pattern: str) -> frozenset[str]:
    """Return what a match may begin with: four characters, or fewer where anything may come next.

    Raises ``ValueError`` for a pattern that may begin with anything.
    """
    opened, rest = _alternatives(pattern, 0)
    if rest != len(pattern) or not all(opened) or any(one[0] == _ANY for one in opened):
        raise ValueError(f"a pattern must tell how its matches begin: {pattern}")
    told = {one.partition(_ANY)[0] for one in opened}
    return frozenset(one for one in told if not any(one[:length] in told for length in range(1, len(one))))


def _alternatives(pattern: str, at: int) -> tuple[set[str], int]:
    """Read what alternatives may begin with, up to the bracket that closes them; return where that stands."""
    found: set[str] = set()
    opened = {""}
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            found |= opened
            opened, at = {""}, at + 1
        else:
            element, at = _element(pattern, at)
            opened = _joined(opened, element)
    return found | opened, at


def _element(pattern: str, at: int) -> tuple[set[str], int]:
    """Read what one element (a character, a class, a group), as often as it may stand, may begin with."""
    if aside := _ASIDE.match(pattern, at):
        _, at = _alternatives(pattern, aside.end())
        return {""}, at + 1
    if pattern.startswith("(?:", at):
        found, at = _alternatives(pattern, at + 3)
        at += 1
    elif pattern[at] == "(":
        raise ValueError(f"a pattern must have no groups of its own: {pattern}")
    elif members := _CLASS.match(pattern, at):
        found, at = _members(members), members.end()
    elif pattern[at] == "\\":
        found, at = _escaped(pattern[at + 1]), at + 2
    else:
        found, at = {_ANY if pattern[at] == "." else pattern[at]}, at + 1
    if times := _TIMES.match(pattern, at):
        if times[0] != "?":
            for _ in range(_LENGTH - 1):
                found = found | _joined(found, found)
        if times[0][0] in "?*" or times[0].startswith(("{0", "{,")):
            found = found | {""}
        at = times.end() + pattern.startswith("?", times.end())
    return found, at


def _members(members: re.Match[str]) -> set[str]:
    """Return the characters of a class."""
    if members["not"]:
        return {_ANY}
    found: set[str] = set()
    for member in _MEMBER.finditer(members["inner"]):
        first, last = member["one"], member["last"]
        if last:
            found.update(map(chr, range(ord(first[-1]), ord(last[-1]) + 1)))
        else:
            found |= _escaped(first[1]) if len(first) > 1 else {first}
    return found


def _escaped(character: str) -> set[str]:
    """Return what an escape may begin with: a mark stands for itself, "b" for a place, other letters for a class."""
    if character in _PLACES:
        return {""}
    return {_ANY} if character.isalnum() else {character}


def _joined(opened: set[str], element: set[str]) -> set[str]:
    if len(opened) * len(element) > _MOST:
        return {(one + _ANY)[:_LENGTH] for one in opened}
    return {(one + other)[:_LENGTH] for one in opened for other in element}
