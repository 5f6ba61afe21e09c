"""spaCy factories and the tokenizer, reached by entry points.

Every ``spacy.load`` of the environment imports this module, so it imports nothing of ours until a component
is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc


def tokenizer() -> Callable[[Language], Any]:
    """Return what a pipeline calls to get its tokenizer (``evistat.Tokenizer.v1``)."""

    def make(nlp: Language) -> Any:
        from evistat.tokenise.tokenizer import Tokenizer

        return Tokenizer(nlp.vocab)

    return make


@Language.factory("evistat_abbreviations", assigns=["doc._.abbreviations"])
def abbreviations(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component that finds short forms and the long forms that define them."""
    from evistat.tokenise.abbreviations import Abbreviations

    return Abbreviations(nlp, name)


@Language.factory("evistat_recogniser", assigns=["doc.ents"], default_config={"model": None})
def recogniser(nlp: Language, name: str, model: str | None) -> Callable[[Doc], Doc]:
    """Make the component that runs a trained model, by name or path; the shipped one by default."""
    from evistat.recognise.model import SHIPPED, load_trained
    from evistat.recognise.recogniser import Recogniser

    return Recogniser(lambda: load_trained(model or SHIPPED, vocab=nlp.vocab), name)


@Language.factory("evistat_tagger", assigns=["doc.ents"])
def tagger(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component that the shipped model is: the trained recogniser of names."""
    from evistat.recognise.tagger import Tagger

    return Tagger(nlp, name)


@Language.factory("evistat_entities", assigns=["doc.ents"], requires=["doc.ents"])
def entities(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component that mends the recogniser's entities: precedence, borders, labels, negation."""
    from evistat.recognise.entities import Entities

    return Entities(nlp, name)


@Language.factory("evistat_sections")
def sections(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component that finds the article's sections."""
    from evistat.tokenise.sections import Sections

    return Sections(nlp, name)


@Language.factory("evistat_sentences")
def sentences(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component that sets sentence borders."""
    from evistat.tokenise.sentences import Sentences

    return Sentences(nlp, name)


@Language.factory("evistat_findings")
def findings(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component that finds statistics and what they are about."""
    from evistat.extract.component import Findings

    return Findings(nlp, name)
