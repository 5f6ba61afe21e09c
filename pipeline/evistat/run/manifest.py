"""What a run was ↔ a file beside its output: inputs, options, versions, counts, and every document's hash.

It is one JSON object, laid out so that a million documents needn't be held in memory: every field on a line of
its own, then the long lists with one entry a line. Nothing in it changes from run to run (no times, no hosts).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from evistat.errors import EvistatError

VERSION = 1
FILES, DOCUMENTS, REMOVED, SHARES = "files", "documents", "removed", "shares"


def manifest_of(output: str) -> str:
    """Return the name of the manifest beside ``output``."""
    return f"{output}.manifest.json"


def compact(value: Any) -> str:
    """Return ``value`` as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_manifest(path: Path, head: Mapping[str, Any], lists: Mapping[str, Iterable[Any]]) -> None:
    """Write a manifest to ``path`` and make sure that it is on the disk."""
    with path.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        file.write(f'{{\n"manifest": {VERSION}')
        for name, value in head.items():
            file.write(f",\n{compact(name)}: {compact(value)}")
        for name, entries in lists.items():
            file.write(f",\n{compact(name)}: [")
            separator = "\n"
            for entry in entries:
                file.write(f"{separator}{compact(entry)}")
                separator = ",\n"
            file.write("\n]")
        file.write("\n}\n")
        file.flush()
        os.fsync(file.fileno())


def read_head(path: str) -> dict[str, Any]:
    """Return a manifest without its long lists."""
    fields: list[str] = []
    for line in _lines(path):
        if line.endswith(": ["):
            break
        fields.append(line)
    text = "\n".join(fields).removesuffix("}").rstrip().removesuffix(",") + "}"
    try:
        head = json.loads(text)
    except ValueError as error:
        raise EvistatError(
            "E066", path=path, reason="broken JSON, or laid out anew by another program"
        ) from error
    if not isinstance(head, dict) or head.get("manifest") != VERSION:
        raise EvistatError("E066", path=path, reason=f'no "manifest": {VERSION} in it')
    return head


def read_list(path: str, name: str) -> Iterator[Any]:
    """Yield the entries of one of a manifest's long lists; none where it has no such list."""
    wanted = f"{compact(name)}: ["
    inside = False
    for line in _lines(path):
        if not inside:
            inside = line == wanted
        elif line.startswith("]"):
            return
        else:
            try:
                yield json.loads(line.removesuffix(","))
            except ValueError as error:
                raise EvistatError("E066", path=path, reason=f"broken JSON in {name}") from error
    if inside:
        raise EvistatError("E066", path=path, reason="cut off")


def _lines(path: str) -> Iterator[str]:
    try:
        with Path(path).open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            for line in file:
                yield line.rstrip("\n")
    except FileNotFoundError as error:
        raise EvistatError("E001", path=path) from error
    except OSError as error:
        raise EvistatError("E002", path=path, reason=error.strerror or type(error).__name__) from error


def difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Return what sets two runs apart, in words: its name, its value in the one and in the other."""
    old, new = dict(_flat(before)), dict(_flat(now))
    for name in [*old, *(name for name in new if name not in old)]:
        one, other = old.get(name), new.get(name)
        if one != other:
            return _named(name), _shown(one), _shown(other)
    return None


def _flat(fields: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in fields.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _named(name: str) -> str:
    match name.split("."):
        case ["options", option]:
            return f"--{option.replace('_', '-')}"
        case ["versions", "model", part]:
            return "the model" if part == "name" else f"the model's {part}"
        case ["versions", *_, package]:
            return f"the version of {package}"
        case ["since", *_]:
            return "--since"
        case ["shard", *_]:
            return "--shard"
        case ["inputs"]:
            return "the list of inputs"
    return name


def _shown(value: Any) -> str:
    words = "not given" if value is None else compact(value)
    return words if len(words) <= 100 else f"{words[:100]}…"
