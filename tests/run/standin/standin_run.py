"""A run with the stand-in, as a process of its own that a test can kill.

usage: standin_run.py INPUT OUTPUT WORKERS [--resume] [--most-bytes N]
"""

import argparse
import resource
import sys

from standin_flow import open_standin

from evistat.errors import EvistatError
from evistat.run.job import Job, Summary, run


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("workers", type=int)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--most-bytes", type=int, default=None)
    options = parser.parse_args()
    if options.most_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (options.most_bytes, options.most_bytes))
    job = Job((options.input,), options.output, resume=options.resume, workers=options.workers)
    try:
        run(job, Summary(), open_annotate=open_standin)
    except EvistatError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
