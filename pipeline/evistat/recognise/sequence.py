"""Numbers of a text's words → numbers that know the words' neighbours → the best sequence of tags.

A bidirectional LSTM and the Viterbi search of a linear-chain CRF, in numpy: pure functions on arrays. Sequences are
read together, the longest first, so that at every step those still running stand in front.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)
TAGS = 5
FORBIDDEN = np.float32(-1e4)
_NEXT = {
    OUTSIDE: (OUTSIDE, BEGIN, SINGLE),
    BEGIN: (INSIDE, END),
    INSIDE: (INSIDE, END),
    END: (OUTSIDE, BEGIN, SINGLE),
    SINGLE: (OUTSIDE, BEGIN, SINGLE),
}


def read_both_ways(shares: Floats, places: Integers, lengths: Integers, weights: Floats) -> Floats:
    """Return what an LSTM knows at each word, reading forwards and backwards.

    ``shares`` are [direction, word, gates], what each word adds to the gates; ``places`` [direction, time, sequence], the
    words in reading order; ``weights`` [direction, hidden, gates]. Gates stand in the order input, forget, output, cell,
    and the first three are halved, so that one ``tanh`` serves all four. Returns [time, direction, sequence, hidden].
    """
    directions, steps, sequences = places.shape
    hidden = weights.shape[1]
    states = np.zeros((steps, directions, sequences, hidden), dtype=np.float32)
    state = np.zeros((directions, sequences, hidden), dtype=np.float32)
    cell = np.zeros_like(state)
    for step, alive in enumerate(_running(lengths, steps)):
        state, cell = state[:, :alive], cell[:, :alive]
        gate = np.matmul(state, weights)
        for direction in range(directions):
            gate[direction] += shares[direction].take(places[direction, step, :alive], axis=0)
        np.tanh(gate, out=gate)
        gate[..., : 3 * hidden] += 1
        gate[..., : 3 * hidden] *= 0.5
        cell = cell * gate[..., hidden : 2 * hidden]
        cell += gate[..., :hidden] * gate[..., 3 * hidden :]
        state = np.tanh(cell)
        state *= gate[..., 2 * hidden : 3 * hidden]
        states[step, :, :alive] = state
    return states


def best_tags(scores: Floats, lengths: Integers, transitions: Floats) -> npt.NDArray[np.int8]:
    """Return the tags of every word and kind of name that fit together best.

    ``scores`` are [time, sequence, kind, tag], ``transitions`` [kind, tag, next tag]. Returns [time, sequence, kind].
    """
    steps, sequences, kinds, _ = scores.shape
    allowed = transitions + allowed_next()
    best = scores[0] + first_tags()
    last = best.copy()
    came_from = np.zeros(scores.shape, dtype=np.int8)
    running = _running(lengths, steps)
    for step in range(1, steps):
        alive = running[step]
        paths = best[:alive, :, :, None] + allowed
        came_from[step, :alive] = paths.argmax(axis=2)
        best = paths.max(axis=2) + scores[step, :alive]
        last[:alive] = best
    tags = np.zeros((steps, sequences, kinds), dtype=np.int8)
    current = (last + last_tags()).argmax(axis=-1).astype(np.int8)
    for step in range(steps - 1, -1, -1):
        alive = running[step]
        tags[step, :alive] = current[:alive]
        if step:
            previous = np.take_along_axis(came_from[step, :alive], current[:alive, :, None], axis=-1)
            current[:alive] = previous[..., 0]
    return tags


def spans(tags: Sequence[int]) -> list[tuple[int, int]]:
    """Return the borders of the names in one sequence of tags."""
    found: list[tuple[int, int]] = []
    start = 0
    for at, tag in enumerate(tags):
        if tag in (BEGIN, SINGLE):
            start = at
        if tag in (END, SINGLE):
            found.append((start, at + 1))
    return found


def _running(lengths: Integers, steps: int) -> list[int]:
    """Return how many sequences, sorted by falling length, are still running at each step."""
    return [int(count) for count in (lengths[None, :] > np.arange(steps)[:, None]).sum(axis=1)]


def allowed_next() -> Floats:
    """Return what to add to a step from one tag to the next: nothing, or what forbids it."""
    matrix = np.full((TAGS, TAGS), FORBIDDEN, dtype=np.float32)
    for tag, following in _NEXT.items():
        matrix[tag, list(following)] = 0
    return matrix


def first_tags() -> Floats:
    """Return what to add to the tags of a first word."""
    return _only((OUTSIDE, BEGIN, SINGLE))


def last_tags() -> Floats:
    """Return what to add to the tags of a last word."""
    return _only((OUTSIDE, END, SINGLE))


def _only(tags: Sequence[int]) -> Floats:
    row = np.full(TAGS, FORBIDDEN, dtype=np.float32)
    row[list(tags)] = 0
    return row
