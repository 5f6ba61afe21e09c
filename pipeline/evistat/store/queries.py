"""``lexicons/queries.toml`` → questions with the SQL that answers them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evistat.lexicons import lexicon

_PLACE = re.compile(r":(\w+)")


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the database; its SQL names a value of the reader's as ``:name``."""

    name: str
    question: str
    sql: str
    values: dict[str, str | int]
    note: str

    @property
    def example(self) -> str:
        """The SQL with the example's values in it."""
        return _PLACE.sub(lambda place: _literal(self.values[place[1]]), self.sql)


def queries() -> tuple[Query, ...]:
    """Return the questions, in their order."""
    return tuple(
        Query(
            name=entry["name"],
            question=entry["question"],
            sql=entry["sql"].strip(),
            values=entry.get("values", {}),
            note=entry.get("note", ""),
        )
        for entry in lexicon("queries")["query"]
    )


def _literal(value: str | int) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
