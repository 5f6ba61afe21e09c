"""A sentence that lists exposures (or outcomes) with a statistic each → the item and the other side of each result.

"A (OR …), B (OR …) and C (OR …) were associated with Y": items are what stands between one statistic and the next, on one
side of the clause that relates them. So an item may hold verbs and prepositions ("women who disobeyed their partner", "lack of
transport to the clinic"), which clauses read one by one would tear apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evistat.extract.estimates import RATIOS
from evistat.extract.finding import Result
from evistat.extract.frame import Frame
from evistat.extract.introductions import introduction_end
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.reading import ASSOCIATIONS, Reading, Tie
from evistat.extract.words import Word
from evistat.lexicons import word_set


@dataclass(frozen=True, slots=True)
class _List:
    """The seats (words with a statistic) of one list, where its first item may begin, and the clause that relates it."""

    seats: tuple[int, ...]
    start: int
    frame: Frame
    outcomes: tuple[Piece, ...]
    predictors: tuple[Piece, ...]


_LONGEST = 16  # words of an item
_EXAMPLES = frozenset({"including", "include", "namely"})
_RELATIVES = frozenset({"who", "whom", "whose", "which"})
_RELATING = frozenset({"subject.associated", "subject.predictors", "subject.predictive"})
_LINKS = frozenset({"with", "by", "in", "among", "for", "as", "to", "on", "from"})
_FACTORS = word_set("outcomes", "factor_noun")
_ANALYSES = word_set("outcomes", "analysis")


def read_lists(reading: Reading, results: Sequence[Result]) -> dict[int, Tie]:
    """Return the ties of a sentence's results that stand in lists, by number of the result."""
    words = reading.sentence.words
    members = {
        number: reading.anchor(number)
        for number in reading.members
        if _listable(words, results[number], reading.anchor(number))
    }
    seats = sorted(set(members.values()))
    if len(seats) < 2:
        return {}
    found: dict[int, Tie] = {}
    ratios = all(results[number].measure in RATIOS | {"BETA"} for number in members)
    for one in _lists(words, reading.frames, seats, ratios=ratios):
        for place, seat in enumerate(one.seats):
            start = one.seats[place - 1] + 1 if place else one.start
            item = _item(words, start, seat, first=not place)
            if item is None:
                continue
            for number, anchor in members.items():
                if anchor != seat:
                    continue
                if one.predictors:
                    found[number] = Tie(item, _without_article(words, one.predictors[0]), one.frame)
                else:
                    outcome = _in_order(words, one, place)
                    found[number] = Tie(outcome, item, one.frame)
    return found


def _in_order(words: Sequence[Word], one: _List, place: int) -> Piece | None:
    """Return the outcome of a list's item: each has its own where "respectively" says so, else they share the first."""
    if len(one.outcomes) == len(one.seats) and any(
        word.lemma == "respectively" for word in words[one.outcomes[-1].end :]
    ):
        return one.outcomes[place]
    return one.outcomes[0] if one.outcomes else None


def _listable(words: Sequence[Word], result: Result, anchor: int) -> bool:
    """Tell whether a result can belong to a list: a bracket with a ratio, a coefficient or a lone p-value."""
    if len(result.groups) > 1 and result.measure not in RATIOS:
        return False
    if words[anchor].text[:1] not in "([" and not (
        result.measure in RATIOS
        and words[anchor].text[:1].isalpha()
        and anchor > 0
        and words[anchor - 1].tag in {"noun", "comma", "bracket"}
        and words[anchor - 1].lemma not in nouns().statistic
    ):
        return False
    return result.measure in ASSOCIATIONS or (result.value is None and result.p is not None)


def _lists(
    words: Sequence[Word], frames: Sequence[Frame], seats: Sequence[int], *, ratios: bool
) -> list[_List]:
    """Return the lists that a sentence's seats make, each with the clause that relates it."""
    relating = [frame for frame in frames if _relates(words, frame) or _announces(words, frame, seats[0])]
    if not relating and ratios:
        relating = [frame for frame in frames if _changes(frame) or _stated(words, frame)]
    taken: dict[int, tuple[Frame, bool]] = {}
    for seat in seats:
        before = [frame for frame in relating if frame.clause.verb[1] <= seat]
        after = [frame for frame in relating if frame.clause.verb[0] > seat]
        left = before[-1] if before else None
        right = after[0] if after else None
        if left is not None and right is not None:
            closed = any(seats_before < left.clause.verb[0] for seats_before, _ in taken.items())
            if closed or _border(words, left.clause.verb[1], seat):
                left = None
            else:
                right = None
        if left is not None and not _border(words, left.clause.verb[1], seat):
            taken[seat] = left, False
        elif right is not None and not _border(words, seat + 1, right.clause.verb[0]):
            taken[seat] = right, True
    found: list[_List] = []
    for seat in seats:
        if seat not in taken:
            continue
        frame, ahead = taken[seat]
        also = next((k for k in range(seat - 1, frame.clause.verb[1], -1) if _also(words, k)), None)
        if not ahead and also is not None and frame.outcomes:
            own = tuple(one for one in seats if one > also and taken.get(one) == (frame, False))
            found.append(_List(own, also + 2, frame, frame.outcomes, ()))
            for one in own:
                del taken[one]
    for frame in relating:
        for ahead in (True, False):
            own = tuple(seat for seat in seats if taken.get(seat) == (frame, ahead))
            if len(own) < 2 or _parts_of_people(words, frame, own):
                continue
            made = _ahead(words, frame, own) if ahead else _behind(words, frame, own)
            if made is not None:
                found.append(made)
    return found


def _also(words: Sequence[Word], index: int) -> bool:
    """Tell whether what follows has the same said of it: "…, as was B (…)"."""
    return words[index].lemma == "as" and words[index + 1].tag in {"be", "aux"}


def _parts_of_people(words: Sequence[Word], frame: Frame, seats: Sequence[int]) -> bool:
    """Tell whether the seats belong to places, times or people rather than items: "with X in Peru (…) and Chile (…)"."""
    ends = [next((piece for piece in frame.pieces if piece.end == seat), None) for seat in seats[:2]]
    return all(
        piece is not None
        and piece.link in {"in", "at", "for", "among"}
        and (
            piece.role in {"group", "time", "number"}
            or all(word.text[:1].isupper() for word in words[piece.start : piece.end])
        )
        for piece in ends
    ) and (ends[0] is None or ends[1] is None or ends[0].coordination == ends[1].coordination)


def _relates(words: Sequence[Word], frame: Frame) -> bool:
    """Tell whether a clause relates a list to something: no relative clause, a verb, and what it ties."""
    verb = frame.clause.verb
    if verb[1] <= verb[0] or words[min(frame.clause.start, len(words) - 1)].lemma in _RELATIVES:
        return False
    return frame.rule in _RELATING or frame.rule == "subject.likely"


def _announces(words: Sequence[Word], frame: Frame, seat: int) -> bool:
    """Tell whether a clause announces factors that stand after a colon: "three factors changed Y: A (…), B (…)"."""
    verb = frame.clause.verb
    return (
        verb[0] < verb[1]
        and any(words[piece.head].lemma in _FACTORS for piece in frame.left if not piece.link)
        and any(words[k].text == ":" for k in range(verb[1], seat))
    )


def _counted_factors(words: Sequence[Word], frame: Frame) -> bool:
    """Tell whether a clause's subject only announces exposures: "four factors were associated with Y, including A (…)"."""
    return any(words[piece.head].lemma in nouns().predictor for piece in frame.left if not piece.link)


def _stated(words: Sequence[Word], frame: Frame) -> bool:
    """Tell whether a clause says of an outcome, or of "they", whose it is: "the odds of Y were higher in A (…)"."""
    if frame.kind == "pronoun":
        return words[frame.clause.verb[1] - 1].lemma in {"were", "be", "include", "are"}
    return frame.rule == "subject.subject" and any(
        piece.start < frame.clause.verb[0] for piece in frame.outcomes
    )


def _changes(frame: Frame) -> bool:
    """Tell whether a clause says that its subject changes something: "A (…) and B (…) increased the odds of Y"."""
    return frame.rule in {"subject.transitive", "subject.effective"} and any(
        piece.start >= frame.clause.verb[1] for piece in frame.outcomes
    )


def _border(words: Sequence[Word], start: int, end: int) -> bool:
    """Tell whether a clause of its own begins between two words."""
    return any(
        word.tag == "sub" or word.text == "." or word.lemma in {"but", "whereas", "while"}
        for word in words[start:end]
    )


def _ahead(words: Sequence[Word], frame: Frame, seats: tuple[int, ...]) -> _List | None:
    """Read a list that stands before its verb: "A (…) and B (…) were associated with Y"."""
    verb = frame.clause.verb
    other = tuple(
        sorted(
            {piece for piece in (*frame.outcomes, *frame.predictors) if piece.start >= verb[1]},
            key=lambda piece: piece.start,
        )
    )
    if frame.rule not in _RELATING and not other:
        return None
    first = seats[0]
    begin = 0
    for k in range(first - 1, -1, -1):
        word = words[k]
        if (
            word.tag == "sub"
            or (word.tag == "stop" and word.text in ":.;")
            or (word.tag == "verb" and {"find", "show"} & set(word.verb_class.split()) and _reports(words, k))
        ):
            begin = k + 1
            break
    while begin < first and words[begin].lemma == "that":
        begin += 1
    begin = introduction_end(words, begin, first)
    if words[begin].tag == "prep":
        analysis = next((k for k in range(begin, min(begin + 6, first)) if words[k].lemma in _ANALYSES), None)
        begin = analysis + 1 if analysis is not None else begin
    return _List(seats, begin, frame, other, ())


def _reports(words: Sequence[Word], index: int) -> bool:
    """Tell whether a verb reports what follows: "we found A (…)", "regression showed that A (…)"."""
    return index + 1 < len(words) and words[index + 1].lemma == "that"


def _behind(words: Sequence[Word], frame: Frame, seats: tuple[int, ...]) -> _List | None:
    """Read a list that stands after its verb: "predictors of Y were A (…) and B (…)", "Y was associated with A (…)"."""
    verb = frame.clause.verb
    announced = _announces(words, frame, seats[0])
    if frame.rule not in _RELATING and not announced and not _stated(words, frame):
        return None
    if frame.kind == "pronoun":
        return _List(seats, verb[1], frame, (), ())
    before = tuple(piece for piece in (*frame.outcomes, *frame.predictors) if piece.start < verb[0])
    colon = next(
        (
            k
            for k in range(seats[0] - 1, verb[1] - 1, -1)
            if words[k].text == ":" or (words[k].lemma in _EXAMPLES and _counted_factors(words, frame))
        ),
        None,
    )
    if colon is not None:
        named = tuple(
            piece for piece in (*frame.outcomes, *frame.predictors) if verb[1] <= piece.start < colon
        )
        outcomes = (before or named) if frame.rule == "subject.predictors" else (named or before)
        return _List(seats, colon + 1, frame, outcomes, ())
    if frame.rule == "subject.predictors":
        if not any(piece.role == "relation" and piece.end <= verb[0] for piece in frame.left):
            return None
        return _List(seats, verb[1], frame, before, ())
    link = next(
        (piece.link_at for piece in frame.right if piece.link in _LINKS and piece.link_at < seats[0]), None
    )
    if link is None or not before:
        return None
    if frame.rule not in _RELATING:
        return None if frame.comparators() else _List(seats, link + 1, frame, before, ())
    exposed = bool(frame.predictors) and frame.predictors[0].start >= verb[1]
    return _List(seats, link + 1, frame, before if exposed else (), () if exposed else before)


def _item(words: Sequence[Word], start: int, seat: int, *, first: bool) -> Piece | None:
    """Return the item that ends at a seat, None where what stands there is no plain phrase."""
    end = seat
    while end > start and (
        words[end - 1].tag in {"bracket", "comma", "adv", "stat"}
        or (words[end - 1].lemma in nouns().statistic and words[seat].text[:1] not in "([")
    ):
        end -= 1
    comma = next((k for k in range(end - 1, start - 1, -1) if words[k].tag in {"comma", "stop"}), None)
    if comma is not None:
        start = comma + 1
    while start < end and (
        (
            words[start].tag in {"comma", "conj", "det", "stat", "bracket", "stop", "adv"}
            and words[start].lemma not in _KEPT
        )
        or words[start].lemma in _LINKS | _OPENERS
    ):
        start += 1
    inside = words[start:end]
    if (
        not 0 < end - start <= _LONGEST
        or not any(word.tag in {"noun", "ing", "adj", "num"} for word in inside)
        or _compares(inside)
        or inside[0].tag in {"rel", "pron", "be"}
        or inside[0].lemma == "at"
        or (first and inside[0].tag in {"verb", "aux", "have"})
        or _own_clause(inside)
    ):
        return None
    head = next((k for k in range(start, end) if words[k].tag == "noun"), start)
    return Piece(start, end, head, "", start, "topic", start)


def _without_article(words: Sequence[Word], piece: Piece) -> Piece:
    """Return a phrase without its article."""
    if words[piece.start].tag == "det" and piece.end - piece.start > 1:
        return replace(piece, start=piece.start + 1)
    return piece


_OPENERS = frozenset({"including", "include", "namely", ")", "]"})
_KEPT = frozenset({"no", "any", "never", "not", "ever", "less", "more"})


def _compares(inside: Sequence[Word]) -> bool:
    """Tell whether a stretch compares two things rather than names a bound: "more than three visits"."""
    lists = nouns()
    return any(
        word.lemma in lists.versus | lists.compared
        and not (
            word.lemma == "than"
            and k > 0
            and inside[k - 1].tag == "adj"
            and k + 1 < len(inside)
            and (inside[k + 1].tag == "num" or inside[k + 1].text[:1].isdigit())
        )
        for k, word in enumerate(inside)
    )


def _own_clause(inside: Sequence[Word]) -> bool:
    """Tell whether a stretch holds a verb of its own rather than one that tells which people are meant."""
    for k, word in enumerate(inside):
        if word.tag in {"rel", "to"}:
            return False
        if word.tag in {"be", "have", "aux", "verb"} and k > 1 and not word.text.endswith(("ing", "ed")):
            return True
    return False
