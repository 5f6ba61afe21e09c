import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evistat.cli.app import app
from evistat.errors import EvistatError

RECORDS = str(Path(__file__).parents[1] / "cases" / "table_records.jsonl")


def evistat(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_table_on_standard_output() -> None:
    code, out, err = evistat("export", RECORDS, "--to", "-")
    assert code == 0
    assert len(table(out)) == 13
    assert err == "13 findings\n"


def test_findings_are_chosen() -> None:
    options = ("--measure", "hr", "--outcome", "SURVIVAL", "--significant", "--with-ci", "--no-repeats")
    (row,) = table(evistat("export", RECORDS, "--to", "-", *options)[1])
    assert (row["study"], row["value"], row["p_op"]) == ("Lindqvist 2019", "0.58", "<")
    # Without words of its own an option asks nothing; of several words one is enough.
    assert len(table(evistat("export", RECORDS, "--to", "-", "--measure", "R", "--measure", "VE")[1])) == 2
    assert table(evistat("export", RECORDS, "--to", "-", "--p-below", "1e-9")[1]) == []


def test_several_files_and_formats(tmp_path: Path) -> None:
    out = tmp_path / "out.tsv"
    code, _, err = evistat("export", RECORDS, RECORDS, "--output", str(out), "--crude")
    assert (code, err) == (0, "0 findings\n")
    assert out.read_text(encoding="utf-8").startswith("doc_id\tstudy\t")
    lines = evistat("export", RECORDS, "--to", "-", "--format", "jsonl", "--doc", "nera-2")[1].splitlines()
    assert [json.loads(line)["doc_id"] for line in lines] == ["nera-2"] * 3
    with pytest.raises(EvistatError, match="E009"):
        evistat("export", RECORDS, "--to", str(out))
    assert evistat("export", RECORDS, "--to", str(out), "--force", "--bom")[0] == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_columns_for_metafor_and_who_is_left_out() -> None:
    code, out, err = evistat("export", RECORDS, "--as", "metafor", "--measure", "HR", "--to", "-")
    assert code == 0
    assert [(row["slab"], row["measure"]) for row in table(out)] == [("Lindqvist 2019", "HR")] * 2
    assert err == (
        "2 findings\n"
        "2 can't be pooled and were left out: 1 repeats an earlier finding, 1 a bound that wasn't reached\n"
    )


def test_measures_are_mixed_for_metafor_only_where_they_are_named(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with pytest.raises(EvistatError, match=r"E092.*--measure"):
        evistat("export", RECORDS, "--as", "metafor", "--to", str(out))
    assert list(tmp_path.iterdir()) == []
    named = ("--measure", "HR", "--measure", "RR")
    assert evistat("export", RECORDS, "--as", "metafor", "--to", str(out), *named)[0] == 0
    assert {row["measure"] for row in table(out.read_text(encoding="utf-8"))} == {"HR", "RR"}
    assert "Analysis group" in evistat("export", RECORDS, "--as", "revman", "--to", "-")[1]


@pytest.mark.parametrize(
    "options",
    [
        ("--measure", "HAZARD"), ("--kind", "trial"), ("--section", "ABSTRACT"), ("--direction", "up"),
        ("--checks", "bad"), ("--review", "yes"), ("--format", "doc"), ("--as", "stata"),
    ],
)  # fmt: skip
def test_an_unknown_word_is_wrong_usage_that_names_the_known(options: tuple[str, str]) -> None:
    code, out, err = evistat("export", RECORDS, "--to", "-", *options)
    assert (code, out) == (2, "")
    assert options[0] in err
    assert "known:" in err


def test_a_bad_line_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(Path(RECORDS).read_bytes() + b'{"doc_id": 7}\n')
    for ending in ("csv", "xlsx", "parquet"):
        with pytest.raises(EvistatError, match=r"E015.*bad.jsonl:5"):
            evistat("export", str(bad), "--to", str(tmp_path / f"out.{ending}"))
    assert list(tmp_path.iterdir()) == [bad]


def test_show_takes_the_same_options() -> None:
    out = evistat("show", RECORDS, "--table", "--measure", "IRR")[1]
    assert "Falls" in out
    assert "anaemia" not in out
    assert "no findings" in evistat("show", RECORDS, "--table", "--measure", "NNT")[1]
