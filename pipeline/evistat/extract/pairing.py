"""A result and its clause → which of the clause's outcomes and exposures it belongs to, by its place."""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.complements import of_part
from evistat.extract.empty_names import vague
from evistat.extract.estimates import RATIOS
from evistat.extract.finding import Result
from evistat.extract.frame import Frame, compared
from evistat.extract.items_beside import (
    item_after_colon,
    item_after_value,
    item_in_brackets,
    item_left_out,
    subject_without_verb,
    value_first,
)
from evistat.extract.outcome_names import COMPARATIVES, trim, trim_plain
from evistat.extract.pieces import Piece
from evistat.extract.reading import ASIDE, ASSOCIATIONS, Found, Reading
from evistat.extract.values_first import only_measured
from evistat.extract.whole_phrases import (
    extend,
    whole_exposure,
    whole_item,
    with_denial,
    with_details,
    with_shared_noun,
)
from evistat.extract.words import Word


def pair(
    words: Sequence[Word],
    reading: Reading,
    frame: Frame,
    adjacent: Piece | None,
    anchor: int,
    neighbours: Sequence[Piece | None],
    same: Sequence[int],
    number: int,
    results: Sequence[Result],
    found: Found,
    *,
    trial: bool,
) -> None:
    """Pair a result with one of its clause's outcomes and exposures by its place."""
    if (tie := reading.ties.get(number)) is not None:
        found.rule = "subject.list"
        if tie.outcome is not None:
            found.outcome = trim(
                words, extend(words, tie.frame, with_shared_noun(words, tie.frame, tie.outcome))
            )
        found.predictor = words[tie.predictor.start].start, words[tie.predictor.end - 1].end
        return
    outcomes, predictors = list(frame.outcomes), list(frame.predictors)
    result = results[number]
    found.rule = frame.rule
    order = same.index(number) if number in same else 0
    outcome = predictor = None
    bracketed = words[anchor].text[:1] in {"(", "[", "{"}
    if (
        adjacent is not None
        and not bracketed
        and len(result.groups) > 1
        and not adjacent.link
        and adjacent.start >= frame.clause.verb[1] > frame.clause.verb[0]
        and words[anchor - 1].lemma != "of"
        and any(group.label for group in result.groups)
    ):
        adjacent = None  # "was: aspirin 12, placebo 14": the words before a value are its label
    if adjacent is not None and (vague(words, adjacent) or _adjusts(words, adjacent)):
        adjacent = None
    roles = {"topic", "relation", "group", "action"}
    if (
        frame.kind == "association"
        and adjacent is not None
        and (
            not adjacent.link
            or any(adjacent.coordination == piece.coordination for piece in predictors)
            or (bracketed and _age_band(words, adjacent))
        )
    ):
        roles |= {"time", "number", "statistic"}
    if adjacent is not None and adjacent.role in roles and not compared(adjacent):
        adjacent = whole_item(words, frame, adjacent) if adjacent.role != "group" else adjacent
        if any(adjacent.start == piece.start for piece in outcomes):
            outcome = adjacent
        elif any(adjacent.start == piece.start for piece in predictors):
            predictor = adjacent
        elif held := [
            piece for piece in outcomes if adjacent.start < piece.start and piece.end == adjacent.end
        ]:
            outcome = held[0]
        elif frame.kind == "association":
            # further items of the list nearest to it
            if any(adjacent.coordination == piece.coordination for piece in predictors):
                predictor = adjacent
            elif any(adjacent.coordination == piece.coordination for piece in outcomes):
                outcome = adjacent
            elif adjacent.start >= frame.clause.verb[0]:
                last = max([*outcomes, *predictors], key=lambda piece: piece.start, default=None)
                if last is not None and any(last.start == piece.start for piece in predictors):
                    predictor = adjacent
                elif last is not None and (not adjacent.link or adjacent.link in _EXAMPLES):
                    outcome = adjacent
            elif (
                predictors
                and (not adjacent.link or bracketed)
                and max(piece.start for piece in predictors) < frame.clause.verb[0]
            ):
                predictor = adjacent
        elif (
            adjacent.role == "group"
            and result.measure in RATIOS
            and not trial
            and adjacent.link in {"in", "for", "with", "among", "by"}
        ):
            predictor = adjacent
        elif adjacent.role == "topic" and words[adjacent.link_at - 1].lemma in {
            "result",
            "lead",
            "translate",
        }:
            outcome = adjacent  # "…, resulting in more falls (…)"
        elif adjacent.role == "topic":
            listed = (
                len(
                    {
                        one.start
                        for one in neighbours
                        if one is not None
                        and one.role == "topic"
                        and one.coordination == adjacent.coordination
                    }
                )
                > 1
            )
            if (frame.kind == "pronoun" and adjacent.link) or (adjacent.link in ASIDE and not listed):
                pass
            elif _complements_item(words, frame, adjacent):
                outcome = adjacent  # "less pain (…) and less reduction in strength (…)"
            elif (
                not outcomes
                or not adjacent.link
                or any(adjacent.coordination == piece.coordination for piece in outcomes)
            ) or (
                any(
                    piece.link == adjacent.link
                    and piece.end != adjacent.link_at
                    and (piece.start < frame.clause.verb[0]) == (adjacent.start < frame.clause.verb[0])
                    for piece in outcomes
                )
                or words[adjacent.end].lemma == "of"
            ):
                outcome = adjacent
            elif any(piece.start <= adjacent.start and adjacent.end <= piece.end for piece in outcomes):
                pass  # a part of the outcome's own name: "satisfied with their health"
            elif (
                result.measure in RATIOS
                and adjacent.link in {"in", "for", "with", "among", "by"}
                and not frame.comparators()
            ):
                predictor = adjacent
            elif any(
                piece.link == adjacent.link == "in" and piece.end == adjacent.link_at for piece in outcomes
            ):
                pass  # "a difference in survival in stage I (…) or stage II (…)": a part of the people
            elif listed or (bracketed and words[adjacent.start].lemma in COMPARATIVES):
                outcome = adjacent
            elif adjacent.link in {"in", "on", "for"} and outcomes[-1].end == adjacent.link_at:
                outcome = Piece(
                    outcomes[-1].start,
                    adjacent.end,
                    outcomes[-1].head,
                    outcomes[-1].link,
                    outcomes[-1].link_at,
                    "topic",
                    adjacent.coordination,
                )
    if outcome is None and outcomes:
        outcome = (
            outcomes[order]
            if len(outcomes) == len(same) and (adjacent is None or adjacent.role != "topic")
            else _nearest(reading, same, number, outcomes, anchor)
        )
    if predictor is None and predictors:
        predictor = (
            predictors[order]
            if len(predictors) == len(same) and (adjacent is None or len(outcomes) == 1)
            else _between_results(reading, same, number, predictors, anchor) or predictors[0]
        )
    if result.measure in RATIOS | {"BETA"} and frame.rule not in {
        "subject.predictors",
        "subject.associated",
        "subject.likely",
    }:
        lead = next(
            (
                one
                for one in reversed(reading.frames)
                if one.clause.start < frame.clause.start
                and one.rule in {"subject.predictors", "subject.associated"}
            ),
            None,
        )
        if (
            lead is not None
            and lead.outcomes
            and words[frame.clause.start].tag in {"comma", "conj", "rel", "sub", "adv", "verb", "be", "stop"}
            and (lead.rule == "subject.predictors" or frame.rule in {"subject.verbless", ""})
        ):
            item = next(
                (
                    piece
                    for piece in reversed([*frame.left, *frame.right])
                    if piece.end <= anchor and piece.role in {"topic", "group", "action"}
                ),
                None,
            )
            outcome, predictor = (
                lead.outcomes[0],
                item_after_colon(words, frame, anchor, opened=frame.clause.start) or item,
            )
    if (
        result.measure in RATIOS | {"BETA"}
        and not trial
        and adjacent is not None
        and adjacent.role in {"topic", "action"}
        and not frame.comparators()
        and outcomes
        and frame.rule in {"subject.transitive", "subject.likely", "subject.effective"}
        and adjacent.end <= frame.clause.verb[0]
        and all(piece.start >= frame.clause.verb[1] for piece in outcomes)
        and all(reading.anchor(each) < frame.clause.verb[0] for each in same)
        and len(same) > 1
    ):
        # "A (OR …) and B (OR …) increased the risk of C"
        outcome, predictor = outcomes[0], item_in_brackets(words, reading, frame, anchor, same) or adjacent
    if (
        result.measure in RATIOS | {"BETA"}
        and frame.kind != "association"
        and (later := _said_of_all(reading, frame, anchor)) is not None
    ):
        # "children who had no milk (OR …) and those who ate less (OR …) were more likely to be wasted"
        outcome, predictor = later.outcomes[0], adjacent or predictor
    if (
        frame.kind == "association"
        and outcomes
        and (item := item_after_colon(words, frame, anchor)) is not None
    ):
        # "associated with Y: X1 (OR …); X2 (OR …)"
        outcome, predictor = outcomes[0] if outcomes[0].end <= item.start else outcome, item
    if (
        bracketed
        and predictors
        and (listed_item := item_in_brackets(words, reading, frame, anchor, same)) is not None
        and same_side(frame, predictors[0], listed_item)
        and not (outcomes and same_side(frame, outcomes[0], listed_item))
    ):
        predictor = listed_item
        outcome = outcomes[0] if outcomes else outcome
    if (left_out := item_left_out(words, frame, anchor)) is not None:
        outcome = left_out
    if (own := subject_without_verb(words, reading, frame, anchor, same)) is not None:
        outcome = own
    if predictor is None and not trial and result.measure in ASSOCIATIONS and not frame.comparators():
        predictor = _tied(words, frame)
    if outcome is not None and all(word.tag == "det" for word in words[outcome.start : outcome.end]):
        outcome = None
    if (behind := reading.behind.get(number)) is not None and behind.role == "topic":
        opening = min(piece.start for piece in reading.behind.values())
        said = [piece for piece in outcomes if piece.end < opening and not only_measured(words, piece)]
        if not said:
            outcome = behind
        elif result.measure in ASSOCIATIONS and not trial:
            outcome, predictor = said[0], behind
    elif behind is None and (outcome is None or value_first(words, reading, result, anchor)):
        outcome = item_after_value(reading, frame, result) or outcome
    if outcome is not None:
        found.outcome = trim(words, extend(words, frame, with_shared_noun(words, frame, outcome)))
    if predictor is not None:
        found.predictor = with_denial(
            words, trim_plain(words, whole_exposure(words, frame, with_details(words, frame, predictor)))
        )
    elif frame.kind == "association" and not predictors:
        # "… was associated with A (…), but the association with B …"
        before = next(
            (
                one
                for one in reversed(reading.frames)
                if one.clause.start < frame.clause.start and one.predictors
            ),
            None,
        )
        if before is not None:
            found.predictor = trim_plain(words, before.predictors[0])


def _tied(words: Sequence[Word], frame: Frame) -> Piece | None:
    """Return what has the effect told of: "no effect of A on Y", "a higher risk of Y associated with A"."""
    for piece in frame.pieces:
        before = words[piece.link_at - 1] if piece.link_at else None
        if (
            piece.link in {"with", "to"}
            and piece in frame.right
            and before is not None
            and before.tag == "part"
            and before.lemma in {"associate", "relate", "link"}
        ):
            return piece
        if words[piece.head].lemma in {"effect", "impact", "influence"} and any(
            one.link == "on" for one in frame.pieces
        ):
            return of_part(words, piece)
    return None


def _complements_item(words: Sequence[Word], frame: Frame, piece: Piece) -> bool:
    """Tell whether a phrase completes a relation noun that is itself a later item of a list with statistics."""
    if piece.link not in {"in", "of", "for", "on"}:
        return False
    relation = next(
        (one for one in frame.pieces if one.end == piece.link_at and one.role == "relation"), None
    )
    return (
        relation is not None
        and any(word.tag == "stat" for word in words[max(0, relation.start - 5) : relation.start])
        and words[relation.start - 1].tag in {"conj", "comma", "adv", "det"}
    )


_EXAMPLES = frozenset({"including", "include"})


def _said_of_all(reading: Reading, frame: Frame, anchor: int) -> Frame | None:
    """Return the later clause that says of a list with a statistic each what all its items make likelier."""
    later = [
        one
        for one in reading.frames
        if one is not frame
        and one.clause.verb[0] > anchor
        and one.rule in {"subject.likely", "subject.associated"}
    ]
    if len(later) != 1 or frame.rule == "subject.likely" or not later[0].outcomes:
        return None
    verb = later[0].clause.verb[0]
    anchors = [reading.anchor(number) for number in reading.members]
    return later[0] if all(place < verb for place in anchors) else None


def _adjusts(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase names what an analysis was adjusted for."""
    before = words[max(0, piece.link_at - 2) : piece.link_at]
    return bool(piece.link) and any(
        word.lemma.startswith(("adjust", "control", "account", "correct", "stratif"))
        and word.tag in {"noun", "ing", "part", "verb"}
        for word in before
    )


def _age_band(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase is a band of ages ("26-35 years"), which can be an exposure."""
    inside = words[piece.start : piece.end]
    return any(word.tag == "num" for word in inside) and any(
        word.lemma in {"years", "year", "yrs", "yr"} for word in inside
    )


def _nearest(
    reading: Reading,
    same: Sequence[int],
    number: int,
    outcomes: Sequence[Piece],
    anchor: int,
) -> Piece:
    """Choose the first outcome that stands between the result before and this one, else the first."""
    place = reading.parts[number][0][0]
    earlier = [reading.anchor(k) for k in same if reading.parts[k][0][0] < place]
    if not earlier:
        return outcomes[0]
    between = [piece for piece in outcomes if max(earlier) < piece.start < anchor]
    return (
        between[0]
        if between
        else max(
            (piece for piece in outcomes if piece.start < max(earlier)),
            key=lambda piece: piece.start,
            default=outcomes[0],
        )
    )


def _between_results(
    reading: Reading, same: Sequence[int], number: int, pieces: Sequence[Piece], anchor: int
) -> Piece | None:
    """Return the only one of a clause's phrases that stands between the result before and this one."""
    place = reading.parts[number][0][0]
    last = max((reading.anchor(k) for k in same if reading.parts[k][0][0] < place), default=anchor)
    between = [piece for piece in pieces if last < piece.start < anchor]
    return between[0] if len(between) == 1 else None


def same_side(frame: Frame, one: Piece, other: Piece) -> bool:
    """Tell whether two phrases stand on the same side of a clause's verb."""
    return (one.start < frame.clause.verb[0]) == (other.start < frame.clause.verb[0])
