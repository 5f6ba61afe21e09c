"""Unlabelled texts → one model's entities in a sample of them, as JSON lines.

usage: label_texts.py MODEL TEXTS.jsonl.gz OUTPUT.jsonl [sample]
"""

import gzip
import json
import random
import sys
from pathlib import Path

from complete import teacher


def main(model: str, texts: str, output: str, sample: str = "3000") -> None:
    """Label the same sample for every model: the order is shuffled with a fixed seed."""
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    random.Random(20).shuffle(rows)
    rows = rows[: int(sample)]
    nlp = teacher(model)
    with Path(output).open("w", encoding="utf-8") as out:
        for row, doc in zip(rows, nlp.pipe(row["text"] for row in rows), strict=True):
            ents = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
            out.write(
                json.dumps({"id": row["id"], "text": row["text"], "ents": ents}, ensure_ascii=False) + "\n"
            )
    print(f"{output}: {len(rows)} texts")


if __name__ == "__main__":
    main(*sys.argv[1:])
