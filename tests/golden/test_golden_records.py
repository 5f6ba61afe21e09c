"""Whole records of a few samples: any change of any field shows here.

They say what the pipeline finds, right or wrong; what it should find stands in ``corpora/gold``. After a change that
is meant: ``pytest tests/golden --update-golden``, then read the difference.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evistat.flow import annotate_articles, load_pipeline
from evistat.read.article import Article, Source

RECORDS = Path(__file__).parent / "records"
ABSTRACTS = Path(__file__).parents[2] / "corpora" / "abstracts"
SAMPLES = [
    "acupuncture-migraine",
    "gout-genome-wide-association",
    "icu-early-mobilisation",
    "retinopathy-algorithm",
    "tea-diabetes-cohort",
]


@pytest.fixture(scope="module")
def annotate() -> Callable[[str], dict[str, Any]]:
    nlp = load_pipeline()

    def record_of(name: str) -> dict[str, Any]:
        text = (ABSTRACTS / f"{name}.txt").read_text("utf-8")
        article = Article(name, text, Source(f"{name}.txt", None, "text", 0, "0" * 64), title=None)
        (record,) = annotate_articles(nlp, [article])
        found: dict[str, Any] = json.loads(record.model_dump_json())
        return found

    return record_of


@pytest.mark.parametrize("name", SAMPLES)
def test_whole_record(
    name: str, annotate: Callable[[str], dict[str, Any]], request: pytest.FixtureRequest
) -> None:
    path = RECORDS / f"{name}.json"
    record = annotate(name)
    if request.config.getoption("--update-golden"):
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    golden = json.loads(path.read_text("utf-8"))
    for field in golden:
        assert record[field] == golden[field], field
    assert record.keys() == golden.keys()


def test_every_golden_record_is_tested() -> None:
    assert sorted(path.stem for path in RECORDS.glob("*.json")) == SAMPLES
