"""Test statistics with their degrees of freedom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.tests import find_test_statistics
from evistat.read.typography import fold


@pytest.mark.parametrize(
    ("printed", "name", "df", "value"),
    [
        ("t = 2.5", "t", (), 2.5),
        ("t=-2.5", "t", (), -2.5),
        ("t(34) = 2.5", "t", (34,), 2.5),
        ("t (34) = −2.5", "t", (34,), -2.5),
        ("t[34] = 2.5", "t", (34,), 2.5),
        ("t(258.4) = 3.09", "t", (258.4,), 3.09),
        ("t = 2.5, df = 34", "t", (34,), 2.5),
        ("t-test = 2.5", "t", (), 2.5),
        ("F(2, 57) = 4.31", "F", (2, 57), 4.31),
        ("F(2,57)=4.31", "F", (2, 57), 4.31),
        ("F2,57 = 4.31", "F", (2, 57), 4.31),
        ("F(1,58) < 0.01", "F", (1, 58), 0.01),
        ("F = 4.31", "F", (), 4.31),
        ("χ2 = 5.3", "chi2", (), 5.3),
        ("χ² = 5.3", "chi2", (), 5.3),
        ("χ2(1) = 5.3", "chi2", (1,), 5.3),
        ("χ2 (2, N = 120) = 5.3", "chi2", (2, 120), 5.3),
        ("X2 = 5.3", "chi2", (), 5.3),
        ("chi-square = 5.3", "chi2", (), 5.3),
        ("chi-squared = 5.3, df = 1", "chi2", (1,), 5.3),
        ("Wald χ2 = 5.3", "chi2", (), 5.3),
        ("z = -2.8", "z", (), -2.8),
        ("Z=2.8", "z", (), 2.8),
        ("U = 112", "U", (), 112),
        ("Mann-Whitney U = 112.5", "U", (), 112.5),
        ("W = 85", "W", (), 85),
        ("Q = 21.4", "Q", (), 21.4),
        ("Cochran's Q = 21.4", "Q", (), 21.4),
    ],
)
def test_statistics_as_printed(printed: str, name: str, df: tuple[float, ...], value: float) -> None:
    text = f"Sway fell ({printed}, p = 0.02)."
    (found,) = find_test_statistics(fold(text))
    assert (found.name, found.df, found.value) == (name, df, value)
    assert text[found.start : found.end] == printed


@pytest.mark.parametrize(
    "text",
    [
        "a z-score = -1.2",
        "T-cells = 12",
        "pH = 7.4",
        "an F1 score of 0.8",
        "t = 12%",
        "the t value",
        "SF = 12",
        "Table W",
    ],
)
def test_other_letters(text: str) -> None:
    assert find_test_statistics(text) == []


@given(st.text(alphabet="tFzUWQχ2²(),=. -0123456789dfN", max_size=60))
def test_any_text_gives_statistics_in_order(text: str) -> None:
    folded, end = fold(text), 0
    for found in find_test_statistics(folded):
        assert end <= found.start < found.end <= len(folded)
        end = found.end
