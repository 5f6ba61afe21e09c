"""A clause's words → is it hedged ("may", "appears to"), is it negated."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from evistat.extract.cues import not_negating, word_list
from evistat.lexicons import lexicon

_WORD = re.compile(r"\w+(?:[-'.]\w+)*")


@cache
def _hedges() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    forms = [tuple(form.split()) for form in lexicon("statements")["hedges"]]
    singles = frozenset(form[0] for form in forms if len(form) == 1)
    pairs = frozenset((form[0], form[1]) for form in forms if len(form) == 2)
    return singles, pairs


def is_hedged(clause: str) -> bool:
    """Return whether the clause claims less than a fact."""
    words = _WORD.findall(clause.lower())
    singles, pairs = _hedges()
    return not singles.isdisjoint(words) or not pairs.isdisjoint(pairwise(words))


def is_negated(clause: str) -> bool:
    """Return whether a negator stands in the clause."""
    words = _WORD.findall(clause.lower())
    negators = word_list("negators")
    if negators.isdisjoint(words):
        return False
    exempt = not_negating()
    return any(
        word in negators and (word, following) not in exempt for word, following in pairwise([*words, ""])
    )
