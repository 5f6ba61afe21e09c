"""Statements: clauses that claim a direction with no statistic."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.context import Context, SectionSpan
from evistat.extract.cues import read_sentence as read_cues
from evistat.extract.finding import Result
from evistat.extract.hedging import is_hedged, is_negated
from evistat.extract.statements import find_statements
from evistat.read.typography import fold

ROOT = Path(__file__).parents[2]
CASES = [
    json.loads(line)
    for line in (ROOT / "tests" / "cases" / "statements.jsonl").read_text(encoding="utf-8").splitlines()
]


def context_of(text: str, *, section: str = "RESULTS") -> Context:
    sentences = []
    begin = 0
    for match in re.finditer(r"\. (?=[A-Z])", text):
        sentences.append((begin, match.start() + 1))
        begin = match.end()
    sentences.append((begin, len(text)))
    return Context(
        text=text,
        folded=fold(text),
        sentences=tuple(sentences),
        sections=(SectionSpan(section, 0, len(text)),),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_statement_cases(case: dict[str, Any]) -> None:
    context = context_of(case["text"])
    found = find_statements(context, [])
    assert [
        {
            "outcome": statement.outcome.text,
            "direction": statement.direction,
            "intervention": statement.intervention.text if statement.intervention else None,
            "comparator": statement.comparator.text if statement.comparator else None,
        }
        for statement in found
    ] == case["statements"]
    for statement in found:
        assert case["rule"].removesuffix(".denied") in statement.rule or len({s.rule for s in found}) > 1
        for span in (statement.clause, statement.outcome, *statement.cues):
            assert context.text[span.start : span.end] == span.text


def test_every_rule_has_a_case() -> None:
    rules = set()
    for path in (ROOT / "pipeline" / "evistat" / "extract").glob("*.py"):
        rules |= set(re.findall(r'"(statement\.[a-z-]+)"', path.read_text("utf-8")))
    assert rules - {"statement.change-intransitive"} <= {case["rule"] for case in CASES}


def test_no_statement_in_a_clause_with_a_result() -> None:
    text = "Fever was lower in the early group (12% vs 18%), whereas cough did not differ."
    start = text.index("12%")
    result = Result(start, start + len("12% vs 18%"), 0, "case")
    assert [s.outcome.text for s in find_statements(context_of(text), [result])] == ["cough"]


@pytest.mark.parametrize("section", ["METHODS", "BACKGROUND", "OBJECTIVE", "TITLE"])
def test_only_sections_that_claim_results(section: str) -> None:
    text = "Fever was lower in the early group."
    assert find_statements(context_of(text, section=section), []) == []
    assert len(find_statements(context_of(text), [])) == 1


def test_background_in_the_present_tense_is_no_result() -> None:
    text = "Garlic lowers cholesterol."
    assert find_statements(context_of(text, section="OTHER"), []) == []
    assert [s.direction for s in find_statements(context_of(text, section="CONCLUSIONS"), [])] == ["decrease"]


def test_hedged_negated_and_significant() -> None:
    (hedged,) = find_statements(context_of("The capsules may reduce cholesterol.", section="CONCLUSIONS"), [])
    assert hedged.hedged
    assert not hedged.negated
    (negated,) = find_statements(context_of("The capsules did not reduce cholesterol."), [])
    assert negated.negated
    assert negated.significant is False
    (sure,) = find_statements(context_of("The capsules significantly reduced cholesterol."), [])
    assert sure.significant is True
    (trend,) = find_statements(context_of("Cholesterol tended to be lower in the garlic group."), [])
    assert (trend.direction, trend.significant) == ("decrease", False)


def test_hedges_and_negators() -> None:
    assert is_hedged("Naps might help.")
    assert not is_hedged("Naps helped.")
    assert is_negated("Naps did not help.")
    assert not is_negated("Naps not only helped.")


@pytest.mark.parametrize("unit", ["not higher ", "was reduced, ", "(lower) ", "no difference in a and b. "])
def test_time_grows_with_length(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        context = context_of(text)
        start = time.process_time()
        find_statements(context, [])
        read_cues(text)
        return time.process_time() - start

    seconds(100)
    # The least of three is what other work on the machine disturbs least; quadratic work takes 64 times as long.
    small, large = (min(seconds(count + run) for run in range(3)) for count in (1_000, 8_000))
    assert large < 8 * 4 * max(small, 0.005)


@given(
    st.text(alphabet="abc not more less than was were reduced groups (),.; in of and similar", max_size=150)
)
def test_statements_never_raise_and_slice_back(text: str) -> None:
    context = Context(text=text, folded=fold(text), sentences=((0, len(text)),))
    for statement in find_statements(context, []):
        assert context.text[statement.clause.start : statement.clause.end] == statement.clause.text
        assert context.text[statement.outcome.start : statement.outcome.end] == statement.outcome.text
        assert statement.direction in {"increase", "decrease", "no_difference"}
