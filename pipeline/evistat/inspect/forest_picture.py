"""Records and a file's name → a forest plot in that file, SVG or PNG."""

from __future__ import annotations

from collections.abc import Iterable

from evistat.errors import EvistatError
from evistat.inspect.forest import forest_svg
from evistat.inspect.forest_rows import Forest, make_forest
from evistat.records.jsonl import STDOUT, part_of, refuse_existing, written_whole
from evistat.records.meta_analysis import Model, Pooled, pool
from evistat.records.schema import Record

SHARPNESS = 2  # pixels of a PNG for each of the drawing's own
PAPER = "#ffffff"


def write_forest(
    records: Iterable[Record],
    output: str,
    *,
    title: str | None = None,
    model: Model | None = None,
    force: bool = False,
) -> Forest:
    """Draw the findings of the one measure that ``records`` hold, pooled by ``model`` if there is one."""
    refuse_existing(output, force=force)
    is_png = output.casefold().endswith(".png")
    if not is_png and output != STDOUT and not output.casefold().endswith(".svg"):
        raise EvistatError("E098", path=output)
    forest = make_forest(records)
    svg = forest_svg(forest, title=title, pooled=pooled_estimate(forest, model) if model else None)
    picture = png(svg, output) if is_png else svg.encode()
    try:
        with written_whole(output) as file:
            file.write(picture)
    except BaseException:
        if output != STDOUT:
            part_of(output).unlink(missing_ok=True)
        raise
    return forest


def pooled_estimate(forest: Forest, model: Model) -> Pooled:
    """Return the pooled estimate of the lines that have a standard error."""
    effects = [row.effect for row in forest.rows if row.effect is not None]
    if len(effects) < 2:
        raise EvistatError(
            "E097", what=forest.measure, reason=f"{len(effects)} findings with a standard error"
        )
    return pool(effects, model=model)


def png(svg: str, output: str) -> bytes:
    """Return a drawing as a PNG on white paper; ``output`` is named where that can't be done."""
    try:
        import resvg_py
    except ImportError as error:
        raise EvistatError("E091", what="a .png picture", package="resvg-py", extra="png") from error

    def render(drawing: str) -> bytes:
        return bytes(resvg_py.svg_to_bytes(svg_string=drawing, zoom=SHARPNESS, background=PAPER))

    # Without any font a picture comes out with no letters at all, and says nothing.
    frame = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{}</svg>'
    if render(frame.format('<text x="5" y="30" font-size="30">M</text>')) == render(frame.format("")):
        raise EvistatError("E095", path=output)
    return render(svg)
