"""``evistat forest``: a forest plot of one measure's findings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from evistat.cli.counts import count_of
from evistat.cli.parameters import Force, ManyRecords
from evistat.cli.selecting import selects_findings

if TYPE_CHECKING:
    from evistat.records.select import Selection

MODELS = ("fixed", "random")


@selects_findings
def forest(
    *,
    records: ManyRecords,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="PATH", help="The picture: .svg, .png; - for SVG on standard output."
        ),
    ],
    force: Force = False,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="WORDS", help="The heading; the measure's name when left out."),
    ] = None,
    pool: Annotated[
        str | None,
        typer.Option("--pool", metavar="MODEL", help="Add a pooled estimate: fixed or random effects."),
    ] = None,
    selection: Selection,
) -> None:
    """Draw findings with their intervals, all of one measure, in the order of the records.

    Findings without an estimate and an interval are left out, as are those that repeat an earlier one.
    """
    from evistat.inspect.forest_picture import write_forest
    from evistat.records.select import read_chosen

    if pool is not None and pool not in MODELS:
        raise typer.BadParameter(f"no {pool!r}; known: {', '.join(MODELS)}", param_hint="--pool")
    drawn = write_forest(
        read_chosen(records, selection),
        output,
        title=title,
        model=pool,  # type: ignore[arg-type]
        force=force,
    )
    print(f"{count_of(len(drawn.rows), 'finding')} of {drawn.measure} drawn", file=sys.stderr)
    if drawn.not_drawn:
        reasons = ", ".join(f"{number} {reason}" for reason, number in drawn.not_drawn.items())
        print(f"left out: {reasons}", file=sys.stderr)
