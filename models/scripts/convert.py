"""Corpora as raw text with annotated spans → texts of words with names, cut by the project's own tokenizer.

usage: convert.py CORPORA OUTPUT
"""

import json
import sys
from pathlib import Path
from typing import Any

import spacy
from kinds import CORPORA
from spacy.tokens import Doc


def main(corpora: str, output: str) -> None:
    """Write ``OUTPUT/{corpus}.{split}.jsonl`` for every corpus and split, and say what was lost."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "evistat.Tokenizer.v1"}}})
    Path(output).mkdir(parents=True, exist_ok=True)
    for corpus, kinds in CORPORA.items():
        for split in ("train", "dev"):
            source, target = (
                Path(corpora) / corpus / f"{split}.jsonl",
                Path(output) / f"{corpus}.{split}.jsonl",
            )
            texts, kept, lost = 0, 0, 0
            with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
                for line in lines:
                    row = json.loads(line)
                    doc = nlp.make_doc(row["text"])
                    names = [_name(doc, entity, kinds, split) for entity in row["entities"]]
                    text = {
                        "words": [token.text for token in doc],
                        "spaces": [int(bool(token.whitespace_)) for token in doc],
                        "names": names,
                    }
                    out.write(json.dumps(text, ensure_ascii=False) + "\n")
                    texts, kept = texts + 1, kept + len(names)
                    lost += sum(start < 0 for start, _, _ in names)
            print(f"{target.name}: {texts} texts, {kept} names, {lost} not on the borders of words")


def _name(doc: Doc, entity: dict[str, Any], kinds: dict[str, str], split: str) -> tuple[int, int, str]:
    """Return a name by its words; training takes the whole words, a development text shows it as lost (-1)."""
    mode = "strict" if split == "dev" else "expand"
    span = doc.char_span(entity["start"], entity["end"], alignment_mode=mode)
    start, end = (-1, -1) if span is None else (span.start, span.end)
    return start, end, kinds[entity["label"]]


if __name__ == "__main__":
    main(*sys.argv[1:])
