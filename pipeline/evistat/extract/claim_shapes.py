"""A clause → its claims, read by the shape of its verb.

A predicate (*O was lower in A*), a verb that changes something (*A reduced O*, *O declined*), a change that was seen
(*an improvement in O was found*), a verb that carries one (*A had fewer O*), an association. Each reader's rule id
stands in the claims it makes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evistat.extract.claim_view import (
    DIRECTED,
    NOMINAL,
    Found,
    Range,
    View,
    effect_of,
    index_after,
    is_than,
    word_set,
)
from evistat.extract.cues import OPPOSITE, Cue, word_list
from evistat.extract.group_phrases import clip_det, compares, is_group, whole_subject, with_groups
from evistat.extract.outcome_phrases import about, compared_on, object_outcomes, verb_phrase
from evistat.extract.phrases import Word, verb_forms
from evistat.extract.polarity import outcome_polarity


def read_clause(view: View) -> Iterator[Found]:
    """Read the claims of a clause by what its verb is."""
    words = view.words
    verb_start, verb_end = view.clause.verb
    group = words[verb_start:verb_end]
    if verb_start and words[verb_start - 1].tag == "to" and not view.infinitive:
        return  # "strategies to increase awareness": a purpose, not a result
    if any(word.lemma in ("would", "should", "will", "must", "shall") for word in group):
        return
    if any(word.lemma in ("can", "could", "may", "might") for word in group) and any(
        word.lemma in ("lead", "help", "contribute") for word in group
    ):
        return  # "can lead to": what may be hoped for
    if any(words[i].lemma == "whose" for i in range(view.clause.start, verb_start)):
        return
    if words[view.clause.start].lemma in ("where", "if", "unless", "wherein", "when", "whenever", "who"):
        return
    if not group:
        start = view.clause.rest[0]
        if any(at <= start + 3 and cue.negated for at, cue in view.cues):
            yield from _carried(view, view.clause.rest, "statement.verbless")
        return
    main = next(
        (index for index in range(verb_end - 1, verb_start - 1, -1) if words[index].tag == "verb"), None
    )
    has_be = any(word.tag == "be" for word in group)
    if main is not None and any(word.tag == "be" for word in words[main + 1 : verb_end]):
        yield from _predicate(view)  # "tended to be lower"
        return
    if main is None:
        turned = _infinitive(view) if has_be else None
        if words[verb_end - 1].tag == "have":
            yield from _carried(view, view.clause.rest, "statement.carried")  # "seems to have fewer O"
        elif turned is not None:
            yield from read_clause(turned)
        elif has_be:
            yield from _predicates(view)
        elif (people := _more_people(view)) is not None:
            yield from _people_did(view, verb_end - 1, people)
        elif any(word.tag == "have" for word in group):
            yield from _carried(view, view.clause.rest, "statement.carried")
        return
    cue = next(
        (cue for index, cue in view.cues if index == main and cue.effect in (*DIRECTED, "differ")), None
    )
    word = words[main]
    to = next((i for i in range(verb_start + 1, main) if words[i].tag == "to"), None)
    if to is not None:
        raised = next(
            (words[i] for i in range(to - 1, verb_start - 1, -1) if words[i].tag not in ("adv", "neg")), None
        )
        if raised is None or raised.lemma not in word_set("raising"):
            return  # "can be used to improve": a purpose
    before = words[verb_start - 1].lemma if verb_start else ""
    if word.lemma.startswith("favo") or before in (
        "ensure",
        "achieve",
        "promote",
        "provide",
        "deliver",
        "help",
    ):
        return  # "A favoured over B": of which outcome? "may help reduce": a hope
    form = verb_forms().get(word.text.lower())
    bare = form is not None and form.form == "base" and not any(w.tag in ("aux", "be", "have") for w in group)
    if bare and view.clause.inherited and not view.infinitive:
        return  # "keeping girls in school; increase the knowledge": no finite verb of its own
    if (
        words[view.clause.start].tag == "rel"
        and view.clause.inherited
        and (words[view.clause.start].lemma == "that" or not has_be)
    ):
        return  # "pathways that promote": describes a thing
    induced = cue is not None and cue.id == "cause" and not cue.negated
    if (
        induced
        and view.clause.rest[0] < view.clause.rest[1]
        and words[view.clause.rest[0]].tag not in ("det", "adj")
    ):
        return  # "drug induced nausea"
    if cue is not None and cue.id == "cause" and (has_be or not word.text.endswith("ed")) and not cue.negated:
        return
    classes = word.verb_class.split()
    people = _more_people(view)
    if people is not None and not has_be:
        yield from _people_did(view, main, people)
        return
    turned = _infinitive(view)
    if turned is not None:
        yield from read_clause(turned)
        return
    if word.lemma in ("associate", "correlate", "relate", "link"):
        yield from _association(view, main)
    elif cue is not None and cue.effect != "same":
        yield from _change_verb(
            view,
            cue,
            passive=_is_passive(words, verb_start, main),
        )
    elif (("find" in classes or "show" in classes) and has_be) or word.lemma in (
        "occur",
        "emerge",
        "arise",
        "exist",
    ):
        yield from _seen(view)
    elif word.lemma in word_set("carriers"):
        yield from _carried(view, view.clause.rest, "statement.carried")
    elif has_be:
        yield from _predicates(view)


def _is_passive(words: Sequence[Word], start: int, main: int) -> bool:
    """Return whether a form of *be* stands right before the verb (*was observed to increase* is active)."""
    index = main - 1
    while index > start and words[index].tag in ("adv", "neg"):
        index -= 1
    return index >= start and words[index].tag == "be"


def _infinitive(view: View) -> View | None:
    """Return the view with the verb of *tended to decrease*, *was found to be higher* as its verb."""
    words = view.words
    start, end = view.clause.rest
    likely = start + 1 < end and words[start].lemma in ("likely", "able", "effective", "efficient")
    main = next(
        (
            words[i].lemma
            for i in range(view.clause.verb[1] - 1, view.clause.verb[0] - 1, -1)
            if words[i].tag == "verb"
        ),
        "",
    )
    if likely:
        start += 1
    elif main not in word_set("raising"):
        return None  # "were engaged to reduce": a purpose
    if start + 1 >= end or words[start].tag != "to":
        return None
    index = start + 1
    while index < end and words[index].tag in ("adv", "neg"):
        index += 1
    if index >= end or not (
        words[index].tag == "be" or (words[index].tag == "verb" and any(at == index for at, _ in view.cues))
    ):
        return None
    verb = index + 1
    if words[index].tag == "be" and verb < end and words[verb].tag == "verb":
        verb += 1
    clause = replace(view.clause, verb=(start + 1, verb), rest=(verb, end))
    return replace(view, clause=clause, infinitive=True)


def _denies(words: Sequence[Word], start: int, end: int) -> bool:
    return any(words[i].lemma in ("no", "without", "not") for i in range(start, end))


def accompanying(view: View) -> Iterator[Found]:
    """Read *…, with no difference in O between A and B* behind any verb."""
    words = view.words
    start, end = view.clause.rest
    for index in range(start, end):
        if words[index].lemma in ("with", "without") and any(
            index < at <= index + 5 and cue.negated and _denies(words, index, at) for at, cue in view.cues
        ):
            yield from _carried(view, (index, end), "statement.with", fallback=(end, end))
            return


def _predicates(view: View) -> Iterator[Found]:
    """Read *O was low and did not … / and not different between A and B*: the first predicate that claims something."""
    found = list(_predicate(view))
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
                found = list(_predicate(replace(view, clause=replace(view.clause, rest=(index + 1, end)))))
        index = after
    yield from found


def _ends_predicate(words: Sequence[Word], after: int, end: int) -> bool:
    """Return whether what ends before ``after`` is a predicate such as *higher*, *not different*, no part of a name."""
    if words[after - 1].lemma in ("stable", "constant") or words[after - 1].tag not in ("adj", "noun"):
        return False
    if words[after - 1].lemma == "likely":
        return True
    return after >= end or words[after].tag in ("prep", "comma", "stop", "bracket", "conj", "to")


def _predicate(view: View) -> Iterator[Found]:
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
        yield from _carried(view, view.clause.rest, "statement.there")
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
    after = at + len(words[at].text.split())
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
    if any(word.tag == "stop" for word in words[start:at]):
        return  # "risk factors were: less schooling"
    if (
        named in word_set("plain_praise") and (after >= end or words[after].lemma not in ("in", "at"))
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
    change_next = next((c for i, c in view.cues if i == after and c.effect in OPPOSITE), None)
    if (
        change_next is not None
        and cue.effect in ("up", "down")
        and words[at].lemma in word_list("degree")
        and effect != "same"
    ):
        effect = change_next.effect if cue.effect == "up" else OPPOSITE[change_next.effect]  # "more reduced"
        after += 1
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
            and words[outcome[0]].lemma not in word_set("events")
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
        outcomes = object_outcomes(words, after, end)  # "was effective in reducing O"
        if outcomes and any(words[i].lemma in word_set("effective") for i in range(start, at)):
            yield with_groups(
                view,
                Found("statement.effective", outcomes, effect, (cue,), described=whole_subject(view)),
                after,
            )
        return
    if (
        not people
        and words[after - 1].lemma in ("more", "less")
        and after < end
        and words[after].tag not in ("prep", "comma", "stop", "bracket", "adv", "conj", "sub")
        and words[after].lemma not in word_set("degree_adjectives")
    ):
        return  # "is less explored"
    change = _leading_change(view)
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
        and words[after + 1].tag != "verb"
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
    outcomes = _subject_outcomes(view)
    if outcomes and not (cue.effect in ("better", "worse") and _beats(view, outcomes, after)):
        yield with_groups(view, Found("statement.state", outcomes, effect, (cue,)), after)


def _beats(view: View, subjects: tuple[Range, ...], after: int) -> bool:
    """Return whether one thing is called better than another (*A was better than B*): in what, it doesn't say."""
    words = view.words
    end = view.clause.rest[1]
    if after + 1 >= end or words[after].lemma not in ("than", "to") or words[after + 1].tag == "prep":
        return False
    if words[after + 1].lemma in ("that", "those"):
        return False
    text = " ".join(word.text for word in words[subjects[-1][0] : subjects[-1][1]])
    return not outcome_polarity(text)


def _effective_in(view: View, cue: Cue, at: int, after: int) -> Iterator[Found] | None:
    """Read *A was more effective than B in reducing O*; None unless the predicate praises what its subject does."""
    words = view.words
    end = view.clause.rest[1]
    praising = word_set("effective") - {"better", "superior"}
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
    index, done = doing
    if effect != "same":
        if done.effect not in OPPOSITE:
            return iter(())
        effect = done.effect if effect in ("up", "better") else OPPOSITE[done.effect]
    outcomes = object_outcomes(words, index_after(done, index), end)
    if not outcomes:
        return iter(())
    found = Found("statement.effective", outcomes, effect, (cue, done), described=whole_subject(view))
    return iter((with_groups(view, found, after),))


def _is_when(words: Sequence[Word], outcome: Range) -> bool:
    """Return whether the phrase tells a day or time (*more active on nursery days*)."""
    return words[outcome[0] - 1].lemma in ("on", "at", "in") and words[outcome[1] - 1].lemma in word_set(
        "times"
    )


def _compared_to(words: Sequence[Word], after: int, end: int, *, over: bool) -> bool:
    """Return whether *to B* or *over B* follows, as in *non-inferior but not superior to B*."""
    for index in range(after, min(end, after + 4)):
        if words[index].lemma == "to" or (over and words[index].lemma == "over"):
            return True
        if words[index].tag not in ("conj", "neg", "adv", "adj") and words[index].lemma != "but":
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
    change = _leading_change(view)
    if change is None:
        return
    at, noun = change
    outcomes = about(view.words, at + 1, view.subject[1])
    if outcomes:
        yield with_groups(
            view, Found("statement.not-significant", outcomes, "same", (noun, cue)), view.clause.rest[0]
        )


def _change_verb(view: View, cue: Cue, *, passive: bool) -> Iterator[Found]:
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
    if index < end and words[index].text.lower().endswith("-fold"):
        following = "adv"  # "increased 13-fold"
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
                in word_set("times") | {"min", "minutes", "h", "hour", "s", "seconds"}
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
        if inner is not None and effect in ("up", "down") and _of_change(words, index, inner):
            # "attenuated the decrease in O"
            effect = _under(words, index, cue, inner[1]) if effect == cue.effect else effect
            cues = (*cues, inner[1])
        outcomes = object_outcomes(words, index, end)
        if outcomes:
            yield with_groups(
                view,
                Found("statement.transitive", outcomes, effect, cues, described=whole_subject(view)),
                index,
            )
        return
    change = _leading_change(view)
    if change is not None and change[1] is not cue:
        at, noun = change
        outcomes = about(words, at + 1, view.subject[1])
        if noun.effect == "differ" and effect == "same":
            joined: str | None = "same"
        elif noun.effect in ("up", "down", "better", "worse") and effect == "same":
            joined = "same"
        elif noun.effect in OPPOSITE and effect in ("up", "down"):
            joined = noun.effect if effect == "up" else OPPOSITE[noun.effect]
        else:
            joined = None
        if joined and outcomes:
            yield with_groups(
                view, Found("statement.change-intransitive", outcomes, joined, (noun, *cues)), start
            )
        return
    if is_group(words, view.subject) or (cue.effect == "differ" and compared_on(words, start, end)):
        outcomes = about(words, start, end, strict=not is_group(words, view.subject))
        if outcomes:
            described = whole_subject(view) if effect != "same" else None
            yield with_groups(
                view, Found("statement.groups-differ", outcomes, effect, cues, described=described), start
            )
        return
    if passive and start < end and words[start].tag in ("noun", "adj", "num"):
        return  # "the barriers were reduced communication and poor pay"
    outcomes = _subject_outcomes(view)
    if outcomes:
        rule = "statement.passive" if passive else "statement.intransitive"
        yield with_groups(view, Found(rule, outcomes, effect, cues), start)


def _more_people(view: View) -> Cue | None:
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
                if words[index].lemma in word_set("people"):
                    return cue
                if words[index].tag not in ("noun", "adj", "prep", "det"):
                    break
            return None
    return None


def _people_did(view: View, verb: int, cue: Cue) -> Iterator[Found]:
    """Read *fewer patients in A had O*, *more women completed O*."""
    words = view.words
    effect = effect_of(cue)
    start, end = view.clause.rest
    if effect is None or any(word.tag == "neg" for word in words[view.clause.verb[0] : view.clause.verb[1]]):
        return
    outcomes = object_outcomes(words, start, end)
    if not outcomes and words[verb].tag == "verb":
        reached = start
        while reached < end and words[reached].tag in (*NOMINAL, "det", "adv"):
            reached += 1
        named = (
            clip_det(words, start, reached) if words[verb].lemma in ("achieve", "reach", "attain") else None
        )
        outcomes = (named or (verb, verb + 1),)
    elif (
        outcomes
        and words[verb].tag == "verb"
        and words[verb].lemma
        not in (
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
        )
    ):
        outcomes = ((verb, outcomes[0][1]), *outcomes[1:])
    if outcomes:
        yield with_groups(view, Found("statement.more-people", outcomes, effect, (cue,)), start)


def _seen(view: View) -> Iterator[Found]:
    """Read *(no) improvement in O was seen in A*, *lower O was found with A*."""
    words = view.words
    start, end = view.subject
    if start < end and words[start].lemma in ("there", "it"):
        yield from _carried(view, view.clause.rest, "statement.there")
        return
    yield from _carried(view, view.subject, "statement.seen", fallback=view.clause.rest)


def _carried(view: View, where: Range, rule: str, fallback: Range | None = None) -> Iterator[Found]:
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
            and not any(words[i].lemma in word_set("effective") for i in range(max(start, at - 3), at))
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
            and not follower[1].negated
        ):
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
                or _of_change(words, after, follower)
            )
        ):
            # "a greater reduction in O": scale the change
            change = follower[1]
            if effect == "same" or cue.negated:
                effect = "same"
            elif change.effect in OPPOSITE:
                effect = _under(words, at, cue, change)
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
                outcomes = _subject_outcomes(view)
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


def _under(words: Sequence[Word], at: int, degree: Cue, change: Cue) -> str:
    """Return the effect of ``change`` under the degree or change at ``at``: *less* turns it over, *faster* doesn't."""
    last = index_after(degree, at) - 1
    kept = degree.effect == "up" or words[last].text.lower() in word_list("sooner")
    return change.effect if kept else OPPOSITE[change.effect]


def _of_change(words: Sequence[Word], after: int, change: tuple[int, Cue]) -> bool:
    """Return whether only *of the* stands between a change and the change it is made to."""
    return change[1].effect in OPPOSITE and all(
        words[i].text.lower() in word_list("between_changes") for i in range(after, change[0])
    )


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


def _association(view: View, main: int) -> Iterator[Found]:
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
        elif (
            not is_group(words, view.subject)
            and _treats(words, start, end)
            and (outcomes := _subject_outcomes(view))
        ):
            yield with_groups(view, Found("statement.not-associated", outcomes, "same", (link,)), start)
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
        for found in _carried(view, (start, end), "statement.associated"):
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


def _treats(words: Sequence[Word], start: int, end: int) -> bool:
    return any(
        words[i].lemma in ("treatment", "therapy", "group", "groups", "arm", "placebo", "intervention", "use")
        for i in range(start, min(end, start + 6))
    )


def _after_with(words: Sequence[Word], start: int, end: int) -> tuple[Range, ...]:
    for index in range(start, min(end, start + 4)):
        if words[index].lemma in ("with", "to"):
            return object_outcomes(words, index + 1, end)
    return ()


def _like_those(words: Sequence[Word], after: int, end: int) -> bool:
    """Return whether a likeness in some respect is described (*in part to those*)."""
    return any(
        words[i].lemma == "to" and words[i + 1].lemma in ("those", "that")
        for i in range(after + 1, min(end - 1, after + 4))
    )


def _nominal_after(words: Sequence[Word], index: int, end: int) -> bool:
    return index < end and words[index].tag in ("noun", "adj", "num", "ing")


def _leading_change(view: View) -> tuple[int, Cue] | None:
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


def _subject_outcomes(view: View) -> tuple[Range, ...]:
    return object_outcomes(view.words, view.subject[0], view.subject[1])
