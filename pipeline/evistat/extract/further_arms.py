"""A comparison of two values → the further values that it sets beside them ("46% in A than 30% in B or 18% in C")."""

from __future__ import annotations

import re

from evistat.extract.group_row import Row

_VERB = re.compile(
    r"\b(?:was|were|had|has|have|is|are|be|did|showed|reported|received|increas\w+|decreas\w+|than|from)\b"
)
# What joins a list's items, and what leads in to the next.
_AND = r"(?:,|/|,? ?(?:and|or|&|as well as))"
_LEAD = r"(?: ?(?:than|to|with|in|for|on|at|of|among|both|and|only|the))*"
_JOIN_OPENED = re.compile(rf"[)\]]*(?:{_AND}){_LEAD} [^,;:()\[\]]{{1,70}} ?[(\[] ?")
_LABEL = r"(?P<prep>in|of|for|with|among|using|on|after|at|by|under|from) [^,;()\[\]]{1,70}?(?: ?[(\[][^()\[\]]{0,30}[)\]])?"
_JOIN_LABELLED = re.compile(rf"[ )\]]*{_LABEL},? ?(?:(?:and|or) )?(?:only )?")
_PREPOSITION = re.compile(r"[ )\]]*(?P<prep>in|of|for|with|among|using|on|after|at|by|under|from) ")
_JOIN_NAMED = re.compile(r" [A-Za-z][\w-]*(?: [\w-]+)?(?:/|,|,? and|,? or) ?")
_NAMED = re.compile(r" [A-Za-z][\w-]*(?: [\w-]+)? ?[,;)\]]")
_CLOSED = re.compile(r" ?(?:[)\]]|[,;]? ?[(\[]?[pP] ?[<=>])")
_TOLD_APART = re.compile(r"[^;]{0,80}respectively")


def further_after(row: Row, first: int, last: int) -> int:
    """Return the last of the values that a comparison's last value is listed with."""
    listed = row.run(last, "list")
    if listed > last and not _opens_its_own(row, listed):
        stop = row.values[listed].end
        closed = listed == last + 1 and (
            (_opens(row, first) and _CLOSED.match(row.folded, stop))
            or (row.values[last].n and row.values[listed].n)
        )
        return listed if closed or _TOLD_APART.match(row.folded, stop, row.end) else last
    while last + 1 < len(row.values) and _listed(row, last, last + 1) and _goes_on(row, first, last):
        last += 1
    return last


def further_before(row: Row, first: int) -> int:
    """Return the first of the values in brackets that are listed before a comparison ("in A (64%) and B (47%) than")."""
    while (
        first > 0
        and _listed(row, first - 1, first, ahead=False)
        and _opens(row, first - 1)
        and _JOIN_OPENED.fullmatch(row.between(first - 1, first))
    ):
        first -= 1
    return first


_STEP = re.compile(
    rf"(?:[ )\]]*{_LABEL})?,? ?(?:and|then|and then)? (?:finally )?(?P<to>to )?(?:an? )?(?:only )?"
)


def further_steps(row: Row, last: int) -> int:
    """Return the last of the values that a change goes on to: "from 51% in 1988 to 62% in 1992 and (to) 73% in 1996"."""
    while last + 1 < len(row.values) and _listed(row, last, last + 1):
        step = _STEP.fullmatch(row.between(last, last + 1))
        following = _PREPOSITION.match(row.folded, row.values[last + 1].end)
        if step is None or not (
            step["to"] or (step["prep"] and following is not None and following["prep"] == step["prep"])
        ):
            break
        last += 1
    return last


def _listed(row: Row, left: int, right: int, *, ahead: bool = True) -> bool:
    """Tell whether two neighbours are of one kind, and the second opens no comparison of its own."""
    return (
        row.relations[left] in {"list", "label"}
        and row.free(left if not ahead else right)
        and not (ahead and _opens_its_own(row, right))
        and row.unit(left) == row.unit(right)
        and (row.values[left].spread is None) == (row.values[right].spread is None)
        and not _VERB.search(row.between(left, right))
    )


def _opens_its_own(row: Row, index: int) -> bool:
    """Tell whether a value is the first of another comparison."""
    return index < len(row.relations) and row.relations[index] == "vs"


def _goes_on(row: Row, first: int, last: int) -> bool:
    """Tell whether what stands between a comparison's last value and the next names one more group."""
    gap = row.between(last, last + 1)
    stop = row.values[last + 1].end
    if _opens(row, last) and _JOIN_OPENED.fullmatch(gap):
        return True
    if _opens(row, first) and _JOIN_NAMED.fullmatch(gap):
        return _NAMED.match(row.folded, stop) is not None
    labelled = _JOIN_LABELLED.fullmatch(gap)
    following = _PREPOSITION.match(row.folded, stop)
    return labelled is not None and following is not None and labelled["prep"] == following["prep"]


def _opens(row: Row, index: int) -> bool:
    """Tell whether a value opens a bracket."""
    start = row.values[index].start
    return row.folded[max(0, start - 1) : start] in {"(", "["}
