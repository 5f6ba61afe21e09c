from pathlib import Path

import pytest

from evistat.inspect.precision import precision_of, wilson
from evistat.records.decisions import ReviewDecision
from evistat.records.jsonl import read_records
from evistat.records.review import Applied, apply_decisions

RECORDS = Path(__file__).parents[1] / "cases" / "shown_records.jsonl"


def test_precision_counts_under_what_was_read() -> None:
    decisions = {
        ("levo-1", finding): ReviewDecision.model_validate(
            {"doc_id": "levo-1", "finding": finding, "decision": decision, "edits": edits, "by": "K"}
        )
        for finding, decision, edits in (
            ("f1", "edited", {"measure": "RR", "value": "0·55"}),
            ("f2", "accepted", None),
            ("f3", "rejected", None),
        )
    }
    records = apply_decisions(read_records(str(RECORDS)), decisions, Applied())
    data = precision_of(records).data()
    assert data["findings"] == 4
    assert (data["all"]["decided"], data["all"]["precision"], data["all"]["not_rejected"]) == (
        3,
        0.3333,
        0.6667,
    )
    assert "RR" not in data["measures"]
    assert data["measures"]["HR"]["edited"] == 1
    assert data["measures"]["MEAN"]["precision"] == 1.0
    assert data["corrected"] == {"measure": 1, "value": 1}
    assert data["rules"]["r"]["decided"] == 3


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 0, 0.0, 1.0), (5, 5, 0.5655, 1.0), (0, 5, 0.0, 0.4345), (50, 100, 0.4038, 0.5962)],
)
def test_wilson_interval(part: int, whole: int, low: float, high: float) -> None:
    # Reference: Newcombe, Stat Med 1998;17:857-72, method 3, worked out by hand.
    assert wilson(part, whole) == pytest.approx((low, high), abs=1e-4)
