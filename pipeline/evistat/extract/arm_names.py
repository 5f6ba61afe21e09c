"""The stretch found for a side → its name alone: whole, without what is said of it; None for what names no arm."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from evistat.extract.context import Context
from evistat.extract.noun_lists import nouns
from evistat.lexicons import word_set

Span = tuple[int, int]


_ARM_TAIL = re.compile(
    r" (?:with (?:an? )?(?:relative risk|odds ratio|hazard ratio|risk difference|RR|OR|HR|AOR|ARR)\b"
    r"|(?:over|at|after|for|during) (?:the )?\d|at the (?:\d|end)\b|(?:at|on|by|after|from) (?:weeks?|months?|days?|years?|visits?|hours?) \d).*$",
    re.DOTALL,
)


_ARM_EDGE = frozenset(
    {"a", "an", "the", "either", "and", "or", "with", "of", "by", "in", "for", "to", "at", "from", "as", ","}
)


_NOT_ARM = word_set("arms", "not_arm")


_MOST_ARM_WORDS = 14


def whole_arm(context: Context, span: Span | None) -> Span | None:
    """Bound an arm's name by whole words, the number before a unit included; None for what names no arm."""
    if span is None:
        return None
    start, end = span
    text = context.folded[start:end]
    if (tail := _ARM_TAIL.search(text)) is not None and tail.start() > 0:
        end = start + tail.start()
    words = context.folded[start:end].split()
    if len(words) > 2 and words[-2].lower() == "either":
        return None  # cut before what it names
    while len(words) > 1 and words[-1] in _ARM_EDGE:
        end = start + context.folded[start:end].rstrip().rfind(words[-1])
        end = start + len(context.folded[start:end].rstrip())
        words.pop()
    if not words or words[0].lower() in _NOT_ARM or len(words) > _MOST_ARM_WORDS:
        return None
    if words[-1].lower() in _BOUNDS and (bound := _BOUND.match(context.folded, end)) is not None:
        end = bound.end()  # "patients younger" than 30 years
    if words[0].lower() in _ARM_UNITS and len(words) > 1 and not words[1][0].isdigit():
        number = _NUMBER_BEFORE.search(context.folded, max(0, start - 12), start)
        if number is None:
            return None
        start = number.start()
    return start, end


_BOUNDS = frozenset({"older", "younger", "more", "less", "greater", "longer", "shorter", "later", "earlier"})


_BOUND = re.compile(
    r" than (?:or equal to )?-?\d[\d.,]{0,12}(?:[ -](?:years?|months?|weeks?|days?|hours?|cm|mm|kg|mg|%)\b(?: of age| old)?)?"
)


_NUMBER_BEFORE = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)?[ -]?\Z")


_ARM_UNITS = frozenset(
    {"cm", "mm", "mg", "g", "kg", "ml", "µg", "μg", "iu", "week", "month", "day", "year", "hour", "h", "min"}
)


@cache
def _unnamed() -> frozenset[str]:
    """Return the words that tell no arm from another."""
    return (nouns().group - nouns().control) | {"the"}


def same_arm(context: Context, one: Span | None, other: Span | None) -> bool:
    """Tell whether two arms have one name, but for brackets, plurals and words like "group"."""
    if one is None or other is None:
        return False
    return not _names(context.folded[slice(*one)]).isdisjoint(_names(context.folded[slice(*other)]))


_SHORT = re.compile(r"\(([A-Z][\w-]{1,10})\)")
_WORD = re.compile(r"[\w/+-]+|[<>≤≥]")


@lru_cache(maxsize=8192)
def _names(printed: str) -> frozenset[tuple[str, ...]]:
    """Return the words of an arm's name, and those of its short form in brackets, that tell it from others."""
    plain = _unnamed()
    short = _SHORT.search(printed)
    variants = (printed, short[1]) if short else (printed,)
    named = [
        tuple([word.rstrip("s") for word in _WORD.findall(variant.lower()) if word not in plain])
        for variant in variants
    ]
    return frozenset(name for name in named if name)


# "placebo-treated patients" are the placebo's, "anakinra withdrawal" anakinra's.
_TREATED = re.compile(
    r"(?P<arm>[^\W\d_][\w/+ -]*?)-treated (?:patients|groups?|arm|women|men|participants|subjects|mice|rats|children|cells)$"
)


# "34 women assigned to rest" are those of rest, "fewer women in the walking group" those of the walking group.
_MEMBERS = re.compile(
    r"(?:[Mm]ore |[Ff]ewer |[Aa]ll )?(?:\d[\d,]*(?: \([^()]{1,20}\))? )?(?:patients|women|men|participants|subjects|children|infants|individuals|adults|people|those)(?: \([^()]{1,30}\))? (?:in|of|from|within) (?:the )?(?P<arm>[A-Za-z][\w+/ -]{0,40} (?:groups?|arms?)|(?:groups?|arms?) [A-Z0-9]+)$"
)


_COUNTED_MEMBERS = re.compile(
    r"\d[\d,]*(?: \([^()]{1,20}\))? (?:patients|women|men|participants|subjects|children|infants|individuals|adults|people)(?: \([^()]{1,30}\))? (?:who (?:were )?)?(?:treated with|assigned to|allocated to|randomi[sz]ed to|receiving|given|taking|undergoing|received|underwent) (?P<arm>.+)$"
)


_STOPPED = re.compile(r"(?P<arm>[^\W\d_][\w/+ -]*?) (?:withdrawal|discontinuation|cessation)$")


def arm_only(context: Context, span: Span | None) -> Span | None:
    """Leave out of an arm's name what is said of it."""
    if span is None:
        return None
    printed = context.folded[span[0] : span[1]]
    match = (
        _TREATED.match(printed)
        or _STOPPED.match(printed)
        or _MEMBERS.match(printed)
        or _COUNTED_MEMBERS.match(printed)
    )
    return (span[0] + match.start("arm"), span[0] + match.end("arm")) if match else span
