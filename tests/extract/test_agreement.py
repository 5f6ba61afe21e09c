"""Associations of one sentence agree on the outcome that they share."""

from __future__ import annotations

from evistat.extract.agreement import agree
from evistat.extract.context import Context
from evistat.extract.finding import Result
from evistat.extract.reading import Found, Span

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
