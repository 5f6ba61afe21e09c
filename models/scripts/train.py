"""Converted corpora → the weights of one recogniser: a shared network, each kind of name taught by its own corpora.

usage: train.py CORPORA VECTORS OUTPUT [--from WEIGHTS] [--steps N] [--plain] ...

OUTPUT is a file of weights, the running mean over the last thousand or so steps; ``--from`` takes pretrained or trained
ones. ``--plain`` is for comparison: every
corpus teaches every kind, so that what it doesn't annotate is taken to be absent.
"""

import argparse
import copy
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from kinds import CORPORA, KINDS, taught
from network import Network, Words
from sequences import Name, Part, Text, batched, padded, texts
from torch import Tensor

from evistat.recognise.sequence import best_tags, spans

EMPTY_KEPT = {"linnaeus": 0.25}  # share of sequences without a name that are trained on: most have none
MEMORY = 0.998  # of the running mean of the weights
GROWTH = KINDS.index("GROWTH")


class Lesson(NamedTuple):
    """A sequence and the kinds of names that it teaches."""

    part: Part
    kinds: np.ndarray


def main() -> None:
    """Train unless the output is there already."""
    options = _options()
    options.output.parent.mkdir(parents=True, exist_ok=True)
    if options.output.exists():
        print(f"{options.output}: already trained")
        return
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    chance = random.Random(options.seed)
    words = Words(options.vectors)
    lessons: list[tuple[float, Lesson]] = []
    development: dict[str, list[Text]] = {}
    for corpus, _, weight in (item.partition(":") for item in options.weights.split(",")):
        kinds = np.zeros(len(KINDS), dtype=np.float32)
        kinds[range(len(KINDS)) if options.plain else taught(corpus)] = 1
        for text in texts(options.corpora / f"{corpus}.train.jsonl", words):
            for part in text.parts:
                if part.tags.any() or chance.random() < EMPTY_KEPT.get(corpus, 1):
                    lessons.append((float(weight or 1), Lesson(part, kinds)))
        development[corpus] = texts(options.corpora / f"{corpus}.dev.jsonl", words)
    words.close()
    network = Network(
        kinds=len(KINDS),
        vector_width=words.vectors.shape[1],
        hidden=options.hidden,
        spelling=options.spelling,
        drop=options.dropout,
    )
    if options.pretrained:
        network.load_state_dict(torch.load(options.pretrained), strict=False)
    mean = _train(network, words, _epochs(lessons, options.words, chance), options, development)
    torch.save(mean.state_dict(), options.output)


def _train(
    network: Network,
    words: Words,
    batches: Iterator[list[Lesson]],
    options: argparse.Namespace,
    development: dict[str, list[Text]],
) -> Network:
    """Train for a number of steps; return the network with the running mean of its weights."""
    mean = copy.deepcopy(network).eval()
    optimizer = torch.optim.AdamW(network.parameters(), lr=options.rate, betas=(0.9, 0.99), weight_decay=0.01)
    loss_since = 0.0
    for step in range(1, options.steps + 1):
        for group in optimizer.param_groups:
            group["lr"] = (
                options.rate * min(1, step / 100) * max(0.02, 1 - step / (options.schedule or options.steps))
            )
        batch = next(batches)
        numbers, spaces, lengths, mask = padded([(one.part.numbers, one.part.spaces) for one in batch])
        tags = torch.zeros(*numbers.shape, len(KINDS), dtype=torch.long)
        for row, one in zip(tags, batch, strict=True):
            row[: len(one.part.tags)] = torch.from_numpy(one.part.tags)
        kinds = torch.from_numpy(np.stack([one.kinds for one in batch]))
        network.train()
        losses = network.loss(network(words, numbers, spaces, lengths), tags, mask) * kinds
        loss = losses.sum() / lengths.sum() * 4
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        with torch.no_grad():
            for average, current in zip(mean.parameters(), network.parameters(), strict=True):
                average.lerp_(current, 1 - min(MEMORY, (1 + step) / (10 + step)))
        loss_since += loss.item()
        if step % options.every == 0 or step == options.steps:
            scores = " ".join(
                f"{name} {value:.2f}" for name, value in evaluate(mean, words, development).items()
            )
            print(f"{step} loss {loss_since / options.every:.4f} {scores}", flush=True)
            torch.save(mean.state_dict(), options.output.with_suffix(".part"))
            loss_since = 0.0
    return mean


def _epochs(lessons: list[tuple[float, Lesson]], most: int, chance: random.Random) -> Iterator[list[Lesson]]:
    """Yield batches without end; a weight of 1.5 takes a lesson once or twice an epoch."""
    while True:
        epoch = [
            lesson for weight, lesson in lessons for _ in range(int(weight) + (chance.random() < weight % 1))
        ]
        yield from batched(epoch, lambda lesson: len(lesson.part.numbers), most, chance)


@torch.no_grad()
def evaluate(network: Network, words: Words, development: dict[str, list[Text]]) -> dict[str, float]:
    """Return F1 a corpus, over the kinds that it teaches; GROWTH is left out, and what stands in its place."""
    network.eval()
    transitions = network.transitions.numpy()
    scores: dict[str, float] = {}
    for corpus, own in development.items():
        parts = sorted(
            ((i, part) for i, text in enumerate(own) for part in text.parts),
            key=lambda one: -len(one[1].numbers),
        )
        found: list[set[Name]] = [set() for _ in own]
        for at in range(0, len(parts), 64):
            batch = parts[at : at + 64]
            numbers, spaces, lengths, _ = padded([(part.numbers, part.spaces) for _, part in batch])
            emitted: Tensor = network(words, numbers, spaces, lengths)
            tags = best_tags(emitted.transpose(0, 1).numpy(), lengths.numpy(), transitions)
            for column, (i, part) in enumerate(batch):
                for kind in taught(corpus):
                    for start, end in spans(tags[: len(part.numbers), column, kind].tolist()):
                        found[i].add((start + part.start, end + part.start, kind))
        hits = total = 0
        for text, names in zip(own, found, strict=True):
            left_out = [name for name in text.names if name[2] == GROWTH]
            gold = [name for name in text.names if name[2] != GROWTH]
            names = {
                name
                for name in names
                if name[2] != GROWTH
                and not any(name[0] < end and start < name[1] for start, end, _ in left_out)
            }
            hits, total = hits + len(names.intersection(gold)), total + len(names) + len(gold)
        scores[corpus] = 200 * hits / max(1, total)
    return scores


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("vectors")
    parser.add_argument("output", type=Path)
    parser.add_argument("--from", dest="pretrained", type=Path)
    parser.add_argument("--weights", default=",".join(CORPORA), help="corpus[:weight],...")
    parser.add_argument("--hidden", type=int, default=200)
    parser.add_argument("--spelling", type=int, default=48)
    parser.add_argument("--dropout", type=float, default=0.5)
    parser.add_argument("--rate", type=float, default=0.002)
    parser.add_argument("--words", type=int, default=1200, help="words a batch")
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument(
        "--schedule", type=int, help="the step at which the rate would be nothing; else the last"
    )
    parser.add_argument("--every", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
