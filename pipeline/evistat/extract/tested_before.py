"""A sentence's only p-value or estimate → the comparisons of the sentence before, where it tests what they say.

*Pain scores were 3.1 with heat and 4.6 with rest. Pain was significantly lower with heat (P = 0.02).*
"""

from __future__ import annotations

import re

from evistat.extract.drafts import Draft
from evistat.extract.estimates import Effect
from evistat.lexicons import word_set

# "This difference was not statistically significant (P = 0.2).", "The differences were significant at all times (P < 0.01)."
_POINTS = r"(?: (?:between|among|across|at|for|in)(?: (?:the|these|all|both|two|three|four|five|study|treatment|multiple|different|measurement|time)){0,5} (?:groups|arms|treatments|points|times|visits|measurements|conditions|timepoints))?"
_SIGNIFICANT = re.compile(
    rf"(?:(?:However|But|Thus|Overall),? )?(?:(?:(?:[Aa] |[Nn]o )?(?:[Ss]tatistically )?(?:[Ss]ignificant )?(?P<many>[Dd]ifferences)|(?:[Aa] |[Nn]o )?(?:[Ss]tatistically )?(?:[Ss]ignificant )?[Dd]ifference) (?:was|were) (?:detected|found|observed|seen|noted)"
    rf"|There (?:was|were) (?:an? |no )?(?:statistically )?(?:significant )?differences?){_POINTS}{_POINTS} ?[(\[,] ?(?:[^\d()]{{2,24}}; )?$"
)
_THIS = re.compile(
    r"(?:(?:However|But|Again|Still|Moreover),? )?(?:[Tt]his|[Tt]hese|[Tt]he|[Ss]uch(?: an?)?)(?: [a-z]+(?:ed|ing|ant))? (?:difference|change|increase|decrease|reduction|improvement|rise|fall|effect|trend|finding)(?P<many>s)?"
    r"(?: (?:between|among|across)(?: (?!and\b)\w+){1,4})? (?:was|were|is|are|did|reached|had|failed|remained)\b(?:[^.;]|\.\d){0,90}$"
)


_ALL = re.compile(
    r"(?P<many>All|Both) (?:of )?(?:these |the )?(?:pairwise |between-group )?(?:comparisons|differences|changes|improvements|reductions|increases) (?:was|were|are|reached)\b[^.;]{0,60}$"
)


_OF_TWO = frozenset({"OR", "RR", "HR", "IRR", "PR", "RD", "MD", "SMD"})


# "There was no significant difference in falls between the two groups (P = 0.4).": of what the sentence before told of.
_BETWEEN_GROUPS = re.compile(
    r"(?:(?:However|But|Still|Yet|Nevertheless|Again|Overall),? )?(?:(?:Although|Though|While) (?P<told>[^.;()\d]{3,110}), )?(?P<said>[^.;:()]{10,150}?)[(\[,] ?$"
)
_DIFFERING = re.compile(r"\b(?:differ(?:ences?|ed|ent)?|similar|comparable|alike)\b")
_OF_GROUPS = re.compile(r"\b(?:groups|arms|treatments|them)\b")
_NAMING = re.compile(r"[A-Za-z][\w-]{2,}|\b(?:[A-Z][A-Z0-9]|pH)\b")
_COMMON = word_set("p_values", "words_of_differences")


# "Stratified log-rank P = 0.3": a test's name and nothing else
_TEST_ALONE = re.compile(
    r"(?:(?:the|stratified|unstratified|two-sided|one-sided|log-?rank|Wilcoxon|chi-?squared?|Fisher'?s|exact|paired|unpaired|Student'?s|t|U|Mann-?Whitney|tests?|corresponding|overall)[ :-]{1,2})+[(\[]?",
    re.IGNORECASE,
)


def _same_difference(folded: str, previous: tuple[int, int], words: str) -> bool:
    """Tell whether a sentence tests between the groups what the sentence before names, and nothing else."""
    if _TEST_ALONE.fullmatch(words):
        return True
    match = _BETWEEN_GROUPS.fullmatch(words)
    if match is None or _DIFFERING.search(match["said"]) is None:
        return False
    if _OF_GROUPS.search(words) is None and match["told"] is None:
        return False
    told = [word.lower() for word in _NAMING.findall(folded, *previous)]
    stems = {word[:5].rstrip("s") for word in told}
    known = [
        [
            word[:5].lower().rstrip("s") in stems
            for word in _NAMING.findall(part or "")
            if word.lower() not in _COMMON
        ]
        for part in (match["said"], match["told"])
    ]
    return all(known[0]) and (match["told"] is None or any(known[1]))


# "A mixed model showed statistical significance (P = 0.01).": a test and its verdict, nothing of its own.
_VERDICT = re.compile(
    r"[^.;:()\d]{0,60}\b(?:tests?|models?|ANOVA|ANCOVA|analys[ei]s)\b(?: both)? (?:also )?(?:revealed|showed|indicated|found|demonstrated|confirmed|yielded)"
    r" (?:an? |no |this |that )?(?:(?:statistical(?:ly)?|highly|significant) )*(?:significance|differences?)(?: between (?:the )?(?:two )?(?:groups|arms))? ?[(\[,] ?$"
)
# "Thus, falls were significantly rarer in the bark group than in the felt group (": up to whom it is compared with
_CLAIM = re.compile(
    r"(?:(?:However|Thus|Hence|Therefore|Overall|Again|But|So),? )?(?P<said>[^.;:()\[\],]{10,110}?)"
    r"(?: (?:than|with respect to|in comparison (?:with|to)|(?:as )?compared (?:with|to)|relative to|versus|vs\.?)\b[^.;:()\[\],]{0,70})?[(\[,] ?$"
)
_MORE_OR_LESS = re.compile(
    r"\bsignificantly (?:\w+er|more|less|better|worse|different|increased|decreased|reduced|improved|elevated|superior|inferior|greater)\b"
)
_TESTED_WORDS = word_set("closed_class", "comparative") | word_set("p_values", "words_of_claims")


def _same_claim(folded: str, previous: tuple[int, int], words: str) -> bool:
    """Tell whether a sentence says which side had more of what the sentence before gives the values of, and nothing else."""
    match = _CLAIM.fullmatch(words)
    if match is None or _MORE_OR_LESS.search(match["said"]) is None:
        return False
    told = {word.lower()[:5].rstrip("s") for word in _NAMING.findall(folded, *previous)}
    said = [word.lower() for word in re.findall(r"[A-Za-z0-9][\w-]*", match["said"]) if len(word) > 2]
    own = [word for word in said if word not in _COMMON and word not in _TESTED_WORDS]
    return bool(own) and all(word[:5].rstrip("s") in told for word in own)


# "The estimated hazard ratio of bark versus felt was 1.13 (", "The difference was 2.1 (": up to the number, no outcome of its own
_ITS_ESTIMATE = re.compile(
    r"(?:(?:[Tt]he|[Tt]his|[Aa]n?|[Ii]ts) )?(?:(?:estimated|corresponding|resulting|associated|overall|adjusted|unadjusted|crude|unstratified|stratified|absolute|pooled|calculated) ){0,3}$"
)
_OF_WHOM = re.compile(
    r"(?: ?[(\[][A-Za-z]{2,5}[)\]])?(?: (?:for|of|between|in|with|comparing) [^.;:()\d]{3,80}? (?:versus|vs\.?|compared (?:with|to)|relative to|and|over) [^.;:()\d]{2,60}?|,)?"
    r"(?: was| of| is|:|,| ?=)? ?(?:estimated (?:at|to be) |only |about )?$"
)


def _estimates_it(folded: str, start: int, effect: Effect) -> bool:
    """Tell whether a sentence only gives the estimate of the difference between two sides, and names no outcome."""
    if effect.measure is None or effect.value_span is None or effect.measure[1] > effect.value_span[0]:
        return False
    return (
        _ITS_ESTIMATE.fullmatch(folded, start, effect.measure[0]) is not None
        and _OF_WHOM.fullmatch(folded, effect.measure[1], effect.value_span[0]) is not None
    )


def test_of_the_sentence_before(
    folded: str, start: int, previous: tuple[int, int], before: list[Draft], drafts: list[Draft]
) -> bool:
    """Give a sentence's only p-value or estimate to the comparisons of the sentence before, of whose difference it speaks."""
    before = [draft for draft in before if not draft.arm]
    if len(drafts) != 1 or not before:
        return False
    own = drafts[0]
    effect = own.effect
    if own.comparison is not None or own.test is not None:
        return False
    if effect is None and (own.p is None or not own.p_first):
        return False
    bare = effect is not None and effect.value is None and effect.interval is not None
    if (
        effect is not None
        and not bare
        and (effect.arm or effect.interval is None or effect.code not in _OF_TWO)
    ):
        return False
    words = folded[start : own.start]
    said = _THIS.match(words) or _ALL.match(words) or _SIGNIFICANT.match(words)
    if said is None:
        if len(before) > 1:
            return False
        if effect is not None and not bare:
            if not _estimates_it(folded, start, effect):
                return False
        elif not (
            _VERDICT.match(words)
            or _same_difference(folded, previous, words)
            or _same_claim(folded, previous, words)
        ):
            return False
    waiting: list[Draft] = []
    for draft in reversed(before):
        if draft.p is not None or draft.comparison is None or draft.effect is not None:
            break
        waiting.append(draft)
    if not waiting or (effect is not None and len(waiting) > 1):
        return False
    for draft in waiting if said is not None and said["many"] else waiting[:1]:
        draft.p, draft.effect = own.p, effect
        draft.grow(own.start, own.end, own.rule if effect is not None else None)
    return True
