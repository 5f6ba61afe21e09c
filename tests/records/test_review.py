from pathlib import Path
from typing import Any

import pytest

from evistat.errors import EvistatError
from evistat.records.decisions import ReviewDecision, read_decisions
from evistat.records.jsonl import read_records, record_line
from evistat.records.review import Applied, apply_decisions, as_read, corrections_of, latest
from evistat.records.schema import Finding, Record

RECORDS = Path(__file__).parents[1] / "cases" / "shown_records.jsonl"


@pytest.fixture
def record() -> Record:
    return next(iter(read_records(str(RECORDS))))


def decide(record: Record, *decisions: dict[str, Any], by: str | None = "K. L.") -> tuple[Record, Applied]:
    lines = [ReviewDecision.model_validate({"doc_id": record.doc_id} | decision) for decision in decisions]
    applied = Applied()
    last, applied.overridden = latest(lines)
    (reviewed,) = apply_decisions([record], last, applied, by=by, date="2026-05-31")
    return reviewed, applied


def edited(record: Record, finding: str, **edits: Any) -> Finding:
    reviewed, applied = decide(record, {"finding": finding, "decision": "edited", "edits": edits})
    assert applied.problems == []
    return next(one for one in reviewed.findings if one.id == finding)


def test_a_decision_stands_in_the_finding(record: Record) -> None:
    reviewed, applied = decide(
        record,
        {"finding": "f1", "decision": "accepted", "by": "B. O.", "date": "2026-01-02", "note": "sure"},
        {"finding": "f2", "decision": "rejected"},
    )
    first, second, *others = reviewed.findings
    assert first.review is not None
    assert first.review.model_dump() == {
        "decision": "accepted", "by": "B. O.", "date": "2026-01-02", "note": "sure", "edited": {}
    }  # fmt: skip
    assert second.review is not None
    assert (second.review.by, second.review.date) == ("K. L.", "2026-05-31")
    assert [finding.review for finding in others] == [None, None]
    assert applied.decided == {"accepted": 1, "rejected": 1}
    assert Record.model_validate_json(record_line(reviewed)) == reviewed
    assert b'"review":null' not in record_line(reviewed)


@pytest.mark.parametrize(
    ("edits", "field", "expected"),
    [
        ({"direction": "increase"}, "direction", "increase"),
        ({"significant": None}, "significant", None),
        ({"measure": "RR"}, "measure", "RR"),
        ({"comparator": None}, "comparator", None),
        ({"value": "0·55"}, "value", 0.55),
        ({"value": 0.8}, "value", 0.8),
        ({"value": None}, "value", None),
    ],
)
def test_a_field_is_corrected_and_what_was_read_kept(
    record: Record, edits: dict[str, Any], field: str, expected: Any
) -> None:
    finding = edited(record, "f1", **edits)
    assert getattr(finding, field) == expected
    assert finding.review is not None
    assert field in finding.review.edited
    assert as_read(finding) == record.findings[0]


def test_words_of_the_text_are_found_and_placed(record: Record) -> None:
    finding = edited(record, "f2", outcome={"text": "kidney"}, intervention={"text": "levosimendan"})
    assert finding.outcome is not None
    assert finding.intervention is not None
    # The nearer of two places: the title's is farther from the sentence.
    assert finding.intervention.start == record.text.index("levosimendan")
    for part in (finding.outcome, finding.intervention):
        assert record.text[part.start : part.end] == part.text
    assert finding.intervention.entities == ["T2"]


def test_a_place_given_counts_if_its_words_stand_there(record: Record) -> None:
    last = record.text.rindex("Levosimendan")
    text = {"text": "Levosimendan", "start": last, "end": last + 12}
    finding = edited(record, "f1", intervention=text)
    assert finding.intervention is not None
    assert finding.intervention.start == last
    wrong = edited(record, "f1", intervention=text | {"start": 3})
    assert wrong.intervention is not None
    assert wrong.intervention.text == "Levosimendan"
    # A page's field has a blank where the text has a line end.
    over = edited(record, "f1", outcome={"text": "fell with levosimendan"})
    assert over.outcome is not None
    assert over.outcome.text == "fell with\nlevosimendan"


def test_printed_numbers_keep_their_place(record: Record) -> None:
    finding = edited(record, "f2", value="12.4", p={"op": "=", "value": "0.001"})
    assert finding.value_span is not None
    assert record.text[finding.value_span.start : finding.value_span.end] == "12.4"
    assert finding.p is not None
    assert (finding.p.op, finding.p.value, finding.p.text) == ("=", 0.001, "P < 0.001")
    assert edited(record, "f2", value="12").value_span is None  # no number of its own in the text


def test_intervals_are_made_mended_and_taken_away(record: Record) -> None:
    made = edited(record, "f2", lower="8.1", upper="12.4").ci
    assert made is not None
    assert (made.lower, made.upper, made.lower_text, made.level) == (8.1, 12.4, "8.1", None)
    mended = edited(record, "f1", upper="0.99").ci
    assert mended is not None
    assert (mended.lower, mended.upper, mended.upper_text) == (0.55, 0.99, None)
    assert edited(record, "f1", lower=None, upper=None).ci is None


def test_checks_are_made_anew(record: Record) -> None:
    finding = edited(record, "f1", p={"op": "=", "value": "0.031"}, lower="0.9")
    checks = {check.code: check.ok for check in finding.checks}
    assert checks["interval_contains_estimate"] is False
    assert finding.review is not None
    assert finding.review.edited["checks"] == [check.model_dump() for check in record.findings[0].checks]


@pytest.mark.parametrize(
    "edits",
    [
        {"outcome": {"text": "length of stay"}},
        {"value": "seventy"},
        {"value": "nan"},
        {"p": {"op": "=", "value": "1.5"}},
        {"p": {"op": "=", "value": None}},
        {"p": {"op": "ns", "value": 0.5}},
    ],
)
def test_a_correction_that_does_not_fit_is_told_and_not_applied(
    record: Record, edits: dict[str, Any]
) -> None:
    reviewed, applied = decide(
        record,
        {"finding": "f1", "decision": "edited", "edits": edits},
        {"finding": "f2", "decision": "accepted"},
    )
    assert reviewed.findings[0] == record.findings[0]
    assert applied.decided == {"accepted": 1}
    (problem,) = applied.problems
    assert "'levo-1', finding f1" in problem


def test_the_last_decision_counts_and_applying_again_changes_nothing(record: Record) -> None:
    first = {"finding": "f1", "decision": "edited", "edits": {"value": "0·55", "direction": None}}
    reviewed, applied = decide(record, {"finding": "f1", "decision": "rejected"}, first)
    assert applied.overridden == 1
    again, _ = decide(reviewed, first)
    assert again == reviewed
    back, _ = decide(reviewed, {"finding": "f1", "decision": "accepted"})
    assert back.findings[0].value == 0.71


def test_decisions_outlive_their_finding_and_are_told(record: Record) -> None:
    _, applied = decide(record, {"finding": "gone", "decision": "accepted", "read": "Mortality HR 0.5"})
    assert [decision.read for decision in applied.gone] == ["Mortality HR 0.5"]
    assert applied.decided == {}


def test_somebody_must_have_decided(record: Record) -> None:
    with pytest.raises(EvistatError, match=r"E102.*f1.*--by"):
        decide(record, {"finding": "f1", "decision": "accepted"}, by=None)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", r"E101.*d.jsonl:2"),
        ('{"doc_id": "a"}', r"E101.*finding"),
        ('{"doc_id": "a", "finding": "f", "decision": "maybe"}', r"E101.*decision"),
        (
            '{"doc_id": "a", "finding": "f", "decision": "edited", "edits": {"rule": "x"}}',
            r"E101.*edits.rule",
        ),
        ('{"doc_id": "a", "finding": "f", "decision": "accepted", "date": "today"}', r"E101.*date"),
    ],
)
def test_a_broken_line_is_said_with_its_place(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(EvistatError, match=words):
        list(read_decisions(str(path)))


def test_absent_decisions_are_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(EvistatError, match="E001"):
        list(read_decisions(str(tmp_path / "none")))
    with pytest.raises(EvistatError, match="E002"):
        list(read_decisions(str(tmp_path)))


def test_records_of_the_format_before_reviews_still_load() -> None:
    lines = RECORDS.read_bytes().splitlines(keepends=True)
    assert b'"schema_version":"1.0.0"' in lines[0]
    assert [record_line(record) for record in read_records(str(RECORDS))] == lines


@pytest.mark.parametrize(
    ("finding", "edits"),
    [
        ("f1", {"outcome": {"text": "kidney"}, "comparator": None, "measure": "RR", "direction": None}),
        ("f1", {"value": "0·55", "lower": "8.1", "significant": False}),
        ("f1", {"lower": None, "upper": None, "p": None, "value": 0.8}),
        ("f2", {"lower": "8.1", "upper": "12.4", "p": {"op": "ns"}}),
        ("f4", {"p": {"op": "=", "value": "0.03"}, "direction": "decrease"}),
        (
            "f3",
            {"p": {"op": "=", "value": 0.5}, "intervention": {"text": "Levosimendan", "start": 0, "end": 12}},
        ),
    ],
)
def test_corrections_can_be_made_again_from_the_records(
    record: Record, finding: str, edits: dict[str, Any]
) -> None:
    corrected = edited(record, finding, **edits)
    again = edited(record, finding, **corrections_of(corrected))
    assert again == corrected
    assert corrections_of(record.findings[0]) == {}
