"""Batches → outcomes, in this process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from evistat.errors import one_line
from evistat.read.article import Article, Failure
from evistat.records.jsonl import record_line
from evistat.records.schema import Record
from evistat.run.batches import Batch
from evistat.run.outcome import Annotate, Annotated, OpenAnnotate, Outcome, failed

LEFTOVER = "W010"
TITLE_ALONE = "W004"


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
    codes = [warning.code for warning in record.warnings]
    return Annotated(
        doc_id=record.doc_id,
        sha256=record.source.sha256,
        line=record_line(record),
        findings=len(record.findings),
        entities=len(record.entities),
        leftovers=codes.count(LEFTOVER),
        without_abstract=TITLE_ALONE in codes,
    )


def in_order(batch: Batch, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes of a batch's articles with its reading failures in their places."""
    results = iter(outcomes)
    return [item if isinstance(item, Failure) else next(results) for item in batch]


def articles_of(batch: Batch) -> list[Article]:
    """Return the articles of a batch without its failures."""
    return [item for item in batch if isinstance(item, Article)]


def annotate_serially(
    work: Iterable[Batch], open_annotate: OpenAnnotate, *, on_ready: Callable[[], None]
) -> Iterator[list[Outcome]]:
    """Yield the outcomes of every batch in ``work``, one after the other; the model is loaded first.

    A document that hangs or kills the process isn't caught here.
    """
    annotate = open_annotate()
    on_ready()
    for batch in work:
        yield in_order(batch, annotate_batch(annotate, articles_of(batch)))
