"""Knowledge that isn't logic: TOML files beside this module → plain data."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexicon(name: str) -> dict[str, Any]:
    """Return the lexicon ``name`` (a TOML file of this folder, without its ending) as parsed."""
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """Return one word list of a lexicon as a set."""
    return frozenset(lexicon(name)[key])
