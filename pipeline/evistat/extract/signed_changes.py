"""Numbers with a p-value of their own, signed or in a bracket behind a change → changes ("(-3.2 kg, P = 0.01)", "fell (2 kg, P = 0.01)")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from evistat.extract.estimates import LOW_CHANGE, Effect, Reader, past_spread
from evistat.extract.further_values import next_tested
from evistat.extract.lowered import lowered
from evistat.extract.numbers import parse_number
from evistat.extract.units import PERCENT, unit_at

RULE = "effect.signed_change"

# A bracket opens, or a word that names whose change it is; "from -3 to -5", "-3 vs -1" are values.
_SIGNED = re.compile(
    r"(?:[(\[] ?|; (?!from\b)|(?<=[\w)]) ?= ?|[Δ∆] ?|(?<=[\d)])[,;]? and |(?P<mean>\b(?:M|[Mm]ean(?: change| difference)?) ?[=:] ?)|\b(?!(?:from|to|and|or|vs|versus|than|was|were|between|of)\b)[A-Za-z][\w-]*[A-Za-z]{2}:? )(?P<value>(?:(?<=[(\[])[-+] ?|[-+])(?:\d+(?:\.\d+)?|\.\d+))(?![\d.:/-]|,(?! [pP]))"
)
# "Weight decreased (2.3 kg, P = 0.01)", "the difference was small (1.9 points, t = 1.8, P = 0.07)"
_BRACKETED = re.compile(
    r"\b(?:decreas(?:es?|ed)|increas(?:es?|ed)|reductions?|reduced|improvements?|improved|declined?|fell|rose|gain(?:ed)?|lost|loss|drop(?:ped)?|change[sd]?|differences?)\b"
    r"(?: (?!compared|than|versus|vs|associated|between)[^\s().;,\d]+){0,9} \((?P<value>\d+(?:\.\d+)?)(?![\d.:/,-])"
)
_ANY = re.compile(r"[ (\[=∆Δ][-+]\.?\d|[(\[][-+] \d")
# "correlated (-0.4, P = 0.01)": no change
_CORRELATED = re.compile(
    r"\b(?:correlat|associat|predict|regress|coefficient|relationship|beta|scores? of -|z-score)\w*|[ (]r ?=",
    re.IGNORECASE,
)
_WHOSE = re.compile(r" (?:in|with|for|among|on) [^()\[\].;,<>=\d]{2,40}(?=[,;] )")


@lru_cache(maxsize=4)
def _correlates(folded: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of how things go together."""
    return _CORRELATED.search(folded, start, end) is not None


def signed_changes(reader: Reader, start: int, end: int, found: Sequence[Effect]) -> list[Effect]:
    """Read the signed or bracketed numbers of a sentence that each have a p-value right after them."""
    folded = reader.folded
    if not reader.p_spans or not LOW_CHANGE.search(lowered(folded), start, end):
        return []
    effects: list[Effect] = []
    read: set[tuple[int, int] | None] = set()
    signed = list(_SIGNED.finditer(folded, start, end)) if _ANY.search(folded, start, end) else []
    for match in [*signed, *_BRACKETED.finditer(folded, start, end)]:
        span = match.span("value")
        if reader.blocked(*span) or any(
            one.start < span[1] and span[0] < one.end for one in found if one.value_span is not None
        ):
            continue
        if span in read:
            continue  # with the one before it
        at = past_spread(folded, span[1])
        unit = unit_at(folded, at)
        if unit is not None and at == span[1]:
            at = past_spread(folded, unit[1])  # "-1.2% ± 0.5%"
            at = (unit_at(folded, at) or (0, at))[1] if at > unit[1] else span[1]
        named = "mean" in match.re.groupindex and match["mean"] is not None
        if unit is None and not named and (at == span[1] or _correlates(folded, start, end)):
            continue
        at = max(unit[1], at) if unit else at
        whose = _WHOSE.match(folded, at, end)
        if reader.tested_at(at) is None and (whose is None or reader.tested_at(whose.end()) is None):
            continue
        printed = folded[slice(*unit)] if unit is not None else ""
        code = "PCT" if printed in PERCENT else "RD" if printed.startswith("percentage") else "MD"
        value = parse_number(match["value"].replace(" ", ""))
        effects.append(Effect(code, value, span[0], at, RULE, value_span=span, unit=unit))
        if unit is not None and match.re is _BRACKETED:
            further = _further(reader, effects[-1], end)
            read |= {one.value_span for one in further}
            effects += further
    return effects


def _further(reader: Reader, first: Effect, end: int) -> list[Effect]:
    """Read the changes that follow one in the same form ("gained (2.1 mm, P < 0.01) as did controls (1.4 mm, P = 0.02)")."""
    further: list[Effect] = []
    at = first.end
    while (tested := reader.tested_at(at)) is not None:
        match = next_tested(reader, tested, end)
        if match is None or reader.blocked(*match.span("value")):
            break
        unit = unit_at(reader.folded, past_spread(reader.folded, match.end("value")))
        if unit is None:
            break
        value = parse_number(match["value"].replace(" ", ""))
        at = unit[1]
        further.append(
            replace(
                first,
                value=value,
                start=match.start("value"),
                end=at,
                value_span=match.span("value"),
                unit=unit,
            )
        )
    return further
