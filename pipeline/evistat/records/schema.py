"""The record format: pydantic models, their JSON Schema's single source.

Offsets are Unicode code points into the record's ``text``, half-open. Field order is the output's order.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1.1.0"

SectionLabel = Literal[
    "TITLE",
    "BACKGROUND",
    "OBJECTIVE",
    "METHODS",
    "RESULTS",
    "CONCLUSIONS",
    "DISCUSSION",
    "TABLE",
    "CAPTION",
    "OTHER",
]
Kind = Literal["comparison", "association", "estimate", "test", "statement"]
MeasureCode = Literal[
    "OR", "RR", "HR", "IRR", "PR", "GMR", "RATIO", "MD", "RD", "SMD", "PCT", "NNT", "R", "R2", "BETA", "PROP", "RATE",
    "MEAN", "MEDIAN", "AUC", "SENS", "SPEC", "PPV", "NPV", "LR", "ACC", "KAPPA", "ICC", "VE", "OTHER",
]  # fmt: skip
Direction = Literal["increase", "decrease", "no_difference"]
POp = Literal["=", "<", ">", "<=", ">=", "ns"]
Decision = Literal["accepted", "rejected", "edited"]
PKind = Literal["interaction", "trend", "heterogeneity", "noninferiority"]
Offset = Annotated[int, Field(ge=0)]


class Model(BaseModel):
    """Base of all parts: unknown fields are errors, values are final."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(Model):
    """A stretch of the document's text: ``text[start:end]`` is ``text``."""

    text: str
    start: Offset
    end: Offset


class Source(Model):
    """Where the document came from."""

    path: str
    member: str | None
    format: str
    index: Offset
    sha256: str


class Section(Model):
    """A labelled part of the text; ``heading`` as printed, None where the text prints none."""

    label: SectionLabel
    heading: str | None
    start: Offset
    end: Offset


class Sentence(Model):
    """A sentence's offsets."""

    start: Offset
    end: Offset


class Abbreviation(Model):
    """A short form and the long form that the text defines it by."""

    short: Span
    long: Span


class StudyNumber(Span):
    """A count of participants, with the words that print it."""

    value: int


class Study(Model):
    """Facts of the whole study."""

    design: str | None
    registrations: list[Span]
    n_randomised: StudyNumber | None
    n_analysed: StudyNumber | None


class Concept(Model):
    """An entity's identifier in a vocabulary (reserved for linking)."""

    id: str
    name: str


class Entity(Model):
    """A named entity; ``id`` counts within the document."""

    id: str
    text: str
    label: str
    start: Offset
    end: Offset
    negated: bool
    hedged: bool
    concept: Concept | None


class Mention(Span):
    """A named thing of a finding: verbatim, the long form where the text defines it, the entities it overlaps."""

    long_form: str | None
    entities: list[str]


class Interval(Model):
    """A confidence or credible interval; an unreached bound is null with its text."""

    level: float | None
    lower: float | None
    upper: float | None
    lower_text: str | None
    upper_text: str | None
    start: Offset
    end: Offset
    type: Literal["confidence", "credible"]


class PValue(Span):
    """A p-value as printed; ``op`` is ``ns`` with a null value for "not significant"."""

    op: POp
    value: float | None


class Group(Model):
    """One arm's, group's or time's value, in order of mention."""

    value: float
    text: str
    unit: str | None
    label: str | None
    n: str | None
    events: int | None
    total: int | None
    spread: str | None
    spread_kind: Literal["sd", "se", "iqr", "range", "ci"] | None
    spread_low: float | None
    spread_high: float | None
    start: Offset
    end: Offset


class TestStatistic(Model):
    """A test statistic with its degrees of freedom."""

    __test__ = False  # pytest: not a test class

    name: str
    df: list[float]
    value: float
    start: Offset
    end: Offset


class Check(Model):
    """One consistency check; a failed one flags the finding, it never drops it."""

    code: str
    ok: bool
    detail: str | None


class Review(Model):
    """What a person decided about a finding; ``edited``: the fields corrected, with what had been read."""

    decision: Decision
    by: str
    date: str | None
    note: str | None
    edited: dict[str, Any]


def _is_absent(value: object) -> bool:
    return value is None


class Finding(Model):
    """One reported statistical result about one outcome."""

    id: str
    kind: Kind
    section: SectionLabel
    sentence: Sentence
    quote: Span
    outcome: Mention | None
    predictor: Mention | None
    intervention: Mention | None
    comparator: Mention | None
    population: Mention | None
    timepoint: Mention | None
    measure: MeasureCode | None
    measure_span: Span | None
    adjusted: bool | None
    value: float | None
    value_span: Span | None
    unit: str | None
    unit_span: Span | None
    ci: Interval | None
    p: PValue | None
    p_kind: PKind | None
    groups: list[Group]
    test: TestStatistic | None
    direction: Direction | None
    significant: bool | None
    hedged: bool
    negated: bool
    checks: list[Check]
    repeats: str | None
    rule: str
    cues: list[Span]
    # Of a finding nobody looked at the field is left out: reviews came with 1.1.0.
    review: Review | None = Field(default=None, exclude_if=_is_absent)


class Warning(Model):
    """Something the reader of a record should know; among them the statistics no finding uses, and why."""

    code: str
    message: str
    start: Offset | None
    end: Offset | None


class Pipeline(Model):
    """What made the record."""

    name: str
    version: str
    model: str
    model_version: str


class Record(Model):
    """One document with everything found in it: one line of the output."""

    schema_version: str
    doc_id: str
    source: Source
    title: str | None
    metadata: dict[str, Any]
    text: str
    sections: list[Section]
    sentences: list[Sentence]
    abbreviations: list[Abbreviation]
    study: Study | None
    entities: list[Entity]
    findings: list[Finding]
    warnings: list[Warning]
    pipeline: Pipeline
