import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from evistat.inspect.document import document_view, evidence
from evistat.inspect.table import findings_table
from evistat.inspect.words import interval_words, one_line, p_words, value_words
from evistat.records.jsonl import read_records
from evistat.records.schema import Group, Interval, PValue, Record

RECORDS = Path(__file__).parents[1] / "cases" / "shown_records.jsonl"


@pytest.fixture
def records() -> list[Record]:
    return list(read_records(str(RECORDS)))


def printed(view: RenderableType, *, width: int = 120) -> str:
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False, emoji=False)
    console.print(view)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_a_document_shows_its_findings_and_their_sentences(records: list[Record]) -> None:
    view = printed(document_view(records[0]), width=200)
    lines = [line.strip() for line in view.splitlines()]
    assert "Levosimendan after cardiac surgery [a trial]" in lines
    assert "CHEMICAL: Levosimendan, Creatinine" in lines
    assert "1  In-hospital mortality  ↓ decrease   HR 0·71   [0·55 to 0·92 (90%)]   p = 0.009" in lines
    assert "levosimendan vs placebo · at 30 days · significant · p from the interval is 0.031" in lines
    assert "2  Creatinine  ↑ increase   MEAN 12.4 vs 8.1 µmol/l   p < 0.001" in lines
    assert "3  stroke  = no difference   p NS" in lines
    assert "4  kidney  ↑ increase   stated without a number" in lines
    assert "CONCLUSIONS  Levosimendan may spare the kidney." in lines
    assert "! left over: '0.03'" in lines


def test_a_document_without_findings_says_so(records: list[Record]) -> None:
    assert "no findings" in printed(document_view(records[1]))


def test_the_evidence_is_set_off_where_it_stands(records: list[Record]) -> None:
    record = records[0]
    text = evidence(record.findings[0], record)
    set_off = {(text.plain[span.start : span.end], str(span.style)) for span in text.spans}
    assert {
        ("In-hospital mortality", "bold green"),
        ("levosimendan", "bold magenta"),
        ("placebo", "bold magenta"),
        ("fell", "italic yellow"),
        ("0·71", "bold cyan"),
        ("P = 0.009", "bold cyan"),
        ("hazard ratio 0·71 [90% CI 0·55–0·92]; P = 0.009", "underline"),
    } <= set_off


def test_the_table_has_a_row_for_each_finding(records: list[Record]) -> None:
    table = findings_table(records)
    assert table.row_count == 4
    rows = printed(table, width=200).splitlines()
    cells = ["levo-1", "In-hospital mortality", "levosimendan vs placebo", "HR", "0·71", "0·55 to 0·92 (90%)"]
    assert re.split(r" {2,}", rows[1].strip()) == [*cells, "0.009", "↓"]
    assert rows[-1].split() == ["kidney", "statement", "↑"]


def test_a_long_table_is_cut_and_says_so(records: list[Record]) -> None:
    table = findings_table([records[0]] * 3, most=5)
    assert table.row_count == 5
    assert "… and 7 more findings" in printed(table)


def test_a_table_of_nothing_says_so(records: list[Record]) -> None:
    assert "no findings" in printed(findings_table([records[1]]))


def interval(**parts: object) -> Interval:
    blank = {"level": 95, "lower": None, "upper": None, "lower_text": None, "upper_text": None}
    return Interval.model_validate(blank | {"start": 0, "end": 1, "type": "confidence"} | parts)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"lower": 0.5, "upper": 0.75}, "0.5 to 0.75"),
        ({"lower": 10.2, "upper_text": "NE", "level": None}, "10.2 to NE"),
        ({"lower": 1, "level": 97.5}, "1 to ? (97.5%)"),
    ],
)
def test_interval_words(parts: dict[str, object], words: str) -> None:
    assert interval_words(interval(**parts)) == words


@pytest.mark.parametrize(
    ("op", "value", "words"),
    [
        ("=", 0.011, "0.011"),
        ("<=", 0.05, "≤ 0.05"),
        (">", 0.2, "> 0.2"),
        ("ns", None, "NS"),
        ("=", 1e-7, "1e-07"),
    ],
)
def test_p_words(op: str, value: float | None, words: str) -> None:
    assert (
        p_words(PValue.model_validate({"text": "", "start": 0, "end": 1, "op": op, "value": value})) == words
    )


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([("12", "%"), ("15", "%")], "12 vs 15%"),
        ([("12%", "%"), ("15%", "%")], "12 vs 15%"),
        ([("12 %", "%"), ("3", "mg/l")], "12 % vs 3 mg/l"),
        ([("12", None), ("15", None)], "12 vs 15"),
    ],
)
def test_group_values_show_their_unit_once(
    records: list[Record], groups: list[tuple[str, str | None]], words: str
) -> None:
    finding = records[0].findings[1]
    made = [
        Group.model_validate(finding.groups[0].model_dump() | {"text": text, "unit": unit})
        for text, unit in groups
    ]
    assert value_words(finding.model_copy(update={"groups": made})) == words


@given(st.text(alphabet=st.characters() | st.sampled_from("\x1b\x07\x9b\u202e\u2028\r\n")))
def test_one_line_keeps_length_and_drives_no_terminal(text: str) -> None:
    line = one_line(text)
    assert len(line) == len(text)
    assert len(line.splitlines()) <= 1 or not set(line) & set("\n\r\x0b\x0c\x85\u2028\u2029")
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in line)
