"""Records and a reader's decisions → records whose findings carry them, corrected where the reader said so.

What a correction replaces is kept in the finding's ``review.edited``: applying decisions to a file that carries
some already begins with what was read, so the same decisions give the same records.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from evistat.errors import EvistatError, message
from evistat.extract import finding as extracted
from evistat.extract.checks import check_result
from evistat.extract.numbers import parse_number, parse_scientific
from evistat.read.typography import fold
from evistat.records.decisions import MENTIONS, EditedMention, EditedP, Edits, Printed, ReviewDecision
from evistat.records.schema import Finding, Record, Review

Key = tuple[str, str]


@dataclass(slots=True)
class Applied:
    """What became of the decisions: counts, those whose finding is gone, and corrections that don't fit."""

    decided: Counter[str] = field(default_factory=Counter)
    gone: list[ReviewDecision] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    overridden: int = 0


def latest(decisions: Iterable[ReviewDecision]) -> tuple[dict[Key, ReviewDecision], int]:
    """Return each finding's last decision, and how many earlier ones it overrides."""
    last: dict[Key, ReviewDecision] = {}
    overridden = 0
    for decision in decisions:
        key = (decision.doc_id, decision.finding)
        overridden += key in last
        last[key] = decision
    return last, overridden


def apply_decisions(
    records: Iterable[Record],
    decisions: Mapping[Key, ReviewDecision],
    applied: Applied,
    *,
    by: str | None = None,
    date: str | None = None,
) -> Iterator[Record]:
    """Yield all records, those decided about with their reviews; ``applied`` is told as it goes.

    ``by`` and ``date`` stand for decisions that name none. What is found out only at the end (decisions whose
    finding is gone) is in ``applied`` once all records were taken.
    """
    for decision in decisions.values():
        if not (decision.by or by):
            raise EvistatError("E102", doc_id=decision.doc_id, finding=decision.finding)
    left = dict(decisions)
    documents = {doc_id for doc_id, _ in decisions}
    for record in records:
        if record.doc_id not in documents:
            yield record
            continue
        findings = []
        for finding in record.findings:
            key = (record.doc_id, finding.id)
            if key not in decisions:
                findings.append(finding)
                continue
            left.pop(key, None)
            findings.append(_decided(record, finding, decisions[key], applied, by=by, date=date))
        yield record.model_copy(update={"findings": findings})
    applied.gone = list(left.values())


def _decided(
    record: Record,
    finding: Finding,
    decision: ReviewDecision,
    applied: Applied,
    *,
    by: str | None,
    date: str | None,
) -> Finding:
    """Return the finding with its decision; a correction that doesn't fit leaves it as it was, and is told."""
    read = as_read(finding)
    try:
        edited = _edited(record, read, decision.edits) if decision.edits else read
    except _MisfitError as misfit:
        applied.problems.append(
            message("E104", doc_id=record.doc_id, finding=finding.id, field=misfit.field, words=misfit.words)
        )
        return finding
    before, after = read.model_dump(), edited.model_dump()
    review = Review(
        decision=decision.decision,
        by=decision.by or by or "",
        date=decision.date or date,
        note=decision.note,
        edited={name: value for name, value in before.items() if after[name] != value},
    )
    applied.decided[decision.decision] += 1
    return edited.model_copy(update={"review": review})


def as_read(finding: Finding) -> Finding:
    """Return the finding as it was before anybody decided about it."""
    if finding.review is None:
        return finding
    return Finding.model_validate(finding.model_dump(exclude={"review"}) | finding.review.edited)


# -- corrections -----------------------------------------------------------------------------------------------


class _MisfitError(Exception):
    """A correction that the text or the field doesn't allow."""

    def __init__(self, field: str, words: object) -> None:
        super().__init__(field)
        self.field = field
        self.words = words


def _edited(record: Record, finding: Finding, edits: Edits) -> Finding:
    """Return the finding with its corrected fields, its checks made anew."""
    changed: dict[str, Any] = {}
    for name in edits.model_fields_set:
        value = getattr(edits, name)
        if name in MENTIONS:
            changed[name] = _mention(record, finding, name, value) if value is not None else None
        elif name == "value":
            changed |= _value(record, finding, value)
        elif name == "p":
            changed["p"] = _p(record, finding, value) if value is not None else None
        elif name not in ("lower", "upper"):
            changed[name] = value
    if edits.model_fields_set & {"lower", "upper"}:
        changed["ci"] = _interval(record, finding, edits)
    edited = Finding.model_validate(finding.model_dump() | changed)
    checks = [{"code": c.code, "ok": c.ok, "detail": c.detail} for c in check_result(_result(edited))]
    return Finding.model_validate(edited.model_dump() | {"checks": checks})


def _mention(record: Record, finding: Finding, name: str, edited: EditedMention) -> dict[str, Any]:
    """Return the words with their place in the text: the one given, else the nearest to the finding."""
    text = edited.text
    start = edited.start
    if start is None or _spaced(record.text[start : start + len(text)]) != _spaced(text):
        start = _place(record.text, text, finding)
    if start is None:
        raise _MisfitError(name, text)
    end = start + len(text)
    long_forms = {pair.short.text: pair.long.text for pair in record.abbreviations}
    return {
        "text": record.text[start:end],
        "start": start,
        "end": end,
        "long_form": long_forms.get(text),
        "entities": [entity.id for entity in record.entities if entity.start < end and entity.end > start],
    }


def _spaced(words: str) -> str:
    """Return words with every white space a plain one, as a page's field has them."""
    return re.sub(r"\s", " ", words)


def _place(text: str, words: str, finding: Finding) -> int | None:
    """Return where ``words`` stand: in the finding's sentence if they do, else nearest to it; None if nowhere.

    White space in the words stands for any in the text of the same length; case counts only if that finds them.
    """
    pattern = re.escape(_spaced(words)).replace(r"\ ", r"\s")
    for flags in (0, re.IGNORECASE):
        found = [match.start() for match in re.finditer(pattern, text, flags)]
        if found:
            low, high = finding.sentence.start, finding.sentence.end
            return min(found, key=lambda at: (max(low - at, at - high, 0), abs(at - finding.quote.start)))
    return None


def _number(field: str, printed: Printed) -> float:
    value: float | None = None
    if not isinstance(printed, str):
        value = printed
    else:
        folded = fold(printed)
        with suppress(ValueError):
            scientific = parse_scientific(folded)
            value = scientific if scientific is not None else parse_number(folded)
    if value is None or not math.isfinite(value):
        raise _MisfitError(field, printed)
    return value


def _span(text: str, printed: Printed, finding: Finding) -> dict[str, Any] | None:
    """Return where a number is printed in the finding's sentence, nearest to its quote; None where it isn't."""
    words = printed.strip() if isinstance(printed, str) else f"{printed:g}"
    sentence = fold(text[finding.sentence.start : finding.sentence.end])
    found = re.finditer(rf"(?<![\w.,]){re.escape(fold(words))}(?![\w]|[.,]\d)", sentence)
    starts = [finding.sentence.start + match.start() for match in found]
    if not starts or not words:
        return None
    start = min(starts, key=lambda at: abs(at - finding.quote.start))
    return {"text": text[start : start + len(words)], "start": start, "end": start + len(words)}


def _value(record: Record, finding: Finding, value: Printed | None) -> dict[str, Any]:
    if value is None:
        return {"value": None, "value_span": None}
    return {"value": _number("value", value), "value_span": _span(record.text, value, finding)}


def _interval(record: Record, finding: Finding, edits: Edits) -> dict[str, Any] | None:
    """Return the interval with its corrected bounds; one without any bound is none."""
    ci = finding.ci
    whole: dict[str, Any] = (
        ci.model_dump()
        if ci is not None
        else dict.fromkeys(("level", "lower", "upper", "lower_text", "upper_text"))
        | {"start": finding.quote.start, "end": finding.quote.end, "type": "confidence"}
    )
    places = []
    for name in ("lower", "upper"):
        if name not in edits.model_fields_set:
            continue
        printed: Printed | None = getattr(edits, name)
        span = _span(record.text, printed, finding) if printed is not None else None
        whole[name] = _number(name, printed) if printed is not None else None
        whole[f"{name}_text"] = span["text"] if span else None
        places += [span] if span else []
    if whole["lower"] is None and whole["upper"] is None:
        return None
    if ci is None and len(places) == 2:
        whole["start"], whole["end"] = places[0]["start"], places[1]["end"]
    return whole


def _p(record: Record, finding: Finding, edited: EditedP) -> dict[str, Any]:
    """Return the p-value with the words it is printed with: the old ones, else the number, else the quote."""
    value = _number("p", edited.value) if edited.value is not None else None
    if (value is None) != (edited.op == "ns") or (value is not None and not 0 <= value <= 1):
        raise _MisfitError("p", edited.value)
    if finding.p is not None:
        words: dict[str, Any] | None = finding.p.model_dump(include={"text", "start", "end"})
    else:
        words = _span(record.text, edited.value, finding) if edited.value is not None else None
    return (words or finding.quote.model_dump()) | {"op": edited.op, "value": value}


def _result(finding: Finding) -> extracted.Result:
    """Return the finding's numbers as extraction has them, for the checks."""

    def part(name: str, kind: type, /, **more: Any) -> Any:
        value = getattr(finding, name)
        return kind(**value.model_dump() | more) if value is not None else None

    return extracted.Result(
        start=finding.quote.start,
        end=finding.quote.end,
        sentence=0,
        rule=finding.rule,
        measure=finding.measure,
        measure_span=part("measure_span", extracted.TextSpan),
        adjusted=finding.adjusted,
        value=finding.value,
        value_span=part("value_span", extracted.TextSpan),
        unit=finding.unit,
        unit_span=part("unit_span", extracted.TextSpan),
        ci=part("ci", extracted.Interval),
        p=part("p", extracted.PValue, kind=finding.p_kind),
        groups=tuple(extracted.Group(**group.model_dump()) for group in finding.groups),
        test=part("test", extracted.TestStatistic, df=tuple(finding.test.df)) if finding.test else None,
    )
