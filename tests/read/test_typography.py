import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evistat.read.typography import fold

ODD = "·∙‧•–—−‐‑\u00a0\u2009\u202f\u3000\u00ad\u200b\ufeff\r\n\t０．％＝＜ｐ𝑃“”’≤⩽≧⻑ﬁ½\u0085\u2028\x00µ"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("95% CI −0·14 to −0·02", "95% CI -0.14 to -0.02"),
        ("HR 0∙71 (0‧55–0•92)", "HR 0.71 (0.55-0.92)"),
        ("p\u2009<\u2009·001, P=·04, (·90", "p < .001, P=.04, (.90"),
        ("12\u00a0807 of 33\u2008146", "12 807 of 33 146"),
        ("Ｐ＝０．０１", "P=0.01"),
        ("𝑃 = 𝟎.𝟎𝟑", "P = 0.03"),
        ("p˂0.05, n⩽5, n≧3", "p<0.05, n≤5, n≥3"),
        ("the so‐called “responders’ group”", 'the so-called "responders\' group"'),
        ("10 µg", "10 μg"),
        ("ratio 1∶1", "ratio 1:1"),
        ("two\r\n\r\nparagraphs\rlines", "two \n \nparagraphs\nlines"),
        ("0.5\u00ad0.9", "0.5-0.9"),
        ("(p=0.0268\ufeff\ufeff at", "(p=0.0268   at"),
        ("plain, 5 - 6 ≤ ± × α", "plain, 5 - 6 ≤ ± × α"),
    ],
)
def test_folds_variants_to_plain_forms(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "text",
    [
        "mL·kg⋅min",
        "• 5 patients",
        "V·O2",
        "ob\u00adjec\u00adtive",
        "cat\u200begory",
        "0.\u200b05",
        "10⁻⁵",
        "½ ﬁ ²",
    ],
)
def test_leaves_alone_what_has_no_plain_twin(text: str) -> None:
    assert fold(text) == text


@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from(ODD), st.sampled_from("0123456789.-<=")),
        max_size=60,
    )
)
@example("\ud800·5")
@example("1·2·3")
@example("1•\u200b2")
def test_every_code_point_gives_exactly_one(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    for before, after in zip(text, folded, strict=True):
        if before.isascii() and before not in "\t\r\v\f":
            assert after == before
        if before.isspace() or after.isspace():
            assert not before.isalnum()
            assert not after.isalnum()


@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from(ODD), st.sampled_from("0123456789.-<=")),
        max_size=60,
    )
)
def test_folding_a_prefix_agrees_up_to_its_edge(text: str) -> None:
    # Context never reaches further than two characters back and one ahead.
    cut = len(text) // 2
    assert fold(text)[: max(0, cut - 1)] == fold(text[:cut])[: max(0, cut - 1)]
