import sys
from pathlib import Path

import pytest

STANDIN = str(Path(__file__).parent / "standin")


@pytest.fixture(autouse=True)
def _standin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the stand-in pipeline importable here and, as spawned processes inherit the path, in workers."""
    monkeypatch.syspath_prepend(STANDIN)
    assert sys.path[0] == STANDIN
