"""Word classes, verb groups and clauses of sentences, without a tagger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.phrases import Sentence, base_phrases, phrase_before, read_sentence, verb_forms


def _read(text: str, *statistics: str) -> Sentence:
    spans = [(text.index(one), text.index(one) + len(one)) for one in statistics]
    return read_sentence(text, 0, len(text), spans)


def _tags(text: str, *statistics: str) -> dict[str, str]:
    return {word.text: word.tag for word in _read(text, *statistics).words}


def _clauses(text: str, *statistics: str) -> list[tuple[str, str]]:
    sentence = _read(text, *statistics)

    def words(span: tuple[int, int]) -> str:
        return " ".join(word.text for word in sentence.words[slice(*span)])

    return [(words(clause.subject), words(clause.verb)) for clause in sentence.clauses]


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("Pain was reduced by massage.", "reduced", "verb"),
        ("Massage reduced pain.", "reduced", "verb"),
        ("They had reduced pain.", "reduced", "adj"),
        ("It led to a reduced risk.", "reduced", "adj"),
        ("Patients treated with massage slept.", "treated", "part"),
        ("Levels measured at noon were low.", "measured", "part"),
        ("Pain scores were low.", "scores", "noun"),
        ("Massage reduces pain.", "reduces", "verb"),
        ("Massage and heat improved sleep.", "improved", "verb"),
        ("Massage reduced pain and improved sleep.", "improved", "verb"),
        ("It rose compared to control.", "control", "noun"),
        ("It was used to control pain.", "control", "verb"),
        ("The relative risk was high.", "relative", "adj"),
        ("It rose relative to baseline.", "relative", "prep"),
        ("Splenomegaly was rare.", "Splenomegaly", "noun"),
        ("It was significantly lower.", "significantly", "adv"),
        ("Women in arm A slept.", "A", "noun"),
        ("Those treated early slept.", "Those", "noun"),
    ],
)
def test_word_class(text: str, word: str, tag: str) -> None:
    assert _tags(text)[word] == tag


def test_brackets_are_one_word() -> None:
    tags = _tags("The ratio (PI/I) fell (P = 0.02) at noon.", "P = 0.02")
    assert tags["(PI/I)"] == "bracket"
    assert tags["(P = 0.02)"] == "stat"


def test_statistics_outside_brackets() -> None:
    assert _tags("Pain fell by 12.5% in women.", "12.5%")["12.5%"] == "stat"


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
        ("Tea was found to be associated with stones.", [("Tea", "was found to be associated")]),
        ("Pain fell; itch 12 vs 14.", [("Pain", "fell"), ("", "")]),
    ],
)
def test_clauses(text: str, clauses: list[tuple[str, str]]) -> None:
    assert _clauses(text) == clauses


def test_noun_phrases() -> None:
    sentence = _read("The mean wound pain score in the gel group was lower.")
    found = [
        " ".join(word.text for word in sentence.words[slice(*one)])
        for one in base_phrases(sentence.words, 0, 9)
    ]
    assert found == ["The mean wound pain score", "the gel group"]
    before = phrase_before(sentence.words, 5)
    assert before == (0, 5)


def test_verb_forms_know_their_base() -> None:
    forms = verb_forms()
    assert (forms["dropped"].base, forms["fell"].base, forms["reduces"].base) == ("drop", "fall", "reduce")


@given(st.text(alphabet="abcP (),.;=<0123456789-+'\n[]{}≥ was than of the", max_size=120))
def test_words_slice_back(text: str) -> None:
    sentence = read_sentence(text, 0, len(text))
    ends = 0
    for word in sentence.words:
        assert text[word.start : word.end] == word.text
        assert word.start >= ends
        ends = word.end
    for clause in sentence.clauses:
        assert 0 <= clause.start <= clause.end <= len(sentence.words)
