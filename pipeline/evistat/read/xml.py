"""A byte stream of XML → its records, one element at a time, in flat memory; and what kind of XML it is.

Nothing is fetched and no entity is expanded: an entity of the document's own stays a reference (see ``markup``),
so neither a file named by one nor a bomb made of many can come in. Depth and the size of a text are bounded by the
parser, the size of a record here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from typing import Any

from lxml import etree

from evistat.read.encoding import encoding_of

Element = Any  # lxml's element classes are private

_CHUNK = 1 << 17
_UNDECLARED_PREFIX = 201  # libxml2's XML_NS_ERR_UNDEFINED_NAMESPACE: the text is whole all the same


class BrokenXmlError(Exception):
    """XML that can't be read on: the reason for people, and the line where it is known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        """Say why, and where."""
        self.reason = reason
        self.line = line
        super().__init__(reason)


def elements(stream: BufferedReader, names: frozenset[str], *, longest: int) -> Iterator[Element]:
    """Yield every element called one of ``names`` (in any namespace) when it is complete, then forget it.

    An element is emptied when the next one is asked for. Raises ``BrokenXmlError`` where the XML breaks, after the
    elements before the break, and where ``longest`` bytes hold no end of one.
    """
    parser: Any = etree.XMLPullParser(
        events=("end",),
        tag=sorted(f"{{*}}{name}" for name in names),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )  # no collect_ids=False: with it, libxml2 opens the file that the doctype names
    parser.resolvers.add(_Nothing())
    since = 0
    broken: etree.XMLSyntaxError | None = None
    while broken is None:
        chunk = stream.read1(_CHUNK)  # what is there: a fault further on takes nothing of it away
        try:
            parser.feed(chunk) if chunk else parser.close()
        except etree.XMLSyntaxError as error:
            broken = error
        since += len(chunk)
        for _, element in parser.read_events():
            yield element
            _forget(element)
            since = 0
        if since > longest:
            raise BrokenXmlError(f"no record ends within {longest} bytes")
        if not chunk:
            break
    if broken is not None and getattr(broken, "code", None) != _UNDECLARED_PREFIX:
        raise _explained(broken, parser)


class _Nothing(etree.Resolver):
    """Whatever else a document refers to is empty: no file is opened for it, and nothing is waited for."""

    # The stubs of lxml know neither the context nor what to answer with.
    def resolve(self, _url: str, _pubid: str, context: Any) -> Any:  # type: ignore[override]
        return self.resolve_empty(context)  # type: ignore[attr-defined]


def longest_record(max_length: int) -> int:
    """Return how many bytes of XML may hold one record: the longest text allowed with its markup, and a margin."""
    return 16 * max_length + 48_000_000


def _forget(element: Element) -> None:
    """Empty an element that is done with, and drop all that stands before it."""
    element.clear()
    node = element
    while (parent := node.getparent()) is not None:
        while node.getprevious() is not None:
            del parent[0]
        node = parent


def _explained(error: etree.XMLSyntaxError, parser: Any) -> BrokenXmlError:
    """Return what was wrong in words: the first fault found, as what is raised may only follow from it."""
    faults = [
        entry
        for entry in parser.feed_error_log
        if entry.type != _UNDECLARED_PREFIX and entry.level > etree.ErrorLevels.WARNING
    ]
    reason, line = (faults[0].message, faults[0].line) if faults else (error.msg or "", error.lineno)
    reason = re.sub(r",? line \d+, column \d+\s*$", "", reason)
    return BrokenXmlError(" ".join(reason.split()) or "no element found", line or None)


def digest(element: Element) -> str:
    """Return the SHA-256 of an element written as UTF-8, in hex."""
    return hashlib.sha256(etree.tostring(element, encoding="utf-8", with_tail=False)).hexdigest()


def local(element: Element) -> str:
    """Return an element's name without its namespace or prefix; "" for what is no element (an entity)."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


@dataclass(frozen=True, slots=True)
class Prologue:
    """How an XML document begins: the name of its first element, its doctype, and the text from the element on.

    ``declared``: it says itself that it is XML.
    """

    root: str
    declared: bool
    doctype: str
    rest: str


_PROLOGUE = re.compile(r"\s*(?:<\?(?P<pi>.*?)\?>|<!--(?P<comment>.*?)-->)", re.DOTALL)
_DOCTYPE = re.compile(
    r"\s*<!DOCTYPE\s(?P<words>[^\[>]*)(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*)?>", re.DOTALL
)
_ROOT = re.compile(r"\s*<(?:[A-Za-z_][\w.-]*:)?(?P<name>[A-Za-z_][\w.-]*)(?=[\s/>])")


def prologue_of(head: bytes) -> Prologue | None:
    """Return how the XML document beginning with ``head`` begins, None where it is none."""
    encoding = encoding_of(head) or "utf-8"
    text = head.decode(encoding, "replace").removeprefix("\ufeff")
    if text.lstrip()[:1] != "<":
        return None
    doctype = ""
    at = 0
    while at < len(text):
        if found := _PROLOGUE.match(text, at):
            at = found.end()
        elif not doctype and (found := _DOCTYPE.match(text, at)):
            doctype = " ".join(found["words"].split())
            at = found.end()
        else:
            break
    root = _ROOT.match(text, at)
    if root is None:
        return None
    return Prologue(root["name"], text.startswith("<?xml"), doctype, text[root.start() :])
