"""Which of a text's mentions stands nearest before a place."""

from __future__ import annotations

import pytest

from evistat.extract.sought import nearest_sought

MENTIONS = ((10, 20), (30, 40), (50, 60))


@pytest.mark.parametrize(
    ("offset", "nearest"),
    [(5, (10, 20)), (19, (10, 20)), (20, (10, 20)), (39, (10, 20)), (40, (30, 40)), (99, (50, 60))],
)
def test_the_last_mention_that_ended_before_is_the_nearest_else_the_first(
    offset: int, nearest: tuple[int, int]
) -> None:
    assert nearest_sought(MENTIONS, offset) == nearest


def test_of_no_mentions_none_is_nearest() -> None:
    assert nearest_sought((), 5) is None
