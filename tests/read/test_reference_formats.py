"""Reference exports and tables → ids, texts and metadata; what is damaged in them → failures with their line."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

import pytest

from evistat.read.article import Article, Failure
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.registry import format_named, format_of

SAMPLES = Path(__file__).parents[2] / "corpora" / "formats"
CASES = Path(__file__).parents[1] / "cases" / "reference_formats.jsonl"
EXPECTED = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
TAGGED = ["medline", "ris", "wos", "ovid", "endnote"]


def read(data: bytes | str, name: str, **options: Any) -> list[Article | Failure]:
    data = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    place = Place("in/x", "x", None, "x")
    return list(format_named(name).read(BufferedReader(BytesIO(data)), place, ReadOptions(**options)))


def article(data: bytes | str, name: str, **options: Any) -> Article:
    (item,) = read(data, name, **options)
    assert isinstance(item, Article), item
    return item


def codes(items: list[Article | Failure]) -> list[str | None]:
    return [item.code if isinstance(item, Failure) else None for item in items]


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: case["file"])
def test_samples_are_known_by_content_and_read(case: dict[str, Any]) -> None:
    data = (SAMPLES / case["file"]).read_bytes()
    known = format_of("no-ending", data[:65536])
    assert known is not None
    assert known.name == case["format"]
    items = read(data, known.name)
    assert len(items) == len(case["items"])
    for number, (item, expected) in enumerate(zip(items, case["items"], strict=True)):
        if isinstance(item, Failure):
            assert {"failure": item.code, "line": item.line} == expected
            continue
        found = {
            "doc_id": item.doc_id.replace("x:", f"{case['file']}:"),
            "text": item.text,
            "metadata": item.metadata,
            "warnings": [note.code for note in item.warnings],
        }
        assert found == expected
        assert item.source.index == number
        for mark in item.sections:
            assert item.text[mark.start : mark.end].strip() == item.text[mark.start : mark.end] != ""


def record(
    name: str, number: int, title: str = "On mice", abstract: str | None = "They fell (p=0.01)."
) -> str:
    """Return one record in a tagged format."""
    text = abstract or ""
    written = {
        "medline": f"\nPMID- {number}\nTI  - {title}\n" + (f"AB  - {text}\n" if abstract else ""),
        "ris": f"TY  - JOUR\nTI  - {title}\nAN  - {number}\n"
        + (f"AB  - {text}\n" if abstract else "")
        + "ER  - \n\n",
        "wos": f"PT J\nAU X, Y\nTI {title}\nUT {number}\n" + (f"AB {text}\n" if abstract else "") + "ER\n\n",
        "ovid": f"<{number}. >\nUI  - {number}\nTI  - {title}\n"
        + (f"AB  - {text}\n" if abstract else "")
        + "\n",
        "endnote": f"%0 Journal Article\n%T {title}\n%M {number}\n"
        + (f"%X {text}\n" if abstract else "")
        + "\n",
    }
    return written[name]


@pytest.mark.parametrize("name", TAGGED)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_line_ends_and_marks_of_all_kinds(name: str, line_end: str, encoding: str) -> None:
    text = (record(name, 1, "Über mice ≥ 2") + record(name, 2, abstract=None)).replace("\n", line_end)
    first, second = read(text.encode(encoding), name)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.doc_id, first.text) == ("1", "Über mice ≥ 2\n\nThey fell (p=0.01).")
    assert (second.doc_id, second.text) == ("2", "On mice")
    assert [note.code for note in second.warnings] == ["W004"]


@pytest.mark.parametrize("name", TAGGED)
def test_a_stray_byte_is_read_as_windows_1252_in_its_line_alone(name: str) -> None:
    data = record(name, 1, "Na\u00efve \u2265 2").encode().replace(b"fell", b"fell by 3\xb0")
    item = article(data, name)
    assert item.text == "Na\u00efve \u2265 2\n\nThey fell by 3\u00b0 (p=0.01)."
    assert [note.code for note in item.warnings] == ["W001"]


@pytest.mark.parametrize("name", TAGGED)
def test_a_record_without_end_is_read_and_the_next_one_too(name: str) -> None:
    text = (record(name, 1) + record(name, 2)).replace("ER  - \n", "").replace("\nER\n", "\n")
    assert codes(read(text, name)) == [None, None]
    assert codes(read(text[: text.rindex("p=0")], name)) == [None, None]


@pytest.mark.parametrize("name", TAGGED)
def test_a_record_with_nothing_to_read_is_a_failure_with_its_line(name: str) -> None:
    text = record(name, 1) + record(name, 2, "", None) + record(name, 3)
    items = read(text, name)
    assert codes(items) == [None, "E031", None]
    failure = items[1]
    assert isinstance(failure, Failure)
    line = text.splitlines()[(failure.line or 0) - 1]
    assert line == record(name, 2).lstrip().splitlines()[0]
    assert f"in/x:{failure.line}" in failure.message


@pytest.mark.parametrize("name", TAGGED)
@pytest.mark.parametrize(
    "abstract", ["word " * 2000, "\n".join(["      word"] * 1000)], ids=["one line", "many"]
)
def test_a_record_too_large_is_passed_over_and_the_rest_read(
    name: str, abstract: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evistat.read.formats.tagged.longest_record", lambda _options: 8000)
    items = read(record(name, 1) + record(name, 2, abstract=abstract) + record(name, 3), name)
    assert codes(items) == [None, "E041", None]


@pytest.mark.parametrize("name", TAGGED)
def test_exports_put_one_after_the_other_are_read(name: str) -> None:
    one, two = record(name, 1).lstrip().encode("utf-8-sig"), record(name, 2).lstrip().encode("utf-8-sig")
    assert [item.doc_id for item in read(one + two, name)] == ["1", "2"]


def test_a_text_too_long_is_a_failure() -> None:
    assert codes(read(record("ris", 1, abstract="word " * 300), "ris", max_length=1000)) == ["E008"]


@pytest.mark.parametrize("name", TAGGED)
def test_odd_bytes_pass_into_the_text(name: str) -> None:
    item = article(record(name, 1, abstract="a\x00b \x0b \x1c c\u2028d \x85 e\ufeff"), name)
    assert item.text.split("\n\n")[1] == "a\x00b \x0b \x1c c\u2028d \x85 e\ufeff"


def test_wrapped_lines_are_joined_and_meant_ones_kept() -> None:
    wrapped = "BACKGROUND: mice are small and\n      live in fields that people mow.\n      RESULTS:\n      They fell."
    text = article(f"PMID- 1\nTI  - A title that\n      goes on\nAB  - {wrapped}\n", "medline").text
    assert (
        text
        == "A title that goes on\n\nBACKGROUND: mice are small and live in fields that people mow.\nRESULTS:\nThey fell."
    )


def test_fields_can_be_named() -> None:
    text = "TY  - JOUR\nTI  - On mice\nN1  - The notes hold it.\nLB  - mine\nER  - \n"
    item = article(text, "ris", id_field="LB", text_field="N1", title_field="TI")
    assert (item.doc_id, item.text) == ("mine", "On mice\n\nThe notes hold it.")
    (failure,) = read(text, "ris", id_field="XX")
    assert isinstance(failure, Failure)
    assert failure.code == "E006"
    assert "TI, N1" in failure.message


@pytest.mark.parametrize("name", [*TAGGED, "endnote_xml"])
def test_a_file_without_a_record_says_so(name: str) -> None:
    for data in ("<xml><records/></xml>", "some text\n\nand more\n"):
        assert codes(read(data, name)) in (["E013"], ["E030"])


def test_text_between_records_is_no_record() -> None:
    text = "Exported by somebody\n\n" + record("ris", 1) + "NL  - Mice J\nLink: here\n\n" + record("ris", 2)
    assert [item.doc_id for item in read(text, "ris")] == ["1", "2"]


def test_a_record_without_its_opening_tag_is_read() -> None:
    items = read(record("ris", 1) + record("ris", 2).replace("TY  - JOUR\n", ""), "ris")
    assert [item.doc_id for item in items] == ["1", "2"]


@pytest.mark.parametrize(
    ("abstract", "text"),
    [
        ("p &lt; 0.05 &amp; &#8805; 2&percnt; &nothing; &#xD800;", "p < 0.05 & ≥ 2% &nothing; \ufffd"),
        ("<p>One</p><p>m<sup>2</sup>, 10<sup>-4</sup>, <i>P</i> &lt; .1</p>", "One\nm2, 10^-4, P < .1"),
        ("<jats:title>Aim</jats:title><jats:p>To see.</jats:p>", "Aim\nTo see."),
        ("x</sup> y <sup>2 z, 10<sup>3</sup> <SUB>a</SUB>b</sub>", "x y 2 z, 10^3 ab"),
        ("a\x01b <i>c</i> 10<sup>3</sup>", "a\x01b c 103"),
        ("a <b and c> d, p<i, x</ y", "a <b and c> d, p<i, x</ y"),
        ("<b> is bold where it isn't closed", "<b> is bold where it isn't closed"),
    ],
)
def test_markup_that_exports_leave_in_is_read(abstract: str, text: str) -> None:
    assert article(record("ris", 1, abstract=abstract), "ris").text == f"On mice\n\n{text}"


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("UR  - https://doi.org/10.1000/ABC.1", {"doi": "10.1000/abc.1"}),
        ("UR  - https://x.org/?id=doi:10.1000%2Fabc&title=y", {"doi": "10.1000/abc"}),
        ("UR  - http://www.ncbi.nlm.nih.gov/pubmed/123", {"pmid": "123"}),
        ("N1  - PMID: 77", {"pmid": "77"}),
        ("UR  - https://x.org/123", {}),
        ("C2  - PMC12345", {"pmcid": "PMC12345"}),
        ("DB  - Scopus\nC2  - 123", {"pmid": "123"}),
        ("C2  - 123", {}),
        ("DP  - NLM\nAN  - 123", {"pmid": "123", "accession": "123"}),
        ("AN  - 123", {"accession": "123"}),
        ("KW  - a; b\nc\nKW  - a", {"keywords": ["a", "b", "c"]}),
        ("PY  - 10 15", {}),
        ("A1  - X\nAU  - Y, Z.", {"authors": ["Y, Z."]}),
        ("JO  - \nT2  - Mice", {"journal": "Mice"}),
    ],
)
def test_metadata_of_ris(tags: str, expected: dict[str, Any]) -> None:
    assert article(f"TY  - JOUR\nTI  - On mice\n{tags}\nER  - \n", "ris").metadata == expected


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"Results were good.\nTY  - no",
        b"FN is a tag, he said\nand VR too",
        b"<1. >\nis a number",
        b"%0 of nothing" + b"\n" * 3 + b"text",
        b"PMID- 12345 is my id.\nText follows.",
        b"Title, author, and other things in a sentence, with commas.\nMore.",
        b"The title; the abstract; the end.",
        b"<p>A fragment</p>",
        b"Title\nAbstract\n",
    ],
)
def test_prose_is_none_of_these(head: bytes) -> None:
    known = format_of("notes.txt", head)
    assert known is not None
    assert known.name in ("text", "endnote") if head.startswith(b"%0") else known.name == "text"


@pytest.mark.parametrize("name", [*TAGGED, "csv"])
def test_records_are_read_one_at_a_time(name: str, tmp_path: Path) -> None:
    """The first record comes before the rest of a pipe is there."""
    made: Callable[[int], str] = (
        (lambda n: f"{n},On mice,They fell.\n") if name == "csv" else (lambda n: record(name, n))
    )
    path = tmp_path / "x"
    head = "id,title,abstract\n" if name == "csv" else ""
    path.write_text(head + "".join(made(number) for number in range(1, 20_000)), encoding="utf-8")
    with path.open("rb") as file:
        items = format_named(name).read(file, Place("x", "x", None, "x"), ReadOptions())  # type: ignore[arg-type]
        assert next(items).doc_id == "1"
        assert file.tell() < 600_000
