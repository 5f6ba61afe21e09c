import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.recognise.context import cued

# [x] is an entity the cue reaches, {x} one it doesn't
NEGATED = [
    "There was no evidence of [hepatotoxicity].",
    "There was no [hepatotoxicity] or [nausea].",
    "No [deaths] occurred, but {nausea} was common.",
    "Women without [diabetes] received {aspirin}.",
    "[Pneumonia] was not observed in any arm.",
    "They did not develop [neutropenia] under {docetaxel}.",
    "Adults free of [dementia] took part.",
    "Non-[diabetic] adults took part.",
    "[HBV]-negative adults took part.",
    "[Relapse]-free survival was longer with {rituximab}.",
    "There was no difference in {mortality}.",
    "No significant effect on {hypertension} was seen.",
    "Not only {nausea} but {vomiting} improved.",
    "{Asthma} is no longer rare.",
    "{Aspirin} was given. No harm followed.",
    "A history of {stroke} was common.",
    "Neither [fever] nor [rash] was seen.",
]
HEDGED = [
    "{Metformin} may reduce [cancer].",
    "Suspected [sepsis] was common.",
    "The findings suggest [hepatotoxicity].",
    "Enrolment ended in May 2009 with {asthma}.",
    "Treat {sepsis} as soon as possible.",
    "[Thrombosis] could not be excluded.",
    "{Aspirin} lowered {fever}.",
]


def marked(case):
    """Return the text without marks, the spans in order, and which of them are in square brackets."""
    text, spans, wanted = "", [], []
    for part in re.split(r"([\[{][^\]}]*[\]}])", case):
        if part[:1] in ("[", "{"):
            spans.append((len(text), len(text) + len(part) - 2))
            wanted.append(part[0] == "[")
            part = part[1:-1]
        text += part
    return text, spans, wanted


@pytest.mark.parametrize("case", NEGATED)
def test_negation_reaches_what_it_denies(case):
    text, spans, wanted = marked(case)
    assert cued(text, "negated", spans) == wanted


@pytest.mark.parametrize("case", HEDGED)
def test_hedging_reaches_what_it_doubts(case):
    text, spans, wanted = marked(case)
    assert cued(text, "hedged", spans) == wanted


@given(st.text(alphabet="no may not out. ;\n"))
def test_any_text_has_an_answer(text):
    spans = [(i, i + 1) for i in range(0, max(0, len(text) - 1), 2)]
    assert len(cued(text, "negated", spans)) == len(cued(text, "hedged", spans)) == len(spans)
