"""A row of values → several groups set against one, each with a p-value of its own.

"21% with bark, 34% (P = 0.03) with root and 40% (P < 0.01) with felt" prints a p-value beside each, "(21% vs 34% and 40%; P = 0.03
and P < 0.01)" a list of them behind all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from evistat.extract.group_row import Row, label_after, name_from

_OPENS_TEST = re.compile(r" ?[(\[] ?")
_CLOSES_TEST = re.compile(r"(?: (?:vs\.?|versus|compared with) [\w ]{2,30})? ?[)\]]")
_AND = re.compile(r",? (?:and |to )?(?:in |with |for |only )?|; ")
_NEXT_TEST = re.compile(r"[\s,;]*(?:and |or )?(?:[\d.]+, ?)?")
_BEFORE_TESTS = re.compile(r"[\s)\],;]*(?:respectively[\s,;]*)?(?:[(\[]\s*)?")
_OF_EACH = re.compile(r" ?(?:for|in) (?:each|both)(?: (?:pairwise )?(?:comparisons?|cases|groups|arms))?\b")
_BOTH = re.compile(r"\bboth ?$")


@dataclass(frozen=True, slots=True)
class _Item:
    """A value with its group's name: whether a p-value stands beside it, where all of it ends."""

    index: int
    label: tuple[int, int]
    tested: bool
    end: int


def tested_each(row: Row) -> None:
    """Read "21% with bark, 34% (P = 0.03) with root and 40% (P < 0.01) with felt": each against the one not tested."""
    if len(row.p_spans) < 2:
        return
    index = 0
    while index < len(row.values) - 1:
        items = _chain(row, index)
        index += max(1, len(items))
        if len(items) < 3 or items[0].tested == items[-1].tested:
            continue
        one = items[-1] if items[0].tested else items[0]
        others = [item for item in items if item is not one]
        if not all(item.tested for item in others):
            continue
        for other in others:
            pair = sorted((one, other), key=lambda item: item.index)
            row.take(
                [item.index for item in pair],
                "groups.tested_each",
                labels=[item.label for item in pair],
            )


def _chain(row: Row, index: int) -> list[_Item]:
    """Return the values of one unit listed from ``index`` on, each with a name behind it."""
    items: list[_Item] = []
    while index < len(row.values) and row.free(index) and not row.bare_integers((index,)):
        item = _item(row, index)
        if item is None or (
            items
            and (
                row.unit(index) != row.unit(items[0].index)
                or _AND.fullmatch(row.folded, items[-1].end, row.values[index].start) is None
            )
        ):
            break
        items.append(item)
        index += 1
    return items


def _item(row: Row, index: int) -> _Item | None:
    """Read "34% (P = 0.03) with root", "34% with root (P = 0.03)" or "21% with bark"."""
    value, limit = row.values[index], row.start_of(index + 1)
    ahead = _test_at(row, value.end)
    label = name_from(row.folded, ahead, limit) if ahead else label_after(row, index, limit)
    if label is None:
        return None
    behind = None if ahead else _test_at(row, label[1])
    return _Item(index, label, tested=(ahead or behind) is not None, end=behind or label[1])


def _test_at(row: Row, offset: int) -> int | None:
    """Return where a bracket ends that opens at a place and holds a p-value."""
    test = next((span for span in row.p_spans if offset <= span[0] <= offset + 3), None)
    if test is None or _OPENS_TEST.fullmatch(row.folded, offset, test[0]) is None:
        return None
    closed = _CLOSES_TEST.match(row.folded, test[1])
    return closed.end() if closed else None


def tests_of(row: Row, last: int, count: int) -> bool:
    """Tell whether ``count`` p-values are listed behind a value, or one that is said to be of each comparison."""
    named = label_after(row, last, row.start_of(last + 1))
    stop = max(row.values[last].end, named[1] if named else 0)
    spans = [span for span in row.p_spans if span[0] >= stop]
    if not spans or _BEFORE_TESTS.fullmatch(_BOTH.sub("", row.folded[stop : spans[0][0]])) is None:
        return False
    if count == 2 and _BOTH.search(row.folded, stop, spans[0][0]):
        return True
    listed = 1
    for (_, end), (start, _) in pairwise(spans):
        if _NEXT_TEST.fullmatch(row.folded, end, start) is None:
            break
        listed += 1
    return listed == count or (listed == 1 and _OF_EACH.match(row.folded, spans[0][1]) is not None)


def take_against_one(
    row: Row,
    several: Sequence[int],
    one: int,
    rule: str,
    labels: dict[int, tuple[int, int] | None] | None = None,
) -> None:
    """Make a comparison of each of several values with one, in the order of the text."""
    for index in several:
        pair = sorted((index, one))
        row.take(pair, rule, labels=[labels.get(place) for place in pair] if labels else None)
