"""docs/ → does it name everything there is?"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest

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


DOCUMENTS = [
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_named_in_the_documents_are_there(name: str) -> None:
    text = re.sub(r"^```.*?^```", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.M | re.S)
    paths = re.findall(r"`((?:pipeline|scripts|tests|corpora|models|docs)/[\w./-]*\w)`", text)
    links = re.findall(r"\]\((?!\w+:)([^)#]+)(?:#[^)]*)?\)", text)
    named = [ROOT / path for path in paths] + [(ROOT / name).parent / link for link in links]
    assert [str(path) for path in named if not path.exists()] == []


def test_every_document_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    ahead = [ROOT / "README.md"]
    while ahead:
        path = ahead.pop()
        if path in seen or path.suffix != ".md":
            continue
        seen.add(path)
        links = re.findall(r"\]\((?!\w+:)([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        ahead += [(path.parent / link).resolve() for link in links]
    assert {ROOT / name for name in DOCUMENTS} <= seen


def test_modules_named_in_the_design_are_there() -> None:
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|(.*`\w+\.py`.*)", design, re.M)
    named = [
        ROOT / "pipeline" / "evistat" / room / name
        for room, row in rows
        for name in re.findall(r"`([\w/]+\.py)`", row)
    ]
    assert len(named) > 40
    assert [str(path) for path in named if not path.exists()] == []
