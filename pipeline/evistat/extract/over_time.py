"""A clause → whether it tells how one group changed over time, and the time before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evistat.extract.arms import StudyArms
from evistat.extract.control_names import is_baseline
from evistat.extract.estimates import RATIOS
from evistat.extract.frame import Frame, compared
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.side_phrases import acting_subject, every_group, is_side, piece_span, plain_words
from evistat.extract.sides import Case, Sides, Span
from evistat.extract.time_before import baseline_near
from evistat.extract.words import Word


def per_arm_change(words: Sequence[Word], frame: Frame) -> bool:
    """Tell whether a change with its own interval is one arm's, not the difference between arms."""
    inside = {word.lemma for word in words[frame.clause.start : frame.clause.end]} | {
        word.lemma for word in words[: frame.clause.start][-20:]
    }
    return (
        bool(
            inside
            & {
                "baseline",
                "decrease",
                "increase",
                "change",
                "decline",
                "reduce",
                "improve",
                "decreased",
                "increased",
                "changes",
                "reduction",
            }
        )
        and not inside & {"difference", "between"}
        and not any(
            word.tag == "stat" and "difference" in word.text.lower()
            for word in words[frame.clause.start : frame.clause.end]
        )
    )


def change_of_introduced_group(case: Case) -> Sides | None:
    """Read how the group that a sentence opens with changed: "In the A group, X fell"."""
    group = _introduced_group(case.words, case.frames, case.frame, case.anchor)
    return _since_before(case, group) if group is not None else None


def change_of_one_group(case: Case) -> Sides | None:
    """Read how one group changed that stands beside the p-value: "a decrease was seen in the A group (p)"."""
    if len(case.result.groups) > 1 or case.result.measure not in {None, "PCT"}:
        return None
    group = _group_of_change(case.words, case.frame, case.anchor, case.arms)
    return _since_before(case, group) if group is not None else None


def own_change(case: Case, side: Span | None) -> bool:
    """Tell whether a clause says how the one group that it names changed: "pain fell in the A group"."""
    words, frame = case.words, case.frame
    piece = next((one for one in frame.pieces if piece_span(words, one) == side), None)
    if (
        piece is None
        or piece.link not in _INSIDE
        or len(case.result.groups) > 1
        or case.result.measure in RATIOS
    ):
        return False
    return tells_change(words, frame)


def tells_change(words: Sequence[Word], frame: Frame) -> bool:
    """Tell whether a clause speaks of a change, and of nothing that differs between groups."""
    inside = words[min(frame.clause.start, frame.clause.subject[0]) : frame.clause.end]
    return any(
        word.lemma in _CHANGED
        or (word.tag == "verb" and ("change" in word.verb_class or "happen" in word.verb_class))
        for word in inside
    ) and not any(word.lemma in _BETWEEN_GROUPS for word in inside)


def baseline_within(words: Sequence[Word], frame: Frame) -> Span | None:
    """Return the time before as a clause names it."""
    return next(
        (
            piece_span(words, piece)
            for piece in frame.pieces
            if any(word.lemma in nouns().baseline for word in words[piece.start : piece.end])
        ),
        None,
    )


_INSIDE = frozenset({"in", "within", "among", "for", "under", "with", "of"})


def values_over_time(case: Case) -> Sides | None:
    """Read one group's values before and after: "pain fell from 7.3 to 5.7 at 1 week"."""
    words, frame = case.words, case.frame
    if "from_to" not in case.result.rule or case.result.measure in RATIOS:
        return None
    start = min(frame.clause.start, frame.clause.subject[0])
    if any(compared(piece) or piece.link == "between" for piece in frame.pieces) or any(
        word.lemma in _BETWEEN_GROUPS for word in words[start : frame.clause.end]
    ):
        return None
    labelled = [
        (group.label_start, group.label_end)
        for group in case.result.groups
        if group.label is not None and is_baseline(group.label)
    ]
    start_label, end_label = labelled[0] if labelled else (None, None)
    before = (
        (start_label, end_label)
        if start_label is not None and end_label is not None
        else baseline_near(case.context, case.result.start)
    )
    groups = [
        piece
        for piece in frame.pieces
        if piece.role == "group"
        and is_side(words, piece, case.arms)
        and not is_baseline(plain_words(words, piece))
    ]
    if len(groups) > 1 and groups[0].coordination == groups[-1].coordination:
        return None  # "fell from 7 to 5 and from 8 to 6 in the A and B groups"
    if groups:
        return Sides(piece_span(words, groups[-1]), before, True, whole=True)
    later = next(
        (
            piece
            for piece in frame.pieces
            if piece.role == "time"
            and piece.link in {"at", "after", "by", "following", "during"}
            and not is_baseline(plain_words(words, piece))
            and not _unnamed_time(words, piece)
        ),
        None,
    )
    if later is None and (before is None or acting_subject(words, frame) is not None):
        return None
    return Sides(piece_span(words, later) if later is not None else None, before, True, whole=True)


def _unnamed_time(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase only says that time went by: "during this period", "over time"."""
    inside = [word for word in words[piece.start : piece.end] if word.tag != "det"]
    return len(inside) == 1 and inside[0].lemma in _GOES_BY


_GOES_BY = frozenset({"period", "time", "course", "years", "interval"})

_YEARS_OF_VALUES = re.compile(
    r"\((?P<first>(?:19|20)\d\d(?: ?- ?\d{2,4})?)\)[^()]{0,40}\((?P<last>(?:19|20)\d\d(?: ?- ?\d{2,4})?)\)"
)
_BEHIND = 14  # characters from a value to the end of the years behind it

_YEARS = re.compile(
    r"\b(?:from|between|in)\b(?: [\w-]+){0,4}? (?P<first>(?:19|20)\d\d)(?: surveys?)? (?:to|and|until|through|compared with|compared to)(?: [\w-]+){0,3}? (?P<last>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def change_between_years(case: Case) -> Sides | None:
    """Read a change over years: "from 2001 to 2015 the rate increased by 12 %"."""
    words, frame, context = case.words, case.frame, case.context
    if not words or case.result.measure in {"R", "R2", "BETA", "OR", "HR"} or not _changed(words, frame):
        return None
    years = (
        _YEARS_OF_VALUES.search(context.folded, case.result.start, case.result.end + _BEHIND)
        if len(case.result.groups) == 2
        else None
    ) or _YEARS.search(context.folded, words[0].start, words[-1].end)
    if years is None:
        return None
    return Sides(years.span("last"), years.span("first"), True, whole=True)


def _changed(words: Sequence[Word], frame: Frame) -> bool:
    """Tell whether a clause speaks of a change."""
    start = min(frame.clause.start, frame.clause.subject[0])
    return any(
        (word.tag == "verb" and "change" in word.verb_class) or word.lemma in _CHANGED
        for word in words[start : frame.clause.end]
    )


def _since_before(case: Case, group: Span) -> Sides:
    return Sides(group, baseline_near(case.context, case.words[0].start), True, whole=True)


def _group_of_change(words: Sequence[Word], frame: Frame, anchor: int, arms: StudyArms) -> Span | None:
    """Return the one group whose own change a clause tells: "a decrease in X was seen in the A group (p)", "in A (p) but not in B (p)"."""
    start = min(frame.clause.start, frame.clause.subject[0])
    beside = next(
        (
            piece
            for piece in frame.pieces
            if piece.end <= anchor
            and anchor - piece.end <= 1
            and piece.role == "group"
            and piece.link in {"in", "for"}
        ),
        None,
    )
    if (
        beside is None
        or words[beside.head].lemma not in {"group", "arm"}
        or every_group(words, beside)
        or not is_side(words, beside, arms)
        or any(compared(piece) or piece.link == "between" for piece in frame.pieces)
        or any(word.lemma in _BETWEEN_GROUPS for word in words[start : frame.clause.end])
    ):
        return None
    contrasted = any(
        words[k].lemma == "but" and words[k + 1].lemma == "not"
        for k in range(start, min(len(words) - 2, anchor + 6))
    )
    others = [
        piece
        for piece in frame.pieces
        if piece.role == "group" and piece.start != beside.start and is_side(words, piece, arms)
    ]
    verb = words[slice(*frame.clause.verb)]
    seen = not others and (
        (
            any(word.lemma in _SEEN for word in verb)
            and any(word.tag == "noun" and word.lemma in _CHANGED for word in words[start : beside.start])
        )
        or (frame.kind == "state" and any("change" in word.verb_class for word in verb))
    )
    return piece_span(words, beside) if seen or contrasted else None


_SEEN = frozenset(
    {
        "observe",
        "observed",
        "find",
        "found",
        "see",
        "seen",
        "note",
        "noted",
        "was",
        "were",
        "detected",
        "detect",
    }
)


def _introduced_group(
    words: Sequence[Word], frames: Sequence[Frame], frame: Frame, anchor: int
) -> Span | None:
    """Return the one group that a sentence opens with where it tells how that group changed: "In the A group, X fell"."""
    opening = next(
        (
            piece
            for piece in frames[0].pieces
            if piece.link in {"in", "within", "among", "for"}
            and piece.role == "group"
            and piece.start <= 4
            and piece.end < len(words)
            and words[piece.head].lemma in {"group", "arm"}
            and (words[piece.end].tag in {"comma", "det", "adj", "noun"} or words[piece.end].text == ":")
            and not every_group(words, piece)
        ),
        None,
    )
    if opening is None or any(compared(piece) or piece.link == "between" for piece in frame.pieces):
        return None
    inside = words[opening.end : max(anchor, frame.clause.end)]
    changed = any(
        word.lemma in _CHANGED or (word.tag == "verb" and "change" in word.verb_class)
        for word in words[opening.end : anchor]
    )
    if not changed or any(
        word.lemma in _BETWEEN_GROUPS
        or (word.tag == "noun" and word.lemma in {"group", "groups", "controls", "placebo"})
        for word in inside
    ):
        return None
    return piece_span(words, opening)


def within_group(words: Sequence[Word], frame: Frame) -> bool:
    """Tell whether a clause says how a group changed over time, not how groups differed."""
    verb = [word for word in words[frame.clause.verb[0] : frame.clause.verb[1]] if word.tag == "verb"]
    inside = words[min(frame.clause.start, frame.clause.subject[0]) : frame.clause.end]
    changed = any("change" in word.verb_class for word in verb) or any(
        word.lemma in _CHANGED for word in inside
    )
    happened = any("happen" in word.verb_class for word in verb)
    if not (changed or happened) or any(word.lemma in _BETWEEN_GROUPS for word in inside):
        return False
    after = any(
        piece.link in {"after", "following"}
        and any(
            word.lemma in nouns().weak | {"treatment", "weeks", "months", "administration", "supplementation"}
            for word in words[piece.start : piece.end]
        )
        for piece in frame.pieces
    )
    return after or (
        changed and (from_before(words, frame) or any(every_group(words, piece) for piece in frame.pieces))
    )


def changed_since(words: Sequence[Word], frame: Frame) -> bool:
    """Tell whether values are those before and after: "after 8 weeks, X (12 vs 9) decreased"."""
    verb = [word for word in words[frame.clause.verb[0] : frame.clause.verb[1]] if word.tag == "verb"]
    return (
        frame.kind == "state"
        and any("change" in word.verb_class for word in verb)
        and any(
            piece.role == "time"
            and piece.link in {"after", "following"}
            and piece.end <= frame.clause.verb[0]
            for piece in frame.pieces
        )
    )


_CHANGED = frozenset(
    {
        "decrease",
        "increase",
        "reduction",
        "decline",
        "rise",
        "fall",
        "improvement",
        "change",
        "changes",
        "increases",
        "decreases",
        "reductions",
        "improvements",
    }
)


_BETWEEN_GROUPS = frozenset(
    {"more", "greater", "higher", "lower", "less", "larger", "smaller", "better", "worse", "between", "difference",
     "differences", "differ", "different", "similar", "than"}
)  # fmt: skip


def from_before(words: Sequence[Word], frame: Frame) -> bool:
    """Tell whether a clause speaks of a change from the time before: "fell from baseline"."""
    return any(
        piece.link in {"from", "since"}
        and any(word.lemma in nouns().baseline for word in words[piece.start : piece.end])
        for piece in frame.pieces
    )
