"""The same texts in a folder, an archive and a pipe give the same findings."""

import io
import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

ABSTRACTS = Path(__file__).parents[2] / "corpora" / "abstracts"
NAMES = ("asthma-crossover.txt", "brief-reports.jsonl", "sglt2-heart-failure.txt")


def run(*arguments: str, data: bytes | None = None) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "evistat", "run", *arguments, "--output", "-", "--workers", "0"]
    process = subprocess.run(command, input=data, capture_output=True, check=False)
    assert process.returncode == 0, process.stderr.decode()
    return [json.loads(line) for line in process.stdout.splitlines()]


def test_archived_and_piped_texts_give_the_findings_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    tar = io.BytesIO()
    with (
        zipfile.ZipFile(tmp_path / "in.zip", "w") as archive,
        tarfile.open(fileobj=tar, mode="w:gz") as packed,
    ):
        for name in NAMES:
            (folder / name).write_bytes((ABSTRACTS / name).read_bytes())
            archive.write(ABSTRACTS / name, name)
            packed.add(ABSTRACTS / name, name)
    plain = run(str(folder))
    assert sum(len(record["findings"]) for record in plain) > 5
    for records, where in (
        (run(str(tmp_path / "in.zip")), "in.zip"),
        (run("-", data=tar.getvalue()), "stdin"),
    ):
        for record, other in zip(plain, records, strict=True):
            assert other["source"]["member"] == record["source"]["path"]
            assert other["doc_id"] in (record["doc_id"], f"{where}!{record['doc_id']}")
            assert len(other["findings"]) == len(record["findings"])
            assert [finding["quote"] for finding in other["findings"]] == [
                f["quote"] for f in record["findings"]
            ]
