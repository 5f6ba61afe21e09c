"""A row of values → listed values ("45%, 38% and 20% in groups A, B and C, respectively"), each with its group's name."""

from __future__ import annotations

import re

from evistat.extract.coordinated_subjects import coordinated_subject, outcomes_told
from evistat.extract.group_labels import GROUP_LIST, split_labels
from evistat.extract.group_row import THEN_TIMES, Row
from evistat.extract.group_values import DOSE_UNIT, GROUPISH
from evistat.extract.labelled_groups import composition
from evistat.extract.sample_sizes import ENROLLED, sample_sizes
from evistat.extract.units import PERCENT
from evistat.lexicons import word_set

# Reaches over decimals, but not over a p-value's: then it is the p-values that are listed.
_RESPECTIVELY = re.compile(
    r"(?:[^.]|(?<![=<>≤≥]0)(?<![=<>≤≥] 0)(?<![=<>≤≥])(?<![=<>≤≥] )\.(?=\d)){0,120}?\b(?:respectively\b|resp\.)"
)
_SUBJECT_LIST = re.compile(
    r"\b(?:among|in|for|between|by|after|of) (?:the )?(?P<labels>(?:[^.;()]|\.(?=\w)){3,120}?) (?:was|were|had|are|is|reached|averaged)(?: (?:comparable|similar|alike),? (?:and|at|with))?\s*$"
)
_FOLLOW_UP = re.compile(
    r"(?:\bfollow-?ups? (?:durations?|times?|periods?)|\b(?:durations?|lengths?) of follow-?up|\b(?:mean|median|average) follow-?up)\b[^.;,]{0,70}\b(?:was|were) [^.;,]{0,12}$",
    re.IGNORECASE,
)


def respectively(row: Row) -> None:
    """Read "45.4%, 38.0% and 20.1% in groups A, B and C, respectively"."""
    for index, last in row.lists():
        stop = row.values[last].end
        tail = row.folded[stop : min(row.end, stop + 150)]
        labels = GROUP_LIST.match(tail)
        said = _RESPECTIVELY.match(tail)
        count = last - index + 1
        spans = (
            split_labels(row.folded, stop + labels.start("labels"), stop + labels.end("labels"), count)
            if labels
            else None
        )
        if labels and said is None and _VALUE_INSIDE.search(labels["labels"]):
            continue  # "13.6%; 17% in bark and 10% in root": the whole, then its parts
        head = row.folded[row.start : row.values[index].start]
        if (
            _FOLLOW_UP.search(head)
            or sample_sizes(row, range(index, last + 1))
            or composition(row, range(index, last + 1))
            or _doses(row, range(index, last + 1), head)
            or (said and _SHOWN.match(said[0]))
        ):
            continue
        if said and (_CHANGED.match(tail) or _said_of_outcomes(tail, head, said[0])):
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
        elif said and (before := labels_before(row, index, count)):
            row.take(range(index, last + 1), "groups.respectively", labels=before, end_at=stop + said.end())
        elif _GROUPS_WERE.search(head) and (before := labels_before(row, index, count)):
            row.take(range(index, last + 1), "groups.respectively", labels=before)
        elif shared := _names_beside(row, index, last):
            own = said is not None and stop + said.end() <= row.start_of(last + 1)
            row.take(
                range(index, last + 1),
                "groups.respectively",
                labels=shared,
                end_at=stop + said.end() if said and own else None,
            )
        elif said and (
            not (coordinated_subject(head) or outcomes_told(head, count))
            or _tested_once(row, stop + said.end())
        ):
            sure = (
                labels is not None
                or GROUPISH.search(head[-120:]) is not None
                or _SET_AGAINST.search(head) is not None
                or _OF_GROUPS.search(said[0]) is not None
                or _ONE_THING_WAS.search(head[-160:]) is not None
                or (count == 2 and THEN_TIMES.match(tail) is not None)
                or (_opened(row, index) and any(len(one.groups) == count for one in row.found))
            )
            row.take(range(index, last + 1), "groups.respectively", sure=sure, end_at=stop + said.end())


def _tested_once(row: Row, offset: int) -> bool:
    """Tell whether one p-value follows "respectively" ("were 36%, 23% and 14%, respectively (P < 0.01)"): groups differ."""
    return (
        sum(offset <= start <= offset + 60 for start, _ in row.p_spans) == 1
        and _TESTED.match(row.folded, offset, row.end) is not None
    )


_VALUE_INSIDE = re.compile(r" (?:and|or|versus|vs\.?) \d+(?:\.\d+)? ?%")
# "in bark and root were 136 ± 3 and 130 ± 7 (P = 0.06)"
_TESTED = re.compile(r"[ ,;]?[^\s\w]?[ ,;]*[(\[]?[pP] ?[<=>]")


def _names_beside(row: Row, index: int, last: int) -> list[tuple[int, int] | None] | None:
    """Return the groups' names that a list shares with one beside it.

    "Cure was 28% and 20%, and relapse was 8% and 4% in groups A and B, respectively" names them after the second list,
    "were 28% and 20% in A and B, respectively; those at home were 8% and 4%, respectively" after the first.
    """
    count = last - index + 1
    if (
        count == 1
        or row.unit(index) == ""
        or coordinated_subject(row.folded[row.start : row.values[index].start])
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
        named = GROUP_LIST.match(tail)
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


_GIVEN = re.compile(r"\b(?:after|of|at|with|receiving|given|by) $")


def _doses(row: Row, chosen: range, head: str) -> bool:
    """Tell whether a list holds the doses of what people were given ("received A and B (60 and 600 mg/m2, respectively)")."""
    if not all(DOSE_UNIT.match(row.unit(i)) and row.values[i].spread is None for i in chosen):
        return False
    before = chosen[0] - len(chosen)
    return (
        ENROLLED.search(head) is not None
        or _GIVEN.search(head) is not None
        or _names_their_drug(row, chosen, head)
        # "19%, 23% and 31% with lomitrel 0.5, 1 and 3 mg, respectively"
        or (before >= 0 and row.run(before, "list") == chosen[0] - 1 and row.unit(before) in PERCENT)
    )


def _names_their_drug(row: Row, chosen: range, head: str) -> bool:
    """Tell whether doses stand right behind the name of a drug: "lomitrel 5 and 10 mg", not "was 5 and 10 mg"."""
    named = _NAME_BEFORE.search(head)
    return (
        named is not None
        and not row.unit(chosen[-1]).lower().startswith("ml")
        and named["word"].lower() not in _NO_DRUG
    )


_NAME_BEFORE = re.compile(r"(?<![\w.-])(?P<word>[A-Za-z][A-Za-z-]+) $")
_NO_DRUG = word_set("groups", "words_before_doses_measured")


# "at 24 and 72 hours are shown in Figures 1 and 2, respectively"
_SHOWN = re.compile(r"[^.;]{0,80}\b(?:[Ff]ig(?:ure)?s?\.?|[Tt]ables?) (?:S?\d|[A-Z]\b)")


# "28% and 20% in towns, and relapse was …": the first list has names of its own.
_OWN_NAMES = re.compile(r" ?(?:in|for|with|among|after) ")
# "41% and 47% of callers had fever and thirst, respectively": the list is the subject of two outcomes.
_SAID_OF = re.compile(
    r" ?(?:of (?:the |all )?[^,;.()]{3,40} )?(?:had|have|were|was|reported|showed|experienced|developed|presented|agreed|believed|felt|achieved) "
)
_GROUPS_SET = re.compile(
    r"\b(?:groups|arms|cohorts|placebo|controls?|intervention|before|after|versus|than)\b"
)


def _said_of_outcomes(tail: str, head: str, said: str) -> bool:
    """Tell whether a list is the subject of what is said of each ("41% and 47% had fever and thirst, respectively")."""
    if _SAID_OF.match(tail) is None or GROUPISH.search(said) is not None:
        return False
    coordinated = " and " in said and _OF_NAMES.search(said) is None
    return (_GROUPS_SET if coordinated else GROUPISH).search(head[-120:]) is None


# "reached the goal with bark and root, respectively"
_OF_NAMES = re.compile(r"\b(?:in|for|with|among|on|by|after|than|of) (?:the )?[\w/+ -]{1,60} and ")
# "43% and 23% lower odds of fever and thirst": two changes.
_CHANGED = re.compile(
    r" ?(?:lower|higher|greater|smaller|less|more|fewer|reduced|increased|decreased|reductions?|increases?|decreases?|relative|risk)\b"
)
# "was longer with bark than with root (26.7 and 17.7 months, respectively)", "was weaker than root, with a mean change of",
# "was similar for bark and root, as were falls ("
_SET_AGAINST = re.compile(
    r"\b(?:than|versus|vs\.?|compared (?:with|to))\b[^;,()]{2,80}(?:[(\[]|, with (?:an? )?[^;,()\d]{3,70} of )$"
    r"|\b(?:similar|comparable) (?:for|in|with|between|among|after) [^;,()]{2,60} and [^;()]{2,80}[(\[]$"
)
# "391 and 410 µg per 10 MJ for the bark and root groups, respectively", "with and without fever"
_OF_GROUPS = re.compile(
    r"\b(?:in|for|among|with) (?:the )?[^.;()]{2,80}\b(?:groups|arms|cohorts)\b|\bwith (?:and|or) without\b"
)
# "the median delay was 3 and 5 days, respectively": nothing is coordinated but the values
_ONE_THING_WAS = re.compile(
    r"(?:^|[;.,] )(?:(?!\band\b|\bor\b)[^;.,()]){3,150} (?:was|is|averaged|reached) (?:only |about |approximately )?$"
)
# "in the bark and root groups were 5.5% and 4.1%", without "respectively"
_GROUPS_WERE = re.compile(r"\b(?:groups|arms|cohorts) (?:was|were|had|reached|averaged) $")


def _opened(row: Row, index: int) -> bool:
    """Tell whether a list with one unit opens a bracket."""
    opens = row.folded[max(0, row.values[index].start - 1) : row.values[index].start] in {"(", "["}
    return opens and row.unit(index) != "" and row.unit(index) == row.unit(index + 1)


def labels_before(
    row: Row, index: int, count: int, *, common: bool = False
) -> list[tuple[int, int] | None] | None:
    """Return the labels of "among A, B and C isolates were 66%, 78% and 23%, respectively".

    ``common``: "of" leads in groups, too, where codes or the people of a measure stand behind it.
    """
    low = max(row.start, row.values[index].start - 170)
    # The innermost preposition that still leaves the right number of labels.
    head = row.folded[low : row.values[index].start]
    for match in reversed(list(re.finditer(r"\b(?:among|in|for|between|with|of|by|after) ", head))):
        inner = _SUBJECT_LIST.match(row.folded, low + match.start(), row.values[index].start)
        labels = split_labels(row.folded, *inner.span("labels"), count) if inner else None
        outcomes = match[0] == "of " or (
            match[0] in {"for ", "in "}
            and (_FREQUENCY if match[0] == "for " else _CHANGES).search(head, 0, match.start())
        )
        if (
            outcomes
            and inner
            and not (
                (common and _CODES.fullmatch(inner["labels"])) or _MEASURED_OF.search(head, 0, match.start())
            )
        ):
            groupish = GROUPISH.search(inner["labels"]) is not None
            if labels and not groupish:
                return None  # "the prevalence of fever and thirst": outcomes
            if not groupish or match[0] == "of ":
                continue
        if labels and not (labels[0] and row.folded[labels[0][0] : labels[0][1]].isdigit()):
            return labels
    return None


# "the costs of bark and root were", "the scores of nurses and teachers were": whose they are
_MEASURED_OF = re.compile(
    r"\b(?:costs?|prices|scores?|ages?|sensitivit(?:y|ies)|specificit(?:y|ies)|accurac(?:y|ies)) $",
    re.IGNORECASE,
)
# "S10 and T14"
_CODES = re.compile(r"[A-Z][\w+/-]*(?:(?:,|,? and) [A-Z][\w+/-]*)+")
_FREQUENCY = re.compile(
    r"\b(?:prevalences?|incidences?|frequenc(?:y|ies)|proportions?|changes?|reductions?|increases?|decreases?|coefficients?|alphas?|CVs?) $",
    re.IGNORECASE,
)
# "the reduction in fever and thirst was"
_CHANGES = re.compile(
    r"\b(?:changes?|reductions?|increases?|decreases?|improvements?|declines?|rises?|gains?) $", re.IGNORECASE
)
