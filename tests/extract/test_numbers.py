"""Printed numbers: decimals in every notation, powers of ten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.numbers import decimals, parse_number, parse_scientific, plain_letters


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0.05", 0.05),
        (".04", 0.04),
        ("12", 12.0),
        ("1,234", 1234.0),
        ("1,234.5", 1234.5),
        ("12,345,678", 12345678.0),
        ("0,02", 0.02),
        ("0,125", 0.125),
        ("0,020.05", 20.05),
        ("3,5", 3.5),
        ("-0,4", -0.4),
        ("- 3", -3.0),
        ("+7.25", 7.25),
        ("0. 92", 0.92),
        ("45%", 45.0),
    ],
)
def test_printed_numbers(printed: str, value: float) -> None:
    assert parse_number(printed) == value


@pytest.mark.parametrize("printed", ["", "-", "1.2.3", "ten", "NE", "%"])
def test_what_is_no_number_raises(printed: str) -> None:
    with pytest.raises(ValueError, match="could not convert"):
        parse_number(printed)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("3.2 × 10-5", 3.2e-5),
        ("3.2x10^-5", 3.2e-5),
        ("3.2 * 10(-5)", 3.2e-5),
        ("3.2 × 10{-5}", 3.2e-5),
        ("3.2 × 10⁻⁵", 3.2e-5),
        ("10-11", 1e-11),
        ("10⁻¹¹", 1e-11),
        ("1.4e-4", 1.4e-4),
        ("2E-16", 2e-16),
        (" 5 × 10-8 ", 5e-8),
    ],
)
def test_powers_of_ten(printed: str, value: float) -> None:
    assert parse_scientific(printed) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("printed", ["0.05", "12", "3.2 × 9-5", "10", "e-4", "10-11-12"])
def test_other_numbers_are_no_powers_of_ten(printed: str) -> None:
    assert parse_scientific(printed) is None


@pytest.mark.parametrize(
    ("printed", "count"),
    [("0.50", 2), (".5", 1), ("12", 0), ("0. 92", 2), ("1,234", 0), ("0,02", 2), ("45.0%", 1), ("45%", 0)],
)
def test_printed_decimals_are_counted(printed: str, count: int) -> None:
    assert decimals(printed) == count


@given(st.floats(min_value=-1e6, max_value=1e6, allow_nan=False), st.integers(min_value=0, max_value=6))
def test_what_is_written_is_read(value: float, places: int) -> None:
    written = f"{value:.{places}f}"
    assert parse_number(written) == float(written)
    assert decimals(written) == places
    assert parse_number(f"{value:,.{places}f}") == float(written)


@pytest.mark.parametrize("word", ["six", "Six", "\u017fix", "s\u0131x", "S\u0130X"])
def test_letters_that_match_where_case_is_ignored(word: str) -> None:
    assert plain_letters(word) == "six"
