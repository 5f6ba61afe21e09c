"""``evistat schema``: the JSON Schema of a record."""

from __future__ import annotations

from importlib.resources import files


def schema() -> None:
    """Print the JSON Schema of a record."""
    print((files("evistat.records") / "schema.json").read_text(encoding="utf-8"), end="")
