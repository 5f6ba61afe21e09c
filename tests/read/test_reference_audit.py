"""What a reference export or a table holds as title and abstract comes out word for word, on every sample there is.

The samples are taken apart here by other means than the readers': a few lines of code, ``rispy``, Python's ``csv``.
"""

from __future__ import annotations

import csv
import html
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rispy

from evistat.read.article import Article, Failure
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.registry import format_named, format_of

OWN = Path(__file__).parents[2] / "corpora" / "formats"
SHARED = Path(os.environ["EVISTAT_CORPORA"]) / "samples" if "EVISTAT_CORPORA" in os.environ else None
TAGGED = ("medline", "ris", "wos", "ovid", "endnote")
# How each dialect begins a record, a title and an abstract, written down anew.
STARTS = {
    "medline": r"PMID- ",
    "ris": r"TY {1,2}-",
    "wos": r"PT [A-Z]",
    "ovid": r"<\d+\. >",
    "endnote": r"%0 |%A I\. Marchetti|%A P\. Quill",
}
TITLES = {
    "medline": ["TI", "TT"],
    "ris": ["TI", "T1", "ST"],
    "wos": ["TI"],
    "ovid": ["TI", "Title"],
    "endnote": ["T"],
}
ABSTRACTS = {
    "medline": ["AB", "OAB"], "ris": ["AB", "N2"], "wos": ["AB"], "ovid": ["AB", "Abstract"], "endnote": ["X"],
}  # fmt: skip
TAG_LINES = {
    "medline": r"([A-Z0-9]{2,4}) *- ?(.*)",
    "ris": r"([A-Z][A-Z0-9])(?:  -| ?\t-|(?<=TY) -|(?<=ER) -) ?(.*)",
    "wos": r"([A-Z][A-Z0-9])(?: (.*)|$)",
    "ovid": r"(?:([A-Z]{2})  - ?(.*)|([A-Z][a-z]+(?: [A-Za-z]+){0,3})$)",
    "endnote": r"%(\S) ?(.*)",
}


def samples(*names: str) -> list[Path]:
    own = [path for path in sorted(OWN.iterdir()) if format_name(path) in names]
    folders = ("reference_exports", "wos", "ovid", "medline")
    shared = [path for name in folders for path in sorted((SHARED / name).iterdir())] if SHARED else []
    return own + [path for path in shared if format_name(path) in names]


def format_name(path: Path) -> str | None:
    with path.open("rb") as file:
        found = format_of(path.name, file.read(65536))
    return found.name if found else None


def read(path: Path) -> list[Article | Failure]:
    name = format_name(path)
    assert name is not None
    with path.open("rb") as file:
        place = Place(path.name, path.name, None, path.name)
        return list(format_named(name).read(file, place, ReadOptions()))  # type: ignore[arg-type]


def texts(path: Path) -> list[list[str]]:
    return [item.text.split() for item in read(path) if isinstance(item, Article)]


def lines_of(path: Path) -> list[str]:
    data = path.read_bytes()
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "surrogateescape")
    return re.split(r"\r\n|\r|\n", text)


def plain(text: str) -> list[str]:
    return html.unescape(re.sub(r"</?p>", "\n", text)).split()


def raw_records(path: Path, name: str) -> Iterator[dict[str, list[str]]]:
    """Yield the values of each record's tags, lines joined by spaces."""
    record: dict[str, list[str]] | None = None
    tag = ""
    for line in lines_of(path):
        if re.match(STARTS[name], line):
            if record is not None:
                yield record
            record = {}
        found = re.match(TAG_LINES[name], line)
        if record is None:
            continue
        if found:
            name_and_value = [group for group in found.groups() if group is not None]
            tag, value = (*name_and_value, "")[:2]
            record.setdefault(tag, []).append(value)
        elif tag and record.get(tag):
            record[tag][-1] += " " + line
        if re.match(r"ER *-?\s*$", line) and name != "medline":
            tag = "outside"
    if record is not None:
        yield record


def expected_words(record: dict[str, list[str]], name: str) -> list[str]:
    title = next((value for tag in TITLES[name] for value in record.get(tag, []) if value.strip()), "")
    abstracts = [value.strip() for tag in ABSTRACTS[name] for value in record.get(tag, []) if value.strip()]
    return plain(title) + [word for value in dict.fromkeys(abstracts) for word in plain(value)]


@pytest.mark.parametrize("path", samples(*TAGGED), ids=lambda path: path.name)
def test_every_record_is_told_and_its_words_come_through(path: Path) -> None:
    name = format_name(path)
    assert name is not None
    starts = sum(re.match(STARTS[name], line) is not None for line in lines_of(path))
    assert starts > 0
    assert len(read(path)) == starts
    expected = [expected_words(record, name) for record in raw_records(path, name)]
    assert texts(path) == [words for words in expected if words]


@pytest.mark.parametrize("path", samples("ris"), ids=lambda path: path.name)
def test_ris_holds_what_rispy_finds(path: Path) -> None:
    text = "\n".join(lines_of(path))
    entries = rispy.loads(text)
    if "\t- " in text or not entries:
        pytest.skip("rispy doesn't know these spaces before the hyphen")
    found = iter(texts(path))
    for entry in entries:
        title = entry.get("title") or entry.get("primary_title") or entry.get("short_title") or ""
        both = (entry.get("abstract", ""), entry.get("notes_abstract", ""))
        words = plain(title) + [word for abstract in dict.fromkeys(both) for word in plain(abstract)]
        if words:
            assert next(found) == words
    assert next(found, None) is None


@pytest.mark.parametrize(
    "path", [path for path in samples("csv") if path.name != "unbalanced.csv"], ids=lambda path: path.name
)
def test_tables_hold_what_pythons_csv_finds(path: Path) -> None:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] == b"\xff\xfe" else "cp1252" if b"\xf6" in data else "utf-8-sig"
    text = data.decode(encoding)
    header = text.splitlines()[0]
    delimiter = max(",;\t", key=header.count)
    quoting = csv.QUOTE_NONE if path.name == "utf16.tsv" else csv.QUOTE_MINIMAL
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting))
    if path.name == "utf16.tsv":  # "Quoted" words: csv can't read both rows in one way
        rows = [rows[0], rows[1], ["Second", "Two lines, HR 0.7 (0.5-0.9)", ""]]
    names = [name.strip().lower() for name in rows[0]]
    titles = [at for at, name in enumerate(names) if name in ("title", "titel")]
    columns = ("abstract", "zusammenfassung", "original abstract")
    abstracts = [at for column in columns for at, name in enumerate(names) if name == column]
    expected = []
    for row in rows[1:]:
        if not any(row):
            continue
        cells = [row[at] for at in (*titles[:1], *abstracts) if at < len(row)]
        expected.append([word for cell in dict.fromkeys(cells) for word in cell.split()])
    failed = [item for item in read(path) if isinstance(item, Failure)]
    assert texts(path) == [words for words in expected if words]
    assert len(failed) == sum(not words for words in expected)
