"""Corpora as raw text with annotated spans → spaCy training files, in the model's own labels and tokens.

usage: convert.py CORPORA OUTPUT
"""

import json
import sys
from pathlib import Path

import spacy
from spacy.tokens import DocBin
from spacy.util import filter_spans

ANATOMY = (
    "MULTI-TISSUE_STRUCTURE ORGAN CELLULAR_COMPONENT TISSUE ORGANISM_SUBSTANCE ORGANISM_SUBDIVISION"
    " IMMATERIAL_ANATOMICAL_ENTITY DEVELOPING_ANATOMICAL_STRUCTURE ANATOMICAL_SYSTEM"
)
# corpus → its labels → ours; a label that stands here with None is left to the teachers of other corpora
LABELS: dict[str, dict[str, str | None]] = {
    "bc5cdr": {"CHEMICAL": "CHEMICAL", "DISEASE": "DISEASE"},
    "ncbi_disease": {"DISEASE": "DISEASE"},
    "bc2gm": {"GENE": "GENE"},
    "linnaeus": {"SPECIES": "SPECIES"},
    "anatem": {
        "CELL": "CELL",
        "CANCER": None,
        "PATHOLOGICAL_FORMATION": None,
        **dict.fromkeys(ANATOMY.split(), "ANATOMY"),
    },
}


def main(corpora: str, output: str) -> None:
    """Write ``OUTPUT/{corpus}.{split}.spacy`` for every corpus and split, and say what was lost."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "evistat.Tokenizer.v1"}}})
    Path(output).mkdir(parents=True, exist_ok=True)
    for corpus, labels in LABELS.items():
        for split in ("train", "dev"):
            target = Path(output) / f"{corpus}.{split}.spacy"
            docs, kept, lost = DocBin(store_user_data=True), 0, 0
            for line in (Path(corpora) / corpus / f"{split}.jsonl").open(encoding="utf-8"):
                row = json.loads(line)
                doc = nlp.make_doc(row["text"])
                doc.user_data["id"] = str(row["id"])
                doc.user_data["corpus"] = corpus
                spans = []
                for entity in row["entities"]:
                    if label := labels[entity["label"]]:
                        mode = "strict" if split == "dev" else "expand"
                        span = doc.char_span(entity["start"], entity["end"], label, alignment_mode=mode)
                        lost += span is None
                        if span is not None:
                            spans.append(span)
                doc.ents = filter_spans(spans)
                kept += len(doc.ents)
                docs.add(doc)
            docs.to_disk(target)
            print(f"{target.name}: {len(docs)} texts, {kept} entities, {lost} not on token borders")


if __name__ == "__main__":
    main(*sys.argv[1:])
