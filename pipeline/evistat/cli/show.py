"""``evistat show``: records in a readable form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from evistat.records.schema import Record

_WIDTH_OF_PIPES = 110


def show(
    records: Annotated[
        str, typer.Argument(help="Records as `evistat run` writes them; - for standard input.")
    ],
    doc: Annotated[
        list[str] | None,
        typer.Option("--doc", metavar="ID", help="Show this document only; may be repeated."),
    ] = None,
    table: Annotated[
        bool, typer.Option("--table", help="One line a finding instead of whole documents.")
    ] = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Write the view as a picture to this .svg file.")
    ] = None,
    width: Annotated[int | None, typer.Option("--width", min=40, help="Characters a line.")] = None,
) -> None:
    """Show documents and their findings, each in its sentence with the evidence set off."""
    from evistat.inspect.document import document_view
    from evistat.inspect.table import findings_table
    from evistat.records.jsonl import read_records

    if svg is not None and svg.suffix != ".svg":
        raise typer.BadParameter("the picture's name must end in .svg", param_hint="--svg")
    console = _console(width=width, picture=svg is not None)
    chosen = _chosen(read_records(records), doc, records)
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
            file=StringIO(), record=True, width=width or _WIDTH_OF_PIPES, force_terminal=True,
            color_system="truecolor", markup=False, emoji=False, highlight=False,
        )  # fmt: skip
    console = Console(markup=False, emoji=False, highlight=False, width=width)
    if width is None and not console.is_terminal:
        console.width = _WIDTH_OF_PIPES
    return console


def _chosen(records: Iterator[Record], ids: list[str] | None, path: str) -> Iterator[Record]:
    """Yield the records asked for; one that isn't there is the user's error."""
    if not ids:
        yield from records
        return
    from evistat.errors import EvistatError

    missing = dict.fromkeys(ids)
    for record in records:
        if record.doc_id in missing:
            del missing[record.doc_id]
            yield record
            if not missing:
                return
    raise EvistatError("E021", doc_id=next(iter(missing)), path=path)


def _picture(console: Console, records: str) -> str:
    import re

    svg = console.export_svg(title=f"evistat show {Path(records).name}")
    # Fonts from the network have no place in a picture that is to look the same everywhere.
    return re.sub(r"\s*@font-face \{[^}]*\}", "", svg)
