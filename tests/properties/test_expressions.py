"""No expression repeats what itself repeats with nothing sure between: ``(?: ?\\w+){0,12}`` splits a word in countless ways."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import evistat.extract
from evistat.extract import p_values

_REPEATS = {"MAX_REPEAT", "MIN_REPEAT"}
_FEW = 12
"""So often a part may be repeated inside: there are only so many ways to split that little."""


def parsed(pattern: str, flags: int) -> Any:
    return re._parser.parse(pattern, flags)  # type: ignore[attr-defined]  # no public parser of expressions


def inner(argument: Any) -> Iterator[Any]:
    """Yield the sequences inside an element of a parsed expression."""
    if hasattr(argument, "getwidth"):
        yield argument
    elif isinstance(argument, list | tuple):
        for part in argument:
            yield from inner(part)


def single(sequence: Any) -> Any:
    """Return a sequence without the groups that hold all of it."""
    while len(sequence) == 1 and str(sequence[0][0]) == "SUBPATTERN":
        sequence = sequence[0][1][-1]
    return sequence


def repeats_a_repeat(sequence: Any) -> bool:
    """Tell whether somewhere a repeated part is itself a repeat with nothing beside it that must be there."""
    for name, argument in sequence:
        if str(name) in _REPEATS and argument[1] > 1:
            body = single(argument[2])
            longer = [one for one in body if str(one[0]) in _REPEATS and one[1][1] > _FEW and one[1][0] > 0]
            if longer and sum(one.getwidth()[0] for one in inner([body])) == longer[0][1][0]:
                return True
        if any(repeats_a_repeat(part) for part in inner(argument)):
            return True
    return False


def expressions() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.iter_modules(evistat.extract.__path__):
        names = vars(importlib.import_module(f"evistat.extract.{module.name}"))
        found |= {
            f"{module.name}.{name}": value for name, value in names.items() if isinstance(value, re.Pattern)
        }
    cues = p_values._cues()
    found |= {
        f"p_values.{name}": value
        for name in cues.__slots__
        if isinstance(value := getattr(cues, name), re.Pattern)
    }
    return found


def test_the_check_sees_what_it_is_for() -> None:
    assert repeats_a_repeat(parsed(r"size(?: ?[\w%]+){0,12}$", 0))
    assert repeats_a_repeat(parsed(r"(a|(?:b+)+)c", 0))
    assert not repeats_a_repeat(parsed(r"size[\w%]*(?: [\w%]+){0,12}$", 0))


def test_no_expression_repeats_a_repeat() -> None:
    every = expressions()
    assert len(every) > 300
    assert [name for name, one in every.items() if repeats_a_repeat(parsed(one.pattern, one.flags))] == []
