"""A row of values → those of clauses that say one thing of two groups ("the oat group kept 14 (67%), and the rye group kept 28 (76%)").

The second clause names another group and nothing that the first doesn't speak of; the groups stand at the same side of
their values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from evistat.extract.group_relations import units_fit
from evistat.extract.group_row import Comparison, Row
from evistat.extract.group_values import GROUPISH
from evistat.extract.labelled_groups import composition
from evistat.extract.sample_sizes import ENROLLED
from evistat.extract.verb_forms import verb_forms
from evistat.lexicons import word_set

_BORDER = re.compile(r"[,;]? \b(?:while|whereas|whilst|but|and|versus)\b|[,;](?= )")
_CLAUSE_BEGINS = re.compile(r"[;:]|\bthat\b|[.?!] ")
_TAIL = re.compile(r"(?:[^;:.()\[\]\d]|(?<=[gG]roup )\d|(?<=[aA]rm )\d){0,70}")
_NOT_IN_A_NAME = r"(?:In|Of|For|With|The|Among|in|of|for|with|the|and|or|from|among|to|on|by|at|than|was|were|had|that|while|whereas|but|only|both|two|all)\b"
_NAME = re.compile(
    rf"\b(?P<noun>(?:(?!{_NOT_IN_A_NAME})[\w+/-]+ ){{0,4}}(?:groups?|arms?|cohorts?)(?: (?:[A-Z0-9]|I{{1,3}}|IV)\b)?)"
    rf"|\b(?:patients|participants|subjects|[Tt]hose|women|men|children|infants|individuals|people|animals|rats|mice|cases|eyes) (?:(?:who|that) were )?(?:following|receiving|taking|given|using|(?:randomly )?(?:randomi[sz]ed|assigned|allocated) to|treated with|who (?:received|took|had|underwent)|with(?:out)?|in|on)"
    rf" (?:the )?(?P<given>(?!{_NOT_IN_A_NAME})[\w+/-]+(?: (?!{_NOT_IN_A_NAME})[\w+/-]+){{0,2}})"
    r"|\b(?P<people>(?:fe)?males|(?:wo)?men|boys|girls|controls|cases|smokers|(?:non-?)?users)\b"
)
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_DIGIT = re.compile(r"\d")
_COMMON = word_set("groups", "words_beside_values") | word_set("groups", "words_between_repeats")


@dataclass(frozen=True, slots=True)
class _Named:
    """A group's name in a clause: its place, whether it stands before the value, and of which kind it is."""

    start: int
    end: int
    before: bool
    given: bool


def repeated_frames(row: Row) -> None:
    """Read clauses that say the same of two groups or more; make sure of two labelled values that they hold."""
    row.found = [
        replace(one, sure=True)
        if not one.sure and (index := _first_of(row, one)) is not None and _pair(row, index)
        else one
        for one in row.found
    ]
    index = 0
    while index < len(row.relations):
        chosen, labels = [index], [(0, 0)]
        while (
            chosen[-1] < len(row.relations)
            and row.free(chosen[-1], chosen[-1] + 1)
            and (pair := _pair(row, chosen[-1])) is not None
        ):
            labels = [*labels[:-1], *pair] if len(chosen) == 1 else [*labels, pair[1]]
            chosen.append(chosen[-1] + 1)
        if len(chosen) > 1:
            row.take(chosen, "groups.repeated", labels=labels)
        index = chosen[-1] + (len(chosen) == 1)


def _first_of(row: Row, one: Comparison) -> int | None:
    """Return the place in the row of the first of two labelled values."""
    if one.rule != "groups.labelled" or len(one.groups) != 2:
        return None
    return next((i for i, value in enumerate(row.values) if value.value_start == one.groups[0].start), None)


def _pair(row: Row, index: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the names of the groups of two neighbours whose clauses say one thing."""
    left, right = row.values[index], row.values[index + 1]
    if (
        row.relations[index] not in {"", "label"}
        or row.parted(left.end, right.start)
        or right.start - left.end > 170
        or not units_fit(row.unit(index), row.unit(index + 1))
        or bool(row.unit(index)) != bool(row.unit(index + 1))
        or (left.spread is None) != (right.spread is None)
        or any(row.bare_integers((i,)) for i in (index, index + 1))
        or composition(row, range(index, index + 2))
    ):
        return None
    low = row.values[index - 1].end if index else row.start
    for begins in _CLAUSE_BEGINS.finditer(row.folded, low, left.start):
        low = begins.end()
    tail = _TAIL.match(row.folded, right.end, row.end)
    high = tail.end() if tail else right.end
    for border in _BORDER.finditer(row.folded, left.end, right.start):
        names = _told_of_both(row, (low, left.start, border.start()), (border.end(), right.start, high))
        if names is not None:
            return names
    return None


def _told_of_both(
    row: Row, first: tuple[int, int, int], second: tuple[int, int, int]
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return two groups' names where the second of two clauses (begin, value, end) says of its group what the first does."""
    if ENROLLED.search(row.folded, first[0], second[2]) and not GROUPISH.search(
        row.folded, first[0], second[2]
    ):
        return None
    for other in _names(row, second):
        for one in _names(row, first):
            if (one.before, one.given) != (other.before, other.given):
                continue
            said = _content(row, first, one)
            if _stems(row, one) != _stems(row, other) and _content(row, second, other) <= said:
                return (one.start, one.end), (other.start, other.end)
    return None


def _names(row: Row, clause: tuple[int, int, int]) -> Iterator[_Named]:
    """Yield the groups' names of a clause, the last first: the nearest to its value as a rule."""
    start, value, end = clause
    for match in reversed(list(_NAME.finditer(row.folded, start, end))):
        kind = next(kind for kind in ("noun", "given", "people") if match[kind])
        at, stop = match.span(kind)
        if kind == "people" and at > value:
            continue  # "77% males and 47% females": who they were
        # "website B lost 1.9 kg (2.4%": another value stands between
        if not at <= value < stop and not _DIGIT.search(row.folded, stop, value):
            yield _Named(at, stop, at < value, kind == "given")


def _stems(row: Row, name: _Named) -> list[str]:
    """Return the words of a name without their endings."""
    return [word.rstrip("s") for word in row.folded[name.start : name.end].lower().split()]


def _content(row: Row, clause: tuple[int, int, int], name: _Named) -> set[str]:
    """Return what a clause speaks of, without its group's name and its verbs."""
    words = [
        word.lower()
        for start, end in ((clause[0], name.start), (name.end, clause[2]))
        for word in _WORD.findall(row.folded, start, end)
        if start < end
    ]
    return {
        word[:6].rstrip("s")
        for word in words
        if len(word) > 2 and word not in _COMMON and word not in verb_forms()
    }
