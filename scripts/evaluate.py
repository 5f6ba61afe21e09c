"""Gold findings and records → how many findings are right, field by field.

usage: evaluate.py GOLD RECORDS [--json] [--markdown] [--errors N] [--by-measure]

GOLD is a JSON list of ``{"id", "findings": [...]}`` in the shape of corpora/gold/gold.json (its fields stand in
corpora/README.md), RECORDS what ``evistat run`` writes for the same documents.

The findings of a document are paired one to one so that gold and records agree as much as they can. Findings
with no number at all (statements) have no gold and are left out.

F1, over all documents together:
  p          comparison and value of every p-value
  ci         both bounds of every interval
  effect     measure and value of every estimate
  groups     all values of a comparison, in order of mention
  stats      whole findings: p, ci, effect and groups all as in gold
  record     whole findings: the statistics, and the outcome as well
Accuracy, over the pairs:
  outcome    the same thing is named (see ``same_thing``)
  arms       so are intervention and comparator; crosswise counts where the direction is turned round too
  predictor  so is the predictor; a correlation's two sides may change places
  unit       the same unit, where the effect is the same
  direction  the same direction, or none in both
  level, p_kind, kind, section, significant    the same value, where gold has the field
Also ``spans``: the share of all spans in RECORDS whose offsets give their text. It must be 1.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

COMPONENTS = ("p", "ci", "effect", "groups")
SAME_VALUE = ("p_kind", "kind", "section", "significant")
SIDES = ("intervention", "comparator", "predictor")
CORRELATIONS = frozenset({"R", "R2"})
# Words that tell how a thing was measured, not what: "mean change in body weight" is body weight.
MANNER = frozenset(
    """a an the and or of in for to with by on at from as mean median average rate level score
    change increase decrease reduction improvement difference ratio number count proportion percentage frequency
    incidence prevalence concentration value serum plasma risk odds likelihood probability presence development
    occurrence patient participant""".split()  # noqa: SIM905
)
GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "μ": "mu", "ω": "omega"}
# What agreement is worth when findings are paired: an interval says more about which result it is than a p-value.
WORTH = {"p": 1.0, "ci": 2.0, "effect": 1.5, "groups": 1.5}
WORTH_OF_VALUE, WORTH_OF_OUTCOME, WORTH_OF_DIRECTION = 1.0, 0.75, 0.1
WORTH_OF_PLACE = 0.02  # of the same words quoted, of the same side named: between findings otherwise alike

Item = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """Hits among what gold and the records have."""

    hits: int = 0
    gold: int = 0
    found: int = 0

    def add(self, gold: Iterable[Any], found: Iterable[Any]) -> None:
        """Count two bags of things against each other."""
        expected, seen = Counter(gold), Counter(found)
        self.hits += (expected & seen).total()
        self.gold += expected.total()
        self.found += seen.total()

    def figures(self) -> dict[str, float]:
        """Return precision, recall, F1 and the counts."""
        both = self.gold + self.found
        return {
            "f1": _share(2 * self.hits, both),
            "precision": _share(self.hits, self.found),
            "recall": _share(self.hits, self.gold),
            "gold": self.gold,
            "found": self.found,
        }


@dataclass(slots=True)
class Share:
    """How many of those asked about are right."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count one."""
        self.right += right
        self.of += 1

    def figures(self) -> dict[str, float]:
        """Return the share and out of how many."""
        return {"accuracy": _share(self.right, self.of), "of": self.of}


@dataclass(slots=True)
class Score:
    """All that is counted, and the findings that are not wholly right."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    measures: dict[str, Tally] = field(default_factory=dict)
    wrong: list[tuple[str, Item | None, Item | None]] = field(default_factory=list)

    def tally(self, name: str) -> Tally:
        """Return a tally by its name."""
        return self.tallies.setdefault(name, Tally())

    def share(self, name: str) -> Share:
        """Return a share by its name."""
        return self.shares.setdefault(name, Share())

    def figures(self) -> dict[str, dict[str, float]]:
        """Return every figure by name."""
        counted: dict[str, Tally | Share] = {**self.tallies, **self.shares}
        return {name: one.figures() for name, one in counted.items()}


def main() -> None:
    """Score the records named on the command line."""
    parser = argparse.ArgumentParser(description="Score findings against gold.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--markdown", action="store_true", help="print a Markdown table")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show N findings that are not right"
    )
    parser.add_argument("--by-measure", action="store_true", help="also whole records for each measure")
    options = parser.parse_args()
    gold = json.loads(options.gold.read_text(encoding="utf-8"))
    score = evaluate(gold, _records(options.records))
    figures = score.figures()
    if options.by_measure:
        figures |= {f"  {name}": tally.figures() for name, tally in sorted(score.measures.items())}
    if options.json:
        print(json.dumps(figures))
    else:
        print("\n".join(_markdown(figures) if options.markdown else _lines(figures)))
    for doc_id, expected, found in score.wrong[: options.errors]:
        print(f"\n{doc_id}\n  gold   {_shown(expected)}\n  record {_shown(found)}")


def evaluate(gold: Sequence[Item], records: Iterable[Item]) -> Score:
    """Count the findings of ``records`` against ``gold``, document by document."""
    by_id: dict[str, Item] = {}
    for record in records:
        if record["doc_id"] in by_id:
            sys.exit(f"document {record['doc_id']} occurs twice")
        by_id[record["doc_id"]] = record
    score = Score()
    for name in (*COMPONENTS, "stats", "record"):
        score.tally(name)
    for document in gold:
        record = by_id.get(document["id"], {})
        _document(document, record, score)
    for record in by_id.values():
        for right in _spans_right(record, record.get("text", "")):
            score.share("spans").add(right)
    return score


def _document(document: Item, record: Item, score: Score) -> None:
    expected = [finding for finding in document["findings"] if any(statistics(finding))]
    found = [finding for finding in record.get("findings", ()) if any(statistics(finding))]
    shorts = {one["short"]["text"]: one["long"]["text"] for one in record.get("abbreviations", ())}
    for place, name in enumerate(COMPONENTS):
        score.tally(name).add(_bag(expected, place), _bag(found, place))
    for finding in expected:
        score.measures.setdefault(finding["measure"] or "none", Tally()).gold += 1
    for finding in found:
        score.measures.setdefault(finding["measure"] or "none", Tally()).found += 1
    for name in ("stats", "record"):
        score.tally(name).gold += len(expected)
        score.tally(name).found += len(found)
    pairs = pairs_of(expected, found, shorts)
    for first, second in pairs:
        _pair(document["id"], expected[first], found[second], shorts, score)
    missed = {*range(len(expected))} - {first for first, _ in pairs}
    extra = {*range(len(found))} - {second for _, second in pairs}
    score.wrong += [(document["id"], expected[place], None) for place in sorted(missed)]
    score.wrong += [(document["id"], None, found[place]) for place in sorted(extra)]


def _pair(doc_id: str, gold: Item, found: Item, shorts: Mapping[str, str], score: Score) -> None:
    same_stats = statistics(gold) == statistics(found)
    outcome = same_outcome(gold, found, shorts)
    score.tally("stats").hits += same_stats
    score.tally("record").hits += same_stats and outcome
    if same_stats and outcome:
        if gold["measure"] == found["measure"]:
            score.measures[gold["measure"] or "none"].hits += 1
    else:
        score.wrong.append((doc_id, gold, found))
    score.share("outcome").add(outcome)
    if any(_words(one.get(side)) for one in (gold, found) for side in ("intervention", "comparator")):
        score.share("arms").add(_same_arms(gold, found, shorts))
    if _words(gold.get("predictor")) or _words(found.get("predictor")):
        swapped = gold["measure"] in CORRELATIONS and outcome
        score.share("predictor").add(swapped or same_thing(gold["predictor"], found["predictor"], shorts))
    if _effect(gold) is not None and _effect(gold) == _effect(found):
        score.share("unit").add(_packed(gold["unit"]) == _packed(found["unit"]))
    score.share("direction").add(gold["direction"] == found["direction"])
    if _interval(gold) is not None and _interval(gold) == _interval(found):
        score.share("level").add(_number(gold["ci"]["level"]) == _number(found["ci"]["level"]))
    for name in SAME_VALUE:
        if name in gold and (name != "p_kind" or gold[name] or found.get(name)):
            score.share(name).add(gold[name] == found.get(name))


def pairs_of(
    expected: Sequence[Item], found: Sequence[Item], shorts: Mapping[str, str]
) -> list[tuple[int, int]]:
    """Pair findings so that the sum of what agrees is greatest; pairs that share no number are none."""
    if not expected or not found:
        return []
    worth = np.array([[_agreement(gold, one, shorts) for one in found] for gold in expected])
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if worth[row, column]]


def _agreement(gold: Item, found: Item, shorts: Mapping[str, str]) -> float:
    worth = 0.0
    for name, expected, seen in zip(COMPONENTS, statistics(gold), statistics(found), strict=True):
        if expected is not None and seen is not None:
            if name == "groups":
                common = len({*expected} & {*seen}) / len({*expected} | {*seen})
                worth += WORTH[name] * common
            elif expected == seen:
                worth += WORTH[name]
    value = _number(gold["value"])
    if value is not None and value == _number(found["value"]):
        worth += WORTH_OF_VALUE
    if worth == 0:
        return 0.0
    worth += WORTH_OF_OUTCOME * same_outcome(gold, found, shorts)
    worth += WORTH_OF_DIRECTION * bool(gold["direction"] == found["direction"])
    alike = [same_thing(gold[side], found[side], shorts) for side in SIDES]
    return worth + WORTH_OF_PLACE * (sum(alike) + (_phrase(gold["quote"]) == _phrase(found["quote"])))


def statistics(finding: Item) -> tuple[Any, Any, Any, Any]:
    """Return what a finding says in numbers: p, interval, effect, groups; None for each it hasn't."""
    p = finding.get("p")
    values = tuple(
        number for group in finding.get("groups") or () if (number := _number(group.get("value"))) is not None
    )
    return (
        (p["op"], _number(p.get("value"))) if p else None,
        _interval(finding),
        _effect(finding),
        values if len(values) > 1 else None,
    )


def _interval(finding: Item) -> tuple[float | None, float | None] | None:
    ci = finding.get("ci")
    return (_number(ci.get("lower")), _number(ci.get("upper"))) if ci else None


def _effect(finding: Item) -> tuple[str, float] | None:
    value = _number(finding.get("value"))
    measure = finding.get("measure")
    return (measure, value) if measure and value is not None else None


def _bag(findings: Iterable[Item], place: int) -> Iterator[Any]:
    return (part for finding in findings if (part := statistics(finding)[place]) is not None)


def same_outcome(gold: Item, found: Item, shorts: Mapping[str, str]) -> bool:
    """Tell whether two findings name the same outcome; the two sides of a correlation may change places."""
    if same_thing(gold["outcome"], found["outcome"], shorts):
        return True
    return (
        gold["measure"] in CORRELATIONS
        and bool(_words(gold["predictor"]))
        and same_thing(gold["outcome"], found["predictor"], shorts)
        and same_thing(gold["predictor"], found["outcome"], shorts)
    )


def _same_arms(gold: Item, found: Item, shorts: Mapping[str, str]) -> bool:
    def same(one: str, other: str) -> bool:
        return same_thing(gold[one], found[other], shorts)

    if same("intervention", "intervention") and same("comparator", "comparator"):
        return True
    turned = {gold["direction"], found["direction"]} == {"increase", "decrease"}
    return turned and same("intervention", "comparator") and same("comparator", "intervention")


def same_thing(one: Any, other: Any, shorts: Mapping[str, str]) -> bool:
    """Tell whether two phrases name the same thing.

    They do when three quarters of their words are common, or when the shorter is all in the longer and makes a
    good part of it; abbreviations may stand for their long forms. Two empty phrases are the same.
    """
    left, right = _words(one), _words(other)
    if not left or not right:
        return not left and not right
    if _alike(left, right):
        return True
    return _alike(_words(_spelt_out(one, shorts)), _words(_spelt_out(other, shorts)))


def _alike(left: Counter[str], right: Counter[str]) -> bool:
    common = (left & right).total()
    overlap = 2 * common / (left.total() + right.total())
    contained = common == min(left.total(), right.total())
    return overlap >= 0.75 or (contained and overlap >= 0.5)


def _words(phrase: Any) -> Counter[str]:
    """Return a phrase's words that tell what is meant, singular; all of them where none does."""
    folded = unicodedata.normalize("NFKC", _phrase(phrase)).casefold()
    spelt = "".join(f" {GREEK[character]} " if character in GREEK else character for character in folded)
    words = [
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in re.findall(r"[^\W_]+", spelt)
    ]
    return Counter([word for word in words if word not in MANNER] or words)


def _spelt_out(phrase: Any, shorts: Mapping[str, str]) -> str:
    words = re.split(r"(\W+)", _phrase(phrase))
    return "".join(shorts.get(word, word) for word in words)


def _phrase(phrase: Any) -> str:
    text = phrase.get("text") if isinstance(phrase, Mapping) else phrase
    return text or ""


def _packed(unit: str | None) -> str:
    return "".join((unit or "").split())


def _number(value: Any) -> float | None:
    """Return a number as it compares: what float arithmetic adds in the last digits doesn't matter."""
    return None if value is None else float(f"{value:.10g}")


def _spans_right(part: Any, text: str) -> Iterator[bool]:
    if isinstance(part, Mapping):
        if {"text", "start", "end"} <= part.keys():
            yield text[part["start"] : part["end"]] == part["text"]
        for inner in part.values():
            yield from _spans_right(inner, text)
    elif isinstance(part, list):
        for inner in part:
            yield from _spans_right(inner, text)


def _records(path: Path) -> Iterator[Item]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _share(part: int, of: int) -> float:
    return round(part / of, 4) if of else 0.0


def _lines(figures: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    for name, values in figures.items():
        yield f"{name:12}" + "".join(f"{key} {value:<8g}" for key, value in values.items()).rstrip()


def _markdown(figures: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    yield "| | F1 or accuracy | precision | recall | of |"
    yield "|---|--:|--:|--:|--:|"
    for name, values in figures.items():
        best = values.get("f1", values.get("accuracy", 0.0))
        rest = [f"{values[key]:.3f}" if key in values else "" for key in ("precision", "recall")]
        of = values.get("gold", values.get("of", 0))
        yield f"| {name} | {best:.3f} | {rest[0]} | {rest[1]} | {of:g} |"


def _shown(finding: Item | None) -> str:
    if finding is None:
        return "(none)"
    arms = [_phrase(finding.get(name)) for name in ("intervention", "comparator", "predictor")]
    numbers = ", ".join(
        f"{name} {part}" for name, part in zip(COMPONENTS, statistics(finding), strict=True) if part
    )
    return (
        f"{_phrase(finding['outcome']) or '(no outcome)'} | {' / '.join(filter(None, arms))} | {numbers} | "
        f"{finding['direction']} | {_phrase(finding['quote'])[:120]!r}"
    )


if __name__ == "__main__":
    main()
