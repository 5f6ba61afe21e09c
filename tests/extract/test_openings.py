"""Many patterns, tried only where a text begins as they may."""

from __future__ import annotations

import re
from string import ascii_lowercase

import pytest

from evistat.extract.lowered import lowered
from evistat.extract.openings import Openings, openings
from evistat.extract.trie import trie


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("odds", {"odds"}),
        ("odds|risk ratio", {"odds", "risk"}),
        ("(?:crude )?rates?", {"crud", "rate"}),
        ("(?:mean |net ){0,4}change", {"mean", "net ", "chan"}),
        ("r", {"r"}),
        ("rs?", {"r"}),
        (r"R[2²]", {"R2", "R²"}),
        (r"[a-c]x", {"ax", "bx", "cx"}),
        (r"F\d", {"F"}),
        (r"z.*", {"z"}),
        (r"\(?d\b", {"(d", "d"}),
        (r"(?<!no )hazard(?= ratio)", {"haza"}),
        ("a+b", {"aaaa", "aaab", "aab", "ab"}),
        (r"C[^a]", {"C"}),
        (r"\+LR", {"+LR"}),
        (r"r\w?d", {"r"}),
        (r"[ab][a-z]{3}s", {first + second for first in "ab" for second in ascii_lowercase}),
    ],
)
def test_openings(pattern: str, expected: set[str]) -> None:
    assert openings(pattern) == expected


@pytest.mark.parametrize("pattern", [r"\w+ ratio", ".x", "a?", "(?:a|)", "(odds)", "a)"])
def test_a_pattern_that_does_not_tell_its_beginning_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="a pattern must"):
        openings(pattern)


def test_finds_what_one_expression_would() -> None:
    patterns = [
        ("b", "mean change"),
        ("a", "means?"),
        ("c", r"\(?change\)?"),
        ("d", "g"),
        ("e", "net (?:gain|loss)"),
    ]
    text = "the mean change, a mean, 3 means (change) of changes meant g, g-force or net loss"
    one = re.compile(r"(?<!\w)(?:" + "|".join(f"(?P<{name}>{each})" for name, each in patterns) + r")(?!\w)")
    found = Openings(patterns, r"(?<!\w)", r"(?!\w)")
    for start in range(len(text)):
        expected = [(match.lastgroup, match.span()) for match in one.finditer(text, start, len(text))]
        assert [(name, match.span()) for name, match in found.finditer(text, start, len(text))] == expected


def test_a_trie_matches_the_longest_of_its_words() -> None:
    pattern = re.compile(trie(["aim", "aims", "to be", "a.m"]))
    assert [match[0] for match in pattern.finditer("aims to be aim a.m axm")] == [
        "aims",
        "to be",
        "aim",
        "a.m",
    ]


def test_lower_case_keeps_places() -> None:
    assert lowered("İN THE ODDS") == "İn the odds"
