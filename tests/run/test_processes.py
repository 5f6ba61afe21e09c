import os
import threading
import time
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from evistat.errors import EvistatError
from evistat.read.article import Article, Failure, Source
from evistat.run.batches import Batch
from evistat.run.outcome import Annotated, OpenAnnotate, Outcome
from evistat.run.processes import annotate_in_processes
from evistat.run.serial import annotate_serially


def article(doc_id: str, text: str = "Some text.") -> Article:
    return Article(doc_id=doc_id, text=text, source=Source(f"{doc_id}.txt", None, "text", 0, ""))


FAULT = Failure("gone.txt", None, None, None, "E001", "gone.txt: no such file or folder")


def in_batches(items: list[Article | Failure], size: int = 4) -> Iterator[Batch]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def run(
    work: Iterator[Batch],
    open_annotate: OpenAnnotate | None = None,
    *,
    workers: int = 2,
    seconds: float = 60.0,
) -> list[Outcome]:
    from standin_flow import open_standin

    ready: list[int] = []
    outcomes = flat(
        annotate_in_processes(
            work,
            open_annotate or open_standin,
            workers=workers,
            document_seconds=seconds,
            on_ready=lambda: ready.append(1),
        )
    )
    assert ready == [1]
    return outcomes


def flat(batches: Iterable[list[Outcome]]) -> list[Outcome]:
    return [outcome for outcomes in batches for outcome in outcomes]


def names(outcomes: list[Outcome]) -> list[str | None]:
    return [outcome.doc_id if isinstance(outcome, Annotated) else outcome.code for outcome in outcomes]


def test_outcomes_are_those_of_one_process_in_the_same_order() -> None:
    from standin_flow import open_standin

    items: list[Article | Failure] = [
        article(f"a{n}", "slow 0.05" if n % 7 == 0 else "quick") for n in range(60)
    ]
    items[5:5] = [FAULT]
    items[20:20] = [FAULT] * 9
    items.append(article("bad", "raise me"))
    serial = flat(annotate_serially(in_batches(items), open_standin, on_ready=lambda: None))
    for workers in (1, 3):
        assert run(in_batches(items), workers=workers) == serial
    assert names(serial)[:6] == ["a0", "a1", "a2", "a3", "a4", "E001"]
    assert names(serial)[-1] == "E016"


def test_an_article_that_raises_is_the_only_one_lost() -> None:
    outcomes = run(in_batches([article("a"), article("b", "raise me"), article("c")]))
    assert names(outcomes) == ["a", "E016", "c"]
    assert isinstance(outcomes[1], Failure)
    assert outcomes[1].doc_id == "b"
    assert outcomes[1].message == "b.txt (b): no record could be made (ValueError: bad text: me)"


def test_an_article_that_kills_its_worker_is_the_only_one_lost() -> None:
    items: list[Article | Failure] = [article("a"), article("b", "die"), article("c"), FAULT, article("d")]
    outcomes = run(in_batches(items), workers=1)
    assert names(outcomes) == ["a", "E017", "c", "E001", "d"]
    assert isinstance(outcomes[1], Failure)
    assert "SIGKILL" in outcomes[1].message


def test_an_article_that_takes_too_long_is_the_only_one_lost() -> None:
    outcomes = run(in_batches([article("a"), article("b", "hang"), article("c")]), workers=1, seconds=0.3)
    assert names(outcomes) == ["a", "E018", "c"]
    assert isinstance(outcomes[1], Failure)
    assert "0.3 s" in outcomes[1].message


def test_workers_live_as_long_as_the_run(tmp_path: Path) -> None:
    from standin_flow import open_counting

    run(in_batches([article(str(n)) for n in range(40)], 1), partial(open_counting, str(tmp_path)))
    assert 1 <= len(list(tmp_path.iterdir())) <= 2  # the second may come too late for any work


def test_reading_doesnt_run_ahead_of_writing() -> None:
    from standin_flow import open_standin

    read = 0

    def count() -> Iterator[Batch]:
        nonlocal read
        for batch in in_batches([article(str(n)) for n in range(200)], 1):
            read += 1
            yield batch

    outcomes = annotate_in_processes(
        count(), open_standin, workers=2, document_seconds=60.0, on_ready=lambda: None
    )
    for written in range(100):
        next(outcomes)
        assert read <= written + 1 + 2 * 4 + 1
    outcomes.close()


def test_breaking_off_ends_the_workers(tmp_path: Path) -> None:
    from standin_flow import open_counting

    outcomes = annotate_in_processes(
        in_batches([article("a"), article("b", "hang"), *map(article, "cdef")], 1),
        partial(open_counting, str(tmp_path)),
        workers=2,
        document_seconds=60.0,
        on_ready=lambda: None,
    )
    assert names(next(outcomes)) == ["a"]
    outcomes.close()
    pids = [int(path.name.removeprefix("worker-")) for path in tmp_path.iterdir()]
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_model_that_isnt_there_is_the_users_error() -> None:
    from standin_flow import open_broken, open_dying, open_missing_model

    for open_annotate, error, words in (
        (open_missing_model, EvistatError, "E012.*not there"),
        (open_broken, RuntimeError, "no such thing"),
        (open_dying, EvistatError, "exit code 7"),
    ):
        with pytest.raises(error, match=words):
            run(in_batches([article("a")]), open_annotate)


def test_nothing_to_do_ends() -> None:
    assert run(in_batches([])) == []
    assert run(in_batches([FAULT] * 50)) == [FAULT] * 50


def test_works_away_from_the_main_thread() -> None:
    outcomes: list[Outcome] = []
    thread = threading.Thread(target=lambda: outcomes.extend(run(in_batches([article("a")]), workers=1)))
    began = time.monotonic()
    thread.start()
    thread.join(30)
    assert names(outcomes) == ["a"], time.monotonic() - began
