"""Consistency checks: cases by hand, and that they hold on any numbers."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evistat.extract.checks import check_result
from evistat.extract.finding import Group, Interval, PValue, Result, TestStatistic, TextSpan

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "checks.jsonl").read_text("utf-8").splitlines()
]


def number(printed: str) -> float:
    return float(printed.replace("·", ".").replace(",", ""))


def p_value(printed: str, kind: str | None) -> PValue:
    if printed.endswith("NS"):
        return PValue("ns", None, printed, 0, len(printed), kind)
    op = next(op for op in ("<=", ">=", "<", ">", "=") if op in printed)
    return PValue(op, number(printed.split(op)[1].strip()), printed, 0, len(printed), kind)


def result_of(case: dict[str, Any]) -> Result:
    """Return the result a case describes; groups stand before the effect."""
    offset = count(0, 10)
    groups = []
    for printed, unit, *counts in case.get("groups", []):
        start = next(offset)
        events, total = counts or (None, None)
        groups.append(Group(number(printed), printed, start, start + 9, unit, events=events, total=total))
    result = Result(0, 1000, 0, "case", measure=case.get("measure"), adjusted=case.get("adjusted"))
    result = replace(result, unit=case.get("unit"), groups=tuple(groups))
    if value := case.get("value"):
        start = next(offset)
        span = TextSpan(value, start, start + len(value))
        result = replace(result, value=number(value), value_span=span)
    if ci := case.get("ci"):
        kind = case.get("ci_type", "confidence")
        interval = Interval(case.get("level", 95), number(ci[0]), number(ci[1]), *ci, 500, 509, kind)
        result = replace(result, ci=interval)
    if "p" in case:
        result = replace(result, p=p_value(case["p"], case.get("p_kind")))
    if test := case.get("test"):
        result = replace(result, test=TestStatistic(test[0], tuple(test[1]), test[2], 0, 9))
    return result


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_cases(case: dict[str, Any]) -> None:
    checks = {check.code: check for check in check_result(result_of(case))}
    for code, expected in case["checks"].items():
        assert (checks[code].ok if code in checks else None) is expected
    failed = [check.detail for check in checks.values() if not check.ok]
    if "detail" in case:
        assert case["detail"] in failed


def test_every_check_is_seen_to_pass_and_to_fail() -> None:
    seen = {(code, ok) for case in CASES for code, ok in case["checks"].items() if ok is not None}
    codes = {code for code, _ in seen}
    assert seen == {(code, ok) for code in codes for ok in (True, False)}


@given(st.floats(-3, 3), st.floats(0.02, 1.5), st.sampled_from([90.0, 95.0, 99.0]), st.booleans())
def test_results_made_by_the_book_are_never_flagged(
    effect: float, error: float, level: float, ratio: bool
) -> None:
    critical = {90.0: 1.644854, 95.0: 1.959964, 99.0: 2.575829}[level]
    p = math.erfc(abs(effect / error) / math.sqrt(2))
    numbers = [effect, effect - critical * error, effect + critical * error]
    if ratio:
        numbers = [math.exp(one) for one in numbers]
    printed = [f"{one:.2f}" for one in numbers]
    assume(printed[1] != printed[2] and float(printed[0]) and (not ratio or float(printed[1])))
    case = {
        "measure": "HR" if ratio else "MD",
        "value": printed[0],
        "ci": printed[1:],
        "level": level,
        "p": "P < 0.001" if p < 0.001 else f"P = {p:.3f}",
    }
    assert [check.detail for check in check_result(result_of(case)) if not check.ok] == []


NUMBERS = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False, width=32))
TEXTS = st.one_of(st.none(), st.text(max_size=8))
CODES = st.sampled_from([None, "OR", "HR", "RR", "MD", "RD", "PCT", "SMD", "AUC", "R", "PROP", "OTHER"])


GROUPS = st.builds(
    Group,
    NUMBERS.map(lambda drawn: drawn or 0.0),
    st.text(max_size=8),
    st.just(0),
    st.just(1),
    st.sampled_from(["%", None]),
    events=st.one_of(st.none(), st.integers(0, 9)),
    total=st.one_of(st.none(), st.integers(0, 9)),
)
INTERVALS = st.builds(Interval, NUMBERS, NUMBERS, NUMBERS, TEXTS, TEXTS, st.just(0), st.just(9))
PS = st.builds(
    PValue, st.sampled_from(["=", "<", ">", "ns"]), NUMBERS, st.text(max_size=8), st.just(0), st.just(9)
)
TESTS = st.builds(
    TestStatistic,
    st.sampled_from(["t", "F", "chi2", "z", "U"]),
    st.lists(st.floats(-5, 500), max_size=2).map(tuple),
    st.floats(-1e6, 1e6),
    st.just(0),
    st.just(9),
)
RESULTS = st.builds(
    Result,
    st.just(0),
    st.just(9),
    st.just(0),
    st.just("any"),
    measure=CODES,
    adjusted=st.sampled_from([True, False, None]),
    value=NUMBERS,
    value_span=st.one_of(st.none(), st.builds(TextSpan, st.text(max_size=8), st.just(5), st.just(6))),
    unit=st.sampled_from(["%", "kg", None]),
    ci=st.one_of(st.none(), INTERVALS),
    p=st.one_of(st.none(), PS),
    groups=st.lists(GROUPS, max_size=3).map(tuple),
    test=st.one_of(st.none(), TESTS),
)


@given(RESULTS)
def test_any_numbers_are_checked_without_an_error(result: Result) -> None:
    for check in check_result(result):
        assert (check.detail is None) == check.ok
