from pathlib import Path

import pytest

from evistat.inspect.report_rows import typeset
from evistat.inspect.summary import NO_NUMBER, Summary, p_bin
from evistat.records.jsonl import read_records
from evistat.records.schema import PValue

RECORDS = Path(__file__).parents[1] / "cases" / "shown_records.jsonl"


@pytest.mark.parametrize(
    ("op", "value", "place"),
    [
        ("=", 0.0, 0),
        ("=", 0.0009, 0),
        ("=", 0.001, 1),
        ("=", 0.049, 2),
        ("=", 0.05, 3),
        ("=", 0.1, 4),
        ("=", 1.0, 4),
        ("<", 0.001, 0),
        ("<", 0.01, 1),
        ("<=", 0.05, 2),
        ("<", 1e-9, 0),
        (">", 0.05, NO_NUMBER),
        (">=", 0.2, NO_NUMBER),
        ("ns", None, NO_NUMBER),
    ],
)
def test_bins_of_p(op: str, value: float | None, place: int) -> None:
    p = PValue.model_validate({"text": "", "start": 0, "end": 0, "op": op, "value": value})
    assert p_bin(p) == place


def test_records_are_counted() -> None:
    summary = Summary()
    first, second = read_records(str(RECORDS))
    summary.add(first)
    summary.add(second.model_copy(update={"metadata": {"year": "2019 Jan"}}))
    data = summary.data()
    assert (data["documents"], data["withoutFindings"]) == (2, 1)
    assert data["totals"]["findings"] == 4
    assert data["totals"]["with_ci"] == 1
    assert data["totals"]["failed"] == 1
    assert data["checks"] == [["p_matches_interval", 1, 1]]
    assert data["years"] == [[2019, 1, 0]]
    assert data["p"] == [[0, 1], [1, 0], [0, 0], [0, 0], [0, 0], [0, 1]]
    assert ("HR", 1, 1) in [tuple(line) for line in data["measures"]]


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("-0.70 to -0.06", "−0.70 to −0.06"),
        ("–3.2 kg", "−3.2 kg"),
        ("12-15", "12-15"),
        ("< 1e-09", "< 1 × 10⁻⁹"),
        ("2.5e+06", "2.5 × 10⁶"),
        ("IL-6 vs -.5", "IL-6 vs −.5"),
        ("0·71", "0·71"),
    ],
)
def test_printed_numbers_are_typeset_alike(printed: str, words: str) -> None:
    assert typeset(printed) == words
