"""P-values in every printed form, planned levels told from results, and where they stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.p_values import find_p_values
from evistat.read.typography import fold

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "p_values.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_p_values_and_what_is_said_of_them(case: dict[str, Any]) -> None:
    readings = find_p_values(fold(case["text"]))
    assert [case["text"][reading.p.start : reading.p.end] for reading in readings] == case["p"]
    for reading in readings:
        assert reading.p.kind == case.get("kind")
        assert reading.planned == case.get("planned", False)
        assert reading.shared == case.get("shared")


def test_a_round_level_goes_on_along_a_list_and_no_other_number() -> None:
    readings = find_p_values("Cough and wheeze fell (P < 0.001 and 0.171, respectively).")
    assert [(one.p.op, one.p.value) for one in readings] == [("<", 0.001), ("=", 0.171)]
    readings = find_p_values("Cough and wheeze fell (P < 1e-8 and 1e-12, respectively).")
    assert [(one.p.op, one.p.value) for one in readings] == [("<", 1e-8), ("<", 1e-12)]
    readings = find_p_values("Cough, wheeze and phlegm fell (P < 0.05, 0.01 and 0.001, respectively).")
    assert [(one.p.op, one.p.value) for one in readings] == [("<", 0.05), ("<", 0.01), ("<", 0.001)]


def test_a_number_that_is_no_level_ends_a_bound() -> None:
    readings = find_p_values("Cough and wheeze fell (P < 0.001 and 0.02).")
    assert [(one.p.op, one.p.value) for one in readings] == [("<", 0.001), ("=", 0.02)]


def test_a_list_counts_its_places() -> None:
    readings = find_p_values("Cough, wheeze and phlegm fell (P = .054, < .001, and .016).")
    assert [(reading.p.op, reading.p.value, reading.listed) for reading in readings] == [
        ("=", 0.054, 0),
        ("<", 0.001, 1),
        ("=", 0.016, 2),
    ]


@pytest.mark.parametrize(
    ("operator", "op"),
    [
        ("=", "="), (":", "="), ("<", "<"), (">", ">"), ("≤", "<="), ("≥", ">="), ("<=", "<="), ("=<", "<="),
        ("<or=", "<="), ("< or =", "<="), (">or =", ">="), ("≈", "="), ("less than", "<"), ("greater than", ">"),
        ("was less than", "<"), ("&lt;", "<"), ("&lt", "<"), ("&gt;", ">"), ("equal to", "="),
    ],
)  # fmt: skip
def test_every_operator(operator: str, op: str) -> None:
    (reading,) = find_p_values(f"Pain fell (P {operator} 0.03).")
    assert (reading.p.op, reading.p.value) == (op, 0.03)


@given(st.sampled_from(["P", "p", "P value", "p-value"]), st.sampled_from("=<>≤≥"), st.integers(1, 9999))
def test_a_written_p_value_is_read(name: str, operator: str, digits: int) -> None:
    value = f"0.{digits:04d}"
    text = f"Pain fell ({name} {operator} {value})."
    (reading,) = find_p_values(text)
    assert reading.p.value == float(value)
    assert text[reading.p.start : reading.p.end] == f"{name} {operator} {value}"


@given(st.text(alphabet="pP valuesforinteract=<>≤≥&lt;0123456789.,·−-()[]NSand ", max_size=80))
def test_any_text_gives_p_values_in_order(text: str) -> None:
    folded = fold(text)
    readings = find_p_values(folded)
    starts = [reading.p.start for reading in readings]
    assert starts == sorted(starts)
    for reading in readings:
        assert folded[reading.p.start : reading.p.end] == reading.p.text
        assert reading.p.value is None or 0 <= reading.p.value <= 1
        assert (reading.p.value is None) == (reading.p.op == "ns")
