"""A result, what it is about, and its sentence → direction of the outcome, significance, and the words that decided.

Direction is the outcome's in the intervention (or the exposed) against the comparator. In order: what the words of
the result's clause say, whether the result is significant, the effect's side of its null value, the groups' values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from evistat.extract.context import Context
from evistat.extract.cues import Cue, Reading, Word, read_sentence, word_list
from evistat.extract.finding import Mention, Result, TextSpan
from evistat.extract.polarity import improvement_sign, is_duration, is_earlier, outcome_polarity
from evistat.extract.significance import judge_significance, null_value, p_verdict
from evistat.lexicons import lexicon

INCREASE, DECREASE, NO_DIFFERENCE = "increase", "decrease", "no_difference"
_SIGN = {"up": 1, "down": -1}
_DIRECTED = frozenset({"up", "down", "better", "worse", "same"})
_OPPOSITE = {"up": "down", "down": "up", "better": "worse", "worse": "better"}
# A directional claim with a p just above 0.05 is still a claim ("a trend toward more …, P = .06").
_NEAR_SIGNIFICANT = 0.07
_GROUP_PREPOSITIONS = frozenset({"in", "for", "among", "with", "on", "within", "receiving"})


class Subjects(Protocol):
    """What a result is about."""

    @property
    def outcome(self) -> Mention | None:
        """The outcome."""

    @property
    def predictor(self) -> Mention | None:
        """The exposure, risk factor or second variable."""

    @property
    def intervention(self) -> Mention | None:
        """The group described."""

    @property
    def comparator(self) -> Mention | None:
        """The group it is compared with."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Direction and significance with the words that decided."""

    direction: str | None
    significant: bool | None
    cues: tuple[TextSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class _Claim:
    """What the words of a clause say: an effect (up, down, better, worse, same, differ, none) and where."""

    effect: str
    cues: tuple[Cue, ...]
    near: bool  # in the clause of the result or of its outcome
    stated: bool | None = None
    trend: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """A result in its sentence, in word indices and in offsets relative to the sentence."""

    reading: Reading
    base: int
    text: str
    anchor: int  # the word (outside brackets) at which the result hangs
    begin: int  # first word of the result
    end: int  # first word after it
    excluded: tuple[tuple[int, int], ...]
    outcome: tuple[int, int] | None


def _place(context: Context, result: Result, subjects: Subjects) -> _Place:
    first = context.sentence_at(result.start)
    last = max(first, context.sentence_at(max(result.start, result.end - 1)))
    start = context.sentences[first][0] if context.sentences else 0
    end = context.sentences[last][1] if context.sentences else len(context.text)
    end = max(end, result.end)
    start = min(start, result.start)
    reading = read_sentence(context.folded[start:end])
    begin = reading.index_at(result.start - start)
    stop = reading.index_at(result.end - start)
    anchor = min(begin, len(reading.words) - 1)
    while anchor > 0 and reading.words[anchor].depth and reading.words[anchor - 1].depth:
        anchor -= 1
    outcome = _within(subjects.outcome, start, end)
    excluded = [
        span
        for mention in (subjects.outcome, subjects.predictor, subjects.intervention, subjects.comparator)
        if (span := _within(mention, start, end))
    ]
    return _Place(reading, start, context.folded[start:end], anchor, begin, stop, tuple(excluded), outcome)


def _within(mention: Mention | None, start: int, end: int) -> tuple[int, int] | None:
    if mention is None or mention.start < start or mention.end > end:
        return None
    return mention.start - start, mention.end - start


def _overlaps(start: int, end: int, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(start < span_end and span_start < end for span_start, span_end in spans)


def _bracket_cues(place: _Place) -> list[Cue]:
    """Return the cues printed in the same bracket before or after the result's numbers."""
    words = place.reading.words
    if place.begin >= len(words) or not words[place.begin].depth:
        return []
    low = place.begin
    while low > 0 and words[low - 1].depth:
        low -= 1
    high = place.begin
    while high + 1 < len(words) and words[high + 1].depth:
        high += 1
    return [cue for cue in place.reading.cues if low <= cue.first <= high]


def _govern(place: _Place, candidates: list[Cue]) -> Cue | None:
    """Return the cue that speaks of the result: between outcome and numbers, else before the outcome, else after."""
    words = place.reading.words
    anchor_start = words[place.anchor].start if words else 0
    before = [cue for cue in candidates if cue.start < anchor_start]
    after = [cue for cue in candidates if cue.start >= anchor_start]
    if place.outcome is not None and place.outcome[0] < anchor_start:
        between = [cue for cue in before if cue.start >= place.outcome[1]]
        if between:
            return between[-1]
        leading = [cue for cue in before if cue.end <= place.outcome[0]]
        if leading and (not after or not _predicate(place, after[0])):
            return leading[-1]
        if leading and after:
            # "A reduced X (…) and Y (…) was higher": what stands before the outcome speaks of it.
            return leading[-1] if leading[-1].role != "noun" or not _predicate(place, after[0]) else after[0]
        return after[0] if after else (before[-1] if before else None)
    if before:
        return before[-1]
    return after[0] if after else None


def _predicate(place: _Place, cue: Cue) -> bool:
    """Return whether the cue stands as a predicate: after a form of *be* or as a verb without an object."""
    words = place.reading.words
    index = cue.first - 1
    while index > 0 and (
        words[index].text.endswith("ly") or words[index].text in ("not", "also", "more", "less")
    ):
        index -= 1
    return index >= 0 and (words[index].text in word_list("be") or cue.role == "verb")


def _compose(place: _Place, cue: Cue) -> tuple[str, tuple[Cue, ...]]:
    """Return the effect of ``cue`` joined with a change word next to it: *greater reduction*, *decreased less*."""
    reading = place.reading
    words = reading.words
    usable = [c for c in reading.cues if not _overlaps(c.start, c.end, place.excluded)]
    degrees = word_list("degree")
    segment = reading.segment(cue.first)
    index = usable.index(cue) if cue in usable else -1
    if index < 0:
        return cue.effect, (cue,)
    changes = ("verb", "noun")
    if words[cue.first].text in degrees and cue.effect in _SIGN:
        for other in usable[index + 1 : index + 3]:
            if other.effect in ("sig", "trend"):
                continue
            if (
                other.role in changes
                and other.effect in _OPPOSITE
                and other.first - cue.last <= 4
                and other.first > cue.last
            ):
                if any(
                    w.text in ("in", "of", "was", "were", ",", "than")
                    for w in words[cue.last + 1 : other.first]
                ):
                    break
                return _scaled(cue, other), (cue, other)
            break
        following = words[cue.last + 1].text if cue.last + 1 < len(words) else "."
        behind = usable[index - 1] if index else None
        if (
            behind is not None
            and behind.role == "verb"
            and behind.effect in _OPPOSITE
            and cue.first - behind.last == 1
        ):
            return _scaled(cue, behind), (behind, cue)  # "reduced more fat"
        if not following[:1].isalpha() or following in _GROUP_PREPOSITIONS or following in word_list("than") or following in (
            "and", "at", "when", "during", "following", "pronounced", "marked", "rapidly", "to",
        ):  # fmt: skip
            for other in reversed(usable[:index]):
                if (
                    reading.segment(other.first) != segment
                    or words[other.first].depth != words[cue.first].depth
                ):
                    break
                if other.effect in ("sig", "trend", "differ"):
                    continue
                if (
                    other.role in changes
                    and other.effect in _OPPOSITE
                    and (other.role == "noun" or cue.first - other.last <= 3)
                ):
                    return _scaled(cue, other), (other, cue)
                break
    elif cue.role == "noun" and cue.effect in _OPPOSITE and index:
        other = usable[index - 1]
        if other.effect == "sig" and index > 1:
            other = usable[index - 2]
        if (
            other.effect in _SIGN
            and words[other.first].text in degrees
            and cue.first - other.last <= 4
            and not any(w.text in ("in", "of", ",", "and") for w in words[other.last + 1 : cue.first])
        ):
            return _scaled(other, cue), (other, cue)
    return cue.effect, (cue,)


def _scaled(degree: Cue, change: Cue) -> str:
    return change.effect if degree.effect == "up" else _OPPOSITE[change.effect]


def _find_claim(place: _Place, *, denials: bool = True) -> _Claim | None:
    """Return what the sentence says of the result, from the nearest clause that says something."""
    reading = place.reading
    if not reading.words:
        return None
    inner = _bracket_cues(place)
    bracket = _verdict_of(
        place, [cue for cue in inner if cue.effect in ("ns", "sig", "same", "differ")], near=True
    )
    if denials and bracket is not None and (bracket.effect == "same" or bracket.stated is False):
        return bracket
    inner_spans = {(cue.first, cue.last) for cue in inner}
    open_cues = [
        cue
        for cue in reading.cues
        if not reading.words[cue.first].depth
        and (cue.first, cue.last) not in inner_spans
        and not _overlaps(cue.start, cue.end, place.excluded)
        and (denials or not (cue.negated or cue.effect in ("same", "ns")))
    ]
    home = reading.segment(place.anchor)
    order = [home]
    if place.outcome is not None:
        outcome_segment = reading.segment(reading.index_at(place.outcome[0]))
        if outcome_segment != home:
            order.append(outcome_segment)
    nearby = len(order)
    count = len(reading.breaks) + 1
    order += [s for s in (*range(home - 1, -1, -1), *range(home + 1, count)) if s not in order]
    undirected: _Claim | None = None
    denial = _with_afterthought(place, _Claim("none", (), True), open_cues)
    for rank, segment in enumerate(order):
        cues = [cue for cue in open_cues if reading.segment(cue.first) == segment]
        claim = _verdict_of(place, cues, near=rank < nearby)
        if claim is None:
            continue
        if denial.effect == "same" and not (rank < nearby and claim.effect in _DIRECTED):
            return denial
        if claim.effect in _DIRECTED:
            return _with_afterthought(place, claim, open_cues)
        undirected = undirected or claim
        if claim.stated is False:
            return claim
    return undirected


def _verdict_of(place: _Place, cues: list[Cue], *, near: bool) -> _Claim | None:
    """Return what the cues of one clause say together."""
    if not cues:
        return None
    trend = any(cue.effect == "trend" for cue in cues)
    stated: bool | None = None
    deciding: list[Cue] = []
    for cue in cues:
        if cue.effect == "ns" or (cue.effect == "sig" and cue.negated):
            stated = False
            deciding = [cue]
            break
        if cue.effect == "sig":
            stated = True
            deciding = [cue]
    directed = [cue for cue in cues if cue.effect in _DIRECTED or cue.effect in ("differ", "assoc")]
    governing = _govern(place, directed)
    if governing is None:
        if stated is False:
            return _Claim("same", tuple(deciding), near, stated, trend)
        return _Claim("none", tuple(deciding), near, stated, trend) if deciding or trend else None
    if governing.negated or stated is False:
        parts = tuple(dict.fromkeys((*deciding, governing)))
        return _Claim(
            "same" if governing.effect != "same" or stated is False else "differ", parts, near, stated, trend
        )
    if governing.effect == "assoc":
        sign = next(
            (
                cue
                for cue in cues
                if cue.effect in ("plus", "minus") and abs(cue.first - governing.first) <= 4
            ),
            None,
        )
        effect = {"plus": "up", "minus": "down"}[sign.effect] if sign else "differ"
        parts = (governing, sign) if sign else (governing,)
        return _Claim(effect, parts, near, stated, trend)
    effect, parts = _compose(place, governing)
    return _Claim(effect, (*parts, *deciding), near, stated, trend)


def _with_afterthought(place: _Place, claim: _Claim, cues: list[Cue]) -> _Claim:
    """Return the claim, made *no difference* by a neighbouring clause such as "but this was not significant"."""
    reading = place.reading
    home = reading.segment(place.anchor)
    for cue in cues:
        away = reading.segment(cue.first) - home
        if away not in (1, -1, 2) or not (cue.effect == "ns" or (cue.effect == "sig" and cue.negated)):
            continue
        begin = reading.breaks[reading.segment(cue.first) - 1] if reading.segment(cue.first) else 0
        opening = {word.text for word in reading.words[begin : begin + 5]}
        if opening & {"this", "these", "it", "they", "difference", "differences", "not", "without", "none", "non-significant",
                      "nonsignificant", "statistically", "did", "effect", "result", "results", "trend", "failed"}:  # fmt: skip
            return _Claim("same", (*claim.cues, cue), claim.near, False, claim.trend)
    return claim


def _flipped(place: _Place, claim: _Claim, subjects: Subjects) -> bool:
    """Return whether the words describe the comparator against the intervention rather than the other way round."""
    intervention = _mention_near(place, subjects.intervention)
    comparator = _mention_near(place, subjects.comparator)
    if intervention is None and comparator is None:
        return False
    if subjects.comparator is not None and is_earlier(subjects.comparator.text):
        return False
    words = place.reading.words
    cue = claim.cues[0]
    segment = place.reading.segment(cue.first)
    marks = [
        index
        for index, word in enumerate(words)
        if not word.depth and _is_mark(words, index) and place.reading.segment(index) == segment
    ]
    for mark in sorted(marks, key=lambda index: (index < cue.first, index)):
        zone_start = words[mark].end
        stop = next(
            (
                word.start
                for word in words[mark + 1 :]
                if not word.depth
                and (word.text in (",", ";") or word.text in word_list("be"))
                and word.start > zone_start + 8
            ),
            len(place.text),
        )
        if mark < cue.first:
            stop = min(stop, cue.start)
        if comparator is None and subjects.comparator is not None:
            return False  # compared with something outside the sentence (baseline): order tells nothing
        in_zone_i = intervention is not None and zone_start <= intervention[0] < stop
        in_zone_c = comparator is not None and zone_start <= comparator[0] < stop
        if in_zone_c and not in_zone_i:
            return False
        if in_zone_i and not in_zone_c:
            return True
        if in_zone_i and in_zone_c and intervention and comparator:
            # Both after it: the one right behind the mark is the reference.
            return intervention[0] < comparator[0]
    if comparator is None or marks:
        return False
    # No "than": the group named by "in", "with" … after the cue, or as the subject before it, is the one described.
    if cue.end <= comparator[0]:
        if intervention is not None and cue.end <= intervention[0]:
            return False
        gap = [word.text for word in words if cue.end <= word.start and word.end <= comparator[0]]
        if gap and gap[-1] in ("the", "a", "an"):
            gap = gap[:-1]
        led = bool(gap) and gap[-1] in _GROUP_PREPOSITIONS and len(gap) <= 12
        return led and not any(word in ("and", "versus", "vs", ";", "over", "between") for word in gap)
    return (
        subjects.intervention is None
        and comparator[1] <= cue.start
        and place.reading.segment(place.reading.index_at(comparator[0])) == segment
    )


def _is_mark(words: tuple[Word, ...], index: int) -> bool:
    """Return whether the word opens what something is compared with: *than*, *versus*, *relative to* …"""
    word = words[index].text
    if word in ("than", "versus", "vs", "vs.", "compared"):
        return True
    following = words[index + 1].text if index + 1 < len(words) else ""
    return (word, following) in (("relative", "to"), ("comparison", "with"), ("comparison", "to"))


def _mention_near(place: _Place, mention: Mention | None) -> tuple[int, int] | None:
    """Return where the mention's words stand in the sentence: its own place, else the same words found there."""
    if mention is None:
        return None
    own = _within(mention, place.base, place.base + len(place.text))
    if own:
        return own
    at = place.text.find(mention.text)
    return (at, at + len(mention.text)) if at >= 0 else None


def _acted_on(place: _Place, claim: _Claim) -> str:
    """Return the words right after the cue: in *improvement in cognition [TEST]* they tell the test's polarity."""
    words = place.reading.words
    last = max(cue.last for cue in claim.cues)
    following = []
    for word in words[last + 1 : last + 7]:
        if word.depth or word.text in (",", ";", ".", "(", "compared", "than", "versus"):
            break
        following.append(word.text)
    return " ".join(following)


def _direction_of(effect: str, outcome: Mention | None, acted_on: str = "") -> str | None:
    if effect == "same":
        return NO_DIFFERENCE
    if effect in _SIGN:
        return INCREASE if _SIGN[effect] > 0 else DECREASE
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
    if (
        result.measure == "HR"
        and outcome is not None
        and (is_duration(outcome.long_form or outcome.text) or is_duration(outcome.text))
    ):
        up = not up
    return INCREASE if up else DECREASE


def _by_groups(place: _Place, result: Result, subjects: Subjects) -> str | None:
    """Return the direction from the groups' values, first against second unless labels or times say otherwise."""
    if len(result.groups) < 2:
        return None
    first, second = result.groups[0], result.groups[-1] if len(result.groups) == 2 else result.groups[1]
    if first.value == second.value:
        return None
    up = first.value > second.value
    intervention, comparator = subjects.intervention, subjects.comparator
    order = _label_order(first.label, second.label, intervention, comparator)
    if len(result.groups) > 2:
        return None  # three arms: which pair is meant is for the words to say
    if order is None and comparator is not None and is_earlier(comparator.text):
        order = -1
    if order is None and intervention is not None and comparator is not None:
        left, right = _mention_near(place, intervention), _mention_near(place, comparator)
        if left and right and left[0] > right[0] and not _after_than(place, right):
            order = -1
    if order == -1:
        up = not up
    return INCREASE if up else DECREASE


def _after_than(place: _Place, span: tuple[int, int]) -> bool:
    index = place.reading.index_at(span[0])
    return any(
        word.text in ("than", "compared", "versus", "vs")
        for word in place.reading.words[max(0, index - 4) : index]
    )


def _label_order(
    first: str | None, second: str | None, intervention: Mention | None, comparator: Mention | None
) -> int | None:
    """Return 1 where the first label is the intervention's, -1 where it is the comparator's, None where unclear."""

    def alike(label: str | None, arm: Mention | None) -> bool:
        if not label or arm is None:
            return False
        a, b = set(label.lower().split()), set(arm.text.lower().split())
        weak = {"the", "group", "groups", "arm", "of", "in", "patients", "with", "a"}
        return bool((a - weak) & (b - weak)) or (label.lower() == arm.text.lower())

    score = (
        alike(first, intervention)
        + alike(second, comparator)
        - alike(first, comparator)
        - alike(second, intervention)
    )
    return 1 if score > 0 else -1 if score < 0 else None


def _is_reliable(result: Result, subjects: Subjects) -> bool:
    """Return whether the effect itself is the better witness: an association's ratio whose interval leaves out one.

    Risk factors come in lists that share one verb far away; their own ratio says which way each goes.
    """
    if subjects.predictor is None or subjects.intervention is not None or result.value is None:
        return False
    if result.measure in ("R", "BETA"):
        return result.value != 0 and judge_significance(result) is not False
    return null_value(result.measure) == 1.0 and judge_significance(result) is True


def judge_direction(context: Context, result: Result, subjects: Subjects) -> Judgement:
    """Judge what happened to the outcome, and whether the result is significant, keeping the deciding words."""
    place = _place(context, result, subjects)
    claim = _find_claim(place)
    stated = claim.stated if claim is not None and claim.near else None
    significant = judge_significance(result, stated=stated)
    kind = result.p.kind if result.p is not None else None
    if result.measure == "R" and _agrees(place):
        return Judgement(None, significant, ())
    if kind in lexicon("significance")["stated"]["undirected_kinds"]:
        return Judgement(None, judge_significance(result), ())
    spans = _spans(context, place, claim)
    if (
        result.measure
        in ("AUC", "SENS", "SPEC", "PPV", "NPV", "LR", "ACC", "KAPPA", "ICC", "R2", "OTHER", "NNT")
        and len(result.groups) < 2
    ):
        return Judgement(None, significant, ())
    if (
        result.measure in ("PROP", "MEAN", "MEDIAN", "RATE")
        and len(result.groups) < 2
        and result.p is None
        and subjects.comparator is None
    ):
        return Judgement(None, significant, ())
    if p_verdict(result.p) and claim is not None and claim.effect == "same" and kind != "noninferiority":
        # A small p contradicts "no difference": those words speak of something else.
        claim = _find_claim(place, denials=False)
        spans = _spans(context, place, claim)
        significant = judge_significance(
            result, stated=claim.stated if claim is not None and claim.near else None
        )
    if (claim is None or claim.effect in ("none", "differ")) and _denied_later(
        context, result, subjects.outcome
    ):
        return Judgement(NO_DIFFERENCE, False, spans)
    values = _by_effect(result, subjects.outcome) or _by_groups(place, result, subjects)
    direction: str | None = None
    if _is_reliable(result, subjects):
        direction = _by_effect(result, subjects.outcome)
    elif claim is not None and claim.near and claim.effect in _DIRECTED:
        direction = _direction_of(claim.effect, subjects.outcome, _acted_on(place, claim))
        flipped = direction in (INCREASE, DECREASE) and _flipped(place, claim, subjects)
        if flipped:
            direction = _reverse(direction)
        if (
            claim.effect in ("better", "worse")
            and result.value is not None
            and result.value < 0
            and not flipped
        ):
            known = subjects.outcome is not None and outcome_polarity(subjects.outcome.text)
            direction = direction if known else None
        if direction is None:
            shown = _by_groups(place, result, subjects)
            # A printed minus sign is an answer; a bare number may be the size of the improvement.
            values = values if result.value is not None and result.value < 0 else shown
            direction = values
    if direction in (INCREASE, DECREASE, None):
        p = result.p
        by_p = p_verdict(p)
        near = p is not None and p.value is not None and p.value <= _NEAR_SIGNIFICANT
        claims_trend = claim is not None and (claim.trend or (near and direction is not None))
        if by_p is False and not claims_trend:
            return Judgement(NO_DIFFERENCE, significant, spans)
        change = subjects.comparator is not None and is_earlier(subjects.comparator.text)
        claimed = claim is not None and (
            claim.trend or (direction is not None and null_value(result.measure) == 0.0)
        )
        if by_p is None and significant is False and not claimed and not change:
            return Judgement(NO_DIFFERENCE, significant, spans)
    if direction is None and values is not None and result.measure is not None and result.value is not None:
        direction = values
    if direction is None:
        direction = values
    if direction is None and claim is not None and not claim.near:
        direction = _direction_of(claim.effect, subjects.outcome, _acted_on(place, claim))
        if direction in (INCREASE, DECREASE) and _flipped(place, claim, subjects):
            direction = _reverse(direction)
    return Judgement(direction, significant, spans)


def _agrees(place: _Place) -> bool:
    """Return whether the coefficient measures agreement between methods, which has no direction."""
    named = [cue for cue in place.reading.cues if cue.effect == "assoc" and cue.first < place.end]
    return bool(named) and named[-1].id == "agreement"


def _denied_later(context: Context, result: Result, outcome: Mention | None) -> bool:
    """Return whether values printed without a test are called no different in the next sentence."""
    if result.p is not None or result.ci is not None or len(result.groups) != 2:
        return False
    number = context.sentence_at(max(result.start, result.end - 1)) + 1
    if number >= len(context.sentences):
        return False
    start, end = context.sentences[number]
    if end - start > 300:
        return False
    reading = read_sentence(context.folded[start:end])
    if not any(
        cue.effect == "ns" or (cue.negated and cue.effect in ("sig", "differ")) for cue in reading.cues
    ):
        return False
    opening = {word.text for word in reading.words[:4]}
    if opening & {"this", "these", "those"} or (
        opening & {"the", "however"} and {"difference", "differences"} & opening
    ):
        return True
    return outcome is not None and outcome.text.lower().split()[-1] in {word.text for word in reading.words}


def _spans(context: Context, place: _Place, claim: _Claim | None) -> tuple[TextSpan, ...]:
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
