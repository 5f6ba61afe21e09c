"""Runs over more and more documents → does memory stay flat?

usage: bench_memory.py [--documents 100,1000,10000] [--workers 1] [--model NAME_OR_PATH|blank] [--seed 1]

The documents are invented ones in PubMed's XML. `--model blank` leaves names unrecognised: with it tens of
thousands (`--documents 100,1000,10000,50000`) end in minutes. Memory is that of all processes of a run together.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from make_pubmed_xml import write
from measured_run import BLANK, blank_model, measured_run

NUMBERS = "100,1000,10000"


def main() -> int:
    """Run over each number of documents and print what it took."""
    parser = argparse.ArgumentParser(description="Measure the memory of runs.")
    parser.add_argument("--documents", default=NUMBERS, metavar="N,N", help=f"{NUMBERS} when left out")
    parser.add_argument("--workers", default="1", metavar="N,N")
    parser.add_argument("--model", default=None, metavar="NAME_OR_PATH", help=f"or {BLANK}")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    options = parser.parse_args()
    print(
        f"{'workers':>8}{'documents':>11}{'XML MB':>8}{'seconds':>9}{'CPU s':>8}{'peak MB':>9}{'largest MB':>12}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = blank_model(folder) if options.model == BLANK else options.model
        for documents in map(int, options.documents.split(",")):
            inputs = folder / f"{documents}.xml"
            size = write(inputs, documents, seed=options.seed)
            for workers in map(int, options.workers.split(",")):
                course = measured_run(inputs, folder / "records.jsonl", workers=workers, model=model)
                print(
                    f"{workers:>8}{documents:>11}{size / 1e6:>8.0f}{course.wall:>9.0f}{course.cpu:>8.0f}"
                    f"{course.megabytes:>9.0f}{course.largest:>12.0f}",
                    flush=True,
                )
            inputs.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
