"""Folded text → confidence and credible intervals, with or without a printed level, and the estimates inside them.

An interval is found by its header ("95% CI", "CI95%", "99% credible interval [CrI]") and read from there on. Bare
brackets ("OR 1.5 (1.2-1.9)", "-3.2 mg/l [-6.2 to -1.1]") are candidates only; whether one is an interval is decided
where its estimate is known (``extract.effects``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from evistat.extract.finding import Interval
from evistat.extract.numbers import parse_number


@dataclass(frozen=True, slots=True)
class IntervalReading:
    """An interval as read.

    ``header_start``: where the words that name it begin (or a bare bracket). ``estimate``: start and end of
    an estimate printed between the header and the bounds ("95% CI 1.9; 1.2, 3.1"). ``unit``: what stands after a
    bound ("%", "kg"). ``outer_end``: where the bracket that holds only the interval closes.
    """

    interval: Interval
    header_start: int
    estimate: tuple[int, int] | None
    unit: str | None
    outer_start: int
    outer_end: int


_LEVEL = r"(?P<{0}>\d\d(?:[.,]\d{{1,2}})?) ?(?:%|percent|per cent|(?<=9[059]) ?(?=CI\b)|(?<=9[059])[`'/)]{{1,3}}%?/?(?=C[Il]\b)|(?<=95)96(?=C[Il]\b))"
_NAME = (
    r"(?:(?:[Cc]onfidence|[Cc]redible|[Cc]redibility|[Uu]ncertainty|[Pp]osterior|[Bb]ayesian|[Cc]ompatibility|[Ff]iducial"
    r"|CONFIDENCE|[Cc]onfident(?:ial)?|[Cc]onf\.?)"
    r"(?: [Cc]redible)?[ -]*(?:[Ii]nter[vn]als?|[Ll]imits?|INTERVALS?|[Bb]ounds?|[Rr]egions?|[Rr]ange|[Ii]ndex|[Ii]nt\.?|[Ll]evels?(?= ?[:=] ?[-+]?\d*\.\d+ ?(?:,|-|to)))"
    r"|C\.? ?I\.?'?s?(?![a-z])|CIs|Cis|IC(?= ?9[059] ?%)|[Cc]\.[Ii]\.|CrIs?|CRIs?|Cr\.I\.|BCIs?|PIs?(?= ?[:=,])|UIs?|HDIs?|HPDs?|CLs?|Cl|ci(?= ?[:=\d(\[]))"
)
_SHORT = r"(?: ?,? ?(?:[(\[]|or )? ?(?:\d\d ?% ?)?(?:CIs?|C\.I\.?|CrIs?|CRIs?|BCIs?|UIs?|CLs?|Cl|HDIs?|HPDs?)(?: ?\d\d ?%)?(?![A-Za-z]) ?[)\]]?)?"
_HEADER = re.compile(
    rf"(?<![\w.])(?:(?P<turned>9[059]) ?% ?I\.?C\.?(?= ?[:=,(\[]? ?-?\d)|(?<=[(\[])9[059] ?%(?= ?[:,;]? ?-?\d+\.\d+ ?(?:,|-|to) ?-?\d+\.\d+ ?[)\]])|{_LEVEL.format('before')}(?:(?<=9[059]%),)? ?-?(?: ?(?:two-sided|one-sided|2-sided|1-sided|[Bb]onferroni|[Bb]ootstrap(?:ped)?|adjusted|corrected|"
    rf"simultaneous|profile|likelihood|Wald|exact|bias-corrected|asymptotic|[Bb]ayesian|posterior|repeated)[ -])*? ?(?P<boxed>[(\[](?=CI[)\]]))?{_NAME}{_SHORT}(?(boxed)[)\]])(?: 9[059] ?%(?= -?\d+\.\d))?"
    rf"|{_NAME}{_SHORT}(?: ?[(\[,:=]? ?(?:at |of )?(?<![\d.])(?P<after>80|90|95|97[.,]5|98|99(?:[.,]\d{{1,2}})?) ?(?:%|percent|per cent)(?! ?(?:to|-|,|and) ?-?\d+(?:\.\d+)? ?%)[)\]]?)?)"
)
_CREDIBLE = re.compile(r"[Cc]redib|CrI|CRI|BCI|HDI|HPD|[Pp]osterior|[Bb]ayesian")
_NOT_REACHED = (
    r"(?:not (?:yet )?(?:reached|estimable|evaluable|available|calculable|calculated|attained|assessable)|undefined|unreached|upper limit not reached"
    r"|(?:N/?R|N/?E|N/?A|n/?r|n/?e|n/?a|N\.R\.|N\.E\.)(?![A-Za-z])|[+-]? ?(?:∞|[Ii]nfinity|[Ii]nf\b))"
)
_BOUND_NUMBER = r"(?:\d{1,3}(?:[, ]\d{3})+(?!\d)(?:\.\d+)?|\d+,\d{1,2}(?= ?[)\]])|\d+(?:\. ?\d+)?|\. ?\d+)"
_SIGNED_BOUND = r"(?:[-+] ?(?=[\d.])|[-+](?:U\.?S\.?)?[$€£¥](?=\d))?"
_UNIT_AFTER = r"(?: ?(?P<{0}>%|°[CF]?|percentage points?|points?|[a-zA-Zμ$€£][\wμ/.²³^%$€£-]{{0,14}}(?:/[\w.²³^-]+)*)(?![\w]))?"
_PREFIX_UNIT = r"(?:(?:U\.?S\.?|AU|A|CA|GBP|NZ)?[$€£¥]|[<>≤≥~] ?)?"
_LEAD = r"(?:[\s:=,;]|\.(?= )|\b(?:for|of) (?:the )?[A-Za-z][\w ]{0,24}(?= ?[(\[=:] ?(?:[-+] ?)?[\d.]| -?\d*\.\d+ ?(?:-|to) ?-?\d)|\bfor (?:the )?(?:[a-z]+ ){0,3}differences?(?: (?:of|in) [\w ]{1,20})?(?=,? ?[(\[=:]? ?[-+]? ?[\d.])|\b[Dd]iff(?:erences?)?(?= ?[:=(\[,])|[)\]](?= ?[:=,;(\[]? ?[-+\d.(\[<>$€£])|\b(?:of|was|were|is|are|from|ranging|ranges?|between|being|values?|lies|equal to|interval|limits?|bounds?)\b(?! ?[a-z]{12}))*"
_SEPARATOR = r"(?P<separator> ?(?:--?|~|/|:|;|,|\+/-|±|\.\.\.?|…|‐) ?| (?:to|and|through|until|up to|or|-to-) | ?to ?(?=[-+.\d])|-to-| at (?=-?\d)|(?<=\d%)(?=\d)|(?:(?<=\.\d)|(?<=\.\d\d)) (?=\d+\.\d+[)\]]))"
_BOUNDS = re.compile(
    rf"(?P<open>(?:[(\[{{] ?){{1,2}})?{_PREFIX_UNIT}(?P<lower>{_SIGNED_BOUND}{_BOUND_NUMBER}|{_NOT_REACHED})"
    rf"(?! ?[(\[])(?: ?(?P<lower_unit>%|°[CF]?|(?!to\b|and\b|at\b)[a-zA-Zμ$€£][\wμ/²³^%]{{0,12}}?(?= ?(?:-|to\b|,|;|and\b))))?"
    rf"{_SEPARATOR}{_PREFIX_UNIT}"
    rf"(?P<upper>{_SIGNED_BOUND}{_BOUND_NUMBER}|{_NOT_REACHED})(?![\d]|\.\d)"
    rf"{_UNIT_AFTER.format('upper_unit')}(?P<close> ?[)\]}}])?"
)
_ESTIMATE_FIRST = re.compile(
    rf"{_PREFIX_UNIT}(?P<estimate>{_SIGNED_BOUND}{_BOUND_NUMBER}) ?(?P<unit>%)?(?P<gap> ?[;,:] ?| ?(?=[(\[])| )"
)
_ONE_SIDED = re.compile(
    r"(?P<side>[Ll]ower|[Uu]pper)(?: (?:bound|limit|end|boundary|confidence limit)s?)?(?: of (?:the |its )?)?\W{0,3}$"
)
_ONE_SIDED_AFTER = re.compile(
    rf"[\s:=,;)(\[]{{0,20}}(?P<side>lower|upper)?(?: (?:confidence )?(?:bound|limit|end|boundary)s?)?(?:[^.;(),\d]{{0,60}}?)?(?:[\s:=,;]|\b(?:of|was|is|at|being)\b){{1,20}}(?P<bound>{_SIGNED_BOUND}{_BOUND_NUMBER}) ?(?P<unit>%)?"
)
_BARE = re.compile(
    rf"(?:(?P<open>[(\[])|(?<=[\d%]) ?[;:] ?|(?P<comma>(?<=[\da-z%]), )) ?(?P<lower>{_SIGNED_BOUND}{_BOUND_NUMBER}|{_NOT_REACHED}) ?(?P<lower_unit>%)?"
    rf"(?P<separator> ?(?:--?|;|,|/) ?| (?:to|-to-) )"
    rf"(?P<upper>{_SIGNED_BOUND}{_BOUND_NUMBER}|{_NOT_REACHED}) ?(?P<upper_unit>%)?(?P<more> ?[;,] ?)?(?=(?P<close>[)\]])|(?<=[;,])|(?<=[;,] )|(?(open)(?!)| (?:after|for|in|with|at)\b)|(?(comma)(?=[,;] ?[pP] ?[=<>])|(?!)))"
)

_BARE_MARK = re.compile(r"[(\[;:,]")


def find_intervals(folded: str) -> list[IntervalReading]:
    """Return the intervals that a header names, in order; a header without bounds gives none."""
    found: list[IntervalReading] = []
    position = 0
    for header in _headers(folded):
        if header.end() <= position:
            continue
        # Bounds may end inside what would be a header of its own.
        match = header if header.start() >= position else _HEADER.search(folded, position)
        if match is None:
            break
        position = match.end()
        reading = _read_after(folded, match)
        if reading is not None:
            found.append(reading)
            position = max(position, reading.interval.end)
    return found


@lru_cache(maxsize=2)
def _headers(folded: str) -> tuple[re.Match[str], ...]:
    return tuple(_HEADER.finditer(folded))


def find_headers(folded: str) -> list[tuple[int, int, float | None]]:
    """Return every mention of an interval, with bounds or without: start, end, level in per cent."""
    return [(match.start(), match.end(), _level(match)) for match in _headers(folded)]


def find_bare_brackets(folded: str) -> list[IntervalReading]:
    """Return brackets that hold nothing but two numbers and may be an interval, a range or quartiles."""
    found = []
    for match in _bare(folded):
        interval = _interval(match, level=None, kind="confidence", rule="ci.bare_bracket")
        if interval is None:
            continue
        tested = re.match(r"[,;] ?[pP] ?[=<>]", folded[match.end() :]) if match["comma"] else None
        if match["comma"] and not (match["close"] or tested or match["more"]):
            continue
        if match["comma"] and match["separator"].strip() not in {"to", "-"}:
            continue
        if match["separator"].strip() == "/" and not ("." in match["lower"] and "." in match["upper"]):
            continue  # "17% (12/71)": a count and its total
        outer_end = match.end("close") if match["close"] and match["open"] else match.end("upper")
        unit = match["upper_unit"] or match["lower_unit"]
        found.append(IntervalReading(interval, match.start(), None, unit, match.start(), outer_end))
    return found


def _bare(folded: str) -> Iterator[re.Match[str]]:
    """Yield what ``_BARE`` finds, looked for only where a bracket or a mark opens it."""
    position = 0
    for mark in _BARE_MARK.finditer(folded):
        at = mark.start()
        if mark[0] in ";:" and folded[at - 1 : at] == " ":
            at -= 1
        match = _BARE.match(folded, at) if at >= position else None
        if match is not None:
            position = match.end()
            yield match


def _level(match: re.Match[str]) -> float | None:
    printed = match["before"] or match["after"]
    if printed is None:
        inside = re.search(r"(\d\d(?:\.\d+)?) ?%", match[0])
        printed = inside[1] if inside else None
    return float(printed.replace(",", ".")) if printed else None


def _read_after(folded: str, header: re.Match[str]) -> IntervalReading | None:
    level = _level(header)
    kind = "credible" if _CREDIBLE.search(header[0]) else "confidence"
    lead = re.compile(_LEAD).match(folded, header.end())
    start = lead.end() if lead else header.end()
    if start - header.end() > 40:
        return None
    # An opening bracket of the bounds themselves may follow ("CI (0.73-0.93)").
    opening = re.compile(r"(?:[(\[{] ?)*").match(folded, start)
    inner = opening.end() if opening else start
    estimate: tuple[int, int] | None = None
    first = _ESTIMATE_FIRST.match(folded, inner)
    bounds = _BOUNDS.match(folded, start)
    if bounds is None and inner > start:
        bounds = _BOUNDS.match(folded, inner)
    if first is not None:
        later = _BOUNDS.match(folded, first.end())
        if later is not None and _is_estimate_first(first, bounds, later):
            estimate, bounds = first.span("estimate"), later
    if bounds is None:
        return _read_one_sided(folded, header, level, kind)
    rule = "ci.estimate_after_level" if estimate else "ci.header"
    interval = _interval(bounds, level=level, kind=kind, rule=rule)
    if interval is None:
        return None
    end = bounds.end("close") if bounds["close"] and bounds["open"] else bounds.end("upper")
    unit = _clean_unit(bounds["upper_unit"]) or _clean_unit(bounds["lower_unit"])
    if _clean_unit(bounds["upper_unit"]):
        end = max(end, bounds.end("upper_unit"))
    opened = folded[inner - 1] if inner > start else ""
    if opened in "([{" and opened and folded[end : end + 1] in (")", "]", "}"):
        end += 1
    return IntervalReading(
        replace(interval, start=header.start(), end=max(end, interval.end)),
        header.start(),
        estimate,
        unit,
        header.start(),
        end,
    )


def _clean_unit(printed: str | None) -> str | None:
    """Drop words that merely follow a bound ("and", "for", "P") and aren't units."""
    if printed is None or printed.lower() in _NOT_UNITS:
        return None
    return printed


_NOT_UNITS = frozenset(
    [
        "and",
        "or",
        "for",
        "in",
        "to",
        "p",
        "vs",
        "versus",
        "with",
        "among",
        "respectively",
        "after",
        "at",
        "when",
        "but",
        "while",
        "per",
        "compared",
        "than",
        "from",
        "by",
        "as",
        "of",
        "on",
        "the",
        "a",
        "an",
        "were",
        "was",
        "is",
        "if",
        "i",
        "n",
        "adjusted",
        "between",
        "during",
        "hr",
        "or",
        "rr",
        "all",
        "both",
        "however",
        "although",
        "women",
        "men",
        "patients",
    ]
)


def _is_estimate_first(first: re.Match[str], bounds: re.Match[str] | None, later: re.Match[str]) -> bool:
    """Tell "95% CI 1.9; 1.2, 3.1" (estimate, bounds) from "95% CI 1.2, 3.1; …" (bounds)."""
    try:
        estimate = parse_number(first["estimate"])
        low, high = parse_number(later["lower"]), parse_number(later["upper"])
    except ValueError:
        return False
    if not low <= estimate <= high:
        return False
    if bounds is None or later["open"]:
        return True
    # Three numbers in a row: the first two are the bounds unless the third closes an interval round the first.
    separator = later["separator"].strip()
    return (
        separator in {"-", "to", "--"}
        or first["gap"].strip() == later["separator"].strip()
        or first["gap"].strip() == ";"
    )


def _interval(match: re.Match[str], *, level: float | None, kind: str, rule: str) -> Interval | None:
    lower_text, upper_text = match["lower"], match["upper"]
    separator = match["separator"].strip()
    lower, upper = _bound(lower_text), _bound(upper_text)
    if lower is None and upper is None:
        return None
    # "-0.38 --0.28": a dash for "to" and a minus.
    if separator == "--" and upper is not None and lower is not None and lower < 0 < upper and -upper > lower:
        upper, upper_text = -upper, f"-{upper_text}"
    # "0.61 -0.85": a dash that looks like a minus but is the separator's other half.
    if (
        lower is not None
        and upper is not None
        and upper < lower < -upper
        and upper_text[0] == "-"
        and separator == ""
    ):
        upper, upper_text = -upper, upper_text.lstrip("- ")
    return Interval(
        level,
        lower,
        upper,
        _CURRENCY.sub("", lower_text),
        _CURRENCY.sub("", upper_text),
        match.start("lower"),
        match.end("upper"),
        kind,
        rule,
    )


_CURRENCY = re.compile(r"(?:U\.?S\.?)?[$€£¥]")


def _bound(printed: str) -> float | None:
    if re.fullmatch(_NOT_REACHED, printed):
        return None
    plain = _CURRENCY.sub("", printed.replace(" ", ""))
    try:
        return parse_number(plain)
    except ValueError:
        return None


_MARGIN = re.compile(r"\bmargins?\b")


def _read_one_sided(
    folded: str, header: re.Match[str], level: float | None, kind: str
) -> IntervalReading | None:
    """Read "upper limit of the 95% CI was 1.0" and "97.5% CI, lower bound 0.8"."""
    side_before = _ONE_SIDED.search(folded[max(0, header.start() - 60) : header.start()])
    after = _ONE_SIDED_AFTER.match(folded, header.end())
    near = folded[max(0, header.start() - 12) : header.end()]
    if after is None or not (side_before or after["side"] or re.search(r"(?:1|one)-sided", near)):
        return None
    bound = _bound(after["bound"])
    if _MARGIN.search(folded, after.start(), after.start("bound")):
        return None  # "an upper CI margin of 0.4%": what was allowed
    if bound is None or (not side_before and not after["side"] and after.start("bound") - header.end() > 8):
        return None
    printed_side = side_before["side"] if side_before else after["side"]
    side = printed_side.lower() if printed_side else "lower" if bound < 0 else "upper"
    start, end = header.start(), after.end("bound")
    interval = (
        Interval(level, bound, None, after["bound"], None, start, end, kind, "ci.one_sided")
        if side == "lower"
        else Interval(level, None, bound, None, after["bound"], start, end, kind, "ci.one_sided")
    )
    return IntervalReading(interval, header.start(), None, after["unit"], start, end)
