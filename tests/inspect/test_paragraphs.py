import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.inspect.paragraphs import Block, blocks
from evistat.records.schema import Section


def section(label: str, start: int, end: int, heading: str | None = None) -> Section:
    return Section.model_validate({"label": label, "heading": heading, "start": start, "end": end})


def shown(text: str, found: list[Block]) -> list[tuple[str | None, list[str]]]:
    return [(block.label, [text[low:high] for low, high in block.paragraphs]) for block in found]


WRAPPED = "Salt and sleep\n\nAIMS: To learn\nmore of salt.\n\nRESULTS\nSleep was longer.\nSalt was low."


def test_sections_paragraphs_and_headings() -> None:
    sections = [
        section("TITLE", 0, 14),
        section("OBJECTIVE", 16, 44, "AIMS"),
        section("RESULTS", 46, len(WRAPPED), "RESULTS"),
    ]
    found = blocks(WRAPPED, sections)
    assert shown(WRAPPED, found) == [
        ("TITLE", ["Salt and sleep"]),
        ("OBJECTIVE", ["AIMS: To learn\nmore of salt."]),
        ("RESULTS", ["RESULTS", "Sleep was longer.\nSalt was low."]),
    ]
    assert [WRAPPED[slice(*block.heading)] for block in found if block.heading] == ["AIMS", "RESULTS"]


def test_every_line_end_closes_a_paragraph_where_lines_are_long_and_in_tables() -> None:
    long = "word " * 40 + "end.\nNext one."
    assert [len(block.paragraphs) for block in blocks(long, [])] == [2]
    table = "Arm n\nHeat 40\nCold 41"
    assert len(blocks(table, [section("TABLE", 0, len(table))])[0].paragraphs) == 3
    assert len(blocks(table, [])[0].paragraphs) == 1


@pytest.mark.parametrize(
    "sections",
    [
        [section("METHODS", 2, 20), section("RESULTS", 10, 30)],
        [section("METHODS", 2, 30), section("TABLE", 10, 20)],
        [section("RESULTS", 40, 60), section("METHODS", 0, 10)],
    ],
)
def test_text_outside_and_overlapping_sections_is_shown_once(sections: list[Section]) -> None:
    text = "".join(chr(ord("a") + n % 26) for n in range(60))
    found = blocks(text, sections)
    assert "".join(text[low:high] for block in found for low, high in block.paragraphs) == text


@given(
    st.text(alphabet="ab😀 \n\t\u2028", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(["a", None])), max_size=4),
)
def test_nothing_but_white_space_is_left_out(text: str, drawn: list[tuple[int, int, str | None]]) -> None:
    found = blocks(text, [section("RESULTS", *sorted((a, b)), heading) for a, b, heading in drawn])
    places = [place for block in found for low, high in block.paragraphs for place in range(low, high)]
    assert places == sorted(set(places))
    left = set(range(len(text))) - set(places)
    assert all(text[place].isspace() for place in left)
