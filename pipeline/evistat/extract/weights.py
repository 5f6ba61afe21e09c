"""What each trait is worth for each role, and what words usually name: learned, kept in ``weights.json`` beside this module.

``models/scripts/weigh.py`` makes the file; ``models/README.md`` says from what.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

OTHERS = ("exposure", "side", "neither")  # what a word may name instead of an outcome

Worth = tuple[float, ...]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((files(__package__) / "weights.json").read_text(encoding="utf-8"))
    return data


@cache
def trait_worths() -> dict[str, Worth]:
    """Return what each trait adds to a candidate's weight as outcome, exposure, intervention and comparator."""
    return {trait: tuple(worths) for trait, worths in _data()["traits"].items()}


@cache
def pair_worths() -> dict[str, float]:
    """Return what each trait of two candidates together adds to their weight as sides, or as outcome and exposure."""
    worths: dict[str, float] = _data().get("pairs", {})
    return worths


@cache
def word_odds() -> dict[str, tuple[int, ...]]:
    """Return for words how much oftener they name an outcome than an exposure, a side, neither: log odds, doubled."""
    return {word: tuple(odds) for word, odds in _data()["words"].items()}
