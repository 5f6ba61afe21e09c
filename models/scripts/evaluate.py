"""A trained pipeline → its strict F1 on every corpus' development texts, as a table.

usage: evaluate.py MODEL CORPORA [corpus ...]     CORPORA holds {corpus}/dev.jsonl

Figures are those of exact spans and labels on raw text. A corpus counts only for labels it annotates; of
AnatEM's labels all but CANCER and PATHOLOGICAL_FORMATION count, as one, and predictions over those two
are left out.
"""

import json
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path

import spacy
from thinc.api import NumpyOps, set_current_ops

SCORED = {
    "bc5cdr": ("CHEMICAL", "DISEASE"),
    "ncbi_disease": ("DISEASE",),
    "anatem": ("ANATOMY",),
    "bc2gm": ("GENE",),
    "linnaeus": ("SPECIES",),
}
LEFT_OUT = {"CANCER", "PATHOLOGICAL_FORMATION"}


def score(nlp: spacy.Language, gold: Path, labels: tuple[str, ...]) -> dict[str, list[int]]:
    """Count, for each label and in all, hits, gold entities and predictions."""
    rows = [json.loads(line) for line in gold.open(encoding="utf-8")]
    counts: dict[str, list[int]] = {label: [0, 0, 0] for label in labels}
    cells = labels == ("ANATOMY",)
    for row, doc in zip(rows, nlp.pipe(row["text"] for row in rows), strict=True):
        wanted, ignored = set(), []
        for entity in row["entities"]:
            if entity["label"] in LEFT_OUT:
                ignored.append((entity["start"], entity["end"]))
            else:
                wanted.add((entity["start"], entity["end"], "ANATOMY" if cells else entity["label"]))
        found = set()
        for ent in doc.ents:
            label = "ANATOMY" if cells and ent.label_ == "CELL" else ent.label_
            span = (ent.start_char, ent.end_char)
            if label in labels and not any(span[0] < end and start < span[1] for start, end in ignored):
                found.add((*span, label))
        for label, gain in Counter(x[2] for x in wanted & found).items():
            counts[label][0] += gain
        for label, gain in Counter(x[2] for x in wanted).items():
            counts[label][1] += gain
        for label, gain in Counter(x[2] for x in found).items():
            counts[label][2] += gain
    counts["all"] = [sum(count[i] for count in counts.values()) for i in range(3)]
    return counts


def main(model: str, corpora: str, *only: str) -> None:
    """Print one line a corpus and label, and the words a second of processor time."""
    set_current_ops(NumpyOps(use_blis=False))
    nlp = spacy.load(model)
    print("corpus        label     precision  recall  F1")
    for corpus in only or SCORED:
        counts = score(nlp, Path(corpora) / corpus / "dev.jsonl", SCORED[corpus])
        for label, (hits, gold, found) in counts.items():
            if label == "all" or len(counts) > 2:
                precision, recall = 100 * hits / max(found, 1), 100 * hits / max(gold, 1)
                f1 = 200 * hits / max(gold + found, 1)
                print(f"{corpus:13} {label:9} {precision:9.2f} {recall:7.2f} {f1:6.2f}", flush=True)
    with (Path(corpora) / "bc5cdr" / "dev.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, 200)]
    docs = [nlp.make_doc(text) for text in texts]
    start = time.process_time()
    for _ in nlp.pipe(docs):
        pass
    words = sum(len(text.split()) for text in texts)
    rate = words / (time.process_time() - start)
    print(f"{rate:.0f} words a second of processor time, tokenised text to entities")


if __name__ == "__main__":
    main(*sys.argv[1:])
