"""Which words of a text name what a control gets."""

from __future__ import annotations

import pytest

from evistat.extract.context import Context
from evistat.extract.time_before import controls


def controls_in(text: str) -> list[str]:
    return [text[slice(*span)] for span in controls(Context(text, text, ((0, len(text)),)))]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Sleep improved in Lewisham with tea.", []),
        ("Rust was less frequent with sham watering.", ["sham"]),
        ("Tea bettered glycaemic control and pain control.", []),
        ("Rowing helped birth control, quality control and tumor control.", []),
        ("The control of moths took a week.", []),
        ("A case-control design was drawn up.", []),
        ("Nurses in the control group slept.", ["control group"]),
        ("Tea was drunk longer than control.", ["control"]),
        ("Healthy control and wait-list control did not differ.", ["control", "wait-list control"]),
        ("Knitting beat controls.", ["controls"]),
    ],
)
def test_a_control_is_a_word_of_its_own_and_not_of_something(text: str, named: list[str]) -> None:
    assert controls_in(text) == named
