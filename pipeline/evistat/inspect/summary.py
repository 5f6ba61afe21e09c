"""Records, one after the other → the counts of the report's overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from evistat.inspect.report_rows import LEFT_OVER
from evistat.records.schema import Finding, PValue, Record
from evistat.records.study_label import year_of

# Upper borders of the bins of p; what lies on a border belongs to the bin above it.
P_BINS = (0.001, 0.01, 0.05, 0.1, 1.0)
NO_NUMBER = len(P_BINS)
MOST_OUTCOMES = 12


class Summary:
    """Counts that grow record by record, so that no record need be kept."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self.documents = self.without_findings = self.characters = self.entities = 0
        self.totals: Counter[str] = Counter()
        self.measures: Counter[str] = Counter()
        self.with_ci: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.sections: Counter[str] = Counter()
        self.directions: Counter[str] = Counter()
        self.years: Counter[int] = Counter()
        self.findings_of_year: Counter[int] = Counter()
        self.p_exact: Counter[int] = Counter()
        self.p_limits: Counter[int] = Counter()
        self.checks: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.outcome_names: dict[str, str] = {}
        self.labels: Counter[str] = Counter()
        self.made_by: Counter[tuple[str, str]] = Counter()

    def add(self, record: Record) -> None:
        """Count a record."""
        self.documents += 1
        self.without_findings += not record.findings
        self.characters += len(record.text)
        self.entities += len(record.entities)
        self.labels.update(entity.label for entity in record.entities)
        made = record.pipeline
        self.made_by[f"{made.name} {made.version}", f"{made.model} {made.model_version}"] += 1
        year = year_of(record.metadata.get("year"))
        if year is not None:
            self.years[year] += 1
            self.findings_of_year[year] += len(record.findings)
        for warning in record.warnings:
            if warning.code == LEFT_OVER:
                self.reasons[warning.message.rpartition(" is in no finding: ")[2]] += 1
            else:
                self.notes[warning.code] += 1
        for finding in record.findings:
            self._add_finding(finding)

    def _add_finding(self, finding: Finding) -> None:
        self.totals["findings"] += 1
        for name, holds in (
            ("with_value", finding.value is not None or bool(finding.groups)),
            ("with_ci", finding.ci is not None),
            ("with_p", finding.p is not None),
            ("with_outcome", finding.outcome is not None),
            ("significant", finding.significant is True),
            ("not_significant", finding.significant is False),
            ("repeats", finding.repeats is not None),
            ("failed", any(not check.ok for check in finding.checks)),
            ("reviewed", finding.review is not None),
        ):
            self.totals[name] += holds
        measure = finding.measure or ""
        self.measures[measure] += 1
        self.with_ci[measure] += finding.ci is not None
        self.kinds[finding.kind] += 1
        self.sections[finding.section] += 1
        self.directions[finding.direction or ""] += 1
        if finding.p is not None:
            exact = finding.p.op == "="
            (self.p_exact if exact else self.p_limits)[p_bin(finding.p)] += 1
        for check in finding.checks:
            self.checks[check.code] += 1
            self.failed[check.code] += not check.ok
        if finding.outcome is not None and finding.repeats is None:
            name = " ".join((finding.outcome.long_form or finding.outcome.text).split())
            key = name.casefold()
            self.outcomes[key] += 1
            self.outcome_names.setdefault(key, name)

    def data(self) -> dict[str, Any]:
        """Return the counts as plain data, the largest first, ties by name."""
        return {
            "documents": self.documents,
            "withoutFindings": self.without_findings,
            "characters": self.characters,
            "entities": self.entities,
            "totals": dict(sorted(self.totals.items())),
            "measures": [[name, count, self.with_ci[name]] for name, count in _largest(self.measures)],
            "kinds": _largest(self.kinds),
            "sections": _largest(self.sections),
            "directions": _largest(self.directions),
            "years": [[year, self.years[year], self.findings_of_year[year]] for year in sorted(self.years)],
            "pBins": P_BINS,
            "p": [[self.p_exact[place], self.p_limits[place]] for place in range(len(P_BINS) + 1)],
            "checks": [[code, count, self.failed[code]] for code, count in _largest(self.checks)],
            "leftovers": _largest(self.reasons),
            "notes": _largest(self.notes),
            "outcomes": [
                [self.outcome_names[key], count] for key, count in _largest(self.outcomes)[:MOST_OUTCOMES]
            ],
            "labels": _largest(self.labels),
            "madeBy": [[*names, count] for names, count in sorted(self.made_by.items())],
        }


def p_bin(p: PValue) -> int:
    """Return the bin of a p-value: one below a printed limit lies under that limit; NS and "> 0.05" in none."""
    if p.value is None:
        return NO_NUMBER
    if p.op in ("<", "<="):
        return next((place for place, border in enumerate(P_BINS) if p.value <= border), NO_NUMBER)
    if p.op in (">", ">="):
        return NO_NUMBER
    return next((place for place, border in enumerate(P_BINS) if p.value < border), len(P_BINS) - 1)


def _largest(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(_items(counter), key=lambda item: (-item[1], item[0]))


def _items(counter: Counter[str]) -> Iterable[tuple[str, int]]:
    return ((name, count) for name, count in counter.items() if count)
