"""Record → its lines in the report's index: one of the document, one of each finding."""

from __future__ import annotations

import math
from typing import Any

from evistat.inspect.forest_rows import NotDrawn, forest_row
from evistat.inspect.words import arms_words, interval_words, p_words, value_words
from evistat.records.schema import Finding, Record
from evistat.records.study_label import study_label, year_of

DOCUMENT_FIELDS = (
    "id",
    "study",
    "title",
    "year",
    "journal",
    "design",
    "findings",
    "failed",
    "leftovers",
    "chunk",
)
FINDING_FIELDS = (
    "doc", "at", "id", "kind", "section", "outcome", "arms", "about", "measure", "value", "valueWords", "unit",
    "lower", "upper", "level", "ciWords", "p", "pOp", "pWords", "direction", "significant", "adjusted", "failed",
    "repeats", "rule", "review", "forest",
)  # fmt: skip
LEFT_OVER = "W010"


def document_row(record: Record, *, chunk: int) -> list[Any]:
    """Return what the index says of a document, in the order of ``DOCUMENT_FIELDS``."""
    journal = record.metadata.get("journal")
    return [
        record.doc_id,
        study_label(record),
        record.title,
        year_of(record.metadata.get("year")),
        journal if isinstance(journal, str) else None,
        record.study.design if record.study else None,
        len(record.findings),
        sum(any(not check.ok for check in finding.checks) for finding in record.findings),
        sum(warning.code == LEFT_OVER for warning in record.warnings),
        chunk,
    ]


def finding_row(record: Record, at: int, *, doc: int) -> list[Any]:
    """Return what the index says of a finding, in the order of ``FINDING_FIELDS``."""
    finding = record.findings[at]
    ci, p = finding.ci, finding.p
    return [
        doc,
        at,
        finding.id,
        finding.kind,
        finding.section,
        finding.outcome.text if finding.outcome else None,
        arms_words(finding) or None,
        _about(finding),
        finding.measure,
        number(finding.value),
        value_words(finding) or None,
        finding.unit,
        number(ci.lower) if ci else None,
        number(ci.upper) if ci else None,
        number(ci.level) if ci else None,
        interval_words(ci) or None,
        number(p.value) if p else None,
        p.op if p else None,
        p_words(p) or None,
        finding.direction,
        finding.significant,
        finding.adjusted,
        [check.code for check in finding.checks if not check.ok],
        finding.repeats is not None,
        finding.rule,
        finding.review.decision if finding.review else None,
        _forest(record, finding),
    ]


def _forest(record: Record, finding: Finding) -> list[Any] | str | None:
    """Return the finding's line in a forest plot (value, bounds, words, unit, variance), or why it has none.

    Whether a finding is rejected or repeats another is left to the page, where a reader may decide otherwise.
    """
    if finding.measure is None:
        return None
    free = finding.model_copy(update={"review": None, "repeats": None})
    row = forest_row(record, free)
    if isinstance(row, NotDrawn):
        return row.value
    numbers = (number(row.value), number(row.lower), number(row.upper))
    variance = number(row.effect.vi) if row.effect else None
    return [*numbers, row.printed, row.unit, float(f"{variance:.5g}") if variance is not None else None]


def number(value: float | None) -> float | None:
    """Return a number as JSON can say it: an infinite one is none."""
    return value if value is not None and math.isfinite(value) else None


def _about(finding: Finding) -> str | None:
    """Return when and in whom the result was seen, and the long forms a reader may search for."""
    parts = [part.text for part in (finding.timepoint, finding.population) if part is not None]
    mentions = (finding.outcome, finding.intervention, finding.comparator, finding.predictor)
    parts += [part.long_form for part in mentions if part is not None and part.long_form]
    return " · ".join(parts) or None
