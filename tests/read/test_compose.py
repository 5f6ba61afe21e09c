"""Where the parts of an article come to stand, and those that lie inside others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evistat.read.article import SectionMark
from evistat.read.compose import Part, compose


def test_parts_stand_in_order_with_their_headings() -> None:
    text, marks = compose(
        " A title ",
        [
            Part("METHODS", "Methods", "We walked."),
            Part("OTHER", None, "  "),
            Part("RESULTS", "Results:", "Pain fell."),
            Part("OTHER", "Funding", ""),
            Part("DISCUSSION", "Discussion", "It works.", run_in=False),
        ],
    )
    assert text == "A title\n\nMethods: We walked.\n\nResults: Pain fell.\n\nFunding\n\nDiscussion\nIt works."
    assert [(mark.label, text[mark.start : mark.end].split(" ")[0]) for mark in marks] == [
        ("TITLE", "A"),
        ("METHODS", "Methods:"),
        ("RESULTS", "Results:"),
        ("OTHER", "Funding"),
        ("DISCUSSION", "Discussion\nIt"),
    ]


def test_a_part_of_a_higher_level_lies_in_the_one_before() -> None:
    text, marks = compose(
        None,
        [
            Part("METHODS", "M", "a"),
            Part("OTHER", "P", "b", level=1),
            Part("CAPTION", "F", "c", level=2),
            Part("OTHER", "Q", "d", level=1),
            Part("RESULTS", "R", "e"),
        ],
    )
    assert text == "M: a\n\nP: b\n\nF: c\n\nQ: d\n\nR: e"
    assert marks == (
        SectionMark("METHODS", "M", 0, 22),
        SectionMark("OTHER", "P", 6, 16),
        SectionMark("CAPTION", "F", 12, 16),
        SectionMark("OTHER", "Q", 18, 22),
        SectionMark("RESULTS", "R", 24, 28),
    )


PARTS = st.builds(
    Part,
    st.sampled_from(("RESULTS", "OTHER")),
    st.none() | st.text(max_size=5),
    st.text(max_size=10),
    st.booleans(),
    st.integers(0, 3),
)


@given(st.none() | st.text(max_size=10), st.lists(PARTS, max_size=8))
def test_marks_hold_their_parts_and_nest(title: str | None, parts: list[Part]) -> None:
    text, marks = compose(title, parts)
    kept = [part for part in parts if part.text.strip() or (part.heading or "").strip()]
    assert len(marks) == len(kept) + bool(title and title.strip())
    for part, mark in zip(reversed(kept), reversed(marks), strict=False):
        piece = text[mark.start : mark.end]
        assert piece == piece.strip() != ""
        assert part.text.strip() in piece
        assert (part.heading or "").strip() in piece
    for first in marks:
        for second in marks:
            apart = first.end <= second.start or second.end <= first.start
            nested = first.start <= second.start and second.end <= first.end
            assert apart or nested or (second.start <= first.start and first.end <= second.end)
