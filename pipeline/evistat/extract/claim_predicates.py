"""A clause with a form of *be* → what its predicate claims: *O was (not) higher, similar, different … in A than in B*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evistat.extract.carried_changes import carried_claims
from evistat.extract.claim_subjects import leading_change, subject_outcomes
from evistat.extract.claim_view import (
    DIRECTED,
    Found,
    Range,
    View,
    claim_words,
    effect_of,
    index_after,
    is_than,
)
from evistat.extract.cues import OPPOSITE, Cue
from evistat.extract.group_phrases import is_group, whole_subject, with_groups
from evistat.extract.outcome_phrases import about, compared_on, object_outcomes, verb_phrase
from evistat.extract.polarity import outcome_polarity
from evistat.extract.verb_forms import verb_forms
from evistat.extract.words import Word


def predicates(view: View) -> Iterator[Found]:
    """Read *O was low and did not … / and not different between A and B*: the first predicate that claims something."""
    found = list(predicate(view))
    words = view.words
    start, end = view.clause.rest
    index = start
    while not found and index < end:
        after = index + 1
        if words[index].tag == "conj":
            while after < end and words[after].tag in ("adv", "neg"):
                after += 1
            if any(
                at == after
                and (cue.role == "comparative" or cue.effect == "differ")
                and _ends_predicate(words, index_after(cue, at), end)
                for at, cue in view.cues
            ):
                found = list(predicate(replace(view, clause=replace(view.clause, rest=(index + 1, end)))))
        index = after
    yield from found


def _ends_predicate(words: Sequence[Word], after: int, end: int) -> bool:
    """Return whether what ends before ``after`` is a predicate such as *higher*, *not different*, no part of a name."""
    if words[after - 1].lemma in ("stable", "constant") or words[after - 1].tag not in ("adj", "noun"):
        return False
    if words[after - 1].lemma == "likely":
        return True
    return after >= end or words[after].tag in ("prep", "comma", "stop", "bracket", "conj", "to")


def predicate(view: View) -> Iterator[Found]:
    """Read *O was (not) higher, similar, different … in A than in B*."""
    words = view.words
    start, end = view.clause.rest
    index = start
    while index < end and (
        words[index].tag in ("adv", "neg", "bracket")
        or words[index].lemma in ("no", "statistically", "at", "all")
        or (words[index].tag == "conj" and index > start and words[index - 1].tag == "adv")
    ):
        index += 1
    if (view.subject[1] > view.subject[0] and words[view.subject[0]].lemma == "there") or _is_there(view):
        yield from carried_claims(view, view.clause.rest, "statement.there")
        return
    cue = next(
        (
            cue
            for at, cue in view.cues
            if at in (index, index - 1) and start <= at and cue.effect in (*DIRECTED, "differ")
        ),
        None,
    )
    if cue is None:
        # "were significantly more satisfied": the cue may stand one or two words on
        cue = next(
            (
                c
                for at, c in view.cues
                if start <= at <= index + 2
                and c.effect in (*DIRECTED, "differ")
                and (words[at - 1].tag not in ("to", "prep") or words[at].tag == "ing")
            ),
            None,
        )
        cue = cue or next(
            (c for at, c in view.cues if start <= at <= index + 6 and c.effect in ("sig", "ns")), None
        )
        if cue is None:
            return
    at = next(i for i, c in view.cues if c is cue)
    after = index_after(cue, at)
    if cue.effect in ("sig", "ns"):
        yield from _significance_predicate(view, cue)
        return
    effect = effect_of(cue)
    doing = _effective_in(view, cue, at, after)
    if doing is not None:
        yield from doing
        return
    named = " ".join(word.text.lower() for word in words[at:after])
    if (
        named in claim_words("plain_praise") and (after >= end or words[after].lemma not in ("in", "at"))
    ) or any(words[i].lemma in ("a", "an") for i in range(start, at)):
        return  # "was favourable", "is a better drug": compared in nothing that is named
    if effect is None or words[at].lemma in ("similarly", "equally", "comparably"):
        return
    if after < end and words[after].lemma in ("risk", "risks", "odds") and effect in OPPOSITE:
        outcomes = about(words, after + 1, end)
        if outcomes:
            yield with_groups(
                view,
                Found("statement.at-risk", outcomes, effect, (cue,), described=whole_subject(view)),
                after,
            )
        return
    if words[after - 1].lemma == "likely" and after < end:
        to = after
        if is_than(words, after, end):  # "were more likely than B to make O"
            to = next((i for i in range(after, min(end, after + 14)) if words[i].tag == "to"), after)
            to = to if to > after + 1 else after
    else:
        to = end
    if to < end and words[to].tag == "to":
        outcome = verb_phrase(words, to + 1, end)
        inner = next(
            (c for i, c in view.cues if outcome and i == outcome[0] and c.effect in ("up", "down")), None
        )
        if (
            outcome
            and outcome[1] - outcome[0] == 1
            and (words[outcome[0]].tag == "verb" or words[outcome[0]].text.lower() in verb_forms())
            and words[outcome[0]].lemma not in claim_words("events")
        ):
            outcome = None
        if outcome and inner is not None and outcome[1] - outcome[0] > 1 and effect in OPPOSITE:
            effect = (
                inner.effect if effect == "up" else OPPOSITE[inner.effect]
            )  # "more likely to have lower O"
            outcome = (outcome[0] + 1, outcome[1])
        if outcome:
            yield with_groups(
                view,
                Found("statement.likely", (outcome,), effect, (cue,), described=whole_subject(view)),
                after,
            )
        return
    people = is_group(words, view.subject)
    if words[at].tag == "ing":
        if any(words[i].lemma in claim_words("effective") for i in range(start, at)):
            for done, outcomes in _doings(view, at, cue):  # "was effective in reducing A and improving B"
                if (effect := effect_of(done)) is not None and outcomes:
                    found = Found(
                        "statement.effective", outcomes, effect, (done,), described=whole_subject(view)
                    )
                    yield with_groups(view, found, after)
        return
    if (
        not people
        and words[after - 1].lemma in ("more", "less")
        and after < end
        and words[after].tag not in ("prep", "comma", "stop", "bracket", "adv", "conj", "sub")
        and words[after].lemma not in claim_words("degree_adjectives")
    ):
        return  # "is less explored"
    change = leading_change(view)
    if change is not None:
        change_at, change_cue = change
        if change_cue.effect == "differ" and after < end and words[after].lemma == "to":
            return  # "the effects in A were similar to those in B"
        outcomes = about(words, change_at + 1, view.subject[1]) or about(words, after, end)
        if change_cue.effect == "differ":
            joined: str | None = effect if effect == "same" else None  # a greater change: of which sign?
        elif effect == "same":
            joined = "same"
        elif effect in ("up", "down"):
            joined = change_cue.effect if effect == "up" else OPPOSITE.get(change_cue.effect)
        else:
            joined = None
        if outcomes and joined:
            yield with_groups(
                view, Found("statement.change-state", outcomes, joined, (change_cue, cue)), after
            )
        return
    if (
        not people
        and after + 1 < end
        and _compared_to(words, after, end, over=cue.effect != "same")
        and words[after + 1].lemma not in ("that", "those")
        and cue.effect in ("same", "better", "worse")
    ):
        return  # "A was equivalent to B": in what, it doesn't say
    if people or compared_on(words, after, end):
        outcomes = about(words, after, end, strict=not people or (after < end and words[after].lemma == "to"))
        told = next((each[0] - 1 for each in outcomes if _is_when(words, each)), end)
        outcomes = tuple(each for each in outcomes if not _is_when(words, each))
        if (
            not outcomes
            and people
            and effect in ("up", "down", "better", "worse")
            and after < end
            and words[after].tag in ("noun", "adj", "part", "verb")
            and words[after - 1].lemma in ("more", "less")
        ):
            phrase = verb_phrase(words, after, told)
            outcomes = (phrase,) if phrase else ()
        if outcomes:
            yield with_groups(
                view,
                Found(
                    "statement.groups-state",
                    outcomes,
                    effect,
                    (cue,),
                    described=whole_subject(view) if effect != "same" else None,
                ),
                after,
            )
        return
    outcomes = subject_outcomes(view)
    if outcomes and not (cue.effect in ("better", "worse") and _beats(view, outcomes, after)):
        yield with_groups(view, Found("statement.state", outcomes, effect, (cue,)), after)


def _beats(view: View, subjects: tuple[Range, ...], after: int) -> bool:
    """Return whether one thing is called better than another (*A was better than B*): in what, it doesn't say."""
    words = view.words
    end = view.clause.rest[1]
    if after + 1 >= end or words[after].lemma not in ("than", "to") or words[after + 1].tag == "prep":
        return False
    text = " ".join(word.text for word in words[subjects[-1][0] : subjects[-1][1]])
    return not outcome_polarity(text)


def _effective_in(view: View, cue: Cue, at: int, after: int) -> Iterator[Found] | None:
    """Read *A was more effective than B in reducing O*; None unless the predicate praises what its subject does."""
    words = view.words
    end = view.clause.rest[1]
    praising = claim_words("effective") - {"better", "superior"}
    if not any(words[i].lemma in praising for i in range(at, min(end, after + 1))):
        return None
    effect = effect_of(cue)
    doing = next(
        (
            (i, c)
            for i, c in view.cues
            if after < i < end and words[i].tag == "ing" and words[i - 1].lemma in ("in", "at", "for")
        ),
        None,
    )
    if doing is None or effect is None:
        if cue.effect in ("better", "worse"):
            return None
        return iter(())  # "is as effective as B", "was more beneficial for girls": in what, it doesn't say
    return _effective_claims(view, cue, doing, turned=effect in ("down", "worse"))


def _effective_claims(view: View, cue: Cue, doing: tuple[int, Cue], *, turned: bool) -> Iterator[Found]:
    """Read what each participle of *was more effective than B in reducing A and improving B* says."""
    for done, outcomes in _doings(view, *doing):
        effect = effect_of(cue)
        if effect != "same":
            effect = OPPOSITE.get(done.effect) if turned else done.effect if done.effect in OPPOSITE else None
        if effect is not None and outcomes:
            found = Found("statement.effective", outcomes, effect, (cue, done), described=whole_subject(view))
            yield with_groups(view, found, index_after(doing[1], doing[0]))


def _doings(view: View, at: int, cue: Cue) -> Iterator[tuple[Cue, tuple[Range, ...]]]:
    """Yield each participle of *reducing A and improving B* with what it acts on."""
    words, end = view.words, view.clause.rest[1]
    chain = [(at, cue)]
    chain += [
        (i, c)
        for i, c in view.cues
        if i > at and words[i].tag == "ing" and c.effect in OPPOSITE and words[i - 1].tag in ("conj", "comma")
    ]
    barriers = tuple(i for i, _ in chain[1:])
    for i, c in chain:
        yield c, object_outcomes(words, index_after(c, i), end, barriers)


def _is_when(words: Sequence[Word], outcome: Range) -> bool:
    """Return whether the phrase tells a day or time (*more active on nursery days*)."""
    return words[outcome[0] - 1].lemma in ("on", "at", "in") and words[outcome[1] - 1].lemma in claim_words(
        "times"
    )


def _compared_to(words: Sequence[Word], after: int, end: int, *, over: bool) -> bool:
    """Return whether *to B* or *over B* follows, as in *non-inferior but not superior to B*."""
    for index in range(after, min(end, after + 4)):
        if words[index].lemma == "to" or (over and words[index].lemma == "over"):
            return True
        if words[index].tag not in ("conj", "neg", "adv", "adj"):
            return False
    return False


def _is_there(view: View) -> bool:
    start = view.clause.verb[0]
    words = view.words
    if any(word.lemma == "there" for word in words[max(view.clause.start, start - 3) : start]):
        return True
    return start < len(words) and start + 1 < len(words) and words[view.clause.start].lemma == "there"


def _significance_predicate(view: View, cue: Cue) -> Iterator[Found]:
    """Read *the difference in O was not significant*."""
    if not (cue.negated or cue.effect == "ns"):
        return
    change = leading_change(view)
    if change is None:
        return
    at, noun = change
    outcomes = about(view.words, at + 1, view.subject[1])
    if outcomes:
        yield with_groups(
            view, Found("statement.not-significant", outcomes, "same", (noun, cue)), view.clause.rest[0]
        )
