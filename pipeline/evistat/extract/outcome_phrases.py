"""Words of a clause → the phrases that name its outcomes, coordinated ones apart, trimmed of what measures them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evistat.extract.claim_view import NOMINAL, Range, claim_words
from evistat.extract.cues import word_list
from evistat.extract.verb_forms import verb_forms
from evistat.extract.words import Word
from evistat.lexicons import lexicon

_ADJECTIVE = re.compile(r".{3,}(?:ous|ical|ional|ial|ic|ive|ful|ary|ory|ular|inal|eral|ural|al)$")


@cache
def _phrases(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    for form in lexicon("statements")[name]:
        key = tuple(form.split())
        index.setdefault(key[0], []).append(key)
    return {first: tuple(sorted(keys, key=len, reverse=True)) for first, keys in index.items()}


def compared_on(words: Sequence[Word], start: int, end: int) -> bool:
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


_EXCEPTING = frozenset({"except", "excepting", "excluding", "besides", "apart", "other"})


def about(
    words: Sequence[Word],
    start: int,
    end: int,
    barriers: tuple[int, ...] = (),
    *,
    strict: bool = False,
    effect_of_something: bool = False,
) -> tuple[Range, ...]:
    """Return the outcomes after *in, of, for, on, with respect to* between ``start`` and ``end``, groups passed over.

    Of an *effect of A on O* only what follows *on* is an outcome.
    """
    prepositions = {"in", "for", "on", "upon"} if effect_of_something else {"in", "of", "for", "on"}
    if effect_of_something and (
        (start < end and words[start].lemma == "of")
        or any(words[i].lemma in ("on", "upon") for i in range(start, end))
    ):
        prepositions = {"on", "upon"}
    index = start
    while index < end:
        length = _about_at(words, index, end)
        if length:
            outcomes = object_outcomes(words, index + length, end, barriers)
            if outcomes:
                return outcomes
            index += length
            continue
        if words[index].tag in ("sub", "stop", "rel") or words[index].lemma in _EXCEPTING:
            break
        if words[index].lemma == "from":
            # "from baseline to week 8 in O": the change's time, not its object
            onward = next((i for i in range(index + 1, end) if words[i].lemma == "in"), None)
            if onward is not None:
                index = onward
                continue
        if not strict and words[index].lemma in prepositions:
            outcomes = object_outcomes(words, index + 1, end, barriers)
            if outcomes:
                return outcomes
        index += 1
    return ()


def object_outcomes(
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
            and words[phrase_end - 1].lemma in claim_words("heads")
        ):
            joined = _phrase_end(words, phrase_end + 1, end)  # "incidence and severity of nausea"
            if any(words[i].lemma == "of" for i in range(phrase_end + 1, joined)):
                phrase_end = joined
        if found and (
            _is_next_verb(words, index, phrase_end) or _is_bare_verb(words, index, phrase_end, end)
        ):
            break  # "reduces A and increases B", "… and lead to": a verb of its own
        trimmed = _trim(words, index, phrase_end)
        if trimmed and (
            _names_outcome(words, trimmed)
            or (
                trimmed[1] - trimmed[0] == 1
                and _adjectival(words[trimmed[0]])
                and words[trimmed[0]].lemma not in claim_words("generic")
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
        joined = any(word.tag == "conj" for word in words[index:separator])
        if not joined and separator < end and words[separator].lemma in ("a", "an"):
            break  # "thrombosis, a blood clot that …": said again, not a further outcome
        if separator == index or separator >= end or words[separator].tag not in (*NOMINAL, "det", "bracket"):
            break
        index = separator
    return tuple(_merge_adjectives(words, found))


def _is_next_verb(words: Sequence[Word], start: int, end: int) -> bool:
    """Return whether the phrase begins with a change verb taken for a noun: *increases* right before its object."""
    text = words[start].text.lower()
    form = verb_forms().get(text)
    return (
        form is not None
        and text.endswith("s")
        and "change" in form.classes
        and start + 1 < end
        and words[start + 1].tag in ("noun", "adj", "det", "ing")
    )


def _is_bare_verb(words: Sequence[Word], start: int, phrase_end: int, end: int) -> bool:
    """Return whether the phrase is a verb taken for a noun: *lead* before *to*, *indicate* before *that*."""
    if phrase_end != start + 1 or phrase_end >= end:
        return False
    following = words[phrase_end].lemma
    if following == "to":
        return words[start].lemma in ("lead", "contribute")
    return following == "that" and words[start].text.lower() in verb_forms()


def _merge_adjectives(words: Sequence[Word], found: list[Range]) -> list[Range]:
    """Join *systolic* and *diastolic blood pressure*: a lone adjective before a conjunction shares the next head."""
    merged: list[Range] = []
    pending: int | None = None
    for start, end in found:
        adjective = (end - start == 1 and _adjectival(words[start])) or words[end - 1].tag == "adj"
        if adjective and (start, end) != found[-1]:
            pending = start if pending is None else pending
            continue
        merged.append((start if pending is None else pending, end))
        pending = None
    return [item for item in merged if _names_outcome(words, item)]


def _adjectival(word: Word) -> bool:
    return (
        word.lemma in claim_words("plain_adjectives")
        or bool(_ADJECTIVE.match(word.lemma))
        or word.tag == "adj"
    )


def _phrase_end(words: Sequence[Word], start: int, end: int) -> int:
    """Return where the noun phrase that begins at ``start`` ends, with what hangs on it by *of*, *time to* …"""
    index = start
    head = ""
    while index < end:
        word = words[index]
        if (
            word.tag in NOMINAL
            or word.lemma in claim_words("nouns_in_ed")
            or (word.tag == "det" and (index == start or not head))
        ):
            head = word.lemma if word.tag != "det" else head
            index += 1
        elif _joins_shares(words, index, end) or (
            (word.tag == "other" and word.text in "\"'" and index + 1 < end)
            or (word.tag == "adv" and not head and index + 1 < end and words[index + 1].tag in NOMINAL)
            or (
                word.tag == "bracket"
                and head
                and index + 1 < end
                and (words[index + 1].tag in ("noun",) or words[index + 1].lemma == "of")
            )
        ):
            index += 1
        elif head and (
            word.lemma == "of"
            or (word.lemma in ("in", "to") and head in claim_words("changes"))
            or (word.lemma == "under" and head == "area")
            or (
                word.lemma in claim_words("attaching_prepositions") and head in claim_words("attaching_heads")
            )
        ):
            takes_verb = word.lemma == "to" and head in ("time", "times", "ability")
            following = words[index + 1].tag if index + 1 < end else "end"
            if following not in (*NOMINAL, "det") and not (takes_verb and following == "verb"):
                break
            head = ""
            index += 1
            if index < end and words[index].tag == "verb":
                head = words[index].lemma
                index += 1
        elif head in ("time", "times") and word.tag == "part" and index + 1 < end:
            # "time spent on rounds"
            index += 2 if words[index + 1].tag in ("prep", "to") else 1
            head = ""
        elif head in claim_words("people") and word.tag in ("ing", "part", "rel") and index + 1 < end:
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


def _joins_shares(words: Sequence[Word], index: int, end: int) -> bool:
    """Return whether the word joins two shares of one thing (*a 30% and 50% reduction in*)."""
    return (
        words[index].tag == "conj"
        and index + 2 < end
        and words[index - 1].text.endswith("%")
        and words[index + 1].text.endswith("%")
        and words[index + 2].tag in NOMINAL
    )


def _is_share(words: Sequence[Word], start: int, end: int) -> bool:
    """Return whether the phrase names how much of a change was reached (*≥30% reduction in pain*)."""
    return words[start].text.endswith("%") and any(
        words[i].lemma in claim_words("changes") for i in range(start + 1, min(end, start + 6))
    )


def _trim(words: Sequence[Word], start: int, end: int) -> Range | None:
    """Return the phrase without leading modifiers and heads such as *risk of*, *number of patients with*."""
    changed = True
    while changed and start < end:
        changed = False
        if words[start].tag in ("det", "adv", "comma", "other") or words[start].text.lower() in claim_words(
            "modifiers"
        ):
            if start + 1 < end:
                start += 1
                changed = True
                continue
            return None
        if words[start].lemma in claim_words("light_participles") and start + 1 < end:
            start += 1  # "having an anaemic child"
            changed = True
            continue
        index = start
        while index < end and words[index].tag in ("noun", "adj"):
            index += 1
        if (
            index > start
            and index + 1 < end
            and words[index].lemma in ("of", "in", "to")
            and words[index - 1].lemma in claim_words("changes" if words[index].lemma == "to" else "heads")
            and all(
                word.lemma in claim_words("heads") or word.text.lower() in claim_words("measured_in")
                for word in words[start : index - 1]
            )
        ):
            start = index + 1
            changed = True
            continue
        if (
            words[start].lemma in claim_words("people")
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
    while end - start > 1 and words[end - 1].lemma in claim_words("after_names"):
        end -= 1
    if end - start > 2 and words[end - 1].lemma == "baseline" and words[end - 2].tag == "prep":
        end -= 2  # "scores from baseline"
    return (start, end) if start < end else None


def _participle(text: str) -> bool:
    return text.endswith("ed") and len(text) > 5 and text not in claim_words("nouns_in_ed")


_NO_HEADS = frozenset({"samples", "patients", "participants", "subjects", "sites", "areas", "regions"})


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
        and words[start].text.lower() not in claim_words("change_nouns")
    ):
        return False  # "and improve outcomes": a verb the tagger took for a noun
    if (
        end - start > 14
        or ("%" in words[start].text and not _is_share(words, start, end))
        or (words[start].tag == "verb" and end - start > 1 and words[start].text.endswith("ed"))
    ):
        return False
    base = start
    while base < end and words[base].tag in (*NOMINAL, "bracket", "verb"):
        base += 1
    head = words[max(start, base - 1)].lemma
    if head in claim_words("groups") and base == end:
        return (
            head in ("therapy", "care", "times", "time", "days", "dose", "doses", "visits")
            and end - start > 1
        )
    if base < end and head in claim_words("groups") and head in claim_words("people"):
        return False
    if (
        end - start > 1
        and words[start].lemma in _NO_HEADS
        and words[start + 1].tag in ("adj", "prep", "part", "ing", "verb")
    ):
        return False
    if (
        end - start > 1
        and words[start].lemma in _NO_HEADS
        and words[start + 1].lemma in ("proximal", "residing", "receiving", "treated")
    ):
        return False
    first = words[start].text.lower()
    if end - start == 2 and words[start + 1].tag == "num" and words[start].lemma in claim_words("numbered"):
        return False  # "Experiment 2"
    if (
        first.endswith("-fold")
        or first == "baseline"
        or (words[start].tag == "num" and end - start <= 2)  # "4.3 mg/dL"
        or (end - start == 1 and (words[start].tag == "ing" or _participle(first)))
    ):
        return False
    if end - start == 1 and (
        head in claim_words("generic")
        or (_adjectival(words[start]) and head not in claim_words("adjectival_nouns"))
        or not any(c.isalpha() for c in head)
        or len(head) < 2
    ):
        return False
    if (
        head in ("size", "sizes", "tendency")
        and base > start + 1
        and words[base - 2].lemma in ("effect", "change")
    ):
        return False
    if (
        head in ("measures", "variables", "parameters", "endpoints")
        and words[max(start, base - 2)].lemma == "outcome"
    ):
        return False
    if head in ("subgroup", "subgroups") and base == end:
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
        "association",
        "associations",
        "correlation",
        "correlations",
    ):
        return base > start + 1 and words[base - 2].lemma in ("adverse", "side")
    return any(
        word.tag in ("noun", "ing", "verb", "adj") and any(c.isalpha() for c in word.text)
        for word in words[start:end]
    )


def verb_phrase(words: Sequence[Word], start: int, end: int) -> Range | None:
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
