"""Runs as processes of their own, which are killed, starved of disk, and gone on with."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

RUN = Path(__file__).parent / "standin" / "standin_run.py"
OUTPUT = "out.jsonl"
FINAL = (OUTPUT, f"{OUTPUT}.failures.jsonl", f"{OUTPUT}.manifest.json")


def start(folder: Path, workers: int, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(RUN), "in.jsonl", OUTPUT, str(workers), *options]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, told = process.communicate(timeout=60)
    return process.returncode, told


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FINAL if (folder / name).exists()}


def write_input(folder: Path, lines: int, text: str = "slow 0.004") -> None:
    rows = [{"id": f"d{n}", "text": "raise it" if n % 50 == 7 else text} for n in range(lines)]
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed run writes."""
    folder = tmp_path_factory.mktemp("whole")
    write_input(folder, 300)
    assert finished(start(folder, 0))[0] == 0
    return bytes_of(folder)


def wait_for_growth(path: Path, process: subprocess.Popen[str]) -> None:
    before = path.stat().st_size if path.exists() else 0
    for _ in range(3000):
        if process.poll() is not None or (path.exists() and path.stat().st_size > before):
            return
        time.sleep(0.01)


def test_killed_five_times_and_still_the_same_bytes(tmp_path: Path, whole: dict[str, bytes]) -> None:
    write_input(tmp_path, 300)
    moments = random.Random(5)
    for kill in range(5):
        process = start(tmp_path, (1, 0, 2)[kill % 3], "--resume")
        wait_for_growth(tmp_path / f"{OUTPUT}.journal", process)
        time.sleep(moments.uniform(0, 0.1))
        process.kill()
        process.communicate()
        assert not set(FINAL) & {path.name for path in tmp_path.iterdir()}
    assert finished(start(tmp_path, 1, "--resume")) == (0, "")
    assert bytes_of(tmp_path) == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(("in.jsonl", *FINAL))


def test_a_limit_of_file_size_is_said_and_gone_on_from(tmp_path: Path, whole: dict[str, bytes]) -> None:
    write_input(tmp_path, 300, text="quick")
    code, told = finished(start(tmp_path, 0, "--most-bytes", "30000"))
    assert code == 2
    assert told.startswith(
        f"[E010] {OUTPUT}: can't be written (File too large; what was done is kept, --resume"
    )
    assert not (tmp_path / OUTPUT).exists()
    assert finished(start(tmp_path, 0, "--resume"))[0] == 0
    assert len((tmp_path / OUTPUT).read_bytes().splitlines()) == len(whole[OUTPUT].splitlines())


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if shutil.which("mount") is None:
        pytest.skip("no mount here")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no small disk can be made here")
    try:
        write_input(disk, 600, text="quick")
        code, told = finished(start(disk, 0))
        assert code == 2
        assert "No space left on device; what was done is kept" in told
        assert {path.name for path in disk.iterdir()} & set(FINAL) == set()
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        assert finished(start(disk, 0, "--resume"))[0] == 0
        assert len((disk / OUTPUT).read_bytes().splitlines()) == 600 - 12
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def children_of(process: int) -> list[int]:
    found = []
    for child in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            state, parent, *_ = (child / "stat").read_text().rpartition(")")[2].split()
            if int(parent) == process and state != "Z":
                found.append(int(child.name))
    return found


def is_alive(process: int) -> bool:
    try:
        return not Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0].startswith("Z")
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes as Linux shows them")
def test_workers_end_when_their_parent_is_killed_though_a_document_hangs(tmp_path: Path) -> None:
    write_input(tmp_path, 1, text="hang")
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "hang"}\n')
    process = start(tmp_path, 1)
    workers: list[int] = []
    for _ in range(600):
        workers = children_of(process.pid)
        if len(workers) >= 2:  # one is Python's own tracker of resources
            break
        time.sleep(0.05)
    time.sleep(1)  # until it hangs
    process.kill()
    process.communicate()
    for _ in range(200):
        if not any(map(is_alive, workers)):
            break
        time.sleep(0.05)
    alive = [worker for worker in workers if is_alive(worker)]
    for worker in alive:
        os.kill(worker, signal.SIGKILL)
    assert len(workers) >= 2
    assert alive == []
