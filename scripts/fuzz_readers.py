"""Damaged and random bytes → does any reader raise, hang or eat memory?

usage: fuzz_readers.py [READER...] [--inputs 10000] [--seed 1] [--seconds 5] [--megabytes 512] [--save FOLDER]

READER is a format's name, or `archives` for what lies in each other; all of them when none is given. The inputs
are our own samples with damage done to them, and bytes made up. The same seed gives the same inputs: input n of
a reader can be had again by its number. Every reader works in a process of its own, with a limit of time for one
input and of memory for all; what it yields is looked at too (text that can be written, marks that lie in it).
A table tells of every reader, the faults follow; the exit code is 1 when there are any.
"""

from __future__ import annotations

import argparse
import faulthandler
import gzip
import io
import json
import logging
import os
import re
import resource
import signal
import subprocess
import sys
import tarfile
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from io import BufferedReader, BytesIO
from itertools import islice
from pathlib import Path
from random import Random

from evistat.errors import MESSAGES
from evistat.read.article import Article, Failure
from evistat.read.articles import read_articles
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.registry import FORMATS, format_named, format_of
from make_pubmed_xml import citations

ROOT = Path(__file__).resolve().parents[1]
ARCHIVES = "archives"
NAMES = (*(format_.name for format_ in FORMATS), ARCHIVES)
OPTIONS = ReadOptions(max_length=200_000)
PLACE = Place("in/file", "file", None, "file")
_LONGEST_SEED = 30_000
_LONGEST = 400_000
_MOST_FAULTS = 20
_MOST_DEATHS = 5
# What readers stumble over: controls, halves of pairs, marks, beginnings and ends of things, numbers at the edge.
_STONES = (
    b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n\r\n", b"\x0b", b"\x1a", b"\x85", b"\xc2", b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80", "\u2028\u202e\ufeff".encode(), b"\\ud800", b"\\u0000", b"&#0;", b"&#xD800;", b"&#x110000;", b"&amp",
    b"&nosuch;", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml version='1.0' encoding='utf-16'?>", b"<!DOCTYPE x [<!ENTITY a 'b'>",
    b"<!ENTITY % p SYSTEM 'file:///etc/passwd'>%p;", b"<sup>", b"</sup>", b"</", b"/>", b"<", b">", b'"', b"'", b'""', b",", b";",
    b"\t", b"|", b"{", b"}", b"[", b"]", b"null", b"1e999", b"-0", b"9" * 400, b"NaN", b"true", b"TY  - JOUR\n", b"ER  - \n",
    b"PMID- ", b"<1. >", b"%0 ", b"%%EOF", b"endobj", b"stream\r\n", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\x1f\x8b\x08",
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What became of the inputs of one reader."""

    reader: str
    seeds: int = 0
    inputs: int = 0
    articles: int = 0
    failures: int = 0
    slowest: float = 0.0
    megabytes: float = 0.0
    seconds: float = 0.0
    faults: list[tuple[int, str]] = field(default_factory=list)


class _TooSlowError(BaseException):  # no reader may take it for an error of its own
    pass


def main() -> int:
    """Fuzz the readers named and print what was seen."""
    parser = argparse.ArgumentParser(description="Feed damaged input to every reader.")
    parser.add_argument("readers", nargs="*", metavar="READER", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--inputs", type=int, default=10_000, metavar="N", help="inputs a reader")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--seconds", type=float, default=5.0, metavar="S", help="what one input may take")
    parser.add_argument(
        "--megabytes", type=int, default=512, metavar="MB", help="what a reader may use more than at first"
    )
    parser.add_argument(
        "--save", type=Path, default=None, metavar="FOLDER", help="where inputs with faults go"
    )
    parser.add_argument("--first", type=int, default=0, metavar="N", help=argparse.SUPPRESS)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := [name for name in options.readers if name not in NAMES]:
        parser.error(f"no reader {', '.join(unknown)}; known: {', '.join(NAMES)}")
    if options.inside:
        _work_inside(options)
        return 0
    print(
        f"{'reader':<13}{'seeds':>6}{'inputs':>8}{'articles':>10}{'failures':>10}{'slowest ms':>12}{'more MB':>9}{'CPU s':>9}{'faults':>8}"
    )
    tallies = []
    for name in options.readers or NAMES:
        tallies.append(_in_a_process(name, options))
        _print_tally(tallies[-1])
    for tally in tallies:
        for number, words in tally.faults[:_MOST_FAULTS]:
            print(f"\n{tally.reader}, input {number}: {words}")
            if options.save is not None:
                options.save.mkdir(parents=True, exist_ok=True)
                data = next(islice(inputs_of(tally.reader, options.seed), number, None))
                (options.save / f"{tally.reader}-{options.seed}-{number}").write_bytes(data)
    return int(any(tally.faults for tally in tallies))


def _print_tally(tally: Tally) -> None:
    print(
        f"{tally.reader:<13}{tally.seeds:>6}{tally.inputs:>8}{tally.articles:>10}{tally.failures:>10}"
        f"{1000 * tally.slowest:>12.0f}{tally.megabytes:>9.0f}{tally.seconds:>9.0f}{len(tally.faults):>8}",
        flush=True,
    )


# ── processes


def _in_a_process(name: str, options: argparse.Namespace) -> Tally:
    """Fuzz one reader in a process of its own; where that dies, note the input and go on behind it."""
    whole = Tally(name)
    deaths = 0
    while whole.inputs < options.inputs and deaths < _MOST_DEATHS:
        command = [sys.executable, __file__, name, "--inside", "--inputs", str(options.inputs)]
        command += ["--first", str(whole.inputs), "--seed", str(options.seed)]
        command += ["--seconds", str(options.seconds), "--megabytes", str(options.megabytes)]
        environment = {**os.environ, "EVISTAT_TRACEBACK": "1"}
        process = subprocess.run(command, capture_output=True, env=environment, check=False)
        for line in process.stdout.splitlines():
            if line.startswith(b"{"):
                _add(whole, Tally(**json.loads(line)))
        if process.returncode != 0:
            words = process.stderr.decode("utf-8", "replace")[-1500:]
            whole.faults.append((whole.inputs, f"the process ended with {process.returncode}\n{words}"))
            whole.inputs += 1
            deaths += 1
    return whole


def _add(whole: Tally, part: Tally) -> None:
    for name in ("inputs", "articles", "failures", "seconds"):
        setattr(whole, name, getattr(whole, name) + getattr(part, name))
    whole.seeds = part.seeds
    whole.slowest = max(whole.slowest, part.slowest)
    whole.megabytes = max(whole.megabytes, part.megabytes)
    whole.faults += part.faults


def _work_inside(options: argparse.Namespace) -> None:
    """Fuzz one reader here, and tell after every input, so that its death leads to the culprit."""
    (name,) = options.readers
    list(_items(name, next(inputs_of(name, options.seed))))  # what is loaded once isn't counted
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    limit = size + options.megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    inputs = enumerate(islice(inputs_of(name, options.seed), options.first, options.inputs), options.first)
    for number, data in inputs:
        faulthandler.dump_traceback_later(3 * options.seconds, exit=True)  # what no signal can interrupt
        tally = fuzz(name, [(number, data)], seconds=options.seconds)
        tally.megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(json.dumps(asdict(tally)), flush=True)


# ── looking at one reader


def fuzz(name: str, inputs: Iterable[tuple[int, bytes]], *, seconds: float) -> Tally:
    """Give numbered inputs to the reader ``name`` and return what came of them."""
    tally = Tally(name, seeds=len(seeds_of(name)))
    for number, data in inputs:
        began = time.process_time()  # not what the machine does besides
        try:
            with _limited(seconds):
                for item in _items(name, data):
                    _look_at(item)
                    if isinstance(item, Article):
                        tally.articles += 1
                    else:
                        tally.failures += 1
        except (Exception, _TooSlowError) as error:
            what = f"more than {seconds:g} s" if isinstance(error, _TooSlowError) else repr(error)[:300]
            last = "".join(traceback.format_tb(error.__traceback__)[-4:])
            tally.faults.append((number, f"{what}\n{last}"))
        taken = time.process_time() - began
        tally.inputs += 1
        tally.seconds += taken
        tally.slowest = max(tally.slowest, taken)
    return tally


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _TooSlowError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _items(name: str, data: bytes) -> Iterator[Article | Failure]:
    if name == ARCHIVES:
        stdin, sys.stdin = sys.stdin, io.TextIOWrapper(BytesIO(data))
        try:
            yield from read_articles(["-"], options=OPTIONS)
        finally:
            sys.stdin = stdin
        return
    format_ = format_named(name)
    for other in FORMATS:
        other.sniff(data[:65536])
    yield from format_.read(BufferedReader(BytesIO(data)), PLACE, OPTIONS)


def _look_at(item: Article | Failure) -> None:
    """Raise where an item isn't what the rest relies on."""
    json.dumps(asdict(item), ensure_ascii=False, allow_nan=False).encode()
    if isinstance(item, Failure):
        assert item.code in MESSAGES, item.code
        return
    assert item.text.strip(), "no text"
    assert len(item.text) <= OPTIONS.max_length, "a text over the limit"
    assert item.doc_id, "no id"
    assert re.fullmatch("[0-9a-f]{64}", item.source.sha256), "no hash"
    places = [(mark.start, mark.end) for mark in item.sections]
    places += [(note.start, note.end or 0) for note in item.warnings if note.start is not None]
    for start, end in places:
        assert 0 <= start <= end <= len(item.text), f"{start} to {end} lies outside of the text"


# ── inputs


def inputs_of(name: str, seed: int) -> Iterator[bytes]:
    """Yield the inputs of a reader without end; each follows from its number alone."""
    seeds = seeds_of(name)
    number = 0
    while True:
        yield damaged(Random(f"{seed}/{name}/{number}"), seeds)
        number += 1


@cache
def seeds_of(name: str) -> tuple[bytes, ...]:
    """Return our own samples of a format, the longest cut."""
    if name == ARCHIVES:
        return tuple(_archives())
    found = [
        data
        for path, data in _samples()
        if (known := format_of(path.name, data[:65536])) and known.name == name
    ]
    if name == "pubmed_xml":
        found.append("".join(citations(4)).encode())
    binary = format_named(name).binary
    return tuple(data if binary else data[:_LONGEST_SEED] for data in found) or (b"",)


@cache
def _samples() -> tuple[tuple[Path, bytes], ...]:
    folders = (ROOT / "corpora" / "formats", ROOT / "corpora" / "abstracts")
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return tuple((path, path.read_bytes()) for path in paths)


def _archives() -> Iterator[bytes]:
    texts = [(path.name, data) for path, data in _samples() if path.suffix == ".txt"][:3]
    texts.append(("lines.jsonl.gz", gzip.compress(b'{"id": "a", "text": "Some text."}\n' * 9, mtime=0)))
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        file = BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            for name, data in texts:
                archive.writestr(zipfile.ZipInfo(name), data)
        yield file.getvalue()
    texts.append(("inner.zip", file.getvalue()))
    for kind in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        file = BytesIO()
        with tarfile.open(fileobj=file, mode="w", format=kind) as tar:
            for name, data in texts:
                entry = tarfile.TarInfo(name if kind == tarfile.USTAR_FORMAT else f"{'folder/' * 20}{name}")
                entry.size = len(data)
                tar.addfile(entry, BytesIO(data))
        yield file.getvalue()
    yield gzip.compress(file.getvalue(), mtime=0)


def damaged(chance: Random, seeds: tuple[bytes, ...]) -> bytes:
    """Return one of the seeds with damage done to it, or bytes made up."""
    if chance.random() < 0.05:
        alphabet = chance.choice(
            (bytes(range(256)), b'<>/="& \nabc', b'{}[]",:\\u0 \n', b"TYERAB  - \n", b'",;\t\n a1')
        )
        return bytes(chance.choices(alphabet, k=chance.randint(0, 3000)))
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((1, 1, 2, 3, 5, 10, 30))):
        _DAMAGES[chance.randrange(len(_DAMAGES))](chance, data, seeds)
    return bytes(data[:_LONGEST])


Damage = Callable[[Random, bytearray, tuple[bytes, ...]], None]


def _place(chance: Random, data: bytearray) -> slice:
    start = chance.randint(0, len(data))
    return slice(start, start + chance.choice((0, 1, 2, 8, 100, 1000)))


def _flip(chance: Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _set(chance: Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.choice((0, 1, 0x20, 0x7F, 0x80, 0xFF))


def _stone(chance: Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    data[_place(chance, data)] = chance.choice(_STONES) * chance.choice((1, 1, 1, 2, 50))


def _noise(chance: Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    data[_place(chance, data)] = chance.randbytes(chance.choice((1, 4, 60)))


def _take_out(chance: Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    del data[_place(chance, data)]


def _cut_off(chance: Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    if chance.random() < 0.3:
        del data[chance.randint(0, len(data)) :]


def _repeat(chance: Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    place = _place(chance, data)
    data[place.start : place.start] = data[place] * chance.choice((1, 2, 10, 200))


def _move(chance: Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    place = _place(chance, data)
    piece = data[place]
    del data[place]
    start = chance.randint(0, len(data))
    data[start:start] = piece


def _splice(chance: Random, data: bytearray, seeds: tuple[bytes, ...]) -> None:
    other = chance.choice(seeds)
    data[chance.randint(0, len(data)) :] = other[chance.randint(0, len(other)) :]


def _tag_out(chance: Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    """Take one line or one tag out: what is left is well formed more often."""
    start = chance.randint(0, len(data))
    begin, end = chance.choice(((b"<", b">"), (b"\n", b"\n")))
    first = data.find(begin, start)
    last = data.find(end, first + 1)
    if 0 <= first < last:
        del data[first : last + 1]


def _encoded(chance: Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    if chance.random() < 0.1:
        encoding = chance.choice(
            ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "utf-8-sig")
        )
        data[:] = data.decode("utf-8", "replace").encode(encoding, "replace")


_DAMAGES: tuple[Damage, ...] = (
    _flip, _set, _stone, _stone, _noise, _take_out, _cut_off, _repeat, _move, _splice, _tag_out, _tag_out, _encoded,
)  # fmt: skip


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.exit(main())
