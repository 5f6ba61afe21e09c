"""The component on a Doc: findings as plain data, every span a slice of the text, in any pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import spacy
from spacy.language import Language

TEXT = (
    "Lemon balm at bedtime\n\nMETHODS: A P < 0.05 was considered significant. RESULTS: Sleep was longer with balm "
    "than with placebo (mean difference 0·8 h, 95% CI 0·3–1·3; P&lt;.01).  Headache was as common "
    "(12.3%\nvs 11.9%;  P = 0.71). CONCLUSIONS: Balm lengthens sleep (mean difference 0·8 h, 95% CI 0·3–1·3)."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("evistat_findings")
    return nlp


def spans_of(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        if isinstance(found.get("start"), int):
            yield found
        for value in found.values():
            yield from spans_of(value)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from spans_of(value)


def statistics(doc: Any) -> list[tuple[Any, ...]]:
    """Return a Doc's numbers without their places."""
    rows = []
    for one in doc._.findings:
        ci, p = one["ci"], one["p"]
        groups = tuple(group["value"] for group in one["groups"])
        bounds = (ci["lower"], ci["upper"], ci["level"]) if ci else None
        rows.append((one["kind"], one["measure"], one["value"], bounds, p and (p["op"], p["value"]), groups))
    return rows


def test_findings_of_a_doc(nlp: Language) -> None:
    rows = [row for row in statistics(nlp(TEXT)) if row[0] != "statement"]
    assert rows == [
        ("comparison", "MD", 0.8, (0.3, 1.3, 95), ("<", 0.01), ()),
        ("comparison", None, None, None, ("=", 0.71), (12.3, 11.9)),
        ("comparison", "MD", 0.8, (0.3, 1.3, 95), None, ()),
    ]


def test_every_span_is_a_slice_of_the_text(nlp: Language) -> None:
    findings = nlp(TEXT)._.findings
    spans = list(spans_of(findings))
    assert len(spans) > 20
    for span in spans:
        assert 0 <= span["start"] <= span["end"] <= len(TEXT)
        if "text" in span:
            assert TEXT[span["start"] : span["end"]] == span["text"]


def test_sections_sentences_and_repeats_are_found_without_earlier_stages(nlp: Language) -> None:
    doc = nlp(TEXT)
    results = [one for one in doc._.findings if one["kind"] != "statement"]
    assert [one["section"] for one in results] == ["RESULTS", "RESULTS", "CONCLUSIONS"]
    assert [one["repeats"] for one in results] == [None, None, results[0]["id"]]
    for one in results:
        sentence = one["sentence"]
        assert sentence["start"] <= one["quote"]["start"] < one["quote"]["end"] <= sentence["end"]


def test_left_over_statistics_say_why(nlp: Language) -> None:
    (leftover,) = nlp(TEXT)._.leftovers
    assert TEXT[leftover["start"] : leftover["end"]] == "P < 0.05"
    assert leftover["code"] == "W010"
    assert "planned" in leftover["message"]


def test_findings_stand_as_spans_on_the_doc(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [span.label_ for span in doc.spans["findings"] if span.label_ == "MD"] == ["MD", "MD"]
    assert any("12.3" in span.text for span in doc.spans["findings"])


def test_findings_are_plain_data_and_the_same_every_time(nlp: Language) -> None:
    first = json.dumps(nlp(TEXT)._.findings)
    assert first == json.dumps(nlp(TEXT)._.findings)
    ids = [one["id"] for one in json.loads(first)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "No numbers here.", "P", "95% CI", "( ( ("])
def test_little_text_gives_no_findings_and_no_error(nlp: Language, text: str) -> None:
    assert [one for one in nlp(text)._.findings if one["value"] is not None] == []


def test_ids_differ_between_documents(nlp: Language) -> None:
    one, other = nlp.make_doc(TEXT), nlp.make_doc(TEXT)
    one._.doc_id, other._.doc_id = "one", "other"
    first, second = (doc._.findings[0]["id"] for doc in (nlp(one), nlp(other)))
    assert first != second
