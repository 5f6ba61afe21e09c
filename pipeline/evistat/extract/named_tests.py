"""A diagnostic result and its clause → the condition it is to tell, and the test."""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.finding import Result
from evistat.extract.frame import Frame
from evistat.extract.outcome_names import trim, trim_plain
from evistat.extract.pieces import Piece
from evistat.extract.reading import Found, Span
from evistat.extract.words import Word
from evistat.lexicons import word_set

DIAGNOSTIC = frozenset({"AUC", "SENS", "SPEC", "PPV", "NPV", "LR", "ACC"})

_DETECTS = word_set("verbs", "detect")


def use_test(words: Sequence[Word], frame: Frame, result: Result, found: Found) -> None:
    """Find the target of a test ("sensitivity of 0.9 for sepsis", "in detecting sepsis") and the test itself."""
    target: Span | None = None
    start, end = frame.clause.start, frame.clause.end
    for index in range(start, end - 1):
        if words[index].lemma in _DETECTS:
            after = next(
                (
                    piece
                    for piece in frame.pieces
                    if piece.start > index and piece.role in {"topic", "group", "time"}
                ),
                None,
            )
            inside = next((piece for piece in frame.pieces if piece.start <= index < piece.end - 1), None)
            if inside is not None and any(
                word.tag == "noun" and word.lemma not in _DETECTS for word in words[index + 1 : inside.end]
            ):
                target = trim(
                    words,
                    Piece(
                        index + 1 + (words[index + 1].lemma == "of"),
                        inside.end,
                        inside.head,
                        "",
                        index,
                        "topic",
                        index,
                    ),
                )
            elif after is not None and after.start - index <= 3:
                target = trim(words, after)
            break
    if target is None:
        piece = next((one for one in frame.pieces if one.link in {"for", "as"} and one.role == "topic"), None)
        target = trim(words, piece) if piece is not None else None
    if target is None and any(
        word.lemma in _DETECTS | {"indicate"} for word in words[frame.clause.verb[0] : frame.clause.verb[1]]
    ):
        piece = next((one for one in frame.right if not one.link and one.role == "topic"), None)
        target = trim(words, piece) if piece is not None else None
    statistic = next(
        (
            one
            for one in frame.pieces
            if words[one.head].lemma
            in {
                "sensitivity",
                "specificity",
                "auc",
                "auroc",
                "accuracy",
                "value",
                "area",
                "performance",
                "values",
                "ratio",
                "curve",
            }
        ),
        None,
    )
    tests = [one for one in frame.left if one.role == "topic" and not one.link and one is not statistic]
    predictor = trim_plain(words, tests[0]) if tests else None
    if predictor is None and statistic is not None:
        within = next((k for k in range(statistic.head, statistic.end - 1) if words[k].lemma == "of"), None)
        if within is not None and words[within + 1].tag != "stat":
            predictor = trim_plain(
                words, Piece(within + 1, statistic.end, statistic.end - 1, "of", within, "topic", within)
            )
    found.rule = "subject.test"
    found.outcome = target
    found.predictor = predictor if len(result.groups) < 2 else None
