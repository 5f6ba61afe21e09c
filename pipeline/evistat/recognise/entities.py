"""Doc with a recogniser's entities → entities in our labels, mended, with ``negated``, ``hedged``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from evistat.recognise.context import cued
from evistat.recognise.model import our_label
from evistat.recognise.names import Defined, Name, mend

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
        names = [
            Name(ent.start_char, ent.end_char, label) for ent in doc.ents if (label := our_label(ent.label_))
        ]
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
        return doc


for _extension in CONTEXTS:
    if not Span.has_extension(_extension):
        Span.set_extension(_extension, default=False)
