import tempfile
from pathlib import Path
from typing import Any

import pytest

from evistat.errors import EvistatError
from evistat.run import installation
from evistat.run.installation import Check, checks


def checked(model: str | None = None) -> dict[str, Check]:
    return {check.name: check for check in checks(model)}


@pytest.fixture
def no_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the loading of the model."""
    monkeypatch.setattr(installation, "_model_works", lambda _: Check("a sentence", "ok", ""))


def test_this_installation_is_well() -> None:
    found = checked()
    assert [check for check in found.values() if check.state == "broken"] == []
    assert found["evistat"].found.startswith("0.")
    assert found["spacy"].found.startswith("3.8")
    assert "[pdf]" in found
    assert not {"[dev]", "[all]", "[train]"} & set(found)
    assert found["a sentence"].found.startswith("annotated rightly")
    assert all(check.remedy is None for check in found.values() if check.state == "ok")


@pytest.mark.usefixtures("no_sentence")
def test_what_is_missing_or_of_a_wrong_version_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"spacy": "3.7.5", "lxml": None, "pypdf": None}
    real = installation.version_of
    monkeypatch.setattr(
        installation, "version_of", lambda name: versions[name] if name in versions else real(name)
    )
    found = checked()
    assert (found["spacy"].state, found["spacy"].found) == ("broken", "3.7.5, needed is <3.9,>=3.8")
    assert (found["lxml"].state, found["lxml"].found) == ("broken", "not installed")
    assert (found["[pdf]"].state, found["[pdf]"].remedy) == ("absent", "pip install 'evistat[pdf]'")


@pytest.mark.usefixtures("no_sentence")
def test_surroundings_that_dont_fit_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)
    monkeypatch.setattr(installation.locale, "getpreferredencoding", lambda _: "ANSI_X3.4-1968")
    monkeypatch.setattr(installation.platform, "python_version", lambda: "3.13.1")
    found = checked()
    states = {name: found[name].state for name in ("temporary files", "this folder", "encoding", "python")}
    assert states == {
        "temporary files": "broken",
        "this folder": "warning",
        "encoding": "warning",
        "python": "broken",
    }
    assert all(found[name].remedy for name in states)


def test_a_model_that_isnt_there_is_said() -> None:
    found = checked("no_such_model")
    assert (found["model"].state, found["a sentence"].state) == ("broken", "broken")
    assert "E012" in found["a sentence"].found


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (EvistatError("E012", model="m", reason="not there"), "E012"),
        (PermissionError(1, "no processes here"), "no processes here"),
    ],
)
def test_a_run_that_cant_be_is_said(error: Exception, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    monkeypatch.setattr(installation, "annotate_in_processes", fail)
    check = checked()["a sentence"]
    assert (check.state, words in check.found, bool(check.remedy)) == ("broken", True, True)


def test_a_pipeline_that_reads_wrongly_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from standin_flow import open_standin

    monkeypatch.setattr(installation, "open_flow", lambda _: None)
    monkeypatch.setattr(installation, "partial", lambda *_: open_standin)
    check = checked()["a sentence"]
    assert check.state == "broken"
    assert check.found == "annotated wrongly: 0 findings, entities: none"


@pytest.mark.usefixtures("no_sentence")
def test_nothing_is_left_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert checked()["this folder"].state == "ok"
    assert list(tmp_path.iterdir()) == []
