"""Findings of a document → the later ones that state an earlier result again, so that nobody pools it twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Any

TELLING = 2  # digits by which a bare value is known again


def mark_repeats(findings: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Set ``repeats`` of every finding all of whose numbers an earlier finding of another section prints too."""
    # By each number, the findings that print it; of those that are alike in all, the first of a section stands for the others.
    earlier: dict[str, dict[Hashable, dict[str, Any]]] = defaultdict(dict)
    marked = []
    for finding in findings:
        numbers = _numbers(finding)
        first = next(
            (
                one
                for one in (earlier[numbers[0]].values() if numbers else ())
                if one["section"] != finding["section"] and _all_in(finding, one)
            ),
            None,
        )
        p = finding["p"] and (finding["p"]["op"], finding["p"]["value"])
        for number in numbers:
            earlier[number].setdefault((finding["section"], p, *numbers), finding)
        marked.append(finding | {"repeats": first["id"]} if first is not None else finding)
    return marked


def _numbers(finding: dict[str, Any]) -> list[str]:
    """Return the numbers that make a finding known again, those that tell most first; none where they are too few."""
    numbers = []
    if finding["ci"]:
        numbers.append(f"ci {finding['ci']['lower']} {finding['ci']['upper']}")
    if len(finding["groups"]) > 1:
        numbers.append(f"groups {[group['value'] for group in finding['groups']]}")
    if finding["value"] is not None:
        digits = sum(
            character.isdigit() for character in str(finding["value"]).removesuffix(".0").lstrip("-0.")
        )
        if digits >= TELLING or finding["p"] or numbers:
            numbers.append(f"{finding['measure']} {finding['value']}")
    return numbers


def _all_in(later: dict[str, Any], earlier: dict[str, Any]) -> bool:
    """Tell whether an earlier finding prints every number of a later one; p-values may be left out, but not differ."""
    if later["p"] and earlier["p"] and any(later["p"][key] != earlier["p"][key] for key in ("op", "value")):
        return False
    return set(_numbers(later)) <= set(_numbers(earlier)) and (
        later["value"] is None or (later["measure"], later["value"]) == (earlier["measure"], earlier["value"])
    )
