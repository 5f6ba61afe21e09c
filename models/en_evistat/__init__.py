"""The recogniser that evistat ships: a spaCy pipeline with six entity labels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import load_model_from_init_py

__version__: str = json.loads(Path(__file__).with_name("meta.json").read_text(encoding="utf-8"))["version"]


def load(**overrides: Any) -> Language:
    """Return the trained pipeline; ``overrides`` are those of ``spacy.load``."""
    return load_model_from_init_py(__file__, **overrides)
