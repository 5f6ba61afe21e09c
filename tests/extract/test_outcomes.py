"""What results are about, from marked sentences; properties of every mention."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evistat.extract.context import Context, EntitySpan, SectionSpan, ShortForm
from evistat.extract.finding import PValue, Result, TextSpan
from evistat.extract.outcomes import Subjects, describe_subjects
from evistat.extract.reading import components
from evistat.extract.roles import RulesAlone
from evistat.read.typography import fold
from evistat.tokenise.sections import find_sections
from evistat.tokenise.sentences import find_sentences

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "outcomes.jsonl").read_text("utf-8").splitlines()
]
_TAG = re.compile(r"</?result>")
FIELDS = ("outcome", "predictor", "intervention", "comparator", "population", "timepoint")


def _context(text: str, **more: Any) -> Context:
    folded = fold(text)
    sections = find_sections(text)
    return Context(
        text=text,
        folded=folded,
        sentences=tuple(find_sentences(text, folded, sections)),
        sections=tuple(SectionSpan(one.label, one.body_start, one.end) for one in sections),
        **more,
    )


def _marked(case: dict[str, Any]) -> tuple[Context, list[Result]]:
    """Turn a sentence with <result> marks into a context and one result a mark."""
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    start = position = length = 0
    for tag in _TAG.finditer(case["text"]):
        piece = case["text"][position : tag.start()]
        plain.append(piece)
        length += len(piece)
        if tag[0] == "<result>":
            start = length
        else:
            spans.append((start, length))
        position = tag.end()
    text = "".join(plain) + case["text"][position:]
    context = _context(text)
    measures = case.get("measures") or [None] * len(spans)
    return context, [_result(context, span, measure) for span, measure in zip(spans, measures, strict=True)]


def _result(context: Context, span: tuple[int, int], measure: str | None = None) -> Result:
    start, end = span
    printed = context.text[start:end]
    p = PValue("=", 0.01, printed, start, end) if measure is None else None
    value = TextSpan(printed, start, end) if measure is not None else None
    return Result(
        start=start,
        end=end,
        sentence=context.sentence_at(start),
        rule="test",
        measure=measure,
        value=1.0 if measure is not None else None,
        value_span=value,
        p=p,
    )


def _texts(subjects: Subjects) -> dict[str, str | None]:
    return {name: (getattr(subjects, name).text if getattr(subjects, name) else None) for name in FIELDS}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case: dict[str, Any]) -> None:
    context, results = _marked(case)
    described = describe_subjects(context, results, RulesAlone)
    found = [_texts(one) for one in described]
    for have, want in zip(found, case["subjects"], strict=True):
        assert {name: have[name] for name in want} == want


@pytest.mark.parametrize("rule", sorted({case["rule"] for case in CASES if "why" not in case}))
def test_rule_has_a_case(rule: str) -> None:
    given_rules = {
        one.rule
        for case in CASES
        if case["rule"] == rule
        for one in describe_subjects(*_marked(case), RulesAlone)
    }
    assert rule in given_rules


def test_abbreviation_and_entities_are_linked() -> None:
    text = "Forced expiratory volume (FEV1) was measured. FEV1 rose in swimmers (P = 0.02)."
    place = text.rindex("FEV1")
    context = _context(
        text,
        abbreviations=(ShortForm("FEV1", "Forced expiratory volume", 26, 30, 0, 24),),
        entities=(EntitySpan("e7", "GENE", place, place + 4),),
    )
    described = describe_subjects(
        context, [_result(context, (text.index("P ="), text.index(").")))], RulesAlone
    )
    outcome = described[0].outcome
    assert outcome is not None
    assert (outcome.text, outcome.long_form, outcome.entities) == (
        "FEV1",
        "Forced expiratory volume",
        ("e7",),
    )


def test_nothing_of_nothing() -> None:
    assert describe_subjects(_context(""), []) == []


_LOOSE = (
    "pain was were higher lower in than the group control placebo and , ; ( ) P 0.05 reduced with who associated no "
    "difference between of women at 12 weeks - % vs compared to risk factors for age. Results: that which 3.4 ["
)
_WORDS = st.sampled_from(sorted(set(_LOOSE.split())))


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=40), st.data())
def test_mentions_slice_back(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    context = _context(text)
    if not context.sentences or not text.strip():
        return
    spans = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(text) - 1), st.integers(1, 8)).map(
                lambda pair: (pair[0], min(len(text), pair[0] + pair[1]))
            ),
            max_size=4,
        )
    )
    results = [_result(context, span, None) for span in sorted(spans)]
    described = describe_subjects(context, results)
    assert len(described) == len(results)
    for one in described:
        for name in FIELDS:
            mention = getattr(one, name)
            assert mention is None or context.text[mention.start : mention.end] == mention.text != ""


def test_components_come_in_order() -> None:
    context = _context("Pain fell (P = 0.02).")
    assert components(_result(context, (11, 19))) == [(11, 19)]


def test_time_is_linear() -> None:
    def seconds(times: int) -> float:
        text = "Wound pain was lower in the gel group than in the gauze group (P = 0.02). " * times
        context = _context(text)
        results = [
            _result(context, (match.start(), match.end())) for match in re.finditer(r"P = 0\.02", text)
        ]
        start = time.process_time()
        describe_subjects(context, results)
        return time.process_time() - start

    seconds(20)
    assert seconds(800) < 16 * max(seconds(100), 0.005)
