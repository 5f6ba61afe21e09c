"""Batches → outcomes, in this process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from evistat.read.article import Article, Failure
from evistat.records.jsonl import record_line
from evistat.records.schema import Record
from evistat.run.batches import Batch
from evistat.run.outcome import Annotate, Annotated, OpenAnnotate, Outcome, failed

LEFTOVER = "W010"


def open_flow(model: str | None) -> Annotate:
    """Load the pipeline and return the function that annotates articles with it."""
    # One thread a process: workers are what runs side by side, and sums don't depend on how they are split.
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    from evistat.flow import annotate_articles, load_pipeline

    return partial(annotate_articles, load_pipeline(model))


def annotate_batch(annotate: Annotate, articles: Sequence[Article]) -> list[Outcome]:
    """Return the outcome of every article, in order.

    Where one makes the whole batch fail, each is tried alone, so that only the culprit is lost.
    """
    try:
        outcomes: list[Outcome] = [_annotated(record) for record in annotate(articles)]
        if len(outcomes) != len(articles):
            raise RuntimeError(f"{len(outcomes)} records for {len(articles)} articles")
    except Exception as error:
        if len(articles) == 1:
            return [failed(articles[0], "E016", reason=one_line(error))]
        return [outcome for article in articles for outcome in annotate_batch(annotate, [article])]
    return outcomes


def _annotated(record: Record) -> Annotated:
    return Annotated(
        doc_id=record.doc_id,
        line=record_line(record),
        findings=len(record.findings),
        entities=len(record.entities),
        leftovers=sum(warning.code == LEFTOVER for warning in record.warnings),
    )


def one_line(error: BaseException) -> str:
    """Return an exception as one line for a message."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:300]}" if words else type(error).__name__


def in_order(batch: Batch, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes of a batch's articles with its reading failures in their places."""
    results = iter(outcomes)
    for item in batch:
        yield item if isinstance(item, Failure) else next(results)


def articles_of(batch: Batch) -> list[Article]:
    """Return the articles of a batch without its failures."""
    return [item for item in batch if isinstance(item, Article)]


def annotate_serially(
    work: Iterable[Batch], open_annotate: OpenAnnotate, *, on_ready: Callable[[], None]
) -> Iterator[Outcome]:
    """Yield the outcome of everything in ``work``, one batch after the other; the model is loaded first."""
    annotate = open_annotate()
    on_ready()
    for batch in work:
        yield from in_order(batch, annotate_batch(annotate, articles_of(batch)))
