"""The rules' descriptions and the tests' cases → docs/rules.md."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from evistat.inspect.rules import Kind, Rule, kinds, rule_ids, rules

_CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"
_FILES = ("statistics", "statements", "outcomes", "direction", "rules")
_SHOWN = 3
_FACTS = ("outcome", "predictor", "intervention", "comparator", "population", "timepoint", "direction")
_RESULT = re.compile(r"</?result>")
_OTHER_MARK = re.compile(r"</?(?:outcome2?|predictor|intervention|comparator)>")
_MARKUP = re.compile(r"([\\`*_\[\]|~])")
_HEAD = """\
# Rules

<!-- written by scripts/generated.py from pipeline/evistat/lexicons/rules.toml and tests/cases: edit those -->

Every finding of a record carries in `rule` the ids of the rules that read its numbers, joined by `+`:
`groups.versus+effect.interval+unit` is a comparison of groups with an estimate that stands before its interval, and whose
measure its unit gave away.

```sh
evistat explain records.jsonl --doc ID              # every finding of a document
evistat explain records.jsonl --checks failed       # those whose numbers disagree, of all documents
evistat explain article.txt --finding 2             # of an article, read and annotated now
```

[`evistat explain`](cli.md#evistat-explain) says of a finding which rules made it, those that records don't carry among
them, and what each read; where its outcome and arms stand; what decided direction and significance, and by which words;
what each check compared; and which statistics of the document are in no finding, and why. `--json` gives the same to
machines. A record's text is read again for it: one that another version of evistat made may be read differently, and the
explanation says so.

Each rule is shown by examples (✓), its numbers in bold, and by look-alikes that it must leave alone (✗); the tests run
all of them. Rules about what a result is of and which way it went are shown by what they gave. Look-alikes may be
findings of another rule, whose numbers are bold then.

The examples show what rules read. Whether a result's outcome, exposure and sides stay what a rule chose is decided by
weights ([models/README.md](../models/README.md)); where they choose another outcome, the rule is `subject.weighed`.
"""


def rules_text() -> str:
    """Return docs/rules.md."""
    return _HEAD + "".join(line + "\n" for kind in kinds() for line in _kind(kind))


def _kind(kind: Kind) -> Iterator[str]:
    yield from ("", f"## {kind.title}", "", kind.about)
    for rule in rules().values():
        if rule.prefix == kind.prefix:
            yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    printed = f".{rule.id}" if rule.prefix == "statement" and "." not in rule.id else rule.id
    yield from ("", f"### `{printed}`", "")
    yield f"{_escaped(rule.matches[0].upper() + rule.matches[1:])}. Read in `extract/{rule.module}.py`."
    yield ""
    positive = (case for case in _cases() if rule.id in rule_ids(case.get("rule", "")))
    negative = (case for case in _cases() if case.get("not") == rule.id)
    for sign, cases in (("✓", positive), ("✗", negative)):
        for case in islice(cases, _SHOWN):
            told = _told(case)
            yield f"- {sign} {_marked(case['text'])}" + (f" → {told}" if told else "")


@cache
def _cases() -> tuple[dict[str, Any], ...]:
    lines = (line for name in _FILES for line in (_CASES / f"{name}.jsonl").read_text("utf-8").splitlines())
    return tuple(json.loads(line) for line in lines)


def _told(case: dict[str, Any]) -> str:
    """Return what a case expects beyond its numbers: an outcome, a direction, the rule that reads it instead."""
    if "instead" in case:
        return f"`{case['instead']}`"
    if "statements" in case:
        return "; ".join(_facts(one) for one in case["statements"])
    if "subjects" in case:
        return "; ".join(_facts(one) for one in case["subjects"])
    return _facts(case)


def _facts(case: dict[str, Any]) -> str:
    """Return what is named of one finding: *outcome* wound pain, *direction* decrease."""
    named = {name: case[name] for name in _FACTS if case.get(name) or (name == "direction" and name in case)}
    return ", ".join(
        f"*{name}* {_escaped((words or 'none').replace('_', ' '))}" for name, words in named.items()
    )


def _marked(text: str) -> str:
    """Return a case's text for Markdown, the numbers of its results in bold, other marks left out."""
    parts = _RESULT.split(_OTHER_MARK.sub("", text))
    return "".join(
        f"**{_escaped(part)}**" if number % 2 else _escaped(part) for number, part in enumerate(parts)
    )


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", html.escape(text, quote=False))
