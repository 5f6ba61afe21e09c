"""The plain twin of a text: entities, doubled spaces and decimal commas, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.plain import decimal_points, plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("P&lt;.05", "P<.05"),
        ("P&lt.05", "P<.05"),
        ("P &gt; 0.05", "P > 0.05"),
        ("3 &plusmn; 1", "3 ± 1"),
        ("3&#177;1", "3±1"),
        ("3&#xb1;1", "3±1"),
        ("&beta; = 0.2", "β = 0.2"),
        ("P  =   0.05", "P = 0.05"),
        ("P \u00a0= 0.05", "P = 0.05"),
        ("a line\n   indented", "a line\nindented"),
        ("A&E unit", "A&E unit"),
        ("(OR 1. 97, 95% CI 1.2-3. 4)", "(OR 1.97, 95% CI 1.2-3.4)"),
        ("in Group 2. 95% of them", "in Group 2. 95% of them"),
        ("fell (Table 2) and rose [Fig. 3b].", "fell and rose."),
        ("fell (see Figure 1A and Table S2).", "fell."),
        ("fell (Fig. 2; P = 0.04)", "fell (P = 0.04)"),
        ("fell (P = 0.04; Tables 2 and 3)", "fell (P = 0.04)"),
        ("Table 2 shows that the table (of oak) fell", "Table 2 shows that the table (of oak) fell"),
        ("nothing to do", "nothing to do"),
    ],
)
def test_what_is_made_plain(text: str, plain: str) -> None:
    assert plain_text(text).text == plain


def test_every_stretch_leads_back() -> None:
    text = "Pain  fell (P&lt;0.001) and  sleep rose."
    twin = plain_text(text)
    start = twin.text.index("P<0.001")
    assert text[slice(*twin.span(start, start + len("P<0.001")))] == "P&lt;0.001"
    assert twin.text[twin.within(text.index("sleep")) :].startswith("sleep")


def test_plain_data_is_restored() -> None:
    text = "Pain  fell (P&lt;0.001)."
    twin = plain_text(text)
    start = twin.text.index("P<0.001")
    found = {
        "p": {"text": "P<0.001", "start": start, "end": start + 7, "value": 0.001},
        "groups": [],
        "rule": "p.number",
    }
    restored = twin.restore(found)
    assert restored["p"] == {"text": "P&lt;0.001", "start": 12, "end": 22, "value": 0.001}
    assert (restored["groups"], restored["rule"]) == ([], "p.number")


def test_a_text_with_nothing_to_do_is_its_own_twin() -> None:
    twin = plain_text("Pain fell.")
    assert twin.span(2, 4) == (2, 4)
    assert twin.within(7) == 7


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("p = 0,02; 3,5 ± 1,2 kg", "p = 0.02; 3.5 ± 1.2 kg"),
        ("rose to 12,5 % in 1,204 people", "rose to 12.5 % in 1,204 people"),
        ("p = 0.02 and 3,5", "p = 0.02 and 3,5"),
        ("weeks 1,2 and 3", "weeks 1,2 and 3"),
        ("p<0,001 in 1,204 men", "p<0.001 in 1,204 men"),
        ("OR 0,93 [0,67-1,30]", "OR 0.93 [0.67-1.30]"),
    ],
)
def test_decimal_commas(text: str, points: str) -> None:
    assert decimal_points(text) == points
    assert len(points) == len(text)


PIECES = st.lists(
    st.sampled_from(
        [
            "a",
            "P",
            "<",
            "&lt;",
            "&lt",
            "&amp;",
            "&#177;",
            "  ",
            " ",
            "\n",
            "\n  ",
            "\u00a0",
            "&",
            ";",
            "0.05",
            "😀",
        ]
    ),
    max_size=24,
)


@given(PIECES.map("".join))
def test_spans_lead_back_in_order_and_cover(text: str) -> None:
    twin = plain_text(text)
    position = 0
    for index in range(len(twin.text)):
        start, end = twin.span(index, index + 1)
        assert position <= start < end <= len(text)
        position = end
        character = twin.text[index]
        assert text[start:end] == character or text[start] == "&" or text[start:end].isspace()
        assert twin.within(start) == index
    assert twin.span(0, len(twin.text))[1] <= len(text)


@given(st.text(max_size=80))
def test_a_plain_text_is_plain(text: str) -> None:
    twin = plain_text(text)
    assert len(twin.text) <= len(text)
    assert "  " not in twin.text
