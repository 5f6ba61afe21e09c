"""A claim and two groups → do the words describe the comparator; which value is the intervention's."""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.claim_view import THAN_IN_TWO
from evistat.extract.claims import Claim
from evistat.extract.cues import Word, word_list
from evistat.extract.finding import Group, Mention
from evistat.extract.pieces import COMPARED_BY_TO
from evistat.extract.polarity import is_earlier
from evistat.extract.result_place import Place, Subjects, within
from evistat.lexicons import word_set

# Words of an arm's name that any arm's name may have.
_WEAK = word_set("arms", "in_any_name")


def is_flipped(place: Place, claim: Claim, subjects: Subjects) -> bool:
    """Return whether the words describe the comparator against the intervention, not the other way round."""
    intervention = mention_near(place, subjects.intervention)
    comparator = mention_near(place, subjects.comparator)
    if intervention is None and comparator is None:
        return False
    if subjects.comparator is not None and is_earlier(subjects.comparator.text):
        return False
    words = place.reading.words
    cue = claim.cues[0]
    segment = place.reading.segment(cue.first)
    marks = [
        index
        for index, word in enumerate(words)
        if not word.depth and _is_mark(words, index) and place.reading.segment(index) == segment
    ]
    for mark in sorted(marks, key=lambda index: (index < cue.first, index)):
        zone_start = words[mark].end
        stop = next(
            (
                word.start
                for word in words[mark + 1 :]
                if not word.depth
                and (word.text in (",", ";") or word.text in word_list("be"))
                and word.start > zone_start + 8
            ),
            len(place.text),
        )
        if mark < cue.first:
            stop = min(stop, cue.start)
        if comparator is None and subjects.comparator is not None:
            return False  # compared with something outside the sentence (baseline): order tells nothing
        in_zone_i = intervention is not None and zone_start <= intervention[0] < stop
        in_zone_c = comparator is not None and zone_start <= comparator[0] < stop
        if in_zone_c and not in_zone_i:
            return False
        if in_zone_i and not in_zone_c:
            return True
        if in_zone_i and in_zone_c and intervention and comparator:
            # Both after it: the one right behind the mark is the reference.
            return intervention[0] < comparator[0]
    if comparator is None or marks:
        return False
    # No "than": the group after the cue's "in" or "with", or the subject before it, is the one described.
    if cue.end <= comparator[0]:
        if intervention is not None and cue.end <= intervention[0]:
            return False
        gap = [word.text for word in words if cue.end <= word.start and word.end <= comparator[0]]
        if gap and gap[-1] in ("the", "a", "an"):
            gap = gap[:-1]
        led = bool(gap) and gap[-1] in word_list("group_prepositions") and len(gap) <= 12
        return led and not any(
            word in ("and", "versus", "vs", ";", "over", "between", "from") for word in gap
        )
    return (
        subjects.intervention is None
        and comparator[1] <= cue.start
        and place.reading.segment(place.reading.index_at(comparator[0])) == segment
    )


def _is_mark(words: tuple[Word, ...], index: int) -> bool:
    """Return whether the word opens what something is compared with: *than*, *versus*, *relative to* …"""
    word = words[index].text
    if word in ("than", "versus", "vs", "vs.", "compared"):
        return True
    if word == "to" and index and words[index - 1].text in COMPARED_BY_TO:
        return True
    following = words[index + 1].text if index + 1 < len(words) else ""
    return (word, following) in THAN_IN_TWO


def mention_near(place: Place, mention: Mention | None) -> tuple[int, int] | None:
    """Return where the mention stands in the sentence: its own place, else the same words found there."""
    if mention is None:
        return None
    own = within(mention, place.base, place.base + len(place.text))
    if own:
        return own
    at = place.text.find(mention.text)
    return (at, at + len(mention.text)) if at >= 0 else None


def after_than(place: Place, span: tuple[int, int]) -> bool:
    """Return whether the span stands right behind *than*, *compared with*, *versus*."""
    index = place.reading.index_at(span[0])
    return any(
        word.text in ("than", "compared", "versus", "vs")
        for word in place.reading.words[max(0, index - 4) : index]
    )


def label_order(
    first: str | None, second: str | None, intervention: Mention | None, comparator: Mention | None
) -> int | None:
    """Return 1 where the first label is the intervention's, -1 where the comparator's, None where unclear."""

    def alike(label: str | None, arm: Mention | None) -> bool:
        if not label or arm is None:
            return False
        return bool(_own_words(label) & _own_words(arm.text)) or (label.lower() == arm.text.lower())

    score = (
        alike(first, intervention)
        + alike(second, comparator)
        - alike(first, comparator)
        - alike(second, intervention)
    )
    return 1 if score > 0 else -1 if score < 0 else None


def group_of(arm: Mention, groups: Sequence[Group]) -> Group | None:
    """Return the one group whose label names the arm best, or None where none or several do."""
    named = _own_words(arm.text)
    likeness = []
    for group in groups:
        label = _own_words(group.label or "")
        shared = len(named & label) / len(named | label) if named and label else 0.0
        likeness.append(1.0 if group.label and group.label.lower() == arm.text.lower() else shared)
    best = max(likeness, default=0.0)
    return groups[likeness.index(best)] if best > 0 and likeness.count(best) == 1 else None


def _own_words(name: str) -> set[str]:
    return set(name.lower().split()) - _WEAK
