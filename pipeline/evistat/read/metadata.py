"""What a format says about an article → metadata under the record's names, in one order, nothing empty."""

from __future__ import annotations

import re
from typing import Any

from evistat.read.encoding import mend_surrogates

# The order of the record's metadata; what a format has besides follows in its own order.
NAMES = (
    "pmid",
    "pmcid",
    "doi",
    "journal",
    "year",
    "authors",
    "publication_types",
    "mesh",
    "keywords",
    "language",
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


def metadata(**fields: Any) -> dict[str, Any]:
    """Return ``fields`` in the record's order without those that are empty; text is cleaned of white space."""
    cleaned = {name: _clean(value) for name, value in fields.items()}
    ordered = [*(name for name in NAMES if name in cleaned), *(name for name in cleaned if name not in NAMES)]
    return {name: cleaned[name] for name in ordered if cleaned[name] not in (None, "", [], {})}


def doi_of(words: str | None) -> str | None:
    """Return the DOI in ``words`` ("https://doi.org/10.1000/X", "10.1000/x [doi]"), in lower case; None without one."""
    found = _DOI.search(words or "")
    return found.group().rstrip(".,;)]").lower() if found else None


def year_of(words: str | None) -> int | None:
    """Return the first year in ``words`` ("2019 Jan-Feb", "31/12/2019"), None without one."""
    found = _YEAR.search(words or "")
    return int(found.group()) if found else None


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return mend_surrogates(" ".join(value.split()))[0]
    if isinstance(value, list | tuple):
        return [item for item in (_clean(item) for item in value) if item not in (None, "", {})]
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    return value
