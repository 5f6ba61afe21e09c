"""Spans that may overlap → stretches of text, each with the spans that cover the whole of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Segment = tuple[int, int, tuple[int, ...]]


def segments(spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Segment]:
    """Yield ``(start, end, indices of the spans over it)`` for the text from ``start`` to ``end``, in order.

    The stretches join without a gap; a new one begins only where a span begins or ends. So marks may cross each
    other, which elements of a page can't. Empty spans cover nothing.
    """
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    for index, (low, high) in enumerate(spans):
        low, high = max(low, start), min(high, end)
        if low < high:
            opens.setdefault(low, []).append(index)
            closes.setdefault(high, []).append(index)
    open_now: dict[int, None] = {}
    at = start
    for border in sorted({*opens, *closes, end}):
        if at < border:
            yield at, border, tuple(sorted(open_now))
            at = border
        for index in closes.get(border, ()):
            del open_now[index]
        for index in opens.get(border, ()):
            open_now[index] = None
