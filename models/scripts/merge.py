"""Training files of several corpora → one file, in a fixed shuffled order.

usage: merge.py OUTPUT INPUT[:weight] ...

A weight of 2 takes every text twice; one below 1 takes that share of the texts in which the corpus annotates
nothing, and all others.
"""

import random
import sys
from pathlib import Path

from convert import LABELS
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab


def annotated(doc: Doc) -> bool:
    """Say whether a text holds an entity of the labels that its corpus annotates."""
    own = LABELS.get(doc.user_data.get("corpus", ""), {}).values()
    return any(ent.label_ in own for ent in doc.ents)


def main(output: str, *inputs: str) -> None:
    """Merge the texts as they are."""
    vocab = Vocab()
    chance = random.Random(20)
    docs: list[Doc] = []
    for name, _, weight in (item.partition(":") for item in inputs):
        share = float(weight or 1)
        for doc in DocBin(store_user_data=True).from_disk(name).get_docs(vocab):
            if share >= 1:
                docs += [doc] * int(share)
            elif annotated(doc) or chance.random() < share:
                docs.append(doc)
    chance.shuffle(docs)
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs, store_user_data=True).to_disk(output)
    print(f"{output}: {len(docs)} texts, {sum(len(doc) for doc in docs)} tokens")


if __name__ == "__main__":
    main(*sys.argv[1:])
