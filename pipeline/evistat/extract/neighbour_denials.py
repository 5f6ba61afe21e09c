"""A result printed without a test, its neighbouring sentences → whether they call the values no different."""

from __future__ import annotations

from evistat.extract.context import Context
from evistat.extract.cues import Reading, read_sentence, word_list
from evistat.extract.finding import Mention, Result
from evistat.extract.polarity import is_earlier
from evistat.lexicons import word_set

# A longer sentence says more than that there is no difference.
_LONGEST = 300
# How many words may stand between the opening and the difference denied.
_OPENING = 9
_AMONG = ("between", "among", "amongst")


def is_denied_beside(
    context: Context, result: Result, outcome: Mention | None, comparator: Mention | None
) -> bool:
    """Return whether two groups' values without a test of their own are denied a difference next to them.

    *X was 9 versus 11 days. This difference was not significant.* · *There was no difference in X. X was 9 versus 11
    days.* A change from before is no difference between groups.
    """
    if result.p is not None or result.ci is not None or len(result.groups) != 2:
        return False
    first = context.sentence_at(result.start)
    last = context.sentence_at(max(result.start, result.end - 1))
    earlier = comparator is not None and is_earlier(comparator.text)
    following = _read(context, last + 1)
    if following is not None and any(cue.denies for cue in following.cues):
        if _takes_up(following) or _names(following, outcome):
            return True
        if not earlier and _between_groups(following):
            return True
    before = _read(context, first - 1)
    return (
        before is not None
        and not earlier
        and _names(before, outcome, whole=True)
        and any(cue.denies and cue.effect == "differ" for cue in before.cues)
        and all(cue.denies or cue.effect in ("sig", "ns") for cue in before.cues)
    )


def _read(context: Context, number: int) -> Reading | None:
    if not 0 <= number < len(context.sentences):
        return None
    start, end = context.sentences[number]
    return read_sentence(context.folded[start:end]) if end - start <= _LONGEST else None


def _takes_up(reading: Reading) -> bool:
    """Return whether the sentence opens by taking up what was just said (*This difference …*)."""
    opening = {word.text for word in reading.words[:4]}
    return bool(opening & {"this", "these", "those"}) or bool(
        opening & {"the", "however"} and {"difference", "differences"} & opening
    )


def _names(reading: Reading, outcome: Mention | None, *, whole: bool = False) -> bool:
    """Return whether the sentence names the outcome, by its last word or in full."""
    if outcome is None:
        return False
    words = outcome.text.lower().split()
    said = {word.text for word in reading.words}
    return said.issuperset(words) if whole else words[-1] in said


def _between_groups(reading: Reading) -> bool:
    """Return whether nothing is said but that there is no difference between the groups (*There was none …*)."""
    groups = word_set("statements", "groups")
    words = reading.words
    for index, word in enumerate(words[:-1]):
        if word.text not in ("difference", "differences"):
            continue
        at = next(
            (at for at, one in enumerate(words[index + 1 : index + 5], index + 1) if one.text in _AMONG), None
        )
        if at is None or not {one.text for one in words[index + 1 : at]} <= word_list("found"):
            continue
        denial = next((cue for cue in reading.cues if cue.last >= index and cue.denies), None)
        if denial is None or (denial.effect == "differ" and denial.first > _OPENING):
            continue
        rest = [later.text for later in words[at + 1 :]]
        return bool(groups & set(rest[:6])) and not {"in", "for", "regarding", "terms", "on"} & set(rest)
    return False
