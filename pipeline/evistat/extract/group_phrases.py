"""Words of a clause → the group it describes and the one it is compared with."""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.claim_view import (
    NOMINAL,
    THRESHOLDS,
    Found,
    Range,
    View,
    claim_words,
    is_than,
    says_alike,
)
from evistat.extract.verb_forms import verb_forms
from evistat.extract.words import Word


def compares(view: View) -> bool:
    """Return whether the clause compares: *than*, *compared with*, *significantly*, a group, a result verb in the past."""
    words = view.words
    start, end = view.clause.start, view.clause.end
    if any(cue.effect == "sig" and not cue.negated for _, cue in view.cues):
        return True
    if any(is_than(words, i, end) for i in range(start, end)):
        return True
    if view.lead is not None and any(is_than(words, i, view.lead[1]) for i in range(*view.lead)):
        return True
    if is_group(words, view.subject) or any(
        words[i].lemma in ("group", "groups", "arm", "arms", "placebo", "controls") for i in range(start, end)
    ):
        return not any(
            words[i].lemma in ("is", "are", "have", "has", "can", "may", "could", "might")
            for i in range(*view.clause.verb)
        )
    return False


def whole_subject(view: View) -> Range | None:
    """Return the subject's words where they can name a group, a drug, an exposure."""
    words = view.words
    start, end = view.subject
    while end > start and words[end - 1].tag in ("adv", "comma", "conj", "bracket", "neg"):
        end -= 1
    if end <= start or words[start].tag == "pron":
        return None
    if any(word.lemma == "there" for word in words[start:end]):
        return None
    if words[start].lemma in ("there", "it", "this", "these", "which", "that", "who", "we"):
        return None
    if words[start].tag in ("prep", "to") or words[end - 1].tag in ("to", "prep"):
        restart = next(
            (
                i
                for i in range(start + 1, end)
                if (words[i].tag == "det" and words[i - 1].tag in ("noun", "num"))
                or (i == start + 3 and words[i].tag == "noun" and _is_setting(words[i - 2], words[i - 1]))
            ),
            None,
        )
        if restart is None or words[end - 1].tag in ("to", "prep"):
            return None
        start = restart
    head = (
        next((i for i in range(start, end) if words[i].tag in ("prep", "part", "ing", "rel", "to")), end) - 1
    )
    if end - start > _LONGEST:
        end = head + 1  # without what is said of it further
    if end <= start or end - start > _LONGEST:
        return None
    if any(
        words[i].tag in ("verb", "be", "have", "aux", "stop")
        or (words[i].tag == "to" and not _leads_to_noun(words, i, end))
        for i in range(start, end)
    ):
        return None
    if (
        head >= start
        and words[head].lemma in claim_words("generic") | _ANALYSES
        and not _says_of_what(words, start, head, end)
    ):
        return None
    return clip_det(words, start, end)


# How many words a subject that names something may have.
_LONGEST = 14
_ANALYSES = frozenset({"comparisons", "test", "tests", "anova", "table", "regression"})


def _is_setting(first: Word, second: Word) -> bool:
    """Return whether two words name where something was found: "in this trial | zinc reduced …"."""
    return first.lemma in ("this", "these", "our") and second.lemma in claim_words("groups")


def _leads_to_noun(words: Sequence[Word], at: int, end: int) -> bool:
    """Return whether *to* stands before a thing (*the addition of zinc to the diet*), not before a verb."""
    return (
        at + 1 < end
        and words[at + 1].tag in ("det", "num", "noun")
        and words[at + 1].text.lower() not in verb_forms()
    )


def _says_of_what(words: Sequence[Word], start: int, head: int, end: int) -> bool:
    """Return whether a head that says little stands with what it is of (*ferritin levels*, *use of reminders*)."""
    if words[head].lemma not in claim_words("heads_of_names"):
        return False
    if head + 1 < end and words[head + 1].lemma in ("of", "in", "on", "to", "for", "with"):
        return True
    return any(
        words[i].tag in ("noun", "adj")
        and words[i].lemma not in claim_words("generic") | claim_words("modifiers")
        and not _plain(words[i])
        for i in range(start, head)
    )


def _plain(word: Word) -> bool:
    """Return whether a word only says of something that it is more, less or good."""
    return word.lemma in claim_words("plain_adjectives") or word.text.lower() in (
        "increased",
        "decreased",
        "reduced",
        "elevated",
        "better",
    )


def clip_det(words: Sequence[Word], start: int, end: int) -> Range | None:
    """Return the phrase without what leads in."""
    while start < end and words[start].tag in ("det", "adv", "comma", "conj", "sub", "other"):
        start += 1
    return (start, end) if start < end else None


def _group_run(words: Sequence[Word], start: int, end: int) -> int:
    """Return where a group's name ends: nominal words, and the letter or number after *group*."""
    index = start
    while index < end and (
        words[index].tag in NOMINAL
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


def is_group(words: Sequence[Word], where: Range) -> bool:
    """Return whether a subject names people, arms or times: its head noun says so."""
    start, end = where
    index = start
    head = ""
    while index < end:
        word = words[index]
        if word.tag == "num" and index + 1 < end and words[index + 1].lemma == "of":
            index += 1  # "two of the three scores"
        elif word.tag in ("noun", "num", "pron", "adj", "det", "ing"):
            head = word.lemma
        elif word.tag in ("adv", "bracket", "conj", "comma"):
            pass
        else:
            break
        index += 1
    if not head:
        return start < end and words[start].tag == "pron"
    if head in claim_words("heads") and index < end and words[index].lemma == "of":
        return False
    return (
        head in claim_words("groups") or head.rstrip("s") in claim_words("groups")
    ) and head not in claim_words("times")


def with_groups(view: View, found: Found, after: int) -> Found:
    """Return the claim with the group described and the one it is compared with, where the clause names them."""
    words = view.words
    start, end = view.clause.start, view.clause.end
    described, reference = found.described, found.reference
    mark = next((i for i in range(start, end) if is_than(words, i, end)), None)
    if mark is None and found.effect == "same":
        mark = _alike_to(view, found, after)
    if mark is None and view.lead is not None:
        lead_mark = next((i for i in range(*view.lead) if is_than(words, i, view.lead[1])), None)
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
    if reference is None and (pair := _alike_subjects(view, found)) is not None:
        described, reference = pair
    if described is None and found.rule not in ("statement.groups-state", "statement.groups-differ"):
        limit = mark if mark is not None and mark >= after else end
        described = _group_between(words, after, limit, found.outcomes)
        if described is None and view.clause.rest[0] > after:
            described = _group_between(words, view.clause.rest[0], end, found.outcomes)
        described = described or _group_between(words, view.subject[0], view.subject[1], found.outcomes)
        if described is None and view.subject[0] > start:
            described = _group_between(words, start, view.subject[0], found.outcomes)
    if described is None and found.rule == "statement.state":
        if found.effect == "same":
            pair = _pair(words, after + 1, end) if after < end and words[after].lemma in _OF_GROUPS else None
            if pair is not None and reference is None:
                described, reference = pair
        else:
            described = _group_at_once(words, after, end)
        if described is None and mark == after:
            described = _group_at_end(words, *view.subject)
    if described is not None and any(described[0] < o[1] and o[0] < described[1] for o in found.outcomes):
        described = None
    if (
        described is not None
        and reference is not None
        and described[0] < reference[1]
        and reference[0] < described[1]
    ):
        described = None
    return Found(found.rule, found.outcomes, found.effect, found.cues, described, reference, found.predictor)


def _alike_subjects(view: View, found: Found) -> tuple[Range, Range] | None:
    """Return the two that a subject says were alike: *A and B had similar O*, *A and B did not differ in O*."""
    if found.rule not in _OF_SUBJECTS or not says_alike(found):
        return None
    pair = _pair(view.words, *view.subject)
    return pair if pair is not None and pair[1][1] == view.subject[1] else None


_OF_SUBJECTS = frozenset({"statement.carried", "statement.groups-state", "statement.groups-differ"})


def _alike_to(view: View, found: Found, after: int) -> int | None:
    """Return where *to* leads to what something is like (*was similar to that of B*), *from* to what it doesn't differ from."""
    words, end = view.words, view.clause.rest[1]
    if not says_alike(found):
        return None
    if view.lead is not None and any(is_than(words, i, view.lead[1]) for i in range(*view.lead)):
        return None
    for i in range(view.clause.rest[0] + 2, end):
        if words[i].lemma == words[i - 2].lemma == "as" and words[i - 1].lemma in claim_words("effective"):
            return i  # "was as effective as B in reducing O"
    link = "to" if any(cue.effect == "same" for cue in found.cues) else "from"
    for at in (after, *(o[1] for o in found.outcomes if o[0] >= after)):
        first = next((i for i in range(at, end) if words[i].tag != "adv"), end)
        if first + 1 >= end or words[first].lemma != link:
            continue
        following = words[first + 1]
        return first if following.tag != "verb" and following.text.lower() not in verb_forms() else None
    return None


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
        or words[stop].tag in (*NOMINAL, "part")
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
    """Return the group named after *in, with, for, among* …, which no outcome has ``taken``."""
    for index in range(start, end):
        if words[index].lemma not in claim_words("group_prepositions"):
            continue
        if (
            words[index].lemma in ("after", "following")
            and index
            and words[index - 1].lemma in claim_words("times")
        ):
            continue  # "at any time point after surgery"
        begin = index + 1
        while begin < end and words[begin].tag in ("det", "adv"):
            begin += 1
        stop = _group_run(words, begin, end)
        free = not any(begin < o[1] and o[0] < stop for o in taken)
        if stop <= begin or not free or words[begin].tag == "num" or _bounded(words, stop, end):
            continue
        if words[begin].lemma in claim_words("people") and stop - begin > 1 and words[begin + 1].tag == "ing":
            if words[stop - 1].tag == "ing" and stop < end and words[stop].tag == "det":
                stop = _group_run(words, stop + 1, end)
            return begin, stop  # "people taking the drug"
        before_than = stop == end and end < len(words) and is_than(words, end, len(words))
        at_once = index == start and words[index].lemma in ("with", "by") and words[begin].tag == "noun"
        if _names_group(words, begin, stop) or (before_than and words[index].lemma in _BEFORE_THAN):
            return begin, stop
        head = words[stop - 1].lemma
        if (
            at_once
            and head not in claim_words("groups")
            and words[begin].lemma not in ("time", "respect", "regard")
        ):
            return begin, stop
    return None


_OF_GROUPS = frozenset({"in", "among", "for", "with", "after", "by", "under"})


def _group_at_once(words: Sequence[Word], start: int, end: int) -> Range | None:
    """Return the people or treatment right behind a predicate (*was higher among rural households*), no time."""
    if start >= end or words[start].lemma not in _OF_GROUPS:
        return None
    begin = start + 1
    while begin < end and words[begin].tag in ("det", "adv"):
        begin += 1
    stop = _group_run(words, begin, end)
    if stop <= begin or words[begin].tag == "num" or words[begin].lemma in claim_words("unnamed_groups"):
        return None
    if _bounded(words, stop, end):
        return None
    head = words[stop - 1].lemma
    if head in claim_words("times") | claim_words("generic") | claim_words("changes") | {"those"}:
        return None
    bare = stop - begin == 1 and head in claim_words("groups") and head not in claim_words("groups_alone")
    return None if bare else (begin, stop)


def _bounded(words: Sequence[Word], stop: int, end: int) -> bool:
    """Return whether the people are told by a bound (*infants younger than six months*): they have no short name."""
    return stop < end and words[stop].lemma == "than" and words[stop - 1].lemma in THRESHOLDS


def _group_at_end(words: Sequence[Word], start: int, end: int) -> Range | None:
    """Return the group that a subject ends with, before *than* (*stay in the splint group was shorter than …*)."""
    last = next((i for i in range(end - 1, start, -1) if words[i].tag == "prep"), None)
    if last is None:
        return None
    found = _group_at_once(words, last, end)
    if found is None or found[1] != end:
        return None
    before = last - 1
    while before > start and words[before].tag in ("noun", "adj", "det"):
        before -= 1
    with_people = words[last - 1].lemma in claim_words("people") and words[before].lemma in _OF_GROUPS
    return (clip_det(words, before + 1, end) if with_people else found) or found  # "in people with gout"


_BEFORE_THAN = frozenset({"with", "in", "by", "after", "for"})


def _names_group(words: Sequence[Word], begin: int, stop: int) -> bool:
    """Return whether the phrase is headed by a group word and says which group."""
    head = words[stop - 1].lemma
    if stop - begin > 1 and words[stop - 2].lemma in ("group", "arm", "groups", "arms", "cohort"):
        head = words[stop - 2].lemma  # "group B"
    if head not in claim_words("groups") or words[begin].lemma in claim_words("unnamed_groups"):
        return False
    if head in claim_words("times"):
        return False
    return stop - begin > 1 or head in claim_words("groups_alone")


def _pair(words: Sequence[Word], start: int, end: int) -> tuple[Range, Range] | None:
    """Return the two groups of *between A and B*, where both have names."""
    first = clip_det(words, start, _run(words, start, end))
    if first is None:
        return None
    at = first[1]
    if at + 1 < end and words[at].text == "-" and words[at].start == words[at - 1].end:
        at += 1  # "between oil- and placebo-treated hens"
    if at >= end or words[at].lemma not in ("and", "or"):
        return None
    second = clip_det(words, at + 1, _run(words, at + 1, end))
    if second is None or not all(
        any(words[i].tag == "noun" for i in range(*side)) for side in (first, second)
    ):
        return None
    return first, second


def _run(words: Sequence[Word], start: int, end: int) -> int:
    while start < end and words[start].tag == "det" and len(words[start].text) > 1:
        start += 1
    return _group_run(words, start, end)
