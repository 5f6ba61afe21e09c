"""Results stated twice: the later one points to the first."""

from __future__ import annotations

from typing import Any

import pytest

from evistat.extract.repeats import mark_repeats


def finding(name: str, section: str, **numbers: Any) -> dict[str, Any]:
    empty = {"measure": None, "value": None, "ci": None, "p": None, "groups": [], "repeats": None}
    return empty | {"id": name, "section": section} | numbers


HR = {"measure": "HR", "value": 0.71, "ci": {"lower": 0.55, "upper": 0.92}, "p": {"op": "=", "value": 0.01}}
GROUPS = {"groups": [{"value": 12.3}, {"value": 18.1}]}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (HR, HR),
        (HR, HR | {"p": None}),
        (HR, HR | {"p": None, "ci": None}),
        (GROUPS, GROUPS),
        (GROUPS | HR, GROUPS),
        ({"ci": HR["ci"]}, {"ci": HR["ci"]}),
    ],
)
def test_the_same_numbers_in_the_conclusions_repeat(first: dict[str, Any], second: dict[str, Any]) -> None:
    marked = mark_repeats([finding("F1", "RESULTS", **first), finding("F2", "CONCLUSIONS", **second)])
    assert [one["repeats"] for one in marked] == [None, "F1"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (HR, HR | {"value": 0.72}),
        (HR, HR | {"measure": "OR"}),
        (HR, HR | {"p": {"op": "=", "value": 0.2}}),
        (HR, HR | GROUPS),
        ({"measure": "RR", "value": 2.0}, {"measure": "RR", "value": 2.0}),
        (HR, HR | {"ci": {"lower": 0.55, "upper": 0.93}}),
        (GROUPS, {"groups": [{"value": 12.3}, {"value": 18.2}]}),
        ({"p": {"op": "<", "value": 0.05}}, {"p": {"op": "<", "value": 0.05}}),
    ],
)
def test_other_numbers_do_not(first: dict[str, Any], second: dict[str, Any]) -> None:
    marked = mark_repeats([finding("F1", "RESULTS", **first), finding("F2", "CONCLUSIONS", **second)])
    assert [one["repeats"] for one in marked] == [None, None]


def test_two_results_of_one_section_are_two_results() -> None:
    marked = mark_repeats([finding("F1", "RESULTS", **HR), finding("F2", "RESULTS", **HR)])
    assert [one["repeats"] for one in marked] == [None, None]


def test_findings_are_not_changed_in_place() -> None:
    second = finding("F2", "CONCLUSIONS", **HR)
    mark_repeats([finding("F1", "RESULTS", **HR), second])
    assert second["repeats"] is None
