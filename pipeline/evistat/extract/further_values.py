"""A named estimate → the further values of its name ("r = 0.51 and 0.62", "2.9 (p = 0.004), in the third quarter 1.8 (p = 0.09)")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.estimates import AFTER_NUMBER, NUM, Effect, Reader, is_plausible, past_spread
from evistat.extract.measures import MeasureMention
from evistat.extract.numbers import parse_number
from evistat.extract.units import unit_at

RANGED = re.compile(r"\b(?:from|between|rang\w+)\s*$")
RANGE_END = re.compile(rf"(?: ?%)? ?(?:to|and|-) ?(?P<value>{NUM}){AFTER_NUMBER} ?(?P<unit>%)?")


LIST_ITEM = re.compile(rf"(?P<value>{NUM}){AFTER_NUMBER} ?(?P<unit>%)?")


def tested_after(reader: Reader, offset: int) -> int | None:
    """Return where the p-value ends that stands right after the number ending at ``offset``, unit and spread between."""
    at = past_spread(reader.folded, offset)
    unit = unit_at(reader.folded, at)
    return reader.tested_at(unit[1] if unit else at)


# "0.52 for collisions and 0.47 for convictions": agreement and correlation are no groups' values.
LISTED_SINGLY = frozenset({"KAPPA", "ICC", "R", "OTHER"})
FOR_EACH = re.compile(
    rf" (?P<link>for|in|with|at|among|between) [^.;()\d]{{2,60}}?(?:,|,? and) (?P<value>{NUM}){AFTER_NUMBER}(?= (?P=link)\b)"
)


_AND_RESPECTIVELY = re.compile(rf",? and (?P<value>{NUM}){AFTER_NUMBER}(?=[^;()]{{0,40}},? respectively\b)")
NEXT_TESTED = re.compile(
    rf" ?[)\]]?(?:[,;]|,? and|[,;] and|,? compared (?:to|with)|,? versus|,? vs\.?) (?:(?!(?:from|than)\b)[A-Za-z\d'/-]+ ){{0,12}}?(?:[(\[] ?=? ?)?(?P<value>{NUM}){AFTER_NUMBER}(?![A-Za-z])"
)

# "(aOR = 1.6, P < 0.001), first births (1.8, P = 0.02) and births within 1 h (2.1, P = 0.009)"
_NEXT_BRACKET = re.compile(
    rf" ?[)\]](?:[,;]|,? and|,? as well as|[,;] and) [^()\[\].;=<>]{{2,110}}[(\[] ?=? ?(?P<value>{NUM}){AFTER_NUMBER}(?![A-Za-z])"
)


def next_tested(reader: Reader, tested: int, end: int) -> re.Match[str] | None:
    """Return the number with a p-value of its own that follows another's p-value as the next of a list."""
    for form in (_NEXT_BRACKET, NEXT_TESTED):
        following = form.match(reader.folded, tested, end)
        if following is not None and tested_after(reader, following.end("value")) is not None:
            return following
    return None


def tested_values(
    reader: Reader, first: Effect, mention: MeasureMention, measures: Sequence[MeasureMention], end: int
) -> list[Effect]:
    """Read further values of one name, each with its own p-value: "was 2.9 (p = 0.004), in the third quarter 1.8 (p = 0.09)"."""
    effects: list[Effect] = []
    last = first
    while last.value_span is not None and (tested := tested_after(reader, last.value_span[1])) is not None:
        following = next_tested(reader, tested, end)
        if following is None:
            break
        span = following.span("value")
        if reader.blocked(*span) or any(tested <= one.start < span[0] and not one.clue for one in measures):
            break
        last = Effect(
            first.code,
            parse_number(following["value"].replace(" ", "")),
            span[0],
            past_spread(reader.folded, span[1]),
            "effect.further_value",
            adjusted=first.adjusted,
            value_span=span,
            unit=unit_at(reader.folded, past_spread(reader.folded, span[1])),
            named=True,
        )
        if not is_plausible(mention, last, reader):
            break
        effects.append(last)
    return effects


# "were 37.0% (0-15 min), 32.4% (0-30 min), and 12.8% (0-90 min)": one for each time, each told in brackets.
_TOLD_IN_BRACKETS = re.compile(
    rf" ?%? ?\((?![^()]*(?:%|[pP] ?[<=>]|CI\b))[^()]{{1,25}}\)(?:,|,? and) (?:and )?(?P<value>{NUM}){AFTER_NUMBER} ?(?P<unit>%)(?= ?\()"
)


def _told_in_brackets(reader: Reader, first: Effect, end: int) -> list[Effect]:
    """Read the further per cent of a list whose items are told apart by brackets."""
    effects: list[Effect] = []
    last = first
    while last.value_span is not None:
        following = _TOLD_IN_BRACKETS.match(reader.folded, last.value_span[1], end)
        if following is None or reader.blocked(*following.span("value")):
            break
        last = replace(
            first,
            value=parse_number(following["value"].replace(" ", "")),
            start=following.start("value"),
            end=following.end("unit"),
            rule="effect.further_value",
            measure=None,
            value_span=following.span("value"),
            unit=following.span("unit"),
        )
        effects.append(last)
    return effects


def further_values(
    reader: Reader, first: Effect, mention: MeasureMention, end: int, found: Sequence[Effect]
) -> list[Effect]:
    """Read the further values of one name: "r = 0.51 and 0.62, respectively", "CCC of 0.35 and 0.94"."""
    folded = reader.folded
    assert first.value_span is not None
    single = mention.code in LISTED_SINGLY and FOR_EACH.match(folded, first.value_span[1], end)
    if (
        mention.code == "MD"
        and not mention.short
        and (second := _AND_RESPECTIVELY.match(folded, first.end, end))
    ):
        single = second
    if single:
        return [
            replace(
                first,
                value=parse_number(single["value"].replace(" ", "")),
                start=single.start("value"),
                end=past_spread(folded, single.end("value")),
                rule="effect.further_value",
                measure=None,
                value_span=single.span("value"),
                unit=unit_at(folded, past_spread(folded, single.end("value"))) or first.unit,
            )
        ]
    if mention.code == "PCT":
        return _told_in_brackets(reader, first, end)
    if mention.family not in {"ratio", "correlation", "accuracy"} and mention.code not in {
        "KAPPA",
        "ICC",
        "BETA",
        "SMD",
        "R2",
    }:
        return []
    values = []
    ranged = (
        mention.family in {"correlation", "accuracy", "ratio"}
        or mention.code in LISTED_SINGLY
        or RANGED.search(folded, mention.end, first.value_span[0])
    )
    taken = {effect.value_span for effect in found}
    if (
        ranged
        and (span := RANGE_END.match(folded, first.value_span[1], end))
        and span.span("value") not in taken
    ):
        values.append(span)
    at = max(first.value_span[1], first.unit[1] if first.unit else 0)
    while join := re.compile(r" ?(?:,|;|,? ?and|,? ?or) ?(?:and )?(?:[=] ?)?").match(folded, at, end):
        following = LIST_ITEM.match(folded, join.end(), end)
        if (
            following is None
            or reader.blocked(*following.span("value"))
            or "." not in following["value"]
            or any(value.span("value") == following.span("value") for value in values)
        ):
            break
        values.append(following)
        at = following.end()
    if not values or re.compile(r" ?(?:±|mg|years?|months?|patients)").match(folded, at):
        return []
    effects = []
    for value in values:
        effect = Effect(
            first.code,
            parse_number(value["value"]),
            value.start("value"),
            value.end(),
            "effect.further_value",
            measure=None,
            adjusted=first.adjusted,
            value_span=value.span("value"),
            unit=value.span("unit") if value["unit"] else None,
            named=True,
        )
        if not is_plausible(mention, effect, reader):
            return []
        effects.append(effect)
    return effects
