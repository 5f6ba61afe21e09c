"""``evistat explain``: why findings are as they are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from evistat import __version__
from evistat.cli.exit_codes import SOME_FAILED
from evistat.cli.parameters import Width
from evistat.cli.selecting import selects_findings
from evistat.read.formats.names import NAMES

if TYPE_CHECKING:
    from evistat.inspect.explanation import Explanation
    from evistat.read.article import Failure
    from evistat.records.schema import Record
    from evistat.records.select import Selection


@selects_findings
def explain(
    *,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="Records as `evistat run` writes them (- for standard input), "
            "or articles, which are read and annotated now.",
        ),
    ],
    finding: Annotated[
        str | None,
        typer.Option(
            "--finding", metavar="ID", help="This finding alone: its id, or its number in the document."
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="A line of JSON a document instead of the view.")
    ] = False,
    width: Width = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help=f"FILE holds articles: {', '.join(NAMES)}."),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option("--model", metavar="NAME_OR_PATH", help="The spaCy pipeline to annotate articles with."),
    ] = None,
    selection: Selection,
) -> None:
    """Say of each finding which rules and words made it, what its numbers were checked for, and what was left over.

    Rules are those of docs/rules.md. A record's text is read again for the rules that records don't carry; where this
    version of evistat reads a finding differently, that is told.
    """
    from json import dumps

    from evistat.cli.console import open_console
    from evistat.errors import EvistatError
    from evistat.inspect.explain_view import explain_view
    from evistat.inspect.explanation import document_data, leftovers
    from evistat.read.formats.format import ReadOptions
    from evistat.records.select import chosen
    from evistat.run.records_of import records_of

    failures: list[Failure] = []
    records = records_of(
        file,
        doc_ids=selection.doc_ids,
        options=ReadOptions(format=format_),
        model=model,
        on_failure=failures.append,
    )
    console = open_console(width)
    asked = finding is not None or selection.asks_of_findings
    found = False
    try:
        for record in chosen(records, selection, file):
            explained = _explained(record, finding)
            if finding is not None and not explained:
                continue
            found = True
            left = [] if asked else leftovers(record)
            if json:
                data = document_data(record, explained, left, version=__version__)
                print(dumps(data, ensure_ascii=False))
            else:
                console.print(explain_view(record, explained, left))
    finally:
        _tell(failures)
    if finding is not None and not found:
        raise EvistatError("E110", finding=finding, path=file)
    if any(not failure.is_notice for failure in failures):
        raise typer.Exit(SOME_FAILED)


def _explained(record: Record, wanted: str | None) -> list[Explanation]:
    """Return the explanations asked for of a record's findings."""
    from evistat.inspect.explanation import explain

    return [one for one in explain(record) if wanted is None or wanted in (one.finding.id, str(one.number))]


def _tell(failures: list[Failure]) -> None:
    from evistat.inspect.words import one_line

    for failure in failures:
        print(one_line(f"[{failure.code}] {failure.message}"), file=sys.stderr)
