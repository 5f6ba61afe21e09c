"""Names beside values → whether groups bear them, and not outcomes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evistat.extract.group_values import GROUPISH
from evistat.extract.verb_forms import verb_forms
from evistat.lexicons import word_set

_PEOPLE = word_set("arms", "head")
_PLACES = word_set("places", "countries") | word_set("places", "regions")
_WEAK = word_set("groups", "shared_words")
_WORD = re.compile(r"[^\W_][\w'-]*")
# What the head noun stands before: "smokers with asthma", "those who walked".
_AFTER_HEAD = re.compile(
    r" (?:with|without|who|that|whose|in|on|of|from|at|for|under|aged|not|never|treated|exposed|admitted|discharged|assigned"
    r"|randomi[sz]ed|\w+ing)\b"
)
# "who took the drug", "the continued group": verbs that only say which people are meant.
_WHICH = re.compile(r"\b(?:who|that) .*|[\w-]+ (?:groups?|arms?|cohorts?)$|^[\w-]+$")


def name_groups(names: Sequence[str], *, bare: bool) -> bool:
    """Tell whether names are those of groups: by a word for one, of people or places, or by their likeness.

    ``bare``: no preposition leads in ("40 nurses and 30 teachers", who may make up the sample).
    """
    groupish = [GROUPISH.search(name) is not None for name in names]
    return (all if bare else any)(groupish) or (
        (not bare and all(_of_people(name) for name in names)) or _alike(names)
    )


def name_places(names: Sequence[str]) -> bool:
    """Tell whether names are all those of countries or continents."""
    return len(names) > 1 and all(name in _PLACES for name in names)


def _of_people(name: str) -> bool:
    """Tell whether people (or places where they are) bear a name: "smokers with asthma", "private clinics"."""
    words = _WORD.findall(_AFTER_HEAD.split(name, maxsplit=1)[0].lower())
    return bool(words) and words[-1] in _PEOPLE


def _alike(names: Sequence[str]) -> bool:
    """Tell whether names say one thing in several kinds: "lomitrel 500 mg" and "lomitrel 250 mg"."""
    contents = [
        {word.rstrip("s") for word in _WORD.findall(name.lower()) if len(word) > 3} - _WEAK for name in names
    ]
    return bool(set.intersection(*contents)) and len({name.lower() for name in names}) == len(names)


def states(folded: str, start: int, end: int) -> bool:
    """Tell whether a stretch holds what people did ("patients took the drug") rather than a name."""
    if folded.endswith(("who ", "that "), 0, start):
        return False
    words = _WORD.findall(_WHICH.sub("", folded[start:end].lower()))
    if len(words) > 1 and words[-2] not in _PEOPLE:
        words.pop()  # "the pooled continued"
    return any(word in _deeds() for word in words) or (len(words) > 1 and words[0] in _deeds(qualifying=True))


_NO_DOER = word_set("groups", "no_doer") | {""}


def first_deed(folded: str, start: int, end: int) -> int | None:
    """Return where the first verb begins that says what the people just named did ("of men attended a clinic")."""
    before = ""
    for word in _WORD.finditer(folded, start, end):
        written = word[0]
        if before in {"who", "that"} or (before and folded[word.start() - 1] != " "):
            return None
        headed = before.lower() in _PEOPLE
        if before not in _NO_DOER and (
            written in _deeds() or (headed and written in _deeds(qualifying=True))
        ):
            return word.start() - 1
        before = written
    return None


@cache
def _deeds(*, qualifying: bool = False) -> frozenset[str]:
    """Return past forms of what people do; of verbs that may qualify a noun only if ``qualifying``."""
    return frozenset(
        written
        for written, verb in verb_forms().items()
        if verb.form == "ed"
        and verb.classes & {"show", "happen"}
        and ("qualify" not in verb.classes or qualifying)
    )
