import itertools

import numpy as np
import pytest

from evistat.recognise.sequence import (
    FORBIDDEN,
    TAGS,
    allowed_next,
    best_tags,
    first_tags,
    last_tags,
    read_both_ways,
    spans,
)

CHANCE = np.random.default_rng(7)


def drawn(*shape):
    return CHANCE.normal(size=shape).astype(np.float32)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def read_slowly(inputs, weights):
    """One sequence, one direction, step by step: inputs are [time, gates], not halved."""
    hidden = weights.shape[0]
    state, cell, states = np.zeros(hidden), np.zeros(hidden), []
    for own in inputs:
        ingoing, forget, output, new = np.split(own + state @ weights, 4)
        cell = sigmoid(forget) * cell + sigmoid(ingoing) * np.tanh(new)
        state = sigmoid(output) * np.tanh(cell)
        states.append(state)
    return np.array(states)


def test_sequences_read_together_are_read_as_each_alone():
    lengths, hidden = np.array([5, 3, 3, 1]), 4
    shares, weights = drawn(2, 7, 4 * hidden), drawn(2, hidden, 4 * hidden)
    places = CHANCE.integers(7, size=(2, 5, 4))
    halved = np.ones(4 * hidden, dtype=np.float32)
    halved[: 3 * hidden] = 0.5
    states = read_both_ways(shares * halved, places, lengths, weights * halved)
    for sequence, length in enumerate(lengths):
        for direction in range(2):
            read = shares[direction, places[direction, :length, sequence]]
            expected = read_slowly(read, weights[direction])
            assert states[:length, direction, sequence] == pytest.approx(expected, abs=1e-5)


def worth(tags, scores, transitions):
    total = scores[np.arange(len(tags)), tags].sum() + first_tags()[tags[0]] + last_tags()[tags[-1]]
    allowed = transitions + allowed_next()
    return total + sum(allowed[one, following] for one, following in itertools.pairwise(tags))


@pytest.mark.parametrize("length", [1, 2, 4])
def test_the_best_tags_are_the_best_of_all(length):
    lengths, kinds = np.array([4, length]), 2
    scores, transitions = drawn(4, 2, kinds, TAGS), drawn(kinds, TAGS, TAGS)
    found = best_tags(scores, lengths, transitions)
    for sequence, own in enumerate(lengths):
        for kind in range(kinds):
            given = scores[:own, sequence, kind]
            every = itertools.product(range(TAGS), repeat=int(own))
            best = max(every, key=lambda tags: worth(tags, given, transitions[kind]))
            assert tuple(found[:own, sequence, kind]) == best
            assert worth(best, given, transitions[kind]) > FORBIDDEN / 2


@pytest.mark.parametrize(
    ("tags", "found"),
    [([], []), ([0, 0], []), ([4], [(0, 1)]), ([1, 3, 4, 0, 1, 2, 2, 3], [(0, 2), (2, 3), (4, 8)])],
)
def test_spans(tags, found):
    assert spans(tags) == found
