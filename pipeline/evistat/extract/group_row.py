"""The values of one sentence in a row: how neighbours relate, which of them a comparison has taken, whose they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evistat.extract.finding import Group
from evistat.extract.group_labels import LABEL_AFTER, label_of, own_label, split_labels, trim_label
from evistat.extract.group_names import first_deed
from evistat.extract.group_relations import compatible, relation_of, with_list_units
from evistat.extract.group_values import core_end, unit_of
from evistat.extract.own_counts import without_counts
from evistat.extract.quantities import Quantity

# "4.3% versus 2.0% in group A and group B": the names of all, after the last.
_LABELS_OF_ALL = re.compile(
    r"\s?(?:in|for|with|among|on|of) (?:the )?(?P<labels>[^.;()\d]{2,50}? (?:and|versus|vs\.?) (?!\d)[^.;(),%]{2,50}?)(?= ?(?:[,;()\[\]]|respectively|\.|$))"
)


_TIGHT = re.compile(r"[ ,;)\]]*[(\[]?")
# "bark (16%) was significantly lower (P = 0.02) than", "significantly (P < 0.05) greater than"
_COMPARED_THEN_TESTED = re.compile(
    r"[ )\]]{0,3}(?: (?!(?:and (?!was|were)|or|but|than)\b)[\w/+-]+){0,9} (?:significant(?:ly)?|lower|higher|greater|smaller|larger|longer|shorter|better|worse|less|more|fewer|different) ?[(\[,]? ?"
)
_OTHER_CLAUSE = re.compile(r";|\b(?:but|while|whereas|and)\b")
_CLOSED_AND_OPENED = re.compile(r"[^()\[\]]*[)\]].*[(\[]")
_BRACKETS = re.compile(r"[()\[\]]")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Values set against each other, in order of mention; ``sure`` where the wording alone makes it a comparison.

    A comparison that isn't sure counts only with a p-value (a bracketed list, two labelled values).
    """

    groups: tuple[Group, ...]
    start: int
    end: int
    rule: str
    sure: bool = True


class Row:
    """The values of one sentence, how neighbours relate, and what has been read of them so far."""

    def __init__(
        self,
        text: str,
        folded: str,
        start: int,
        end: int,
        values: list[Quantity],
        p_spans: tuple[tuple[int, int], ...],
        separators: tuple[tuple[int, int], ...],
        estimates: tuple[int, ...] = (),
    ) -> None:
        """Say how neighbours relate; neither a p-value nor an effect stands between two that do."""
        self.text, self.folded, self.start, self.end = text, folded, start, end
        self.values = with_list_units(folded, without_counts(folded, values))
        self.p_spans, self.estimates = p_spans, estimates
        self.taken: set[int] = set()
        self.found: list[Comparison] = []
        self.borders = sorted([s for s, _ in p_spans] + [s for s, _ in separators])
        self.relations = [
            relation_of(folded, left, right, self.borders) if compatible(folded, left, right) else ""
            for left, right in pairwise(self.values)
        ]
        for index, relation in enumerate(self.relations):
            if relation == "vs" and (self._compared_before(index) or self._compared_after(index)):
                self.relations[index] = ""
        for index in range(len(self.relations)):
            if (
                self.p_spans
                and not any(self.relations[max(0, index - 1) : index + 2])
                and self._tested_between(index)
            ):
                self.relations[index] = "vs"

    def _compared_before(self, index: int) -> bool:
        """Tell whether a bracket that ends with a value compares already: "(92% vs 54%), in bark compared to root (61% …"."""
        gap = self.between(index, index + 1)
        if _CLOSED_AND_OPENED.fullmatch(gap) is None:
            return False
        first = index
        while (
            first > 0 and self.relations[first - 1] and not _BRACKETS.search(self.between(first - 1, first))
        ):
            first -= 1
        return "vs" in self.relations[first:index]

    def _compared_after(self, index: int) -> bool:
        """Tell whether a bracket that begins with the next value compares by itself: "bark 10% than with felt (50% vs. 18%)"."""
        left, right = self.values[index : index + 2]
        return (
            self.folded[right.start - 1] in "(["
            and self.folded[left.start - 1] not in "(["
            and self.relations[index + 1 : index + 2] == ["vs"]
        )

    def _tested_between(self, index: int) -> bool:
        """Tell whether a p-value follows the first of two values set against each other ("0.86 (P = 0.01) compared to 0.96")."""
        left, right = self.values[index], self.values[index + 1]
        tests = [span for span in self.p_spans if left.end <= span[0] < right.start]
        if len(tests) != 1 or self.unit(index) != self.unit(index + 1):
            return False
        start, end = tests[0]
        followed = any(0 <= s - right.end <= 4 for s, _ in self.p_spans)
        tight = _TIGHT.fullmatch(self.folded, core_end(left), start) or _COMPARED_THEN_TESTED.fullmatch(
            self.folded, core_end(left), start
        )
        if tight is None or followed:
            return False
        if _OTHER_CLAUSE.search(self.folded, end, right.start):
            return False
        masked = self.folded[: left.end] + " " * (end - left.end) + self.folded[end:]
        return relation_of(masked, left, right, ()) == "vs"

    def parted(self, start: int, end: int) -> bool:
        """Tell whether a p-value or an effect begins in a stretch."""
        return bisect_left(self.borders, start) < bisect_left(self.borders, end)

    def tested(self, index: int) -> bool:
        """Tell whether a p-value stands right after a value."""
        end = self.values[index].end
        at = bisect_left(self.p_spans, (end, 0))
        return at < len(self.p_spans) and self.p_spans[at][0] - end <= 3

    def tests_between(self, index: int) -> int:
        """Return how many p-values stand between a value and the next, or behind the last."""
        start, end = self.values[index].end, self.start_of(index + 1)
        return bisect_left(self.p_spans, (end, 0)) - bisect_left(self.p_spans, (start, 0))

    def free(self, *indices: int) -> bool:
        """Tell whether none of the values belongs to a comparison yet."""
        return not self.taken.intersection(indices)

    def run(self, index: int, relation: str) -> int:
        """Return the index of the last value of the run of one relation that begins at ``index``."""
        last = index
        while last < len(self.relations) and self.relations[last] == relation and last + 1 not in self.taken:
            last += 1
        return last

    def lists(self) -> Iterator[tuple[int, int]]:
        """Yield the first and the last value of each list of free values; what is taken meanwhile is in none."""
        index = 0
        while index < len(self.values):
            last = self.run(index, "list") if self.free(index) else index
            if last > index:
                yield index, last
            index = last + 1

    def unit(self, index: int) -> str:
        """Return the unit of a value as printed, empty where it has none."""
        return unit_of(self.folded, self.values[index])

    def start_of(self, index: int) -> int:
        """Return where a value begins, after the last one where the sentence ends."""
        return self.values[index].start if index < len(self.values) else self.end

    def between(self, left: int, right: int) -> str:
        """Return what is printed between two values."""
        return self.folded[self.values[left].end : self.values[right].start]

    def bare_integers(self, indices: Iterable[int]) -> bool:
        """Tell whether values are whole numbers with neither unit nor spread nor total."""
        return all(
            value.unit is None
            and value.n is None
            and value.spread is None
            and self.folded[value.value_start : value.value_end].replace(",", "").isdigit()
            for value in (self.values[index] for index in indices)
        )

    def take(
        self,
        indices: Sequence[int],
        rule: str,
        *,
        sure: bool = True,
        end_at: int | None = None,
        labels: Sequence[tuple[int, int] | None] | None = None,
    ) -> None:
        """Make a comparison of the values at ``indices``."""
        chosen = [self.values[index] for index in indices]
        self.taken.update(indices)
        self.found.append(
            comparison_of(
                self.text,
                self.folded,
                chosen,
                rule,
                self.end,
                sure=sure,
                end_at=end_at,
                labels=labels,
            )
        )


def label_after(row: Row, index: int, limit: int) -> tuple[int, int] | None:
    """Return the name of a group that stands after a value and before ``limit``."""
    value = row.values[index]
    if time := _TIME_ALONE_AFTER.match(row.folded, value.end, row.end):
        return time.span("label")
    remark = _REMARK.match(row.folded, value.end, row.end)
    # "383 ± 98 micrometers in the first group": a unit that we don't know
    measured = _STRANGE_UNIT.match(row.folded, value.end, row.end) if value.spread else None
    for stop in (
        value.end,
        core_end(value),
        *((remark.end(),) if remark else ()),
        *((measured.end(),) if measured else ()),
    ):
        within = min(max(limit, stop) + 1, stop + 100, row.end)
        match = LABEL_AFTER.match(row.folded, stop, within)
        did = first_deed(row.folded, stop, within) if limit >= row.end else None
        if did and (match is None or did < match.end()):
            # "60% of women and 22% of men attended a clinic"
            match = LABEL_AFTER.match(row.folded, stop, did) or match
        if match is not None:
            return label_of(match)
    if value.n is not None and (told := _TOLD_BETWEEN.match(row.folded, value.end, min(limit + 1, row.end))):
        return told.span("label")
    head = row.folded[row.start : value.start]
    if head.count("(") <= head.count(")"):
        return None
    named = _NAME_AFTER_COMMA.match(row.folded, value.end, row.end)
    return named.span("label") if named else None


def name_from(folded: str, offset: int, limit: int) -> tuple[int, int] | None:
    """Return the name of a group that begins at a place and ends before ``limit``."""
    match = LABEL_AFTER.match(folded, offset, min(limit + 1, offset + 100))
    return label_of(match) if match is not None and (match["in"] or match["group"]) else None


# "31 patients (65%) had an episode of thirst in arm A and"
_TOLD_BETWEEN = re.compile(
    r"(?: (?!(?:and|or|but|vs|versus|while|compared|than)\b)[\w-]+){1,7}? (?:in|for|with|among) (?:the )?(?P<label>(?:(?!(?:in|for|with|among|of|and)\b)[\w/+-]+ ){0,3}(?:groups?|arms?|cohorts?)(?: [A-Z\d]{1,2}\b)?)(?=,? and\b| \(|[,;.]|$)"
)
_STRANGE_UNIT = re.compile(r"(?: (?!and\b|or\b|to\b|vs\b)[a-z]{2,14}){1,2}(?= (?:in|for|with|among) )")
# "66 kg pre- and 64 kg post-intervention", "13.5 preoperatively to 35.6 (postoperatively)"
_TIME_ALONE_AFTER = re.compile(
    r" [(\[]?(?P<label>(?:[Pp]re|[Pp]ost)-?(?:(?:operativ|surgical|intervention|treatment|test|training|exercise|op|bypass|dose|therap|exposure|vaccination)[a-z]*)?-?)[)\]]?(?= ?(?:[,;)\]]|and\b|to\b|vs\b|versus\b|compared\b|$))"
)
# "9.2 (mean score) in group A"
_REMARK = re.compile(r" ?\((?:means?|medians?)\b[^()\d]{0,30}\)")
# "(2.0%, lomitrel; 1.4%, zelorin; P = 0.4)"
_NAME_AFTER_COMMA = re.compile(r", (?!respectively)(?P<label>[A-Za-z][\w/+-]*(?: [\w/+-]+){0,3})(?=;|\))")


def _telling(folded: str, spans: list[tuple[int, int] | None]) -> list[tuple[int, int] | None]:
    """Leave out the labels that tell no two values apart: the same name twice, "women" for one value alone."""
    names = [folded[slice(*span)].lower() if span else "" for span in spans]
    return [
        None
        if names.count(name) > 1 or ("" in names and (name in _PEOPLE or _TIME_ALONE.fullmatch(name)))
        else span
        for name, span in zip(names, spans, strict=True)
    ]


# "41% and 29% before and after the course", "differed before and after the course (41% vs 29%)"
_BEFORE_AND_AFTER = r"\b(?P<first>[Bb]efore|[Pp]re-?(?:treatment|intervention|operatively|test)?) (?:and|versus|vs\.?) (?P<second>after|post-?(?:treatment|intervention|operatively|test)?)\b"
THEN_TIMES = re.compile(r"[^.;,()\[\]\d]{0,30}?" + _BEFORE_AND_AFTER)
_TIMES_FIRST = re.compile(_BEFORE_AND_AFTER + r"[^.;()\[\]\d]{0,60}[(\[](?:mean|median)? ?$")


def _times_of(folded: str, chosen: Sequence[Quantity], end: int) -> list[tuple[int, int] | None] | None:
    """Return the places of "before" and "after" where they are said of two values, None where they aren't."""
    first, second = chosen[0].start, chosen[1].end
    found = THEN_TIMES.match(folded, second, end) or _TIMES_FIRST.search(folded, max(0, first - 90), first)
    return [found.span("first"), found.span("second")] if found else None


# "71% vs. 79% at 5 years": when both were measured.
_TIME_ALONE = re.compile(r"(?:the )?\d+(?:\.\d+)?[ -]?(?:hours?|days?|weeks?|months?|years?|minutes?|min|h)")
# Names of people that tell groups apart only where each value has one ("18% of men and 13% of women").
_PEOPLE = frozenset({"men", "women", "cases"})


def comparison_of(
    text: str,
    folded: str,
    chosen: Sequence[Quantity],
    rule: str,
    end: int,
    *,
    sure: bool,
    end_at: int | None,
    labels: Sequence[tuple[int, int] | None] | None,
) -> Comparison:
    """Make a comparison of quantities, each with the name of its group."""
    unit = next((_slice(text, quantity.unit) for quantity in reversed(chosen) if quantity.unit), None)
    spans: list[tuple[int, int] | None] = []
    shared = None
    if (
        labels is None
        and len(chosen) > 1
        and (named := _LABELS_OF_ALL.match(folded, chosen[-1].end, min(end, chosen[-1].end + 110)))
    ):
        shared = split_labels(folded, *named.span("labels"), len(chosen))
    for index in range(len(chosen)):
        label = (
            labels[index] if labels else shared[index] if shared else own_label(folded, end, chosen, index)
        )
        spans.append(trim_label(folded, label))
    if (
        rule == "groups.versus"
        and spans[0]
        and not any(spans[1:])
        and folded[spans[0][1] : spans[0][1] + 1] == ":"
    ):
        spans[0] = None  # "(albumin: 8.3 vs 8.6)": what is compared, not whose it is
    spans = _telling(folded, spans)
    if len(chosen) == 2 and not any(spans):
        spans = _times_of(folded, chosen, end) or spans
    groups = [_group(text, quantity, unit, span) for quantity, span in zip(chosen, spans, strict=True)]
    return Comparison(tuple(groups), chosen[0].start, max(chosen[-1].end, end_at or 0), rule, sure)


def _slice(text: str, span: tuple[int, int] | None) -> str | None:
    return text[slice(*span)] if span else None


def _group(text: str, quantity: Quantity, unit: str | None, label: tuple[int, int] | None) -> Group:
    return Group(
        value=quantity.value,
        text=text[quantity.value_start : quantity.value_end],
        start=quantity.value_start,
        end=quantity.value_end,
        unit=_slice(text, quantity.unit) or unit,
        label=_slice(text, label),
        n=_slice(text, quantity.n),
        events=quantity.events,
        total=quantity.total,
        spread=_slice(text, quantity.spread),
        spread_kind=quantity.spread_kind,
        spread_low=quantity.spread_low,
        spread_high=quantity.spread_high,
        label_start=label[0] if label else None,
        label_end=label[1] if label else None,
    )
