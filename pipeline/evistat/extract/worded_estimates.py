"""Wordings without a measure's name → effects ("27% lower", "2.3-fold", "decreased by 2.5 units")."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache

from evistat.extract.bracketed_percents import bracketed_percents
from evistat.extract.estimates import (
    AFTER_NUMBER,
    DIGIT,
    LOWER_HIGHER,
    NUM,
    TIME,
    Effect,
    Reader,
    is_absolute,
    past_spread,
    ratio_of_times,
)
from evistat.extract.lowered import caseless, lowered
from evistat.extract.numbers import NUMBER_WORDS, parse_number
from evistat.extract.openings import matches_at
from evistat.extract.units import PERCENT, currency_before, unit_at, unit_pattern

_FROM = re.compile(r"\bfrom\b")
_OF = re.compile(r" (?:of|after|before|following|post|from)\b")

# A criterion, an assumption or a threshold is no result.
_CRITERION = re.compile(
    r"\b(?:criteri(?:on|a)|defined as|assum\w+|power to detect|would|required|prespecified|pre-specified|using an? \d+|hypothesi[sz]ed?|(?:can ?not|could not) be (?:ruled out|excluded))\b",
    re.IGNORECASE,
)
# "a ≥50% reduction", "at least 30% improvement": what counts as a response, not what was found.
_AT_LEAST = re.compile(
    r"(?:[<>] ?(?:or ?)?=|[≥≤<>]|\b(?:at least|more than|less than|minimum) (?:an? )?)\s?$", re.IGNORECASE
)
# "the proportion of patients with a 10% decrease", "26% of them had a 30% fall": what counts as a response
_RESPONSE = re.compile(
    r"(?:\b(?:ruling out|powered for|detection of|specified|patients with(?: (?:and|or) without)?|without|(?:outcome|end ?points?|goal|target) (?:of|\())(?: ?an?)? ?|\bACR ?\d\d,? |(?:\b(?:proportions?|percentages?|numbers?) of\b|\d ?%(?: ?\([^()]*\))? of\b)[^.;]{0,60}\b(?:with|had|having|achiev\w+|attain\w+|reach\w+|experienc\w+)\b(?: (?:at least )?an?)? ?)\$?$"
)
# "an 11% and 12% increased risk"
_EACH_PERCENT = re.compile(
    r"(?<![\w.,-])(?<!between )(?<!from )(?<!, )(?P<value>\d+(?:\.\d+)?) ?(?P<unit>%)(?: ?[(\[][pP] ?[=<>] ?[\d.]+[)\]])?,? and (?:an? )?$"
)
_NUMBER_WORDS = [word for word, number in NUMBER_WORDS.items() if number]
_FOR_EVERY = re.compile(r"(?:for|per|[Ee]ach|[Ee]very) (?:an? )?$")
# "25% mortality risk reduction": nouns may part a percentage from its change.
_NOUNS = r"(?:(?!(?:of|in|with|were|was|had|have|has|and|or|to|at|for|from|on|by|than|who|that|which|reported|showed|experienced|achieved|vs|versus|confidence|after|during|did|no|patients)\b)[a-z-]+ ){1,3}"


_BEGINS = re.compile("|".join(map(re.escape, [*"-+.0123456789", *_NUMBER_WORDS])))


@cache
def _worded() -> re.Pattern[str]:
    """Return the wordings, for lowered text."""
    return caseless(
        rf"(?:(?<![\w.])(?P<value>{NUM}){AFTER_NUMBER}|\b(?P<word>{'|'.join(_NUMBER_WORDS)}))(?:"
        rf"(?P<percent> ?(?:%|percent\b|per cent\b))(?P<tested> ?[(\[][pP] ?[=<>] ?[\d.]+[)\]])? (?:(?:significantly |statistically |relatively )?(?:relative |greater |mean |median |overall |significant |net |additional |absolute )?(?P<percent_word>{LOWER_HIGHER})|{_NOUNS}(?P<percent_noun>reduction|increase|decrease|decline|improvement))\b"
        rf"|(?P<than> ?(?:%|percent|per cent)) (?:significantly )?(?!(?:other|rather|later|further|after|over|under|paper|never|number|water|order|per)\b)[a-z]{{2,}}er(?= than\b| and\b[^.;]{{1,60}} than\b)"
        rf"|(?P<points>[ -]percentage[- ]points?) (?:\w+ ly )?(?P<points_word>{LOWER_HIGHER})\b"
        rf"|(?P<longer> ?(?:{TIME.pattern}|kg|cm|mm|mL|ml|min)|[ -]points?) (?:(?:older|younger|longer|shorter|taller|heavier|lighter)\b|(?:earlier|later)(?= (?:than|in|with|among|for|on|after)\b)|(?:greater|less|more|fewer|higher|lower|better)(?= than\b))"
        rf"|(?P<times> (?:times|×)) (?P<times_word>more|less|higher|lower|greater|as|the (?:odds|risk|rate|hazard)|increased|fewer|likelier|that of|those of)\b"
        rf"|(?P<lower>[ -]?{unit_pattern()}) (?:(?:on average|significantly|statistically significantly) )?(?P<lower_word>lower|higher|greater|less|fewer|smaller|larger|better|worse|faster|slower|lowered|(?:(?:greater|significant|mean) )?(?:increase|decrease|reduction|improvement|decline|difference|increment))\b(?!-)"
        rf"|(?P<fewer>(?P<log> log10)? (?:fewer|additional|extra)\b)"
        rf"|(?P<fold>(?:-| )?fold)\b)"
    )


_ONE_OF_SEVERAL = re.compile(r"(?:\d|\bfive|\btwo|\bthree|\bfour) ?(?:-|,|,? ?and|or|to) ?$")
# "for those aged ≥ 95 and 2.3 times"
_BEYOND = re.compile(r"[<>≥≤] ?\d+ and $")
# "were 6.8 and 4.3 times more likely"
_EACH_TIMES = re.compile(r"(?<![\w.-])(?<![<>≥≤] )(?<![<>≥≤])(?P<value>\d+(?:\.\d+)?),? and $")
_LIKELY = re.compile(
    r" (?:likely|often|frequent\w*|common\w*|prevalent|risk|rates?|odds|hazards?|incidence|prevalence|mortality|probability|likelihood|chance)\b"
)
_RISK = re.compile(
    r"\b(?:risks?|rates?|likel\w+|chances?|probabilit\w+|incidences?|prevalences?|mortality|frequenc\w+|odds|proportions?|percentages?)\b",
    re.IGNORECASE,
)
_FOLD_WORD = re.compile(
    r"\b(?P<word>two|three|four|five|six|seven|eight|nine|ten|twice|thrice)(?P<fold>-? ?fold)\b",
    re.IGNORECASE,
)
# "rose by a factor of ten", "rose by about two times (P = 0.03)"
_FACTOR = re.compile(
    rf"\bby (?:a factor of (?:about |approximately )?(?P<factor>{NUM}|[a-z]+)|(?:about |approximately |nearly |almost |over )?(?P<times>{NUM}|[a-z]+) times)\b(?! (?:more|less|as|the|per|a)\b)"
)
_STEP = re.compile(
    r"(?:\b(?:[Ee]ach|[Ee]very|[Pp]er)\b|(?:^|[.;:,)]\s?|\b(?:that|and|but|while|for|where|when|with)\s)[Aa]n?) $"
)
_DASH = re.compile(r" - ")
_STEP_EACH = re.compile(r"\b(?:[Ee]ach|[Ee]very|[Pp]er) $")
_STEP_OF = re.compile(
    r"(?: \([^()]{1,20}\))? (?:in )?[^.;,()]{2,60}? (?:(?:was|is|were) associated|associated|(?:decreas|reduc|increas|rais|lower|induc|produc|yield)(?:es|ed|s)?"
    r"|leads?|led|results?|resulted|corresponds?|corresponded|translates?|would|could)\b"
)
# "explained 45% and 52% of the variance", "accounted for 12% of the variability in"
_EXPLAINED = re.compile(
    rf"\b(?:explain(?:s|ed|ing)?(?: [a-z]+){{0,2}}|(?:account(?:s|ed|ing)? for|contribut(?:es?|ed|ing))(?= [^.;()]{{0,24}}%[^.;()]{{0,20}} varia))(?: (?:about|approximately|only|up to))? (?P<value>{NUM}){AFTER_NUMBER} ?%(?:,? and (?P<second>{NUM}) ?%)? of\b"
)
# What factors or components explain of their own data is no result.
_FACTORS = re.compile(
    r"\b(?:factor analys|principal component|component analys|factor solution)", re.IGNORECASE
)
_FOLD_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twice": 2,
    "thrice": 3,
}
_TO_NUMBER = rf" (?P<by>by|of)(?: (?:an? )?(?:average|mean|median|only|approximately|about|additional|estimated|further|up to|nearly|almost|around|absolute|relative))*(?: of)? [~∼≈]? ?(?:US)?[$€£¥]?(?P<value>{NUM}){AFTER_NUMBER}"
_BY_NUMBER = caseless(_TO_NUMBER)  # for lowered text
_BY = re.compile(
    rf"\b(?:increas|decreas|reduc|improv|declin|fell|rose|drop|gain|lost|lower|higher|greater|short|prolong|longer|worsen|lengthen|delay|grew|rais|elevat|rise|fall|loss|reduction|attenuat|less|exceed|surpass)\w*(?: [\w/-]+){{0,12}}?(?: [(\[][pP] ?[<=>] ?[\d.]+[)\]]| \([a-z ]{{3,30}}\)|,)?{_TO_NUMBER}",
    re.IGNORECASE,
)


_CHANGE_NOUN = re.compile(
    r"(?:increase|decrease|improvement|decline|drop|gain|rise|fall|loss|reduction|attenuation|delay|prolongation|elevation|shortening|increment)s?\b(?! compared| versus| vs)",
    re.IGNORECASE,
)
_STEP_SAID = re.compile(r"[^.;()]{0,60}? (?:was|were|is|are) associated\b")
# "increased 131% from 1990", "fell significantly, by"
_PLAIN_CHANGE = re.compile(
    r"\b(?:increas(?:ed|ing)|decreas(?:ed|ing)|declin(?:ed|ing)|rose|rising|fell|falling|dropp(?:ed|ing)|improv(?:ed|ing)|grew|growing)"
    rf" (?:(?:significantly|nearly|about|approximately|almost|roughly|only|a further|on average|an average of|an estimated) )?(?P<value>{NUM}){AFTER_NUMBER} ?(?P<percent>%)(?! ?(?:to|-|vs|of|or|confidence|CI)\b)"
)
# What tells that a number after "by" is no change: a range, a spread, a share of people, a count.
_NO_CHANGE_AFTER = re.compile(
    r" ?(?:to|and|-|or) ?\d|(?: ?[^\s\d(]{1,8})? or (?:more|less|greater|higher)\b|-(?:week|month|year|day|hour)\b|(?: ?[^\s\d]{1,8})? ?(?:vs|versus)\b|(?: ?[^\s\d(]{1,8})? ?(?:±|\+/-) ?[\d.]+(?: ?[^\s\d()]{1,10})? ?(?:vs|versus|and|to|compared)\b"
    r"|(?: ?%)? (?:of|patients|participants|subjects|women|men|and \d)\b|(?: ?%)? ?\(? ?(?:n ?=|\d+/)"
)


def worded_estimates(reader: Reader, start: int, end: int, found: list[Effect]) -> list[Effect]:
    """Read the changes that a sentence puts in words."""
    folded = reader.folded
    if DIGIT.search(folded, start, end) is None and folded.find("fold", start, end) < 0:
        return []
    result: list[Effect] = []

    def free(span: tuple[int, int]) -> bool:
        return not reader.blocked(*span) and not any(
            e.value_span is not None and e.value_span[0] < span[1] and span[0] < e.value_span[1]
            for e in found + result
        )

    low = lowered(folded)
    for match in matches_at(_BEGINS, _worded(), low, start, end):
        span = match.span("value") if match["value"] else match.span("word")
        if match["word"] and not (match["times"] or match["lower"]):
            continue
        if not free(span) or (
            not (match["times"] or match["fold"])
            and _AT_LEAST.search(folded, max(start, span[0] - 14), span[0])
        ):
            continue
        several = (
            _ONE_OF_SEVERAL.search(folded, max(start, span[0] - 8), span[0])
            if match["fewer"] or match["times"] or match["longer"]
            else None
        )
        other = _EACH_TIMES.search(folded, max(start, span[0] - 16), span[0]) if match["times"] else None
        if several and other is None and not _BEYOND.search(folded, max(start, span[0] - 16), span[0]):
            continue  # "1.0 and 0.3 fewer", "5-11 times higher"
        if match["percent"] and _DASH.match(folded, span[0] - 1):
            span = (span[0] + 2, span[1])  # "at the cluster level - 10% increase in": punctuation
        value = (
            parse_number(folded[slice(*span)].replace(" ", ""))
            if match["value"]
            else float(NUMBER_WORDS[match["word"]])
        )
        if (
            not (match["times"] or match["fold"])
            and _STEP.search(folded, max(0, span[0] - 12), span[0])
            and (
                _STEP_EACH.search(folded, max(0, span[0] - 12), span[0])
                or _STEP_OF.match(folded, match.end(), end)
            )
        ) or (match["word"] and match["lower"] and _STEP_OF.match(folded, match.end(), end)):
            continue  # "a 10% increase in vaccination reduced deaths by 7%": what was assumed, not what was found
        if match["percent"] and _RESPONSE.search(folded, max(start, span[0] - 110), span[0]):
            continue
        if match["percent"] or match["points"] or match["than"]:
            pair = (
                _EACH_PERCENT.search(folded, max(start, span[0] - 36), span[0]) if match["percent"] else None
            )
            if pair is not None and free(pair.span("value")):
                place, each = pair.span("value"), parse_number(pair["value"])
                result.append(
                    Effect(
                        "PCT",
                        each,
                        place[0],
                        pair.end("unit"),
                        "effect.percent_change",
                        value_span=place,
                        unit=pair.span("unit"),
                    )
                )
            sign = next(match.span(name) for name in ("percent", "points", "than") if match[name])
            sign = (sign[0] + (folded[sign[0]] in " -"), sign[1])
            result.append(
                Effect(
                    "RD" if match["points"] or is_absolute(match[0], folded, match.end()) else "PCT",
                    value,
                    span[0],
                    sign[1] if match["tested"] else match.end(),
                    "effect.percent_change",
                    value_span=span,
                    unit=sign,
                )
            )
        elif match["lower"] or match["fewer"] or match["longer"]:
            unit = unit_at(folded, span[1])
            if match["longer"]:
                standing = not match[0].endswith(("older", "younger"))
            else:
                printed = folded[slice(*unit)] if unit else ""
                if printed in PERCENT | {"times", "SD"} or TIME.fullmatch(printed):
                    continue
                every = _FOR_EVERY.search(folded, max(start, span[0] - 10), span[0])
                standing = match["lower"] is not None and every is None
            result.append(
                Effect(
                    "MD",
                    value,
                    span[0],
                    match.end(),
                    "effect.longer",
                    value_span=span,
                    unit=unit,
                    standing=standing,
                )
            )
        elif match["fold"]:
            result.append(
                Effect(
                    "GMR", value, span[0], match.end("fold"), "effect.fold", value_span=span, standing=False
                )
            )
        else:
            code = ratio_of_times(folded, start, span[0], match.start("times_word"))
            if (
                code == "RR"
                and match["times_word"] in {"higher", "lower", "greater", "more", "less"}
                and _LIKELY.match(folded, match.end()) is None
                and _RISK.search(folded, start, span[0]) is None
            ):
                code = "GMR"  # "ferritin was three times higher": a ratio of levels
            times = Effect(
                code,
                value,
                span[0],
                match.end("times_word"),
                "effect.times",
                value_span=span,
                standing=match["value"] is not None and code != "GMR",
            )
            if other is not None and free(other.span("value")):
                place = other.span("value")
                first = parse_number(other["value"])
                result.append(replace(times, value=first, start=place[0], end=place[1], value_span=place))
            result.append(times)
    percent = folded.find("%", start, end) >= 0
    explained = list(_EXPLAINED.finditer(folded, start, end)) if percent else []
    for match in explained if explained and not _FACTORS.search(folded, start, end) else ():
        for span in (match.span("value"), match.span("second")):
            if span[0] >= 0 and free(span):
                at = folded.index("%", span[1])
                result.append(
                    Effect(
                        "R2",
                        parse_number(folded[slice(*span)]),
                        span[0],
                        at + 1,
                        "effect.explained",
                        value_span=span,
                        unit=(at, at + 1),
                    )
                )
    folds = low.find("fold", start, end) >= 0
    for match in _FOLD_WORD.finditer(folded, start, end) if folds else ():
        if free(match.span("word")):
            result.append(
                Effect(
                    "RATIO",
                    float(_FOLD_WORDS[match["word"].lower()]),
                    match.start(),
                    match.end(),
                    "effect.fold_word",
                    value_span=match.span("word"),
                    standing=False,
                )
            )
    multiplied = low.find("a factor of ", start, end) >= 0 or low.find(" times", start, end) >= 0
    for match in _FACTOR.finditer(low, start, end) if multiplied else ():
        span = match.span("factor" if match["factor"] else "times")
        printed = low[slice(*span)]
        if free(span) and (printed in _FOLD_WORDS or not printed.isalpha()):
            value = float(_FOLD_WORDS.get(printed) or parse_number(printed))
            result.append(
                Effect(
                    "GMR", value, span[0], match.end(), "effect.fold_word", value_span=span, standing=False
                )
            )
    for match in _BY.finditer(folded, start, end) if _BY_NUMBER.search(low, start, end) else ():
        span = match.span("value")
        if _FROM.search(match[0]):
            continue  # "fell from a median of 90%": where it stood before
        if not free(span):
            continue
        unit = currency_before(folded, span[0]) or unit_at(folded, past_spread(folded, span[1]))
        if (
            unit is not None
            and TIME.fullmatch(folded[slice(*unit)])
            and (_OF.match(folded, unit[1]) or _by_then(folded, match, start, end))
        ):
            continue  # "improved by 13 weeks of treatment": how long it took
        if match["by"] == "of" and (
            unit is None
            or _CHANGE_NOUN.match(match[0]) is None
            or (
                _STEP.search(folded, max(0, match.start() - 12), match.start())
                and _STEP_SAID.match(folded, unit[1], end)
            )
        ):
            continue  # "reduced MCP-1 compared with a dose of 1.0 g", "an increase of 10% was associated with"
        if _NO_CHANGE_AFTER.match(folded, span[1], end):
            continue
        in_percent = unit is not None and folded[slice(*unit)] in PERCENT
        points = unit is not None and folded[slice(*unit)].startswith("percentage")
        absolute = in_percent and is_absolute(match[0], folded, span[1])
        code = "RD" if points or absolute else "PCT" if in_percent else "MD"
        result.append(
            Effect(
                code,
                parse_number(match["value"].replace(" ", "")),
                span[0],
                max(unit[1] if unit else 0, past_spread(folded, span[1])),
                "effect.changed_by",
                value_span=span,
                unit=unit,
                standing=unit is not None,
            )
        )
    for match in _PLAIN_CHANGE.finditer(folded, start, end) if percent else ():
        if free(match.span("value")):
            result.append(
                Effect(
                    "PCT",
                    parse_number(match["value"].replace(" ", "")),
                    match.start("value"),
                    match.end("percent"),
                    "effect.percent_change",
                    value_span=match.span("value"),
                    unit=match.span("percent"),
                )
            )
    result += _further_changes(reader, result, end, free)
    result += bracketed_percents(reader, start, end, found + result)
    return [] if result and _CRITERION.search(folded, start, end) else result


# "depression by 37% (P = .001) and pain by 20%", after "reduced the anxiety by 27%".
_BY_AGAIN = re.compile(
    rf"(?:[,;]|,? and) (?:the )?(?:(?!(?:from|to|was|were|by|increas|decreas|reduc|improv)\w*\b)[\w'/-]+ (?:\([\w-]{{1,12}}\) )?){{0,8}}by (?P<value>{NUM}){AFTER_NUMBER}"
)
# "decreased by 51% and 32%, respectively", "lowered by 56% and 60% (both P < 0.001)"
_RESPECTIVE = re.compile(
    rf"(?:,? and|,) (?:by )?(?P<value>{NUM}){AFTER_NUMBER}(?= ?%(?:[^.;]{{0,80}}\brespectively\b| ?[(\[,;.]|,? (?:versus|vs|compared|relative)\b))"
)
# "by 1.0 (p = 0.24), 0.4 (p = 0.46) and 0.8 (p = 0.16)"
_TESTED_LIST = re.compile(
    rf" ?[(\[][^()\[\]]{{3,40}}[)\]](?:,|,? and) (?:by )?(?P<value>{NUM}){AFTER_NUMBER} ?%?(?= ?[(\[][pP] ?[=<>])"
)


# What changes by hours and years.
_LASTING = re.compile(
    r"\b(?:times?|durations?|lengths?|stays?|surviv\w+|delay\w*|ages?|intervals?|periods?|latenc\w+|onset|recover\w+|earlier|later|shorten\w*|prolong\w*|extend\w*|lengthen\w*|sleep\w*|hospital\w*|expectancy|[A-Z]FS|OS|TTP|waking|wait\w*|activit\w+|exercis\w+|sedentary|sitting|sessions?|gestation\w*|progress\w*|half-li\w+|menopause|lifetime|clearance)\b|\b(?:hours?|minutes?|days?|min|h) ?(?:/|per |a )",
    re.IGNORECASE,
)


@lru_cache(maxsize=4)
def _lasts(folded: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of what changes by hours and years."""
    return _LASTING.search(folded, start, end) is not None


def _by_then(folded: str, match: re.Match[str], start: int, end: int) -> bool:
    """Tell whether "declined by 72 hours" says when, of what doesn't last."""
    return (
        match["by"] == "by"
        and match[0].endswith(f"by {match['value']}")
        and "." not in match["value"]
        and not _lasts(folded, start, end)
    )


def _further_changes(
    reader: Reader, found: list[Effect], end: int, free: Callable[[tuple[int, int]], bool]
) -> list[Effect]:
    """Read the changes that share the verb of one read before ("reduced pain by 27% (…) and fatigue by 20%")."""
    folded = reader.folded
    first = next((effect for effect in found if effect.rule == "effect.changed_by"), None)
    if first is None:
        return []
    result: list[Effect] = []
    matches = list(_BY_AGAIN.finditer(folded, first.end, end))
    for at in (first.end, *(again.end() + 1 for again in tuple(matches))) if first.code == "PCT" else ():
        while match := _RESPECTIVE.match(folded, at, end):
            matches.append(match)
            at = match.end() + 1
    at = first.end
    while match := _TESTED_LIST.match(folded, at, end):
        matches.append(match)
        at = match.end()
    for match in matches:
        span = match.span("value")
        unit = unit_at(folded, span[1])
        if not free(span) or (unit is None and match.re is _BY_AGAIN):
            continue
        percent = unit is not None and folded[slice(*unit)] in PERCENT
        result.append(
            Effect(
                "PCT" if percent else "MD" if unit is not None or first.code != "PCT" else "PCT",
                parse_number(match["value"].replace(" ", "")),
                span[0],
                unit[1] if unit else span[1],
                "effect.changed_by",
                value_span=span,
                unit=unit,
                standing=unit is not None,
            )
        )
    return result
