"""The working tree → does it pass everything that a change must pass?

usage: check.py [NAME...] [-- PYTEST_ARGUMENTS...]

Names: lint, format, types, layers, docs, wheel, tests; all of them in this order when none is given. Every
check runs, whatever the others say; the exit code is 1 when one fails. Tests come last, so that their summary
stands at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from generated import GENERATED

ROOT = Path(__file__).resolve().parents[1]
PROCESSES = "2"
# What a wheel must hold besides code, and what must never get into it.
SHIPPED = ("pipeline/evistat", "models/en_evistat")
NOT_SHIPPED = ("__pycache__",)


def main(arguments: list[str]) -> int:
    """Run the checks named and say which failed."""
    at = arguments.index("--") if "--" in arguments else len(arguments)
    names, rest = arguments[:at], arguments[at + 1 :]
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"no check {', '.join(unknown)}; known: {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    failed = []
    for name in names or CHECKS:
        print(f"── {name} ", "─" * (70 - len(name)), flush=True)
        began = time.monotonic()
        passed = CHECKS[name](rest)
        if not passed:
            failed.append(name)
        if name != "tests":
            print(f"{'passed' if passed else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
    if failed:
        print(f"\nFAILED: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def _lint(_: list[str]) -> bool:
    return _python("ruff", "check", "--output-format=concise", ".")


def _format(_: list[str]) -> bool:
    return _python("ruff", "format", "--check", "--quiet", "--output-format=concise", ".")


def _types(_: list[str]) -> bool:
    return _python("mypy")


def _layers(_: list[str]) -> bool:
    return _run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"]
    )


def _docs(_: list[str]) -> bool:
    """Hold generated files against the code; what else the documents say is held by tests."""
    stale = [name for name, make in GENERATED.items() if _read(ROOT / name) != make()]
    for name in stale:
        print(f"{name} is out of date; write it anew: {Path(sys.executable).name} scripts/generated.py")
    return not stale


def _wheel(_: list[str]) -> bool:
    """Build the wheel as pip does and look whether every file of the two packages is in it."""
    with tempfile.TemporaryDirectory() as folder:
        options = ("--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check")
        if not _python("pip", "wheel", ".", "--wheel-dir", folder, *options):
            return False
        (wheel,) = Path(folder).glob("*.whl")
        held = set(zipfile.ZipFile(wheel).namelist())
        size = wheel.stat().st_size
    missing = [name for name in _shipped() if name not in held]
    for name in missing:
        print(f"not in the wheel: {name}")
    foreign = [name for name in held if any(part in name for part in NOT_SHIPPED)]
    for name in foreign:
        print(f"should not be in the wheel: {name}")
    print(f"{len(held)} files, {size / 1e6:.1f} MB")
    return not missing and not foreign


def _shipped() -> Iterator[str]:
    for package in map(ROOT.joinpath, SHIPPED):
        for path in sorted(package.rglob("*")):
            if path.is_file() and not any(part in path.parts for part in NOT_SHIPPED):
                yield path.relative_to(package.parent).as_posix()


def _tests(arguments: list[str]) -> bool:
    return _python("pytest", "-q", "-n", PROCESSES, *arguments)


def _python(module: str, *arguments: str) -> bool:
    return _run([sys.executable, "-m", module, *arguments])


def _run(command: list[str]) -> bool:
    # One thread for numbers: two test processes share what cores there are.
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(command, cwd=ROOT, env={**threads, **os.environ}, check=False).returncode == 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


CHECKS: dict[str, Callable[[list[str]], bool]] = {
    "lint": _lint,
    "format": _format,
    "types": _types,
    "layers": _layers,
    "docs": _docs,
    "wheel": _wheel,
    "tests": _tests,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
