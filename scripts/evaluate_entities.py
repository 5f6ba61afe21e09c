"""Annotated texts and records → how many entities are right, label by label.

usage: evaluate_entities.py GOLD [RECORDS] [--model NAME_OR_PATH] [--labels A,B] [--map THEIRS=OURS,...]
                            [--map-found OURS=THEIRS,...] [--ignore THEIRS,...] [--json]

GOLD has a line ``{"id", "text", "entities": [{"start", "end", "label"}]}`` for each document, RECORDS is what
``evistat run`` writes for the same texts; without it the texts are read here and now, by ``--model`` or the shipped
recogniser. An entity is right when its start, its end and its label are.

``--map`` renames gold's labels, ``--map-found`` ours (``*`` names all others); only ``--labels`` count, all of
gold's when left out. An entity of gold under an ``--ignore`` label is neither right nor wrong, nor is what we
find in its place.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Entity = tuple[int, int, str]


@dataclass(slots=True)
class Count:
    """Entities that are right, in gold and in the records."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def add(self, gold: set[Entity], found: set[Entity]) -> None:
        """Count the entities of one document."""
        self.right += len(gold & found)
        self.gold += len(gold)
        self.found += len(found)

    def figures(self) -> dict[str, float]:
        """Return F1, precision, recall and the counts."""
        return {
            "f1": _share(2 * self.right, self.gold + self.found),
            "precision": _share(self.right, self.found),
            "recall": _share(self.right, self.gold),
            "gold": self.gold,
            "found": self.found,
        }


def main() -> None:
    """Score the records named on the command line."""
    parser = argparse.ArgumentParser(description="Score entities against annotated texts.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("records", type=Path, nargs="?")
    parser.add_argument("--model", metavar="NAME_OR_PATH")
    parser.add_argument("--labels", type=_names, default=frozenset())
    parser.add_argument("--map", type=_renaming, default={}, metavar="THEIRS=OURS,...")
    parser.add_argument("--map-found", type=_renaming, default={}, metavar="OURS=THEIRS,...")
    parser.add_argument("--ignore", type=_names, default=frozenset())
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    gold = {str(line["id"]): line for line in _lines(options.gold)}
    records = _lines(options.records) if options.records else _recognised(gold, options.model)
    found = {record["doc_id"]: record for record in records}
    labels: frozenset[str] = options.labels or frozenset(
        _renamed(entity["label"], options.map)
        for line in gold.values()
        for entity in line["entities"]
        if entity["label"] not in options.ignore
    )
    counts: dict[str, Count] = {"all": Count()}
    for doc_id, line in gold.items():
        record = found.get(doc_id)
        if record is not None and record["text"] != line["text"]:
            sys.exit(f"document {doc_id} has another text in its record")
        ignored = [
            (entity["start"], entity["end"])
            for entity in line["entities"]
            if entity["label"] in options.ignore
        ]
        entities = [entity for entity in line["entities"] if entity["label"] not in options.ignore]
        expected = _entities(entities, options.map, labels)
        seen = {
            entity
            for entity in _entities(record["entities"] if record else (), options.map_found, labels)
            if not any(entity[0] < end and start < entity[1] for start, end in ignored)
        }
        counts["all"].add(expected, seen)
        for label in labels:
            ours, theirs = ({one for one in side if one[2] == label} for side in (seen, expected))
            counts.setdefault(label, Count()).add(theirs, ours)
    figures = {
        name: counts[name].figures() for name in sorted(counts, key=lambda name: (name != "all", name))
    }
    if options.json:
        print(json.dumps(figures))
        return
    for name, values in figures.items():
        print(f"{name:12}" + "".join(f"{key} {value:<8g}" for key, value in values.items()).rstrip())


def _entities(entities: Any, renaming: Mapping[str, str], labels: frozenset[str]) -> set[Entity]:
    renamed = ((one["start"], one["end"], _renamed(one["label"], renaming)) for one in entities)
    return {entity for entity in renamed if entity[2] in labels}


def _recognised(gold: Mapping[str, Any], model: str | None) -> Iterator[Any]:
    """Yield what the pipeline finds in gold's texts, in the shape of records."""
    from evistat.flow import load_pipeline

    nlp = load_pipeline(model, exclude=["evistat_findings"])
    for doc_id, doc in zip(gold, nlp.pipe(line["text"] for line in gold.values()), strict=True):
        ents = (*doc.ents, *doc.spans.get("nested", ()))
        entities = [{"start": ent.start_char, "end": ent.end_char, "label": ent.label_} for ent in ents]
        yield {"doc_id": doc_id, "text": doc.text, "entities": entities}


def _renamed(label: str, renaming: Mapping[str, str]) -> str:
    return renaming.get(label, renaming.get("*", label))


def _renaming(words: str) -> dict[str, str]:
    return {old: new for old, _, new in (pair.partition("=") for pair in words.split(","))}


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split(","))


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _share(part: int, of: int) -> float:
    return round(part / of, 4) if of else 0.0


if __name__ == "__main__":
    main()
