"""scripts/evaluate.py and evaluate_entities.py: what counts as right."""

from __future__ import annotations

import copy
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLD: list[Any] = json.loads((ROOT / "corpora" / "gold" / "gold.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("evaluate_under_test", ROOT / "scripts" / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["evaluate_under_test"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def as_records(gold: list[Any]) -> list[Any]:
    return [{"doc_id": one["id"], "text": "", "findings": copy.deepcopy(one["findings"])} for one in gold]


def figures(scorer: ModuleType, gold: list[Any], records: list[Any]) -> Any:
    return scorer.evaluate(gold, records).figures()


def test_gold_against_itself_is_all_right(scorer: ModuleType) -> None:
    score = scorer.evaluate(GOLD, as_records(GOLD))
    assert score.wrong == []
    for name, values in score.figures().items():
        assert values.get("f1", values.get("accuracy")) == 1, name


def test_nothing_found_is_all_missed(scorer: ModuleType) -> None:
    got = figures(scorer, GOLD, [])
    assert got["record"] == {"f1": 0, "precision": 0, "recall": 0, "gold": 337, "found": 0}


def test_order_of_findings_does_not_matter(scorer: ModuleType) -> None:
    records = as_records(GOLD)
    for record in records:
        record["findings"].reverse()
    assert figures(scorer, GOLD, records) == figures(scorer, GOLD, as_records(GOLD))


@pytest.mark.parametrize(
    ("field", "value", "hurt"),
    [
        ("p", {"op": ">", "value": 0.008}, {"p", "stats", "record"}),
        ("ci", {"level": 95, "lower": 0.31, "upper": 0.84}, {"ci", "stats", "record", "level"}),
        ("value", 0.51, {"effect", "stats", "record", "unit"}),
        ("measure", "OR", {"effect", "stats", "record", "unit"}),
        ("groups", [], {"groups", "stats", "record"}),
        ("outcome", "mortality", {"outcome", "record"}),
        ("direction", None, {"direction"}),
        ("comparator", "open-label drug", {"arms"}),
        ("predictor", "age", {"predictor"}),
        ("section", "OTHER", {"section"}),
    ],
)
def test_a_wrong_field_hurts_its_own_figures_only(
    scorer: ModuleType, field: str, value: Any, hurt: set[str]
) -> None:
    gold = [{"id": "a", "findings": [copy.deepcopy(GOLD[0]["findings"][0])]}]
    assert gold[0]["findings"][0]["measure"] == "RR"
    records = as_records(gold)
    before = figures(scorer, gold, records)
    records[0]["findings"][0][field] = value
    after = figures(scorer, gold, records)
    assert {name for name in before | after if before.get(name) != after.get(name)} == hurt


def test_a_statement_is_left_out(scorer: ModuleType) -> None:
    records = as_records(GOLD)
    bare = dict(records[0]["findings"][0], p=None, ci=None, value=None, measure=None, groups=[])
    records[0]["findings"].append(bare)
    assert figures(scorer, GOLD, records) == figures(scorer, GOLD, as_records(GOLD))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("C-reactive protein", "serum C-reactive protein levels", True),
        ("mean change in body weight", "Body weight", True),
        ("TNF-α", "TNF alpha", True),
        ("systolic blood pressure", "diastolic blood pressure", False),
        ("OS", "overall survival", True),
        ("overall survival", "progression-free survival", False),
        ("risk", "mortality", False),
        (None, "", True),
        (None, "pain", False),
        ("pain", {"text": "Pain scores", "start": 0}, True),
    ],
)
def test_names_of_the_same_thing(scorer: ModuleType, one: Any, other: Any, same: bool) -> None:
    assert scorer.same_thing(one, other, {"OS": "overall survival"}) is same


def test_arms_may_change_places_with_the_direction(scorer: ModuleType) -> None:
    gold = [{"id": "a", "findings": [copy.deepcopy(GOLD[0]["findings"][0])]}]
    records = as_records(gold)
    finding = records[0]["findings"][0]
    finding["intervention"], finding["comparator"] = finding["comparator"], finding["intervention"]
    assert figures(scorer, gold, records)["arms"]["accuracy"] == 0
    finding["direction"] = "increase"
    assert figures(scorer, gold, records)["arms"]["accuracy"] == 1


def test_entities_are_counted_by_label(tmp_path: Path) -> None:
    text = "Zinc for colds, not flu."
    gold = [(0, 4, "Drug"), (9, 14, "Illness"), (20, 23, "Illness"), (5, 8, "Noise")]
    found = [(0, 4, "CHEMICAL"), (9, 13, "DISEASE"), (20, 23, "DISEASE"), (5, 8, "GENE"), (5, 8, "DISEASE")]

    def write(name: str, key: str, spans: list[tuple[int, int, str]]) -> Path:
        entities = [{"start": start, "end": end, "label": label} for start, end, label in spans]
        path = tmp_path / name
        path.write_text(json.dumps({key: "a", "text": text, "entities": entities}) + "\n")
        return path

    script = ROOT / "scripts" / "evaluate_entities.py"
    command = [sys.executable, str(script), str(write("g", "id", gold)), str(write("r", "doc_id", found))]
    command += ["--map", "Drug=CHEMICAL,Illness=DISEASE", "--ignore", "Noise", "--json"]
    got = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert got["CHEMICAL"]["f1"] == 1
    assert got["DISEASE"] == {"f1": 0.5, "precision": 0.5, "recall": 0.5, "gold": 2, "found": 2}
    assert set(got) == {"all", "CHEMICAL", "DISEASE"}
