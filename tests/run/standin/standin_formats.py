"""Formats whose reader makes the trouble that its input names, for the process that reads apart."""

import os
import signal
import time
from collections.abc import Iterator
from io import BufferedReader

from evistat.read.article import Article, Failure, Source
from evistat.read.formats.format import Format, Place, ReadOptions


def read(stream: BufferedReader, place: Place, _: ReadOptions) -> Iterator[Article | Failure]:
    for index, line in enumerate(stream.read().decode().splitlines()):
        match line:
            case "raise":
                raise ValueError("bad")
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "hang":
                time.sleep(600)
            case "eat":
                bytearray(8 << 30)
        yield Article(f"{place.doc_id}:{index}", f"{line} {os.getpid()}", Source("", None, "x", index, ""))


def named(name: str) -> Format:
    return Format(name, (), bool, read, library="no_such_library")
