import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from evistat.read.article import Article
from evistat.records.jsonl import read_records
from evistat.records.schema import Record
from evistat.run.batches import Batch
from evistat.run.outcome import OpenAnnotate, Outcome
from evistat.run.serial import annotate_serially

RECORDS = Path(__file__).parents[1] / "cases" / "shown_records.jsonl"


@pytest.fixture
def quick_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a stand-in in the pipeline's place: a known record for every article, faults on request."""
    known = next(iter(read_records(str(RECORDS))))

    def annotate_articles(_nlp: object, articles: Sequence[Article]) -> Iterator[Record]:
        for article in articles:
            if article.text.startswith("interrupt"):
                raise KeyboardInterrupt
            if article.text.startswith("raise"):
                raise ValueError("no good")
            yield known.model_copy(update={"doc_id": article.doc_id})

    flow = ModuleType("evistat.flow")
    flow.load_pipeline = lambda model: model  # type: ignore[attr-defined]
    flow.annotate_articles = annotate_articles  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "evistat.flow", flow)
    # Another process wouldn't see the stand-in.
    monkeypatch.setattr("evistat.run.job.annotate_in_processes", _in_this_process)


def _in_this_process(
    work: Iterable[Batch], open_annotate: OpenAnnotate, *, on_ready: Callable[[], None], **_: object
) -> Iterator[list[Outcome]]:
    return annotate_serially(work, open_annotate, on_ready=on_ready)
