"""A result in its sentence → what its clause's words claim (up, down, better, worse, same), and which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Protocol

from evistat.extract.claim_view import DIRECTED
from evistat.extract.context import Context
from evistat.extract.cues import (
    OPPOSITE,
    Cue,
    Reading,
    Word,
    changed_again,
    reaches_change,
    read_sentence,
    scaled,
    word_list,
)
from evistat.extract.finding import Mention, Result

SIGN = {"up": 1, "down": -1}
# Words that may follow "more", "greater" … where it speaks of a change named before.
_ENDING = frozenset({
    "and", "at", "when", "during", "following", "pronounced", "marked", "rapidly", "to",
})  # fmt: skip
# A clause that opens with one of these and denies significance denies that of the clause beside it.
_TAKING_UP = frozenset({
    "this", "these", "it", "they", "difference", "differences", "non-significant", "nonsignificant", "effect",
    "result", "results", "trend",
})  # fmt: skip
# … and so does one that leaves its subject out, among its first words (*but did not reach significance*).
_LEFT_OUT = frozenset({"not", "without", "none", "statistically", "did", "failed"})
_ELLIPSIS = 3
GROUP_PREPOSITIONS = frozenset({"in", "for", "among", "with", "on", "within", "receiving"})
# How many words may stand between a change and the last thing of its list.
_TO_OBJECT = 12
# How many words may stand between more or less and the event whose risk it is.
_TO_EVENT = 7
# How many words may stand between a change and the change that it changes.
_TO_CHANGE = 5
# How many words may stand between "but not" and the result of what is left out.
_EXCEPTION = 12
_NOT_COUNTED = frozenset({",", "and", "or", "than", "in", "by", "with", "for", "to", "at", "among", "from"})
_LEVELS = {"high": "up", "low": "down", "excess": "up", "elevated": "up"}
# After a verb these open no object.
_NOT_OBJECTS = GROUP_PREPOSITIONS | {
    "and", "or", "but", "from", "to", "by", "at", "after", "during", "over", "between", "as", "when", "than",
    "compared", "relative", "versus", "more", "less", "while", "whereas", "significantly", "was", "were",
}  # fmt: skip
# Negators that names hold.
_IN_NAMES = frozenset({"without", "non", "not", "lack", "absence"})
# How far from a result its clause may reach, in characters.
_REACH = 1000
# A result of at most so many words that holds a change word is named by it.
_PRINTED = 8


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
class Claim:
    """What the words of a clause say: an effect (up, down, better, worse, same, differ, none) and where."""

    effect: str
    cues: tuple[Cue, ...]
    near: bool  # in the clause of the result or of its outcome
    stated: bool | None = None
    trend: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A result in its sentence, in word indices and in offsets relative to the sentence."""

    reading: Reading
    base: int
    text: str
    anchor: int  # the word (outside brackets) at which the result hangs
    begin: int  # first word of the result
    end: int  # first word after it
    excluded: tuple[tuple[int, int], ...]
    outcome: tuple[int, int] | None


def place_result(context: Context, result: Result, subjects: Subjects) -> Place:
    """Place a result and what it is about in its sentence's reading."""
    first = context.sentence_at(result.start)
    last = max(first, context.sentence_at(max(result.start, result.end - 1)))
    start = context.sentences[first][0] if context.sentences else 0
    end = context.sentences[last][1] if context.sentences else len(context.text)
    end = max(end, result.end)
    start = min(start, result.start)
    if end - start > 4 * _REACH:
        # Text without sentences (a table, a list): neighbouring results share one stretch of it, read once.
        block = start + (result.start - start) // _REACH * _REACH
        start, end = max(start, block - _REACH), min(end, max(result.end, block + 2 * _REACH))
    reading = read_sentence(context.folded[start:end])
    begin = reading.index_at(result.start - start)
    stop = reading.index_at(result.end - start)
    anchor = min(begin, len(reading.words) - 1)
    while anchor > 0 and reading.words[anchor].depth and reading.words[anchor - 1].depth:
        anchor -= 1
    outcome = within(subjects.outcome, start, end)
    excluded = [
        span
        for mention in (subjects.outcome, subjects.predictor, subjects.intervention, subjects.comparator)
        if (span := within(mention, start, end))
    ]
    return Place(reading, start, context.folded[start:end], anchor, begin, stop, tuple(excluded), outcome)


def within(mention: Mention | None, start: int, end: int) -> tuple[int, int] | None:
    """Return where the mention stands relative to ``start``; None where it lies outside."""
    if mention is None or mention.start < start or mention.end > end:
        return None
    return mention.start - start, mention.end - start


def _overlaps(start: int, end: int, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(start < span_end and span_start < end for span_start, span_end in spans)


def find_claim(place: Place, *, denials: bool = True) -> Claim | None:
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
        for cue in map(partial(_undenied_by_names, place), reading.cues)
        if not reading.words[cue.first].depth
        and (cue.first, cue.last) not in inner_spans
        and not _overlaps(cue.start, cue.end, place.excluded)
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
        if claim.stated is False:
            return claim
    return undirected


def _undenied_by_names(place: Place, cue: Cue) -> Cue:
    """Return the cue, freed of a negator that belongs to a name (*migraine without aura was associated with O*)."""
    if cue.negator is None:
        return cue
    word = place.reading.words[cue.negator]
    if word.text not in _IN_NAMES or not _overlaps(word.start, word.end, place.excluded):
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
        and (reading.words[min(first + 1, len(reading.words) - 1)].text in GROUP_PREPOSITIONS)
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
    directed = [cue for cue in cues if cue.effect in DIRECTED or cue.effect in ("differ", "assoc")]
    directed = [cue for cue in directed if not _takes_up_difference(place, directed[0], cue)]
    directed = [cue for cue in directed if not _is_changed(place, directed, cue)]
    governing = _told_after(place, directed, _govern(place, directed))
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
    if governing is _counting(place, directed):
        return Claim(governing.effect, (governing, *deciding), near, stated, trend)
    effect, parts = _compose(place, governing)
    return Claim(effect, (*parts, *deciding), near, stated, trend)


def _associated_level(place: Place, governing: Cue) -> str | None:
    """Return what *associated with a high risk of O* says: up for high, down for low."""
    words = place.reading.words[governing.last + 1 : governing.last + 6]
    if not words or words[0].text not in ("with", "to"):
        return None
    for word, following in pairwise(words):
        if word.text in _LEVELS and following.text in word_list("frequency"):
            return _LEVELS[word.text]
    return None


def _is_changed(place: Place, cues: list[Cue], cue: Cue) -> bool:
    """Return whether a change of open direction is itself made more or less (*a reduction in the mean change in O*)."""
    words = place.reading.words
    if words[cue.first].text not in ("change", "changes"):
        return False
    return any(
        one.role == "noun"
        and one.effect in SIGN
        and 0 < cue.first - one.last <= _TO_CHANGE
        and all(word.text in word_list("between_changes") for word in words[one.last + 1 : cue.first])
        for one in cues
    )


def _counting(place: Place, candidates: list[Cue]) -> Cue | None:
    """Return the word that says of how many people the rest is said (*more patients had an improvement in O*)."""
    if place.outcome is None:
        return None
    words = place.reading.words
    for at in reversed(range(len(candidates))):
        cue = candidates[at]
        if cue.role != "comparative" or cue.effect not in SIGN or cue.end > place.outcome[0]:
            continue
        gap = [word.text for word in words[cue.last + 1 : cue.last + 5]]
        counted = next((at for at, word in enumerate(gap) if word in word_list("counted")), None)
        if counted is None or set(gap[:counted]) & _NOT_COUNTED:
            continue
        inner = [one for one in candidates[at + 1 :] if one.start < words[place.anchor].start]
        held = all(
            not one.negated
            and (one.effect == "differ" or (one.role == "comparative" and not _predicate(place, one)))
            for one in inner
        )
        return cue if held else None
    return None


_GOES_ON = frozenset({"being", "which", "with"})
_FAR = 12  # words from "being", "which", "with" to what they say
_AFTER_PREDICATE = frozenset(
    {".", ",", ";", "in", "than", "for", "among", "with", "after", "compared", "at", "on"}
)


def _told_after(place: Place, candidates: list[Cue], governing: Cue | None) -> Cue | None:
    """Return the word that says how the outcome differed, where its clause goes on (*differed (P), being higher in A*)."""
    if governing is None or governing.effect != "differ" or governing.negated:
        return governing
    words = place.reading.words
    told = next((cue for cue in candidates if cue.first > governing.last), None)
    if told is None or told.effect not in DIRECTED or told.effect == "same" or told.negated:
        return governing
    outside = [index for index in range(governing.last + 1, told.first) if not words[index].depth]
    opener = next(
        (index for index in outside if words[index].text in _GOES_ON and words[index - 1].text == ","), None
    )
    if opener is None or told.first - opener > _FAR or words[told.first].depth:
        return governing
    if any(words[index].text in ("and", "but", ";") for index in outside if index > opener):
        return governing
    ends = told.last + 1 == len(words) or words[told.last + 1].depth > 0
    ends = ends or words[told.last + 1].text in _AFTER_PREDICATE
    return told if words[opener].text != "with" or ends else governing


_CALLED = frozenset(
    {
        "a",
        "statistical",
        "statistically",
        "significant",
        "significantly",
        "obvious",
        "remarkable",
        "marked",
        "clear",
    }
)


def _takes_up_difference(place: Place, first: Cue, cue: Cue) -> bool:
    """Return whether the cue is the difference that an earlier one stated.

    *Higher than …, the difference was … · higher than …, with a significant difference (P = 0.02)*
    """
    words = place.reading.words
    if first is cue or first.effect not in SIGN or cue.negated or cue.first < 2:
        return False
    if words[cue.first].text not in ("difference", "differences"):
        return False
    if words[cue.first - 1].text in ("the", "this", "these"):
        return words[cue.first - 2].text in (",", "and", ";", ":")
    start = cue.first - 1
    while start > 0 and words[start].text in _CALLED:
        start -= 1
    after = words[cue.last + 1].text if cue.last + 1 < len(words) else ""
    return words[start].text in ("with", "showing", "indicating") and after not in ("in", "of", "for")


def _govern(place: Place, candidates: list[Cue]) -> Cue | None:
    """Return the cue that speaks of the result: between outcome and numbers, else before, else after."""
    words = place.reading.words
    printed = [
        cue
        for cue in candidates
        if cue.effect in SIGN and cue.role in ("noun", "verb") and place.begin < cue.first < place.end
    ]
    if len(printed) == 1 and place.end - place.begin <= _PRINTED and not words[place.begin].depth:
        return printed[0]  # "a 2.4% decrease": the result brings its own word
    if (counting := _counting(place, candidates)) is not None:
        return counting
    anchor_start = words[place.anchor].start if words else 0
    before = [cue for cue in candidates if cue.start < anchor_start]
    after = [cue for cue in candidates if cue.start >= anchor_start]
    if place.outcome is not None and place.outcome[0] < anchor_start:
        between = [cue for cue in before if cue.start >= place.outcome[1]]
        leading = [cue for cue in before if cue.end <= place.outcome[0]]
        if between and leading and leading[-1].role == "comparative":
            # "lower hunger and higher fullness (P < 0.05)": each has its own word before it.
            gap = place.reading.index_at(place.outcome[0]) - leading[-1].last
            near = gap <= 2 or (gap <= _TO_OBJECT and _in_its_list(place, leading[-1]))
            if near and all(cue.role == "comparative" and not _predicate(place, cue) for cue in between):
                return leading[-1]
        if between and leading and _has_object(place, leading[-1]):
            gap = place.reading.index_at(place.outcome[0]) - leading[-1].last
            if gap <= _TO_OBJECT and all(_has_object(place, cue, joined=True) for cue in between):
                return leading[-1]  # "reduced X and increased Y (both P < 0.05)": each has its own object
        if between:
            return between[-1]
        if leading and (not after or not _predicate(place, after[0])):
            return leading[-1]
        if leading and after:
            # "A reduced X (…) and Y (…) was higher": what stands before the outcome speaks of it.
            if leading[-1].role != "noun" or not _predicate(place, after[0]) or _goes_on(place, after[0]):
                return leading[-1]
            return after[0]
        return after[0] if after else (before[-1] if before else None)
    if place.outcome is not None:
        # "a significant (P < 0.01) gain in O": the outcome follows its numbers, the cue stands between.
        leading = [cue for cue in after if cue.end <= place.outcome[0]]
        if leading and (
            leading[-1].role == "noun"
            or (
                leading[-1].role == "comparative"
                and len(leading) > 1
                and leading[-2].effect == "assoc"
                and _reaches(words, leading[-1].last + 1, place.reading.index_at(place.outcome[0]))
            )
        ):
            return leading[-1]  # also "(P < 0.01) were predictors of higher O"
    if before:
        return before[-1]
    return after[0] if after else None


def _goes_on(place: Place, cue: Cue) -> bool:
    """Return whether *and* and another subject stand between the numbers and the cue (*a fall in O (P), and X rose*)."""
    between = [word for word in place.reading.words[place.anchor : cue.first] if not word.depth]
    joined = next((at for at, word in enumerate(between) if word.text in ("and", "but", ";")), None)
    if joined is None:
        return False
    return any(
        word.text not in word_list("be") and not word.text.endswith("ly") for word in between[joined + 1 :]
    )


def _in_its_list(place: Place, cue: Cue) -> bool:
    """Return whether the outcome stands in a list that a comparative opens (*lower thirst, hunger and fatigue*)."""
    outcome = place.reading.index_at(place.outcome[0]) if place.outcome is not None else 0
    between = [word.text for word in place.reading.words[cue.last + 1 : outcome]]
    return between[-1:] in ([","], ["and"]) and not set(between) & (
        GROUP_PREPOSITIONS | word_list("be") | {"than"}
    )


def _reaches(words: Sequence[Word], start: int, outcome: int) -> bool:
    """Return whether a word of more or less that ends before ``start`` stands at the outcome: *lower (likelihood of) O*."""
    return outcome - start <= 1 or (
        outcome - start <= _TO_EVENT
        and all(word.text in word_list("frequency") for word in words[start:outcome])
    )


def _has_object(place: Place, cue: Cue, *, joined: bool = False) -> bool:
    """Return whether the cue takes what follows it: *a rise in O*, *reduced O*; ``joined`` to what stands before."""
    words = place.reading.words
    before = [word.text for word in words[max(0, cue.first - 4) : cue.first]]
    following = words[cue.last + 1] if cue.last + 1 < len(words) else None
    if following is None or following.depth or not following.text[0].isalpha():
        return False
    if joined and not set(before) & {"and", ","}:
        return False
    if cue.role == "noun":
        return following.text in ("in", "of")
    if cue.role != "verb" or cue.effect == "differ":
        return False
    be = word_list("be")
    if any(word in be for word in before) or following.text in _NOT_OBJECTS:
        return False
    return not following.text.endswith("ly")


def _predicate(place: Place, cue: Cue) -> bool:
    """Return whether the cue stands as a predicate: after a form of *be* or as a verb without an object."""
    words = place.reading.words
    index = cue.first - 1
    while index > 0 and (
        words[index].text.endswith("ly") or words[index].text in ("not", "also", "more", "less")
    ):
        index -= 1
    return index >= 0 and (words[index].text in word_list("be") or cue.role == "verb")


def _compose(place: Place, cue: Cue) -> tuple[str, tuple[Cue, ...]]:
    """Return the effect of ``cue`` joined with a change word beside it: *greater reduction*, *fell less*."""
    reading = place.reading
    words = reading.words
    usable = [c for c in reading.cues if not _overlaps(c.start, c.end, place.excluded)]
    degrees = word_list("degree")
    segment = reading.segment(cue.first)
    index = usable.index(cue) if cue in usable else -1
    if index < 0:
        return cue.effect, (cue,)
    changes = ("verb", "noun")
    if words[cue.first].text in degrees and cue.effect in SIGN:
        for other in usable[index + 1 : index + 3]:
            if other.effect in ("sig", "trend"):
                continue
            if (
                other.role in changes
                and other.effect in OPPOSITE
                and other.first - cue.last <= 4
                and other.first > cue.last
            ):
                if any(
                    w.text in ("in", "of", "was", "were", ",", "than")
                    for w in words[cue.last + 1 : other.first]
                ):
                    break
                return scaled(words, cue, other.effect), (cue, other)
            break
        following = words[cue.last + 1].text if cue.last + 1 < len(words) else "."
        behind = usable[index - 1] if index else None
        if (
            behind is not None
            and behind.role == "verb"
            and behind.effect in OPPOSITE
            and cue.first - behind.last == 1
        ):
            return scaled(words, cue, behind.effect), (behind, cue)  # "reduced more fat"
        ends = not following[:1].isalpha() or following in _ENDING or following in word_list("than")
        apart = cue.first > 0 and words[cue.first - 1].text == ","  # "fell in all, more in A than in B"
        if ends or following in GROUP_PREPOSITIONS:
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
                    and other.effect in OPPOSITE
                    and (other.role == "noun" or apart or cue.first - other.last <= 3)
                ):
                    return scaled(words, cue, other.effect), (other, cue)
                break
    elif cue.role == "noun" and cue.effect in OPPOSITE and index:
        other = usable[index - 1]
        if other.effect == "sig" and index > 1:
            other = usable[index - 2]
        if (
            other.effect in SIGN
            and words[other.first].text in degrees
            and cue.first - other.last <= 4
            and not any(w.text in ("in", "of", ",", "and") for w in words[other.last + 1 : cue.first])
        ):
            return scaled(words, other, cue.effect), (other, cue)
        if other.effect == "differ" and other.role == "verb" and reaches_change(words, other, cue):
            return ("same" if other.negated else "differ"), (other, cue)  # "did not alter the rise in O"
        if changed_again(words, other, cue):
            return scaled(words, other, cue.effect), (other, cue)
    return cue.effect, (cue,)


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
        takes_up = set(plain[:5]) & _TAKING_UP or set(plain[:_ELLIPSIS]) & _LEFT_OUT
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
