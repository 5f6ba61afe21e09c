"""Associations of one sentence agree on the outcome that they share."""

from __future__ import annotations

import re

from evistat.extract.agreement import agree, own_items
from evistat.extract.arms import StudyArms
from evistat.extract.context import Context
from evistat.extract.finding import Result
from evistat.extract.reading import Found, Span, read_results

TEXT = "Stroke was associated with age (OR 2.1), smoking (OR 1.7) and tea (OR 1.4), not with sex."
CONTEXT = Context(text=TEXT, folded=TEXT, sentences=((0, len(TEXT)),))


def span(word: str) -> Span:
    start = TEXT.index(word)
    return start, start + len(word)


def result(measure: str = "OR") -> Result:
    return Result(0, len(TEXT), 0, "effect.named", measure=measure)


def test_an_item_taken_for_an_outcome_is_an_exposure_of_the_shared_one() -> None:
    found = [
        Found(outcome=span("Stroke"), predictor=span("age")),
        Found(outcome=span("smoking")),
        Found(outcome=span("Stroke"), predictor=span("tea")),
    ]
    agree(CONTEXT, [0, 1, 2], [result()] * 3, found)
    assert found[1] == Found(outcome=span("Stroke"), predictor=span("smoking"), rule="subject.list")
    assert found[0].rule == found[2].rule == ""


def test_what_has_sides_or_an_exposure_or_isnt_an_association_stays() -> None:
    shared = Found(outcome=span("Stroke"), predictor=span("age"))
    for other, measure in (
        (Found(outcome=span("smoking"), intervention=span("tea")), "OR"),
        (Found(outcome=span("smoking"), predictor=span("tea")), "OR"),
        (Found(), "OR"),
        (Found(outcome=span("smoking")), "MD"),
    ):
        before = Found(**{name: getattr(other, name) for name in Found.__slots__})
        agree(CONTEXT, [0, 1], [result(), result(measure)], [shared, other])
        assert other == before


def test_nothing_is_shared_where_no_result_has_an_exposure() -> None:
    found = [Found(outcome=span("Stroke")), Found(outcome=span("smoking"))]
    agree(CONTEXT, [0, 1], [result()] * 2, found)
    assert [one.outcome for one in found] == [span("Stroke"), span("smoking")]


LISTED = "Massage reduced pain (P = 0.02), stiffness (P = 0.01) and fatigue (P = 0.3)."


def listed(taken: dict[int, str]) -> list[Found]:
    """Let results of a list take what they took for their outcome, and give them their own items."""
    context = Context(text=LISTED, folded=LISTED, sentences=((0, len(LISTED)),))
    parts = {
        number: [(match.start(), match.end())]
        for number, match in enumerate(re.finditer(r"P = [\d.]+", LISTED))
    }
    reading = read_results(context, (0, 0), parts, StudyArms(None, None, trial=True), None)
    found = [Found() for _ in parts]
    for number, name in taken.items():
        start = LISTED.index(name)
        found[number].outcome = start, start + len(name)
    own_items(context, reading, found)
    return found


def test_a_result_that_took_its_neighbours_item_has_its_own() -> None:
    found = listed({0: "pain", 1: "pain", 2: "fatigue"})
    assert [LISTED[slice(*one.outcome)] for one in found if one.outcome] == ["pain", "stiffness", "fatigue"]
    assert [one.rule for one in found] == ["", "subject.list", ""]


def test_what_no_neighbour_has_stays() -> None:
    found = listed({0: "Massage", 1: "Massage", 2: "Massage"})
    assert {LISTED[slice(*one.outcome)] for one in found if one.outcome} == {"Massage"}
