"""Differences without a direction take the one that was said of the same outcome."""

from __future__ import annotations

import pytest

from evistat.extract.echoes import Said, echoed_direction
from evistat.extract.finding import Mention


def _named(text: str | None) -> Mention | None:
    return Mention(text, 0, len(text)) if text else None


def _said(sentence: int, arms: tuple[str | None, str | None], direction: str | None) -> Said:
    return Said(sentence, _named("heel pain"), _named(arms[0]), _named(arms[1]), direction)


DIFFERED = _said(5, ("insole group", "sock group"), None)


@pytest.mark.parametrize(
    ("other", "direction"),
    [
        (_said(4, ("insole group", "sock group"), "decrease"), "decrease"),
        (_said(4, ("sock group", "insole group"), "decrease"), "increase"),
        (_said(2, ("insole group", "sock group"), "decrease"), "decrease"),
        (_said(2, ("insole group", "baseline"), "decrease"), "decrease"),
        (_said(2, ("sock group", "baseline"), "decrease"), None),
        (_said(2, (None, None), "decrease"), None),
        (_said(0, ("insole group", "sock group"), "decrease"), None),
    ],
)
def test_direction_said_of_the_same_outcome(other: Said, direction: str | None) -> None:
    assert echoed_direction(DIFFERED, (DIFFERED, other)) == direction


def test_directions_that_disagree_tell_nothing() -> None:
    arms = ("insole group", "sock group")
    assert echoed_direction(DIFFERED, (_said(4, arms, "decrease"), _said(6, arms, "increase"))) is None
