import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from evistat.read.article import Article
from evistat.records.jsonl import read_records
from evistat.records.schema import Record

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
