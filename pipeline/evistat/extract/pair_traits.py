"""Two candidates of a result → traits of how they stand to one another: as the two sides, or as outcome and exposure.

What each trait is worth is learned with the others' weights (``weights.py``). Most depend on the sentence alone, so that
they are worked out once for all of its results.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from evistat.extract.candidates import SIDES_BACK, Candidate
from evistat.extract.control_names import is_baseline, is_control
from evistat.extract.reading import Found, Reading, Span
from evistat.extract.traits import Asked, words_of

SIDES, TIE = "sides", "tie"

_GAPS = (0, 1, 2, 4, 8, 16)  # words between two phrases
_FARTHEST = 120  # characters between two phrases whose words between them are looked at
_NEAR = 4  # words between two phrases that are taken together
_TELLING = frozenset(
    """than versus vs compared with from to of in on between and or for while whereas but respectively the""".split()  # noqa: SIM905
)
_FACTS = ("control", "baseline", "digit", "upper")
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=8192)
def _name(text: str) -> tuple[tuple[str, ...], bool, bool, bool, bool]:
    """Return a name's words, and whether it is a control's, the time before's, has digits, is in capitals."""
    return (
        tuple(words_of(text)),
        is_control(text),
        is_baseline(text),
        _DIGIT.search(text) is not None,
        text.isupper(),
    )


def of_names(text: str, one: Candidate, other: Candidate) -> Iterator[str]:
    """Yield how the names of two sides differ, whatever the result."""
    own, *first = _name(text[slice(*one.span)])
    others, *second = _name(text[slice(*other.span)])
    if own and others:
        if own[-1] == others[-1]:
            yield "sides:one head"
        if own[0] == others[0]:
            yield "sides:one beginning"
        shared = set(own) & set(others)
        yield f"sides:shared {min(len(shared), 3)}"
        if shared == set(own) != set(others):
            yield "sides:first inside"
        if shared == set(others) != set(own):
            yield "sides:second inside"
    for fact, of_first, of_second in zip(_FACTS, first, second, strict=True):
        yield f"sides:{fact} {of_first} {of_second}"


def of_places(kind: str, reading: Reading, text: str, one: Candidate, other: Candidate) -> Iterator[str]:
    """Yield how two phrases stand to one another in the sentence, whatever the result."""
    sentence = reading.sentence
    inside = [sentence.start <= span[0] < sentence.end for span in (one.span, other.span)]
    yield f"{kind}:in {inside[0]} {inside[1]}"
    if not all(inside):
        return
    order = one.span[0] < other.span[0]
    former, latter = (one, other) if order else (other, one)
    yield f"{kind}:order {order}"
    yield f"{kind}:links {order} {_link(former)} {_link(latter)}"
    yield f"{kind}:roles {order} {_role(former)} {_role(latter)}"
    if latter.span[0] - former.span[1] < _FARTHEST:
        between = words_of(text[former.span[1] : latter.span[0]])
        gap = next((k for k, most in enumerate(_GAPS) if len(between) <= most), len(_GAPS))
        yield f"{kind}:gap {order} {gap}"
        telling = [word for word in between if word in _TELLING]
        if len(between) <= _NEAR:
            yield f"{kind}:by {order} {' '.join(telling)} {len(between)}"
        for word in sorted(set(telling)):
            yield f"{kind}:tells {order} {word}"
    else:
        yield f"{kind}:far {order}"
    if former.piece is not None and latter.piece is not None:
        same = former.frame is latter.frame
        yield f"{kind}:clause {order} {same}"
        if same and former.piece.coordination == latter.piece.coordination:
            yield f"{kind}:listed {order} {_link(former)}"
        if latter.piece.link and latter.piece.link_at in (former.piece.end, former.piece.end + 1):
            yield f"{kind}:then {order} {latter.piece.link}"


def _link(one: Candidate) -> str:
    return (one.piece.link or "-") if one.piece is not None else "none"


def _role(one: Candidate) -> str:
    return one.piece.role if one.piece is not None else "none"


def of_sides(asked: Asked, one: Candidate, other: Candidate, earlier: Sequence[Found]) -> Iterator[str]:
    """Yield what speaks for two candidates as the sides of one result."""
    yield "sides"
    chosen, span = asked.chosen, (one.span, other.span)
    if (relation := _as_pair(span, (chosen.intervention, chosen.comparator))) is not None:
        yield f"sides:rule {relation}"
        yield f"sides:rule {relation} {chosen.sides}"
    before = [(found.intervention, found.comparator) for found in reversed(earlier[-SIDES_BACK:])]
    for back, pair in enumerate(before):
        if (relation := _as_pair(span, pair)) is not None:
            yield f"sides:earlier {relation}"
            yield f"sides:earlier {relation} {min(back, 2)}"
            break
    if times := before.count(span):
        yield f"sides:times {times}"
    if (relation := _as_pair(span, (asked.arms.intervention, asked.arms.comparator))) is not None:
        yield f"sides:study {relation} {asked.arms.trial}"
    yield f"sides:round {one.span[1] <= asked.at} {other.span[1] <= asked.at}"
    for source in sorted(one.sources):
        for second in sorted(other.sources):
            yield f"sides:from {source} {second}"


def _as_pair(span: tuple[Span, Span], pair: tuple[Span | None, Span | None]) -> str | None:
    """Tell whether two spans are a pair's, "same" or "reversed"."""
    if span == pair:
        return "same"
    return "reversed" if span[::-1] == pair else None


def of_lone_side(asked: Asked, one: Candidate, earlier: Sequence[Found]) -> Iterator[str]:
    """Yield what speaks for a candidate as the only side of one result that is named."""
    chosen = asked.chosen
    yield "alone"
    yield f"alone:{asked.statistic} {chosen.comparator is not None}"
    if chosen.intervention == one.span:
        yield f"alone:rule {chosen.comparator is None}"
        yield f"alone:rule {chosen.comparator is None} {chosen.sides}"
    for source in sorted(one.sources):
        yield f"alone:from {source}"
    sentence = asked.reading.sentence
    yield f"alone:in {sentence.start <= one.span[0] < sentence.end} {_link(one)}"
    before = [found.comparator for found in earlier[-SIDES_BACK:] if found.intervention == one.span]
    if None in before:
        yield "alone:earlier"
    if any(before):
        yield "alone:earlier had another"


def of_tie(asked: Asked, outcome: Candidate, exposure: Candidate, earlier: Sequence[Found]) -> Iterator[str]:
    """Yield what speaks for two candidates as outcome and exposure of one result."""
    yield "tie"
    chosen, span = asked.chosen, (outcome.span, exposure.span)
    yield f"tie:clause is {asked.own.kind}"
    if chosen.predictor is None:
        yield f"tie:rule none {chosen.intervention is not None} {asked.own.kind}"
        yield f"tie:rule none {chosen.outcome == span[0]} {chosen.rule}"
    else:
        relation = _as_pair(span, (chosen.outcome, chosen.predictor))
        if relation is not None:
            yield f"tie:rule {relation} {asked.statistic}"
            yield f"tie:rule {relation} {chosen.rule}"
    for back, found in enumerate(reversed(earlier[-SIDES_BACK:])):
        if found.predictor is None:
            continue
        if found.outcome == span[0]:
            yield f"tie:outcome earlier {min(back, 2)} {found.predictor == span[1]}"
            break
        if found.predictor == span[1]:
            yield f"tie:exposure earlier {min(back, 2)}"
            break
        if found.outcome == span[1] or found.predictor == span[0]:
            yield f"tie:crossed earlier {found.outcome == span[1]} {found.predictor == span[0]}"
            break
    order = outcome.span[0] < exposure.span[0]
    former, latter = (outcome, exposure) if order else (exposure, outcome)
    yield f"tie:order {order} {asked.statistic}"
    yield f"tie:round {outcome.span[1] <= asked.at} {exposure.span[1] <= asked.at} {asked.statistic}"
    yield f"tie:links {order} {_link(former)} {_link(latter)} {asked.statistic}"
    yield f"tie:roles {order} {_role(former)} {_role(latter)} {asked.statistic}"
    for source in sorted(outcome.sources):
        for second in sorted(exposure.sources):
            yield f"tie:from {source} {second}"
