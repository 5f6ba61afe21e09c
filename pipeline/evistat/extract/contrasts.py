"""A contrast printed beside a result's numbers ("(A vs B; P = …)", "P < 0.05 vs control") → the sides that it names."""

from __future__ import annotations

import re

from evistat.extract.context import Context
from evistat.extract.control_names import choose_pair
from evistat.extract.finding import Result
from evistat.extract.reading import SINGLE, components
from evistat.extract.sides import Sides, Span

_FARTHEST = 160
_MOST_WORDS = 9
_AGAINST = r"(?:vs?\b\.?|versus|(?:as )?compared (?:with|to)|relative to|in comparison (?:with|to)|against)"
_VERSUS = re.compile(rf" {_AGAINST} ?(?=[\w<>≤≥])")
_EDGE = re.compile(r"[,;:()\[\]=]")
# "A vs B adjusted": what is said of the statistic that follows
_OF_STATISTIC = re.compile(
    r"(?:[, ]+(?:(?:un)?adjusted|adj\.?|crude|pooled|multivariable|multivariate|univariate|mean|difference|hazard|odds|risk|rate|ratios?"
    r"|relative|log-rank|p(?:[- ]?values?)?|all|both|each|for|of|is|was|were|and|a|an|the|aHR|HR|OR|RR))+$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:mean |median )?(?:differences?|comparisons?)|the|an?|in|for|between|among|with|of|comparing|contrasting|i\.?e\.?|e\.?g\.?) ",
    re.IGNORECASE,
)
_VALUE_LAST = re.compile(r"(?<![<>≤≥\w.-])(?<![<>≤≥] )\d[\d.,]*(?: ?%| ?[a-zµ]{1,4}(?:/[a-zµ]{1,4})?)?\)?$")
_VALUE_FIRST = re.compile(
    r"^[-+]?\d[\d.,]*(?: ?%|\s*$|[ /(])(?!years|year|months|weeks|days|mg|kg|cm|mm|g\b)"
)
_NAME = re.compile(r"[A-Za-z]{2}|\b[A-Z]\b|[<>≤≥]=? ?\d")
_AFTER = re.compile(
    rf"^,? ?(?:both |each )?{_AGAINST} (?:the )?(?P<side>[A-Za-z][\w/+-]*(?: [\w/+-]+){{0,4}}?)(?= ?[,;)\]])"
)


def contrast_before(context: Context, result: Result) -> Sides | None:
    """Read the two sides named in a bracket before the numbers: "(supplementation vs sunshine, P < 0.001)"."""
    first = components(result)[0][0]
    if result.measure_span is None:
        return _contrast(context, result, first, first)
    named = result.measure_span
    return _contrast(context, result, min(first, named.start), min(first, named.start)) or (
        _contrast(context, result, named.end, first) if named.end < first else None  # "HR for A vs B, 0.8"
    )


def _contrast(context: Context, result: Result, after: int, first: int) -> Sides | None:
    """Read the two sides named in a bracket before ``first``; what stands before ``after`` may only open the bracket."""
    text = context.folded
    sentence = context.sentences[result.sentence][0] if context.sentences else 0
    begin = max(sentence, first - _FARTHEST)
    opening = _open_bracket(text, begin, first)
    if opening is None:
        return None
    start = max(opening + 1, after) if after < first else opening + 1
    marks = list(_VERSUS.finditer(text, start, first))
    if not marks:
        return None
    mark = marks[-1]
    left, right = mark.start(), mark.end()
    edges = [edge.end() for edge in _EDGE.finditer(text, start, left)]
    one = _name(text, edges[-1] if edges else start, left)
    edge = _EDGE.search(text, right, first)
    other = _name(text, right, edge.start() if edge else first)
    if one is None or other is None or _VALUE_LAST.search(text[one[0] : one[1]]):
        return None
    pair = (one, other)
    first_side, second_side = choose_pair([text[slice(*span)] for span in pair])
    return Sides(pair[first_side], pair[second_side], True, whole=True)


def contrast_after(context: Context, result: Result) -> Span | None:
    """Return what stands against in the bracket of the numbers, right after them: "(P < 0.05 vs control)"."""
    if result.measure in SINGLE or (result.p is None and len(result.groups) < 2):
        return None  # "3.7 months (95 % CI …) vs placebo 3.1": a value stands there
    last = max(span[1] for span in components(result))
    match = _AFTER.match(context.folded[last : last + 90])
    return (last + match.start("side"), last + match.end("side")) if match is not None else None


def _open_bracket(text: str, begin: int, end: int) -> int | None:
    """Return where the bracket opens that ``end`` stands in."""
    depth = 0
    for index in range(end - 1, begin - 1, -1):
        if text[index] in ")]":
            depth += 1
        elif text[index] in "([":
            if depth == 0:
                return index
            depth -= 1
    return None


def _name(text: str, start: int, end: int) -> Span | None:
    """Return the name in a stretch of text; None for a value or what is too long for one."""
    while start < end and text[start] in " ,;:":
        start += 1
    while (match := _LEADING.match(text[start:end])) is not None:
        start += match.end()
    end = start + len(text[start:end].rstrip(" ,;:="))
    if (match := _OF_STATISTIC.search(text[start:end])) is not None:
        end = start + match.start()
    name = text[start:end]
    if not _NAME.search(name) or len(name.split()) > _MOST_WORDS or _VALUE_FIRST.match(name):
        return None
    return start, end
