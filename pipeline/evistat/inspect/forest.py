"""The lines of a forest plot → an SVG drawing, complete in itself.

``forest_svg(forest)`` is pure: the same lines give the same bytes. Every line shows study, outcome and arms, a
square at the estimate, a whisker over the interval (an arrow where it goes on beyond the axis or wasn't reached)
and the numbers as printed. A square's area is in proportion to the estimate's weight, the inverse of its variance;
a hollow one has no known weight. Colours stand in attributes, so that the drawing needs no style sheet; a style
of its own only follows a dark page. Nothing is fetched, all text is escaped, cut text stands whole in a tooltip.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from evistat.extract.significance import null_value
from evistat.inspect.forest_rows import Forest, ForestRow, axis_value, draws_per_cent
from evistat.inspect.forest_scale import make_axis
from evistat.inspect.text_width import fitted, text_width
from evistat.inspect.words import one_line
from evistat.lexicons import lexicon
from evistat.records.meta_analysis import Pooled
from evistat.records.pooling import scale_of

FONTS = "'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
SIZE, SMALL = 13.0, 11.0
EDGE = 20.0
GAP = 18.0
WIDEST_STUDY, WIDEST_OUTCOME = 190.0, 300.0
PLOT = 330.0
ROW, TALL_ROW = 26.0, 40.0
LARGEST_SQUARE, SMALLEST_SQUARE = 13.0, 5.0
ARROW = 6.0

# Class → attribute and its colours on light and dark ground; contrast with the ground is 4.5 or more for text.
_COLOURS = {
    "ground": ("fill", "#ffffff", "#12171d"),
    "ink": ("fill", "#1c2733", "#e7ecf1"),
    "faint": ("fill", "#56657a", "#a3b0bd"),
    "mark": ("fill", "#1d5c9e", "#79b4f2"),
    "hollow": ("stroke", "#1d5c9e", "#79b4f2"),
    "whisker": ("stroke", "#1c2733", "#e7ecf1"),
    "tip": ("fill", "#1c2733", "#e7ecf1"),
    "rule": ("stroke", "#c6ced6", "#3b4652"),
    "null": ("stroke", "#7b8794", "#8895a3"),
    "pooled": ("fill", "#a23b1f", "#f29b7c"),
}


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
    return "\n".join(_Drawing(forest, title, pooled, ground, id_prefix).lines()) + "\n"


class _Drawing:
    """The measures of one drawing, taken before anything is drawn."""

    def __init__(
        self, forest: Forest, title: str | None, pooled: Pooled | None, ground: bool, id_prefix: str
    ) -> None:
        self.forest, self.pooled, self.ground, self.id_prefix = forest, pooled, ground, id_prefix
        self.rows: Sequence[ForestRow] = forest.rows
        self.null = null_value(forest.measure)
        self.log = scale_of(forest.measure) == "log"
        self.name = lexicon("measure_titles")["title"][forest.measure]
        self.title = title or _capital(self.name)
        self.axis = make_axis(
            [row.value for row in self.rows],
            [bound for row in self.rows for bound in (row.lower, row.upper) if bound is not None],
            null=self.null,
            log=self.log,
        )
        self.heaviest = max((1 / row.effect.vi for row in self.rows if row.effect), default=1.0)
        self.study_width = _widest((row.study for row in self.rows), "Study", most=WIDEST_STUDY)
        outcomes = max(
            _widest((row.outcome for row in self.rows), "Outcome", most=WIDEST_OUTCOME),
            _widest((row.about for row in self.rows), "", most=WIDEST_OUTCOME, size=SMALL),
        )
        self.outcome_width = outcomes
        self.number_head = "Estimate (95% CI)"
        numbers = [row.printed for row in self.rows]
        numbers += [self._pooled_words(pooled)] if pooled else []
        self.number_width = _widest(numbers, self.number_head, most=math.inf)
        self.outcome_at = EDGE + self.study_width + GAP
        self.plot_at = self.outcome_at + self.outcome_width + GAP
        self.number_at = self.plot_at + PLOT + GAP
        self.width = self.number_at + self.number_width + EDGE
        self.heights = [TALL_ROW if row.about else ROW for row in self.rows]
        self.first_at = 92.0
        self.rows_end = self.first_at + sum(self.heights)
        self.axis_at = self.rows_end + (60.0 if pooled else 8.0)
        self.notes = self._notes()
        self.height = self.axis_at + 50 + 16 * len(self.notes) + 14

    def lines(self) -> Iterator[str]:
        title_id, told_id = f"{self.id_prefix}-title", f"{self.id_prefix}-desc"
        size = f'width="{_n(self.width)}" height="{_n(self.height)}"'
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {_n(self.width)} {_n(self.height)}" '
            f'role="img" aria-labelledby="{title_id} {told_id}" class="evistat-forest" '
            f'font-family="{FONTS}" font-size="{_n(SIZE)}">'
        )
        yield f'<title id="{title_id}">{_safe(self.title)}</title>'
        yield f'<desc id="{told_id}">{_safe(self._told())}</desc>'
        yield f"<style>{_dark_style()}</style>"
        if self.ground:
            yield f'<rect {_class("ground")} width="100%" height="100%"/>'
        yield from self._head()
        yield from self._null_line()
        top = self.first_at
        study = None
        for row, height in zip(self.rows, self.heights, strict=True):
            if study is not None and row.study != study:
                yield _line(EDGE, top, self.width - EDGE, top, "rule", 'stroke-width="0.6"')
            yield from self._row(row, top, height, named=row.study != study)
            study = row.study
            top += height
        if self.pooled:
            yield from self._pooled(self.pooled)
        yield from self._axis()
        for number, note in enumerate(self.notes):
            yield _text(EDGE, self.axis_at + 62 + 16 * number, note, "faint", size=SMALL)
        yield "</svg>"

    def _told(self) -> str:
        """Return the whole plot in words, for who can't see it."""
        scale = "logarithmic scale" if self.log else "linear scale"
        parts = [f"Forest plot, {scale}, {len(self.rows)} estimates."]
        for row in self.rows:
            about = f" ({row.about})" if row.about else ""
            parts.append(f"{row.study}: {row.outcome}{about}: {row.printed}.")
        if self.pooled:
            parts.append(f"{self._pooled_name(self.pooled)}: {self._pooled_words(self.pooled)}.")
        return " ".join(parts)

    def _head(self) -> Iterator[str]:
        fitting = fitted(self.title, self.width - 2 * EDGE, 17)
        yield _text(EDGE, 34, fitting, "ink", size=17, whole=self.title, weight="bold")
        base = self.first_at - 16
        for at, words in (
            (EDGE, "Study"),
            (self.outcome_at, "Outcome"),
            (self.number_at, self.number_head),
        ):
            yield _text(at, base, words, "faint", size=SMALL, weight="bold")
        yield _line(EDGE, self.first_at - 7, self.width - EDGE, self.first_at - 7, "rule")

    def _null_line(self) -> Iterator[str]:
        if self.null is not None:
            at = self._x(self.null)
            yield _line(at, self.first_at - 7, at, self.axis_at, "null", 'stroke-dasharray="3 3"')

    def _x(self, value: float) -> float:
        return self.plot_at + PLOT * self.axis.place(value)

    def _row(self, row: ForestRow, top: float, height: float, *, named: bool) -> Iterator[str]:
        middle = top + height / 2
        first = middle + 4.5 if not row.about else middle - 4
        yield "<g>"
        yield f"<title>{_safe(self._row_told(row))}</title>"
        if named:
            yield _text(EDGE, first, fitted(row.study, self.study_width, SIZE), "ink")
        yield _text(self.outcome_at, first, fitted(row.outcome, self.outcome_width, SIZE), "ink")
        if row.about:
            about = fitted(row.about, self.outcome_width, SMALL)
            yield _text(self.outcome_at, middle + 11, about, "faint", size=SMALL)
        yield from self._whisker(row, middle)
        yield self._square(row, middle)
        yield _text(self.number_at, middle + 4.5, row.printed, "ink")
        yield "</g>"

    def _row_told(self, row: ForestRow) -> str:
        about = f"\n{row.about}" if row.about else ""
        return f"{row.study}\n{row.outcome}{about}\n{row.printed}"

    def _whisker(self, row: ForestRow, y: float) -> Iterator[str]:
        left, right = self.plot_at, self.plot_at + PLOT
        ends = []
        for bound, edge, way in ((row.lower, left, -1), (row.upper, right, 1)):
            inside = bound is not None and (not self.log or bound > 0)
            at = self._x(bound) if inside and bound is not None else edge
            beyond = not inside or not left <= at <= right
            ends.append(edge if beyond else at)
            if beyond:
                back = edge - way * ARROW
                points = f"{_n(edge)},{_n(y)} {_n(back)},{_n(y - 4)} {_n(back)},{_n(y + 4)}"
                yield f'<polygon {_class("tip")} points="{points}"/>'
            else:
                yield _line(at, y - 3.5, at, y + 3.5, "whisker", 'stroke-width="1.2"')
        yield _line(ends[0], y, ends[1], y, "whisker", 'stroke-width="1.2"')

    def _square(self, row: ForestRow, y: float) -> str:
        at = self._x(row.value)
        if row.effect is None:
            side = SMALLEST_SQUARE + 1
            fill = 'fill="#ffffff" fill-opacity="0" stroke-width="1.5"'
            return f"<rect {_class('hollow')} {fill} {_box(at, y, side)}/>"
        side = max(SMALLEST_SQUARE, LARGEST_SQUARE * math.sqrt(1 / row.effect.vi / self.heaviest))
        return f"<rect {_class('mark')} {_box(at, y, side)}/>"

    def _axis(self) -> Iterator[str]:
        y = self.axis_at
        yield _line(self.plot_at, y, self.plot_at + PLOT, y, "whisker")
        for tick in self.axis.ticks:
            at = self._x(tick)
            yield _line(at, y, at, y + 5, "whisker")
            yield _text(at, y + 18, f"{tick:.10g}".replace("-", "−"), "ink", size=SMALL, anchor="middle")
        unit = "%" if draws_per_cent(self.forest.measure) else None if self.log else self.rows[0].unit
        words = _capital(self.name) + (", log scale" if self.log else f", {unit}" if unit else "")
        yield _text(self.plot_at + PLOT / 2, y + 36, words, "faint", size=SMALL, anchor="middle")

    # -- pooled ----------------------------------------------------------------------------------------------

    def _pooled_name(self, pooled: Pooled) -> str:
        return "Fixed effect" if pooled.model == "fixed" else "Random effects"

    def _on_axis(self, pooled: Pooled) -> tuple[float, float, float]:
        values = (
            axis_value(value, pooled.scale, self.forest.measure)
            for value in (pooled.lower, pooled.estimate, pooled.upper)
        )
        low, middle, high = sorted(values)
        return low, middle, high

    def _pooled_words(self, pooled: Pooled) -> str:
        decimals, unit = (1, "%") if draws_per_cent(self.forest.measure) else (2, "")
        low, middle, high = (f"{value:.{decimals}f}".replace("-", "−") for value in self._on_axis(pooled))
        return f"{middle}{unit} ({low} to {high})"

    def _pooled(self, pooled: Pooled) -> Iterator[str]:
        low, middle, high = (self._x(value) for value in self._on_axis(pooled))
        y = self.rows_end + 24
        yield _line(EDGE, self.rows_end + 4, self.width - EDGE, self.rows_end + 4, "rule")
        yield _text(EDGE, y + 4.5, self._pooled_name(pooled), "ink", weight="bold")
        p = f"p = {pooled.p_heterogeneity:.3f}" if pooled.p_heterogeneity >= 0.001 else "p < 0.001"
        words = f"Q = {pooled.q:.1f}, df = {pooled.df}, {p}; I² = {pooled.i2:.0f}%; τ² = {pooled.tau2:.3g}"
        yield _text(EDGE, y + 21, words, "faint", size=SMALL)
        points = f"{_n(low)},{_n(y)} {_n(middle)},{_n(y - 7)} {_n(high)},{_n(y)} {_n(middle)},{_n(y + 7)}"
        yield f'<polygon {_class("pooled")} points="{points}"/>'
        yield _text(self.number_at, y + 4.5, self._pooled_words(pooled), "ink", weight="bold")

    def _notes(self) -> list[str]:
        """Return what a reader must know to read the plot, no more than this one needs."""
        notes = []
        if any(row.effect for row in self.rows):
            hollow = "; hollow: no standard error to be had" if not all(r.effect for r in self.rows) else ""
            notes.append(f"Area of a square: weight, 1/SE² from the interval{hollow}.")
        if any(not self._is_whole(row) for row in self.rows):
            notes.append("Arrow: the interval goes on beyond the axis, or its bound wasn't reached.")
        if self.pooled and self.pooled.model == "random":
            notes.append("Random effects by DerSimonian and Laird; inverse variances.")
        elif self.pooled:
            notes.append("Fixed effect by inverse variances.")
        if self.pooled and len({row.study for row in self.rows}) < len(self.rows):
            notes.append("Estimates of one study were pooled as if they were independent.")
        return notes

    def _is_whole(self, row: ForestRow) -> bool:
        bounds = (row.lower, row.upper)
        return all(
            bound is not None and (not self.log or bound > 0) and 0 <= self.axis.place(bound) <= 1
            for bound in bounds
        )


def _widest(texts: Iterable[str], head: str, *, most: float, size: float = SIZE) -> float:
    """Return the width of a column: that of its widest text or of its bold head, ``most`` at most."""
    widths = [text_width(head, SMALL) * 1.1, *(text_width(text, size) for text in texts)]
    return min(most, max(widths))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _n(value: float) -> str:
    """Return a number as short as the eye needs it."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def _safe(words: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", words))


def _class(name: str) -> str:
    attribute, light, _ = _COLOURS[name]
    return f'class="ef-{name}" {attribute}="{light}"'


def _dark_style() -> str:
    rules = "".join(
        f".evistat-forest .ef-{name}{{{kind}:{dark}}}" for name, (kind, _, dark) in _COLOURS.items()
    )
    return f"@media (prefers-color-scheme:dark){{{rules}}}"


def _line(x1: float, y1: float, x2: float, y2: float, name: str, more: str = "") -> str:
    ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
    return f"<line {_class(name)} {ends}{' ' + more if more else ''}/>"


def _box(x: float, y: float, side: float) -> str:
    return f'x="{_n(x - side / 2)}" y="{_n(y - side / 2)}" width="{_n(side)}" height="{_n(side)}"'


def _text(
    x: float,
    y: float,
    words: str,
    name: str,
    *,
    size: float = SIZE,
    anchor: str = "",
    weight: str = "",
    whole: str = "",
) -> str:
    more = f' font-size="{_n(size)}"' if size != SIZE else ""
    more += f' text-anchor="{anchor}"' if anchor else ""
    more += f' font-weight="{weight}"' if weight else ""
    told = f"<title>{_safe(whole)}</title>" if whole and whole != words else ""
    return f'<text {_class(name)} x="{_n(x)}" y="{_n(y)}"{more}>{told}{_safe(one_line(words))}</text>'
