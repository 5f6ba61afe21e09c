"""The recogniser in training: a network of words' features, an LSTM and a CRF for every kind of name.

It computes what ``evistat.recognise.tagger`` computes in use; ``export.py`` carries the weights over.
"""

import numpy as np
import spacy
import torch
from torch import Tensor, nn
from torch.nn.functional import dropout, pad

from evistat.recognise.sequence import TAGS, allowed_next, first_tags, last_tags
from evistat.recognise.word_features import CHARACTERS, PATCH, ROWS, characters, hashed

PART_WIDTHS = (48, 16, 16, 24, 24, 24)  # of the rows of a word's hashed parts
CHARACTER_WIDTH = 24
SPACE_WIDTH = 16
VECTOR_SCALE = 1.577  # brings the numbers of the vectors to a spread of about a half
FORGOTTEN_WORDS = 0.2  # share of words whose own row is left out in training


class Words:
    """The features of all words that training meets; a word is then a number."""

    def __init__(self, vectors: str) -> None:
        """Take the folder of a pipeline with floret vectors."""
        self.vocab = spacy.load(vectors).vocab
        self.numbers: dict[str, int] = {}

    def number(self, word: str) -> int:
        """Return the word's number, a new one if need be."""
        return self.numbers.setdefault(word, len(self.numbers))

    def close(self) -> "Words":
        """Work out the features of every word."""
        words = list(self.numbers)
        norms = [self.vocab[word].norm_ for word in words]
        table = self.vocab.vectors
        vectors = np.concatenate([table.get_batch(norms[i : i + 2000]) for i in range(0, len(norms), 2000)])
        self.vectors = torch.from_numpy((vectors * VECTOR_SCALE).astype(np.float32))
        self.parts = torch.tensor([hashed(word) for word in words])
        self.characters = torch.tensor([characters(word) for word in words])
        return self


class Network(nn.Module):
    """Words → scores of every tag of every kind of name."""

    def __init__(self, *, kinds: int, vector_width: int, hidden: int, spelling: int, drop: float) -> None:
        """Make the layers, weights by chance."""
        super().__init__()
        self.parts = nn.ModuleList(
            nn.Embedding(rows, width) for rows, width in zip(ROWS, PART_WIDTHS, strict=True)
        )
        for part in self.parts:
            nn.init.normal_(part.weight, std=0.1)
        self.characters = nn.Embedding(CHARACTERS, CHARACTER_WIDTH, padding_idx=0)
        nn.init.normal_(self.characters.weight, std=0.3)
        self.patch = nn.Linear(PATCH * CHARACTER_WIDTH, spelling)
        self.vector = nn.Linear(vector_width, vector_width)
        self.space = nn.Embedding(4, SPACE_WIDTH)
        width = sum(PART_WIDTHS) + spelling + vector_width + SPACE_WIDTH
        self.lstm = nn.LSTM(width, hidden, bidirectional=True, batch_first=True)
        self.output = nn.Linear(2 * hidden, kinds * TAGS)
        self.transitions = nn.Parameter(torch.zeros(kinds, TAGS, TAGS))
        self.kinds, self.hidden, self.drop = kinds, hidden, drop
        self.register_buffer("allowed", torch.from_numpy(allowed_next()), persistent=False)
        self.register_buffer("first", torch.from_numpy(first_tags()), persistent=False)
        self.register_buffer("last", torch.from_numpy(last_tags()), persistent=False)

    def features(self, words: Words, numbers: Tensor) -> Tensor:
        """Return the features of words, without the white space round them."""
        parts = [part(words.parts[numbers, i]) for i, part in enumerate(self.parts)]
        if self.training:
            parts[0] = parts[0] * (torch.rand(len(numbers), 1) > FORGOTTEN_WORDS) / (1 - FORGOTTEN_WORDS)
        letters = pad(self.characters(words.characters[numbers]), (0, 0, 1, 1))
        length = letters.shape[1] - PATCH + 1
        patches = torch.cat([letters[:, i : i + length] for i in range(PATCH)], dim=-1)
        vectors = words.vectors[numbers]
        return torch.cat(
            [*parts, torch.relu(self.patch(patches)).amax(dim=1), vectors + self.vector(vectors)], dim=-1
        )

    def read(self, words: Words, numbers: Tensor, spaces: Tensor, lengths: Tensor) -> Tensor:
        """Return what the LSTM knows at every word; sequences by falling length."""
        unique, places = torch.unique(numbers, return_inverse=True)
        inputs = torch.cat([self.features(words, unique)[places], self.space(spaces)], dim=-1)
        packed = nn.utils.rnn.pack_padded_sequence(
            dropout(inputs, self.drop, self.training), lengths, batch_first=True
        )
        states, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True)
        return dropout(states, self.drop, self.training)

    def forward(self, words: Words, numbers: Tensor, spaces: Tensor, lengths: Tensor) -> Tensor:
        """Return the scores: [sequence, time, kind, tag]."""
        states = self.read(words, numbers, spaces, lengths)
        scores: Tensor = self.output(states)
        return scores.view(*states.shape[:2], self.kinds, TAGS)

    def loss(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Return how improbable the right tags are: [sequence, kind]."""
        return self._all_paths(scores, mask) - self._path(scores, tags, mask)

    def _all_paths(self, scores: Tensor, mask: Tensor) -> Tensor:
        steps = self.transitions + self.allowed
        total = scores[:, 0] + self.first
        for time in range(1, scores.shape[1]):
            following = torch.logsumexp(total.unsqueeze(-1) + steps, dim=2) + scores[:, time]
            total = torch.where(mask[:, time, None, None], following, total)
        return torch.logsumexp(total + self.last, dim=-1)

    def _path(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        chosen = scores.gather(-1, tags.unsqueeze(-1)).squeeze(-1) * mask.unsqueeze(-1)
        steps = self.transitions[torch.arange(self.kinds), tags[:, :-1], tags[:, 1:]]
        return chosen.sum(1) + (steps * mask[:, 1:].unsqueeze(-1)).sum(1)
