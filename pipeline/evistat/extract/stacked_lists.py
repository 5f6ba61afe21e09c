"""A row of values → lists of one length told one after another: each holds all groups' values, or each is one group's.

*Falls occurred in 2%, 4% and 6% of callers and burns occurred in 1%, 1% and 3%, respectively*: the values of a list belong
together. *Mild and severe falls were 82% and 10% in barns, 80% and 20% in sheds, and 40% and 52% in tents*: the first of each do.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from evistat.extract.coordinated_subjects import coordinated_subject, outcomes_told
from evistat.extract.group_names import name_groups
from evistat.extract.group_row import Row, label_after
from evistat.extract.group_values import GROUPISH
from evistat.extract.respective_lists import labels_before

Lists = list[range]
Span = tuple[int, int]

# "Bark and felt had 21 and 23": groups have values, outcomes are values
_GROUPS_HAD = re.compile(
    r"\b(?:and|or) (?:the )?[\w/+.%-]+(?: [\w/+.%-]+){0,2} (?:had|showed|reported|preserved|achieved|experienced|gained|lost|produced|gave|needed|required|received) $"
)
_GROUPS = re.compile(r"\b(?:groups|arms|cohorts)\b")
# "of callers, respectively, and burns occurred in"
_SAID_AGAIN = re.compile(r"\b(?:was|were|occurred|reported|experienced|had|developed|suffered|died|by)\b")
_SAID = re.compile(r"[^;.]{0,90}?\brespectively\b")
_SAID_NEXT = re.compile(r" ?(?:of [a-z]+ ?)?,? ?respectively\b")
_TIME = re.compile(
    r"(?:\d+ ?(?:h|hours?|days?|weeks?|months?|years?|min(?:utes)?)|baseline|(?:day|week|month|year) \d)\b"
)
_LEAD = 45  # characters before a list that may name whose it is


def stacked_lists(row: Row) -> None:
    """Read "were 82% and 10% in barns, 80% and 20% in sheds, and 40% and 52% in tents, respectively"."""
    for lists in list(_stacks(row)):
        head = row.folded[row.start : row.values[lists[0][0]].start]
        names = [_name_behind(row, one[-1]) for one in lists]
        told = _SAID.match(row.folded, row.values[lists[-1][-1]].end, row.end) is not None
        if any(name and _TIME.match(row.folded, *name) for name in names):
            continue  # "2% and 5% at 1 month, 3% and 9% at 6 months"
        if told and _hold_all_groups(row, lists, head, names):
            groups = labels_before(row, lists[0][0], len(lists[0]), common=True)
            for one in lists:
                said = _SAID_NEXT.match(row.folded, row.values[one[-1]].end, row.end)
                row.take(one, "groups.respectively", labels=groups, end_at=said.end() if said else None)
        elif (len(lists) > 2 and _name_groups(row, names)) or (told and _groups_lead(row, lists, head)):
            for together in zip(*lists, strict=True):
                row.take(together, "groups.lists_versus_lists", labels=names if all(names) else None)


def _stacks(row: Row) -> Iterator[Lists]:
    """Yield lists of one length, at least two of each, between which only words stand."""
    stack: Lists = []
    for first, last in row.lists():
        one = range(first, last + 1)
        joined = (
            stack
            and stack[-1][-1] + 1 == first
            and len(stack[-1]) == len(one)
            and row.relations[first - 1] == "label"
        )
        if not joined:
            if len(stack) > 1:
                yield stack
            stack = []
        stack.append(one)
    if len(stack) > 1:
        yield stack


def _name_behind(row: Row, index: int) -> Span | None:
    """Return the name that stands behind the last value of a list, none where it is what people of all groups have."""
    label = label_after(row, index, row.start_of(index + 1))
    if label is None or row.folded[max(0, label[0] - 3) : label[0]] == "of ":
        return None
    return label


def _name_groups(row: Row, names: list[Span | None]) -> bool:
    """Tell whether all lists have names behind them that are those of groups."""
    told = [row.folded[slice(*name)] for name in names if name]
    return len(told) == len(names) == len(set(told)) and name_groups(told, bare=False)


def _hold_all_groups(row: Row, lists: Lists, head: str, names: list[Span | None]) -> bool:
    """Tell whether each list holds the values of all groups, and names what they are of."""
    if any(names) and name_groups([row.folded[slice(*name)] for name in names if name], bare=False):
        return False
    count = len(lists[0])
    if _GROUPS_HAD.search(head) is not None:
        return True
    if outcomes_told(head, count) or coordinated_subject(head):
        return False
    gaps = [row.between(one[-1], other[0]) for one, other in itertools.pairwise(lists)]
    of_each = not any(names) and _GROUPS.search(head) is not None
    return of_each or all(
        _SAID_AGAIN.search(gap) is not None and GROUPISH.search(gap) is None for gap in gaps
    )


def _groups_lead(row: Row, lists: Lists, head: str) -> bool:
    """Tell whether a group's name leads in each list, and its items are what outcomes or times are told of."""
    count = len(lists[0])
    leads = [head[-_LEAD:]] + [row.between(one[-1], other[0]) for one, other in itertools.pairwise(lists)]
    return (
        all(GROUPISH.search(lead) is not None for lead in leads)
        and all("respectively" in lead for lead in leads[1:])
        and (outcomes_told(head, count) or " and " in head)
        and all(_OWN_NAME.search(lead) is not None for lead in leads)
    )


# "control group, 9.7 and 0.2", "on the fifth day (88 and 55"
_OWN_NAME = re.compile(
    r"\b(?:group|arm|cohort|day|week|month|intervention|baseline|placebo|controls?),? ?[(\[]?$"
)
