"""What becomes of an article in a run: a record's line with its counts, or a failure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from evistat.errors import message
from evistat.read.article import Article, Failure
from evistat.records.schema import Record

Annotate = Callable[[Sequence[Article]], Iterator[Record]]
# Called once in every process that annotates; must be picklable (a module's function, or a partial of one).
OpenAnnotate = Callable[[], Annotate]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A finished record: its line, the hash of what it was read from, and what the summary counts."""

    doc_id: str
    sha256: str
    line: bytes
    findings: int
    entities: int
    leftovers: int
    without_abstract: bool


Outcome = Annotated | Failure


def failed(article: Article, code: str, **values: object) -> Failure:
    """Return the failure ``code`` of an article that was read but gave no record."""
    source = article.source
    return Failure(
        path=source.path,
        member=source.member,
        line=None,
        doc_id=article.doc_id,
        code=code,
        message=message(code, where=article.where, **values),
    )
