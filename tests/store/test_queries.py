"""The questions of docs/queries.md, asked of every kind of database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evistat.store.load import load
from evistat.store.queries import queries

RECORDS = str(Path(__file__).parents[1] / "cases" / "database_records.jsonl")
ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    "hazard_ratios_for_overall_survival": [
        ("Marlow 2019", "veltuzimab", None, "placebo", 0.72, 0.55, 0.94, "P = 0.016"),
        ("Quist 2021", None, "rechallenge", None, 0.85, 0.74, 0.98, "P = 0.24"),
        ("O'Neil 2023", "smart cap", None, "usual care", 1.04, 0.88, 1.23, "P = 0.65"),
    ],
    "p_and_interval_disagree": [
        (
            "Quist 2021",
            "HR",
            "overall survival",
            0.85,
            0.74,
            0.98,
            "P = 0.24",
            "P = 0.24 but 0.85 (0.74 to 0.98) gives p 0.01414 to 0.03595",
        )
    ],
    "outcomes_of_a_drug": [
        ("nausea", 2, 2),
        ("body weight", 1, 1),
        ("colorectal adenoma", 1, 1),
        ("hba1c", 1, 1),
    ],
    "significant_by_year": [(2019, 2, 2, 100.0), (2021, 5, 3, 60.0), (2022, 6, 4, 67.0), (2023, 5, 3, 60.0)],
    "pooled_estimate": [("RR", "log", 2, 0.707801, 0.018637)],
    "events_of_both_arms": [
        ("Quist 2021", "Neutropenia", "carboplatin", 120, 600, "supportive care", 60, 604),
        ("Brandt 2022", "Atrial fibrillation", "colchicine", 31, 160, "placebo", 52, 158),
        ("Brandt 2022", "Diarrhoea", "colchicine", 24, 160, "placebo", 11, 158),
    ],
    "p_around_the_threshold": [("below", 1)],
    "measures": [
        ("RR", 5, 5, 4, 0),
        ("HR", 4, 4, 4, 1),
        ("OR", 3, 3, 3, 0),
        ("none", 3, 0, 3, 0),
        ("MD", 2, 2, 2, 0),
        ("LR", 1, 0, 0, 0),
        ("R", 1, 0, 1, 0),
        ("SENS", 1, 1, 0, 0),
        ("SPEC", 1, 1, 0, 0),
    ],
    "not_significant_in_large_trials": [
        ("Brandt 2022", 318, "Mortality", "RR", "0.99", "0.20", "4.82", "P = 0.99"),
        ("Okafor 2021", 240, "HbA1c", "MD", "-0.1", "-0.3", "0.1", "P = 0.33"),
    ],
    "diseases_and_chemicals": [
        ("atrial fibrillation", "colchicine", 1),
        ("colorectal adenoma", "metformin", 1),
        ("delirium", "simvastatin", 1),
    ],
    "statistics_left_out": [
        ("Brandt 2022", "'P < 0.05' is in no finding: a planned significance level, not a result")
    ],
}


def test_every_question_has_an_answer_here() -> None:
    assert [query.name for query in queries()] == list(ANSWERS)
    assert len(ANSWERS) >= 10


def test_the_questions(place: str, ask: Callable[..., list[tuple[Any, ...]]]) -> None:
    load([RECORDS], place)
    for query in queries():
        rows = ask(place, query.example)
        assert len(rows) == len(ANSWERS[query.name]), query.name
        for row, wanted in zip(rows, ANSWERS[query.name], strict=True):
            assert row == tuple(
                pytest.approx(value, rel=1e-4) if isinstance(value, float) else value for value in wanted
            ), query.name
