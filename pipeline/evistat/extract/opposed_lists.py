"""A row of values → lists set against lists: first with first, second with second."""

from __future__ import annotations

import re

from evistat.extract.coordinated_subjects import coordinated_subject
from evistat.extract.group_row import Row, label_after


def lists_against_lists(row: Row) -> None:
    """Read "96.7% and 86.6% for group 1 versus 96.4% and 87.6% for group 2": first with first, second with second.

    Lists of different lengths are left alone: the last of one against the first of the other would be a wrong number.
    """
    relations = row.relations
    for index, relation in enumerate(relations):
        changed = relation in {"to", "label"} and _UP_TO.search(row.between(index, index + 1))
        if (relation not in {"vs", "label"} and not changed) or not row.free(index, index + 1):
            continue
        if (
            relation == "label"
            and not changed
            and label_after(row, index, row.values[index + 1].start) is None
        ):
            continue
        first = index
        while first > 0 and relations[first - 1] == "list" and row.free(first - 1):
            first -= 1
        last = row.run(index + 1, "list")
        # "12 vs 15 and 30 vs 34": the comma or "and" joins comparisons, not a list.
        if "vs" in (
            (relations[first - 1] if first else ""),
            (relations[last] if last < len(relations) else ""),
        ):
            continue
        left, right = range(first, index + 1), range(index + 1, last + 1)
        if len(left) < 2:
            if relation == "vs" and _same_items(row, index):
                row.take((index - 1, index + 1), "groups.lists_versus_lists")
                row.take((index, index + 2), "groups.lists_versus_lists")
            continue
        if relation == "label" and len(left) == len(right) and _at_time(row, index):
            # "1.3% and 1.8% at 1 year, 4.1% and 5.2% at 3 years": a comparison a time
            row.take(left, "groups.respectively")
            row.take(right, "groups.respectively")
            continue
        if relation == "label":
            after = row.folded[row.values[last].end : row.values[last].end + 90]
            told = "respectively" in row.between(index, index + 1) + after
            if len(left) != len(right) or not (told or _of_two_outcomes(row, left, last)):
                continue
        if len(left) == len(right):
            rule = "groups.from_to" if changed else "groups.lists_versus_lists"
            for one, other in zip(left, right, strict=True):
                row.take((one, other), rule)
        else:
            row.taken.update(left, right)


def _same_items(row: Row, index: int) -> bool:
    """Tell whether two items stand on either side: "(4 min for touch and 9 for grip) than in B (5 for touch and 8 for grip)", "(5 and 8)"."""
    if index == 0 or index + 2 >= len(row.values) or not row.free(index - 1, index + 2):
        return False
    if row.relations[index - 1] != "label" or row.relations[index + 1] not in {"label", "list"}:
        return False
    items = [
        row.folded[slice(*label)] if label else ""
        for label in (
            label_after(row, i, row.values[i + 1].start if i < index + 2 else row.end)
            for i in range(index - 1, index + 3)
        )
    ]
    if not items[0] or not items[1] or items[0] == items[1]:
        return False
    listed = row.relations[index + 1] == "list" and row.run(index + 1, "list") == index + 2
    return listed or items[:2] == items[2:]


# "from 54% and 50% to a post-test level of 77% and 68%"
_UP_TO = re.compile(
    r"\bto (?:(?:an?|the|mean|median|final|only|about|levels?|values?|scores?|of|post|intervention|post-?\w+) ){0,5}$"
)


def _of_two_outcomes(row: Row, left: range, last: int) -> bool:
    """Tell whether "A and B were 34% and 28% in the clinics, and 44% and 64% in the shops" has a list for each group."""
    labels = [label_after(row, i, row.end) for i in (left[-1], last)]
    return (
        coordinated_subject(row.folded[row.start : row.values[left[0]].start])
        and len({row.unit(i) for i in (*left, last)}) == 1
        and all(label is not None for label in labels)
    )


_TIME_LABEL = re.compile(
    r"(?:\d+ (?:hours?|days?|weeks?|months?|years?|min(?:utes)?)|baseline|(?:day|week|month|year) \d)"
)


def _at_time(row: Row, index: int) -> bool:
    """Tell whether what stands after a value says when it was measured."""
    label = label_after(row, index, row.values[index + 1].start)
    return label is not None and _TIME_LABEL.match(row.folded, *label) is not None
