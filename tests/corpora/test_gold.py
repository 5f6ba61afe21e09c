"""corpora/abstracts and corpora/gold → is the gold verbatim, and does it cover what it promises?"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from evistat.records.schema import Direction, Kind, MeasureCode, PKind, POp, SectionLabel

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
KEYS = [
    "quote", "outcome", "predictor", "intervention", "comparator", "measure", "value", "unit", "ci", "p",
    "p_kind", "groups", "direction", "test", "kind", "section", "significant", "adjusted",
    "population", "timepoint",
]  # fmt: skip
PHRASES = ["quote", "outcome", "predictor", "intervention", "comparator", "unit", "population", "timepoint"]
WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twofold": 2}
FOLD = str.maketrans(
    {"·": ".", "−": "-", "–": "-", "‐": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\n": " "}
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*|\.\d+")
POWER = re.compile(r"(?:(\d+(?:\.\d+)?) ?[×x] ?)?10-(\d+)|(\d+(?:\.\d+)?)e-(\d+)")


def texts() -> dict[str, str]:
    """Read every sample text by its document id, as the records' offsets see it."""
    found: dict[str, str] = {}
    folder = CORPORA / "abstracts"
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".txt":
            found[name] = path.read_text(encoding="utf-8")
        elif ".jsonl" in path.suffixes:
            opened = gzip.open if path.suffix == ".gz" else open
            with opened(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    item = json.loads(line)
                    assert item["id"] not in found
                    head = f"{item['title']}\n\n" if item.get("title") else ""
                    found[item["id"]] = head + item["text"]
    return found


TEXTS = texts()
GOLD: list[dict[str, Any]] = json.loads((CORPORA / "gold" / "gold.json").read_text(encoding="utf-8"))
FINDINGS = [(document["id"], finding) for document in GOLD for finding in document["findings"]]


def printed(quote: str) -> set[float]:
    """Collect every number a stretch prints: both readings of a comma, powers of ten, number words."""
    folded = quote.translate(FOLD)
    values = {float(WORDS[word]) for word in re.findall(r"[a-z]+", folded.lower()) if word in WORDS}
    for match in NUMBER.finditer(folded):
        values.add(float(match[0].replace(",", "")))
        if re.fullmatch(r"\d+,\d+", match[0]):
            values.add(float(match[0].replace(",", ".")))
    for factor, ten, mantissa, exponent in POWER.findall(folded):
        values.add(float(f"{mantissa}e-{exponent}") if mantissa else float(f"{factor or 1}e-{ten}"))
    return values


def test_every_text_has_gold_and_every_gold_a_text() -> None:
    ids = [document["id"] for document in GOLD]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(TEXTS)


def test_the_samples_are_many_and_mixed() -> None:
    assert len(GOLD) >= 32
    assert sum(not document["findings"] for document in GOLD) >= 3
    names = [path.name for path in (CORPORA / "abstracts").iterdir()]
    assert sum(name.endswith(".txt") for name in names) >= 20
    assert any(name.endswith(".jsonl") for name in names)


@pytest.mark.parametrize("document", GOLD, ids=lambda document: document["id"])
def test_gold_is_verbatim(document: dict[str, Any]) -> None:
    text = TEXTS[document["id"]]
    for finding in document["findings"]:
        assert list(finding) == KEYS
        for name in PHRASES:
            assert finding[name] is None or (finding[name] and finding[name] in text), (name, finding[name])
        for group in finding["groups"]:
            assert list(group) == ["value", "unit", "label", "n", "spread"]
            assert group["label"] is None or group["label"] in text
            assert group["unit"] is None or group["unit"] in finding["quote"]
            assert group["n"] is None or group["n"] in finding["quote"]
            assert group["spread"] is None or group["spread"] in finding["quote"]


@pytest.mark.parametrize("document", GOLD, ids=lambda document: document["id"])
def test_gold_numbers_are_printed_in_the_quote(document: dict[str, Any]) -> None:
    for finding in document["findings"]:
        values = printed(finding["quote"])
        wanted = [finding["value"], *(group["value"] for group in finding["groups"])]
        if finding["ci"]:
            wanted += [finding["ci"]["lower"], finding["ci"]["upper"]]
            level = finding["ci"]["level"]
            assert level is None or re.search(
                rf"(?<![\d.]){level:g} ?(?:%|percent)|CI{level:g}", TEXTS[document["id"]].translate(FOLD)
            )
        if finding["p"]:
            wanted.append(finding["p"]["value"])
        if finding["test"]:
            wanted += [*finding["test"]["df"], finding["test"]["value"]]
        for number in wanted:
            assert number is None or abs(number) in values, (number, finding["quote"])


@pytest.mark.parametrize("document", GOLD, ids=lambda document: document["id"])
def test_gold_uses_the_vocabulary_of_records(document: dict[str, Any]) -> None:
    for finding in document["findings"]:
        assert finding["measure"] in {*get_args(MeasureCode), None}
        assert (finding["measure"] is None) == (finding["value"] is None)
        assert finding["direction"] in {*get_args(Direction), None}
        assert finding["p_kind"] in {*get_args(PKind), None}
        assert finding["kind"] in get_args(Kind)
        assert finding["section"] in get_args(SectionLabel)
        assert finding["significant"] in {True, False, None}
        assert finding["adjusted"] in {True, False, None}
        assert finding["p"] is None or finding["p"]["op"] in get_args(POp)
        assert finding["p"] is None or (finding["p"]["op"] == "ns") == (finding["p"]["value"] is None)
        assert finding["p_kind"] is None or finding["p"] is not None
        assert finding["test"] is None or finding["test"]["name"] in {"t", "F", "chi2", "z", "U", "W", "Q"}


@pytest.mark.parametrize("document", GOLD, ids=lambda document: document["id"])
def test_gold_agrees_with_itself(document: dict[str, Any]) -> None:
    findings = document["findings"]
    assert len({json.dumps(finding, sort_keys=True) for finding in findings}) == len(findings)
    for finding in findings:
        bounds = [finding["ci"]["lower"], finding["ci"]["upper"]] if finding["ci"] else []
        assert finding["measure"] or finding["p"] or len(finding["groups"]) >= 2
        if bounds and None not in bounds:
            assert bounds[0] < bounds[1]
            assert bounds[0] <= finding["value"] <= bounds[1]
        if finding["p"]:
            low = finding["p"]["op"] in {"=", "<", "<="} and finding["p"]["value"] < 0.05
            edge = finding["p"]["op"] == "<" and finding["p"]["value"] == 0.05
            assert finding["significant"] is (low or edge)
        if finding["direction"] == "no_difference":
            assert finding["significant"] is False
        if finding["kind"] == "test":
            assert finding["measure"] is None
            assert len(finding["groups"]) < 2
        if finding["kind"] == "association":
            assert finding["predictor"]


def test_every_measure_occurs_five_times() -> None:
    counts = Counter(finding["measure"] for _, finding in FINDINGS)
    assert {code: counts[code] for code in get_args(MeasureCode) if counts[code] < 5} == {}


def test_rarer_statistics_occur_often_enough() -> None:
    tests = Counter(finding["test"]["name"] for _, finding in FINDINGS if finding["test"])
    assert sum(tests.values()) >= 10
    assert set(tests) == {"t", "F", "chi2", "z", "U", "W", "Q"}
    levels = Counter(finding["ci"]["level"] for _, finding in FINDINGS if finding["ci"])
    assert sum(count for level, count in levels.items() if level != 95) >= 8
    assert {80, 90, 97.5, 98, 99} <= set(levels)
    kinds = Counter(finding["p_kind"] for _, finding in FINDINGS)
    assert min(kinds["interaction"], kinds["trend"]) >= 4
    assert kinds["heterogeneity"]
    assert kinds["noninferiority"]
    assert any(finding["p"] and finding["p"]["op"] == "ns" for _, finding in FINDINGS)
    assert any(None in finding["ci"].values() for _, finding in FINDINGS if finding["ci"])
