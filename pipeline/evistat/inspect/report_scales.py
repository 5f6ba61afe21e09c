"""The measures of the record format → what a page must know to name and draw each of them."""

from __future__ import annotations

from typing import Any

from evistat.extract.significance import null_value
from evistat.lexicons import lexicon
from evistat.records.pooling import scale_of


def scales() -> dict[str, dict[str, Any]]:
    """Return each measure's name, null value, whether its axis is logarithmic, and whether units part it."""
    in_units = lexicon("pooling")["axis"]["in_units"]
    return {
        code: {
            "name": name,
            "null": null_value(code),
            "log": scale_of(code) == "log",
            "inUnits": code in in_units,
        }
        for code, name in lexicon("measure_titles")["title"].items()
    }
