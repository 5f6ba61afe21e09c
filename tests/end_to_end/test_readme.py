"""README.md → is what it shows what really happens?"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import evistat

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CUT = "…"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)


def differences(shown: Any, real: Any, where: str = "") -> list[str]:
    """Return the places where what is shown isn't what there is; ``…`` stands for what is left out."""
    if isinstance(shown, dict) and isinstance(real, dict):
        if list(shown) != list(real):
            return [f"{where}: {list(shown)} for {list(real)}"]
        return [fault for name in shown for fault in differences(shown[name], real[name], f"{where}.{name}")]
    if isinstance(shown, list) and isinstance(real, list) and CUT in shown:
        at = 0
        for place, item in enumerate(shown):
            if item == CUT:
                continue
            if place and shown[place - 1] == CUT:  # something is left out before it: it may come later
                at = next((n for n in range(at, len(real)) if not differences(item, real[n])), at)
            if faults := differences(item, real[at], f"{where}[{at}]"):
                return faults
            at += 1
        return []
    if isinstance(shown, list) and isinstance(real, list) and len(shown) == len(real):
        pairs = enumerate(zip(shown, real, strict=True))
        return [fault for place, pair in pairs for fault in differences(*pair, f"{where}[{place}]")]
    if isinstance(shown, str) and isinstance(real, str) and CUT in shown:
        pattern = ".*".join(map(re.escape, shown.split(CUT)))
        return [] if re.fullmatch(pattern, real, re.S) else [f"{where}: {shown!r} for {real[:80]!r}"]
    return [] if shown == real else [f"{where}: {shown!r} for {real!r}"]


def test_the_record_shown_is_the_one_written(tmp_path: Path) -> None:
    (block,) = blocks("json")
    shown = json.loads(block)
    output = tmp_path / "records.jsonl"
    sample = ROOT / "corpora" / "abstracts" / shown["doc_id"]
    command = [sys.executable, "-m", "evistat", "run", str(sample), "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    real = json.loads(output.read_text(encoding="utf-8"))
    real["source"]["path"] = Path(real["source"]["path"]).name
    assert differences(shown, real) == []


def test_differences_are_seen() -> None:
    real = {"a": [1, 2, 3], "b": "one two"}
    assert differences({"a": [1, CUT, 3], "b": "one…"}, real) == []
    assert differences({"a": [2, CUT], "b": "one…"}, real)
    assert differences({"a": [1, CUT, 4], "b": "one…"}, real)
    assert differences({"a": [1, 2], "b": "one…"}, real)
    assert differences({"a": [CUT], "b": "…three"}, real)
    assert differences({"b": CUT, "a": [CUT]}, real)


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_python_shown_runs(number: int) -> None:
    exec(compile(blocks("python")[number], "README.md", "exec"), {})  # its asserts are the test


def test_the_sample_quoted_says_so() -> None:
    (quoted,) = re.findall(r"(?:^> .*\n)+", README, re.M)
    words = " ".join(quoted.replace("> ", "").split())
    sample = (ROOT / "corpora" / "abstracts" / "colchicine-pericarditis.txt").read_text(encoding="utf-8")
    assert all(part.strip() in sample for part in words.split(CUT))


def test_files_named_are_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
    for script in ("scripts/demo", "scripts/test", "scripts/set-up", ".ci/run"):
        assert os.access(ROOT / script, os.X_OK)


def test_components_named_are_those_registered() -> None:
    from spacy.language import Language

    named = set(re.findall(r"`(evistat_\w+)`", README))
    evistat.load()
    assert named == {name for name in Language.factories if name.startswith("evistat_")}


def test_set_up_says_when_there_is_no_fitting_python(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "dirname", "cksum", "cat"):
        (tools / tool).symlink_to(str(shutil.which(tool)))
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")  # one too old for us says no
    (tools / "python3").chmod(0o755)
    shutil.copytree(ROOT / "scripts", tmp_path / "clone" / "scripts")
    done = subprocess.run(
        [str(tools / "sh"), str(tmp_path / "clone" / "scripts" / "set-up")],
        env={"PATH": str(tools)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "needs Python 3.11 or 3.12" in done.stderr
    assert not (tmp_path / "clone" / ".venv").exists()
