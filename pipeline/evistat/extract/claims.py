"""A result in its sentence → what its clause's words claim (up, down, better, worse, same), and which."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from evistat.extract.claim_view import DIRECTED
from evistat.extract.composed_changes import compose
from evistat.extract.cues import SIGN, Cue, word_list
from evistat.extract.governing_cues import counting_cue, directed_cues, governing_cue
from evistat.extract.result_place import Place, overlaps

# Among how many first words a clause shows that it leaves its subject out.
_ELLIPSIS = 3
# How many words may stand between "but not" and the result of what is left out.
_EXCEPTION = 12


@dataclass(frozen=True, slots=True)
class Claim:
    """What the words of a clause say: an effect (up, down, better, worse, same, differ, none) and where."""

    effect: str
    cues: tuple[Cue, ...]
    near: bool  # in the clause of the result or of its outcome
    stated: bool | None = None
    trend: bool = False


def find_claim(place: Place, *, denials: bool = True) -> Claim | None:
    """Return what the sentence says of the result, from the nearest clause that says something."""
    reading = place.reading
    if not reading.words:
        return None
    inner = _bracket_cues(place)
    bracket = _verdict_of(
        place, [cue for cue in inner if cue.effect in ("ns", "sig", "same", "differ")], near=True
    )
    if denials and bracket is not None and bracket.effect == "same":
        return bracket
    inner_spans = {(cue.first, cue.last) for cue in inner}
    open_cues = [
        cue
        for cue in map(partial(_undenied_by_names, place), reading.cues)
        if not reading.words[cue.first].depth
        and (cue.first, cue.last) not in inner_spans
        and not overlaps(cue.start, cue.end, place.excluded)
        and (denials or not (cue.negated or cue.effect in ("same", "ns")))
    ]
    if denials and (excepted := _excepted(place, open_cues)) is not None:
        return excepted
    home = reading.segment(place.anchor)
    order = [home]
    if place.outcome is not None:
        outcome_segment = reading.segment(reading.index_at(place.outcome[0]))
        if outcome_segment != home:
            order.append(outcome_segment)
    nearby = len(order)
    count = len(reading.breaks) + 1
    order += [s for s in (*range(home - 1, -1, -1), *range(home + 1, count)) if s not in order]
    undirected: Claim | None = None
    turned = _turns(place, open_cues)
    denial = _with_afterthought(place, Claim("none", (), True), open_cues)
    for rank, segment in enumerate(order):
        cues = [cue for cue in open_cues if reading.segment(cue.first) == segment]
        claim = _verdict_of(place, cues, near=rank < nearby)
        if claim is None or (turned and segment == home - 1 and claim.effect == "same"):
            continue
        if denial.effect == "same" and not (rank < nearby and claim.effect in DIRECTED):
            return denial
        if claim.effect in DIRECTED:
            return _with_afterthought(place, claim, open_cues)
        undirected = undirected or claim
    return undirected


def _undenied_by_names(place: Place, cue: Cue) -> Cue:
    """Return the cue, freed of a negator that belongs to a name (*migraine without aura was associated with O*)."""
    if cue.negator is None:
        return cue
    word = place.reading.words[cue.negator]
    if word.text not in word_list("negators_in_names") or not overlaps(word.start, word.end, place.excluded):
        return cue
    return replace(cue, negator=None)


def _turns(place: Place, cues: list[Cue]) -> bool:
    """Return whether the result's clause opens with *but* and says nothing else (*…, but in 2013 (OR 2.5)*)."""
    reading = place.reading
    home = reading.segment(place.anchor)
    if not home or any(reading.segment(cue.first) == home for cue in cues):
        return False
    first = reading.breaks[home - 1]
    return (
        reading.words[first].text == "but"
        and place.anchor - first <= 6
        and (reading.words[min(first + 1, len(reading.words) - 1)].text in word_list("group_prepositions"))
    )


def _excepted(place: Place, cues: list[Cue]) -> Claim | None:
    """Return that nothing differed where the result is what a claim leaves out (*O was higher in A, but not in B (…)*)."""
    words = place.reading.words
    anchor = place.anchor
    for index in range(anchor - 1, max(1, anchor - _EXCEPTION), -1):
        if words[index].depth or words[index].text not in ("not", "but"):
            continue
        if words[index].text == "but" or words[index - 1].text != "but":
            return None
        claimed = [
            cue for cue in cues if cue.first < index - 1 and cue.effect in DIRECTED | {"differ", "assoc"}
        ]
        if not claimed or any(index < cue.first < anchor for cue in cues):
            return None
        return Claim("same", (claimed[-1],), True, False) if not claimed[-1].negated else None
    return None


def _bracket_cues(place: Place) -> list[Cue]:
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


def _verdict_of(place: Place, cues: list[Cue], *, near: bool) -> Claim | None:
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
    directed = directed_cues(place, cues)
    governing = governing_cue(place, directed)
    if governing is None:
        if stated is False:
            return Claim("same", tuple(deciding), near, stated, trend)
        return Claim("none", tuple(deciding), near, stated, trend) if deciding or trend else None
    if governing.negated or stated is False:
        parts = tuple(dict.fromkeys((*deciding, governing)))
        return Claim(
            "same" if governing.effect != "same" or stated is False else "differ", parts, near, stated, trend
        )
    if governing.effect == "assoc":
        correlated = place.reading.words[governing.first].text.startswith("correlat")
        sign = next(
            (
                cue
                for cue in cues
                if cue.effect in ("plus", "minus") and abs(cue.first - governing.first) <= 4
            ),
            None,
        )
        effect = {"plus": "up", "minus": "down"}[sign.effect] if sign else "up" if correlated else "differ"
        parts = (governing, sign) if sign else (governing,)
        if sign is None and (level := _associated_level(place, governing)):
            return Claim(level, parts, near, stated, trend)
        return Claim(effect, parts, near, stated, trend)
    if governing is counting_cue(place, directed):
        return Claim(governing.effect, (governing, *deciding), near, stated, trend)
    effect, parts = compose(place, governing)
    return Claim(effect, (*parts, *deciding), near, stated, trend)


def _associated_level(place: Place, governing: Cue) -> str | None:
    """Return what *associated with a high risk of O* says: up for high, down for low."""
    words = place.reading.words[governing.last + 1 : governing.last + 6]
    if not words or words[0].text not in ("with", "to"):
        return None
    for word, following in pairwise(words):
        if following.text in word_list("frequency"):
            if word.text in word_list("high_levels"):
                return "up"
            if word.text in word_list("low_levels"):
                return "down"
    return None


def _with_afterthought(place: Place, claim: Claim, cues: list[Cue]) -> Claim:
    """Return the claim, made *no difference* by a clause beside it such as "but this was not significant"."""
    reading = place.reading
    home = reading.segment(place.anchor)
    for cue in cues:
        away = reading.segment(cue.first) - home
        if away not in (1, -1, 2) or not (cue.effect == "ns" or (cue.effect == "sig" and cue.negated)):
            continue
        begin = reading.breaks[reading.segment(cue.first) - 1] if reading.segment(cue.first) else 0
        plain = [word.text for word in reading.words[begin : begin + 8] if word.text[0].isalpha()]
        takes_up = set(plain[:5]) & word_list("taking_up") or set(plain[:_ELLIPSIS]) & word_list(
            "subject_left_out"
        )
        if takes_up and not _denies_another(place, cue):
            return Claim("same", (*claim.cues, cue), claim.near, False, claim.trend)
    return claim


def _denies_another(place: Place, denial: Cue) -> bool:
    """Return whether the denial has a claim of its own (*but not significantly more likely to fall*)."""
    reading = place.reading
    own = next((cue for cue in reading.cues if 0 < cue.first - denial.last <= 1), None)
    if own is None or own.effect not in SIGN or own.last + 1 >= len(reading.words):
        return False
    following = reading.words[own.last + 1]
    return following.text == "to" and not following.depth


def acted_on(place: Place, claim: Claim) -> str:
    """Return the words after the cue: in *improvement in cognition [TEST]* they tell the test's polarity."""
    if not claim.cues:
        return ""
    words = place.reading.words
    last = max(cue.last for cue in claim.cues)
    following = []
    for word in words[last + 1 : last + 7]:
        if word.depth or word.text in (",", ";", ".", "(", "compared", "than", "versus"):
            break
        following.append(word.text)
    return " ".join(following)
