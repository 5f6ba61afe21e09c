"""What the rules chose for a result's roles, and all that may fill them → the phrases that weigh most.

The rules read a sentence by its grammar and are right about most results; where several phrases could be meant, traits
learned from annotated abstracts decide, the rules' choice being one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evistat.extract.arm_names import same_arm, whole_arm
from evistat.extract.arms import StudyArms
from evistat.extract.candidates import ROLES, Candidate, candidates_for, phrases_of
from evistat.extract.context import Context
from evistat.extract.finding import Result
from evistat.extract.reading import Found, Reading, Span
from evistat.extract.traits import Asked, Mentions, of_absence, of_all, of_candidate, of_phrase, of_piece
from evistat.extract.weights import Worth, trait_worths

RULE = "subject.weighed"
MOST_RESULTS = 24  # in a sentence; more are a table's, which no sentence tells about

OUTCOME, PREDICTOR, INTERVENTION, COMPARATOR = range(len(ROLES))
TOLD = 4  # traits that are told of a choice
LIKELY = 3  # phrases that are tried for each role

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


@dataclass(frozen=True, slots=True)
class _Sides:
    """What fills the roles beside the outcome, and what it weighs together."""

    worth: float
    each: tuple[Weighed, Weighed, Weighed]

    @property
    def spans(self) -> tuple[Span | None, Span | None, Span | None]:
        """Return exposure, intervention and comparator."""
        exposure, intervention, comparator = self.each
        return exposure.span, intervention.span, comparator.span


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
        self._sentence: tuple[Reading | None, list[Candidate], dict[Span, Worth]] = (None, [], {})

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
        best = max(
            (
                (outcome, self._sides([each for each in named if not _overlap(each, outcome)], absent))
                for outcome in _heaviest(minimal or named, OUTCOME)
            ),
            key=lambda both: both[0].worth[OUTCOME] + both[1].worth,
        )
        outcome, sides = best[0].span, best[1]
        if outcome != found.outcome:
            found.weighed = self._told(reading, result, number, found, earlier, best[0])
            found.outcome = outcome
        found.predictor, intervention, comparator = sides.spans
        found.intervention = whole_arm(self.context, intervention)
        found.comparator = whole_arm(self.context, comparator) if found.intervention is not None else None

    def _sides(self, named: Sequence[Weighed], absent: Weighed) -> _Sides:
        """Return the likeliest exposure, intervention and comparator: an exposure or sides, not both, or neither.

        Weights are logarithms of odds, so what weighs most together is likeliest.
        """
        pairs = (
            (one, other)
            for one in _heaviest(named, INTERVENTION)
            for other in [*_heaviest(named, COMPARATOR), absent]
        )
        choices = [
            (absent, absent, absent),
            *((one, absent, absent) for one in _heaviest(named, PREDICTOR)[:1]),
            *((absent, one, other) for one, other in pairs),
        ]
        choices.sort(key=_worth, reverse=True)
        return next(
            _Sides(_worth(each), each)
            for each in choices
            if not _overlap(*each[1:]) and not same_arm(self.context, each[1].span, each[2].span)
        )

    def traits(
        self, reading: Reading, result: Result, number: int, found: Found, earlier: Sequence[Found]
    ) -> Iterator[tuple[Candidate | None, Worth, Iterable[str]]]:
        """Yield each candidate with what it weighs by itself and its traits for this result; last, that none is named."""
        phrases, worths = self._of_sentence(reading)
        asked = Asked(self.context, self.arms, reading, result, number, found)
        for one in candidates_for(self.arms, reading, phrases, result, number, found, earlier):
            start = worths.get(one.span, _NOTHING)
            yield one, _plus(start, self._of_phrase(one.span)), of_candidate(asked, one, earlier)
        yield None, _NOTHING, of_absence(asked)

    def _told(
        self,
        reading: Reading,
        result: Result,
        number: int,
        found: Found,
        earlier: Sequence[Found],
        chosen: Weighed,
    ) -> str:
        """Say which traits speak most for the chosen outcome against the rules' one."""
        asked = Asked(self.context, self.arms, reading, result, number, found)
        rules, worths = found.outcome, trait_worths()
        gains: defaultdict[str, float] = defaultdict(float)
        for one in candidates_for(
            self.arms, reading, self._of_sentence(reading)[0], result, number, found, earlier
        ):
            sign = 1 if one.span == chosen.span else -1 if one.span == rules else 0
            if not sign:
                continue
            for trait in of_all(asked, self.mentions, one, earlier):
                gains[trait] += sign * worths.get(trait, _NOTHING)[OUTCOME]
        most = sorted(gains.items(), key=lambda gain: (-gain[1], gain[0]))[:TOLD]
        over = (
            f'over "{self.context.folded[slice(*rules)]}" ({found.rule})'
            if rules
            else "where rules found none"
        )
        return f"{over}: " + ", ".join(f"{trait} {gain:+.2f}" for trait, gain in most)

    def _of_sentence(self, reading: Reading) -> tuple[list[Candidate], dict[Span, Worth]]:
        """Return a sentence's phrases, and what each weighs as a noun phrase of it."""
        if self._sentence[0] is not reading:
            phrases = phrases_of(reading)
            words = reading.sentence.words
            worths = {
                one.span: _sum(of_piece(words, one.frame, one.piece))
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


def _worth(sides: tuple[Weighed, Weighed, Weighed]) -> float:
    """Return what an exposure, an intervention and a comparator weigh together."""
    exposure, intervention, comparator = sides
    return exposure.worth[PREDICTOR] + intervention.worth[INTERVENTION] + comparator.worth[COMPARATOR]


def _overlap(one: Weighed, other: Weighed) -> bool:
    """Tell whether two candidates share a part of the text."""
    return (
        one.span is not None
        and other.span is not None
        and one.span[0] < other.span[1]
        and other.span[0] < one.span[1]
    )


def _heaviest(named: Sequence[Weighed], role: int) -> list[Weighed]:
    """Return the phrases that weigh most in a role, the heaviest first."""
    return sorted(named, key=lambda one: -one.worth[role])[:LIKELY]


def _plus(one: Worth, other: Worth) -> Worth:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _sum(traits: Iterable[str], start: Worth = _NOTHING) -> Worth:
    """Return what traits weigh together in each role."""
    worths = trait_worths()
    outcome, predictor, intervention, comparator = start
    for first, second, third, fourth in [worths[trait] for trait in traits if trait in worths]:
        outcome += first
        predictor += second
        intervention += third
        comparator += fourth
    return outcome, predictor, intervention, comparator
