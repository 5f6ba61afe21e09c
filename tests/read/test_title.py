import pytest

from evistat.read.title import title_of

TITLES = [
    (
        "Effect of zinc on the common cold: a randomised trial\n\nBACKGROUND: Zinc …",
        "Effect of zinc on the common cold: a randomised trial",
    ),
    ("\n\n  Effect of zinc\non the common cold \n \n Colds are common.", "Effect of zinc on the common cold"),
    ("Does zinc help? A trial in schools.\nObjective: To see.", "Does zinc help? A trial in schools."),
    ("Results of a trial of zinc\n\nColds are common.", "Results of a trial of zinc"),
    ("Home treatment of croup in infants\n\nText.", "Home treatment of croup in infants"),
    (
        "Zinc's Downfall Might Have Been Taste\r\n\nText.".replace("\r", ""),
        "Zinc's Downfall Might Have Been Taste",
    ),
]
NO_TITLES = [
    "",
    "Effect of zinc on the common cold",
    "Effect of zinc on the common cold\n\n  \n",
    "BACKGROUND: Colds are common.\n\nMETHODS: We gave zinc.",
    "RESEARCH DESIGN AND METHODS - We gave zinc to many.\n\nMore.",
    "Abstract\n\nColds are common.",
    "Skip to main content\n\nEffect of zinc",
    "We gave zinc to 40 children.\n\nColds were shorter.",
    "Colds were shorter (p = 0.02) with zinc.\n\nMore.",
    "One is here. Two is here. Three is here.\n\nMore.",
    "12 (34) 56 / 78 a\n\nMore.",
    "long " * 100 + "\n\nMore.",
    " ".join(["word"] * 50_000),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_a_first_paragraph_like_a_title_is_one(text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize("text", NO_TITLES)
def test_other_first_paragraphs_are_none(text: str) -> None:
    assert title_of(text) is None
