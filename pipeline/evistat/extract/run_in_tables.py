"""Folded text → the rows of tables that stand in it as running text ("Pain 4.1 (1.2) 5.3 (1.1) 0.02 Sleep 6.0 …").

Where an article's text was taken without its layout, a table's cells follow one another with nothing but blanks between
them. Prose never prints numbers so: a row is a run of such cells, its name the words before it, its head what stands
between the table's caption and its first row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from evistat.extract.numbers import parse_number

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_SIGNED = rf"[-+]?{_NUMBER}"
_MARKS = r"[*†‡§¶#‖║^]"
_P = (
    r"(?P<p>(?<![A-Za-z])[Pp](?:[ -]?[Vv]alue)? ?(?P<op>[=<>≤≥]) ?(?P<p_number>0?\.\d+|[01](?:\.0+)?(?![\d.]))"
    r"|(?P<bound>[<>≤≥]) ?(?P<bound_number>0?\.\d+)|(?P<ns>n\.s\.|\b[Nn][Ss]\b|(?<=\d)NS(?=[A-Z])))"
)
_PAIRED = r" ?(?:-|to|:|,|;|/| (?=[-+.\d])) ?"
_CELL = re.compile(
    rf"{_P}|(?P<test>(?P<test_name>[tFzZUW]|[χΧX] ?2)(?: ?\([^()]{{1,12}}\))? ?= ?(?P<test_value>{_SIGNED}))"
    rf"|(?P<range_low>{_SIGNED})(?: - |- ?| to )(?P<range_high>{_SIGNED})(?![\d.%])"
    rf"|(?P<comma_low>[-+]?\d*\.\d+), (?P<comma_high>[-+]?\d*\.\d+)(?![\d.%,])"
    rf"|\d+/\d+ ?(?P<share_bracket>[(\[] ?(?P<share>{_NUMBER}) ?%? ?[)\]])"
    rf"|(?P<value>{_SIGNED})(?: ?(?P<percent>%))?"
    rf"(?: ?± ?(?P<spread>\.?\d[\d.]*(?: ?%)?)(?: ?[(\[] ?(?P<about_low>{_SIGNED}){_PAIRED}(?P<about_high>{_SIGNED}) ?[)\]])?"
    rf"| ?(?P<bracket>[(\[] ?±? ?(?P<low>{_SIGNED}) ?(?P<low_percent>%)?(?:{_PAIRED}(?P<high>{_SIGNED}) ?%?(?:(?<=[\d%])(?:{_PAIRED})(?P<third>{_SIGNED}) ?%?)?)? ?[)\]]))?"
)
_START = re.compile(
    r"[-+]?\.?\d|(?<![A-Za-z])[Pp](?:[ -]?[Vv]alue)? ?[=<>≤≥]|[<>≤≥] ?0?\.\d|n\.s\.|\b[Nn][Ss]\b"
)
# Two numbers with nothing but a blank between them, or none after a bracket; prose has hardly any.
_SIDE_BY_SIDE = re.compile(r"[\d)%](?:[*†‡§]{0,3} [-+]?\.?\d|(?<=[)%])\d)|\.\d{1,4}\.\d")
_GAP = re.compile(
    rf"(?: |{_MARKS}|(?<=[ )%\d])(?:[a-e]|ab|bc|ac|abc)(?:,[a-e1-9])*(?=[ ])|(?<=[\])] )(?:\([nN] ?= ?\d+\)|[nN] ?= ?\d+(?= )))*"
)
# "IL-6", "25%-75%": a number of the row's name
_IN_A_NAME = re.compile(r"%-|[A-Z]-\d+(?![.\d])")
# "Lamp n = 40 12": no row's first cell
_A_SIZE = re.compile(r".{0,2}\b[nN] ?= ?$")
_AFTER_TEST = re.compile(r"[,;]? ")
MOST_GROUPS = 6  # that a row, or the rows above a row of p-values, may compare
HEADED_P = re.compile(r"\b[Pp](?:[- ]{0,2}(?:[Vv]alues?|VALUES?))?(?![\w.])|(?<=[a-z)])[Pp][- ]?[Vv]alue")
LIKE_P = re.compile(r"0?\.(?!0\b)\d{1,5}|1\.0{1,3}")
_CAPTION = re.compile(r"(?:Table|TABLE)[ -]?(?:\d+|[IVX]+\b)(?![),;\]\d])")
_HEAD_END = re.compile(
    r"(?:[Pp][- ]{0,2}(?:[Vv]alues?|VALUES?)|\b[Pp]\b|\bCI\b)(?: ?\([^()]*\))?[*†‡§]?(?: {1,2}[a-d1-9]\b)?"
)
SIZE = re.compile(r",? ?[(\[]? ?\b[nN] ?= ?(?P<size>\d+(?:,\d{3})*)(?:-\d+)? ?[)\]]?,? ?")
# What a number begins that is the next row's name: "0.49 6 m 3.1 …", "0.716 2. year".
_TIME_UNIT = re.compile(
    r" ?(?:\. ?)?(?:w|wks?|weeks?|m|mo|months?|d|days?|h|hrs?|hours?|min|minutes?|y|years?|yrs?)\b(?! ?[=<>])"
)
_DECIMALS = 3  # of a p-value, mostly
_LARGEST_RATIO = 6  # of two groups' values that stand side by side
_LONGEST_NAME = 110
_LONGEST_HEAD = 700
_LONGEST_OPENING = 300
_SENTENCE = re.compile(r"[.;?!] ")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: ``kind`` is value, range, p or test; ``low``/``high`` what a bracket or range holds, ``spread`` its place."""

    kind: str
    start: int
    end: int
    value: float | None
    value_span: tuple[int, int]
    percent: bool = False
    low: float | None = None
    high: float | None = None
    low_span: tuple[int, int] | None = None
    high_span: tuple[int, int] | None = None
    spread: tuple[int, int] | None = None
    op: str = "="
    test: str | None = None

    @property
    def bare(self) -> bool:
        """Tell whether the cell is a number alone."""
        return self.kind == "value" and self.spread is None and not self.percent


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its cells, the place of its name, and of the head of its table (None where the text begins later).

    ``columns``: the head as far as it surely names columns, without the first row's name.
    """

    cells: tuple[Cell, ...]
    name: tuple[int, int]
    head: tuple[int, int] | None
    columns: tuple[int, int] | None

    @property
    def start(self) -> int:
        """Return where the first cell begins."""
        return self.cells[0].start

    @property
    def end(self) -> int:
        """Return where the last cell ends."""
        return self.cells[-1].end


def find_rows(folded: str) -> list[TableRow]:
    """Return the rows of run-in tables in order: runs of two cells and more with blanks between them."""
    if next(islice(_SIDE_BY_SIDE.finditer(folded), 1, None), None) is None:
        return []
    runs: list[list[Cell]] = []
    position = 0
    while (begin := _START.search(folded, position)) is not None:
        run = _run(folded, begin.start())
        position = max(run[-1].end if run else begin.end(), begin.start() + 1)
        runs += [each for part in _parts(folded, run) if len(each := _without_name(folded, part)) >= 2]
    return _named(folded, runs)


def _run(folded: str, start: int) -> list[Cell]:
    """Return the cells that follow one another from ``start``."""
    cells: list[Cell] = []
    if start and (folded[start - 1] in "0123456789.,/(:" or _IN_A_NAME.match(folded, start - 1)):
        return cells
    if _A_SIZE.match(folded, max(0, start - 4), start):
        return cells
    while (cell := _cell(folded, start)) is not None:
        if not cells:
            cell = _own_digits(folded, cell)
        if cell.kind == "p" and cells and folded[start - 1] in "*†‡§#":
            break  # "91 (70%)* *p < 0.05": what a mark means
        cells.append(cell)
        if cell.percent and folded[cell.end : cell.end + 1] == "-":
            break  # "25%-75%"
        gap = (_AFTER_TEST if cell.kind == "test" else _GAP).match(folded, cell.end)
        start = gap.end() if gap else cell.end
        closed = (
            folded[cell.end - 1] in ")]%"
            or cell.spread is not None
            or folded[cell.end - 1 : cell.end + 1].isdigit()
        )
        if start == cell.end and not closed:
            break
    if cells and _begins_time(folded, cells[-1]):
        cells.pop()
    if cells and folded[cells[-1].end : cells[-1].end + 1] in {"/", ",", ":", "-"}:
        cells.pop()  # "40/387", "12-14 days", "20, 30": no cell of its own
    return cells


def _begins_time(folded: str, cell: Cell) -> bool:
    """Tell whether a row's last number or range is the next row's time: "0.49 6 m 3.1 …", "3 (7.5) 4-8 h 12 (30) …"."""
    whole = "." not in folded[cell.start : cell.end]
    return whole and (cell.bare or cell.kind == "range") and _TIME_UNIT.match(folded, cell.end) is not None


def _parts(folded: str, run: list[Cell]) -> list[list[Cell]]:
    """Part a run where a category between estimates begins a row: "3 1.37 1.12-1.66 0.001 2 1.52 1.28-1.81 0.000"."""
    parts: list[list[Cell]] = [[]]
    for at, cell in enumerate(run):
        before, after = run[at - 1] if at else None, run[at + 1 : at + 3]
        whole = cell.bare and "." not in folded[slice(*cell.value_span)]
        tested = before is not None and (before.kind == "p" or (before.bare and LIKE_P.fullmatch(folded[slice(*before.value_span)])))  # fmt: skip
        bounded = bool(after) and (
            after[0].high is not None or (len(after) == 2 and after[1].kind == "range")
        )
        if whole and tested and bounded:
            parts.append([])
        else:
            parts[-1].append(cell)
    return parts


def _cell(folded: str, start: int) -> Cell | None:
    match = _CELL.match(folded, start)
    if match is None:
        return None
    if match["p"]:
        number = "p_number" if match["p_number"] else "bound_number"
        printed = match[number]
        op = (
            "ns"
            if match["ns"]
            else {"≤": "<=", "≥": ">="}.get(match["op"] or match["bound"], match["op"] or match["bound"])
        )
        return Cell("p", *match.span(), parse_number(printed) if printed else None, match.span(number) if printed else match.span(), op=op)  # fmt: skip
    if match["test"]:
        name = match["test_name"].replace(" ", "")
        return Cell("test", *match.span(), parse_number(match["test_value"]), match.span("test_value"), test="chi2" if len(name) > 1 else name)  # fmt: skip
    for form in ("range", "comma"):
        if match[f"{form}_low"]:
            low, high = parse_number(match[f"{form}_low"]), parse_number(match[f"{form}_high"])
            return Cell("range", *match.span(), None, match.span(), low=low, high=high, low_span=match.span(f"{form}_low"), high_span=match.span(f"{form}_high"))  # fmt: skip
    if match["share"]:  # "170/293 (58%)"
        return Cell("value", *match.span(), parse_number(match["share"]), match.span("share"), percent=True, spread=match.span("share_bracket"))  # fmt: skip
    value_span, end = match.span("value"), match.end()
    after = folded[end : end + 1]
    bare = match["spread"] is None and match["bracket"] is None and not match["percent"]
    if bare and after.isalpha() and not (after.isupper() and LIKE_P.fullmatch(match["value"])):
        return None
    cell = Cell("value", start, end, parse_number(match["value"]), value_span, match["percent"] is not None)
    if bare and after == ".":
        return _until_glued(folded, cell)
    if match["spread"]:
        stop = match.start("spread") + _own_length(match["value"], match["spread"])
        spread = replace(cell, end=stop, spread=(match.start("spread"), stop))
        return _bounded(spread, match, "about_low", "about_high", end) if match["about_low"] else spread
    if match["third"]:  # "68 (67.3%; 56 to 76)": a count with its percentage and the interval of that
        counted = replace(cell, value=parse_number(match["low"]), value_span=match.span("low"), percent=True)
        return _bounded(replace(counted, spread=match.span("bracket")), match, "high", "third", end)
    if match["bracket"]:
        return replace(
            cell,
            spread=match.span("bracket"),
            low=parse_number(match["low"]),
            low_span=match.span("low"),
            high=parse_number(match["high"]) if match["high"] else None,
            high_span=match.span("high") if match["high"] else None,
        )
    return cell


_MOST_DECIMALS = 8  # of a number that another is glued to


def _until_glued(folded: str, cell: Cell) -> Cell:
    """Return a number up to the value glued to it that lies in its own interval: "0.52946.2 (40.3-52.1)" is 0.529.

    Where no interval tells it, a p-value has three decimals.
    """
    point = folded.find(".", cell.start, cell.end)
    for end in range(point + 2, min(cell.end, point + 2 + _MOST_DECIMALS)) if point >= 0 else ():
        after = _CELL.match(folded, end)
        if after is None or not after["high"] or not folded[end].isdigit():
            continue
        value, low, high = (parse_number(after[name]) for name in ("value", "low", "high"))
        if low <= value <= high:
            return _shortened(folded, cell, end)
    if folded[cell.start : cell.start + 2] == "0." and cell.end - cell.start > _DECIMALS + 2:
        return _shortened(folded, cell, cell.start + 2 + _DECIMALS)
    return cell


def _shortened(folded: str, cell: Cell, end: int) -> Cell:
    """Return a bare number's cell up to ``end``."""
    return replace(cell, end=end, value=parse_number(folded[cell.start : end]), value_span=(cell.start, end))


def _own_digits(folded: str, cell: Cell) -> Cell:
    """Return a row's first cell without the digit that ends the row's name: "Group 20.81 (0.60-1.10)" is 0.81."""
    start, end = cell.value_span
    low, high = cell.low, cell.high
    if cell.value is None or low is None or high is None or low <= cell.value <= high:
        return cell
    if cell.start != start or not folded[start : start + 2].isdigit():
        return cell
    value = parse_number(folded[start + 1 : end])
    if not low <= value <= high:
        return cell
    return replace(cell, start=start + 1, value=value, value_span=(start + 1, end))


def _bounded(cell: Cell, match: re.Match[str], low: str, high: str, end: int) -> Cell:
    """Return a cell with the interval that it prints behind its value."""
    bounds = parse_number(match[low]), parse_number(match[high])
    return replace(cell, end=end, low=bounds[0], high=bounds[1], low_span=match.span(low), high_span=match.span(high))  # fmt: skip


def _own_length(value: str, spread: str) -> int:
    """Return how much of "4.529.3" is the spread: as many decimals as its value has, where cells are glued together.

    One more or less where only so the next value is of the same size: "38.8 ± 5.7549.64" is 5.75.
    """
    if spread.count(".") < 2 or "." not in value or spread.endswith("%"):
        return len(spread.rstrip("."))
    point = spread.index(".")
    length = point + len(value) - value.index(".")
    second = spread.index(".", point + 1)
    for other in (length, length + 1, length - 1):
        rest = spread[other:second]
        whole = point + 1 < other < second and rest.isdigit()
        if whole and (rest == "0" or _of_one_size(parse_number(value), float(rest))):
            return other
    return length


def _of_one_size(value: float, other: float) -> bool:
    return abs(value) <= _LARGEST_RATIO * max(other, 1) and other <= _LARGEST_RATIO * max(abs(value), 1)


def _without_name(folded: str, run: list[Cell]) -> list[Cell]:
    """Drop a bare number before cells with spreads: it ends the row's name ("SpO 2 97.9 ± 3.5 …"), or is a column's n."""
    rest = [cell for cell in run[1:] if cell.kind == "value"]
    if not run or not run[0].bare or len(rest) < 2 or any(cell.bare for cell in rest[:2]):
        glued = run and run[0].start and folded[run[0].start - 1].isalpha() and run[0].bare
        return run[1:] if glued else run
    return run[1:]


def _named(folded: str, runs: Sequence[list[Cell]]) -> list[TableRow]:
    """Give each run the words before it as its name, and its table's head."""
    rows: list[TableRow] = []
    captions = [match.end() for match in _CAPTION.finditer(folded)]
    before = 0
    head: tuple[int, int] | None = None
    columns: tuple[int, int] | None = None
    caption = 0
    for run in runs:
        start = run[0].start
        passed = bisect_right(captions, start)
        last = captions[passed - 1] if passed else 0
        if last != caption:
            caption, head, columns, before = last, None, None, max(before, last)
            if start - last <= _LONGEST_HEAD:
                ends = _head_ends(folded, last, start)
                inner = ends[-1] if ends else last
                head, before = (last, start), max(before, inner)
                columns = (last, inner) if ends else head
        elif not rows and start <= _LONGEST_OPENING:
            ends = _head_ends(folded, 0, start)
            if _SENTENCE.search(folded, 0, ends[-1] if ends else start):
                ends = []
            sizes = [match.end() for match in SIZE.finditer(folded, 0, start)]
            if ends or (len(sizes) > 1 and not _SENTENCE.search(folded, 0, start)):
                before = max(before, *ends[-1:], *sizes[-1:])
                head, columns = (0, start), (0, before)
        name = _name(folded, max(before, start - _LONGEST_NAME), start)
        rows.append(TableRow(tuple(run), name, head, columns))
        before = run[-1].end
    return rows


def _head_ends(folded: str, start: int, end: int) -> list[int]:
    """Return where a head may end: words follow that name the first row."""
    ends = [match.end() for match in _HEAD_END.finditer(folded, start, end)]
    ends = [at for at in ends if _LETTER.search(folded, at, end)]
    tail = _TAIL.match(folded, ends[-1], end) if ends else None
    return [*ends, tail.end()] if tail is not None else ends


# Columns named behind the last p-value: "P value Pre Post Pre Post", "P between groups".
_TAIL = re.compile(
    r"(?: {1,3}(?:[Bb]etween|[Ww]ithin|for|[Gg]roups?(?= )|[Pp]re|[Pp]ost|PRE|POST|[Bb]efore|[Aa]fter|[Mm]eans?|SDs?|vs\.?|\([nN] ?= ?\d+\)|[nN] ?= ?\d+|\d(?= [A-Z])))+(?= )"
)
_LETTER = re.compile(r"[^\W\d_]")
_CUT = re.compile(
    r"[.;!?] +(?=[A-Z])|(?<=[\w)]) {2,}(?=[A-Z][a-z])|\(?\b[Rr]ef(?:erence)?\b\.?\)? ?(?:1(?:\.0+)?)? |[*†‡§] |\]|[Pp][- ]?[Vv]alues?|\d(?=[A-Z][a-z]{2})|\((?:HS|NS|S)\)|\b[Pp] ?[<>=] ?0?\.\d+"
)


# What the head's last columns and the row before leave at the begin of a name: "(n = 25) Mean SD Mean SD Age".
_LEAD = re.compile(
    r"(?:[ ,;:.*†‡§()\[\]•-]|(?:[a-e]|0?\.\d{2,4}[a-z]?)(?= )|[nN] ?= ?\d+\)|(?:(?:[Mm]ean|SD|[nN] ?\(%\)|%|±) ?){2,})*"
)


def _name(folded: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of a row's name: the words between ``start`` and its first cell."""
    for cut in _CUT.finditer(folded, start, end):
        if folded[cut.end() : end].strip():
            start = cut.end()  # a mark at the very end belongs to the name: "BMI**", "Falls [n (%)]"
    led = _LEAD.match(folded, start, end)
    start = led.end() if led is not None else start
    while end > start and folded[end - 1] in " ,;:=*†‡§":
        end -= 1
    return start, end
