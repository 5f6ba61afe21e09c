"""A run's events → a bar on the terminal, with rate and time to go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from evistat.run.job import Job, Listener, input_size
from evistat.run.outcome import Outcome


class _Rate(ProgressColumn):
    """Documents so far and documents a second."""

    def render(self, task: Task) -> Text:
        """Return the column's text."""
        documents, since = task.fields["documents"], task.fields["since"]
        seconds = time.monotonic() - since if since else 0.0
        rate = f", {documents / seconds:.1f}/s" if seconds > 0.5 and documents else ""
        return Text(f"{documents} documents{rate}", style="cyan")


@contextmanager
def bar(job: Job) -> Iterator[tuple[Listener, Callable[[str], None]]]:
    """Show a bar while the body runs; yield who feeds it, and a way to print lines above it.

    The bar moves with the bytes read, as how many documents they hold is not known beforehand.
    """
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        _Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    with progress:
        task = progress.add_task("loading the model", total=None, documents=0, since=0.0)
        documents = 0

        def ready() -> None:
            progress.update(task, description="reading", total=input_size(job), since=time.monotonic())

        def read(count: int) -> None:
            progress.advance(task, count)

        def done(_: Outcome) -> None:
            nonlocal documents
            documents += 1
            progress.update(task, documents=documents)

        yield (
            Listener(on_ready=ready, on_bytes=read, on_outcome=done),
            lambda words: console.print(Text(words)),
        )
