"""A table of a JATS article → its lines: a row each, cells between bars, so that columns stay apart and aligned."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evistat.read.xml import Element, local

_GROUPS = frozenset(("thead", "tbody", "tfoot", "tgroup"))
_ROWS = frozenset(("tr", "row"))
_CELLS = frozenset(("td", "th", "entry"))
_WIDEST = 200  # columns one cell may span: more is a mistake, or meant to fill the memory


def table_lines(table: Element, text_of_cell: Callable[[Element], str]) -> list[str]:
    """Return a line for every row that holds something; a cell that spans more leaves the others empty."""
    lines: list[str] = []
    taken: dict[int, int] = {}  # column → rows below that a cell still fills
    for row in _rows(table):
        cells: list[str] = []
        begun: dict[int, int] = {}
        for cell in row:
            if local(cell) not in _CELLS:
                continue
            _skip_taken(cells, taken)
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            if rows > 1:
                begun |= dict.fromkeys(range(len(cells), len(cells) + columns), rows - 1)
            cells += [" ".join(text_of_cell(cell).split("\n")), *[""] * (columns - 1)]
        _skip_taken(cells, taken)
        taken = {column: left - 1 for column, left in taken.items() if left > 1} | begun
        if any(cells):
            lines.append("| " + " | ".join(cells) + " |")
    return lines


def _skip_taken(cells: list[str], taken: dict[int, int]) -> None:
    """Put an empty cell wherever one of a row above reaches down."""
    while taken.get(len(cells), 0) > 0:
        cells.append("")


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        name = local(child)
        if name in _ROWS:
            yield child
        elif name in _GROUPS:
            yield from _rows(child)


def _span(cell: Element, name: str) -> int:
    words = cell.get(name, "1").strip()
    return max(1, min(int(words), _WIDEST)) if words.isascii() and words.isdigit() and len(words) < 9 else 1
