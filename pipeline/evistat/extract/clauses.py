"""A sentence of folded text → its words, verb groups and clauses."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from evistat.extract.phrases import phrase_before
from evistat.extract.word_classes import classify
from evistat.extract.words import Word, cut_words
from evistat.lexicons import word_set


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of words with at most one verb group: subject, verb group and what follows, as word ranges (start, end).

    ``inherited`` tells that the subject stands in an earlier clause ("reduced A and increased B").
    """

    start: int
    end: int
    subject: tuple[int, int]
    verb: tuple[int, int]
    rest: tuple[int, int]
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A read sentence: its words in order and its clauses."""

    start: int
    end: int
    words: tuple[Word, ...]
    clauses: tuple[Clause, ...]
    starts: tuple[int, ...]  # the words'

    def word_at(self, offset: int) -> int:
        """Return the index of the last word that starts at or before ``offset``."""
        return max(0, bisect_right(self.starts, offset) - 1)


def read_sentence(folded: str, start: int, end: int, statistics: Sequence[tuple[int, int]] = ()) -> Sentence:
    """Read one sentence; ``statistics`` are spans of numbers that are to count as one ``stat`` word each."""
    return _read(folded, start, end, tuple(span for span in statistics if span[1] > start and span[0] < end))


@lru_cache(maxsize=128)
def _read(folded: str, start: int, end: int, statistics: tuple[tuple[int, int], ...]) -> Sentence:
    """Read one sentence once: several ask for it, one of many results for each of them."""
    words = tuple(classify(cut_words(folded, start, end, statistics)))
    return Sentence(start, end, words, tuple(_clauses(words)), tuple([word.start for word in words]))


def _verb_groups(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Return the verb groups (auxiliaries, adverbs, negation, verb) as word ranges."""
    groups: list[tuple[int, int]] = []
    index = 0
    while index < len(words):
        if words[index].tag in {"be", "have", "aux", "verb"}:
            end = index + 1
            last = end
            while end < len(words) and words[end].tag in {
                "be",
                "have",
                "aux",
                "verb",
                "adv",
                "neg",
                "bracket",
            }:
                if words[end].tag in {"be", "have", "aux", "verb"}:
                    # "levels were increased improved": a second finite verb begins its own group
                    if any(word.tag == "verb" for word in words[index:end]):
                        break
                    last = end + 1
                elif words[end].tag == "neg":
                    last = end + 1
                end += 1
                if (
                    end + 1 < len(words)
                    and words[end].tag == "conj"
                    and words[end - 1].tag == words[end + 1].tag == "adv"
                ):
                    end += 1  # "were independently and positively associated"
            while index and words[index - 1].tag in {"adv", "neg"}:
                index -= 1
            infinitive = index > 0 and words[index - 1].tag == "to"
            if infinitive and groups and groups[-1][1] == index - 1:
                # "was found to be associated", "tended to increase": one verb group
                groups[-1] = (groups[-1][0], last)
                index = last
                continue
            if not infinitive or not groups:
                groups.append((index, last))
            index = last
        else:
            index += 1
    return groups


def _clauses(words: Sequence[Word]) -> Iterator[Clause]:
    """Cut a sentence into clauses with one verb group each."""
    groups = _verb_groups(words)
    if not groups:
        yield Clause(0, len(words), (0, 0), (0, 0), (0, len(words)))
        return
    starts = [0]
    for (_, before_end), (after_start, _) in itertools.pairwise(groups):
        fronted = len(starts) == 1 and any(word.lemma in _FRONTING for word in words[: groups[0][0]])
        comma = _comma_after(words, before_end, after_start) if fronted else None
        starts.append(_border(words, before_end, after_start) if comma is None else comma)
    starts.append(len(words))
    subject = (0, 0)
    waiting: tuple[int, int] | None = None  # a subject whose verb stands after a relative clause
    for number, group in enumerate(groups):
        start, end = starts[number], starts[number + 1]
        first = start
        while first < group[0] and words[first].tag in _CLAUSE_OPENERS:
            first += 1
        relative = _relative_before(words, start, group[0])
        if relative is not None and (taken_up := _subject_of_later(words, first, relative)) is not None:
            # "patients who responded … were": the verb belongs to the relative clause
            waiting = (taken_up, group[0])
            yield Clause(relative, end, _relative_subject(words, relative), group, (group[1], end), True)
            continue
        own = (first, group[0])
        inherited = not any(word.tag in _NOMINAL for word in words[first : group[0]])
        resumed = waiting is not None and (inherited or _resumes(words, groups[number - 1][1], group[0]))
        if resumed and waiting is not None:
            own, waiting = (waiting[0], group[0]), None
            subject = own
        elif inherited:
            own = _relative_subject(words, start) if words[start].tag == "rel" else subject
        else:
            subject = own
        breaks = [
            index
            for index in range(group[1] + (words[group[1] - 1].lemma in _LISTS), end)
            if words[index].text == ";" and index + 1 < end and words[index + 1].tag in _NOMINAL | {"det"}
        ]
        for first_word, last_word in itertools.pairwise([start, *breaks, end]):
            if first_word == start:
                yield Clause(start, last_word, own, group, (group[1], last_word), inherited or resumed)
            else:
                yield Clause(
                    first_word,
                    last_word,
                    (first_word, first_word),
                    (first_word, first_word),
                    (first_word + 1, last_word),
                )


_LISTS = frozenset({"include", "were", "are"})  # "predictors included; age (…), sex (…)"
_FRONTING = word_set("closed_class", "fronting")
_CLAUSE_OPENERS = frozenset({"conj", "comma", "sub", "stop", "rel", "adv", "other"})
_NOMINAL = frozenset({"noun", "pron", "adj", "num", "ing"})


def _subject_of_later(words: Sequence[Word], first: int, relative: int) -> int | None:
    """Return where the subject of a later verb begins, which a relative clause parts from it; None where it is none."""
    if relative > first:
        return first
    antecedent = phrase_before(words, relative) if words[relative].lemma in {"who", "whose"} else None
    if antecedent is None or not antecedent[0] or words[antecedent[0] - 1].tag not in _BEFORE_SUBJECT:
        return None
    return antecedent[0]


_BEFORE_SUBJECT = frozenset({"sub", "rel", "conj", "stop"})


def _relative_before(words: Sequence[Word], start: int, verb: int) -> int | None:
    """Return the relative pronoun that opens the clause of the verb at ``verb``, None where there is none."""
    for index in range(verb - 1, start - 1, -1):
        if words[index].tag == "rel":
            return index if words[index].lemma != "that" or index > start else None
        if words[index].tag not in {"adv", "neg", "bracket"} and not any(
            word.lemma == "whose" for word in words[max(start, index - _WHOSE) : index]
        ):
            return None
    return None


_WHOSE = 4  # words of what "whose" speaks of


def _resumes(words: Sequence[Word], start: int, end: int) -> bool:
    """Tell whether no border stands between two verbs, so that the second takes up an earlier subject.

    "And" may join two things that the people do or have: "those who ate rice and beans were taller".
    """
    between = words[start:end]
    if any(word.tag in {"sub", "stop", "rel"} for word in between):
        return False
    last = between[-1] if between else None
    if last is not None and last.tag in {"comma", "stat"}:
        return True
    if any(word.tag in {"comma", "stat"} for word in between):
        return False
    joined = next((index for index in range(end - 1, start - 1, -1) if words[index].tag == "conj"), None)
    return joined is None or words[joined + 1].tag not in {"det", "pron"}


def _relative_subject(words: Sequence[Word], index: int) -> tuple[int, int]:
    """Return the noun phrase that a relative pronoun at ``index`` takes up."""
    phrase = phrase_before(words, index)
    return phrase if phrase else (0, 0)


def _border(words: Sequence[Word], start: int, end: int) -> int:
    """Return where, between two verb groups, the second one's clause begins."""
    for index in range(end - 1, start - 1, -1):
        if words[index].tag in {"sub", "rel"} or (words[index].tag == "stop" and words[index].text in ";:."):
            return index
    conjunctions = [index for index in range(start, end) if words[index].tag == "conj"]
    for index in reversed(conjunctions):
        if (
            words[index].lemma in {"but", "yet"}
            and index + 1 < len(words)
            and words[index + 1].tag not in {"neg", "adv"}
        ):
            return index
    for index in reversed(conjunctions):
        # ", and B was": a comma or a bracket before the conjunction, or nothing but the verb after it
        if index > start and words[index - 1].tag in {"comma", "stat"}:
            return index
    if conjunctions and not any(
        word.tag in {"noun", "num", "pron"} for word in words[conjunctions[-1] : end]
    ):
        return conjunctions[-1]
    if conjunctions:
        return conjunctions[0]
    for index in range(end - 1, start - 1, -1):
        if words[index].tag == "comma":
            return index
    return end if start == end else max(start, _subject_start(words, end))


def _comma_after(words: Sequence[Word], start: int, end: int) -> int | None:
    """Return the comma that ends a clause in front of the main one: "While X was like in A and B (…), Y, Z and Q were …"."""
    if any(word.tag in {"sub", "rel"} or word.text in {";", ":", "."} for word in words[start:end]):
        return None
    commas = [
        index for index in range(start, end) if words[index].tag == "comma" and words[index + 1].tag != "conj"
    ]
    after = [index for index in commas if words[index - 1].tag == "stat"]
    return max(after or commas, default=None)


def _subject_start(words: Sequence[Word], verb: int) -> int:
    phrase = phrase_before(words, verb)
    return phrase[0] if phrase else verb
