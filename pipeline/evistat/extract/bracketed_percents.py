"""Percentages in brackets or with a p-value of their own → changes and shares ("decreases of FEV1 (8%) and FVC (5%)", "by 36% (P = 0.01)")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evistat.extract.estimates import AFTER_NUMBER, CHANGE, LOW_CHANGE, NUM, Effect, Reader
from evistat.extract.lowered import lowered
from evistat.extract.numbers import parse_number

_CHANGE_NOUN = r"(?:reduction|increase|decrease|improvement|decline|rise|fall|drop|attenuation|elevation)s?"
# "an increase in ferritin (48%)", "decreases of FEV1 (8%) and FVC (5%)"
_CHANGE_OF = re.compile(
    rf"(?:\b(?:[Aa]n?|the|significant|significantly|greater|marked|mean|relative|with|and|showed|by) |(?<=[.:] )|^)(?i:{_CHANGE_NOUN}) (?:in|of) (?P<what>[^.;,:()\[\]]{{2,60}}) \((?P<value>{NUM}){AFTER_NUMBER} ?%\)"
)
_NEXT_CHANGED = re.compile(
    rf"(?:,? and(?: in)?|,) (?P<what>[^.;,:()\[\]\d]{{2,40}}|[A-Za-z][\w-]+) \((?P<value>{NUM}){AFTER_NUMBER} ?%\)"
)
# What happened to how many: the percentages are shares of people.
_SHARES = re.compile(
    r"\b(?:adverse|side[ -]effects?|events?|toxicit\w+|complications?|most common|frequent\w*|reported|patients (?:had|with|showed|experienced)|cases|achiev\w+|respon\w+)\b",
    re.IGNORECASE,
)
# "reduced total (-12%) and LDL cholesterol (-23%)", "(-41% and -16%, respectively)"
_SIGNED_PERCENT = re.compile(
    r"[(\[](?P<value>[-+] ?\d+(?:\.\d+)?) ?%(?=[)\]]|,? and [-+] ?\d+(?:\.\d+)? ?%,? respectively)|[(\[,;] ?[A-Z][A-Za-z -]{1,25} (?P<named>[-+]\d+(?:\.\d+)?) ?%(?=[,;)\]])|(?<=% and )(?P<second>[-+] ?\d+(?:\.\d+)?) ?%(?=,? respectively[)\]])"
)
# "higher in women (65%, P = 0.04)" is their share, "higher (65%, P = 0.04)" a change.
_HIGHER_IN_PEOPLE = re.compile(
    r"\b(?:higher|lower|greater|less|more|fewer)\b[^()]{0,25} (?:for|in|among|by) [^()]{0,30}\b(?:women|men|males?|females?|nurses|doctors|patients|people|those|girls|boys|children|adults|respondents|participants|students|workers)\b[^()]{0,12}$"
    r"|\b(?:more|less) (?:often|frequent(?:ly)?|common(?:ly)?|prevalent)\b[^()]{0,20} (?:for|in|among) [^()]{2,50}$"
)
# The bracket of the side that another is set against.
_OF_COMPARATOR = re.compile(r"\b(?:than|vs\.?|versus|compared (?:to|with)) [^()]{2,50}$")
_THEN_COMPARATOR = re.compile(
    r"[^.;]{0,120}?\b(?:than|vs\.?|versus|compared (?:to|with)) [^().;]{2,60}\(\d+(?:\.\d+)? ?%"
)
_TESTED_PERCENT = re.compile(
    rf"(?P<lead>[(\[] ?|[A-Za-z)\d][:=] ?|; |\b(?:by|of|in|and) |, )(?P<value>{NUM}){AFTER_NUMBER} ?%(?: ?(?:±|\+/-) ?[\d.]+ ?%?)?(?: (?:at|after|in|on) [^()\[\].;,<>=%]{{2,30}}(?=, ?[pP]))?(?= ?[,;(\[])"
)
_SET_AGAINST = re.compile(r"(?:%|\b(?:from|to|between|vs\.?|versus|than)(?: [a-z]+)?)(?: ?\([^()]*\))?,? $")
RULE = "effect.bracketed_percent"


def bracketed_percents(reader: Reader, start: int, end: int, found: Sequence[Effect]) -> list[Effect]:
    """Read the percentages of a sentence that brackets or p-values of their own mark as changes or shares."""
    folded = reader.folded
    if folded.find("%", start, end) < 0:
        return []
    result: list[Effect] = []

    def free(span: tuple[int, int]) -> bool:
        return not reader.blocked(*span) and not any(
            one.value_span is not None and one.value_span[0] < span[1] and span[0] < one.value_span[1]
            for one in [*found, *result]
        )

    def read(span: tuple[int, int], code: str, rule: str, *, standing: bool = True) -> None:
        at = folded.index("%", span[1])
        value = parse_number(folded[slice(*span)].replace(" ", ""))
        unit = (at, at + 1)
        result.append(
            Effect(code, value, span[0], at + 1, rule, value_span=span, unit=unit, standing=standing)
        )

    for span in _changes_of(folded, start, end):
        if free(span):
            read(span, "PCT", "effect.bracketed_change")
    signed = list(_SIGNED_PERCENT.finditer(folded, start, end))
    for match in signed if signed and LOW_CHANGE.search(lowered(folded), start, end) else ():
        span = next(match.span(name) for name in ("value", "named", "second") if match[name])
        if free(span):
            read(span, "PCT", "effect.bracketed_change")
    for match in _TESTED_PERCENT.finditer(folded, start, end):
        span = match.span("value")
        if not free(span) or reader.tested_at(match.end()) is None:
            continue
        code = _tested_code(folded, match, start, end, [*found, *result])
        if code is not None:
            read(span, code, RULE, standing=False)
    return result


def _changes_of(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places of the percentages in brackets behind what changed."""
    places: list[tuple[int, int]] = []
    position = start
    shares = None
    while match := _CHANGE_OF.search(folded, position, end):
        position = match.end()
        if shares is None:
            shares = _SHARES.search(folded, start, end) is not None
        if shares or _THEN_COMPARATOR.match(folded, position, end):
            return []
        places.append(match.span("value"))
        while following := _NEXT_CHANGED.match(folded, position, end):
            places.append(following.span("value"))
            position = following.end()
    return places


def _tested_code(
    folded: str, match: re.Match[str], start: int, end: int, found: Sequence[Effect]
) -> str | None:
    """Choose what a percentage with a p-value is: a change, a share, or (None) one of two sides."""
    lead = match["lead"]
    before = folded[max(start, match.start() - 90) : match.start()]
    signed = match["value"][0] in "+-"
    listed = any(one.code == "PCT" and one.interval is None and one.end <= match.start() for one in found)
    if lead[0] in "([":
        set_against = _OF_COMPARATOR.search(before) and folded.find("%", start, match.start()) >= 0
        if not (signed or listed) and (set_against or _THEN_COMPARATOR.match(folded, match.end(), end)):
            return None
        changed = CHANGE.search(before) is not None and _HIGHER_IN_PEOPLE.search(before) is None
        return "PCT" if signed or changed or listed else "PROP"
    if _SET_AGAINST.search(folded, max(start, match.start("value") - 40), match.start("value")):
        return None
    if lead == "in ":
        return "PROP" if re.compile(r" ?[(\[][^()]*[)\]] of ").match(folded, match.end(), end) else None
    if lead in {"and ", ", ", "; "}:
        return "PCT" if listed and (signed or lead != ", ") else None
    return "PCT" if signed or listed or CHANGE.search(before) else None
