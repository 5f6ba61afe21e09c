"""A MathML formula → one line of text: fractions with a slash, roots with their sign, powers as ``raised`` has them."""

from __future__ import annotations

import re

from evistat.read.raised import LOWERED, LOWERED_END, RAISED, RAISED_END
from evistat.read.xml import Element, local

_SIMPLE = re.compile(r"[\w.,]*")
_NUMBER = re.compile(r"[+\-−–]?[\d.]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064"))
_SILENT = frozenset(("annotation", "annotation-xml", "none", "mprescripts", "malignmark", "maligngroup"))


def formula(element: Element) -> str:
    """Return the text of a formula; white space between its elements only lays out the file."""
    name = local(element)
    if name in _SILENT:
        return ""
    if name in ("mi", "mn", "mo", "ms", "mtext"):
        return " ".join("".join(element.itertext()).split()).translate(_INVISIBLE)
    if name == "mspace":
        return " "
    parts = [formula(child) for child in element if local(child)]
    if name == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if name == "msup" and len(parts) == 2:
        return parts[0] + _power(parts[1])
    if name == "msub" and len(parts) == 2:
        return f"{parts[0]}{LOWERED}{parts[1]}{LOWERED_END}"
    if name == "msubsup" and len(parts) == 3:
        return f"{parts[0]}{LOWERED}{parts[1]}{LOWERED_END}{_power(parts[2])}"
    if name == "mmultiscripts":
        return _multiscripts(element, parts)
    if name == "msqrt":
        return f"√{_grouped(''.join(parts))}"
    if name == "mroot" and len(parts) == 2:
        return f"{_grouped(parts[0])}^(1/{parts[1]})"
    if name == "mfenced":
        return f"{element.get('open', '(')}{', '.join(parts)}{element.get('close', ')')}"
    if name == "mtr":
        return " ".join(parts)
    if name == "mtable":
        return "; ".join(parts)
    return "".join(parts)


def _multiscripts(element: Element, parts: list[str]) -> str:
    """Return a base with scripts on both its sides: those before it stand before it."""
    names = [local(child) for child in element if local(child)]
    cut = names.index("mprescripts") if "mprescripts" in names else len(parts)
    return "".join(parts[cut + 1 :]) + "".join(parts[:1]) + "".join(parts[1:cut])


def _power(exponent: str) -> str:
    return f"{RAISED}{exponent}{RAISED_END}" if _NUMBER.fullmatch(exponent) else f"^{_grouped(exponent)}"


def _grouped(part: str) -> str:
    return part if _SIMPLE.fullmatch(part) else f"({part})"
