from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evistat.errors import EvistatError
from evistat.records.jsonl import read_records
from evistat.records.schema import Finding, Record
from evistat.records.select import Selection, read_chosen, select, unit_name

RECORDS = str(Path(__file__).parents[1] / "cases" / "table_records.jsonl")
Asks = Callable[[Finding], bool]


def chosen(**asked: Any) -> list[tuple[str, Finding]]:
    found = read_chosen([RECORDS], Selection(**asked))
    return [(record.doc_id, finding) for record in found for finding in record.findings]


def everything() -> list[tuple[str, Finding]]:
    return [(record.doc_id, finding) for record in read_records(RECORDS) for finding in record.findings]


def test_nothing_asked_gives_whole_records() -> None:
    assert list(read_chosen([RECORDS], Selection())) == list(read_records(RECORDS))


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"measures": frozenset({"HR"})}, lambda f: f.measure == "HR"),
        ({"measures": frozenset({"HR", "R"})}, lambda f: f.measure in ("HR", "R")),
        ({"kinds": frozenset({"statement"})}, lambda f: f.kind == "statement"),
        ({"sections": frozenset({"CONCLUSIONS"})}, lambda f: f.section == "CONCLUSIONS"),
        ({"directions": frozenset({"no_difference"})}, lambda f: f.direction == "no_difference"),
        ({"units": frozenset({"%"})}, lambda f: f.unit == "%"),
        ({"significant": True}, lambda f: f.significant is True),
        ({"significant": False}, lambda f: f.significant is False),
        ({"with_value": True}, lambda f: f.value is not None),
        ({"with_p": True}, lambda f: f.p is not None),
        ({"with_ci": True}, lambda f: f.ci is not None and f.ci.upper is not None),
        ({"repeats": False}, lambda f: f.repeats is None),
        ({"reviews": frozenset({"rejected"})}, lambda f: f.measure == "R"),
        ({"reviews": frozenset({"open"})}, lambda f: f.review is None),
        ({"outcomes": ("SURVIVAL",)}, lambda f: "survival" in f.outcome.text.casefold()),
        ({"outcomes": ("pain", "falls")}, lambda f: f.outcome.text in ("Pain", "Falls")),
        ({"about": ("smoking",)}, lambda f: f.predictor is not None and f.predictor.text == "Smoking"),
    ],
)
def test_findings_are_chosen_by_what_they_are(asked: dict[str, Any], holds: Asks) -> None:
    found = chosen(**asked)
    assert found == [pair for pair in everything() if holds(pair[1])]
    assert 0 < len(found) < len(everything())


def test_all_that_is_asked_must_hold() -> None:
    found = chosen(
        measures=frozenset({"HR"}), outcomes=("survival",), significant=True, with_ci=True, repeats=False
    )
    assert [finding.quote.text for _, finding in found] == [
        "hazard ratio 0.58; 95% CI 0.45 to 0.75; P < 0.001"
    ]


@pytest.mark.parametrize(
    ("op", "value", "limit", "below"),
    [
        ("=", 0.049, 0.05, True), ("=", 0.05, 0.05, False), ("<", 0.05, 0.05, True), ("<", 0.1, 0.05, False),
        ("<=", 0.05, 0.05, False), ("<=", 0.01, 0.05, True), (">", 0.01, 0.05, False), ("ns", None, 0.05, False),
    ],
)  # fmt: skip
def test_p_below_takes_only_what_is_surely_below(
    op: str, value: float | None, limit: float, below: bool
) -> None:
    record = next(read_records(RECORDS))
    finding = record.findings[0]
    assert finding.p is not None
    p = finding.p.model_copy(update={"op": op, "value": value})
    record = record.model_copy(update={"findings": [finding.model_copy(update={"p": p})]})
    assert bool(list(select([record], Selection(p_below=limit)))) is below


def test_checks_failed_or_passed() -> None:
    record = next(read_records(RECORDS))
    finding = record.findings[0]
    failed = finding.model_copy(update={"checks": [finding.checks[0].model_copy(update={"ok": False})]})
    record = record.model_copy(update={"findings": [finding, failed]})
    for word, kept in (("failed", [failed]), ("passed", [finding])):
        (one,) = select([record], Selection(checks=word))  # type: ignore[arg-type]
        assert one.findings == kept


def test_words_match_the_long_form_too() -> None:
    record = next(read_records(RECORDS))
    finding = record.findings[0]
    assert finding.outcome is not None
    short = finding.outcome.model_copy(update={"text": "PFS", "long_form": "progression-free\nsurvival"})
    record = record.model_copy(update={"findings": [finding.model_copy(update={"outcome": short})]})
    for words in ("pfs", "Free survival"):
        assert list(select([record], Selection(outcomes=(words,)))) == [record]
    assert list(select([record], Selection(outcomes=("death",)))) == []


def test_years_and_documents_keep_a_document_without_findings() -> None:
    def ids(**asked: Any) -> list[str]:
        return [record.doc_id for record in read_chosen([RECORDS], Selection(**asked))]

    assert ids(from_year=2020) == ["nera-2", "vax-3"]
    assert ids(to_year=2019) == ["@SUM(1+1)"]
    assert ids(doc_ids=frozenset({"vax-3", "nera-2"})) == ["nera-2", "vax-3"]
    bare = next(read_records(RECORDS)).model_copy(update={"findings": []})
    assert list(select([bare], Selection(from_year=2019))) == [bare]
    assert list(select([bare], Selection(from_year=2019, with_ci=True))) == []


def test_a_document_that_isnt_there_is_an_error() -> None:
    with pytest.raises(EvistatError, match=r"E021.*nobody"):
        list(read_chosen([RECORDS], Selection(doc_ids=frozenset({"vax-3", "nobody"}))))


def test_a_document_that_was_found_ends_the_reading(tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(Path(RECORDS).read_bytes() + b"{broken")
    found: list[Record] = list(read_chosen([str(cut)], Selection(doc_ids=frozenset({"@SUM(1+1)"}))))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("%", "%"),
        (" per\u00a0cent", "%"),
        ("percentage point", "percentage points"),
        ("Days", "days"),
        (None, None),
        ("", None),
    ],
)
def test_units_are_compared_in_one_form(unit: str | None, name: str | None) -> None:
    assert unit_name(unit) == name
