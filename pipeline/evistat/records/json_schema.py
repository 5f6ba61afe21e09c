"""Record models → their JSON Schema, the text of ``schema.json`` beside this module."""

from __future__ import annotations

import json

from evistat.records.schema import SCHEMA_VERSION, Record


def schema_text() -> str:
    """Return the JSON Schema of a record as it is committed and printed."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "evistat record",
        "version": SCHEMA_VERSION,
        **{name: part for name, part in Record.model_json_schema().items() if name != "title"},
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
