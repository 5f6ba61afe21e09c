"""Quantities of a sentence → comparisons: which values are set against each other, and whose they are.

Notes for a newcomer: quantities stand in a row; what is printed between two neighbours (the gap) says how they relate:
``vs`` ("versus", "compared with", "than"), ``list`` (a comma or "and" alone), ``label`` ("in group A and",
"for women,"), ``to`` (after "from"), or nothing. Each rule reads one pattern of such relations; the surest come first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.before_after import before_and_after
from evistat.extract.bracketed_names import named_in_brackets
from evistat.extract.coordinated_subjects import coordinated_subject
from evistat.extract.counted_people import counted, numbers_of_people, speaks_of_groups
from evistat.extract.group_row import Comparison, Row
from evistat.extract.group_values import TIME_UNIT
from evistat.extract.labelled_groups import labelled
from evistat.extract.listed_names import values_of_groups
from evistat.extract.opposed_lists import lists_against_lists
from evistat.extract.parallel_items import parallel_items
from evistat.extract.quantities import Quantity
from evistat.extract.repeated_frames import repeated_frames
from evistat.extract.respective_lists import respectively
from evistat.extract.stacked_lists import stacked_lists
from evistat.extract.tested_counts import same_in_both, tested_counts
from evistat.extract.tested_pairs import tested_pairs
from evistat.extract.units import PERCENT
from evistat.extract.versus import versus

_CONTRAST = re.compile(r"[,;)]? ?\b(?:whereas|while|whilst|but)\b")
# "whereas only 32%"
_ONLY = re.compile(r"\b(?:whereas|while|whilst) (?:only|just|as (?:many|few) as) $")
_IT_WAS = re.compile(r"\b(?:it|this|they|the \w+) (?:was|were) (?:only )?$")
# "was 3.4, while in the root group (it) was"
_WHILE_IN = re.compile(
    r"(?:whereas|while|whilst) (?:in|for|among|with) (?:the )?(?P<label>[^,;.()\d]{2,40}?),? (?:it )?(?:was|were) (?:only )?"
)
_IN_IT_WAS = re.compile(
    r"\b(?:in|for|among|with) (?:the )?(?P<label>(?:(?!(?:in|for|among|with)\b)[\w/+-]+ ){1,5})(?:was|were) (?:only )?$"
)


_A_GROUP = r"(?:[\w+/-]+ ){0,4}?(?:(?:groups?|arms?|cohorts?)(?: [A-Z0-9]\b| I{1,3}\b)?(?: (?:with|of|on) [\w-]+(?: [\w-]+)?)?|controls)"
# "% fell in the bark group, while in the root group"
_GROUP_WHILE_GROUP = re.compile(
    rf"[^;:.()]*? (?:in|of|for|among|with|on) (?:the )?(?P<one>{_A_GROUP}),? (?:while|whereas|whilst|but) "
    rf"(?:in|of|for|among|with|on) (?:the )?(?P<other>{_A_GROUP}),? (?:it )?(?:was |were |had )?(?:only |just |about )?"
)


def find_comparisons(
    text: str,
    folded: str,
    start: int,
    end: int,
    quantities: Sequence[Quantity],
    p_spans: Sequence[tuple[int, int]],
    separators: Sequence[tuple[int, int]] = (),
    estimates: Sequence[int] = (),
) -> list[Comparison]:
    """Return the comparisons of one sentence in order.

    ``text``: the original (groups keep its characters); ``quantities``: the sentence's, in order; ``p_spans``: its
    p-values; ``separators``: its effects (neither a p-value nor an effect stands inside a comparison); ``estimates``: where
    those of them begin that compare two groups.
    """
    values = values_of_groups(folded, quantities, start)
    if len(values) < 2 and not p_spans and not speaks_of_groups(folded, start, end):
        return []
    row = Row(text, folded, start, end, values, tuple(p_spans), tuple(separators), tuple(estimates))
    for rule in (
        parallel_items,
        stacked_lists,
        lists_against_lists,
        before_and_after,
        versus,
        respectively,
        _led_in_each,
        named_in_brackets,
        labelled,
        repeated_frames,
        numbers_of_people,
        _contrasted,
        counted,
        tested_counts,
        same_in_both,
        _bracketed,
        tested_pairs,
    ):
        rule(row)
    if _BASELINE.match(folded, start) and not _MORE_THAN_BASELINE.search(folded, start, end):
        described = {"groups.labelled", "groups.respectively", "groups.contrasted", "groups.repeated"}
        row.found = [replace(one, sure=one.sure and one.rule not in described) for one in row.found]
    return sorted(row.found, key=lambda comparison: comparison.start)


# "At baseline, 10% of A and 11% of B smoked": how the groups were, no result.
_BASELINE = re.compile(
    r"\W*(?:[A-Z][a-z]+:+ )?(?:(?:At|In the) baseline\b|(?:The )?(?:[Mm]ean |[Mm]edian )?[Bb]aseline )"
)
_MORE_THAN_BASELINE = re.compile(
    r"\b(?:follow-?up|after|later|end|increas\w+|decreas\w+|higher|lower|longer|shorter|more|less|differ\w*|similar|versus|vs|than|compared|\d+ (?:weeks|months|years))\b"
)


def _led_in_each(row: Row) -> None:
    """Read "in bark was 3.4, while in the root group (it) was 2.3": both names stand before their values."""
    for index, relation in enumerate(row.relations):
        if relation != "label" or not row.free(index, index + 1) or row.unit(index) != row.unit(index + 1):
            continue
        values = row.values[index : index + 2]
        if any("." not in row.folded[value.value_start : value.value_end] for value in values):
            continue
        second = _WHILE_IN.search(row.folded, values[0].end, values[1].start)
        if second is None or second.end() != values[1].start:
            continue
        first = _IN_IT_WAS.search(row.folded, max(row.start, values[0].start - 70), values[0].start)
        row.take(
            (index, index + 1),
            "groups.contrasted",
            labels=[first and first.span("label"), second.span("label")],
        )


def _contrasted(row: Row) -> None:
    """Read "was 66.5 ± 8.7 years, whereas those who declined were older, with 68.9 ± 9.0 years"."""
    for index, relation in enumerate(row.relations):
        if relation != "label" or not row.free(index, index + 1):
            continue
        left, right = row.values[index], row.values[index + 1]
        alike = row.unit(index) == row.unit(index + 1) and (left.spread is None) == (right.spread is None)
        if alike and (left.unit or left.spread) and _CONTRAST.search(row.between(index, index + 1)):
            lead = row.folded[max(row.start, left.start - 18) : left.start]
            gap = row.between(index, index + 1)
            again = (
                (len(lead) == 18 and gap.endswith(lead))
                or _IT_WAS.search(gap) is not None
                or _ONLY.search(gap) is not None
            )
            sides = _GROUP_WHILE_GROUP.fullmatch(row.folded, left.end, right.start)
            row.take(
                (index, index + 1),
                "groups.contrasted",
                sure=again or sides is not None,
                labels=[sides.span("one"), sides.span("other")] if sides else None,
            )


# "(9.2 and 15.0 mg morphine equivalent, P = 0.04)", "(9.6 and 9.1 on a 10-point scale, P = 0.2)"
_TO_P = re.compile(
    r"[ ,;:(\[]*|,? (?:and )?(?:was |were |being )?(?:not )?(?:statistically )?significantly (?!and\b)[a-z]+(?: (?:in|for|with|among) [^,;.()]{2,30})?,? ?[(\[]?|(?: [a-z]+(?: [a-z]+)?| on (?:an? |the )?[\w-]+(?: \w+)?),? "
)


def _hours(row: Row, index: int, last: int) -> bool:
    """Tell whether a list is one of times that something differs at ("no difference between 0 and 1 h (P = 0.6)")."""
    values = row.values[index : last + 1]
    return TIME_UNIT.fullmatch(row.unit(last)) is not None and all(
        value.spread is None and value.value.is_integer() for value in values
    )


_CLOSES = re.compile(r" ?[)\];]")


def _as_before(row: Row, index: int, head: str) -> bool:
    """Tell whether "warts (8% vs 9%) or sores (5% and 2%)" goes on to compare the same two groups."""
    return (
        row.unit(index) in PERCENT
        and row.unit(index + 1) in PERCENT
        and _CLOSES.match(row.folded, row.values[index + 1].end) is not None
        and any(len(one.groups) == 2 and one.end <= row.values[index].start for one in row.found)
        and not coordinated_subject(head)
    )


_BETWEEN_TWO = re.compile(
    r"\bbetween (?:the )?[\w/+-]+(?: [\w/+-]+){0,3} (?:and|versus|vs\.?) (?:the )?[\w/+-]+(?: [\w/+-]+){0,3} [(\[]$"
)


def _between_two(row: Row, index: int, head: str) -> bool:
    """Tell whether "did not differ between bark and felt (57.6 ± 16.4 and 59.1 ± 22.1)" lists the values of two groups."""
    left, right = row.values[index : index + 2]
    return (
        _BETWEEN_TWO.search(head[-110:]) is not None
        and _CLOSES.match(row.folded, right.end) is not None
        and (left.spread is None) == (right.spread is None)
        and not row.bare_integers((index, index + 1))
        and not _hours(row, index, index + 1)
    )


def _bracketed(row: Row) -> None:
    """Read "(2.32, 2.81, P < 0.001)": a bracket that holds nothing but values and their p-value."""
    for index, last in row.lists():
        before = row.folded[max(row.start, row.values[index].start - 20) : row.values[index].start]
        head = row.folded[row.start : row.values[index].start]
        tests = [start for start, _ in row.p_spans]
        if row.unit(last) in PERCENT:
            tests += row.estimates
        followed = any(
            _TO_P.fullmatch(row.folded, row.values[last].end, s) is not None
            for s in tests
            if 0 <= s - row.values[last].end <= 45
        )
        bracketed = (
            re.search(r"[(\[](?:means?|medians?|scores?|mean ranks?|averages?)?[ :=]*$", before) is not None
        )
        if (
            followed
            and (bracketed or not (coordinated_subject(head) or _hours(row, index, last)))
            and not row.bare_integers(range(index, last + 1))
        ):
            row.take(range(index, last + 1), "groups.bracketed", sure=False)
        elif (
            last == index + 1
            and bracketed
            and (_as_before(row, index, head) or _between_two(row, index, head))
        ):
            row.take((index, last), "groups.bracketed")
