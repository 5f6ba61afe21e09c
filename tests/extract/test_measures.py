"""Measures by every name, adjusted and crude, and short forms that mean something else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.measures import family, find_measures
from evistat.lexicons import lexicon
from evistat.records.schema import MeasureCode

NAMES = [
    (item["code"], name)
    for line in (Path(__file__).parents[1] / "cases" / "measures.jsonl").read_text("utf-8").splitlines()
    for item in [json.loads(line)]
    for name in item["names"]
]


@pytest.mark.parametrize(("code", "name"), NAMES, ids=lambda value: value)
def test_every_name_gives_its_code(code: str, name: str) -> None:
    text = f"Pain fell ({name} = 0.72, p = 0.01)."
    mentions = find_measures(text)
    assert {mention.code for mention in mentions} == {code}
    assert name.removesuffix(" (OR)").endswith(text[mentions[0].start : mentions[0].end].split(" (")[0])


def test_every_code_of_the_record_has_a_name() -> None:
    assert set(get_args(MeasureCode)) - {"RATIO"} <= {code for code, _ in NAMES}
    assert {item["code"] for item in lexicon("measures")["measure"]} <= set(get_args(MeasureCode))


@pytest.mark.parametrize(
    ("name", "adjusted"),
    [
        ("adjusted odds ratio", True),
        ("multivariable-adjusted hazard ratio", True),
        ("age-adjusted relative risk", True),
        ("aOR", True),
        ("AOR", True),
        ("aHR", True),
        ("adjusted HR", True),
        ("crude odds ratio", False),
        ("unadjusted hazard ratio", False),
        ("univariate HR", False),
        ("odds ratio", None),
        ("HR", None),
    ],
)
def test_adjusted_and_crude(name: str, adjusted: bool | None) -> None:
    (mention,) = find_measures(f"Pain fell ({name} 0.72, 95% CI 0.6-0.9).")
    assert mention.adjusted is adjusted


@pytest.mark.parametrize(
    ("text", "definition"),
    [
        ("The HR = 72 at rest.", ("HR", "heart rate")),
        ("The RR = 22 at rest.", ("RR", "respiratory rate")),
        ("The RR = 22% of all.", ("RR", "response rate")),
        ("A PR = 12% was seen.", ("PR", "partial response")),
        ("The PR = 60% were positive.", ("PR", "progesterone receptor")),
        ("An OR = 41% was seen.", ("OR", "overall response")),
        ("The ICC = 12 cases.", ("ICC", "intrahepatic cholangiocarcinoma")),
        ("The LR = 12% of cases.", ("LR", "local recurrence")),
        ("The VE = 12 L/min.", ("VE", "minute ventilation")),
        ("The ES = 12 cells.", ("ES", "embryonic stem")),
        ("The MD = 12 clinics.", ("MD", "medical doctor")),
    ],
)
def test_a_short_form_defined_otherwise_is_no_measure(text: str, definition: tuple[str, str]) -> None:
    assert [mention.code for mention in find_measures(text, [definition]) if not mention.clue] == []


@pytest.mark.parametrize(
    ("text", "definition", "code"),
    [
        ("Death was rarer (ARR = 4.2%).", ("ARR", "absolute risk reduction"), "RD"),
        ("Death was rarer (ARR = 0.72).", ("ARR", "adjusted relative risk"), "RR"),
        ("Death was rarer (RRR = 24%).", ("RRR", "relative risk reduction"), "PCT"),
    ],
)
def test_a_definition_decides_between_two_measures(text: str, definition: tuple[str, str], code: str) -> None:
    assert [mention.code for mention in find_measures(text, [definition])] == [code]


def test_a_definition_that_names_the_measure_keeps_it() -> None:
    (mention,) = find_measures("Pain fell (HR = 0.7).", [("HR", "hazard ratio")])
    assert mention.code == "HR"


@pytest.mark.parametrize(
    "text",
    [
        "for mice",
        "the orchard",
        "insulin sensitivity to glucose",
        "a sensitivity analysis",
        "meant well",
        "ICCU bed",
    ],
)
def test_other_words_are_no_measures(text: str) -> None:
    assert [mention.code for mention in find_measures(f"We saw {text} = 3.") if not mention.strict] == []


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("OR", "ratio"),
        ("HR", "ratio"),
        ("MD", "difference"),
        ("R", "correlation"),
        ("SENS", "accuracy"),
        ("KAPPA", "single"),
    ],
)
def test_families(code: str, name: str) -> None:
    assert family(code) == name


@given(
    st.lists(st.sampled_from([name for _, name in NAMES] + ["=", "0.7", "(", ")", ",", "and"]), max_size=12)
)
def test_mentions_are_in_order_and_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words)
    end = 0
    for mention in find_measures(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


def test_a_groups_letters_are_no_measure() -> None:
    text = "Glare was lower in groups RM and RD than in group R; RD 0.3 (0.1 to 0.5)."
    assert [(found.code, found.start) for found in find_measures(text)] == [("RD", text.rindex("RD"))]


def test_a_short_form_is_the_ratio_that_the_document_calls_so() -> None:
    text = "Falls were rarer (RR = 0.80), slips too (aRR = 0.59)."
    assert {one.code for one in find_measures(text, [("RR", "rate ratio")])} == {"IRR"}
    assert {one.code for one in find_measures(text, [("RR", "relative risk")])} == {"RR"}
