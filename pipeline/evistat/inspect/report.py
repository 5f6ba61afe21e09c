"""Records → a folder with a page of their findings: no server, no network, opened from the file.

``index.html`` loads ``assets/`` (code of ours) and ``data/`` (scripts made from the records): the summary and the
index at once, the documents' texts a chunk at a time when they are wanted.
"""

from __future__ import annotations

import html
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from evistat.errors import EvistatError
from evistat.inspect.document_page import document_page
from evistat.inspect.report_rows import DOCUMENT_FIELDS, FINDING_FIELDS, document_row, finding_row
from evistat.inspect.report_scales import scales
from evistat.inspect.script_data import packed, script
from evistat.inspect.summary import Summary
from evistat.records.schema import Record

INDEX = "index.html"
STATIC = files("evistat.inspect") / "static"
STYLES = ("report.css", "print.css")
CODE = (
    "core.js", "words.js", "decisions.js", "filters.js", "table.js", "overview.js", "findings.js", "documents.js",
    "document.js", "text.js", "cards.js", "choosing.js", "correct.js",
    "forest.js", "forest_axis.js", "forest_drawing.js", "review.js", "main.js",
)  # fmt: skip
# A script of this size is read in an instant; a document's page needs one of them.
CHUNK_BYTES = 300_000
# So many lines of the index a script: no single one holds the page up.
INDEX_LINES = 4_000
# Every report has it in its first lines; a folder without is never replaced.
MARK = '<meta name="generator" content="evistat '


@dataclass(frozen=True, slots=True)
class Written:
    """What a report holds."""

    documents: int
    findings: int


def write_report(
    records: Iterable[Record], output: str, *, title: str, version: str, force: bool = False
) -> Written:
    """Write the report's folder, whole or not at all; the same records give the same bytes.

    ``version`` is that of evistat, which the page names.
    """
    refuse_folder(output, force=force)
    with _folder_written_whole(Path(output)) as folder:
        try:
            return _write(records, folder, title, version)
        except OSError as error:
            raise EvistatError("E010", output=output, reason=error.strerror or str(error)) from error


def refuse_folder(output: str, *, force: bool) -> None:
    """Raise where a report can't be written to ``output``, or something there may not be replaced."""
    target = Path(output)
    if not target.absolute().parent.is_dir():
        raise EvistatError("E010", output=output, reason=f"no folder {target.parent}")
    if not os.path.lexists(target):
        return
    if target.is_dir() and not any(target.iterdir()):
        return
    if not force:
        raise EvistatError("E009", output=output)
    if target.is_symlink() or not _is_report(target):
        raise EvistatError("E100", output=output)


def _is_report(folder: Path) -> bool:
    try:
        with (folder / INDEX).open(encoding="utf-8", errors="replace") as file:
            return MARK in file.read(2_000)
    except OSError:
        return False


@contextmanager
def _folder_written_whole(target: Path) -> Iterator[Path]:
    """Give a folder beside ``target`` to write to, which takes its name at the end and is gone after a failure."""
    try:
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.absolute().parent))
    except OSError as error:
        raise EvistatError("E010", output=str(target), reason=error.strerror or str(error)) from error
    try:
        folder = work / "new"
        folder.mkdir()
        yield folder
        try:
            if target.exists():
                target.rename(work / "old")
            folder.rename(target)
        except OSError as error:
            raise EvistatError("E010", output=str(target), reason=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(records: Iterable[Record], folder: Path, title: str, version: str) -> Written:
    assets, data = folder / "assets", folder / "data"
    assets.mkdir()
    data.mkdir()
    for name in (*STYLES, *CODE):
        (assets / name).write_bytes((STATIC / name).read_bytes())
    summary = Summary()
    documents = _Lines(data, "documents", DOCUMENT_FIELDS)
    findings = _Lines(data, "findings", FINDING_FIELDS)
    pages = _Pages(data)
    for number, record in enumerate(records):
        summary.add(record)
        chunk = pages.add({"number": number, **document_page(record)})
        documents.add(document_row(record, chunk=chunk))
        for at in range(len(record.findings)):
            findings.add(finding_row(record, at, doc=number))
    pages.close()
    scripts = ["data/summary.js", *documents.close(), *findings.close()]
    about = {"title": title, "version": version, "scales": scales(), **summary.data()}
    (data / "summary.js").write_bytes(script("summary", packed(about)))
    # A file's name, which may be the title, isn't always UTF-8.
    (folder / INDEX).write_bytes(_index(title, version, scripts).encode("utf-8", "replace"))
    return Written(summary.documents, summary.totals["findings"])


def _index(title: str, version: str, data: list[str]) -> str:
    """Return the page itself: the template with its title and its scripts."""
    first, *others = [*(f"assets/{name}" for name in CODE), *data]
    # The first sets light or dark before anything is painted; the others wait for the page.
    tags = "\n".join(
        [f'<script src="{first}"></script>', *(f'<script defer src="{name}"></script>' for name in others)]
    )
    page = (STATIC / INDEX).read_text(encoding="utf-8")
    for mark, words in (
        ("{{generator}}", f"evistat {version}"),
        ("{{scripts}}", tags),
        ("{{title}}", html.escape(title)),  # last: a title may hold anything
    ):
        page = page.replace(mark, words)
    return page


@dataclass(slots=True)
class _Lines:
    """The lines of an index, written as scripts of a bounded number of lines."""

    folder: Path
    name: str
    fields: tuple[str, ...]
    lines: list[list[Any]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    def add(self, line: list[Any]) -> None:
        self.lines.append(line)
        if len(self.lines) == INDEX_LINES:
            self._write()

    def close(self) -> list[str]:
        """Write what is left and return the scripts' names in the report."""
        if self.lines:
            self._write()
        return self.written

    def _write(self) -> None:
        name = f"{self.name}-{len(self.written):04d}.js"
        data = {"fields": self.fields, "lines": self.lines}
        (self.folder / name).write_bytes(script(self.name, packed(data)))
        self.written.append(f"data/{name}")
        self.lines = []


@dataclass(slots=True)
class _Pages:
    """The documents' pages, written as scripts of a bounded size."""

    folder: Path
    pages: list[str] = field(default_factory=list)
    size: int = 0
    chunk: int = 0

    def add(self, page: dict[str, Any]) -> int:
        """Keep a page for the next script and return that script's number."""
        words = packed(page)
        if self.pages and self.size + len(words) > CHUNK_BYTES:
            self._write()
        self.pages.append(words)
        self.size += len(words)
        return self.chunk

    def close(self) -> None:
        if self.pages:
            self._write()

    def _write(self) -> None:
        name = f"pages-{self.chunk:05d}"
        (self.folder / f"{name}.js").write_bytes(script(name, f"[{','.join(self.pages)}]"))
        self.pages, self.size = [], 0
        self.chunk += 1
