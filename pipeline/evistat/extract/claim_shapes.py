"""A clause → its claims, read by the shape of its verb.

A predicate (*O was lower in A*), a verb that changes something (*A reduced O*, *O declined*), a change that was seen
(*an improvement in O was found*), a verb that carries one (*A had fewer O*), an association. Each reader's rule id
stands in the claims it makes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evistat.extract.carried_changes import carried_claims, seen_claims
from evistat.extract.claim_associations import association
from evistat.extract.claim_changes import change_verb, more_people, people_did
from evistat.extract.claim_predicates import predicate, predicates
from evistat.extract.claim_view import DIRECTED, Found, View, claim_words
from evistat.extract.verb_forms import verb_forms
from evistat.extract.words import Word


def read_clause(view: View) -> Iterator[Found]:
    """Read the claims of a clause by what its verb is."""
    words = view.words
    verb_start, verb_end = view.clause.verb
    group = words[verb_start:verb_end]
    if verb_start and words[verb_start - 1].tag == "to" and not view.infinitive:
        return  # "strategies to increase awareness": a purpose, not a result
    if any(word.lemma in ("would", "should", "will", "must", "shall", "might") for word in group):
        return
    if any(word.lemma in ("can", "could", "may") for word in group) and any(
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
            yield from carried_claims(view, view.clause.rest, "statement.verbless")
        return
    main = next(
        (index for index in range(verb_end - 1, verb_start - 1, -1) if words[index].tag == "verb"), None
    )
    has_be = any(word.tag == "be" for word in group)
    if main is not None and any(word.tag == "be" for word in words[main + 1 : verb_end]):
        yield from predicate(view)  # "tended to be lower"
        return
    if main is None:
        turned = _infinitive(view) if has_be else None
        if words[verb_end - 1].tag == "have":
            yield from carried_claims(view, view.clause.rest, "statement.carried")  # "seems to have fewer O"
        elif turned is not None:
            yield from read_clause(turned)
        elif has_be:
            yield from predicates(view)
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
        if raised is None or raised.lemma not in claim_words("raising"):
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
    people = more_people(view)
    if people is not None and not has_be:
        yield from people_did(view, main, people)
        return
    if word.lemma in ("associate", "correlate", "relate", "link"):
        yield from association(view, main)
    elif cue is not None:
        yield from change_verb(
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
        yield from seen_claims(view)
    elif word.lemma in claim_words("carriers"):
        yield from carried_claims(view, view.clause.rest, "statement.carried")
    elif has_be:
        yield from predicates(view)


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
    elif main not in claim_words("raising"):
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
    clause = replace(view.clause, verb=(start + 1, index + 1), rest=(index + 1, end))
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
            yield from carried_claims(view, (index, end), "statement.with", fallback=(end, end))
            return
