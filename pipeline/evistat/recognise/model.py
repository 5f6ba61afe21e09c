"""A model's name or path → the spaCy pipeline that recognises entities, ready to run."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.util import is_compatible_version
from thinc.api import Model, NumpyOps

from evistat.errors import EvistatError
from evistat.lexicons import lexicon

SHIPPED = "en_evistat"
KEPT = frozenset({"tok2vec", "transformer", "curated_transformer", "ner", "entity_ruler"})
LONGEST_TEXT = 50_000_000  # characters; spaCy's own limit is for models that read a text at once


def load_model(name_or_path: str | None = None, **overrides: Any) -> Language:
    """Load a recogniser: the shipped one, or any spaCy pipeline that has an ``ner``.

    Returns a pipeline of the model's tokenizer and one component, ``ner``, that runs all of the model that
    finds entities. ``overrides`` are those of ``spacy.load``.
    """
    name = name_or_path or SHIPPED
    disable, exclude = (_names(overrides.pop(key, ())) for key in ("disable", "exclude"))
    model = load_trained(name, **overrides)
    settings = {"nlp": {"lang": model.lang, "tokenizer": model.config["nlp"]["tokenizer"]}}
    nlp = type(model).from_config(settings, vocab=model.vocab, meta=model.meta)
    nlp.tokenizer = model.tokenizer
    nlp.max_length = LONGEST_TEXT
    if "ner" not in exclude:
        recogniser: Any = nlp.add_pipe("evistat_recogniser", name="ner", config={"model": name})
        recogniser.use(model)
    if "ner" in disable and "ner" not in exclude:
        nlp.disable_pipe("ner")
    return nlp


def load_trained(name: str, **overrides: Any) -> Language:
    """Load of a model what finds entities, or say why that can't be done."""
    meta = _meta(name)
    pipeline = list(meta.get("pipeline", ()))
    if meta and "ner" not in pipeline:
        has = ", ".join(pipeline) or "nothing"
        raise EvistatError("E012", model=name, reason=f"finds no entities: no `ner` in its pipeline ({has})")
    unneeded = [part for part in pipeline if part not in KEPT]
    wanted = meta.get("spacy_version", "")
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W095\]")  # said below, in our own words
            nlp = _load(name, exclude=unneeded, **overrides)
    except Exception as error:  # any model of anyone's: whatever fails here makes it unusable
        raise EvistatError("E012", model=name, reason=_reason(name, wanted, error)) from error
    if "ner" not in nlp.pipe_names:
        raise EvistatError("E012", model=name, reason="finds no entities: no `ner` in its pipeline")
    if wanted and is_compatible_version(spacy_version, wanted) is False:
        warnings.warn(
            f"model {name!r} was made for spaCy {wanted}, this is {spacy_version}: entities may differ",
            stacklevel=3,
        )
    _use_fast_matrices(nlp)
    return nlp


def our_label(label: str) -> str:
    """Return our label for a model's own; empty where its entities are to be dropped."""
    labels: dict[str, str] = lexicon("entity_labels")["labels"]
    return labels.get(label.upper().replace("-", "_").replace(" ", "_"), label)


def _names(value: str | Iterable[str]) -> set[str]:
    return {value} if isinstance(value, str) else set(value)


def _load(name: str, **options: Any) -> Language:
    if name == SHIPPED:
        import en_evistat

        nlp: Language = en_evistat.load(**options)
        return nlp
    return spacy.load(name, **options)


def _meta(name: str) -> dict[str, Any]:
    """Return the model's meta.json where it can be read without loading the model."""
    try:
        folder = Path(name)
        if name == SHIPPED:
            import en_evistat

            folder = Path(en_evistat.__file__).parent
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (
        ImportError,
        OSError,
        ValueError,
    ):  # a package, or unusable: loading says why
        return {}
    return meta if isinstance(meta, dict) else {}


def _reason(name: str, wanted: str, error: Exception) -> str:
    path = Path(name)
    if isinstance(error, ImportError) and name == SHIPPED:
        return "not installed; install evistat whole, its model comes with it"
    if "E050" in str(error):
        if path.is_dir():
            return "this folder holds no spaCy model (no config.cfg)"
        return "no installed package and no folder of this name"
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if wanted and is_compatible_version(spacy_version, wanted) is False:
        return f"made for spaCy {wanted}, this is {spacy_version} ({reason})"
    return f"can't be loaded ({reason})"


def _use_fast_matrices(nlp: Language) -> None:
    """Compute with numpy's matrix library, twice as fast as BLIS, which spaCy takes by itself."""
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        if isinstance(model, Model):
            for node in model.walk():
                if isinstance(node.ops, NumpyOps):
                    node.ops = ops
