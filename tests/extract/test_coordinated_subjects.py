"""What stands before values → whether coordinated outcomes bear them, and not groups."""

from __future__ import annotations

import pytest

from evistat.extract.coordinated_subjects import coordinated_subject


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
