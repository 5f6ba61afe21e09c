"""Folded text → quantities: a number with its sign, unit, spread and counts ("155 ± 125 µmol/L", "18/53 (34%)").

A quantity is what a group's value is made of. Which quantities are compared is decided in ``extract.groups``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count

from evistat.extract.numbers import NUMBER_WORDS, parse_number, plain_letters
from evistat.extract.units import MONEY, currency_pattern, unit_pattern


# Not frozen: every number of a text is one, and a frozen one takes four times as long to make.
@dataclass(slots=True)
class Quantity:
    """One printed quantity.

    ``value_start``/``value_end`` hold the number that counts (the percentage where count and percentage are printed
    together); ``start``/``end`` hold everything that belongs to it.
    """

    value: float
    value_start: int
    value_end: int
    start: int
    end: int
    unit: tuple[int, int] | None = None
    n: tuple[int, int] | None = None
    events: int | None = None
    total: int | None = None
    spread: tuple[int, int] | None = None
    spread_kind: str | None = None
    spread_low: float | None = None
    spread_high: float | None = None


_WORDS = "|".join(
    sorted((word for word in NUMBER_WORDS if word not in {"no", "none"}), key=len, reverse=True)
)
_DIGIT = re.compile(r"\d")
_BEFORE_DIGIT = 16  # characters that a currency and a sign take up at most
_SIGN_BEFORE_DIGIT = 3  # "- .5"
_INTEGER = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_UNSIGNED = r"(?:\d{1,3}(?:,\d{3})+(?!\d|,\d)(?:\.\d+)?|\d+\.\d+|\d+,\d{1,2}(?=%| ?±)|\d+|\.\d+)"


@cache
def _currency() -> re.Pattern[str]:
    return re.compile(currency_pattern())


@cache
def _pattern() -> re.Pattern[str]:
    unit = unit_pattern()
    low_high = r"{sign}\d+(?:,\d{{3}})*(?:\.\d+)?|{sign}\.\d+".format(sign="[-+]? ?")
    pair = rf"(?:{low_high}) ?%?(?: ?{unit})? ?(?:-|,|;|to|and) ?(?:{low_high}) ?%?(?: ?{unit})?"
    return re.compile(
        rf"(?:(?<![\w.,/])|(?<=vs\.)|(?<=\bvs)(?!\.))(?<!\d-)(?<![A-Za-z]-)(?:(?P<currency>{currency_pattern()}) ?)?"
        rf"(?:(?P<events>{_INTEGER})(?: ?/ ?| of (?:the |all )?| out of (?:the |all )?)(?P<total>{_INTEGER})(?![\d./]|-?\w)"
        rf"(?:(?:[,;] ?| ?= ?)(?P<comma_percent>\d+(?:\.\d+)?) ?(?P<comma_percent_sign>%|per cent\b|percent\b))?"
        rf"(?:(?P<count_words>(?: [A-Za-z][\w'-]*){{0,3}}?) ?(?P<count_bracket>[(\[]) ?(?P<count_percent>\d+(?:\.\d+)?) ?(?P<count_percent_sign>%|per ?cent\b)(?P<count_tail>[^()\[\]]{{0,30}})?[)\]])?"
        rf"|(?P<value>{MONEY}|(?:(?<![\w.)\]%])[-+] ?(?=[\d.]))?{_UNSIGNED})(?![\d]|\.\d|,\d{{3}}(?!\d)|,\d+-[A-Za-z]|-?(?:fold|[A-Za-z]*(?:th|st|nd|rd)\b))"
        rf"(?P<scale>(?<=\.\d)/\d{{1,2}}(?![\d./%]|,\d)|(?<=\.\d\d)/\d{{1,2}}(?![\d./%]|,\d))?"
        rf"(?: ?(?P<unit>{unit}))?"
        rf"(?P<spread>,? ?(?:±|\+/-|\+-|\+\\-|(?<=\.\d)\+(?=\d*\.\d)|(?<=\.\d\d)\+(?=\d*\.\d)|(?<=\.\d\d\d)\+(?=\d*\.\d)) ?(?P<pm>\d+(?:\.\d+)?|\.\d+)(?!\d|\.\d)"
        rf"|,? ?[(\[] ?(?:±|\+/-|\+-) ?(?P<pm2>\d+(?:\.\d+)?) ?%?(?: ?{unit})? ?[)\]]"
        rf"|[,;]? ?[(\[]? ?(?:(?:±|\+/-) ?)?(?P<kind>(?:standard deviation|standard error|SD|S\.D\.|SE|SEM|S\.E\.M?\.?|s\.d\.|s\.e\.m?\.?|sd|se|IQR|interquartile range|inter-quartile range|quartiles|range|[Rr]ange:)(?: \[?(?:SD|SE|IQR)\]?)?)(?:[\s:=,of±]|\+/-)*"
        rf"(?P<kind_value>(?:[-+]? ?\d+(?:,\d{{3}})*(?:\.\d+)?|\.\d+) ?%?(?:(?: ?{unit})? ?(?:-|,|to|;|and) ?[-+]? ?\d+(?:,\d{{3}})*(?:\.\d+)? ?%?)?)(?: ?{unit})?(?P<kind_close> ?[)\]])?"
        rf"| ?(?P<bracket_pair>[(\[] ?(?:IQR |range |from )?(?P<pair>{pair}) ?[)\]])"
        rf"| ?(?P<bracket_one>[(\[] ?(?P<one>\d+(?:\.\d+)?) ?[)\]])"
        rf")?(?: ?(?P<unit2>{unit}))?"
        rf"(?(pm)(?P<limits> ?[(\[](?:[Rr]ange:? |IQR:? )?{pair} ?[)\]])?|)"
        rf"(?P<bracket> ?[(\[] ?(?:(?P<b_events>{_INTEGER}) ?(?:/| of | out of ) ?(?P<b_total>{_INTEGER})|[nN] ?= ?(?P<b_n>{_INTEGER})(?: ?(?:/| of ) ?(?P<b_n_total>{_INTEGER}))?|(?P<b_word>(?i:{_WORDS})|\d{{1,4}})(?= [a-z]))(?: (?:of (?:the )?[\w-]{{1,20}}|patients?|women|men|children|infants|subjects?|participants?|cases?|eyes?|people|events?|deaths?|[a-z]+))? ?[)\]])?"
        rf"(?:(?P<words>(?: (?!vs?\b|versus|and\b|or\b|to\b|than\b|compared|while|respectively|with\b)[A-Za-z][\w'-]*){{0,5}}?) ?(?P<percent_bracket>[(\[] ?(?P<percent>\d+(?:\.\d+)?) ?(?P<percent_sign>%|per ?cent\b)(?P<percent_tail>[,;:][^()\[\]]{{0,60}}| per (?:year|month|week|day|annum))? ?[)\]](?: of (?:the |all )?(?P<of_total>{_INTEGER})(?![\d.]))?))?"
        rf")"
    )


_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_WRITTEN = {
    word: value
    for words, first, step in ((_ONES, 1, 1), ("ten|eleven|twelve", 10, 1), (_TEENS, 13, 1), (_TENS, 20, 10))
    for value, word in zip(count(first, step), words.split("|"), strict=False)
}
_WRITTEN_NUMBER = (
    rf"(?P<value>(?P<tens>{_TENS})(?:[- ](?P<ones>{_ONES}))?|{_TEENS}|ten|eleven|twelve|{_ONES})"
)


_SHARE = r"(?P<bracket>[(\[] ?(?P<percent>\d+(?:\.\d+)?) ?(?P<sign>%|per ?cent\b) ?[)\]])"
_SHARE_ALONE = re.compile(_SHARE, re.IGNORECASE)


@cache
def _word_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<count>(?:{_TENS})(?:[- ](?:{_ONES}))?|{_TEENS}|{_WORDS}|(?:none|no)(?=[a-z ]{{0,30}}[(\[] ?0(?:\.0+)? ?%))(?! times\b)(?P<words>(?: (?!vs?\b|versus|and\b|or\b|to\b|than\b)[A-Za-z][\w'-]*){{0,6}}?) ?{_SHARE}",
        re.IGNORECASE,
    )


# "Fifty-six per cent": as sentences begin.
_PERCENT_IN_WORDS = re.compile(
    rf"\b{_WRITTEN_NUMBER} (?P<unit>per cent|percent)\b",
    re.IGNORECASE,
)


def _written(words: str) -> int:
    """Return the number that words write ("none", "fifty-six")."""
    printed = plain_letters(words)
    if printed in NUMBER_WORDS:
        return NUMBER_WORDS[printed]
    return sum(_WRITTEN[word] for word in re.split("[- ]", printed))


def _percent_in_words(match: re.Match[str]) -> Quantity:
    """Make a quantity of a percentage in words ("fifty-six per cent")."""
    value = float(_written(match["value"]))
    return Quantity(value, *match.span("value"), match.start(), match.end(), unit=match.span("unit"))


_KINDS = {
    "sd": "sd",
    "standard deviation": "sd",
    "s.d.": "sd",
    "se": "se",
    "sem": "se",
    "standard error": "se",
    "iqr": "iqr",
}


_LIMIT_BEFORE = re.compile(r"(?:\b(?:less|more|fewer|older|younger|longer|shorter) than|[<>≤≥]) ?$")


def find_quantities(
    folded: str, start: int, end: int, blocked: Sequence[tuple[int, int]] = ()
) -> list[Quantity]:
    """Return the quantities of ``folded[start:end]`` in order; none begins inside a ``blocked`` stretch.

    ``blocked`` stretches (p-values, intervals, effects already read) must be sorted and not overlap.
    """
    found: list[Quantity] = []
    position = start
    blocks = [block for block in blocked if block[0] < end and block[1] > start]
    pattern = _pattern()
    before = _BEFORE_DIGIT if _currency().search(folded, start, end) else _SIGN_BEFORE_DIGIT
    while position < end:
        digit = _DIGIT.search(folded, position, end)
        if digit is None:
            break
        match = pattern.search(folded, max(position, digit.start() - before), end)
        if match is None:
            break
        block = next((block for block in blocks if block[0] < match.end() and match.start() < block[1]), None)
        if block is not None:
            if match.start() < block[0]:
                # Read again up to the block: a bracket after the number may be the interval's.
                shorter = pattern.match(folded, match.start(), _before_block(folded, block[0]))
                if shorter is not None:
                    found.append(_quantity(shorter))
                    if shorter.end() < block[0]:
                        position = shorter.end()  # "11 callers (55%, P = 0.3)"
                        continue
            position = max(block[1], match.start() + 1)
            continue
        if match["bracket_one"] and _LIMIT_BEFORE.search(
            folded, max(start, match.start() - 24), match.start()
        ):
            # "those younger than 50 years (0.96)": the bracket holds their value, not the limit's spread
            match = pattern.match(folded, match.start(), match.start("bracket_one")) or match
        found.append(_quantity(match))
        position = max(match.end(), match.start() + 1)
    if "per cent" in folded[start:end] or "percent" in folded[start:end]:
        found += [
            _percent_in_words(match)
            for match in _PERCENT_IN_WORDS.finditer(folded, start, end)
            if not any(quantity.start < match.end() and match.start() < quantity.end for quantity in found)
        ]
    if " of " in folded[start:end]:
        for count in _counts_in_words(folded, start, end):
            if any(block[0] < count.end and count.start < block[1] for block in blocks):
                continue
            totals = [one for one in found if count.start < one.end and one.start < count.end]
            if all(one.n is None and one.unit is None and one.spread is None for one in totals):
                found = [one for one in found if one not in totals] + [count]
    shares = _SHARE_ALONE.search(folded, start, end)
    for match in _word_pattern().finditer(folded, start, end) if shares else ():
        if any(quantity.start < match.end() and match.start() < quantity.end for quantity in found):
            found = [
                quantity
                for quantity in found
                if not (match.start() <= quantity.start and quantity.end <= match.end())
            ]
            if any(quantity.start < match.end() and match.start() < quantity.end for quantity in found):
                continue
        if any(block[0] < match.end() and match.start() < block[1] for block in blocks):
            continue
        found.append(
            Quantity(
                parse_number(match["percent"]), *match.span("percent"), match.start(), match.end(),
                unit=match.span("sign"), n=match.span("count"), events=_written(match["count"]),
            )
        )  # fmt: skip
    return sorted(found, key=lambda quantity: quantity.start)


_OF_MANY = re.compile(r" of (?:\w+ )?\d")
# "three of 41", "none of the 36": a count in words and its total
_WORDS_OF = re.compile(
    rf"\b(?P<count>(?:{_TENS})(?:[- ](?:{_ONES}))?|{_TEENS}|{_WORDS}|none) (?:out )?of (?:the |all )?(?P<total>\d{{1,3}}(?:,\d{{3}})+|\d+)(?![\d.,/%]*[\d%])(?! (?:items|points|months|weeks|days|years))",
    re.IGNORECASE,
)


def _counts_in_words(folded: str, start: int, end: int) -> list[Quantity]:
    """Return the counts in words that stand before their totals."""
    return [
        Quantity(
            float(events), *match.span("count"), match.start(), match.end(),
            n=match.span(), events=events, total=_integer(match["total"]),
        )
        for match in (_WORDS_OF.finditer(folded, start, end) if _OF_MANY.search(folded, start, end) else ())
        for events in (_written(match["count"]),)
        if events <= _integer(match["total"])
    ]  # fmt: skip


def _before_block(folded: str, offset: int) -> int:
    while offset > 0 and folded[offset - 1] in "([ ,;":
        offset -= 1
    return offset


def _integer(printed: str) -> int:
    return int(printed.replace(",", ""))


def _quantity(match: re.Match[str]) -> Quantity:
    if match["events"]:
        events, total = _integer(match["events"]), _integer(match["total"])
        n = (match.start("events"), match.end("total"))
        if match["comma_percent"]:
            return Quantity(
                parse_number(match["comma_percent"]), *match.span("comma_percent"), match.start(), match.end(),
                unit=match.span("comma_percent_sign"), n=n, events=events, total=total,
            )  # fmt: skip
        if match["count_percent"]:
            return Quantity(
                parse_number(match["count_percent"]), *match.span("count_percent"), match.start(), match.end(),
                unit=match.span("count_percent_sign"), n=n, events=events, total=total,
            )  # fmt: skip
        return Quantity(
            float(events), *match.span("events"), match.start(), match.end(), n=n, events=events, total=total
        )
    value = parse_number(match["value"])
    start = match.start("currency") if match["currency"] else match.start("value")
    quantity = Quantity(value, *match.span("value"), start, match.end("value"))
    end = match.end("scale") if match["scale"] else match.end("value")
    unit = match.span("unit") if match["unit"] else None
    if unit is None and match["currency"]:
        unit = match.span("currency")
    counted = value.is_integer() and not match["spread"] and match["unit"] != "%"
    if match["percent"] and counted:
        # "28 patients (93%)": the count stands first, the percentage is the value.
        return Quantity(
            parse_number(match["percent"]), *match.span("percent"), start, match.end("percent_bracket"),
            unit=match.span("percent_sign"), n=match.span("value"), events=int(value),
            total=_integer(match["of_total"]) if match["of_total"] else None,
        )  # fmt: skip
    if match["percent"] and not match["words"]:
        end = match.end("percent_bracket")  # "1.2/5 points (24%)": the same in per cent
    if match["spread"]:
        quantity, end = _with_spread(quantity, match)
    if unit:
        end = max(end, unit[1])
    if match["unit2"]:
        # Printed after the spread the unit holds for both.
        unit = unit or match.span("unit2")
        end = max(end, match.end("unit2"))
    if match["limits"]:
        end = max(end, match.end("limits"))  # "13 ± 4 min (11-16)"
    if match["bracket"]:
        printed = match["b_events"] or match["b_n"] or match["b_word"]
        total_printed = match["b_total"] or match["b_n_total"]
        first = "b_events" if match["b_events"] else "b_n" if match["b_n"] else "b_word"
        last = "b_total" if match["b_total"] else "b_n_total" if match["b_n_total"] else first
        quantity.n = match.start(first), match.end(last)
        quantity.events = NUMBER_WORDS.get(plain_letters(printed)) or _integer(printed)
        quantity.total = _integer(total_printed) if total_printed else None
        end = match.end("bracket")
    quantity.unit, quantity.end = unit, max(end, quantity.end)
    return quantity


def _with_spread(quantity: Quantity, match: re.Match[str]) -> tuple[Quantity, int]:
    span = match.span("spread")
    if match["pm"] or match["pm2"]:
        name = "pm" if match["pm"] else "pm2"
        printed = match["spread"]
        inner_start = span[0] + (len(printed) - len(printed.lstrip(" ,([")))
        return replace(quantity, spread=(inner_start, match.end(name))), match.end("spread")
    if match["kind"]:
        kind = _KINDS.get(re.split(r"[\s:\[]", match["kind"].lower())[0]) or (
            "iqr" if "quart" in match["kind"].lower() else "range" if "ange" in match["kind"] else "sd"
        )
        low, high = _pair(match["kind_value"])
        # "(40 days; range, 13-43)": the bracket that ends here is the value's, too
        own = not match["kind_close"] or any(mark in match["spread"][:8] for mark in "([")
        return (
            replace(
                quantity,
                spread=(match.start("kind"), match.end("kind_value")),
                spread_kind=kind,
                spread_low=low,
                spread_high=high,
            ),
            match.end("spread") if own else match.start("kind_close"),
        )
    if match["bracket_pair"]:
        low, high = _pair(match["pair"])
        return replace(quantity, spread=match.span("pair"), spread_low=low, spread_high=high), match.end(
            "spread"
        )
    return replace(quantity, spread=match.span("one")), match.end("spread")


def _pair(printed: str) -> tuple[float | None, float | None]:
    numbers = re.findall(r"(?:^|(?<=[ ,;]))[-+]? ?\d+(?:,\d{3})*(?:\.\d+)?|\d+(?:,\d{3})*(?:\.\d+)?", printed)
    if len(numbers) < 2:
        return None, None
    return parse_number(numbers[0].replace(" ", "")), parse_number(numbers[1].replace(" ", ""))
