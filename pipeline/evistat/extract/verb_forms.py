"""The lexicon's verbs → all their forms, each with its base form and the classes of its verb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from evistat.lexicons import lexicon


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A known verb form: base form, which form it is (base, s, ed, ing) and the classes of the verb."""

    base: str
    form: str
    classes: frozenset[str]


@cache
def verb_forms() -> dict[str, VerbForm]:
    """Return every known form of every verb of the lexicon."""
    data = lexicon("verbs")
    classes: dict[str, set[str]] = {}
    for name in ("change", "happen", "show", "find", "associate", "qualify"):
        for base in data[name]:
            classes.setdefault(base, set()).add(name)
    doubled = set(data["doubled"])
    forms: dict[str, VerbForm] = {}
    for base, names in classes.items():
        frozen = frozenset(names)
        for written, form in _inflect(base, double=base in doubled):
            forms.setdefault(written, VerbForm(base, form, frozen))
    for written, base in data["irregular"].items():
        forms[written] = VerbForm(base, "ed", frozenset(classes.get(base, {"other"})))
    return forms


def _inflect(base: str, *, double: bool) -> Iterator[tuple[str, str]]:
    yield base, "base"
    stem = base + base[-1] if double else base
    if base.endswith("y") and base[-2] not in "aeou":
        yield base[:-1] + "ies", "s"
        yield base[:-1] + "ied", "ed"
        yield base + "ing", "ing"
    elif base.endswith("e"):
        yield base + "s", "s"
        yield base + "d", "ed"
        yield base[:-1] + "ing", "ing"
    else:
        yield base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"), "s"
        yield stem + "ed", "ed"
        yield stem + "ing", "ing"
