"""A result, what it is about, its sentence → direction of the outcome, significance, the words that decided.

Direction is the outcome's in the intervention (or the exposed) against the comparator. In order: what the
words of the clause say, whether the result is significant, the effect's side of its null, the groups' values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from evistat.extract.claim_view import DIRECTED
from evistat.extract.claims import Claim, acted_on, find_claim
from evistat.extract.context import Context
from evistat.extract.cues import SIGN, read_sentence, word_list
from evistat.extract.finding import Mention, Result, TextSpan
from evistat.extract.hedging import is_hedged, is_negated
from evistat.extract.neighbour_denials import is_denied_beside
from evistat.extract.orientation import after_than, group_of, is_flipped, label_order, mention_near
from evistat.extract.polarity import improvement_sign, is_condition, is_duration, is_earlier, outcome_polarity
from evistat.extract.result_place import Place, Subjects, place_result
from evistat.extract.significance import judge_significance, null_value, p_verdict
from evistat.lexicons import lexicon

INCREASE, DECREASE, NO_DIFFERENCE = "increase", "decrease", "no_difference"
# A directional claim with a p just above 0.05 is still a claim ("a trend toward more …, P = .06").
_NEAR_SIGNIFICANT = 0.09
_ABOVE = frozenset({">", ">="})
# How far a clause is followed to either side of its result, in characters.
_CLAUSE = 400
_WITHOUT_DIRECTION = frozenset({
    "AUC", "SENS", "SPEC", "PPV", "NPV", "LR", "ACC", "KAPPA", "ICC", "OTHER", "NNT",
})  # fmt: skip
_EXPLAINING = frozenset({"explained", "explain", "explains", "explaining", "variance", "variability", "fit"})
_SINGLE = frozenset({"PROP", "MEAN", "MEDIAN", "RATE"})
# Ratios that are printed of either side to the other.
_TURNED_ROUND = frozenset({"HR", "OR", "RR", "IRR"})
# What says that an exposure is there, or how much of it: who has it is set against who hasn't.
_EXPOSED = re.compile(
    r"(?:higher|high|greater|increas(?:ed|ing)|elevated|older|longer|more|low|lower|decreas(?:ed|ing)|reduced|younger|shorter|less|poor|poorer|presence|having|being|absence|lack|insufficient)\b",
    re.IGNORECASE,
)
# What tells a part of the people by a bound or a kind of theirs: "age over 35 years", "female sex", "children under 5".
_PART_OF_PEOPLE = re.compile(
    r"\b(?:over|under|above|below|older than|younger than|at least|more than|less than) \d|[<>≤≥]=? ?\d|^(?:fe)?male (?:sex|gender)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Direction and significance with the words that decided and the id of the rule that did."""

    direction: str | None
    significant: bool | None
    cues: tuple[TextSpan, ...] = ()
    rule: str = ""
    hedged: bool = False
    negated: bool = False


def judge_direction(context: Context, result: Result, subjects: Subjects) -> Judgement:
    """Judge what happened to the outcome and whether the result is significant, keeping the words."""
    place = place_result(context, result, subjects)
    # What stands round a table's row are other cells: no word of theirs says anything of it.
    claim = find_claim(place) if result.row is None else None
    clause = _own_clause(place)
    judgement = _judge(context, result, subjects, place, claim)
    denied = (
        any(cue.negated for cue in claim.cues) if claim is not None and claim.cues else is_negated(clause)
    )
    return replace(
        judgement,
        hedged=is_hedged(clause),
        negated=denied and judgement.direction not in (INCREASE, DECREASE),
    )


def _own_clause(place: Place) -> str:
    """Return the words of the result's clause, those of its neighbours left out."""
    words, breaks = place.reading.words, place.reading.breaks
    if not words:
        return ""
    segment = place.reading.segment(place.anchor)
    first = breaks[segment - 1] if segment else 0
    last = breaks[segment] if segment < len(breaks) else len(words)
    start = max(words[first].start, words[place.anchor].start - _CLAUSE)
    end = min(words[last - 1].end, words[place.anchor].end + _CLAUSE)
    return place.text[start:end]


def _judge(
    context: Context, result: Result, subjects: Subjects, place: Place, claim: Claim | None
) -> Judgement:
    if p_verdict(result.p) and claim is not None and claim.effect == "same" and not _tests_sameness(result):
        # A small p contradicts "no difference": those words speak of something else.
        claim = find_claim(place, denials=False)
    stated = claim.stated if claim is not None and claim.near else None
    significant = judge_significance(result, stated=stated)
    spans = _spans(context, place, claim)
    if result.p is not None and result.p.kind in lexicon("significance")["stated"]["undirected_kinds"]:
        return Judgement(None, judge_significance(result), (), "direction.interaction")
    if _has_no_direction(place, result, subjects):
        return Judgement(None, significant, (), "direction.none")
    unsaid = claim is None or (claim.effect in ("none", "differ") and claim.stated is not True)
    if (
        result.row is None
        and unsaid
        and is_denied_beside(context, result, subjects.outcome, subjects.comparator)
    ):
        return Judgement(NO_DIFFERENCE, False, spans, "direction.denied-beside")
    direction, rule = _by_words(place, claim, result, subjects)
    if direction != NO_DIFFERENCE and _too_weak(claim, result, subjects, direction, significant):
        return Judgement(NO_DIFFERENCE, significant, spans, "direction.not-significant")
    if direction is None:
        direction, rule = _by_values(place, claim, result, subjects)
    if direction is None and claim is not None and not claim.near and _is_spoken_of(place, claim):
        direction, rule = _said_of(place, claim, subjects), "direction.words-elsewhere"
    if direction is None and claim is not None and _is_exposed(context, claim, subjects):
        direction, rule = INCREASE, "direction.exposed"
    if direction is None:
        differs = claim is not None and claim.near and claim.effect == "differ"
        rule = "direction.undirected" if differs else "direction.unsaid"
    return Judgement(direction, significant, spans, rule)


def _is_exposed(context: Context, claim: Claim, subjects: Subjects) -> bool:
    """Return whether an exposure that is named with its level is associated with the outcome, and no word says how."""
    predictor = subjects.predictor
    if predictor is None or not claim.near or claim.effect != "differ" or claim.cues[0].effect != "assoc":
        return False
    before = context.folded[max(0, predictor.start - 12) : predictor.start].split()
    if any(_EXPOSED.match(words) for words in (predictor.text, *before[-1:])):
        return True
    if _PART_OF_PEOPLE.search(predictor.text) is not None:
        return True
    good = subjects.outcome is not None and outcome_polarity(subjects.outcome.text) > 0
    return is_condition(predictor.text) and not good


def _tests_sameness(result: Result) -> bool:
    return result.p is not None and result.p.kind == "noninferiority"


def _has_no_direction(place: Place, result: Result, subjects: Subjects) -> bool:
    """Return whether the result is of a sort that shows none: an accuracy, an agreement, one estimate."""
    if result.measure == "R" and _agrees(place):
        return True
    if result.measure == "R2" and _EXPLAINING & {word.text for word in place.reading.words}:
        return True  # how much of the variance was explained
    if len(result.groups) >= 2:
        return False
    if result.measure == "OTHER" and result.p is not None:
        return False  # the size of an effect that the words tell of ("rose (F = 5.1, P = 0.03, partial eta squared 0.2)")
    return result.measure in _WITHOUT_DIRECTION or (
        result.measure in _SINGLE and result.p is None and subjects.comparator is None
    )


def _by_words(
    place: Place, claim: Claim | None, result: Result, subjects: Subjects
) -> tuple[str | None, str]:
    """Return what the words of the clause say of the outcome, and the rule."""
    if _is_reliable(result, subjects):
        return _by_effect(result, subjects.outcome), "direction.association"
    if claim is None or not claim.near or claim.effect not in DIRECTED:
        return None, ""
    if _scales_change(place, claim) and len(result.groups) == 2:
        return _by_groups(place, result, subjects), "direction.groups"
    if (sign := _changed_in_both(place, claim, result, subjects)) is not None:
        return _by_groups(place, result, subjects, sign), "direction.both-changed"
    direction = _said_of(place, claim, subjects)
    if claim.effect in ("better", "worse") and len(result.groups) == 2:
        return _by_groups(place, result, subjects) or direction, "direction.groups"
    if claim.effect in ("better", "worse") and result.value is not None and result.value < 0:
        # A printed minus sign is an answer where the outcome's polarity isn't known.
        known = subjects.outcome is not None and outcome_polarity(subjects.outcome.text)
        if not known and not is_flipped(place, claim, subjects):
            return None, ""
    return direction, "direction.no-difference" if direction == NO_DIFFERENCE else "direction.words"


def _changed_in_both(place: Place, claim: Claim, result: Result, subjects: Subjects) -> int | None:
    """Return the sign of the values where a change is told of both arms in turn, None where it isn't.

    *The mean fall was 4 in A and 8 in B* prints sizes of a change, *fell to 41% in A and 30% in B* what was reached.
    """
    if len(result.groups) != 2 or len(claim.cues) - sum(cue.effect == "sig" for cue in claim.cues) != 1:
        return None
    cue = next(cue for cue in claim.cues if cue.effect != "sig")
    if cue.effect not in SIGN or cue.role not in ("verb", "noun") or cue.negated:
        return None
    if subjects.intervention is None or subjects.comparator is None or is_earlier(subjects.comparator.text):
        return None
    first, second = result.groups
    if not (first.label and second.label) or is_earlier(first.label) or is_earlier(second.label):
        return None
    words = place.reading.words
    begin = place.reading.index_at(first.start - place.base)
    end = place.reading.index_at(second.start - place.base)
    if not cue.last < begin or any(word.text in word_list("than") for word in words[cue.last + 1 : end]):
        return None
    told = [word.text for word in words[cue.last + 1 : begin] if not word.depth]
    link = next((word for word in reversed(told) if word in _LINKS), None)
    if link is None or (cue.role == "verb" and told[0] not in _LINKS and not told[0].endswith("ly")):
        return None
    if cue.role == "noun" and link == "to":
        return None
    return 1 if link == "to" or cue.effect == "up" else -1


_LINKS = frozenset({"to", "by", "was", "were", "of", "averaged"})


def _scales_change(place: Place, claim: Claim) -> bool:
    """Return whether the words scale a change of open direction (*the mean change in O was greater in A*)."""
    words = place.reading.words
    cue = claim.cues[0]
    composed = len(claim.cues) > 1 and claim.cues[1].effect in SIGN
    if composed or cue.effect not in SIGN or place.outcome is None:
        return False
    if words[cue.first].text not in word_list("degree") or place.outcome[0] > cue.start:
        return False
    before = place.reading.index_at(place.outcome[0])
    return any(word.text in ("change", "changes") for word in words[max(0, before - 4) : before])


def _said_of(place: Place, claim: Claim, subjects: Subjects) -> str | None:
    direction = _direction_of(claim.effect, subjects.outcome, acted_on(place, claim))
    if direction in (INCREASE, DECREASE) and is_flipped(place, claim, subjects):
        return _reverse(direction)
    return direction


def _too_weak(
    claim: Claim | None, result: Result, subjects: Subjects, direction: str | None, significant: bool | None
) -> bool:
    """Return whether the result is not significant and the words don't insist on a trend."""
    p = result.p
    by_p = p_verdict(p)
    trend = claim is not None and claim.trend
    if by_p is False:
        if p is not None and p.op in _ABOVE:
            return not trend  # "(P > 0.05)" grants no claim
        if significant:
            return False  # called significant, at whatever level
        near = p is not None and p.value is not None and p.value <= _NEAR_SIGNIFICANT
        return not (trend or (near and direction is not None and claim is not None))
    if by_p is True or significant is not False:
        return False
    # The interval holds the null: a change from before, or a difference the words claim, stays what it is.
    change = subjects.comparator is not None and is_earlier(subjects.comparator.text)
    claimed = claim is not None and (trend or (direction is not None and null_value(result.measure) == 0.0))
    return not claimed and not change


def _by_values(
    place: Place, claim: Claim | None, result: Result, subjects: Subjects
) -> tuple[str | None, str]:
    """Return what the numbers show: the effect's side of its null, else the groups' order."""
    improved = claim is not None and claim.near and claim.effect in ("better", "worse")
    named = _named_change(claim, result, subjects)
    if named is not None:
        return named, "direction.named-change"
    groups = _by_groups(place, result, subjects)
    effect = _by_effect(result, subjects.outcome)
    if groups is not None and result.measure in _TURNED_ROUND:
        effect = groups  # "2% vs 5% (hazard ratio 3.1)" is the ratio of the second to the first
    if improved and (result.value is None or result.value >= 0):
        effect = None  # a bare number may be the size of the improvement
    if effect is not None:
        return effect, "direction.effect"
    return groups, "direction.groups"


def _named_change(claim: Claim | None, result: Result, subjects: Subjects) -> str | None:
    """Return the direction an outcome's own change word gives (*a net lowering of 32%*), no other word near."""
    if subjects.outcome is None or result.measure not in ("PCT", "MD") or result.value is None:
        return None
    if result.value < 0 or (claim is not None and claim.near and claim.effect in DIRECTED):
        return None
    cues = [cue for cue in read_sentence(subjects.outcome.text).cues if cue.effect in SIGN]
    if not cues or cues[-1].end != len(subjects.outcome.text) or cues[-1].id.endswith("within-names"):
        return None
    return INCREASE if SIGN[cues[-1].effect] > 0 else DECREASE


def _direction_of(effect: str, outcome: Mention | None, acted_on: str = "") -> str | None:
    if effect == "same":
        return NO_DIFFERENCE
    if effect in SIGN:
        return INCREASE if SIGN[effect] > 0 else DECREASE
    if effect in ("better", "worse") and outcome is not None:
        sign = outcome_polarity(outcome.long_form or outcome.text) or outcome_polarity(outcome.text)
        sign = sign or outcome_polarity(acted_on) or improvement_sign(outcome.long_form or outcome.text)
        if effect == "worse":
            sign = -sign
        return INCREASE if sign > 0 else DECREASE if sign < 0 else None
    return None


def _reverse(direction: str | None) -> str | None:
    return {INCREASE: DECREASE, DECREASE: INCREASE}.get(direction or "", direction)


def _by_effect(result: Result, outcome: Mention | None) -> str | None:
    """Return the direction the effect's value shows against its null."""
    null = null_value(result.measure)
    if null is None or result.value is None or result.value == null:
        return None
    up = result.value > null
    if result.measure == "VE":
        up = not up
    if result.measure == "HR" and outcome is not None and is_duration(outcome.long_form or outcome.text):
        up = not up
    return INCREASE if up else DECREASE


def _by_groups(place: Place, result: Result, subjects: Subjects, sign: int = 1) -> str | None:
    """Return the direction of the groups' values: first against second unless labels or times object, none for equal ones.

    ``sign`` is -1 where the values are sizes of a fall.
    """
    intervention, comparator = subjects.intervention, subjects.comparator
    if result.row is not None and intervention is not None and comparator is not None:
        return _by_columns(result, intervention, comparator)
    if len(result.groups) != 2:
        return _by_named(result, intervention, comparator) or _by_ladder(result)
    first, second = result.groups
    if first.value == second.value:
        return None if judge_significance(result) else NO_DIFFERENCE
    up = sign * first.value > sign * second.value
    order = label_order(first.label, second.label, intervention, comparator)
    times = [is_earlier(group.label or "") for group in result.groups]
    if times[0] != times[1]:
        order = -1 if times[0] else 1
    left, right = mention_near(place, intervention), mention_near(place, comparator)
    set_against = right is not None and after_than(place, right)  # "lower than at baseline (3.1 vs 4.2)"
    to_later = result.rule.startswith("groups.from_to")
    to_earlier = comparator is not None and is_earlier(comparator.text) and not set_against
    if order is None and (to_later or to_earlier):
        order = -1
    if order is None and left and right and left[0] > right[0] and not set_against:
        order = -1
    if order == -1:
        up = not up
    return INCREASE if up else DECREASE


def _by_columns(result: Result, intervention: Mention, comparator: Mention) -> str | None:
    """Return the direction of a table's row: the intervention's column against the comparator's."""
    values = {group.label_start: group.value for group in result.groups}
    return _of_two(result, values.get(intervention.start), values.get(comparator.start))


def _by_named(result: Result, intervention: Mention | None, comparator: Mention | None) -> str | None:
    """Return the direction between those two of three and more groups that the arms name."""
    if intervention is None or comparator is None or not judge_significance(result):
        return None
    one, other = group_of(intervention, result.groups), group_of(comparator, result.groups)
    return _of_two(result, one.value if one else None, other.value if other else None)


def _of_two(result: Result, one: float | None, other: float | None) -> str | None:
    """Return the direction of one value against another, none for equal ones."""
    if one is None or other is None:
        return None
    if one == other:
        return None if judge_significance(result) else NO_DIFFERENCE
    return INCREASE if one > other else DECREASE


def _by_ladder(result: Result) -> str | None:
    """Return the direction of three and more values set against one another that rise or fall throughout.

    Which pair of other arms is meant is for the words to say.
    """
    values = [group.value for group in result.groups]
    if len(values) < 3 or not result.rule.startswith("groups.versus"):
        return None
    if all(first < second for first, second in pairwise(values)):
        return DECREASE
    return INCREASE if all(first > second for first, second in pairwise(values)) else None


def _is_reliable(result: Result, subjects: Subjects) -> bool:
    """Return whether the effect is the better witness: an association's ratio whose interval leaves out one.

    Risk factors come in lists that share one verb far away; their own ratio says which way each goes.
    """
    if subjects.predictor is None or subjects.intervention is not None or result.value is None:
        return False
    if result.measure in ("R", "BETA"):
        return result.value != 0 and judge_significance(result) is not False
    return null_value(result.measure) == 1.0 and judge_significance(result) is not False


def _agrees(place: Place) -> bool:
    """Return whether the coefficient measures agreement between methods, which has no direction."""
    named = [cue for cue in place.reading.cues if cue.effect == "assoc" and cue.first < place.end]
    return bool(named) and named[-1].id == "agreement"


def _is_spoken_of(place: Place, claim: Claim) -> bool:
    """Return whether a claim of another clause is about the result: its own clause claims nothing, or both share words.

    *A and B differed in O (p = 0.01), although O was lower in A* against *X fell; A was associated with O (p = 0.01)*.
    """
    reading = place.reading
    home, other = reading.segment(place.anchor), reading.segment(claim.cues[0].first)
    outside = reading.cues
    if not any(cue.effect in ("differ", "assoc") and reading.segment(cue.first) == home for cue in outside):
        return True
    if place.outcome is None:
        return False
    named = set(place.text[place.outcome[0] : place.outcome[1]].split())
    return any(
        word.text in named and len(word.text) > 3
        for index, word in enumerate(reading.words)
        if reading.segment(index) == other
    )


def _spans(context: Context, place: Place, claim: Claim | None) -> tuple[TextSpan, ...]:
    if claim is None:
        return ()
    spans = []
    for cue in claim.cues:
        start = place.reading.words[cue.negator].start if cue.negator is not None else cue.start
        start, end = place.base + start, place.base + cue.end
        if cue.end - (start - place.base) > 60:
            start = place.base + cue.start
        spans.append(TextSpan(context.text[start:end], start, end))
    return tuple(dict.fromkeys(sorted(spans, key=lambda span: (span.start, span.end))))
