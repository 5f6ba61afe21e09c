"""Numbers, measures and intervals → effects: an estimate with its measure, unit and interval.

Notes for a newcomer, in the order of the code:
1. an interval with a header finds its estimate (just before it, inside it, or none);
2. a bare bracket becomes an interval if a measure names its estimate or an interval before it set the style;
3. a measure that still has no number takes the one it is connected to ("HR, 0.75", "sensitivity was 80%");
4. wordings without a measure's name ("27% lower", "2.3-fold", "decreased by 2.5 units") give an effect of their own;
5. an interval that found no estimate takes the one printed further before;
6. an estimate that nothing names gets its measure from the words round it.

The rules stand in ``interval_estimates`` (1), ``bare_intervals`` (2), ``named_estimates`` (3), ``worded_estimates`` (4),
``borrowed_estimates`` (5) and ``guessed_measures`` (6).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from operator import attrgetter, itemgetter
from typing import TypeVar

from evistat.extract.bare_intervals import bare_estimate, triple_estimates
from evistat.extract.borrowed_estimates import with_borrowed_estimates
from evistat.extract.dispersed_lists import with_dispersed_lists
from evistat.extract.estimates import DIGIT, TIME, Effect, Reader
from evistat.extract.guessed_measures import settle_measure
from evistat.extract.interval_estimates import interval_estimate
from evistat.extract.intervals import IntervalReading, find_bare_brackets
from evistat.extract.lowered import lowered
from evistat.extract.named_estimates import named_estimates, with_listed_names
from evistat.extract.worded_estimates import worded_estimates

Item = TypeVar("Item")


def find_effects(
    folded: str,
    sentences: Sequence[tuple[int, int]],
    definitions: Sequence[tuple[str, str]] = (),
    p_spans: Sequence[tuple[int, int]] = (),
) -> list[Effect]:
    """Return the effects of a text in order of their place.

    ``definitions``: the text's abbreviations (short, long). ``p_spans``: stretches of p-values, never read as
    estimates.
    """
    reader = Reader(folded, sentences, definitions, p_spans)
    low = lowered(folded)
    bares = find_bare_brackets(folded)
    effects: list[Effect] = []
    previous_in_text: Effect | None = None
    for start, end in sentences:
        if DIGIT.search(folded, start, end) is None and low.find("fold", start, end) < 0:
            continue  # no number, in digits or as "twofold"
        found = _in_sentence(
            reader,
            start,
            end,
            _between(bares, start, end, key=attrgetter("outer_start")),
            previous_in_text,
        )
        effects.extend(found)
        for effect in found:
            if effect.value_span is not None:
                reader.occupy(*effect.value_span)
        if found:
            previous_in_text = found[-1]
    return sorted(effects, key=lambda effect: effect.start)


def _between(items: Sequence[Item], start: int, end: int, *, key: Callable[[Item], int]) -> list[Item]:
    """Return the items, sorted by ``key``, that begin in a stretch."""
    return list(items[bisect_left(items, start, key=key) : bisect_left(items, end, key=key)])


def _in_sentence(
    reader: Reader, start: int, end: int, bares: list[IntervalReading], previous_in_text: Effect | None
) -> list[Effect]:
    measures = _between(reader.measures, start, end, key=attrgetter("start"))
    readings = _between(reader.intervals, start, end, key=attrgetter("interval.start"))
    found: list[Effect] = []
    for reading in readings:
        found.append(interval_estimate(reader, reading, measures, start, end, found))
    reader.interval_units.update(
        reader.folded[slice(*effect.unit)] for effect in found if effect.unit and effect.value is not None
    )
    styled = bool(readings) or bool(_between(reader.headers, start, end, key=itemgetter(0)))
    for bare in bares:
        effect = bare_estimate(reader, bare, measures, start, found, styled=styled)
        if effect is not None:
            found.append(effect)
    found += triple_estimates(reader, end, found)
    found = with_listed_names(reader, measures, found, end)
    found += named_estimates(reader, measures, start, end, found)
    found += worded_estimates(reader, start, end, found)
    found = with_dispersed_lists(reader, found, end)
    found = with_borrowed_estimates(reader, measures, found)
    found.sort(key=lambda effect: effect.start)
    settled: list[Effect] = []
    for effect in found:
        settled.append(settle_measure(reader, effect, settled, measures, start, previous_in_text))
    return [effect for effect in settled if not _is_follow_up(reader.folded, effect, start)]


_FOLLOWED = re.compile(
    r"\bfollow(?:ed|[- ]?up)\b(?: (?:time|duration|period|was|of|for|from|in|the|[A-Z]{2,5}|=)|[,:=])* ?(?:[^().;]{0,30}(?:was|of) )?$"
)


def _is_follow_up(folded: str, effect: Effect, start: int) -> bool:
    """Tell whether an estimate is how long people were followed ("median follow-up 29.6 months [95% CI 27.9-36.0]")."""
    if effect.code not in {"MEAN", "MEDIAN"} or effect.unit is None or effect.value_span is None:
        return False
    if not TIME.fullmatch(folded[slice(*effect.unit)]):
        return False
    return _FOLLOWED.search(folded, start, effect.value_span[0]) is not None
