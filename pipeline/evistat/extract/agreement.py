"""Results of one sentence, as each was read by itself → a list's items agree on which side they share.

"Stroke was associated with age (OR 2.1), smoking (OR 1.7) and tea (OR 1.4)": where most items are exposures of one
outcome, an item that was taken for an outcome of its own is an exposure, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evistat.extract.context import Context
from evistat.extract.finding import Result
from evistat.extract.reading import ASSOCIATIONS, Found

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
