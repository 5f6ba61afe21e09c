"""What extraction makes: a Finding and its parts, as frozen data (the record format's fields, before validation)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A stretch of the document: ``text[start:end]`` of the document is ``text``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A named thing (outcome, arm, predictor …): verbatim text, its long form, ids of the entities it overlaps."""

    text: str
    start: int
    end: int
    long_form: str | None = None
    entities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PValue:
    """A p-value: ``op`` one of = < > <= >= ns; ``kind`` of test (interaction, trend …) where it is named."""

    op: str
    value: float | None
    text: str
    start: int
    end: int
    kind: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence or credible interval; ``level`` in per cent; a bound not reached is None with its text."""

    level: float | None
    lower: float | None
    upper: float | None
    lower_text: str | None
    upper_text: str | None
    start: int
    end: int
    type: str = "confidence"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One arm's value: number, unit, label, counts and spread as printed (spread bounds as numbers)."""

    value: float
    text: str
    start: int
    end: int
    unit: str | None = None
    label: str | None = None
    n: str | None = None
    events: int | None = None
    total: int | None = None
    spread: str | None = None
    spread_kind: str | None = None
    spread_low: float | None = None
    spread_high: float | None = None
    label_start: int | None = None
    label_end: int | None = None


@dataclass(frozen=True, slots=True)
class TestStatistic:
    """A test statistic: t, F, chi2, z, U, W, Q with its degrees of freedom."""

    name: str
    df: tuple[float, ...]
    value: float
    start: int
    end: int

    __test__ = False  # pytest: not a test class


@dataclass(frozen=True, slots=True)
class RowNames:
    """The places of what a table's row and columns name; None where they don't."""

    outcome: tuple[int, int] | None = None
    predictor: tuple[int, int] | None = None
    intervention: tuple[int, int] | None = None
    comparator: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The statistics of one result, put together, before it is known what they are about.

    ``start``/``end`` span the numbers (the quote); ``sentence`` indexes the context's sentences; ``rule`` names what
    put them together. ``shared`` is "both" or "all" where one p-value is printed for several outcomes, which then
    become a finding each. ``listed``: its position in a printed list of p-values and that list's length. ``row``: it was
    read from a row of a table, which names what it is about.
    """

    start: int
    end: int
    sentence: int
    rule: str
    measure: str | None = None
    measure_span: TextSpan | None = None
    adjusted: bool | None = None
    value: float | None = None
    value_span: TextSpan | None = None
    unit: str | None = None
    unit_span: TextSpan | None = None
    ci: Interval | None = None
    p: PValue | None = None
    groups: tuple[Group, ...] = ()
    test: TestStatistic | None = None
    shared: str | None = None
    listed: tuple[int, int] | None = None
    row: RowNames | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One consistency check of a finding's numbers; ``detail`` names the numbers that disagree."""

    code: str
    ok: bool
    detail: str | None = None
