"""Doc with a recogniser's entities → entities in our labels, mended, with ``negated``, ``hedged``.

``doc.ents`` has the entities that lie apart, ``doc.spans["nested"]`` those inside them ("liver" in "liver failure").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from evistat.recognise.context import cued
from evistat.recognise.model import our_label
from evistat.recognise.names import Defined, Name, inside, mend
from evistat.recognise.tagger import NESTED

CONTEXTS = ("negated", "hedged")


class Entities:
    """Rewrite ``doc.ents``; run after ``ner`` and ``evistat_abbreviations``."""

    def __init__(self, nlp: Language, name: str = "evistat_entities") -> None:
        """Take nothing of the pipeline: all that is needed lies in the lexicons."""
        self.name = name
        self.vocab = nlp.vocab

    def __call__(self, doc: Doc) -> Doc:
        """Mend the document's entities."""
        text = doc.text
        names = _names(doc.ents)
        definitions: list[Defined] = []
        if Doc.has_extension("abbreviations"):
            definitions = [
                Defined(d["short_start"], d["short_end"], d["long_start"], d["long_end"])
                for d in doc._.abbreviations
            ]
        spans: list[Span] = []
        for found in mend(text, names, definitions):
            span = doc.char_span(found.start, found.end, found.label, alignment_mode="expand")
            if span is not None and (not spans or span.start >= spans[-1].end):
                spans.append(span)
        doc.ents = tuple(spans)
        places = [(span.start_char, span.end_char) for span in spans]
        for kind in CONTEXTS:
            for span, reached in zip(spans, cued(text, kind, places), strict=True):
                if reached:
                    span._.set(kind, True)
        if NESTED in doc.spans:
            doc.spans[NESTED] = _nested(doc, text, _names(doc.spans[NESTED]), spans)
        return doc


def _names(spans: Iterable[Span]) -> list[Name]:
    return [
        Name(span.start_char, span.end_char, label) for span in spans if (label := our_label(span.label_))
    ]


def _nested(doc: Doc, text: str, names: list[Name], spans: Sequence[Span]) -> list[Span]:
    """Return the names inside entities, once each, negated and hedged as what holds them."""
    holding = {(span.start_char, span.end_char): span for span in spans}
    outer = [Name(start, end, span.label_) for (start, end), span in holding.items()]
    nested: dict[tuple[int, int], Span] = {}
    for name, holder in inside(text, names, outer):
        span = doc.char_span(name.start, name.end, name.label)
        if span is None or (name.start, name.end) in nested:
            continue
        nested[name.start, name.end] = span
        for kind in CONTEXTS:
            span._.set(kind, holding[holder.start, holder.end]._.get(kind))
    return [nested[place] for place in sorted(nested)]


for _extension in CONTEXTS:
    if not Span.has_extension(_extension):
        Span.set_extension(_extension, default=False)
