"""What ``evistat explain`` shows of a sample, to the letter.

After a change that is meant: ``pytest tests/golden --update-golden``, then read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from evistat.cli.app import app

SHOWN = Path(__file__).parent / "explain"
ABSTRACTS = Path(__file__).parents[2] / "corpora" / "abstracts"


@pytest.mark.parametrize("name", ["stroke-night-nursing-webpage"])
def test_explanation_of_an_article(name: str, request: pytest.FixtureRequest) -> None:
    result = CliRunner().invoke(app, ["explain", str(ABSTRACTS / f"{name}.txt"), "--width", "110"])
    assert result.exit_code == 0, result.output
    shown = "".join(line.rstrip() + "\n" for line in result.stdout.splitlines())
    path = SHOWN / f"{name}.txt"
    if request.config.getoption("--update-golden"):
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")
