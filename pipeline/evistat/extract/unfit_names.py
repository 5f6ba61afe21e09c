"""A phrase → whether it can't be what was measured, whatever else stands in its sentence.

Counts of people ("sixty-three percent") and times ("twelve weeks"), what was done with the data ("using two criteria"), adjectives alone, stock
phrases ("in contrast", "from a societal perspective"), nouns that only announce others ("four factors") or take them up ("the scores") and rows of numbers.
"""

from __future__ import annotations

import re
from functools import lru_cache

from evistat.extract.closed_classes import closed_class
from evistat.extract.noun_lists import nouns
from evistat.lexicons import word_set

_WORD = re.compile(r"[^\W_]+(?:[-'/.,][^\W_]+)*")
_DECIMAL = re.compile(r"\d\.\d")
_METHOD = re.compile(
    r"(?:Using|Assuming|Excluding|Adjusting|Controlling|Comparing|Based|Given) |(?:comparing|suggesting|indicating)\b"
)
_MOST_DECIMALS = 2
_STOCK = word_set("outcomes", "stock")
_BESIDE_STOCK = word_set("outcomes", "beside_stock")
_VIEW = word_set("outcomes", "view")
_ANNOUNCED = word_set("outcomes", "announced")
_TESTS = word_set("outcomes", "test_name")
_REFERRING = word_set("outcomes", "referring")
_JOINING = frozenset({"of", "the", "all", "in", "and", "or", "a", "an"})


@lru_cache(maxsize=8192)
def unfit(text: str) -> bool:
    """Tell whether a phrase, given as folded text, can't name an outcome."""
    if _METHOD.match(text) or len(_DECIMAL.findall(text)) > _MOST_DECIMALS:
        return True
    words = _WORD.findall(text.lower())
    if not words:
        return True
    lists = nouns()
    *before, head = words
    plain = lists.edge | _JOINING | _BESIDE_STOCK
    return (
        (
            _counts(words[0])
            and all(_counts(word) or word in lists.group | lists.time | _JOINING for word in words)
        )
        or (all(word in lists.edge for word in words) and head not in _STANDING_ALONE)
        or all(word in _REFERRING for word in words)
        or (head in _TESTS and all(word in _TESTS | _JOINING for word in words))
        or (head in _VIEW and bool(before))
        or (head in _STOCK and all(word in plain for word in before))
        or announces(text)
    )


@lru_cache(maxsize=8192)
def announces(text: str) -> bool:
    """Tell whether a phrase only stands for the exposures that are named beside it: "four factors", "a predisposing factor"."""
    *before, head = _WORD.findall(text.lower()) or [""]
    return (
        head in nouns().predictor
        and bool(before)
        and all(
            word in _ANNOUNCED or word in _JOINING or word in nouns().edge or _counts(word) for word in before
        )
    )


_STANDING_ALONE = frozenset({"total", "overall"})


def _counts(word: str) -> bool:
    """Tell whether a word is a number, in digits or spelled."""
    first = word.partition("-")[0]
    return (
        word.replace(",", "").replace(".", "").isdigit()
        or closed_class().get(first) == "num"
        or word in {"percent", "hundred", "thousand"}
    )
