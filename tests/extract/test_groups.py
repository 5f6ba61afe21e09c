"""Quantities of a sentence → comparisons: which values are set against each other, and whose they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.group_row import Comparison
from evistat.extract.groups import find_comparisons
from evistat.extract.quantities import find_quantities
from evistat.read.typography import fold

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "comparisons.jsonl").read_text("utf-8").splitlines()
]


def comparisons_of(text: str) -> list[Comparison]:
    folded = fold(text)
    quantities = find_quantities(folded, 0, len(folded))
    return find_comparisons(text, folded, 0, len(folded), quantities, [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_values_set_against_each_other(case: dict[str, Any]) -> None:
    found = comparisons_of(case["text"])
    if not case["groups"]:
        assert [one for one in found if one.sure] == []
        return
    (comparison,) = found
    assert [group.text for group in comparison.groups] == case["groups"]
    assert [group.value for group in comparison.groups] == [float(printed) for printed in case["groups"]]
    if "labels" in case:
        assert [group.label for group in comparison.groups] == case["labels"]
    if "rule" in case:
        assert comparison.rule == case["rule"]
    assert comparison.sure >= case.get("sure", False)


def test_groups_keep_what_is_printed() -> None:
    text = "Stay was shorter with the lamp (5·2 ± 1·1 vs 6·8 ± 1·4 days)."
    (comparison,) = comparisons_of(text)
    first, second = comparison.groups
    assert (first.value, first.text, first.spread) == (5.2, "5·2", "± 1·1")
    assert (second.value, second.unit, second.spread) == (6.8, "days", "± 1·4")
    assert text[comparison.start : comparison.end].startswith("5·2")


def test_a_p_value_parts_values() -> None:
    text = "Stay was 5.2 days, P = 0.03, and pain 6.8 points in ward A and B, respectively."
    quantities = [q for q in find_quantities(text, 0, len(text)) if q.value != 0.03]
    start = text.index("P =")
    assert find_comparisons(text, text, 0, len(text), quantities, [(start, start + 8)]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "More warmth (16%) and wear (3%) were seen compared to the cork group (8% and 1%).",
            [[16, 8], [3, 1]],
        ),
        (
            "Onset was earlier in B (4.4 min for touch and 9.8 min for grip) than in A (4.8 min for touch and 10.9 min for grip).",
            [[4.4, 4.8], [9.8, 10.9]],
        ),
        (
            "The difference was 11% for bark and 27% for felt, compared with 17% and 20% for the older method.",
            [[11, 17], [27, 20]],
        ),
        (
            "Approval was likelier in bark compared to felt and cork (92% vs. 54 and 32%), in linen compared to silk or wool (62% vs. 27 and 43%).",
            [[92, 54, 32], [62, 27, 43]],
        ),
    ],
)
def test_items_go_with_their_own(text: str, expected: list[list[float]]) -> None:
    assert [[group.value for group in one.groups] for one in comparisons_of(text)] == expected


WORDS = [
    "12.3%",
    "18",
    "4.5 ± 1.2",
    "7/12 (58%)",
    "vs",
    "and",
    "in group A",
    "from",
    "to",
    ",",
    "respectively",
    "(",
    ")",
    "than",
    "women",
]


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_no_value_is_in_two_comparisons(words: list[str]) -> None:
    text = " ".join(words)
    seen: set[int] = set()
    for comparison in comparisons_of(text):
        assert len(comparison.groups) >= 2
        for group in comparison.groups:
            assert (
                text[group.start : group.end].startswith(group.text)
                or group.text in text[group.start : group.end]
            )
            assert group.start not in seen
            seen.add(group.start)
            if group.label_start is not None:
                assert text[group.label_start : group.label_end] == group.label
