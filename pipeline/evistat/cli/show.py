"""``evistat show``: records in a readable form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evistat.cli.console import WIDTH_OF_PIPES, open_console
from evistat.cli.parameters import Records, Width
from evistat.cli.selecting import selects_findings

if TYPE_CHECKING:
    from rich.console import Console

    from evistat.records.select import Selection


@selects_findings
def show(
    *,
    records: Records,
    table: Annotated[
        bool, typer.Option("--table", help="One line a finding instead of whole documents.")
    ] = False,
    svg: Annotated[
        Path | None,
        typer.Option("--svg", metavar="PATH", help="Write the view as a picture to this .svg file."),
    ] = None,
    width: Width = None,
    selection: Selection,
) -> None:
    """Show documents and their findings, each in its sentence with the evidence set off."""
    from evistat.inspect.document import document_view
    from evistat.inspect.table import findings_table
    from evistat.records.select import read_chosen

    if svg is not None and svg.suffix != ".svg":
        raise typer.BadParameter("the picture's name must end in .svg", param_hint="--svg")
    console = _console(width=width, picture=svg is not None)
    chosen = read_chosen([records], selection)
    if table:
        console.print(findings_table(chosen))
    else:
        for record in chosen:
            console.print(document_view(record))
    if svg is not None:
        svg.write_text(_picture(console, records), encoding="utf-8")


def _console(*, width: int | None, picture: bool) -> Console:
    """Return a console on standard output, or one that only draws; articles' brackets are no markup."""
    from io import StringIO

    from rich.console import Console

    if picture:
        return Console(
            file=StringIO(), record=True, width=width or WIDTH_OF_PIPES, force_terminal=True,
            color_system="truecolor", markup=False, emoji=False, highlight=False,
        )  # fmt: skip
    return open_console(width)


def _picture(console: Console, records: str) -> str:
    import re

    svg = console.export_svg(title=f"evistat show {Path(records).name}")
    # Fonts from the network have no place in a picture that is to look the same everywhere.
    return re.sub(r"\s*@font-face \{[^}]*\}", "", svg)
