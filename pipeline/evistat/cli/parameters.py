"""Arguments and options that several commands take: one name, one word, one explanation."""

from __future__ import annotations

from typing import Annotated

import typer

_RECORDS = "Records as `evistat run` writes them; - for standard input."

Records = Annotated[str, typer.Argument(metavar="RECORDS", help=_RECORDS)]
ManyRecords = Annotated[list[str], typer.Argument(metavar="RECORDS", help=_RECORDS)]
Force = Annotated[bool, typer.Option("--force", "-f", help="Replace an output that is there already.")]
Width = Annotated[int | None, typer.Option("--width", metavar="N", min=40, help="Characters a line.")]
