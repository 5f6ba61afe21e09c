"""Folded text → test statistics with their degrees of freedom ("t(34) = 2.5", "F1,20 = 4.9", "χ2 = 5.3")."""

from __future__ import annotations

from evistat.extract.finding import TestStatistic
from evistat.extract.numbers import parse_number
from evistat.extract.openings import Openings

_DF_NUMBER = r"\d+(?:\.\d+)?"
_DF = rf"(?: ?[(\[_] ?(?:df ?= ?)?(?P<df1>{_DF_NUMBER})(?: ?[,;] ?(?:N ?= ?)?(?P<df2>{_DF_NUMBER}))? ?[)\]]?| ?(?P<df3>{_DF_NUMBER}) ?, ?(?P<df4>{_DF_NUMBER})(?= ?=)| ?(?P<df7>\d{{1,4}})(?= ?=))?"
_VALUE = r" ?(?:=|:|of|was|≈|(?<=[)\]]) ?<) ?(?P<value>[-+]? ?(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+))(?! ?%)(?!\d|\.\d)"
_AFTER = r"(?:,? ?[(\[]?(?:df|d\.f\.|DF|degrees of freedom) ?[=:]? ?(?P<df5>\d+(?:\.\d+)?)(?: ?, ?(?P<df6>\d+(?:\.\d+)?)(?![\d]*\.\d))?[)\]]?)?"
_NAMES = {
    "t": r"(?:[Ss]tudent's )?t(?:-?(?:value|test|statistic|score))?",
    "F": r"F(?:-?(?:value|statistic|ratio))?",
    "chi2": r"(?:χ|Χ|ꭓ|[Cc]hi-?|𝜒|X)(?: ?\^?2|²|-2(?= ?[(=])| ?[Ss]quared?(?: (?:test|value|statistic))?|\(2\)(?: test)?(?: for trend)?)|[Cc]hi[ -]squared?(?: (?:test|value|statistic))?|[Ww]ald(?:'s)? ?(?:χ2|χ²|chi-?squared?)?",
    "z": r"[Zz](?:-?(?:value|score|statistic))?",
    "U": r"(?:Mann[ -]Whitney(?:'s)? )?U",
    "W": r"(?:Wilcoxon(?:'s)? )?W",
    "Q": r"(?:Cochran's )?Q",
}
_PRINTED = Openings(list(_NAMES.items()), r"(?<![\w-])", _DF + _VALUE + _AFTER)


_NUMBERED = frozenset("12345")


def find_test_statistics(folded: str) -> list[TestStatistic]:
    """Return the test statistics printed in a text, in order; degrees of freedom in the order printed."""
    found = []
    for name, match in _PRINTED.finditer(folded, 0, len(folded)):
        printed = [match[f"df{index}"] for index in range(1, 8)]
        df = tuple(parse_number(number) for number in printed if number is not None)
        value = parse_number(match["value"].replace(" ", ""))
        if name == "z" and "score" in match[0].lower():
            continue  # a z-score is an outcome's unit (bone density, growth) far more often than a test
        if (
            match["df7"] in _NUMBERED
            and folded[match.start() + 1] != " "
            and (name == "Q" or (name == "F" and value <= 1))
        ):
            continue  # "HR for Q5 vs Q1 = 1.07", "F1 = 0.87": a quintile, a score
        found.append(TestStatistic(name, df, value, match.start(), match.end()))
    return found
