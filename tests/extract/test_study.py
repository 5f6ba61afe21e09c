"""Facts of the whole study: cases by hand, any text, time."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.context import Context, SectionSpan
from evistat.extract.participants import StudyNumber
from evistat.extract.study import find_study
from evistat.read.typography import fold
from evistat.tokenise.sections import find_sections
from evistat.tokenise.sentences import find_sentences

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "study.jsonl").read_text("utf-8").splitlines()
]


def context_of(text: str) -> Context:
    folded, sections = fold(text), find_sections(text)
    return Context(
        text=text,
        folded=folded,
        sentences=tuple(find_sentences(text, folded, sections)),
        sections=tuple(SectionSpan(s.label, s.body_start, s.end) for s in sections),
    )


def printed(number: StudyNumber | None) -> list[Any] | None:
    return None if number is None else [number.value, number.text]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_cases(case: dict[str, Any]) -> None:
    facts = find_study(context_of(case["text"]))
    if case.get("nothing"):
        assert facts is None
        return
    if facts is None:
        assert not [key for key in ("design", "registrations", "randomised", "analysed") if case.get(key)]
        return
    found = {
        "design": facts.design,
        "registrations": [span.text for span in facts.registrations],
        "randomised": printed(facts.n_randomised),
        "analysed": printed(facts.n_analysed),
    }
    assert {key: found[key] for key in found if key in case} == {
        key: case[key] for key in found if key in case
    }


WORDS = st.sampled_from(
    [
        "Sixty ", "70 ", "1,204 ", "patients ", "women ", "were ", "randomly ", "randomised ", "assigned ",
        "to ", "walking ", "or ", "and ", "of ", "(n = 12) ", "Methods: ", "Results: ", "\n\n", ". ", "study ",
        "trial ", "cohort ", "rats ", "NCT01234567 ", "ISRCTN ", "hundred ", "analysed ", "in ",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map("".join)))
def test_spans_slice_back_in_any_text(text: str) -> None:
    facts = find_study(context_of(text))
    if facts is None:
        return
    spans = [*facts.registrations, facts.n_randomised, facts.n_analysed]
    for span in spans:
        if span is not None:
            assert text[span.start : span.end] == span.text
    for number in (facts.n_randomised, facts.n_analysed):
        assert number is None or number.value >= 2


@pytest.mark.parametrize(
    "piece",
    [
        "70 patients ",
        "study in ",
        "(n = 12) ",
        "randomised ",
        "NCT0123456 ",
        "Sixty ",
        "two hundred ",
        "of 12 ",
    ],
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        context = Context(text=text, folded=text, sentences=((0, len(text)),))
        start = time.process_time()
        find_study(context)
        return time.process_time() - start

    seconds(1_000)
    assert seconds(200_000) < 40 * max(seconds(20_000), 0.004)
