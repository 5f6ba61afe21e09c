"""BioC in JSON → one article a document, streaming: a collection, a list of them, or documents line by line."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from evistat.read.article import Article, Failure
from evistat.read.encoding import encoding_of, mend_surrogates
from evistat.read.formats.bioc import (
    BiocDocument,
    BiocPassage,
    Infons,
    annotation_of,
    bioc_article,
    number_of,
)
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.lines import narrowed
from evistat.read.passages import Annotation, Passage

_NAME = "bioc_json"
_CHUNK = 1 << 18
_BETWEEN = re.compile(r"[\s,\]}\ufeff]*")
# The list that an object opens first tells a collection from a document.
_OPENS = re.compile(r'"(documents|PubTator3|passages)"\s*:\s*\[')
_KEY = re.compile(r'"(?:[^"\\]|\\.)*"\s*:\s*')
_DECODER = json.JSONDecoder()


class _BrokenError(Exception):
    """JSON that can't be read on: why, and in which line."""

    def __init__(self, reason: str, line: int) -> None:
        """Say why, and where."""
        self.reason = reason
        self.line = line
        super().__init__(reason)


def read_bioc_json(stream: BufferedReader, place: Place, options: ReadOptions) -> Iterator[Article | Failure]:
    """Yield the article of every document, and a failure where the JSON breaks."""
    longest = 12 * options.max_length + 10_000_000
    try:
        for index, (fields, written, line) in enumerate(_documents(narrowed(stream), longest)):
            digest = hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
            document = _document(fields, digest, line)
            yield bioc_article(document, place, options, format_name=_NAME, index=index)
    except _BrokenError as error:
        yield place.failure("E033", line=error.line, reason=error.reason)


class _Buffer:
    """The text of a stream, read as far as it was asked for; what stands before ``at`` is done with."""

    def __init__(self, stream: BufferedReader, longest: int) -> None:
        """Begin at the stream's begin."""
        self.stream = stream
        self.longest = longest
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.text = ""
        self.at = 0
        self.lines = 0  # in what was dropped
        self.ended = False

    def more(self) -> bool:
        """Read on, as much again as is held; False at the end. Raises where one value takes too much."""
        if self.ended:
            return False
        self.lines += self.text.count("\n", 0, self.at)
        self.text = self.text[self.at :]
        self.at = 0
        if len(self.text) > self.longest:
            raise _BrokenError(f"no document ends within {self.longest} characters", self.line())
        data = self.stream.read(max(_CHUNK, len(self.text)))
        self.ended = not data
        self.text += self.decoder.decode(data, final=self.ended)
        return True

    def line(self) -> int:
        """Return the number of the line that is read next."""
        return self.lines + self.text.count("\n", 0, self.at) + 1

    def value(self) -> tuple[Any, str]:
        """Take the JSON value that comes next, and return it with its text."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if self.more():
                    continue
                line = self.lines + error.lineno
                raise _BrokenError(f"{error.msg} at column {error.colno}", line) from None
            except RecursionError:
                raise _BrokenError("nested too deep", self.line()) from None
            except ValueError:
                raise _BrokenError("a number too long to read", self.line()) from None
            written = self.text[self.at : end]
            self.at = end
            return value, written


def _documents(stream: BufferedReader, longest: int) -> Iterator[tuple[dict[str, Any], str, int]]:
    """Yield every document with its text and line; what stands round them is passed over."""
    buffer = _Buffer(stream, longest)
    while True:
        buffer.at = _BETWEEN.match(buffer.text, buffer.at).end()  # type: ignore[union-attr]  # matches always
        begins = buffer.text[buffer.at : buffer.at + 1]
        if not begins:
            if not buffer.more():
                return
        elif begins == "[":
            buffer.at += 1
        elif begins == "{":
            opens = _OPENS.search(buffer.text, buffer.at)
            if opens is None and buffer.more():
                continue
            if opens is not None and opens[1] != "passages":
                buffer.at = opens.end()
                continue
            line = buffer.line()
            value, written = buffer.value()
            if "passages" in value:
                yield value, written, line
        elif key := _KEY.match(buffer.text, buffer.at):
            buffer.at = key.end()
            buffer.value()
        elif not buffer.more():
            words = buffer.text[buffer.at : buffer.at + 20]
            raise _BrokenError(f"{words!r} stands where a document should", buffer.line())


def _document(fields: dict[str, Any], digest: str, line: int) -> BiocDocument:
    return BiocDocument(
        doc_id=_string(fields.get("id")).strip(),
        infons=_infons(fields),
        passages=tuple(
            BiocPassage(_infons(one), _passage(one), tuple(map(_passage, _objects(one.get("sentences")))))
            for one in _objects(fields.get("passages"))
        ),
        annotations=_annotations(fields),
        sha256=digest,
        line=line,
    )


def _passage(fields: dict[str, Any]) -> Passage:
    return Passage(_string(fields.get("text")), number_of(fields.get("offset")), _annotations(fields))


def _annotations(fields: dict[str, Any]) -> tuple[Annotation, ...]:
    return tuple(
        annotation_of(
            _string(one.get("text")),
            [
                (number_of(at.get("offset")), number_of(at.get("length")))
                for at in _objects(one.get("locations"))
            ],
            _infons(one),
        )
        for one in _objects(fields.get("annotations"))
    )


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _infons(fields: dict[str, Any]) -> Infons:
    infons = fields.get("infons")
    return {name: _string(value) for name, value in infons.items()} if isinstance(infons, dict) else {}


def _string(value: Any) -> str:
    """Return a value as text; numbers are taken as written, everything else for nothing."""
    if isinstance(value, str):
        return mend_surrogates(value)[0]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _sniff(head: bytes) -> bool:
    text = head.decode(encoding_of(head) or "utf-8", "replace").lstrip("\ufeff \t\r\n")
    opens = _OPENS.search(text)
    return text[:1] in ("{", "[") and opens is not None and '"passages"' in text and '"infons"' in text


BIOC_JSON = Format(name=_NAME, endings=(), sniff=_sniff, read=read_bioc_json)
