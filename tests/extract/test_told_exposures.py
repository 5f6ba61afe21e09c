"""Exposures named by the people who have them."""

from __future__ import annotations

import pytest

from evistat.extract.context import Context
from evistat.extract.told_exposures import exposure_only


@pytest.mark.parametrize(
    ("name", "only"),
    [
        ("dancers who were barefoot", "dancers who were barefoot"),
        ("Women who were barefoot", "barefoot"),
        ("those who had danced in clogs", "had danced in clogs"),
        ("children whose fathers had no clogs", "fathers had no clogs"),
        ("the women who had been dancing", "dancing"),
        ("clogs", "clogs"),
    ],
)
def test_people_are_left_out_of_an_exposure(name: str, only: str) -> None:
    text = f"So {name}."
    span = exposure_only(Context(text=text, folded=text, sentences=(), sections=()), (3, len(text) - 1))
    assert span is not None
    assert text[slice(*span)] == only


def test_no_exposure_is_none() -> None:
    assert exposure_only(Context(text="", folded="", sentences=(), sections=()), None) is None
