"""Articles → each once: what has the DOI, PMID or PMCID of an earlier one, or its title and text, is told and left out.

Text counts as the same whatever its case and white space. A title alone is too little to go by, as many letters are
called "Reply": then the whole record must be the same.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from evistat.errors import message
from evistat.read.article import Article, Failure
from evistat.read.hash_table import HashTable, hash_of
from evistat.read.metadata import doi_of

_PMID = re.compile(r"(?:PMID:?\s*)?0*([1-9]\d{0,9})(?:\s*\[.*)?", re.IGNORECASE)
_PMCID = re.compile(r"(?:PMC(?:ID)?:?\s*)?(?:PMC)?0*([1-9]\d{0,9})(?:\.\d+)?", re.IGNORECASE)
_PMCID_AS_ID = re.compile(r"PMC0*([1-9]\d{0,9})(?:\.\d+)?", re.IGNORECASE)
_DOI_AS_ID = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?10\.\d{4,9}/\S+", re.IGNORECASE)


def without_repeats(
    items: Iterable[Article | Failure], *, named: Callable[[Article], Article]
) -> Iterator[Article | Failure]:
    """Pass everything on but repeats: in the place of each stands a notice with the id of the first.

    ``named`` gives an article that is kept the id it goes by.
    """
    numbers = HashTable()
    ids = _Ids()
    for item in items:
        if isinstance(item, Failure):
            yield item
            continue
        marks = [(kind, hash_of(f"{kind}\n{mark}")) for kind, mark in _marks(item)]
        known = [(number, kind) for kind, mark in marks if (number := numbers.get(mark)) is not None]
        first, same = min(known, key=lambda pair: pair[0], default=(len(ids), None))
        for _, mark in marks:
            numbers.set_default(mark, first)  # what a repeat is known by besides leads to the first as well
        if same is None:
            article = named(item)
            ids.append(article.doc_id)
            yield article
        else:
            yield _notice(item, same, ids[first])


def _marks(article: Article) -> Iterator[tuple[str, str]]:
    """Yield what an article is known by, each with its kind."""
    named = {name.lower(): value for name, value in article.metadata.items()}
    if found := _number(_PMID, named.get("pmid")):
        yield "PMID", found
    if doi := doi_of(_text(named.get("doi"))) or (
        doi_of(article.doc_id) if _DOI_AS_ID.fullmatch(article.doc_id) else None
    ):
        yield "DOI", doi
    if found := _number(_PMCID, named.get("pmcid")) or _number(_PMCID_AS_ID, article.doc_id):
        yield "PMCID", found
    text = " ".join(article.text.casefold().split())
    if text != " ".join((article.title or "").casefold().split()):
        yield "title and text", text
    else:
        yield "record, byte for byte,", f"{article.source.sha256}\n{text}"


def _number(pattern: re.Pattern[str], value: Any) -> str | None:
    found = pattern.fullmatch(_text(value).strip())
    return found.group(1) if found else None


def _text(value: Any) -> str:
    """Return an identifier as text; input of our own kind (JSON Lines) may hold anything."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _notice(article: Article, same: str, first: str) -> Failure:
    source = article.source
    text = message("W040", where=article.where, same=same, first=first)
    return Failure(source.path, source.member, None, article.doc_id, "W040", text)


class _Ids:
    """Ids by number, in little more memory than their letters take."""

    def __init__(self) -> None:
        self.letters = bytearray()
        self.ends = array("Q")

    def __len__(self) -> int:
        return len(self.ends)

    def append(self, doc_id: str) -> None:
        self.letters += doc_id.encode()
        self.ends.append(len(self.letters))

    def __getitem__(self, number: int) -> str:
        start = self.ends[number - 1] if number else 0
        return self.letters[start : self.ends[number]].decode()
