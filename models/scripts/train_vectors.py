"""Tokens, a paragraph a line → floret vectors, as a table that `spacy init vectors --mode floret` reads.

usage: train_vectors.py TEXT OUTPUT.floret [dim] [epochs] [buckets]
"""

import sys
from pathlib import Path

import floret


def main(text: str, output: str, dim: str = "96", epochs: str = "3", buckets: str = "50000") -> None:
    """Train with one thread, so that the same text gives the same vectors."""
    model = floret.train_unsupervised(
        text,
        model="cbow" if Path(output).stem.endswith("cbow") else "skipgram",
        mode="floret",
        hashCount=2,
        bucket=int(buckets),
        minn=4,
        maxn=5,
        minCount=10,
        dim=int(dim),
        epoch=int(epochs),
        neg=5,
        ws=5,
        lr=0.05,
        thread=1,
        verbose=2,
    )
    model.save_floret_vectors(output)


if __name__ == "__main__":
    main(*sys.argv[1:])
