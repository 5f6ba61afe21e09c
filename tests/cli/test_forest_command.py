from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner

from evistat.cli.app import app
from evistat.errors import EvistatError

RECORDS = str(Path(__file__).parents[1] / "cases" / "table_records.jsonl")


def forest(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["forest", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_draws_what_is_chosen(tmp_path: Path) -> None:
    out = tmp_path / "out.svg"
    code, _, err = forest(RECORDS, "--measure", "HR", "--output", str(out), "--title", "Hazards <all>")
    assert code == 0
    assert err == "3 findings of HR drawn\nleft out: 1 that repeat an earlier one\n"
    assert etree.parse(out).getroot().findtext("{http://www.w3.org/2000/svg}title") == "Hazards <all>"
    with pytest.raises(EvistatError, match="E009"):
        forest(RECORDS, "--measure", "HR", "--output", str(out))
    assert (
        forest(
            RECORDS, "--outcome", "survival", "--measure", "HR", "-o", str(out), "--force", "--pool", "random"
        )[0]
        == 0
    )
    assert "Random effects" in out.read_text(encoding="utf-8")


def test_draws_on_standard_output() -> None:
    code, out, err = forest(RECORDS, "--measure", "MD", "--output", "-")
    assert code == 0
    assert out.startswith("<svg ")
    assert err == "1 finding of MD drawn\n"


def test_different_measures_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EvistatError, match=r"E092.*--measure"):
        forest(RECORDS, "--output", str(tmp_path / "out.svg"))
    with pytest.raises(EvistatError, match=r"E092"):
        forest(RECORDS, "--measure", "HR", "--measure", "RR", "--output", str(tmp_path / "out.svg"))
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage(tmp_path: Path) -> None:
    assert forest(RECORDS, "--output", "-", "--pool", "bayes")[0] == 2
    with pytest.raises(EvistatError, match="E098"):
        forest(RECORDS, "--measure", "HR", "--output", str(tmp_path / "out.jpg"))
    with pytest.raises(EvistatError, match="E094"):
        forest(RECORDS, "--measure", "NNT", "--output", str(tmp_path / "out.svg"))
