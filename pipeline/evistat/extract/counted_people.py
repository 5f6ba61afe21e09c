"""A row of values → people counted in two groups: "three of the control group (6%) and one of the other (10%)"."""

from __future__ import annotations

import re

from evistat.extract.group_row import Row, comparison_of
from evistat.extract.group_values import GROUPISH, unit_of
from evistat.extract.numbers import NUMBER_WORDS, plain_letters
from evistat.extract.quantities import Quantity
from evistat.extract.sample_sizes import ENROLLED, counts_events
from evistat.extract.units import PERCENT

_COUNTED_LABEL = re.compile(
    r"\b(?:of|in|from|with|on|receiving|taking|given|assigned to) (?:the )?(?P<label>[\w-]+(?: [\w-]+){0,4}?) ?[(\[]"
)
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(word for word in NUMBER_WORDS if word not in {'no', 'none'})})"
_GROUP = r"(?:[\w+/-]+ ){{0,5}}?(?:groups?|arms?)(?:[ -][A-Z0-9]{{1,3}}\b)?"
_IN_GROUP = (
    r"(?: (?:(?!and\b|or\b)[a-zA-Z-]+ ){{0,3}}?(?:events?|deaths?|cases?|relapses?|recurrences?|infections?)(?: (?:had |have )?(?:occurred|were (?:reported|seen|observed|recorded|noted)))?| (?:ones?|patients?|participants?|subjects?|women|woman|men|man|children|child|infants?|cases?|individuals?|people|eyes?|animals?|rats?|mice"
    r"|dogs?|deaths?|events?))? (?:(?:in|from|of|among|with|on) (?:the )?|(?P<{0}_opens> ?[(\[])(?!\d))(?P<{0}>"
    + _GROUP
    + r")(?({0}_opens)[)\]])"
)
_HAPPENED = re.compile(
    r"\b(?:occurr?|report|develop|die|experienc|observ|found|noted?|seen|suffer|relaps|detect|requir|need|fail|withdr|discontinu|stopp|obtain|attain|achiev|respond|recover|heal|surviv|deaths?|events?|infections?|complications?|recurrences?|falls?)\w*\b"
    r"|\bnumber of (?!(?:patients|participants|subjects|cases|women|men|children|eyes|animals|people|individuals)\b(?! (?:with|who|that|requiring|needing|having)\b))"
)
_PEOPLE_COUNTED = re.compile(
    rf"(?<![\w.,/-])(?P<first>{_NUMBER}){_IN_GROUP.format('first_group')}"
    r"(?: (?!(?:and|but|while|whereas|versus|vs|compared|as|in|of|from|than)\b)[a-z-]+){0,6}?"
    r",? (?:and|versus|vs\.?|compared (?:with|to)|as opposed to|but|while|whereas)(?: in| by)?(?: only)? "
    rf"(?P<second>{_NUMBER}|none|no(?= )){_IN_GROUP.format('second_group')}",
    re.IGNORECASE,
)
# "three patients in bark and six in the felt group", "two in the bark group (one at night) and three with felt"
_BARE = r"(?:(?!(?:the|a|an|each|both|all|which|this|that|these|total)\b)[\w+/-]+)(?: (?!(?:and|or|had|was|were|who|that|with)\b)[\w+/-]+)?"
_ONE_GROUP_COUNTED = re.compile(
    rf"(?<![\w.,/-])(?P<first>{_NUMBER})(?: (?!(?:of|in|from|among|with|on|and|or|to|than)\b)[a-zA-Z-]+){{0,4}} (?:in|with|on) (?:the )?(?P<first_group>{_BARE}?(?P<grouped> (?:groups?|arms?))?)"
    r"(?: ?\([^()]*\))?,? (?:and|versus|vs\.?|compared (?:with|to)|but|while|whereas)(?: only)? "
    rf"(?P<second>{_NUMBER}|none)(?: (?:patients?|participants?|subjects?|cases?|events?|deaths?))? (?:in|with|on) (?:the )?(?P<second_group>(?(grouped){_BARE}(?: group| arm)?|(?:[\w+/-]+ ){{1,4}}?(?:group|arm)s?))",
    re.IGNORECASE,
)
# "in the bark group was 8 and in the felt group was 16"
_GROUP_FIRST = re.compile(
    rf"\b(?:in|for|of|from|among) (?:the )?(?P<first_group>{_GROUP.format()})(?:,| was| were| had)? (?P<first>{_NUMBER})(?!\w|\.\d|[%/-]|,\d| ?[(\[±%])"
    r"(?: (?!(?:and|but|while|whereas)\b)[a-z-]+){0,3}?,? (?:and|versus|vs\.?|but|while|whereas)(?: (?:in|for|of|from|among))?(?: the)? "
    rf"(?P<second_group>{_GROUP.format()})(?:,| it was| was| were| had)?(?: only)? (?P<second>{_NUMBER}|none)(?!\w|\.\d|[%/-]|,\d| ?[(\[±%](?! ?[pP]))",
    re.IGNORECASE,
)
_PEOPLE = r"(?:patients?|participants?|subjects?|women|men|children|infants?|cases?|individuals?|people|eyes?|animals?|rats?|mice|dogs?|deaths?|events?|episodes?)"
# "5 and 12 patients in the bark and felt groups had a fall"
_LISTED_COUNTS = re.compile(
    rf"(?<![\w.,/-])(?P<first>{_NUMBER}) and (?P<second>{_NUMBER}) (?:[a-z-]+ ){{0,2}}?{_PEOPLE}(?: of [\w-]+(?: [\w-]+)?)? (?:in|of|from|among) (?:the )?"
    r"(?P<first_group>(?:(?!and\b)[\w+/-]+ ){1,4})and (?:the )?(?P<second_group>(?:[\w+/-]+ ){0,3}?(?:groups?|arms?)\b(?: [A-Z0-9]{1,2}\b)?)",
    re.IGNORECASE,
)
# "five callers in the bark group and seven in the felt group remained ill": the counts are the subject of a claim
_BEFELL = re.compile(r" (?:had|have|became|remained|showed|exhibited|presented|complained|preferred)\b")
_OF_A_GROUP = re.compile(r"[ (](?:[Gg]roup|[Aa]rm)")


def speaks_of_groups(folded: str, start: int, end: int) -> bool:
    """Tell whether a sentence may count the people of groups: without a group's noun none does."""
    return _OF_A_GROUP.search(folded, start, end) is not None


def numbers_of_people(row: Row) -> None:
    """Read "three patients in group I and two in group II (p = 0.6)": bare counts, which need a p-value."""
    if not speaks_of_groups(row.folded, row.start, row.end):
        return
    said = row.folded[row.start : row.end]
    enrolled = ENROLLED.search(said) is not None
    happened = _HAPPENED.search(said) is not None and not enrolled
    for match in (
        *_LISTED_COUNTS.finditer(row.folded, row.start, row.end),
        *_PEOPLE_COUNTED.finditer(row.folded, row.start, row.end),
        *_GROUP_FIRST.finditer(row.folded, row.start, row.end),
        *_ONE_GROUP_COUNTED.finditer(row.folded, row.start, row.end),
    ):
        if any(one.start < match.end() and match.start() < one.end for one in row.found):
            continue
        if any(
            match.start() <= one.start < match.end() and (one.n or unit_of(row.folded, one) in PERCENT)
            for one in row.values
        ):
            continue  # "14 in the bark group (25%) and four in the root group (7%)"
        befell = happened or (not enrolled and _BEFELL.match(row.folded, match.end()) is not None)
        if not befell and not row.p_spans:
            continue
        opens = row.folded[match.start() - 1 : match.start()] == "("
        if opens and not counts_events(row.folded, max(row.start, match.start() - 200), match.start()):
            continue  # how many each group had
        counts = []
        for name in ("first", "second"):
            printed = plain_letters(match[name])
            value = float(NUMBER_WORDS.get(printed, printed))
            counts.append(Quantity(value, *match.span(name), *match.span(name)))
        row.taken.update(i for i, one in enumerate(row.values) if match.start() <= one.start < match.end())
        row.found.append(
            comparison_of(
                row.text, row.folded, counts, "groups.counted", row.end, sure=befell, end_at=match.end(),
                labels=[match.span("first_group"), match.span("second_group")],
            )
        )  # fmt: skip


def counted(row: Row) -> None:
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
