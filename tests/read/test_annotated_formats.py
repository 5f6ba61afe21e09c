"""BioC in XML and JSON, PubTator: passages with their offsets, annotations on request."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.read.article import Article, Failure
from evistat.read.formats.bioc_json import BIOC_JSON, read_bioc_json
from evistat.read.formats.bioc_xml import BIOC_XML, read_bioc_xml
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.jsonl import JSONL
from evistat.read.formats.pubtator import PUBTATOR, read_pubtator
from evistat.read.formats.registry import format_of

OWN = Path(__file__).parents[2] / "corpora" / "formats"
PLACE = Place("in/p", "p", None, "p")
READERS = {"bioc.json": read_bioc_json, "bioc.xml": read_bioc_xml, "pubtator": read_pubtator}


def read(kind: str, data: bytes | str, **options: Any) -> list[Article | Failure]:
    data = data.encode() if isinstance(data, str) else data
    return list(READERS[kind](io.BufferedReader(io.BytesIO(data)), PLACE, ReadOptions(**options)))


def document(**fields: Any) -> dict[str, Any]:
    return {"id": "d", "infons": {}, "passages": [{"offset": 0, "infons": {}, "text": "Of mice."}], **fields}


@pytest.mark.parametrize("kind", ["bioc.json", "bioc.xml"])
def test_a_collection(kind: str) -> None:
    first, second = read(kind, (OWN / f"collection.{kind}").read_bytes(), keep_annotations=True)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.text == (
        "Dolumab in ward fever: a trial.\nWard fever is common in Northhaven.\nResults\n"
        "Fever fell with dolumab (−0.8 °C; 95% CI −1.1 to −0.5).\nNobody had a rash.\nTable 1. Fever by day."
    )
    assert [(mark.label, mark.heading) for mark in first.sections] == [
        ("TITLE", None),
        ("OTHER", None),
        ("RESULTS", "Results"),
        ("CAPTION", None),
    ]
    assert (first.doc_id, first.title) == ("99000004", "Dolumab in ward fever: a trial.")
    annotations = first.metadata.pop("annotations")
    assert first.metadata == {
        "pmid": "93000001",
        "pmcid": "PMC99000004",
        "doi": "10.5555/bioc.1",
        "journal": "Ann Invent Med",
        "year": 2021,
        "authors": ["Quill, Petra", "Lind"],
    }
    assert annotations[0] == {
        "start": 0, "end": 7, "text": "Dolumab", "label": "Chemical", "identifier": "MESH:C999001",
    }  # fmt: skip
    assert [first.text[one["start"] : one["end"]] for one in annotations] == [
        "Dolumab", "Ward fever", "dolumab", "rash",
    ]  # fmt: skip
    # Sentences alone, and a document whose offsets begin somewhere.
    assert second.text == "Salt rose. Pressure rose (β = 0.3)."
    assert second.metadata["annotations"] == [{"start": 0, "end": 4, "text": "Salt", "label": "Chemical"}]
    assert first.warnings == second.warnings == ()


def test_annotations_are_kept_on_request_only() -> None:
    for name, kind in (("collection.bioc.json", "bioc.json"), ("annotated.pubtator", "pubtator")):
        for item in read(kind, (OWN / name).read_bytes()):
            assert isinstance(item, Article)
            assert "annotations" not in item.metadata


def test_both_forms_of_a_collection_give_the_same() -> None:
    both = [read(kind, (OWN / f"collection.{kind}").read_bytes(), keep_annotations=True) for kind in ("bioc.json", "bioc.xml")]  # fmt: skip
    seen = [[(one.doc_id, one.text, one.metadata, one.sections) for one in items if isinstance(one, Article)] for items in both]  # fmt: skip
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    "shape",
    [
        lambda one, two: json.dumps(
            {"source": "s", "documents": [one, two], "key": "k", "infons": {"a": "b"}}
        ),
        lambda one, two: json.dumps([{"documents": [one]}, {"documents": [two]}], indent=2),
        lambda one, two: json.dumps({"PubTator3": [one, two]}),
        lambda one, two: json.dumps(one) + "\n" + json.dumps(two) + "\n",
        lambda one, two: json.dumps([one, two]),
    ],
)
def test_every_shape_of_json(shape: Any) -> None:
    data = shape(document(id="1"), document(id="2", passages=[]))
    first, second = read("bioc.json", data)
    assert isinstance(first, Article)
    assert isinstance(second, Failure)
    assert (first.text, first.doc_id) == ("Of mice.", "1")
    assert (second.code, second.doc_id) == ("E031", "2")
    assert format_of("x.json", data.encode()) is BIOC_JSON


def test_json_is_read_piece_by_piece() -> None:
    many = [document(id=str(n), passages=[{"offset": 0, "text": "Of mice " * 300}]) for n in range(1000)]
    items = read("bioc.json", json.dumps({"documents": many}))
    assert [item.doc_id for item in items] == [str(n) for n in range(1000)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ('{"documents": [{"id": "1", "passages": [{"text": "a"}]}, {"id": "2", "passages": [', "column"),
        ('{"documents": [{"id": "1", "passages": [{"text": "a"}]} x', "'x'"),
        ('{"passages": ' + "[" * 100_000, "deep"),
        ('{"passages": [' + "9" * 5000 + "]}", "too long"),
        ('{"documents": [3', "'3'"),
    ],
)
def test_broken_json_is_a_failure_after_what_came_before(data: str, reason: str) -> None:
    *before, failure = read("bioc.json", data)
    assert isinstance(failure, Failure)
    assert (failure.code, failure.line) == ("E033", 1)
    assert reason in failure.message
    assert all(isinstance(item, Article) for item in before)


def test_values_of_any_kind_do_no_harm() -> None:
    odd = document(
        infons=["no"],
        passages=[
            {"offset": "3", "infons": {"type": 7}, "text": 12.5, "annotations": [3, {"locations": [{}]}]},
            4,
        ],
    )
    (article,) = read("bioc.json", json.dumps({"documents": [odd]}), keep_annotations=True)
    assert isinstance(article, Article)
    assert article.text == "12.5"
    assert [note.code for note in article.warnings] == ["W023"]


def test_references_at_the_end_are_left_out() -> None:
    said = [
        ("TITLE", "A title"),
        ("REF", "One 1999"),
        ("RESULTS", "Fell."),
        ("REF", "Two 2000"),
        ("REF", "Three"),
    ]
    passages, at = [], 0
    for section, text in said:
        passages.append({"offset": at, "infons": {"section_type": section}, "text": text})
        at += len(text) + 1
    (article,) = read("bioc.json", json.dumps({"documents": [document(passages=passages)]}))
    assert isinstance(article, Article)
    assert article.text == "A title\nOne 1999\nFell."


def test_pubtator() -> None:
    first, second = read("pubtator", (OWN / "annotated.pubtator").read_bytes(), keep_annotations=True)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.text == (
        "Nemitinib and the knee: β-blockers excluded.\n"
        "BACKGROUND: Knees hurt. RESULTS: Pain fell with nemitinib (P = 0.01)."
    )
    assert [
        (first.text[one["start"] : one["end"]], one["label"], one["identifier"])
        for one in first.metadata["annotations"]
    ] == [
        ("Nemitinib", "Chemical", "MESH:C999003"),
        ("knee", "Disease", "-"),
        ("nemitinib", "Chemical", "MESH:C999003"),
    ]
    assert (first.metadata["pmid"], first.warnings) == ("94000001", ())
    assert (second.text, [note.code for note in second.warnings]) == ("A title alone", ["W004"])


def test_pubtator_without_blank_lines_and_with_strange_ones() -> None:
    data = "1|t|One\n1|a|First.\n2|t|Two|t|too\n2|a|Second.\n2\tx\ty\tz\tw\n\nno document\n"
    one, two, failure = read("pubtator", data)
    assert [getattr(item, "text", None) for item in (one, two)] == ["One\nFirst.", "Two|t|too\nSecond."]
    assert isinstance(failure, Failure)
    assert (failure.code, failure.line) == ("E033", 7)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("12|t|A title\n", PUBTATOR),
        ("\n\n12|a|An abstract\n", PUBTATOR),
        ('{"id": "1", "text": "a {\\"passages\\": [] \\"infons\\""}\n', JSONL),
        ("<?xml version='1.0'?><!DOCTYPE collection SYSTEM 'BioC.dtd'><collection>", BIOC_XML),
        ("<collection><source>x</source><document><id>", BIOC_XML),
        ("<collection><stamps/></collection>", None),
    ],
)
def test_known_by_content(data: str, found: Any) -> None:
    assert format_of("x", data.encode()) is found


@given(st.binary(max_size=200), st.sampled_from(sorted(READERS)), st.integers(0, 2000))
def test_any_bytes_anywhere(noise: bytes, kind: str, at: int) -> None:
    name = "annotated.pubtator" if kind == "pubtator" else f"collection.{kind}"
    data = (OWN / name).read_bytes()
    for item in read(kind, data[:at] + noise + data[at + len(noise) :], keep_annotations=True):
        assert isinstance(item, Article | Failure)
        if isinstance(item, Article):
            for one in item.metadata["annotations"]:
                assert item.text[one["start"] : one["end"]] == one["text"]
