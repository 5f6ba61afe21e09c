"""A sentence and its results → the phrases that may name what a result is about, and where each comes from.

They are all noun phrases of the sentence, what the rules chose, and what may be carried over from elsewhere: outcomes
and sides of earlier results, the study's arms, labels of groups, the primary outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from evistat.extract.arms import StudyArms
from evistat.extract.bracket_phrases import bracketed_names, phrases_in_bracket
from evistat.extract.context import Context
from evistat.extract.finding import Result
from evistat.extract.frame import Frame
from evistat.extract.outcome_names import trim, trim_plain
from evistat.extract.own_shorts import shorts_of
from evistat.extract.pieces import COMPARED_BY_TO, Piece
from evistat.extract.reading import Found, Reading, Span
from evistat.extract.sought import nearest_sought
from evistat.extract.unfit_names import unfit
from evistat.extract.verb_phrases import verb_phrases
from evistat.extract.whole_phrases import extend, with_shared_noun

ROLES = ("outcome", "predictor", "intervention", "comparator")

OUTCOMES_BACK = 6  # earlier outcomes that a result may take up
SIDES_BACK = 4  # earlier results whose sides it may take up
FARTHEST = 80  # words between a result and a phrase of its sentence

# Where a phrase comes from that is as short as an outcome's name should be.
_MINIMAL = frozenset(
    {"piece", "rule", "earlier", "primary", "sought", "bracket", "before", "verb", "short", "aside"}
)
_WHOLE = frozenset({"group", "time"})
_NAMELESS = frozenset({"number", "pronoun"})


@dataclass(slots=True)
class Candidate:
    """A phrase that may name an outcome, an exposure or a side; ``piece`` and ``frame`` where it is one of the sentence.

    ``sources`` says where it comes from: ``piece``, ``rule`` (what the rules chose, for any role), ``earlier``,
    ``label`` and others. One that is ``unfit`` can't be an outcome.
    """

    span: Span
    sources: set[str] = field(default_factory=set)
    piece: Piece | None = None
    frame: Frame | None = None
    unfit: bool = False

    @property
    def minimal(self) -> bool:
        """Tell whether the phrase may name an outcome: it can be one, and is as short as one should be (not "risk of gout")."""
        return not self.unfit and bool(self.sources & _MINIMAL)


def phrases_of(context: Context, reading: Reading) -> list[Candidate]:
    """Return the phrases of a sentence that may name something, each as short as it may be as an outcome.

    Those of groups and times are there whole, too: "patients with gout" tells whose, "gout" what.
    """
    words = reading.sentence.words
    shorts = shorts_of(context.abbreviations).wordlike
    found: dict[Span, Candidate] = {}
    for name in bracketed_names(context, words):
        found[name] = Candidate(name, {"aside"})
    for word in words:
        if word.text in shorts and word.tag != "noun":
            found[word.start, word.end] = Candidate((word.start, word.end), {"short"})
    for frame in reading.frames:
        for piece in frame.pieces:
            if piece.role in _NAMELESS or words[piece.head].lemma in COMPARED_BY_TO:
                continue
            head = words[piece.head].text
            if piece.role == "statistic" and head.isupper() and head not in shorts:
                continue  # "the adjusted HR": where it is the heart's rate, the rules say so
            short = trim(words, extend(words, frame, with_shared_noun(words, frame, piece)))
            whole = trim_plain(words, piece)
            for source, span in (("piece", short), ("whole", whole)):
                if source == "whole" and span != short and piece.role not in _WHOLE:
                    continue
                if span is None or span[1] <= span[0]:
                    continue
                if piece.role not in _WHOLE and unfit(context.folded[slice(*span)]):
                    continue
                one = found.setdefault(span, Candidate(span, set(), piece, frame))
                one.sources.add(source)
        for span in verb_phrases(words, frame):
            found.setdefault(span, Candidate(span)).sources.add("verb")
    return list(found.values())


def candidates_for(
    folded: str,
    arms: StudyArms,
    reading: Reading,
    phrases: Sequence[Candidate],
    result: Result,
    number: int,
    chosen: Found,
    earlier: Sequence[Found],
) -> list[Candidate]:
    """Return what may name one result's roles: its sentence's ``phrases``, the rules' choice, what is carried over."""
    anchor = reading.anchor(number)
    found = {
        one.span: Candidate(one.span, set(one.sources), one.piece, one.frame)
        for one in phrases
        if one.piece is None or -FARTHEST < one.piece.start - anchor < FARTHEST
    }

    def add(span: Span | None, source: str) -> None:
        if span is not None and span[1] > span[0]:
            found.setdefault(span, Candidate(span)).sources.add(source)

    for role in ROLES:
        add(getattr(chosen, role), "rule")
    for one in earlier[-OUTCOMES_BACK:]:
        add(one.outcome, "earlier")
    for one in earlier[-SIDES_BACK:]:
        for role in ROLES[1:]:
            add(getattr(one, role), f"earlier {role}")
    add(arms.intervention, "study intervention")
    add(arms.comparator, "study comparator")
    for place, group in enumerate(result.groups):
        if group.label_start is not None and group.label_end is not None:
            add((group.label_start, group.label_end), f"label {min(place, 2)}")
    for span in phrases_in_bracket(folded, reading, number):
        add(span, "bracket")
    add(nearest_sought(reading.baselines, reading.sentence.end), "time before")
    add(nearest_sought(reading.controls, reading.sentence.end), "control")
    for span in reading.former:
        add(span, "before")
    add(reading.primary, "primary")
    add(nearest_sought(reading.sought, reading.sentence.start), "sought")
    for each in found.values():
        each.unfit = unfit(folded[slice(*each.span)])
    return list(found.values())
