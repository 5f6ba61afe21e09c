"""What stands before values → whether coordinated outcomes bear them, and not groups."""

from __future__ import annotations

import pytest

from evistat.extract.coordinated_subjects import coordinated_subject, outcomes_told


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Recall and precision were ", True),
        ("Both thirst and hunger were ", True),
        ("Thirst and hunger were common (scores ", True),
        ("Recall in the bark group and the felt group was ", False),
        ("Recall was ", False),
        ("Recall and precision rose; yield was ", False),
    ],
)
def test_who_bears_listed_values(head: str, expected: bool) -> None:
    assert coordinated_subject(head) is expected


@pytest.mark.parametrize(
    ("head", "count", "expected"),
    [
        ("Falls, night waking and thirst rates in the whole ward were ", 3, True),
        ("In the felt group, grip and reach increased by ", 2, True),
        ("Changes in grip and reach in the felt group were ", 2, True),
        ("Falls, night waking and thirst rates in the whole ward were ", 2, False),
        ("The rates in the bark and felt groups were ", 2, False),
        ("Scores for lomitrel and zelorin were ", 2, False),
        ("In groups A and B, the mean grip was ", 2, False),
        ("Grip was 3 and 4, respectively, and reach was ", 2, False),
    ],
)
def test_as_many_outcomes_as_values(head: str, count: int, expected: bool) -> None:
    assert outcomes_told(head, count) is expected
