"""Annotated abstracts → what each trait of a phrase is worth for each role: extract/weights.json.

usage: weigh.py words TEXTS... --output WORDS.json
       weigh.py train WORDS.json VECTORS.npz TEXTS GOLD [TEXTS GOLD ...] --output WEIGHTS.json
       weigh.py check WORDS.json VECTORS.npz TEXTS GOLD [TEXTS GOLD ...] [--folds 5]

TEXTS are JSON Lines with ``id`` and ``text``, GOLD the findings of the same documents in the shape of
corpora/gold/gold.json. `words` counts what the rules make of words in texts that nobody annotated. `train` learns,
for outcome, exposure, intervention and comparator each, a weight for every trait that occurs in several results: the
right candidates of a result are to have the greatest share of a softmax over all its candidates (a conditional logit),
with a quadratic penalty. The mean of the vectors of a
candidate's words (``word_company.py``) is learned with the traits; what goes into the file is what that makes of each
word. Then, in the same way, a weight for every trait of two candidates together: here what is chosen
among is what may fill all roles at once, and what each weighs alone comes from documents that its weights don't know.
`check` does the first of this leaving out a part of the documents in turn, and says how often the rules and the weights
are right on the part left out, each role by itself (a run chooses the roles together).
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import scipy.sparse
import spacy
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from evaluate import pairs_of, same_outcome, same_thing, statistics
from evistat.extract import traits, weights
from evistat.extract.arms import StudyArms
from evistat.extract.candidates import ROLES, candidates_for, phrases_of
from evistat.extract.company import telling
from evistat.extract.component import context_of
from evistat.extract.context import Context
from evistat.extract.finding import Result
from evistat.extract.findings import Extraction, find_findings
from evistat.extract.plain import plain_text
from evistat.extract.reading import Found, Reading
from evistat.extract.roles import RulesAlone, Scales
from evistat.extract.statements import Statement
from evistat.flow import load_pipeline

LEAST_RESULTS = 8  # in which a trait occurs
LEAST_WORDS = 10  # occurrences of a word that is counted
PENALTY = 5.0
PENALTY_OF_COMPANY = 0.5
SMALLEST = 0.02  # weights that are kept
DOUBT = 2.0  # pseudo-counts for words
SIDES = ("intervention", "comparator")
OF_SIDES = tuple(
    f"{name} " for name, *_ in traits.NEAR_CUES
)  # traits that tell sides, and nothing of other roles
PENALTY_OF_PAIRS = 3.0
PARTS = 3  # of the documents, each weighed by weights that were learned from the others


Noted = TypeVar("Noted", RulesAlone, Scales)
Table = dict[str, list[float]]
Pair = tuple[Any, Any]  # a finding of gold and the one read of the same result


@dataclass
class Example:
    """A result: its candidates' texts (None: not named) and traits, what is right for each role, what the rules chose."""

    source: str
    doc_id: str
    texts: list[str | None]
    traits: list[list[str]]
    minimal: list[bool]
    right: dict[str, list[bool]]
    rules_right: dict[str, bool]


class Recorder(RulesAlone):
    """Stands in for the weights: notes all candidates, changes nothing."""

    def __init__(self, context: Context, arms: StudyArms) -> None:
        """Prepare for a document."""
        super().__init__(context, arms)
        self.mentions = traits.Mentions(context)
        self.seen: dict[int, tuple[list[str | None], list[list[str]], list[bool]]] = {}

    def choose(
        self, reading: Reading, result: Result, number: int, found: Found, earlier: Sequence[Found]
    ) -> None:
        """Note a result's candidates."""
        context, arms = self.context, self.arms
        phrases = phrases_of(context, reading)
        asked = traits.Asked(context, arms, reading, result, number, found)
        texts: list[str | None] = []
        rows: list[list[str]] = []
        minimal: list[bool] = []
        for one in candidates_for(context.folded, arms, reading, phrases, result, number, found, earlier):
            texts.append(context.folded[slice(*one.span)])
            minimal.append(one.minimal)
            rows.append(traits.of_all(asked, self.mentions, one, earlier))
        texts.append(None)
        minimal.append(False)
        rows.append(list(traits.of_absence(asked)))
        self.seen[id(result)] = (texts, rows, minimal)


@dataclass
class Choice:
    """What may fill a result's roles: what each part weighs alone, the traits of its parts together, whether it is right."""

    worths: list[float]
    traits: list[list[str]]
    right: list[bool]


Tried = list[tuple[tuple[str | None, ...], float, list[str]]]


class Trier(Scales):
    """Notes what may fill the roles of each result, then chooses as a run does without weights of pairs."""

    def __init__(self, context: Context, arms: StudyArms, worths: weights.Worths) -> None:
        """Prepare for a document."""
        super().__init__(context, arms, worths, {})
        self.seen: dict[int, Tried] = {}

    def choose(
        self, reading: Reading, result: Result, number: int, found: Found, earlier: Sequence[Found]
    ) -> None:
        """Note what may fill a result's roles, and choose."""
        asked = traits.Asked(self.context, self.arms, reading, result, number, found)
        self.seen[id(result)] = [
            (
                tuple(self.context.folded[slice(*span)] if span else None for span in one.spans),
                one.worth,
                list(self.together(asked, one, earlier)),
            )
            for one in self.fillings(self.weighed(asked, earlier), found.intervention)
        ]
        super().choose(reading, result, number, found, earlier)


class WordCounter(RulesAlone):
    """Stands in for the weights: notes what the rules made of a clause's words, changes nothing."""

    def __init__(self, context: Context, arms: StudyArms) -> None:
        """Prepare for a document."""
        super().__init__(context, arms)
        self.words: list[tuple[list[str], str]] = []

    def choose(
        self, reading: Reading, _result: Result, number: int, found: Found, _earlier: Sequence[Found]
    ) -> None:
        """Note what the rules made of the words of a result's clause."""
        words = reading.sentence.words
        for piece in reading.frames_of[number].pieces:
            start, end = words[piece.start].start, words[piece.end - 1].end
            kind = next(
                (
                    name
                    for name, span in (
                        ("outcome", found.outcome),
                        ("exposure", found.predictor),
                        ("side", found.intervention),
                        ("side", found.comparator),
                    )
                    if span is not None and span[0] < end and start < span[1]
                ),
                "neither",
            )
            inside = {
                printed
                for word in words[piece.start : piece.end]
                if word.tag in {"noun", "ing", "adj"}
                for printed in traits.words_of(word.text)
            }
            self.words.append((sorted(inside), kind))


def extracted(
    path: Path, kind: Callable[[str], Callable[[Context, StudyArms], Noted]]
) -> Iterator[tuple[str, Context, Extraction, Noted]]:
    """Yield each text of a file as it is read with what ``kind`` makes for it, and what that noted on the way."""
    nlp = _plain_pipeline()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            doc = nlp(row["text"])
            context = context_of(doc, plain_text(doc.text))
            made: list[Noted] = []
            note = kind(row["id"])

            def prepare(
                context: Context,
                arms: StudyArms,
                made: list[Noted] = made,
                note: Callable[[Context, StudyArms], Noted] = note,
            ) -> Noted:
                made.append(note(context, arms))
                return made[-1]

            found = find_findings(context, prepare)
            if made:
                yield row["id"], context, found, made[-1]


def _plain_pipeline() -> Any:
    """Return the pipeline without a trained recogniser: findings don't depend on it."""
    with tempfile.TemporaryDirectory() as folder:
        blank = spacy.blank("en")
        blank.add_pipe("entity_ruler", name="ner").add_patterns([{"label": "CHEMICAL", "pattern": "\0"}])
        blank.to_disk(folder)
        return load_pipeline(folder, disable=["evistat_findings"])


def examples(texts: Path, gold: Path) -> Iterator[Example]:
    """Yield the results of annotated texts that gold has too."""
    for doc_id, pairs, noted, shorts in _matched(texts, gold, lambda _: Recorder):
        yield _example(texts.stem, doc_id, pairs, *noted, shorts)


def choices(texts: Path, gold: Path, worths: Callable[[str], weights.Worths]) -> Iterator[Choice]:
    """Yield what may fill the roles of the same results, where something right is among it."""

    def trier(doc_id: str) -> Callable[[Context, StudyArms], Trier]:
        return lambda context, arms: Trier(context, arms, worths(doc_id))

    for _, pairs, tried, shorts in _matched(texts, gold, trier):
        right = [
            any(
                all(same_thing(wanted[role], text, shorts) for role, text in zip(ROLES, named, strict=True))
                for wanted, _ in pairs
            )
            for named, _, _ in tried
        ]
        if any(right):
            yield Choice([worth for _, worth, _ in tried], [row for _, _, row in tried], right)


def _matched(
    texts: Path, gold: Path, kind: Callable[[str], Callable[[Context, StudyArms], Any]]
) -> Iterator[tuple[str, list[Pair], Any, dict[str, str]]]:
    """Yield the results that gold has too: document, gold's findings with those read, what was noted, abbreviations.

    One result makes several findings where outcomes share it; whichever of them is chosen is right.
    """
    expected = {
        document["id"]: document["findings"] for document in json.loads(gold.read_text(encoding="utf-8"))
    }
    for doc_id, context, extraction, noted in extracted(texts, kind):
        shorts = {one.short: one.long for one in context.abbreviations}
        kept = [
            (finding, origin.result)
            for finding, origin in zip(extraction.findings, extraction.origins, strict=True)
            if not isinstance(origin, Statement) and any(statistics(finding))
        ]
        wanted = [finding for finding in expected.get(doc_id, ()) if any(statistics(finding))]
        by_result: dict[int, list[Pair]] = defaultdict(list)
        for first, second in pairs_of(wanted, [finding for finding, _ in kept], shorts):
            finding, result = kept[second]
            if id(result) in noted.seen:  # a table's row has names of its own
                by_result[id(result)].append((wanted[first], finding))
        for key, pairs in by_result.items():
            yield doc_id, pairs, noted.seen[key], shorts


def _example(
    source: str,
    doc_id: str,
    pairs: list[Pair],
    texts: list[str | None],
    rows: list[list[str]],
    minimal: list[bool],
    shorts: dict[str, str],
) -> Example:
    right = {
        role: [
            any(
                (not gold[role])
                if text is None
                else bool(gold[role]) and same_thing(gold[role], text, shorts)
                for gold, _ in pairs
            )
            for text in texts
        ]
        for role in ROLES
    }
    right["outcome"] = [good and able for good, able in zip(right["outcome"], minimal, strict=True)]
    by_rules = {
        role: any(same_thing(gold[role], finding[role], shorts) for gold, finding in pairs) for role in ROLES
    }
    by_rules["outcome"] = any(same_outcome(gold, finding, shorts) for gold, finding in pairs)
    return Example(source, doc_id, texts, rows, minimal, right, by_rules)


def solve(matrix: Any, result: Any, right: Any, known: Any, penalty: Any) -> Any:
    """Return the weight of each column: the right rows of every result are to have the greatest share of a softmax.

    ``known`` is what each row weighs already, ``penalty`` that of each column (or of all).
    """
    number = int(result[-1]) + 1 if len(result) else 0
    turned = matrix.T.tocsr()

    def loss(weight: Any) -> tuple[float, Any]:
        scores = matrix @ weight + known
        top = np.full(number, -np.inf)
        np.maximum.at(top, result, scores)
        share = np.exp(scores - top[result])
        every = np.bincount(result, share, number)
        good = np.bincount(result[right], share[right], number)
        slope = share / every[result] - np.where(right, share / good[result], 0.0)
        value = np.log(every).sum() - np.log(good).sum() + (penalty * weight) @ weight
        return float(value), turned @ slope + 2 * penalty * weight

    start = np.zeros(matrix.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x


class Vectors:
    """What company words keep, as a vector a word (``word_company.py``)."""

    def __init__(self, path: Path) -> None:
        """Read the vectors of a file."""
        with np.load(path) as data:
            self.words: list[str] = data["words"].tolist()
            self.rows = data["vectors"].astype(np.float64)
        self._place = {word: place for place, word in enumerate(self.words)}
        self._means: dict[str, Any] = {}

    @property
    def width(self) -> int:
        """Return how many numbers a vector has."""
        return int(self.rows.shape[1])

    def mean(self, text: str | None) -> Any:
        """Return the mean of the vectors of a phrase's words; zeros where there are none."""
        if text is None:
            return np.zeros(self.width)
        if text not in self._means:
            known = [self._place[word] for word in telling(text) if word in self._place]
            self._means[text] = self.rows[known].mean(axis=0) if known else np.zeros(self.width)
        return self._means[text]


class Fit:
    """Weights for one role."""

    def __init__(self, given: Sequence[Example], role: str, vectors: Vectors) -> None:
        """Learn from the examples for which a candidate is right."""
        given = [one for one in given if any(one.right[role])]
        counts = Counter(trait for one in given for trait in {trait for row in one.traits for trait in row})
        names = sorted(
            trait
            for trait, count in counts.items()
            if count >= LEAST_RESULTS and (role in SIDES or not trait.startswith(OF_SIDES))
        )
        self.place = {trait: place for place, trait in enumerate(names)}
        self.vectors = vectors
        matrix, result, right = self._matrix(given, role)
        penalty = np.repeat((PENALTY, PENALTY_OF_COMPANY), (len(names), vectors.width))
        weight = solve(matrix, result, right, np.zeros(len(result)), penalty)
        self.weight, self.company = weight[: len(names)], weight[len(names) :]

    def _matrix(self, given: Sequence[Example], role: str) -> tuple[Any, Any, Any]:
        rows, columns, result, right, company = [], [], [], [], []
        for number, one in enumerate(given):
            for text, traits_of_one, good in _able(one, role):
                for place in {self.place[trait] for trait in traits_of_one if trait in self.place}:
                    rows.append(len(result))
                    columns.append(place)
                result.append(number)
                right.append(good)
                company.append(self.vectors.mean(text))
        shape = (len(result), len(self.place))
        traits_of_all = scipy.sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape)
        matrix = scipy.sparse.hstack([traits_of_all, scipy.sparse.csr_matrix(np.array(company))]).tocsr()
        return matrix, np.array(result), np.array(right)

    def best(self, one: Example, role: str) -> int:
        """Return the candidate that weighs most."""
        scores = [
            sum(self.weight[self.place[trait]] for trait in dict.fromkeys(row) if trait in self.place)
            + self.vectors.mean(text) @ self.company
            for text, row in zip(one.texts, one.traits, strict=True)
        ]
        if role == "outcome":
            scores = [score if able else -math.inf for score, able in zip(scores, one.minimal, strict=True)]
        return int(np.argmax(scores))


def _able(one: Example, role: str) -> list[tuple[str | None, list[str], bool]]:
    """Return the candidates that a role may have: text, traits, whether it is right."""
    every = zip(one.texts, one.traits, one.right[role], one.minimal, strict=True)
    return [(text, row, good) for text, row, good, minimal in every if minimal or role != "outcome"]


def words(paths: Iterable[Path]) -> dict[str, list[int]]:
    """Return for every word how much oftener it names an outcome than something else, as log odds, doubled."""
    kinds = ("outcome", *weights.OTHERS)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for path in paths:
        for _, _, _, recorder in extracted(path, lambda _: WordCounter):
            for inside, kind in recorder.words:
                for word in inside:
                    counts[word][kind] += 1
    odds = {}
    for word, seen in sorted(counts.items()):
        if seen.total() >= LEAST_WORDS:
            share = {kind: (seen[kind] + 0.3 * DOUBT) for kind in kinds}
            odds[word] = [
                max(-6, min(6, round(2 * math.log(share["outcome"] / share[other]))))
                for other in weights.OTHERS
            ]
    return odds


@dataclass
class Learned:
    """What each trait and each word's company is worth for each role."""

    traits: Table
    company: Table

    def worths(self) -> weights.Worths:
        """Return it as a run takes it."""
        return weights.Worths(_fixed(self.traits), _fixed(self.company))


def _fixed(table: Table) -> dict[str, weights.Worth]:
    return {key: (row[0], row[1], row[2], row[3]) for key, row in table.items()}


def train(given: Sequence[Example], vectors: Vectors) -> Learned:
    """Return every trait's weight for each role, and what every word's company says of it."""
    table: Table = defaultdict(lambda: [0.0] * len(ROLES))
    company = np.zeros((len(vectors.words), len(ROLES)))
    for number, role in enumerate(ROLES):
        fit = Fit(given, role, vectors)
        company[:, number] = vectors.rows @ fit.company
        for trait, place in fit.place.items():
            if abs(fit.weight[place]) >= SMALLEST:
                table[trait][number] = round(float(fit.weight[place]), 2)
    return Learned(
        {trait: table[trait] for trait in sorted(table)},
        {
            word: row
            for word, row in sorted(zip(vectors.words, company.round(2).tolist(), strict=True))
            if any(row)
        },
    )


def train_pairs(
    given: Sequence[Example], annotated: Sequence[tuple[Path, Path]], vectors: Vectors
) -> dict[str, float]:
    """Return the weight of every trait of two candidates together, given what each weighs alone."""
    worths = [
        train(others, vectors).worths()
        for part in range(PARTS)
        if (others := [one for one in given if _part(one.doc_id, PARTS) != part] or given)
    ]
    tried = [
        one
        for texts, gold in annotated
        for one in choices(texts, gold, lambda doc_id: worths[_part(doc_id, PARTS)])
    ]
    counts = Counter(trait for one in tried for trait in {trait for row in one.traits for trait in row})
    place = {
        trait: place
        for place, trait in enumerate(
            sorted(trait for trait, count in counts.items() if count >= LEAST_RESULTS)
        )
    }
    rows, columns, result, right, known = [], [], [], [], []
    for number, one in enumerate(tried):
        for worth, traits_of_one, good in zip(one.worths, one.traits, one.right, strict=True):
            for trait in sorted(set(traits_of_one)):
                if trait in place:
                    rows.append(len(result))
                    columns.append(place[trait])
            result.append(number)
            right.append(good)
            known.append(worth)
    matrix = scipy.sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), (len(result), len(place)))
    weight = solve(matrix, np.array(result), np.array(right), np.array(known), PENALTY_OF_PAIRS)
    return {trait: round(float(weight[at]), 2) for trait, at in place.items() if abs(weight[at]) >= SMALLEST}


def _part(doc_id: str, parts: int) -> int:
    """Return the part of the documents that one belongs to."""
    return zlib.crc32(doc_id.encode()) % parts


def check(given: Sequence[Example], folds: int, vectors: Vectors) -> None:
    """Print for each role how often the rules and the weights are right on documents left out."""
    part = [_part(one.doc_id, folds) for one in given]
    for role in ROLES:
        right: list[bool] = [False] * len(given)
        for fold in range(folds):
            fit = Fit([one for one, own in zip(given, part, strict=True) if own != fold], role, vectors)
            for number, one in enumerate(given):
                if part[number] == fold:
                    right[number] = one.right[role][fit.best(one, role)]
        for source in ("", *dict.fromkeys(one.source for one in given)):
            here = [number for number, one in enumerate(given) if source in ("", one.source)]
            rules = sum(given[number].rules_right[role] for number in here) / len(here)
            weighed = sum(right[number] for number in here) / len(here)
            reach = sum(any(given[number].right[role]) for number in here) / len(here)
            name = source or "all"
            print(
                f"{role:13} {name:20} rules {rules:.3f}  weights {weighed:.3f}  within reach {reach:.3f}  of {len(here)}"
            )


def main() -> None:
    """Run the step named on the command line."""
    parser = argparse.ArgumentParser(description="Learn what traits are worth.")
    parser.add_argument("step", choices=("words", "train", "check"))
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args()
    if options.step == "words":
        options.output.write_text(
            json.dumps(words(options.files), ensure_ascii=False) + "\n", encoding="utf-8"
        )
        return
    known, company, *annotated = options.files
    vectors = Vectors(company)
    counted = json.loads(known.read_text(encoding="utf-8"))
    weights.word_odds = traits.word_odds = lambda: counted  # those that go into the file, not those in it
    both = list(zip(annotated[::2], annotated[1::2], strict=True))
    given = [one for texts, gold in both for one in examples(texts, gold)]
    if options.step == "check":
        check(given, options.folds, vectors)
        return
    learned = train(given, vectors)
    made = {
        "traits": learned.traits,
        "pairs": train_pairs(given, both, vectors),
        "words": counted,
        "company": learned.company,
    }
    options.output.write_text(_lines(made), encoding="utf-8")


def _lines(made: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the weights as JSON, a trait or word a line, so that versions can be compared."""
    parts = []
    for name, table in made.items():
        rows = ",\n".join(
            f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value)}" for key, value in table.items()
        )
        parts.append(f'"{name}": {{\n{rows}\n}}')
    return "{" + ",\n".join(parts) + "}\n"


if __name__ == "__main__":
    main()
