"""Trained weights → a spaCy pipeline that computes the same without the library they were trained with.

usage: export.py WEIGHTS[,WEIGHTS] VECTORS CORPORA OUTPUT     CORPORA as convert.py wrote them

Of several networks the scores' mean will count, and the mean of their transitions. Also learns by which of two guidelines for diseases a text is to be read: that of the corpus whose training texts it
resembles, judged by the mean of its words' features.
"""

import json
import sys
from pathlib import Path

import numpy as np
import spacy
import torch
from kinds import KINDS, LABELS, LAYERS, VARIANT_CORPORA, VARIANTS
from network import PART_WIDTHS, SPACE_WIDTH, VECTOR_SCALE, Network, Words
from torch.nn.functional import binary_cross_entropy_with_logits

from evistat.recognise.sequence import TAGS, Floats
from evistat.recognise.tagger import Settings, Tagger

PENALTY = 0.02  # on large weights of what tells the two corpora apart


def main(weights: str, vectors: str, corpora: str, output: str) -> None:
    """Write the pipeline."""
    states = [torch.load(file) for file in weights.split(",")]
    used = len(LABELS)
    arrays: dict[str, Floats] = {
        "transitions": np.mean([state["transitions"].numpy()[:used] for state in states], axis=0)
    }
    for number, state in enumerate(states):
        network = carried_over({name: array.numpy() for name, array in state.items()})
        arrays |= {f"{number}/{name}": array for name, array in network.items()}
    arrays["resembles"], arrays["resembles_bias"] = resemblance(states[0], vectors, Path(corpora))
    table = spacy.load(vectors).vocab.vectors
    lookup = {
        name: getattr(table, name) for name in ("minn", "maxn", "hash_count", "hash_seed", "bow", "eow")
    }
    settings = Settings(LABELS, LAYERS, arrays["0/recurrent"].shape[1], VARIANTS, lookup)
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "evistat.Tokenizer.v1"}}})
    tagger = nlp.add_pipe("evistat_tagger", name="ner")
    assert isinstance(tagger, Tagger)
    tagger.use(settings, arrays, table.data.astype(np.float32))
    nlp.to_disk(output)
    print(f"{output}: {sum(array.size for array in arrays.values())} weights")


def carried_over(state: dict[str, np.ndarray]) -> dict[str, Floats]:
    """Return a network as the tagger wants it: layers merged, gates in its order, kinds that aren't used left out."""
    arrays: dict[str, Floats] = {f"part{i}": state[f"parts.{i}.weight"] for i in range(len(PART_WIDTHS))}
    arrays["characters"] = state["characters.weight"]
    arrays["patch"], arrays["patch_bias"] = state["patch.weight"].T, state["patch.bias"]
    width = len(state["vector.bias"])
    arrays["vector"] = np.eye(width, dtype=np.float32) + state["vector.weight"].T
    arrays["vector_bias"], arrays["vector_scale"] = state["vector.bias"], np.array([VECTOR_SCALE], np.float32)
    ways = ("l0", "l0_reverse")
    inputs = np.concatenate([_gates(state[f"lstm.weight_ih_{way}"]).T for way in ways], axis=1)
    bias = np.concatenate(
        [_gates(state[f"lstm.bias_ih_{way}"] + state[f"lstm.bias_hh_{way}"]) for way in ways]
    )
    arrays["input"] = inputs[:-SPACE_WIDTH]
    arrays["space"] = state["space.weight"] @ inputs[-SPACE_WIDTH:] + bias
    arrays["recurrent"] = np.stack([_gates(state[f"lstm.weight_hh_{way}"]).T for way in ways])
    used = len(LABELS)
    arrays["output"] = state["output.weight"].reshape(len(KINDS), TAGS, -1)[:used].reshape(used * TAGS, -1).T
    arrays["output_bias"] = state["output.bias"][: used * TAGS]
    return arrays


def _gates(rows: np.ndarray) -> np.ndarray:
    """Put the gates in order (input, forget, output, cell) and halve the first three: sigmoid by tanh."""
    own_input, forget, cell, output = np.split(rows, 4)
    return np.concatenate([own_input / 2, forget / 2, output / 2, cell])


def resemblance(state: dict[str, torch.Tensor], vectors: str, corpora: Path) -> tuple[Floats, Floats]:
    """Return the weights and the bias that tell the second corpus' texts from the first's."""
    words = Words(vectors)
    texts: list[tuple[int, list[int]]] = []
    for answer, corpus in enumerate(VARIANT_CORPORA):
        with (corpora / f"{corpus}.train.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                texts.append((answer, [words.number(word) for word in json.loads(line)["words"]]))
    words.close()
    network = Network(
        kinds=len(KINDS),
        vector_width=words.vectors.shape[1],
        hidden=state["lstm.weight_hh_l0"].shape[1],
        spelling=len(state["patch.bias"]),
        drop=0,
    ).eval()
    network.load_state_dict(state)
    with torch.no_grad():
        features = network.features(words, torch.arange(len(words.numbers)))
        means = torch.stack([features[own].mean(0) for _, own in texts])
    centre, spread = means.mean(0), means.std(0) + 1e-3
    even = (means - centre) / spread
    answers = torch.tensor([float(answer) for answer, _ in texts])
    weights, bias = torch.zeros(means.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=300)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = (
            binary_cross_entropy_with_logits(even @ weights + bias, answers) + PENALTY * (weights**2).sum()
        )
        value.backward()
        return value

    optimizer.step(loss)
    final = (weights / spread).detach()
    return final.numpy(), (bias.detach() - centre @ final).numpy()


if __name__ == "__main__":
    main(*sys.argv[1:])
