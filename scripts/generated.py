"""Code → the files that are written from it: the JSON Schema of a record, docs/cli.md, docs/rules.md, tables in docs.

usage: generated.py    writes them all; `check.py docs` says which are out of date
"""

from __future__ import annotations

import html
import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from typer import Typer
from typer.models import ArgumentInfo, OptionInfo

from database_docs import fill_database_text, queries_text
from evistat.cli.app import app
from evistat.cli.selecting import PANEL
from evistat.cli.show import show
from evistat.errors import MESSAGES
from evistat.records.flat import COLUMNS, Column
from evistat.records.json_schema import schema_text
from evistat.store.analysis_tables import METAFOR, REVMAN
from rules_docs import rules_text

ROOT = Path(__file__).resolve().parents[1]
INTRODUCTION = """\
# The command line

<!-- written by scripts/generated.py from the commands themselves: edit those -->

`evistat` and `python -m evistat` are the same.

| option | |
|---|---|
| `--version` | Print the version. |
| `-h`, `--help` | Say what a command takes. |

Results go to standard output or the file named, everything else to standard error. An error is one line with a code
([messages.md](messages.md) lists them), never a traceback.

| exit code | |
|---|---|
| 0 | all well |
| 1 | some documents failed, or some decisions couldn't be applied; all others were written. `evistat doctor`: something is broken |
| 2 | wrong usage: an option, a path, a model, an output that is there already |
| 3 | a fault of evistat itself |
| 130 | stopped by Ctrl-C or SIGTERM; `evistat run --resume` goes on |
"""
MESSAGES_HEAD = """\
# Messages

<!-- written by scripts/generated.py from pipeline/evistat/errors.py: edit that -->

A code stays the same from version to version. Words in italics are filled in: the file, the line, the reason.

| code | where |
|---|---|
| E… | standard error with exit code 2; where it concerns one input or document, a line in the failures file, and the run goes on |
| W… | `warnings` of a record; a notice, which is no failure, is a line in the failures file |

| code | message |
|---|---|
"""


TABLE_HEAD = "\n| column | kind | |\n|---|---|---|\n"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument or option of a command, as `--help` shows it."""

    names: tuple[str, ...]
    metavar: str
    default: Any
    help: str
    many: bool
    is_option: bool
    chooses: bool  # one of the options that choose findings, the same for several commands

    @property
    def is_required(self) -> bool:
        """Whether a command line without it is wrong."""
        return self.default is inspect.Parameter.empty


def main() -> None:
    """Write every generated file."""
    for name, make in GENERATED.items():
        (ROOT / name).write_text(make(), encoding="utf-8")


def cli_text() -> str:
    """Return docs/cli.md: what `--help` says, command by command."""
    commands = (line for name, callback in _callbacks(app) for line in _command(name, callback))
    return "\n".join([INTRODUCTION, *commands, *_choosing()]) + "\n"


def _callbacks(commands: Typer, *group: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the commands with their names, those of groups after the others."""
    for command in commands.registered_commands:
        if command.callback is not None:
            yield " ".join((*group, command.callback.__name__)), command.callback
    for named in commands.registered_groups:
        if named.typer_instance is not None:
            yield from _callbacks(named.typer_instance, *group, str(named.typer_instance.info.name))


def _command(name: str, callback: Callable[..., Any]) -> Iterator[str]:
    """Yield the lines of one command's part: usage, what it does, its arguments and options."""
    everything = list(_parameters(callback))
    parameters = [parameter for parameter in everything if not parameter.chooses]
    options = [parameter for parameter in parameters if parameter.is_option]
    usage = ["evistat", name]
    usage += [
        parameter.metavar + "..." * parameter.many for parameter in parameters if not parameter.is_option
    ]
    usage += [f"{option.names[0]} {option.metavar}" for option in options if option.is_required]
    if any(not option.is_required for option in options):
        usage.append("[OPTIONS]")
    yield f"## evistat {name}"
    yield from ("", "    " + " ".join(usage), "")
    yield from inspect.cleandoc(callback.__doc__ or "").splitlines()
    yield ""
    if parameters:
        yield from ("| | |", "|---|---|")
        yield from (f"| {_shown(parameter)} | {_told(parameter)} |" for parameter in parameters)
        yield ""
    if len(everything) > len(parameters):
        yield from ("and the options that [choose findings](#which-findings).", "")


def _choosing() -> Iterator[str]:
    """Yield the lines on the options that choose findings."""
    yield from ("## Which findings", "")
    yield "`show`, `explain`, `export`, `forest` and `report` take these. A finding must be all that is asked; of an option"
    yield from ("that is repeated, one of its words is enough.", "", "| | |", "|---|---|")
    chosen = (parameter for parameter in _parameters(show) if parameter.chooses)
    yield from (f"| {_shown(parameter)} | {_told(parameter)} |" for parameter in chosen)


def _parameters(callback: Callable[..., Any]) -> Iterator[Parameter]:
    """Yield what the function's annotations declare to Typer."""
    defaults = inspect.signature(callback).parameters
    for name, hint in get_type_hints(callback, include_extras=True).items():
        for info in getattr(hint, "__metadata__", ()):
            if isinstance(info, ArgumentInfo | OptionInfo):
                kind = get_args(hint)[0]
                kinds = (kind, *get_args(kind))
                yield Parameter(
                    names=_names(info, name),
                    metavar="" if bool in kinds else info.metavar or _metavar(name, kinds),
                    default=defaults[name].default,
                    help=info.help or "",
                    many=any(get_origin(part) is list for part in kinds),
                    is_option=isinstance(info, OptionInfo),
                    chooses=info.rich_help_panel == PANEL,
                )


def _names(info: ArgumentInfo | OptionInfo, name: str) -> tuple[str, ...]:
    """Return an option's names, the long one first; in an annotation Typer keeps the first as the default."""
    first = (info.default,) if isinstance(info.default, str) else ()
    return (*first, *(info.param_decls or ())) or (f"--{name.replace('_', '-')}",)


def _metavar(name: str, kinds: Sequence[Any]) -> str:
    return "N" if int in kinds else "PATH" if Path in kinds else name.upper()


def _shown(parameter: Parameter) -> str:
    if not parameter.is_option:
        return f"`{parameter.metavar}`"
    names = ", ".join(f"`{name}`" for name in parameter.names)
    return f"{names} `{parameter.metavar}`" if parameter.metavar else names


def _told(parameter: Parameter) -> str:
    extra = ""
    if parameter.is_option and parameter.is_required:
        extra = " Required."
    elif not isinstance(parameter.default, bool | type(None)) and not parameter.is_required:
        extra = f" Default: `{parameter.default}`."
    return parameter.help.replace("|", r"\|") + extra


def export_text() -> str:
    """Return docs/export.md with its tables of columns, each between two marks, as the code has them."""
    text = (ROOT / "docs/export.md").read_text(encoding="utf-8")
    for name, columns in (("flat", COLUMNS), ("metafor", METAFOR), ("revman", REVMAN)):
        begin, end = f"<!-- columns: {name} -->\n", f"\n<!-- end: {name} -->"
        before, _, rest = text.partition(begin)
        after = rest.partition(end)[2]
        text = before + begin + TABLE_HEAD + "".join(map(_column, columns)) + end + after
    return text


def _column(column: Column) -> str:
    return f"| `{column.name}` | {column.kind} | {column.told} |\n"


def messages_text() -> str:
    """Return docs/messages.md: every message a user can meet, by its code."""
    rows = (f"| {code} | {html.escape(words, quote=False)} |\n" for code, words in MESSAGES.items())
    return MESSAGES_HEAD + re.sub(r"\{(\w+)[^}]*\}", r"*\1*", "".join(rows))


def database_text() -> str:
    """Return docs/database.md with its diagram and tables as the description has them."""
    return fill_database_text((ROOT / "docs/database.md").read_text(encoding="utf-8"))


GENERATED: dict[str, Callable[[], str]] = {
    "docs/cli.md": cli_text,
    "docs/database.md": database_text,
    "docs/export.md": export_text,
    "docs/messages.md": messages_text,
    "docs/queries.md": queries_text,
    "docs/rules.md": rules_text,
    "pipeline/evistat/records/schema.json": schema_text,
}

if __name__ == "__main__":
    main()
