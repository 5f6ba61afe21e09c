"""A clause with a verb of change → its claims: *A reduced O*, *O declined*, *O did not differ*; *fewer patients had O*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evistat.extract.carried_changes import of_change, under_degree
from evistat.extract.claim_subjects import leading_change, subject_outcomes
from evistat.extract.claim_view import NOMINAL, Found, View, claim_words, effect_of, index_after
from evistat.extract.cues import OPPOSITE, Cue, word_list
from evistat.extract.group_phrases import clip_det, is_group, whole_subject, with_groups
from evistat.extract.outcome_phrases import about, object_outcomes
from evistat.extract.words import Word


def change_verb(view: View, cue: Cue, *, passive: bool) -> Iterator[Found]:
    """Read *A reduced O*, *O was reduced by A*, *O declined*, *O did not differ*."""
    words = view.words
    start, end = view.clause.rest
    if cue.last > cue.first and start < end and words[start].lemma in ("against", "from"):
        start += 1  # "protected against O": the cue's own preposition
    effect = effect_of(cue)
    cues: tuple[Cue, ...] = (cue,)
    index = start
    while index < end and words[index].tag in ("adv", "bracket"):
        index += 1
    degree = next(
        (
            c
            for at, c in view.cues
            if start <= at <= index + 1
            and c.effect in ("up", "down")
            and words[at].lemma in word_list("degree")
        ),
        None,
    )
    following = words[index].tag if index < end else "end"
    if (
        degree is not None
        and effect in OPPOSITE
        and not _nominal_after(words, index_after(degree, next(i for i, c in view.cues if c is degree)), end)
    ):
        effect = effect if degree.effect == "up" else OPPOSITE[effect]
        cues = (cue, degree)
        following = "prep"
    if effect is None:
        return
    transitive = (
        not passive
        and following in ("det", "noun", "adj", "num", "ing", "pron")
        and not (
            following == "num"
            and index + 1 < end
            and words[index + 1].tag in ("noun", "stop")
            and (
                words[index].text.endswith("%")
                or words[index + 1].tag == "stop"
                or words[index + 1].lemma
                in claim_words("times") | {"min", "minutes", "h", "hour", "s", "seconds"}
            )
        )
    )
    if transitive:
        amount = next((c for at, c in view.cues if at == index and c.effect in ("up", "down")), None)
        if amount is not None and amount.role == "comparative" and effect in OPPOSITE:
            # "caused less nausea", "reduced more pain"
            effect = amount.effect if cue.id == "cause" else effect
            if cue.id != "cause" and amount.effect == "down":
                effect = OPPOSITE[effect]
            index += 1
            cues = (cue, amount)
        inner = next(((at, c) for at, c in view.cues if index <= at <= index + 3 and c.role == "noun"), None)
        if inner is not None and effect in ("up", "down") and of_change(words, index, inner):
            # "attenuated the decrease in O"
            effect = under_degree(words, index, cue, inner[1]) if effect == cue.effect else effect
            cues = (*cues, inner[1])
        outcomes = object_outcomes(words, index, end)
        if outcomes:
            yield with_groups(
                view,
                Found("statement.transitive", outcomes, effect, cues, described=whole_subject(view)),
                index,
            )
        return
    change = leading_change(view)
    if change is not None and change[1] is not cue:
        at, noun = change
        outcomes = about(words, at + 1, view.subject[1])
        if noun.effect == "differ" and effect == "same":
            joined: str | None = "same"
        elif noun.effect in OPPOSITE and effect in ("up", "down"):
            joined = noun.effect if effect == "up" else OPPOSITE[noun.effect]
        else:
            joined = None
        if joined and outcomes:
            yield with_groups(
                view, Found("statement.change-intransitive", outcomes, joined, (noun, *cues)), start
            )
        return
    if is_group(words, view.subject):
        outcomes = about(words, start, end, strict=not is_group(words, view.subject))
        if outcomes:
            described = whole_subject(view) if effect != "same" else None
            yield with_groups(
                view, Found("statement.groups-differ", outcomes, effect, cues, described=described), start
            )
        return
    if passive and start < end and words[start].tag in ("noun", "adj", "num"):
        return  # "the barriers were reduced communication and poor pay"
    outcomes = subject_outcomes(view)
    if outcomes:
        rule = "statement.passive" if passive else "statement.intransitive"
        yield with_groups(view, Found(rule, outcomes, effect, cues), start)


def _nominal_after(words: Sequence[Word], index: int, end: int) -> bool:
    return index < end and words[index].tag in ("noun", "adj", "num", "ing")


def more_people(view: View) -> Cue | None:
    """Return the cue of a subject such as *fewer patients*, *a higher proportion of women*."""
    words = view.words
    start, end = view.subject
    for at, cue in view.cues:
        if (
            start <= at < end
            and at - start <= 3
            and cue.effect in ("up", "down", "same")
            and cue.role == "comparative"
        ):
            after = index_after(cue, at)
            for index in range(after, min(end, after + 5)):
                if words[index].lemma in claim_words("people"):
                    return cue
                if words[index].tag not in ("noun", "adj", "prep", "det"):
                    break
            return None
    return None


def people_did(view: View, verb: int, cue: Cue) -> Iterator[Found]:
    """Read *fewer patients in A had O*, *more women completed O*."""
    words = view.words
    effect = effect_of(cue)
    start, end = view.clause.rest
    if effect is None:
        return
    outcomes = object_outcomes(words, start, end)
    if not outcomes:
        reached = start
        while reached < end and words[reached].tag in (*NOMINAL, "det", "adv"):
            reached += 1
        named = (
            clip_det(words, start, reached) if words[verb].lemma in ("achieve", "reach", "attain") else None
        )
        outcomes = (named or (verb, verb + 1),)
    elif outcomes and words[verb].lemma not in (
        "have",
        "develop",
        "experience",
        "report",
        "show",
        "suffer",
        "achieve",
        "present",
        "require",
        "need",
        "receive",
    ):
        outcomes = ((verb, outcomes[0][1]), *outcomes[1:])
    if outcomes:
        yield with_groups(view, Found("statement.more-people", outcomes, effect, (cue,)), start)
