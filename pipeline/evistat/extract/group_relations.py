"""Two neighbouring quantities → how they relate, and whether they can be values of one outcome."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.group_values import core_end, unit_of
from evistat.extract.quantities import Quantity
from evistat.extract.units import PERCENT
from evistat.lexicons import lexicon

_VS = re.compile(
    r"(?<![\w.])(?<!i\. )(?<!i/)(?:vs?\.?|VS\.?|Vs\.?|vers[ue]s)(?![A-Za-z_-]|(?<=v)\d)|\b(?:as )?compared (?:to|with|against)\b|\bcompared? (?:to|with)\b|\bthan\b|\bagainst\b|\bas opposed to\b|\bin (?:contrast|comparison) (?:to|with)\b|\bdiffer(?:s|ed|ent|ing)?(?: [a-z]+ly)? from\b"
    r"|\brelative to\b|\b(?:times|twice) (?:that|those) (?:of|in|for)\b|\b(?:comparable|similar) (?:to|with)\b|\bas against\b|\bcf\.?(?=,? )|(?<= )v/s\.?(?= )",
)
_FULL_STOP = re.compile(r"(?<![vV]s)[.?!]\s+[A-Z]")
_INNER = re.compile(r"\([^()]*\)")
_ARROW = re.compile(r"\s*(?:-{1,3}>|→|=>|/|>>)\s*|,? (?:whereas|while) ")
_LIST = re.compile(
    r"(?: of (?:patients|participants|subjects))? ?(?:,|;|/|,? ?(?:and|or|&))? ?(?:and )?(?:in )?(?:only |about |approximately )?"
)
# "in 30 (66%) cases, 39 (86%) cases and in 29 (64%) cases": one noun after each.
_NOUN_LIST = re.compile(
    r" (?P<noun>cases|patients|women|men|children|eyes|participants|subjects)(?:,|,? and)(?: in)? "
)
_LABEL_JOIN = re.compile(r"(?:,|;|\band\b|\bwhile\b|\bwhereas\b|\bbut\b|\bor\b|:|\)|\bto\b|/ ?$)")
# "in the absence (95.2%) or presence of dye (98.5%": each value in a bracket of its own after its group.
_PAIRED = re.compile(
    r"\s*[)\]],? (?:and|or) (?:in |for |with |among |of |the )*[^()\[\];.]{1,60} [(\[]\s*(?:(?:mean|median)(?: of| was|:| =)? )?"
)
_TO = re.compile(
    r"(?: ?[a-zA-Z]{0,12})?(?: (?:at|before|in) (?:baseline|the baseline|admission|start|entry|(?:pre|post)[\w-]+|(?:day|week|month|year) \d+|\d{4}))?,? ?to (?:a |an |the |(?:POST|[Pp]ost|[Aa]fter)[,:]? )?(?:mean |median |only |about |approximately |around |over |nearly |almost |value |level )*(?:of )?"
)
_NUMBER_WORD = re.compile(
    r"\s+(?:one|two|three|four|five|six|half|a|an|once|twice|expected|usual|average|before|doubl\w+|trebl\w+|tripl\w+|halv\w+|quadrupl\w+)\b(?! group)"
)


def with_list_units(folded: str, values: list[Quantity]) -> list[Quantity]:
    """Give the items of a list the unit printed after its last ("18.9, 23.9 and 20.4%")."""
    result = list(values)
    for index in range(len(result) - 2, -1, -1):
        left, right = result[index], result[index + 1]
        if left.unit is None and right.unit is not None and left.n is None:
            gap = folded[left.end : right.start]
            if gap.strip() and _LIST.fullmatch(gap):
                result[index] = replace(left, unit=right.unit)
    return result


_HAPPENED = frozenset({"deaths", "events", "cases", "episodes", "relapses", "falls", "fractures", "attacks"})
_SIGN = re.compile(r"\b(?:vs\.?|versus) (?!.*[A-Za-z]{3})")
_NAMED_VALUE = re.compile(r"(?:[,;] ?(?:and )?| ?and )[A-Za-z][\w -]{1,30}[=:] ?")


def compatible(folded: str, left: Quantity, right: Quantity) -> bool:
    """Tell whether two neighbours can be values of one outcome: their units fit."""
    a, b = unit_of(folded, left), unit_of(folded, right)
    gap = folded[left.end : right.start]
    if any(value.value == 0 and value.total for value in (left, right)):
        return True  # "30 of 80 (37.5%) compared with 0 of 42": none is none on any scale
    if a in _HAPPENED and not b and right.value.is_integer() and right.spread is None and _VS.search(gap):
        return True  # "29 deaths with bark vs. 37 with felt"
    if b and not a and _NAMED_VALUE.fullmatch(gap):
        return True  # "controls = 20.1 and treated = 14.2 mg"
    if bool(a) != bool(b) and len(gap) > 12 and re.search(r"[a-z]{3}", _VS.sub("", gap)):
        # A unit carries over words only onwards, to a value of the same kind ("12.3 months in A compared with 9.5").
        same_kind = (
            "." in folded[right.value_start : right.value_end] and right.n is None and right.spread is None
        )
        signed = b and "." in folded[left.value_start : left.value_end] and left.n is None
        if not (
            (a and same_kind and _VS.search(gap))
            or (signed and _SIGN.search(gap))
            or _of_one_size(left, right)
        ):
            return False
    if a in PERCENT and not b:
        # "92% of them … compared with two patients": a percentage and a bare count belong to different scales.
        return left.n is None and right.value <= 100
    return units_fit(a, b)


_TIMES = tuple(map(frozenset, lexicon("units")["times"]))


def units_fit(a: str, b: str) -> bool:
    """Tell whether values with two printed units (or without) can be on one scale."""
    if not a or not b or a.removesuffix("s") == b.removesuffix("s"):
        return True
    if a[-1] == b[-1] == "$":
        return True  # "US$297 vs. $658"
    if a[0] == b[0] and any(a in names and b in names for names in _TIMES):
        return True  # "3.3 minutes with bark than with felt (6.4 min)"
    # "2.1 units per caller in A versus 0.9 units in B"
    return (a in PERCENT and b in PERCENT) or a.startswith(f"{b} per ") or _of_one_base(a, b)


_BASE = re.compile(r"(?P<what>[a-z]+ )?(?:per|/) ?(?P<base>1[\d, ]*0)\b ?(?P<of>.*)")


def _of_one_base(a: str, b: str) -> bool:
    """Tell whether two rates are of as many, one of them printed in short ("41 falls per 1000 nights", "38/1000")."""
    left, right = _BASE.fullmatch(a), _BASE.fullmatch(b)
    return (
        left is not None
        and right is not None
        and re.sub("[, ]", "", left["base"]) == re.sub("[, ]", "", right["base"])
        and all(not left[part] or not right[part] for part in ("what", "of") if left[part] != right[part])
    )


def _of_one_size(left: Quantity, right: Quantity) -> bool:
    """Tell whether two values with spreads can be of one outcome though one lacks its unit ("1.9 ± 3.2 with bark and 1.3 ± 2.8 points")."""
    if left.spread is None or right.spread is None:
        return False
    return abs(left.value) <= 5 * abs(right.value) and abs(right.value) <= 5 * abs(left.value)


# "who walked more than 1.5 h"
_LIMIT = re.compile(r"\b(?:less|more|fewer|greater|older|younger|longer|shorter|higher|lower) than (?=\d)")
# "no language other than Welsh", "vaccinated against measles": words that set no values against each other.
_NO_SIDE = re.compile(
    r"(?:\bother than|(?:\b(?:vaccin|immuni|protect|effect|effica|activ|direct|violence|insur|guard)\w*|\() against|\(similar to)$"
)
# "30% found bark easier than felt and 25% agreed", "5% lower than before, and colds were 9% higher"
_NEXT_CLAUSE = re.compile(r" and $|,? \b(?:and|but|while|whereas) (?:[\w-]+ ){1,6}(?:was|were) (?:[a-z]+ )?$")


def relation_of(folded: str, left: Quantity, right: Quantity, borders: Sequence[int]) -> str:
    """Return how two neighbours relate: ``vs``, ``list``, ``label``, ``to``, ``dash`` or nothing."""
    gap = folded[left.end : right.start]
    if not gap.strip() or len(gap) > 150 or _FULL_STOP.search(gap):
        return ""
    at = bisect_left(borders, core_end(left))
    if at < len(borders) and borders[at] < right.start:
        return ""
    if _ARROW.fullmatch(gap):
        return "vs"
    if gap.strip() in {"x", "×"} and left.spread is not None:
        return "vs"  # "0.45 ± 0.13 x 0.43 ± 0.12"
    if gap.strip() == "-" and left.unit is not None and right.unit is not None:
        return "dash"
    listed = _NOUN_LIST.fullmatch(gap)
    if _LIST.fullmatch(gap) or (listed and folded.startswith(f" {listed['noun']}", right.end)):
        return "list"
    if _PAIRED.fullmatch(gap) and re.search(r"[(\[]\s*$", folded[max(0, left.start - 3) : left.start]):
        return "label"
    said = _LIMIT.sub(lambda match: " " * len(match[0]), gap) if "than" in gap else gap
    # "103.7% (part A: bark vs. root); 101.1%": said of the first alone
    said = _INNER.sub(lambda match: " " * len(match[0]), said)
    for match in _VS.finditer(said):
        if match[0] == "than" and _NUMBER_WORD.match(gap, match.end()):
            continue
        # "greater than 45°": a threshold, unless something is named between.
        if (
            match[0] == "than"
            and gap[match.end() :].strip() == ""
            and not re.search(r"(?:rather|other|higher|lower|more|less|greater|fewer) than\s*$", gap)
        ):
            continue
        if _NO_SIDE.search(gap, 0, match.end()) or (
            match[0] == "than" and _NEXT_CLAUSE.search(gap, match.end())
        ):
            continue
        return "vs" if gap.count("(") - gap.count(")") <= 1 and len(gap) <= 140 else ""
    if re.search(r"\bthan\b", said):
        return ""
    if _TO.fullmatch(gap):
        return "to"
    if (
        len(gap) <= 110
        and _LABEL_JOIN.search(gap)
        and re.search(r"[A-Za-z]", gap)
        and not gap.rstrip().endswith(" with")
    ):
        return "label"
    return ""
