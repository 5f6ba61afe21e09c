"""Docs → Docs with the trained recogniser's names: the longest in ``doc.ents``, those inside them in ``doc.spans``.

Every kind of name is read on its own (a CRF over begin, inside, end, single, outside), so a name may hold another:
"tumour" in "tumour cells". One or more networks score the tags, and their mean counts. A word's features are worked
out once and kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vectors import Mode, Vectors

from evistat.recognise.sequence import TAGS, Floats, Integers, best_tags, read_both_ways, spans
from evistat.recognise.word_features import PATCH, characters, hashed

NESTED = "nested"
MOST_WORDS = 20_000  # whose features are kept; then it starts anew
BLOCK = 64  # words whose features are worked out together, always as many: their last digits depend on it
AT_ONCE = 64  # sequences read together
LONGEST_SEQUENCE = 100  # words
SHORTEST_SENTENCE = 5  # words

Candidate = tuple[int, int, int, float]  # first token, token behind the last, kind of name, how sure


@dataclass(frozen=True, slots=True)
class Settings:
    """The recogniser's shape: the kinds of names in the order of its weights, how its vectors are looked up.

    ``layers`` says which kinds were annotated together, in one layer: a name holds no other of its own layer.
    ``variants`` names two kinds of one label that follow two guidelines; a document is read by the one whose training
    texts it resembles.
    """

    kinds: tuple[str, ...]
    layers: tuple[int, ...]
    hidden: int
    variants: tuple[int, int] | None
    vectors: dict[str, Any]


class Tagger:
    """Find names in documents."""

    def __init__(self, nlp: Language, name: str = "ner") -> None:
        """Start empty: ``from_disk`` brings the weights."""
        self.name = name
        self.vocab = nlp.vocab
        self.settings = Settings((), (), 0, None, {})
        self.weights: dict[
            str, Floats
        ] = {}  # "transitions", "resembles", and of each network "0/input" and so on
        self._networks: list[dict[str, Floats]] = []
        self._vectors: Vectors | None = None
        self._rows: dict[str, int] = {}
        self._features: list[Floats] = []  # of each network

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the names that it finds."""
        return tuple(dict.fromkeys(self.settings.kinds))

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of one document."""
        self._read([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Find the names of many documents, in order."""
        documents = iter(stream)
        while docs := list(islice(documents, batch_size)):
            self._read(docs)
            yield from docs

    def to_disk(self, path: Any, **_: Any) -> None:
        """Write settings, weights and vectors; halves are enough for numbers."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "settings.json").write_text(
            json.dumps(asdict(self.settings), indent=1) + "\n", encoding="utf-8"
        )
        with (folder / "weights.npz").open("wb") as out:
            np.savez(out, **{name: array.astype(np.float16) for name, array in self.weights.items()})
        if self._vectors is not None:
            np.save(folder / "vectors.npy", self._vectors.data.astype(np.float16))

    def from_disk(self, path: Any, **_: Any) -> Tagger:
        """Read what ``to_disk`` wrote."""
        folder = Path(path)
        settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        variants = settings["variants"]
        with np.load(folder / "weights.npz") as weights:
            arrays = {name: weights[name].astype(np.float32) for name in weights.files}
        vectors = np.load(folder / "vectors.npy").astype(np.float32)
        return self.use(
            Settings(
                tuple(settings["kinds"]),
                tuple(settings["layers"]),
                settings["hidden"],
                (variants[0], variants[1]) if variants else None,
                settings["vectors"],
            ),
            arrays,
            vectors,
        )

    def use(self, settings: Settings, weights: dict[str, Floats], vectors: Floats) -> Tagger:
        """Take a trained recogniser."""
        self.settings, self.weights = settings, weights
        own = [name.split("/") for name in weights if "/" in name]
        self._networks = [
            {name: weights[f"{number}/{name}"] for which, name in own if which == number}
            for number in sorted({which for which, _ in own})
        ]
        self._vectors = Vectors(mode=Mode.floret, data=vectors, **settings.vectors)
        self._forget()
        return self

    # -- words -----------------------------------------------------------------------------------------------

    def _forget(self, room: int = 0) -> None:
        room = max(room, MOST_WORDS)
        self._rows = {}
        self._features = [
            np.zeros((room, network["input"].shape[0]), dtype=np.float32) for network in self._networks
        ]

    def _learn(self, words: list[str]) -> None:
        """Work out the features of words not met before."""
        new = list(dict.fromkeys(word for word in words if word not in self._rows))
        if len(self._rows) + len(new) > MOST_WORDS:
            new = list(dict.fromkeys(words))
            self._forget(len(new))
        if not new:
            return
        for at in range(0, len(new), BLOCK):
            self._work_out(new[at : at + BLOCK])

    def _work_out(self, words: list[str]) -> None:
        assert self._vectors is not None
        block = [*words, *[""] * (BLOCK - len(words))]
        rows = np.array([hashed(word) for word in block])
        codes = np.array([characters(word) for word in block])
        vectors = self._vectors.get_batch([self.vocab[word].norm_ if word else "" for word in block])
        first = len(self._rows)
        for features, network in zip(self._features, self._networks, strict=True):
            features[first : first + len(words)] = _word_features(network, rows, codes, vectors)[: len(words)]
        self._rows.update((word, first + i) for i, word in enumerate(words))

    # -- documents -------------------------------------------------------------------------------------------

    def _read(self, docs: list[Doc]) -> None:
        tokens = [[(token.text, bool(token.whitespace_)) for token in doc] for doc in docs]
        words = [[word for word, _ in text] for text in tokens]
        self._learn([word for text in words for word in text])
        sequences = [(i, start, end) for i, text in enumerate(words) for start, end in sentences(text)]
        sequences.sort(key=lambda one: (one[1] - one[2], one[0], one[1]))
        found: list[list[Candidate]] = [[] for _ in docs]
        rows = [np.array([self._rows[word] for word in text], dtype=np.int64) for text in words]
        local, shares = self._shares(rows)
        spaces = [_spaces([behind for _, behind in text]) for text in tokens]
        variants = [self._variant(text) for text in rows]
        for at in range(0, len(sequences), AT_ONCE):
            batch = sequences[at : at + AT_ONCE]
            lengths = np.array([end - start for _, start, end in batch])
            places = np.concatenate([local[i][start:end] for i, start, end in batch])
            white = np.concatenate([spaces[i][start:end] for i, start, end in batch])
            scores = self._scores(shares, places, white, lengths)
            tags = best_tags(scores, lengths, self.weights["transitions"])
            for column, (i, start, end) in enumerate(batch):
                left_out = variants[i]
                own = tags[: end - start, column]
                for kind in range(len(self.settings.kinds)):
                    if kind == left_out or not own[:, kind].any():
                        continue
                    for first, last in spans(own[:, kind].tolist()):
                        place = np.arange(first, last)
                        chosen = scores[place, column, kind, own[first:last, kind]]
                        sure = float((chosen - scores[place, column, kind, 0]).mean())
                        found[i].append((start + first, start + last, kind, sure))
        for doc, candidates in zip(docs, found, strict=True):
            self._annotate(doc, candidates)

    def _variant(self, rows: Integers) -> int | None:
        """Return the kind of name that is not asked about a document, of two that follow other guidelines."""
        if self.settings.variants is None:
            return None
        if not len(rows):
            return self.settings.variants[1]
        first, second = self.settings.variants
        mean = self._features[0][rows].mean(axis=0)
        second_fits = mean @ self.weights["resembles"] + self.weights["resembles_bias"][0] > 0
        return first if second_fits else second

    def _shares(self, rows: list[Integers]) -> tuple[list[Integers], list[Floats]]:
        """Return the documents' words, numbered in order of the text, and what each adds to a network's gates.

        A word is worked out once, however often it stands there; its number must not depend on what was read
        before, which would move a last digit.
        """
        known, found_first, places = np.unique(
            np.concatenate([np.zeros(0, dtype=np.int64), *rows]), return_index=True, return_inverse=True
        )
        order = np.argsort(found_first)
        numbers = np.argsort(order)[places]
        ends = np.cumsum([len(text) for text in rows])[:-1]
        shares = [
            features[known[order]] @ network["input"]
            for features, network in zip(self._features, self._networks, strict=True)
        ]
        return np.split(numbers, ends), shares

    def _scores(self, shares: list[Floats], rows: Integers, spaces: Integers, lengths: Integers) -> Floats:
        """Return how well each tag of each kind fits each word: [time, sequence, kind, tag]."""
        pairs, places = np.unique(4 * rows + spaces, return_inverse=True)
        hidden, steps, count = self.settings.hidden, int(lengths[0]), len(lengths)
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        ahead = np.minimum(np.arange(steps)[:, None], lengths - 1)
        back = np.maximum(lengths - 1 - np.arange(steps)[:, None], 0)
        ways = np.stack([places[starts + ahead], places[starts + back]])
        total = np.zeros((steps, count, self.weights["transitions"].shape[0] * TAGS), dtype=np.float32)
        for share, network in zip(shares, self._networks, strict=True):
            given = share[pairs // 4] + network["space"][pairs % 4]
            split = np.ascontiguousarray(given.reshape(len(pairs), 2, 4 * hidden).swapaxes(0, 1))
            states = read_both_ways(split, ways, lengths, network["recurrent"])
            backwards = states[:, 1] @ network["output"][hidden:]
            total += states[:, 0] @ network["output"][:hidden]
            total += backwards[back, np.arange(count)] + network["output_bias"]
        mean: Floats = total.reshape(steps, count, -1, TAGS) / len(self._networks)
        return mean

    def _annotate(self, doc: Doc, candidates: list[Candidate]) -> None:
        """Keep names that lie apart, or one inside another of another layer; of two in one place the surer."""
        layers = self.settings.layers
        kept: list[Candidate] = []
        for one in sorted(candidates, key=lambda c: (c[0] - c[1], -c[3], c[0], c[2])):
            start, end, kind, _ = one
            if all(
                other[0] <= start
                and end <= other[1]
                and other[1] - other[0] > end - start
                and layers[other[2]] != layers[kind]
                for other in kept
                if other[0] < end and start < other[1]
            ):
                kept.append(one)
        names = [Span(doc, start, end, self.settings.kinds[kind]) for start, end, kind, _ in sorted(kept)]
        outer = filter_spans(names)
        whole = {(name.start, name.end) for name in outer}
        doc.ents = tuple(outer)
        doc.spans[NESTED] = [name for name in names if (name.start, name.end) not in whole]


def _word_features(network: dict[str, Floats], rows: Integers, codes: Integers, vectors: Floats) -> Floats:
    """Return what a network makes of words: of their hashed parts, their characters and their vectors."""
    parts = [network[f"part{i}"][rows[:, i]] for i in range(rows.shape[1])]
    letters = np.pad(network["characters"][codes], ((0, 0), (PATCH // 2, PATCH // 2), (0, 0)))
    length = codes.shape[1]
    patches = np.concatenate([letters[:, i : i + length] for i in range(PATCH)], axis=-1)
    spelled = np.maximum(patches @ network["patch"] + network["patch_bias"], 0).max(axis=1)
    known = (vectors * network["vector_scale"][0]) @ network["vector"] + network["vector_bias"]
    return np.concatenate([*parts, spelled, known], axis=-1)


def sentences(words: list[str]) -> list[tuple[int, int]]:
    """Return the borders of stretches that are read on their own, roughly sentences, none of them long."""
    borders: list[tuple[int, int]] = []
    start = 0
    for at in range(len(words) - 1):
        word, following, length = words[at], words[at + 1][0], at + 1 - start
        ends = (
            word in (".", "!", "?")
            and length >= SHORTEST_SENTENCE
            and (following.isupper() or following.isdigit() or following in '(["')
            and len(words[at - 1]) > 1  # no initial
        )
        if ends or ("\n" in word and length > 1) or length >= LONGEST_SEQUENCE:
            borders.append((start, at + 1))
            start = at + 1
    if start < len(words):
        borders.append((start, len(words)))
    return borders


def _spaces(behind: list[bool]) -> Integers:
    """Return for each token whether white space stands behind it (1) and before it (2)."""
    own = np.array(behind, dtype=np.int64)
    before = np.ones_like(own)
    before[1:] = own[:-1]
    return own + 2 * before
