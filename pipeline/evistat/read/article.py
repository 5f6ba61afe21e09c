"""What every reader returns: an Article, or a Failure that says why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

IN_ARCHIVE = "!"  # between an archive's path and a member's name


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article came from.

    ``path`` as the user gave it or relative to the folder given; ``member`` inside an archive; ``index``
    counts the articles of one file from 0; ``sha256`` is of its own bytes (a JSON line, a file, an XML element as UTF-8), in hex.
    """

    path: str
    member: str | None
    format: str
    index: int
    sha256: str

    @property
    def where(self) -> str:
        """The path, and the member behind it."""
        return self.path if self.member is None else f"{self.path}{IN_ARCHIVE}{self.member}"


@dataclass(frozen=True, slots=True)
class SectionMark:
    """A section that the input format itself names: offsets into ``Article.text``, label as in records.

    ``heading`` is the heading as the input gives it, None where it gives a label only.
    """

    label: str
    heading: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    """A warning about a document: a code of ``evistat.errors``, its text, offsets where it has a place."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read: ``text`` is final, every later offset points into it.

    ``sections`` are those the format names (empty for plain text: they are found later); ``metadata`` holds
    plain JSON values under the names of the record format.
    """

    doc_id: str
    text: str
    source: Source
    title: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    sections: tuple[SectionMark, ...] = ()
    warnings: tuple[Note, ...] = ()

    @property
    def where(self) -> str:
        """Where it came from, and its id where that says more."""
        where = self.source.where
        return where if self.doc_id == where else f"{where} ({self.doc_id})"


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no article or no record: where, the message code and the message for people.

    With a code of the W kind it is a notice: nothing went wrong, but something was left out that ought to be told.
    """

    path: str
    member: str | None
    line: int | None
    doc_id: str | None
    code: str
    message: str

    @property
    def is_notice(self) -> bool:
        """Whether this tells of what was left out on purpose, not of a fault."""
        return self.code.startswith("W")
