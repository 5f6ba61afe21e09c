"""The values of a sentence → those before and after ("fell from 8.1 to 7.2", "(31.1%-35.0%, p<0.01)")."""

from __future__ import annotations

import re

from evistat.extract.estimates import NUM
from evistat.extract.further_arms import further_steps
from evistat.extract.group_relations import compatible
from evistat.extract.group_row import Row, comparison_of
from evistat.extract.group_values import RANGE_OF_PLACES, TIME_UNIT
from evistat.extract.numbers import parse_number
from evistat.extract.quantities import Quantity
from evistat.extract.word_patterns import words_pattern

_FROM = re.compile(
    r"\bfrom (?:an? |the )?(?:baseline |mean |median |average |initial |pre\w*[- ]?\w* |value |level |score |approximately |about |estimated )*(?:of )?(?:value of |\()?~?$",
    re.IGNORECASE,
)
_RANGE_WORDS = re.compile(
    r"\b(?:rang\w+|varied|varying|between|aged?|doses?|span\w*)\b[^.;,()]{0,25}$", re.IGNORECASE
)
_CHANGE = words_pattern("change_words", end=r"\w*")


_TESTED = re.compile(r"\bsignifican|\bp ?[<=]", re.IGNORECASE)
# "from 9.1% at the first visit to 7.3%", after "from".
_PLACED_TO = re.compile(
    r" (?:\([^()\d]{2,40}\)|(?:at|before|in|on|during|prior to|for|between|among|until|with) [^;:()\[\]%]{2,50}?),? to (?:an? |the )?(?:mean |median |only |about |approximately )*(?:of )?"
)
_RANGED = re.compile(
    r"\b(?:(?:rang(?:ed|es|ing)|var(?:ied|ies|ying)) (?:widely |greatly )?|(?:variations?|differences|varied|varies|differed)\b[^.;:%()]{0,60}[,(] ?)from (?:an? )?$"
)
_IN_PLACE = re.compile(r" (?:in|among|with) (?!the \d|a? ?total)")
# "was 21% before the course and fell to 5%"
_CHANGED_TO = re.compile(
    r"(?:[^;:.]|\.(?=\d)){0,90}?\b(?:increas(?:ed|ing)|decreas(?:ed|ing)|declin(?:ed|ing)|improv(?:ed|ing)|reduced|dropp(?:ed|ing)"
    r"|f[ae]ll(?:ing)?|rose|rising|rais(?:ed|ing)|lowered|grew|climbed|worsened|went|diminished) (?:(?:significantly|markedly|further|again|down|up|back) ){0,2}to (?:an? |the )?(?:mean |median |only |about |approximately )*(?:of )?"
)
_AND_TO = re.compile(r"[^;.()]{0,40}\band to ")
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]")
_STEADY = re.compile(r"\b(?:remain(?:ed|s|ing)?|unchanged|stable|constant|steady)\b")
# "(scores of 43.4-45.2) (P = 0.03)", "(7.3 to 5.7, P < 0.01)": two numbers and their p-value.
_IN_BRACKET = re.compile(
    rf"[(\[](?P<lead>(?:[A-Za-z][^()\[\]=]{{0,30}}(?: |, ))?)(?P<first>{NUM}) ?(?P<unit>%)? ?(?P<join>-|(?:down |up )?to) ?(?P<second>{NUM}) ?(?P<unit2>%|[a-zA-Zμ]{{1,6}}/[a-zA-Z]{{1,4}})?(?=[)\],;])"
)
_CHANGED = re.compile(r"\b(?:increas|decreas|reduc|improv|declin|drop|fell|fall|rose|rise|grew|chang)\w*")
# "deaths rose considerably (111 to 284)"
_CHANGED_RIGHT_BEFORE = re.compile(
    r"\b(?:increased|decreased|declined|improved|dropped|fell|rose|grew|remained stable)(?: [a-z]+ly)? $"
)
_SPREAD_LEAD = re.compile(
    r"\b(?:rang\w*|IQR|inter-?quartile|quartiles?|CI|intervals?|limits?|percentiles?|SD|between|aged?|scale|scored)\b",
    re.IGNORECASE,
)
_ESTIMATE_BEFORE = re.compile(r"(?<![A-Za-z])(?<![A-Za-z]-)\d(?: ?[^\s\d()]{1,10}){0,2} ?$")


def before_and_after(row: Row) -> None:
    """Read values before and after."""
    for index, relation in enumerate(row.relations):
        if relation == "dash" and row.free(index, index + 1) and _tested_change(row, index):
            row.take((index, index + 1), "groups.from_to", sure=False)
        elif _ranged_over_places(row, index):
            row.take((index, index + 1), "groups.ranged")
        elif _come_from(row, index):
            row.take((index, index + 1), "groups.from_to")
        elif (times := _two_times(row, index)) is not None:
            row.take((index, index + 1), "groups.from_to", sure=False, labels=times)
        elif (
            row.free(index, index + 1)
            and (
                (relation in {"to", "label"} and _from_to(row, index))
                or (relation in {"to", "label", ""} and _changed_to(row, index))
            )
        ) or (_changed_again(row, index) or _from_again(row, index)):
            last = index + 3 if _against_a_change(row, index + 1) else further_steps(row, index + 1)
            row.take(range(index, last + 1), "groups.from_to")
    _bracketed_changes(row)


def _tested_years(row: Row, index: int) -> bool:
    """Tell whether a bracket holds a change and its p-value: "decreased (65% in 2011 to 26% in 2014, P < 0.001)"."""
    left, right = row.values[index], row.values[index + 1]
    return (
        row.folded[left.start - 1 : left.start] == "("
        and row.between(index, index + 1).startswith(" in ")
        and any(0 <= s - right.end <= 40 for s, _ in row.p_spans)
    )


def _against_a_change(row: Row, index: int) -> bool:
    """Tell whether a change is set against another ("from 9.0% to 3.5% vs. 10.0% to 11.5% with placebo")."""
    return (
        row.relations[index : index + 2] == ["vs", "to"]
        and row.free(index + 1, index + 2)
        and "(" not in row.between(index, index + 1)
        and not row.tests_between(index)
        and row.unit(index) == row.unit(index + 2)
    )


def _from_to(row: Row, index: int) -> bool:
    """Tell whether two values are those of "fell from 8.1 to 7.2"."""
    left, right = row.values[index], row.values[index + 1]
    before = row.folded[max(row.start, left.start - 70) : left.start]
    spreads = left.spread is not None and right.spread is not None
    from_before = _FROM.search(before) is not None or _tested_years(row, index)
    if row.relations[index] == "label" and not (
        from_before and _PLACED_TO.fullmatch(row.between(index, index + 1))
    ):
        return False
    if _times_of_a_course(row, index):
        return False
    ranged = _RANGE_WORDS.search(_FROM.sub("", before))
    if not (from_before or spreads) or (ranged and not _CHANGE.search(ranged[0])):
        return False
    if _CHANGE.search(row.folded, row.start, left.start) or _STEADY.search(row.folded, row.start, left.start):
        return True
    if TIME_UNIT.fullmatch(row.unit(index + 1)):
        return False
    return _TESTED.search(row.folded, row.start, right.end + 60) is not None


# "the stay fell from 8 to 6 days": what is itself measured in time
_LASTS = words_pattern("lasting_words", end=r"\w*")


def _times_of_a_course(row: Row, index: int) -> bool:
    """Tell whether "pain fell from 6 to 12 weeks" says when, and not how long."""
    left, right = row.values[index], row.values[index + 1]
    return (
        TIME_UNIT.fullmatch(row.unit(index + 1)) is not None
        and right.spread is None
        and left.value < right.value
        and left.value.is_integer()
        and right.value.is_integer()
        and _LASTS.search(row.folded, row.start, left.start) is None
    )


# "from the second day (17.6 ± 3.6) to the fifth (17.2 ± 3.3)", "before (23.5 ± 7.0) and after (10.6 ± 3.3) the course"
_TIME_OPENS = re.compile(
    r"\b(?:from (?:the )?(?P<from>[^()\[\];.]{2,40}?)|(?P<before>before|pre-?\w*|baseline)(?: [a-z-]+){0,2}) [(\[]$",
    re.IGNORECASE,
)
_THEN_OPENS = re.compile(
    r" ?[)\]],? (?:to (?:the )?(?P<to>(?!\d)[^()\[\];.]{2,40}?)|(?:and|to|versus|vs\.?) (?:[a-z-]+ )?(?P<after>after|post-?\w*|follow-?up)(?: [a-z-]+){0,3}) [(\[]",
    re.IGNORECASE,
)


def _two_times(row: Row, index: int) -> list[tuple[int, int] | None] | None:
    """Return the times of two values that stand in brackets behind them."""
    left, right = row.values[index], row.values[index + 1]
    if not row.free(index, index + 1) or row.parted(left.end, right.start):
        return None
    if row.unit(index) != row.unit(index + 1) or (left.spread is None) != (right.spread is None):
        return None
    opens = _TIME_OPENS.search(row.folded, max(row.start, left.start - 60), left.start)
    then = _THEN_OPENS.fullmatch(row.folded, left.end, right.start) if opens else None
    if opens is None or then is None or (opens["from"] is None) != (then["to"] is None):
        return None
    return (
        [opens.span("from"), then.span("to")] if opens["from"] else [opens.span("before"), then.span("after")]
    )


# "fell to 5.2 ± 1.1 (last year) from 6.3 ± 0.7"
_COME_TO = re.compile(
    r"\b(?:increas|decreas|declin|improv|reduc|dropp|f[ae]ll|rose|ris|rais|lower|grew|grow)\w*(?: \w+ly| up| down)? to (?:an? |the |about |only |nearly |approximately |mean |median |of )*$"
)
_THEN_FROM = re.compile(
    r"(?:[^;.()\d]|\([^()\d]*\)){0,50} from (?:an? |the |about |only |nearly |approximately |mean |median |baseline |initial |level |value |of |reported |previous )*"
)


def _come_from(row: Row, index: int) -> bool:
    """Tell whether two values are those of "fell to 5.2 from 6.3"."""
    left, right = row.values[index], row.values[index + 1]
    return (
        row.free(index, index + 1)
        and row.unit(index) == row.unit(index + 1)
        and (left.spread is None) == (right.spread is None)
        and not row.parted(left.end, right.start)
        and not TIME_UNIT.fullmatch(row.unit(index + 1))
        and _COME_TO.search(row.folded, max(row.start, left.start - 60), left.start) is not None
        and _THEN_FROM.fullmatch(row.folded, left.end, right.start) is not None
        and _TO_AGAIN.match(row.folded, right.end) is None
    )


# "rose to 7 and from 3 to 5": the second change has its own end
_TO_AGAIN = re.compile(r"[^;.,()]{0,40}\bto [-+]?\d")


def _ranged_over_places(row: Row, index: int) -> bool:
    """Tell whether "ranged from 29% in the south to 52% in the north" says where its ends were found."""
    start = row.values[index].start
    return (
        row.relations[index] in {"to", "label"}
        and row.free(index, index + 1)
        and _RANGED.search(row.folded, max(row.start, start - 90), start) is not None
        and RANGE_OF_PLACES.match(row.folded, row.values[index].end, row.values[index + 1].value_end)
        is not None
        and row.unit(index) == row.unit(index + 1)
        and _IN_PLACE.match(row.folded, row.values[index + 1].end) is not None
    )


def _changed_to(row: Row, index: int) -> bool:
    """Tell whether two values are those of "was 21% before the course and fell to 5%"."""
    left, right = row.values[index], row.values[index + 1]
    return (
        not row.parted(left.end, right.start)
        and compatible(row.folded, left, right)
        and row.unit(index) == row.unit(index + 1)
        and _CHANGED_TO.fullmatch(row.between(index, index + 1)) is not None
        and not (index + 2 < len(row.values) and _AND_TO.fullmatch(row.between(index + 1, index + 2)))
    )


def _changed_again(row: Row, index: int) -> bool:
    """Tell whether "fell from 9.1 to 7.3 (P < 0.001) and rose to 8.1" goes on from the value it had come to."""
    if index + 1 in row.taken or not any(
        one.rule == "groups.from_to" and one.groups[-1].start == row.values[index].value_start
        for one in row.found
    ):
        return False
    gap = _BRACKET.sub("", row.between(index, index + 1))
    return row.unit(index) == row.unit(index + 1) and _CHANGED_TO.fullmatch(gap) is not None


def _from_again(row: Row, index: int) -> bool:
    """Tell whether "rose from 21 to 47 (P = 0.02) here, 27 to 34 (P = 0.04) there" leaves the second "from" out."""
    left, right = row.values[index], row.values[index + 1]
    return (
        row.relations[index] == "to"
        and row.free(index, index + 1)
        and any(one.end <= left.start for one in row.found)
        and row.unit(index) == row.unit(index + 1)
        and any(0 <= s - right.end <= 3 for s, _ in row.p_spans)
        and _RANGE_WORDS.search(row.folded[max(row.start, left.start - 70) : left.start]) is None
    )


def _tested_change(row: Row, index: int) -> bool:
    """Tell whether "(31.1%-35.0%, p<0.01)" is a change: a change word before the bracket, a p-value after the values."""
    stop = row.values[index + 1].end
    tested = any(0 <= s - stop <= 4 for s, _ in row.p_spans)
    return tested and _CHANGE.search(row.folded[row.start : row.values[index].start]) is not None


def _bracketed_changes(row: Row) -> None:
    """Read "worst pain (7.3 to 5.7, P < 0.01) fell" and "(scores of 43.4-45.2) (P = 0.03)"."""
    matches = list(_IN_BRACKET.finditer(row.folded, row.start, row.end))
    if not matches or _CHANGE.search(row.folded, row.start, row.end) is None:
        return
    tested = [any(0 <= s - match.end() <= 4 for s, _ in row.p_spans) for match in matches]
    for match in matches:
        stop = match.end()
        percents = (
            match["join"] == "to"
            and (match["unit2"] or match["unit"])
            and _CHANGED.search(row.folded, row.start, match.start())
        ) or (
            match["join"] == "to"
            and _CHANGED_RIGHT_BEFORE.search(row.folded, max(row.start, match.start() - 40), match.start())
        )
        if not (any(tested) or percents):
            continue
        if row.parted(match.start(), stop):
            continue
        before = row.folded[max(row.start, match.start() - 24) : match.start()]
        if (
            _SPREAD_LEAD.search(match["lead"])
            or _SPREAD_LEAD.search(before)
            or _ESTIMATE_BEFORE.search(before)
        ):
            continue
        inside = [i for i, value in enumerate(row.values) if match.start() <= value.start < stop]
        if not row.free(*inside):
            continue
        row.taken.update(inside)
        unit = match.span("unit2") if match["unit2"] else match.span("unit") if match["unit"] else None
        chosen = [
            Quantity(
                parse_number(match[name].replace(" ", "")), *match.span(name), *match.span(name),
                unit=match.span(own) if match[own] else unit,
            )
            for name, own in (("first", "unit"), ("second", "unit2"))
        ]  # fmt: skip
        row.found.append(
            comparison_of(
                row.text,
                row.folded,
                chosen,
                "groups.from_to",
                row.end,
                sure=True,
                end_at=stop,
                labels=[None, None],
            )
        )
