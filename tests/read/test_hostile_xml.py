"""Broken and hostile XML: what stood before the break comes out, then a failure with place and reason."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.read.article import Article, Failure
from evistat.read.formats.bioc_xml import read_bioc_xml
from evistat.read.formats.format import Place, Reader, ReadOptions
from evistat.read.formats.jats import read_jats
from evistat.read.formats.pubmed_xml import read_pubmed_xml
from evistat.read.xml import elements

OWN = Path(__file__).parents[2] / "corpora" / "formats"
PLACE = Place("in/x.xml", "x.xml", None, "x.xml")
# Reader, what stands round the records, a record that holds a text.
KINDS: dict[str, tuple[Reader, str, str]] = {
    "pubmed": (
        read_pubmed_xml,
        "PubmedArticleSet",
        (
            "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>Of {}</ArticleTitle></Article>"
            "</MedlineCitation></PubmedArticle>"
        ),
    ),
    "jats": (
        read_jats,
        "pmc-articleset",
        (
            "<article><front><article-meta><title-group><article-title>Of mice</article-title></title-group>"
            "</article-meta></front><body><p>A text {}</p></body></article>"
        ),
    ),
    "bioc": (
        read_bioc_xml,
        "collection",
        "<document><id>1</id><passage><offset>0</offset><text>Of {}</text></passage></document>",
    ),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> tuple[Reader, str, str]:
    return KINDS[request.param]


def read(reader: Reader, data: bytes) -> list[Article | Failure]:
    return list(reader(io.BufferedReader(io.BytesIO(data)), PLACE, ReadOptions()))


def outcome(items: list[Article | Failure]) -> list[str]:
    return ["text" if isinstance(item, Article) else item.code for item in items]


def test_a_truncated_file(kind: tuple[Reader, str, str]) -> None:
    reader, root, record = kind
    whole = f"<{root}>\n" + "\n".join(record.format("mice") for _ in range(3))
    items = read(reader, whole[: -len(record) // 2].encode())
    assert outcome(items) == ["text", "text", "E030"]
    failure = items[-1]
    assert isinstance(failure, Failure)
    assert failure.line is not None
    assert failure.message.startswith(f"in/x.xml:{failure.line}: broken XML (")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"a\0b", "Char"),
        (b"na\xefve", "encoding"),
        (b"a & b", "Entity"),
        (b"a < b", "StartTag"),
        (b"<b>a</i>", "mismatch"),
        (b"&#xD800;", "xmlChar"),
        (b"&#1;", "xmlChar"),
        (b"&unheard;", "unheard"),
        (b"<b>" * 10_000, "depth"),
    ],
)
def test_what_is_no_xml_ends_the_file(kind: tuple[Reader, str, str], bad: bytes, reason: str) -> None:
    reader, root, record = kind
    before, after = record.split("{}")
    data = f"<{root}>{record.format('mice')}{before}".encode() + bad + f"{after}</{root}>".encode()
    items = read(reader, data)
    assert outcome(items)[-1] == "E030"
    assert reason in items[-1].message  # type: ignore[union-attr]
    assert set(outcome(items)[:-1]) <= {"text"}


def test_an_encoding_no_one_knows(kind: tuple[Reader, str, str]) -> None:
    reader, root, _ = kind
    (failure,) = read(reader, f"<?xml version='1.0' encoding='runes'?><{root}/>".encode())
    assert isinstance(failure, Failure)
    assert "runes" in failure.message


def test_a_wrongly_declared_encoding(kind: tuple[Reader, str, str]) -> None:
    reader, root, record = kind
    body = f"<{root}>{record.format('Größe')}</{root}>"
    declared = "<?xml version='1.0' encoding='{}'?>"
    assert outcome(read(reader, declared.format("utf-8").encode() + body.encode("cp1252"))) == ["E030"]
    (mark_counts,) = read(reader, (declared.format("utf-8") + body).encode("utf-16"))
    assert "Größe" in mark_counts.text  # type: ignore[union-attr]


def test_no_file_comes_in_by_an_entity(kind: tuple[Reader, str, str], tmp_path: Path) -> None:
    reader, root, record = kind
    (tmp_path / "secret").write_text("the secret")
    doctype = f"<!DOCTYPE {root} [<!ENTITY x SYSTEM '{(tmp_path / 'secret').as_uri()}'>]>"
    (article,) = read(reader, f"{doctype}<{root}>{record.format('&x;')}</{root}>".encode())
    assert isinstance(article, Article)
    assert "&x;" in article.text
    assert "secret" not in article.text
    parameter = f"<!DOCTYPE {root} [<!ENTITY % x SYSTEM '{(tmp_path / 'secret').as_uri()}'> %x;]>"
    items = read(reader, f"{parameter}<{root}>{record.format('mice')}</{root}>".encode())
    assert "secret" not in repr(items)


READ_ALL = """
import sys
from evistat.read.articles import read_articles
from evistat.read.formats.format import ReadOptions
print(len(list(read_articles(sys.argv[1:], options=ReadOptions()))))
"""


def test_no_file_is_opened_that_a_doctype_names(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"  # who opens it waits for ever
    os.mkfifo(pipe)
    paths = []
    for name, (_, root, record) in KINDS.items():
        doctypes = (
            f"<!DOCTYPE {root} SYSTEM '{pipe}'>",
            f"<!DOCTYPE {root} PUBLIC '-//NLM//DTD' '{pipe.as_uri()}' [<!ENTITY x SYSTEM '{pipe}'>]>",
            f"<!DOCTYPE {root} [<!ENTITY % more SYSTEM '{pipe}'> %more;]>",
        )
        for number, doctype in enumerate(doctypes):
            paths.append(tmp_path / f"{name}{number}.xml")
            paths[-1].write_text(
                f"<?xml version='1.0'?>{doctype}<{root}>{record.format('mice &x;')}</{root}>"
            )
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, *map(str, paths)], capture_output=True, timeout=60, check=True
    )
    assert int(done.stdout) == len(paths)


def test_the_reason_is_the_break_and_no_warning_before_it(kind: tuple[Reader, str, str]) -> None:
    reader, root, record = kind
    doctype = f"<!DOCTYPE {root} PUBLIC '-//NLM//DTD' 'absent.dtd'>\n"
    whole = f"{doctype}<{root}>\n{record.format('mice &beta;')}\n{record.format('men <b>')}"
    failure = read(reader, whole.encode())[-1]
    assert isinstance(failure, Failure)
    assert failure.line == 4
    assert "beta" not in failure.message
    assert "absent" not in failure.message


def test_a_billion_laughs_stay_one(kind: tuple[Reader, str, str]) -> None:
    reader, root, record = kind
    lines = "".join(f"<!ENTITY l{n + 1} '{f'&l{n};' * 10}'>" for n in range(9))
    doctype = f"<!DOCTYPE {root} [<!ENTITY l0 'ha'>{lines}]>"
    tracemalloc.start()
    items = read(reader, f"{doctype}<{root}>{record.format('&l9;')}</{root}>".encode())
    in_attribute = record.replace(">", " a='&l9;'>", 1)
    items += read(reader, f"{doctype}<{root}>{in_attribute.format('mice')}</{root}>".encode())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000
    assert all(len(item.text) < 100 for item in items if isinstance(item, Article))


def test_nesting_as_deep_as_a_parser_lets_through(kind: tuple[Reader, str, str]) -> None:
    reader, root, record = kind
    tags = ("sec", "p", "b", "sup", "list")
    for tag in tags:
        deep = f"<{tag}>" * 230 + "x" + f"</{tag}>" * 230
        (item,) = read(reader, f"<{root}>{record.format(deep)}</{root}>".encode())
        assert isinstance(item, Article)
        assert "x" in item.text


class Pieces(io.RawIOBase):
    """A stream that gives a piece a time, and ends in a fault."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = next(self.pieces, None)
        if piece is None:
            raise OSError("the disk is gone")
        buffer[: len(piece)] = piece
        return len(piece)


def test_a_record_without_end_is_given_up() -> None:
    def endless() -> Iterator[bytes]:
        yield b"<PubmedArticleSet><PubmedArticle><MedlineCitation>"
        while True:
            yield b"<Note>" + b"x" * 60_000 + b"</Note>"

    stream = io.BufferedReader(Pieces(endless()), 1 << 17)
    (failure,) = read_pubmed_xml(stream, PLACE, ReadOptions(max_length=1))
    assert isinstance(failure, Failure)
    assert "no record ends" in failure.message


def test_what_came_before_a_fault_of_the_stream_comes_out(kind: tuple[Reader, str, str]) -> None:
    reader, root, record = kind
    pieces = [f"<{root}>".encode(), *(record.format(f"mice {n}").encode() for n in range(5))]
    items = reader(io.BufferedReader(Pieces(iter(pieces)), 1 << 17), PLACE, ReadOptions())
    for _ in range(5):
        assert isinstance(next(items), Article)
    with pytest.raises(OSError, match="disk"):
        next(items)


def test_what_is_read_is_forgotten() -> None:
    records = b"<r><h/><a>x</a></r>\n" * 50_000
    stream = io.BufferedReader(io.BytesIO(b"<s>" + records + b"</s>"))
    held = 0
    count = 0
    for element in elements(stream, frozenset("a"), longest=10**9):
        count += 1
        if count % 1000 == 0:
            held = max(held, len(element.getroottree().getroot()))
    assert count == 50_000
    assert held < 10_000  # what one piece of the file holds


@given(data=st.data())
def test_bytes_changed_anywhere_make_articles_or_failures(data: st.DataObject) -> None:
    name, reader = data.draw(
        st.sampled_from(
            (
                ("citations.xml", read_pubmed_xml),
                ("fulltext.nxml", read_jats),
                ("collection.bioc.xml", read_bioc_xml),
            )
        )
    )
    whole = bytearray((OWN / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=12))
    for item in read(reader, bytes(whole)):
        assert isinstance(item, Article | Failure)
