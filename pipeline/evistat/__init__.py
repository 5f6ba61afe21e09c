"""Read biomedical articles and write down their statistical results.

Data flows one way: read → tokenise → recognise → extract → records → store | inspect.

>>> import evistat
>>> nlp = evistat.load()
>>> doc = nlp("RESULTS: Mortality fell (HR 0.71, 95% CI 0.55 to 0.92, P = 0.009).")
>>> doc._.findings[0]["value"]
0.71
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # spaCy takes over a second to import; --help and --version must not pay for it
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

    from evistat.records.schema import Record

__version__ = "0.10.0"
__all__ = ["__version__", "annotate", "load"]


def load(model: str | None = None, **overrides: Any) -> Language:
    """Return the whole pipeline as a spaCy ``Language``.

    ``model`` names or points to any spaCy pipeline with an ``ner`` component; the shipped one by default.
    Other keywords are those of ``spacy.load`` (``vocab``, ``disable``, ``enable``, ``exclude``, ``config``).
    """
    from evistat.flow import load_pipeline

    return load_pipeline(model, **overrides)


def annotate(texts: Iterable[str | dict[str, Any]], *, model: str | None = None) -> Iterator[Record]:
    """Yield one record per text, in order.

    A text is a string or a mapping with ``text`` and optionally ``id`` and ``title``.
    """
    from evistat.flow import annotate_texts

    return annotate_texts(texts, model=model)
