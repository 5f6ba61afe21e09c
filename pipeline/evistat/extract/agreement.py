"""Results of one sentence, as each was read by itself → a list's items agree on which side they share.

"Stroke was associated with age (OR 2.1), smoking (OR 1.7) and tea (OR 1.4)": where most items are exposures of one
outcome, an item that was taken for an outcome of its own is an exposure, too. "Massage eased pain (P = 0.02), stiffness
(P = 0.01) and fatigue (P = 0.3)": where the first item is its result's outcome, the second isn't about it as well.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from evistat.extract.context import Context
from evistat.extract.finding import Result
from evistat.extract.outcome_names import trim
from evistat.extract.pieces import Piece
from evistat.extract.reading import ASIDE, ASSOCIATIONS, Found, Reading, Span
from evistat.extract.unfit_names import unfit
from evistat.extract.whole_phrases import extend, with_shared_noun

RULE = "subject.list"
FEWEST = 2  # associations that make a list


def agree(
    context: Context, members: Sequence[int], results: Sequence[Result], found: Sequence[Found]
) -> None:
    """Give the associations of a sentence that stand alone the outcome that the others share."""
    listed = [number for number in members if results[number].measure in ASSOCIATIONS]
    if len(listed) < FEWEST:
        return
    named = {number: _text(context, found[number]) for number in listed}
    shared = Counter(named[number] for number in listed if found[number].predictor is not None)
    if not shared:
        return
    outcome = shared.most_common(1)[0][0]
    agreeing = [
        number for number in listed if named[number] == outcome and found[number].predictor is not None
    ]
    if not outcome:
        return
    for number in listed:
        one = found[number]
        if (
            named[number] == outcome
            or one.predictor is not None
            or one.intervention is not None
            or one.outcome is None
        ):
            continue
        one.predictor, one.outcome = one.outcome, found[agreeing[0]].outcome
        one.rule, one.weighed = RULE, ""


def _text(context: Context, found: Found) -> str:
    return context.folded[slice(*found.outcome)].lower() if found.outcome is not None else ""


def own_items(context: Context, reading: Reading, found: Sequence[Found]) -> None:
    """Give a result that took a neighbour's item for its outcome its own one, where that names nothing else of it."""
    items = list(_items(context, reading))
    for (before, former), (number, item) in itertools.pairwise(items):
        one, other = found[number], found[before]
        own = _span(reading, number, item)
        if (
            own is None
            or one.outcome is None
            or other.outcome is None
            or one.predictor is not None
            or other.predictor is not None
            or former.link in ASIDE  # "pain at rest (…) and exercise (…)"
            or not _follows(reading, before, item, former)
            or not _shares(one.outcome, _span(reading, before, former))
            or not _shares(other.outcome, _span(reading, before, former))
            or any(_shares(side, own) for side in (one.intervention, one.comparator))
        ):
            continue
        one.outcome, one.rule, one.weighed = own, RULE, ""


def _items(context: Context, reading: Reading) -> Iterator[tuple[int, Piece]]:
    """Yield the results of a sentence that have a name right before them, in order, with that name."""
    for number in sorted(reading.members, key=lambda one: reading.parts[one][0]):
        item = reading.beside[number]
        if item is None or item.role != "topic":
            continue
        words = reading.sentence.words
        if not unfit(context.folded[words[item.start].start : words[item.end - 1].end]):
            yield number, item


_JOINING = frozenset({"comma", "conj", "det", "adv", "adj", "stop", "bracket", "stat", "prep"})


def _follows(reading: Reading, before: int, item: Piece, former: Piece) -> bool:
    """Tell whether an item goes on with the list that the one before began."""
    between = reading.sentence.words[reading.anchor(before) : item.start]
    return (
        reading.anchor(before) < item.start
        and all(word.tag in _JOINING for word in between)
        and (item.coordination == former.coordination or item.link in {"", former.link})
    )


def _span(reading: Reading, number: int, item: Piece) -> Span | None:
    """Return the shortest name of an item."""
    words, frame = reading.sentence.words, reading.frames_of[number]
    return trim(words, extend(words, frame, with_shared_noun(words, frame, item)))


def _shares(one: Span | None, other: Span | None) -> bool:
    """Tell whether two spans overlap."""
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]
