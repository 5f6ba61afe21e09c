"""An estimate with its spread → the further items of its list ("fell by 8 ± 2%, 6 ± 1% and 9 ± 3%"), or none if it is a group's."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from evistat.extract.estimates import AFTER_NUMBER, NUM, Effect, Reader
from evistat.extract.group_values import GROUPISH
from evistat.extract.numbers import parse_number
from evistat.extract.units import unit_at

_ITEM = (
    rf"(?P<value>{NUM}){AFTER_NUMBER} ?(?P<unit>%|[A-Za-z][\w/^]{{0,9}}(?= ?[(±+]))?(?: (?:for|in|with|at|using|by|on|after) (?P<label>[^.;:,()\d]{{2,40}}?))? ?"
    r"(?:(?P<pm>±|\+/-) ?\d[\d.]* ?%?|\((?:[^()\d]{0,30}\W)?(?P<kind>SE|SD|SEM|IQR|interquartile range|range)\b[^()]{1,40}\))"
)
_FIRST = re.compile(_ITEM)
_NEXT = re.compile(rf"(?P<before>[^.;:()\d]{{0,60}}?)(?:[,;]|,? and) (?:and )?{_ITEM}")
_CODES = frozenset({None, "MD", "RD", "PCT", "SMD"})
_NAME_AFTER = re.compile(r"(?: (?!compared)[^\s.;:,()\d]{1,8})? (?:for|in|with|on|after) [^.;:,()\d]{0,40}")


def with_dispersed_lists(reader: Reader, found: Sequence[Effect], end: int) -> list[Effect]:
    """Add the further items of lists of estimates, each with a spread like the first's; leave lists of groups' values out."""
    kept: list[Effect] = []
    taken = {effect.value_span for effect in found}
    for first in found:
        further, named = _items(reader, first, end, taken)
        if further and GROUPISH.search(named):
            continue  # "the change was 4.6 ± 0.5 with bark and 4.1 ± 0.5 in the root group"
        kept += [first, *further]
    return kept


def _items(
    reader: Reader, first: Effect, end: int, taken: Set[tuple[int, int] | None]
) -> tuple[list[Effect], str]:
    """Return the items behind the first of a list, and the words that say whose or of what all are.

    A list that runs into an estimate read before (``taken``) has none.
    """
    folded = reader.folded
    effects: list[Effect] = []
    if first.interval is not None or first.value_span is None or first.arm or first.code not in _CODES:
        return [], ""
    item = _FIRST.match(folded, first.value_span[0], end)
    if item is None or item.end("value") != first.value_span[1]:
        return [], ""
    spread = item["pm"] or item["kind"]
    named = [item["label"] or ""]
    while following := _NEXT.match(folded, item.end(), end):
        span = following.span("value")
        if (following["pm"] or following["kind"]) != spread or reader.blocked(*span):
            break
        if span in taken:
            return [], ""
        effects.append(
            replace(
                first,
                value=parse_number(following["value"].replace(" ", "")),
                start=span[0],
                end=following.end(),
                rule="effect.further_value" if first.named else first.rule,
                measure=None,
                value_span=span,
                unit=following.span("unit")
                if following["unit"]
                else unit_at(folded, following.end()) or first.unit,
            )
        )
        named += [following["before"], following["label"] or ""]
        item = following
    behind = _NAME_AFTER.match(folded, item.end(), end)
    return effects, " ".join([*named, behind[0] if behind else ""])
