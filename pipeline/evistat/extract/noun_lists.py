"""The lexicons' lists of nouns → sets: nouns of groups, of relations, of quantities, of times …"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from evistat.lexicons import lexicon


@dataclass(frozen=True, slots=True)
class Nouns:
    """The word lists that tell what a noun phrase is."""

    group: frozenset[str]
    relation: frozenset[str]
    association: frozenset[str]
    predictor: frozenset[str]
    quantity: frozenset[str]
    statistic: frozenset[str]
    measured: frozenset[str]
    effective: frozenset[str]
    dependent: frozenset[str]
    edge: frozenset[str]
    generic: frozenset[str]
    time: frozenset[str]
    time_link: frozenset[str]
    control: frozenset[str]
    baseline: frozenset[str]
    exposure: frozenset[str]
    open: frozenset[str]
    never: frozenset[str]
    weak: frozenset[str]
    versus: frozenset[str]
    compared: frozenset[str]


@cache
def nouns() -> Nouns:
    """Return the word lists, read once."""
    outcomes, arms = lexicon("outcomes"), lexicon("arms")
    return Nouns(
        group=frozenset(arms["head"]),
        relation=frozenset(outcomes["relation"]),
        association=frozenset(outcomes["association"]),
        predictor=frozenset(outcomes["predictor"]),
        quantity=frozenset(outcomes["quantity"]),
        statistic=frozenset(outcomes["statistic"]),
        measured=frozenset(outcomes["measured"]),
        effective=frozenset(outcomes["effective"]),
        dependent=frozenset(outcomes["dependent"]),
        edge=frozenset(outcomes["edge"]),
        generic=frozenset(outcomes["generic"]),
        time=frozenset(outcomes["time"]),
        time_link=frozenset(outcomes["time_link"]),
        control=frozenset(arms["control"]),
        baseline=frozenset(arms["baseline"]),
        exposure=frozenset(outcomes["exposure"]),
        open=frozenset(outcomes["open"]),
        never=frozenset(outcomes["never"]),
        weak=frozenset(arms["weak"]),
        versus=frozenset(arms["versus"]),
        compared=frozenset(arms["compared"]),
    )
