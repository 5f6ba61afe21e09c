"""Phrases that can't be what was measured."""

from __future__ import annotations

import pytest

from evistat.extract.unfit_names import announces, unfit


@pytest.mark.parametrize(
    "text",
    [
        "Thirty-one percent",
        "Two hundred ten",
        "48 patients",
        "Forty-one weeks",
        "6 months",
        "scores",
        "These values",
        "Using four laboratory definitions",
        "comparing both clinics",
        "higher",
        "contrast",
        "clear tendency",
        "payer perspective",
        "three factors",
        "predisposing factor",
        "M-H",
        "results of McNemar test",
        "Follow-up Wilcoxon signed-rank tests",
        "hand",
        "significant difference",
        "Mantel-Haenszel",
        "end 0.31 (12) 0.42 (9) 0.55",
        "-",
    ],
)
def test_counts_methods_and_stock_phrases_name_nothing(text: str) -> None:
    assert unfit(text)


@pytest.mark.parametrize(
    "text",
    [
        "using clean water",
        "total",
        "patients",
        "bleeding tendency",
        "image contrast",
        "coagulation factor",
        "three falls",
        "two-year relapse",
        "pain scores",
        "oxidative stress markers",
        "HbA1c below 7.5",
        "standard deviation of glucose",
    ],
)
def test_names_stay(text: str) -> None:
    assert not unfit(text)


def test_what_only_announces_exposures() -> None:
    assert announces("Five factors")
    assert announces("other variables")
    assert not announces("factors")
    assert not announces("clotting factors")
    assert not announces("")
