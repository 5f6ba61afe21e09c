import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.recognise.word_features import CHARACTERS, LONGEST_WORD, ROWS, characters, hashed, shape


@given(st.text(min_size=1))
def test_every_word_has_features_within_their_tables(word):
    rows = hashed(word)
    assert len(rows) == len(ROWS)
    assert all(0 <= row < most for row, most in zip(rows, ROWS, strict=True))
    codes = characters(word)
    assert len(codes) == LONGEST_WORD
    assert all(0 <= code < CHARACTERS for code in codes)


def test_a_lone_surrogate_has_features_too():
    assert len(hashed("\ud800")) == len(ROWS)
    assert len(characters("\ud800")) == LONGEST_WORD


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        ("Insulin", "Xxxx"),
        ("IL", "XX"),
        ("BRCA1", "XXXd"),
        ("p53", "xdd"),
        ("12345", "ddd"),
        ("-", "-"),
        ("β", "x"),
    ],
)
def test_shape(word, kinds):
    assert shape(word) == kinds


def test_digits_and_case_make_no_other_word_but_another_shape():
    one, other = hashed("CD4"), hashed("cd8")
    assert one[:5] == other[:5]
    assert one[5] != other[5]


def test_both_ends_of_a_long_word_count():
    assert characters("a" * 30 + "mab") != characters("a" * 33)
