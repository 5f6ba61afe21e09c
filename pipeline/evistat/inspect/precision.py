"""Reviewed records → how right the findings were, by measure and by rule."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rich.table import Table

from evistat.records.review import as_read
from evistat.records.schema import Record

NO_MEASURE = "no measure"
_Z = 1.959964


@dataclass(slots=True)
class Verdicts:
    """How often findings were right as read, corrected, or no findings at all."""

    accepted: int = 0
    edited: int = 0
    rejected: int = 0

    def add(self, decision: str) -> None:
        """Count a decision."""
        setattr(self, decision, getattr(self, decision) + 1)

    @property
    def decided(self) -> int:
        """All decisions."""
        return self.accepted + self.edited + self.rejected

    def data(self) -> dict[str, Any]:
        """Return counts, precision (the share right as read) with its 95 % interval, and the share not rejected."""
        low, high = wilson(self.accepted, self.decided)
        return {
            "decided": self.decided,
            "accepted": self.accepted,
            "edited": self.edited,
            "rejected": self.rejected,
            "precision": round(self.accepted / self.decided, 4),
            "precision_ci": [round(low, 4), round(high, 4)],
            "not_rejected": round((self.accepted + self.edited) / self.decided, 4),
        }


@dataclass(slots=True)
class Precision:
    """Verdicts on all findings decided, by measure, by rule, and which fields were corrected how often."""

    findings: int = 0
    all: Verdicts = field(default_factory=Verdicts)
    measures: dict[str, Verdicts] = field(default_factory=dict)
    rules: dict[str, Verdicts] = field(default_factory=dict)
    corrected: Counter[str] = field(default_factory=Counter)

    def data(self) -> dict[str, Any]:
        """Return all figures as plain data, the most decided first."""
        return {
            "findings": self.findings,
            "all": self.all.data() if self.all.decided else None,
            "measures": {name: verdicts.data() for name, verdicts in _most(self.measures)},
            "rules": {name: verdicts.data() for name, verdicts in _most(self.rules)},
            "corrected": dict(sorted(self.corrected.items(), key=lambda item: (-item[1], item[0]))),
        }


def precision_of(records: Iterable[Record]) -> Precision:
    """Count the decisions in records; a finding counts under the measure and the rules it was read with."""
    counted = Precision()
    for record in records:
        for finding in record.findings:
            counted.findings += 1
            review = finding.review
            if review is None:
                continue
            counted.all.add(review.decision)
            measure = as_read(finding).measure or NO_MEASURE
            counted.measures.setdefault(measure, Verdicts()).add(review.decision)
            for rule in dict.fromkeys(finding.rule.split("+")):
                counted.rules.setdefault(rule, Verdicts()).add(review.decision)
            counted.corrected.update(review.edited.keys() - {"checks", "value_span"})
    return counted


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the 95 % interval of a proportion by Wilson's score."""
    if not whole:
        return 0.0, 1.0
    share, z2 = part / whole, _Z * _Z
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    half = _Z * math.sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole)) / (1 + z2 / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


def precision_table(counted: Precision) -> Table:
    """Return a table for the terminal: all findings decided, then by measure, then by rule."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    for name in ("decided", "right", "corrected", "wrong", "precision", "95% CI"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_row("all", *_cells(counted.all))
    for title, part in (("by measure", counted.measures), ("by rule", counted.rules)):
        table.add_row()
        table.add_row(title, style="bold")
        for name, verdicts in _most(part):
            table.add_row(f"  {name}", *_cells(verdicts))
    if counted.corrected:
        table.add_row()
        table.add_row("fields corrected", style="bold")
        for name, count in counted.data()["corrected"].items():
            table.add_row(f"  {name}", str(count))
    return table


def _cells(verdicts: Verdicts) -> list[str]:
    low, high = wilson(verdicts.accepted, verdicts.decided)
    counts = (verdicts.decided, verdicts.accepted, verdicts.edited, verdicts.rejected)
    return [*map(str, counts), f"{verdicts.accepted / verdicts.decided:.0%}", f"{low:.0%} to {high:.0%}"]


def _most(part: dict[str, Verdicts]) -> list[tuple[str, Verdicts]]:
    return sorted(part.items(), key=lambda item: (-item[1].decided, item[0]))
