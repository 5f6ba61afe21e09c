"""The flow: read → tokenise → recognise → extract → records. The only module that sees all stages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from confection import Config

from evistat import __version__
from evistat.errors import EvistatError
from evistat.read.article import Article, Source
from evistat.recognise.model import load_model
from evistat.records.build import build_record
from evistat.records.schema import Pipeline, Record

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 16


def load_pipeline(
    model: str | None = None,
    *,
    disable: Iterable[str] = (),
    exclude: Iterable[str] = (),
    config: Mapping[str, Any] | None = None,
    **overrides: Any,
) -> Language:
    """Load the recogniser and put our stages round it, in the order of ``config/default.cfg``.

    ``disable``, ``exclude``, ``enable``, ``vocab`` and ``config`` as in ``spacy.load``.
    """

    disabled = {disable} if isinstance(disable, str) else set(disable)
    excluded = {exclude} if isinstance(exclude, str) else set(exclude)
    settings = Config().from_str((files("evistat") / "config" / "default.cfg").read_text(encoding="utf-8"))
    settings = settings.merge(dict(config)) if config else settings
    stages: list[str] = settings["nlp"]["pipeline"]
    ours = set(settings["components"]) - {"ner"}
    enable = overrides.pop("enable", ())
    enabled = {enable} if isinstance(enable, str) else set(enable)
    nlp: Language = load_model(model, disable=disabled - ours, exclude=excluded - ours, **overrides)
    recogniser = [name for name in nlp.component_names if name not in ours]
    at = stages.index("ner")
    for name in stages:
        if name not in ours or name in excluded:
            continue
        options = dict(settings["components"][name])
        factory = options.pop("factory")
        before = recogniser[0] if stages.index(name) < at and recogniser else None
        nlp.add_pipe(factory, name=name, config=options, before=before)
    for name in nlp.component_names:
        if name in disabled or (enabled and name not in enabled):
            nlp.disable_pipe(name)
    return nlp


def annotate_articles(nlp: Language, articles: Sequence[Article]) -> Iterator[Record]:
    """Yield the record of every article, in order.

    The strings that the articles bring into the vocabulary are freed afterwards, so memory stays flat over any number
    of calls. Raises what a component raises: the caller decides what becomes of the other articles.
    """
    pipeline = _pipeline(nlp)
    with nlp.memory_zone():
        docs = nlp.pipe([_make_doc(nlp, article) for article in articles], batch_size=BATCH)
        records = [build_record(doc, article, pipeline) for doc, article in zip(docs, articles, strict=True)]
    yield from records


def annotate_texts(texts: Iterable[str | Mapping[str, Any]], *, model: str | None = None) -> Iterator[Record]:
    """Yield one record per text, in order; see ``evistat.annotate``."""
    nlp = load_pipeline(model)
    batch: list[Article] = []
    for index, item in enumerate(texts):
        batch.append(_article(item, index))
        if len(batch) == BATCH:
            yield from annotate_articles(nlp, batch)
            batch = []
    yield from annotate_articles(nlp, batch)


def _article(item: str | Mapping[str, Any], index: int) -> Article:
    """Return a text of the Python API as an article, its title joined in front as the readers do."""
    fields: Mapping[str, Any] = {"text": item} if isinstance(item, str) else item
    text = fields.get("text")
    where = f"text {index}"
    if text is None:
        raise EvistatError("E006", where=where, field="text", fields=", ".join(map(str, fields)) or "none")
    if not isinstance(text, str):
        raise EvistatError("E007", where=where, field="text", kind=type(text).__name__)
    title = fields.get("title")
    whole = f"{title}\n\n{text}" if title else text
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
    doc_id = str(fields.get("id", fields.get("doc_id", index)))
    return Article(doc_id, whole, Source("", None, "text", index, digest), title=title or None)


def _make_doc(nlp: Language, article: Article) -> Doc:
    doc = nlp.make_doc(article.text)
    for name, value in (
        ("doc_id", article.doc_id),
        ("title", article.title),
        ("section_marks", article.sections or None),
    ):
        if doc.has_extension(name):
            doc._.set(name, value)
    return doc


def _pipeline(nlp: Language) -> Pipeline:
    meta = nlp.meta
    name = (
        f"{meta['lang']}_{meta['name']}"
        if not str(meta["name"]).startswith(f"{meta['lang']}_")
        else str(meta["name"])
    )
    return Pipeline(name="evistat", version=__version__, model=name, model_version=str(meta["version"]))
