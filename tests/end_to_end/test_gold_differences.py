"""The hand-written gold, field by field, against what the command line writes: every difference is known.

``tests/golden/gold_differences.json`` lists each field in which a record differs from the gold today. A difference that
isn't listed fails, and so does a listed one that is gone: the list can only be changed on purpose
(``EVISTAT_UPDATE_GOLDEN=1``), and a reader of the change sees what it lost or won.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

ROOT = Path(__file__).resolve().parents[2]
KNOWN = ROOT / "tests" / "golden" / "gold_differences.json"
SIDES = ("outcome", "predictor", "intervention", "comparator")
PLAIN = ("measure", "value", "unit", "p_kind", "direction", "significant", "kind", "section")


def fields(finding: dict[str, Any]) -> dict[str, Any]:
    """Return what gold and records both say of a finding, in one shape."""

    def text(side: Any) -> Any:
        return " ".join(side["text"].split()) if isinstance(side, dict) else side

    ci, p, test = finding.get("ci"), finding.get("p"), finding.get("test")
    return {
        **{name: finding.get(name) for name in PLAIN},
        **{name: text(finding.get(name)) for name in SIDES},
        "ci": [ci["level"], ci["lower"], ci["upper"]] if ci else None,
        "p": [p["op"], p["value"]] if p else None,
        "groups": [[group["value"], group["unit"], group["n"]] for group in finding["groups"]],
        "test": [test["name"], list(test["df"]), test["value"]] if test else None,
    }


def alike(one: dict[str, Any], other: dict[str, Any]) -> float:
    weights = {"p": 2.0, "ci": 3.0, "value": 3.0, "groups": 3.0, "measure": 1.0, "outcome": 1.5, "test": 1.0}
    return sum(
        weight for name, weight in weights.items() if one[name] not in (None, []) and one[name] == other[name]
    )


def differences(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the differences of one document: by gold quote the fields with what was found, and what is too many."""
    wanted, got = [fields(one) for one in gold], [fields(one) for one in found]
    result: dict[str, Any] = {}
    paired: set[int] = set()
    if wanted and got:
        likeness = np.array([[alike(one, other) for other in got] for one in wanted])
        for i, j in zip(*linear_sum_assignment(-likeness), strict=True):
            if likeness[i, j] == 0:
                continue
            paired.add(int(j))
            differing = {name: got[j][name] for name in wanted[i] if wanted[i][name] != got[j][name]}
            wanted[i]["found"] = True
            if differing:
                result[f"{i + 1}. {gold[i]['quote']}"] = differing
    for i, one in enumerate(wanted):
        if "found" not in one:
            result[f"{i + 1}. {gold[i]['quote']}"] = "missing"
    extra = [found[j]["quote"]["text"] for j in range(len(got)) if j not in paired]
    return result | ({"too many": extra} if extra else {})


@pytest.fixture(scope="module")
def now(abstracts_run: Path) -> dict[str, Any]:
    records = {}
    for line in abstracts_run.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        records[record["doc_id"]] = [one for one in record["findings"] if one["kind"] != "statement"]
    gold = json.loads((ROOT / "corpora" / "gold" / "gold.json").read_text(encoding="utf-8"))
    return {one["id"]: differences(one["findings"], records[one["id"]]) for one in gold}


def test_every_difference_from_the_gold_is_known(now: dict[str, Any]) -> None:
    now = {doc_id: found for doc_id, found in now.items() if found}
    if os.environ.get("EVISTAT_UPDATE_GOLDEN"):
        KNOWN.write_text(
            json.dumps(now, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
        )
    assert now == json.loads(KNOWN.read_text(encoding="utf-8"))
