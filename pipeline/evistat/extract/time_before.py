"""Context → its mentions of the time before: "baseline", "before treatment", "pre-test"."""

from __future__ import annotations

import re

from evistat.extract.closed_classes import closed_class
from evistat.extract.context import Context
from evistat.extract.lowered import caseless, lowered
from evistat.lexicons import word_set

Span = tuple[int, int]

_BASELINE = re.compile(
    r"\b(?:baseline|pre-?treatment|pre-?intervention|pre-?test|pre-?training|pre-?operative(?:ly)?|before (?:the )?(?:treatment|intervention|surgery|operation|study|therapy))\b",
    re.IGNORECASE,
)
# Without a \b in front: an expression that begins with letters skips to them.
_TIME = caseless(_BASELINE.pattern.removeprefix(r"\b"))
_CONTROL = caseless(
    r"(?:placebo|controls? (?:group|arm|condition)|controls|(?P<bare>control)|sham|(?:usual|standard|routine|conventional) (?:care|treatment|therapy)|standard of care|no treatment|wait(?:ing)?[- ]?list(?: controls?)?)\b"
)
_WORD_BEFORE = re.compile(r"([\w-]+)[ -]$")
_LONGEST_WORD = 40
_OF_GROUPS = word_set("coordination", "controls")
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
    low = lowered(context.folded)
    return tuple(match.span() for match in _CONTROL.finditer(low) if _names_control(low, match))


def _names_control(low: str, match: re.Match[str]) -> bool:
    """Tell whether a match is a word of its own and no control of something ("pain control", "the control of pain")."""
    start, end = match.span()
    if start and (low[start - 1].isalnum() or low[start - 1] == "_"):
        return False
    if match["bare"] is None:
        return True
    before = _WORD_BEFORE.search(low, max(0, start - _LONGEST_WORD), start)
    return not low.startswith((" of ", " over "), end) and (
        before is None or before[1] in closed_class() or before[1] in _OF_GROUPS
    )
