"""The installation and a model's name → the versions that decide what a record holds."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from evistat import __version__
from evistat.records.schema import SCHEMA_VERSION

SHIPPED_MODEL = "en_evistat"
_PACKAGES = ("spacy", "scispacy", "thinc", "numpy")  # other versions of these may move a score


def versions(model: str | None) -> dict[str, Any]:
    """Return the versions of evistat, the record format, the model and the libraries that compute with it.

    Neither spaCy nor the model is loaded for it.
    """
    return {
        "evistat": __version__,
        "schema": SCHEMA_VERSION,
        "model": model_identity(model),
        "packages": {name: version_of(name) for name in _PACKAGES},
    }


def version_of(package: str) -> str | None:
    """Return the version of an installed package, None where there is none."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def model_identity(model: str | None) -> dict[str, Any]:
    """Return name, version and a hash of all files of a model; version and hash None where it isn't found.

    A model trained anew may bear the version it had before: the hash tells them apart.
    """
    name = model or SHIPPED_MODEL
    folder = _folder(name)
    if folder is None:
        return {"name": name, "version": None, "sha256": None}
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        meta = {}
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        whole.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape") + b"\n")
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return {"name": name, "version": meta.get("version"), "sha256": whole.hexdigest()}


def _folder(name: str) -> Path | None:
    """Return where a model lies: a folder, or that of an installed package, which isn't imported."""
    if name != SHIPPED_MODEL and Path(name).is_dir():
        return Path(name)
    found = find_spec(name) if name.isidentifier() else None
    places = found.submodule_search_locations if found is not None else None
    return Path(places[0]) if places else None
