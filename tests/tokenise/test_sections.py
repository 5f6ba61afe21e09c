"""Section borders and labels: the forms headings are printed in, titles, page furniture, marks, any text."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from evistat.read.article import SectionMark
from evistat.tokenise.sections import Section, find_sections

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "sections.jsonl").read_text("utf-8").splitlines()
]
TITLE = "Early walking after hip surgery: a randomised trial"


def outline(text: str, **options: object) -> list[tuple[str, str | None, str]]:
    """Return label, heading and the first words of each section."""
    sections = find_sections(text, **options)  # type: ignore[arg-type]
    return [(s.label, s.heading, " ".join(text[s.body_start : s.end].split()[:2])) for s in sections]


def labels(text: str, **options: object) -> list[str]:
    return [label for label, _, _ in outline(text, **options)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_headings_in_every_printed_form(case: dict[str, object]) -> None:
    assert labels(str(case["text"])) == case["labels"]


def test_the_heading_lies_outside_the_body() -> None:
    text = "Falls are common. RESULTS - Pain fell."
    assert find_sections(text) == [
        Section("OTHER", None, 0, 17, 0),
        Section("RESULTS", "RESULTS", 18, 38, 28),
    ]
    assert text[28:38] == "Pain fell."


def test_a_part_of_the_results_stays_results() -> None:
    text = (
        "Methods\nA ward.\nParticipants\nMen.\nResults\nPain fell.\n"
        "Participants\nTen men walked.\nSensitivity analysis: none."
    )
    assert labels(text) == ["METHODS", "METHODS", "RESULTS", "RESULTS", "RESULTS"]


def test_a_page_round_the_abstract_is_other() -> None:
    text = (
        f"{TITLE}\n\nJ. Doe, R. Roe\n\n12 Zitate\n\nMETHODS: We walked with the patients. "
        "CONCLUSIONS: It works in the ward.\n"
        "Seiten11-19\nZeitschriftUnser Blatt\n\nSchlagwörter\n\n • Hüfte\n\nDiese Arbeit zitieren"
    )
    assert outline(text) == [
        ("TITLE", None, "Early walking"),
        ("OTHER", None, "J. Doe,"),
        ("METHODS", "METHODS", "We walked"),
        ("CONCLUSIONS", "CONCLUSIONS", "It works"),
        ("OTHER", None, "Seiten11-19 ZeitschriftUnser"),
    ]


def test_copyright_after_the_conclusion_is_other() -> None:
    text = "Conclusions: It works in the ward.\n\n© 2020 The authors. All rights reserved."
    assert labels(text) == ["CONCLUSIONS", "OTHER"]


def test_paragraphs_without_headings_stay_in_their_section() -> None:
    text = (
        "Results\nPain fell in the first week of the study.\n\n"
        "Sleep was better in the second week of the study.\n\nDiscussion\nIt works."
    )
    assert labels(text) == ["RESULTS", "DISCUSSION"]


def test_captions_and_tables_stand_out() -> None:
    text = (
        "Results\nPain fell.\n\nFigure 2. Pain by week.\n\nTable 1: Patients.\n\n| arm | n |\n|---|---|\n\n"
        "Sleep was better in the second week of the study."
    )
    assert labels(text) == ["RESULTS", "CAPTION", "TABLE", "TABLE", "TABLE", "RESULTS"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"{TITLE}\n\nPain was common. We walked with the patients.", TITLE),
        (f"\n\n# {TITLE}\n\nPain was common. We walked with the patients.", TITLE),
        (f"{TITLE}\nMethods: We walked.", TITLE),
        ("Does walking help? A cohort study\n\nMethods: We walked.", "Does walking help? A cohort study"),
        (
            "Study protocol: walking after surgery\n\nBackground: Falls.",
            "Study protocol: walking after surgery",
        ),
        (f"{TITLE}. " + "Pain was common after the operation. " * 8, f"{TITLE}."),
        (
            "Skip to main content\n\nLog in\n\nWalking helps old hips\n\nMethods: We walked.",
            "Walking helps old hips",
        ),
        ("Pain was lower in the walking group. " * 8, None),
        ("In all, 40 of 80 patients walked. " * 8, None),
        ("Objective: To walk.\n\nMethods: We walked.", None),
        (TITLE, None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    found = [text[s.start : s.end] for s in find_sections(text) if s.label == "TITLE"]
    assert found == ([] if title is None else [title])


def test_a_known_title_needs_no_guess() -> None:
    text = "Results of walking.\n\nResults: Pain fell."
    assert outline(text, title="Results of walking.") == [
        ("TITLE", None, "Results of"),
        ("RESULTS", "Results", "Pain fell."),
    ]


def test_an_unstructured_abstract_ends_in_its_conclusion() -> None:
    text = "Pain was common. We walked with the patients. Pain fell by half. In conclusion, walking helps."
    assert outline(text) == [("OTHER", None, "Pain was"), ("CONCLUSIONS", None, "In conclusion,")]


def marked(*parts: tuple[str, str | None, int]) -> list[tuple[str, str | None]]:
    """Return label and heading of the sections of marked parts (label, heading, level), one a line."""
    lines = [f"{heading or 'Text'}: it is so." for _, heading, _ in parts]
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    marks = []
    for n, (label, heading, level) in enumerate(parts):
        later = (m for m in range(n + 1, len(parts)) if parts[m][2] <= level)
        last = next(later, len(parts)) - 1
        marks.append(SectionMark(label, heading, starts[n], starts[last] + len(lines[last])))
    return [(label, heading) for label, heading, _ in outline("\n".join(lines), marks=marks)]


def test_a_mark_without_a_label_takes_that_of_its_heading() -> None:
    assert marked(
        ("OTHER", "2. Patients and Methods", 0),
        ("RESULTS", "Methods", 0),
        ("OTHER", "Our main findings", 0),
        ("OTHER", "Funding", 0),
        ("OTHER", "Ward rounds", 0),
    ) == [
        ("METHODS", "2. Patients and Methods"),
        ("RESULTS", "Methods"),
        ("RESULTS", "Our main findings"),
        ("OTHER", "Funding"),
        ("OTHER", "Ward rounds"),
    ]


def test_a_part_of_a_section_belongs_to_it_unless_the_discussion_begins_there() -> None:
    assert marked(
        ("OTHER", "Results and discussion", 0),
        ("OTHER", "Study selection", 1),
        ("OTHER", "Men", 2),
        ("TABLE", None, 2),
        ("OTHER", "Conclusions", 1),
        ("OTHER", "Experiment 1", 0),
        ("OTHER", "1.1. Methods", 1),
        ("OTHER", "1.2. Results", 1),
    ) == [
        ("RESULTS", "Results and discussion"),
        ("RESULTS", "Study selection"),
        ("RESULTS", "Men"),
        ("TABLE", None),
        ("CONCLUSIONS", "Conclusions"),
        ("OTHER", "Experiment 1"),
        ("METHODS", "1.1. Methods"),
        ("RESULTS", "1.2. Results"),
    ]


def test_marks_of_the_format_are_kept_and_flattened() -> None:
    text = "A title\n\nMethods We walked. Ward A. Results Pain fell.\n\nNotes"
    marks = (
        SectionMark("METHODS", "Methods", 9, 35),
        SectionMark("OTHER", "Ward A", 28, 35),
        SectionMark("RESULTS", None, 36, 54),
    )
    assert outline(text, title="A title", marks=marks) == [
        ("TITLE", None, "A title"),
        ("METHODS", "Methods", "We walked."),
        ("METHODS", "Ward A", ""),
        ("RESULTS", None, "Results Pain"),
        ("OTHER", None, "Notes"),
    ]


def test_headings_inside_an_unlabelled_mark_are_found() -> None:
    text = "METHODS: We walked. RESULTS: Pain fell."
    assert labels(text, marks=(SectionMark("OTHER", None, 0, len(text)),)) == ["METHODS", "RESULTS"]


PIECES = st.sampled_from(
    [
        "Results", "RESULTS", ": ", "::", " - ", "\n", "\n\n", ". ", ".", "Methods and ", "Conclusion",
        "Background", "We ", "fell", "Table 1. ", "© 2020", "# ", "**", "<b>", "In conclusion, ",
        "Title: ", "(", ")", "é", "5", "p id=Par4 ", "Abstract ",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4), st.booleans())
def test_sections_cover_any_text_in_order(text: str, cuts: list[tuple[int, int]], marked: bool) -> None:
    marks = [SectionMark("METHODS", None, start, end) for start, end in cuts] if marked else []
    sections = find_sections(text, title=text[:9] if marked else None, marks=marks)
    reached = 0
    for section in sections:
        assert reached <= section.start <= section.body_start <= section.end <= len(text)
        assert not text[reached : section.start].strip()
        assert section.start < section.end
        reached = section.end
    assert not text[reached:].strip()


@pytest.mark.parametrize(
    "piece",
    ["Results ", "Results\n", "RESULTS: ", ". Methods and ", "A", "\n", "Background/", "# ", "| a |\n"],
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        find_sections(text)
        return time.process_time() - start

    seconds(1_000)
    assert seconds(200_000) < 40 * max(seconds(20_000), 0.004)


def test_the_component_writes_plain_data_and_spans() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("evistat_sections")
    doc = nlp(f"{TITLE}\n\nMETHODS: We walked. RESULTS: Pain fell.")
    assert [section["label"] for section in doc._.sections] == ["TITLE", "METHODS", "RESULTS"]
    assert doc._.sections[2] == {
        "label": "RESULTS",
        "heading": "RESULTS",
        "start": 73,
        "end": 92,
        "body_start": 82,
    }
    assert [span.label_ for span in doc.spans["sections"]] == ["TITLE", "METHODS", "RESULTS"]
    assert doc.spans["sections"][2].text == "RESULTS: Pain fell."
    assert not nlp("")._.sections


def test_a_table_run_into_a_paragraph_is_read_with_it() -> None:
    rows = " ".join(f"Item {n} 4.{n} ± 1.2 5.{n} ± 1.1 0.0{n}" for n in range(1, 9))
    text = (
        f"Table 1 Callers Lamp Radio p Value {rows}   Callers with lamps slept longer. "
        + "They woke late. " * 10
    )
    assert labels(text) == ["OTHER"]
    assert labels("Table 1 Callers with lamps and radios.\n\nCallers slept well at all sites.")[0] == "TABLE"
