"""Mixed content of an XML element → its text: words aren't glued, characters not lost, line breaks of the file gone.

What is raised or lowered: ``raised``; formulas: ``mathml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html.entities import html5

from lxml import etree

from evistat.read.mathml import formula
from evistat.read.raised import LOWERED, LOWERED_END, RAISED, RAISED_END, on_the_line
from evistat.read.xml import Element, local

# As in ``raised``: characters no XML document can hold, for the end of a line and of a paragraph.
LINE, PARAGRAPH = "\x0e", "\x0f"
_BREAK = re.compile("[ \t\r]*\n[ \t\r\n]*")
_BREAK_BEFORE_MARK = re.compile(f"[ \t\r]*\n[ \t\r\n]*(?=[{RAISED}{LOWERED}])")
_LINES = re.compile("[ \x0e]*\x0f[ \x0e\x0f]*|[ ]*\x0e[ \x0e]*")
_LEVELS = {"sup": (RAISED, RAISED_END), "sub": (LOWERED, LOWERED_END)}

Special = Callable[[str, Element, list[str]], bool]


def _nothing_special(_name: str, _element: Element, _out: list[str]) -> bool:
    return False


def text_of(element: Element) -> str:
    """Return the text of an element with everything in it, without what follows it."""
    if len(element) == 0:
        return unbroken(element.text or "").strip()
    out = [element.text or ""]
    write(element, out)
    return finished("".join(out))


def write(
    nodes: Iterable[Element], out: list[str], special: Special = _nothing_special, *, tails: bool = True
) -> None:
    """Append the raw text of ``nodes`` to ``out``, with marks in it; ``finished`` makes it plain.

    An element stands for the nodes inside it. ``special`` is asked first for every element: where it says so, it has
    written it itself. ``tails`` are the texts that follow each node.
    """
    for node in nodes:
        name = local(node)
        if not name:
            out.append(entity(node))
        elif special(name, node, out):
            pass
        elif name == "math":
            out.append(formula(node))
        elif name in _LEVELS:
            begin, end = _LEVELS[name]
            out += (begin, node.text or "")
            write(node, out, special)
            out.append(end)
        else:
            out.append(node.text or "")
            write(node, out, special)
        if tails:
            out.append(node.tail or "")


def entity(node: Element) -> str:
    """Return the character that an entity left in the tree stands for; the reference itself where none is known."""
    name = node.name or ""
    return html5.get(f"{name};") or f"&{name};"


def unknown_entities(element: Element) -> list[str]:
    """Return the names of the entities in ``element`` that stay as references, each once."""
    names = (node.name or "" for node in element.iter(etree.Entity))
    return list(dict.fromkeys(name for name in names if f"{name};" not in html5))


def unbroken(text: str) -> str:
    """Return ``text`` with every line break of the XML file, and the indentation round it, as one space."""
    return _BREAK.sub(" ", text) if "\n" in text else text


def finished(raw: str) -> str:
    """Return raw text with its marks resolved and its white space as meant."""
    if "\n" in raw:
        raw = _BREAK.sub(" ", _BREAK_BEFORE_MARK.sub("", raw))
    raw = on_the_line(raw)
    if LINE in raw or PARAGRAPH in raw:
        raw = _LINES.sub(lambda found: "\n\n" if PARAGRAPH in found.group() else "\n", raw)
    return raw.strip()
