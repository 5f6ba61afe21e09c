"""Names of groups → which is the control's, and which two are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evistat.extract.arm_words import LITTLE, distinctive
from evistat.extract.noun_lists import nouns


def is_control(name: str) -> bool:
    """Tell whether a group's name is that of a control, of usual care or of the time before."""
    words = re.findall(r"[\w-]+", name.lower())
    lists = nouns()
    return any(word in lists.control or word in lists.baseline for word in words) or any(
        word.split("-")[0] in {"non", "un", "pre", "no"} or word.endswith(("-alone", "-only"))
        for word in words
        if "-" in word
    )


def control_among(names: Sequence[str]) -> int | None:
    """Return which of the names is the control's; one that says so comes before "observation", "non-users" …"""
    controls = [k for k, name in enumerate(names) if is_control(name)]
    plain = [k for k in controls if set(re.findall(r"[\w-]+", names[k].lower())) & _CONTROLS]
    return next(iter(plain or controls), None)


_CONTROLS = frozenset({"control", "controls", "placebo", "sham", "vehicle"})


def is_baseline(name: str) -> bool:
    """Tell whether a name is that of the time before."""
    return any(word in nouns().baseline for word in re.findall(r"[\w-]+", name.lower()))


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def choose_pair(names: Sequence[str], comparators: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Choose intervention and comparator among group names in order of mention: the control is the comparator."""
    if len(names) > 1 and all(_YEAR.search(name) for name in names):
        return len(names) - 1, 0  # "in 2009, 2013 and 2017": the latest against the first
    control = control_among(names)
    if control is None and comparators:
        control = next((k for k, name in enumerate(names) if comparators & set(distinctive(name))), None)
        if control is not None and all(comparators & set(distinctive(name)) for name in names):
            control = None
    if control is None and len(names) > 1 and (added := added_to(names[0], names[1])) is not None:
        return added, 1 - added
    if control is not None and not all(is_control(name) for name in names):
        return next(k for k in range(len(names)) if k != control), control
    return 0, 1


def added_to(one: str, other: str) -> int | None:
    """Return which of two names is the other with something added ("A plus B" to "A"), or the highest to the lowest."""
    first, second = (
        {
            word
            for word in re.findall(r"[\w-]+", name.lower())
            if word not in nouns().group and word not in LITTLE
        }
        for name in (one, other)
    )
    if "lowest" in first and "highest" in second:
        return 1
    for k, (name, more, less) in enumerate(((one, first, second), (other, second, first))):
        if less and less < more and _PLUS.search(name):
            return k
    return None


_PLUS = re.compile(r" ?\+ ?|/| (?:plus|and|with|combined with|combination) ")
