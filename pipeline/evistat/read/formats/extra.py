"""A library that only some formats need → the library, or the Failure that says how to get it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from evistat.read.article import Failure
from evistat.read.formats.format import Place


def library(name: str, place: Place, *, format_name: str, extra: str) -> Any | Failure:
    """Return the module ``name``; a Failure that names the ``extra`` where it isn't installed."""
    try:
        return import_module(name)
    except ImportError:
        return place.failure("E044", doc_id=place.doc_id, format=format_name, extra=extra)
