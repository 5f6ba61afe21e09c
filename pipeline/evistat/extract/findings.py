"""Context → findings: results with what they are about, what they say, and the checks of their numbers.

This is extraction as a whole: ``assemble`` puts the statistics together, ``outcomes`` says what they are about,
``direction`` what they say, ``statements`` adds the claims without statistics, ``checks`` recomputes.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from evistat.extract.arms import arms_once
from evistat.extract.assemble import find_results
from evistat.extract.checks import check_result
from evistat.extract.context import Context
from evistat.extract.counted import counted_change
from evistat.extract.direction import Judgement, judge_direction
from evistat.extract.echoes import RULE as ECHO
from evistat.extract.echoes import Said, echoed_direction
from evistat.extract.finding import Group, Interval, Mention, Result, TestStatistic, TextSpan
from evistat.extract.leftovers import Leftover
from evistat.extract.outcomes import Prepare, Subjects, describe_subjects
from evistat.extract.own_intervals import intervals_by_place, overlap_fully
from evistat.extract.repeats import mark_repeats
from evistat.extract.roles import Scales
from evistat.extract.shared_subjects import one_per_subject
from evistat.extract.statements import Statement, find_statements

Finding = dict[str, Any]

_TABLE = "TABLE"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a finding was made from: its numbers, what they are about, what they say; each names its rule."""

    result: Result
    about: Subjects
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a document gave: findings as plain data in the record's shape, and the statistics none of them uses.

    ``origins`` are the findings' own, one by one: records don't carry them, ``evistat explain`` shows them.
    """

    findings: list[Finding]
    leftovers: list[Leftover]
    origins: list[Origin | Statement]


def find_findings(context: Context, prepare: Prepare = Scales) -> Extraction:
    """Return the findings of a document in order of their place; ``prepare`` as in ``describe_subjects``."""
    arms = arms_once(context)
    results, leftovers = _outside_tables(context, *find_results(context, arms))
    subjects = describe_subjects(context, results, prepare, arms)
    by_sentence: dict[int, list[Result]] = defaultdict(list)
    for result in results:
        by_sentence[result.sentence].append(result)
    origins = [
        _origin(context, result, each)
        for result, about in zip(results, subjects, strict=True)
        for each in one_per_subject(context, result, about, by_sentence)
    ]
    statements = _untested(find_statements(context, results, arms), origins)
    origins = _with_echoes(_with_overlaps(origins, results), statements)
    made: list[tuple[Finding, Origin | Statement]] = [(_finding(context, one), one) for one in origins]
    made += [(_statement(context, one), one) for one in statements]
    # Of what begins at one place the widest comes first: a comparison before the estimates it is made of.
    made.sort(key=lambda pair: (pair[0]["quote"]["start"], -pair[0]["quote"]["end"]))
    findings = mark_repeats(_with_ids(context.doc_id, [finding for finding, _ in made]))
    return Extraction(findings, leftovers, [origin for _, origin in made])


def _untested(statements: Sequence[Statement], origins: Sequence[Origin]) -> list[Statement]:
    """Return the claims of which no finding with numbers says the same of the same outcome."""
    tested = {
        (one.about.outcome.start, one.judgement.direction) for one in origins if one.about.outcome is not None
    }
    return [
        one for one in statements if one.outcome is None or (one.outcome.start, one.direction) not in tested
    ]


def _outside_tables(
    context: Context, results: list[Result], leftovers: list[Leftover]
) -> tuple[list[Result], list[Leftover]]:
    """Return results and leftovers, those in tables as leftovers: what a cell means stands in its row and column."""
    if not any(section.label == _TABLE for section in context.sections):
        return results, leftovers
    kept = [result for result in results if context.section_at(result.start) != _TABLE]
    in_tables = [
        (result.start, result.end) for result in results if context.section_at(result.start) == _TABLE
    ]
    in_tables += [(left.start, left.end) for left in leftovers if context.section_at(left.start) == _TABLE]
    others = [left for left in leftovers if context.section_at(left.start) != _TABLE]
    unread = [Leftover(start, end, "table") for start, end in dict.fromkeys(in_tables)]
    return kept, sorted((*others, *unread), key=lambda left: (left.start, left.end))


_SINGLE = frozenset(
    {
        "PROP",
        "RATE",
        "MEAN",
        "MEDIAN",
        "AUC",
        "SENS",
        "SPEC",
        "PPV",
        "NPV",
        "LR",
        "ACC",
        "KAPPA",
        "ICC",
        "OTHER",
    }
)
_RELATIONS = frozenset({"R", "R2", "BETA"})


def _kind(result: Result, about: Subjects) -> str:
    """Return the kind of a finding: what is printed decides, then what it is about."""
    if result.value is None and result.ci is None and not result.groups:
        return "test"
    if len(result.groups) > 1 and about.predictor is None:
        return "comparison"
    if result.measure in _SINGLE and len(result.groups) < 2:
        return "estimate"
    if result.measure in _RELATIONS or about.predictor is not None:
        return "association"
    if result.measure is None and len(result.groups) < 2:
        return "estimate"
    return "comparison"


def _origin(context: Context, result: Result, about: Subjects) -> Origin:
    """Say what a result is about and says; a test of how an effect varies compares no arms, has no direction."""
    if about.outcome is not None:
        outcome = counted_change(context, about.outcome, result.sentence)
        about = replace(about, outcome=outcome) if outcome is not about.outcome else about
    judgement = judge_direction(context, result, about)
    if result.p is not None and result.p.kind in {"interaction", "heterogeneity"} and result.value is None:
        about = replace(about, intervention=None, comparator=None)
        judgement = replace(judgement, direction=None)
    return Origin(result, about, judgement)


def _with_overlaps(origins: list[Origin], results: Sequence[Result]) -> list[Origin]:
    """Call differences that only the values show not significant where the groups' own intervals overlap fully."""
    intervals = intervals_by_place(results)
    if not intervals:
        return origins
    return [
        replace(origin, judgement=replace(origin.judgement, significant=False))
        if origin.judgement.rule == "direction.groups"
        and origin.judgement.significant is None
        and overlap_fully(origin.result, intervals)
        else origin
        for origin in origins
    ]


def _with_echoes(origins: list[Origin], statements: Sequence[Statement]) -> list[Origin]:
    """Give differences without a direction the one said of the same outcome beside them."""
    undirected = [at for at, one in enumerate(origins) if one.judgement.rule == "direction.undirected"]
    if not undirected:
        return origins
    said = [_said(one) for one in origins]
    settled = list(origins)
    for at in undirected:
        origin = origins[at]
        kind = origin.result.p.kind if origin.result.p is not None else None
        if origin.judgement.significant is not True or origin.about.predictor is not None or kind is not None:
            continue
        direction = echoed_direction(said[at], (*said, *statements))
        if direction is not None:
            judgement = replace(origin.judgement, direction=direction, rule=ECHO)
            settled[at] = replace(origin, judgement=judgement)
    return settled


def _said(origin: Origin) -> Said:
    about = origin.about
    direction = origin.judgement.direction if about.predictor is None else None
    return Said(origin.result.sentence, about.outcome, about.intervention, about.comparator, direction)


def _span(span: TextSpan | None) -> dict[str, Any] | None:
    return {"text": span.text, "start": span.start, "end": span.end} if span is not None else None


def _mention(mention: Mention | None) -> dict[str, Any] | None:
    if mention is None:
        return None
    return {
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "long_form": mention.long_form,
        "entities": list(mention.entities),
    }


_GROUP = tuple(one.name for one in fields(Group) if one.name not in {"label_start", "label_end"})
_INTERVAL = tuple(one.name for one in fields(Interval) if one.name != "rule")
_TEST = tuple(one.name for one in fields(TestStatistic))


def _finding(context: Context, origin: Origin) -> Finding:
    result, about, judgement = origin.result, origin.about, origin.judgement
    cues = sorted({*judgement.cues, *about.cues}, key=lambda cue: (cue.start, cue.end))
    start, end = context.sentences[result.sentence]
    p = result.p
    ci = result.ci
    test = result.test
    return {
        "id": "",
        "kind": _kind(result, about),
        "section": context.section_at(result.start),
        "sentence": {"start": start, "end": max(end, result.end)},
        "quote": {"text": context.text[result.start : result.end], "start": result.start, "end": result.end},
        **_about(about),
        "measure": result.measure,
        "measure_span": _span(result.measure_span),
        "adjusted": result.adjusted,
        "value": result.value,
        "value_span": _span(result.value_span),
        "unit": result.unit,
        "unit_span": _span(result.unit_span),
        "ci": {name: getattr(ci, name) for name in _INTERVAL} if ci else None,
        "p": {"text": p.text, "start": p.start, "end": p.end, "op": p.op, "value": p.value} if p else None,
        "p_kind": p.kind if p else None,
        "groups": [{name: getattr(group, name) for name in _GROUP} for group in result.groups],
        "test": {name: getattr(test, name) for name in _TEST} | {"df": list(test.df)} if test else None,
        "direction": judgement.direction,
        "significant": judgement.significant,
        "hedged": judgement.hedged,
        "negated": judgement.negated,
        "checks": [
            {"code": check.code, "ok": check.ok, "detail": check.detail} for check in check_result(result)
        ],
        "repeats": None,
        "rule": result.rule,
        "cues": [_span(cue) for cue in cues],
    }


def _about(described: Subjects | Statement) -> dict[str, Any]:
    return {
        name: _mention(getattr(described, name, None))
        for name in ("outcome", "predictor", "intervention", "comparator", "population", "timepoint")
    }


def _statement(context: Context, statement: Statement) -> Finding:
    start, end = context.sentences[statement.sentence]
    return {
        "id": "",
        "kind": "statement",
        "section": context.section_at(statement.clause.start),
        "sentence": {"start": start, "end": end},
        "quote": _span(statement.clause),
        **_about(statement),
        **dict.fromkeys(
            (
                "measure",
                "measure_span",
                "adjusted",
                "value",
                "value_span",
                "unit",
                "unit_span",
                "ci",
                "p",
                "p_kind",
            )
        ),
        "groups": [],
        "test": None,
        "direction": statement.direction,
        "significant": statement.significant,
        "hedged": statement.hedged,
        "negated": statement.negated,
        "checks": [],
        "repeats": None,
        "rule": statement.rule,
        "cues": [_span(cue) for cue in statement.cues],
    }


def _with_ids(doc_id: str, findings: Sequence[Finding]) -> list[Finding]:
    """Give each finding an id made of the document's id, its spans and its measure, the same on every run."""
    seen: dict[str, int] = {}
    named = []
    for finding in findings:
        spans = [
            (place["start"], place["end"])
            for place in (
                finding["quote"],
                finding["outcome"],
                finding["value_span"],
                finding["ci"],
                finding["p"],
            )
            if place
        ]
        basis = json.dumps([doc_id, finding["kind"], spans, finding["measure"]])
        digest = hashlib.sha256(basis.encode()).hexdigest()[:12]
        seen[digest] = seen.get(digest, 0) + 1
        if seen[digest] > 1:
            digest = f"{digest}-{seen[digest]}"
        named.append(finding | {"id": digest})
    return named
