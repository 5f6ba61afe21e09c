"""What several tests look at: the records of all sample abstracts, written once by the real command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ABSTRACTS = Path(__file__).resolve().parents[2] / "corpora" / "abstracts"


@pytest.fixture(scope="session")
def abstracts_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the records file; tests only read it."""
    output = tmp_path_factory.mktemp("abstracts") / "records.jsonl"
    command = [sys.executable, "-m", "evistat", "run", str(ABSTRACTS), "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "49 documents" in done.stderr
    return output
