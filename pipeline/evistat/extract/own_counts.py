"""Values of a sentence → the same without numbers that only say how many people, or how much, a value or a name is of."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from evistat.extract.group_values import DOSE_UNIT, PEOPLE_AFTER, unit_of
from evistat.extract.quantities import Quantity
from evistat.extract.units import PERCENT
from evistat.lexicons import lexicon

# Units that one value is printed in twice: "8.1% (65 mmol/mol)", "276 days [39 weeks]".
_CONVERTED = frozenset(frozenset(pair) for pair in lexicon("units")["converted"])
_PERCENT_OF = re.compile(r" ?(?:%|percent) of (?:the |all )?$")
_COUNT_BEFORE = re.compile(r"\b(?:in|of|among|from|for|with|the|these|all|our|on) $")


def without_counts(folded: str, values: list[Quantity]) -> list[Quantity]:
    """Leave out how many there were: "74% of the dogs (157 of 211)", "7% in 363 patients who …"."""
    kept: list[Quantity] = []
    names = _names(folded, values)
    for index, value in enumerate(values):
        if index in names:
            continue
        if (
            kept
            and kept[-1].n is None
            and unit_of(folded, kept[-1]) in PERCENT
            and _is_its_count(folded, kept[-1], value)
        ):
            if folded[kept[-1].end : value.start].strip() in {";", ","}:
                kept[-1] = replace(
                    kept[-1], end=value.end, n=value.n, events=value.events, total=value.total
                )  # "(44%; 122/278 and 29%; 33/112)"
            continue
        if kept and _other_form(folded, kept[-1], value):
            kept[-1] = replace(kept[-1], end=value.end + 1)
            continue
        if kept and (counted := _counted(folded, kept[-1], value)) is not None:
            kept[-1] = counted
            continue
        if kept and (_people_of(folded, kept[-1], value) or _dose_of(folded, kept[-1], value)):
            continue
        if kept and _said_again(folded, kept[-1], value):
            kept.pop()
        if kept and index + 1 < len(values) and _of_its_group(folded, kept[-1], value, values[index + 1]):
            continue
        if kept and value.unit is None and _PERCENT_OF.fullmatch(folded, kept[-1].value_end, value.start):
            continue
        if (
            0 < index < len(values) - 1
            and kept
            and value.unit is None
            and value.n is None
            and value.spread is None
        ):
            unit = unit_of(folded, kept[-1])
            if (
                unit
                and unit == unit_of(folded, values[index + 1])
                and _COUNT_BEFORE.search(folded, max(0, value.start - 8), value.start)
                and PEOPLE_AFTER.match(folded, value.value_end)
            ):
                continue
        kept.append(value)
    return kept


def _other_form(folded: str, left: Quantity, value: Quantity) -> bool:
    """Tell whether a bracket prints the value before it in another unit: "8.1% (65 mmol/mol)"."""
    return (
        folded[left.end : value.start] in {" (", " [", "(", "["}
        and folded[value.end : value.end + 1] in {")", "]"}
        and frozenset((unit_of(folded, left), unit_of(folded, value))) in _CONVERTED
    )


# "30 of 240 callers with a second call (12.5%, P = 0.6)": too far off, or not closed in time, to be read as one
_THEN_SHARE = re.compile(
    r"(?: (?!(?:and|or|to|than|was|were|each|both|groups?|arms?|times|folds?|more|less)\b)[A-Za-z][\w'-]*){0,9} ?[(\[] ?"
)

# "(16; 3.5%)", "(16 callers, 3.5%)", "bark = 16, 3.5%": the count and its share in one bracket
_SHARE_BESIDE = re.compile(r"(?: [a-z]+)? ?[;,] ?")
_COUNT_OPENS = re.compile(r"(?:[(\[]|[(\[;,] ?[\w+/-]+(?: [\w+/-]+)? ?[=:]) ?$")
_SHARE_ENDS = re.compile(r" ?[,;)\]]")


def _counted(folded: str, count: Quantity, share: Quantity) -> Quantity | None:
    """Make a count and the percentage in the bracket behind it one quantity."""
    if (
        count.unit is not None
        or count.spread is not None
        or share.n is not None
        or unit_of(folded, share) not in PERCENT
        or not folded[count.value_start : count.value_end].isdigit()
        or not (
            _THEN_SHARE.fullmatch(folded, count.end, share.start)
            or (
                _COUNT_OPENS.search(folded, max(0, count.start - 30), count.start)
                and _SHARE_BESIDE.fullmatch(folded, count.end, share.start)
            )
        )
        or _SHARE_ENDS.match(folded, share.end) is None
    ):
        return None
    if count.total:
        if abs(100 * count.value / count.total - share.value) > 1:
            return None
        return replace(share, start=count.start, n=count.n, events=count.events, total=count.total)
    if count.n is not None:
        return None
    return replace(share, start=count.start, n=(count.value_start, count.value_end), events=int(count.value))


def _names(folded: str, values: list[Quantity]) -> set[int]:
    """Return the values that name a group each: "at 250 µm (0.62 mg/L) and 500 µm (0.45 mg/L)"."""
    found: dict[tuple[str, str], list[int]] = {}
    for index, (left, right) in enumerate(pairwise(values)):
        units = unit_of(folded, left), unit_of(folded, right)
        if (
            all(units)
            and units[0] != units[1]
            and folded[left.end : right.start] == " ("
            and not _other_form(folded, left, right)
        ):
            found.setdefault(units, []).append(index)
    return {index for indices in found.values() if len(indices) > 1 for index in indices}


def _people_of(folded: str, percent: Quantity, value: Quantity) -> bool:
    """Tell whether a bracket ends with how many there were: "in tall porters (56%, 173)"."""
    return (
        unit_of(folded, percent) in PERCENT
        and percent.n is None
        and value.unit is None
        and folded[max(0, percent.start - 1) : percent.start] == "("
        and folded[percent.end : value.start] == ", "
        and folded[value.start : value.end].isdigit()
        and folded[value.end : value.end + 1] == ")"
    )


def _of_its_group(folded: str, percent: Quantity, value: Quantity, following: Quantity) -> bool:
    """Tell whether a bracket says how many a group had: "44.7% in walkers (38/92) and 42.9% in riders (30/92)"."""
    return (
        value.total is not None
        and value.unit is None
        and percent.n is None
        and {unit_of(folded, percent), unit_of(folded, following)} <= PERCENT
        and folded[max(0, value.start - 1) : value.start] in {"(", "["}
        and folded[value.end : value.end + 1] in {")", "]"}
    )


def _said_again(folded: str, count: Quantity, value: Quantity) -> bool:
    """Tell whether the bracket behind it says a count anew with its total: "4 walkers of the oat group (4/52; 8%)"."""
    return (
        value.total is not None
        and value.events == count.value
        and count.n is None
        and count.unit is None
        and folded[count.start : count.end].isdigit()
        and folded[max(0, value.start - 1) : value.start] in {"(", "["}
        and value.start - count.end <= 70
    )


# "45.6% for lomitrel 500 mg"
_DOSED = re.compile(
    r" (?:in|for|with|on|by|among|of) (?:(?!(?:was|were|mean|median|to|by|than)\b)[A-Za-z][\w/+-]* ){1,4}"
)


def _dose_of(folded: str, left: Quantity, value: Quantity) -> bool:
    """Tell whether a dose belongs to the name of the group whose value stands before it."""
    unit = unit_of(folded, value)
    return (
        value.spread is None
        and value.n is None
        and DOSE_UNIT.match(unit) is not None
        and unit_of(folded, left) != unit
        and (left.unit is not None or left.spread is not None)
        and _DOSED.fullmatch(folded, left.end, value.start) is not None
    )


def _is_its_count(folded: str, percent: Quantity, value: Quantity) -> bool:
    """Tell whether a count and its total are what the percentage before them was made of."""
    if value.events is None or not value.total or value.unit is not None:
        return False
    opens = folded[max(0, value.start - 1) : value.start] in {"(", "["}
    follows = folded[percent.end : value.start].strip() in {",", ";"}
    return (opens or follows) and abs(100 * value.events / value.total - percent.value) < 1
