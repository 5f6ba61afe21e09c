"""Quantities of a sentence → comparisons: which values are set against each other, and whose they are.

Notes for a newcomer: quantities stand in a row; what is printed between two neighbours (the gap) says how they relate:
``vs`` ("versus", "compared with", "than"), ``list`` (a comma or "and" alone), ``label`` ("in group A and",
"for women,"), ``to`` (after "from"), or nothing. Each rule below reads one pattern of such relations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from evistat.extract.before_after import before_and_after
from evistat.extract.further_arms import further_after, further_before
from evistat.extract.group_labels import split_labels
from evistat.extract.group_row import Comparison, Row, comparison_of, label_after
from evistat.extract.group_values import GROUPISH, PERCENT, is_value
from evistat.extract.labelled_groups import composition, labelled
from evistat.extract.numbers import NUMBER_WORDS
from evistat.extract.quantities import Quantity
from evistat.extract.tested_counts import same_in_both, tested_counts
from evistat.extract.word_patterns import words_pattern

_ENROLLED = words_pattern("enrolment_words")
# Reaches over decimals, but not over a p-value's: then it is the p-values that are listed.
_RESPECTIVELY = re.compile(
    r"(?:[^.]|(?<![=<>≤≥]0)(?<![=<>≤≥] 0)(?<![=<>≤≥])(?<![=<>≤≥] )\.(?=\d)){0,120}?\brespectively\b"
)
_GROUP_LIST = re.compile(
    r"\s*(?:(?:was|were) (?:observed|recorded|found|seen|noted|reported|detected|achieved|obtained|reached) )?(?:of (?:the )?(?:patients|women|participants|subjects|children|cases|those|men|eyes) )?(?: (?!respectively|patients|and|at|after|in|for|with|of|on|by|from)[a-z]+s)?,? ?(?:in|for|among|with|on|of|at|by|after|from|between|following|under|during) (?:the )?(?P<labels>[^.;()]{3,120}?),? ?(?:respectively|\(|,? ?[pP] ?[<=]|$|\.)"
)
_COORDINATED = re.compile(
    r"\b(?:both|[\w-]+(?: [\w-]+){0,6},? and [\w-]+(?: [\w-]+){0,6}?)\b[^,;]{0,30}\b(?:was|were|had|of|by|are|is)\b[^,;]{0,20}$",
    re.IGNORECASE,
)

_COUNTED_LABEL = re.compile(r"\b(?:of|in|from|with|on) (?:the )?(?P<label>[\w-]+(?: [\w-]+){0,4}?) ?[(\[]")
_SUBJECT_LIST = re.compile(
    r"\b(?:among|in|for|between|by|after) (?:the )?(?P<labels>(?:[^.;()]|\.(?=\w)){3,120}?) (?:was|were|had|are|is|reached|averaged)(?: (?:comparable|similar|alike),? (?:and|at|with))?\s*$"
)
_ACHIEVED = re.compile(
    r" ?(?:\([^()]*\) ?)?(?:(?:of|in|among) [^.;,]{3,80} )?(?:achiev|attain|reach|experienc|show|report|lost|gain|had|have|has|met|maintain|obtain)\w* (?:an? )?(?:at least |more than |over )?(?:an? )?"
)
_CONTRAST = re.compile(r"[,;)]? ?\b(?:whereas|while|whilst|but)\b")
# "whereas only 32%"
_ONLY = re.compile(r"\b(?:whereas|while|whilst) (?:only|just|as (?:many|few) as) $")
_IT_WAS = re.compile(r"\b(?:it|this|they|the \w+) (?:was|were) (?:only )?$")


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
    values = [quantity for quantity in quantities if is_value(folded, quantity, start)]
    if len(values) < 2 and not p_spans and folded.find(" group", start, end) < 0:
        return []
    row = Row(text, folded, start, end, values, tuple(p_spans), tuple(separators), tuple(estimates))
    for rule in (
        _lists_against_lists,
        before_and_after,
        _versus,
        _respectively,
        labelled,
        _numbers_of_people,
        _contrasted,
        _counted,
        tested_counts,
        same_in_both,
        _bracketed,
    ):
        rule(row)
    if _BASELINE.match(folded, start) and not _MORE_THAN_BASELINE.search(folded, start, end):
        described = {"groups.labelled", "groups.respectively"}
        row.found = [replace(one, sure=one.sure and one.rule not in described) for one in row.found]
    return sorted(row.found, key=lambda comparison: comparison.start)


# "At baseline, 10% of A and 11% of B smoked": how the groups were, no result.
_BASELINE = re.compile(
    r"\W*(?:[A-Z][a-z]+:+ )?(?:(?:At|In the) baseline\b|(?:The )?(?:[Mm]ean |[Mm]edian )?[Bb]aseline )"
)
_MORE_THAN_BASELINE = re.compile(
    r"\b(?:follow-?up|after|later|end|increas\w+|decreas\w+|higher|lower|longer|shorter|more|less|differ\w*|similar|versus|vs|than|compared|\d+ (?:weeks|months|years))\b"
)


def _lists_against_lists(row: Row) -> None:
    """Read "96.7% and 86.6% for group 1 versus 96.4% and 87.6% for group 2": first with first, second with second.

    Lists of different lengths are left alone: the last of one against the first of the other would be a wrong number.
    """
    relations = row.relations
    for index, relation in enumerate(relations):
        changed = relation in {"to", "label"} and _UP_TO.search(row.between(index, index + 1))
        if (relation not in {"vs", "label"} and not changed) or not row.free(index, index + 1):
            continue
        if (
            relation == "label"
            and not changed
            and label_after(row, index, row.values[index + 1].start) is None
        ):
            continue
        first = index
        while first > 0 and relations[first - 1] == "list" and row.free(first - 1):
            first -= 1
        last = index + 1
        while last < len(relations) and relations[last] == "list" and row.free(last + 1):
            last += 1
        # "12 vs 15 and 30 vs 34": the comma or "and" joins comparisons, not a list.
        if "vs" in (
            (relations[first - 1] if first else ""),
            (relations[last] if last < len(relations) else ""),
        ):
            continue
        left, right = range(first, index + 1), range(index + 1, last + 1)
        if len(left) < 2:
            if relation == "vs" and _same_items(row, index):
                row.take((index - 1, index + 1), "groups.lists_versus_lists")
                row.take((index, index + 2), "groups.lists_versus_lists")
            continue
        if relation == "label" and len(left) == len(right) and _at_time(row, index):
            # "1.3% and 1.8% at 1 year, 4.1% and 5.2% at 3 years": a comparison a time
            row.take(left, "groups.respectively")
            row.take(right, "groups.respectively")
            continue
        if relation == "label":
            after = row.folded[row.values[last].end : row.values[last].end + 90]
            told = "respectively" in row.between(index, index + 1) + after
            if len(left) != len(right) or not (told or _of_two_outcomes(row, left, last)):
                continue
        if len(left) == len(right):
            rule = "groups.from_to" if changed else "groups.lists_versus_lists"
            for one, other in zip(left, right, strict=True):
                row.take((one, other), rule)
        else:
            row.taken.update(left, right)


def _same_items(row: Row, index: int) -> bool:
    """Tell whether two items stand on either side: "(4 min for touch and 9 for grip) than in B (5 for touch and 8 for grip)", "(5 and 8)"."""
    if index == 0 or index + 2 >= len(row.values) or not row.free(index - 1, index + 2):
        return False
    if row.relations[index - 1] != "label" or row.relations[index + 1] not in {"label", "list"}:
        return False
    items = [
        row.folded[slice(*label)] if label else ""
        for label in (
            label_after(row, i, row.values[i + 1].start if i < index + 2 else row.end)
            for i in range(index - 1, index + 3)
        )
    ]
    if not items[0] or not items[1] or items[0] == items[1]:
        return False
    listed = row.relations[index + 1] == "list" and row.run(index + 1, "list") == index + 2
    return listed or items[:2] == items[2:]


# "from 54% and 50% to a post-test level of 77% and 68%"
_UP_TO = re.compile(
    r"\bto (?:(?:an?|the|mean|median|final|only|about|levels?|values?|scores?|of|post|intervention|post-?\w+) ){0,5}$"
)


def _of_two_outcomes(row: Row, left: range, last: int) -> bool:
    """Tell whether "A and B were 34% and 28% in the clinics, and 44% and 64% in the shops" has a list for each group."""
    labels = [label_after(row, i, row.end) for i in (left[-1], last)]
    return (
        _coordinated_subject(row.folded[row.start : row.values[left[0]].start])
        and len({row.unit(i) for i in (*left, last)}) == 1
        and all(label is not None for label in labels)
    )


_TIME_LABEL = re.compile(
    r"(?:\d+ (?:hours?|days?|weeks?|months?|years?|min(?:utes)?)|baseline|(?:day|week|month|year) \d)"
)


def _at_time(row: Row, index: int) -> bool:
    """Tell whether what stands after a value says when it was measured."""
    label = label_after(row, index, row.values[index + 1].start)
    return label is not None and _TIME_LABEL.match(row.folded, *label) is not None


def _versus(row: Row) -> None:
    """Read "12.3 vs 9.5 months", "30% in A compared with 20% in B", and chains of three and more."""
    index = 0
    while index < len(row.relations):
        if row.relations[index] != "vs" or not row.free(index, index + 1):
            index += 1
            continue
        last = further_after(row, index, row.run(index, "vs"))
        share = _share_of_achievers(row, index)
        leading = range(further_before(row, index) if share == index else index, index)
        chosen = [*leading, share, *range(index + 1, last + 1)]
        if _of_exposures(row, chosen):
            row.taken.update(chosen)
        elif leading and 2 * len(leading) + 2 == len(chosen) and _one_bracket(row, index + 1, last):
            for one, other in zip((*leading, share), range(index + 1, last + 1), strict=True):
                row.take((one, other), "groups.lists_versus_lists")
        elif not _sample_sizes(row, chosen):
            row.take(chosen, "groups.versus")
        index = last + 1


def _one_bracket(row: Row, first: int, last: int) -> bool:
    """Tell whether values are listed in one bracket ("more warmth (16%) and wear (3%) compared with cork (8% and 1%)")."""
    return all(row.relations[index] == "list" for index in range(first, last))


# "(12 °C versus 24 °C) = 2.10": the exposures that an estimate contrasts.
_EQUALS = re.compile(r"(?: ?[a-zA-Z°/%]{1,12}){0,3} ?[)\]] ?= ?[-+]?\.?\d")


def _of_exposures(row: Row, chosen: Sequence[int]) -> bool:
    """Tell whether values set against each other are levels of an exposure whose estimate follows."""
    return _EQUALS.match(row.folded, row.values[chosen[-1]].end, row.end) is not None


_FOLLOW_UP = re.compile(
    r"(?:\bfollow-?ups? (?:durations?|times?|periods?)|\b(?:durations?|lengths?) of follow-?up|\b(?:mean|median|average) follow-?up)\b[^.;,]{0,70}\b(?:was|were) [^.;,]{0,12}$",
    re.IGNORECASE,
)


def _share_of_achievers(row: Row, index: int) -> int:
    """Return the value compared in "19.6% of A achieved 6% weight loss compared to 4.1% in B": the share, not the aim."""
    if (
        index > 0
        and row.free(index - 1)
        and {row.unit(index - 1), row.unit(index), row.unit(index + 1)} <= PERCENT
        and _ACHIEVED.fullmatch(row.between(index - 1, index))
    ):
        return index - 1
    return index


# "1869 sheep died (952 in barns vs 917 on hills)"
_DIED = re.compile(r"\b(?:died|deaths|events|occurred|relapsed|recurred|recurrences) [(\[]$")


def _sample_sizes(row: Row, chosen: Iterable[int]) -> bool:
    """Tell whether bare integers are how many were randomised, enrolled or treated."""
    values = [row.values[index] for index in chosen]
    if not row.bare_integers(chosen):
        return False
    stop = values[-1].end
    if any(stop <= s <= stop + 50 for s, _ in row.p_spans):
        return False
    before = row.folded[max(row.start, values[0].start - 80) : values[0].start]
    if _ENROLLED.search(before) is not None:
        return True
    if _DIED.search(before) is not None:
        return False
    # "2371 vs 1446": an explicit sign sets numbers of any size against each other.
    signed = all(re.fullmatch(r" (?:vs\.?|versus) ", row.between(i, i + 1)) for i in list(chosen)[:-1])
    return max(value.value for value in values) > 200 and not signed


def _respectively(row: Row) -> None:
    """Read "45.4%, 38.0% and 20.1% in groups A, B and C, respectively"."""
    index = 0
    while index < len(row.values):
        last = row.run(index, "list") if row.free(index) else index
        if last == index:
            index += 1
            continue
        stop = row.values[last].end
        tail = row.folded[stop : min(row.end, stop + 150)]
        labels = _GROUP_LIST.match(tail)
        said = _RESPECTIVELY.match(tail)
        count = last - index + 1
        spans = (
            split_labels(row.folded, stop + labels.start("labels"), stop + labels.end("labels"), count)
            if labels
            else None
        )
        head = row.folded[row.start : row.values[index].start]
        if (
            _FOLLOW_UP.search(head)
            or _sample_sizes(row, range(index, last + 1))
            or (count > 2 and composition(row, range(index, last + 1)))
        ):
            index = last + 1
            continue
        if said and (
            _CHANGED.match(tail) or (_SAID_OF.match(tail) and GROUPISH.search(head[-120:] + said[0]) is None)
        ):
            index = last + 1
            continue
        if spans is not None:
            sure = said is not None or GROUPISH.search(tail[: labels.end()] if labels else "") is not None
            row.take(
                range(index, last + 1),
                "groups.respectively",
                labels=spans,
                sure=sure,
                end_at=stop + said.end() if said else None,
            )
        elif said and (before := _labels_before(row, index, count)):
            row.take(range(index, last + 1), "groups.respectively", labels=before, end_at=stop + said.end())
        elif count > 1 and _GROUPS_WERE.search(head) and (before := _labels_before(row, index, count)):
            row.take(range(index, last + 1), "groups.respectively", labels=before)
        elif shared := _names_beside(row, index, last):
            own = said is not None and stop + said.end() <= row.start_of(last + 1)
            row.take(
                range(index, last + 1),
                "groups.respectively",
                labels=shared,
                end_at=stop + said.end() if said and own else None,
            )
        elif said and not _coordinated_subject(head):
            sure = (
                labels is not None
                or GROUPISH.search(head[-120:]) is not None
                or _SET_AGAINST.search(head) is not None
                or (_opened(row, index) and any(len(one.groups) == count for one in row.found))
            )
            row.take(range(index, last + 1), "groups.respectively", sure=sure, end_at=stop + said.end())
        index = last + 1


def _names_beside(row: Row, index: int, last: int) -> list[tuple[int, int] | None] | None:
    """Return the groups' names that a list shares with one beside it.

    "Cure was 28% and 20%, and relapse was 8% and 4% in groups A and B, respectively" names them after the second list,
    "were 28% and 20% in A and B, respectively; those at home were 8% and 4%, respectively" after the first.
    """
    count = last - index + 1
    if (
        count == 1
        or row.unit(index) == ""
        or _coordinated_subject(row.folded[row.start : row.values[index].start])
    ):
        return None
    after = (
        row.run(last + 1, "list")
        if last + 1 < len(row.values) and row.relations[last] == "label"
        else last + 1
    )
    if after - last == count and row.unit(after) == row.unit(last) and row.free(*range(last + 1, after + 1)):
        stop = row.values[after].end
        tail = row.folded[stop : min(row.end, stop + 150)]
        named = _GROUP_LIST.match(tail)
        between = row.between(last, last + 1)
        if (
            named
            and _RESPECTIVELY.match(tail)
            and "respectively" not in between
            and _OWN_NAMES.match(between) is None
        ):
            return split_labels(row.folded, stop + named.start("labels"), stop + named.end("labels"), count)
    if _RESPECTIVELY.match(row.folded, row.values[last].end, row.end) is None:
        return None
    for one in row.found:
        names = [
            (group.label_start, group.label_end)
            for group in one.groups
            if group.label_start is not None and group.label_end is not None
        ]
        if len(names) == len(one.groups) == count and one.groups[-1].unit == row.unit(last):
            return list(names)
    return None


# "28% and 20% in towns, and relapse was …": the first list has names of its own.
_OWN_NAMES = re.compile(r" ?(?:in|for|with|among|after) ")
# "41% and 47% of callers had fever and thirst, respectively": the list is the subject of two outcomes.
_SAID_OF = re.compile(
    r" ?(?:of (?:the |all )?[^,;.()]{3,40} )?(?:had|have|were|was|reported|showed|experienced|developed|presented|agreed|believed|felt) "
)
# "43% and 23% lower odds of fever and thirst": two changes.
_CHANGED = re.compile(
    r" ?(?:lower|higher|greater|smaller|less|more|fewer|reduced|increased|decreased|reductions?|increases?|decreases?|relative|risk)\b"
)


# "was longer with bark than with root (26.7 and 17.7 months, respectively)"
_SET_AGAINST = re.compile(r"\b(?:than|versus|vs\.?|compared (?:with|to))\b[^;,()]{2,80}[(\[]$")


# "in the bark and root groups were 5.5% and 4.1%", without "respectively"
_GROUPS_WERE = re.compile(r"\b(?:groups|arms|cohorts) (?:was|were|had|reached|averaged) $")


def _opened(row: Row, index: int) -> bool:
    """Tell whether a list with one unit opens a bracket."""
    opens = row.folded[max(0, row.values[index].start - 1) : row.values[index].start] in {"(", "["}
    return opens and row.unit(index) != "" and row.unit(index) == row.unit(index + 1)


def _labels_before(row: Row, index: int, count: int) -> list[tuple[int, int] | None] | None:
    """Return the labels of "among A, B and C isolates were 66%, 78% and 23%, respectively"."""
    low = max(row.start, row.values[index].start - 170)
    # The innermost preposition that still leaves the right number of labels.
    head = row.folded[low : row.values[index].start]
    for match in reversed(list(re.finditer(r"\b(?:among|in|for|between|with|of|by|after) ", head))):
        inner = _SUBJECT_LIST.match(row.folded, low + match.start(), row.values[index].start)
        common = match[0] == "of " or (match[0] == "for " and _FREQUENCY.search(head, 0, match.start()))
        if common and inner and GROUPISH.search(inner["labels"]) is None:
            return None  # "the prevalence of fever and thirst": outcomes
        labels = split_labels(row.folded, *inner.span("labels"), count) if inner else None
        if labels and not (labels[0] and row.folded[labels[0][0] : labels[0][1]].isdigit()):
            return labels
    return None


_FREQUENCY = re.compile(r"\b(?:prevalences?|incidences?|frequenc(?:y|ies)|proportions?) $", re.IGNORECASE)
_IN_BRACKETS = re.compile(r" ?\([^()\d]{1,20}\)")


def _coordinated_subject(head: str) -> bool:
    """Tell whether the values belong to coordinated outcomes ("sensitivity and specificity were") and not to groups."""
    said = _IN_BRACKETS.sub("", head)
    clause = re.split(r"[;:(]|\b(?:while|whereas|respectively)\b", said)[-1][-160:]
    coordinated = _COORDINATED.search(clause)
    if coordinated is None and (opened := _COMMON.search(said[-200:])) is not None:
        coordinated = _COORDINATED.search(opened["said"])
    return coordinated is not None and GROUPISH.search(_SECOND.sub(r"\g<name>", coordinated[0])) is None


# "fever and thirst were common (scores 7.4 and 9.2, respectively)"
_COMMON = re.compile(
    r"(?P<said>[^;:()]*\b(?:were|are) (?:[a-z]+ )?)(?:common|frequent|prevalent|rare|high|low|similar) [(\[][^()\[\]]*$"
)
# What stands after the second outcome's name says where and when: "A and B at 5 years after treatment were".
_SECOND = re.compile(r"(?<= and )(?P<name>[^,;]*?) (?:at|in|after|during|before|within) [^,;]*$")


_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(word for word in NUMBER_WORDS if word not in {'no', 'none'})})"
_IN_GROUP = (
    r"(?: (?:ones?|patients?|participants?|subjects?|women|woman|men|man|children|child|infants?|cases?|individuals?|people|eyes?|animals?|rats?|mice"
    r"|dogs?|deaths?|events?))? (?:in|from|of|among|with|on) (?:the )?(?P<{0}>(?:[\w+/-]+ ){{0,5}}?(?:groups?|arms?)(?:[ -][A-Z0-9]{{1,3}}\b)?)"
)
_HAPPENED = re.compile(
    r"\b(?:occurr?|report|develop|die|experienc|observ|found|noted?|seen|suffer|relaps|detect|requir|need|fail|withdr|discontinu|stopp|obtain|attain|achiev|respond|recover|heal|surviv|deaths?|events?)\w*\b"
)
_PEOPLE_COUNTED = re.compile(
    rf"(?<![\w.,/-])(?P<first>{_NUMBER}){_IN_GROUP.format('first_group')}"
    r",? (?:and|versus|vs\.?|compared (?:with|to)|but|while|whereas)(?: in| by)?(?: only)? "
    rf"(?P<second>{_NUMBER}|none|no(?= )){_IN_GROUP.format('second_group')}",
    re.IGNORECASE,
)


def _numbers_of_people(row: Row) -> None:
    """Read "three patients in group I and two in group II (p = 0.6)": bare counts, which need a p-value."""
    said = row.folded[row.start : row.end]
    if " group" not in said and " arm" not in said:
        return
    happened = _HAPPENED.search(said) is not None and _ENROLLED.search(said) is None
    if not row.p_spans and not happened:
        return
    for match in _PEOPLE_COUNTED.finditer(row.folded, row.start, row.end):
        if any(one.start < match.end() and match.start() < one.end for one in row.found):
            continue
        if any(s < match.end() and match.start() < e for s, e in row.p_spans):
            continue
        opens = row.folded[match.start() - 1 : match.start()] == "("
        if opens and not _DIED.search(row.folded, row.start, match.start()):
            continue  # how many each group had
        counts = []
        for name in ("first", "second"):
            printed = match[name].lower()
            value = float(NUMBER_WORDS.get(printed, printed))
            counts.append(
                Quantity(value, *match.span(name), *match.span(name), word=not match[name].isdigit())
            )
        row.found.append(
            comparison_of(
                row.text, row.folded, counts, "groups.counted", row.end, sure=happened, end_at=match.end(),
                labels=[match.span("first_group"), match.span("second_group")],
            )
        )  # fmt: skip


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
            row.take((index, index + 1), "groups.contrasted", sure=again)


def _counted(row: Row) -> None:
    """Read "three patients of the control group (6%) and one of the WD group (10%)", and "(ten [3%] and three [2%])"."""
    for index, relation in enumerate(row.relations):
        left, right = row.values[index], row.values[index + 1]
        if relation != "list" or not row.free(index, index + 1) or left.n is None or right.n is None:
            continue
        if row.run(index, "list") != index + 1 or (index and row.relations[index - 1] == "list"):
            continue
        own = [_COUNTED_LABEL.search(row.folded, value.start, value.end) for value in (left, right)]
        if all(own):
            row.take(
                (index, index + 1),
                "groups.counted",
                sure=any(match is not None and GROUPISH.search(match["label"]) for match in own),
                labels=[match.span("label") if match else None for match in own],
            )
        elif any(len(comparison.groups) == 2 for comparison in row.found) or GROUPISH.search(
            row.folded[row.start : left.start]
        ):
            row.take((index, index + 1), "groups.counted", sure=bool(row.found))


# "(9.2 and 15.0 mg morphine equivalent, P = 0.04)", "(9.6 and 9.1 on a 10-point scale, P = 0.2)"
_TO_P = re.compile(r"[ ,;:(\[]*|(?: [a-z]+(?: [a-z]+)?| on (?:an? |the )?[\w-]+(?: \w+)?),? ")


_CLOSES = re.compile(r" ?[)\];]")


def _as_before(row: Row, index: int, head: str) -> bool:
    """Tell whether "warts (8% vs 9%) or sores (5% and 2%)" goes on to compare the same two groups."""
    return (
        row.unit(index) in PERCENT
        and row.unit(index + 1) in PERCENT
        and _CLOSES.match(row.folded, row.values[index + 1].end) is not None
        and any(len(one.groups) == 2 and one.end <= row.values[index].start for one in row.found)
        and not _coordinated_subject(head)
    )


def _bracketed(row: Row) -> None:
    """Read "(2.32, 2.81, P < 0.001)": a bracket that holds nothing but values and their p-value."""
    index = 0
    while index < len(row.values):
        last = row.run(index, "list") if row.free(index) else index
        if last == index:
            index += 1
            continue
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
            and (bracketed or not _coordinated_subject(head))
            and not row.bare_integers(range(index, last + 1))
        ):
            row.take(range(index, last + 1), "groups.bracketed", sure=False)
        elif last == index + 1 and bracketed and _as_before(row, index, head):
            row.take((index, last), "groups.bracketed")
        index = last + 1
