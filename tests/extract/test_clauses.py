"""A sentence → its verb groups and clauses."""

from __future__ import annotations

import pytest

from evistat.extract.clauses import read_sentence


def _clauses(text: str) -> list[tuple[str, str]]:
    sentence = read_sentence(text, 0, len(text))

    def words(span: tuple[int, int]) -> str:
        return " ".join(word.text for word in sentence.words[slice(*span)])

    return [(words(clause.subject), words(clause.verb)) for clause in sentence.clauses]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Pain fell.", [("Pain", "fell")]),
        ("Pain fell, while sleep improved.", [("Pain", "fell"), ("sleep", "improved")]),
        ("Massage reduced pain and improved sleep.", [("Massage", "reduced"), ("Massage", "improved")]),
        (
            "The age of men who slept was high.",
            [("men", "slept"), ("The age of men who slept", "was")],
        ),
        (
            "Dancers who ate rye and oats were taller.",
            [("Dancers", "ate"), ("Dancers who ate rye and oats", "were")],
        ),
        (
            "We saw that dancers who yodel had colds.",
            [("We", "saw"), ("dancers", "yodel"), ("dancers who yodel", "had")],
        ),
        (
            "Dancers whose aunts had clogs were taller.",
            [("Dancers", "had"), ("Dancers whose aunts had clogs", "were")],
        ),
        ("Tea was found to be associated with stones.", [("Tea", "was found to be associated")]),
        ("Pain fell; itch 12 vs 14.", [("Pain", "fell"), ("", "")]),
    ],
)
def test_clauses(text: str, clauses: list[tuple[str, str]]) -> None:
    assert _clauses(text) == clauses
