"""Values that only the estimate or p-value printed right after shows to be compared → the groups they are of.

"28 falls on bark and 44 on felt (HR 1.63, …)", "(bark 34, felt 36, relative risk 1.06 …)": whole numbers alone may count
anything. "41% in both groups (P = 1.0)": one number stands for two.
"""

from __future__ import annotations

import re

from evistat.extract.group_row import Row

_PREPOSITION = r"(?P<prep>in|on|with|for|among|of|after|from|under)"
_LABEL = r"(?P<label>[A-Za-z][^,;:()\[\]\d]{1,50}?)"
_FIRST = re.compile(
    rf"(?: [\w-]+){{0,5}}? {_PREPOSITION} (?:the )?{_LABEL},? (?:and|versus|vs\.?|compared (?:with|to)|while|whereas)(?: only)? "
)
_SECOND = re.compile(
    rf"(?: [\w-]+){{0,5}}? {_PREPOSITION} (?:the )?{_LABEL}(?: (?:were|was|had|experienced|developed) [a-z ]{{2,40}})?(?:, ?| ?[(\[;] ?)(?:adjusted |crude )?"
)
_NAME_BEFORE = re.compile(r"[(\[,;:] ?(?P<label>[A-Za-z][\w /-]{1,25}?)(?: ?[:=] ?| )$")
_NAME_BETWEEN = re.compile(r"[,;] (?:and )?(?P<label>[A-Za-z][\w /-]{1,25}?)(?: ?[:=] ?| )")
_THEN = re.compile(r" ?[,;] ?(?:adjusted |crude )?")


def tested_counts(row: Row) -> None:
    """Read two bare counts with their groups' names, where a test of them follows."""
    tests = sorted((*row.estimates, *(start for start, _ in row.p_spans)))
    if not tests:
        return
    for index in range(len(row.values) - 1):
        pair = (index, index + 1)
        if not row.free(*pair) or not row.bare_integers(pair):
            continue
        left, right = row.values[index], row.values[index + 1]
        if row.parted(left.end, right.start) or (index and row.relations[index - 1]):
            continue
        test = next((start for start in tests if right.end <= start <= right.end + 110), None)
        if test is None:
            continue
        first = _FIRST.fullmatch(row.folded, left.end, right.start)
        second = _SECOND.fullmatch(row.folded, right.end, test)
        if first is None or second is None or first["prep"] != second["prep"]:
            first = _NAME_BEFORE.search(row.folded, max(row.start, left.start - 30), left.start)
            second = _NAME_BETWEEN.fullmatch(row.folded, left.end, right.start)
            if first is None or second is None or _THEN.fullmatch(row.folded, right.end, test) is None:
                continue
        row.take(pair, "groups.counted", sure=False, labels=[first.span("label"), second.span("label")])


_BOTH = re.compile(
    r" ?(?:of (?:the )?[\w-]+ )?(?:in|for|with|among) (?:both(?: (?:the )?(?:\w+ )?(?:groups|arms|treatments|cohorts|conditions))?|either (?:group|arm)|each (?:group|arm))\b"
)
_TO_TEST = re.compile(r"(?:(?!\b(?:but|and|while|whereas|although)\b)[^;:.\d]){0,70}")


def same_in_both(row: Row) -> None:
    """Read a value that two groups have, where a test of them follows: "41% in both groups (P = 1.0)"."""
    for index, value in enumerate(row.values):
        if not row.free(index) or row.bare_integers((index,)):
            continue
        both = _BOTH.match(row.folded, value.end)
        if both is not None and any(
            _TO_TEST.fullmatch(row.folded, both.end(), start)
            for start, _ in row.p_spans
            if start >= both.end()
        ):
            row.take((index, index), "groups.alike", sure=False, labels=[None, None])
