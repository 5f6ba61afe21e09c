"""Lines, boxes and words → SVG elements, all text escaped, coloured for light and dark ground."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from evistat.inspect.words import one_line

SIZE = 13.0

# Class → attribute and its colours on light and dark ground; contrast with the ground is 4.5 or more for text.
_COLOURS = {
    "ground": ("fill", "#ffffff", "#12171d"),
    "ink": ("fill", "#1c2733", "#e7ecf1"),
    "faint": ("fill", "#56657a", "#a3b0bd"),
    "mark": ("fill", "#1d5c9e", "#79b4f2"),
    "hollow": ("stroke", "#1d5c9e", "#79b4f2"),
    "whisker": ("stroke", "#1c2733", "#e7ecf1"),
    "tip": ("fill", "#1c2733", "#e7ecf1"),
    "rule": ("stroke", "#c6ced6", "#3b4652"),
    "null": ("stroke", "#7b8794", "#8895a3"),
    "pooled": ("fill", "#a23b1f", "#f29b7c"),
}


def short(value: float) -> str:
    """Return a number as short as the eye needs it."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def safe(words: str) -> str:
    """Return text for an SVG: escaped, and what XML can't hold as U+FFFD."""
    return escape(_NOT_XML.sub("\ufffd", words))


def coloured(name: str) -> str:
    """Return the class of a kind of mark, and its colour on light ground."""
    attribute, light, _ = _COLOURS[name]
    return f'class="ef-{name}" {attribute}="{light}"'


def dark_style() -> str:
    """Return the style that colours a drawing for a dark page."""
    rules = "".join(
        f".evistat-forest .ef-{name}{{{kind}:{dark}}}" for name, (kind, _, dark) in _COLOURS.items()
    )
    return f"@media (prefers-color-scheme:dark){{{rules}}}"


def line(x1: float, y1: float, x2: float, y2: float, name: str, more: str = "") -> str:
    """Return a line between two points."""
    ends = f'x1="{short(x1)}" y1="{short(y1)}" x2="{short(x2)}" y2="{short(y2)}"'
    return f"<line {coloured(name)} {ends}{' ' + more if more else ''}/>"


def box(x: float, y: float, side: float) -> str:
    """Return the attributes of a square round a point."""
    return f'x="{short(x - side / 2)}" y="{short(y - side / 2)}" width="{short(side)}" height="{short(side)}"'


def polygon(name: str, *corners: tuple[float, float]) -> str:
    """Return a filled shape with these corners."""
    points = " ".join(f"{short(x)},{short(y)}" for x, y in corners)
    return f'<polygon {coloured(name)} points="{points}"/>'


def text(
    x: float,
    y: float,
    words: str,
    name: str,
    *,
    size: float = SIZE,
    anchor: str = "",
    weight: str = "",
    whole: str = "",
) -> str:
    """Return words at a place; ``whole`` is what they were cut from, for a tooltip."""
    more = f' font-size="{short(size)}"' if size != SIZE else ""
    more += f' text-anchor="{anchor}"' if anchor else ""
    more += f' font-weight="{weight}"' if weight else ""
    told = f"<title>{safe(whole)}</title>" if whole and whole != words else ""
    return f'<text {coloured(name)} x="{short(x)}" y="{short(y)}"{more}>{told}{safe(one_line(words))}</text>'
