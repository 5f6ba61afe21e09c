"""The id of a rule → what it matches, in one line (``lexicons/rules.toml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from evistat.lexicons import lexicon

DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Kind:
    """Rules of one sort; ``prefix`` is what stands before their ids' dot, empty for those without one."""

    prefix: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its id, what it matches, the module of ``extract`` that reads it."""

    id: str
    matches: str
    module: str

    @property
    def prefix(self) -> str:
        """Return the prefix of the rule's kind."""
        if self.id == DENIED:
            return "statement"
        return self.id.partition(".")[0] if "." in self.id else ""


@cache
def rules() -> dict[str, Rule]:
    """Return all rules by their ids, in the order of the lexicon."""
    return {entry["id"]: Rule(**entry) for entry in lexicon("rules")["rule"]}


def kinds() -> list[Kind]:
    """Return the kinds of rules in their order."""
    return [Kind(**entry) for entry in lexicon("rules")["kind"]]


def rule_ids(joined: str) -> list[str]:
    """Return the ids that a finding's ``rule`` joins: ``effect.interval+unit``, ``statement.state.denied``."""
    ids = []
    for part in joined.split("+"):
        rule = part.removesuffix(f".{DENIED}")
        ids += [rule, DENIED] if rule != part else [rule]
    return [rule for rule in ids if rule]


def what_matches(rule: str) -> str:
    """Return what a rule matches; a rule of another version may be unknown."""
    known = rules().get(rule)
    return known.matches if known is not None else "a rule that this version of evistat doesn't have"
