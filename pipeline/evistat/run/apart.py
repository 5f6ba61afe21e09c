"""A file that a library holds whole (web page, PDF, workbook) → its articles, read in a process of its own.

No line of ours bounds what such a library does with a file made to do harm, or merely odd: one that takes too long or
too much memory is a failure like any other, and the run goes on. The process lives as long as the run, but for a
file that ends it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from importlib import import_module
from io import BufferedReader, BytesIO
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from evistat.errors import one_line
from evistat.read.article import Article, Failure
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.formats.registry import format_named
from evistat.read.formats.whole import LARGEST
from evistat.run.child import NO_MEMORY, PATIENCE, end_with_parent, last_words, limit_memory, start

TOO_LONG, DIED = "E120", "E121"
_OF_MANY = ("excel",)


class ReadingApart:
    """The process that reads such files, one after the other; started for the first of them.

    ``given_up`` are failures of this kind from before the run was broken off, by path: such a file isn't tried again,
    as it might be read this time, and what comes behind it would no longer be in the same batches. One of many
    articles is tried again: those before the failure are wanted. ``named`` gives the format of a name, in the new process.
    """

    def __init__(
        self,
        *,
        seconds: float,
        megabytes: int | None,
        given_up: Mapping[str, Failure] | None = None,
        named: Callable[[str], Format] = format_named,
    ) -> None:
        """Start nothing yet."""
        self._named = named
        self._seconds = seconds
        self._megabytes = megabytes
        self._given_up = given_up or {}
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None

    def read(
        self, format_: Format, stream: BufferedReader, place: Place, options: ReadOptions
    ) -> Generator[Article | Failure, None, None]:
        """Yield what ``format_`` reads from ``stream``, waiting for each article ``seconds`` at most."""
        if place.shown in self._given_up and format_.name not in _OF_MANY:
            yield self._given_up[place.shown]
            return
        data = stream.read(LARGEST + 1)  # the reader refuses what is too large, as it would the stream
        finished = False
        try:
            connection = self._ready()
            connection.send((format_.name, data, place, options))
            connection.recv()  # its libraries are there: only now does the time count
            while connection.poll(self._seconds):
                match connection.recv():
                    case ("item", item):
                        yield item
                    case ("broken", reason):
                        finished = True
                        yield place.failure("E056", format=format_.name, reason=reason)
                        return
                    case _:
                        finished = True
                        return
            yield place.failure(TOO_LONG, doc_id=place.doc_id, seconds=f"{self._seconds:g}")
        except (EOFError, OSError):
            reason = last_words(self._process) if self._process is not None else ""
            yield place.failure(DIED, doc_id=place.doc_id, reason=reason)
        finally:
            if not finished:
                self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            self._process.kill()
            self._process.join(PATIENCE)
            self._process = None

    def _ready(self) -> Connection:
        if self._connection is None:
            self._process, self._connection = start(_work, self._named, self._megabytes)
        return self._connection


def _work(connection: Connection, named: Callable[[str], Format], megabytes: int | None) -> None:
    """Read file after file until the other end closes."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        limit_memory(megabytes)
        while True:
            name, data, place, options = connection.recv()
            format_ = named(name)
            with suppress(ImportError):  # the reader says so
                import_module(format_.library or name)
            connection.send(("begun",))
            connection.send(_read(connection, format_, data, place, options))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the run is over
    except MemoryError:
        sys.exit(NO_MEMORY)


def _read(
    connection: Connection, format_: Format, data: bytes, place: Place, options: ReadOptions
) -> tuple[str, ...]:
    """Send what a file holds, item by item, and return what ends it."""
    try:
        # A stream of bytes has all that readers ask of a buffered one.
        for item in format_.read(BytesIO(data), place, options):  # type: ignore[arg-type]
            connection.send(("item", item))
    except (MemoryError, BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:
        if "EVISTAT_TRACEBACK" in os.environ:
            raise
        return ("broken", one_line(error))
    return ("end",)
