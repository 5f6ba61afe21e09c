"""Units as printed after a number, simple and composed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.units import currency_pattern, unit_at, unit_pattern
from evistat.lexicons import lexicon
from evistat.read.typography import fold


@pytest.mark.parametrize(
    "unit",
    [
        "%", "kg", "mg/l", "mg/dL", "µg/L", "kg/m2", "kg/m²", "kg/m(2)", "mm Hg", "mmHg", "mmol/L", "IU/L", "ng/mL",
        "mL/min", "mL/min/1.73 m2", "beats/min", "months", "days", "h", "minutes", "°", "°C", "points", "percentage points",
        "per 1000 person-years", "per 100 patient-years", "per 100,000", "cells/mm3", "events per week", "steps/day",
        "min/day", "log10 copies/mL", "cases per 1,000 person-years", "deaths per 1000 live births", "per 100,000 population",
        "/1000 Person Months", "strokes per 10,000 patient-years", "hops/min", "dyn s/cm5", "U/L", "cm²", "g/day", "per day",
        "DDD/1000 people/day", "cases per 100,000 per week", "DDDs per 100 admissions",
    ],
)  # fmt: skip
def test_whole_units_are_read(unit: str) -> None:
    text = f"rose by 12.5 {unit}, p = 0.01"
    span = unit_at(fold(text), len("rose by 12.5"))
    assert span is not None
    assert text[slice(*span)] == unit


@pytest.mark.parametrize(
    "follow", [" men", " Months", " of them", " vs 12", ") and", " hospitals", " mice", " Days2", ", p"]
)
def test_other_words_are_no_units(follow: str) -> None:
    assert unit_at(f"rose to 12{follow}", len("rose to 12")) is None


def test_a_unit_ends_where_the_word_ends() -> None:
    for text in ("12 minor", "12 gallons", "12 hens", "12 unitary"):
        assert unit_at(text, 2) is None


def test_a_unit_glued_by_a_hyphen() -> None:
    assert unit_at("a 12-month course", 4) == (5, 10)


def test_every_listed_unit_is_read() -> None:
    data = lexicon("units")
    for unit in [*data["base"], *data["words"]]:
        text = fold(f"12 {unit} x")
        span = unit_at(text, 2)
        assert span is not None, unit
        assert text[slice(*span)] == fold(unit)


@pytest.mark.parametrize("sign", ["$", "€", "£", "US$"])
def test_currencies(sign: str) -> None:
    assert re.fullmatch(currency_pattern(), sign)


@given(st.text(max_size=30), st.integers(0, 30))
def test_any_text_gives_a_unit_within_it(text: str, offset: int) -> None:
    span = unit_at(text, min(offset, len(text)))
    assert span is None or (
        offset <= span[0] < span[1] <= len(text) and re.fullmatch(unit_pattern(), text[slice(*span)])
    )
