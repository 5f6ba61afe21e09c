"""A place in a sentence → the items of the list it stands in, each with what completes it ("the need for rest and the mood").

The words between two verbs are cut at commas and conjunctions; what lies between two cuts is an item where it is a noun
phrase with prepositional phrases behind it. *It shortened the length of stay and reduced the rate of falls, the cost and the
fatality rate (P < 0.05).*
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from evistat.extract.phrases import phrase_at
from evistat.extract.words import Word
from evistat.lexicons import lexicon, word_set

_GROUP_WORDS = word_set("coordination", "group_words")
_MEASURED = word_set("coordination", "measured")
_FINDINGS = word_set("coordination", "findings")
_COMPARATIVES = word_set("closed_class", "comparative")
_ANNOUNCING = word_set("coordination", "announcing")
_TO_ITEMS = frozenset({"in", "of", "for", "on", "to", "with", "concerning", "regarding"})
_COMPLETING = frozenset({"of", "to", "for", "on"})
_NO_JOINT = word_set("coordination", "no_joint")
_BORDERS = frozenset({"stop", "rel", "sub", "stat", "be", "have", "aux", "pron", "neg"})
_ENDING = word_set("coordination", "ends_list")
Range = tuple[int, int]


@cache
def adjective_endings() -> re.Pattern[str]:
    """Return the pattern of words that are adjectives by their ending."""
    return re.compile(rf"(?:{'|'.join(lexicon('coordination')['adjective_endings'])})$")


def items_of_list(words: Sequence[Word], first: int, end: int) -> list[Range]:
    """Return the items of the list in one of whose items the words from ``first`` to ``end`` stand; none where there is no list."""
    chunks = _chunks(words, _left_border(words, first), _right_border(words, end))
    own = [at for at, (begin, stop) in enumerate(chunks) if begin < end and first < stop]
    if len(own) != 1:
        return []
    at = own[0]
    row = [chunks[at]]
    for chunk in chunks[at + 1 :]:
        if _ends_list(words, row[-1]) or not _is_item(words, chunk):
            break
        row.append(chunk)
    for before in range(at - 1, -1, -1):
        chunk = chunks[before]
        opened = before == 0 and words[chunk[0]].tag == "prep" and words[chunk[1]].tag == "comma"
        if opened or not _is_item(words, chunk, leading=True) or _ends_list(words, chunk, leading=True):
            break
        row.insert(0, chunk)
    if len(row) < 2:
        return []
    joined = [any(word.tag == "conj" for word in words[one[1] : other[0]]) for one, other in pairwise(row)]
    if not any(joined) and not (len(row) > 2 and _said(words, row[-1][1])):
        return []
    closed = joined[-1] and not any(
        joined[:-1]
    )  # "Sleep, the need for rest *and* pain": a list has its "and" at its end
    checked = pairwise(row[:-1] if closed and len(row) > 2 else row)
    if not all(_parallel(words, one, other) for one, other in checked):
        return []
    opening = words[row[0][0]].tag not in {"det", "noun"}
    for one, other in pairwise(joined):
        if one and not other and (opening or not joined[-1]):
            return []  # "Adjusted for age, sex and weight, scores did not differ"
    found = [_item(words, chunk, leading=place == 0) for place, chunk in enumerate(row)]
    items = [item for item in found if item is not None]
    return items if any(begin < end and first < stop for begin, stop in items) else []


def _said(words: Sequence[Word], index: int) -> bool:
    """Tell whether a verb follows."""
    return index < len(words) and words[index].tag in {"verb", "be", "have", "aux", "adv"}


def _second_verb(words: Sequence[Word], index: int) -> bool:
    """Tell whether a verb is the second of "increased A and decreased B"."""
    if "change" not in words[index].verb_class.split():
        return False
    before = index - 1
    while before > 0 and words[before].tag == "adv":
        before -= 1
    return before > 0 and words[before].tag == "conj" and words[before].lemma in {"and", "but"}


def _is_border(words: Sequence[Word], index: int) -> bool:
    """Tell whether no list goes on over a word: a verb, the end of a clause, "than"."""
    word = words[index]
    if word.lemma == "but":
        return not _turns(words, index)
    return (
        word.tag in _BORDERS
        or word.lemma in _NO_JOINT
        or (word.tag == "verb" and not _second_verb(words, index))
    )


def _turns(words: Sequence[Word], index: int) -> bool:
    """Tell whether "but" sets an item against another: "had a lower weight but a higher waist", "reduced A but increased B"."""
    following = words[index + 1 : index + 4]
    if following and following[0].tag == "det":
        following = following[1:]
    return bool(following) and (
        following[0].lemma in _COMPARATIVES
        or (following[0].tag == "verb" and "change" in following[0].verb_class.split())
    )


def _left_border(words: Sequence[Word], first: int) -> int:
    """Return where the words begin that may hold the items before a place."""
    return next((index + 1 for index in range(first - 1, -1, -1) if _is_border(words, index)), 0)


def _right_border(words: Sequence[Word], end: int) -> int:
    """Return where the words end that may hold the items behind a place."""
    return next((index for index in range(end, len(words)) if _is_border(words, index)), len(words))


def _chunks(words: Sequence[Word], start: int, end: int) -> list[Range]:
    """Cut words at commas and conjunctions."""
    chunks: list[Range] = []
    begin = start
    for index in range(start, end + 1):
        if index == end or words[index].tag in {"comma", "conj"}:
            if index > begin:
                chunks.append((begin, index))
            begin = index + 1
    return chunks


def _core(words: Sequence[Word], chunk: Range) -> int:
    """Return where an item's own words begin, past a verb, a preposition and determiners ("and reduced in the …")."""
    begin, stop = chunk
    while begin < stop - 1 and (
        words[begin].tag in {"adv", "verb", "bracket", "det"}
        or (words[begin].tag in {"prep", "to"} and words[begin].lemma in _TO_ITEMS)
        or words[begin].lemma in _COMPARATIVES
    ):
        begin += 1
    return begin


def _item(words: Sequence[Word], chunk: Range, *, leading: bool = False) -> Range | None:
    """Return the words that name an item of a list: its noun phrase and what completes it."""
    begin = _core(words, (_announced(words, chunk), chunk[1]) if leading else chunk)
    phrase = phrase_at(words, begin)
    if phrase is None:
        return None
    stop = min(phrase[1], chunk[1])
    while stop + 1 < chunk[1] and words[stop].lemma in _COMPLETING:
        following = phrase_at(words, stop + 1)
        if following is None or is_group(words, following[0], following[1]):
            break
        stop = min(following[1], chunk[1])
    return begin, stop


def _announced(words: Sequence[Word], chunk: Range) -> int:
    """Return where the first item begins behind what announces the list ("no differences between A and B in *age*")."""
    begin, stop = chunk
    for index in range(begin, stop - 1):
        if words[index].lemma in _ANNOUNCING:
            for after in range(index + 1, stop - 1):
                if words[after].lemma in _TO_ITEMS and words[after].tag in {"prep", "to"}:
                    return after + 1
    return begin


def _is_item(words: Sequence[Word], chunk: Range, *, leading: bool = False) -> bool:
    """Tell whether a stretch between two joints is an item: a noun phrase that names no group, and what completes it."""
    item = _item(words, chunk, leading=leading)
    if item is None or is_group(words, *item) or words[item[1] - 1].lemma in _FINDINGS:
        return False
    alone = item[1] - item[0] == 1
    if words[item[1] - 1].tag == "adj":
        return False
    if alone and adjective_endings().search(words[item[0]].text.lower()) is not None:
        return False
    if chunk[0] and words[chunk[0]].lemma == "with" and words[chunk[0] - 1].tag == "comma":
        return False
    return not any(
        word.tag in {"verb", "ing", "to", "stat"} and word.lemma not in _COMPLETING
        for word in words[item[1] : chunk[1]]
    )


def is_group(words: Sequence[Word], begin: int, stop: int) -> bool:
    """Tell whether a phrase names people, a time or a treatment; "operation time", "time to relief" name what is measured."""
    last = words[stop - 1].lemma.lower()
    named = stop - begin > 1 and words[stop - 2].tag in {"noun", "ing", "adj"} and last in _MEASURED
    spent = last == "time" and stop < len(words) and words[stop].lemma in {"from", "to", "until", "for"}
    return (last in _GROUP_WORDS and not named and not spent) or all(
        word.tag in {"num", "det"} for word in words[begin:stop]
    )


def _ends_list(words: Sequence[Word], chunk: Range, *, leading: bool = False) -> bool:
    """Tell whether an item has behind it what is said of the whole list ("in the control group", "between …")."""
    item = _item(words, chunk, leading=leading)
    if item is None:
        return True
    return any(
        word.lemma in _ENDING or word.lemma.lower() in _GROUP_WORDS for word in words[item[1] : chunk[1]]
    )


def _parallel(words: Sequence[Word], one: Range, other: Range) -> bool:
    """Tell whether two neighbours are items of one list, the second no part of the first's name ("rates of falls and fractures")."""
    if not any(word.tag in {"prep", "to"} for word in words[_core(words, one) : one[1]]):
        return True
    lead = words[other[0]]
    if lead.tag in {"prep", "verb"} or lead.lemma in _COMPARATIVES:
        return True
    last = max(at for at in range(*one) if words[at].tag in {"prep", "to"})
    if lead.tag == "det" and (words[one[0]].tag == "det" or words[min(last + 1, one[1] - 1)].tag != "det"):
        return True  # but not "strength according to the walk and the stair test"
    item = _item(words, one, leading=True)
    if item is None or any(word.tag != "bracket" for word in words[item[1] : one[1]]):
        return False
    return any(word.tag == "comma" for word in words[one[1] : other[0]]) or any(
        word.tag in {"prep", "to"} and word.lemma in _COMPLETING - {"on"}
        for word in words[other[0] : other[1]]
    )
