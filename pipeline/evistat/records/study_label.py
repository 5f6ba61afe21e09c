"""A document's metadata → the few words that a reader knows the study by: ``Lindqvist 2019``, else its id."""

from __future__ import annotations

import re
from typing import Any

from evistat.records.schema import Record

_INITIALS = re.compile(r"(?:[^\W\d_]\.?[- ]?){1,4}")
_NEXT_AUTHOR = re.compile(r";| and | & ")
_COLLECTIVE = re.compile(
    r"\b(?:group|consortium|collaborat\w+|investigators|committee|network|society)\b", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


def study_label(record: Record) -> str:
    """Return first author and year, or the document's id where the author isn't known."""
    author = first_author(record.metadata.get("authors"))
    if author is None:
        return record.doc_id
    year = year_of(record.metadata.get("year"))
    return author if year is None else f"{author} {year}"


def first_author(authors: Any) -> str | None:
    """Return the family name of the first author, from the forms that formats and people write."""
    first = authors[0] if isinstance(authors, list) and authors else authors
    if isinstance(first, dict):
        for field in ("family", "last", "lastname", "last_name", "collective"):
            if isinstance(first.get(field), str) and first[field].strip():
                return " ".join(first[field].split())
        first = first.get("name")
    if not isinstance(first, str) or not first.strip():
        return None
    name = " ".join(_NEXT_AUTHOR.split(first.strip())[0].split())
    if not name or _COLLECTIVE.search(name):
        return name or None
    if "," in name:
        name, _, given = name.partition(",")
        # "Okafor, Chidi" is turned round; in "Lindqvist KA, Moreau P" the next author follows.
        if not name or _INITIALS.fullmatch(name.split()[-1]) is None or _INITIALS.fullmatch(given.strip()):
            return name or None
    parts = name.split()
    # "Lindqvist KA" and "van den Berg J." end with initials, "Karin Lindqvist" with the family name.
    if len(parts) > 1 and parts[-1].isupper() and _INITIALS.fullmatch(parts[-1]):
        return " ".join(parts[:-1])
    return _family(parts)


def _family(parts: list[str]) -> str:
    """Return the family name of given names and family name, its particles ("van den") included."""
    start = len(parts) - 1
    while start > 1 and parts[start - 1].islower():
        start -= 1
    return " ".join(parts[start:])


def year_of(year: Any) -> int | None:
    """Return the year of a metadata field, which may be a number or words ("2019-03")."""
    if isinstance(year, bool):
        return None
    if isinstance(year, int | float):
        return int(year) if 1500 <= year < 2100 else None
    found = _YEAR.search(year) if isinstance(year, str) else None
    return int(found.group()) if found else None
