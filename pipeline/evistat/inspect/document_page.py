"""Record → what the report's page of one document shows: its text cut where marks begin and end, its findings.

The cutting is done here, by code points, so that the page needs no offsets: JavaScript counts UTF-16 units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from evistat.inspect.paragraphs import blocks
from evistat.inspect.report_rows import LEFT_OVER, number
from evistat.inspect.segments import segments
from evistat.inspect.words import interval_words, p_words, value_words
from evistat.records.flat import plain
from evistat.records.schema import Finding, Group, Mention, Record
from evistat.records.study_label import study_label

MENTIONS = ("outcome", "predictor", "intervention", "comparator", "population", "timepoint")
_SPANS = ("measure_span", "value_span", "unit_span", "ci", "p", "test")
# What a heading line of the page shows of the metadata, in this order.
METADATA = ("authors", "journal", "year", "pmid", "pmcid", "doi", "publication_types", "keywords", "mesh")


def document_page(record: Record) -> dict[str, Any]:
    """Return the page's data; a mark is ``[kind, …]``, a segment its text, or a list of it and its marks."""
    places, marks = _marks(record)
    return {
        "id": record.doc_id,
        "study": study_label(record),
        "title": record.title,
        "source": record.source.path + (f" › {record.source.member}" if record.source.member else ""),
        "metadata": [
            [name, words] for name in METADATA if (words := plain(record.metadata.get(name))) is not None
        ],
        "facts": list(_facts(record)),
        "abbreviations": [[pair.short.text, pair.long.text] for pair in record.abbreviations],
        "marks": marks,
        "blocks": _blocks(record, places),
        "findings": [_finding(finding) for finding in record.findings],
        "warnings": [[warning.code, warning.message] for warning in record.warnings],
    }


def _blocks(record: Record, places: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """Return the sections with their paragraphs, each cut into segments, in one walk over the text."""
    found = blocks(record.text, record.sections)
    paragraphs = [paragraph for block in found for paragraph in block.paragraphs]
    cut: list[list[Any]] = [[] for _ in paragraphs]
    first = len(places)  # marks come first: the highest span over a segment is its paragraph
    for start, end, over in segments([*places, *paragraphs], 0, len(record.text)):
        if over and over[-1] >= first:
            text = record.text[start:end]
            cut[over[-1] - first].append([text, *over[:-1]] if len(over) > 1 else text)
    parts = iter(zip(paragraphs, cut, strict=True))
    return [
        {
            "label": block.label,
            "paragraphs": [
                {"start": start, "segments": pieces}
                for (start, _), pieces in (next(parts) for _ in block.paragraphs)
            ],
        }
        for block in found
    ]


# -- marks ---------------------------------------------------------------------------------------------------


def _marks(record: Record) -> tuple[list[tuple[int, int]], list[list[Any]]]:
    """Return the places of all marks in the text and, in the same order, what each of them is."""
    places: list[tuple[int, int]] = []
    marks: list[list[Any]] = []
    for start, end, mark in _all_marks(record):
        places.append((start, end))
        marks.append(mark)
    return places, marks


def _all_marks(record: Record) -> Iterator[tuple[int, int, list[Any]]]:
    for block in blocks(record.text, record.sections):
        if block.heading is not None:
            yield *block.heading, ["heading"]
    for entity in record.entities:
        notes = ["negated"] * entity.negated + ["hedged"] * entity.hedged
        if entity.concept is not None:
            notes.append(f"{entity.concept.name} ({entity.concept.id})")
        yield entity.start, entity.end, ["entity", entity.label, *notes]
    for start, end, long_form in _short_forms(record):
        yield start, end, ["short", long_form]
    for index, warning in enumerate(record.warnings):
        if warning.code == LEFT_OVER and warning.start is not None and warning.end is not None:
            yield warning.start, warning.end, ["leftover", index]
    for index, finding in enumerate(record.findings):
        for start, end, role in _roles(finding):
            yield start, end, ["finding", index, role]


def _short_forms(record: Record) -> Iterator[tuple[int, int, str]]:
    """Yield each place of a defined short form, as a word of its own, with its long form."""
    long_forms = {pair.short.text: pair.long.text for pair in record.abbreviations if pair.short.text}
    if not long_forms:
        return
    names = "|".join(re.escape(name) for name in sorted(long_forms, key=lambda name: (-len(name), name)))
    for found in re.finditer(rf"(?<!\w)(?:{names})(?!\w)", record.text):
        yield found.start(), found.end(), long_forms[found.group()]


def _roles(finding: Finding) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of a finding and what each is in it."""
    yield finding.quote.start, finding.quote.end, "quote"
    for name in MENTIONS:
        mention: Mention | None = getattr(finding, name)
        if mention is not None:
            yield mention.start, mention.end, name
    for name in _SPANS:
        span = getattr(finding, name)
        if span is not None:
            yield span.start, span.end, name.removesuffix("_span")
    for group in finding.groups:
        yield group.start, group.end, "group"
    for cue in finding.cues:
        yield cue.start, cue.end, "cue"


# -- words beside the text -----------------------------------------------------------------------------------


def _facts(record: Record) -> Iterator[list[str]]:
    """Yield the facts of the study, each with its name."""
    study = record.study
    if study is None:
        return
    if study.design:
        yield ["design", study.design.replace("_", " ")]
    if study.n_randomised:
        yield ["randomised", study.n_randomised.text]
    if study.n_analysed:
        yield ["analysed", study.n_analysed.text]
    if study.registrations:
        yield ["registration", ", ".join(dict.fromkeys(span.text for span in study.registrations))]


def _finding(finding: Finding) -> dict[str, Any]:
    ci, p = finding.ci, finding.p
    return {
        "id": finding.id,
        "kind": finding.kind,
        "section": finding.section,
        **{name: _printed(getattr(finding, name)) for name in MENTIONS},
        "measure": finding.measure,
        "valueWords": value_words(finding),
        "value": _value(finding),
        "ciWords": interval_words(ci),
        "level": number(ci.level) if ci else None,
        "lower": _bound(ci.lower, ci.lower_text) if ci else "",
        "upper": _bound(ci.upper, ci.upper_text) if ci else "",
        "pWords": p_words(p),
        "pOp": p.op if p else "",
        "p": f"{p.value:g}" if p and p.value is not None else "",
        "pKind": finding.p_kind,
        "groups": [_group(group) for group in finding.groups],
        "test": value_words(finding.model_copy(update={"value_span": None, "value": None, "groups": []})),
        "direction": finding.direction,
        "significant": finding.significant,
        "adjusted": finding.adjusted,
        "hedged": finding.hedged,
        "negated": finding.negated,
        "checks": [[check.code, check.ok, check.detail] for check in finding.checks],
        "repeats": finding.repeats,
        "rule": finding.rule,
        "cues": [cue.text for cue in finding.cues],
        "review": finding.review.model_dump() if finding.review else None,
    }


def _printed(mention: Mention | None) -> list[str] | None:
    return [mention.text, mention.long_form or ""] if mention is not None else None


def _value(finding: Finding) -> str:
    if finding.value_span is not None:
        return finding.value_span.text
    return f"{finding.value:g}" if finding.value is not None else ""


def _bound(value: float | None, text: str | None) -> str:
    return text or (f"{value:g}" if value is not None else "")


def _group(group: Group) -> list[str]:
    counts = f"{group.events}/{group.total}" if group.events is not None and group.total is not None else ""
    unit = group.unit if group.unit and not group.text.endswith(group.unit) else ""
    return [
        group.label or "",
        group.text + (unit if unit.startswith(("%", "°")) else f" {unit}" if unit else ""),
        group.spread or "",
        counts or group.n or "",
    ]
