import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "slurm-array.sh"
SBATCH = """#!/bin/bash
job=()
for part in "$@"; do
    case $part in
    --array=1-*) last=${part##*-} ;;
    --dependency=*) echo "$part" >>"$LOG" ;;
    --*) ;;
    *) job+=("$part") ;;
    esac
done
export SLURM_JOB_ID=7 SLURM_CPUS_PER_TASK=2
if [ -z "${last:-}" ]; then exec "${job[@]}"; fi
for task in $(seq "$last"); do SLURM_ARRAY_TASK_ID=$task "${job[@]}" >&2 || exit; done
echo 42
"""
EVISTAT = """#!/bin/bash
echo "$@" >>"$LOG"
[ "$1" = run ] && touch "$4"
exit "$CODE"
"""


def submit(folder: Path, code: int, *arguments: str) -> tuple[int, list[str]]:
    """Run the script where `sbatch` does everything at once and `evistat` ends with ``code``."""
    log = folder / "log"
    log.write_text("")
    for name, text in (("sbatch", SBATCH), ("evistat", EVISTAT)):
        path = folder / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLURM")}
    environment |= {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "LOG": str(log), "CODE": str(code)}
    done = subprocess.run(
        [str(SCRIPT), *arguments], cwd=folder, env=environment, capture_output=True, check=False
    )
    return done.returncode, log.read_text().splitlines()


@pytest.fixture(autouse=True)
def _bash() -> None:
    if shutil.which("bash") is None:
        pytest.skip("no bash here")


@pytest.mark.parametrize("code", [0, 1])
def test_shards_are_run_and_merged_though_documents_fail(tmp_path: Path, code: int) -> None:
    assert submit(tmp_path, code, "my articles", "out.jsonl", "3") == (
        0,
        [
            *(
                f"run my articles --output out.jsonl.shards/{task}.jsonl --resume --shard {task}/3 --workers 2"
                for task in (1, 2, 3)
            ),
            "--dependency=afterok:42",
            "merge out.jsonl.shards/1.jsonl out.jsonl.shards/2.jsonl out.jsonl.shards/3.jsonl --output out.jsonl",
        ],
    )


def test_a_shard_that_cant_be_done_stops_the_rest(tmp_path: Path) -> None:
    code, log = submit(tmp_path, 2, "articles", "out.jsonl", "3")
    assert code == 2
    assert len(log) == 1


def test_too_few_arguments_are_said(tmp_path: Path) -> None:
    assert submit(tmp_path, 0, "articles") == (2, [])
