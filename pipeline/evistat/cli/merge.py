"""``evistat merge``: the shards of a run, put together."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from evistat.cli.counts import count_of
from evistat.cli.exit_codes import SOME_FAILED
from evistat.cli.parameters import Force


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
    force: Force = False,
) -> None:
    """Put the shards of a run together: the same bytes as one run writes, failures and manifest too.

    Shards that are missing, of different runs or changed since are refused.
    """
    from evistat.run.merge import merge as merge_shards

    if output == "-":
        raise typer.BadParameter("needs a file", param_hint="--output")
    counts = merge_shards(shards, output, force=force)
    words = [
        count_of(counts["documents"], "document"),
        count_of(counts["findings"], "finding"),
        count_of(counts["failures"], "failure"),
    ]
    if counts["notices"]:
        words.append(count_of(counts["notices"], "notice"))
    if counts["without_abstract"]:
        words.append(f"{counts['without_abstract']} without abstract")
    print(f"{', '.join(words)}: {output} is whole", file=sys.stderr)
    if counts["failures"]:
        raise typer.Exit(SOME_FAILED)
