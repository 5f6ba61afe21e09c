"""Folded text after (or before) a number → its unit as printed."""

from __future__ import annotations

import re
from functools import cache

from evistat.lexicons import lexicon

PERCENT = frozenset({"%", "percent", "per cent"})
# "A$105 231": a space between thousands is sure only after a currency sign.
MONEY = r"(?<=[$€£¥])\d{1,3}(?: \d{3})+(?!\d|[.,]\d|%)"


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def unit_pattern() -> str:
    """Return a regular expression (no groups) for one unit, simple or composed ("kg/m2", "per 1000 person-years")."""
    data = lexicon("units")
    base, words, denominators = _either(data["base"]), _either(data["words"]), _either(data["denominators"])
    power = r"(?:[²³⁻⁰¹]+|\^?-?[1-5](?!\d)|\(-?[1-5]\)|\^\(?-?\d\)?)?"
    end = r"(?![A-Za-z0-9])"
    person_time = "|".join(data["person_time"])
    denominator = rf"(?: ?/ ?| per )(?:{denominators}|{base}){power}{end}"
    times = rf"(?: ?[·*×.] ?(?:{base}|min|kg){power}{end})"
    # "1.2 × 10^9/L", its superscript lost or not
    exponent = r"[×x*·] ?10(?:\^? ?\(?(?:1[0-2]|[3-9])\)?|[³⁴⁵⁶⁷⁸⁹]|¹[⁰¹²])"
    return (
        rf"(?:{exponent}(?:{denominator}|(?: (?:{words}|{base}){end}(?:{denominator})?))"
        rf"|(?:{base}){power}(?:(?![A-Za-z0-9])|(?=/))(?:{times}|{denominator}){{0,3}}"
        rf"|(?:{words}){end}(?: ?(?:{person_time}){end}|(?:{denominator}){{0,2}}(?: ?(?:{person_time}))?)"
        rf"|(?:{person_time}){end}"
        # behind its number, not before the next: "in 2012 USD 500" is a year
        rf"|(?:{_either(data['money'])}){end}(?! ?\d)(?:{denominator}){{0,2}}"
        # what is counted, whatever it is: "infections per 1,000 person-years", "stairs/min"
        rf"|[a-z]{{3,14}}s(?: ?(?=(?:per |/ ?)1)(?:{person_time})|/(?:{denominators})){end}"
        rf"|/ ?(?:{denominators}|{base}){power}{end}(?:{denominator}){{0,2}})"
    )


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf" ?({unit_pattern()})")


@cache
def _spaced_unit() -> re.Pattern[str]:
    return re.compile(rf"[ -]?({unit_pattern()})")


@cache
def currency_pattern() -> str:
    """Return a regular expression for a currency sign or code printed before a number."""
    return _either(lexicon("units")["currency"])


@cache
def letters_of_currencies() -> str:
    """Return a regular expression for the place after a currency's letters that a number follows at once ("EUR4,870")."""
    codes = [code for code in lexicon("units")["currency"] if code.isalpha()]
    return "|".join(rf"(?<=\b{code})" for code in codes)


@cache
def _currency() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])(?:{currency_pattern()}) ?$")


@cache
def _longest_currency() -> int:
    return max(map(len, lexicon("units")["currency"])) + 1  # with a space


def currency_before(folded: str, offset: int) -> tuple[int, int] | None:
    """Return the currency printed right before a number."""
    match = _currency().search(folded, max(0, offset - _longest_currency()), offset)
    return (match.start(), match.start() + len(match[0].rstrip())) if match else None


def unit_at(folded: str, offset: int) -> tuple[int, int] | None:
    """Return the start and end of the unit that follows a number ending at ``offset``, None where there is none."""
    match = _unit().match(folded, offset) or (
        _spaced_unit().match(folded, offset) if folded[offset : offset + 1] == "-" else None
    )
    if match is None:
        return None
    # "5 m" of "5 men", "10 L" of "10 L4" are guarded by the pattern; a lone letter before a bracket is no unit.
    return match.span(1)
