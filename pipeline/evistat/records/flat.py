"""Record → one flat row a finding: the columns of every table that evistat makes, in one order.

A column's name, kind and meaning stand here and nowhere else; exports, reports and documentation take them
from ``COLUMNS``. Names stay: a column may be added, never renamed. What isn't there is None.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from evistat.records.pooling import effect_of
from evistat.records.schema import Finding, Group, Mention, Record
from evistat.records.study_label import first_author, study_label, year_of

ColumnKind = Literal["text", "integer", "number", "boolean"]
Value = str | int | float | bool | None
Row = dict[str, Value]
BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the flat table; ``told`` is its line in the documentation."""

    name: str
    kind: ColumnKind
    told: str


_OfDocument = tuple[Column, Callable[[Record], Value]]
_OfFinding = tuple[Column, Callable[[Finding, Record], Value]]


def rows(record: Record) -> Iterator[Row]:
    """Yield the row of each finding, its values in the order of ``COLUMNS``."""
    document = document_row(record)
    for finding in record.findings:
        yield {**document, **finding_row(finding, record)}


def finding_row(finding: Finding, record: Record, *, groups: bool = True) -> Row:
    """Return the columns about the finding; without ``groups``, none of the single groups' ones."""
    row: Row = {column.name: read(finding, record) for column, read in (_FINDING if groups else _NO_GROUPS)}
    row.update(_effect(finding))
    return row


def document_row(record: Record) -> Row:
    """Return the columns about the document, which all its findings share."""
    return {column.name: read(record) for column, read in _DOCUMENT}


# -- of the document -----------------------------------------------------------------------------------------


def plain(value: Any) -> str | None:
    """Return a metadata field as one text: lists joined, objects as JSON; None where it says nothing."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return BETWEEN.join(part for part in map(plain, value) if part is not None) or None
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _metadata(name: str, told: str) -> _OfDocument:
    return Column(name, "text", told), lambda record: plain(record.metadata.get(name))


_DOCUMENT: tuple[_OfDocument, ...] = (
    (Column("doc_id", "text", "id of the document"), lambda record: record.doc_id),
    (Column("study", "text", "first author and year, else the document's id"), study_label),
    (Column("title", "text", "title of the document"), lambda record: record.title),
    _metadata("pmid", "PubMed id"),
    _metadata("pmcid", "PubMed Central id"),
    _metadata("doi", "DOI"),
    _metadata("journal", "journal"),
    (Column("year", "integer", "year of publication"), lambda record: year_of(record.metadata.get("year"))),
    _metadata("authors", "authors, between semicolons"),
    (
        Column("first_author", "text", "family name of the first author"),
        lambda record: first_author(record.metadata.get("authors")),
    ),
    _metadata("publication_types", "publication types, between semicolons"),
    _metadata("language", "language"),
    (
        Column("design", "text", "design of the study"),
        lambda record: record.study.design if record.study else None,
    ),
    (
        Column("registrations", "text", "numbers in registries, between semicolons"),
        lambda record: (
            BETWEEN.join(span.text for span in record.study.registrations) or None if record.study else None
        ),
    ),
    (
        Column("n_randomised", "integer", "people randomised in the study"),
        lambda record: (
            record.study.n_randomised.value if record.study and record.study.n_randomised else None
        ),
    ),
    (
        Column("n_analysed", "integer", "people analysed in the study"),
        lambda record: record.study.n_analysed.value if record.study and record.study.n_analysed else None,
    ),
    (Column("source_path", "text", "file the document was read from"), lambda record: record.source.path),
    (Column("source_member", "text", "its place in an archive"), lambda record: record.source.member),
)


# -- of the finding ------------------------------------------------------------------------------------------


def _mention(name: str, told: str) -> tuple[_OfFinding, _OfFinding]:
    """Return the two columns of a mention: as printed, and the long form of an abbreviation."""

    def mention(finding: Finding) -> Mention | None:
        found: Mention | None = getattr(finding, name)
        return found

    def printed(finding: Finding, _: Record) -> Value:
        found = mention(finding)
        return found.text if found else None

    def long_form(finding: Finding, _: Record) -> Value:
        found = mention(finding)
        return found.long_form if found else None

    return (
        (Column(name, "text", f"{told}, as printed"), printed),
        (
            Column(f"{name}_long", "text", f"what the text defines the {name} as, where it abbreviates it"),
            long_form,
        ),
    )


def _group(number: int) -> Iterator[_OfFinding]:
    """Yield the columns of the finding's group ``number``, counted from 1 in order of mention."""

    def column(name: str, kind: ColumnKind, told: str, read: Callable[[Group], Value]) -> _OfFinding:
        def read_group(finding: Finding, _: Record) -> Value:
            return read(finding.groups[number - 1]) if len(finding.groups) >= number else None

        return Column(
            f"group{number}_{name}", kind, f"group {number} in order of mention: {told}"
        ), read_group

    yield column("label", "text", "its label", lambda group: group.label)
    yield column("value", "number", "its value", lambda group: group.value)
    yield column("text", "text", "its value as printed", lambda group: group.text)
    yield column("unit", "text", "unit of the value", lambda group: group.unit)
    yield column("n", "text", "its size as printed", lambda group: group.n)
    yield column("events", "integer", "people with the event", lambda group: group.events)
    yield column("total", "integer", "people in all", lambda group: group.total)
    yield column("spread", "text", "spread as printed", lambda group: group.spread)
    yield column("spread_kind", "text", "sd, se, iqr, range or ci", lambda group: group.spread_kind)
    yield column("spread_low", "number", "lower end of the spread", lambda group: group.spread_low)
    yield column("spread_high", "number", "upper end of the spread", lambda group: group.spread_high)


def _groups_text(finding: Finding, _: Record) -> str | None:
    parts = (f"{group.label}: {group.text}" if group.label else group.text for group in finding.groups)
    return BETWEEN.join(parts) or None


def _degrees(finding: Finding, _: Record) -> str | None:
    return BETWEEN.join(f"{df:.15g}" for df in finding.test.df) or None if finding.test else None


def _failed(finding: Finding, _: Record) -> str | None:
    return BETWEEN.join(check.code for check in finding.checks if not check.ok) or None


def _failed_details(finding: Finding, _: Record) -> str | None:
    return BETWEEN.join(check.detail for check in finding.checks if not check.ok and check.detail) or None


_FINDING: tuple[_OfFinding, ...] = (
    (Column("finding_id", "text", "id of the finding, the same from run to run"), lambda f, _: f.id),
    (Column("kind", "text", "comparison, association, estimate, test or statement"), lambda f, _: f.kind),
    (Column("section", "text", "section of the text it stands in"), lambda f, _: f.section),
    *_mention("outcome", "what was measured"),
    *_mention("predictor", "exposure, risk factor or marker of an association"),
    *_mention("intervention", "intervention or first group"),
    *_mention("comparator", "what it is compared with"),
    *_mention("population", "subgroup"),
    *_mention("timepoint", "time of the result"),
    (Column("measure", "text", "code of the measure (see records.md)"), lambda f, _: f.measure),
    (
        Column("measure_text", "text", "the measure's name as printed"),
        lambda f, _: f.measure_span.text if f.measure_span else None,
    ),
    (Column("adjusted", "boolean", "whether the text calls the estimate adjusted"), lambda f, _: f.adjusted),
    (Column("value", "number", "the estimate"), lambda f, _: f.value),
    (
        Column("value_text", "text", "the estimate as printed"),
        lambda f, _: f.value_span.text if f.value_span else None,
    ),
    (Column("unit", "text", "its unit as printed"), lambda f, _: f.unit),
    (Column("ci_lower", "number", "lower bound of the interval"), lambda f, _: f.ci.lower if f.ci else None),
    (Column("ci_upper", "number", "upper bound of the interval"), lambda f, _: f.ci.upper if f.ci else None),
    (
        Column("ci_lower_text", "text", "lower bound as printed"),
        lambda f, _: f.ci.lower_text if f.ci else None,
    ),
    (
        Column("ci_upper_text", "text", "upper bound as printed"),
        lambda f, _: f.ci.upper_text if f.ci else None,
    ),
    (
        Column("ci_level", "number", "level of the interval in per cent, as printed or carried on"),
        lambda f, _: f.ci.level if f.ci else None,
    ),
    (Column("ci_type", "text", "confidence or credible"), lambda f, _: f.ci.type if f.ci else None),
    (
        Column("p_op", "text", "relation of the p-value: = < > <= >= or ns"),
        lambda f, _: f.p.op if f.p else None,
    ),
    (
        Column("p_value", "number", "the p-value, or the bound it is printed with"),
        lambda f, _: f.p.value if f.p else None,
    ),
    (Column("p_text", "text", "the p-value as printed"), lambda f, _: f.p.text if f.p else None),
    (
        Column(
            "p_kind", "text", "interaction, trend, heterogeneity or noninferiority; empty for the usual test"
        ),
        lambda f, _: f.p_kind,
    ),
    (Column("groups", "text", "values of all groups as printed, in order of mention"), _groups_text),
    *_group(1),
    *_group(2),
    (
        Column("test_name", "text", "test statistic: t, F, chi2, z, U, W, Q"),
        lambda f, _: f.test.name if f.test else None,
    ),
    (Column("test_df", "text", "its degrees of freedom"), _degrees),
    (Column("test_value", "number", "its value"), lambda f, _: f.test.value if f.test else None),
    (
        Column("direction", "text", "increase, decrease or no_difference of the outcome"),
        lambda f, _: f.direction,
    ),
    (
        Column("significant", "boolean", "as stated, else from p, else from the interval"),
        lambda f, _: f.significant,
    ),
    (Column("hedged", "boolean", "whether the sentence hedges the claim"), lambda f, _: f.hedged),
    (Column("negated", "boolean", "whether the sentence denies the claim"), lambda f, _: f.negated),
    (Column("checks_failed", "text", "codes of failed checks"), _failed),
    (Column("checks_detail", "text", "what failed checks found"), _failed_details),
    (
        Column("repeats", "text", "id of the earlier finding that states the same result"),
        lambda f, _: f.repeats,
    ),
    (
        Column("review", "text", "what a person decided: accepted, rejected or edited"),
        lambda f, _: f.review.decision if f.review else None,
    ),
    (Column("rule", "text", "rules that read the numbers"), lambda f, _: f.rule),
    (Column("quote", "text", "stretch of the text that holds the numbers"), lambda f, _: f.quote.text),
    (Column("quote_start", "integer", "its start in the text, in code points"), lambda f, _: f.quote.start),
    (Column("quote_end", "integer", "its end in the text"), lambda f, _: f.quote.end),
    (
        Column("sentence", "text", "the sentence it stands in"),
        lambda f, record: record.text[f.sentence.start : f.sentence.end],
    ),
)

_NO_GROUPS = tuple(entry for entry in _FINDING if not entry[0].name.startswith(("group1_", "group2_")))

# Empty where the finding carries no standard error: see records/pooling.py for when it does.
_EFFECT = (
    Column(
        "scale", "text", "scale of the next two columns: log, identity, logit, fisher_z or log_complement"
    ),
    Column("yi", "number", "the estimate on that scale"),
    Column("sei", "number", "its standard error, from the interval"),
)


def _effect(finding: Finding) -> Row:
    effect = effect_of(finding)
    return {
        "scale": effect.scale if effect else None,
        "yi": effect.yi if effect else None,
        "sei": effect.sei if effect else None,
    }


COLUMNS: tuple[Column, ...] = (
    *(column for column, _ in _DOCUMENT),
    *(column for column, _ in _FINDING),
    *_EFFECT,
)
