"""Effects: estimates with their measure, unit and interval, and the level carried from interval to interval."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.effects import Effect, find_effects
from evistat.read.typography import fold
from evistat.tokenise.sentences import find_sentences


def effects_of(text: str, definitions: tuple[tuple[str, str], ...] = ()) -> list[Effect]:
    folded = fold(text)
    return find_effects(folded, find_sentences(text, folded, []), definitions)


def test_an_effect_says_where_its_parts_stand() -> None:
    text = "Weight fell (mean difference −0.9 kg, 95% CI −1.5 to −0.3)."
    (effect,) = effects_of(text)
    assert effect.measure is not None
    assert effect.value_span is not None
    assert effect.unit is not None
    assert text[slice(*effect.measure)] == "mean difference"
    assert text[slice(*effect.value_span)] == "−0.9"
    assert text[slice(*effect.unit)] == "kg"
    assert effect.code == "MD"
    assert effect.named


def test_a_level_holds_for_the_intervals_after_it() -> None:
    text = "Cough fell (OR 0.6, 90% CI 0.4-0.9), as did fever (OR 0.7 [0.5-0.9]). Itch rose (OR 1.4, 99% CI 1.1-1.8)."
    assert [effect.interval and effect.interval.level for effect in effects_of(text)] == [90, 90, 99]


def test_a_level_stated_in_methods_holds() -> None:
    text = "We give odds ratios with 95% confidence intervals. Cough fell (OR 0.6, CI 0.4-0.9)."
    (effect,) = effects_of(text)
    assert effect.interval is not None
    assert effect.interval.level == 95


def test_quartiles_are_no_interval() -> None:
    text = "Stay fell (HR 0.6, 95% CI 0.4-0.9); median stay was 5 days (IQR 3-8) and 7 (range 2-12)."
    assert [effect.value for effect in effects_of(text) if effect.interval] == [0.6]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Uptake was higher by 7.5 percentage points (95% CI 2.1 to 12.9).", "RD"),
        ("The difference in uptake was 7.5% (95% CI 2.1 to 12.9).", "RD"),
        ("The mean difference in HbA1c was -0.4% (95% CI -0.6 to -0.2).", "MD"),
        ("Uptake was 7.5% (95% CI 2.1 to 12.9).", "PROP"),
        ("The median survival was 7.5 months (95% CI 2.1 to 12.9).", "MEDIAN"),
        ("The mean survival was 7.5 months (95% CI 2.1 to 12.9).", "MEAN"),
        ("Gout appeared in 7.5 per 1000 person-years (95% CI 2.1 to 12.9).", "RATE"),
        ("The pulse was reduced by 7.5% (95% CI 2.1 to 12.9).", "PCT"),
        ("The pulse was reduced by 7.5 beats/min (95% CI 2.1 to 12.9).", "MD"),
        ("Levels rose 7.5-fold (95% CI 2.1 to 12.9).", "GMR"),
    ],
)
def test_estimates_that_nothing_names(text: str, code: str) -> None:
    (effect,) = effects_of(text)
    assert effect.code == code


@pytest.mark.parametrize("code", ["MEAN", "MEDIAN", "PROP", "RATE"])
def test_estimates_of_one_arm_are_marked(code: str) -> None:
    texts = {
        "MEAN": "The mean wait was 41 minutes (95% CI 36 to 46).",
        "MEDIAN": "The median wait was 41 minutes (95% CI 36 to 46).",
        "PROP": "The prevalence was 41% (95% CI 36 to 46).",
        "RATE": "The incidence rate was 41 per 1000 person-years (95% CI 36 to 46).",
    }
    (effect,) = effects_of(texts[code])
    assert (effect.code, effect.arm) == (code, True)


@pytest.mark.parametrize(
    "text",
    [
        "The level of the odds ratio 95% CI was given.",
        "Grade 3 to 4 rash was seen on day 12.",
        "The trial ran for 12 months in 4 clinics.",
        "We gave 250 mg twice a day for 6 weeks.",
        "Aged 18 to 64 years, 48% were women.",
    ],
)
def test_no_effects(text: str) -> None:
    assert effects_of(text) == []


WORDS = [
    "OR",
    "HR",
    "mean difference",
    "0.7",
    "-1.2 kg",
    "12%",
    "95% CI",
    "(0.5-0.9)",
    "0.5 to 0.9",
    "(",
    ")",
    ",",
    "reduced by",
    "p",
    "sensitivity",
    "and",
    ". The",
    "was",
]


@given(st.lists(st.sampled_from(WORDS), max_size=16))
def test_no_number_is_in_two_effects(words: list[str]) -> None:
    text = " ".join(words)
    effects = effects_of(text)
    spans = [effect.value_span for effect in effects if effect.value_span]
    assert len(spans) == len(set(spans))
    for effect in effects:
        assert 0 <= effect.start < effect.end <= len(text)
        for part in (effect.value_span, effect.unit, effect.measure):
            assert part is None or 0 <= part[0] < part[1] <= len(text)
