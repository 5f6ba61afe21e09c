"""Numbers in tables make no findings: what a cell means stands in its row and column. They are told."""

from __future__ import annotations

import spacy

from evistat.read.article import SectionMark

PROSE = "Results\nPain fell with walking (OR 0.72, 95% CI 0.60 to 0.86; P = 0.002)."
TABLE = (
    "| Pain | 0.72 (95% CI 0.60 to 0.86) | P = 0.002 |\n| Sleep | OR 1.20 (95% CI 1.01 to 1.43) | P=0.04 |"
)


def extracted(text: str, marks: list[SectionMark]) -> tuple[list[str], list[tuple[str, str]]]:
    nlp = spacy.blank("en")
    for name in ("evistat_sections", "evistat_sentences", "evistat_abbreviations", "evistat_findings"):
        nlp.add_pipe(name)
    doc = nlp.make_doc(text)
    doc._.section_marks = marks
    doc = nlp(doc)
    left = [(text[one["start"] : one["end"]], one["message"]) for one in doc._.leftovers]
    return [finding["section"] for finding in doc._.findings], left


def test_a_table_gives_warnings_and_no_findings() -> None:
    text = f"{PROSE}\n\n{TABLE}"
    end = len(PROSE)
    marks = [SectionMark("RESULTS", "Results", 0, len(text)), SectionMark("TABLE", None, end + 2, len(text))]
    sections, left = extracted(text, marks)
    assert sections == ["RESULTS"]
    assert all("in a table" in message for _, message in left)
    assert all(printed in TABLE for printed, _ in left)
    assert any("1.20" in printed for printed, _ in left)
    assert any("0.60 to 0.86" in printed for printed, _ in left)


def test_the_same_words_outside_a_table_are_read() -> None:
    text = f"{PROSE}\n\n{TABLE}"
    sections, left = extracted(text, [SectionMark("RESULTS", "Results", 0, len(text))])
    assert len(sections) > 2
    assert left == []
