"""Invented citations in PubMed's XML → megabytes a second of our reader, beside pubmed_parser's on the same file.

usage: bench_readers.py [FILE.xml] [--articles 30000] [--rounds 3]

FILE is made when left out. The readers take turns, each in a process of its own, and the best of the rounds
counts, in CPU seconds of one core; megabytes are those of the XML, unpacked. pubmed_parser reads only packed
files, so that ours reads the packed one too; it comes with the extra `bench` and is left out where it's missing.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from make_pubmed_xml import write

OURS, OTHER = "evistat", "pubmed_parser"


def main() -> int:
    """Time the readers in turns and print both."""
    parser = argparse.ArgumentParser(description="Time readers of PubMed's XML.")
    parser.add_argument("file", nargs="?", type=Path, default=None, metavar="FILE")
    parser.add_argument("--articles", type=int, default=30_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--reader", choices=(OURS, OTHER), default=None, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.reader is not None:
        print(json.dumps(_read(options.reader, options.file)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        plain = options.file or Path(folder) / "citations.xml"
        if options.file is None:
            write(plain, options.articles)
        packed = Path(folder) / "citations.xml.gz"
        with plain.open("rb") as source, gzip.open(packed, "wb", compresslevel=6) as target:
            shutil.copyfileobj(source, target)
        turns = [(OURS, plain), (OURS, packed)]
        if importlib.util.find_spec(OTHER) is None:
            print(f"{OTHER} isn't installed (pip install 'evistat[bench]'): ours alone", file=sys.stderr)
        else:
            turns.append((OTHER, packed))
        megabytes = plain.stat().st_size / 1e6
        print(f"{megabytes:.1f} MB of XML\n")
        best = dict.fromkeys(turns, (float("inf"), 0, 0.0))
        for _ in range(options.rounds):
            for turn in turns:
                best[turn] = min(best[turn], _in_a_process(*turn))
    print(f"{'reader':<15}{'file':<9}{'articles':>9}{'CPU s':>8}{'MB/s':>8}{'peak MB':>9}")
    for (reader, path), (seconds, articles, peak) in best.items():
        kind = "".join(path.suffixes[-2:] if path == packed else path.suffixes[-1:])
        print(f"{reader:<15}{kind:<9}{articles:>9}{seconds:>8.1f}{megabytes / seconds:>8.1f}{peak:>9.0f}")
    if (OTHER, packed) in best:
        print(
            f"\n{OURS} is {best[OTHER, packed][0] / best[OURS, packed][0]:.1f} times as fast on the same file"
        )
    return 0


def _in_a_process(reader: str, path: Path) -> tuple[float, int, float]:
    command = [sys.executable, __file__, str(path), "--reader", reader]
    seconds, articles, peak = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return seconds, articles, peak


def _read(reader: str, path: Path) -> tuple[float, int, float]:
    """Read the file to its end and return CPU seconds, articles and the peak of memory in MB."""
    import resource

    if reader == OURS:
        from evistat.read.articles import read_articles
        from evistat.read.formats.format import ReadOptions

        began = time.process_time()
        counts = Counter(type(item).__name__ for item in read_articles([str(path)], options=ReadOptions()))
        articles = counts["Article"]
    else:
        import pubmed_parser

        began = time.process_time()
        articles = sum(
            not article["delete"]
            for article in pubmed_parser.parse_medline_xml(str(path), year_info_only=True)
        )
    taken = time.process_time() - began
    return taken, articles, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    sys.exit(main())
