"""A found file → its articles and failures: unpacked, archives member by member, each read by its own format."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import BufferedReader
from typing import BinaryIO, cast

from evistat.errors import EvistatError, one_line
from evistat.read.article import Article, Failure
from evistat.read.discover import Found
from evistat.read.encoding import looks_binary
from evistat.read.formats.format import Format, Place, ReadOptions, ReadWhole
from evistat.read.formats.registry import format_named, format_of
from evistat.read.formats.text import TEXT
from evistat.read.members import Members
from evistat.read.stream import (
    MOST_GROWTH,
    Counted,
    Expansion,
    ExpansionError,
    Readable,
    StreamError,
    unpacked,
)
from evistat.read.tar_members import is_tar, tar_members
from evistat.read.xml import prologue_of
from evistat.read.zip_members import is_zip, zip_members

DEEPEST = 3  # archives in each other
_IN_MEMORY = 16_000_000  # of an archive that must be whole to be read

Items = Iterator[Article | Failure]


def read_found(
    found: Found,
    options: ReadOptions,
    *,
    on_bytes: Callable[[int], None] | None = None,
    on_skipped: Callable[[str], None] | None = None,
    read_whole: ReadWhole | None = None,
) -> Items:
    """Yield what one file holds; whatever goes wrong while reading it is a Failure after what came before."""
    expansion = Expansion(packed=found.size)
    inside = _Inside(options, expansion, on_skipped, read_whole)
    place = found.place
    try:
        if found.path is None:
            if sys.stdin is None:
                yield place.failure("E002", reason="standard input is closed")
            else:
                stdin = Counted(sys.stdin.buffer, expansion)
                yield from inside.read(stdin, place, place.path, given=found.given)
            return
        with found.path.open("rb") as raw:
            told = 0
            for item in inside.read(raw, place, place.path, given=found.given):
                yield item
                if on_bytes is not None and (position := raw.tell()) > told:  # archives are read to and fro
                    on_bytes(position - told)
                    told = position
        if on_bytes is not None:
            on_bytes(found.size - told)
    except ExpansionError:
        yield place.failure("E050", times=MOST_GROWTH)
    except OSError as error:
        yield _unreadable(place, error)


@dataclass(frozen=True, slots=True)
class _Inside:
    """What holds for all that is in one file, members of members too."""

    options: ReadOptions
    expansion: Expansion
    on_skipped: Callable[[str], None] | None
    read_whole: ReadWhole | None

    def read(self, raw: Readable, place: Place, name: str, *, given: bool, depth: int = 0) -> Items:
        """Yield the articles of a stream, or of the members it holds; its faults are its own."""
        format_name = self.options.format or "input"
        try:
            head, stream, was_packed = unpacked(raw, self.expansion)
            if was_packed and name.lower().endswith(".gz"):
                name = name[: -len(".gz")]
            chosen = self._format(name, head)
            if not _is_document(chosen, name, head) and (is_zip(head) or is_tar(head)):
                yield from self._archive(raw, head, stream, place, depth, was_packed=was_packed)
            elif chosen is None and not given:
                if self.on_skipped is not None:
                    self.on_skipped(place.shown)
            elif not head:
                yield place.failure("E003", doc_id=place.doc_id)
            elif looks_binary(head) and not (chosen is not None and chosen.binary):
                yield place.failure("E004", doc_id=place.doc_id)
            elif chosen is None and (root := _unknown_xml(name, head)) is not None:
                yield place.failure("E032", doc_id=place.doc_id, root=root)
            else:
                chosen = chosen or TEXT
                format_name = chosen.name
                nothing = True
                for item in self._read(chosen, stream, place):
                    yield item
                    nothing = False
                if nothing and chosen.name == self.options.format and not chosen.sniff(head):
                    like = format_of(name, head) or TEXT
                    yield place.failure("E122", doc_id=place.doc_id, format=chosen.name, like=like.name)
        except (ExpansionError, EvistatError):
            raise
        except StreamError as error:
            yield place.failure(error.code, **error.values)
        except OSError as error:
            yield _unreadable(place, error)
        except Exception as error:
            if "EVISTAT_TRACEBACK" in os.environ:
                raise
            yield place.failure("E056", format=format_name, reason=one_line(error))

    def _read(self, chosen: Format, stream: BufferedReader, place: Place) -> Items:
        apart = self.read_whole if chosen.library is not None else None
        if apart is not None:
            return apart(chosen, stream, place, self.options)
        return chosen.read(stream, place, self.options)

    def _format(self, name: str, head: bytes) -> Format | None:
        named = self.options.format
        return format_of(name, head) if named is None else format_named(named)

    def _archive(
        self,
        raw: Readable,
        head: bytes,
        stream: BufferedReader,
        place: Place,
        depth: int,
        *,
        was_packed: bool,
    ) -> Items:
        if depth == DEEPEST:
            yield place.failure("E052", doc_id=place.doc_id, deepest=DEEPEST)
            return
        empty = True
        with ExitStack() as stack:
            for member in self._members(raw, head, stream, place, stack, was_packed=was_packed):
                empty = False
                if isinstance(member, Failure):
                    yield member
                else:
                    yield from self.read(
                        member.stream, member.place, member.name, given=False, depth=depth + 1
                    )
                self.expansion.check()
        if empty:
            yield place.failure("E014")

    def _members(
        self,
        raw: Readable,
        head: bytes,
        stream: BufferedReader,
        place: Place,
        stack: ExitStack,
        *,
        was_packed: bool,
    ) -> Members:
        if not is_zip(head):
            yield from tar_members(stream, place)
        elif isinstance(raw, BufferedReader) and raw.seekable() and not was_packed:
            yield from zip_members(raw, place, self.expansion)
        else:
            # Its table of contents stands at its end, so it must be had whole.
            spool = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
            cut: StreamError | None = None
            try:
                shutil.copyfileobj(stream, spool)
            except StreamError as error:
                cut = error
            yield from zip_members(cast(BinaryIO, spool), place, self.expansion)
            if cut is not None:
                raise cut


def _is_document(chosen: Format | None, name: str, head: bytes) -> bool:
    """Tell whether a file that looks like an archive is of a format that is packed as one."""
    return (
        chosen is not None and chosen.binary and (chosen.sniff(head) or name.lower().endswith(chosen.endings))
    )


def _unknown_xml(name: str, head: bytes) -> str | None:
    """Return the first element of XML that no format knows: its tags would pass for text."""
    prologue = prologue_of(head)
    declared = prologue is not None and (prologue.declared or name.lower().endswith(".xml"))
    return prologue.root if prologue is not None and declared else None


def _unreadable(place: Place, error: OSError) -> Failure:
    return place.failure("E002", reason=error.strerror or str(error) or type(error).__name__)
