"""Direction and significance of results, from marked sentences."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.extract.context import Context
from evistat.extract.cues import read_sentence
from evistat.extract.direction import judge_direction
from evistat.extract.finding import Group, Interval, Mention, PValue, Result, RowNames
from evistat.extract.polarity import improvement_sign, is_duration, is_earlier, outcome_polarity
from evistat.lexicons import lexicon
from evistat.read.typography import fold

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "direction.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
_TAG = re.compile(r"<(/?)(outcome2?|predictor|intervention|comparator|result)>")


@dataclass(frozen=True, slots=True)
class Marked:
    """What a marked sentence names."""

    outcome: Mention | None = None
    predictor: Mention | None = None
    intervention: Mention | None = None
    comparator: Mention | None = None


def unmark(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return the text without its tags and where each tag's words stand in it."""
    text, spans, opened, last = "", {}, {}, 0
    for match in _TAG.finditer(marked):
        text += marked[last : match.start()]
        last = match.end()
        if match[1]:
            spans[match[2]] = (opened.pop(match[2]), len(text))
        else:
            opened[match[2]] = len(text)
    assert not opened
    return text + marked[last:], spans


def build(case: dict[str, Any]) -> tuple[Context, Result, Marked]:
    """Return context, result and subjects of a case."""
    text, spans = unmark(case["text"])
    if "outcome2" in spans:  # a second outcome, which the result belongs to
        spans["outcome"] = spans.pop("outcome2")
    sentences = []
    begin = 0
    for match in re.finditer(r"\. (?=[A-Z])", text):
        sentences.append((begin, match.start() + 1))
        begin = match.end()
    sentences.append((begin, len(text)))
    context = Context(text=text, folded=fold(text), sentences=tuple(sentences))
    start, end = spans.pop("result")
    p = case.get("p")
    ci = case.get("ci")
    result = Result(
        start,
        end,
        context.sentence_at(start),
        "case",
        measure=case.get("measure"),
        value=case.get("value"),
        p=PValue(p[0], p[1], "", start, end, case.get("kind")) if p else None,
        ci=Interval(95.0, ci[0], ci[1], None, None, start, end) if ci else None,
        groups=tuple(
            Group(float(value), str(value), max(start, text.find(str(value), start, end)), end, label=label)
            for value, label in zip_longest(case.get("groups", ()), case.get("labels", ()))
        ),
    )
    mentions = {name: Mention(text[a:b], a, b) for name, (a, b) in spans.items()}
    return context, result, Marked(**mentions)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_direction_cases(case: dict[str, Any]) -> None:
    context, result, subjects = build(case)
    judgement = judge_direction(context, result, subjects)
    assert (judgement.direction, judgement.significant) == (case["direction"], case["significant"])
    assert judgement.rule == case["rule"]
    for cue in judgement.cues:
        assert context.text[cue.start : cue.end] == cue.text


def test_every_rule_has_a_case() -> None:
    source = (Path(__file__).parents[2] / "pipeline" / "evistat" / "extract" / "direction.py").read_text(
        "utf-8"
    )
    rules = set(re.findall(r'"(direction\.[a-z-]+)"', source))
    assert rules == {case["rule"] for case in CASES}


@pytest.mark.parametrize("entry", lexicon("directions")["cue"], ids=lambda entry: entry["id"])
def test_lexicon_examples_hold_their_cue(entry: dict[str, Any]) -> None:
    found = {cue.id for cue in read_sentence(fold(entry["example"])).cues}
    assert entry["id"] in found


@pytest.mark.parametrize(
    ("outcome", "sign"),
    [
        ("pain", -1), ("pain relief", 1), ("overall survival", 1), ("disease-free survival", 1), ("quality of life", 1),
        ("depression scores", -1), ("time to healing", -1), ("time to progression", 1), ("weight loss", 1), ("bone loss", -1),
        ("LDL cholesterol", -1), ("HDL cholesterol", 1), ("GLARE-12", 0), ("gastritis", -1),
    ],
)  # fmt: skip
def test_polarity(outcome: str, sign: int) -> None:
    assert outcome_polarity(outcome) == sign


def test_improvement_of_unknown_things() -> None:
    assert improvement_sign("leaf colour") == 1
    assert improvement_sign("Glare Rating Scale") == 0
    assert improvement_sign("GLARE") == 0


def test_durations_and_earlier_times() -> None:
    assert is_duration("time to first relapse")
    assert not is_duration("death from any cause")
    assert is_earlier("baseline")
    assert is_earlier("pre-treatment values")
    assert not is_earlier("placebo")


def test_judging_many_results_of_one_long_sentence_takes_linear_time() -> None:
    def seconds(count: int) -> float:
        unit = "pain fell (p = 0.03), "
        text = unit * count
        context = Context(text=text, folded=text, sentences=((0, len(text)),))
        start = time.process_time()
        for number in range(count):
            at = number * len(unit) + 11
            result = Result(at, at + 8, 0, "case", p=PValue("=", 0.03, "", at, at + 8))
            judge_direction(context, result, Marked())
        return time.process_time() - start

    seconds(20)
    small, large = seconds(150), seconds(1_200)
    assert large < 8 * 4 * max(small, 0.005)


@given(st.text(alphabet="abc not more less than was reduced increased (),.;[]0.5 similar", max_size=120))
def test_reading_never_raises_and_slices_back(text: str) -> None:
    reading = read_sentence(text)
    for word in reading.words:
        assert text[word.start : word.end].lower() == word.text
    for cue in reading.cues:
        assert 0 <= cue.start < cue.end <= len(text)
        assert cue.negator is None or cue.negator < cue.first


@given(
    st.text(alphabet="abc not more less than was reduced (),.;[]", min_size=3, max_size=80),
    st.data(),
)
def test_judgement_never_raises(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    context = Context(text=text, folded=text, sentences=((0, len(text)),))
    result = Result(start, end, 0, "case", p=PValue("=", 0.2, "", start, end))
    judgement = judge_direction(context, result, Marked(outcome=Mention(text[:2], 0, 2)))
    assert judgement.direction in {"increase", "decrease", "no_difference", None}
    assert judgement.significant is False


def test_a_tables_row_is_judged_by_its_numbers_alone() -> None:
    text = "Fewer drops. Lamp Rest Sleep 6.1 ± 1.0 5.2 ± 1.1 Worry 4.0 ± 1.0 4.0 ± 0.9"
    sides = [Mention(text[at : at + 4], at, at + 4) for at in (text.index("Lamp"), text.index("Rest"))]
    context = Context(text=text, folded=text, sentences=((0, len(text)),))
    judged = []
    for first, second in (("6.1", "5.2"), ("4.0", "4.0")):
        at = text.index(first)
        groups = tuple(
            Group(
                value=float(printed),
                text=printed,
                start=at,
                end=at + 3,
                label=side.text,
                label_start=side.start,
                label_end=side.end,
            )
            for printed, side in zip((first, second), sides, strict=True)
        )
        result = Result(at, at + 20, 0, "groups.table_row", groups=groups, row=RowNames(None))
        judged.append(judge_direction(context, result, Marked(None, None, sides[0], sides[1])))
    assert [(one.direction, one.cues) for one in judged] == [("increase", ()), ("no_difference", ())]
