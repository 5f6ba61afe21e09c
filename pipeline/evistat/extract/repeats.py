"""Findings of a document → the later ones that state an earlier result again, so that nobody pools it twice."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any


def mark_repeats(findings: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Set ``repeats`` of every finding whose numbers an earlier finding of another section prints too."""
    first: dict[Hashable, dict[str, Any]] = {}
    marked = []
    for finding in findings:
        key = _numbers(finding)
        earlier = first.get(key) if key is not None else None
        if key is not None and earlier is None:
            first[key] = finding
        if earlier is not None and earlier["section"] != finding["section"]:
            finding = finding | {"repeats": earlier["id"]}
        marked.append(finding)
    return marked


def _numbers(finding: dict[str, Any]) -> Hashable | None:
    """Return what makes two findings the same result; None where the numbers are too few to tell."""
    ci = finding["ci"]
    groups = tuple(group["value"] for group in finding["groups"])
    if finding["value"] is not None and (ci or finding["p"] or groups):
        return (finding["measure"], finding["value"], ci and ci["lower"], ci and ci["upper"])
    if len(groups) > 1 and finding["value"] is None:
        return ("groups", groups)
    if ci:
        return ("ci", ci["lower"], ci["upper"])
    return None
