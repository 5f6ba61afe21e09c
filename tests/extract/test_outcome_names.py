"""How short a phrase's name for what was measured is."""

from __future__ import annotations

import pytest

from evistat.extract.clauses import read_sentence
from evistat.extract.outcome_names import trim
from evistat.extract.pieces import Piece


def name_of(phrase: str) -> str:
    words = read_sentence(phrase, 0, len(phrase)).words
    span = trim(words, Piece(0, len(words), 0, "", 0, "topic", 0))
    assert span is not None
    return phrase[slice(*span)]


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Stiffness of 16.8 mm", "Stiffness"),
        ("Stiffness of 4.1", "Stiffness"),
        ("Appetite of 12%", "Appetite"),
        ("Drowsiness of 3.2 points", "Drowsiness"),
        ("Completion of 2 lessons", "Completion of 2 lessons"),
        ("Breakage of 3 teeth", "Breakage of 3 teeth"),
        ("Breakage of 3 teeth or more", "Breakage of 3 teeth"),
        ("Recital of 12 verses", "Recital of 12 verses"),
        ("Shedding of 10% of leaves", "Shedding of 10% of leaves"),
    ],
)
def test_a_name_ends_before_how_much_there_was_but_keeps_what_was_counted(phrase: str, name: str) -> None:
    assert name_of(phrase) == name
