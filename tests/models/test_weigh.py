"""The weights can be learned anew from any annotated texts: every step of the script, on a few samples."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "models" / "scripts"
ROLES, OTHERS = 4, 3


def run(script: str, *arguments: object) -> str:
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(SCRIPTS / script), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


def test_words_are_counted_and_weights_learned_from_them(tmp_path: Path) -> None:
    gold = json.loads((ROOT / "corpora" / "gold" / "gold.json").read_text("utf-8"))[:16]
    texts, expected = tmp_path / "texts.jsonl", tmp_path / "gold.json"
    rows = [
        {"id": one["id"], "text": (ROOT / "corpora" / "abstracts" / one["id"]).read_text("utf-8")}
        for one in gold
    ]
    # A separator of lines inside a text is no end of its row.
    rows[0]["text"] += "\u2028"
    texts.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    expected.write_text(json.dumps(gold), "utf-8")

    words, vectors, weights = tmp_path / "words.json", tmp_path / "vectors.npz", tmp_path / "weights.json"
    run("weigh.py", "words", texts, "--output", words)
    counted = json.loads(words.read_text("utf-8"))
    assert counted
    assert all(len(odds) == OTHERS for odds in counted.values())

    run("word_company.py", vectors, texts)
    company = np.load(vectors)
    assert np.allclose(np.linalg.norm(company["vectors"], axis=1), 1)
    assert {"patients", "#"} <= set(company["words"])

    run("weigh.py", "train", words, vectors, texts, expected, "--output", weights)
    learned = json.loads(weights.read_text("utf-8"))
    assert learned["words"] == counted
    assert len(learned["traits"]) > 100
    assert all(len(worths) == ROLES and any(worths) for worths in learned["traits"].values())
    assert learned["traits"]["rule"][0] > 0  # what the rules chose as outcome is likelier to be it
    assert learned["pairs"]
    assert all(isinstance(worth, float) for worth in learned["pairs"].values())

    assert set(learned["company"]) <= set(company["words"])
    assert all(len(worths) == ROLES for worths in learned["company"].values())

    said = run("weigh.py", "check", words, vectors, texts, expected, "--folds", 2)
    assert [line.split()[0] for line in said.splitlines() if " all " in line] == [
        "outcome", "predictor", "intervention", "comparator",
    ]  # fmt: skip
