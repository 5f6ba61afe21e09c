"""Words with classes → noun phrases."""

from __future__ import annotations

from evistat.extract.clauses import read_sentence
from evistat.extract.phrases import base_phrases, phrase_before

TEXT = "The mean wound pain score in the gel group was lower."


def test_noun_phrases() -> None:
    sentence = read_sentence(TEXT, 0, len(TEXT))
    found = [
        " ".join(word.text for word in sentence.words[slice(*one)])
        for one in base_phrases(sentence.words, 0, 9)
    ]
    assert found == ["The mean wound pain score", "the gel group"]
    before = phrase_before(sentence.words, 5)
    assert before == (0, 5)
