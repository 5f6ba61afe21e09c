"""The lines of a forest plot → an SVG drawing, complete in itself.

``forest_svg(forest)`` is pure: the same lines give the same bytes. Every line shows study, outcome and arms, a
square at the estimate, a whisker over the interval (an arrow where it goes on beyond the axis or wasn't reached)
and the numbers as printed. A square's area is in proportion to the estimate's weight, the inverse of its variance;
a hollow one has no known weight. Colours stand in attributes, so that the drawing needs no style sheet; a style
of its own only follows a dark page. Nothing is fetched, all text is escaped, cut text stands whole in a tooltip.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evistat.extract.significance import null_value
from evistat.inspect.forest_rows import Forest, ForestRow, axis_value, draws_per_cent
from evistat.inspect.forest_scale import Axis, make_axis
from evistat.inspect.svg_marks import SIZE, box, coloured, dark_style, line, polygon, safe, short, text
from evistat.inspect.text_width import fitted, text_width
from evistat.lexicons import lexicon
from evistat.records.meta_analysis import Pooled
from evistat.records.pooling import scale_of

FONTS = "'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
SMALL = 11.0
EDGE = 20.0
GAP = 18.0
WIDEST_STUDY, WIDEST_OUTCOME = 190.0, 300.0
PLOT = 330.0
ROW, TALL_ROW = 26.0, 40.0
LARGEST_SQUARE, SMALLEST_SQUARE = 13.0, 5.0
ARROW = 6.0
FIRST_ROW = 92.0
NUMBER_HEAD = "Estimate (95% CI)"


def forest_svg(
    forest: Forest,
    *,
    title: str | None = None,
    pooled: Pooled | None = None,
    ground: bool = True,
    id_prefix: str = "forest",
) -> str:
    """Return the drawing of a forest plot.

    ``title`` stands above it (the measure's name when left out); ``pooled`` adds a diamond and the heterogeneity.
    Without ``ground`` the page shows through. ``id_prefix`` tells several drawings on one page apart.
    """
    return "\n".join(_lines(_lay_out(forest, title, pooled, ground, id_prefix))) + "\n"


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where everything stands, found before anything is drawn."""

    forest: Forest
    title: str
    pooled: Pooled | None
    ground: bool
    id_prefix: str
    name: str
    null: float | None
    log: bool
    axis: Axis
    heaviest: float
    study_width: float
    outcome_width: float
    number_width: float
    notes: list[str]

    @property
    def rows(self) -> tuple[ForestRow, ...]:
        """The lines drawn."""
        return self.forest.rows

    @property
    def outcome_at(self) -> float:
        """Left edge of the outcomes."""
        return EDGE + self.study_width + GAP

    @property
    def plot_at(self) -> float:
        """Left edge of the plot."""
        return self.outcome_at + self.outcome_width + GAP

    @property
    def number_at(self) -> float:
        """Left edge of the numbers."""
        return self.plot_at + PLOT + GAP

    @property
    def width(self) -> float:
        """Width of the drawing."""
        return self.number_at + self.number_width + EDGE

    @property
    def rows_end(self) -> float:
        """Where the last line ends."""
        return FIRST_ROW + sum(map(_height, self.rows))

    @property
    def axis_at(self) -> float:
        """Where the axis stands."""
        return self.rows_end + (60.0 if self.pooled else 8.0)

    @property
    def height(self) -> float:
        """Height of the drawing."""
        return self.axis_at + 64.0 + 16.0 * len(self.notes)


def _lay_out(
    forest: Forest, title: str | None, pooled: Pooled | None, ground: bool, id_prefix: str
) -> _Layout:
    null, log = null_value(forest.measure), scale_of(forest.measure) == "log"
    axis = make_axis([(row.value, row.lower, row.upper) for row in forest.rows], null=null, log=log)
    name = lexicon("measure_titles")["title"][forest.measure]
    study_width = _widest((row.study for row in forest.rows), "Study", most=WIDEST_STUDY)
    outcomes = _widest((row.outcome for row in forest.rows), "Outcome", most=WIDEST_OUTCOME)
    about = _widest((row.about for row in forest.rows), "", most=WIDEST_OUTCOME, size=SMALL)
    # Below study and outcome stands the line on heterogeneity.
    below = text_width(_differ(pooled), SMALL) - study_width - GAP if pooled else 0.0
    numbers = [row.printed for row in forest.rows]
    numbers += [_pooled_words(pooled, forest.measure)] if pooled else []
    return _Layout(
        forest=forest,
        title=title or _capital(name),
        pooled=pooled,
        ground=ground,
        id_prefix=id_prefix,
        name=name,
        null=null,
        log=log,
        axis=axis,
        heaviest=max((1 / row.effect.vi for row in forest.rows if row.effect), default=1.0),
        study_width=study_width,
        outcome_width=max(outcomes, about, below),
        number_width=_widest(numbers, NUMBER_HEAD, most=math.inf),
        notes=_notes(forest, pooled, axis),
    )


def _height(row: ForestRow) -> float:
    return TALL_ROW if row.about else ROW


def _lines(lay: _Layout) -> Iterator[str]:
    title_id, told_id = f"{lay.id_prefix}-title", f"{lay.id_prefix}-desc"
    size = f'width="{short(lay.width)}" height="{short(lay.height)}"'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {short(lay.width)} {short(lay.height)}" '
        f'role="img" aria-labelledby="{title_id} {told_id}" class="evistat-forest" '
        f'font-family="{FONTS}" font-size="{short(SIZE)}">'
    )
    yield f'<title id="{title_id}">{safe(lay.title)}</title>'
    yield f'<desc id="{told_id}">{safe(_told(lay))}</desc>'
    yield f"<style>{dark_style()}</style>"
    if lay.ground:
        yield f'<rect {coloured("ground")} width="100%" height="100%"/>'
    yield from _head(lay)
    yield from _null_line(lay)
    top = FIRST_ROW
    study = None
    for row, height in zip(lay.rows, map(_height, lay.rows), strict=True):
        if study is not None and row.study != study:
            yield line(EDGE, top, lay.width - EDGE, top, "rule", 'stroke-width="0.6"')
        yield from _row(lay, row, top, height, named=row.study != study)
        study = row.study
        top += height
    if lay.pooled:
        yield from _pooled(lay, lay.pooled)
    yield from _axis(lay)
    for number, note in enumerate(lay.notes):
        yield text(EDGE, lay.axis_at + 62 + 16 * number, note, "faint", size=SMALL)
    yield "</svg>"


def _told(lay: _Layout) -> str:
    """Return the whole plot in words, for who can't see it."""
    scale = "logarithmic scale" if lay.log else "linear scale"
    parts = [f"Forest plot, {scale}, {len(lay.rows)} estimates."]
    for row in lay.rows:
        about = f" ({row.about})" if row.about else ""
        parts.append(f"{row.study}: {row.outcome}{about}: {row.printed}.")
    if lay.pooled:
        parts.append(f"{_pooled_name(lay.pooled)}: {_pooled_words(lay.pooled, lay.forest.measure)}.")
    return " ".join(parts)


def _head(lay: _Layout) -> Iterator[str]:
    fitting = fitted(lay.title, lay.width - 2 * EDGE, 17)
    yield text(EDGE, 34, fitting, "ink", size=17, whole=lay.title, weight="bold")
    base = FIRST_ROW - 16
    for at, words in (
        (EDGE, "Study"),
        (lay.outcome_at, "Outcome"),
        (lay.number_at, NUMBER_HEAD),
    ):
        yield text(at, base, words, "faint", size=SMALL, weight="bold")
    yield line(EDGE, FIRST_ROW - 7, lay.width - EDGE, FIRST_ROW - 7, "rule")


def _null_line(lay: _Layout) -> Iterator[str]:
    if lay.null is not None:
        at = _x(lay, lay.null)
        yield line(at, FIRST_ROW - 7, at, lay.axis_at, "null", 'stroke-dasharray="3 3"')


def _x(lay: _Layout, value: float) -> float:
    return lay.plot_at + PLOT * lay.axis.place(value)


def _row(lay: _Layout, row: ForestRow, top: float, height: float, *, named: bool) -> Iterator[str]:
    middle = top + height / 2
    first = middle + 4.5 if not row.about else middle - 4
    yield "<g>"
    yield f"<title>{safe(_row_told(row))}</title>"
    if named:
        yield text(EDGE, first, fitted(row.study, lay.study_width, SIZE), "ink")
    yield text(lay.outcome_at, first, fitted(row.outcome, lay.outcome_width, SIZE), "ink")
    if row.about:
        about = fitted(row.about, lay.outcome_width, SMALL)
        yield text(lay.outcome_at, middle + 11, about, "faint", size=SMALL)
    yield from _whisker(lay, row, middle)
    yield _square(lay, row, middle)
    yield text(lay.number_at, middle + 4.5, row.printed, "ink")
    yield "</g>"


def _row_told(row: ForestRow) -> str:
    about = f"\n{row.about}" if row.about else ""
    return f"{row.study}\n{row.outcome}{about}\n{row.printed}"


def _whisker(lay: _Layout, row: ForestRow, y: float) -> Iterator[str]:
    left, right = lay.plot_at, lay.plot_at + PLOT
    ends = []
    for bound, edge, way in ((row.lower, left, -1), (row.upper, right, 1)):
        shown = bound is not None and (not lay.log or bound > 0)
        at = _x(lay, bound) if shown and bound is not None else math.inf
        if left <= at <= right:
            ends.append(at)
            yield line(at, y - 3.5, at, y + 3.5, "whisker", 'stroke-width="1.2"')
        else:
            ends.append(edge)
            back = edge - way * ARROW
            yield polygon("tip", (edge, y), (back, y - 4), (back, y + 4))
    yield line(ends[0], y, ends[1], y, "whisker", 'stroke-width="1.2"')


def _square(lay: _Layout, row: ForestRow, y: float) -> str:
    at = _x(lay, row.value)
    if row.effect is None:
        side = SMALLEST_SQUARE + 1
        fill = 'fill="#ffffff" fill-opacity="0" stroke-width="1.5"'
        return f"<rect {coloured('hollow')} {fill} {box(at, y, side)}/>"
    side = max(SMALLEST_SQUARE, LARGEST_SQUARE * math.sqrt(1 / row.effect.vi / lay.heaviest))
    return f"<rect {coloured('mark')} {box(at, y, side)}/>"


def _axis(lay: _Layout) -> Iterator[str]:
    y = lay.axis_at
    yield line(lay.plot_at, y, lay.plot_at + PLOT, y, "whisker")
    for tick in lay.axis.ticks:
        at = _x(lay, tick)
        yield line(at, y, at, y + 5, "whisker")
        yield text(at, y + 18, f"{tick:.10g}".replace("-", "−"), "ink", size=SMALL, anchor="middle")
    unit = "%" if draws_per_cent(lay.forest.measure) else None if lay.log else lay.rows[0].unit
    words = _capital(lay.name) + (", log scale" if lay.log else f", {unit}" if unit else "")
    yield text(lay.plot_at + PLOT / 2, y + 36, words, "faint", size=SMALL, anchor="middle")


# -- pooled --------------------------------------------------------------------------------------------------


def _pooled_name(pooled: Pooled) -> str:
    return "Fixed effect" if pooled.model == "fixed" else "Random effects"


def _on_axis(pooled: Pooled, measure: str) -> tuple[float, float, float]:
    values = (
        axis_value(value, pooled.scale, measure) for value in (pooled.lower, pooled.estimate, pooled.upper)
    )
    low, middle, high = sorted(values)
    return low, middle, high


def _pooled_words(pooled: Pooled, measure: str) -> str:
    decimals, unit = (1, "%") if draws_per_cent(measure) else (2, "")
    low, middle, high = (f"{value:.{decimals}f}".replace("-", "−") for value in _on_axis(pooled, measure))
    return f"{middle}{unit} ({low} to {high})"


def _differ(pooled: Pooled) -> str:
    """Return how much the estimates differ."""
    p = f"p = {pooled.p_heterogeneity:.3f}" if pooled.p_heterogeneity >= 0.001 else "p < 0.001"
    return f"Q = {pooled.q:.1f}, df = {pooled.df}, {p}; I² = {pooled.i2:.0f}%; τ² = {pooled.tau2:.3g}"


def _pooled(lay: _Layout, pooled: Pooled) -> Iterator[str]:
    places = (lay.axis.place(value) for value in _on_axis(pooled, lay.forest.measure))
    low, middle, high = (lay.plot_at + PLOT * min(max(place, 0.0), 1.0) for place in places)
    y = lay.rows_end + 24
    yield line(EDGE, lay.rows_end + 4, lay.width - EDGE, lay.rows_end + 4, "rule")
    yield text(EDGE, y + 4.5, _pooled_name(pooled), "ink", weight="bold")
    yield text(EDGE, y + 21, _differ(pooled), "faint", size=SMALL)
    yield polygon("pooled", (low, y), (middle, y - 7), (high, y), (middle, y + 7))
    yield text(lay.number_at, y + 4.5, _pooled_words(pooled, lay.forest.measure), "ink", weight="bold")


def _notes(forest: Forest, pooled: Pooled | None, axis: Axis) -> list[str]:
    """Return what a reader must know to read the plot, no more than this one needs."""
    notes = []
    if any(row.effect for row in forest.rows):
        hollow = "; hollow: no standard error to be had" if not all(r.effect for r in forest.rows) else ""
        notes.append(f"Area of a square: weight, 1/SE² from the interval{hollow}.")
    if any(not _is_whole(row, axis) for row in forest.rows):
        notes.append("Arrow: the interval goes on beyond the axis, or its bound wasn't reached.")
    if pooled and pooled.model == "random":
        notes.append("Random effects by DerSimonian and Laird; inverse variances.")
    elif pooled:
        notes.append("Fixed effect by inverse variances.")
    used = [row.study for row in forest.rows if row.effect]
    if pooled and len(used) < len(forest.rows):
        notes.append(f"Pooled from the {len(used)} estimates that have a standard error.")
    if pooled and len(set(used)) < len(used):
        notes.append("Estimates of one study were pooled as if they were independent.")
    return notes


def _is_whole(row: ForestRow, axis: Axis) -> bool:
    bounds = (row.lower, row.upper)
    return all(
        bound is not None and (not axis.log or bound > 0) and 0 <= axis.place(bound) <= 1 for bound in bounds
    )


def _widest(texts: Iterable[str], head: str, *, most: float, size: float = SIZE) -> float:
    """Return the width of a column: that of its widest text or of its bold head, ``most`` at most."""
    widths = [text_width(head, SMALL) * 1.1, *(text_width(text, size) for text in texts)]
    return min(most, max(widths))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
