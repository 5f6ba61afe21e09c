"""What is raised, lowered or cited comes onto the line without changing a number or a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.read.raised import on_the_line


def marked(text: str) -> str:
    """Return ``text`` with its tags as the marks that the readers put in their place."""
    for tag, begin, end in (("sup", "\x01", "\x02"), ("sub", "\x03", "\x04"), ("cite", "\x05", "\x06")):
        text = text.replace(f"<{tag}>", begin).replace(f"</{tag}>", end)
    return text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("3.2 × 10<sup>-4</sup>", "3.2 × 10^-4"),
        ("10<sup>9</sup>/L", "10^9/L"),
        ("10<sup>−3</sup>)", "10^−3)"),
        ("2<sup>1.5</sup>", "2^1.5"),
        ("(a+b)<sup>2</sup>", "(a+b)^2"),
        ("kg/m<sup>2</sup>", "kg/m2"),
        ("mL min<sup>-1</sup>", "mL min-1"),
        ("R<sup>2</sup>=0.4", "R2=0.4"),
        ("eta<sup>2</sup>", "eta2"),
        ("square miles<sup>2</sup>", "square miles2"),
        ("<sup>18</sup>F", "18F"),
        ("a <sup>99m</sup>Tc scan", "a 99mTc scan"),
        ("Ca<sup>2+</sup>", "Ca2+"),
        ("CD4<sup>+</sup>", "CD4+"),
        ("the 4<sup>th </sup>day", "the 4th day"),
        ("38 <sup>o</sup>C", "38 oC"),
        ("2<sup>e</sup>", "2e"),
        ("H<sub>2</sub>O", "H2O"),
        ("HbA<sub>1c</sub>", "HbA1c"),
        ("p<sub>trend</sub>&lt;0.01", "ptrend&lt;0.01"),
        ("log<sub>2</sub>1.5", "log2 1.5"),
        ("1<sub>2</sub>", "1_2"),
        ("fell.<sup>12</sup> Then", "fell.[12] Then"),
        ("decreased<sup>3,4</sup> and", "decreased[3,4] and"),
        ("pain<sup>*</sup>", "pain*"),
        ("pain<sup>a</sup>", "pain[a]"),
        ("LB<sup>b</sup>", "LB[b]"),
        ("x<sup>a</sup>", "xa"),
        ("12.3<sup>a</sup> vs 4", "12.3[a] vs 4"),
        ("P = 0.05<cite>12</cite>.", "P = 0.05[12]."),
        ("P = 0.05<cite><sup>12</sup></cite>.", "P = 0.05[12]."),
        ("broke<sup><cite>1</cite>,<cite>2</cite>–<cite>5</cite></sup>.", "broke[1,2–5]."),
        ("known [<cite>1</cite>, <cite>2</cite>]", "known [1, 2]"),
        ("known [<cite>3</cite><cite>4</cite><cite>5</cite>]", "known [3 4 5]"),
        ("(P = 0.03<cite>a</cite>)", "(P = 0.03[a])"),
        ("(see ref. <cite>12</cite>)", "(see ref. 12)"),
        ("Lind (<cite>2004</cite>)", "Lind (2004)"),
        ("by Lind<cite>Quill 1998</cite>", "by Lind Quill 1998"),
        ("a database <cite>[2]</cite>, b", "a database [2], b"),
        ("none", "none"),
    ],
)
def test_raised_lowered_cited(text: str, line: str) -> None:
    assert on_the_line(marked(text)) == line


STRETCHES = st.recursive(
    st.text(alphabet="ab19 .,-([)]", max_size=8),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        st.tuples(st.sampled_from(("sup", "sub", "cite")), inner).map(
            lambda it: f"<{it[0]}>{it[1]}</{it[0]}>"
        ),
    ),
)


@given(STRETCHES)
def test_no_character_is_lost_whatever_is_marked(text: str) -> None:
    raw = marked(text)
    put_in = str.maketrans("", "", "[]^_ ")
    plain = raw.translate(dict.fromkeys(range(1, 7)))
    assert on_the_line(raw).translate(put_in) == plain.translate(put_in)
