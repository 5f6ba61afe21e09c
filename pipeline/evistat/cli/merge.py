"""``evistat merge``: the shards of a run, put together."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def merge(
    shards: Annotated[
        list[str],
        typer.Argument(
            metavar="SHARD", help="What `evistat run --shard` wrote, its manifest beside it; in any order."
        ),
    ],
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="PATH", help="Where all the records go (.jsonl, .jsonl.gz)."),
    ],
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Replace an output that is there already.")
    ] = False,
) -> None:
    """Put the shards of a run together: the same bytes as one run writes, failures and manifest too.

    Shards that are missing, of different runs or changed since are refused.
    """
    from evistat.cli.run import SOME_FAILED, count_of
    from evistat.run.merge import merge as merge_shards

    if output == "-":
        raise typer.BadParameter("needs a file", param_hint="--output")
    counts = merge_shards(shards, output, force=force)
    words = [
        count_of(counts["documents"], "document"),
        count_of(counts["findings"], "finding"),
        count_of(counts["failures"], "failure"),
    ]
    print(f"{', '.join(words)} of {count_of(len(shards), 'shard')}", file=sys.stderr)
    if counts["failures"]:
        raise typer.Exit(SOME_FAILED)
