"""Unlabelled sequences of words → weights of the network that has learnt to guess a word's neighbours.

usage: pretrain.py SEQUENCES.npz VECTORS OUTPUT [--from PRETRAINED] [--steps N] ...

The LSTM that reads forwards guesses the next word, the one that reads backwards the word before, among the words of
the batch and some others drawn by chance. OUTPUT holds what ``train.py --from`` starts with.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from network import Network, Words
from sequences import batched, padded
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

DRAWN = 800  # wrong answers besides the batch's own words
SHARED = ("parts.", "characters.", "patch.", "vector.", "space.", "lstm.")  # what training takes over


class Guesser(nn.Module):
    """What the network knows at a word → scores of the words that may follow."""

    def __init__(self, hidden: int, width: int, counts: np.ndarray) -> None:
        """Begin with how frequent each word is."""
        super().__init__()
        self.forwards, self.backwards = nn.Linear(hidden, width), nn.Linear(hidden, width)
        self.answer = nn.Linear(width, width)
        self.frequency = torch.from_numpy(np.log((counts + 1) / counts.sum())).float()

    def loss(
        self, states: tuple[Tensor, Tensor], right: tuple[Tensor, Tensor], drawn: Tensor, vectors: Tensor
    ) -> Tensor:
        """Return how improbable the right words are, in both directions."""
        answers, places = torch.unique(torch.cat([*right, drawn]), return_inverse=True)
        known = vectors[answers]
        known = known + self.answer(known)
        ahead = self.forwards(states[0]) @ known.T + self.frequency[answers]
        behind = self.backwards(states[1]) @ known.T + self.frequency[answers]
        count = len(right[0])
        return cross_entropy(ahead, places[:count]) + cross_entropy(behind, places[count : 2 * count])


def main() -> None:
    """Pretrain unless the output is there already."""
    options = _options()
    if options.output.exists():
        print(f"{options.output}: already pretrained")
        return
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    with np.load(options.sequences) as stored:
        texts = {name: stored[name] for name in stored.files}
    words = Words(options.vectors)
    for word in texts["words"]:
        words.number(str(word))
    words.close()
    # words that differ in case only are one answer
    answers: dict[str, int] = {}
    answer_of = np.array([answers.setdefault(word.lower(), len(answers)) for word in words.numbers])
    _, first = np.unique(answer_of, return_index=True)
    counts = np.bincount(answer_of[texts["numbers"]], minlength=len(answers))
    likely = torch.from_numpy(counts**0.6 / (counts**0.6).sum()).float()
    width = words.vectors.shape[1]
    network = Network(kinds=1, vector_width=width, hidden=options.hidden, spelling=options.spelling, drop=0.2)
    if options.pretrained:
        network.load_state_dict(torch.load(options.pretrained), strict=False)
    guesser = Guesser(options.hidden, width, counts)
    parameters = [*network.parameters(), *guesser.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=options.rate, betas=(0.9, 0.98), weight_decay=0.01)
    vectors, number_to_answer = words.vectors[torch.from_numpy(first)], torch.from_numpy(answer_of)
    batches = _epochs(texts, options.words, random.Random(options.seed))
    total = 0.0
    for step in range(1, options.steps + 1):
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(1, step / 200) * max(0.03, 1 - step / options.schedule)
        numbers, spaces, lengths, mask = padded(next(batches))
        both = network.read(words, numbers, spaces, lengths)
        inner = mask[:, 1:]
        states = both[:, :-1, : options.hidden][inner], both[:, 1:, options.hidden :][inner]
        right = number_to_answer[numbers[:, 1:][inner]], number_to_answer[numbers[:, :-1][inner]]
        loss = guesser.loss(states, right, torch.multinomial(likely, DRAWN, replacement=True), vectors)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 5.0)
        optimizer.step()
        total += loss.item() / 2
        if step % 200 == 0:
            print(f"{step} loss {total / 200:.3f}", flush=True)
            total = 0.0
            _save(network, options.output.with_suffix(".part"))
    _save(network, options.output)


def _save(network: Network, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    torch.save(
        {name: array for name, array in network.state_dict().items() if name.startswith(SHARED)}, target
    )


def _epochs(
    texts: dict[str, np.ndarray], most: int, chance: random.Random
) -> Iterator[list[tuple[list[int], list[int]]]]:
    """Yield batches of sequences without end."""
    borders, numbers, spaces = texts["borders"], texts["numbers"], texts["spaces"]
    order = list(range(len(borders) - 1))
    while True:
        for batch in batched(order, lambda i: int(borders[i + 1] - borders[i]), most, chance):
            yield [
                (numbers[borders[i] : borders[i + 1]].tolist(), spaces[borders[i] : borders[i + 1]].tolist())
                for i in batch
            ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("sequences", type=Path)
    parser.add_argument("vectors")
    parser.add_argument("output", type=Path)
    parser.add_argument("--from", dest="pretrained", type=Path)
    parser.add_argument("--hidden", type=int, default=200)
    parser.add_argument("--spelling", type=int, default=48)
    parser.add_argument("--rate", type=float, default=0.003)
    parser.add_argument("--words", type=int, default=1700, help="words a batch")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument(
        "--schedule", type=int, default=6000, help="the step at which the rate would be nothing"
    )
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
