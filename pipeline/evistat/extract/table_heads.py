"""Rows of run-in tables → their names: what was measured, or what it depends on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from evistat.extract.run_in_tables import Cell, TableRow
from evistat.extract.table_columns import stripped

Span = tuple[int, int]

# A time that is a row's name, or ends it: "Before", "Baseline", "After treatment", "Week 4".
_ROW_TIME = re.compile(
    r"(?<![\w-])(?:Baseline|(?:Before|After|Pre-?|Post-?)(?: ?(?:test|treatment|intervention|op\w*|surgery|therapy|training|[a-z]+tion))?|Initial|Final"
    r"|(?:[Ww]eeks?|[Mm]onths?|[Dd]ays?|[Yy]ears?|[Vv]isit) \d+|\d+(?:st|nd|rd|th)? ?(?:weeks?|months?|days?|years?|min|hours?|hrs?|h|w|wk|m|mo|d|y))\b ?$"
)
_EXPOSED = re.compile(
    r"regression|predict|risk factors?|associat|\b[Vv]ariables?\b|\b[Cc]haracteristics?\b|\b[Ff]actors?\b|variate|variable"
)
_NAME_END = re.compile(
    r"(?:,? ?(?:\b(?:[Mm]eans?|[Mm]edian|[nN]|[Nn]o\.?|SD|SEM?|IQR))?(?: ?[(\[](?:±? ?SD|SEM?|SE|IQR|%|range|[nN] ?\(%\)|[^()\[\]]{1,14})[)\]])|,? (?:[Mm]ean|[Mm]edian)(?: ?± ?(?:SD|SEM?))?|,? %|, (?:kg|cm|years?|min|mm ?Hg|mL|ml|g|mg/dL|mmol/L)|[* ])++$"
)


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
    start, end = stripped(folded, start, end)
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
