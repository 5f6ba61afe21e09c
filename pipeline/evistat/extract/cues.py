"""A sentence's (folded) text → its words and the words that say what happened (cues), negation resolved.

Shared by the judgement of results and by the statements. Positions are relative to the text given, so that a
reading can be kept and used again for every result of its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate, pairwise, repeat

from evistat.lexicons import lexicon

_WORD = re.compile(r"\w+(?:[.'-]\w+)*(?:\.(?=\s*[a-z0-9])(?<=vs\.))?|[^\w\s]")
_PAIRS = {"(": ")", "[": "]"}
SIGN = {"up": 1, "down": -1}
OPPOSITE = {"up": "down", "down": "up", "better": "worse", "worse": "better"}
# How far a negator reaches forward, in words.
_REACH = 9
# How far where it denies its verb's subjects (*neither A nor B in the nasal wash was affected*).
_REACH_JOINED = 25
# How far back a negator is looked for, words in brackets counted.
_WINDOW = 60


# Not frozen: a document has hundreds of them, and a frozen one takes four times as long to make.
@dataclass(slots=True)
class Word:
    """A word: lower-cased text and place; ``depth`` counts the brackets round it."""

    text: str
    start: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of the lexicon found in a sentence; ``first`` and ``last`` index its words."""

    id: str
    effect: str
    role: str
    first: int
    last: int
    start: int
    end: int
    negator: int | None = None

    @property
    def denies(self) -> bool:
        """Tell whether the cue says that there was no difference or that none was significant."""
        return self.effect == "ns" or (self.negated and self.effect in ("sig", "differ"))

    @property
    def negated(self) -> bool:
        """Return whether a negator governs the cue."""
        return self.negator is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read: words, cues in order, and the word indices where a clause begins."""

    words: tuple[Word, ...]
    cues: tuple[Cue, ...]
    breaks: tuple[int, ...]

    def segment(self, index: int) -> int:
        """Return which clause the word ``index`` belongs to."""
        return bisect_right(self.breaks, index)

    def index_at(self, offset: int) -> int:
        """Return the index of the first word that ends after ``offset``."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    effect: str
    role: str


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the list ``name`` of the directions lexicon as a set."""
    return frozenset(lexicon("directions")["words"][name])


@cache
def not_negating() -> frozenset[tuple[str, ...]]:
    """Return what begins with a negator and negates nothing (*not only*), word by word."""
    return frozenset(tuple(form.split()) for form in word_list("not_negating"))


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], tuple[_Entry, ...]], ...]]:
    """Return first word → the lexicon's forms that begin with it, longest first."""
    forms: dict[tuple[str, ...], list[_Entry]] = {}
    for entry in lexicon("directions")["cue"]:
        for form in entry["forms"]:
            key = tuple(form.split())
            forms.setdefault(key, []).append(_Entry(entry["id"], entry["effect"], entry["role"]))
    for form in lexicon("significance")["stated"]["significant"]:
        forms.setdefault(tuple(form.split()), []).append(_Entry("significant", "sig", "adverb"))
    for form in lexicon("significance")["stated"]["not_significant"]:
        forms[tuple(form.split())] = [_Entry("not-significant", "ns", "adverb")]
    for form in word_list("trend"):
        forms[tuple(form.split())] = [_Entry("trend", "trend", "adverb")]
    index: dict[str, list[tuple[tuple[str, ...], tuple[_Entry, ...]]]] = {}
    for key, entries in forms.items():
        index.setdefault(key[0], []).append((key, tuple(entries)))
    return {first: tuple(sorted(found, key=lambda item: -len(item[0]))) for first, found in index.items()}


@cache
def _ignored() -> dict[str, tuple[tuple[str, ...], ...]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    for form in word_list("ignore"):
        key = tuple(form.split())
        index.setdefault(key[0], []).append(key)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in index.items()}


@cache
def _break_phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    for form in word_list("breaks"):
        key = tuple(form.split())
        index.setdefault(key[0], []).append(key)
    return {first: tuple(found) for first, found in index.items()}


def split_words(text: str) -> tuple[Word, ...]:
    """Return the words of ``text`` with their bracket depth; a bracket never closed counts for nothing."""
    printed = [(match[0].lower(), *match.span()) for match in _WORD.finditer(text)]
    depths = _depths([word for word, _, _ in printed]) if "(" in text or "[" in text else repeat(0)
    return tuple([Word(*word, depth) for word, depth in zip(printed, depths, strict=False)])


def _depths(words: Sequence[str]) -> Iterator[int]:
    """Return for each word how many brackets stand round it."""
    opened: list[tuple[str, int]] = []
    changes = [0] * (len(words) + 1)
    for index, word in enumerate(words):
        if word in _PAIRS:
            opened.append((_PAIRS[word], index))
        elif opened and word == opened[-1][0]:
            _, begin = opened.pop()
            changes[begin] += 1
            changes[index + 1] -= 1
    return accumulate(changes)


def _matches(words: tuple[Word, ...], index: int, key: tuple[str, ...]) -> bool:
    """Tell whether the words of a form stand at a place, its first word known to."""
    return len(key) == 1 or (
        index + len(key) <= len(words)
        and all(words[index + offset].text == key[offset] for offset in range(1, len(key)))
    )


def _choose(words: tuple[Word, ...], first: int, last: int, entries: tuple[_Entry, ...]) -> _Entry:
    """Return the entry that fits a form of several roles: noun after a determiner or before *in, of*."""
    if len(entries) == 1:
        return entries[0]
    before = words[first - 1].text if first else ""
    after = words[last + 1].text if last + 1 < len(words) else ""
    roles = {entry.role: entry for entry in reversed(entries)}
    if "noun" in roles:
        nominal = (
            before in word_list("determiners")
            or before.endswith("-fold")
            or (after in ("in", "of") and before not in word_list("before_verb"))
        )
        if nominal or "verb" not in roles:
            return roles["noun"]
        return roles["verb"]
    if "comparative" in roles and "verb" in roles:
        if words[first].text == "lower":  # a verb only behind its helpers, "to lower", "did not lower"
            return roles["verb"] if before in word_list("before_verb") else roles["comparative"]
        attributive = before in word_list("determiners") or before in word_list("before_attribute")
        return roles["comparative"] if attributive else roles["verb"]
    return entries[0]


def _negators(words: tuple[Word, ...]) -> list[int]:
    plain = word_list("negators")
    before_to = word_list("negators_before_to")
    before_noun = word_list("negators_before_noun")
    exempt = not_negating()
    telling = plain | before_to | before_noun
    found = []
    for index, word in enumerate(words):
        if word.text not in telling:
            continue
        following = words[index + 1].text if index + 1 < len(words) else ""
        if word.text in plain:
            if (word.text, following) in exempt:
                continue
            found.append(index)
        elif (word.text in before_to and following == "to") or (
            word.text in before_noun
            and following in ("of", "or", "evidence", "difference", "change", "effect")
        ):
            found.append(index)
    return found


def _find_breaks(words: tuple[Word, ...]) -> list[int]:
    phrases = _break_phrases()
    found: list[int] = []
    for index, word in enumerate(words):
        if word.depth or word.text not in phrases:
            continue
        following = words[index + 1].text if index + 1 < len(words) else ""
        if word.text in ("while", "whilst", "although", "though") and following.endswith("ing"):
            continue  # "while receiving the drug" opens no clause of its own
        if (
            word.text == "but"
            and following == "not"
            and any(later.text == "," for later in words[index + 2 : index + 10])
        ):
            continue  # "A (but not B, …) rose": an insertion
        opens = any(_matches(words, index, key) for key in phrases[word.text])
        if opens and (not found or index - found[-1] > 2):  # "; however," opens one clause
            found.append(index)
    return found


def _counts(words: tuple[Word, ...], index: int) -> bool:
    """Return whether *than* and a number follow: a threshold, not a comparison."""
    if index + 1 >= len(words) or words[index].text not in ("than", "or"):
        return False
    following = words[index + 1].text
    return following[0].isdigit() or following in word_list("number_words") or words[index].text == "or"


def _names_category(words: tuple[Word, ...], index: int) -> bool:
    """Return whether *highest, lowest* names a part of those studied: *the lowest quintile*, *compared with the lowest*."""
    if words[index].text not in ("highest", "lowest"):
        return False
    before = words[index - 1].text if index else ""
    if before == "the" and index > 1:
        before = words[index - 2].text
    following = {word.text for word in words[index + 1 : index + 3]}
    return before in word_list("comparing") or bool(following & word_list("categories"))


def _tells_when(words: tuple[Word, ...], first: int) -> bool:
    """Return whether a change tells only when something was measured (*24 h after recovery*)."""
    at = first - 1
    if at > 0 and words[at].text in ("the", "this"):
        at -= 1
    return at >= 0 and words[at].text in word_list("telling_when")


# Words that are no cue, or hide one, by what stands beside them.
_BY_NEIGHBOURS = frozenset(
    {"highest", "lowest", "more", "less", "fewer", "greater", "fall", "falls", "delayed"}
)


@cache
def _looked_at() -> frozenset[str]:
    """Return the words that a cue, or what is ignored, may begin with."""
    return _BY_NEIGHBOURS.union(_phrases(), _ignored())


def _affected(words: tuple[Word, ...], index: int) -> str | None:
    """Return *worse* or *better* where the word before a verb that only says *affected* tells which (*adversely affected*)."""
    before = words[index - 1].text if index else ""
    if not before.endswith("ly") or words[index].text not in word_list("affecting"):
        return None
    if before in word_list("for_the_worse"):
        return "worse"
    return "better" if before in word_list("for_the_better") else None


def _raw_cues(words: tuple[Word, ...]) -> list[Cue]:
    phrases = _phrases()
    cues: list[Cue] = []
    ignored = _ignored()
    looked_at = _looked_at()
    index = 0
    while index < len(words):
        if words[index].text not in looked_at:
            index += 1
            continue
        if _names_category(words, index):
            index += 1
            continue
        skip = next((key for key in ignored.get(words[index].text, ()) if _matches(words, index, key)), None)
        if skip:
            index += len(skip)
            continue
        if words[index].text in ("more", "less", "fewer", "greater") and _counts(words, index + 1):
            index += 2
            continue
        if words[index].text in ("fall", "falls") and not (
            index + 1 < len(words) and words[index + 1].text in word_list("after_fall")
        ):
            index += 1  # "more falls were recorded": what happened to people
            continue
        if words[index].text == "delayed" and (
            not index
            or words[index - 1].text in word_list("determiners")
            or words[index - 1].text in word_list("before_attribute")
            or words[index - 1].text.endswith("ing")
            or (
                index > 1
                and words[index - 1].text in ("and", "or")
                and words[index - 2].text in ("acute", "early")
            )
        ):
            index += 1  # "delayed bleeding was seen": a name
            continue
        for key, entries in phrases.get(words[index].text, ()):
            if _matches(words, index, key):
                last = index + len(key) - 1
                entry = _choose(words, index, last, entries)
                if entry.role == "noun" and _tells_when(words, index):
                    index = last
                    break
                effect = _affected(words, index) or entry.effect
                cues.append(
                    Cue(entry.id, effect, entry.role, index, last, words[index].start, words[last].end)
                )
                index = last
                break
        index += 1
    return cues


# A negator passes through these to the next cue: "not associated with increased", "no significantly greater".
_TRANSPARENT = frozenset({"assoc", "sig", "ns", "trend", "plus", "minus"})


def _negate(words: tuple[Word, ...], cues: list[Cue], breaks: list[int]) -> list[Cue]:
    """Return the cues with the nearest negator that governs each."""
    negators = _negators(words)
    if not negators:
        return cues
    result = []
    for number, cue in enumerate(cues):
        near = negators[bisect_left(negators, cue.first - _WINDOW) : bisect_left(negators, cue.first)]
        begin = max(
            (at for at in breaks[max(0, bisect_right(breaks, cue.first) - 1) :] if at <= cue.first), default=0
        )
        governing = next(
            (at for at in reversed(near) if at >= begin and _governs(words, at, cue, cues, number)), None
        )
        result.append(cue if governing is None else replace(cue, negator=governing))
    return result


def _governs(words: tuple[Word, ...], at: int, cue: Cue, cues: list[Cue], number: int) -> bool:
    """Return whether the negator at word ``at`` governs the cue that is ``cues[number]``."""
    negator = words[at]
    between = words[at + 1 : cue.first]
    if negator.depth > words[cue.first].depth:
        return False
    if negator.depth < words[cue.first].depth and cue.first - at > 3:
        return False
    be = word_list("be")
    if negator.text in _OF_NOUNS and any(word.text in be for word in words[at + 3 : cue.first]):
        return False  # "no window … were more likely"
    said = {word.text for word in between} if negator.text == "not" else set()
    if said & _FINITE and not said & {"that", "whether", "if", "which"}:
        return False  # "those who could not hear well were less likely": another verb
    if negator.text == "no" and at and words[at - 1].text in _BEFORE_NEGATED_THING:
        gap = [word.text for word in between]
        if len(gap) > 5 or "," in gap or "and" in gap:
            return False  # "related to no schooling, and negatively to age": a thing is negated, no claim
    if negator.text == "without" and any(word.text == "," for word in between):
        return False
    led = {word.text for word in words[max(0, at - _LED) : at]} & _SUBORDINATORS
    if led and any(word.text == "," and after.text in _ARTICLES for word, after in pairwise(between)):
        return False  # "Although cure was not seen, a fall …": the main clause begins
    nearest = cues[max(0, number - _REACH) : number]
    if any(at < other.first and _sets_off(words, other.last, cue.first) for other in nearest):
        return False  # "was not significant, and significantly lowered": a further predicate
    if any(word.text == "and" and after.text in be for word, after in pairwise(between)):
        return False  # "are not rare and are associated with": a new predicate
    distance = sum(1 for word in between if word.depth == words[cue.first].depth)
    joined = negator.text in ("neither", "nor") and bool(between) and between[-1].text in be
    if distance > (_REACH_JOINED if joined else _REACH):
        return False
    only_that = distance > 1 and at and words[at - 1].text == "but"
    if only_that and (cue.role == "verb" or any(word.text in be for word in between)):
        return False  # "A but not B improved": the negator belongs to B alone
    for other in reversed(cues[max(0, number - _WINDOW) : number]):
        if other.first <= at:
            break
        degree = words[other.last].text in word_list("degree") and cue.first - other.last <= 3
        if other.effect not in _TRANSPARENT and not degree:
            return False
    return True


def _sets_off(words: tuple[Word, ...], first: int, last: int) -> bool:
    """Return whether a comma and a conjunction stand between two cues."""
    return any(
        word.text == "," and after.text in ("and", "but") for word, after in pairwise(words[first + 1 : last])
    )


_FINITE = frozenset({"was", "were", "is", "are", "had", "has"})
_SUBORDINATORS = frozenset({"although", "though", "while", "whilst"})
_ARTICLES = frozenset({"a", "an", "the", "there"})
# How far back a word that opens a clause is looked for.
_LED = 12
_OF_NOUNS = frozenset({"no", "without", "lack", "absence", "little"})
_BEFORE_NEGATED_THING = frozenset({"to", "with", "of", "in", "for", "had", "have"})


@cache
def _claiming(effects: frozenset[str]) -> frozenset[str]:
    """Return the words of which one stands where a cue has one of some effects or is negated."""
    saying = (
        first
        for first, forms in _phrases().items()
        if any(entry.effect in effects for _, entries in forms for entry in entries)
    )
    return frozenset(saying).union(
        *map(word_list, ("affecting", "negators", "negators_before_to", "negators_before_noun"))
    )


def may_claim(low: str, effects: frozenset[str]) -> bool:
    """Tell whether a (lowered) sentence may have a cue of one of some effects, or one that is negated."""
    return not _claiming(effects).isdisjoint(_WORD.findall(low))


@lru_cache(maxsize=1024)
def read_sentence(text: str) -> Reading:
    """Return words, cues and clause borders of one (folded) sentence."""
    words = split_words(text)
    cues = _raw_cues(words)
    breaks = _find_breaks(words)
    return Reading(words, tuple(_negate(words, cues, breaks)), tuple(breaks))
