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
    """A finished record: its line and what the summary counts."""

    doc_id: str
    line: bytes
    findings: int
    entities: int
    leftovers: int


Outcome = Annotated | Failure


def failed(article: Article, code: str, **values: object) -> Failure:
    """Return the failure ``code`` of an article that was read but gave no record."""
    source = article.source
    where = source.path if source.member is None else f"{source.path}!{source.member}"
    named = where if article.doc_id == where else f"{where} ({article.doc_id})"
    return Failure(
        path=source.path,
        member=source.member,
        line=None,
        doc_id=article.doc_id,
        code=code,
        message=message(code, where=named, **values),
    )
