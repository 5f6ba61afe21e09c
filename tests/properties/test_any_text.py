"""Any text at all: nothing raises, every span slices back, and the printing of a text changes no number."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

SAMPLES = sorted((Path(__file__).parents[2] / "corpora" / "abstracts").glob("*.txt"))
PIECES = [
    "p", "P", " value", "=", "<", ">", "≤", "&lt;", "&lt", " for trend", "0.05", ".03", "0·02", "0,02", "12", "1,204", "3.2 × 10−5",
    "95%", " CI", " confidence interval", " [", "(", ")", "]", ",", ";", ":", "-", "–", "−", "±", "/", "%", " to ", " vs ", " versus ",
    " and ", " respectively", " from ", " than ", "OR", "HR ", "aOR ", "mean difference", "sensitivity", "r = ", "t(34) = ", "χ2", "n = ",
    " group A", " placebo", " patients", " survival", " was", " increased", " reduced by ", "2-fold", " months", " kg", ".", ". ", "\n", "\n\n",
    "  ", "\u00a0", "\u2009", "\u200b", "RESULTS: ", "CONCLUSIONS: ", "The ", "in ", "é", "日本", "😀", "\x00", "&", "NS",
]  # fmt: skip
TEXTS = st.lists(
    st.sampled_from(PIECES) | st.text(max_size=4).filter(lambda text: not _lone(text)), max_size=40
).map("".join)


def _lone(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("evistat_findings")
    return nlp


def spans_of(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        if isinstance(found.get("start"), int) and isinstance(found.get("end"), int):
            yield found
        for value in found.values():
            yield from spans_of(value)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from spans_of(value)


def statistics(doc: Any) -> list[tuple[Any, ...]]:
    """Return the numbers of a Doc's findings and what they are about, without places."""
    rows = []
    for one in doc._.findings:
        ci, p = one["ci"], one["p"]
        rows.append(
            (
                one["kind"],
                one["measure"],
                one["value"],
                (ci["lower"], ci["upper"], ci["level"]) if ci else None,
                (p["op"], p["value"]) if p else None,
                tuple(group["value"] for group in one["groups"]),
                one["direction"],
                " ".join(one["outcome"]["text"].split()) if one["outcome"] else None,
            )
        )
    return rows


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
@example("0,020.05")
def test_nothing_raises_and_every_span_slices_back(nlp: Language, text: str) -> None:
    doc = nlp(text)
    for span in [*spans_of(doc._.findings), *doc._.leftovers]:
        assert 0 <= span["start"] <= span["end"] <= len(text)
        if "text" in span:
            assert text[span["start"] : span["end"]] == span["text"]
    for one in doc._.findings:
        for lower, upper in [(one["quote"]["start"], one["quote"]["end"])]:
            assert lower < upper
            for part in ("value_span", "ci", "p", "test"):
                assert one[part] is None or lower <= one[part]["start"] < one[part]["end"] <= upper


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_findings(nlp: Language, text: str) -> None:
    assert nlp(text)._.findings == nlp(text)._.findings


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 20


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_entities_and_doubled_spaces_change_no_number(nlp: Language, path: Path) -> None:
    text = path.read_text("utf-8")
    plain = statistics(nlp(text))
    entities = text.replace("<", "&lt;").replace(">", "&gt;").replace("±", "&plusmn;")
    assert statistics(nlp(entities)) == plain
    assert statistics(nlp(text.replace(". ", ".  ").replace(" (", "  ("))) == plain


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_glyphs_change_no_number(nlp: Language, path: Path) -> None:
    text = path.read_text("utf-8")
    plain = statistics(nlp(text))
    assert statistics(nlp(text.replace(" = ", "\u00a0=\u2009").replace("% CI", "%\u202fCI"))) == plain
    assert statistics(nlp(text.replace("–", "‐").replace("−", "\u2212"))) == plain


@pytest.mark.parametrize("width", [60, 72, 100])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_hard_wraps_change_no_number(nlp: Language, path: Path, width: int) -> None:
    paragraphs = path.read_text("utf-8").split("\n\n")
    flat = [" ".join(paragraph.split()) for paragraph in paragraphs]
    wrapped = [
        textwrap.fill(paragraph, width, break_long_words=False, break_on_hyphens=False) for paragraph in flat
    ]
    assert statistics(nlp("\n\n".join(wrapped))) == statistics(nlp("\n\n".join(flat)))
