"""Two loads at once into one database: the second waits, and all is there in the end."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

RECORDS = Path(__file__).parents[1] / "cases" / "database_records.jsonl"
COPIES = 4
# All loads start when the last of them is ready, and write in many small batches.
LOADER = """
import sys
from evistat.store import load
load._MOST_DOCUMENTS = 3
print("ready", flush=True)
sys.stdin.readline()
loaded = load.load([sys.argv[1]], sys.argv[2], wait=600)
print(loaded.added, loaded.replaced, loaded.unchanged)
"""


def test_loads_at_once(place: str, ask: Callable[..., list[tuple[Any, ...]]], tmp_path: Path) -> None:
    records = [json.loads(line) for line in RECORDS.read_text(encoding="utf-8").splitlines()]
    files = []
    for loader in range(3):
        # every load has documents of its own and the same ones as the others
        documents = [
            record | {"doc_id": f"{number}-{record['doc_id']}"}
            for number in [0, *range(loader * COPIES + 1, (loader + 1) * COPIES)]
            for record in records
        ]
        files.append(tmp_path / f"{loader}.jsonl")
        files[-1].write_text("".join(json.dumps(one) + "\n" for one in documents), encoding="utf-8")
    loaders = [
        subprocess.Popen(
            [sys.executable, "-c", LOADER, str(file), place],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for file in files
    ]  # fmt: skip
    for loader in loaders:
        assert loader.stdout is not None
        assert loader.stdout.readline() == "ready\n"
    for loader in loaders:
        assert loader.stdin is not None
        loader.stdin.write("\n")
        loader.stdin.flush()
    told = [loader.communicate(timeout=600) for loader in loaders]
    assert [errors for _, errors in told] == ["", "", ""]
    counts = [tuple(map(int, words.split())) for words, _ in told]
    each = COPIES * len(records)
    assert sorted(counts) == [(each - 8, 0, 8), (each - 8, 0, 8), (each, 0, 0)]
    documents = 3 * (each - 8) + 8
    assert ask(place, "SELECT count(*), count(DISTINCT doc_id) FROM documents") == [(documents, documents)]
    findings = sum(len(record["findings"]) for record in records) * documents // len(records)
    assert ask(place, "SELECT count(*) FROM findings") == [(findings,)]
