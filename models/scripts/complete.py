"""Training files + teachers of each corpus → training files in which every label is annotated.

usage: complete.py CORPORA OUTPUT corpus=TEACHER[,TEACHER] ...

A corpus' own annotations stand. For the labels it doesn't annotate, the other corpora's teachers speak:
what all teachers of a corpus find is added, the longer of two that overlap; where they differ, the tokens
are marked as unknown, so that the student learns nothing there.
"""

import sys
from pathlib import Path

import spacy
from convert import LABELS
from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans

from evistat.recognise.model import load_model


def teacher(path: str) -> spacy.Language:
    """Load a teacher with what mends its entities."""
    nlp = load_model(path)
    nlp.add_pipe("evistat_abbreviations")
    nlp.add_pipe("evistat_entities")
    return nlp


def found(doc: Doc, own: set[str]) -> set[tuple[int, int, str]]:
    """Return what a teacher found, without the labels that the corpus annotates itself."""
    return {(ent.start, ent.end, ent.label_) for ent in doc.ents if ent.label_ not in own}


def complete(doc: Doc, opinions: list[list[set[tuple[int, int, str]]]]) -> tuple[int, int]:
    """Add to a document what its other teachers agree on; return how much was added and left open."""
    gold = list(doc.ents)
    taken = {i for ent in gold for i in range(ent.start, ent.end)}
    sure: list[Span] = []
    unsure: set[int] = set()
    for committee in opinions:
        agreed = set.intersection(*committee)
        for start, end, label in set.union(*committee):
            if any(i in taken for i in range(start, end)):
                continue
            if (start, end, label) in agreed:
                sure.append(Span(doc, start, end, label))
            else:
                unsure.update(range(start, end))
    added = filter_spans(sure)
    unsure -= taken | {i for ent in added for i in range(ent.start, ent.end)}
    missing = [Span(doc, i, i + 1) for i in sorted(unsure)]
    doc.set_ents([*gold, *added], missing=missing, default="outside")
    return len(added), len(missing)


def main(corpora: str, output: str, *assignments: str) -> None:
    """Complete every training file; development files stay as they are."""
    teachers = {
        corpus: [teacher(path) for path in paths.split(",")]
        for corpus, _, paths in (assignment.partition("=") for assignment in assignments)
    }
    Path(output).mkdir(parents=True, exist_ok=True)
    for corpus, labels in LABELS.items():
        target = Path(output) / f"{corpus}.train.spacy"
        own = {label for label in labels.values() if label}
        vocab = spacy.blank("en").vocab
        docs = list(DocBin(store_user_data=True).from_disk(Path(corpora) / target.name).get_docs(vocab))
        opinions: list[list[list[set[tuple[int, int, str]]]]] = [[] for _ in docs]
        for other, committee in teachers.items():
            if other == corpus:
                continue
            views = []
            for nlp in committee:
                read = (Doc(nlp.vocab, [t.text for t in d], [bool(t.whitespace_) for t in d]) for d in docs)
                views.append(
                    [
                        {(e.start, e.end, e.label_) for e in d.ents if e.label_ not in own}
                        for d in nlp.pipe(read)
                    ]
                )
            for i in range(len(docs)):
                opinions[i].append([view[i] for view in views])
        counts = [complete(doc, opinions[i]) for i, doc in enumerate(docs)]
        DocBin(docs=docs, store_user_data=True).to_disk(target)
        added, unknown = (sum(numbers) for numbers in zip(*counts, strict=True))
        print(f"{target}: {added} entities added, {unknown} tokens left open", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
