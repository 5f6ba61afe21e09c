"""A stand-in for the pipeline, importable in worker processes: a record per article, faults on request.

An article whose text begins with a word of command makes the trouble it names.
"""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from evistat.errors import EvistatError
from evistat.read.article import Article
from evistat.records.schema import SCHEMA_VERSION, Pipeline, Record, Source, Warning


def open_standin() -> "partial[Iterator[Record]]":
    return partial(annotate, None)


def open_counting(folder: str) -> "partial[Iterator[Record]]":
    (Path(folder) / f"worker-{os.getpid()}").touch()
    return partial(annotate, None)


def open_missing_model() -> "partial[Iterator[Record]]":
    raise EvistatError("E012", model="none", reason="not there")


def open_broken() -> "partial[Iterator[Record]]":
    raise KeyError("no such thing")


def open_dying() -> "partial[Iterator[Record]]":
    os._exit(7)


def annotate(_nlp: None, articles: Sequence[Article]) -> Iterator[Record]:
    for article in articles:
        command, _, rest = article.text.partition(" ")
        match command:
            case "raise":
                raise ValueError(f"bad\n  text: {rest}")
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "hang":
                time.sleep(600)
            case "disturb":
                for number in (signal.SIGINT, signal.SIGTERM):
                    os.kill(os.getpid(), number)
            case "eat":
                bytearray(int(rest) << 20)
            case "slow":
                time.sleep(float(rest))
            case "interrupt":
                os.kill(os.getppid(), signal.SIGINT)
                time.sleep(600)
        yield record_of(article)


def record_of(article: Article) -> Record:
    return Record(
        schema_version=SCHEMA_VERSION,
        doc_id=article.doc_id,
        source=Source(
            path=article.source.path,
            member=article.source.member,
            format=article.source.format,
            index=article.source.index,
            sha256=article.source.sha256,
        ),
        title=article.title,
        metadata=article.metadata,
        text=article.text,
        sections=[],
        sentences=[],
        abbreviations=[],
        study=None,
        entities=[],
        findings=[],
        warnings=[
            Warning(code=note.code, message=note.message, start=None, end=None) for note in article.warnings
        ],
        pipeline=Pipeline(name="stand-in", version="0", model="none", model_version="0"),
    )
