"""Texts (JSONL, plain or gzip) → one file of tokens, a paragraph a line, as word-vector training wants it.

usage: text_for_vectors.py OUTPUT INPUT...
"""

import gzip
import json
import sys
from pathlib import Path

import spacy


def main(output: str, *inputs: str) -> None:
    """Write the normalised tokens of every input, the recogniser's own tokens, in order."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "evistat.Tokenizer.v1"}}})
    paragraphs = tokens = 0
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    with Path(output).open("w", encoding="utf-8") as out:
        for name in inputs:
            opened = gzip.open if name.endswith(".gz") else open
            with opened(name, "rt", encoding="utf-8") as lines:
                for line in lines:
                    for paragraph in json.loads(line)["text"].split("\n"):
                        words = [token.norm_ for token in nlp.tokenizer(paragraph) if not token.is_space]
                        if len(words) > 3:
                            out.write(" ".join(words) + "\n")
                            paragraphs += 1
                            tokens += len(words)
    print(f"{paragraphs} paragraphs, {tokens} tokens")


if __name__ == "__main__":
    main(*sys.argv[1:])
