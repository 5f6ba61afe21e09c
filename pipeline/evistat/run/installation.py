"""The installation → checks of all that a run needs, each with what was found and, where it is wrong, a remedy."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from evistat import __version__
from evistat.errors import EvistatError, one_line
from evistat.read.article import Article, Source
from evistat.records.schema import SCHEMA_VERSION, Record
from evistat.run.outcome import Annotated
from evistat.run.processes import annotate_in_processes
from evistat.run.serial import open_flow
from evistat.run.versions import model_identity, version_of

State = Literal["ok", "absent", "warning", "broken"]
_PYTHON = ">=3.11,<3.13"
_SENTENCE = (
    "RESULTS: Mortality was lower with aspirin than with placebo (HR 0.71, 95% CI 0.55 to 0.92; P = 0.009)."
)
_SECONDS = 120.0
_MEGABYTE = 1_000_000
_TEMPORARY = 100 * _MEGABYTE
_MEMORY = 1200 * _MEGABYTE  # of a run with one worker at its largest
_NO_EXTRAS = ("all", "dev", "train", "bench")  # collections, and what only makes evistat itself


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at and found; ``remedy`` where it isn't as it should be.

    ``absent`` is what may be missing, ``warning`` what may trouble some runs, ``broken`` what stops any.
    """

    name: str
    state: State
    found: str
    remedy: str | None = None


def checks(model: str | None = None) -> Iterator[Check]:
    """Yield the checks one by one, the quick ones first."""
    yield Check("evistat", "ok", f"{__version__}, records {SCHEMA_VERSION}")
    yield _python()
    yield from _packages()
    yield from _extras()
    yield _encoding()
    yield _temporary_space()
    yield _working_folder()
    yield _memory()
    yield _model_there(model)
    yield _model_works(model)


def _python() -> Check:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if SpecifierSet(_PYTHON).contains(platform.python_version(), prereleases=True):
        return Check("python", "ok", found)
    return Check("python", "broken", found, f"install evistat under a Python {_PYTHON}")


def _packages() -> Iterator[Check]:
    for requirement in _requirements(None):
        yield _package(requirement, missing="broken", remedy="pip install --force-reinstall evistat")


def _package(requirement: Requirement, *, missing: State, remedy: str) -> Check:
    name = requirement.name
    found = version_of(name)
    if found is None:
        return Check(name, missing, "not installed", remedy)
    if not requirement.specifier.contains(found, prereleases=True):
        return Check(name, "broken", f"{found}, needed is {requirement.specifier}", remedy)
    return Check(name, "ok", found)


def _extras() -> Iterator[Check]:
    """Yield one check an extra: there, or how to get it."""
    names = sorted({extra for requirement in _all_requirements() for extra in _extras_of(requirement)})
    for name in names:
        remedy = f"pip install 'evistat[{name}]'"
        parts = [_package(part, missing="absent", remedy=remedy) for part in _requirements(name)]
        worst = max(parts, key=lambda part: ("ok", "absent", "broken").index(part.state))
        found = ", ".join(f"{part.name} {part.found}" for part in parts)
        yield Check(f"[{name}]", worst.state, found, worst.remedy)


def _requirements(extra: str | None) -> list[Requirement]:
    """Return what evistat, or one of its extras, requires here."""
    plain = [
        item for item in _all_requirements() if item.marker is None or item.marker.evaluate({"extra": ""})
    ]
    if extra is None:
        return plain
    return [
        item
        for item in _all_requirements()
        if item not in plain and item.marker is not None and item.marker.evaluate({"extra": extra})
    ]


def _extras_of(requirement: Requirement) -> list[str]:
    words = str(requirement.marker).replace("'", '"').split('"') if requirement.marker else []
    return [
        word
        for before, word in zip(words[::2], words[1::2], strict=False)
        if before.strip().endswith("extra ==") and word not in _NO_EXTRAS
    ]


def _all_requirements() -> list[Requirement]:
    try:
        return [Requirement(line) for line in requires("evistat") or ()]
    except PackageNotFoundError:  # run from a folder of sources
        return []


def _encoding() -> Check:
    used = {
        "file names": sys.getfilesystemencoding(),
        "locale": locale.getpreferredencoding(False),
        "output": str(getattr(sys.stdout, "encoding", None)),
    }
    found = ", ".join(f"{what} {encoding}" for what, encoding in used.items())
    if all(encoding.lower().replace("-", "") == "utf8" for encoding in used.values()):
        return Check("encoding", "ok", found)
    remedy = "records are UTF-8 all the same; set LANG=C.UTF-8 or PYTHONUTF8=1 to see and name everything"
    return Check("encoding", "warning", found, remedy)


def _temporary_space() -> Check:
    try:
        folder = tempfile.gettempdir()
        with tempfile.TemporaryFile() as file:
            file.write(b"x")
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Check(
            "temporary files", "broken", one_line(error), "set TMPDIR to a folder that can be written"
        )
    found = f"{folder}, {free // _MEGABYTE} MB free"
    if free < _TEMPORARY:
        return Check("temporary files", "warning", found, "free some space, or set TMPDIR to another folder")
    return Check("temporary files", "ok", found)


def _working_folder() -> Check:
    folder = Path.cwd()
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".evistat-doctor-") as file:
            file.write(b"x")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Check("this folder", "warning", f"{folder}: {reason}", "give an --output in another folder")
    return Check("this folder", "ok", f"{folder} can be written")


def _memory() -> Check:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        fields = dict(line.split(":", 1) for line in lines)
        free = int(fields["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return Check("memory", "ok", "can't be told on this system")
    found = f"{free // _MEGABYTE} MB available, {os.cpu_count()} processors"
    if free < _MEMORY:
        return Check("memory", "warning", found, "end other programs, or take fewer --workers")
    return Check("memory", "ok", found)


def _model_there(model: str | None) -> Check:
    identity = model_identity(model)
    if identity["sha256"] is None:
        remedy = (
            "give --model an installed pipeline or a folder"
            if model
            else "pip install --force-reinstall evistat"
        )
        return Check("model", "broken", f"{identity['name']}: not found", remedy)
    return Check(
        "model", "ok", f"{identity['name']} {identity['version']}, SHA-256 {identity['sha256'][:16]}…"
    )


def _model_works(model: str | None) -> Check:
    """Annotate a sentence as a run does, in a process of its own."""
    name = "a sentence"
    article = Article("doctor", _SENTENCE, Source("doctor", None, "text", 0, ""))
    try:
        ((outcome,),) = annotate_in_processes(
            [[article]],
            partial(open_flow, model),
            workers=1,
            document_seconds=_SECONDS,
            on_ready=lambda: None,
        )
    except EvistatError as error:
        return Check(name, "broken", str(error), "see the message; `pip install --force-reinstall evistat`")
    except Exception as error:  # whatever stops it is what is asked for here
        remedy = "if processes can't be started here, `evistat run --workers 0` does without"
        return Check(name, "broken", one_line(error), remedy)
    if not isinstance(outcome, Annotated):
        return Check(name, "broken", outcome.message, "pip install --force-reinstall evistat")
    record = Record.model_validate_json(outcome.line)
    finding = record.findings[0] if record.findings else None
    read = (
        finding is not None and finding.value == 0.71 and finding.p is not None and finding.p.value == 0.009
    )
    entities = ", ".join(f"{entity.text} {entity.label}" for entity in record.entities)
    if not read or not entities:
        found = f"{len(record.findings)} findings, entities: {entities or 'none'}"
        return Check(name, "broken", f"annotated wrongly: {found}", "pip install --force-reinstall evistat")
    return Check(name, "ok", f"annotated rightly: HR 0.71, p = 0.009, {entities}")
