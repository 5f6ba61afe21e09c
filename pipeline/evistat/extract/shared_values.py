"""A value with its own interval that a comparison prints, too → the side of the comparison that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.context import Context
from evistat.extract.control_names import is_baseline
from evistat.extract.finding import Group, Result
from evistat.extract.reading import Found, Span

REACH = 11  # results before and after


def side_of_value(
    context: Context, results: Sequence[Result], number: int, found: Sequence[Found]
) -> Span | None:
    """Return the side whose value a result is in a comparison of its sentence: "28 % (95 % CI …) vs 19 % (95 % CI …)"."""
    value = results[number].value_span
    if value is None or len(results[number].groups) > 1:
        return None
    for other in (*range(number - 1, number - REACH - 1, -1), *range(number + 1, number + REACH + 1)):
        if not 0 <= other < len(results) or results[other].sentence != results[number].sentence:
            continue
        result = results[other]
        for place, group in enumerate(result.groups if len(result.groups) > 1 else ()):
            if group.start < value.end and value.start < group.end:
                return _side(context, result, place, group, found[other] if other < number else Found())
    return None


def _side(context: Context, result: Result, place: int, group: Group, found: Found) -> Span | None:
    """Return the side that a comparison's value stands for: by its label, else in the order of both."""
    sides = [span for span in (found.intervention, found.comparator) if span is not None]
    if group.label_start is not None and group.label_end is not None:
        label = group.label_start, group.label_end
        return next((span for span in sides if span[0] < label[1] and label[0] < span[1]), label)
    if len(sides) != 2 or len(result.groups) != 2 or any(one.label for one in result.groups):
        return None
    if any(is_baseline(context.folded[slice(*span)]) for span in sides):
        return None
    start, end = context.sentences[result.sentence]
    if all(start <= span[0] and span[1] <= end for span in sides):
        sides.sort()
    return sides[place]
