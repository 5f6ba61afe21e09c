"""What a format is: a name, the file endings it goes by, how its content is known, and its reader.

A reader takes an open stream and yields articles, or failures for what in it gives none; it never raises for
what the stream holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader

from evistat.errors import message
from evistat.read.article import Article, Failure
from evistat.read.encoding import mend_surrogates


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user may say about the input; ``format`` None means: known by content and file ending.

    ``id_field`` None stands for the first of id, doc_id, pmid, pmcid, doi that is there. ``dedupe`` leaves
    repeats of an article out; ``keep_annotations`` puts those of an annotated input into the metadata.
    """

    format: str | None = None
    id_field: str | None = None
    text_field: str = "text"
    title_field: str = "title"
    max_length: int = 1_000_000
    dedupe: bool = False
    keep_annotations: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stream comes from.

    ``shown`` stands in messages, ``path`` and ``member`` in records, ``doc_id`` where the content has none.
    """

    shown: str
    path: str
    member: str | None
    doc_id: str

    def failure(
        self, code: str, *, line: int | None = None, doc_id: str | None = None, **values: object
    ) -> Failure:
        """Return the Failure ``code`` at this place, its message filled with ``values``."""
        where = self.shown if line is None else f"{self.shown}:{line}"
        text, _ = mend_surrogates(message(code, **({"path": self.shown, "where": where} | values)))
        return Failure(path=self.shown, member=self.member, line=line, doc_id=doc_id, code=code, message=text)


Reader = Callable[[BufferedReader, Place, ReadOptions], Iterator[Article | Failure]]


@dataclass(frozen=True, slots=True)
class Format:
    """One input format; ``sniff`` sees the first bytes and answers only when they leave no doubt.

    ``binary`` formats are let through where bytes that are no text would be refused. ``library`` names the one that
    reads the format, of files held whole: how long it takes over one, nobody can say.
    """

    name: str
    endings: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Reader
    binary: bool = False
    library: str | None = None


ReadWhole = Callable[[Format, BufferedReader, Place, ReadOptions], Iterator[Article | Failure]]
