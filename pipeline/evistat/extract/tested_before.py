"""A sentence's only p-value or estimate → the comparisons of the sentence before, where it tests what they say.

*Pain scores were 3.1 with heat and 4.6 with rest. Pain was significantly lower with heat (P = 0.02).*
"""

from __future__ import annotations

import re
from collections.abc import Callable

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


# "Stratified log-rank P = 0.3": a test's name and nothing else
_TEST_ALONE = re.compile(
    r"(?:(?:the|stratified|unstratified|two-sided|one-sided|log-?rank|Wilcoxon|chi-?squared?|Fisher'?s|exact|paired|unpaired|Student'?s|t|U|Mann-?Whitney|tests?|corresponding|overall)[ :-]{1,2})+[(\[]?",
    re.IGNORECASE,
)
# "There was no difference in falls between the two groups (", "Thus falls were significantly rarer in the bark group than …"
_VERDICT = re.compile(
    r"\bdiffer(?:ences?|ed|ent)?\b|\bsimilar\b|\bcomparable\b|\balike\b|\b(?:not|statistical(?:ly)?|reach(?:ed)?|no) significan(?:t|ce)\b"
    r"|\bsignificantly (?:\w+er|more|less|better|worse|increased|decreased|reduced|improved|elevated|superior|inferior)\b"
)
_ONE_CLAIM = re.compile(
    r"(?:(?:However|But|Still|Yet|Thus),? )?(?:(?:[Aa]lthough|[Tt]hough|[Ww]hile) (?P<told>[^.;()\d]{3,110}), )?(?P<said>[^.;:()\[\]\d]{0,220}?)"
    r"(?: (?:than|with respect to|in comparison (?:with|to)|(?:as )?compared (?:with|to)|relative to|versus|vs\.?)\b[^.;:()\[\],]{0,70})?[(\[,]? ?"
)
# "the TOST test", "between the 2 groups"
_NAMES_NOTHING = re.compile(r"[\w'-]+ (?=tests?\b|models?\b|analys[ei]s\b)|\b[2-5] (?=groups\b|arms\b|treatments\b)")
_NAMING = re.compile(r"[A-Za-z][\w-]{2,}")
_COMMON = (
    word_set("p_values", "words_of_differences")
    | word_set("p_values", "words_of_claims")
    | word_set("closed_class", "comparative")
)


def _says_no_more(folded: str, previous: tuple[int, int], words: str, sides: frozenset[str]) -> bool:
    """Tell whether a sentence is a verdict on what the sentence before told of, and names nothing but that and the study's arms."""
    if _TEST_ALONE.fullmatch(words):
        return True
    claim = _ONE_CLAIM.fullmatch(_NAMES_NOTHING.sub("", words))
    if claim is None or _VERDICT.search(claim["said"]) is None:
        return False
    told = {_stem(word) for word in (*_NAMING.findall(folded, *previous), *sides)}
    known, known_too = (
        [_stem(word) in told for word in _NAMING.findall(part or "") if word.lower() not in _COMMON]
        for part in (claim["said"], claim["told"])
    )
    return all(known) and (claim["told"] is None or any(known_too))


def _stem(word: str) -> str:
    return word[:5].lower().rstrip("s")


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
    folded: str,
    start: int,
    previous: tuple[int, int],
    before: list[Draft],
    drafts: list[Draft],
    sides: Callable[[], frozenset[str]],
) -> bool:
    """Give a sentence's only p-value or estimate to the comparisons of the sentence before, of whose difference it speaks.

    ``sides``: the words of the study's arms' names.
    """
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
        elif not _says_no_more(folded, previous, words, sides()):
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
