import json
from io import BufferedReader, BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.read.article import Article, Failure
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.jsonl import read_jsonl

PLACE = Place("in/b.jsonl", "b.jsonl", None, "b.jsonl")


def read_all(data: bytes | str, **options: Any) -> list[Article | Failure]:
    data = data.encode() if isinstance(data, str) else data
    return list(read_jsonl(BufferedReader(BytesIO(data)), PLACE, ReadOptions(**options)))


def article_of(line: dict[str, Any] | str, **options: Any) -> Article:
    (item,) = read_all(line if isinstance(line, str) else json.dumps(line), **options)
    assert isinstance(item, Article), item
    return item


def failure_of(line: Any, **options: Any) -> Failure:
    (item,) = read_all(line if isinstance(line, str | bytes) else json.dumps(line), **options)
    assert isinstance(item, Failure), item
    return item


def test_reads_id_text_title_and_the_rest_as_metadata() -> None:
    article = article_of(
        {
            "id": "t1",
            "title": "Anakinra in diabetes",
            "text": "RESULTS: fell.",
            "pmid": 19,
            "authors": ["A", "B"],
        }
    )
    assert article.doc_id == "t1"
    assert article.text == "Anakinra in diabetes\n\nRESULTS: fell."
    assert article.title == "Anakinra in diabetes"
    assert article.metadata == {"pmid": 19, "authors": ["A", "B"]}


def test_the_text_passes_code_point_by_code_point() -> None:
    text = " P\u2009<\u20090·001\r\n\tcafe\u0301 \x00 \u2028 𝑃 \ufeff"
    assert article_of({"id": "x", "text": text}).text == text


@pytest.mark.parametrize(
    ("fields", "doc_id"),
    [
        ({"id": "a", "pmid": "1"}, "a"),
        ({"doc_id": "d", "doi": "10.1/x"}, "d"),
        ({"id": 17}, "17"),
        ({"id": 17.0}, "17"),
        ({"id": None, "pmid": 9}, "9"),
        ({"id": "  ", "doi": "10.1/x"}, "10.1/x"),
        ({}, "b.jsonl:1"),
    ],
)
def test_the_id_is_the_first_one_given(fields: dict[str, Any], doc_id: str) -> None:
    assert article_of({**fields, "text": "some text"}).doc_id == doc_id


def test_fields_can_be_named() -> None:
    line = {"key": "k", "id": "no", "abstract": "Fell.", "heading": "Of mice"}
    article = article_of(line, id_field="key", text_field="abstract", title_field="heading")
    assert (article.doc_id, article.text, article.metadata) == ("k", "Of mice\n\nFell.", {"id": "no"})


def test_a_title_alone_is_an_article_with_a_warning() -> None:
    article = article_of({"id": "x", "title": "Of mice", "text": None})
    assert article.text == "Of mice"
    assert [note.code for note in article.warnings] == ["W004"]


def test_halves_of_surrogate_pairs_are_replaced_where_they_stand() -> None:
    article = article_of(
        '{"id": "\\ud800", "text": "a \\udc00 b \\ud83d\\ude00", "n": {"\\ud801": ["\\ud802"]}}'
    )
    assert article.text == "a \ufffd b 😀"
    assert [(note.code, note.start, note.end) for note in article.warnings] == [("W005", 2, 3)]
    assert article.metadata == {"n": {"\ufffd": ["\ufffd"]}}
    assert article.doc_id == "\ufffd"


def test_not_a_number_becomes_null() -> None:
    assert article_of('{"text": "x y", "year": NaN}').metadata == {"year": None}


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ('{"id": "x", "text": ', "E005", "in/b.jsonl:1"),
        ("[1, 2]", "E005", "a list"),
        ('"text"', "E005", "a text"),
        ({"id": "x", "abstract": "y"}, "E006", "id, abstract"),
        ({"id": "x", "text": ["y"]}, "E007", "a list"),
        ({"id": ["x"], "text": "y"}, "E007", "'id'"),
        ({"id": True, "text": "y"}, "E007", "a boolean"),
        ({"id": "x", "text": " "}, "E019", "empty"),
        ({"id": "x", "text": None}, "E019", "empty"),
        ({"id": "x", "text": "y" * 1_000_001}, "E008", "1000001"),
        ('{"text": "x", "n": ' + "9" * 5000 + "}", "E005", "too long"),
        ('{"text": "x", "deep": ' + "[" * 100 + "]" * 100 + "}", "E005", "too deep"),
        ('{"text": "x", "deep": ' + "[" * 100_000 + "]" * 100_000 + "}", "E005", "too deep"),
        (b'{"text": "na\xefve"}', "E013", "byte 12"),
        ({"schema_version": "1", "findings": [], "sentences": [], "text": "x"}, "E013", "earlier run"),
    ],
)
def test_a_bad_line_is_a_failure_that_says_where_and_why(line: Any, code: str, words: str) -> None:
    failure = failure_of(line)
    assert failure.code == code
    assert words in failure.message
    assert (failure.path, failure.line) == ("in/b.jsonl", 1)
    assert failure.message.startswith("in/b.jsonl:1: ")


def test_an_id_field_that_was_named_must_be_there() -> None:
    assert failure_of({"id": "x", "text": "y"}, id_field="key").code == "E006"


def test_a_failure_carries_the_id_where_it_is_known() -> None:
    assert failure_of({"id": "x", "abstract": "y"}).doc_id == "x"


def test_bad_lines_dont_stop_the_good_ones_and_lines_keep_their_numbers() -> None:
    items = read_all('\ufeff{"text": "one"}\r\n\r\n{broken\n{"text": "two"}')
    assert [item.doc_id for item in items] == ["b.jsonl:1", None, "b.jsonl:4"]
    assert [item.source.index for item in items if isinstance(item, Article)] == [0, 2]


def test_a_line_too_long_to_hold_is_passed_over() -> None:
    longest = 12 * 10 + 10_000_000
    line = b'{"text": "' + b"x" * (longest + 5_000_000) + b'"}\n'
    items = read_all(line + b'{"text": "short"}\n', max_length=10)
    assert [type(item) for item in items] == [Failure, Article]
    assert isinstance(items[0], Failure)
    assert "more than 10000120 bytes" in items[0].message
    assert items[1].doc_id == "b.jsonl:2"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_wide_encodings_are_read(encoding: str) -> None:
    lines = '{"id": "a", "text": "β ≥ 5"}\n{"id": "b", "text": "second one"}\n'
    texts = [item.text for item in read_all(lines.encode(encoding)) if isinstance(item, Article)]
    assert texts == ["β ≥ 5", "second one"]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.text(min_size=1).filter(str.strip),
    st.dictionaries(st.text(max_size=6), json_values, max_size=4),
    st.booleans(),
)
def test_json_round_trip(text: str, fields: dict[str, Any], ascii_only: bool) -> None:
    named = {"id", "doc_id", "pmid", "pmcid", "doi", "text", "title"}
    extra = {name: value for name, value in fields.items() if name not in named}
    article = article_of(json.dumps({**extra, "text": text}, ensure_ascii=ascii_only))
    assert article.text == text
    assert article.metadata == extra


@given(st.binary(max_size=200))
def test_any_bytes_give_articles_and_failures(data: bytes) -> None:
    for item in read_all(data) + read_all(b'{"text": "' + data + b'"}'):
        if isinstance(item, Article):
            item.text.encode()
        else:
            item.message.encode()
