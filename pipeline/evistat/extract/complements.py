"""A run of pieces → what it is about: what a relation noun ("difference in X") or a statistic ("odds of X") takes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from evistat.extract.frame import compared
from evistat.extract.noun_lists import nouns
from evistat.extract.phrase_roles import role_of
from evistat.extract.pieces import Piece
from evistat.extract.words import Word
from evistat.lexicons import word_set

COMPLEMENT_LINKS = frozenset(
    {
        "in",
        "of",
        "on",
        "for",
        "to",
        "with",
        "regarding",
        "toward",
        "towards",
        "between",
        "among",
        "against",
        "concerning",
        "over",
        "respect",
        "terms",
    }
)


def of_part(words: Sequence[Word], piece: Piece) -> Piece | None:
    """Return what stands after a piece's first *of*."""
    for index in range(piece.head + 1, piece.end):
        if words[index].lemma == "of" and index + 1 < piece.end:
            start = index + 1
            head = next(
                (k for k in range(piece.end - 1, start - 1, -1) if words[k].tag in {"noun", "ing"}), start
            )
            stop = next((k for k in range(start, piece.end) if words[k].lemma == "of"), piece.end)
            head = next((k for k in range(stop - 1, start - 1, -1) if words[k].tag in {"noun", "ing"}), head)
            return Piece(
                start,
                piece.end,
                head,
                "of",
                index,
                role_of(words, start, piece.end, head, "of"),
                piece.coordination,
            )
    return None


def linkless(pieces: Sequence[Piece], roles: Collection[str] = ("topic",)) -> list[Piece]:
    """Return the pieces of some roles that no preposition brings."""
    return [piece for piece in pieces if not piece.link and piece.role in roles]


def complements(words: Sequence[Word], relation: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """Return what a relation noun is about: "difference in X and Y", "effect of A on X", "reduction of X"."""
    inside = of_part(words, relation)
    after = [piece for piece in pieces if piece.start >= relation.end]
    on = [piece for piece in after if piece.link in {"on", "upon"} and piece.role == "topic"]
    if on:
        return on
    if words[relation.head].lemma.startswith("differ"):
        after = [piece for piece in after if piece.link not in {"with", "to", "from", "between", "among"}]
    elsewhere = [
        piece for piece in after if piece.link in {"in", "for", "regarding"} and piece.role == "topic"
    ]
    if words[relation.head].lemma in _CAUSES and elsewhere:
        return [piece for piece in elsewhere if piece.coordination == elsewhere[0].coordination]
    if inside is not None and (
        inside.role == "topic" or (inside.role == "relation" and _names_itself(words, inside))
    ):
        following = [
            piece for piece in after if piece.coordination == relation.coordination and piece.role == "topic"
        ]
        return [inside, *following]
    found = [
        piece
        for piece in after
        if piece.link in COMPLEMENT_LINKS and piece.role == "topic" and not _is_compared(piece, pieces)
    ]
    if found and len({piece.coordination for piece in found}) > 1:
        # "a change in pain in the morning": the first complement and what is coordinated with it
        first = next(
            (
                piece
                for piece in found
                if piece.link in {"in", "for", "to", "of", "regarding", "terms", "respect"}
            ),
            found[0],
        )
        found = [
            piece
            for piece in found
            if piece.coordination == first.coordination
            or (
                piece.link == first.link
                and words[piece.link_at - 1].tag in {"conj", "comma", "stat", "bracket", "adv"}
            )
        ]
    return found


def _names_itself(words: Sequence[Word], relation: Piece) -> bool:
    """Tell whether a relation noun holds what it is about: "pain reduction", "weight changes"."""
    lists = nouns()
    inside = [word for word in words[relation.start : relation.head] if word.tag in {"noun", "ing"}]
    return any(
        word.lemma not in lists.edge | lists.relation | lists.statistic | lists.generic | lists.group
        for word in inside
    )


_CAUSES = word_set("outcomes", "cause")


def _is_compared(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Tell whether a piece is one side of "in A versus B"."""
    following = next((one for one in pieces if one.start >= piece.end), None)
    return (
        following is not None
        and compared(following)
        and following.link in {"versus", "vs"}
        and following.link_at == piece.end
    )


def named_topics(words: Sequence[Word], pieces: Sequence[Piece]) -> list[Piece]:
    """Return what a run of pieces is about: the complement of a relation noun, else the phrases without preposition."""
    for relation in pieces:
        if relation.role == "relation" and not relation.link:
            found = complements(words, relation, pieces)
            listed = [
                piece
                for piece in linkless(pieces)
                if piece.start < relation.start and piece.coordination == relation.coordination
            ]
            if found:
                return [*listed, *found]  # "A, B and improvement of C"
            before = [word.lemma for word in words[relation.start : relation.head]]
            if words[relation.head].lemma.startswith("interaction") and any(
                word in nouns().time or word in nouns().group for word in before
            ):
                return []  # "a group × time interaction"
            if any(
                word not in nouns().edge
                and word not in nouns().group
                and words[relation.start + k].tag in {"noun", "ing"}
                for k, word in enumerate(before)
            ):
                return [relation]  # "pain reduction", "weight changes"
            return []
    topics = linkless(pieces)
    if topics:
        return topics
    masked = [
        piece
        for piece in pieces
        if piece.link in {"of", "for"}
        and piece.role == "topic"
        and piece.link_at > 0
        and words[piece.link_at - 1].tag == "stat"
    ]
    if masked:
        return [piece for piece in pieces if piece.coordination == masked[0].coordination]
    for statistic in pieces:
        if statistic.role == "statistic" and words[statistic.head].lemma in {"time", "times", "interval"}:
            # "the median time to discharge", "the interval between A and B"
            named = [
                piece
                for piece in pieces
                if piece.link in {"to", "between", "from"} and piece.start - statistic.end <= 3
            ]
            if named and named[0].start >= statistic.end:
                last = named[-1] if named[0].link == "between" else named[0]
                return [replace(statistic, end=last.end, role="topic")]
        if statistic.role == "statistic":
            found = [
                piece
                for piece in pieces
                if piece.start >= statistic.end
                and piece.link in {"for", "of", "in", "on"}
                and piece.role == "topic"
            ]
            if found:
                return found
    return []


_PREFERRED = ("in", "for", "on", "of", "to", "regarding", "terms", "respect", "with", "as")


def best_linked(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the topics that the likeliest preposition brings, with what is coordinated with them."""
    topics = [piece for piece in pieces if piece.role == "topic" and not compared(piece)]
    if not topics:
        return []
    best = min(
        topics,
        key=lambda piece: (_PREFERRED.index(piece.link) if piece.link in _PREFERRED else 20, piece.start),
    )
    return [piece for piece in topics if piece.coordination == best.coordination]
