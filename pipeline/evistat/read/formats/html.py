"""A web page → its one article: the main text without menus, banners and lists of links.

Needs the extra ``html`` (trafilatura, which finds the main text). Title and metadata come from the meta tags that
publishers set for search engines ("citation_title" …); what is raised or lowered is put on the line by ``raised``.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from io import BufferedReader
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from evistat.lexicons import lexicon
from evistat.read.article import Article, Failure, Note
from evistat.read.compose import Part
from evistat.read.encoding import decode, encoding_of, mend_surrogates
from evistat.read.formats.composed import composed
from evistat.read.formats.extra import library
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.formats.whole import held, sha256
from evistat.read.metadata import doi_of, metadata, year_of
from evistat.read.raised import LOWERED, LOWERED_END, RAISED, RAISED_END, on_the_line

# What stands in the tree for the marks of ``raised``, which no document may hold: code points that mean nothing.
_STAND_IN = {"\ufdd0": RAISED, "\ufdd1": RAISED_END, "\ufdd2": LOWERED, "\ufdd3": LOWERED_END}
_MARKED = {"sup": ("\ufdd0", "\ufdd1"), "sub": ("\ufdd2", "\ufdd3")}
_CLOSING = {closing: opening for opening, closing in _MARKED.values()}
_STAND_INS = re.compile("([\ufdd0-\ufdd3])")
_FROM_TREE = str.maketrans(_STAND_IN)
_NOT_IN_TREE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdd3]")
_CONTROL_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_KIND = "web page"
_LARGEST = 20_000_000  # bytes; pages with their pictures inside have a few millions
_MOST_ELEMENTS = 100_000  # trafilatura takes some 10 s for as many
_LINE = "\x0b"
_SPACES = re.compile("[ \t\r\n\f]+")
_LINES = re.compile(" ?\x0b[ \x0b]*")
_BLOCKS = frozenset(("p", "head", "list", "table", "quote", "code"))
_LIST = re.compile(r"\s*[;,]\s*")


def read_html(stream: BufferedReader, place: Place, options: ReadOptions) -> Iterator[Article | Failure]:
    """Yield the article of a page, or why there is none."""
    trafilatura = library("trafilatura", place, format_name="web pages", extra="html")
    data = (
        trafilatura if isinstance(trafilatura, Failure) else held(stream, place, kind=_KIND, largest=_LARGEST)
    )
    if isinstance(data, Failure):
        yield data
        return
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        yield _article(trafilatura, data, place, options)
    except (ValueError, RecursionError, etree.LxmlError, UnicodeError) as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        yield place.failure("E047", doc_id=place.doc_id, format=_KIND, reason=reason)


def _article(trafilatura: Any, data: bytes, place: Place, options: ReadOptions) -> Article | Failure:
    page, notes = _decoded(data)
    page = _CONTROL_REFERENCE.sub("\ufffd", _NOT_IN_TREE.sub("\ufffd", page))
    tree = lxml_html.document_fromstring(_XML_DECLARATION.sub("", page, count=1))
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        return place.failure("E049", doc_id=place.doc_id, format=_KIND, limit=_MOST_ELEMENTS, what="elements")
    told = _Told(tree)
    for element in tree.iter("sup", "sub"):
        opening, closing = _MARKED[element.tag]
        element.text = opening + (element.text or "")
        element.tail = closing + (element.tail or "")
    found = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, favor_recall=True)
    blocks = [_finished(block) for block in _blocks(found.body) if block] if found is not None else []
    title = told.first("title") or told.heading
    if blocks and " ".join(blocks[0].split()).casefold() == title.casefold():
        blocks = blocks[1:]
    fields = _fields(told)
    if not blocks:
        return place.failure("E040", doc_id=place.doc_id)
    return composed(
        place,
        options,
        format_name="html",
        index=0,
        line=None,
        doc_id=fields.get("pmid") or fields.get("doi") or place.doc_id,
        title=title,
        parts=[Part("OTHER", None, "\n\n".join(blocks))],
        fields=fields,
        sha256=sha256(data),
        notes=notes,
    )


def _decoded(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """Return a page's text: as its mark says, as UTF-8, as the page itself says, or by a guess."""
    if encoding_of(data[:4096]) is None:
        declared = _CHARSET.search(data[:4096])
        for encoding in ("utf-8", declared.group(1).decode("ascii") if declared else "utf-8"):
            try:
                return data.decode(encoding), ()
            except (UnicodeDecodeError, LookupError):
                continue
    return decode(data)


@cache
def _meta_names() -> dict[str, list[str]]:
    return lexicon("page_meta")


class _Told:
    """What the meta tags of a page say."""

    def __init__(self, tree: Any) -> None:
        """Gather the tags' contents under their names."""
        self.contents: dict[str, list[str]] = {}
        for tag in tree.iter("meta"):
            name = tag.get("name") or tag.get("property") or ""
            content = " ".join((tag.get("content") or "").split())
            if name and content:
                self.contents.setdefault(name.strip().lower(), []).append(content)
        self.language = tree.get("lang") or ""
        self.heading = next((" ".join(tag.text_content().split()) for tag in tree.iter("title")), "")

    def every(self, field: str) -> list[str]:
        """Return all contents of the first of a field's names that is there."""
        return next((self.contents[name] for name in _meta_names()[field] if name in self.contents), [])

    def first(self, field: str) -> str:
        """Return the first of them, "" where there is none."""
        return next(iter(self.every(field)), "")


def _fields(told: _Told) -> dict[str, Any]:
    authors = told.every("authors")
    if len(authors) == 1 and ";" in authors[0]:
        authors = _LIST.split(authors[0])
    return metadata(
        pmid=told.first("pmid"),
        pmcid=told.first("pmcid"),
        doi=next(filter(None, map(doi_of, told.every("doi"))), None),
        journal=told.first("journal"),
        year=year_of(told.first("year")),
        authors=authors,
        publication_types=told.every("publication_types"),
        keywords=[word for listed in told.every("keywords") for word in _LIST.split(listed)],
        language=told.every("language") or [told.language],
    )


def _blocks(body: Any) -> Iterator[str]:
    """Yield paragraphs, headings, lists and tables of the main text in order, line ends only where they are meant."""
    loose = [body.text or ""]
    for element in body:
        if element.tag in _BLOCKS or any(child.tag in _BLOCKS for child in element):
            yield _spaced("".join(loose))
            loose = []
            if element.tag == "table":
                yield "\n".join(filter(None, map(_row, element.iter("row"))))
            elif element.tag == "list":
                yield "\n".join(filter(None, (_spaced(_inline(item)) for item in element.iter("item"))))
            elif any(child.tag in _BLOCKS for child in element):
                yield from _blocks(element)
            else:
                yield _spaced(_inline(element))
        elif element.tag == "lb":
            loose.append(_LINE)
        else:
            loose.append(_inline(element))
        loose.append(element.tail or "")
    yield _spaced("".join(loose))


def _row(row: Any) -> str:
    return "\t".join(_spaced(_inline(cell)) for cell in row.iter("cell")).rstrip("\t")


def _inline(element: Any) -> str:
    """Return an element's text; an item of a list without the items inside of it, they come on their own."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == "lb" or child.tag in ("list", "item"):
            pieces.append(_LINE)
        elif isinstance(child.tag, str):
            pieces.append(_inline(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _spaced(raw: str) -> str:
    """Return raw text with spaces as a browser shows them."""
    return _LINES.sub("\n", _SPACES.sub(" ", raw)).strip()


def _finished(block: str) -> str:
    return mend_surrogates(on_the_line(_paired(block).translate(_FROM_TREE)))[0]


def _paired(block: str) -> str:
    """Leave out stand-ins without their other half: a page may raise what stands in several paragraphs."""
    if not _STAND_INS.search(block):
        return block
    pieces = _STAND_INS.split(block)
    opened: list[int] = []
    alone = set()
    for at, piece in enumerate(pieces):
        if piece in _CLOSING.values():
            opened.append(at)
        elif piece in _CLOSING:
            if opened and pieces[opened[-1]] == _CLOSING[piece]:
                opened.pop()
            else:
                alone.add(at)
    alone.update(opened)
    return "".join(piece for at, piece in enumerate(pieces) if at not in alone)


def _sniff(head: bytes) -> bool:
    encoding = encoding_of(head)
    if encoding is not None:
        head = head.decode(encoding, "ignore").encode("utf-8", "ignore")
    return _OPENING.match(head) is not None


HTML = Format(
    name="html", endings=(".html", ".htm", ".xhtml"), sniff=_sniff, read=read_html, library="trafilatura"
)
