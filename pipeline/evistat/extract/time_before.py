"""Context → its mentions of the time before: "baseline", "before treatment", "pre-test"."""

from __future__ import annotations

import re

from evistat.extract.context import Context

Span = tuple[int, int]

_BASELINE = re.compile(
    r"\b(?:baseline|pre-?treatment|pre-?intervention|pre-?test|pre-?training|pre-?operative(?:ly)?|before (?:the )?(?:treatment|intervention|surgery|operation|study|therapy))\b",
    re.IGNORECASE,
)
_BACK, _AHEAD = 6000, 2000


def baseline_near(context: Context, offset: int) -> Span | None:
    """Return the mention of the time before that stands nearest before ``offset``, else the first after it."""
    begin = max(0, offset - _BACK)
    last = None
    for match in _BASELINE.finditer(context.folded, begin, offset + _AHEAD):
        if match.end() > offset:
            return last or match.span()
        last = match.span()
    return last
