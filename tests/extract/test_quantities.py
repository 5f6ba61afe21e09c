"""Quantities: a number with its unit, spread and counts as they are printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.quantities import find_quantities
from evistat.read.typography import fold

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "quantities.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_quantities_as_printed(case: dict[str, Any]) -> None:
    text, folded = case["text"], fold(case["text"])
    found = find_quantities(folded, 0, len(folded))
    values = case["values"]
    assert [quantity.value for quantity in found] == values
    none = [None] * len(values)
    assert [text[slice(*q.unit)] if q.unit else None for q in found] == case.get("units", none)
    assert [text[slice(*q.spread)] if q.spread else None for q in found] == case.get("spreads", none)
    assert [q.spread_kind for q in found] == case.get("kinds", none)
    assert [text[slice(*q.n)] if q.n else None for q in found] == case.get("n", none)
    assert [[q.events, q.total] for q in found] == case.get("counts", [[None, None]] * len(values))
    if "low_high" in case:
        assert [[q.spread_low, q.spread_high] for q in found] == case["low_high"]


def test_no_quantity_begins_in_a_blocked_stretch() -> None:
    text = "fell to 12.5 mg (95% CI 8 to 19) and 14.1 mg"
    start = text.index("95%")
    found = find_quantities(text, 0, len(text), [(start, text.index(")"))])
    assert [(quantity.value, quantity.spread) for quantity in found] == [(12.5, None), (14.1, None)]


def test_letters_that_look_like_others_write_numbers_too() -> None:
    text = "\u017fix of 41 fell, and f\u0131fty-\u017fix per cent rose"
    assert [quantity.value for quantity in find_quantities(text, 0, len(text))] == [6, 56]


def test_only_the_stretch_asked_for_is_read() -> None:
    text = "12 kg. 34 kg. 56 kg."
    assert [quantity.value for quantity in find_quantities(text, 6, 14)] == [34]


@given(st.text(alphabet="0123456789.,%±/()[]- nofSDIQRrange=vs kgmonths", max_size=60))
def test_quantities_are_in_order_and_hold_their_parts(text: str) -> None:
    folded = fold(text)
    end = 0
    for quantity in find_quantities(folded, 0, len(folded)):
        assert (
            end <= quantity.start <= quantity.value_start < quantity.value_end <= quantity.end <= len(folded)
        )
        for part in (quantity.unit, quantity.spread, quantity.n):
            assert part is None or quantity.start <= part[0] < part[1] <= quantity.end
        end = quantity.end
