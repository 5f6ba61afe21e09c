"""Intervals: headers and levels, separators and signs, units inside, unreached bounds, bare brackets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.intervals import find_bare_brackets, find_headers, find_intervals
from evistat.extract.numbers import parse_number
from evistat.read.typography import fold

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "intervals.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_intervals_as_printed(case: dict[str, Any]) -> None:
    folded = fold(f"Pain fell, {case['text']}.")
    assert case["level"] in {level for _, _, level in find_headers(folded)}
    readings = find_intervals(folded)
    if case["bounds"] is None:
        assert readings == []
        return
    (reading,) = readings
    interval = reading.interval
    assert interval.level == case["level"]
    assert interval.type == case.get("type", "confidence")
    lower, upper = (None if bound is None else parse_number(bound) for bound in case["bounds"])
    assert (interval.lower, interval.upper) == (lower, upper)
    for bound in case["bounds"]:
        assert bound is None or bound in folded[interval.start : interval.end]


def test_an_estimate_between_level_and_bounds() -> None:
    text = "hazard ratio (HR); 95 % CI 1.9; 1.2, 3.1"
    (reading,) = find_intervals(text)
    assert reading.estimate is not None
    assert text[slice(*reading.estimate)] == "1.9"
    assert (reading.interval.lower, reading.interval.upper) == (1.2, 3.1)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("OR 1.5 (1.2-1.9)", (1.2, 1.9)),
        ("fell by 3 [-6.2 to -1.1]", (-6.2, -1.1)),
        ("rose to 45% (34.5–55.3)", (34.5, 55.3)),
        ("rose to 45% (34.5%, 55.3%)", (34.5, 55.3)),
    ],
)
def test_bare_brackets_are_candidates(text: str, bounds: tuple[float, float]) -> None:
    (reading,) = find_bare_brackets(fold(text))
    assert (reading.interval.lower, reading.interval.upper) == bounds
    assert reading.interval.level is None


@pytest.mark.parametrize(
    "text", ["(n = 12-19)", "(12)", "(12 mg, 19 mg twice)", "(about 3-5)", "see (3-5 and 9)"]
)
def test_other_brackets_are_none(text: str) -> None:
    assert find_bare_brackets(fold(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "cardiac index (CI) 2.4 L/min",
        "the CI chondrite",
        "95% of 12 to 15 beds",
        "CIS 12 to 15",
        "a 95% cut 3-4",
    ],
)
def test_what_names_no_interval(text: str) -> None:
    assert find_intervals(text) == []


BOUND = st.integers(-9999, 9999).map(lambda number: f"{number / 100:.2f}")
SEPARATOR = st.sampled_from([" to ", ", ", "; ", " - ", "–", " – "])


@given(
    st.sets(BOUND, min_size=2, max_size=2), SEPARATOR, st.sampled_from("-−–"), st.sampled_from([90, 95, 99])
)
def test_written_intervals_are_read(bounds: set[str], separator: str, minus: str, level: int) -> None:
    lower, upper = sorted(bounds, key=float)
    printed = (
        f"{lower}{separator}{upper}".replace("-", minus)
        if "-" not in separator
        else f"{lower}{separator}{upper}"
    )
    (reading,) = find_intervals(fold(f"Pain fell ({level}% CI {printed})."))
    assert (reading.interval.lower, reading.interval.upper) == (float(lower), float(upper))
    assert reading.interval.level == level


@given(st.text(alphabet="95% CIconfidenceinterval0123456789.,;:–−-()[]to andNE<>=", max_size=80))
def test_any_text_gives_intervals_within_it(text: str) -> None:
    folded = fold(text)
    for reading in [*find_intervals(folded), *find_bare_brackets(folded)]:
        interval = reading.interval
        assert 0 <= interval.start < interval.end <= len(folded)
        assert reading.outer_start <= interval.start
        assert reading.outer_end <= len(folded)
        assert interval.lower is not None or interval.upper is not None
        for number, printed in ((interval.lower, interval.lower_text), (interval.upper, interval.upper_text)):
            assert number is None or (printed is not None and abs(parse_number(printed)) == abs(number))
