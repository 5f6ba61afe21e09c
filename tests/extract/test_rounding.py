import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.rounding import Range, half_unit, is_centred, printed_range


@pytest.mark.parametrize(
    ("printed", "value", "half"),
    [
        ("0.7", 0.7, 0.05),
        ("0·70", 0.7, 0.005),
        ("12", 12.0, 0.5),
        (".5", 0.5, 0.05),
        (None, 0.25, 0.005),
        ("3 × 10-5", 3e-5, 1.5e-6),
    ],
)
def test_half_the_last_digit(printed: str | None, value: float, half: float) -> None:
    assert half_unit(printed, value) == pytest.approx(half)


@given(st.decimals(min_value=-1000, max_value=1000, places=3), st.integers(0, 3))
def test_a_printed_number_stands_for_what_rounds_to_it(exact: object, places: int) -> None:
    value = float(str(exact))
    printed = f"{value:.{places}f}"
    assert printed_range(float(printed), printed).holds(value)


@pytest.mark.parametrize(
    ("numbers", "centred"),
    [
        ((2, 1, 3), True),
        ((2, 0, 3), False),
        ((2, 1, 3.6), True),
        ((2, 1, 3.7), False),
        ((2, 3, 4), False),
        ((2, 0, 1), False),
    ],
)
def test_an_interval_is_even_round_its_estimate(numbers: tuple[float, float, float], centred: bool) -> None:
    estimate, lower, upper = (Range(number, number) for number in numbers)
    assert is_centred(estimate, lower, upper) is centred


def test_rounding_may_make_it_even() -> None:
    assert is_centred(Range(1.5, 2.5), Range(-0.5, 0.5), Range(2.5, 3.5))
