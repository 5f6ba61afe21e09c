"""Changes of an outcome that people are counted by."""

from __future__ import annotations

import pytest

from evistat.extract.context import Context
from evistat.extract.counted import counted_change
from evistat.extract.finding import Mention
from evistat.read.typography import fold


@pytest.mark.parametrize(
    ("text", "outcome", "named"),
    [
        ("More patients given zinc had an improvement in itching (p = 0.04).", "itching", "improvement in itching"),
        ("The proportion of women with a 20% reduction in mean wart area was higher.", "wart area", "reduction in mean wart area"),
        ("A higher rate of participants showed clinically meaningful gains in recall.", "recall", "clinically meaningful gains in recall"),
        ("Patients had a greater improvement in itching (p = 0.04).", "itching", "itching"),
        ("More patients had itching of the scalp (p = 0.04).", "scalp", "scalp"),
    ],
)  # fmt: skip
def test_counted_change(text: str, outcome: str, named: str) -> None:
    start = text.index(outcome)
    context = Context(text=text, folded=fold(text), sentences=((0, len(text)),))
    found = counted_change(context, Mention(outcome, start, start + len(outcome)), 0)
    assert found.text == named
    assert text[found.start : found.end] == named
