"""The rooms of the house: who may import whom, the order they stand in, what spaCy learns of them."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import evistat
import evistat.flow

ROOT = Path(__file__).resolve().parents[1]
FLOW = re.compile(r"\w+(?: → \w+)+(?: \| \w+)?")
FACTORIES = {
    "evistat_abbreviations": "evistat.tokenise.abbreviations",
    "evistat_entities": "evistat.recognise.entities",
    "evistat_findings": "evistat.extract.component",
    "evistat_recogniser": "evistat.recognise.recogniser",
    "evistat_sections": "evistat.tokenise.sections",
    "evistat_sentences": "evistat.tokenise.sentences",
    "evistat_tagger": "evistat.recognise.tagger",
}


def order(words: str | None) -> list[str]:
    """Return the stages of the first line of arrows in a text."""
    found = FLOW.search(words or "")
    assert found is not None
    return re.split(r" → | \| ", found[0])


def test_imports_go_one_way() -> None:
    lint = "from importlinter.cli import lint_imports_command as lint; lint()"
    done = subprocess.run(
        [sys.executable, "-c", lint, "--no-logo", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_flow_is_told_the_same_everywhere() -> None:
    package = order(evistat.__doc__)
    assert package == ["read", "tokenise", "recognise", "extract", "records", "store", "inspect"]
    assert order(evistat.flow.__doc__) == package[:5]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert order(readme.partition("Data flows one way")[2]) == package


def test_every_stage_is_a_package_with_a_word_about_itself() -> None:
    for room in order(evistat.__doc__):
        text = (ROOT / "pipeline" / "evistat" / room / "__init__.py").read_text(encoding="utf-8")
        assert text.startswith('"""')


def test_spacy_learns_these_factories_and_no_others() -> None:
    points = importlib.metadata.entry_points(group="spacy_factories")
    assert {point.name for point in points if point.name.startswith("evistat")} == set(FACTORIES)
    for point in points:
        if point.name in FACTORIES:
            point.load()
    known = {name for name in Language.factories if name.startswith("evistat")}
    assert known == set(FACTORIES)


@pytest.mark.parametrize("name", sorted(FACTORIES))
def test_a_factory_makes_the_component_of_its_room(name: str) -> None:
    nlp = spacy.blank("en")
    component = nlp.add_pipe(name)
    assert type(component).__module__ == FACTORIES[name]
    meta = nlp.get_factory_meta(name)
    assert meta.factory == name


def test_registering_imports_none_of_our_rooms() -> None:
    # spaCy imports the registrations in every environment that has evistat: they must cost nothing.
    rooms = (
        "[name for name in sys.modules if name.startswith('evistat.') and name != 'evistat.registrations']"
    )
    code = f"import sys, evistat.registrations; print({rooms})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
