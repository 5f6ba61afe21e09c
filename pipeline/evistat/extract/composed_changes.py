"""A cue → its effect joined with the change word beside it: *greater reduction*, *fell less*, *attenuated the rise in*."""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.cues import OPPOSITE, SIGN, Cue, Word, word_list
from evistat.extract.result_place import Place, overlaps


def compose(place: Place, cue: Cue) -> tuple[str, tuple[Cue, ...]]:
    """Return the effect of ``cue`` joined with a change word beside it: *greater reduction*, *fell less*."""
    reading = place.reading
    words = reading.words
    usable = [c for c in reading.cues if not overlaps(c.start, c.end, place.excluded)]
    degrees = word_list("degree")
    segment = reading.segment(cue.first)
    index = usable.index(cue) if cue in usable else -1
    if index < 0:
        return cue.effect, (cue,)
    changes = ("verb", "noun")
    if words[cue.first].text in degrees and cue.effect in SIGN:
        for other in usable[index + 1 : index + 3]:
            if other.effect in ("sig", "trend"):
                continue
            if (
                other.role in changes
                and other.effect in OPPOSITE
                and other.first - cue.last <= 4
                and other.first > cue.last
            ):
                if any(
                    w.text in ("in", "of", "was", "were", ",", "than")
                    for w in words[cue.last + 1 : other.first]
                ):
                    break
                return _scaled(words, cue, other.effect), (cue, other)
            break
        following = words[cue.last + 1].text if cue.last + 1 < len(words) else "."
        behind = usable[index - 1] if index else None
        if (
            behind is not None
            and behind.role == "verb"
            and behind.effect in OPPOSITE
            and cue.first - behind.last == 1
        ):
            return _scaled(words, cue, behind.effect), (behind, cue)  # "reduced more fat"
        ends = (
            not following[:1].isalpha()
            or following in word_list("change_ends")
            or following in word_list("than")
        )
        apart = cue.first > 0 and words[cue.first - 1].text == ","  # "fell in all, more in A than in B"
        if ends or following in word_list("group_prepositions"):
            for other in reversed(usable[:index]):
                if (
                    reading.segment(other.first) != segment
                    or words[other.first].depth != words[cue.first].depth
                ):
                    break
                if other.effect in ("sig", "trend", "differ"):
                    continue
                if (
                    other.role in changes
                    and other.effect in OPPOSITE
                    and (other.role == "noun" or apart or cue.first - other.last <= 3)
                ):
                    return _scaled(words, cue, other.effect), (other, cue)
                break
    elif cue.role == "noun" and cue.effect in OPPOSITE and index:
        other = usable[index - 1]
        if other.effect == "sig" and index > 1:
            other = usable[index - 2]
        if other.effect in SIGN and words[other.first].text in degrees and cue.first - other.last <= 4:
            return _scaled(words, other, cue.effect), (other, cue)
        if other.effect == "differ" and other.role == "verb" and _reaches_change(words, other, cue):
            return ("same" if other.negated else "differ"), (other, cue)  # "did not alter the rise in O"
        if _changed_again(words, other, cue):
            return _scaled(words, other, cue.effect), (other, cue)
    return cue.effect, (cue,)


def _scaled(words: Sequence[Word], degree: Cue, change: str) -> str:
    """Return the effect of ``change`` under ``degree``: *less* turns it over, *faster* doesn't."""
    kept = degree.effect == "up" or words[degree.last].text in word_list("sooner")
    return change if kept else OPPOSITE[change]


def _changed_again(words: Sequence[Word], first: Cue, second: Cue) -> bool:
    """Return whether ``first`` changes the change ``second`` (*attenuation of the improvement in*)."""
    return (
        first.effect in ("up", "down")
        and first.role in ("verb", "noun", "comparative")
        and not first.negated
        and _reaches_change(words, first, second)
    )


def _reaches_change(words: Sequence[Word], first: Cue, second: Cue) -> bool:
    """Return whether ``second`` is a change noun and the object of ``first`` (*alter the rise in*)."""
    gap = words[first.last + 1 : second.first]
    return (
        second.role == "noun"
        and second.effect in OPPOSITE
        and len(gap) <= 4
        and all(word.text in word_list("between_changes") for word in gap)
    )
