"""A clause as read: its pieces, and which of them may be the outcome, the exposure, the agent; its main verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evistat.extract.clauses import Clause
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.words import Word


@dataclass(frozen=True, slots=True)
class Frame:
    """What a clause says of which pieces; ``kind`` is association, change, state or none."""

    clause: Clause
    kind: str
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    outcomes: tuple[Piece, ...] = ()
    predictors: tuple[Piece, ...] = ()
    agents: tuple[Piece, ...] = ()
    rule: str = ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Return all pieces in order."""
        return self.left + self.right

    def groups(self) -> list[Piece]:
        """Return the pieces that name groups, in order, those after "than" or "versus" left out."""
        return [piece for piece in self.pieces if piece.role == "group" and not compared(piece)]

    def comparators(self) -> list[Piece]:
        """Return the pieces after "than", "versus", "compared with"."""
        return [piece for piece in self.pieces if compared(piece)]


def compared(piece: Piece) -> bool:
    """Tell whether a piece is what something is compared with."""
    return piece.link in nouns().versus or piece.link in {
        "compared",
        "relative",
        "comparison",
        "contrast",
        "opposed",
    }


@dataclass(frozen=True, slots=True)
class Verb:
    """A clause's main verb: base form, whether it is passive, its classes, whether it is denied."""

    lemma: str
    passive: bool
    classes: frozenset[str]
    negated: bool


def main_verb(words: Sequence[Word], clause: Clause) -> Verb:
    """Return the verb that carries a clause's meaning, "be" and "have" where there is no other."""
    inside = words[clause.verb[0] : clause.verb[1]]
    infinitive = next((k for k, word in enumerate(inside) if word.tag == "to"), None)
    if infinitive is not None and any(word.tag in {"verb", "be", "have"} for word in inside[infinitive:]):
        inside = inside[infinitive:]
    negated = any(word.tag == "neg" for word in inside)
    be = any(word.tag == "be" for word in inside)
    for word in reversed(inside):
        if word.tag == "verb":
            return Verb(word.lemma, be, frozenset(word.verb_class.split()), negated)
    if be:
        return Verb("be", False, frozenset(), negated)
    if any(word.tag == "have" for word in inside):
        return Verb("have", False, frozenset({"show"}), negated)
    return Verb("", False, frozenset(), negated)
