"""A clause that ties an exposure to an outcome → its frame: "X was associated with Y", "predictors of Y were X"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.complements import complements, linkless, named_topics, of_part
from evistat.extract.frame import Frame, Verb
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.words import Word
from evistat.lexicons import word_set


def association_noun(words: Sequence[Word], frame: Frame, _verb: Verb) -> Frame | None:
    """Read "an association between X and Y", "X showed a correlation with Y"."""
    for side, pieces in (("left", frame.left), ("right", frame.right)):
        for relation in pieces:
            if relation.role != "relation" or words[relation.head].lemma not in nouns().association:
                continue
            after = [
                piece
                for piece in frame.pieces
                if piece.start >= relation.end and piece.role in {"topic", "group", "time", "relation"}
            ]
            between = [piece for piece in after if piece.link in {"between", "among"}]
            if between and (sides := _between_changes(between[0], after)) is not None:
                return replace(frame, kind="association", predictors=sides[0], outcomes=sides[1])
            if len(between) == 1 and between[0].link == "between":
                # "between X at year 5 and Y"
                between += [
                    piece
                    for piece in after
                    if piece.start > between[0].end
                    and piece.role in {"topic", "relation"}
                    and words[piece.start - 1].lemma == "and"
                ][:1]
            if (
                len(between) > 2
                and len({piece.link_at for piece in between}) == 1
                and any(word.tag == "stat" for word in words[between[0].end : between[-2].start])
            ):
                # "between A (…), B (…) and Y"
                return replace(
                    frame, kind="association", predictors=tuple(between[:-1]), outcomes=tuple(between[-1:])
                )
            if len(between) == 2 and _dependent(words, between[0]) and not _dependent(words, between[1]):
                between.reverse()  # "between mortality and obesity"
            if len(between) >= 2:
                return replace(
                    frame, kind="association", predictors=tuple(between[:1]), outcomes=tuple(between[1:])
                )
            inside = of_part(words, relation)
            target = [piece for piece in after if piece.link in {"with", "to"}]
            if inside is not None and not target:
                # "an association of A and B"
                target = [
                    piece for piece in after if piece.coordination == relation.coordination and not piece.link
                ]
            if target and inside is not None:
                return replace(frame, kind="association", predictors=(inside,), outcomes=tuple(target))
            if target and side == "right" and (source := linkless(frame.left, ("topic", "group"))):
                return replace(frame, kind="association", predictors=tuple(source), outcomes=tuple(target))
            if target:
                return replace(frame, kind="association", outcomes=tuple(target))
    return None


def _between_changes(
    first: Piece, after: Sequence[Piece]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]] | None:
    """Return the two sides of "between change in X and (change in) Y, Z"."""
    following = [piece for piece in after if piece.start >= first.end and piece.role == "topic"]
    if (
        first.role != "relation"
        or len(following) < 2
        or following[0].link_at != first.end
        or following[0].link not in {"in", "of"}
    ):
        return None
    second = following[1]
    others = [piece for piece in following[1:] if piece.coordination == second.coordination]
    return (following[0],), tuple(others)


def associated(words: Sequence[Word], frame: Frame, verb: Verb) -> Frame | None:
    """Read "X was associated with Y", "X correlated with Y"."""
    if "associate" not in verb.classes or verb.lemma in {"account", "explain"}:
        return None
    source = named_topics(words, frame.left) or linkless(
        frame.left, ("topic", "group", "relation", "statistic", "time", "action")
    )
    if verb.lemma == "predict":
        if verb.passive:
            target = [piece for piece in frame.right if piece.link == "by"]
            return replace(frame, kind="association", outcomes=tuple(source), predictors=tuple(target))
        target = [piece for piece in frame.right if not piece.link]
    else:
        target = [piece for piece in frame.right if piece.link in {"with", "to", "on"}]
    if not target:
        return replace(frame, kind="association", outcomes=tuple(source[-1:]), predictors=tuple(source[:-1]))
    target = [
        piece
        for piece in target
        if piece.coordination == target[0].coordination or piece.link == target[0].link
    ]
    deepened: list[Piece] = []
    for piece in target:
        # "associated with improvement in X"
        if piece.role == "relation" and (found := complements(words, piece, frame.right)):
            deepened += found
        elif piece.role in {"topic", "relation", "group", "statistic", "time", "action"}:
            deepened.append(piece)
    target = deepened or target
    exposed = (
        any(_exposure(words, piece) for piece in target)
        and not any(_exposure(words, piece) for piece in source)
        and not _dependent(words, target[0])
    )
    dependent = all(_dependent(words, piece) for piece in source) and not _dependent(words, target[0])
    done = target[0].role == "action" if source else False
    listed = verb.lemma == "correlate" and len(target) > 1
    if len(source) == 1 and (exposed or dependent or done or listed):
        source, target = target, source
    return replace(frame, kind="association", predictors=tuple(source), outcomes=tuple(target))


def _dependent(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase names what depends (mortality, risk of falls) rather than an exposure."""
    return words[piece.head].lemma in nouns().dependent


# Conditions that may be what is studied as well as what people bring along.
_EITHER_SIDE = frozenset({"diabetes", "hypertension", "obesity", "overweight"})


def _exposure(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase names what people bring along (age, sex, smoking)."""
    return any(
        word.lemma in nouns().exposure and word.lemma not in _EITHER_SIDE
        for word in words[piece.start : piece.end]
    )


def predictors(words: Sequence[Word], frame: Frame, verb: Verb) -> Frame | None:
    """Read "predictors of Y were X1 and X2", "X was a risk factor for Y", "factors associated with Y included X"."""
    if verb.lemma not in {
        "be",
        "include",
        "identify",
        "find",
        "remain",
        "comprise",
        "show",
        "consider",
        "emerge",
        "become",
        "appear",
        "report",
        "confirm",
        "note",
        "see",
        "observe",
    }:
        return None
    for side, pieces, others in (("left", frame.left, frame.right), ("right", frame.right, frame.left)):
        for relation in pieces:
            lemma = words[relation.head].lemma
            if not (relation.role == "relation" and lemma in nouns().predictor) and not (
                side == "left" and verb.lemma in {"be", "include"} and _called(words, relation)
            ):
                continue
            inside = of_part(words, relation)
            after = [
                piece
                for piece in pieces
                if piece.start >= relation.end
                and piece.link in {"for", "of", "with", "to", "in", "regarding", "against"}
                and piece.role in {"topic", "relation"}
            ]
            target = ([inside] if inside else []) + after[:1]
            if not target:
                if (
                    side == "left"
                    and lemma
                    in {"factors", "predictors", "determinants", "correlates", "factor", "predictor"}
                    and verb.lemma in {"be", "include"}
                    and (
                        listed := [
                            piece
                            for piece in others
                            if not piece.link and piece.role in {"topic", "action", "group"}
                        ]
                    )
                ):
                    return replace(frame, kind="association", predictors=tuple(listed))
                own = linkless(frame.left, ("topic", "action", "group"))
                if (
                    side == "right"
                    and own
                    and lemma
                    in {"factor", "factors", "predictor", "predictors", "determinant", "determinants"}
                ):
                    return replace(
                        frame,
                        kind="association",
                        predictors=tuple(own),
                        outcomes=_named_before(words, relation),
                    )
                continue
            following = (
                [
                    piece
                    for piece in frame.right
                    if piece.start > target[-1].start and piece.link not in {"for", "of", "with"}
                ]
                if side == "right"
                else others
            )
            source = [
                piece
                for piece in (others if side == "left" else frame.left)
                if not piece.link or piece.link == "as"
            ] or list(following)
            source = [piece for piece in source if piece.role != "pronoun"]
            return replace(frame, kind="association", predictors=tuple(source), outcomes=tuple(target[:1]))
    return None


_FACTORS = word_set("outcomes", "factor_noun")


def _called(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase calls what follows associated with something: "diagnoses associated with Y"."""
    return (
        piece.end < len(words)
        and words[piece.head].lemma in _FACTORS
        and words[piece.end].tag in {"part", "ing"}
        and words[piece.end].lemma in {"associate", "associated", "relate", "link", "correlate", "predict"}
    )


_KINDS_OF_FACTOR = word_set("outcomes", "kind_of_factor")


def _named_before(words: Sequence[Word], relation: Piece) -> tuple[Piece, ...]:
    """Return what a relation noun's own phrase names as predicted: "mortality predictors", "stroke risk factors"."""
    end = relation.head
    while end > relation.start and (
        words[end - 1].tag != "noun"
        or words[end - 1].lemma in _KINDS_OF_FACTOR | nouns().edge | nouns().statistic
    ):
        end -= 1
    start = end
    while (
        start > relation.start
        and words[start - 1].tag == "noun"
        and words[start - 1].lemma not in _KINDS_OF_FACTOR | nouns().edge | nouns().statistic
    ):
        start -= 1
    return (Piece(start, end, end - 1, "", start, "topic", start),) if end > start else ()


def predictive(words: Sequence[Word], frame: Frame, verb: Verb) -> Frame | None:
    """Read "X was predictive of Y", "X was at risk of Y"."""
    if verb.lemma != "be":
        return None
    for index in range(*frame.clause.rest):
        if words[index].lemma in {"predictive", "prognostic", "indicative", "protective"}:
            target = [
                piece
                for piece in frame.right
                if piece.link in {"of", "for", "against"} and piece.role == "topic" and piece.start > index
            ]
            held = next((piece for piece in frame.right if piece.start <= index < piece.end - 2), None)
            if held is not None and words[index + 1].lemma == "of":
                target = [replace(held, start=index + 2, link="of", link_at=index + 1)]
            source = named_topics(words, frame.left)
            if target:
                return replace(frame, kind="association", predictors=tuple(source), outcomes=tuple(target))
    return None
