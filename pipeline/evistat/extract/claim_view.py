"""A clause with its cues, and a claim found in it: what the readers of claims pass to one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from evistat.extract.clauses import Clause
from evistat.extract.cues import Cue
from evistat.extract.words import Word
from evistat.lexicons import word_set

Range = tuple[int, int]

DIRECTED = frozenset({"up", "down", "better", "worse", "same"})
SAYING = DIRECTED | {"plus", "minus"}
# Two words that open what something is compared with.
THAN_IN_TWO = frozenset({("relative", "to"), ("comparison", "with"), ("comparison", "to")})
# Before "than" and a number these tell a threshold: "infants younger than six months".
THRESHOLDS = word_set("closed_class", "bounding")
NOMINAL = frozenset({"noun", "adj", "num", "ing"})


@dataclass(frozen=True, slots=True)
class Found:
    """A claim inside a clause, in word ranges."""

    rule: str
    outcomes: tuple[Range, ...]
    effect: str
    cues: tuple[Cue, ...]
    described: Range | None = None
    reference: Range | None = None
    predictor: Range | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A clause with its sentence's words and its own cues (with the index of the word each begins at)."""

    words: Sequence[Word]
    clause: Clause
    cues: tuple[tuple[int, Cue], ...]
    subject: Range
    lead: Range | None = None
    infinitive: bool = False


@cache
def claim_words(name: str) -> frozenset[str]:
    """Return the list ``name`` of the statements lexicon as a set."""
    return word_set("statements", name)


def effect_of(cue: Cue) -> str | None:
    """Return what the cue says, negation applied; None where it says nothing directed."""
    if cue.negated:
        return "same" if cue.effect in ("up", "down", "better", "worse", "differ") else None
    return cue.effect if cue.effect in DIRECTED else None


def says_alike(found: Found) -> bool:
    """Tell whether a claim calls things alike (*similar*, *did not differ*), not one thing unchanged by another."""
    return found.effect == "same" and any(cue.effect in ("differ", "same") for cue in found.cues)


def index_after(cue: Cue, at: int) -> int:
    """Return the index of the first word after the cue."""
    return at + cue.last - cue.first + 1


def is_than(words: Sequence[Word], index: int, end: int) -> bool:
    """Return whether the word opens what something is compared with: *than*, *compared with* …"""
    low = words[index].text.lower()
    if low in ("than", "versus", "vs", "compared"):
        return not (
            low == "than"
            and index + 1 < end
            and words[index + 1].tag == "num"
            and words[index - 1].lemma in THRESHOLDS
        )
    following = words[index + 1].text.lower() if index + 1 < end else ""
    return (low, following) in THAN_IN_TWO
