import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evistat.cli.app import app
from evistat.errors import EvistatError

ROOT = Path(__file__).parents[2]
ABSTRACTS = ROOT / "corpora" / "abstracts"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Write the records of two samples by the real command."""
    output = str(tmp_path_factory.mktemp("records") / "records.jsonl")
    inputs = [str(ABSTRACTS / name) for name in ("asthma-crossover.txt", "stroke-night-nursing-webpage.txt")]
    result = CliRunner().invoke(app, ["run", *inputs, "--output", output, "--workers", "0"])
    assert result.exit_code == 0
    return output


def explain(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["explain", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_records_and_the_article_itself_give_the_same(records: str) -> None:
    name = "stroke-night-nursing-webpage.txt"
    assert explain(records, "--doc", name) == explain(str(ABSTRACTS / name))
    code, out, _ = explain(records, "--doc", name)
    assert code == 0
    assert "direction.words" in out
    assert "left over" in out
    assert "asthma" not in out


def test_one_finding_by_its_id_or_its_number(records: str) -> None:
    data = json.loads(explain(records, "--doc", "asthma-crossover.txt", "--json")[1])
    second = data["findings"][1]
    by_number = explain(records, "--doc", "asthma-crossover.txt", "--finding", "2")[1]
    assert by_number == explain(records, "--finding", second["id"])[1]
    assert second["id"] in by_number
    assert data["findings"][0]["id"] not in by_number
    assert "left over" not in by_number


def test_json_is_a_line_a_document(records: str) -> None:
    lines = explain(records, "--json")[1].splitlines()
    assert [json.loads(line)["doc_id"] for line in lines] == [
        "asthma-crossover.txt",
        "stroke-night-nursing-webpage.txt",
    ]


def test_findings_can_be_chosen(records: str) -> None:
    def numbers(*options: str) -> list[int]:
        documents = map(json.loads, explain(records, "--json", *options)[1].splitlines())
        return [finding["number"] for document in documents for finding in document["findings"]]

    chosen = numbers("--doc", "stroke-night-nursing-webpage.txt", "--measure", "MD")
    assert chosen == [4]
    assert len(numbers("--with-ci")) < len(numbers())


def test_faults_are_messages(records: str, tmp_path: Path) -> None:
    for arguments, code in (
        ((records, "--doc", "nobody"), "E021"),
        ((records, "--finding", "zzz"), "E110"),
        ((str(tmp_path / "absent"),), "E001"),
        ((str(ABSTRACTS), "--format", "nonsense"), "E011"),
    ):
        with pytest.raises(EvistatError) as told:
            explain(*arguments)
        assert told.value.code == code
    (tmp_path / "empty.txt").write_bytes(b"")
    exit_code, out, err = explain(str(tmp_path))
    assert (exit_code, out) == (1, "")
    assert "E003" in err
