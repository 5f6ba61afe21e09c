"""A document → the clauses that claim what happened to an outcome and print no statistic."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from evistat.extract.arms import Arms, arms_once
from evistat.extract.claim_shapes import accompanying, read_clause
from evistat.extract.claim_view import SAYING, Found, Range, View, claim_words
from evistat.extract.claimed_sides import ClaimedSides
from evistat.extract.clauses import Clause, Sentence, read_sentence
from evistat.extract.context import Context
from evistat.extract.cues import Cue, Reading, may_claim
from evistat.extract.cues import read_sentence as read_cues
from evistat.extract.finding import Mention, Result, TextSpan
from evistat.extract.hedging import is_hedged
from evistat.extract.lowered import lowered
from evistat.extract.outcomes import mention
from evistat.extract.polarity import improvement_sign, outcome_polarity
from evistat.extract.sides import Sides
from evistat.extract.trie import trie
from evistat.extract.words import Word
from evistat.lexicons import lexicon

# A longer "sentence" is a table or a list.
_LONGEST = 2500
# Groups alike before the study began: no result.
_BASELINE = re.compile(
    r"\b[Pp]re-?(?:treatment|operative|intervention|study|test|existing)\b[^.;]{0,80}\b(?:similar|comparable|differ)"
    r"|\b[Cc]haracteristics\b[^.;]{0,60}\b(?:similar|comparable|balanced|different|differ)"
    r"|(?<!for )(?<!for the )(?<!from )\b[Bb]aseline (?:demographic|clinical|characteristic|patient|variable|data|assessment|value|measure)|[Dd]emographic|\b(?:similar|comparable|matched|balanced|different|differences?|differ)\b[^.;]{0,60}\bat (?:baseline|enrol|entry)"
    r"|\b[Aa]t (?:baseline|enrol\w*|study entry)(?:,|[^.;]{0,40}\b(?:similar|comparable|(?:not|no) (?:significantly )?differ))"
    r"|\b[Nn]o initial difference"
)


# A sentence of groups alike at the beginning has one of these.
_OF_BASELINE = (
    "aseline", "emographic", "haracteristics", " enrol", "entry", "o initial diff",
    "re-", "retreatment", "reoperative", "reintervention", "restudy", "retest", "reexisting",
)  # fmt: skip


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


@cache
def _not_results() -> re.Pattern[str]:
    return re.compile(r"\b" + trie(lexicon("statements")["not_results"]))


def find_statements(context: Context, results: Sequence[Result], arms: Arms | None = None) -> list[Statement]:
    """Return the statements of ``context`` in order, none of them in a clause that holds a result.

    ``arms`` are the study's, if they are known elsewhere.
    """
    found: list[Statement] = []
    sides = ClaimedSides(context, arms or arms_once(context))
    spans = sorted((result.start, result.end) for result in results)
    starts = [start for start, _ in spans]
    first_result = spans[0][0] if spans else None
    for number, (start, end) in enumerate(context.sentences):
        section = context.section_at(start)
        if section not in claim_words("sections") or not 15 <= end - start <= _LONGEST:
            continue
        folded = context.folded[start:end]
        low = lowered(context.folded)[start:end]
        if not may_claim(low, SAYING):
            continue
        if folded.rstrip().endswith("?") or _alike_before(folded) or _not_results().search(low):
            continue
        reading = read_cues(folded)
        if not any(_claims_alone(cue) and _is_placed(reading, cue) for cue in reading.cues):
            continue
        inside = [
            span
            for span in spans[max(0, bisect_right(starts, start) - 1) :]
            if span[1] > start and span[0] < end
        ]
        sentence = read_sentence(context.folded, start, end, inside)
        settled = section in claim_words("concluding") or (first_result is not None and start > first_result)
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
            made = _statements(context, number, sentence, clause, found_claim, sides)
            if (
                found_claim.effect != "same"
                and (found_claim.reference is not None or any(w.lemma in ("both", "each") for w in span))
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


def _alike_before(folded: str) -> bool:
    """Tell whether a sentence says how alike groups were before the study began."""
    return any(map(folded.__contains__, _OF_BASELINE)) and _BASELINE.search(folded) is not None


def _denials(
    claims: list[tuple[Found, Clause]], sentence: Sentence, reading: Reading, base: int
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
        if cue.denies
        and not any(start <= cue.start < end for start, end in taken)
        and not _speaks_of_another(reading, cue)
    ]


def _speaks_of_another(reading: Reading, cue: Cue) -> bool:
    """Return whether an outcome of its own follows the denial (*without changes in heart rate*), or another group."""
    last = cue.last
    segment = reading.segment(cue.first)
    if segment and reading.words[reading.breaks[segment - 1]].text in ("while", "whereas", "whilst", "but"):
        begin = reading.breaks[segment - 1]
        clause = [word.text for word in reading.words[begin : last + 6]]
        changes = any(
            reading.words[other.first].text in claim_words("unchanging")
            for other in reading.cues
            if begin <= other.first <= last
        )
        other_group = set(clause) & (claim_words("people") | claim_words("other_arm"))
        if changes and other_group and not set(clause) & {"between", "either", "both"}:
            return True  # "…, while there was no change in the placebo group"
    if cue.effect != "differ":
        # "no significant effects on heart rate"
        noun = next((c for c in reading.cues if 0 < c.first - last <= 2), None)
        if noun is None or noun.effect != "differ":
            return False
        last = noun.last
    following = [word.text for word in reading.words[last + 1 : last + 4]]
    return (
        bool(following)
        and following[0] in ("in", "of", "on", "for")
        and not set(following) & claim_words("groups")
    )


def _denied_by_next(context: Context, number: int) -> bool:
    """Return whether the next sentence does nothing but deny the difference."""
    if number + 1 >= len(context.sentences):
        return False
    start, end = context.sentences[number + 1]
    if end - start > 220:
        return False
    reading = read_cues(context.folded[start:end])
    denial = next((cue for cue in reading.cues if cue.denies), None)
    if denial is None:
        return False
    opening = {word.text for word in reading.words[: min(9, denial.last + 2)]}
    if not opening & claim_words("denying") or "other" in opening:
        return False
    return not any(True for _ in _claims(read_sentence(context.folded, start, end), reading, start))


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


def _claims(sentence: Sentence, reading: Reading, base: int) -> Iterator[tuple[Found, Clause]]:
    words = sentence.words
    starts = [word.start for word in words]
    placed = []
    for cue in reading.cues:
        if not _is_placed(reading, cue):
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
        inferred = next(
            (i for i in range(clause.start, clause.end) if words[i].text.lower() in claim_words("inferring")),
            clause.end,
        )
        cues = tuple(
            (index, cue) for index, cue in placed if index < inferred and clause.start <= index < clause.end
        )
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
        if not any(_claims_alone(cue) for _, cue in borrowed):
            continue
        lead = (
            (clause.subject[0], subject[0]) if clause.inherited and clause.subject[0] < subject[0] else None
        )
        view = View(words, clause, borrowed, subject, lead)
        claims = list(read_clause(view)) or list(accompanying(view))
        for claim in claims:
            yield claim, clause


def _is_placed(reading: Reading, cue: Cue) -> bool:
    """Tell whether a cue can belong to a claim: outside brackets, neither a superlative nor part of a name."""
    return not (
        reading.words[cue.first].depth or cue.role == "superlative" or cue.id.endswith("within-names")
    )


def _claims_alone(cue: Cue) -> bool:
    """Tell whether a cue makes a claim without another."""
    return cue.effect in SAYING or cue.negated


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


_COUNTING = frozenset({"first", "second", "third", "fourth", "last"})


def _skip_lead(words: Sequence[Word], start: int, end: int) -> int:
    """Return where the subject proper begins: after a comma that closes a leading adverbial."""
    while start < end and words[start].tag in ("adv", "comma", "conj", "sub", "other", "stop"):
        start += 1
    if start + 1 < end and words[start].lemma == "as" and not any(w.tag == "comma" for w in words[start:end]):
        start += 1  # "as tea use raised thirst"
    if start + 1 < end and words[start].lemma in _COUNTING and words[start + 1].tag == "comma":
        return _skip_lead(words, start + 2, end)
    if start < end and words[start].tag == "ing":
        comma = next((i for i in range(start, end - 1) if words[i].tag == "comma"), None)
        if comma is not None and not any(words[i].tag == "conj" for i in range(comma, end)):
            return _skip_lead(words, comma + 1, end)  # "Considering age, scores …"
    if start < end and (
        words[start].tag in ("prep", "part", "to")
        or words[start].lemma in ("compared", "regarding", "when", "following")
    ):
        commas = [i for i in range(start, end - 1) if words[i].tag == "comma"]
        if commas:
            last = commas[-1]
            # "Due to A, B, and C, scores …": the comma after the list's last member opens the subject.
            listed = any(words[i].tag == "conj" for i in range(commas[0], last))
            after = (last if listed and words[last + 1].tag != "conj" else commas[0]) + 1
            return _skip_lead(words, after, end) if after < end else start
    return start


def _statements(
    context: Context, number: int, sentence: Sentence, clause: Clause, found: Found, claimed: ClaimedSides
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
        outcome = mention(context, _span(words, outcome_range))
        if outcome is None:
            continue
        direction = _direction(found.effect, outcome)
        if stated is False and direction is not None and not trend:
            direction = "no_difference"
        if direction is None:
            continue
        told = Sides(_named(words, found.described), _named(words, found.reference))
        sides = claimed.complete(number, sentence, clause, found, (outcome.start, outcome.end), told)
        yield Statement(
            clause=quote,
            sentence=number,
            rule=found.rule,
            outcome=outcome,
            direction=direction,
            intervention=mention(context, sides.intervention),
            comparator=mention(context, sides.comparator),
            predictor=mention(context, _span(words, found.predictor)) if found.predictor else None,
            significant=stated,
            hedged=is_hedged(quote.text),
            negated=negated,
            cues=tuple(dict.fromkeys(spans)),
        )


def _named(words: Sequence[Word], where: Range | None) -> tuple[int, int] | None:
    """Return the group, None for words that anyone studied may be called by (*patients*, *groups*)."""
    if where is None or (where[1] - where[0] == 1 and words[where[0]].lemma in claim_words("anyone")):
        return None
    return _span(words, where)


def _span(words: Sequence[Word], where: Range) -> tuple[int, int]:
    return words[where[0]].start, words[where[1] - 1].end


def _direction(effect: str, outcome: Mention) -> str | None:
    if effect == "same":
        return "no_difference"
    if effect in ("up", "down"):
        return "increase" if effect == "up" else "decrease"
    sign = outcome_polarity(outcome.text) or improvement_sign(outcome.long_form or outcome.text)
    if effect == "worse":
        sign = -sign
    return "increase" if sign > 0 else "decrease" if sign < 0 else None
