"""Records and a selection → the findings asked for, in their documents.

Every command that shows, exports or draws findings takes the same options and asks here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Literal

from evistat.errors import EvistatError
from evistat.records.jsonl import read_records
from evistat.records.schema import Finding, Mention, Record
from evistat.records.study_label import year_of

OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a finding must be to be chosen; an empty part asks nothing.

    Words match anywhere in the printed text or its long form, whatever their case; of several words, measures,
    kinds or sections, one is enough. ``units`` are as ``unit_name`` gives them. ``checks``: "failed" (at least one failed) or "passed" (none failed).
    ``reviews``: what a person decided, "open" for a finding nobody decided about.
    """

    doc_ids: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    directions: frozenset[str] = frozenset()
    outcomes: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()
    significant: bool | None = None
    adjusted: bool | None = None
    with_value: bool = False
    with_ci: bool = False
    with_p: bool = False
    p_below: float | None = None
    checks: Literal["failed", "passed"] | None = None
    reviews: frozenset[str] = frozenset()
    repeats: bool = True
    from_year: int | None = None
    to_year: int | None = None

    @property
    def asks_of_findings(self) -> bool:
        """Whether something is asked of a finding, not of its document alone."""
        return any(
            getattr(self, part.name) != part.default for part in fields(self) if part.name not in _OF_DOCUMENT
        )


# What a document answers for all its findings.
_OF_DOCUMENT = ("doc_ids", "from_year", "to_year")


def read_chosen(paths: Iterable[str], selection: Selection) -> Iterator[Record]:
    """Yield the chosen of the records in files; a document asked for that isn't there is the user's error."""
    files = list(paths)
    records = (record for path in files for record in read_records(path))
    yield from chosen(records, selection, ", ".join(files))


def chosen(records: Iterator[Record], selection: Selection, where: str) -> Iterator[Record]:
    """Yield the chosen of ``records``, which come from ``where``, as ``read_chosen`` does."""
    yield from select(_of_documents(records, selection.doc_ids, where), selection)


def _of_documents(records: Iterator[Record], doc_ids: Iterable[str], path: str) -> Iterator[Record]:
    missing = dict.fromkeys(sorted(doc_ids))
    if not missing:
        yield from records
        return
    for record in records:
        if record.doc_id in missing:
            del missing[record.doc_id]
            yield record
            if not missing:
                return
    raise EvistatError("E021", doc_id=next(iter(missing)), path=path)


def select(records: Iterable[Record], selection: Selection) -> Iterator[Record]:
    """Yield the records that hold findings chosen, with these alone; where no finding is asked for, whole ones."""
    for record in records:
        if not _chooses_document(selection, record):
            continue
        if not selection.asks_of_findings:
            yield record
            continue
        findings = [finding for finding in record.findings if _chooses_finding(selection, finding)]
        if findings:
            yield record.model_copy(update={"findings": findings})


def _chooses_document(selection: Selection, record: Record) -> bool:
    if selection.doc_ids and record.doc_id not in selection.doc_ids:
        return False
    if selection.from_year is None and selection.to_year is None:
        return True
    year = year_of(record.metadata.get("year"))
    if year is None:
        return False
    return (selection.from_year is None or year >= selection.from_year) and (
        selection.to_year is None or year <= selection.to_year
    )


def _chooses_finding(selection: Selection, finding: Finding) -> bool:
    for wanted, found in (
        (selection.measures, finding.measure),
        (selection.kinds, finding.kind),
        (selection.sections, finding.section),
        (selection.directions, finding.direction),
        (selection.units, unit_name(finding.unit)),
        (selection.reviews, finding.review.decision if finding.review else OPEN),
    ):
        if wanted and found not in wanted:
            return False
    if selection.outcomes and not _names(finding.outcome, selection.outcomes):
        return False
    if selection.about and not any(
        _names(part, selection.about)
        for part in (finding.intervention, finding.comparator, finding.predictor)
    ):
        return False
    if selection.significant is not None and finding.significant is not selection.significant:
        return False
    if selection.adjusted is not None and finding.adjusted is not selection.adjusted:
        return False
    if (selection.with_value and finding.value is None) or (selection.with_p and finding.p is None):
        return False
    if selection.with_ci and (finding.ci is None or finding.ci.lower is None or finding.ci.upper is None):
        return False
    if selection.p_below is not None and not _p_is_below(finding, selection.p_below):
        return False
    if selection.checks is not None:
        failed = any(not check.ok for check in finding.checks)
        if failed is not (selection.checks == "failed"):
            return False
    return selection.repeats or finding.repeats is None


def unit_name(unit: str | None) -> str | None:
    """Return a unit in the form in which two of them are compared; None where there is none."""
    plain = " ".join((unit or "").split()).casefold()
    plain = {"percent": "%", "per cent": "%", "percentage point": "percentage points"}.get(plain, plain)
    return plain or None


def _names(mention: Mention | None, words: tuple[str, ...]) -> bool:
    """Tell whether a mention has one of ``words`` in it, as printed or in its long form."""
    if mention is None:
        return False
    named = f"{mention.text}\n{mention.long_form or ''}".casefold()
    return any(" ".join(word.casefold().split()) in " ".join(named.split()) for word in words)


def _p_is_below(finding: Finding, limit: float) -> bool:
    """Tell whether the p-value lies below ``limit`` as far as it is printed ("< 0.05" does for 0.05)."""
    p = finding.p
    if p is None or p.value is None:
        return False
    return p.value <= limit if p.op == "<" else p.op in ("=", "<=") and p.value < limit
