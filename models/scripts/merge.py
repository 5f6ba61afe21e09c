"""Training files of several corpora → one file, in a fixed shuffled order.

usage: merge.py OUTPUT INPUT...
"""

import random
import sys
from pathlib import Path

from spacy.tokens import DocBin
from spacy.vocab import Vocab


def main(output: str, *inputs: str) -> None:
    """Merge as they are: what a corpus doesn't annotate is taken to be absent."""
    vocab = Vocab()
    docs = [doc for name in inputs for doc in DocBin(store_user_data=True).from_disk(name).get_docs(vocab)]
    random.Random(20).shuffle(docs)
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs, store_user_data=True).to_disk(output)
    print(f"{output}: {len(docs)} texts")


if __name__ == "__main__":
    main(*sys.argv[1:])
