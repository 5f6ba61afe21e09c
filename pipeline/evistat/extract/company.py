"""The words that a phrase is made of and those that stand beside it, as they are counted when weights are learned.

What a phrase names shows in the words round it ("the risk of …", "… was given to"), and a word that was never annotated
names what words do that keep the same company: "gout" is used as "stroke" is. ``models/scripts/word_company.py`` finds
which words keep the same company, ``weigh.py`` what they name.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from evistat.extract.context import Context
from evistat.extract.lowered import lowered
from evistat.lexicons import word_set

NUMBER = "#"  # stands for all numbers
BEGINNING, ENDING = "^", "$"  # of a sentence
BESIDE = 4  # words on each side

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W_]+)*|\d[\d.,]*|[^\w\s]")
_LITTLE = (
    word_set("closed_class", "det")
    | word_set("closed_class", "preposition")
    | word_set("closed_class", "conjunction")
)


def counted(text: str) -> list[str]:
    """Return the words, numbers and marks of a text in lower case; all numbers are alike."""
    return _alike(_TOKEN.findall(lowered(text)))


def telling(text: str) -> list[str]:
    """Return the words of a phrase that keep company: no articles, prepositions, conjunctions."""
    words = map(str.lower, _alike(_TOKEN.findall(text)))
    return [word for word in words if word not in _LITTLE]


def _alike(words: list[str]) -> list[str]:
    return [NUMBER if word[0].isdigit() else word for word in words]


class Neighbours:
    """A document's words in order, to look up what stands beside a phrase; a sentence is cut when it is asked for."""

    def __init__(self, context: Context) -> None:
        """Take a document."""
        self._context = context
        self._cut: dict[int, tuple[list[int], list[str]]] = {}

    def beside(self, start: int, end: int) -> tuple[str, ...]:
        """Return the words of a phrase's sentence to the left of it and to the right, without order."""
        places, words = self._sentence(self._context.sentence_at(start))
        begin, after = bisect_left(places, start), bisect_left(places, end)
        left, right = words[max(0, begin - BESIDE) : begin], words[after : after + BESIDE]
        return (*_beside("left", left, BEGINNING), *_beside("right", right, ENDING))

    def _sentence(self, number: int) -> tuple[list[int], list[str]]:
        """Return the words of a sentence and where they begin."""
        cut = self._cut.get(number)
        if cut is None:
            sentences = self._context.sentences
            first, last = sentences[number] if sentences else (0, len(self._context.text))
            found = list(_TOKEN.finditer(lowered(self._context.folded), first, last))
            cut = ([one.start() for one in found], _alike([one[0] for one in found]))
            self._cut[number] = cut
        return cut


def _beside(side: str, words: list[str], border: str) -> list[str]:
    return [f"{side}:{word}" for word in dict.fromkeys(words if len(words) == BESIDE else [*words, border])]
