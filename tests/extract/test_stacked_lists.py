"""A row of values → lists of one length told one after another: all groups' values each, or one group's."""

from __future__ import annotations

import pytest

from evistat.extract.groups import find_comparisons
from evistat.extract.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "Mild and severe falls were 82% and 10% in the barn group, 80% and 20% in the shed group, "
                "and 40% and 52% in the tent group, respectively."
            ),
            [[82, 80, 40], [10, 20, 52]],
        ),
        (
            "Bark and felt had 21 and 24 callers of Leeds, 9 and 11 callers of Ely, and 3 and 1 callers of York, respectively.",
            [[21, 24], [9, 11], [3, 1]],
        ),
        (
            "To week 8, falls occurred in 2.3%, 3.8% and 9.1% of callers and burns occurred in 0.8%, 0.9% and 5.6%, respectively.",
            [[2.3, 3.8, 9.1], [0.8, 0.9, 5.6]],
        ),
        (
            (
                "Grip and reach were lower in the bark group than in the felt group (bark group, 6.1 kg and 5.2 kg, respectively; "
                "felt group, 9.7 kg and 8.8 kg, respectively)."
            ),
            [[6.1, 9.7], [5.2, 8.8]],
        ),
        ("Falls were 2% and 5% at 1 month, 3% and 9% at 6 months.", [[2, 5], [3, 9]]),
    ],
)
def test_lists_told_one_after_another(text: str, expected: list[list[float]]) -> None:
    found = find_comparisons(text, text, 0, len(text), find_quantities(text, 0, len(text)), [])
    assert [[group.value for group in one.groups] for one in found] == expected
