"""``evistat doctor``: is everything there that a run needs?"""

from __future__ import annotations

from typing import Annotated

import typer

from evistat.cli.exit_codes import SOME_FAILED


def doctor(
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            metavar="NAME_OR_PATH",
            help="Check with this spaCy pipeline instead of the shipped one.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line instead of words.")] = False,
) -> None:
    """Check the installation: versions, extras, model, encoding, space; say what to do about what is wrong.

    Exit code 0: runs will work, 1: something is broken.
    """
    import dataclasses
    import json

    from evistat.run.installation import checks

    broken = False
    for check in checks(model):
        broken = broken or check.state == "broken"
        if as_json:
            print(json.dumps(dataclasses.asdict(check), ensure_ascii=False))
        else:
            print(f"{check.state:<8}{check.name:<17}{' '.join(check.found.split())}")
            if check.remedy is not None:
                print(f"{'':<8}→ {check.remedy}")
    if broken:
        raise typer.Exit(SOME_FAILED)
