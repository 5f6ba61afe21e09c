"""Record → the rows of every table, the same for all kinds of databases.

A row is a tuple in the order of the table's columns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from evistat.errors import EvistatError
from evistat.records.flat import document_row, finding_row
from evistat.records.schema import Concept, Finding, Mention, Record
from evistat.store.description import flat_names

Row = tuple[Any, ...]
ROLES = ("outcome", "predictor", "intervention", "comparator", "population", "timepoint")
_LARGEST = 2**63 - 1  # of an integer column, in every kind of database
_NO_SPAN = (None, None)
_NO_REVIEW = (None, None, None)
_of_document = itemgetter(*flat_names("document"))
_of_finding = itemgetter(*flat_names("finding")[1:])  # after the document's id


def run_row(record: Record, records: str) -> Row:
    """Return the row of what made ``record``, loaded from the file named ``records``."""
    made = record.pipeline
    about = (records, made.name, made.version, made.model, made.model_version, record.schema_version)
    return (hashlib.sha256(json.dumps(about).encode()).hexdigest()[:12], *about)


def concepts(record: Record) -> Iterator[Concept]:
    """Yield the concepts that entities are linked to, each as often as it occurs."""
    return (entity.concept for entity in record.entities if entity.concept is not None)


def rows_of(record: Record, *, run_id: str, digest: str) -> dict[str, list[Row]]:
    """Return the rows of a record by table, but those it shares with others (runs, concepts)."""
    doc_id = record.doc_id
    tables: dict[str, list[Row]] = {
        "documents": [_document(record, run_id, digest)],
        "sections": [
            (doc_id, number, section.label, section.heading, section.start, section.end)
            for number, section in enumerate(record.sections, 1)
        ],
        "abbreviations": [
            (doc_id, number, pair.short.text, pair.short.start, pair.short.end, pair.long.text, pair.long.start, pair.long.end)
            for number, pair in enumerate(record.abbreviations, 1)
        ],
        "entities": [
            (
                doc_id, entity.id, entity.text, entity.label, entity.start, entity.end, entity.negated, entity.hedged,
                entity.concept.id if entity.concept is not None else None,
            )
            for entity in record.entities
        ],
        "findings": [],
        "finding_groups": [],
        "finding_checks": [],
        "finding_entities": [],
        "finding_cues": [],
        "warnings": [
            (doc_id, number, warning.code, warning.message, warning.start, warning.end)
            for number, warning in enumerate(record.warnings, 1)
        ],
    }  # fmt: skip
    entities = _unique(doc_id, "entities", [entity.id for entity in record.entities])
    _unique(doc_id, "findings", [finding.id for finding in record.findings])
    for number, finding in enumerate(record.findings, 1):
        _add_finding(tables, record, number, finding, entities)
    return tables


def _document(record: Record, run_id: str, digest: str) -> Row:
    source = record.source
    return (
        *map(_fitting, _of_document(document_row(record))),
        source.format,
        source.index,
        source.sha256,
        json.dumps(record.metadata, ensure_ascii=False),
        record.text,
        digest,
        run_id,
    )


def _add_finding(
    tables: dict[str, list[Row]], record: Record, number: int, finding: Finding, entities: set[str]
) -> None:
    doc_id = record.doc_id
    sentence, review = finding.sentence, finding.review
    mentions = [getattr(finding, role) for role in ROLES]
    tables["findings"].append(
        (
            doc_id,
            *_of_finding(finding_row(finding, record, groups=False)),
            *((review.by, review.date, review.note) if review is not None else _NO_REVIEW),
            number,
            sentence.start,
            sentence.end,
            *(offset for mention in mentions for offset in _offsets(mention)),
            *_offsets(finding.measure_span),
            *_offsets(finding.value_span),
            *_offsets(finding.unit_span),
            *_offsets(finding.ci),
            *_offsets(finding.p),
            *_offsets(finding.test),
        )
    )
    tables["finding_groups"] += [
        (
            doc_id, finding.id, place, group.label, group.value, group.text, group.unit, group.n,
            _fitting(group.events), _fitting(group.total), group.spread, group.spread_kind,
            group.spread_low, group.spread_high, group.start, group.end,
        )
        for place, group in enumerate(finding.groups, 1)
    ]  # fmt: skip
    tables["finding_checks"] += [
        (doc_id, finding.id, place, check.code, check.ok, check.detail)
        for place, check in enumerate(finding.checks, 1)
    ]
    tables["finding_entities"] += [
        (doc_id, finding.id, role, entity)
        for role, mention in zip(ROLES, mentions, strict=True)
        for entity in _named(mention, entities)
    ]
    tables["finding_cues"] += [
        (doc_id, finding.id, place, cue.text, cue.start, cue.end) for place, cue in enumerate(finding.cues, 1)
    ]


def _offsets(span: Any) -> tuple[int | None, int | None]:
    return (span.start, span.end) if span is not None else _NO_SPAN


def _named(mention: Mention | None, entities: set[str]) -> list[str]:
    """Return the mention's entities that the document has, each once."""
    if mention is None or not mention.entities:
        return []
    return [entity for entity in dict.fromkeys(mention.entities) if entity in entities]


def _fitting(value: Any) -> Any:
    """Return ``value``, None in place of a whole number that no database holds; the text around it keeps it."""
    return None if isinstance(value, int) and abs(value) > _LARGEST else value


def _unique(doc_id: str, what: str, ids: list[str]) -> set[str]:
    known = set(ids)
    if len(known) < len(ids):
        again = next(identity for identity in ids if ids.count(identity) > 1)
        raise EvistatError("E015", where=doc_id, reason=f"two {what} have the id {again!r}")
    return known
