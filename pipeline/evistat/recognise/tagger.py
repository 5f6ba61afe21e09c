"""Docs → Docs with the trained recogniser's names: the longest in ``doc.ents``, those inside them in ``doc.spans``.

Every kind of name is read on its own (a CRF over begin, inside, end, single, outside), so a name may hold another:
"tumour" in "tumour cells". A word's features are worked out once and kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vectors import Mode, Vectors

from evistat.recognise.sequence import Floats, best_tags, read_both_ways, spans
from evistat.recognise.word_features import PATCH, characters, hashed

NESTED = "nested"
MOST_WORDS = 20_000  # whose features are kept; then it starts anew
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
        self.weights: dict[str, Floats] = {}
        self._vectors: Vectors | None = None
        self._rows: dict[str, int] = {}
        self._features = np.zeros((0, 0), dtype=np.float32)
        self._document_features = np.zeros((0, 0), dtype=np.float32)

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
        self._vectors = Vectors(mode=Mode.floret, data=vectors, **settings.vectors)
        self._forget()
        return self

    # -- words -----------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        width = self.weights["input"].shape[0]
        self._rows = {}
        self._features = np.zeros((MOST_WORDS, width), dtype=np.float32)

    def _learn(self, words: list[str]) -> None:
        """Work out the features of words not met before."""
        new = list(dict.fromkeys(word for word in words if word not in self._rows))
        if len(self._rows) + len(new) > MOST_WORDS:
            self._forget()
            new = list(dict.fromkeys(words))
            if len(new) > len(self._features):
                self._features = np.zeros((len(new), self._features.shape[1]), dtype=np.float32)
        if not new:
            return
        first = len(self._rows)
        self._features[first : first + len(new)] = self._word_features(new)
        self._rows.update((word, first + i) for i, word in enumerate(new))

    def _word_features(self, words: list[str]) -> Floats:
        weights = self.weights
        rows = np.array([hashed(word) for word in words])
        parts = [weights[f"part{i}"][rows[:, i]] for i in range(rows.shape[1])]
        codes = np.array([characters(word) for word in words])
        letters = np.pad(weights["characters"][codes], ((0, 0), (1, 1), (0, 0)))
        length = codes.shape[1]
        patches = np.concatenate([letters[:, i : i + length] for i in range(PATCH)], axis=-1)
        spelled = np.maximum(patches @ weights["patch"] + weights["patch_bias"], 0).max(axis=1)
        return np.concatenate([*parts, spelled, self._known(words)], axis=-1)

    def _known(self, words: list[str]) -> Floats:
        """Return the words' vectors, turned as training turned them."""
        assert self._vectors is not None
        norms = [self.vocab[word].norm_ for word in words]
        vectors = self._vectors.get_batch(norms) * self.weights["vector_scale"][0]
        known: Floats = vectors @ self.weights["vector"] + self.weights["vector_bias"]
        return known

    # -- documents -------------------------------------------------------------------------------------------

    def _read(self, docs: list[Doc]) -> None:
        words = [[token.text for token in doc] for doc in docs]
        self._learn([word for text in words for word in text])
        sequences = [(i, start, end) for i, text in enumerate(words) for start, end in sentences(text)]
        sequences.sort(key=lambda one: (one[1] - one[2], one[0], one[1]))
        found: list[list[Candidate]] = [[] for _ in docs]
        rows = [np.array([self._rows[word] for word in text], dtype=np.int64) for text in words]
        spaces = [_spaces(doc) for doc in docs]
        variants = [self._variant(text) for text in rows]
        for at in range(0, len(sequences), AT_ONCE):
            batch = sequences[at : at + AT_ONCE]
            lengths = np.array([end - start for _, start, end in batch])
            scores = self._scores(
                [rows[i][start:end] for i, start, end in batch],
                [spaces[i][start:end] for i, start, end in batch],
                lengths,
            )
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

    def _variant(self, rows: npt.NDArray[np.int64]) -> int | None:
        """Return the kind of name that is not asked about a document, of two that follow other guidelines."""
        if self.settings.variants is None:
            return None
        if not len(rows):
            return self.settings.variants[1]
        first, second = self.settings.variants
        mean = self._features[rows].mean(axis=0)
        second_fits = mean @ self.weights["resembles"] + self.weights["resembles_bias"][0] > 0
        return first if second_fits else second

    def _scores(
        self,
        rows: list[npt.NDArray[np.int64]],
        spaces: list[npt.NDArray[np.int64]],
        lengths: npt.NDArray[np.int64],
    ) -> Floats:
        """Return how well each tag of each kind fits each word: [time, sequence, kind, tag]."""
        weights, hidden = self.weights, self.settings.hidden
        words, places = np.unique(np.concatenate(rows), return_inverse=True)
        shares = self._features[words] @ weights["input"]
        tokens = shares[places] + weights["space"][np.concatenate(spaces)]
        steps = int(lengths[0])
        ahead = np.minimum(np.arange(steps)[:, None], lengths - 1)
        back = np.maximum(lengths - 1 - np.arange(steps)[:, None], 0)
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        inputs = np.empty((steps, 2, len(lengths), 4 * hidden), dtype=np.float32)
        inputs[:, 0] = tokens[starts + ahead, : 4 * hidden]
        inputs[:, 1] = tokens[starts + back, 4 * hidden :]
        states = read_both_ways(inputs, lengths, weights["recurrent"])
        forwards = states[:, 0] @ weights["output"][:hidden]
        backwards = states[:, 1] @ weights["output"][hidden:]
        scores = forwards + backwards[back, np.arange(len(lengths))] + weights["output_bias"]
        per_tag: Floats = scores.reshape(steps, len(lengths), len(self.settings.kinds), -1)
        return per_tag

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


def _spaces(doc: Doc) -> npt.NDArray[np.int64]:
    """Return for each token whether white space stands behind it (1) and before it (2)."""
    behind = np.array([bool(token.whitespace_) for token in doc], dtype=np.int64)
    before = np.ones_like(behind)
    before[1:] = behind[:-1]
    return behind + 2 * before
