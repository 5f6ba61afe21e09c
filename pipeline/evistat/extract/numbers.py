"""Printed numbers (folded text) → their values: decimals in every notation, thousands, exponents."""

from __future__ import annotations

import re

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DECIMAL_COMMA = re.compile(r"[-+]?0,[^.]*$")
_EXPONENT = re.compile(
    r"(?P<mantissa>\d+(?:\.\d+)?) ?(?:[×x*] ?10 ?(?:\^|\*\*)? ?[({\[]?(?P<power>- ?\d{1,3}|[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)[)}\]]?"
    r"|[eE](?P<e>[-+]?\d{1,3}))"
    r"|10(?:\^|\*\*)? ?[({\[]?(?P<bare>- ?\d{1,3}|⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+)[)}\]]?(?![\d.])"
)
_DECIMALS = re.compile(r"[.,] ?(\d+)%?$")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "no": 0, "none": 0,
}  # fmt: skip


_LIKE_LATIN = str.maketrans("ſıİ", "sii")


def plain_letters(word: str) -> str:
    """Return a word in lower case, letters that match plain ones where case is ignored as these ("ſix" as "six")."""
    return word.translate(_LIKE_LATIN).lower()


def parse_number(printed: str) -> float:
    """Return the value of a printed number (folded text): ``1,234.5``, ``.04``, ``0,02``, ``- 3``, ``0. 92``.

    A comma before exactly three digits separates thousands unless the number starts with 0 and has no point ("0,020.05", two
    numbers run together); any other comma is a decimal comma. Raises ``ValueError`` for anything that isn't a number.
    """
    plain = printed.replace(" ", "").rstrip("%")
    if "," in plain:
        decimal = _DECIMAL_COMMA.match(plain) is not None
        plain = (plain if decimal else _THOUSANDS.sub("", plain)).replace(",", ".", 1 if decimal else -1)
    return float(plain)


def parse_scientific(printed: str) -> float | None:
    """Return the value of ``3.2 × 10-5``, ``10-11``, ``1.4e-4`` (lost superscripts included), None for others."""
    match = _EXPONENT.fullmatch(printed.strip())
    if match is None:
        return None
    exponent = next(part for part in (match["power"], match["e"], match["bare"]) if part is not None)
    mantissa = match["mantissa"] or "1"
    return float(f"{mantissa}e{int(exponent.translate(_SUPERSCRIPT).replace(' ', ''))}")


def decimals(printed: str) -> int:
    """Return how many decimals a printed number shows."""
    match = _DECIMALS.search(printed.strip())
    return len(match[1]) if match and not _THOUSANDS.search(printed) else 0
