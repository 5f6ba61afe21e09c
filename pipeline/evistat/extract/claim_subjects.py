"""A clause → the change that heads its subject, the outcomes its subject names."""

from __future__ import annotations

from evistat.extract.claim_view import Range, View, index_after
from evistat.extract.cues import Cue
from evistat.extract.outcome_phrases import object_outcomes


def leading_change(view: View) -> tuple[int, Cue] | None:
    """Return the change noun that heads the subject (*the reduction in O*, *no difference in O*)."""
    words = view.words
    start, end = view.subject
    for at, cue in view.cues:
        if start <= at < end and (cue.role == "noun" or cue.effect == "differ"):
            if any(words[i].tag in ("prep", "comma", "conj") for i in range(start, at)):
                return None
            after = index_after(cue, at)
            if (
                after >= end
                or words[after].lemma in ("in", "of", "between", "for", "from", "on", "at", "after", "with")
                or words[after].tag in ("conj", "bracket")
            ):
                return at, cue
    return None


def subject_outcomes(view: View) -> tuple[Range, ...]:
    """Return the outcomes that the subject names."""
    return object_outcomes(view.words, view.subject[0], view.subject[1])
