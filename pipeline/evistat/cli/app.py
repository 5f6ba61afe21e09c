"""The command ``evistat``: its commands, and how errors reach the user.

No module here imports spaCy or pydantic at its top: ``--help`` must answer at once.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Annotated

import typer

from evistat import __version__
from evistat.cli.browse import browse
from evistat.cli.doctor import doctor
from evistat.cli.exit_codes import OUR_FAULT, WRONG_USAGE
from evistat.cli.explain import explain
from evistat.cli.export import export
from evistat.cli.forest import forest
from evistat.cli.load import load
from evistat.cli.merge import merge
from evistat.cli.report import report
from evistat.cli.review import review
from evistat.cli.run import run
from evistat.cli.schema import schema
from evistat.cli.show import show
from evistat.errors import EvistatError

app = typer.Typer(
    name="evistat",
    help="Read biomedical articles and write down their statistical results, every value with its place.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _group(name: str, *commands: Callable[..., None] | typer.Typer) -> None:
    """Add commands under a heading of their own in the help."""
    for command in commands:
        if isinstance(command, typer.Typer):
            app.add_typer(command, rich_help_panel=name)
        else:
            # Typer keeps the line ends of later paragraphs, which a terminal breaks elsewhere.
            paragraphs = inspect.cleandoc(command.__doc__ or "").split("\n\n")
            told = "\n\n".join(" ".join(words.split()) for words in paragraphs)
            app.command(help=told, rich_help_panel=name)(command)


_group("From articles to records", run, merge)
_group("Look, check and correct", show, explain, report, review, forest)
_group("Into tables and databases", export, load, browse)
_group("About evistat", schema, doctor)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"evistat {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read biomedical articles and write down their statistical results, every value with its place."""


def main() -> None:
    """Run the command line: every error is a message with a code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may lack the characters of an article
    try:
        try:
            app(prog_name="evistat")
        finally:
            sys.stdout.flush()  # while a closed pipe can still be told from a fault
    except EvistatError as error:
        _complain(str(error))
        sys.exit(WRONG_USAGE)
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("EVISTAT_TRACEBACK"):
            raise
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        _complain(str(EvistatError("E022", reason=reason)))
        sys.exit(OUR_FAULT)


def _complain(words: str) -> None:
    print(words, file=sys.stderr)
