"""Lines with tags ("TI  - …", "%T …") → records: the fields of each, in order, with its line and its bytes' hash.

For MEDLINE, RIS, Web of Science, Ovid and EndNote, which differ in how a tag looks and in which tags open and close
a record; what a tag means stands in ``lexicons/reference_tags.toml``. A record is held, no more.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from itertools import pairwise
from typing import Any

from evistat.lexicons import lexicon
from evistat.read.article import Article, Failure, Note
from evistat.read.encoding import decode_unmarked, encoding_of
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.reference import UNNAMED, Reference, article_of, longest_record
from evistat.read.lines import MARK, numbered_lines

_TERMINAL = 120  # characters; lines no longer than this may have been wrapped by a program
_HEADED = re.compile(r"[A-Z][\w()/&, -]{2,40}:(?:\s|\Z)")  # "Result(s): We …" begins a line of its own
_SENTENCE_ENDS = (".", "!", "?", ")", ";")
_SLACK = 8  # a wrapped line may end this much before the next word would have fitted no more


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one kind of export is written: ``tag`` matches the begin of a tagged line, the tag is a group.

    ``parted``: after a blank line a new record may begin without a tag that opens it. ``meanings`` names
    the table of tags where it isn't ``name``.
    """

    name: str
    tag: re.Pattern[bytes]
    parted: bool = False
    meanings: str | None = None

    @property
    def tags(self) -> dict[str, Any]:
        """What the tags mean."""
        tags: dict[str, Any] = lexicon("reference_tags")[self.meanings or self.name]
        return tags

    def find(self, line: bytes) -> tuple[str, int] | None:
        """Return the tag that ``line`` begins with and where its value begins, None where it has none."""
        found = self.tag.match(line)
        if found is None:
            return None
        return next(group for group in found.groups() if group).decode("ascii"), found.end()


# Each tag of a record with its values, each as its lines.
Fields = dict[str, list[tuple[str, ...]]]


@dataclass(slots=True)
class _Open:
    """A record being read: its lines up to the limit, how many bytes there were, the tags seen."""

    line: int
    started: bool
    lines: list[bytes] = field(default_factory=list)
    size: int = 0
    first: str | None = None
    tags: set[str] = field(default_factory=set)


def read_tagged(
    stream: BufferedReader, place: Place, options: ReadOptions, *, dialect: Dialect
) -> Iterator[Article | Failure]:
    """Yield the article of every record of ``stream``, or why a record gives none.

    What stands outside of records, and has neither title nor abstract, is no record: page furniture.
    """
    longest = longest_record(options)
    index = 0
    for record in _records(stream, dialect, longest):
        item = _item(record, dialect, place, options, index, longest)
        if item is not None:
            yield item
            index += 1
    if index == 0:
        yield place.failure(
            "E013", doc_id=place.doc_id, reason=f"no record of the format {dialect.name} in it"
        )


def _records(stream: BufferedReader, dialect: Dialect, longest: int) -> Iterator[_Open]:
    tags = dialect.tags
    start, end = frozenset(tags["start"]), frozenset(tags["end"])
    record: _Open | None = None
    after_blank = False
    for number, line in numbered_lines(stream, longest=longest):
        if line is not None and line.startswith(MARK) and dialect.find(line[len(MARK) :]):
            line = line[len(MARK) :]  # files put one after the other
        found = dialect.find(line) if line is not None else None
        tag = found[0] if found else None
        if record is not None and tag is not None and _begins(record, tag, dialect, after_blank):
            yield record
            record = None
        if record is None and (tag is not None or line is None):
            record = _Open(number, started=tag in start or line is None)
        if record is not None:
            record.size += longest + 1 if line is None else len(line)
            if line is not None and record.size <= longest:
                record.lines.append(line)
            else:
                record.lines.clear()
            if tag is not None:
                record.first = record.first or tag
                record.tags.add(tag)
            if tag in end:
                yield record
                record = None
        after_blank = line is not None and not line.strip()
    if record is not None:
        yield record


def _begins(record: _Open, tag: str, dialect: Dialect, after_blank: bool) -> bool:
    tags = dialect.tags
    if tag in tags["start"]:
        return True
    if not dialect.parted or not after_blank:
        return False
    whole = any(name in record.tags for name in (*tags["title"], *tags["abstract"]))
    return (
        tag == record.first
        or (not record.started and whole)
        or (tag == tags["title"][0] and tag in record.tags)
    )


def _item(
    record: _Open, dialect: Dialect, place: Place, options: ReadOptions, index: int, longest: int
) -> Article | Failure | None:
    if record.size > longest:
        return place.failure("E041", line=record.line, limit=longest)
    decoded = [decode_unmarked(line) for line in record.lines]
    notes = tuple(dict.fromkeys(note for _, found in decoded for note in found))
    fields = _fields([line for line, _ in decoded], dialect)
    digest = hashlib.sha256(b"".join(record.lines)).hexdigest()
    reference = _reference(fields, dialect.tags, options, digest, notes)
    if not record.started and not reference.title and not reference.abstract:
        return None
    return article_of(reference, place, options, format_name=dialect.name, line=record.line, index=index)


def _fields(lines: Sequence[str], dialect: Dialect) -> Fields:
    items = frozenset(dialect.tags["items"])
    fields: list[tuple[str, list[str]]] = []
    for line in lines:
        # Tags are ASCII, so the bytes that a tag takes are its characters.
        found = dialect.find(line.encode("utf-8", "replace"))
        if found:
            fields.append((found[0], [line[found[1] :].strip()]))
        elif fields and fields[-1][0] in items and line.strip():
            fields.append((fields[-1][0], [line.strip()]))
        elif fields:
            fields[-1][1].append(line.strip())
    grouped: Fields = {}
    for tag, value in fields:
        values = grouped.setdefault(tag, [])
        if any(value):
            values.append(tuple(_trimmed(value)))
    return grouped


def _trimmed(lines: Sequence[str]) -> Sequence[str]:
    end = len(lines)
    while end and not lines[end - 1]:
        end -= 1
    begin = 0
    while begin < end and not lines[begin]:
        begin += 1
    return lines[begin:end]


def unwrapped(lines: Sequence[str]) -> str:
    """Return a value's lines as its text: a space where a program wrapped it, a line end where a writer meant one.

    A line end is meant where the next line's first word would have fitted, where that line has a heading, and where
    lines are so long that nothing wrapped them.
    """
    width = max(map(len, lines), default=0)
    pieces = list(lines[:1])
    for before, line in pairwise(lines):
        first_word = len(line.partition(" ")[0])
        meant = (
            width > _TERMINAL
            or not before
            or not line
            or len(before) + 1 + first_word + _SLACK < width
            or (before.endswith(_SENTENCE_ENDS) and _HEADED.match(line) is not None)
        )
        pieces += "\n" if meant else " ", line
    return "".join(pieces)


def _joined(lines: Sequence[str]) -> str:
    return " ".join(line for line in lines if line)


def _reference(
    fields: Fields, tags: Mapping[str, Any], options: ReadOptions, digest: str, notes: tuple[Note, ...]
) -> Reference:
    def first(names: Sequence[str]) -> str:
        return next((_joined(value) for name in names for value in fields.get(name, ())), "")

    def every(names: Sequence[str]) -> list[str]:
        return next((found for name in names if (found := [_joined(v) for v in fields.get(name, ())])), [])

    def all_of(names: Sequence[str]) -> list[str]:
        return [_joined(value) for name in names for value in fields.get(name, ())]

    title_tags, text_tags = tags["title"], tags["abstract"]
    if options.title_field != UNNAMED.title_field:
        title_tags = [options.title_field]
    if options.text_field != UNNAMED.text_field:
        text_tags = [options.text_field]
    pmids = every(tags["pmid"])
    for rule in tags.get("pmid_where", ()):
        database = " ".join(all_of(rule["database"])).lower()
        if not pmids and any(word in database for word in rule["named"]):
            pmids = all_of([rule["tag"]])
    return Reference(
        title=first(title_tags),
        abstract=tuple(unwrapped(value) for tag in text_tags for value in fields.get(tag, ())),
        sha256=digest,
        given_id=None if options.id_field is None else first([options.id_field]),
        names=tuple(fields),
        pmid=pmids[0] if pmids else "",
        pmcid=tuple(all_of(tags["pmcid"])),
        doi=tuple(all_of(tags["doi"])),
        links=tuple(all_of(tags["links"])),
        accession=first(tags["id"]),
        journal=first(tags["journal"]),
        year=tuple(all_of(tags["year"])),
        authors=tuple(every(tags["authors"])),
        publication_types=tuple(every(tags["publication_types"])),
        mesh=tuple(all_of(tags["mesh"])),
        keywords=tuple(all_of(tags["keywords"])),
        language=tuple(every(tags["language"])),
        notes=notes,
    )


def tagged_lines(head: bytes, dialect: Dialect) -> list[str | None]:
    """Return the tags of the first lines of a file that aren't blank, None for a line without one."""
    encoding = encoding_of(head)
    if encoding is not None:
        head = head.decode(encoding, "ignore").encode("utf-8", "ignore")
    lines = [line for line in head[:8192].splitlines() if line.strip()][:20]
    return [found[0] if (found := dialect.find(line)) else None for line in lines]
