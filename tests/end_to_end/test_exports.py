"""A reviewer's folder of exports through the real command: every record told, its result found where it stands."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[2] / "corpora" / "formats"
# Of each file, the id of one article and what its finding is read from.
FOUND = {
    "plain.ris": ("99000401", "OR 0.55; 95% CI 0.34–0.89"),
    "zotero.ris": ("99000601", "mean difference, -6 h; 95% CI, -8 to -4"),
    "pubmed.nbib": ("99000301", "hazard ratio 1.48, 95% CI 1.14-1.93; P = 0.003"),
    "savedrecs.txt": ("99000901", "3.4 mmHg (95% CI, 2.1-4.7; P < .001"),
    "embase.ovd": ("10.5555/io.2018.44", "RR 0.41; 95% CI 0.19-0.90"),
    "ovid_full.txt": ("99001101", "8 min (95% CI 3-13, p=0.002"),
    "endnote.enw": ("10.5555/jis.2019.0042", "difference −0.9, 95% CI −1.4 to −0.4; P<0.001"),
    "endnote.xml": ("99000201", "RR 0.62, 95% CI 0.41-0.94; p = 0.02"),
    "table.csv": ("r1", "4.4 mmHg (95% CI 2.0, 6.8"),
    "utf16.tsv": ("10.5555/tsv.2", "HR 0.7 (0.5-0.9)"),
    "page.html": ("99000117", "odds ratio 0·71, 95% CI 0·52–0·97; P<0.05"),
    "two-columns.pdf": ("two-columns.pdf", "-0.8, 95% CI -1.3 to -0.3; P=0.002"),
    "workbook.xlsx": ("99002001", "2.0 points more with honey (95% CI 0.9 to 3.1; P<0.001"),
}
NEEDS = {"page.html": "trafilatura", "two-columns.pdf": "pypdf", "workbook.xlsx": "openpyxl"}
STDIN = b"TY  - JOUR\nTI  - From a pipe\nAB  - Pain fell (p = 0.03).\nER  - \n\nTY  - JOUR\nER  - \n"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("exports")
    (folder / "in").mkdir()
    for name in (*FOUND, "unbalanced.csv"):
        (folder / "in" / name).write_bytes((SAMPLES / name).read_bytes())
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "evistat",
            "run",
            "in",
            "-",
            "--output",
            "out.jsonl",
            "--failures",
            "failed.jsonl",
        ],
        cwd=folder,
        input=STDIN,
        capture_output=True,
    )
    assert done.returncode == 1, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return {
        name: [
            json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        for name in ("out", "failed")
    }


@pytest.mark.parametrize("name", FOUND)
def test_a_result_is_found_in_every_kind_of_export(name: str, run: dict[str, list[dict[str, Any]]]) -> None:
    if name in NEEDS and importlib.util.find_spec(NEEDS[name]) is None:
        pytest.skip(f"needs {NEEDS[name]}")
    doc_id, printed = FOUND[name]
    (record,) = (
        record
        for record in run["out"]
        if record["doc_id"] == doc_id and record["source"]["path"].endswith(name)
    )
    quotes = [finding["quote"] for finding in record["findings"]]
    assert any(printed in quote["text"] or quote["text"] in printed for quote in quotes), quotes
    for quote in quotes:
        assert record["text"][quote["start"] : quote["end"]] == quote["text"]


def test_records_that_give_nothing_are_told_with_their_line(run: dict[str, list[dict[str, Any]]]) -> None:
    told = {(Path(failure["path"]).name, failure["line"], failure["code"]) for failure in run["failed"]}
    assert told >= {
        ("plain.ris", 27, "E031"),
        ("endnote.enw", 33, "E031"),
        ("table.csv", 6, "E031"),
        ("unbalanced.csv", 3, "E043"),
        ("unbalanced.csv", 7, "E048"),
        ("-", 6, "E031"),
    }


def test_titles_alone_are_records_with_a_warning(run: dict[str, list[dict[str, Any]]]) -> None:
    bare = [
        record["doc_id"] for record in run["out"] if "W004" in [note["code"] for note in record["warnings"]]
    ]
    assert {"99000302", "plain.ris:2", "WOS:000099000902", "r2"} <= set(bare)


def test_a_pipe_is_known_by_its_content(run: dict[str, list[dict[str, Any]]]) -> None:
    (record,) = (record for record in run["out"] if record["source"]["path"] == "-")
    assert record["source"]["format"] == "ris"
    assert record["title"] == "From a pipe"
