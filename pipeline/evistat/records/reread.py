"""A record → its findings read again from its text, each with what it was made from, which records don't carry.

What extraction looked at is all in the record: text, sections, sentences, abbreviations, entities. So no model is
needed, and the same version of evistat finds the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from evistat.extract.context import Context, EntitySpan, SectionSpan, ShortForm, plain_context
from evistat.extract.findings import Origin, find_findings
from evistat.extract.plain import PlainText, plain_text
from evistat.extract.roles import TellingScales
from evistat.extract.statements import Statement
from evistat.records.schema import Entity, Finding, Record


@dataclass(frozen=True, slots=True)
class Reread:
    """A finding as this version of evistat reads it, and what it made it from (in offsets of the plain twin)."""

    finding: Finding
    origin: Origin | Statement


def reread(record: Record) -> list[Reread]:
    """Return the findings that this version reads in a record's text, in order."""
    plain = plain_text(record.text)
    extraction = find_findings(_context(record, plain), TellingScales)
    findings = (Finding.model_validate(finding) for finding in plain.restore(extraction.findings))
    return [Reread(*pair) for pair in zip(findings, extraction.origins, strict=True)]


def _context(record: Record, plain: PlainText) -> Context:
    return plain_context(
        plain,
        sentences=((one.start, one.end) for one in record.sentences),
        sections=_bodies(record),
        abbreviations=(
            ShortForm(
                one.short.text, one.long.text, one.short.start, one.short.end, one.long.start, one.long.end
            )
            for one in record.abbreviations
        ),
        entities=(EntitySpan(one.id, one.label, one.start, one.end) for one in _outermost(record.entities)),
        doc_id=record.doc_id,
    )


def _bodies(record: Record) -> Iterator[SectionSpan]:
    """Yield the sections without their headings: a section's body begins with its first sentence."""
    starts = [sentence.start for sentence in record.sentences]
    for section in record.sections:
        index = bisect_left(starts, section.start)
        start = starts[index] if index < len(starts) else section.end
        yield SectionSpan(section.label, min(start, section.end), section.end)


def _outermost(entities: list[Entity]) -> Iterator[Entity]:
    """Yield the entities that findings refer to: those inside another come after them, and start over."""
    pairs = zip(entities, [None, *entities], strict=False)
    return (one for one, before in takewhile(lambda p: p[1] is None or p[0].start >= p[1].end, pairs))
