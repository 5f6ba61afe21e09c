"""A clause's words → is it hedged ("may", "appears to"), is it negated."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from evistat.extract.cues import word_list
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
    return any(word in singles for word in words) or any(pair in pairs for pair in pairwise(words))


def is_negated(clause: str) -> bool:
    """Return whether a negator stands in the clause."""
    words = _WORD.findall(clause.lower())
    negators = word_list("negators")
    exempt = {tuple(form.split()) for form in word_list("not_negating")}
    return any(
        word in negators and (word, following) not in exempt for word, following in pairwise([*words, ""])
    )
