"""A question that names a drug or an outcome finds its rows by an index, not by reading every row."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from evistat.store.load import load
from evistat.store.queries import queries

RECORDS = str(Path(__file__).parents[1] / "cases" / "database_records.jsonl")


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        (next(query.example for query in queries() if query.name == "outcomes_of_a_drug"), "entities_text_index"),
        ("SELECT * FROM findings_flat WHERE lower(outcome) = 'nausea'", "findings_outcome_index"),
        ("SELECT * FROM findings_flat WHERE lower(intervention) = 'metformin'", "findings_intervention_index"),
        ("SELECT * FROM meta_analysis_ready WHERE measure = 'HR'", "findings_measure_index"),
        ("SELECT * FROM documents WHERE year = 2021", "documents_year_index"),
        ("SELECT * FROM inconsistent_findings WHERE check_code = 'p_matches_interval'", "finding_checks_code_ok_index"),
    ],
)  # fmt: skip
def test_questions_use_an_index(sql: str, index: str, tmp_path: Path) -> None:
    load([RECORDS], str(tmp_path / "records.db"))
    with closing(sqlite3.connect(tmp_path / "records.db")) as connection:
        plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}"))
    assert index in plan
