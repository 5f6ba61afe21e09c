"""A phrase → whether it names no outcome: only a statistic, one of the arms, or what is named elsewhere."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache

from evistat.extract.arms import StudyArms
from evistat.extract.clauses import read_sentence
from evistat.extract.context import Context
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.reading import Span
from evistat.extract.words import Word
from evistat.lexicons import word_set

_FRAMES = word_set("outcomes", "frame")
_RANKING = frozenset({"primary", "secondary", "main", "principal", "co-primary", "composite", "efficacy"})
_INNER_LINKS = frozenset({"of", "in", "for", "with", "between", "to", "on", "from", "by", "at"})
# "2 hours post-treatment", "1286 person years of follow-up": when, not what; "37% of group B": whose.
_STRETCH_OF_TIME = re.compile(
    r"[\d.,]+[ -](?:person[- ])?(?:minutes?|min|hours?|h|days?|weeks?|months?|years?)(?:[- ](?:of (?:follow|observation|treatment|exposure)|post|after|following|from|later|into|follow).*)?",
    re.IGNORECASE,
)
_BARE_QUANTITY = re.compile(
    r"(?:[\w-]+ )?[\d.,]+ ?(?:%|ml|mL|l|L|mg|g|kg|cm|mm|min|s|h|hours?|days?|weeks?|months?|years?|mmHg|points?|patients|women|men)"
)
_NAMES_STATISTIC = re.compile(
    r"\b(?:odds|hazards?|risk|rate|prevalence) ratios?|\bcoefficients?$", re.IGNORECASE
)
_SHARE_OF_PEOPLE = re.compile(
    r"[\d.]+ ?% of (?:the )?(?:group|arm|patients|participants|subjects|cases|controls)", re.IGNORECASE
)


@cache
def _vague() -> frozenset[str]:
    """Return the words that name nothing by themselves."""
    lists = nouns()
    return lists.generic | lists.never | lists.edge | lists.statistic


@cache
def _generic() -> frozenset[str]:
    """Return the words that only stand for an outcome named elsewhere."""
    return nouns().generic | nouns().never | _RANKING


def statistic_name(context: Context, span: Span) -> bool:
    """Tell whether a label only names the statistic printed after it: "pseudo-median of the differences", "means"."""
    content = [
        word.lemma
        for word in read_sentence(context.folded, *span).words
        if word.tag in {"noun", "ing", "adj", "verb", "part"}
    ]
    return bool(content) and all(word in _FRAMES or word in nouns().statistic for word in content)


def vague(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase names nothing ("statistical significance", "both comparisons")."""
    telling_nothing = _vague()
    return all(
        word.lemma in telling_nothing
        for word in words[piece.start : piece.end]
        if word.tag in {"noun", "adj", "ing", "num"}
    )


def generic(context: Context, span: Span) -> bool:
    """Tell whether a phrase only stands for an outcome named elsewhere ("the primary endpoint", "this difference")."""
    if _STRETCH_OF_TIME.fullmatch(context.folded, *span) or _BARE_QUANTITY.fullmatch(context.folded, *span):
        return True
    if _SHARE_OF_PEOPLE.match(context.folded, *span):
        return True
    printed = context.folded[slice(*span)]
    if any(short.short == printed and _NAMES_STATISTIC.search(short.long) for short in context.abbreviations):
        return True
    words = read_sentence(context.folded, *span).words
    inside = [
        word
        for word in words
        if word.tag in {"noun", "ing", "pron", "verb"}
        or word.lemma in _INNER_LINKS
        or word.lemma == "effective"
    ]
    lists = nouns()
    names = list(itertools.takewhile(lambda word: word.lemma not in _INNER_LINKS, inside))
    if names and (
        names[-1].lemma in _FRAMES or all(word.lemma in _FRAMES or word.lemma in lists.edge for word in names)
    ):
        return True
    if not inside:
        return all(word.lemma in lists.edge or word.tag != "adj" for word in words)
    return all(word.lemma in _generic() for word in inside if word.lemma not in _INNER_LINKS)


def is_arm(context: Context, span: Span, arms: StudyArms, only: str = "") -> bool:
    """Tell whether a name is that of one of the study's arms (or, with ``only``, that of the arm so named)."""
    names = frozenset(re.findall(r"[\w/+-]+", only.lower())) if only else arms.names
    content = [
        word
        for word in re.findall(r"[^\W\d_][\w/+-]*", context.folded[slice(*span)].lower())
        if len(word) > 2
    ]
    if not only and not any(word in names for word in content):
        return False
    plain = _plain()
    return bool(content) and all(word in names or word in plain for word in content)


@cache
def _plain() -> frozenset[str]:
    """Return the words beside an arm's own that its name may have."""
    return nouns().group | nouns().weak | nouns().edge
