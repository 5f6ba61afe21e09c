"""A row of values → the same things told of two groups ("32% slept and 20% sang with bark, while 41% slept and 24% sang with felt").

Which value is set against which is told by the words beside them, or by "respectively".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

from evistat.extract.group_relations import units_fit
from evistat.extract.group_row import Row, name_from
from evistat.extract.group_values import GROUPISH
from evistat.lexicons import word_set

# What parts the two groups' halves.
_BORDER = re.compile(
    r"(?:\b(?:while|whereas|whilst|compared (?:with|to)|versus|vs\.?|than|as opposed to)\b|; (?:and |but )?(?:for|in|with|among)\b)"
)
_AND_GROUP = re.compile(
    r"[^;:.()]{0,30} (?:in|for|with|among|on|after) [^,;:.()]{2,60}?,? and (?:by |of |in |from |was |were )?"
)
_RESPECTIVELY = re.compile(r"[\s,;]*[^;:.]{0,60}\brespectively\b")
_LISTED = re.compile(r"[\s,;)\]]*(?:and|or)?[\s(\[]*(?:in |with |for )?(?:[a-z-]+ ){0,2}[(\[]?")
_WORD = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
_LEAD = re.compile(
    r"(?:^|[\s(,;])(?:[Ii]n|[Aa]mong|[Ff]or|[Ww]ith|[Oo]f) (?:the )?(?P<label>[A-Za-z](?:[^,;:()\d]|(?<=[A-Z\d])\d){1,50}?)(?=,|:| was| were| had| there| \d|$)"
)
_NEAR = 5  # words beside a value that may say what it counts
_MOST = 5  # things told of each group
_COMMON = word_set("groups", "words_beside_values")


def parallel_items(row: Row) -> None:
    """Read halves of a sentence that tell as many things of one group as of another, in the same order."""
    count = len(row.values)
    if count < 4:
        return
    for index in range(1, count - 2):
        if not row.free(index, index + 1):
            continue
        gap = row.between(index, index + 1)
        border = _border(gap)
        if border is None and _AND_GROUP.fullmatch(gap) is None:
            continue
        for size in range(min(_MOST, index + 1, count - index - 1), 1, -1):
            left, right = range(index - size + 1, index + 1), range(index + 1, index + 1 + size)
            if (
                not row.free(*left, *right)
                or all(row.tested(place) for place in (*left, *right))  # each is a result by itself
                or _two_changes(row, left, right)
                or not _stand_apart(row, left, right)
                or not _of_one_kind(row, left, right)
            ):
                continue
            labels = _name(row, left), _name(row, right)
            if _told_apart(row, right) or (
                border is not None and _same_things(row, left, right, named=all(labels))
            ):
                for one, other in zip(left, right, strict=True):
                    row.take(
                        (one, other),
                        "groups.lists_versus_lists",
                        labels=labels if all(labels) else None,
                    )
                break


def _two_changes(row: Row, left: range, right: range) -> bool:
    """Tell whether each half is a change with its own p-value: "from 9 to 7 (P = 0.02) compared to from 9 to 8 (P = 0.4)"."""
    return all(
        len(half) == 2 and row.relations[half[0]] == "to" and row.tests_between(half[1])
        for half in (left, right)
    )


def _border(gap: str) -> re.Match[str] | None:
    """Return what parts two halves of a sentence between their values."""
    border = _BORDER.search(gap)
    if border is None:
        return None
    if ";" not in border[0] and " and " in gap[: border.start()]:
        return None  # "(0.78 left) and hills versus dales (0.65 left": two comparisons
    behind = gap[border.end() :]
    # "(67% larger than in Leeds), and 5.61 in Ely": said of the first alone
    return None if behind.count(")") > behind.count("(") else border


def _stand_apart(row: Row, left: range, right: range) -> bool:
    """Tell whether halves hold no comparison or list of their own, and nothing goes on before or behind them."""
    inside = [row.relations[index] for half in (left, right) for index in half[:-1]]
    edges = row.relations[max(0, left[0] - 1) : left[0]] + row.relations[right[-1] : right[-1] + 1]
    listed = all(row.relations[index] == "list" for index in left[:-1])
    return not listed and "vs" not in inside and not {"vs", "list"}.intersection(edges)


def _of_one_kind(row: Row, left: Sequence[int], right: Sequence[int]) -> bool:
    """Tell whether each value has its like at its place in the other half."""
    return not any(
        row.bare_integers((index,)) and not _dispersed(row, index) for index in (*left, *right)
    ) and all(
        units_fit(row.unit(one), row.unit(other))
        and _dispersed(row, one) == _dispersed(row, other)
        and (bool(row.unit(one)) == bool(row.unit(other)) or _dispersed(row, one))
        for one, other in zip(left, right, strict=True)
    )


def _dispersed(row: Row, index: int) -> bool:
    """Tell whether a value is printed with its spread or its interval."""
    value = row.values[index]
    return value.spread is not None or (value.n is None and row.folded[value.end - 1] in ")]")


def _told_apart(row: Row, right: Sequence[int]) -> bool:
    """Tell whether the second half is a list that "respectively" gives to the things of the first."""
    stop = row.values[right[-1]].end
    if _RESPECTIVELY.match(_untested(row, stop, min(row.end, stop + 100))) is None:
        return False
    return all(
        _LISTED.fullmatch(_untested(row, row.values[one].end, row.values[other].start))
        for one, other in pairwise(right)
    )


def _untested(row: Row, start: int, end: int) -> str:
    """Return a stretch without its p-values."""
    said = row.folded[start:end]
    for s, e in row.p_spans:
        if start <= s and e <= end:
            said = said[: s - start] + " " * (e - s) + said[e - start :]
    return said


def _same_things(row: Row, left: Sequence[int], right: Sequence[int], *, named: bool) -> bool:
    """Tell whether the words beside the values of both halves name the same things in the same order.

    ``named``: the groups' names stand before or behind the halves, so that a name in capitals is a thing's.
    """
    halves = [[_beside(row, index, half) for index in half] for half in (left, right)]

    def alike(one: int, other: int) -> bool:
        return any(a & b for a, b in zip(halves[0][one], halves[1][other], strict=True))

    if any(alike(one, other) and alike(other, one) for one, other in combinations(range(len(left)), 2)):
        return False  # told in another order
    for place in range(len(left)):
        shared = [one & other for one, other in zip(halves[0][place], halves[1][place], strict=True)]
        if not any(shared):
            return False
        if any(
            GROUPISH.search(word) or (word[0].isupper() and not named) for words in shared for word in words
        ):
            return False  # the groups themselves come again
    return True


def _beside(row: Row, index: int, half: Sequence[int]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words before and after a value that no other value of its half has at the same side."""
    own: list[frozenset[str]] = []
    for side in (0, 1):
        words = {place: _words(row, place, side) for place in half}
        often = Counter(word for each in words.values() for word in each)
        own.append(frozenset(word for word in words[index] if often[word] == 1))
    return own[0], own[1]


def _words(row: Row, index: int, side: int) -> frozenset[str]:
    """Return the telling words before (0) or after (1) a value, up to its neighbour."""
    value = row.values[index]
    if side:
        inner = [word for word in _WORD.findall(row.folded, value.start, value.end) if word.isalpha()]
        stop = min(row.start_of(index + 1), value.end + 60)
        words = [*inner, *_WORD.findall(row.folded, value.end, stop)[:_NEAR]]
    else:
        low = row.values[index - 1].end if index else row.start
        words = _WORD.findall(row.folded, max(low, value.start - 60), value.start)[-_NEAR:]
    return frozenset(
        word.rstrip("s") if len(word) > 3 else word for word in words if word.lower() not in _COMMON
    )


def _name(row: Row, half: Sequence[int]) -> tuple[int, int] | None:
    """Return the name of the group that a half of the sentence is about."""
    first, last = row.values[half[0]], row.values[half[-1]]
    low = row.values[half[0] - 1].end if half[0] else row.start
    spans = [name_from(row.folded, last.end, row.start_of(half[-1] + 1))]
    spans += [
        lead.span("label") for lead in _LEAD.finditer(row.folded, max(low, first.start - 120), first.start)
    ]
    return next((span for span in spans if span and GROUPISH.search(row.folded[slice(*span)])), None)
