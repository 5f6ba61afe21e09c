"""A file → its records, or those made of its articles now."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from evistat.errors import EvistatError
from evistat.read.article import Article, Failure
from evistat.read.formats.format import ReadOptions
from evistat.records.jsonl import read_records
from evistat.records.schema import Record
from evistat.run import records_of as module
from evistat.run.records_of import records_of

RECORDS = Path(__file__).parents[1] / "cases" / "shown_records.jsonl"


@pytest.fixture
def annotated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put a stand-in in the pipeline's place and return the ids that it is given."""
    known = next(iter(read_records(str(RECORDS))))
    ids: list[str] = []

    def annotate(articles: Iterable[Article]) -> Iterator[Record]:
        for article in articles:
            ids.append(article.doc_id)
            if "raise" in article.text:
                raise ValueError("no good")
            yield known.model_copy(update={"doc_id": article.doc_id})

    monkeypatch.setattr(module, "open_flow", lambda _model: annotate)
    return ids


def read(path: Path | str, *doc_ids: str, format: str | None = None) -> tuple[list[str], list[Failure]]:
    failures: list[Failure] = []
    records = records_of(
        str(path),
        doc_ids=frozenset(doc_ids),
        options=ReadOptions(format=format),
        model=None,
        on_failure=failures.append,
    )
    return [record.doc_id for record in records], failures


def test_records_are_known_by_their_first_line(tmp_path: Path, annotated: list[str]) -> None:
    whole = [record.doc_id for record in read_records(str(RECORDS))]
    packed, lines = tmp_path / "records.gz", tmp_path / "no-ending"
    packed.write_bytes(gzip.compress(RECORDS.read_bytes()))
    lines.write_bytes(b"\n\n" + RECORDS.read_bytes())
    assert [read(path) for path in (RECORDS, packed, lines)] == [(whole, [])] * 3
    assert annotated == []


def test_anything_else_is_articles_of_which_those_asked_for_are_annotated(
    tmp_path: Path, annotated: list[str]
) -> None:
    articles = tmp_path / "articles.jsonl"
    articles.write_text('{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n', "utf-8")
    assert read(articles, "b") == (["b"], [])
    assert read(articles) == (["a", "b"], [])
    (tmp_path / "c.txt").write_text("Three.", "utf-8")
    assert read(tmp_path / "c.txt")[0] == ["c.txt"]
    assert sorted(read(tmp_path)[0]) == ["a", "b", "c.txt"]
    assert annotated[:3] == ["b", "a", "b"]


def test_standard_input_holds_records_unless_a_format_is_named(
    monkeypatch: pytest.MonkeyPatch, annotated: list[str]
) -> None:
    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BufferedReader(io.BytesIO(data))))

    give(RECORDS.read_bytes())
    assert len(read("-")[0]) == 2
    give(b"Pain fell.")
    assert len(read("-", format="text")[0]) == 1
    assert len(annotated) == 1


@pytest.mark.usefixtures("annotated")
def test_faults_are_told(tmp_path: Path) -> None:
    with pytest.raises(EvistatError, match="E001"):
        read(tmp_path / "absent")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "bad.txt").write_text("This will raise.", "utf-8")
    assert [failure.code for failure in read(tmp_path)[1]] == ["E016", "E003"]
