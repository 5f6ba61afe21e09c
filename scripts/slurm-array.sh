#!/bin/bash
# A folder of articles → records, by an array of Slurm jobs and one that puts their shards together.
#
# usage: scripts/slurm-array.sh ARTICLES OUTPUT.jsonl [SHARDS]      (8 shards when left out)
#
# Submit it anew after a failure or a time-out: shards that are done are left alone, others go on where they were.
set -euo pipefail

if [ -z "${SLURM_JOB_ID:-}" ]; then # on the machine where jobs are submitted
    if [ $# -lt 2 ]; then
        sed -n '4s/^# //p' "$0" >&2
        exit 2
    fi
    shards=${3:-8}
    mkdir -p "$2.shards"
    # A job whose machine fails or is needed for others is queued again, and resumes.
    array=$(sbatch --parsable --array="1-$shards" --job-name=evistat --cpus-per-task=2 --mem=2G --time=12:00:00 \
        --requeue --open-mode=append --output="$2.shards/%a.log" "$0" "$1" "$2" "$shards")
    sbatch --dependency="afterok:$array" --job-name=evistat-merge --cpus-per-task=1 --mem=1G --time=2:00:00 \
        --output="$2.shards/merge.log" "$0" "$1" "$2" "$shards"
    exit
fi

articles=$1 output=$2 shards=$3
code=0
if [ -n "${SLURM_ARRAY_TASK_ID:-}" ]; then
    evistat run "$articles" --output "$output.shards/$SLURM_ARRAY_TASK_ID.jsonl" --resume \
        --shard "$SLURM_ARRAY_TASK_ID/$shards" --workers "${SLURM_CPUS_PER_TASK:-1}" || code=$?
else
    evistat merge "$output".shards/*.jsonl --output "$output" || code=$?
fi
# 1: some documents failed; they are listed beside the output and are no reason to stop.
[ "$code" -eq 1 ] || exit "$code"
