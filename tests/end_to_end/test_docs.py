"""docs/ → does it name everything there is?"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

from evistat.records.json_schema import schema_text
from evistat.records.schema import Kind, MeasureCode, PKind, SectionLabel

ROOT = Path(__file__).resolve().parents[2]
RECORDS = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")


def test_every_field_is_explained() -> None:
    schema = json.loads(schema_text())
    parts = [schema, *schema["$defs"].values()]
    # a concept is always null so far
    fields = {name for part in parts if part["title"] != "Concept" for name in part.get("properties", ())}
    explained = set(re.findall(r"\w+", RECORDS))
    assert len(fields) > 70
    assert fields - explained == set()


def test_every_code_is_explained() -> None:
    explained = set(re.findall(r"\w+", RECORDS))
    for codes in (MeasureCode, SectionLabel, Kind, PKind):
        assert set(get_args(codes)) - explained == set()


def test_every_check_is_explained() -> None:
    source = (ROOT / "pipeline" / "evistat" / "extract" / "checks.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'_check\(\s*"(\w+)"', source))
    assert len(codes) > 4
    assert codes - set(re.findall(r"`(\w+)`", RECORDS)) == set()


def test_files_named_in_the_documents_are_there() -> None:
    for name in (
        "CONTRIBUTING.md",
        "docs/design.md",
        "docs/records.md",
        "docs/accuracy.md",
        "docs/export.md",
    ):
        text = (ROOT / name).read_text(encoding="utf-8")
        paths = re.findall(r"`((?:pipeline|scripts|tests|corpora|models|docs)/[\w./-]*\w)`", text)
        links = re.findall(r"\]\(([^)#:]+)\)", text)
        named = [*paths, *((ROOT / name).parent / link for link in links)]
        assert [path for path in named if not (ROOT / path).exists()] == []
