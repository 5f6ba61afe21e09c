"""Sentence borders: marked examples, sections, any text, and what a Doc is given."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from evistat.read.typography import fold
from evistat.tokenise.sections import find_sections
from evistat.tokenise.sentences import find_sentences

CASES = [
    json.loads(line)["marked"]
    for line in (Path(__file__).parents[1] / "cases" / "sentences.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("marked", CASES, ids=lambda marked: marked[:40])
def test_marked_borders(marked: str) -> None:
    text = marked.replace("¦", "")
    found = [text[start:end] for start, end in find_sentences(text, fold(text), [])]
    assert found == [sentence.strip() for sentence in marked.split("¦")]


def test_headings_belong_to_no_sentence() -> None:
    text = "A trial of walking\n\nMETHODS - We walked. RESULTS: Pain fell.CONCLUSIONS: It works"
    sentences = find_sentences(text, text, find_sections(text))
    assert [text[start:end] for start, end in sentences] == [
        "A trial of walking",
        "We walked.",
        "Pain fell.",
        "It works",
    ]


PIECES = st.sampled_from(
    [
        ". ", ".", "? ", "! ", "(", ")", "[", "]", "\n", "\n\n", "The ", "fell", "p < 0", ". 05", "e.g",
        "vs", "J", "12", "• ", "\"", "”", "...", "é", "Results: ", "。", " ", "n = ", "Fig",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


@given(TEXTS)
def test_sentences_of_any_text_are_in_order_and_trimmed(text: str) -> None:
    sections = find_sections(text)
    reached = 0
    for start, end in find_sentences(text, fold(text), sections):
        assert reached <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert any(section.body_start <= start and end <= section.end for section in sections)
        reached = end


@given(TEXTS)
def test_every_character_of_a_body_lies_in_a_sentence(text: str) -> None:
    sentences = find_sentences(text, fold(text), [])
    reached = 0
    for start, end in [*sentences, (len(text), len(text))]:
        assert not text[reached:start].strip()
        reached = end


@pytest.mark.parametrize(
    "piece", ["(", ")", "p = 0.05, ", ". ", ".", "A.", "\n", "(a.) ", "1. ", "([{", "Fig. ", "? A"]
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        find_sentences(text, text, [])
        return time.process_time() - start

    seconds(1_000)
    assert seconds(200_000) < 40 * max(seconds(20_000), 0.004)


def test_the_component_marks_tokens_and_keeps_characters() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("evistat_sections")
    nlp.add_pipe("evistat_sentences")
    doc = nlp("METHODS: We walked. We sat. RESULTS: Pain fell.")
    assert doc._.sentences == [(9, 19), (20, 27), (37, 47)]
    assert [sent.text for sent in doc.sents] == [
        "METHODS:",
        "We walked.",
        "We sat.",
        "RESULTS:",
        "Pain fell.",
    ]
    assert nlp("")._.sentences == []


def test_the_component_works_alone() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("evistat_sentences")
    doc = nlp("We walked. We sat.")
    assert [sent.text for sent in doc.sents] == ["We walked.", "We sat."]
