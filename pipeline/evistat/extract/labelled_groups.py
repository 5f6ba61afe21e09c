"""The values of a sentence → those with their groups' names ("90% in CE, 64% in SD", "A 64.7%, B 35.7%")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from evistat.extract.group_labels import LABEL_AFTER, trim_label
from evistat.extract.group_names import name_groups, name_places, states
from evistat.extract.group_relations import units_fit
from evistat.extract.group_row import Row, label_after
from evistat.extract.group_values import COMPARED, GROUPISH, N_EQUALS, core_end
from evistat.extract.measures import find_measures
from evistat.extract.units import PERCENT
from evistat.lexicons import word_set

_LABEL_BEFORE = re.compile(
    r"(?:[(\[,;:]|\band\b|\bor\b|\bin\b|\bbetween\b|\bfor\b|\bamong\b|\bfrom\b|\bwith\b|\bby\b|\bon\b|\bafter\b|\bat\b|\bcomparing\b)\s*(?:and |in |for |with |among |from |at |the |patients (?:in|on|with|from) )*(?P<label>[A-Za-z](?:(?! (?:between|among|than|was|were|is|are|had|it|they) )[\w/+'. -]){0,50}?)\s*(?::|=|,|[(\[]|(?:\b(?:it|they|this) )?\b(?:was|were))?\s*(?:(?<=[\s,:])[nN] ?= ?|(?:mean|median|M|Mdn)(?: ?(?:±|[(\[]|and) ?(?:SD|SEM?|IQR|range)[)\]]?)?[:,]? (?:(?:=|of|was) )?)?$"
)


def labelled(row: Row) -> None:
    """Read "90% in CE, 64% in SD" and "A 64.7%, B 35.7%": values with their groups' names."""
    index = 0
    while index < len(row.relations):
        if row.relations[index] != "label" or not row.free(index, index + 1):
            index += 1
            continue
        last = row.run(index, "label")
        for chosen in _frames(row, range(index, last + 1)):
            if all(units_fit(*pair) for pair in set(combinations(map(row.unit, chosen), 2))):
                _take_labelled(row, chosen)
        index = last + 1


# "68% of lesions seen at the first visit": what is divided, then where.
_PLACE = re.compile(r" (?:at|in|by|on|among|for|with|under|seen|identified|found|detected)\b")
_WHILE = re.compile(r"[,;] (?:while|whereas|whilst)(?: only| just)? $")
_JOINED = re.compile(
    r"^(?:(?:and|or|but|while|whereas|then|followed by|(?:high|low)(?:er|est)(?= (?:in|with|for|among) )|in|with|for|among) )+"
)
_HIGHEST = re.compile(r"\b(?:highest|greatest|most|largest|longest|best|more)\b")
_LOWEST = re.compile(r"\b(?:lowest|least|smallest|shortest|worst|less|fewest)\b")
_BETWEEN = re.compile(r"\bbetween (?:the )?$")
# "was comparable between the groups (bark, 97.5%; root, 96.1%)"
_OF_THE_GROUPS = re.compile(
    r"\b(?:groups|arms|treatments|drugs|formulations|strategies|methods|techniques|both)\b[^;.()]{0,40}[(\[][^()\[\]]{1,50}$"
)


# "(bark = 3.4%; root = 4.2%)"
_NAME_OPENS = re.compile(r"[(\[](?:(?:mean|median) )?[\w+/-]+(?: [\w+/-]+)? ?= ?$")


_FRAME = re.compile(r"(?: ?[(\[][^()\[\]]*[)\]])?(?P<said>(?: [a-z]+){0,2} (?P<prep>in|for|with|among) )")
# "was 0.15 mm", "was 9% (": one thing, or the parts of a whole
_ONE_THING_WAS = re.compile(r"\bwas (?:only |about |approximately )?$|\d ?%? [(\[]$")
_OPENS = re.compile(r"(?:\b(?:was|were|averaged|of|at)|[(:]) ?$")


def _same_frame(row: Row, chosen: range) -> bool:
    """Tell whether "was 0.15 mm for bark and 0.16 mm for root" says one thing of two sides."""
    if len(chosen) != 2:
        return False
    first, second = (
        _FRAME.match(row.folded, row.values[i].end) or _FRAME.match(row.folded, core_end(row.values[i]))
        for i in chosen
    )
    if first is None or second is None or first["said"] != second["said"]:
        return False
    said = row.folded[max(row.start, row.values[chosen[0]].start - 20) : row.values[chosen[0]].start]
    told = COMPARED.search(row.folded, row.start, row.values[chosen[0]].start) is not None
    opens = _ONE_THING_WAS if first["prep"] == "for" and not told else _OPENS
    return opens.search(said) is not None and re.search(r" and $", row.between(*chosen)) is not None


def _scored(row: Row, chosen: range, names: Sequence[str]) -> bool:
    """Tell whether decimals without a unit are the scores of groups: "1.3 in the bark group and 1.2 among controls"."""
    return (
        not any(row.values[i].value.is_integer() for i in chosen)
        and ";" not in row.between(chosen[0], chosen[-1])
        and (_same_frame(row, chosen) or all(GROUPISH.search(name) for name in names))
    )


def _extremes(row: Row, chosen: range) -> bool:
    """Tell whether "was highest in A (29%) and lowest in B (19%)" names the ends of a scale."""
    said = row.folded[row.start : row.values[chosen[0]].start]
    between = row.between(chosen[0], chosen[-1])
    return len(chosen) == 2 and (
        (_HIGHEST.search(said) is not None and _LOWEST.search(between) is not None)
        or (_LOWEST.search(said) is not None and _HIGHEST.search(between) is not None)
    )


# "in the bark (35 of 37, 95%) and root (34 of 36, 94%) groups"
_GROUPS_AFTER = re.compile(r" ?[)\]](?: [a-z]+)? (?:groups|arms|cohorts)\b")


def _listed_in_bracket(row: Row, chosen: range) -> bool:
    """Tell whether values stand in one bracket after the words that say that groups are compared."""
    head = row.folded[row.start : row.values[chosen[0]].start]
    if COMPARED.search(head) is None:
        return False
    if _OF_THE_GROUPS.search(head) is not None:
        return True
    ends = (row.values[i].start for i in chosen)
    return _NAME_OPENS.search(head) is not None and all(
        row.folded[end - 2 : end].strip() == "=" for end in ends
    )


# How well a model fits is no group's value.
_FIT_INDICES = word_set("groups", "fit_indices")


_MEASURES = word_set("groups", "names_of_measures")


def _measure_named(name: str) -> bool:
    """Tell whether a name ends in what is measured: "the response rate", "systolic pressure"."""
    words = _PLACE.split(name, maxsplit=1)[0].split()
    return bool(words) and words[-1].lower() in _MEASURES


def _of_cases(row: Row, chosen: range) -> bool:
    """Tell whether names stand before how many cases they hold ("bark group 68 cases, root group 67 cases")."""
    return all(row.unit(i) in {"case", "cases"} and row.values[i].total is None for i in chosen)


# "38% of the women who received bark and 29% of the women who received root"
_GIVEN = re.compile(
    r"\b(?:who (?:received|underwent|took|used)|(?:treated|managed) with|(?:assigned|randomi[sz]ed|allocated) to|receiving|taking|given|undergoing) (?:the )?$"
)


def _take_labelled(row: Row, chosen: range) -> None:
    after = [label_after(row, i, row.values[i + 1].start if i + 1 < chosen.stop else row.end) for i in chosen]
    # A leading value without a label of its own is the total that the groups divide ("25 (33%) stopped, 8 in A, 17 in B").
    lead = next((i for i, label in enumerate(after) if label), len(after))
    trail = next((i for i in range(lead, len(after)) if after[i] is None), len(after))
    if trail - lead >= 2:
        chosen, after = chosen[lead:trail], after[lead:trail]
    if len(chosen) > 2 and ";" in row.between(chosen[0], chosen[1]) and after[0] is not None:
        rest = [row.between(i, i + 1) for i in chosen[1:-1]]
        if not any(";" in gap for gap in rest) and GROUPISH.search(row.folded[slice(*after[0])]) is None:
            chosen, after = chosen[1:], after[1:]  # "in 12 (71%) with leaks; 80% in A and 55% in B"
    before = [label_before(row, i) for i in chosen]
    labels = after if all(after) else before if all(before) else None
    if labels is None:
        chosen = chosen[-2:]
        labels = _labels_on_either_side(row, chosen, after[-2:])
    if labels is None:
        return
    if labels is before and _of_cases(row, chosen):
        row.taken.update(chosen)
        return
    names = [_JOINED.sub("", row.folded[slice(*label)]) for label in labels if label]
    trimmed = [trim_label(row.folded, label) for label in labels]
    told = [_JOINED.sub("", row.folded[slice(*label)]) for label in trimmed if label]
    if len(told) == len(labels) > 2 and not _period(told):
        cut, shorter = _cut_alike(row, trimmed, told)
        if _period(shorter) > 1:
            before = cut if labels is before else before
            labels, told = cut, shorter
    if (period := _period(told)) > 1:
        if _groups_come_again(row, chosen, labels, told, before=labels is before):
            for first in range(0, len(chosen), period):
                part = slice(first, first + period)
                if not composition(row, chosen[part]):
                    row.take(chosen[part], "groups.labelled", labels=labels[part])
        return
    if (
        composition(row, chosen)
        or None in trimmed
        or len(set(told)) < len(told)
        or len(set(names)) < len(names)
        or _FIT_INDICES.intersection(told)
        or not told
        or any(states(row.folded, *label) for label in trimmed[:-1] if label)
    ):
        return
    bare = (
        labels is after
        and _nouns(row, chosen)
        and not any(row.values[i].total for i in chosen)
        and all(row.values[i].n for i in chosen)
    )
    measured = any(row.values[i].unit or row.values[i].spread or row.values[i].n for i in chosen) or (
        labels is after and _scored(row, chosen, names)
    )
    paired = labels is before and all(_opens(row, i) for i in chosen)
    # "53% (treated) and 48% (control)"
    bracketed = all(
        row.folded[label[0] - 1] == "(" and row.folded[label[1]] == ")" for label in labels if label
    )
    told_apart = (
        not paired
        or (len(names) == 2 and name_groups(names, bare=True))
        or COMPARED.search(row.folded[row.start : row.values[chosen[0]].start]) is not None
    )
    grouped = name_places(told) or (
        told_apart
        and (
            bracketed
            or name_groups(names, bare=bare)
            or (paired and _GROUPS_AFTER.match(row.folded, row.values[chosen[-1]].end) is not None)
            or len({name.split()[-1].lower() for name in names}) == 1
            or (
                len(names) > 2
                and labels is after
                and all(len(name.split()) <= 3 for name in names)
                and not _nouns(row, chosen)
            )
        )
    )
    if labels is before and measured and not grouped:
        grouped = (
            (paired and _extremes(row, chosen))
            or _listed_in_bracket(row, chosen)
            or _BETWEEN.search(row.folded, row.start, labels[0][0] if labels[0] else row.start) is not None
        )
    if labels is after and not name_groups([_PLACE.split(name)[0] for name in names], bare=False):
        grouped &= not all(row.folded[label[0] - 3 : label[0]] == "of " for label in labels if label)
    if labels is after and (
        (len(chosen) == 2 and _WHILE.search(row.between(*chosen))) or _same_frame(row, chosen)
    ):
        grouped = True
    if labels is after and all(
        _GIVEN.search(row.folded, max(row.start, label[0] - 26), label[0]) for label in labels if label
    ):
        grouped = True
    if any(name.split()[0] in {"these", "them", "whom", "which", "this"} for name in names):
        grouped = False
    if all(_measure_named(name) for name in names):
        grouped = False
    sure = measured and grouped
    row.take(chosen, "groups.labelled", sure=sure, labels=labels)


_TIME = re.compile(
    r"(?:\d+|one|two|three|six|twelve)?[ -]?(?:hours?|days?|weeks?|months?|years?|min(?:utes)?|follow-?up)\b|baseline"
)
_CODE = re.compile(r"[A-Z][A-Z0-9]?")


def _groups_come_again(
    row: Row, chosen: range, labels: Sequence[tuple[int, int] | None], names: Sequence[str], *, before: bool
) -> bool:
    """Tell whether names that come again are those of groups, and not of times or outcomes that groups are compared in."""
    said = row.folded[row.start : row.values[chosen[0]].start]
    return (
        (
            name_groups(list(dict.fromkeys(names)), bare=False)
            or all(_CODE.fullmatch(name) for name in names)
            or (before and COMPARED.search(said) is not None)
        )
        and not any(_TIME.match(name) for name in names)
        # "(sensitivity 90%, specificity 80%) and B (sensitivity 85%, specificity 90%)"
        and not any(
            mention.end > mention.start + 1
            for mention in find_measures(row.folded, within=[label for label in labels if label])
        )
    )


def _cut_alike(
    row: Row, labels: Sequence[tuple[int, int] | None], names: Sequence[str]
) -> tuple[list[tuple[int, int] | None], list[str]]:
    """Cut names down to one that stands before or after by itself ("girls found it dull … girls")."""
    cut: list[tuple[int, int] | None] = []
    for label, name in zip(labels, names, strict=True):
        short = next((other for other in names if name.startswith(other + " ")), None)
        at = row.folded.find(short, *label) if short and label else -1
        cut.append((at, at + len(short)) if short and at >= 0 else label)
    return cut, [_JOINED.sub("", row.folded[slice(*label)]) for label in cut if label]


def _period(names: Sequence[str]) -> int:
    """Return after how many names they come again in their order ("boys, girls, boys, girls": 2), 0 where they don't."""
    if len(set(names)) == len(names) or len(set(names)) < 2:
        return 0
    period = len(set(names))
    again = all(name == names[place % period] for place, name in enumerate(names))
    return period if again and len(names) % period == 0 else 0


# "In the walking group 5% fell and 3% in the control group": the first group's name leads in.
_LED_IN = re.compile(
    r"(?:^|[\s(])(?:[Ii]n|[Aa]mong|[Ff]or|[Ww]ith) (?:the )?(?P<label>[^,;:()]{2,50}?),? (?:(?:(?:it|this|the \w+) )?(?:was|were) |had |only |there were )?$"
)


def _labels_on_either_side(
    row: Row, chosen: range, after: Sequence[tuple[int, int] | None]
) -> list[tuple[int, int] | None] | None:
    """Return the names of two groups, the first of which stands before its value and the second after."""
    if len(chosen) != 2 or after[1] is None or GROUPISH.search(row.folded[slice(*after[1])]) is None:
        return None
    start = row.values[chosen[0]].start
    lead = _LED_IN.search(row.folded, max(row.start, start - 70), start)
    if lead is None or GROUPISH.search(lead["label"]) is None:
        return None
    return [lead.span("label"), after[1]]


_OPENED = re.compile(r"[(\[] ?(?:(?:means?|medians?|M)[ ,:=]*)?$")


def _opens(row: Row, index: int) -> bool:
    """Tell whether a value opens a bracket."""
    return _OPENED.search(row.folded, row.start, row.values[index].start) is not None


def composition(row: Row, chosen: range) -> bool:
    """Tell whether percentages divide a whole ("30 (26.5%) males and 83 (73.5%) females") with no test of it."""
    values = [row.values[i] for i in chosen]
    if any(row.unit(i) not in PERCENT for i in chosen) or not (
        99.4 <= sum(value.value for value in values) <= 100.6 or _whole_sentence(row, chosen)
    ):
        return False
    return not any(values[-1].end <= s <= values[-1].end + 80 for s, _ in row.p_spans)


def _whole_sentence(row: Row, chosen: range) -> bool:
    """Tell whether all percentages of a sentence divide a whole: "27% were in Leeds, 22% in Ely, 27% in York, 23% in Bath"."""
    shares = [value.value for i, value in enumerate(row.values) if row.unit(i) in PERCENT]
    return len(chosen) > 2 and len(shares) == len(row.values) and 98.9 <= sum(shares) <= 101.1


def _nouns(row: Row, chosen: range) -> bool:
    """Tell whether the words after the values are bare nouns, which name outcomes as often as groups."""
    matches = [
        LABEL_AFTER.match(row.folded, row.values[i].end, min(row.end, row.values[i].end + 100))
        for i in chosen
    ]
    return any(match is not None and match["noun"] for match in matches)


def _frames(row: Row, chosen: range) -> list[range]:
    """Cut a run into stretches of values that stand at one depth of brackets, bare integers left out."""
    frames: list[range] = []
    depths: dict[int, int] = {}
    for i in chosen:
        head = row.folded[row.start : row.values[i].start]
        depths[i] = head.count("(") + head.count("[") - head.count(")") - head.count("]")
        fits = not row.bare_integers((i,))
        if frames and fits and frames[-1].stop == i and depths[i] == depths[i - 1]:
            frames[-1] = range(frames[-1].start, i + 1)
        elif fits:
            frames.append(range(i, i + 1))
    return [frame for frame in frames if len(frame) > 1]


def label_before(row: Row, index: int) -> tuple[int, int] | None:
    """Return the name of a group that stands right before a value."""
    value = row.values[index]
    low = row.values[index - 1].end if index else max(row.start, value.start - 70)
    match = _LABEL_BEFORE.search(row.folded, low, value.start)
    if match is None or (value.unit is None and N_EQUALS.search(match[0])):
        return None  # "the north (n = 91/121)": how many of what was told before
    return match.span("label")
