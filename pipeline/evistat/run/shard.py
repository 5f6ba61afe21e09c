"""``I/N`` → which batches one of several runs of the same input works on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evistat.errors import EvistatError


@dataclass(frozen=True, slots=True)
class Shard:
    """The ``index``-th (from 1) of ``of`` runs that share an input, batch by batch in turns.

    Whole batches, as which documents are recognised together can move a score in its last digit: so shards
    put together are the bytes of one run.
    """

    index: int
    of: int

    def has(self, batch: int) -> bool:
        """Say whether batch ``batch`` (from 0) is this run's to do."""
        return batch % self.of == self.index - 1


def shard_of(given: str) -> Shard:
    """Return the shard that ``given`` (``3/8``) names; anything else is the user's error."""
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", given.strip())
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise EvistatError("E073", given=given)
    return Shard(int(match[1]), int(match[2]))
