"""Effects: estimates with their measure, unit and interval, and the level carried from interval to interval."""

from __future__ import annotations

import time

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


def shown(
    effect: Effect, text: str
) -> tuple[str | None, float | None, str | None, tuple[float | None, float | None] | None]:
    """Return an effect's code, number, unit and bounds."""
    unit = text[slice(*effect.unit)] if effect.unit else None
    bounds = (effect.interval.lower, effect.interval.upper) if effect.interval else None
    return effect.code, effect.value, unit, bounds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what stands between an estimate and its interval, and what follows
        ("Chicks (OR = 1.62; 95% CI: 1.10-2.39) months old were pecked.", ("OR", 1.62, None, (1.1, 2.39))),
        ("Stings (OR: 1.62; p value: 0.03, 95% CI: 1.05, 2.50) were common.", ("OR", 1.62, None, (1.05, 2.5))),
        ("Keepers were 1.7 times (AOR, 95% CI: 1.1-2.6) more often bitten.", ("OR", 1.7, None, (1.1, 2.6))),
        ("Prevalence was 62(24.8%), (95% CI, 19.6-30.6%).", ("PROP", 24.8, "%", (19.6, 30.6))),
        ("Moulting was 3.1% (two cases) in the barn (95% CI 0.4-10.8).", ("PROP", 3.1, "%", (0.4, 10.8))),
        ("Mites differed (-3.4% vs. -2.1%; 95% CI, -2.9 to 4.7).", (None, None, None, (-2.9, 4.7))),
        ("Laying fell (OR 0.71, 95% confidential intervals (CIs) 0.60-0.84).", ("OR", 0.71, None, (0.6, 0.84))),
        ("Laying fell (OR 0.71, 95% confidence interval or 95%Cl 0.60-0.84).", ("OR", 0.71, None, (0.6, 0.84))),
        ("Pecking was rarer (PR 0.61 [95% CI: 0.47-0,79]).", ("PR", 0.61, None, (0.47, 0.79))),
        # units
        ("Odds rose 2.4 times (95% CI 1.3-4.4).", ("OR", 2.4, None, (1.3, 4.4))),
        ("The difference was €310 per barn (95% CI 120 to 500).", ("MD", 310.0, "€", (120, 500))),
        ("The cost was U.S.$ 310 (95% CI 120 to 500).", ("MEAN", 310.0, "U.S.$", (120, 500))),
        ("The hazard ratio for CHF 1.6 (95% CI 1.2-2.1) held.", ("HR", 1.6, None, (1.2, 2.1))),
        ("The rate was 2.2 pecks per 1,000 hen-years.", None),
        ("The rate was 2.2 strokes per 1,000 person-years (95% CI 1.1-4.0).", ("RATE", 2.2, "strokes per 1,000 person-years", (1.1, 4))),
        # wordings
        ("Egg sales increased 8.3% (95% CI 6.1%-10.5%).", ("PCT", 8.3, "%", (6.1, 10.5))),
        ("Dust went with a 1.4-fold increase (95% CI 1.2-1.7) in the odds of cough.", ("OR", 1.4, None, (1.2, 1.7))),
        ("Hens lost had a mortality rate of 3.2 (95% CI 2.1-4.6).", ("RATE", 3.2, None, (2.1, 4.6))),
        ("Heat raised deaths [excess rate (ER): 4.1%; 95% CI 1.0-7.3%].", ("PCT", 4.1, "%", (1, 7.3))),
        ("The mean effect on weight was 12 g (95% CI 4 to 20).", ("MD", 12, "g", (4, 20))),
        ("The new barn's ICER compared with the old was $8,300 per egg.", ("OTHER", 8300, "$", None)),
        ("Light contributed 41% of the variance in laying.", ("R2", 41, "%", None)),
        ("Feather loss was 38.2% in the hens of a year or less (95% CI 31.7-44.9).", ("PROP", 38.2, "%", (31.7, 44.9))),
        ("Intake rose (+2.2 ml.min-1kg-1, 95% CI, -1.1, 5.6).", ("MD", 2.2, None, (-1.1, 5.6))),
        ("Lice were rarer (PR0.80[95%CI 0.70-0.91]).", ("PR", 0.8, None, (0.7, 0.91))),
        ("Correlations between scales were 0.71 [95%CI 0.60; 0.80].", ("R", 0.71, None, (0.6, 0.8))),
        ("Lice fell (mean reduction in counts = -4.2, 95% CI -6.0 to -2.4).", ("MD", -4.2, None, (-6, -2.4))),
        ("The reduction in noise in the straw barns (6.2, 95% CI 4.1 to 8.3) held.", ("MD", 6.2, None, (4.1, 8.3))),
        ("The prevalence (mean (95% CI)) of lice was 47.0% (95% CI 44.1-49.9).", ("PROP", 47, "%", (44.1, 49.9))),
        ("Straw increased mean egg weight (2.1 g, 95% CI: 0.2-4.0).", ("MD", 2.1, "g", (0.2, 4))),
        ("Straw gave a 12-unit improvement (95% CI 3 to 21) in plumage.", ("MD", 12, "unit", (3, 21))),
        ("The proportions hurt differed (difference 0.07, 95% CI 0.01 to 0.13).", ("RD", 0.07, None, (0.01, 0.13))),
    ],
)  # fmt: skip
def test_estimates_are_read_as_printed(text: str, expected: tuple[object, ...] | None) -> None:
    found = [shown(effect, text) for effect in effects_of(text)]
    assert found == ([expected] if expected else [])


def test_an_increase_named_behind_a_list_holds_for_all_of_it() -> None:
    text = (
        "Dust went with 0.4% (95% CI, 0.2%-0.6%), 1.1% (0.8%-1.4%), and 2.3% (1.6%-3.0%) increases in cough."
    )
    assert [(effect.code, effect.value) for effect in effects_of(text)] == [
        ("PCT", 0.4),
        ("PCT", 1.1),
        ("PCT", 2.3),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Weight was 4.2 (95% CI 1.1 to 7.3) g and girth 0.8 mm (95% CI 0.2 to 1.4) lower in hens.", ["MD", "MD"]),
        ("Straw reduced noise by 16% (95% CI 12%-20%) and idle time by 3.5 min/day (95% CI 2.9-4.2).", ["PCT", "MD"]),
        ("The difference grew (9.5 g, 95% CI 3.2 to 15.8, and 0.8 mm, 95% CI 0.5 to 1.1).", ["MD", "MD"]),
        ("Cocks were 1.8[95% CI 1.2-2.7] times and hens 2.9[1.6-5.2] times more likely to fight.", ["RR", "RR"]),
        ("All barns saw reductions in lice (Ely -8.3%, Bourne -12.6%, Wells -3.9%).", ["PCT", "PCT", "PCT"]),
        ("Dust went with HR 1.31 (95% CI 1.12, 1.52). Straw gave 3.6 (-0.6, 7.8) and 5.3 (-0.4, 11.0) egg months gained.", ["HR", "MD", "MD"]),
        ("Lice (median [interquartile range]; rate ratio 1.2 [95% CI, 0.9 to 1.6]) were 4 [2 to 6] at noon, 1 [0 to 2] at dusk.", ["IRR"]),
        ("Price was 18.00 (15.91-20.10) here and 40.90 (36.01-45.79) there; odds fell (OR 0.61, 95% CI 0.52-0.72).", ["MEAN", "MEAN", "OR"]),
    ],
)  # fmt: skip
def test_estimates_of_one_sentence_help_each_other(text: str, found: list[str]) -> None:
    assert [effect.code for effect in effects_of(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "The mean interval was 4.6 (2.0-7.5).",
        "Weight fell (mean decrease 7.9 to 7.1).",
        "The mean differences were small (Kruskal test H = 4.45).",
        "The strip had a higher sensitivity (94%) than the swab (65%).",
        "Satiety differed in the AUC(0-5h) and AUC 0-24 of insulin.",
        "The odds ratio of lameness per 1-kg/m(2) gain was computed.",
        "Hazard ratios were computed in siblings (ranging from 1,200 to 9,400 hens).",
        "It met a predefined upper CI margin of 0.4%.",
    ],
)
def test_numbers_that_are_no_estimates(text: str) -> None:
    assert [effect for effect in effects_of(text) if effect.value is not None or effect.interval] == []


def test_a_bracket_never_closed_takes_linear_time() -> None:
    text = "Noise fell 2.1 points (95% CI 0.8 to 3.4) and 1.2 points (" + "a b " * 20_000
    begun = time.perf_counter()
    assert [effect.value for effect in effects_of(text)] == [2.1]
    assert time.perf_counter() - begun < 5
