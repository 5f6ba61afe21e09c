"""``evistat forest``: a forest plot of one measure's findings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from evistat.cli.selecting import selects_findings

if TYPE_CHECKING:
    from evistat.records.select import Selection

MODELS = ("fixed", "random")


@selects_findings
def forest(
    *,
    records: Annotated[
        list[str],
        typer.Argument(metavar="RECORDS", help="Records as `evistat run` writes them; - for standard input."),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="PATH", help="The picture: .svg, .png; - for SVG on standard output."
        ),
    ],
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Replace a file that is there already.")
    ] = False,
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
    count = len(drawn.rows)
    print(f"{count} {'finding' if count == 1 else 'findings'} of {drawn.measure} drawn", file=sys.stderr)
    if drawn.not_drawn:
        reasons = ", ".join(f"{number} {reason}" for reason, number in drawn.not_drawn.items())
        print(f"left out: {reasons}", file=sys.stderr)
