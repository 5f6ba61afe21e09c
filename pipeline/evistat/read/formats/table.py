"""The columns and rows of a table of articles → articles: which column holds what is known by its name.

For text tables and workbooks alike. Names of columns stand in ``lexicons/columns.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from evistat.errors import message
from evistat.lexicons import lexicon
from evistat.read.article import Article, Failure, Note
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.reference import UNNAMED, Reference, article_of

HEADER_WITHIN = 10  # rows: some exports print the query above the names of the columns
_TEXT_FIELDS = ("title", "title_else", "abstract", "abstract_else")
_LISTED = re.compile(r"'((?:[^'\\]|\\.){0,500})'|\"((?:[^\"\\]|\\.){0,500})\"")
_OUTER_COMMA = re.compile(r",\s?(?![^()]{0,100}\))")  # not in "cyst (diagnosis, surgery)"
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Table:
    """A table's names of columns, and for each of our fields the columns that hold it, in order of preference."""

    header: tuple[str, ...]
    columns: dict[str, tuple[int, ...]]

    @property
    def has_text(self) -> bool:
        """Say whether a column is known to hold a title or an abstract."""
        return any(self.columns[field] for field in _TEXT_FIELDS)

    @property
    def known(self) -> int:
        """How many columns are known."""
        return len({at for columns in self.columns.values() for at in columns})


def table_of(header: Sequence[str], options: ReadOptions = UNNAMED) -> Table:
    """Return what the columns named in ``header`` hold; a column that the user named holds what he says."""
    names = [_plain(name) for name in header]
    columns = {
        field: tuple(dict.fromkeys(at for name in known for at, there in enumerate(names) if there == name))
        for field, known in _known(wos=_is_wos(header)).items()
    }
    for field, named, unnamed in (
        ("id", options.id_field, UNNAMED.id_field),
        ("title", options.title_field, UNNAMED.title_field),
        ("abstract", options.text_field, UNNAMED.text_field),
    ):
        if named is not None and named != unnamed:
            columns[field] = _column_named(named, header)
            columns.pop(f"{field}_else", None)
    for field in _TEXT_FIELDS:
        columns.setdefault(field, ())
    return Table(tuple(name.strip() for name in header), columns)


def known_columns(header: Sequence[str]) -> int:
    """Return how many of the names are known, 0 where none of them surely means a title or an abstract."""
    table = table_of(header)
    return table.known if table.columns["title"] or table.columns["abstract"] else 0


def missing_column(table: Table, place: Place, options: ReadOptions, line: int) -> Failure | None:
    """Return the Failure of a table without a column the user named, or with none that is known to hold text."""
    fields = ", ".join(name[:40] for name in table.header[:30]) or "none"
    for named, unnamed in (
        (options.id_field, UNNAMED.id_field),
        (options.title_field, UNNAMED.title_field),
        (options.text_field, UNNAMED.text_field),
    ):
        if named is not None and named != unnamed and not _column_named(named, table.header):
            return place.failure("E006", line=line, field=named, fields=fields)
    return None if table.has_text else place.failure("E042", line=line, fields=fields)


def row_article(
    cells: Sequence[str],
    table: Table,
    place: Place,
    options: ReadOptions,
    *,
    format_name: str,
    line: int,
    index: int,
    sha256: str,
    notes: tuple[Note, ...] = (),
) -> Article | Failure:
    """Return the article of one row, or why it gives none; a row may be shorter than the header."""
    if len(cells) < len(table.header):
        note = Note("W031", message("W031", cells=len(cells), columns=len(table.header)))
        notes = (*notes, note)

    def all_of(field: str) -> list[str]:
        return [cells[at] for at in table.columns.get(field, ()) if at < len(cells) and cells[at].strip()]

    def first(field: str) -> str:
        return next(iter(all_of(field)), "")

    titles = all_of("title") or all_of("title_else")[:1]
    reference = Reference(
        title=titles[0] if titles else "",
        abstract=tuple(all_of("abstract") or all_of("abstract_else")[:1]),
        sha256=sha256,
        given_id=first("id").strip() or (None if options.id_field is None else ""),
        names=table.header,
        pmid=first("pmid"),
        pmcid=tuple(all_of("pmcid")),
        doi=tuple(all_of("doi")),
        links=tuple(all_of("links")),
        accession=first("accession"),
        journal=first("journal"),
        year=tuple(all_of("year")),
        authors=tuple(_authors(first("authors"))),
        publication_types=tuple(_items(first("publication_types"))),
        mesh=tuple(_items(first("mesh"))),
        keywords=tuple(word for cell in all_of("keywords") for word in _items(cell, comma=True)),
        language=tuple(_items(first("language"))),
        notes=notes,
        extras=_extras(cells, table),
    )
    return article_of(reference, place, options, format_name=format_name, line=line, index=index)


def _extras(cells: Sequence[str], table: Table) -> dict[str, str]:
    """Return the cells of columns that hold none of our fields, under their own names."""
    taken = {at for columns in table.columns.values() for at in columns}
    return {
        name: cell
        for at, (name, cell) in enumerate(zip(table.header, cells, strict=False))
        if at not in taken and name and cell.strip()
    }


@cache
def _known(*, wos: bool) -> dict[str, tuple[str, ...]]:
    """Return the names of columns for each field, plain."""
    if wos:
        tags = lexicon("reference_tags")["wos"]
        fields = (
            "title",
            "abstract",
            "pmid",
            "doi",
            "journal",
            "year",
            "authors",
            "publication_types",
            "keywords",
            "language",
        )
        named = {field: tags[field] for field in fields} | {"accession": tags["id"]}
    else:
        named = lexicon("columns")
    return {field: tuple(map(_plain, names)) for field, names in named.items()}


def _is_wos(header: Sequence[str]) -> bool:
    """Say whether the columns are named by the tags of Web of Science, where ID isn't an id."""
    return {"PT", "TI", "UT"} <= {name.strip() for name in header}


def _column_named(named: str, header: Sequence[str]) -> tuple[int, ...]:
    """Return the column of that very name, else the one whose name says the same."""
    exact = tuple(at for at, name in enumerate(header) if name.strip() == named.strip())
    return exact or tuple(at for at, name in enumerate(header) if _plain(name) == _plain(named))


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return _MARKS.sub(" ", bare).strip()


def _items(cell: str, *, comma: bool = False) -> list[str]:
    """Return the entries of a cell that holds a list: as Python prints one, or parted by a mark."""
    cell = cell.strip()
    if cell.startswith("[") and cell.endswith("]"):
        found = [single or double for single, double in _LISTED.findall(cell)]
        if found or cell == "[]":
            return found
    for mark in (";", "|", "\n"):
        if mark in cell:
            return [item.strip() for item in cell.split(mark)]
    return _OUTER_COMMA.split(cell) if comma else [cell]


def _authors(cell: str) -> Iterable[str]:
    """Return the names in a cell; a comma parts them only where each has a space of its own ("Li A, Roe B")."""
    items = _items(cell)
    if len(items) == 1:
        parts = [part.strip() for part in items[0].split(", ")]
        if len(parts) > 1 and all(" " in part for part in parts):
            return parts
    return items
