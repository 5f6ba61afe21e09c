"""Text round a group's value → whose value it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evistat.extract.quantities import Quantity

# A label doesn't reach over a finite verb ("in the control group underwent …").
_LABEL_STOP = re.compile(
    r"\s(?:was|were|had|has|have|is|are|underwent|showed|received|reported|achieved|completed|experienced|developed|died|did|met|reached|needed|required|used|lost|gained|with an?|while|whereas|whose|that|at \d|after \d|within \d|over \d|(?:(?<=\bgroup )|(?<=\barm ))(?:in|at|after|during))\b.*$"
)
LABEL_AFTER = re.compile(
    r"\s*%?(?:,? respectively,?)?\s*(?:(?:(?:of )?(?:the )?(?:newborns|eyes|knees|teeth|lesions|procedures|pregnancies|cycles|families|mothers|patients|individuals|participants|subjects|women|men|children|infants|cases|those|respondents|people|households) )?"
    r"(?:(?:(?:was|were) )?(?:treated|managed|allocated|assigned|randomi[sz]ed|invited|recruited|admitted|exposed|occurred|observed|seen|noted|found|detected|died) )?"
    r"(?:(?P<prep>of|in|for|with|among|on|at|after|by|from|during|under|(?<=ed )to|without|following|undergoing|receiving|taking|given|using|who received|who underwent|who had|who took) (?:the |all |those (?:in|with|who|treated with|receiving) (?:the )?|patients (?:in|with|on|receiving|treated with|given|who received) (?:the )?)?(?P<in>[A-Za-z0-9(](?:[^,;()\[\]=<>]|,(?=\d{3})){0,70}?)"
    r"|(?P<treated>[A-Za-z][\w/+-]*-(?:treated|exposed|vaccinated|infected|fed|supplemented|immuni[sz]ed|positive|negative)(?: (?:patients|women|men|children|infants|animals|rats|mice|subjects|participants|cases|group))?)"
    r"|\(?(?P<group>(?:[Gg]roup|[Aa]rm|[Cc]ohort)s? [A-Z0-9]+|[A-Z][\w+-]*(?: [a-z]+)? (?:group|arm)s?|(?:[A-Z]|[A-Za-z][\w-]{1,15})(?=\)))\)?|(?P<noun>(?!(?:had|has|have|was|were|is|are|did|reported|showed|received|used|died|developed|and|or|but|to)\b)[a-z]+(?: (?!with)[a-z]+){0,2}?(?: with(?:out)? [^,;()=<>]{2,40}?)?)(?=\s*(?:,|\band\b|\bw(?:as|ere)\b|\bat \d|\.|$|\()))"
    r")(?=\s*(?:,(?!\d{3})|[;()\[\]=<>]|\b(?:and|or|vs|versus|v|compared|than|while|whereas|but|respectively|to|as|was|were|had)\b|(?<!who )(?<!that )\b(?:underwent|showed|received|reported|achieved|completed|experienced|developed|died|did|met|reached|needed|required|responded|relapsed|discontinued|withdrew|suffered|recovered|survived|preferred)\b|\.(?!\d)|$))"
)
_LABEL_BEFORE_BRACKET = re.compile(
    r"\b(?:in|for|with|among|of|to|than|vs\.?|versus|and|(?<!/)or|by|both|after|on)\s(?:the |those |patients )*(?P<label>(?!the\b)[^.;:,()\[\]]{2,50}?) [(\[]$"
)
# "heat (3.1", "heat (mean ± SD: 3.1"
_OPENS = re.compile(r"[(\[] ?(?:(?:[Mm]eans?|[Mm]edians?|M) ?(?:±|[(\[]) ?(?:SD|SEM?|IQR)\b[)\]]?[:=,]? ?)?$")
_FINITE_VERB = re.compile(r"\s(?:was|were|had|has|have|is|are)\s")
_NO_LABEL = re.compile(
    r"and|an|in|of|for|with|patients|those|participants|subjects|total|average|all|the|it|them|they|which|each|respectively|[a-z]|(?:[Mm]edians?|[Mm]eans?)(?: ?(?:±|\+/-|\(|\[)? ?(?:SD|SEM?|IQR|range))?|(?:while|whereas|whilst|and|but) (?:it|this|that|they)"
    r"|[pP][ -]?values?\b.*|(?:mean )?scores?|group means?|values?|rates?|(?:\w+ )?who|(?:them|they|it|each|half) .*"
)
_PEOPLE_WHO = re.compile(
    r"(?:[a-z]+ )?(?:patients|participants|women|men|children|infants|subjects|those|people|individuals|animals) (?:who|that) "
    r"(?:underwent|received|were (?:given|treated with|assigned to|randomi[sz]ed to|allocated to)|used|took|had (?:received|undergone)) (?:an? |the )?"
)
_LEADS_IN = re.compile(
    r"(?:(?:(?:and )?then|(?:and then )?followed by|(?:high|low)(?:er|est)(?= (?:in|with|for|among) )|in|for|of|with|among|on|the|those|both) )+"
)
_OPEN_END = re.compile(r" (?:by|in|at|to|of|from|with|for|than|and|or|predicted|provoked)$")
_OTHER_SIDE = re.compile(r"[^,;()]{1,60}? (?:than|versus) (?:(?:in|for|with|among|the) )*(?=[\w-]{2})")
_RANGE_OF_TIME = re.compile(r" (?:to|or) \d+ (?:days?|weeks?|months?|years?|hours?|h|min)\b")
_LABEL_CAPITAL = re.compile(
    r"(?:[(\[;]|\bvs\.?|\bversus) ?(?P<label>[A-Z][\w/+-]*(?: (?!of\b|in\b|was\b)[\w/+-]+){0,3}),? (?:(?:mean|median|M) (?:= )?)?$"
)
_LABEL_COLON = re.compile(r"(?:^|[(\[;,.]|\bvs\.?|\bversus) ?(?P<label>[A-Za-z][^.;:,()\[\]]{1,40}): ?$")


_NAMED_WITHIN = re.compile(
    r"[^,;()]*? (?:in|for|among|with) (?:the )?(?P<group>(?:[\w/+-]+ ){1,3}(?:group|arm|cohort)s?)$"
)
# "41% and 47% of the patients in the bark and root groups, respectively": what follows a list
GROUP_LIST = re.compile(
    r"\s*(?:(?:(?!respectively)[a-z-]+ ){0,2}(?:was|were) (?:observed|recorded|found|seen|noted|reported|detected|achieved|obtained|reached) )?(?:of (?:the )?(?:patients|women|participants|subjects|children|cases|those|men|eyes) )?(?: (?:patients|women|participants|subjects|children|cases|men|eyes)(?= (?:in|with|by|of|according|using)\b))?(?: (?!respectively|patients|and|at|after|in|for|with|of|on|by|from)[a-z]+s)?,? ?(?:in|for|among|with|on|of|at|by|after|from|between|following|under|during|according to|using|as per) (?:the )?(?P<labels>[^.;()]{3,120}?),? ?(?:respectively|[(;)]|[pP] ?[<=]|$|\.)"
)


def labels_listed(folded: str, start: int, end: int, count: int) -> list[tuple[int, int] | None] | None:
    """Return the ``count`` labels of the list of groups that ``start`` opens (" in A and B, respectively"), if it does."""
    named = GROUP_LIST.match(folded[start:end])
    if named is None:
        return None
    return split_labels(folded, start + named.start("labels"), start + named.end("labels"), count)


def split_labels(folded: str, start: int, end: int, count: int) -> list[tuple[int, int] | None] | None:
    """Split "groups A, B and C" into its ``count`` labels, None where it doesn't split so."""
    text = folded[start:end]
    parts = []
    at = 0
    for match in re.finditer(r"\s*,\s*(?:and |or |& )?|\s+(?:and|or|&|vs\.?|versus)\s+", text):
        parts.append((start + at, start + match.start()))
        at = match.end()
    parts.append((start + at, end))
    parts = [(s, e) for s, e in parts if e > s]
    if len(parts) != count:
        return None
    return [
        (
            s + len(lead[0])
            if (lead := re.match(r"(?:in |for |the |with |among |of |a )+", folded[s:e]))
            else s,
            e,
        )
        for s, e in parts
    ]


def own_label(folded: str, end: int, chosen: Sequence[Quantity], index: int) -> tuple[int, int] | None:
    """Return the label that one value of a comparison has of its own."""
    start = chosen[index].start
    named = _named_before(folded, chosen) if len(chosen) > 1 else None
    if named is not None:
        return named[index]
    if (
        len(chosen) > 1
        and ")" not in folded[chosen[0].end : chosen[-1].start]
        and _OPENS.search(folded, max(0, chosen[0].start - 20), chosen[0].start) is not None
    ):
        return None  # "A compared with B (77.3% vs 60.3%)": the words before the bracket name both
    low = chosen[index - 1].end if index else max(0, start - 80)
    if opened := _OPENS.search(folded, max(low, start - 20), start):
        # A value that opens a bracket has its group's name before the bracket, never after it.
        bracket = opened.start() + 1
        before = _LABEL_BEFORE_BRACKET.search(folded, low, bracket)
        if before and (verb := _FINITE_VERB.search(folded, *before.span("label"))):
            # "the removal of debris was greater in the gel group (5%)": what stands after the verb
            before = _LABEL_BEFORE_BRACKET.search(folded, verb.end() - 1, bracket)
        return before.span("label") if before else None
    colon = _LABEL_COLON.search(folded, low, start)
    if colon and not colon["label"].isupper():
        return colon.span("label")
    limit = chosen[index + 1].start if index + 1 < len(chosen) else min(end, chosen[index].end + 90)
    match = LABEL_AFTER.match(folded, chosen[index].end, limit)
    if match is None:
        return None
    return label_of(match) if match["in"] or match["group"] or match["treated"] else None


def _named_before(folded: str, chosen: Sequence[Quantity]) -> list[tuple[int, int]] | None:
    """Return the names of "(Bark, 37.6 vs. Root, 25.3)" or "(Bark 37.6 vs. Root 25.3)", None unless each value has one."""
    labels: list[tuple[int, int]] = []
    for index, value in enumerate(chosen):
        low = chosen[index - 1].end if index else max(0, value.start - 50)
        match = _LABEL_CAPITAL.search(folded, low, value.start)
        if match is None:
            return None
        labels.append(match.span("label"))
    return labels


def label_of(match: re.Match[str]) -> tuple[int, int]:
    """Return the name that a match of ``LABEL_AFTER`` holds ("without" is part of one)."""
    if match["in"]:
        return (match.start("prep") if match["prep"] == "without" else match.start("in"), match.end("in"))
    named = next((name for name in ("group", "treated") if match[name]), "noun")
    return match.span(named)


def trim_label(folded: str, label: tuple[int, int] | None) -> tuple[int, int] | None:
    """Leave out of a label what is no name: verbs and what follows them, prepositions, bare people."""
    if label is None:
        return None
    start, end = label
    while end > start and folded[end - 1] in " ,;:.(":
        end -= 1
    while start < end and folded[start] in " (":
        start += 1
    if who := _PEOPLE_WHO.match(folded, start, end):
        start = who.end()  # "patients who underwent wire localization"
    if stopped := _LABEL_STOP.search(folded, start, end):
        end = stopped.start()
    if other := _OTHER_SIDE.match(folded, start, end):
        start = other.end()  # "irradiation than the drug group"
    if inner := _NAMED_WITHIN.match(folded, start, end):
        start = inner.start("group")  # "nausea in the placebo group": whose, not what
    if lead := _LEADS_IN.match(folded, start, end):
        start = lead.end()
    if end <= start or _NO_LABEL.fullmatch(folded, start, end):
        return None
    if _OPEN_END.search(folded, start, end):
        return None  # "overestimating by", "unchanged in": words that lead to the value
    if folded[start:end].isdigit() and (longer := _RANGE_OF_TIME.match(folded, end)):
        end = longer.end()  # "6% at 6 weeks and 10% at 28 to 34 weeks"
    return start, end
