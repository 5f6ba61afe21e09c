"""Docs → Docs with the trained model's entities, in batches and pieces that keep memory flat.

A trained encoder wants about 20 kilobytes a token: a text of a megabyte read at once takes 5 gigabytes. So
documents run in batches of a bounded number of tokens, and a longer one in pieces cut at sentence borders
where it has any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from evistat.errors import message
from evistat.read.article import Note
from evistat.recognise.tagger import NESTED

LONGEST_PIECE = 8_000  # tokens
LEAST_PIECE = 6_000  # a sentence border from here on is good enough


class Recogniser:
    """Run a model's trained components as one component of another pipeline.

    ``load`` returns the model; it is called once, at the first document.
    """

    def __init__(self, load: Callable[[], Language], name: str = "ner") -> None:
        """Keep how to get the model."""
        self.name = name
        self._load = load
        self._model: Language | None = None

    def use(self, model: Language) -> None:
        """Take a model that is loaded already."""
        self._model = model

    @property
    def model(self) -> Language:
        """The model's own pipeline."""
        if self._model is None:
            self._model = self._load()
        return self._model

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the model knows."""
        recogniser: Any = self.model.get_pipe("ner")
        return tuple(recogniser.labels)

    def __call__(self, doc: Doc) -> Doc:
        """Recognise the entities of one document."""
        if len(doc) > LONGEST_PIECE:
            return self._in_pieces(doc)
        return next(iter(self._recognise([doc])))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Recognise the entities of many documents, in order."""
        batch: list[Doc] = []
        tokens = 0
        for doc in stream:
            if batch and (tokens + len(doc) > LONGEST_PIECE or len(batch) >= batch_size):
                yield from self._recognise(batch)
                batch, tokens = [], 0
            if len(doc) > LONGEST_PIECE:
                yield self._in_pieces(doc)
            else:
                batch.append(doc)
                tokens += len(doc)
        if batch:
            yield from self._recognise(batch)

    def _recognise(self, docs: list[Doc]) -> Iterable[Doc]:
        stream: Iterable[Doc] = docs
        for _, pipe in self.model.pipeline:
            stream = pipe.pipe(stream, batch_size=len(docs)) if hasattr(pipe, "pipe") else map(pipe, stream)
        return stream

    def _in_pieces(self, doc: Doc) -> Doc:
        spans: list[Span] = []
        nested: list[Span] = []
        longest = max(len(paragraph) for paragraph in doc.text.split("\n"))
        for start, end in pieces(doc):
            (piece,) = self._recognise([doc[start:end].as_doc()])
            spans += _moved(piece.ents, doc, start)
            nested += _moved(piece.spans.get(NESTED, ()), doc, start)
        doc.ents = tuple(spans)
        doc.spans[NESTED] = nested
        if longest >= len(doc.text) // 2:
            doc._.evistat_notes = [*doc._.evistat_notes, Note("W003", message("W003", length=longest))]
        return doc

    def to_disk(self, path: Any, **_: Any) -> None:
        """Write nothing: the pipeline's config names the model."""

    def from_disk(self, path: Any, **_: Any) -> Recogniser:  # noqa: ARG002
        """Return the component unchanged: the pipeline's config names the model."""
        return self


def _moved(spans: Iterable[Span], doc: Doc, by: int) -> list[Span]:
    """Return a piece's spans as spans of the whole document."""
    return [Span(doc, by + span.start, by + span.end, span.label_) for span in spans]


def pieces(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the borders of the pieces of a long document, token by token complete."""
    sentences = doc.has_annotation("SENT_START")
    start = 0
    while len(doc) - start > LONGEST_PIECE:
        end = start + LONGEST_PIECE
        if sentences:
            least = start + LEAST_PIECE
            end = next((i for i in range(end, least, -1) if doc[i].is_sent_start), end)
        yield start, end
        start = end
    yield start, len(doc)


if not Doc.has_extension("evistat_notes"):
    Doc.set_extension("evistat_notes", default=[])
