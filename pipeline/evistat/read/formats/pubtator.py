"""PubTator's lines ("PMID|t|…", "PMID|a|…", annotations between tabs) → one article a document.

The abstract stands one character behind the title, as the annotations count.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from io import BufferedReader

from evistat.errors import message
from evistat.read.article import Article, Failure, Note, SectionMark
from evistat.read.encoding import decode_unmarked
from evistat.read.formats.bioc import number_of
from evistat.read.formats.composed import marked
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.lines import numbered_lines
from evistat.read.metadata import metadata
from evistat.read.passages import Annotation, Passage, laid_out, placed

_NAME = "pubtator"
_PART = re.compile(r"(?P<id>[^|\t]{1,100})\|(?P<part>[ta])\|(?P<text>.*)")
_TITLE = re.compile(rb"[^|\t]{1,100}\|t\|")
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*\d{1,12}\|[ta]\|")


def read_pubtator(stream: BufferedReader, place: Place, options: ReadOptions) -> Iterator[Article | Failure]:
    """Yield the article of every document; a blank line or the next title ends one."""
    longest = 4 * options.max_length + 10_000_000
    index = 0
    for lines in _blocks(stream, longest):
        if isinstance(lines, int):
            yield place.failure("E013", line=lines, reason=f"a document of more than {longest} bytes")
            continue
        yield _article(lines, place, options, index)
        index += 1


def _blocks(stream: BufferedReader, longest: int) -> Iterator[list[tuple[int, bytes]] | int]:
    """Yield the lines of every document with their numbers; of one that is too long the number of a line."""
    held: list[tuple[int, bytes]] = []
    size = 0
    for number, line in numbered_lines(stream, longest=longest):
        blank = line is not None and not line.strip()
        if held and (blank or (line is not None and _TITLE.match(line))):
            yield held
            held, size = [], 0
        size += longest + 1 if line is None else len(line)
        if size > longest:
            yield number
            held, size = [], 0
        elif line is not None and not blank:
            held.append((number, line))
    if held:
        yield held


def _article(
    lines: list[tuple[int, bytes]], place: Place, options: ReadOptions, index: int
) -> Article | Failure:
    data = b"".join(line for _, line in lines)
    written, notes = decode_unmarked(data)
    texts: dict[str, str] = {}
    annotations: list[Annotation] = []
    doc_id = None
    for line in written.splitlines():
        if part := _PART.fullmatch(line):
            doc_id = doc_id or part["id"].strip()
            texts.setdefault(part["part"], part["text"])
        elif annotation := _annotation(line.split("\t")):
            annotations.append(annotation)
    if not texts:
        return place.failure(
            "E033", line=lines[0][0], reason="no title and no abstract among the lines of a document"
        )
    title, abstract = texts.get("t", ""), texts.get("a", "")
    whole = f"{title}\n{abstract}" if title else abstract
    fields = metadata(pmid=doc_id if doc_id and doc_id.isdecimal() else None)
    told = list(notes)
    if options.keep_annotations:
        passage = Passage(whole, 0, tuple(annotations))
        fields["annotations"], unmatched = placed([passage], laid_out([passage]))
        if unmatched:
            told.append(Note("W023", message("W023", count=unmatched)))
    marks = [SectionMark("TITLE", None, 0, len(title))] if title.strip() else []
    if abstract.strip():
        marks.append(SectionMark("OTHER", None, len(whole) - len(abstract), len(whole)))
    return marked(
        place,
        options,
        format_name=_NAME,
        index=index,
        line=lines[0][0],
        doc_id=doc_id,
        title=title,
        text=whole,
        marks=tuple(marks),
        fields=fields,
        sha256=hashlib.sha256(data).hexdigest(),
        notes=told,
    )


def _annotation(cells: list[str]) -> Annotation | None:
    """Return the annotation of a line (id, begin, end, text, type, identifier); None for a relation."""
    if len(cells) < 5:
        return None
    begin, end = number_of(cells[1]), number_of(cells[2])
    if begin is None or end is None or end < begin:
        return None
    identifier = cells[5].strip() if len(cells) > 5 else ""
    return Annotation(cells[3], ((begin, end - begin),), cells[4].strip() or None, identifier or None)


def _sniff(head: bytes) -> bool:
    return _FIRST.match(head) is not None


PUBTATOR = Format(name=_NAME, endings=(".pubtator",), sniff=_sniff, read=read_pubtator)
