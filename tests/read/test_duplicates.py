import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.read.article import Article, Failure, Source
from evistat.read.articles import OwnIds, read_articles
from evistat.read.duplicates import without_repeats
from evistat.read.formats.format import ReadOptions
from evistat.read.hash_table import HashTable, hash_of

SOURCE = Source("in.jsonl", None, "jsonl", 0, "1" * 64)
OTHER = Source("in.jsonl", None, "jsonl", 1, "2" * 64)
TEXT = "Early rehabilitation\n\nForty patients were followed for a year."


def article(doc_id: str, text: str = "", title: str | None = None, **metadata: Any) -> Article:
    return Article(doc_id, text or f"Text of {doc_id}.", SOURCE, title=title, metadata=metadata)


def deduped(articles: Iterable[Article]) -> list[Article | Failure]:
    return list(without_repeats(articles, named=OwnIds().given))


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (article("a", pmid="123"), article("b", pmid="0123"), "PMID"),
        (article("a", pmid="123"), article("b", pmid=123), "PMID"),
        (article("a", PMID=123.0), article("b", pmid="PMID: 123"), "PMID"),
        (article("a", pmcid="PMC77"), article("b", pmcid="pmc77.2"), "PMCID"),
        (article("a", pmcid="PMC77"), article("PMC77"), "PMCID"),
        (article("a", doi="10.1000/ABC"), article("b", doi="https://doi.org/10.1000/abc"), "DOI"),
        (article("a", DOI="10.1000/abc"), article("doi:10.1000/ABC"), "DOI"),
        (article("a", TEXT), article("b", TEXT.upper().replace(" ", "\n ")), "title and text"),
        (article("a", "STRASSE, one."), article("b", "Straße, one."), "title and text"),
        (article("a", "Reply", "Reply"), article("a", "Reply", "Reply"), "record, byte for byte,"),
    ],
)
def test_repeats_are_told_and_left_out(first: Article, second: Article, same: str) -> None:
    kept, notice = deduped([first, second])
    assert kept == first
    assert isinstance(notice, Failure)
    assert (notice.code, notice.doc_id, notice.is_notice) == ("W040", second.doc_id, True)
    assert f"in.jsonl ({second.doc_id}): same {same} as 'a'" in notice.message


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (article("a", pmid="123"), article("b", pmid="1234")),
        (article("a", pmid="123"), article("b", pmcid="123")),
        (article("123"), article("b", pmid="123")),
        (article("a", pmid="none"), article("b", pmid="none")),
        (article("a", pmid=True), article("b", pmid=True)),
        (article("a", pmid=["1"]), article("b", pmid=["1"])),
        (article("a", doi="n/a"), article("b", doi="n/a")),
        (article("a", TEXT), article("b", TEXT[:-1])),
        (article("a", doi="10.1000/abc"), article("b", "See 10.1000/abc for more.")),
        (article("a", "Reply", "Reply"), replace(article("b", "Reply", "Reply"), source=OTHER)),
    ],
)
def test_what_only_looks_alike_is_kept(first: Article, second: Article) -> None:
    assert deduped([first, second]) == [first, second]


def test_what_a_repeat_is_known_by_leads_to_the_first_as_well() -> None:
    items = deduped(
        [article("a", pmid="1"), article("b", pmid="1", doi="10.1000/b"), article("c", doi="10.1000/b")]
    )
    assert ["as 'a'" in item.message for item in items if isinstance(item, Failure)] == [True, True]


def test_the_earliest_of_several_is_named() -> None:
    items = deduped(
        [article("a", doi="10.1000/a"), article("b", pmid="2"), article("c", pmid="2", doi="10.1000/a")]
    )
    assert isinstance(items[2], Failure)
    assert "same DOI as 'a'" in items[2].message


def test_ids_are_given_to_what_is_kept(tmp_path: Path) -> None:
    lines = [
        ("x", "One."),
        ("x", "Two."),
        ("x", "two. "),
        ("x", "Three."),
        ("10.1000/a", "Four."),
        ("10.1000/A", ""),
    ]
    for name in ("a.jsonl", "b.jsonl"):
        rows = [
            json.dumps({"id": doc_id, "text": text, "title": f"{text.strip()} Five."})
            for doc_id, text in lines
        ]
        (tmp_path / name).write_text("\n".join(rows))
    items = list(read_articles([str(tmp_path)], options=ReadOptions(dedupe=True)))
    assert [item.doc_id for item in items if isinstance(item, Article)] == ["x", "x-2", "x-3", "10.1000/a"]
    notices = [item for item in items if isinstance(item, Failure) and item.code == "W040"]
    assert len(notices) == 8
    assert "same title and text as 'x-2'" in notices[0].message
    assert [notice.path for notice in notices[2:]] == ["b.jsonl"] * 6
    everything = list(read_articles([str(tmp_path)], options=ReadOptions()))
    assert sum(isinstance(item, Article) for item in everything) == 12


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 50)), max_size=60))
def test_the_table_keeps_what_was_first(pairs: list[tuple[int, int]]) -> None:
    table, plain = HashTable(), dict[int, int]()
    for hashed, number in pairs:
        hashed += hashed == 0
        assert table.set_default(hashed, number) == (hashed not in plain)
        plain.setdefault(hashed, number)
    assert {hashed: table.get(hashed) for hashed in range(1, 302)} == {n: plain.get(n) for n in range(1, 302)}
    assert table.count == len(plain)


def test_the_table_grows() -> None:
    table = HashTable()
    for number in range(5000):
        table.set_default(hash_of(str(number)), number)
    assert [table.get(hash_of(str(number))) for number in range(5000)] == list(range(5000))
    assert table.get(hash_of("another")) is None
