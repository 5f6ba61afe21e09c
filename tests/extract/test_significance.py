"""Significance: stated, else by p, else by interval."""

from __future__ import annotations

import pytest

from evistat.extract.finding import Interval, PValue, Result
from evistat.extract.significance import interval_verdict, judge_significance, null_value, p_verdict


def p(op: str, value: float | None) -> PValue:
    return PValue(op, value, "", 0, 1)


def interval(lower: float | None, upper: float | None) -> Interval:
    return Interval(95.0, lower, upper, None, None, 0, 1)


@pytest.mark.parametrize(
    ("op", "value", "verdict"),
    [
        ("=", 0.049, True), ("=", 0.05, False), ("=", 0.2, False), ("<", 0.05, True), ("<=", 0.05, True), ("<", 0.1, None),
        (">", 0.05, False), (">=", 0.05, False), (">", 0.01, None), ("ns", None, False),
    ],
)  # fmt: skip
def test_p_verdict(op: str, value: float | None, verdict: bool | None) -> None:
    assert p_verdict(p(op, value)) is verdict


@pytest.mark.parametrize(
    ("measure", "lower", "upper", "verdict"),
    [
        ("OR", 1.2, 3.1, True), ("OR", 0.8, 1.4, False), ("MD", -3.0, -0.2, True), ("MD", -3.0, 0.0, None), ("OR", 1.0, 2.5, None),
        ("HR", 1.42, 0.79, False), ("AUC", 0.6, 0.8, None), ("OR", None, 2.0, None), (None, 1.0, 2.0, None),
    ],
)  # fmt: skip
def test_interval_verdict(
    measure: str | None, lower: float | None, upper: float | None, verdict: bool | None
) -> None:
    assert interval_verdict(interval(lower, upper), measure) is verdict


def test_words_come_before_numbers_but_not_against_a_clear_p() -> None:
    assert judge_significance(Result(0, 1, 0, "r", p=p("=", 0.05)), stated=True) is True
    assert judge_significance(Result(0, 1, 0, "r", p=p("=", 0.3)), stated=True) is False
    assert judge_significance(Result(0, 1, 0, "r"), stated=False) is False
    assert judge_significance(Result(0, 1, 0, "r", measure="RR", ci=interval(1.1, 2.0))) is True
    assert judge_significance(Result(0, 1, 0, "r")) is None


def test_null_values() -> None:
    assert null_value("HR") == 1.0
    assert null_value("RD") == 0.0
    assert null_value("PROP") is None
    assert null_value(None) is None
