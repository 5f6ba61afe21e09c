"""A function → a process of its own that runs it, under limits, and that outlives neither its work nor its parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

# A new process, not a fork: no library's threads or locks are copied in an unknown state.
_CONTEXT = multiprocessing.get_context("spawn")
_MEGABYTE = 1 << 20
PATIENCE = 5.0  # seconds for a process to end by itself
NO_MEMORY = 71  # exit code of one that hadn't the memory even to say so


def start(work: Callable[..., None], *arguments: Any) -> tuple[SpawnProcess, Connection]:
    """Start ``work(connection, *arguments)`` in a new process; return it with our end of the connection."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=work, args=(theirs, *arguments), daemon=True)
    with _signals_held():
        process.start()
    theirs.close()
    return process, ours


def last_words(process: SpawnProcess) -> str:
    """Return how a process came to its end, as a reason for a message."""
    process.join(PATIENCE)
    code = process.exitcode
    if code == NO_MEMORY:
        return "out of memory"
    if code is None or code >= 0:
        return f"exit code {code}"
    name = signal.Signals(-code).name
    return f"signal {name}, as when memory runs out" if name == "SIGKILL" else f"signal {name}"


@contextmanager
def _signals_held() -> Iterator[None]:
    """Let a child be born deaf to Ctrl-C and SIGTERM, which reach the whole group: the parent ends it in good order.

    A process inherits which signals are held back; those that come for the parent meanwhile aren't lost.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # comes with the first process, and on its way lets these signals through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """End this process when its parent was killed: a document may keep it busy for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def limit_memory(megabytes: int | None) -> None:
    """Let what asks for more memory than that fail, instead of the machine."""
    if megabytes is None:
        return
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = megabytes * _MEGABYTE
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
    except (ImportError, OSError, ValueError):  # a system without such limits
        return
