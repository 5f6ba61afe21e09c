"""Score a recogniser's entities on an annotated corpus: GOLD as JSON lines → strict precision, recall, F1.

usage: evaluate_entities.py GOLD.jsonl LABEL[,LABEL...] [--model NAME_OR_PATH] [--map GOLD=LABEL,...]
                            [--pred-map LABEL=LABEL,...] [--ignore GOLD,...]

GOLD holds one object a line: text, entities [{start, end, label}] (code points). `--map` renames gold labels and
`--pred-map` predicted ones (* is every other label); what lies over an entity of an `--ignore` label counts for nothing.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from evistat.recognise.entities import Entities
from evistat.recognise.model import load_model
from evistat.tokenise.abbreviations import Abbreviations


def pairs(value: str) -> dict[str, str]:
    """Read ``A=B,C=D``."""
    return dict(item.split("=", 1) for item in value.split(",") if item)


def score(rows: list[dict[str, Any]], options: argparse.Namespace) -> dict[str, Counter[str]]:
    """Count, for each label, hits, gold entities and predictions."""
    nlp = load_model(options.model)
    abbreviations, entities = Abbreviations(nlp), Entities(nlp)
    labels, ignored_labels = set(options.labels.split(",")), set(options.ignore.split(","))
    counts = {label: Counter[str]() for label in sorted(labels)}
    for row, doc in zip(rows, nlp.pipe(row["text"] for row in rows), strict=True):
        doc = entities(abbreviations(doc))
        gold, ignored = set(), []
        for entity in row["entities"]:
            if entity["label"] in ignored_labels:
                ignored.append((entity["start"], entity["end"]))
                continue
            label = options.map.get(entity["label"], options.map.get("*", entity["label"]))
            if label in labels:
                gold.add((entity["start"], entity["end"], label))
        found = set()
        for ent in doc.ents:
            label = options.pred_map.get(ent.label_, options.pred_map.get("*", ent.label_))
            hidden = any(ent.start_char < end and start < ent.end_char for start, end in ignored)
            if label in labels and not hidden:
                found.add((ent.start_char, ent.end_char, label))
        for kind, spans in (("hits", gold & found), ("gold", gold), ("found", found)):
            for span in spans:
                counts[span[2]][kind] += 1
    return counts


def main() -> None:
    """Print a table of labels."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("labels")
    parser.add_argument("--model")
    parser.add_argument("--map", type=pairs, default={})
    parser.add_argument("--pred-map", type=pairs, default={})
    parser.add_argument("--ignore", default="")
    options = parser.parse_args()
    with options.gold.open(encoding="utf-8") as lines:
        counts = score([json.loads(line) for line in lines if line.strip()], options)
    total = sum(counts.values(), Counter[str]())
    print(f"{'label':10} precision  recall      F1    gold   found")
    for label, count in [*counts.items(), *([("all", total)] if len(counts) > 1 else [])]:
        hits, gold, found = count["hits"], count["gold"], count["found"]
        precision, recall = 100 * hits / max(1, found), 100 * hits / max(1, gold)
        print(
            f"{label:10} {precision:9.2f} {recall:7.2f} {200 * hits / max(1, gold + found):7.2f} {gold:7} {found:7}"
        )


if __name__ == "__main__":
    main()
