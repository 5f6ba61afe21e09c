"""A clause with a verb of association → its claims: *A was (not) associated with lower O*, *A correlated with O*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evistat.extract.carried_changes import carried_claims
from evistat.extract.claim_view import Found, Range, View
from evistat.extract.group_phrases import whole_subject
from evistat.extract.outcome_phrases import object_outcomes
from evistat.extract.words import Word


def association(view: View, main: int) -> Iterator[Found]:
    """Read *A was associated with lower O*, *A was not associated with O*, *A correlated positively with O*."""
    words = view.words
    start, end = view.clause.rest
    link = next((cue for at, cue in view.cues if at == main), None)
    carried = [
        (at, cue)
        for at, cue in view.cues
        if start <= at < end and cue.effect in ("up", "down", "better", "worse", "same")
    ]
    predictor = whole_subject(view)
    if link is not None and link.negated:
        outcomes = _after_with(words, start, end)
        if outcomes:
            yield Found("statement.not-associated", outcomes, "same", (link,), predictor=predictor)
        return
    sign = next(
        (
            cue
            for at, cue in view.cues
            if cue.effect in ("plus", "minus") and view.clause.start <= at <= main + 3
        ),
        None,
    )
    if sign is not None:
        outcomes = _after_with(words, start, end)
        if outcomes:
            cues = (sign, link) if link else (sign,)
            yield Found(
                "statement.correlated",
                outcomes,
                "up" if sign.effect == "plus" else "down",
                cues,
                predictor=predictor,
            )
        return
    if carried:
        for found in carried_claims(view, (start, end), "statement.associated"):
            grouped = found.reference is not None
            yield Found(
                found.rule,
                found.outcomes,
                found.effect,
                found.cues,
                predictor if grouped else None,
                found.reference,
                None if grouped else predictor,
            )


def _after_with(words: Sequence[Word], start: int, end: int) -> tuple[Range, ...]:
    for index in range(start, min(end, start + 4)):
        if words[index].lemma in ("with", "to"):
            return object_outcomes(words, index + 1, end)
    return ()
