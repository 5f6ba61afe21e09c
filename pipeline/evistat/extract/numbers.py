"""Folded text → numbers: decimals in every notation, signs told from ranges, exponents.

All patterns work on folded text (``read.typography.fold``): dashes are ``-``, decimal points ``.``, spaces a space.
The sign rule is the one that fits printed abstracts: a dash after a space, a bracket or an operator and directly
before a digit is a minus; a dash between two numbers is a range.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Digits with thousands separators, a decimal part, or a bare decimal part (".04"). The thousands space is left to
# intervals and currencies: between any two numbers it would glue what is apart.
UNSIGNED = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?(?![\d])|\.\d+)"
# "0. 92": a space that slipped into a decimal, believed only where a caller expects a number below one.
BROKEN = r"(?:0?\. ?\d+)"
DECIMAL_COMMA = r"(?:\d+,\d+)"
# A minus stands before the digits, at most one space between, and never directly after a word character or a number.
SIGN = r"(?:(?<![\w.)\]%])[-+](?: ?(?=[\d.]))|(?<=[\w)\]%] )[-+](?=[\d.]))"
SIGNED = rf"(?:{SIGN})?{UNSIGNED}"

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(rf"(?<![\w.,])(?:{SIGN})?{UNSIGNED}|(?<=[=(\[<>≤≥±]){UNSIGNED}")
_EXPONENT = re.compile(
    r"(?P<mantissa>\d+(?:\.\d+)?) ?(?:[×x*] ?10 ?(?:\^|\*\*)? ?[({\[]?(?P<power>- ?\d{1,3}|[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)[)}\]]?"
    r"|[eE](?P<e>[-+]?\d{1,3}))"
    r"|10(?:\^|\*\*)? ?[({\[]?(?P<bare>- ?\d{1,3}|⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+)[)}\]]?(?![\d.])"
)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "no": 0, "none": 0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: its value, the number of printed decimals, and its place."""

    value: float
    decimals: int
    start: int
    end: int


def parse_number(printed: str) -> float:
    """Return the value of a printed number (folded text): ``1,234.5``, ``.04``, ``0,02``, ``- 3``, ``0. 92``.

    A comma before exactly three digits separates thousands unless the number starts with 0; any other comma is a
    decimal comma. Raises ``ValueError`` for anything that isn't a number.
    """
    plain = printed.replace(" ", "").rstrip("%")
    if re.match(r"[-+]?0,", plain):
        plain = plain.replace(",", ".", 1)
    else:
        plain = _THOUSANDS.sub("", plain).replace(",", ".")
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
    match = re.search(r"[.,] ?(\d+)%?$", printed.strip())
    return len(match[1]) if match and not _THOUSANDS.search(printed) else 0


def find_numbers(folded: str, start: int = 0, end: int | None = None) -> list[Number]:
    """Return every number of ``folded[start:end]`` that stands on its own, signs read by the minus rule."""
    numbers = []
    for match in _NUMBER.finditer(folded, start, len(folded) if end is None else end):
        printed = match[0]
        numbers.append(Number(parse_number(printed), decimals(printed), match.start(), match.end()))
    return numbers
