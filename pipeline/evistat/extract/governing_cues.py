"""The cues of a clause → the one that speaks of its result."""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.claim_view import DIRECTED
from evistat.extract.cues import SIGN, Cue, Word, word_list
from evistat.extract.result_place import Place

# How many words may stand between a change and the last thing of its list.
_TO_OBJECT = 12
# How many words may stand between more or less and the event whose risk it is.
_TO_EVENT = 7
# How many words may stand between a change and the change that it changes.
_TO_CHANGE = 5
# How many words may stand between "being", "which", "with" and what they say.
_FAR = 12
# A result of at most so many words that holds a change word is named by it.
_PRINTED = 8


def directed_cues(place: Place, cues: Sequence[Cue]) -> list[Cue]:
    """Return the cues that claim something of their own: a direction, a difference, an association."""
    directed = [cue for cue in cues if cue.effect in DIRECTED or cue.effect in ("differ", "assoc")]
    directed = [cue for cue in directed if not _takes_up_difference(place, directed[0], cue)]
    return [cue for cue in directed if not _is_changed(place, directed, cue)]


def governing_cue(place: Place, candidates: list[Cue]) -> Cue | None:
    """Return the cue that speaks of the result, the one told after it where its clause goes on."""
    return _told_after(place, candidates, _govern(place, candidates))


def _told_after(place: Place, candidates: list[Cue], governing: Cue | None) -> Cue | None:
    """Return the word that says how the outcome differed, where its clause goes on (*differed (P), being higher in A*)."""
    if governing is None or governing.effect != "differ" or governing.negated:
        return governing
    words = place.reading.words
    told = next((cue for cue in candidates if cue.first > governing.last), None)
    if told is None or told.effect not in DIRECTED or told.effect == "same" or told.negated:
        return governing
    outside = [index for index in range(governing.last + 1, told.first) if not words[index].depth]
    opener = next(
        (
            index
            for index in outside
            if words[index].text in word_list("goes_on") and words[index - 1].text == ","
        ),
        None,
    )
    if opener is None or told.first - opener > _FAR:
        return governing
    if any(words[index].text in ("and", "but", ";") for index in outside if index > opener):
        return governing
    ends = told.last + 1 == len(words) or words[told.last + 1].depth > 0
    ends = ends or words[told.last + 1].text in word_list("after_predicate")
    return told if words[opener].text != "with" or ends else governing


def _takes_up_difference(place: Place, first: Cue, cue: Cue) -> bool:
    """Return whether the cue is the difference that an earlier one stated.

    *Higher than …, the difference was … · higher than …, with a significant difference (P = 0.02)*
    """
    words = place.reading.words
    if first is cue or first.effect not in SIGN or cue.negated or cue.first < 2:
        return False
    if words[cue.first].text not in ("difference", "differences"):
        return False
    if words[cue.first - 1].text in ("the", "this", "these"):
        return words[cue.first - 2].text in (",", "and", ";", ":")
    start = cue.first - 1
    while start > 0 and words[start].text in word_list("calling_difference"):
        start -= 1
    after = words[cue.last + 1].text if cue.last + 1 < len(words) else ""
    return words[start].text in ("with", "showing", "indicating") and after not in ("in", "of", "for")


def _is_changed(place: Place, cues: list[Cue], cue: Cue) -> bool:
    """Return whether a change of open direction is itself made more or less (*a reduction in the mean change in O*)."""
    words = place.reading.words
    if words[cue.first].text not in ("change", "changes"):
        return False
    return any(
        one.role == "noun" and one.effect in SIGN and 0 < cue.first - one.last <= _TO_CHANGE for one in cues
    )


def counting_cue(place: Place, candidates: list[Cue]) -> Cue | None:
    """Return the word that says of how many people the rest is said (*more patients had an improvement in O*)."""
    if place.outcome is None:
        return None
    words = place.reading.words
    for at in reversed(range(len(candidates))):
        cue = candidates[at]
        if cue.role != "comparative" or cue.effect not in SIGN or cue.end > place.outcome[0]:
            continue
        gap = [word.text for word in words[cue.last + 1 : cue.last + 5]]
        counted = next((at for at, word in enumerate(gap) if word in word_list("counted")), None)
        if counted is None or set(gap[:counted]) & word_list("before_counted"):
            continue
        inner = [one for one in candidates[at + 1 :] if one.start < words[place.anchor].start]
        held = all((one.role == "comparative" and not _predicate(place, one)) for one in inner)
        return cue if held else None
    return None


def _govern(place: Place, candidates: list[Cue]) -> Cue | None:
    """Return the cue that speaks of the result: between outcome and numbers, else before, else after."""
    words = place.reading.words
    printed = [
        cue
        for cue in candidates
        if cue.effect in SIGN and cue.role in ("noun", "verb") and place.begin < cue.first < place.end
    ]
    if len(printed) == 1 and place.end - place.begin <= _PRINTED:
        return printed[0]  # "a 2.4% decrease": the result brings its own word
    if (counting := counting_cue(place, candidates)) is not None:
        return counting
    anchor_start = words[place.anchor].start if words else 0
    before = [cue for cue in candidates if cue.start < anchor_start]
    after = [cue for cue in candidates if cue.start >= anchor_start]
    if place.outcome is not None and place.outcome[0] < anchor_start:
        between = [cue for cue in before if cue.start >= place.outcome[1]]
        leading = [cue for cue in before if cue.end <= place.outcome[0]]
        if between and leading and leading[-1].role == "comparative":
            # "lower hunger and higher fullness (P < 0.05)": each has its own word before it.
            gap = place.reading.index_at(place.outcome[0]) - leading[-1].last
            near = gap <= 2 or (gap <= _TO_OBJECT and _in_its_list(place, leading[-1]))
            if near and all(cue.role == "comparative" and not _predicate(place, cue) for cue in between):
                return leading[-1]
        if between and leading and _has_object(place, leading[-1]):
            gap = place.reading.index_at(place.outcome[0]) - leading[-1].last
            if gap <= _TO_OBJECT and all(_has_object(place, cue, joined=True) for cue in between):
                return leading[-1]  # "reduced X and increased Y (both P < 0.05)": each has its own object
        if between:
            return between[-1]
        if leading and (not after or not _predicate(place, after[0])):
            return leading[-1]
        if leading and after:
            # "A reduced X (…) and Y (…) was higher": what stands before the outcome speaks of it.
            if leading[-1].role != "noun" or _goes_on(place, after[0]):
                return leading[-1]
            return after[0]
        return after[0] if after else (before[-1] if before else None)
    if place.outcome is not None:
        # "a significant (P < 0.01) gain in O": the outcome follows its numbers, the cue stands between.
        leading = [cue for cue in after if cue.end <= place.outcome[0]]
        if leading and (
            leading[-1].role == "noun"
            or (
                leading[-1].role == "comparative"
                and len(leading) > 1
                and leading[-2].effect == "assoc"
                and _reaches(words, leading[-1].last + 1, place.reading.index_at(place.outcome[0]))
            )
        ):
            return leading[-1]  # also "(P < 0.01) were predictors of higher O"
    if before:
        return before[-1]
    return after[0] if after else None


def _goes_on(place: Place, cue: Cue) -> bool:
    """Return whether *and* and another subject stand between the numbers and the cue (*a fall in O (P), and X rose*)."""
    between = [word for word in place.reading.words[place.anchor : cue.first] if not word.depth]
    joined = next((at for at, word in enumerate(between) if word.text in ("and", "but", ";")), None)
    if joined is None:
        return False
    return any(not word.text.endswith("ly") for word in between[joined + 1 :])


def _in_its_list(place: Place, cue: Cue) -> bool:
    """Return whether the outcome stands in a list that a comparative opens (*lower thirst, hunger and fatigue*)."""
    outcome = place.reading.index_at(place.outcome[0]) if place.outcome is not None else 0
    between = [word.text for word in place.reading.words[cue.last + 1 : outcome]]
    return between[-1:] in ([","], ["and"]) and not set(between) & (
        word_list("group_prepositions") | word_list("be") | {"than"}
    )


def _reaches(words: Sequence[Word], start: int, outcome: int) -> bool:
    """Return whether a word of more or less that ends before ``start`` stands at the outcome: *lower (likelihood of) O*."""
    return outcome - start <= 1 or (
        outcome - start <= _TO_EVENT
        and all(word.text in word_list("frequency") for word in words[start:outcome])
    )


def _has_object(place: Place, cue: Cue, *, joined: bool = False) -> bool:
    """Return whether the cue takes what follows it: *a rise in O*, *reduced O*; ``joined`` to what stands before."""
    words = place.reading.words
    before = [word.text for word in words[max(0, cue.first - 4) : cue.first]]
    following = words[cue.last + 1] if cue.last + 1 < len(words) else None
    if following is None or following.depth or not following.text[0].isalpha():
        return False
    if joined and not set(before) & {"and", ","}:
        return False
    if cue.role == "noun":
        return following.text in ("in", "of")
    if cue.role != "verb" or cue.effect == "differ":
        return False
    be = word_list("be")
    if any(word in be for word in before) or following.text in word_list("group_prepositions") | word_list(
        "no_object"
    ):
        return False
    return not following.text.endswith("ly")


def _predicate(place: Place, cue: Cue) -> bool:
    """Return whether the cue stands as a predicate: after a form of *be* or as a verb without an object."""
    words = place.reading.words
    index = cue.first - 1
    while index > 0 and (
        words[index].text.endswith("ly") or words[index].text in ("not", "also", "more", "less")
    ):
        index -= 1
    return index >= 0 and (words[index].text in word_list("be") or cue.role == "verb")
