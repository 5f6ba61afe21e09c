"""Words as they are counted: in a phrase, and beside it in its sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.company import BESIDE, Neighbours, counted, telling
from evistat.extract.context import Context
from evistat.read.typography import fold
from evistat.tokenise.sentences import find_sentences


def context_of(text: str) -> Context:
    folded = fold(text)
    return Context(text=text, folded=folded, sentences=tuple(find_sentences(text, folded, [])))


def beside(text: str, phrase: str) -> set[str]:
    start = text.index(phrase)
    return set(Neighbours(context_of(text)).beside(start, start + len(phrase)))


def test_numbers_are_alike_and_marks_are_counted() -> None:
    assert counted("Pain fell by 3.5 (12%).") == ["pain", "fell", "by", "#", "(", "#", "%", ")", "."]


def test_little_words_keep_no_company() -> None:
    assert telling("the risk of a second Stroke") == ["risk", "second", "stroke"]


def test_words_stand_beside_a_phrase_on_either_side() -> None:
    text = "Tea halved the risk of late gout in older nurses (P = 0.03)."
    assert beside(text, "late gout") == {
        "left:halved", "left:the", "left:risk", "left:of", "right:in", "right:older", "right:nurses", "right:(",
    }  # fmt: skip


def test_a_sentence_ends_what_stands_beside() -> None:
    text = "Sleep was better. Gout was rarer. Pain was the same."
    assert beside(text, "Gout") == {"left:^", "right:was", "right:rarer", "right:.", "right:$"}


@pytest.mark.parametrize("text", ["", "  ", "."])
def test_little_text_has_no_neighbours(text: str) -> None:
    assert set(Neighbours(context_of(text)).beside(0, len(text))) == {"left:^", "right:$"}


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_numbers_are_counted_alike_and_few_words_stand_beside(text: str, one: int, other: int) -> None:
    assert all(word == "#" or not word[0].isdigit() for word in counted(text))
    found = list(Neighbours(context_of(text)).beside(min(one, other), max(one, other)))
    assert len(found) <= 2 * BESIDE
