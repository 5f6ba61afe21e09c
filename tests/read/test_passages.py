"""Passages keep their offsets where these hold, and annotations their words where they don't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.read.passages import Annotation, Passage, laid_out, placed


def passage(text: str, offset: int | None, *annotated: tuple[str, int, int]) -> Passage:
    found = (Annotation(words, ((at, length),), "X", "1") for words, at, length in annotated)
    return Passage(text, offset, tuple(found))


def test_offsets_hold_and_gaps_are_filled() -> None:
    layout = laid_out([passage("ab", 10), passage("", 12), passage("cd", 13), passage("ef", 20)])
    assert layout.text == "ab\ncd   \n\nef"
    assert (layout.starts, layout.broken) == ((0, 2, 3, 10), None)


@pytest.mark.parametrize(
    ("passages", "reason"),
    [
        ([passage("ab", 0), passage("cd", 1)], "inside the one before"),
        ([passage("ab", 0), passage("cd", 2)], "touches"),
        ([passage("ab", 0), passage("cd", 5000)], "4998 characters"),
        ([passage("ab", None), passage("cd", 3)], "has none"),
    ],
)
def test_where_offsets_do_not_hold_a_blank_line_parts_the_passages(
    passages: list[Passage], reason: str
) -> None:
    layout = laid_out(passages)
    assert layout.text == "ab\n\ncd"
    assert layout.starts == (0, 4)
    assert reason in (layout.broken or "")


def test_annotations_move_with_their_passage() -> None:
    passages = [passage("β rose", 0, ("rose", 2, 4)), passage("Salt fell", 3, ("fell", 8, 4), ("Salt", 3, 4))]
    layout = laid_out(passages)
    found, unmatched = placed(passages, layout)
    assert [(one["text"], layout.text[one["start"] : one["end"]]) for one in found] == [
        ("rose", "rose"), ("Salt", "Salt"), ("fell", "fell"),
    ]  # fmt: skip
    assert unmatched == 0


def test_offsets_may_count_bytes() -> None:
    passages = [passage("β-Blocker für alle", 0, ("alle", 16, 4), ("für", 11, 4))]
    found, unmatched = placed(passages, laid_out(passages))
    assert [(one["start"], one["text"]) for one in found] == [(10, "für"), (14, "alle")]
    assert unmatched == 0


def test_what_does_not_show_its_text_is_counted() -> None:
    passages = [passage("Salt fell", 0, ("fell", 0, 4), ("far", 5000, 3))]
    assert placed(passages, laid_out(passages)) == ([], 2)


def test_an_annotation_may_have_several_places() -> None:
    passages = [
        Passage("ovarian and breast cancer", 0, (Annotation("ovarian cancer", ((0, 7), (19, 6)), "D"),))
    ]
    found, unmatched = placed(passages, laid_out(passages))
    assert [(one["start"], one["end"], one["text"], one["label"]) for one in found] == [
        (0, 7, "ovarian", "D"), (19, 25, "cancer", "D"),
    ]  # fmt: skip
    assert unmatched == 0


@given(st.lists(st.tuples(st.text(max_size=6), st.none() | st.integers(0, 40)), max_size=6))
def test_every_passage_stands_where_it_is_said_to(given_passages: list[tuple[str, int | None]]) -> None:
    passages = [passage(text, offset) for text, offset in given_passages]
    layout = laid_out(passages)
    for one, start in zip(passages, layout.starts, strict=True):
        assert layout.text[start : start + len(one.text)] == one.text
    between = list(layout.text)
    for one, start in zip(passages, layout.starts, strict=True):
        between[start : start + len(one.text)] = [" "] * len(one.text)
    assert not "".join(between).strip()
    first = next((one.offset for one in passages if one.text), None)
    if layout.broken is None and first is not None:
        assert all(
            start == (one.offset or 0) - first
            for one, start in zip(passages, layout.starts, strict=True)
            if one.text
        )
