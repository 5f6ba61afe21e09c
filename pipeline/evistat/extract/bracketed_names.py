"""A row of values → those with the name of each one's group in a bracket behind it ("48% (Leeds) and 37% (York)")."""

from __future__ import annotations

import re

from evistat.extract.group_names import name_groups, name_places
from evistat.extract.group_relations import units_fit
from evistat.extract.group_row import Row
from evistat.extract.group_values import DOSE_UNIT, TIME_UNIT, core_end
from evistat.extract.labelled_groups import composition
from evistat.extract.quantities import Quantity
from evistat.lexicons import word_set

_NAME = re.compile(
    r" ?\((?P<label>[A-Za-z][\w/+.'-]+(?: (?!(?:in|of|for|with|to|at|on|by|from|per|was|were|had) )[\w/+.'-]+){0,3})(?:[,;] ?[nN] ?= ?\d+)?\)"
)
_JOINED = re.compile(r"[^()]*\)(?:[,;]|,? and|,? but|,? vs\.?|,? versus)(?: only| about)? $")
# "ABP-501", "QX12": no plain word
_CODE = re.compile(r"(?=.*[A-Z].*[A-Z\d])[\w/+-]+(?: \w+)?")
_NO_NAMES = word_set("groups", "bracketed_no_names")


def named_in_brackets(row: Row) -> None:
    """Read "1.7 (lomitrel) and 1.6 days (placebo)", "48% (Leeds) and 37% (York)"."""
    index = 0
    while index < len(row.values):
        chosen, labels = [index], [_name(row, row.values[index])]
        while (
            labels[-1] is not None
            and chosen[-1] + 1 < len(row.values)
            and units_fit(row.unit(index), row.unit(chosen[-1] + 1))
            and _JOINED.fullmatch(row.folded, labels[-1][1], row.values[chosen[-1] + 1].start)
            and (following := _name(row, row.values[chosen[-1] + 1])) is not None
        ):
            chosen.append(chosen[-1] + 1)
            labels.append(following)
        if (
            len(chosen) > 1
            and row.free(*chosen)
            and not row.parted(row.values[index].end, row.values[chosen[-1]].end)
            and (index == 0 or row.relations[index - 1] not in {"list", "to"})
        ):
            _take(row, chosen, [label for label in labels if label is not None])
        index = chosen[-1] + 1


def _name(row: Row, value: Quantity) -> tuple[int, int] | None:
    """Return the place of the name in the bracket behind a value."""
    found = _NAME.match(row.folded, core_end(value), row.end)
    if found is None or found["label"].split()[0].lower() in _NO_NAMES:
        return None
    return found.start("label"), found.start("label") + len(found["label"])


def _take(row: Row, chosen: list[int], labels: list[tuple[int, int]]) -> None:
    """Make a comparison of values if their names are groups' and tell them apart."""
    names = [row.folded[slice(*label)] for label in labels]
    unit = row.unit(chosen[-1])
    measured = bool(unit or row.values[chosen[0]].spread)
    if (TIME_UNIT.fullmatch(unit) or DOSE_UNIT.match(unit)) and all(
        row.values[i].value.is_integer() for i in chosen
    ):
        row.taken.update(chosen)
        return  # "after 4 (T1) and 6 months (T2)", "25 mg (lomitrel) and 50 mg (zelorin)"
    if (
        len(set(names)) < len(names)
        or row.bare_integers(chosen)
        or composition(row, range(chosen[0], chosen[-1] + 1))
    ):
        return
    sure = measured and (
        name_places(names) or name_groups(names, bare=False) or any(map(_CODE.fullmatch, names))
    )
    row.take(chosen, "groups.labelled", sure=sure, labels=labels)
