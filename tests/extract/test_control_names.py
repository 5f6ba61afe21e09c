"""Names of groups → which is the control's, and which two are compared."""

from __future__ import annotations

import pytest

from evistat.extract.control_names import choose_pair, is_baseline, is_control


@pytest.mark.parametrize(
    ("names", "pair"),
    [
        (["placebo group", "lomitrel group"], (1, 0)),
        (["lomitrel", "carbizone"], (0, 1)),
        (["lomitrel", "lomitrel plus carbizone"], (1, 0)),
        (["lowest quintile", "highest quintile"], (1, 0)),
        (["usual care", "placebo"], (0, 1)),
        (["non-smokers", "smokers"], (1, 0)),
        (["a", "b", "control"], (0, 2)),
    ],
)
def test_choose_pair(names: list[str], pair: tuple[int, int]) -> None:
    assert choose_pair(names) == pair


def test_known_comparator_decides() -> None:
    assert choose_pair(["carbizone 5 mg", "lomitrel"], frozenset({"carbizone"})) == (1, 0)


def test_control_and_baseline_names() -> None:
    assert is_control("no treatment")
    assert is_control("healthy volunteers")
    assert not is_control("yoga group")
    assert is_baseline("before surgery")
    assert not is_baseline("at 12 weeks")
