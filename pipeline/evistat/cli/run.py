"""``evistat run``: articles in, records out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evistat.read.formats.registry import NAMES

if TYPE_CHECKING:
    from evistat.run.job import Job, Listener, Summary

SOME_FAILED = 1
STOPPED = 130
_SHOWN_FAILURES = 20


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT", help="Files, folders (with their sub-folders), - for standard input."
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="Where the records go (.jsonl, .jsonl.gz); - for standard output.",
        ),
    ],
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Replace an output that is there already.")
    ] = False,
    failures: Annotated[
        str | None,
        typer.Option(
            "--failures",
            metavar="PATH",
            help="Where failures are listed; OUTPUT.failures.jsonl when left out.",
        ),
    ] = None,
    table: Annotated[bool, typer.Option("--table", help="Print a table of the findings at the end.")] = False,
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            metavar="NAME_OR_PATH",
            help="A spaCy pipeline whose entities to use instead of the shipped one's.",
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", "-w", min=1, help="Processes that work side by side.")
    ] = 1,
    time_limit: Annotated[
        float,
        typer.Option(
            "--time-limit",
            min=0.1,
            metavar="SECONDS",
            help="What one document may take, with two or more workers.",
        ),
    ] = 60.0,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"Read all input as: {', '.join(NAMES)}. By content and file ending when left out.",
        ),
    ] = None,
    id_field: Annotated[
        str | None,
        typer.Option(
            "--id-field", metavar="NAME", help="JSON field of the id; else id, doc_id, pmid, pmcid or doi."
        ),
    ] = None,
    text_field: Annotated[
        str, typer.Option("--text-field", metavar="NAME", help="JSON field of the text.")
    ] = "text",
    title_field: Annotated[
        str, typer.Option("--title-field", metavar="NAME", help="JSON field of the title.")
    ] = "title",
    max_length: Annotated[
        int, typer.Option("--max-length", min=1, metavar="CHARACTERS", help="A longer text is a failure.")
    ] = 1_000_000,
) -> None:
    """Read articles and write a record for each: its statistical results, entities and sections.

    Exit code 0: all well, 1: some documents failed, 2: wrong usage.
    """
    from evistat.read.formats.format import ReadOptions
    from evistat.run.job import Job, Summary
    from evistat.run.job import run as run_job

    if table and output == "-":
        raise typer.BadParameter("needs a file as --output", param_hint="--table")
    job = Job(
        inputs=tuple(inputs),
        output=output,
        failures=failures,
        force=force,
        model=model,
        workers=workers,
        document_seconds=time_limit,
        read=ReadOptions(
            format=format_,
            id_field=id_field,
            text_field=text_field,
            title_field=title_field,
            max_length=max_length,
        ),
    )
    summary = Summary()
    stopped = False
    try:
        with _ended_by_signals(), _progress(job, summary) as listener:
            run_job(job, summary, listener=listener)
    except KeyboardInterrupt:
        stopped = True
    if table and not stopped:
        _print_table(output)
    _print_summary(job, summary, stopped=stopped)
    if stopped:
        raise typer.Exit(STOPPED)
    if summary.failures:
        raise typer.Exit(SOME_FAILED)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a request to end (SIGTERM) end the run in the same good order as Ctrl-C."""
    import signal

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _progress(job: Job, summary: Summary) -> Iterator[Listener]:
    """Hear the run's events: failures are told as they come, a bar moves where there is a terminal."""
    from evistat.read.article import Failure
    from evistat.run.job import Listener

    def tell(failure: Failure, say: Any) -> None:
        if summary.failures <= _SHOWN_FAILURES:
            say(_clean(f"[{failure.code}] {failure.message}"))
        elif summary.failures == _SHOWN_FAILURES + 1:
            say("… more failures are not shown here")

    if not sys.stderr.isatty():

        def say(words: str) -> None:
            print(words, file=sys.stderr)

        yield Listener(
            on_outcome=lambda outcome: tell(outcome, say) if isinstance(outcome, Failure) else None
        )
        return
    from evistat.cli.progress import bar

    with bar(job) as (listener, say_above):

        def hear(outcome: Any) -> None:
            if isinstance(outcome, Failure):
                tell(outcome, say_above)
            if listener.on_outcome is not None:
                listener.on_outcome(outcome)

        yield Listener(on_ready=listener.on_ready, on_bytes=listener.on_bytes, on_outcome=hear)


def _print_table(output: str) -> None:
    from rich.console import Console

    from evistat.inspect.table import findings_table
    from evistat.records.jsonl import read_records

    console = Console(markup=False, emoji=False, highlight=False)
    if not console.is_terminal:
        console.width = 120
    console.print(findings_table(read_records(output)))


def _print_summary(job: Job, summary: Summary, *, stopped: bool) -> None:
    from evistat.records.jsonl import part_of

    counts = [
        _count(summary.documents, "document"),
        _count(summary.findings, "finding"),
        _count(summary.entities, "entity", "entities"),
        _count(summary.failures, "failure"),
    ]
    if summary.leftovers:
        counts.append(_count(summary.leftovers, "statistic") + " left over")
    lines = [f"{', '.join(counts)} in {summary.seconds:.1f} s ({summary.rate:.1f} documents/s)"]
    if summary.skipped:
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(summary.skipped.items()))
        lines.append(f"passed over in folders, of no known format: {kinds}")
    if summary.failures and job.failures_path is not None and not stopped:
        lines.append(f"failures are listed in {job.failures_path}")
    if stopped:
        where = (
            f"; what was done stands in {part_of(job.output)}"
            if summary.documents and job.output != "-"
            else ""
        )
        lines.insert(0, f"stopped{where}")
    for line in lines:
        print(_clean(line), file=sys.stderr)


def _count(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def _clean(words: str) -> str:
    from evistat.inspect.words import one_line

    return one_line(words)
