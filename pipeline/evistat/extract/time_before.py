"""Context → its mentions of the time before: "baseline", "before treatment", "pre-test"."""

from __future__ import annotations

import re

from evistat.extract.context import Context
from evistat.extract.lowered import caseless, lowered

Span = tuple[int, int]

_BASELINE = re.compile(
    r"\b(?:baseline|pre-?treatment|pre-?intervention|pre-?test|pre-?training|pre-?operative(?:ly)?|before (?:the )?(?:treatment|intervention|surgery|operation|study|therapy))\b",
    re.IGNORECASE,
)
# Without a \b in front: an expression that begins with letters skips to them.
_TIME = caseless(_BASELINE.pattern.removeprefix(r"\b"))
_CONTROL = caseless(
    r"(?:placebo|controls?(?: (?:group|arm))?|sham|(?:usual|standard|routine|conventional) (?:care|treatment|therapy)|standard of care|no treatment|wait(?:ing)?[- ]?list(?: controls?)?)\b"
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


def baselines(context: Context) -> tuple[Span, ...]:
    """Return each mention of the time before."""
    return tuple(match.span() for match in _TIME.finditer(lowered(context.folded)))


def controls(context: Context) -> tuple[Span, ...]:
    """Return each mention of what a control gets."""
    return tuple(match.span() for match in _CONTROL.finditer(lowered(context.folded)))
