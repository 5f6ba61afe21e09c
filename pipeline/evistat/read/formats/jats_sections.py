"""A section of a JATS article → its parts: text, captions and tables kept out of the text, and sections inside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from evistat.lexicons import lexicon
from evistat.read.compose import Part
from evistat.read.formats.jats_tables import table_lines
from evistat.read.markup import LINE, PARAGRAPH, SPACE, finished, write
from evistat.read.raised import CITED, CITED_END
from evistat.read.xml import Element, local

# What is left out: lists of references, pictures and their descriptions, data about the article.
_SILENT = frozenset((
    "ref-list", "object-id", "graphic", "inline-graphic", "permissions", "alt-text", "long-desc", "index-term", "sec-meta",
    "processing-meta", "related-article", "related-object", "kwd-group", "private-char",
))  # fmt: skip
# What stands beside the running text, to be put after it.
_FLOATS = frozenset((
    "table-wrap", "table-wrap-group", "fig", "fig-group", "supplementary-material", "media", "boxed-text", "table",
    "array", "fn", "chem-struct-wrap", "floats-group",
))  # fmt: skip
_SECTIONS = frozenset(("sec", "ack", "app", "app-group", "bio", "fn-group", "glossary", "notes"))
# What comes before and after the text of an element that stands for itself.
_AROUND = {
    "p": (PARAGRAPH, LINE), "disp-quote": (PARAGRAPH, PARAGRAPH), "preformat": (PARAGRAPH, PARAGRAPH),
    **dict.fromkeys((
        "list", "list-item", "def-list", "def-item", "verse-group", "verse-line", "attrib", "speech", "statement",
        "address", "sig-block", "title", "subtitle", "table-wrap-foot",
    ), (LINE, LINE)),
    "label": ("", " "), "term": ("", ": "), "break": (SPACE, SPACE), "disp-formula": (SPACE, SPACE),
}  # fmt: skip
# A paragraph in one of these begins no new one: after a number or a term it goes on in its line.
_TIGHT = frozenset(
    ("list-item", "def", "fn", "td", "th", "caption", "table-wrap-foot", "speech", "statement")
)
# What of a figure or a table is no part of its caption.
_APART = _FLOATS | _SILENT | {"label", "alternatives", "table-wrap-foot"}
_HEADINGS = {"boxed-text": ("label", "caption")}
_CHOICES = ("math", "table", "textual-form", "tex-math", "code", "preformat")
# Cross-references of these kinds are marks, their numbers no numbers of the text.
_MARKS = frozenset(("bibr", "fn", "table-fn", "author-notes", "corresp", ""))
_LATEX = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)


def children(element: Element, *names: str) -> Iterator[Element]:
    """Yield the children of ``element`` that are called one of ``names``."""
    return (child for child in element if local(child) in names)


def section(element: Element, *, level: int = 0, run_in: bool = False) -> list[Part]:
    """Return the parts of ``element``: a section, an abstract, the body, what stands behind it.

    Headings of an abstract's sections run in, those of the body stand on their own line.
    """
    if local(element) == "floats-group":
        return beside(element, level)
    headings = _HEADINGS.get(local(element), ("label", "title"))
    heading, floats = titled(element, *headings)
    inner = level + 1 if heading else level  # of the sections inside
    parts: list[Part] = []
    raw = [element.text or ""]

    def flush() -> None:
        text = finished("".join(raw))
        raw.clear()
        if (heading and not parts) or text:
            # What goes on after a section inside this one still belongs to this one.
            one = (
                Part("OTHER", None, text, run_in, inner)
                if parts
                else Part(_label(element), heading, text, run_in, level)
            )
            parts.append(one)
        parts.extend(beside(floats, level + 1 if parts else level))
        floats.clear()

    for child in element:
        name = local(child)
        if name in _SECTIONS:
            flush()
            parts += section(child, level=inner, run_in=run_in)
        elif name not in headings:
            _block(child, raw, floats)
        raw.append(child.tail or "")
    flush()
    return parts


def titled(element: Element, *names: str) -> tuple[str | None, list[Element]]:
    """Return the children called ``names`` as one heading, and what stands beside it."""
    found = [_text(child) for child in children(element, *names)]
    return " ".join(text for text, _ in found if text) or None, [one for _, floats in found for one in floats]


def _label(element: Element) -> str:
    """Return the label that a section's type stands for; OTHER leaves it to its heading."""
    known = _types()
    kinds = (element.get("sec-type") or "").lower().split("|")
    return next((known[kind] for kind in kinds if kind in known), "OTHER")


@cache
def _types() -> dict[str, str]:
    return dict(lexicon("xml_sections")["sec_type"])


def _block(element: Element, raw: list[str], floats: list[Element]) -> None:
    """Append the raw text of one block; what stands beside the text is collected in ``floats``."""

    def special(name: str, child: Element, out: list[str]) -> bool:
        if name in _FLOATS:
            floats.append(child)
        elif name in _SILENT:
            pass
        elif name in _AROUND:
            before, after = _AROUND[name]
            out += (_before(child) if name == "p" else before, child.text or "")
            write(child, out, special)
            out.append(after)
        elif name == "xref" and child.get("ref-type", "") in _MARKS:
            out += (CITED, child.text or "")
            write(child, out, special)
            out.append(CITED_END)
        elif name == "tex-math":
            out.append(_latex(child))
        elif name == "alternatives":
            write(_chosen(child), out, special, tails=False)
        else:
            return False
        return True

    write((element,), raw, special, tails=False)


def _before(paragraph: Element) -> str:
    """Return what parts a paragraph from what stands before it."""
    if local(paragraph.getparent()) not in _TIGHT:
        return PARAGRAPH
    before = paragraph.getprevious()
    return "" if before is None or local(before) == "label" else LINE


def _latex(element: Element) -> str:
    """Return a formula in LaTeX without the document round it."""
    words = "".join(element.itertext())
    inner = _LATEX.search(words)
    return (inner[1] if inner else words).replace("$$", "").strip()


def _chosen(alternatives: Element) -> list[Element]:
    """Return the one of several forms of the same thing that makes the best text."""
    for name in _CHOICES:
        if found := list(children(alternatives, name)):
            return found[:1]
    return [child for child in alternatives if local(child)][:1]


def _float(element: Element, level: int) -> list[Part]:
    """Return the parts of what stands beside the running text."""
    name = local(element)
    if name in ("boxed-text", "floats-group"):
        return section(element, level=level)
    if name in ("table", "array"):
        return _table([element], [], level)
    if name == "fn":
        text, floats = _text(element)
        return [Part("OTHER", None, text, level=level), *beside(floats, level)]
    heading, notes = titled(element, "label")
    text, floats = _texts(child for child in element if local(child) not in _APART)
    parts = [Part("CAPTION", heading, text, level=level), *beside(notes, level)]
    if name == "table-wrap":
        parts += _table(list(_tables(element)), list(children(element, "table-wrap-foot")), level)
    else:
        floats += children(element, *_FLOATS)
    return parts + beside(floats, level)


def beside(floats: Iterable[Element], level: int = 0) -> list[Part]:
    """Return the parts of several elements that stand beside the running text."""
    return [part for child in floats for part in _float(child, level)]


def _tables(wrap: Element) -> Iterator[Element]:
    for child in wrap:
        if local(child) == "alternatives":
            yield from children(child, "table", "array")
        elif local(child) in ("table", "array"):
            yield child


def _table(tables: Iterable[Element], feet: Iterable[Element], level: int) -> list[Part]:
    """Return the part of a table: a line a row, cells between bars, its notes below."""
    inside: list[Element] = []

    def text_of_cell(cell: Element) -> str:
        text, floats = _text(cell)
        inside.extend(floats)
        return text

    lines = [line for table in tables for line in table_lines(table, text_of_cell)]
    for foot in feet:
        text, notes = _text(foot)
        lines += [text, *(_text(note)[0] for note in notes)]
    return [Part("TABLE", None, "\n".join(filter(None, lines)), level=level), *beside(inside, level)]


def _text(element: Element) -> tuple[str, list[Element]]:
    """Return the text in an element, and what stands beside it."""
    floats: list[Element] = []
    raw = [element.text or ""]
    for child in element:
        _block(child, raw, floats)
        raw.append(child.tail or "")
    return finished("".join(raw)), floats


def _texts(elements: Iterable[Element]) -> tuple[str, list[Element]]:
    """Return the text of elements, a line each, and what stands beside them."""
    found = [_text(element) for element in elements]
    return "\n".join(text for text, _ in found if text), [one for _, floats in found for one in floats]
