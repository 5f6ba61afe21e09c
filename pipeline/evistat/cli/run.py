"""``evistat run``: articles in, records out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evistat.cli.counts import count_of
from evistat.cli.exit_codes import SOME_FAILED, STOPPED
from evistat.cli.parameters import Force
from evistat.read.formats.names import NAMES

if TYPE_CHECKING:
    from evistat.run.job import Job, Listener, Summary

_SHOWN_FAILURES = 20


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Files, folders (with their sub-folders), archives (.zip, .tar, .tar.gz), any of them packed (.gz); - for standard input.",
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
    force: Force = False,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Go on where a run broken off had come; begin where there is none, do nothing where all is done.",
        ),
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="MANIFEST",
            help="Leave out documents that are in this manifest of an earlier run and haven't changed.",
        ),
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(
            "--shard",
            metavar="I/N",
            help="Do the I-th of N parts of the input; `evistat merge` puts them together.",
        ),
    ] = None,
    failures: Annotated[
        str | None,
        typer.Option(
            "--failures",
            metavar="PATH",
            help="Where failures are listed; OUTPUT.failures.jsonl when left out, "
            "standard error with --output -.",
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
        int,
        typer.Option(
            "--workers",
            "-w",
            min=0,
            help="Processes that work side by side; 0: none but this one, where no document can be stopped.",
        ),
    ] = 1,
    time_limit: Annotated[
        float,
        typer.Option(
            "--time-limit",
            min=0.1,
            metavar="SECONDS",
            help="What one document may take before it is given up.",
        ),
    ] = 60.0,
    memory_limit: Annotated[
        int,
        typer.Option(
            "--memory-limit",
            min=0,
            metavar="MB",
            help="What one worker may use before its document is given up; 0: no limit.",
        ),
    ] = 4096,
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
            "--id-field",
            metavar="NAME",
            help="JSON field, column or tag of the id; else an id of its own, PMID, DOI, accession number.",
        ),
    ] = None,
    text_field: Annotated[
        str, typer.Option("--text-field", metavar="NAME", help="JSON field, column or tag of the text.")
    ] = "text",
    title_field: Annotated[
        str, typer.Option("--title-field", metavar="NAME", help="JSON field, column or tag of the title.")
    ] = "title",
    dedupe: Annotated[
        bool,
        typer.Option(
            "--dedupe",
            help="Leave out what was read before: the same DOI, PMID or PMCID, or the same title and text.",
        ),
    ] = False,
    keep_annotations: Annotated[
        bool,
        typer.Option(
            "--keep-annotations",
            help="Keep the annotations of BioC and PubTator input, in the metadata of its record.",
        ),
    ] = False,
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
    from evistat.run.shard import shard_of

    if resume and force:
        raise typer.BadParameter("goes on, --force starts anew: give one of them", param_hint="--resume")
    if shard is not None and (output == "-" or failures is not None):
        raise typer.BadParameter(
            "needs a file as --output and its failures beside it (no --failures)", param_hint="--shard"
        )
    if table and output == "-":
        raise typer.BadParameter("needs a file as --output", param_hint="--table")
    job = Job(
        inputs=tuple(inputs),
        output=output,
        failures=failures,
        force=force,
        resume=resume,
        since=since,
        shard=shard_of(shard) if shard is not None else None,
        model=model,
        workers=workers,
        document_seconds=time_limit,
        worker_megabytes=memory_limit or None,
        read=ReadOptions(
            format=format_,
            id_field=id_field,
            text_field=text_field,
            title_field=title_field,
            max_length=max_length,
            dedupe=dedupe,
            keep_annotations=keep_annotations,
        ),
    )
    summary = Summary()
    stopped = False
    try:
        with _ended_by_signals(), _progress(job) as listener:
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
    """Let Ctrl-C and SIGTERM end the run in good order, and at once when they come again."""
    import os
    import signal

    asked = False

    def stop(*_: object) -> None:
        nonlocal asked
        if asked:
            os._exit(STOPPED)  # the workers end when this process does
        asked = True
        raise KeyboardInterrupt

    before = {
        number: signal.signal(number, stop)
        for number in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(number) != signal.SIG_IGN  # who started us wants it so
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _progress(job: Job) -> Iterator[Listener]:
    """Hear the run's events: failures are told as they come, a bar moves where there is a terminal."""
    from evistat.read.article import Failure
    from evistat.run.job import Listener

    everything = job.failures_path is None  # nowhere else would they be found
    told = 0

    def tell(failure: Failure, say: Any) -> None:
        nonlocal told
        if failure.is_notice and not everything:
            return  # thousands may be as they should be
        told += 1
        if everything or told <= _SHOWN_FAILURES:
            say(_clean(f"[{failure.code}] {failure.message}"))
        elif told == _SHOWN_FAILURES + 1:
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
    counts = [
        count_of(summary.documents, "document"),
        count_of(summary.findings, "finding"),
        count_of(summary.entities, "entity", "entities"),
        count_of(summary.failures, "failure"),
    ]
    if summary.notices:
        counts.append(count_of(summary.notices, "notice"))
    if summary.without_abstract:
        counts.append(f"{summary.without_abstract} without abstract")
    if summary.leftovers:
        counts.append(count_of(summary.leftovers, "statistic") + " left over")
    course = f" in {summary.seconds:.1f} s ({summary.rate:.1f} documents/s)"
    if summary.was_whole:
        course = ": all was done before"
    elif summary.before:
        course += f", {summary.before} of them before the run was broken off"
    lines = [", ".join(counts) + course]
    if summary.unchanged is not None and summary.removed is not None:
        unchanged = count_of(summary.unchanged, "document")
        lines.append(f"since {job.since}: {unchanged} unchanged, {summary.removed} no longer there")
    if summary.skipped:
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(summary.skipped.items()))
        lines.append(f"passed over in folders, of no known format: {kinds}")
    listed = " and ".join(
        what for what, count in (("failures", summary.failures), ("notices", summary.notices)) if count
    )
    if listed and job.failures_path is not None and not stopped:
        lines.append(f"{listed} are listed in {job.failures_path}")
    if stopped:
        lines.insert(0, _what_is_kept(job))
    for line in lines:
        print(_clean(line), file=sys.stderr)


def _what_is_kept(job: Job) -> str:
    from evistat.records.jsonl import part_of
    from evistat.run.kept import journal_of

    if job.output == "-" or not journal_of(job.output).exists():
        return "stopped"
    kept = f"stopped; what was done stands in {part_of(job.output)}"
    return kept if "-" in job.inputs else f"{kept}, the same command with --resume goes on from there"


def _clean(words: str) -> str:
    from evistat.inspect.words import one_line

    return one_line(words)
