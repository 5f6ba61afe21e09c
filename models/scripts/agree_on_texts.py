"""Several models' labels of the same texts → a training file of what they agree on.

usage: agree_on_texts.py OUTPUT LABELLED.jsonl ...

Every label is judged by the models that ever use it; where they differ, the tokens are marked as unknown.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import spacy
from complete import complete
from spacy.tokens import DocBin


def main(output: str, *inputs: str) -> None:
    """Write the texts with the entities agreed on."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "evistat.Tokenizer.v1"}}})
    labelled = [
        [json.loads(line) for line in Path(name).read_text("utf-8").split("\n") if line] for name in inputs
    ]
    known = [{ent[2] for row in rows for ent in row["ents"]} for rows in labelled]
    docs, added, unknown = DocBin(store_user_data=True), 0, 0
    for views in zip(*labelled, strict=True):
        doc = nlp.make_doc(views[0]["text"])
        opinions: defaultdict[str, list[set[tuple[int, int, str]]]] = defaultdict(list)
        for view, labels in zip(views, known, strict=True):
            for label in labels:
                own = [ent for ent in view["ents"] if ent[2] == label]
                spans = [doc.char_span(ent[0], ent[1], label, alignment_mode="expand") for ent in own]
                opinions[label].append({(span.start, span.end, label) for span in spans if span is not None})
        counts = complete(doc, [opinions[label] for label in sorted(opinions)])
        added, unknown = added + counts[0], unknown + counts[1]
        docs.add(doc)
    docs.to_disk(output)
    print(f"{output}: {len(docs)} texts, {added} entities, {unknown} tokens left open")


if __name__ == "__main__":
    main(*sys.argv[1:])
