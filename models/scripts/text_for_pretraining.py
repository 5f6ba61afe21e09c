"""Texts (JSONL, plain or gzip) → one file of sequences of words, in numbers, as pretraining wants them.

usage: text_for_pretraining.py OUTPUT.npz MOST_WORDS INPUT...

OUTPUT holds ``words`` (every word once), ``numbers`` (of all sequences' words, one behind the other), ``spaces`` and
``borders`` of the sequences.
"""

import gzip
import json
import random
import sys
from pathlib import Path

import numpy as np
import spacy
from sequences import white_space

from evistat.recognise.tagger import sentences

SHORTEST, LONGEST = 4, 80  # words of a sequence
SHORTEST_PARAGRAPH = 60  # characters


def main(output: str, most: str, *inputs: str) -> None:
    """Read the inputs in order, each shuffled, until there are enough words."""
    tokenizer = spacy.blank(
        "en", config={"nlp": {"tokenizer": {"@tokenizers": "evistat.Tokenizer.v1"}}}
    ).tokenizer
    known: dict[str, int] = {}
    numbers: list[int] = []
    spaces: list[int] = []
    borders = [0]
    for name in inputs:
        with (gzip.open if name.endswith(".gz") else open)(name, "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        random.Random(5).shuffle(texts)
        for text in texts:
            for paragraph in text.split("\n"):
                if len(paragraph) < SHORTEST_PARAGRAPH or len(numbers) >= int(most):
                    continue
                tokens = tokenizer(paragraph)
                words = [token.text for token in tokens]
                white = white_space([int(bool(token.whitespace_)) for token in tokens])
                for start, end in sentences(words):
                    if SHORTEST <= end - start <= LONGEST:
                        numbers += [known.setdefault(word, len(known)) for word in words[start:end]]
                        spaces += white[start:end]
                        borders.append(len(numbers))
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    with Path(output).open("wb") as out:
        np.savez(
            out,
            words=np.array(list(known)),
            numbers=np.array(numbers, dtype=np.int32),
            spaces=np.array(spaces, dtype=np.int8),
            borders=np.array(borders, dtype=np.int64),
        )
    print(f"{output}: {len(borders) - 1} sequences, {len(numbers)} words, {len(known)} of them different")


if __name__ == "__main__":
    main(*sys.argv[1:])
