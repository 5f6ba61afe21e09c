"""What the rules chose for a result's roles, and all that may fill them → the phrases that weigh most.

The rules read a sentence by its grammar and are right about most results; where several phrases could be meant, traits
learned from annotated abstracts decide, the rules' choice being one of them. Each candidate is weighed for each role by
itself; what may be the whole, outcome with exposure or with sides, is then weighed with how its parts stand together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from evistat.extract.arm_names import same_arm, whole_arm
from evistat.extract.arms import StudyArms
from evistat.extract.candidates import ROLES, Candidate, candidates_for, phrases_of
from evistat.extract.company import telling
from evistat.extract.context import Context
from evistat.extract.coordination import listed_with
from evistat.extract.finding import Mention, Result
from evistat.extract.pair_traits import SIDES, TIE, of_lone_side, of_names, of_places, of_sides, of_tie
from evistat.extract.reading import Found, Reading, Span
from evistat.extract.traits import (
    Asked,
    Mentions,
    Traits,
    of_absence,
    of_all,
    of_candidate,
    of_phrase,
    of_piece,
)
from evistat.extract.unfit_names import announces
from evistat.extract.weights import Worth, Worths, pair_worths, single_worths, summed

RULE = "subject.weighed"
MOST_RESULTS = 24  # in a sentence; more are a table's, which no sentence tells about

OUTCOME, PREDICTOR, INTERVENTION, COMPARATOR = range(len(ROLES))
COMPANY = "company"  # told of a choice beside its traits
TOLD = 4  # traits that are told of a choice
LIKELY = 4  # phrases that are tried for each role
MARGIN = 5.0  # what two phrases' standing together can make up for

_NAMES = "names"
_NOTHING: Worth = (0.0, 0.0, 0.0, 0.0)


# Tuples, as a sentence has hundreds of them, and a frozen dataclass takes four times as long to make.
class Weighed(NamedTuple):
    """A candidate (None: the role isn't named), where it stands, and what it weighs in each of ``ROLES``."""

    one: Candidate | None
    span: Span | None
    worth: Worth


Parts = tuple[Weighed, Weighed, Weighed, Weighed]


class Filling(NamedTuple):
    """What may fill a result's roles, in the order of ``ROLES``, and what it weighs role by role."""

    worth: float
    each: Parts

    @property
    def spans(self) -> tuple[Span | None, ...]:
        """Return where outcome, exposure, intervention and comparator stand."""
        return tuple(one.span for one in self.each)


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

    tells = False

    def __init__(
        self,
        context: Context,
        arms: StudyArms,
        worths: Worths | None = None,
        pairs: Mapping[str, float] | None = None,
    ) -> None:
        """Prepare for a document; ``worths`` and ``pairs`` stand in for the weights that were learned."""
        self.context = context
        self.arms = arms
        self.worths = single_worths() if worths is None else worths
        self.pairs = pair_worths() if pairs is None else pairs
        self.mentions = Mentions(context)
        self._phrases: dict[Span, Worth] = {}
        self._names: dict[tuple[str, Span, Span], float] = {}
        self._places: dict[tuple[str, Span, Span], float] = {}
        self._sentence: tuple[Reading | None, list[Candidate], dict[Span, Worth]] = (None, [], {})

    def choose(
        self, reading: Reading, result: Result, number: int, found: Found, earlier: Sequence[Found]
    ) -> None:
        """Fill a result's roles with what weighs most."""
        if len(reading.members) > MOST_RESULTS:
            return
        asked = Asked(self.context, self.arms, reading, result, number, found)
        weighed = self.weighed(asked, earlier)
        fillings = self.fillings(weighed, found.intervention)
        if not fillings:
            return
        together: dict[tuple[Span | None, ...], float] = {}

        def whole(one: Filling) -> float:
            outcome, exposure, intervention, comparator = one.spans
            pair = (outcome, exposure) if exposure is not None else (None, None, intervention, comparator)
            if pair not in together:
                together[pair] = self._together(asked, one, earlier)
            return one.worth + together[pair]

        best = self._first_apart(asked, sorted(fillings, key=whole, reverse=True) if self.pairs else fillings)
        outcome, exposure, intervention, comparator = best.spans
        if comparator is None and intervention is not None and intervention == found.intervention:
            comparator = _other_side(asked, outcome)
        if outcome != found.outcome:
            found.weighed = self._told(asked, weighed, earlier, outcome)
        found.outcome, found.predictor = outcome, exposure
        found.intervention = whole_arm(self.context, intervention)
        found.comparator = whole_arm(self.context, comparator) if found.intervention is not None else None

    def _first_apart(self, asked: Asked, fillings: Sequence[Filling]) -> Filling:
        """Return the first filling whose exposure isn't an item of the outcome's own list ("A and B fell (P < 0.05)").

        Where the rules read an association, its two ends may well be joined by "and" ("the link between A and B").
        """
        shared = asked.result.value is None and asked.result.ci is None and not asked.result.groups
        if not shared or asked.chosen.predictor is not None:
            return fillings[0]
        statistics = {span for spans in asked.reading.parts.values() for span in spans}
        lists: dict[Span, list[Mention]] = {}

        def in_list_of(one: Span, other: Span) -> bool:
            if one not in lists:
                lists[one] = listed_with(
                    self.context, Mention(self.context.text[slice(*one)], *one), statistics
                )
            return any(item.start < other[1] and other[0] < item.end for item in lists[one])

        for one in fillings:
            outcome, exposure, *_ = one.spans
            if outcome is None or exposure is None:
                return one
            if not in_list_of(outcome, exposure) and not in_list_of(exposure, outcome):
                return one
        return fillings[0]

    def weighed(self, asked: Asked, earlier: Sequence[Found]) -> list[Weighed]:
        """Return each candidate with what it weighs; last, what it weighs that none is named."""
        of_group = self.worths.of_group
        return [
            Weighed(one, one.span if one is not None else None, summed((*known, *map(of_group, traits))))
            for one, known, traits in self.traits(asked, earlier)
        ]

    def fillings(self, weighed: Sequence[Weighed], owner: Span | None) -> list[Filling]:
        """Return what of the ``weighed`` may fill a result's roles, the heaviest first: an exposure or sides, or neither.

        ``owner`` is the side that the rules read; a longer outcome may end in it ("values of X").
        Weights are logarithms of odds, so what weighs most together is likeliest; what weighs much less is left out.
        """
        *named, absent = weighed
        minimal = [each for each in named if each.one is not None and each.one.minimal]
        meant = [each for each in named if each.span is None or not announces(self._printed(each.span))]
        exposures, interventions, comparators = (
            _heaviest_first(meant, PREDICTOR),
            _heaviest_first(named, INTERVENTION),
            _heaviest_first(named, COMPARATOR),
        )
        without = absent.worth
        every: list[tuple[float, Parts]] = []
        for outcome in _heaviest_first(minimal or named, OUTCOME)[:LIKELY]:
            others = [*_likely_beside(outcome, comparators), absent]
            own = outcome.worth[OUTCOME]
            alone = own + without[PREDICTOR]
            every.append(
                (alone + without[INTERVENTION] + without[COMPARATOR], (outcome, absent, absent, absent))
            )
            for one in _likely_beside(outcome, exposures):
                tied = own + one.worth[PREDICTOR] + without[INTERVENTION] + without[COMPARATOR]
                every.append((tied, (outcome, one, absent, absent)))
            for one in _likely_beside(outcome, interventions, owner):
                sided = alone + one.worth[INTERVENTION]
                every += [
                    (sided + other.worth[COMPARATOR], (outcome, absent, one, other)) for other in others
                ]
        every_weighed = sorted(every, key=itemgetter(0), reverse=True)
        kept: list[Filling] = []
        apart: dict[tuple[Span | None, Span | None], bool] = {}
        for worth, parts in every_weighed:
            if kept and worth < kept[0].worth - MARGIN:
                break
            *_, one, other = parts
            sides = one.span, other.span
            if sides not in apart:
                apart[sides] = not _overlap(one, other) and not same_arm(self.context, *sides)
            if apart[sides]:
                kept.append(Filling(worth, parts))
        return kept

    def _printed(self, span: Span) -> str:
        return self.context.folded[slice(*span)]

    def together(self, asked: Asked, filling: Filling, earlier: Sequence[Found]) -> Iterator[str]:
        """Yield the traits of how the parts of a filling stand together, all of them."""
        for _, _, traits in self._parts_together(asked, filling, earlier):
            yield from traits

    def _parts_together(
        self, asked: Asked, filling: Filling, earlier: Sequence[Found]
    ) -> Iterator[tuple[str, tuple[Span, Span] | None, Iterator[str]]]:
        """Yield traits of a filling's parts together with what they depend on beside the result: kind and spans, or "".

        What is learned and what is applied both come from here.
        """
        outcome, exposure, one, other = (each.one for each in filling.each)
        text, reading = self.context.folded, asked.reading
        if outcome is not None and exposure is not None:
            spans = outcome.span, exposure.span
            yield TIE, spans, of_places(TIE, reading, text, outcome, exposure)
            yield "", None, of_tie(asked, outcome, exposure, earlier)
        elif one is not None and other is not None:
            spans = one.span, other.span
            yield _NAMES, spans, of_names(text, one, other)
            yield SIDES, spans, of_places(SIDES, reading, text, one, other)
            yield "", None, of_sides(asked, one, other, earlier)
        elif one is not None:
            yield "", None, of_lone_side(asked, one, earlier)

    def _together(self, asked: Asked, filling: Filling, earlier: Sequence[Found]) -> float:
        """Return what the parts of a filling weigh together beside what they weigh alone."""
        if self._sentence[0] is not asked.reading:
            self._of_sentence(asked.reading)
        total = 0.0
        for kind, spans, traits in self._parts_together(asked, filling, earlier):
            if spans is None:
                total += self._pair_sum(traits)
                continue
            known = self._names if kind == _NAMES else self._places
            key = (kind, *spans)
            if key not in known:
                known[key] = self._pair_sum(traits)
            total += known[key]
        return total

    def _pair_sum(self, traits: Iterable[str]) -> float:
        """Return what traits of two candidates weigh."""
        return sum(filter(None, map(self.pairs.get, traits)))

    def traits(
        self, asked: Asked, earlier: Sequence[Found]
    ) -> Iterator[tuple[Candidate | None, Sequence[Worth], Iterable[Traits]]]:
        """Yield each candidate with what it weighs by itself and its traits for this result; last, that none is named."""
        phrases, worths = self._of_sentence(asked.reading)
        for one in candidates_for(
            self.context.folded,
            self.arms,
            asked.reading,
            phrases,
            asked.result,
            asked.number,
            asked.chosen,
            earlier,
        ):
            known = worths.get(one.span, _NOTHING), self._of_phrase(one.span)
            yield one, known, of_candidate(asked, one, earlier)
        yield None, (), (tuple(of_absence(asked)),)

    def _told(
        self, asked: Asked, weighed: Sequence[Weighed], earlier: Sequence[Found], chosen: Span | None
    ) -> str:
        """Say over which outcome of the rules another was chosen and, if that is asked for, which traits speak most for it."""
        rules = asked.chosen.outcome
        over = f'over "{self._printed(rules)}" ({asked.chosen.rule})' if rules else "where rules found none"
        if not self.tells:
            return over
        gains = defaultdict[str, float](float)
        for one, span, _ in weighed:
            sign = 1 if span == chosen else -1 if span == rules else 0
            if not sign or one is None:
                continue
            for trait in of_all(asked, self.mentions, one, earlier):
                gains[trait] += sign * self.worths.traits.get(trait, _NOTHING)[OUTCOME]
            gains[COMPANY] += sign * self._company(one.span)[OUTCOME]
        most = sorted(gains.items(), key=lambda gain: (-gain[1], gain[0]))[:TOLD]
        return f"{over}: " + ", ".join(f"{trait} {gain:+.2f}" for trait, gain in most)

    def _of_sentence(self, reading: Reading) -> tuple[list[Candidate], dict[Span, Worth]]:
        """Return a sentence's phrases, and what each weighs as a noun phrase of it."""
        if self._sentence[0] is not reading:
            phrases = phrases_of(self.context, reading)
            words = reading.sentence.words
            worths = {
                one.span: self._sum(of_piece(words, one.frame, one.piece))
                for one in phrases
                if one.piece is not None and one.frame is not None
            }
            self._sentence = (reading, phrases, worths)
            self._places = {}
        return self._sentence[1], self._sentence[2]

    def _of_phrase(self, span: Span) -> Worth:
        worth = self._phrases.get(span)
        if worth is None:
            of_words, *others = of_phrase(self.context, self.arms, self.mentions, span)
            worth = self._phrases[span] = summed(
                (self.worths.of_group(of_words), self._sum(chain.from_iterable(others)), self._company(span))
            )
        return worth

    def _company(self, span: Span) -> Worth:
        """Return what a phrase's words name by the company that they keep: the mean of those that are known."""
        known = [
            self.worths.company[word]
            for word in telling(self.context.folded[slice(*span)])
            if word in self.worths.company
        ]
        outcome, exposure, intervention, comparator = summed(known)
        number = len(known) or 1
        return outcome / number, exposure / number, intervention / number, comparator / number

    def _sum(self, traits: Iterable[str]) -> Worth:
        """Return what traits weigh together in each role."""
        return summed(filter(None, map(self.worths.traits.get, traits)))


class TellingScales(Scales):
    """Scales that tell which traits made another outcome than the rules' weigh more."""

    tells = True


def _other_side(asked: Asked, outcome: Span | None) -> Span | None:
    """Return what the rules set a ratio's, or several values', side against where weights leave it open.

    What has a result of its own is no other side: "larger in men (OR 1.9) than in women (OR 1.4)".
    """
    other = asked.chosen.comparator
    if other is None or not (asked.statistic == "ratio" or asked.groups > 1):
        return None
    words, beside = asked.words, asked.reading.beside
    taken = [
        (words[piece.start].start, words[piece.end - 1].end)
        for number, piece in beside.items()
        if piece is not None and number != asked.number
    ]
    if outcome is not None:
        taken.append(outcome)
    return None if any(one[0] < other[1] and other[0] < one[1] for one in taken) else other


def _overlap(one: Weighed, other: Weighed) -> bool:
    """Tell whether two candidates share a part of the text."""
    first, second = one.span, other.span
    return first is not None and second is not None and first[0] < second[1] and second[0] < first[1]


def _likely_beside(outcome: Weighed, phrases: Sequence[Weighed], owner: Span | None = None) -> list[Weighed]:
    """Return the heaviest of phrases, given in that order, that share nothing with an outcome; its ``owner`` may."""
    found: list[Weighed] = []
    for one in phrases:
        if not _overlap(one, outcome) or _owns(one, outcome, owner):
            found.append(one)
            if len(found) == LIKELY:
                break
    return found


def _owns(side: Weighed, outcome: Weighed, owner: Span | None) -> bool:
    """Tell whether a side is whose outcome the rules read it to be: "values of X"."""
    if owner is None or side.span != owner or outcome.span is None:
        return False
    return outcome.span[0] < owner[0] and owner[1] == outcome.span[1]


def _heaviest_first(named: Sequence[Weighed], role: int) -> list[Weighed]:
    """Return phrases by what they weigh in a role, the heaviest first."""
    return sorted(named, key=lambda one: -one.worth[role])
