"""A row of values → lists set against lists: first with first, second with second."""

from __future__ import annotations

import re
from itertools import pairwise

from evistat.extract.coordinated_subjects import coordinated_subject
from evistat.extract.group_labels import labels_listed, split_labels
from evistat.extract.group_row import Row, label_after
from evistat.extract.group_values import GROUPISH
from evistat.extract.respective_lists import labels_before


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
        if relation == "label" and (lists := _within_each(row, left, right)):
            # "fever in 23 and 21, and thirst in 27 and 29 in A and B, respectively": the two of one list
            for chosen, named in lists:
                row.take(chosen, "groups.respectively", labels=named)
            continue
        if relation == "label" and (
            row.bare_integers((*left, *right)) or _CHANGED.match(row.folded, row.values[last].end)
        ):
            row.taken.update(
                left, right
            )  # "12 and 30 callers, respectively; 3 and 6 were new", "14% and 29% more calls"
            continue
        if len(left) == len(right) and relation == "label" and (names := _own_names(row, left, right)):
            # "in A and B were 88% and 86% in boys, respectively, and 92% and 91% in girls, respectively"
            for chosen in (left, right):
                said = _respectively_after(row, chosen[-1])
                row.take(chosen, "groups.respectively", labels=names, end_at=said.end() if said else None)
            continue
        if relation == "label":
            after = row.folded[row.values[last].end : row.values[last].end + 90]
            told = "respectively" in row.between(index, index + 1) + after
            if len(left) == len(right) and _of_the_same(row, index, last):
                continue
            if len(left) != len(right) or not (told or _of_two_outcomes(row, left, last)):
                continue
        if len(left) == len(right):
            rule = "groups.from_to" if changed else "groups.lists_versus_lists"
            for one, other in zip(left, right, strict=True):
                row.take((one, other), rule)
        elif not _several_against_one(row, left, right):
            row.taken.update(left, right)


def _own_names(row: Row, left: range, right: range) -> list[tuple[int, int] | None] | None:
    """Return the groups' names before two lists, each of which a "respectively" of its own gives to the same groups."""
    if "respectively" not in row.between(left[-1], right[0]) or not _respectively_after(row, right[-1]):
        return None
    return labels_before(row, left[0], len(left), common=True)


Lists = list[tuple[range, list[tuple[int, int] | None]]]


def _within_each(row: Row, left: range, right: range) -> Lists:
    """Return lists, one for each outcome, with the groups' names that stand behind the last of them and are told respectively."""
    lists = [left, right]
    while len(lists[-1]) == len(left) and row.relations[lists[-1][-1] : lists[-1][-1] + 1] == ["label"]:
        following = lists[-1][-1] + 1
        lists.append(range(following, row.run(following, "list") + 1))
    if any(len(one) != len(left) or not row.free(*one) for one in lists):
        return []
    if any(GROUPISH.search(row.between(one[-1], other[0])) for one, other in pairwise(lists)):
        return []
    stop = row.values[lists[-1][-1]].end
    told = _THEN_NAMES.match(row.folded, stop, min(row.end, stop + 160))
    if told is None:
        return []
    names = split_labels(row.folded, *told.span("labels"), len(left))
    return [(one, names) for one in lists] if names else []


# "27 and 29 callers in the bark and felt groups, respectively", "14 and 12 cases of fever, respectively, in the bark and felt group"
_THEN_NAMES = re.compile(
    r"(?P<said>[^;:.()\d]{0,60}?,? respectively,)?(?(said)|[^;:.()\d,]{0,60}?) (?:in|for|with|among|of) (?:the )?(?P<labels>[^;:.(),]{3,60}? (?:groups?|arms?|patients))(?(said)|,? respectively)"
)
_RESPECTIVELY = re.compile(r"[^;.]{0,80}\brespectively\b")
# "11% and 41% more calls": changes, not values
_CHANGED = re.compile(r" ?(?:more|less|fewer|higher|lower|greater|smaller) ")


def _respectively_after(row: Row, index: int) -> re.Match[str] | None:
    """Return the "respectively" that tells apart the items of a list that a value ends."""
    return _RESPECTIVELY.match(row.folded, row.values[index].end)


def _of_the_same(row: Row, index: int, last: int) -> bool:
    """Tell whether two lists are told of the same people, each with its "respectively": each holds all groups' values."""
    labels = [
        label_after(row, i, row.values[i + 1].start if i + 1 < len(row.values) else row.end)
        for i in (index, last)
    ]
    names = {row.folded[slice(*label)] for label in labels if label is not None}
    return (
        len(names) == (None not in labels)
        and "respectively" in row.between(index, index + 1)
        and _respectively_after(row, last) is not None
    )


def _several_against_one(row: Row, left: range, right: range) -> bool:
    """Read "3% and 4% in A and B, respectively, compared with 9% in C" and "(3% and 4% vs. 9%, P = 0.02 for both)"."""
    if len(right) != 1 or len({row.unit(i) for i in (*left, *right)} - {""}) > 1:
        return False
    gap = row.between(left[-1], right[0])
    told = "respectively" in gap
    first = row.values[left[0]].start
    opened = row.folded[max(0, first - 1) : first] in {"(", "["}
    if not told and not (opened and _SIGN_ALONE.fullmatch(gap)):
        return False
    stop = row.values[left[-1]].end
    labels = labels_listed(row.folded, stop, row.values[right[0]].start, len(left)) if told else None
    if labels is None and not _SIGN_ALONE.fullmatch(_TOLD.sub("", gap)):
        return False  # "53% and 54%, respectively, in the bark group versus 51%": two outcomes
    last = label_after(row, right[0], row.start_of(right[0] + 1))
    row.take((*left, *right), "groups.versus", labels=[*labels, last] if labels else None)
    return True


_TOLD = re.compile(r"^[)\]]?(?: [a-z-]+){0,3},? respectively\b,?")
# "(500 and 730 min) respectively compared with group C (260 min)"
_SIGN_ALONE = re.compile(r" ?(?:vs\.?|versus|compared (?:with|to)) (?:[^,;:()\[\]]{2,40} [(\[])?")


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
    listed = (
        row.relations[index + 1] == "list"
        and row.run(index + 1, "list") == index + 2
        and _BRACKET.search(row.between(index + 1, index + 2)) is None
    )
    return listed or items[:2] == items[2:]


_BRACKET = re.compile(r"[()\[\]]")
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
