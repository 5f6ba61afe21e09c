"""A document → the clauses that claim what happened to an outcome and print no statistic.

Each clause is read by the shape of its verb: a predicate (*O was lower in A*), a verb that changes something (*A
reduced O*), a change that was seen (*an improvement in O was found*), a light verb (*A had fewer O*), an association.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from evistat.extract.context import Context
from evistat.extract.cues import Cue, Reading, word_list
from evistat.extract.cues import read_sentence as read_cues
from evistat.extract.finding import Mention, Result, TextSpan
from evistat.extract.hedging import is_hedged
from evistat.extract.phrases import Clause, Sentence, Word, read_sentence, verb_forms
from evistat.extract.polarity import improvement_sign, outcome_polarity
from evistat.lexicons import lexicon


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause that claims an outcome's direction: what of, in whom, against whom, and the words that say so."""

    clause: TextSpan
    sentence: int
    rule: str
    outcome: Mention
    direction: str
    intervention: Mention | None = None
    comparator: Mention | None = None
    predictor: Mention | None = None
    significant: bool | None = None
    hedged: bool = False
    negated: bool = False
    cues: tuple[TextSpan, ...] = ()


Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Found:
    """A claim inside a clause, in word ranges."""

    rule: str
    outcomes: tuple[Range, ...]
    effect: str
    cues: tuple[Cue, ...]
    described: Range | None = None
    reference: Range | None = None
    predictor: Range | None = None


@dataclass(frozen=True, slots=True)
class _View:
    """A clause with its sentence's words and its own cues (with the index of the word each begins at)."""

    words: Sequence[Word]
    clause: Clause
    cues: tuple[tuple[int, Cue], ...]
    subject: Range
    lead: Range | None = None
    infinitive: bool = False


_DEGREE_ADJECTIVES = frozenset(
    [
        "pronounced",
        "marked",
        "evident",
        "rapid",
        "severe",
        "prominent",
        "prevalent",
        "frequent",
        "common",
        "intense",
        "substantial",
        "apparent",
        "noticeable",
        "sustained",
        "prolonged",
        "extensive",
        "numerous",
        "abundant",
        "elevated",
    ]
)
_OPPOSITE = {"up": "down", "down": "up", "better": "worse", "worse": "better"}
_DIRECTED = frozenset({"up", "down", "better", "worse", "same"})
_SAYING = _DIRECTED | {"plus", "minus"}
_NOUNS_IN_ED = frozenset({"speed", "breed", "seed"})
_NOMINAL = frozenset({"noun", "adj", "num", "ing"})
_CHANGES = frozenset(
    [
        "change",
        "changes",
        "improvement",
        "improvements",
        "reduction",
        "reductions",
        "increase",
        "increases",
        "decrease",
        "decreases",
        "decline",
    ]
)
_ATTACH = frozenset({"of"})
_ATTACH_HEADS = frozenset({
    "time", "need", "satisfaction", "adherence", "response", "responses", "resistance", "exposure", "return", "access", "attitude", "attitudes", "tolerance",
    "compliance", "admission", "admissions", "readmission", "hospitalization", "hospitalizations", "hospitalisation", "score", "scores", "sensitivity", "knowledge", "preference",
    "demand", "use", "visits", "requirement", "requirements", "times", "days", "duration", "length", "ability", "confidence", "mortality", "death", "deaths", "ratio", "interest", "commitment",
    "freedom", "free", "distance", "performance", "patients", "participants", "subjects", "women", "children", "men", "people", "interval",
})  # fmt: skip
_ATTACH_PREPOSITIONS = frozenset(
    {"to", "for", "with", "from", "on", "per", "toward", "towards", "without", "about", "against"}
)
_PEOPLE = frozenset(
    [
        "patients",
        "participants",
        "subjects",
        "women",
        "children",
        "men",
        "people",
        "infants",
        "individuals",
        "students",
        "adults",
        "cases",
        "those",
    ]
)


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(lexicon("statements")[name])


@cache
def _phrases(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    for form in lexicon("statements")[name]:
        key = tuple(form.split())
        index.setdefault(key[0], []).append(key)
    return {first: tuple(sorted(keys, key=len, reverse=True)) for first, keys in index.items()}


@cache
def _not_results() -> re.Pattern[str]:
    forms = sorted(lexicon("statements")["not_results"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, forms)) + r")")


# Groups alike before the study began: no result.
_BASELINE = re.compile(
    r"\b[Bb]aseline (?:demographic|clinical|characteristic|patient|variable|data|assessment|value|measure)|[Dd]emographic|\b(?:similar|comparable|matched|balanced|different|differences?|differ)\b[^.;]{0,60}\bat (?:baseline|enrol|entry)"
    r"|\b[Aa]t (?:baseline|enrol\w*|study entry),"
)


def find_statements(context: Context, results: Sequence[Result]) -> list[Statement]:
    """Return the statements of ``context`` in order, none of them in a clause that holds a result."""
    found: list[Statement] = []
    spans = sorted((result.start, result.end) for result in results)
    starts = [start for start, _ in spans]
    first_result = spans[0][0] if spans else None
    for number, (start, end) in enumerate(context.sentences):
        section = context.section_at(start)
        if section not in _list("sections") or end - start < 15:
            continue
        folded = context.folded[start:end]
        reading = read_cues(folded)
        if not any(cue.effect in _SAYING or cue.negated for cue in reading.cues):
            continue
        if _not_results().search(folded.lower()):
            continue
        inside = [
            span
            for span in spans[max(0, bisect_right(starts, start) - 1) :]
            if span[1] > start and span[0] < end
        ]
        if _BASELINE.search(folded):
            continue
        sentence = read_sentence(context.folded, start, end, inside)
        settled = section in _list("concluding") or (first_result is not None and start > first_result)
        claims = list(_claims(sentence, reading, start))
        denials = _denials(claims, sentence, reading, start) if claims else []
        denied_later = bool(claims) and _denied_by_next(context, number)
        for found_claim, clause in claims:
            denial = next((cue for cue in denials if cue.start > found_claim.cues[-1].end), None)
            span = sentence.words[clause.start : clause.end]
            compared = found_claim.effect == "same" and any(
                w.lemma in ("between", "groups", "both", "arms") for w in span
            )
            if not settled and not compared and _general(sentence, clause):
                continue
            made = _statements(context, number, sentence, clause, found_claim)
            if (
                found_claim.effect != "same"
                and found_claim.reference is not None
                and any(
                    cue.effect == "sig"
                    and not cue.negated
                    and sentence.words[clause.start].start
                    <= start + cue.start
                    < sentence.words[clause.end - 1].end
                    for cue in reading.cues
                )
            ):
                denial, denied = (
                    None,
                    False,
                )  # "significantly lower than": what follows is about something else
            else:
                denied = denied_later
            if found_claim.effect != "same" and (denial is not None or denied):
                made = (_denied(context, start, statement, denial) for statement in made)
            found.extend(made)
    return _unique(found)


def _says_none(cue: Cue) -> bool:
    return cue.effect == "ns" or (cue.negated and cue.effect in ("sig", "differ"))


def _denials(
    claims: list[tuple[_Found, Clause]], sentence: Sentence, reading: Reading, base: int
) -> list[Cue]:
    """Return the cues that deny a difference without an outcome of their own (*…, but this was not significant*)."""
    taken = [
        (sentence.words[clause.start].start - base, sentence.words[clause.end - 1].end - base)
        for found, clause in claims
        if found.effect == "same"
    ]
    return [
        cue
        for cue in reading.cues
        if _says_none(cue) and not any(start <= cue.start < end for start, end in taken)
    ]


def _denied_by_next(context: Context, number: int) -> bool:
    """Return whether the next sentence does nothing but deny the difference."""
    if number + 1 >= len(context.sentences):
        return False
    start, end = context.sentences[number + 1]
    if end - start > 220:
        return False
    reading = read_cues(context.folded[start:end])
    opening = {word.text for word in reading.words[:9]}
    if not opening & _DENYING or not any(_says_none(cue) for cue in reading.cues):
        return False
    return not any(True for _ in _claims(read_sentence(context.folded, start, end), reading, start))


_DENYING = frozenset(
    [
        "this",
        "these",
        "difference",
        "differences",
        "however",
        "but",
        "comparison",
        "intergroup",
        "between-group",
        "reduction",
        "increase",
        "decrease",
        "improvement",
    ]
)


def _denied(context: Context, base: int, statement: Statement, denial: Cue | None) -> Statement:
    """Return the statement as *no difference*, its quote reaching to the words that deny it."""
    clause, cues = statement.clause, statement.cues
    if denial is not None:
        end = max(clause.end, base + denial.end)
        clause = TextSpan(context.text[clause.start : end], clause.start, end)
        at = base + denial.start
        cues = (*cues, TextSpan(context.text[at : base + denial.end], at, base + denial.end))
    return replace(
        statement, clause=clause, cues=cues, direction="no_difference", significant=False, negated=True,
        rule=statement.rule + ".denied",
    )  # fmt: skip


def _general(sentence: Sentence, clause: Clause) -> bool:
    """Return whether the clause speaks in the present tense, as background does."""
    group = sentence.words[clause.verb[0] : clause.verb[1]]
    return any(
        (word.tag in ("be", "have", "aux") and word.lemma in ("is", "are", "has", "have", "do", "does", "can", "may", "will", "should", "would", "could", "might"))
        or (word.tag == "verb" and word.text.endswith("s") and not word.text.endswith("ss"))
        for word in group
    )  # fmt: skip


def _unique(statements: list[Statement]) -> list[Statement]:
    seen: set[tuple[int, int]] = set()
    kept = []
    for statement in statements:
        key = (statement.outcome.start, statement.outcome.end)
        if key not in seen:
            seen.add(key)
            kept.append(statement)
    return kept


def _claims(sentence: Sentence, reading: Reading, base: int) -> Iterator[tuple[_Found, Clause]]:
    words = sentence.words
    starts = [word.start for word in words]
    placed = []
    for cue in reading.cues:
        if reading.words[cue.first].depth or cue.role == "superlative" or cue.id.endswith("within-names"):
            continue
        index = bisect_right(starts, base + cue.start) - 1
        if index >= 0 and words[index].tag not in ("stat", "bracket"):
            placed.append((index, cue))
    for number, clause in enumerate(sentence.clauses):
        if any(word.tag == "stat" for word in words[clause.start : clause.end]):
            continue
        if (
            clause.inherited
            and number
            and any(
                word.lemma in ("would", "should", "will", "must")
                for word in words[slice(*sentence.clauses[number - 1].verb)]
            )
        ):
            continue
        if clause.inherited and number and words[sentence.clauses[number - 1].start].lemma == "who":
            continue  # "those who smoked and had higher …": people described
        cues = tuple((index, cue) for index, cue in placed if clause.start <= index < clause.end)
        subject = _main_subject(sentence, number)
        borrowed = cues
        if subject[0] < clause.start:
            borrowed = tuple(
                (i, cue)
                for i, cue in placed
                if subject[0] <= i < subject[1] or clause.start <= i < clause.end
            )
            if any(word.tag == "stat" for word in words[subject[0] : subject[1]]):
                borrowed, subject = cues, (clause.start, clause.start)
        if not any(cue.effect in _SAYING or cue.negated for _, cue in borrowed):
            continue
        lead = (
            (clause.subject[0], subject[0]) if clause.inherited and clause.subject[0] < subject[0] else None
        )
        view = _View(words, clause, borrowed, subject, lead)
        claims = list(_read_clause(view)) or list(_accompanying(view))
        for claim in claims:
            yield claim, clause


def _main_subject(sentence: Sentence, number: int) -> Range:
    """Return the subject's words without what leads in ("Compared with placebo, …"), inherited or own."""
    clause = sentence.clauses[number]
    start, end = clause.subject
    words = sentence.words
    if clause.inherited and number and sentence.clauses[number - 1].start < len(words):
        previous = sentence.clauses[number - 1]
        if words[previous.start].tag == "rel" and words[clause.start].tag not in ("conj", "sub", "stop"):
            # "The number of patients who developed fever was lower": the relative clause belongs to the subject.
            head = sentence.clauses[number - 2].start if number > 1 else previous.subject[0]
            start, end = min(head, previous.subject[0]), clause.verb[0]
            start = previous.subject[0] if previous.subject[1] > previous.subject[0] else start
            start = _of_back(words, start)
    return _skip_lead(words, start, end), end


def _of_back(words: Sequence[Word], start: int) -> int:
    """Return where a phrase begins that reaches ``start`` by *of* ("number of | patients who")."""
    while start >= 2 and words[start - 1].lemma == "of":
        start -= 1
        while start > 0 and words[start - 1].tag in ("noun", "adj", "det", "num"):
            start -= 1
    return start


def _skip_lead(words: Sequence[Word], start: int, end: int) -> int:
    """Return where the subject proper begins: after a comma that closes a leading adverbial."""
    while start < end and words[start].tag in ("adv", "comma", "conj", "sub", "other", "stop"):
        start += 1
    if start < end and (
        words[start].tag in ("prep", "part", "to")
        or words[start].lemma in ("compared", "regarding", "when", "following")
    ):
        commas = [i for i in range(start, end) if words[i].tag == "comma"]
        if commas:
            after = commas[0] + 1
            # "In terms of A, B, and C, groups …": the last comma not before a conjunction opens the subject.
            return _skip_lead(words, after, end) if after < end else start
    return start


# ---------------------------------------------------------------- reading one clause


def _read_clause(view: _View) -> Iterator[_Found]:
    words = view.words
    verb_start, verb_end = view.clause.verb
    group = words[verb_start:verb_end]
    if verb_start and words[verb_start - 1].tag == "to" and not view.infinitive:
        return  # "strategies to increase awareness": a purpose, not a result
    if any(word.lemma in ("would", "should", "will", "must", "shall") for word in group):
        return
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
        if turned is not None:
            yield from _read_clause(turned)
        elif has_be:
            yield from _predicate(view)
        elif (people := _more_people(view)) is not None:
            yield from _people_did(view, verb_end - 1, people)
        elif any(word.tag == "have" for word in group):
            yield from _carried(view, view.clause.rest, "statement.carried")
        return
    cue = next(
        (cue for index, cue in view.cues if index == main and cue.effect in (*_DIRECTED, "differ")), None
    )
    word = words[main]
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
    if cue is not None and cue.id == "cause" and (has_be or not word.text.endswith("ed")) and not cue.negated:
        return
    classes = word.verb_class.split()
    people = _more_people(view)
    if people is not None and not has_be:
        yield from _people_did(view, main, people)
        return
    turned = _infinitive(view)
    if turned is not None:
        yield from _read_clause(turned)
        return
    if word.lemma in ("associate", "correlate", "relate", "link"):
        yield from _association(view, main)
    elif cue is not None and cue.effect != "same":
        yield from _change_verb(
            view,
            main,
            cue,
            passive=(has_be and words[main - 1].tag != "neg") or (has_be and words[main].text.endswith("ed")),
        )
    elif (("find" in classes or "show" in classes) and has_be) or word.lemma in (
        "occur",
        "emerge",
        "arise",
        "exist",
    ):
        yield from _seen(view)
    elif word.lemma in _CARRIERS:
        yield from _carried(view, view.clause.rest, "statement.carried")
    elif has_be:
        yield from _predicate(view)


_CARRIERS = frozenset(
    [
        "have",
        "show",
        "experience",
        "report",
        "demonstrate",
        "exhibit",
        "achieve",
        "result",
        "lead",
        "produce",
        "yield",
        "require",
        "need",
        "find",
        "observe",
        "detect",
        "present",
        "develop",
        "suffer",
        "attain",
        "display",
        "give",
        "obtain",
        "provide",
        "reveal",
        "note",
        "see",
        "confirm",
        "indicate",
        "get",
        "gain",
        "lose",
        "use",
        "undergo",
        "maintain",
        "spend",
        "score",
        "record",
        "identify",
    ]
)
_EVENTS = frozenset(
    [
        "die",
        "survive",
        "relapse",
        "recur",
        "recover",
        "smoke",
        "drink",
        "admit",
        "hospitalize",
        "hospitalise",
        "respond",
        "fall",
        "drop",
        "discontinue",
        "withdraw",
    ]
)
_EFFECTIVE = frozenset(
    [
        "effective",
        "beneficial",
        "useful",
        "successful",
        "efficacious",
        "superior",
        "effectiveness",
        "efficacy",
        "benefit",
        "benefits",
        "efficient",
        "better",
        "worked",
    ]
)
_RAISING = frozenset(
    [
        "find",
        "show",
        "observe",
        "tend",
        "appear",
        "seem",
        "fail",
        "report",
        "prove",
        "continue",
        "note",
        "see",
        "demonstrate",
    ]
)


def _infinitive(view: _View) -> _View | None:
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
    elif main not in _RAISING:
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


def _effect_of(cue: Cue) -> str | None:
    """Return what the cue says, negation applied; None where it says nothing directed."""
    if cue.negated:
        return "same" if cue.effect in ("up", "down", "better", "worse", "differ") else None
    return cue.effect if cue.effect in _DIRECTED else None


def _accompanying(view: _View) -> Iterator[_Found]:
    """Read *…, with no difference in O between A and B* behind any verb."""
    words = view.words
    start, end = view.clause.rest
    for index in range(start, end):
        if words[index].lemma in ("with", "without") and any(
            index < at <= index + 5 and (cue.negated or cue.role == "noun") for at, cue in view.cues
        ):
            yield from _carried(view, (index, end), "statement.with", fallback=(end, end))
            return


def _predicate(view: _View) -> Iterator[_Found]:
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
            if at in (index, index - 1) and start <= at and cue.effect in (*_DIRECTED, "differ")
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
                and c.effect in (*_DIRECTED, "differ")
                and words[at - 1].tag != "to"
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
    after = _index_after(words, cue, at)
    if cue.effect in ("sig", "ns"):
        yield from _significance_predicate(view, cue)
        return
    effect = _effect_of(cue)
    if effect is None:
        return
    change_next = next((c for i, c in view.cues if i == after and c.effect in _OPPOSITE), None)
    if (
        change_next is not None
        and cue.effect in ("up", "down")
        and words[at].lemma in word_list("degree")
        and effect != "same"
    ):
        effect = change_next.effect if cue.effect == "up" else _OPPOSITE[change_next.effect]  # "more reduced"
        after += 1
    if words[after - 1].lemma == "likely" and after < end and words[after].tag == "to":
        outcome = _verb_phrase(words, after + 1, end)
        inner = next(
            (c for i, c in view.cues if outcome and i == outcome[0] and c.effect in ("up", "down")), None
        )
        if (
            outcome
            and outcome[1] - outcome[0] == 1
            and words[outcome[0]].tag == "verb"
            and words[outcome[0]].lemma not in _EVENTS
        ):
            outcome = None
        if outcome and inner is not None and outcome[1] - outcome[0] > 1 and effect in _OPPOSITE:
            effect = (
                inner.effect if effect == "up" else _OPPOSITE[inner.effect]
            )  # "more likely to have lower O"
            outcome = (outcome[0] + 1, outcome[1])
        if outcome:
            yield _with_groups(
                view,
                _Found("statement.likely", (outcome,), effect, (cue,), described=_whole_subject(view)),
                after,
            )
        return
    people = _is_group(words, view.subject)
    if words[at].tag == "ing":
        outcomes = _object_outcomes(words, after, end)  # "was effective in reducing O"
        if outcomes and any(words[i].lemma in _EFFECTIVE for i in range(start, at)):
            yield _with_groups(
                view,
                _Found("statement.effective", outcomes, effect, (cue,), described=_whole_subject(view)),
                after,
            )
        return
    if (
        not people
        and words[after - 1].lemma in ("more", "less")
        and after < end
        and words[after].tag not in ("prep", "comma", "stop", "bracket", "adv", "conj", "sub")
        and words[after].lemma not in _DEGREE_ADJECTIVES
    ):
        return  # "is less explored"
    change = _leading_change(view)
    if change is not None:
        change_at, change_cue = change
        outcomes = _about(words, change_at + 1, view.subject[1]) or _about(words, after, end)
        if change_cue.effect == "differ":
            joined: str | None = effect if effect == "same" else None  # a greater change: of which sign?
        elif effect == "same":
            joined = "same"
        elif effect in ("up", "down"):
            joined = change_cue.effect if effect == "up" else _OPPOSITE.get(change_cue.effect)
        else:
            joined = None
        if outcomes and joined:
            yield _with_groups(
                view, _Found("statement.change-state", outcomes, joined, (change_cue, cue)), after
            )
        return
    if (
        not people
        and after + 1 < end
        and words[after].lemma == "to"
        and words[after + 1].lemma not in ("that", "those")
        and words[after + 1].tag != "verb"
        and cue.effect in ("same", "better", "worse")
    ):
        return  # "A was equivalent to B": in what, it doesn't say
    if people or _compared_on(words, after, end):
        outcomes = _about(
            words, after, end, strict=not people or (after < end and words[after].lemma == "to")
        )
        if (
            not outcomes
            and people
            and effect in ("up", "down", "better", "worse")
            and after < end
            and words[after].tag in ("noun", "adj", "part", "verb")
            and words[after - 1].lemma in ("more", "less")
        ):
            phrase = _verb_phrase(words, after, end)
            outcomes = (phrase,) if phrase else ()
        if outcomes:
            yield _with_groups(
                view,
                _Found(
                    "statement.groups-state",
                    outcomes,
                    effect,
                    (cue,),
                    described=_whole_subject(view) if effect != "same" else None,
                ),
                after,
            )
        return
    outcomes = _subject_outcomes(view)
    if outcomes:
        yield _with_groups(view, _Found("statement.state", outcomes, effect, (cue,)), after)


def _is_there(view: _View) -> bool:
    start = view.clause.verb[0]
    words = view.words
    if any(word.lemma == "there" for word in words[max(view.clause.start, start - 3) : start]):
        return True
    return start < len(words) and start + 1 < len(words) and words[view.clause.start].lemma == "there"


def _significance_predicate(view: _View, cue: Cue) -> Iterator[_Found]:
    """Read *the difference in O was not significant*."""
    if not (cue.negated or cue.effect == "ns"):
        return
    change = _leading_change(view)
    if change is None:
        outcomes = () if _is_group(view.words, view.subject) else _subject_outcomes(view)
        return
    at, noun = change
    outcomes = _about(view.words, at + 1, view.subject[1])
    if outcomes:
        yield _with_groups(
            view, _Found("statement.not-significant", outcomes, "same", (noun, cue)), view.clause.rest[0]
        )


def _change_verb(view: _View, main: int, cue: Cue, *, passive: bool) -> Iterator[_Found]:
    """Read *A reduced O*, *O was reduced by A*, *O declined*, *O did not differ*."""
    words = view.words
    start, end = view.clause.rest
    effect = _effect_of(cue)
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
        and effect in _OPPOSITE
        and not _nominal_after(
            words, _index_after(words, degree, next(i for i, c in view.cues if c is degree)), end
        )
    ):
        effect = effect if degree.effect == "up" else _OPPOSITE[effect]
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
            and words[index].text.endswith("%")
        )
    )
    if transitive:
        outcomes = _object_outcomes(words, index, end)
        if outcomes:
            yield _with_groups(
                view,
                _Found("statement.transitive", outcomes, effect, cues, described=_whole_subject(view)),
                index,
            )
        return
    change = _leading_change(view)
    if change is not None and change[1] is not cue:
        at, noun = change
        outcomes = _about(words, at + 1, view.subject[1])
        if noun.effect == "differ" and effect == "same":
            joined: str | None = "same"
        elif noun.effect in ("up", "down", "better", "worse") and effect == "same":
            joined = "same"
        elif noun.effect in _OPPOSITE and effect in ("up", "down"):
            joined = noun.effect if effect == "up" else _OPPOSITE[noun.effect]
        else:
            joined = None
        if joined and outcomes:
            yield _with_groups(
                view, _Found("statement.change-intransitive", outcomes, joined, (noun, *cues)), start
            )
        return
    if _is_group(words, view.subject) or (cue.effect == "differ" and _compared_on(words, start, end)):
        outcomes = _about(words, start, end, strict=not _is_group(words, view.subject))
        if outcomes:
            described = _whole_subject(view) if effect != "same" else None
            yield _with_groups(
                view, _Found("statement.groups-differ", outcomes, effect, cues, described=described), start
            )
        return
    if passive and start < end and words[start].tag in ("noun", "adj", "num"):
        return  # "the barriers were reduced communication and poor pay"
    outcomes = _subject_outcomes(view)
    if outcomes:
        rule = "statement.passive" if passive else "statement.intransitive"
        yield _with_groups(view, _Found(rule, outcomes, effect, cues), start)


def _more_people(view: _View) -> Cue | None:
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
            after = _index_after(words, cue, at)
            for index in range(after, min(end, after + 5)):
                if words[index].lemma in _PEOPLE:
                    return cue
                if words[index].tag not in ("noun", "adj", "prep", "det"):
                    break
            return None
    return None


def _people_did(view: _View, verb: int, cue: Cue) -> Iterator[_Found]:
    """Read *fewer patients in A had O*, *more women completed O*."""
    words = view.words
    effect = _effect_of(cue)
    start, end = view.clause.rest
    if effect is None or any(word.tag == "neg" for word in words[view.clause.verb[0] : view.clause.verb[1]]):
        return
    outcomes = _object_outcomes(words, start, end)
    if not outcomes and words[verb].tag == "verb":
        outcomes = ((verb, verb + 1),)
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
        yield _with_groups(view, _Found("statement.more-people", outcomes, effect, (cue,)), start)


def _seen(view: _View) -> Iterator[_Found]:
    """Read *(no) improvement in O was seen in A*, *lower O was found with A*."""
    words = view.words
    start, end = view.subject
    if start < end and words[start].lemma in ("there", "it"):
        yield from _carried(view, view.clause.rest, "statement.there")
        return
    yield from _carried(view, view.subject, "statement.seen", fallback=view.clause.rest)


def _carried(view: _View, where: Range, rule: str, fallback: Range | None = None) -> Iterator[_Found]:
    """Read the changes a phrase carries: *a reduction in O*, *fewer O*, *no difference in O*, one after the other."""
    words = view.words
    start, end = where
    inside = [
        (at, cue)
        for at, cue in view.cues
        if start <= at < end and cue.effect in (*_DIRECTED, "differ", "assoc")
    ]
    described = _whole_subject(view) if fallback is None else None
    skip_to = -1
    for position, (at, cue) in enumerate(inside):
        if at < skip_to:
            continue
        after = _index_after(words, cue, at)
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
        if (
            words[at].tag == "ing"
            and not cue.negated
            and not any(words[i].lemma in _EFFECTIVE for i in range(max(start, at - 3), at))
        ):
            continue  # "increasing demand", "opportunities for increasing"
        if words[at].lemma in ("stable", "constant", "unchanged", "equally", "similarly"):
            continue
        effect = _effect_of(cue)
        cues: tuple[Cue, ...] = (cue,)
        noun_like = (
            cue.role == "noun"
            or cue.effect == "differ"
            or (cue.id == "same" and after < end and words[after].tag == "prep")
        )
        follower = inside[position + 1] if position + 1 < len(inside) else None
        if (
            follower is not None
            and cue.effect in ("up", "down", "same")
            and follower[0] - after <= 2
            and (
                follower[1].role == "noun"
                or (
                    follower[1].effect in _OPPOSITE
                    and follower[0] + 1 < end
                    and words[follower[0] + 1].lemma in ("in", "of")
                )
            )
            and not any(words[i].tag in ("prep", "comma", "conj") for i in range(after, follower[0]))
        ):
            # "a greater reduction in O": scale the change
            change = follower[1]
            if effect == "same" or cue.negated:
                effect = "same"
            elif change.effect in _OPPOSITE:
                effect = change.effect if cue.effect == "up" else _OPPOSITE[change.effect]
            else:
                effect = None
            cues = (cue, change)
            after = _index_after(words, change, follower[0])
            skip_to = follower[0] + 1
            noun_like = True
        if effect is None:
            continue
        if noun_like:
            whole = effect == "same" and cue.effect == "differ"
            further = () if whole else tuple(i for i, _ in inside if i >= after)
            outcomes = _about(words, after, end, further)
            if outcomes and any(i < outcomes[0][0] for i in further):
                outcomes = ()  # what follows belongs to the next change word
            if outcomes:
                skip_to = max(skip_to, outcomes[-1][1])
            if not outcomes and fallback is not None:
                outcomes = _about(words, fallback[0], fallback[1])
            if (
                not outcomes
                and fallback is None
                and rule != "statement.there"
                and not _is_group(words, view.subject)
            ):
                outcomes = _subject_outcomes(view)
                if outcomes:
                    yield _with_groups(view, _Found(rule, outcomes, effect, cues), after)
                continue
            if not outcomes and view.subject[0] > view.clause.start:
                outcomes = _about(words, view.clause.start, view.subject[0])
        else:
            if after >= end or words[after].tag not in (*_NOMINAL, "verb", "det"):
                continue
            if rule == "statement.carried" and effect != "same" and not _compares(view):
                continue
            outcomes = _object_outcomes(words, after, end, tuple(i for i, _ in inside if i > after))
            if outcomes:
                skip_to = max(skip_to, outcomes[-1][1])
        if outcomes:
            yield _with_groups(view, _Found(rule, outcomes, effect, cues, described=described), after)


def _compares(view: _View) -> bool:
    """Return whether the clause compares: *than*, *compared with*, *significantly*, a group, a result verb in the past."""
    words = view.words
    start, end = view.clause.start, view.clause.end
    if any(cue.effect == "sig" and not cue.negated for _, cue in view.cues):
        return True
    if any(_is_than(words, i, end) for i in range(start, end)):
        return True
    if view.lead is not None and any(_is_than(words, i, view.lead[1]) for i in range(*view.lead)):
        return True
    if _is_group(words, view.subject) or any(
        words[i].lemma in ("group", "groups", "arm", "arms", "placebo", "controls") for i in range(start, end)
    ):
        return not any(
            words[i].lemma in ("is", "are", "have", "has", "can", "may", "could", "might")
            for i in range(*view.clause.verb)
        )
    return False


def _linked(view: _View, cue: Cue, at: int, after: int, end: int) -> _Found | None:
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
    outcomes = _object_outcomes(words, middle + 1, end)
    predictor = _clip_det(words, after + 1, middle) if middle > after + 1 and middle - after < 10 else None
    return _Found("statement.association", outcomes, effect, cues, predictor=predictor) if outcomes else None


def _association(view: _View, main: int) -> Iterator[_Found]:
    """Read *A was associated with lower O*, *A was not associated with O*, *A correlated positively with O*."""
    words = view.words
    start, end = view.clause.rest
    link = next((cue for at, cue in view.cues if at == main), None)
    carried = [
        (at, cue)
        for at, cue in view.cues
        if start <= at < end and cue.effect in ("up", "down", "better", "worse", "same")
    ]
    predictor = _whole_subject(view)
    if link is not None and link.negated:
        outcomes = _after_with(words, start, end)
        if outcomes:
            yield _Found("statement.not-associated", outcomes, "same", (link,), predictor=predictor)
        elif (
            not _is_group(words, view.subject)
            and _treats(words, start, end)
            and (outcomes := _subject_outcomes(view))
        ):
            yield _with_groups(view, _Found("statement.not-associated", outcomes, "same", (link,)), start)
        return
    if carried:
        for found in _carried(view, (start, end), "statement.associated"):
            grouped = found.reference is not None
            yield _Found(
                found.rule,
                found.outcomes,
                found.effect,
                found.cues,
                predictor if grouped else None,
                found.reference,
                None if grouped else predictor,
            )
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
            yield _Found(
                "statement.correlated",
                outcomes,
                "up" if sign.effect == "plus" else "down",
                cues,
                predictor=predictor,
            )


def _treats(words: Sequence[Word], start: int, end: int) -> bool:
    return any(
        words[i].lemma in ("treatment", "therapy", "group", "groups", "arm", "placebo", "intervention", "use")
        for i in range(start, min(end, start + 6))
    )


def _after_with(words: Sequence[Word], start: int, end: int) -> tuple[Range, ...]:
    for index in range(start, min(end, start + 4)):
        if words[index].lemma in ("with", "to"):
            return _object_outcomes(words, index + 1, end)
    return ()


# ---------------------------------------------------------------- phrases


def _index_after(words: Sequence[Word], cue: Cue, at: int) -> int:
    """Return the index of the first word after the cue."""
    return at + cue.last - cue.first + 1


def _nominal_after(words: Sequence[Word], index: int, end: int) -> bool:
    return index < end and words[index].tag in ("noun", "adj", "num", "ing")


def _leading_change(view: _View) -> tuple[int, Cue] | None:
    """Return the change noun that heads the subject (*the reduction in O*, *no difference in O*)."""
    words = view.words
    start, end = view.subject
    for at, cue in view.cues:
        if start <= at < end and (cue.role == "noun" or cue.effect == "differ"):
            if any(words[i].tag in ("prep", "comma", "conj") for i in range(start, at)):
                return None
            after = _index_after(words, cue, at)
            if (
                after >= end
                or words[after].lemma in ("in", "of", "between", "for", "from", "on", "at", "after", "with")
                or words[after].tag in ("conj", "bracket")
            ):
                return at, cue
    return None


def _compared_on(words: Sequence[Word], start: int, end: int) -> bool:
    """Return whether a phrase such as *with respect to* follows, whose object groups are compared on."""
    return any(_about_at(words, index, end) for index in range(start, min(end, start + 12)))


def _about_at(words: Sequence[Word], index: int, end: int) -> int:
    """Return how many words of an *in terms of* stand at ``index``; 0 where none do."""
    for key in _phrases("about").get(words[index].lemma, ()):
        if index + len(key) <= end and all(
            words[index + k].lemma == part or words[index + k].text.lower() == part
            for k, part in enumerate(key)
        ):
            return len(key)
    return 0


def _about(
    words: Sequence[Word], start: int, end: int, barriers: tuple[int, ...] = (), *, strict: bool = False
) -> tuple[Range, ...]:
    """Return the outcomes after *in, of, for, on, with respect to* between ``start`` and ``end``, groups passed over."""
    index = start
    while index < end:
        length = _about_at(words, index, end)
        if length:
            outcomes = _object_outcomes(words, index + length, end, barriers)
            if outcomes:
                return outcomes
            index += length
            continue
        if words[index].tag in ("sub", "stop", "rel"):
            break
        if words[index].lemma == "from":
            # "from baseline to week 8 in O": the change's time, not its object
            onward = next((i for i in range(index + 1, end) if words[i].lemma == "in"), None)
            if onward is not None:
                index = onward
                continue
        if not strict and words[index].lemma in ("in", "of", "for", "on"):
            outcomes = _object_outcomes(words, index + 1, end, barriers)
            if outcomes:
                return outcomes
        index += 1
    return ()


def _whole_subject(view: _View) -> Range | None:
    start, end = view.subject
    while end > start and view.words[end - 1].tag in ("adv", "comma", "bracket", "neg"):
        end -= 1
    if end <= start or end - start > 14 or view.words[start].tag == "pron":
        return None
    if any(word.lemma == "there" for word in view.words[start:end]):
        return None
    if view.words[start].lemma in ("there", "it", "this", "these", "which", "that", "who", "we"):
        return None
    if view.words[start].tag in ("prep", "to") or view.words[end - 1].tag in ("to", "prep"):
        restart = next(
            (
                i
                for i in range(start + 1, end)
                if view.words[i].tag == "det" and view.words[i - 1].tag in ("noun", "num")
            ),
            None,
        )
        if restart is None or view.words[end - 1].tag in ("to", "prep"):
            return None
        start = restart
    if any(view.words[i].tag in ("verb", "be", "have", "aux", "stop", "to") for i in range(start, end)):
        return None
    head = (
        next((i for i in range(start, end) if view.words[i].tag in ("prep", "part", "ing", "rel")), end) - 1
    )
    if head >= start and view.words[head].lemma in _list("generic") | {
        "comparisons",
        "test",
        "tests",
        "anova",
        "table",
        "regression",
    }:
        return None
    return _clip_det(view.words, start, end)


def _clip_det(words: Sequence[Word], start: int, end: int) -> Range | None:
    while start < end and words[start].tag in ("det", "adv", "comma", "conj", "sub", "other"):
        start += 1
    return (start, end) if start < end else None


def _group_run(words: Sequence[Word], start: int, end: int) -> int:
    """Return where a group's name ends: nominal words, and the letter or number after *group*."""
    index = start
    while index < end and (
        words[index].tag in _NOMINAL
        or (
            index > start
            and words[index - 1].lemma in ("group", "arm", "groups", "arms", "cohort")
            and len(words[index].text) <= 3
            and words[index].text[0].isalnum()
            and words[index].tag in ("pron", "det", "num")
        )
    ):
        index += 1
    return index


def _is_group(words: Sequence[Word], where: Range) -> bool:
    """Return whether a subject names people, arms or times: its head noun says so."""
    start, end = where
    index = start
    head = ""
    while index < end:
        word = words[index]
        if word.tag in ("noun", "num", "pron", "adj", "det", "ing"):
            head = word.lemma
        elif word.tag in ("adv", "bracket", "conj", "comma"):
            pass
        else:
            break
        index += 1
    if not head:
        return start < end and words[start].tag == "pron"
    if head in _list("heads") and index < end and words[index].lemma == "of":
        return False
    return (head in _list("groups") or head.rstrip("s") in _list("groups")) and head not in _list("times")


def _subject_outcomes(view: _View) -> tuple[Range, ...]:
    return _object_outcomes(view.words, view.subject[0], view.subject[1])


def _object_outcomes(
    words: Sequence[Word], start: int, end: int, barriers: tuple[int, ...] = ()
) -> tuple[Range, ...]:
    """Return the coordinated outcome phrases that begin at ``start``; a further one doesn't begin at a barrier."""
    found: list[Range] = []
    index = start
    while index < end:
        phrase_end = _phrase_end(words, index, end)
        if phrase_end <= index or (
            found and any(index <= at < min(phrase_end, index + 4) for at in barriers)
        ):
            break
        if (
            phrase_end + 1 < end
            and words[phrase_end].tag == "conj"
            and words[phrase_end - 1].lemma in _list("heads")
        ):
            joined = _phrase_end(words, phrase_end + 1, end)  # "incidence and severity of nausea"
            if any(words[i].lemma == "of" for i in range(phrase_end + 1, joined)):
                phrase_end = joined
        trimmed = _trim(words, index, phrase_end)
        if trimmed and (
            _names_outcome(words, trimmed)
            or (
                trimmed[1] - trimmed[0] == 1
                and _adjectival(words[trimmed[0]])
                and words[trimmed[0]].lemma not in _list("generic")
            )
        ):
            found.append(trimmed)
        elif not found:
            break
        index = phrase_end
        while index < end and words[index].tag == "bracket":
            index += 1
        separator = index
        while separator < end and (
            words[separator].tag == "comma"
            or words[separator].lemma in ("and", "or", "nor", "&", "plus")
            or (
                words[separator].lemma in ("as", "well", "including")
                and words[min(separator + 1, len(words) - 1)].lemma in ("well", "as")
            )
        ):
            separator += 1
        if separator < end and words[separator].lemma == "as" and words[separator - 1].lemma == "well":
            separator += 1
        if (
            separator == index
            or separator >= end
            or words[separator].tag not in (*_NOMINAL, "det", "bracket")
        ):
            break
        index = separator
    return tuple(_merge_adjectives(words, found))


def _merge_adjectives(words: Sequence[Word], found: list[Range]) -> list[Range]:
    """Join *systolic* and *diastolic blood pressure*: a lone adjective before a conjunction shares the next head."""
    merged: list[Range] = []
    pending: int | None = None
    for start, end in found:
        if end - start == 1 and _adjectival(words[start]) and (start, end) != found[-1]:
            pending = start if pending is None else pending
            continue
        merged.append((start if pending is None else pending, end))
        pending = None
    return [item for item in merged if _names_outcome(words, item)]


_CHANGE_NOUNS = frozenset(
    [
        "control",
        "treat",
        "treatment",
        "benefit",
        "delay",
        "change",
        "impact",
        "influence",
        "increase",
        "decrease",
        "block",
        "trigger",
        "slow",
        "favor",
        "double",
    ]
)
_ADJECTIVAL_NOUNS = frozenset(
    [
        "survival",
        "arousal",
        "removal",
        "renewal",
        "refusal",
        "referral",
        "recall",
        "withdrawal",
        "approval",
        "interval",
        "heal",
        "mortality",
        "plaque",
        "music",
    ]
)
_ADJECTIVE = re.compile(r".{3,}(?:ous|ical|ional|ial|ic|ive|ful|ary|ory|ular|inal|eral|ural|al)$")


_PLAIN_ADJECTIVES = frozenset(
    [
        "new",
        "old",
        "low",
        "high",
        "anterior",
        "posterior",
        "superior",
        "inferior",
        "left",
        "right",
        "upper",
        "early",
        "late",
        "immediate",
        "delayed",
        "short",
        "long",
        "fast",
        "slow",
        "motor",
        "mild",
        "moderate",
        "severe",
        "minor",
        "major",
        "direct",
        "indirect",
        "mean",
        "median",
        "maximum",
        "minimum",
        "central",
        "distal",
    ]
)


def _adjectival(word: Word) -> bool:
    return word.lemma in _PLAIN_ADJECTIVES or bool(_ADJECTIVE.match(word.lemma)) or word.tag == "adj"


def _phrase_end(words: Sequence[Word], start: int, end: int) -> int:
    """Return where the noun phrase that begins at ``start`` ends, with what hangs on it by *of*, *time to* …"""
    index = start
    head = ""
    while index < end:
        word = words[index]
        if (
            word.tag in _NOMINAL
            or word.lemma in _NOUNS_IN_ED
            or (word.tag == "det" and (index == start or not head))
        ):
            head = word.lemma if word.tag != "det" else head
            index += 1
        elif word.tag == "verb" and index > start and words[index - 1].tag in ("det", "adj") and not head:
            head = word.lemma
            index += 1
        elif (
            word.tag == "verb"
            and index == start
            and word.lemma not in ("be",)
            and not word.text.endswith("ed")
        ):
            head = word.lemma  # a noun the tagger took for a verb ("age and weight")
            index += 1
        elif (
            (word.tag == "other" and word.text in "\"'" and index + 1 < end)
            or (word.tag == "adv" and not head and index + 1 < end and words[index + 1].tag in _NOMINAL)
            or (
                word.tag == "bracket"
                and head
                and index + 1 < end
                and (words[index + 1].tag in ("noun",) or words[index + 1].lemma == "of")
            )
        ):
            index += 1
        elif head and (
            word.lemma in _ATTACH
            or (word.lemma == "in" and head in _CHANGES)
            or (word.lemma in _ATTACH_PREPOSITIONS and head in _ATTACH_HEADS)
        ):
            if index + 1 >= end or words[index + 1].tag not in (*_NOMINAL, "det"):
                if not (
                    word.lemma == "to"
                    and head in ("time", "times", "ability")
                    and index + 1 < end
                    and words[index + 1].tag == "verb"
                ):
                    break
            head = ""
            index += 1
            if index < end and words[index].tag == "verb":
                head = words[index].lemma
                index += 1
        elif head in _PEOPLE and word.tag in ("ing", "part", "rel") and index + 1 < end:
            index += 1
            head = ""
            while index < end and words[index].tag in (
                "verb",
                "adv",
                "be",
                "have",
                "aux",
                "prep",
                "to",
                "neg",
            ):
                index += 1
        else:
            break
    while index > start and words[index - 1].tag in ("det", "prep", "to", "adv", "rel", "bracket", "other"):
        index -= 1
    return index


def _trim(words: Sequence[Word], start: int, end: int) -> Range | None:
    """Return the phrase without leading modifiers and heads such as *risk of*, *number of patients with*."""
    changed = True
    while changed and start < end:
        changed = False
        if words[start].tag in ("det", "adv", "comma", "other") or words[start].text.lower() in _list(
            "modifiers"
        ):
            if start + 1 < end:
                start += 1
                changed = True
                continue
            return None
        index = start
        while index < end and words[index].tag in ("noun", "adj"):
            index += 1
        if (
            index > start
            and index + 1 < end
            and words[index].lemma in ("of", "in")
            and words[index - 1].lemma in _list("heads")
        ):
            start = index + 1
            changed = True
            continue
        if (
            words[start].lemma in _PEOPLE
            and start + 2 < end
            and (
                words[start + 1].tag in ("ing", "part", "rel")
                or words[start + 1].lemma in ("with", "without")
            )
        ):
            start += 2
            while (
                start < end
                and words[start].tag in ("verb", "be", "have", "aux")
                and words[start].lemma
                in (
                    "have",
                    "had",
                    "has",
                    "develop",
                    "experience",
                    "report",
                    "show",
                    "achieve",
                    "reach",
                    "be",
                    "was",
                    "were",
                    "require",
                    "need",
                )
            ):
                start += 1
            changed = start < end
    return (start, end) if start < end else None


def _names_outcome(words: Sequence[Word], where: Range) -> bool:
    """Return whether the phrase can name an outcome: its head is no person, arm, time or empty word."""
    start, end = where
    form = verb_forms().get(words[start].text.lower())
    if (
        end - start > 1
        and form is not None
        and form.form == "base"
        and "change" in form.classes
        and words[start + 1].tag in ("noun", "adj", "det")
        and words[start].text.lower() not in _CHANGE_NOUNS
    ):
        return False  # "and improve outcomes": a verb the tagger took for a noun
    if (
        end - start > 14
        or "%" in words[start].text
        or (words[start].tag == "verb" and end - start > 1 and words[start].text.endswith("ed"))
    ):
        return False
    base = start
    while base < end and words[base].tag in (*_NOMINAL, "bracket", "verb"):
        base += 1
    head = words[max(start, base - 1)].lemma
    if head in _list("groups") and base == end:
        return (
            head in ("therapy", "care", "times", "time", "days", "dose", "doses", "visits")
            and end - start > 1
        )
    if base < end and head in _list("groups") and head in _PEOPLE:
        return False
    if end - start == 1 and (
        head in _list("generic")
        or (_adjectival(words[start]) and head not in _ADJECTIVAL_NOUNS)
        or not any(c.isalpha() for c in head)
        or len(head) < 2
    ):
        return False
    if head in (
        "results",
        "findings",
        "effects",
        "effect",
        "trend",
        "difference",
        "differences",
        "evidence",
        "p",
        "groups",
    ):
        return base > start + 1 and words[base - 2].lemma in ("adverse", "side")
    return any(
        word.tag in ("noun", "ing", "verb", "adj") and any(c.isalpha() for c in word.text)
        for word in words[start:end]
    )


def _verb_phrase(words: Sequence[Word], start: int, end: int) -> Range | None:
    """Return the words of *to (be) admitted to hospital* up to the comparison."""
    while start < end and words[start].lemma in (
        "be",
        "have",
        "report",
        "experience",
        "develop",
        "show",
        "achieve",
        "receive",
        "suffer",
        "been",
        "a",
        "an",
        "the",
        "undergo",
        "require",
        "from",
    ):
        start += 1
    index = start
    than = word_list("than")
    while (
        index < end
        and words[index].text.lower() not in (than - {"as", "over", "against", "v", "respect"})
        and words[index].tag not in ("comma", "stop", "sub", "stat", "rel")
        and words[index].lemma not in ("at", "during", "after", "in")
        and index - start < 10
    ):
        index += 1
    while index > start and words[index - 1].tag in ("prep", "det", "conj", "to", "adv"):
        index -= 1
    return (start, index) if index > start else None


# ---------------------------------------------------------------- groups


def _with_groups(view: _View, found: _Found, after: int) -> _Found:
    """Return the claim with the group described and the one it is compared with, where the clause names them."""
    words = view.words
    start, end = view.clause.start, view.clause.end
    described, reference = found.described, found.reference
    mark = next((i for i in range(start, end) if _is_than(words, i, end)), None)
    if mark is None and view.lead is not None:
        lead_mark = next((i for i in range(*view.lead) if _is_than(words, i, view.lead[1])), None)
        if lead_mark is not None:
            reference = _group_after(words, lead_mark + 1, view.lead[1])
    if mark is not None:
        reference = _group_after(words, mark + 1, end)
        if reference is not None and found.effect == "same" and described is None:
            described = _group_between(words, after, mark)
    between = next((i for i in range(start, end) if words[i].lemma == "between"), None)
    if between is not None and mark is None:
        pair = _pair(words, between + 1, end)
        if pair:
            described, reference = pair
    if described is None and found.rule not in ("statement.groups-state", "statement.groups-differ"):
        limit = mark if mark is not None and mark > after else end
        described = _group_between(words, after, limit, found.outcomes)
        if described is None and view.clause.rest[0] > after:
            described = _group_between(words, view.clause.rest[0], end, found.outcomes)
        described = described or _group_between(words, view.subject[0], view.subject[1], found.outcomes)
        if described is None and view.subject[0] > start:
            described = _group_between(words, start, view.subject[0], found.outcomes)
    if described is not None and any(described[0] < o[1] and o[0] < described[1] for o in found.outcomes):
        described = None
    if (
        described is not None
        and reference is not None
        and described[0] < reference[1]
        and reference[0] < described[1]
    ):
        described = None
    return _Found(found.rule, found.outcomes, found.effect, found.cues, described, reference, found.predictor)


def _is_than(words: Sequence[Word], index: int, end: int) -> bool:
    low = words[index].text.lower()
    if low in ("than", "versus", "vs", "compared"):
        return not (
            low == "than"
            and index + 1 < end
            and words[index + 1].tag == "num"
            and words[index - 1].lemma in ("more", "less", "fewer", "greater", "higher", "lower")
        )
    following = words[index + 1].text.lower() if index + 1 < end else ""
    return (low, following) in (("relative", "to"), ("comparison", "with"), ("comparison", "to"))


def _group_after(words: Sequence[Word], start: int, end: int) -> Range | None:
    """Return the phrase after *than* or *compared with*."""
    index = start
    while index < end and (
        words[index].tag in ("prep", "to", "det", "adv")
        or words[index].lemma in ("that", "those", "of", "compared", "were")
    ):
        index += 1
    stop = index
    while stop < end and (
        stop < _group_run(words, index, end)
        or words[stop].tag in (*_NOMINAL, "part")
        or (words[stop].lemma in ("of", "with", "without", "receiving", "plus") and stop > index)
    ):
        stop += 1
    while stop > index and words[stop - 1].tag == "prep":
        stop -= 1
    if stop <= index or stop - index > 10 or not any(words[i].tag == "noun" for i in range(index, stop)):
        return None
    return index, stop


def _group_between(
    words: Sequence[Word], start: int, end: int, taken: tuple[Range, ...] = ()
) -> Range | None:
    """Return the group named after *in, with, for, among* …: only phrases headed by a group word, or before *than*."""
    index = start
    while index < end:
        if words[index].lemma in (
            "in",
            "with",
            "for",
            "among",
            "by",
            "after",
            "on",
            "of",
            "following",
            "within",
            "receiving",
        ):
            begin = index + 1
            while begin < end and words[begin].tag in ("det", "adv"):
                begin += 1
            stop = _group_run(words, begin, end)
            free = not any(begin < o[1] and o[0] < stop for o in taken)
            if stop > begin and free and words[begin].tag != "num":
                head = words[stop - 1].lemma
                if stop - begin > 1 and words[stop - 2].lemma in ("group", "arm", "groups", "arms", "cohort"):
                    head = words[stop - 2].lemma
                named = stop - begin > 1 or head in (
                    "placebo",
                    "controls",
                    "women",
                    "men",
                    "children",
                    "cases",
                    "boys",
                    "girls",
                    "smokers",
                )
                bare = head in (
                    "groups",
                    "patients",
                    "participants",
                    "treatment",
                    "baseline",
                    "weeks",
                    "months",
                    "years",
                    "days",
                    "week",
                    "month",
                    "follow-up",
                    "time",
                    "times",
                    "visit",
                    "study",
                    "trial",
                    "both",
                )
                if (
                    head in _list("groups")
                    and named
                    and words[begin].lemma not in ("two", "three", "both", "all", "study", "treatment")
                    and not (bare and head not in ("patients", "participants", "treatment"))
                ):
                    return begin, stop
                if (
                    words[index].lemma in ("with", "in", "by", "after", "for")
                    and stop == end
                    and end < len(words)
                    and _is_than(words, end, len(words))
                ):
                    return begin, stop
                if (
                    index == start
                    and words[index].lemma in ("with", "by")
                    and words[begin].lemma not in ("time", "respect", "regard")
                    and words[begin].tag == "noun"
                    and head not in _list("groups")
                ):
                    return begin, stop
        index += 1
    return None


def _pair(words: Sequence[Word], start: int, end: int) -> tuple[Range, Range] | None:
    """Return the two groups of *between A and B*, where both have names."""
    first = _clip_det(words, start, _run(words, start, end))
    if first is None or first[1] >= end or words[first[1]].lemma not in ("and", "or"):
        return None
    second = _clip_det(words, first[1] + 1, _run(words, first[1] + 1, end))
    if second is None or not all(
        any(words[i].tag == "noun" for i in range(*side)) for side in (first, second)
    ):
        return None
    return first, second


def _run(words: Sequence[Word], start: int, end: int) -> int:
    while start < end and words[start].tag == "det" and len(words[start].text) > 1:
        start += 1
    return _group_run(words, start, end)


# ---------------------------------------------------------------- making statements


def _statements(
    context: Context, number: int, sentence: Sentence, clause: Clause, found: _Found
) -> Iterator[Statement]:
    words = sentence.words
    start_word, end_word = clause.start, clause.end
    while start_word < end_word - 1 and words[start_word].tag in ("comma", "conj", "stop", "sub", "rel"):
        start_word += 1
    while end_word > start_word + 1 and words[end_word - 1].tag in ("comma", "conj", "stop", "sub"):
        end_word -= 1
    start, end = words[start_word].start, words[end_word - 1].end
    quote = TextSpan(context.text[start:end], start, end)
    base = sentence.start
    spans = []
    stated: bool | None = None
    trend = False
    for cue in found.cues:
        spans.append(
            TextSpan(context.text[base + cue.start : base + cue.end], base + cue.start, base + cue.end)
        )
    reading = read_cues(context.folded[sentence.start : sentence.end])
    for cue in reading.cues:
        if start <= base + cue.start < end and cue.effect in ("sig", "ns"):
            stated = not (cue.negated or cue.effect == "ns" or found.effect == "same")
        elif start <= base + cue.start < end and cue.effect == "trend" and stated is None:
            trend = True
    if found.effect == "same" and stated is None and any(cue.negated for cue in found.cues):
        stated = False
    if trend and stated is None:
        stated = False  # what only tends to be isn't significant
    negated = any(cue.negated for cue in found.cues)
    for outcome_range in found.outcomes:
        outcome = _mention(context, words, outcome_range)
        direction = _direction(found.effect, outcome)
        if stated is False and direction is not None and not trend:
            direction = "no_difference"
        if direction is None:
            continue
        yield Statement(
            clause=quote,
            sentence=number,
            rule=found.rule,
            outcome=outcome,
            direction=direction,
            intervention=_mention(context, words, found.described) if found.described else None,
            comparator=_mention(context, words, found.reference) if found.reference else None,
            predictor=_mention(context, words, found.predictor) if found.predictor else None,
            significant=stated,
            hedged=is_hedged(quote.text),
            negated=negated,
            cues=tuple(dict.fromkeys(spans)),
        )


def _mention(context: Context, words: Sequence[Word], where: Range) -> Mention:
    start, end = words[where[0]].start, words[where[1] - 1].end
    long_form = next(
        (short.long for short in context.abbreviations if short.short == context.text[start:end]), None
    )
    entities = tuple(entity.id for entity in context.entities if entity.start < end and start < entity.end)
    return Mention(context.text[start:end], start, end, long_form, entities)


def _direction(effect: str, outcome: Mention) -> str | None:
    if effect == "same":
        return "no_difference"
    if effect in ("up", "down"):
        return "increase" if effect == "up" else "decrease"
    sign = outcome_polarity(outcome.text) or improvement_sign(outcome.long_form or outcome.text)
    if effect == "worse":
        sign = -sign
    return "increase" if sign > 0 else "decrease" if sign < 0 else None
