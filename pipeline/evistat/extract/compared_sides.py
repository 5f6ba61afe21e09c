"""The phrases of a clause → the sides that "than", "versus", "between" or their place set against each other."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from evistat.extract.arms import StudyArms
from evistat.extract.context import Context
from evistat.extract.control_names import choose_pair
from evistat.extract.frame import Frame, compared
from evistat.extract.noun_lists import nouns
from evistat.extract.over_time import changed_since, from_before, within_group
from evistat.extract.parallel_sides import parallel_lead
from evistat.extract.pieces import Piece
from evistat.extract.side_phrases import (
    COUNTED,
    acting_subject,
    every_group,
    is_bound,
    is_side,
    names_side,
    people_only,
    piece_span,
    plain_words,
)
from evistat.extract.sides import Case, Sides
from evistat.extract.time_before import baseline_near
from evistat.extract.words import Word
from evistat.lexicons import word_set

_STANDS_FOR = word_set("arms", "stands_for")


def from_pieces(
    context: Context,
    arms: StudyArms,
    words: Sequence[Word],
    frame: Frame,
    anchor: int,
    adjacent: Piece | None,
    paired: bool,
) -> Sides:
    """Read the sides from the pieces of one clause."""
    pieces = list(frame.pieces)
    comparators = [
        piece
        for piece in pieces
        if compared(piece)
        and piece.role != "quality"
        and (piece.link != "over" or is_side(words, piece, arms))
        and not is_bound(words, piece)
    ]
    sides = [
        piece
        for piece in pieces
        if not compared(piece) and is_side(words, piece, arms) and piece.link != "between"
    ]
    agent = acting_subject(words, frame)
    introduced = [
        piece
        for piece in sides
        if piece.link in {"in", "among", "for", "introduction", "of", "within"}
        and piece.end < frame.clause.verb[0]
        and words[piece.end].tag == "comma"
    ]
    if len(introduced) < len(sides) or agent is not None:
        sides = [piece for piece in sides if piece not in introduced]
    outcome_starts = {piece.start for piece in frame.outcomes if piece.role != "group"}
    sides = [piece for piece in sides if piece.start not in outcome_starts]
    between = [
        piece
        for piece in pieces
        if piece.link in {"between", "among"}
        and (
            piece.role == "group"
            or is_side(words, piece, arms)
            or (
                piece.role == "topic"
                and piece.start not in outcome_starts
                and piece.end - piece.start <= 4
                and any(
                    word.lemma.startswith(("differ", "comparison", "comparing"))
                    for word in words[min(frame.clause.start, frame.clause.subject[0]) : piece.link_at]
                )
            )
        )
    ]
    pronoun = next((piece for piece in frame.agents if piece.role == "pronoun"), None)
    if (
        paired
        and not (comparators or between or sides)
        and changed_since(words, frame)
        and (before := baseline_near(context, words[frame.clause.start].start)) is not None
    ):
        return Sides(arms.intervention if arms.trial else None, before, True, whole=True)
    if not paired and not comparators and not between and within_group(words, frame):
        every = next((piece for piece in pieces if every_group(words, piece)), None)
        side = every or next((piece for piece in sides if piece.role == "group"), None)
        before = baseline_near(context, words[frame.clause.start].start)
        if side is not None and (before is not None or every is not None):
            span = piece_span(words, side)
            return Sides(
                (words[every.start].start, span[1]) if every is not None else span, before, True, whole=True
            )
        if before is not None and from_before(words, frame):
            return Sides(None, before, True)
    if comparators:
        comparator = _nearest_comparator(words, comparators, anchor)
        resolved = _resolve_that(words, pieces, comparator)
        others = [piece for piece in sides if piece.start != resolved.start]
        beside = [
            piece
            for piece in others
            if adjacent is not None and piece.start == adjacent.start and piece.start < comparator.link_at
        ]
        if names_side(words, resolved, arms):
            others = [piece for piece in others if not people_only(words, piece, arms)]
        first = parallel_lead(words, frame, comparator, resolved, arms) if not beside else None
        rule = "parallel" if first is not None else "lead"
        if first is None:
            lead = (
                next(iter(beside), None)
                or _before_versus(words, frame, comparator, outcome_starts)
                or _lead(words, frame, others, comparator)
                or _of_a_kind(words, pieces, comparator, resolved)
            )
            first = piece_span(words, lead) if lead is not None else None
        second = (
            piece_span(words, resolved) if resolved.role in {"group", "topic", "time", "relation"} else None
        )
        both = next(
            (
                piece
                for piece in comparators
                if piece.coordination == resolved.coordination
                and piece.start > resolved.start
                and piece.role == resolved.role
                and words[piece.start].lemma not in nouns().edge
            ),
            None,
        )
        if (
            second is not None
            and both is not None
            and all(word.tag in {"conj", "det"} for word in words[resolved.end : both.start])
        ):
            second = (second[0], piece_span(words, both)[1])
        return Sides(first, second, first is not None or second is not None, rule=rule)
    sides = [piece for piece in sides if not people_only(words, piece, arms)]
    if len(between) >= 2 and between[0].coordination == between[1].coordination:
        names = [piece_span(words, piece) for piece in between[:2]]
        return Sides(names[0], names[1], True, rule="between")
    if paired and not sides and (listed := _two_listed(words, frame, outcome_starts, anchor)):
        one, other = choose_pair([plain_words(words, piece) for piece in listed], arms.comparators)
        return Sides(piece_span(words, listed[one]), piece_span(words, listed[other]), True, rule="listed")
    if agent is not None and agent.start not in outcome_starts:
        told = bool(sides) and all(
            piece.link in {"in", "among", "for", "of", "within"} and piece.start > agent.end
            for piece in sides
        )
        if (told and not paired) or (paired and not sides):
            return Sides(
                piece_span(words, agent), None, True, rule="agent"
            )  # "A reduced X in patients with B"
    if not sides or pronoun is not None:
        return Sides()
    if paired and len(sides) == 1:
        # "that of cases and controls was 22 and 30"
        partners = [
            piece
            for piece in pieces
            if piece.coordination == sides[0].coordination and piece.role == sides[0].role
        ]
        sides = partners if len(partners) == 2 else sides
    if len(sides) >= 2:
        if paired:
            one, other = choose_pair([plain_words(words, piece) for piece in sides[:3]], arms.comparators)
            return Sides(piece_span(words, sides[one]), piece_span(words, sides[other]), True, rule="two")
        if adjacent is not None and any(piece.start == adjacent.start for piece in sides):
            return Sides(piece_span(words, adjacent), None, True, rule="adjacent")
        pair = [piece for piece in sides if piece.coordination == sides[0].coordination][:2]
        if len(pair) == 2:
            one, other = choose_pair([plain_words(words, piece) for piece in pair], arms.comparators)
            return Sides(piece_span(words, pair[one]), piece_span(words, pair[other]), True, rule="two")
        grouped = [piece for piece in sides if piece.role == "group"]
        if len(grouped) == 2 and grouped[0].link == grouped[1].link:
            one, other = choose_pair([plain_words(words, piece) for piece in grouped], arms.comparators)
            return Sides(piece_span(words, grouped[one]), piece_span(words, grouped[other]), True, rule="two")
        near = min(sides, key=lambda piece: (piece.role != "group", abs(piece.start - anchor)))
        return Sides(piece_span(words, near), None, True, rule="near")
    return Sides(piece_span(words, sides[0]), None, True, rule="one")


def _two_listed(words: Sequence[Word], frame: Frame, outcomes: Collection[int], anchor: int) -> list[Piece]:
    """Return the two phrases joined right before the values: "similar for A and B (12 vs 13)"."""
    joined: dict[int, list[Piece]] = {}
    for piece in frame.pieces:
        if (
            piece.link in {"for", "in", "with", "among", "after", "on"}
            and piece.role == "topic"
            and piece.start not in outcomes
        ):
            joined.setdefault(piece.coordination, []).append(piece)
    pairs = [
        pieces
        for pieces in joined.values()
        if len(pieces) == 2
        and 0 <= anchor - pieces[1].end < 2
        and all(word.tag == "conj" for word in words[pieces[0].end : pieces[1].start])
    ]
    return pairs[0] if len(pairs) == 1 else []


def _nearest_comparator(words: Sequence[Word], comparators: Sequence[Piece], anchor: int) -> Piece:
    """Choose the comparator nearest to the numbers."""
    before = [piece for piece in comparators if piece.end <= anchor]
    if not before:
        return comparators[0]
    first = next(piece for piece in comparators if piece.link_at == before[-1].link_at)
    told = any(word.tag == "stat" for word in words[first.end : before[-1].start])
    return before[-1] if told else first  # "than with A at week 1, 2 and 3"


def _lead(words: Sequence[Word], frame: Frame, sides: Sequence[Piece], comparator: Piece) -> Piece | None:
    """Return the side that is compared: the subject, else the side nearest before the comparator."""
    apposed = [
        piece
        for piece in frame.pieces
        if not piece.link
        and comparator.end <= frame.clause.verb[0]
        and piece.end <= comparator.link_at
        and all(word.tag in {"comma", "bracket", "prep"} for word in words[piece.end : comparator.link_at])
    ]
    if apposed and all(piece.start != apposed[-1].start for piece in frame.outcomes):
        return apposed[-1]  # "lomitrel, compared with placebo, reduced"
    subject = [piece for piece in sides if piece.start < frame.clause.verb[0] and not piece.link]
    before = [piece for piece in sides if piece.end <= comparator.start and piece.link_at < comparator.start]
    if before and before[-1].start > frame.clause.verb[0] and not subject:
        return before[-1]
    if subject:
        return subject[-1]
    if before:
        return before[-1]
    after = [piece for piece in sides if piece.start >= comparator.end]
    if after:
        return after[0]
    agents = [piece for piece in frame.agents if piece.role in {"group", "topic"}]
    if agents and all(piece.start != agents[0].start for piece in frame.outcomes):
        return agents[0]
    beside = [
        piece
        for piece in frame.pieces
        if piece.end == comparator.link_at
        and piece.link
        in {"at", "in", "with", "after", "on", "by", "for", "under", "during", "from", "following"}
        and piece.role
        in ({"topic", "time"} if comparator.role == "time" else {"topic", comparator.role} - {"number"})
    ]
    if beside and all(beside[0].start != piece.start for piece in frame.outcomes):
        return beside[0]
    plain = [piece for piece in frame.pieces if piece.role == "group" and piece.end <= comparator.start]
    return (
        plain[-1]
        if plain
        and any(word.tag in {"part", "ing", "prep"} for word in words[plain[-1].start : plain[-1].end])
        else None
    )


def _before_versus(
    words: Sequence[Word], frame: Frame, comparator: Piece, outcomes: Collection[int]
) -> Piece | None:
    """Return the phrase right before "versus", which joins two of a kind: "more reached it in the A versus B"."""
    if comparator.link not in nouns().versus - {"than"}:
        return None
    before = [
        piece
        for piece in frame.pieces
        if piece.end <= comparator.link_at
        and all(word.tag in {"bracket", "comma"} for word in words[piece.end : comparator.link_at])
    ]
    one = before[-1] if before else None
    if one is None or one.link not in _JOINED_BY_VERSUS or one.start in outcomes:
        return None
    named = any(word.lemma not in COUNTED for word in words[one.start : one.end] if word.tag != "det")
    return one if named and one.role in {"topic", "group"} else None


_JOINED_BY_VERSUS = frozenset(
    {"in", "for", "with", "among", "after", "on", "following", "by", "using", "from"}
)


def _of_a_kind(
    words: Sequence[Word], pieces: Sequence[Piece], comparator: Piece, resolved: Piece
) -> Piece | None:
    """Return a phrase of the other side's noun ("daily smokers … never smokers"), else people beside people."""
    others = [piece for piece in pieces if not compared(piece) and piece.start != resolved.start]
    told = resolved.end - resolved.start > 1  # "than patients without gout" leaves out "patients"
    others = [piece for piece in others if not told or piece.end - piece.start > 1]
    alike = [piece for piece in others if words[piece.head].lemma == words[resolved.head].lemma]
    people = [piece for piece in others if resolved.role == piece.role == "group"]
    before = [piece for piece in alike or people if piece.end <= comparator.link_at]
    return before[-1] if before else next(iter(alike), None)


def _resolve_that(words: Sequence[Word], pieces: Sequence[Piece], piece: Piece) -> Piece:
    """Turn "than that after placebo", "compared with values in the control group" to the group named there."""
    after = [one for one in pieces if one.start >= piece.end]
    if (
        (words[piece.head].lemma in _STANDS_FOR or piece.role in {"relation", "statistic"})
        and after
        and after[0].link in {"after", "in", "of", "for", "with", "on", "from", "by", "at", "among", "within"}
        and after[0].start - piece.end < 4
        and not (
            piece.role == "group"
            and any(
                word.tag == "noun" and word.lemma not in _STANDS_FOR
                for word in words[piece.start : piece.end]
            )
        )
    ):
        return after[0]
    if piece.role in {"relation", "number", "statistic"}:
        return next(
            (one for one in after if one.link and one.link != "per" and one.role == "group"),
            piece,
        )
    return piece


def than_did(case: Case) -> Sides | None:
    """Read "A had more pain than did B": the subject of the clause before against what follows the verb."""
    words, frames, frame = case.words, case.frames, case.frame
    start = min(frame.clause.start, frame.clause.subject[0])
    mark = next(
        (
            k
            for k in range(max(0, start - 3), min(len(words) - 2, frame.clause.end))
            if words[k].lemma == "than" and words[k + 1].lemma in {"did", "do", "does"}
        ),
        None,
    )
    if mark is None:
        return None
    end = mark + 2
    while end < len(words) and words[end].tag in {"noun", "adj", "ing", "part", "prep", "det", "num", "conj"}:
        end += 1
    before = [
        one for one in frames if one.clause.verb[0] < mark and one.clause.subject[1] > one.clause.subject[0]
    ]
    first = mark + 2
    while first < end and words[first].tag in {"det", "prep"}:
        first += 1
    if not before or end - first > 12 or (end - first == 1 and words[first].tag != "noun"):
        return None
    second = (words[first].start, words[end - 1].end)
    left, right = before[-1].clause.subject
    if any(word.tag == "rel" for word in words[:mark]):
        return Sides(None, second, True)
    while left < right and (
        words[left].tag in {"det", "adv", "conj", "prep", "comma"}
        or words[left].lemma in {"more", "fewer", "less"}
    ):
        left += 1
    if not 0 < right - left <= 10:
        return None
    return Sides((words[left].start, words[right - 1].end), second, True)
