"""A trained pipeline → its strict F1 on every corpus' development texts, as a table, and its speed.

usage: evaluate.py MODEL CORPORA [corpus ...]     CORPORA holds {corpus}/dev.jsonl

Exact spans and labels on raw text, names inside names too. A corpus counts only for labels it annotates; of AnatEM's
labels all but CANCER and PATHOLOGICAL_FORMATION count, as one, and predictions over those two are left out. `model` is
the trained pipeline alone, the other columns the pipeline as it runs, with abbreviations and mended entities; `apart`
leaves out the names inside names.
"""

import json
import os
import sys
import time
from itertools import islice
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # as in a run; before numpy is imported

from spacy.tokens import Doc  # noqa: E402

from evistat.recognise.entities import Entities  # noqa: E402
from evistat.recognise.model import load_model  # noqa: E402
from evistat.recognise.tagger import NESTED  # noqa: E402
from evistat.tokenise.abbreviations import Abbreviations  # noqa: E402

SCORED = {
    "bc5cdr": ("CHEMICAL", "DISEASE"),
    "ncbi_disease": ("DISEASE",),
    "anatem": ("ANATOMY",),
    "bc2gm": ("GENE",),
    "linnaeus": ("SPECIES",),
}
LEFT_OUT = {"CANCER", "PATHOLOGICAL_FORMATION"}
Entity = tuple[int, int, str]


def wanted(row: dict, corpus: str) -> tuple[set[Entity], list[tuple[int, int]]]:
    """Return the gold entities that count and the places that don't."""
    gold, ignored = set(), []
    for entity in row["entities"]:
        if corpus == "anatem" and entity["label"] in LEFT_OUT:
            ignored.append((entity["start"], entity["end"]))
        else:
            gold.add((entity["start"], entity["end"], "ANATOMY" if corpus == "anatem" else entity["label"]))
    return gold, ignored


def found(doc: Doc, corpus: str, ignored: list[tuple[int, int]], *, nested: bool = True) -> set[Entity]:
    """Return a document's entities that count for a corpus."""
    entities = set()
    for ent in (*doc.ents, *(doc.spans.get(NESTED, ()) if nested else ())):
        label = "ANATOMY" if corpus == "anatem" and ent.label_ == "CELL" else ent.label_
        hidden = any(ent.start_char < end and start < ent.end_char for start, end in ignored)
        if label in SCORED[corpus] and not hidden:
            entities.add((ent.start_char, ent.end_char, label))
    return entities


def rates(pairs: list[tuple[set[Entity], set[Entity]]], label: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 in per cent, of one label or, for "", of all."""
    hits = gold = predicted = 0
    for expected, got in pairs:
        expected = {entity for entity in expected if label in ("", entity[2])}
        got = {entity for entity in got if label in ("", entity[2])}
        hits, gold, predicted = hits + len(expected & got), gold + len(expected), predicted + len(got)
    both = 200 * hits / max(1, gold + predicted)
    return 100 * hits / max(1, predicted), 100 * hits / max(1, gold), both


def main(model: str, corpora: str, *only: str) -> None:
    """Print one line a corpus and label, and the words a second of processor time."""
    nlp = load_model(model)
    abbreviations, entities = Abbreviations(nlp), Entities(nlp)
    print("corpus        label     model F1   precision  recall      F1   apart")
    for corpus in only or SCORED:
        alone, mended, apart = [], [], []
        with (Path(corpora) / corpus / "dev.jsonl").open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        for row, doc in zip(rows, nlp.pipe(row["text"] for row in rows), strict=True):
            gold, ignored = wanted(row, corpus)
            alone.append((gold, found(doc, corpus, ignored)))
            mended.append((gold, found(entities(abbreviations(doc)), corpus, ignored)))
            apart.append((gold, found(doc, corpus, ignored, nested=False)))
        labels = SCORED[corpus]
        for label in ("", *labels) if len(labels) > 1 else ("",):
            precision, recall, f1 = rates(mended, label)
            line = f"{corpus:13} {label or 'all':9} {rates(alone, label)[2]:8.2f}"
            print(
                f"{line} {precision:11.2f} {recall:7.2f} {f1:7.2f} {rates(apart, label)[2]:7.2f}", flush=True
            )
    with (Path(corpora) / "bc5cdr" / "dev.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, 200)]
    docs = [nlp.make_doc(text) for text in texts]
    start = time.process_time()
    for doc in nlp.pipe(docs):
        entities(abbreviations(doc))
    rate = sum(len(text.split()) for text in texts) / (time.process_time() - start)
    print(f"{rate:.0f} words a second of processor time, tokenised text to entities")


if __name__ == "__main__":
    main(*sys.argv[1:])
