"""The labels printed beside a result's values → the sides that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evistat.extract.arms import StudyArms
from evistat.extract.clauses import read_sentence
from evistat.extract.context import Context
from evistat.extract.control_names import choose_pair
from evistat.extract.finding import Result
from evistat.extract.frame import Frame, compared
from evistat.extract.noun_lists import nouns
from evistat.extract.side_phrases import COUNTED, is_side, piece_span, plain_words, same_name, subgroup
from evistat.extract.sides import Case, Sides, Span
from evistat.extract.words import Word
from evistat.lexicons import word_set

_BARE = frozenset(
    {
        "women",
        "men",
        "patients",
        "participants",
        "subjects",
        "children",
        "people",
        "individuals",
        "infants",
        "group",
    }
)
_NO_LABEL = word_set("arms", "no_label")


def labelled_values(case: Case) -> Sides | None:
    """Read the sides from the labels of the values; one label may be paired with a group that the clause names."""
    spans = _labels(case.context, case.words, case.frame, case.result, case.outcome)
    names = [case.context.folded[slice(*span)] for span in spans]
    bare = [span for span, name in zip(spans, names, strict=True) if name.lower() in _BARE]
    if len(spans) == len(case.result.groups) == 2 and len(bare) == 1:
        # "in the swimming group 44 % of the women against 31 % in the resting group"
        told = next(span for span in spans if span not in bare)
        pair = _with_one_label(case.context, case.arms, case.words, case.frame, told, case.result)
        if pair is not None:
            return pair
    if len({name.lower() for name in names}) > 1:
        first, second = choose_pair(names, case.arms.comparators)
        return Sides(spans[first], spans[second], True, whole=True)
    if len(spans) == 1 and len(case.result.groups) == 2:
        return _with_one_label(case.context, case.arms, case.words, case.frame, spans[0], case.result)
    return None


def _labels(
    context: Context, words: Sequence[Word], frame: Frame, result: Result, outcome: Span | None
) -> list[Span]:
    """Return the labels printed beside a result's values, cut before a verb; those that name the outcome are no labels."""
    heads = [words[piece.head].start for piece in frame.outcomes if piece.role != "group"]
    spans: list[Span] = []
    for group in result.groups:
        if group.label_start is None or group.label_end is None:
            continue
        inside = read_sentence(context.folded, group.label_start, group.label_end).words
        start = next(
            (
                k
                for k, word in enumerate(inside)
                if word.tag in {"noun", "adj", "ing", "num", "part", "verb"}
                or word.lemma in {"those", "before", "after", "pre", "no"}
            ),
            None,
        )
        if start is not None and start > 0 and inside[start].text == "+":
            start -= 1  # "the A + B group"
        if start is None or any(group.label_start <= head < group.label_end for head in heads):
            continue
        counted = next((k for k in range(start, len(inside) - 1) if inside[k].lemma == "of"), None)
        if counted is not None and all(
            word.tag in {"num", "other", "bracket", "det"} or word.lemma in COUNTED
            for word in inside[start:counted]
        ):
            start = counted + 1
        end = start + 1
        while (
            end < len(inside)
            and (
                inside[end].tag not in {"be", "have", "aux", "sub", "pron"}
                or (
                    end == start + 1 and inside[start].lemma in {"group", "arm"} and len(inside[end].text) < 4
                )
            )
            and not (inside[end].tag == "det" and inside[end - 1].tag == "noun")
            and inside[end].lemma not in nouns().versus | {"compared", "compare"}
            and not (inside[end].tag == "verb" and inside[end - 1].tag in {"noun", "adv", "num"})
        ):
            end += 1
        while end > start + 1 and inside[end - 1].tag in {"adv", "prep", "comma", "conj", "bracket", "stop"}:
            end -= 1
        plain = [
            word.lemma for word in inside[start:end] if word.tag in {"noun", "adj", "ing", "verb", "part"}
        ]
        named = context.folded[slice(*outcome)].lower() if outcome is not None else ""
        if named and context.folded[inside[start].start : inside[end - 1].end].lower() == named:
            continue
        if inside[end - 1].lemma in {"scale", "index", "questionnaire", "inventory"}:
            continue  # "8 vs. 7 on a rating scale"
        year = _YEAR_LABEL.fullmatch(context.folded, inside[start].start, inside[end - 1].end)
        if not year and (not plain or all(lemma in _NO_LABEL for lemma in plain)):
            continue
        spans.append((inside[start].start, inside[end - 1].end))
    return spans


_YEAR_LABEL = re.compile(r"(?:19|20)\d\d(?: ?(?:[-/–]|to|and) ?(?:19|20)?\d\d)?")


def _with_one_label(
    context: Context, arms: StudyArms, words: Sequence[Word], frame: Frame, label: Span, result: Result
) -> Sides | None:
    """Pair the one printed label with the group that the clause names besides: "in the test group 35 %, against 10 % in B"."""
    name = context.folded[slice(*label)]
    others = [
        piece_span(words, piece)
        for piece in frame.pieces
        if (piece.role == "group" or is_side(words, piece, arms))
        and not compared(piece)
        and not subgroup(words, piece, arms)
        and words[piece.head].start not in range(*label)
        and not same_name(name, plain_words(words, piece))
    ]
    if len(others) != 1:
        return None
    first = next(iter(result.groups)).label_start == label[0]
    pair = [label, others[0]] if first else [others[0], label]
    one, other = choose_pair([context.folded[slice(*span)] for span in pair], arms.comparators)
    return Sides(pair[one], pair[other], True, whole=True)
