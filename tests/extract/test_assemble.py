"""Statistics of a sentence → results: every rule by marked examples, and how pieces are joined."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from evistat.extract import assemble
from evistat.extract.assemble import find_results
from evistat.extract.context import Context, SectionSpan, ShortForm
from evistat.extract.finding import Result
from evistat.extract.plain import PlainText, decimal_points, plain_text
from evistat.read.typography import fold
from evistat.records.schema import MeasureCode
from evistat.tokenise.sentences import find_sentences

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "statistics.jsonl").read_text("utf-8").splitlines()
]
MARK = re.compile(r"</?result>")
RULE = re.compile(r'"((?:p|ci|effect|groups)\.[a-z_]+)"')
TESTS = ("t", "F", "chi2", "z", "U", "W", "Q")


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a case's text without its marks, and the stretches they enclose."""
    text, starts, ends, position = "", [], [], 0
    for mark in MARK.finditer(marked):
        text += marked[position : mark.start()]
        (starts if mark[0] == "<result>" else ends).append(len(text))
        position = mark.end()
    return text + marked[position:], list(zip(starts, ends, strict=True))


def context_of(text: str, *, section: str = "RESULTS", definitions: Any = ()) -> tuple[Context, PlainText]:
    plain = plain_text(text)
    forms = []
    for short, long in definitions:
        at, long_at = plain.text.index(short), plain.text.index(long)
        forms.append(ShortForm(short, long, at, at + len(short), long_at, long_at + len(long)))
    context = Context(
        text=plain.text,
        folded=decimal_points(fold(plain.text)).replace("\n", " "),
        sentences=tuple(find_sentences(plain.text, fold(plain.text), [])),
        sections=(SectionSpan(section, 0, len(plain.text)),),
        abbreviations=tuple(forms),
    )
    return context, plain


def results_of(text: str, **more: Any) -> list[Result]:
    return find_results(context_of(text, **more)[0])[0]


def printed(result: Result, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return a result as cases write it: all of its numbers, and of the rest what the case asks for."""
    ci, p, test = result.ci, result.p, result.test
    shown = {
        "measure": result.measure,
        "value": result.value,
        "ci": [ci.lower, ci.upper] if ci else None,
        "level": ci.level if ci else None,
        "type": ci.type if ci else None,
        "p": [p.op, p.value] if p else None,
        "kind": p.kind if p else None,
        "groups": [group.value for group in result.groups],
        "test": [test.name, list(test.df), test.value] if test else None,
    }
    further = {
        "unit": result.unit,
        "adjusted": result.adjusted,
        "labels": [group.label for group in result.groups],
        "units": [group.unit for group in result.groups],
        "n": [group.n for group in result.groups],
        "events": [[group.events, group.total] for group in result.groups],
        "spreads": [group.spread for group in result.groups],
        "spread_kinds": [group.spread_kind for group in result.groups],
    }
    return shown | {key: value for key, value in further.items() if key in wanted}


def wanted(case: dict[str, Any]) -> dict[str, Any]:
    defaults = {"measure": None, "value": None, "ci": None, "level": None, "type": None, "p": None}
    defaults |= {"kind": None, "groups": [], "test": None}
    if case.get("ci"):
        defaults |= {"level": 95, "type": "confidence"}
    return defaults | case


def rules(results: list[Result]) -> set[str]:
    names = {rule for result in results for rule in result.rule.split("+")}
    names |= {part.rule for result in results for part in (result.p, result.ci) if part is not None}
    return names | {f"test.{result.test.name}" for result in results if result.test}


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.get('rule') or case['not']}: {case['text'][:60]}"
)
def test_marked_results(case: dict[str, Any]) -> None:
    text, marks = unmarked(case["text"])
    more = {key: case[key] for key in ("section", "definitions") if key in case}
    context, plain = context_of(text, **more)
    results, _ = find_results(context)
    expected = case["expect"]
    assert len(results) == len(expected), [result.rule for result in results]
    for result, one in zip(results, expected, strict=True):
        assert printed(result, one) == wanted(one)
    if "rule" in case:
        assert case["rule"] in rules(results)
    else:
        assert case["not"] not in rules(results)
    spans = [plain.span(result.start, result.end) for result in results]
    for start, end in marks:
        inside = [span for span in spans if start <= span[0] < end]
        assert inside, text[start:end]
        assert text[min(span[0] for span in inside) : max(span[1] for span in inside)] == text[start:end]


def test_every_rule_has_examples() -> None:
    sources = Path(assemble.__file__).parent.glob("*.py")
    ids = {rule for source in sources for rule in RULE.findall(source.read_text("utf-8"))}
    assert len(ids) > 25
    missing = ids | {f"test.{name}" for name in TESTS}
    assert missing - {case.get("rule") for case in CASES} == set()


def test_every_measure_has_an_example() -> None:
    codes = {one.get("measure") for case in CASES for one in case["expect"]}
    assert set(get_args(MeasureCode)) - codes == set()


def test_a_negative_example_is_no_positive_one() -> None:
    assert all(("rule" in case) != ("not" in case) for case in CASES)
    assert {case["not"].split(".")[0] for case in CASES if "not" in case} >= {
        "p",
        "ci",
        "effect",
        "groups",
        "test",
    }


def test_bracketed_statistics_stay_together() -> None:
    text = (
        "Relapse fell (HR 0.6, 95% CI 0.4-0.9, p = 0.01) and wheeze fell (HR 0.7, 95% CI 0.5-0.9, p = 0.02)."
    )
    read = [
        (result.value, result.ci and result.ci.upper, result.p and result.p.value)
        for result in results_of(text)
    ]
    assert read == [(0.6, 0.9, 0.01), (0.7, 0.9, 0.02)]


def test_a_p_value_of_a_new_clause_stands_alone() -> None:
    text = "Relapse fell (HR 0.6, 95% CI 0.4-0.9), but quality of life did not change (p = 0.4)."
    first, second = results_of(text)
    assert (first.value, first.p) == (0.6, None)
    assert (second.value, second.p and second.p.value) == (None, 0.4)


def test_results_do_not_reach_over_sentences() -> None:
    first, second = results_of("Cure was seen in 30% vs 20%. Sleep was better in the rest (P = 0.03).")
    assert [group.value for group in first.groups] == [30, 20]
    assert first.p is None
    assert (second.groups, second.p and second.p.value) == ((), 0.03)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A two-sided P < 0.05 was considered significant.", "planned_level"),
        ("Sleep fell. Significance was set at p<0.01.", "planned_level"),
    ],
)
def test_planned_levels_are_left_over_with_their_reason(text: str, reason: str) -> None:
    results, leftovers = find_results(context_of(text, section="METHODS")[0])
    assert results == []
    assert [leftover.reason for leftover in leftovers] == [reason]
    (leftover,) = leftovers
    assert text[leftover.start : leftover.end].upper().startswith("P")


def test_numbers_of_a_sample_size_calculation_are_no_results() -> None:
    text = "A sample of 120 gave 90% power to detect a difference of 5 points (SD 8) at a P of 0.05."
    assert results_of(text, section="METHODS") == []


def test_titles_name_what_is_compared() -> None:
    assert results_of("12 versus 48 weeks of bark for thirst", section="TITLE") == []
    assert len(results_of("Thirst was rarer: 12% versus 48%", section="TITLE")) == 0
    assert len(results_of("Thirst was rarer: 12% versus 48% (P = 0.02)", section="TITLE")) == 1


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # one p-value at the end of a list of bracketed values
        ("Cough (5.1 vs 6.2) and itch (2.0 vs 3.5) were rarer in the oat arm (P = 0.02).", [0.02, 0.02]),
        ("Cough (5.1 vs 6.2) was rarer and itch (2.0 vs 3.5) was milder (P = 0.02).", [None, 0.02]),
        ("Cough (5.1 vs 6.2) and itch (2.0 vs 3.5) of the oat arm was rarer (P = 0.02).", [0.02, 0.02]),
        # at the end of a list, a level below which all are; an exact value is the last item's
        ("Cough fell from 31 to 22%, itch from 19 to 12% and fever from 8 to 5% (P < 0.02).", [0.02] * 3),
        (
            "Cough fell from 31 to 22%, itch from 19 to 12% and fever from 8 to 5% (P = 0.02).",
            [None, None, 0.02],
        ),
        ("Relapse was tied to age (OR = 2.1) as well as rain (OR = 2.3), (P < 0.02).", [0.02, 0.02]),
        # a range of estimates, a claim in the passive, what a relative clause says of the last
        (
            "Rain was tied to gout, with odds ratios ranging from 1.4 (95% CI 1.1-1.8) to 3.9 (3.0-5.1) (P = 0.02).",
            [0.02] * 2,
        ),
        (
            "A 31% and 22% lower intake, respectively, was seen after oats compared to rice or rye (P = 0.02).",
            [0.02] * 2,
        ),
        (
            "Cough changed by -3.3 (95% CI -4.6 to -2.0) points and itch by -2.2 (95% CI -6.3 to 1.8) points in the oat arm, which was not significant (P = 0.2).",
            [None, 0.2],
        ),
        # at the end of the bracket they stand in
        ("Jumps were lower with boots (men: 41 vs 44 cm, women: 30 vs 33 cm, P = 0.02).", [0.02, 0.02]),
        # before the values of the claim
        ("Weight and age were correlated (P = 0.02) in men (r = 0.31) and women (r = 0.42).", [0.02, 0.02]),
        ("Falls differed (P = 0.02), with rates of 21% in the boot arm and 11% in the sock arm.", [0.02]),
        ("Smoking (P = 0.02), age (OR 1.4, 95% CI 1.1-1.9) mattered.", [0.02, None]),
        ("Age (P = 0.01) and sex (P = 0.03) were relevant predictors (AUC 0.92).", [0.01, 0.03, None]),
        # whom the value is told of, the unit behind its bracket, the value in other units
        ("Weight fell by 9%, in the oat arm at week 8 compared to baseline (P = 0.02).", [0.02]),
        (
            "Weight fell by 9% in the oat arm relative to the control arm, irrespective of the route (P = 0.02).",
            [0.02],
        ),
        ("Weight fell more [mean difference -0.7 (95% CI -1.3 to -0.2) kg; P = 0.02].", [0.02]),
        # the sentence before gave the values
        (
            "Sway was 31, 25 and 22 mm at weeks 2, 4 and 8. Significant differences were found between the time points (P = 0.02).",
            [0.02],
        ),
        (
            "Sway was 31, 25 and 22 mm at weeks 2, 4 and 8. Significant differences were found in grip strength (P = 0.02).",
            [None, 0.02],
        ),
        (
            "Sway was 31 mm in the boot arm and 22 mm in the sock arm. Sway was significantly lower in the sock arm (P = 0.02).",
            [0.02],
        ),
        (
            "Sway was 31 mm in the boot arm and 22 mm in the sock arm. Grip was significantly lower in the sock arm (P = 0.02).",
            [None, 0.02],
        ),
        # the sentence before gave the values, this one their estimate alone
        (
            "Falls were seen in 12% of the boot arm and 18% of the sock arm. The adjusted risk ratio of boots versus socks was 0.66 (95% CI 0.5 to 0.9; P = 0.02).",
            [0.02],
        ),
        (
            "Falls were seen in 12% of the boot arm and 18% of the sock arm. The risk ratio for slips was 0.66 (95% CI 0.5 to 0.9; P = 0.02).",
            [None, 0.02],
        ),
        ("Falls were linked to age (OR 1.6; 95% CI 1.2-2.0; likelihood ratio test: P = 0.02).", [0.02]),
        # what stands between two values and their estimate only says that they differ
        (
            "Falls were seen in 12% of the boot arm and 18% of the sock arm, which was significantly different (OR 0.66, 95% CI 0.5 to 0.9; P = 0.02).",
            [0.02],
        ),
        # a value and its p-value for each, in brackets of their own
        (
            "Sway and age were correlated in boys (r = 0.32, P = 0.02) and girls (0.28, P = 0.03).",
            [0.02, 0.03],
        ),
        # two changes of one verb, with the estimates of either arm, the difference printed before its p-value
        (
            "Boots lowered sway by 31% and 22% (both P = 0.02) and falls by 41% and 12% (P = 0.02).",
            [0.02] * 4,
        ),
        (
            "Falls occurred in 31% (95% CI 28-34) of the boot group and in 22% (95% CI 19-25) of the sock group. This difference was significant (P = 0.02).",
            [None, 0.02, None],
        ),
        (
            "Sway was lower with boots (31 mm) than with socks (39 mm), but the paired difference was not significant (-8 [2.4] mm; P = 0.2).",
            [0.2],
        ),
        (
            "Sway was 31 mm in the boot arm and 29 mm in the sock arm. No difference was found between groups (chi-square; P = 0.2).",
            [0.2],
        ),
        (
            "Sway was 31 mm in the boot arm and 22 mm in the sock arm. A mixed model showed statistical significance (P = 0.02).",
            [0.02],
        ),
        (
            "Sway was 31 mm in the boot arm and 29 mm in the sock arm. There was no significant difference in HR between the groups (P = 0.2).",
            [None, 0.2],
        ),
        (
            "Sway was 31 mm in the boot arm and 29 mm in the sock arm. There was no significant difference in the ladder test between the groups (P = 0.2).",
            [None, 0.2],
        ),
        (
            "Sway was 31 mm in the boot arm and 29 mm in the sock arm. The sensitivity analysis was not significant (P = 0.2).",
            [None, 0.2],
        ),
        (
            "Sway was 31 mm in the boot arm and 29 mm in the sock arm. The number of cases was significantly lower (P = 0.02).",
            [None, 0.02],
        ),
        (
            "HR was 71 bpm in the boot arm and 69 bpm in the sock arm. There was no significant difference in HR between the groups (P = 0.2).",
            [0.2],
        ),
    ],
)
def test_results_that_share_a_p_value(text: str, values: list[float | None]) -> None:
    assert [result.p.value if result.p else None for result in results_of(text)] == values


def test_an_estimate_of_the_difference_told_before() -> None:
    said = "Draughts were felt by 17% in the bark group compared with 12% in the felt group."
    (result,) = results_of(
        f"{said} This difference was not significant (relative risk 1.50; 95% CI 0.93 to 2.43)."
    )
    assert [group.value for group in result.groups] == [17, 12]
    assert (result.measure, result.value) == ("RR", 1.5)
    assert len(results_of(f"{said} Age went with draughts (relative risk 1.50; 95% CI 0.93 to 2.43).")) == 2


def test_values_of_arms_named_by_their_doses() -> None:
    told = (
        "Callers were randomised to Lomi-300 or Lomi-100. Falls were rare (Lomi-300: 2.3%; Lomi-100: 2.6%)."
    )
    (result,) = results_of(told)
    assert [group.label for group in result.groups] == ["Lomi-300", "Lomi-100"]


def test_levels_that_methods_print() -> None:
    methods = "Bells were compared with Dunn's test (P < 0.05)."
    context, _ = context_of(f"{methods} Bark bells rang longer (P < 0.01).")
    border = len(methods) + 1
    sections = (SectionSpan("METHODS", 0, border), SectionSpan("RESULTS", border, len(context.text)))
    results, leftovers = find_results(replace(context, sections=sections))
    assert [result.p.value for result in results if result.p] == [0.01]
    assert [leftover.reason for leftover in leftovers] == ["planned_level"]
