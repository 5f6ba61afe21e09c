import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evistat.errors import EvistatError
from evistat.inspect import report
from evistat.inspect.document_page import document_page
from evistat.inspect.report import write_report
from evistat.records.jsonl import read_records
from evistat.records.schema import Record

RECORDS = Path(__file__).parents[1] / "cases" / "shown_records.jsonl"


@pytest.fixture
def records() -> list[Record]:
    return list(read_records(str(RECORDS)))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_report_is_whole_and_the_same_each_time(tmp_path: Path, records: list[Record]) -> None:
    written = write_report(records, str(tmp_path / "a"), title="Sample", version="0.0")
    assert (written.documents, written.findings) == (2, 4)
    write_report(iter(records), str(tmp_path / "b"), title="Sample", version="0.0")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    page = (tmp_path / "a" / "index.html").read_text("utf-8")
    named = re.findall(r'(?:src|href)="((?:assets|data)/[^"]+)"', page)
    on_demand = {name for name in contents(tmp_path / "a") if name.startswith("data/pages-")}
    assert {*named, *on_demand, "index.html"} == contents(tmp_path / "a").keys()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_every_static_file_is_written_and_every_one_written_is_there() -> None:
    static = {path.name for path in Path(str(report.STATIC)).iterdir()}
    assert static == {report.INDEX, *report.STYLES, *report.CODE}


def test_the_page_holds_no_script_or_style_of_its_own(tmp_path: Path, records: list[Record]) -> None:
    title = '<script>alert("x")</script> {{scripts}} & "more" \udcff'  # of a file's name that isn't UTF-8
    write_report(records, str(tmp_path / "r"), title=title, version="0.0")
    page = (tmp_path / "r" / "index.html").read_text("utf-8")
    assert re.findall(r"<script(?![^>]*\ssrc=\"[\w/.-]+\"></script>)", page) == []
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "https" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; {{scripts}} &amp; &quot;more&quot;" in page


def test_the_code_makes_no_markup_of_text_and_asks_no_network() -> None:
    for name in report.CODE:
        code = (report.STATIC / name).read_text("utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|fetch\(|XMLHttpRequest"
            r"|sendBeacon|WebSocket|setAttribute\(\"style\"",
            code,
        ), name


def test_what_is_there_is_replaced_only_by_force_and_only_a_report(
    tmp_path: Path, records: list[Record]
) -> None:
    target = tmp_path / "r"
    target.mkdir()  # an empty folder may be filled
    write_report(records, str(target), title="one", version="0.0")
    with pytest.raises(EvistatError, match="E009"):
        write_report(records, str(target), title="two", version="0.0")
    (target / "left.txt").write_text("from before")
    write_report(records, str(target), title="two", version="0.0", force=True)
    assert "two" in (target / "index.html").read_text("utf-8")
    assert not (target / "left.txt").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    for kept in (mine, mine / "thesis.txt"):
        with pytest.raises(EvistatError, match="E100"):
            write_report(records, str(kept), title="x", version="0.0", force=True)
    assert (mine / "thesis.txt").read_text() == "years of work"
    with pytest.raises(EvistatError, match=r"E010.*no folder"):
        write_report(records, str(tmp_path / "none" / "r"), title="x", version="0.0")


def test_a_failure_half_way_leaves_everything_as_it_was(tmp_path: Path, records: list[Record]) -> None:
    target = tmp_path / "r"
    write_report(records[:1], str(target), title="old", version="0.0")
    before = contents(target)

    def broken() -> Iterator[Record]:
        yield records[0]
        raise EvistatError("E015", where="r.jsonl:2", reason="cut")

    with pytest.raises(EvistatError, match="E015"):
        write_report(broken(), str(target), title="new", version="0.0", force=True)
    assert contents(target) == before
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def test_documents_and_lines_are_parted_into_scripts(
    tmp_path: Path, records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "CHUNK_BYTES", 1)
    monkeypatch.setattr(report, "INDEX_LINES", 3)
    write_report(records * 2, str(tmp_path / "r"), title="x", version="0.0")
    names = sorted(path.name for path in (tmp_path / "r" / "data").iterdir())
    assert names == [
        "documents-0000.js", "documents-0001.js", "findings-0000.js", "findings-0001.js", "findings-0002.js",
        "pages-00000.js", "pages-00001.js", "pages-00002.js", "pages-00003.js", "summary.js",
    ]  # fmt: skip


def test_a_page_holds_the_whole_text_and_each_mark_its_words(records: list[Record]) -> None:
    page = document_page(records[0])
    text = " ".join(
        "".join(part if isinstance(part, str) else part[0] for part in paragraph["segments"])
        for block in page["blocks"]
        for paragraph in block["paragraphs"]
    )
    assert text.split() == records[0].text.split()
    assert marked(page, ["finding", 0, "outcome"]) == "In-hospital mortality"
    assert marked(page, ["finding", 0, "ci"]) == "90% CI 0·55–0·92"
    assert marked(page, ["finding", 0, "p"]) == "P = 0.009"
    assert marked(page, ["entity", "DISEASE"]) == "stroke"


def marked(page: dict[str, Any], mark: list[Any]) -> str:
    """Return the words under the first mark of a kind."""
    index = page["marks"].index(mark)
    return "".join(
        part[0]
        for block in page["blocks"]
        for paragraph in block["paragraphs"]
        for part in paragraph["segments"]
        if not isinstance(part, str) and index in part[1:]
    )
