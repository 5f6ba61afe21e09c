"""Every rule: described in one line, shown by examples and look-alikes, and each of these read as it says."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from evistat.extract import findings as extraction
from evistat.extract.context import Context, SectionSpan
from evistat.extract.findings import Extraction, find_findings
from evistat.extract.frames import RULES
from evistat.extract.outcomes import Prepare
from evistat.extract.plain import decimal_points
from evistat.extract.roles import RULE as WEIGHED
from evistat.extract.roles import RulesAlone, Scales
from evistat.extract.statements import Statement
from evistat.extract.tests import _NAMES
from evistat.inspect.rules import DENIED, kinds, rule_ids, rules, what_matches
from evistat.read.typography import fold
from evistat.tokenise.sentences import find_sentences

FILES = ("statistics", "statements", "outcomes", "direction", "rules")
EXTRACT = Path(extraction.__file__).parent
ROOT = Path(__file__).parents[2]
MARK = re.compile(r"</?result>")
ID = re.compile(r"(?:p|ci|effect|groups|statement|subject|direction)\.[a-z][a-z_-]+")


@cache
def cases(name: str) -> list[dict[str, Any]]:
    lines = (ROOT / "tests" / "cases" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def extraction_of(text: str, prepare: Prepare = RulesAlone) -> Extraction:
    folded = fold(text)
    return find_findings(
        Context(
            text=text,
            folded=decimal_points(folded),
            sentences=tuple(find_sentences(text, folded, [])),
            sections=(SectionSpan("RESULTS", 0, len(text)),),
        ),
        prepare,
    )


def rules_used(found: Extraction) -> set[str]:
    """Return the ids of all rules that took part in the findings, those that records don't carry among them."""
    ids: set[str] = set()
    for finding, origin in zip(found.findings, found.origins, strict=True):
        ids.update(rule_ids(finding["rule"]))
        if not isinstance(origin, Statement):
            ids |= {origin.about.rule, origin.judgement.rule}
            ids |= {part.rule for part in (origin.result.p, origin.result.ci) if part is not None}
            if origin.result.test is not None:
                ids.add(f"test.{origin.result.test.name}")
    return ids - {""}


def unmarked(marked: str) -> tuple[str, set[str]]:
    """Return a text without its marks and the stretches that they enclose."""
    return MARK.sub("", marked), set(re.findall(r"<result>(.*?)</result>", marked))


def ids_in_code() -> Iterator[tuple[str, str]]:
    """Yield the ids of rules that the code can give, each with its module."""
    for source in sorted(EXTRACT.glob("*.py")):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value):
                yield node.value, source.stem
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id == "as_code" and isinstance(node, ast.Call):
                assert isinstance(node.args[1], ast.Constant)
                yield str(node.args[1].value), source.stem
    yield from ((f"subject.{rule.__name__}", rule.__module__.rsplit(".", 1)[-1]) for rule in RULES)
    yield from ((f"test.{name}", "tests") for name in _NAMES)
    yield DENIED, "statements"


def test_rules_of_the_code_and_of_the_lexicon_are_the_same() -> None:
    described = rules()
    assert {rule for rule, _ in ids_in_code()} == set(described)
    assert {(rule.id, rule.module) for rule in described.values()} <= set(ids_in_code())
    assert {rule.prefix for rule in described.values()} == {kind.prefix for kind in kinds()}


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_rule_has_a_line_an_example_and_a_look_alike(rule: Any) -> None:
    assert 10 < len(rule.matches) < 160
    assert "\n" not in rule.matches
    every = [case for name in FILES for case in cases(name)]
    assert any(rule.id in rule_ids(case.get("rule", "")) for case in every), "no example"
    assert any(case.get("not") == rule.id for case in every), "no look-alike"


@pytest.mark.parametrize("case", cases("rules"), ids=lambda case: f"{case.get('rule') or case['not']}")
def test_example(case: dict[str, Any]) -> None:
    text, marked = unmarked(case["text"])
    weighed = WEIGHED in (case.get("rule"), case.get("not"))
    found = extraction_of(text, Scales if weighed else RulesAlone)
    used = rules_used(found)
    assert {finding["quote"]["text"] for finding in found.findings} == marked
    assert {case[key] for key in ("rule", "instead") if key in case} <= used
    assert case.get("not") not in used
    for finding in found.findings:
        if "outcome" in case:
            assert finding["outcome"]["text"] == case["outcome"]
        if "direction" in case:
            assert finding["direction"] == case["direction"]


def test_examples_name_rules_that_there_are() -> None:
    for name in FILES:
        for case in cases(name):
            named = {*rule_ids(case.get("rule", "")), case.get("not"), case.get("instead")}
            assert named - {None, "none"} <= set(rules()), case["text"]


def test_rules_in_golden_records_are_described() -> None:
    printed = {
        rule
        for path in (ROOT / "tests" / "golden" / "records").iterdir()
        for rule in re.findall(r'"rule": ?"([^"]+)"', path.read_text("utf-8"))
    }
    assert len(printed) > 10
    assert {rule for joined in printed for rule in rule_ids(joined)} <= set(rules())


def test_joined_ids_come_apart() -> None:
    assert rule_ids("groups.versus+effect.interval+unit") == ["groups.versus", "effect.interval", "unit"]
    assert rule_ids("statement.state.denied") == ["statement.state", DENIED]
    assert rule_ids("") == []
    assert "doesn't have" in what_matches("effect.of_another_version")
