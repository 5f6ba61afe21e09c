"""A record's text read again gives its findings, without a model."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from evistat.extract.findings import Origin
from evistat.flow import annotate_articles
from evistat.read.article import Article, Source
from evistat.records.reread import reread
from evistat.records.schema import Entity, Record

ABSTRACTS = sorted((Path(__file__).parents[2] / "corpora" / "abstracts").glob("*.txt"))
HARD = """\
Sleep masks on wards

**BACKGROUND:**  Noise is loud.

RESULTS
Forced vital capacity (FVC) rose &gt; 2%  in the mask
   group (P&lt;.05). FVC rose by 4&nbsp;mL (95% CI 1 to 7).

Table 1. Noise
OR 1.9 (95% CI 1.3 to 2.8)

CONCLUSION: Masks increased FVC by 4 mL (95% CI 1 to 7).
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Return the pipeline without a recogniser."""
    nlp = spacy.blank("en", meta={"name": "none"})
    for name in ("evistat_sections", "evistat_sentences", "evistat_abbreviations", "evistat_findings"):
        nlp.add_pipe(name)
    return nlp


def record_of(nlp: Language, text: str, *, title: str | None = None) -> Record:
    source = Source("a.txt", None, "text", 0, "0" * 64)
    (record,) = annotate_articles(nlp, [Article("a", text, source, title=title)])
    return record


def test_reads_what_the_records_hold(nlp: Language) -> None:
    assert len(ABSTRACTS) > 30
    kinds = set()
    for path in ABSTRACTS:
        record = record_of(nlp, path.read_text("utf-8", errors="replace"))
        again = reread(record)
        assert [one.finding for one in again] == record.findings, path
        kinds |= {(one.finding.kind == "statement", isinstance(one.origin, Origin)) for one in again}
    assert kinds == {(True, False), (False, True)}


@pytest.mark.parametrize("title", [None, "Sleep masks on wards"])
def test_headings_entities_and_blanks_are_where_they_were(nlp: Language, title: str | None) -> None:
    record = record_of(nlp, HARD, title=title)
    assert len(record.findings) > 2
    assert len({finding.section for finding in record.findings}) > 1
    assert [one.finding for one in reread(record)] == record.findings


def test_names_inside_names_are_no_entities_of_findings(nlp: Language) -> None:
    record = record_of(nlp, HARD)
    at = HARD.index("Forced vital capacity")

    def entity(number: int, end: int) -> Entity:
        return Entity(
            id=f"T{number}", text=HARD[at:end], label="ANATOMY", start=at, end=end,
            negated=False, hedged=False, concept=None,
        )  # fmt: skip

    outer, inner = entity(1, at + 21), entity(2, at + 6)
    named = [one.finding for one in reread(record.model_copy(update={"entities": [outer, inner]}))]
    assert named == [one.finding for one in reread(record.model_copy(update={"entities": [outer]}))]
    assert named[0].outcome is not None
    assert named[0].outcome.entities == ["T1"]
