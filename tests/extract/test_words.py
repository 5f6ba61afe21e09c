"""A stretch of text → its words, numbers, marks and brackets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.clauses import read_sentence


def _tags(text: str, *statistics: str) -> dict[str, str]:
    spans = [(text.index(one), text.index(one) + len(one)) for one in statistics]
    return {word.text: word.tag for word in read_sentence(text, 0, len(text), spans).words}


def test_brackets_are_one_word() -> None:
    tags = _tags("The ratio (PI/I) fell (P = 0.02) at noon.", "P = 0.02")
    assert tags["(PI/I)"] == "bracket"
    assert tags["(P = 0.02)"] == "stat"


def test_statistics_outside_brackets() -> None:
    assert _tags("Pain fell by 12.5% in women.", "12.5%")["12.5%"] == "stat"


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
