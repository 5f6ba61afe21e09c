"""corpora/abstracts through the real command line, compared with what a careful reader finds in them."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ABSTRACTS = ROOT / "corpora" / "abstracts"
# Every finding of these is right: all numbers, the outcome and the direction. Add to them, take none away.
WHOLLY_RIGHT = {
    "br-2106",
    "circulating-mirna-pancreatic-cancer.txt",
    "copd-home-rehabilitation.txt",
    "denosumab-bone-density.txt",
    "falls-prediction-model.txt",
    "galectin-liver-fibrosis-mice.txt",
    "icu-early-mobilisation.txt",
    "rosuvastatin-simvastatin-lipids.txt",
    "telemonitoring-cost-effectiveness.txt",
}
FREE_OF_RESULTS = {"br-2105", "lt-10", "news-gluten-pill.txt", "sleep-apnoea-protocol.txt"}
# What must never be lost again; the figures themselves stand in docs/accuracy.md.
FLOORS = {"p": 0.98, "ci": 0.98, "effect": 0.97, "groups": 0.93, "stats": 0.93, "record": 0.74}


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("evaluate", ROOT / "scripts" / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["evaluate"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def written(abstracts_run: Path) -> bytes:
    return abstracts_run.read_bytes()


@pytest.fixture(scope="module")
def records(written: bytes) -> dict[str, Any]:
    lines = map(json.loads, written.splitlines())
    return {record["doc_id"]: record for record in lines}


@pytest.fixture(scope="module")
def gold() -> list[Any]:
    found: list[Any] = json.loads((ROOT / "corpora" / "gold" / "gold.json").read_text(encoding="utf-8"))
    return found


def test_two_workers_write_the_same_bytes(written: bytes, tmp_path: Path) -> None:
    output = tmp_path / "records.jsonl"
    command = [
        sys.executable,
        "-m",
        "evistat",
        "run",
        str(ABSTRACTS),
        "--output",
        str(output),
        "--workers",
        "2",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert output.read_bytes() == written


def test_every_span_is_its_text(records: dict[str, Any], gold: list[Any]) -> None:
    spans = scorer().evaluate(gold, records.values()).figures()["spans"]
    assert spans["of"] > 2000
    assert spans["accuracy"] == 1


def test_figures_hold(records: dict[str, Any], gold: list[Any]) -> None:
    figures = scorer().evaluate(gold, records.values()).figures()
    assert {name: figures[name]["f1"] for name, floor in FLOORS.items() if figures[name]["f1"] < floor} == {}


@pytest.mark.parametrize("doc_id", sorted(WHOLLY_RIGHT))
def test_whole_records_are_right(doc_id: str, records: dict[str, Any], gold: list[Any]) -> None:
    score = scorer().evaluate([one for one in gold if one["id"] == doc_id], [records[doc_id]])
    assert [(wrong and wrong["quote"], found and found["quote"]) for _, wrong, found in score.wrong] == []
    assert score.figures()["direction"]["accuracy"] == 1


def test_texts_without_results_give_none(records: dict[str, Any], gold: list[Any]) -> None:
    assert {one["id"] for one in gold if not one["findings"]} == FREE_OF_RESULTS
    for doc_id in FREE_OF_RESULTS:
        assert [one for one in records[doc_id]["findings"] if one["kind"] != "statement"] == []
