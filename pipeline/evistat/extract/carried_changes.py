"""A clause → the changes a phrase of it carries: *a reduction in O*, *fewer O*, *no difference in O*, *was seen*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evistat.extract.claim_subjects import subject_outcomes
from evistat.extract.claim_view import (
    DIRECTED,
    NOMINAL,
    Found,
    Range,
    View,
    claim_words,
    effect_of,
    index_after,
    is_than,
)
from evistat.extract.cues import OPPOSITE, Cue, word_list
from evistat.extract.group_phrases import clip_det, compares, is_group, whole_subject, with_groups
from evistat.extract.outcome_phrases import about, object_outcomes
from evistat.extract.words import Word


def seen_claims(view: View) -> Iterator[Found]:
    """Read *(no) improvement in O was seen in A*, *lower O was found with A*."""
    words = view.words
    start, end = view.subject
    if start < end and words[start].lemma in ("there", "it"):
        yield from carried_claims(view, view.clause.rest, "statement.there")
        return
    yield from carried_claims(view, view.subject, "statement.seen", fallback=view.clause.rest)


def carried_claims(view: View, where: Range, rule: str, fallback: Range | None = None) -> Iterator[Found]:
    """Read the changes a phrase carries: *a reduction in O*, *fewer O*, *no difference in O*, one after the other."""
    words = view.words
    start, end = where
    inside = [
        (at, cue)
        for at, cue in view.cues
        if start <= at < end and cue.effect in (*DIRECTED, "differ", "assoc")
    ]
    described = whole_subject(view) if fallback is None else None
    skip_to = -1
    for position, (at, cue) in enumerate(inside):
        if at < skip_to:
            continue
        after = index_after(cue, at)
        if cue.effect == "assoc":
            linked = _linked(view, cue, at, after, end)
            if linked is None and fallback is not None and after >= end:
                linked = _linked(view, cue, at, fallback[0], fallback[1])
            if linked is not None:
                yield linked
            skip_to = end
            continue
        if words[at].tag in ("verb", "noun") and at > start and words[at - 1].tag == "to":
            continue  # "a drug to reduce": a purpose
        if cue.role == "verb" and cue.id == "cause":
            continue
        if words[at - 1].lemma == "or" and any(i == at - 2 and c.effect == "same" for i, c in inside):
            continue  # "similar or lower rates"
        if any(is_than(words, i, end) for i in range(start, at)):
            continue  # "compared with groups of greater weight"
        if (
            fallback is not None
            and cue.role == "comparative"
            and any(words[i].tag in ("noun", "prep") for i in range(start, at))
        ):
            continue  # "the effect of exposure to larger particles was seen"
        if words[at].tag == "ing" and rule == "statement.seen":
            continue  # "the importance of enhancing O emerged"
        if (
            words[at].tag == "ing"
            and not cue.negated
            and not any(words[i].lemma in claim_words("effective") for i in range(max(start, at - 3), at))
        ):
            continue  # "increasing demand", "opportunities for increasing"
        if words[at].lemma in ("stable", "constant", "unchanged", "equally", "similarly"):
            continue
        if cue.id == "same" and _like_those(words, after, end):
            continue  # "deficits similar in part to those seen in O": a likeness described
        effect = effect_of(cue)
        cues: tuple[Cue, ...] = (cue,)
        noun_like = (
            cue.role == "noun"
            or cue.effect == "differ"
            or (cue.id == "same" and after < end and words[after].tag == "prep")
        )
        follower = inside[position + 1] if position + 1 < len(inside) else None
        if (
            follower is not None
            and cue.id == "same"
            and follower[0] == after
            and follower[1].effect == "differ"
        ):
            if words[after].lemma in claim_words("differences"):
                skip_to = index_after(follower[1], after)
                continue  # "similar differences were seen for O": of which sign?
            # "a comparable effect on O"
            cues = (cue, follower[1])
            after = index_after(follower[1], follower[0])
            skip_to = after
            noun_like = True
        elif (
            follower is not None
            and cue.effect in ("up", "down", "same")
            and follower[0] - after <= 2
            and (
                follower[1].role == "noun"
                or (
                    follower[1].effect in OPPOSITE
                    and follower[0] + 1 < end
                    and words[follower[0] + 1].lemma in ("in", "of")
                )
            )
            and (
                not any(words[i].tag in ("prep", "comma", "conj") for i in range(after, follower[0]))
                or of_change(words, after, follower)
            )
        ):
            # "a greater reduction in O": scale the change
            change = follower[1]
            if effect == "same":
                effect = "same"
            elif change.effect in OPPOSITE:
                effect = under_degree(words, at, cue, change)
            else:
                effect = None
            cues = (cue, change)
            after = index_after(change, follower[0])
            skip_to = follower[0] + 1
            noun_like = True
        if effect is None:
            continue
        if noun_like:
            whole = effect == "same" and cue.effect == "differ"
            further = () if whole else tuple(i for i, _ in inside if i >= after)
            outcomes = about(words, after, end, further, effect_of_something=_is_effect(words[after - 1]))
            if outcomes and any(i < outcomes[0][0] for i in further):
                outcomes = ()  # what follows belongs to the next change word
            if outcomes:
                skip_to = max(skip_to, outcomes[-1][1])
            if whole:
                # A denied difference rules the rest of its phrase.
                skip_to = next((i for i in range(after, end) if words[i].lemma == "but"), end)
            if not outcomes and whole:
                outcomes = _told_apart(words, after, end)
            if not outcomes and fallback is not None:
                outcomes = about(words, fallback[0], fallback[1])
            if (
                not outcomes
                and rule == "statement.carried"
                and at - start <= 5
                and not is_group(words, view.subject)
            ):
                outcomes = subject_outcomes(view)
                if outcomes:
                    yield with_groups(view, Found(rule, outcomes, effect, cues), after)
                continue
            if not outcomes and effect == "same" and view.subject[0] > view.clause.start:
                outcomes = about(words, view.clause.start, view.subject[0])
        else:
            if after >= end or words[after].tag not in (*NOMINAL, "verb", "det"):
                continue
            if rule == "statement.carried" and effect != "same" and not compares(view):
                continue
            outcomes = object_outcomes(words, after, end, tuple(i for i, _ in inside if i > after))
            if outcomes:
                skip_to = max(skip_to, outcomes[-1][1])
        if outcomes:
            yield with_groups(view, Found(rule, outcomes, effect, cues, described=described), after)


def _told_apart(words: Sequence[Word], after: int, end: int) -> tuple[Range, ...]:
    """Return the outcomes of *no difference between O and P in the two groups*."""
    if after >= end or words[after].lemma not in ("between", "among"):
        return ()
    groups = next(
        (
            i
            for i in range(after + 2, end - 1)
            if words[i].lemma in ("in", "of", "between", "among")
            and any(words[k].lemma in ("groups", "arms") for k in range(i + 1, min(end, i + 5)))
        ),
        None,
    )
    return object_outcomes(words, after + 1, groups) if groups is not None else ()


def of_change(words: Sequence[Word], after: int, change: tuple[int, Cue]) -> bool:
    """Return whether only *of the* stands between a change and the change it is made to."""
    return all(words[i].text.lower() in word_list("between_changes") for i in range(after, change[0]))


def under_degree(words: Sequence[Word], at: int, degree: Cue, change: Cue) -> str:
    """Return the effect of ``change`` under the degree or change at ``at``: *less* turns it over, *faster* doesn't."""
    last = index_after(degree, at) - 1
    kept = degree.effect == "up" or words[last].text.lower() in word_list("sooner")
    return change.effect if kept else OPPOSITE[change.effect]


def _is_effect(word: Word) -> bool:
    return word.lemma in ("effect", "effects", "impact", "impacts", "influence", "influences")


def _linked(view: View, cue: Cue, at: int, after: int, end: int) -> Found | None:
    """Read *no association between A and O*, *a positive correlation of A with O*."""
    words = view.words
    sign = next((c for i, c in view.cues if at - 3 <= i < at and c.effect in ("plus", "minus")), None)
    effect = "same" if cue.negated else {"plus": "up", "minus": "down"}.get(sign.effect if sign else "")
    if effect is None or after >= end:
        return None
    cues = (sign, cue) if sign is not None and not cue.negated else (cue,)
    if words[after].lemma == "between":
        middle = next((i for i in range(after + 1, end) if words[i].lemma == "and"), None)
    else:
        middle = next(
            (i for i in range(after, min(end, after + 10)) if words[i].lemma in ("with", "to")), None
        )
    if middle is None:
        return None
    outcomes = object_outcomes(words, middle + 1, end)
    predictor = clip_det(words, after + 1, middle) if middle > after + 1 and middle - after < 10 else None
    return Found("statement.association", outcomes, effect, cues, predictor=predictor) if outcomes else None


def _like_those(words: Sequence[Word], after: int, end: int) -> bool:
    """Return whether a likeness in some respect is described (*in part to those*)."""
    return any(
        words[i].lemma == "to" and words[i + 1].lemma in ("those", "that")
        for i in range(after + 1, min(end - 1, after + 4))
    )
