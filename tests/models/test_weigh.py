"""The weights can be learned anew from any annotated texts: every step of the script, on a few samples."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "models" / "scripts" / "weigh.py"
ROLES, OTHERS = 4, 3


def weigh(*arguments: object) -> str:
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
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

    words, weights = tmp_path / "words.json", tmp_path / "weights.json"
    weigh("words", texts, "--output", words)
    counted = json.loads(words.read_text("utf-8"))
    assert counted
    assert all(len(odds) == OTHERS for odds in counted.values())

    weigh("train", words, texts, expected, "--output", weights)
    learned = json.loads(weights.read_text("utf-8"))
    assert learned["words"] == counted
    assert len(learned["traits"]) > 100
    assert all(len(worths) == ROLES and any(worths) for worths in learned["traits"].values())
    assert learned["traits"]["rule"][0] > 0  # what the rules chose as outcome is likelier to be it
    assert learned["pairs"]
    assert all(isinstance(worth, float) for worth in learned["pairs"].values())

    said = weigh("check", words, texts, expected, "--folds", 2)
    assert [line.split()[0] for line in said.splitlines() if " all " in line] == [
        "outcome", "predictor", "intervention", "comparator",
    ]  # fmt: skip
