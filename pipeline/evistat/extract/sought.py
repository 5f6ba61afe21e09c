"""A text → what it seeks the factors of ("determinants of home delivery"), what its tests are to tell ("detection of sepsis")."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence

from evistat.extract.clauses import Clause, read_sentence
from evistat.extract.context import Context
from evistat.extract.empty_names import generic
from evistat.extract.frame import Frame
from evistat.extract.noun_lists import nouns
from evistat.extract.outcome_names import trim
from evistat.extract.pieces import read_pieces
from evistat.extract.reading import Found, Span
from evistat.extract.whole_phrases import extend

_SOUGHT = re.compile(
    r"\b(?:factors?|predictors?|determinants?|correlates|variables|characteristics)"
    r"(?: (?:that|which|are|were|was|is|be|found|to|significantly|independently|strongly|positively|negatively|most|statistically)){0,6}"
    r" (?:(?:that |which )?(?:increas|decreas|lower|rais|reduc|affect|influenc|predict)(?:e|es|ed|s|ing)?|associated with|related to|linked (?:to|with)|of|for|contributing to|responsible for|predictive of)"
    r" (?=[^\W_])",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:(?:diagnosis|detection|prediction|identification|recognition|predictors?) of|screening for"
    r"|(?:detect|diagnos|predict|identify)(?:e|ing)?|(?:identif|distinguish)ing|diagnostic (?:of|for)) (?=[^\W_])",
    re.IGNORECASE,
)
_MOST = 16  # mentions read
_REACH = 140  # characters after one


def sought_outcomes(context: Context) -> tuple[Span, ...]:
    """Return each mention of what a text seeks factors of, in order."""
    return _named_after(context, _SOUGHT)


def told_conditions(context: Context) -> tuple[Span, ...]:
    """Return each mention of what a text's tests are to tell, in order."""
    return _named_after(context, _TOLD)


def _named_after(context: Context, cue: re.Pattern[str]) -> tuple[Span, ...]:
    """Return what each mention of a cue names, in order."""
    found: list[Span] = []
    for match in itertools.islice(cue.finditer(context.folded), _MOST):
        _, end = context.sentences[context.sentence_at(match.start())]
        sentence = read_sentence(
            context.folded, match.end(), max(match.end() + 1, min(end, match.end() + _REACH))
        )
        words = sentence.words
        pieces = read_pieces(words, 0, len(words))
        named = pieces[0] if pieces and pieces[0].start <= 1 else None
        if named is not None and named.role in {"statistic", "relation"}:
            # "the likelihood of stunting", "a higher risk for stunting"
            inner = [piece for piece in pieces[1:2] if piece.link in {"of", "for", "in", "to"}]
            named = inner[0] if inner else None
        if named is None or named.role not in {"topic", "action"}:
            continue
        clause = Clause(0, len(words), (0, 0), (0, 0), (0, len(words)))
        span = trim(words, extend(words, Frame(clause, "none", (), tuple(pieces)), named))
        if span is not None and not generic(context, span):
            found.append(span)
    return tuple(sorted(found, key=_end))  # a long one may end behind the next


def nearest_sought(sought: Sequence[Span], offset: int) -> Span | None:
    """Return the last mention before an offset, else the first one; mentions are in the order of their ends."""
    ended = bisect_right(sought, offset, key=_end)
    return sought[max(0, ended - 1)] if sought else None


def _end(span: Span) -> int:
    return span[1]


def orient(context: Context, sought: Sequence[Span], found: Found) -> None:
    """Turn an association round where its exposure is what the text seeks factors of."""
    if found.outcome is None or found.predictor is None:
        return
    if _named(context, sought, found.predictor) and not _named(context, sought, found.outcome):
        found.outcome, found.predictor = found.predictor, found.outcome


def _named(context: Context, sought: Sequence[Span], span: Span) -> bool:
    """Tell whether a phrase names one of the outcomes sought."""
    own = _content(context, span)
    return any(
        (shared := len(own & (other := _content(context, one))))
        and 2 * shared >= 0.75 * (len(own) + len(other))
        for one in sought
    )


def _content(context: Context, span: Span) -> frozenset[str]:
    """Return the words of a phrase that tell what it names, plurals as singulars."""
    lists = nouns()
    return frozenset(
        word.rstrip("s")
        for word in re.findall(r"[^\W\d_]{2,}", context.folded[slice(*span)].lower())
        if word not in lists.edge
        and word not in lists.statistic
        and word not in {"the", "of", "in", "and", "to"}
    )
