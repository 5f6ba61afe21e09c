"""One p-value for several outcomes: each gets a finding of its own (as the rules alone read them)."""

from __future__ import annotations

import pytest

from evistat.extract.context import Context, SectionSpan
from evistat.extract.findings import find_findings
from evistat.extract.roles import RulesAlone
from evistat.read.typography import fold
from evistat.tokenise.sentences import find_sentences


def named(text: str, field: str, *, together: bool = True) -> list[str | None]:
    folded = fold(text)
    context = Context(
        text, folded, tuple(find_sentences(text, folded, [])), (SectionSpan("RESULTS", 0, len(text)),)
    )
    findings = [one for one in find_findings(context, RulesAlone).findings if one["kind"] != "statement"]
    assert not together or all(one["p"] == findings[0]["p"] for one in findings)
    return [one[field]["text"] if one[field] else None for one in findings]


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("Body weight and waist girth fell with the diary (both P < 0.05).", ["Body weight", "waist girth"]),
        (
            "Cough, wheeze and phlegm were rarer with the mask (P < 0.01 for all).",
            ["Cough", "wheeze", "phlegm"],
        ),
        ("Pain and stiffness were lower in the heat group (P = 0.02).", ["Pain", "stiffness"]),
        (
            "Nap time, fasting time and hospital stay were shorter with the lamp (P = 0.02).",
            ["Nap time", "fasting time", "hospital stay"],
        ),
        ("Serum ferritin was higher in the lentil group (P = 0.02).", ["Serum ferritin"]),
        (
            "Systolic and diastolic blood pressure fell more with salt tablets (P = 0.02).",
            ["Systolic and diastolic blood pressure", "diastolic blood pressure"],
        ),
        (
            "Pain score (PS), sleep index (SI)-2 and general health (GH) were better with heat (P = 0.02).",
            ["Pain score", "sleep index (SI)-2", "general health"],
        ),
        (
            "Nurses gave better information on diet, advice on exercise and notes for relatives (P = 0.02).",
            ["information on diet", "advice on exercise", "notes for relatives"],
        ),
        (
            "Heat improved motor skills (balance, grip and reaction) (P = 0.02).",
            ["balance", "grip", "reaction"],
        ),
        (
            "Heat shortened the length of stay and the walking time and reduced the rate of falls and the cost (P < 0.05).",
            ["length of stay", "walking time", "rate of falls", "cost"],
        ),
        (
            "No differences between the groups in duration of the use of heat, heat loss, or time to rest were seen (P > 0.5).",
            ["duration of the use of heat", "heat loss", "time to rest"],
        ),
        (
            "Nurses had a lower waking pulse but a higher evening pulse than cooks (P = 0.01).",
            ["waking pulse", "evening pulse"],
        ),
        (
            "Nausea, the need for rest and pain were rarer with heat (P = 0.02).",
            ["Nausea", "need for rest", "pain"],
        ),
        (
            "Strength according to the stair test and the walk fell with heat (P = 0.02).",
            ["Strength"],
        ),
        ("The rates of falls and fractures were lower with heat (P = 0.02).", ["falls", "fractures"]),
        ("Heat improved skills (balance or grip) (P = 0.02).", ["skills"]),
        ("Changes in burns (mild, moderate, severe) were rarer with heat (P = 0.02).", ["burns"]),
        (
            "Blood markers, including ferritin and zinc, were lower with heat (P = 0.02).",
            ["ferritin", "zinc"],
        ),
        (
            "The groups differed concerning body mass, heart rate, and pulse pressure (P = 0.02).",
            ["body mass", "heart rate", "pulse pressure"],
        ),
        (
            "Nuts were linked to better sleep, higher odds of walking and lower risk of falls (P = 0.02).",
            ["sleep", "walking", "falls"],
        ),
        (
            "Gains were seen in grip strength and in the speed of recall (P = 0.02).",
            ["grip strength", "speed of recall"],
        ),
        (
            "The oat arm increased fibre intake and decreased sugar intake (P = 0.02).",
            ["fibre intake", "sugar intake"],
        ),
        (
            "Body mass, waist girth, ferritin fell with oats (P = 0.02).",
            ["Body mass", "waist girth", "ferritin"],
        ),
        ("Salt led to an immediate and large drop in muscle tone (P = 0.02).", ["muscle tone"]),
        (
            "There were no differences between the groups in age, operation time, blood loss or hospital stay (P = 0.2).",
            ["age", "operation time", "blood loss", "hospital stay"],
        ),
        (
            "Salt led to a fall in thirst, number of cramps and days of sick leave (P = 0.02).",
            ["thirst", "cramps", "days of sick leave"],
        ),
        ("For older runners, pain, sway and sleep were worse (P = 0.02).", ["pain", "sway", "sleep"]),
        ("Runners had a higher index and mean length (P = 0.02).", ["index", "length"]),
        (
            "First- and second-phase swallowing were slower with gum (P = 0.02).",
            ["First- and second-phase swallowing", "second-phase swallowing"],
        ),
        (
            "A correlation was found between rain and the rate of cough, croup and wheeze, and a negative correlation with gout (P = 0.02).",
            ["cough", "croup", "wheeze"],
        ),
        (
            "Nap length improved, and daily steps increased with the lamp (P < 0.05).",
            ["Nap length", "daily steps"],
        ),
        (
            "Cough and croup fell, fever declined and appetite was higher with the mask (all P < 0.05).",
            ["Cough", "croup", "fever", "appetite"],
        ),
        ("Cough was affected, but croup was lower with the mask (P < 0.05).", ["croup"]),
        ("Cough fell, and croup was lower with the mask (P = 0.03).", ["croup"]),
        (
            "Sway scores at the 1st, 6th and 24th hour were lower with gum (P < 0.05).",
            ["Sway scores at the 1st"],
        ),
        (
            "Complaints, including cough, croup and wheeze, increased significantly (P < 0.05).",
            ["cough", "croup", "wheeze"],
        ),
        ("There was a change in the walk (P = 0.02), mood, sway or sleep with gum.", ["walk"]),
        ("Cough, sense of smell in the mask group were better (P < 0.05).", ["Cough", "sense of smell"]),
        (
            "Among walkers in the sleep analysis, nap length, sway and pain were worse (P < 0.05).",
            ["nap length", "sway", "pain"],
        ),
        (
            "There was a rise in weight and an improvement in mood, sway and sleep (P < 0.05).",
            ["weight", "mood", "sway", "sleep"],
        ),
        (
            "For changes in mood, sway and sleep, differences were found (P < 0.05).",
            ["mood", "sway", "sleep"],
        ),
        ("Cough or croup was rarer with the lamp (P for interaction < 0.05).", ["Cough"]),
        (
            "Mood, sway and sleep were better with the lamp (P for interaction < 0.05).",
            ["Mood", "sway", "sleep"],
        ),
    ],
)
def test_coordinated_outcomes(text: str, outcomes: list[str]) -> None:
    assert named(text, "outcome") == outcomes


def test_groups_are_no_outcomes() -> None:
    assert named("Sway differed between men and women (P = 0.02).", "outcome") == ["Sway"]


def test_a_list_of_p_values_is_dealt_out_one_by_one() -> None:
    text = "Pain and stiffness were lower in the heat group (P = 0.02 and 0.04, respectively)."
    folded = fold(text)
    context = Context(text, folded, ((0, len(text)),), (SectionSpan("RESULTS", 0, len(text)),))
    findings = [one for one in find_findings(context, RulesAlone).findings if one["kind"] != "statement"]
    assert [(one["outcome"]["text"], one["p"]["value"]) for one in findings] == [
        ("Pain", 0.02),
        ("stiffness", 0.04),
    ]


@pytest.mark.parametrize(
    ("text", "predictors"),
    [
        ("Smoking and old age were associated with relapse (P < 0.05).", ["Smoking", "old age"]),
        ("Smoking and old age were associated with relapse (P = 0.03).", ["Smoking", "old age"]),
        ("Smoking was associated with relapse (P < 0.05).", ["Smoking"]),
        (
            "Age, lamp use before meals, sense of smell, and room size were predictors of sleep (P < 0.05).",
            ["Age", "lamp use", "sense of smell", "room size"],
        ),
        (
            "Age, lamp use and room size did not correlate with sleep (P > 0.05).",
            ["Age", "lamp use", "room size"],
        ),
        (
            "Sleep was not associated with age, lamp use and room size (P > 0.05).",
            ["age", "lamp use", "room size"],
        ),
        (
            "Age, lamp use and room size (all P < 0.05) were risk factors for relapse.",
            ["Age", "lamp use", "room size"],
        ),
        (
            "Sleep was predicted by age, lamp use and room size (P < 0.05).",
            ["age", "lamp use", "room size"],
        ),
    ],
)
def test_coordinated_predictors(text: str, predictors: list[str]) -> None:
    assert named(text, "predictor") == predictors


def test_bracketed_p_values_told_respectively_are_dealt_out_one_by_one() -> None:
    text = "Changes in sway and grip were 21% (P = 0.02) and 8% (P = 0.04), respectively."
    folded = fold(text)
    context = Context(text, folded, ((0, len(text)),), (SectionSpan("RESULTS", 0, len(text)),))
    findings = [one for one in find_findings(context, RulesAlone).findings if one["kind"] != "statement"]
    assert [(one["outcome"]["text"], one["p"]["value"]) for one in findings] == [
        ("sway", 0.02),
        ("grip", 0.04),
    ]


def test_exposures_that_share_a_p_value() -> None:
    said = "Relapse was associated with age and with female sex (P = 0.02)."
    assert named(said, "predictor") == ["age", "female sex"]
    said = "Age and female sex did not show an association with relapse (P = 0.2)."
    assert named(said, "predictor") == ["Age", "female sex"]


def test_an_item_with_a_p_value_of_its_own_is_not_split() -> None:
    said = "Nurses asked for lamps (P = 0.02), raw milk and milk powder (P = 0.02) and beds (P = 0.02)."
    assert len(named(said, "outcome", together=False)) == 3


def test_outcomes_of_a_claim_share_the_p_value_of_every_time() -> None:
    said = "No differences in sway or grip were found at 2 years (P = 0.2) and 5 years (P = 0.3)."
    assert named(said, "outcome", together=False) == ["sway", "grip", "sway", "grip"]


def test_outcomes_listed_far_off_are_not_shared() -> None:
    said = "Sway and grip were scored. Lamps were lit. All slept. Rain fell. Scores rose (P = 0.02)."
    assert len(named(said, "outcome")) == 1


def test_a_bracketed_p_value_is_that_of_what_it_is_printed_for() -> None:
    said = "Scores fell in the heat arm (P = 0.02 for pain, P = 0.04 for stiffness and P < 0.001 for sleep)."
    assert named(said, "outcome", together=False) == ["pain", "stiffness", "sleep"]


def test_an_exact_test_statistic_is_that_of_one_outcome() -> None:
    said = "Sway and grip differed between the lamps (F(1, 42) = 9.4, P = 0.002)."
    assert len(named(said, "outcome")) == 1
