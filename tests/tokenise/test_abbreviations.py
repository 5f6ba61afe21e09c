import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from evistat.tokenise.abbreviations import Abbreviations

NLP = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "evistat.Tokenizer.v1"}}})
NLP.max_length = 10_000_000
ABBREVIATIONS = Abbreviations(NLP)


def pairs(text):
    doc = ABBREVIATIONS(NLP.make_doc(text))
    return [(found["short"], found["long"]) for found in doc._.abbreviations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Median overall survival (OS) was 14 months.", [("OS", "overall survival")]),
        ("C-reactive protein [CRP] fell.", [("CRP", "C-reactive protein")]),
        ("Overall survival (OS; hazard ratio 0.71) rose.", [("OS", "Overall survival")]),
        ("progression-free survival (PFS, 9 v 6 months)", [("PFS", "progression-free survival")]),
        ("a hazard ratio (HR = 0.7)", [("HR", "hazard ratio")]),
        ("levels of interleukin-6 (IL-6)", [("IL-6", "interleukin-6")]),
        ("ORR (objective response rate) was 40%.", [("ORR", "objective response rate")]),
        ("six randomised controlled trials (RCTs)", [("RCTs", "randomised controlled trials")]),
        ("tissue-type plasminogen activator (t-PA)", [("t-PA", "tissue-type plasminogen activator")]),
        ("chronic kidney disease (abbreviated CKD)", [("CKD", "chronic kidney disease")]),
        ("Some text. Body mass index (BMI) and BMI (body mass index).", [("BMI", "Body mass index")]),
    ],
)
def test_definitions_are_found(text, expected):
    assert pairs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The odds of fracture (OR, 1.2) rose.",
        "patients in stage two (II)",
        "older women and men (Table)",
        "it fell (P < 0.001) and rose (95% CI 1 to 2)",
        "at the hospital (see Methods)",
        "fewer events than placebo (P = 0.02)",
        "(OS) alone",
        "",
    ],
)
def test_other_brackets_define_nothing(text):
    assert pairs(text) == []


def test_the_first_definition_counts():
    text = "Heart failure (HF) was common. Later, hay fever (HF) was not."
    assert pairs(text) == [("HF", "Heart failure")]


def test_offsets_are_characters_of_the_text():
    text = "🙂 Levels of low-density lipoprotein [LDL] fell."
    (found,) = ABBREVIATIONS(NLP.make_doc(text))._.abbreviations
    assert text[found["short_start"] : found["short_end"]] == found["short"] == "LDL"
    assert text[found["long_start"] : found["long_end"]] == found["long"] == "low-density lipoprotein"


def test_it_is_a_registered_component():
    nlp = spacy.blank("en")
    nlp.add_pipe("evistat_abbreviations")
    assert [a["long"] for a in nlp("acute kidney injury (AKI)")._.abbreviations] == ["acute kidney injury"]


@given(st.text(alphabet="abAB12 ()[];,-–.\n"))
def test_offsets_hold_whatever_the_text(text):
    for found in ABBREVIATIONS(NLP.make_doc(text))._.abbreviations:
        assert text[found["short_start"] : found["short_end"]] == found["short"]
        assert text[found["long_start"] : found["long_end"]] == found["long"]


@pytest.mark.parametrize("unit", ["Overall survival (OS) ", "(", "(OS", "OS (", "a(b)", "(a; ", "[]"])
def test_time_is_linear(unit):
    doc = NLP.make_doc(unit * (400_000 // len(unit)))
    start = time.process_time()
    ABBREVIATIONS(doc)
    assert time.process_time() - start < 5
