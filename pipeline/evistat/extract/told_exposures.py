"""An exposure named by the people who have it → the exposure alone: "women who smoked" → "smoked"."""

from __future__ import annotations

import re

from evistat.extract.context import Context
from evistat.extract.noun_lists import nouns

Span = tuple[int, int]

_TOLD = re.compile(
    r"(?:(?:[Tt]he|[Aa]ll|[Mm]ore|[Ff]ewer|[Tt]hose) )?(?P<people>[A-Za-z]+) "
    r"(?:(?:who|that) (?:(?:was|were|is|are|had been|have been|has been) )?|whose )(?P<told>\S.*)",
    re.DOTALL,
)


def exposure_only(context: Context, span: Span | None) -> Span | None:
    """Leave out of an exposure's name the people who have it, unless that is all they are told apart by."""
    if span is None:
        return None
    match = _TOLD.fullmatch(context.folded, *span)
    if match is None or match["people"].lower() not in nouns().group:
        return span
    return match.span("told")
