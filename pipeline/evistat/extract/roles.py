"""What the rules chose for a result's roles, and all that may fill them → the phrases that weigh most.

The rules read a sentence by its grammar and are right about most results; where several phrases could be meant, traits
learned from annotated abstracts decide, the rules' choice being one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evistat.extract.arm_names import same_arm
from evistat.extract.arms import StudyArms
from evistat.extract.candidates import ROLES, Candidate, candidates_for, phrases_of
from evistat.extract.context import Context
from evistat.extract.finding import Result
from evistat.extract.reading import Found, Reading, Span
from evistat.extract.traits import Asked, Mentions, of_absence, of_candidate, of_phrase, of_piece
from evistat.extract.weights import Worth, trait_worths

RULE = "subject.weighed"
MOST_RESULTS = 24  # in a sentence; more are a table's, which no sentence tells about

OUTCOME, PREDICTOR, INTERVENTION, COMPARATOR = range(len(ROLES))
LIKELY = 4  # phrases that are tried as each side

_NOTHING: Worth = (0.0,) * len(ROLES)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate (None: the role isn't named) and what it weighs in each of ``ROLES``."""

    one: Candidate | None
    worth: Worth

    @property
    def span(self) -> Span | None:
        """Return where the candidate stands."""
        return self.one.span if self.one is not None else None


class RulesAlone:
    """Leaves a result's roles as the rules filled them."""

    def __init__(self, context: Context, arms: StudyArms) -> None:
        """Prepare for a document."""
        self.context = context
        self.arms = arms

    def choose(
        self, reading: Reading, result: Result, number: int, found: Found, earlier: Sequence[Found]
    ) -> None:
        """Change nothing."""


class Scales:
    """Weighs the candidates of a document's results; what a phrase weighs by itself is worked out once."""

    def __init__(self, context: Context, arms: StudyArms) -> None:
        """Prepare for a document."""
        self.context = context
        self.arms = arms
        self.mentions = Mentions(context)
        self._phrases: dict[Span, Worth] = {}
        self._sentence: tuple[Reading | None, list[Candidate], dict[int, Worth]] = (None, [], {})

    def choose(
        self, reading: Reading, result: Result, number: int, found: Found, earlier: Sequence[Found]
    ) -> None:
        """Fill a result's roles with what weighs most."""
        if len(reading.members) > MOST_RESULTS:
            return
        weighed = [
            Weighed(one, _sum(traits, start))
            for one, start, traits in self.traits(reading, result, number, found, earlier)
        ]
        *named, absent = weighed
        if not named:
            return
        minimal = [each for each in named if each.one is not None and each.one.minimal]
        outcome = max(minimal or named, key=lambda each: each.worth[OUTCOME]).span
        if outcome != found.outcome:
            found.outcome, found.rule = outcome, RULE
        named = [one for one in named if one.span != outcome]
        found.predictor, found.intervention, found.comparator = self._sides(named, absent)

    def _sides(
        self, named: Sequence[Weighed], absent: Weighed
    ) -> tuple[Span | None, Span | None, Span | None]:
        """Return exposure, intervention and comparator: a result has an exposure or sides, not both, or neither.

        Their weights are logarithms of odds, so what weighs most together is likeliest.
        """
        exposure = _heaviest(named, PREDICTOR)[:1]
        pairs = (
            (one, other)
            for one in _heaviest(named, INTERVENTION)
            for other in [*_heaviest(named, COMPARATOR), absent]
        )
        choices = [
            (absent, absent, absent),
            *((one, absent, absent) for one in exposure),
            *((absent, one, other) for one, other in pairs),
        ]
        choices.sort(key=lambda each: -sum(one.worth[place] for place, one in enumerate(each, PREDICTOR)))
        best = next(
            each
            for each in choices
            if each[2].span is None or not same_arm(self.context, each[1].span, each[2].span)
        )
        return best[0].span, best[1].span, best[2].span

    def traits(
        self, reading: Reading, result: Result, number: int, found: Found, earlier: Sequence[Found]
    ) -> Iterator[tuple[Candidate | None, Worth, Iterable[str]]]:
        """Yield each candidate with what it weighs by itself and its traits for this result; last, that none is named."""
        phrases, worths = self._of_sentence(reading)
        asked = Asked(self.context, self.arms, reading, result, number, found)
        for one in candidates_for(self.arms, reading, phrases, result, number, found, earlier):
            start = worths.get(one.piece.start, _NOTHING) if one.piece is not None else _NOTHING
            yield one, _plus(start, self._of_phrase(one.span)), of_candidate(asked, one, earlier)
        yield None, _NOTHING, of_absence(asked)

    def _of_sentence(self, reading: Reading) -> tuple[list[Candidate], dict[int, Worth]]:
        """Return a sentence's phrases, and what the noun phrases at their words weigh."""
        if self._sentence[0] is not reading:
            phrases = phrases_of(reading)
            words = reading.sentence.words
            worths = {
                one.piece.start: _sum(of_piece(words, one.frame, one.piece))
                for one in phrases
                if one.piece is not None and one.frame is not None
            }
            self._sentence = (reading, phrases, worths)
        return self._sentence[1], self._sentence[2]

    def _of_phrase(self, span: Span) -> Worth:
        worth = self._phrases.get(span)
        if worth is None:
            worth = self._phrases[span] = _sum(of_phrase(self.context, self.arms, self.mentions, span))
        return worth


def _heaviest(named: Sequence[Weighed], role: int) -> list[Weighed]:
    """Return the phrases that weigh most in a role, the heaviest first."""
    return sorted(named, key=lambda one: -one.worth[role])[:LIKELY]


def _plus(one: Worth, other: Worth) -> Worth:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _sum(traits: Iterable[str], start: Worth = _NOTHING) -> Worth:
    """Return what traits weigh together in each role."""
    worths = trait_worths()
    outcome, predictor, intervention, comparator = start
    for trait in traits:
        worth = worths.get(trait)
        if worth is not None:
            outcome += worth[0]
            predictor += worth[1]
            intervention += worth[2]
            comparator += worth[3]
    return outcome, predictor, intervention, comparator
