"""A noun phrase and the words after it → where it ends with the bound that it has: "coffee more than 3 cups a day"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evistat.extract.noun_lists import nouns
from evistat.extract.words import Word
from evistat.lexicons import word_set

_MORE = word_set("closed_class", "bounding")
_LEAST = frozenset({("at", "least"), ("at", "most"), ("up", "to")})
_OVER = frozenset({"over", "under", "above", "below"})
_RUNS = word_set("outcomes", "runs_along")
_OF_TIME = frozenset({"age", "aged", "duration"})
_OR_EQUAL = frozenset({"or", "equal", "to"})
_PER = frozenset({"a", "an", "per", "each", "every"})


def bound_end(
    words: Sequence[Word], start: int, stop: int, end: int, phrase_end: Callable[[int], int]
) -> int:
    """Return where a phrase ends together with its bound, ``stop`` where it has none.

    ``phrase_end`` says where the noun phrase ends that begins at a word.
    """
    value = _value(words, start, stop, end)
    if value is None:
        return _or_more(words, stop, end)
    last = phrase_end(value)
    if last + 1 < end and words[last].lemma in _PER:
        last += 2  # "3 cups a day"
    if last + 1 < end and [word.lemma for word in words[last : last + 2]] == ["of", "age"]:
        last += 2
    return _or_more(words, last, end)


def _or_more(words: Sequence[Word], stop: int, end: int) -> int:
    """Return where a number's phrase ends that goes on with "or more", "or older"."""
    goes_on = stop + 1 < end and words[stop].lemma == "or" and words[stop + 1].lemma in _MORE | _OVER
    numbered = goes_on and any(word.tag == "num" for word in words[max(0, stop - 3) : stop])
    return stop + 2 if numbered else stop


def _value(words: Sequence[Word], start: int, stop: int, end: int) -> int | None:
    """Return where the number of a bound stands that follows a phrase; statistics are no such numbers."""
    if stop + 1 >= end or not any(word.tag in {"noun", "ing"} for word in words[start:stop]):
        return None
    value = None
    lead = stop - 1 if words[stop].lemma != "for" else stop  # "sedatives for more than 3 months"
    for more in (lead, lead + 1):
        if more + 1 < end and words[more].lemma in _MORE and words[more + 1].lemma == "than":
            value = more + 2
            while value < end and words[value].lemma in _OR_EQUAL:
                value += 1
            break
    if value is None and (words[stop].lemma, words[stop + 1].lemma) in _LEAST:
        value = stop + 2
        if value < end and not words[value].text[:1].isdigit():
            return None  # "knowing at least one of them"
    elif value is None and words[stop].lemma in _OVER and words[stop - 1].lemma in _RUNS:
        value = stop + 1  # "age over 80 years"
        if words[min(value + 1, end - 1)].lemma in nouns().time and words[stop - 1].lemma not in _OF_TIME:
            return None  # "BMI over 15 years"
    return value if value is not None and value < end and words[value].tag == "num" else None
