"""A record → why each of its findings is as it is: the rules and the words that made it, the numbers checked.

Records name the rules that read the numbers. The others (what a result is about, its direction) are found by reading
the record's text again; where that gives another finding than the record holds, the explanation says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from evistat.extract.cues import read_sentence
from evistat.extract.finding import Result
from evistat.extract.findings import Origin
from evistat.extract.outcomes import Subjects
from evistat.extract.significance import interval_verdict, p_verdict
from evistat.inspect.rules import rule_ids, rules, what_matches
from evistat.inspect.words import check_words, interval_words, p_words
from evistat.lexicons import lexicon
from evistat.read.typography import fold
from evistat.records.reread import Reread, reread
from evistat.records.schema import Finding, Record

LEFTOVER = "W010"
# What a person may change, or what isn't read from the text.
_NOT_READ = frozenset({"id", "review", "repeats"})
# A measure named further away is not shown with its number.
_NEAR = 30
_MENTIONS = ("outcome", "predictor", "intervention", "comparator", "population", "timepoint")


@dataclass(frozen=True, slots=True)
class Step:
    """A rule that took part, what it matches, and what it read where that is a stretch of the text."""

    rule: str
    matches: str
    text: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class CueWords:
    """Words that decided, their place and what they say; ``says`` is empty where the words alone don't tell."""

    text: str
    start: int
    end: int
    says: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A check of the numbers, passed or not, with the numbers."""

    code: str
    ok: bool
    numbers: str


@dataclass(frozen=True, slots=True)
class Leftover:
    """A statistic that no finding uses, its place and what is told of it."""

    text: str
    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a finding is as it is.

    ``about`` and ``direction`` are None for a statement, whose one rule gives everything, and for what can't be read
    again. ``differs``: the fields that this version of evistat reads differently, corrected ones left out.
    """

    number: int
    finding: Finding
    statistics: tuple[Step, ...]
    about: Step | None
    direction: Step | None
    significance: str
    cues: tuple[CueWords, ...]
    checks: tuple[Checked, ...]
    is_read_again: bool
    differs: tuple[str, ...]


def explain(record: Record) -> list[Explanation]:
    """Return the explanation of every finding of a record, in order.

    They are numbered as in the whole document, also where the record holds only some of its findings.
    """
    again = {one.finding.id: (number, one) for number, one in enumerate(reread(record), 1)}
    return [
        _explanation(record, finding, *again.get(finding.id, (number, None)))
        for number, finding in enumerate(record.findings, 1)
    ]


def _explanation(record: Record, finding: Finding, number: int, again: Reread | None) -> Explanation:
    origin = again.origin if again is not None else None
    made = origin if isinstance(origin, Origin) else None
    return Explanation(
        number=number,
        finding=finding,
        statistics=tuple(_statistics(record, finding, made.result if made else None)),
        about=_about(made.about) if made else None,
        direction=_step(made.judgement.rule) if made else None,
        significance=_significance(finding, made.result if made else None),
        cues=tuple(CueWords(cue.text, cue.start, cue.end, _said(cue.text)) for cue in finding.cues),
        checks=tuple(
            Checked(one.code, one.ok, one.detail or check_words(one.code, finding)) for one in finding.checks
        ),
        is_read_again=again is not None,
        differs=tuple(_differences(finding, again.finding)) if again is not None else (),
    )


def _about(about: Subjects) -> Step:
    """Say what gave the outcome, and of weights what told for it."""
    step = _step(about.rule, "no clause says what it is about")
    return replace(step, matches=f"{step.matches}; {about.weighed}") if about.weighed else step


def _step(rule: str, otherwise: str = "") -> Step:
    return Step(rule, what_matches(rule) if rule else otherwise)


def _statistics(record: Record, finding: Finding, result: Result | None) -> Iterator[Step]:
    """Yield the rules that read the numbers, with what each read: those of the record, then those joined to them."""
    names = dict.fromkeys(rule_ids(finding.rule))
    if result is not None:
        joined = (
            result.ci.rule if result.ci else None,
            result.p.rule if result.p else None,
            f"test.{result.test.name}" if result.test else None,
        )
        names |= dict.fromkeys(name for name in joined if name)
    for name in names:
        place = _place(name, finding, record.text)
        yield Step(name, what_matches(name), record.text[slice(*place)], *place) if place else _step(name)


def _place(rule: str, finding: Finding, text: str) -> tuple[int, int] | None:
    """Return the stretch that a rule read, by the rule's kind."""
    known = rules().get(rule)
    kind = known.prefix if known is not None else rule.partition(".")[0]
    if kind == "effect" and finding.value_span is not None:
        value, name, unit = finding.value_span, finding.measure_span, finding.unit_span
        near = [span for span in (name, unit) if span and -_NEAR < value.start - span.end < _NEAR]
        spans = [value, *near]
        return min(span.start for span in spans), max(span.end for span in spans)
    if kind in ("effect", "ci") and finding.ci is not None:
        return finding.ci.start, finding.ci.end
    if kind == "groups" and finding.groups:
        return _place_of_groups(finding, text)
    part = {"p": finding.p, "test": finding.test}.get(kind)
    return (part.start, part.end) if part is not None else None


def _place_of_groups(finding: Finding, text: str) -> tuple[int, int]:
    """Return where the groups' values stand, with the counts before the first and the unit after the last."""
    first, last = finding.groups[0], finding.groups[-1]
    parts = (finding.measure_span, finding.value_span, finding.ci, finding.p, finding.test)
    leads = not any(part is not None and part.start < first.start for part in parts)
    unit = last.unit or ""
    after = last.end + (text[last.end : last.end + 1] == " ")
    return (
        finding.quote.start if leads else first.start,
        after + len(unit) if unit and text.startswith(unit, after) else last.end,
    )


def _significance(finding: Finding, result: Result | None) -> str:
    """Say what made the finding significant or not: its p-value, its interval, else words."""
    if finding.significant is None:
        return "not said, and neither a p-value nor an interval shows it"
    if result is not None and p_verdict(result.p) is finding.significant:
        return f"by the p-value, {p_words(finding.p)}"
    if result is not None and interval_verdict(result.ci, result.measure, result.unit) is finding.significant:
        leaves = "leaves out" if finding.significant else "holds"
        return f"by the interval, {interval_words(finding.ci)}, which {leaves} the value of no effect"
    return "as the words say"


def _said(words: str) -> str:
    """Return what the words of a cue say by the lexicon of directions."""
    effects = lexicon("rules")["effects"]
    said = (
        ("denied: " if cue.negated else "") + effects[cue.effect]
        for cue in read_sentence(fold(words)).cues
        if cue.effect in effects
    )
    return ", ".join(dict.fromkeys(said))


def _differences(finding: Finding, again: Finding) -> Iterator[str]:
    """Yield the fields in which a finding read again is another; what a person corrected is no difference."""
    corrected = set(finding.review.edited) if finding.review is not None else set()
    if corrected:
        corrected.add("checks")
    for name in Finding.model_fields:
        if name not in _NOT_READ | corrected and getattr(finding, name) != getattr(again, name):
            yield name


def leftovers(record: Record) -> list[Leftover]:
    """Return the statistics of a record that no finding uses."""
    return [
        Leftover(record.text[warning.start : warning.end], warning.start, warning.end, warning.message)
        for warning in record.warnings
        if warning.code == LEFTOVER and warning.start is not None and warning.end is not None
    ]


def document_data(
    record: Record, explanations: Sequence[Explanation], left: Sequence[Leftover], *, version: str
) -> dict[str, Any]:
    """Return the explanations of a document as plain data, for machines; ``version`` is that of evistat."""
    return {
        "doc_id": record.doc_id,
        "title": record.title,
        "made_by": record.pipeline.version,
        "explained_by": version,
        "findings": [_finding_data(one) for one in explanations],
        "leftovers": [asdict(one) for one in left],
    }


def _finding_data(explanation: Explanation) -> dict[str, Any]:
    finding = explanation.finding
    return {
        "id": finding.id,
        "number": explanation.number,
        "kind": finding.kind,
        "section": finding.section,
        "sentence": finding.sentence.model_dump(),
        "quote": finding.quote.model_dump(),
        "statistics": [asdict(step) for step in explanation.statistics],
        "about": {
            "rule": explanation.about.rule if explanation.about else None,
            "matches": explanation.about.matches if explanation.about else None,
            **{
                name: mention.model_dump() if (mention := getattr(finding, name)) else None
                for name in _MENTIONS
            },
        },
        "direction": {
            "rule": explanation.direction.rule if explanation.direction else None,
            "matches": explanation.direction.matches if explanation.direction else None,
            "direction": finding.direction,
        },
        "significance": {"significant": finding.significant, "because": explanation.significance},
        "hedged": finding.hedged,
        "negated": finding.negated,
        "cues": [asdict(cue) for cue in explanation.cues],
        "checks": [asdict(check) for check in explanation.checks],
        "repeats": finding.repeats,
        "is_read_again": explanation.is_read_again,
        "differs": list(explanation.differs),
    }
