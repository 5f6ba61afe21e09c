"""Heads and rows of run-in tables → the names of columns and rows: whose values they are, and what was measured."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from evistat.extract.run_in_tables import Cell, TableRow

Span = tuple[int, int]

# What ends the names of the groups: the columns of tests and estimates.
_TESTED = re.compile(
    r"\b(?:[Pp](?:[- ]?(?:[Vv]alues?|VALUES?))?(?![\w.])|(?:[Mm]ean )?[Dd]ifference|[Ee]ffect [Ss]ize|(?:[Hh]azard|[Oo]dds|[Rr]isk|[Rr]ate) [Rr]atio|OR\b|HR\b|RR\b|95 ?%)"
)
_SIZES = re.compile(r" ?[(\[]? ?[nN] ?= ?\d+ ?[)\]]?,? ?")
_GROUP = re.compile(r"(?:[\w+/-]+ ){1,4}?(?:[Gg]roups?|[Aa]rms?)\b(?: [A-Z0-9]\b)?")
_TIMES = re.compile(
    r"(?:\b|(?<=[a-z])(?=[A-Z]))(?:Baseline|Before|After|Pre-?(?:test|treatment|intervention|op\w*)?|Post-?(?:test|treatment|intervention|op\w*)?|Follow-?up|(?:Week|Month|Day|Year|Visit) \d+|\d+ (?:weeks?|months?|days?))(?![a-z-])"
)
_DOSES = re.compile(
    r"(?<![\w.])\d+(?:\.\d+)? ?(?:[mµμn]?g|[mµμn]?mol|[mµμn]?M|m[lL]|I?U|Gy|%)(?:/(?:kg|day|d|m[lL]|L|dL))*(?![\w/])"
)
# A time that is a row's name, or ends it: "Before", "Baseline", "After treatment", "Week 4".
_ROW_TIME = re.compile(
    r"(?<![\w-])(?:Baseline|(?:Before|After|Pre-?|Post-?)(?: ?(?:test|treatment|intervention|op\w*|surgery|therapy|training|[a-z]+tion))?|Initial|Final"
    r"|(?:[Ww]eeks?|[Mm]onths?|[Dd]ays?|[Yy]ears?|[Vv]isit) \d+|\d+(?:st|nd|rd|th)? ?(?:weeks?|months?|days?|years?|min|hours?|h))\b ?$"
)
_CAPITAL = re.compile(r"\b[A-Z]")
_STUB = re.compile(
    r"(?:Outcomes?|Variables?|Characteristics?|Parameters?|Measures?|Items?|Factors?|Group) (?=\S)"
)
_CHUNK = re.compile(r"[A-Z][\w+/.-]*(?: (?![A-Z])[a-z+&/-][\w+/-]*)*")
_CONTROL = re.compile(
    r"\b(?:[Cc]ontrols?|[Pp]lacebo|[Uu]sual|[Ss]tandard|[Cc]onventional|[Bb]aseline|[Bb]efore|[Pp]re\w*|[Ss]ham|[Nn]o|[Nn]on\w*|[Uu]ntreated|[Hh]ealthy|[Vv]ehicle|[Ss]aline)\b"
)
_ALL = re.compile(r"\b(?:All|Total|Overall)\b(?: patients| participants| subjects)? ?(?:\(|[A-Z])")
_TOTAL = re.compile(r"(?:Mean score |[^A-Z]*)?(?:\([^()]*\) )?(?:All|Total|Overall)\b")
_EXPOSED = re.compile(
    r"regression|predict|risk factors?|associat|\b[Vv]ariables?\b|\b[Cc]haracteristics?\b|\b[Ff]actors?\b|variate|variable"
)
_NAME_END = re.compile(
    r"(?:,? ?(?:\b(?:[Mm]eans?|[Mm]edian|[nN]|[Nn]o\.?|SD|SEM?|IQR))?(?: ?[(\[](?:±? ?SD|SEM?|SE|IQR|%|range|[nN] ?\(%\)|[^()\[\]]{1,14})[)\]])|,? (?:[Mm]ean|[Mm]edian)(?: ?± ?(?:SD|SEM?))?|,? %|, (?:kg|cm|years?|min|mm ?Hg|mL|ml|g|mg/dL|mmol/L)|[* ])+$"
)


_BRACKETED = re.compile(r"\([^()]{1,40}\)")
_APART = 30  # characters between two columns of tests, at most


def column_names(folded: str, head: Span, count: int) -> list[Span] | None:
    """Return the places of the groups' names in a table's head, None where they can't be told."""
    sure = sure_columns(folded, head, count)
    if sure is not None:
        return sure
    start, end = head
    stop = _before_tests(folded, start, end)
    bracketed = [match.span() for match in _BRACKETED.finditer(folded, start, stop)]
    spans = [match.span() for match in _CHUNK.finditer(folded, start, stop)]
    spans = [span for span in spans if not any(a < span[0] < b for a, b in bracketed)]
    named = len(spans) > count and all(b - a > 2 for a, b in spans[-count:])
    return spans[-count:] if named else None


def sure_columns(folded: str, head: Span, count: int, *, exact: bool = False) -> list[Span] | None:
    """Return the names of columns that their sizes, the word "group" or times tell; ``exact``: no others stand there."""
    start, end = head
    stop = _before_tests(folded, start, end)
    sizes = [match.span() for match in _SIZES.finditer(folded, start, stop)]
    if len(sizes) == count or (len(sizes) > count and not exact):
        sizes = sizes[-count:]
        begins = [None, *(size[1] for size in sizes[:-1])]
        found = [
            _trim(folded, begin if begin is not None else _last_chunk(folded, start, size[0]), size[0])
            for begin, size in zip(begins, sizes, strict=True)
        ]
        if all(0 < b - a <= 60 for a, b in found):
            return found
    for pattern in (_TIMES, _GROUP, _DOSES):
        spans = [_from_capital(folded, *match.span()) for match in pattern.finditer(folded, start, stop)]
        if len(spans) == count or (len(spans) > count and not exact):
            return spans[-count:]
    return None


def _before_tests(folded: str, start: int, end: int) -> int:
    """Return where the columns of tests and estimates begin, at the head's end."""
    stop = end
    for at in reversed([match.start() for match in _TESTED.finditer(folded, start, end)]):
        if at - start <= 12 or (stop != end and stop - at > _APART):
            break
        stop = at
    return stop


def _last_chunk(folded: str, start: int, end: int) -> int:
    chunks = [match.start() for match in _CHUNK.finditer(folded, start, end)]
    return chunks[-1] if chunks else start


def _from_capital(folded: str, start: int, end: int) -> Span:
    """Return a name from its first capital, without the head of the rows' names.

    What stands before is the caption's ("… per hospital Control group", "Outcome Control group").
    """
    capital = _CAPITAL.search(folded, start, end) if folded[start].islower() else None
    start = capital.start() if capital is not None else start
    stub = _STUB.match(folded, start, end)
    return (stub.end() if stub is not None else start), end


def _trim(folded: str, start: int, end: int) -> Span:
    while start < end and folded[start] in " ,;:.*()[]":
        start += 1
    while end > start and folded[end - 1] in " ,;:*([":
        end -= 1
    return start, end


def is_control(label: str) -> bool:
    """Tell whether a column's name is what others are compared with."""
    return _CONTROL.search(label) is not None


def is_time(label: str) -> bool:
    """Tell whether a column's name is a time."""
    return _TIMES.search(label) is not None


def is_total(label: str) -> bool:
    """Tell whether a column holds all groups together."""
    return _TOTAL.match(label) is not None


def left_out(head: str) -> bool:
    """Tell whether a table's first column holds all groups together."""
    found = _ALL.search(head)
    if found is None:
        return False
    tests = [match.end() for match in _TESTED.finditer(head)]
    return not tests or found.end() < tests[-1]


def exposures(head: str) -> bool:
    """Tell whether a table's rows name exposures (a regression's), not outcomes."""
    return _EXPOSED.search(head) is not None


def name_of(folded: str, span: Span) -> Span | None:
    """Return a row's name without units and statistics."""
    start, end = span
    closed = folded.rfind(")", start, end)
    if closed >= 0 and folded.rfind("(", start, closed) < 0:
        start = closed + 1  # a bracket opened in the row before
    found = _NAME_END.search(folded, start, end)
    end = found.start() if found is not None and found.start() > start else end
    start, end = _trim(folded, start, end)
    return (start, end) if end - start > 1 else None


def row_subjects(folded: str, rows: Sequence[TableRow]) -> list[Span | None]:
    """Return what each row is about: its name, or the heading above where the name only tells a subgroup ("HGI")."""
    names = [name_of(folded, row.name) for row in rows]
    names = [_without_time(folded, name) if name is not None else None for name in names]
    halves = [all(percentage(folded, cell) for cell in row.cells if cell.kind == "value") for row in rows]
    texts = [folded[slice(*name)] if name else "" for name in names]
    repeated = {text for text, times in Counter(texts).items() if times >= 3 and text}
    endings = Counter(text.rsplit(" ", 1)[1] for text in texts if " " in text)
    subjects: list[Span | None] = []
    heading: Span | None = None
    for name, text, half in zip(names, texts, halves, strict=True):
        recurs = bool(repeated) and " " in text and endings[text.rsplit(" ", 1)[1]] >= 2
        if name is not None and half and (text in repeated or recurs):
            last = text.rsplit(" ", 1)[-1]  # a category ("Hospital 1 SET"), not a subgroup
            subjects.append((name[1] - len(last), name[1]) if recurs else name)
            continue
        if name is None or text in repeated:
            subjects.append(heading or name)
            continue
        if recurs:
            name = name_of(folded, (name[0], name[1] - len(text.rsplit(" ", 1)[1]))) or name
        heading = name
        subjects.append(name)
    return subjects


def _without_time(folded: str, name: Span) -> Span | None:
    """Return a row's name up to a time that ends it ("Sleep (h) Before", "Mood 3 months"), None where it is a time alone."""
    time = _ROW_TIME.search(folded, *name)
    return name if time is None else name_of(folded, (name[0], time.start()))


def percentage(folded: str, cell: Cell) -> bool:
    """Tell whether a cell is a percentage, or holds one in its bracket."""
    return cell.percent or (cell.spread is not None and "%" in folded[slice(*cell.spread)])


_SOUGHT = re.compile(
    r"\b(?:predict(?:ors? of|ing)|risk factors (?:for|of)|factors (?:associated with|influencing|affecting|for)|determinants of|associations? with|associated with|correlates of|likelihood of|odds of|risk of) (?:the )?(?P<sought>[a-z][^.,;:()\d]{2,60}?)(?= (?:in|among|by|with|using|from|at|for|as|of the) |[.,;:()]| [A-Z])"
)


def sought_outcome(folded: str, head: Span) -> Span | None:
    """Return the outcome that a regression's caption names ("Predictors of early relapse among …")."""
    found = _SOUGHT.search(folded, *head)
    return found.span("sought") if found is not None else None
