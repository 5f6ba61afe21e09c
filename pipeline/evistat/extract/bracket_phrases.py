"""A result printed in a bracket → the phrases that stand in the same bracket beside its numbers.

A bracket is one word to its sentence, so what it says is no phrase of it: "in the lab values (iron = 4.1 [3 to 5],
zinc = 2.2 [1 to 3])", "(P = 0.02 for iron)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evistat.extract.clauses import read_sentence
from evistat.extract.context import Context
from evistat.extract.empty_names import vague
from evistat.extract.noun_lists import nouns
from evistat.extract.outcome_names import trim
from evistat.extract.own_shorts import shorts_of
from evistat.extract.pieces import read_pieces
from evistat.extract.reading import Reading, Span
from evistat.extract.unfit_names import unfit
from evistat.extract.words import Word

_WORD = re.compile(r"[^\W\d_]{2,}")
_PART_ENDS = re.compile(r"[,;]")  # what follows is the next item's
_MOST = 2  # phrases before a result, and behind it
_LONGEST = 120  # characters
_NAMES = frozenset({"topic", "group", "relation", "action", "statistic"})


def phrases_in_bracket(folded: str, reading: Reading, number: int) -> list[Span]:
    """Return the phrases between a bracketed result and its neighbours, the last before it first."""
    word = reading.sentence.words[min(reading.anchor(number), len(reading.sentence.words) - 1)]
    own = reading.parts[number]
    first, last = own[0][0], own[-1][1]
    if word.tag != "stat" or folded[word.start] not in "([{" or not word.start < first <= last <= word.end:
        return []
    start, end = word.start + 1, word.end - 1
    for one, spans in reading.parts.items():
        if one == number:
            continue
        for span in spans:
            if word.start < span[1] <= first:
                start = max(start, span[1])
            elif last <= span[0] < word.end:
                end = min(end, span[0])
    start = max(start, folded.rfind(";", start, first) + 1, first - _LONGEST)
    end = min(end, last + _LONGEST)
    if stop := _PART_ENDS.search(folded, last, end):
        end = stop.start()
    return [*list(_phrases(folded, start, first))[::-1][:_MOST], *list(_phrases(folded, last, end))[:_MOST]]


def _phrases(folded: str, start: int, end: int) -> Iterator[Span]:
    """Yield the phrases of a stretch that name something."""
    statistic = nouns().statistic
    if all(word.lower() in statistic for word in _WORD.findall(folded, start, end)):
        return
    words = read_sentence(folded, start, end).words
    for piece in read_pieces(words, 0, len(words)):
        if piece.role in _NAMES and not vague(words, piece):
            span = trim(words, piece)
            if span is not None and span[0] < span[1]:
                yield span


_ASIDE = re.compile(r"[(\[](?!n\b)(?P<names>[^\W\d_][^()\[\];:=<>≥≤±%]{1,90})[)\]]")
_ITEMS = re.compile(r",? and |,? or |, ")
_MOST_ITEMS = 4
_LONGEST_NAME = 40


def bracketed_names(context: Context, words: Sequence[Word]) -> Iterator[Span]:
    """Yield what brackets without numbers name in a few words: "one marker (ferritin)", "the endpoint (gout)"."""
    shorts = shorts_of(context.abbreviations)
    for word in words:
        if word.tag != "bracket" or (inner := _ASIDE.fullmatch(word.text)) is None:
            continue
        start = word.start + inner.start("names")
        if shorts.within(word.start, word.end):
            continue
        at = start
        ends = [*_ITEMS.finditer(inner["names"]), None]
        if len(ends) > _MOST_ITEMS:
            continue
        for mark in ends:
            end = start + (mark.start() if mark else len(inner["names"]))
            if 1 < end - at <= _LONGEST_NAME and not unfit(context.folded[at:end]):
                yield at, end
            at = start + mark.end() if mark else end
