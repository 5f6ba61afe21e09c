"""Quantities of a sentence → those that can be groups' values, lists of doses, times and groups' numbers left out whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evistat.extract.group_values import DOSE_UNIT, TIME_UNIT, core_end, is_value, unit_of
from evistat.extract.quantities import Quantity

_AND = re.compile(r" ?,? ?(?:and|or|&|to) ?(?:the )?", re.IGNORECASE)
_COMMA = re.compile(r" ?, ?")
# "4, 8 and 12 HPU groups", "15/92 groups", "the 25, 50 and 100 mg dose groups"
_OF_GROUPS = re.compile(
    r"[ -]?(?:(?!(?:of|in|for|per|each|both|all|and|or|the|were|was|had|patients|participants|subjects|children|women|men|people)\b)[A-Za-zμ°/]+[ -]){0,3}(?:groups?|arms?|cohorts?|doses)\b(?! had| were| of | [A-Z0-9])"
)


def values_of_groups(folded: str, quantities: Sequence[Quantity], start: int) -> list[Quantity]:
    """Return the quantities that can be groups' values; the items of a list are of one kind, and its last one tells which."""
    kept: list[Quantity] = []
    follows: Quantity | None = None  # the item of a list of names that comes next
    closed = False  # the "and" of that list is past
    for quantity in reversed(quantities):
        if follows is not None and _same_kind(folded, quantity, follows):
            gap = folded[quantity.end : follows.start]
            if _AND.fullmatch(gap) if not closed else _COMMA.fullmatch(gap):
                follows, closed = quantity, True
                continue
        follows, closed = None, False
        if not is_value(folded, quantity, start):
            if _bare(quantity):
                follows = quantity
        elif _names_group(folded, quantity):
            follows = quantity
        else:
            kept.append(quantity)
    return kept[::-1]


def _bare(quantity: Quantity) -> bool:
    return quantity.spread is None and quantity.n is None


def _names_group(folded: str, quantity: Quantity) -> bool:
    """Tell whether a number is one of those that name groups: "12 HPU groups"."""
    unit = unit_of(folded, quantity)
    return (
        (_bare(quantity) or quantity.total is not None)
        and quantity.spread is None
        and (
            not unit
            or DOSE_UNIT.match(unit) is not None
            or TIME_UNIT.fullmatch(unit) is not None
            or folded.endswith(" the ", 0, quantity.start)  # "in the 3 cm excision group"
        )
        and _OF_GROUPS.match(folded, core_end(quantity)) is not None
    )


def _same_kind(folded: str, left: Quantity, right: Quantity) -> bool:
    """Tell whether a quantity can be an item of the list of names that another ends."""
    unit = unit_of(folded, left)
    whole = right.value.is_integer()
    return (
        left.spread is None
        and (left.n is None or left.total is not None)
        and unit in {"", unit_of(folded, right)}
        and (left.value.is_integer() or not whole or DOSE_UNIT.match(unit_of(folded, right)) is not None)
    )
