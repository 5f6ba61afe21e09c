"""What a clause says that its people did or left undone."""

from __future__ import annotations

import pytest

from evistat.extract.clauses import read_sentence
from evistat.extract.frames import read_frame
from evistat.extract.verb_phrases import verb_phrases


def told(text: str) -> list[str]:
    sentence = read_sentence(text, 0, len(text))
    frames = [read_frame(sentence, clause) for clause in sentence.clauses]
    return [text[slice(*span)] for frame in frames for span in verb_phrases(sentence.words, frame)]


@pytest.mark.parametrize(
    "text",
    [
        "Adjusted for shift, ward and post, scores did not differ.",
        "Stiffness had not changed.",
        "The gap between tea and rest did not reach significance.",
        "Knitting did not show any merit.",
    ],
)
def test_what_did_not_come_of_results_is_left_undone_by_nobody(text: str) -> None:
    assert not any("not" in phrase for phrase in told(text))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Nurses had not attended any lessons.", "not attended any lessons"),
        ("Bakers did not experience cramps.", "not experience cramps"),
    ],
)
def test_what_people_left_undone_may_be_counted(text: str, phrase: str) -> None:
    assert phrase in told(text)


def test_a_participle_that_leads_on_says_nothing_by_itself() -> None:
    assert "vaccinated" in told("The share of nurses vaccinated was small.")
    assert "vaccinated" not in told("The share of nurses vaccinated with tea was small.")
