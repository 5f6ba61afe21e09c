"""A claim in words → the two sides that it compares: what the claim's own words leave out, read as for a result with numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evistat.extract.arm_names import arm_only, same_arm, whole_arm
from evistat.extract.arms import Arms, StudyArms
from evistat.extract.claim_view import Found, claim_words, says_alike
from evistat.extract.clauses import Clause, Sentence
from evistat.extract.compared_sides import from_pieces, than_did
from evistat.extract.completed_sides import complete
from evistat.extract.context import Context
from evistat.extract.finding import Result
from evistat.extract.frame import Frame
from evistat.extract.frames import read_frame
from evistat.extract.over_time import baseline_within, change_of_introduced_group, own_change
from evistat.extract.side_phrases import same_name
from evistat.extract.sides import Case, Sides, Span
from evistat.extract.words import Word


class ClaimedSides:
    """The sides of a document's claims."""

    def __init__(self, context: Context, arms: Arms) -> None:
        """Take the document whose claims are read and the study's arms."""
        self._context = context
        self._study = arms
        self._read: tuple[Sentence | None, list[Frame]] = None, []  # the sentence read last

    @property
    def _arms(self) -> StudyArms:
        return self._study()

    def complete(
        self, number: int, sentence: Sentence, clause: Clause, found: Found, outcome: Span, told: Sides
    ) -> Sides:
        """Add to the sides ``told`` by a claim's own words those that its clause or the study names."""
        if found.predictor is not None or "associat" in found.rule:
            return told
        if told.intervention is not None and told.comparator is not None:
            return told
        over_time = _over_time(self._context, sentence, found)
        alike = says_alike(found) and not over_time
        case = self._case(number, sentence, clause, found, outcome)
        sides = self._with_named(case, told, alike=alike, comparative=_comparative(found))
        if sides.whole or (sides.intervention is not None and sides.comparator is not None):
            pass
        elif sides.comparator is None and (over_time or own_change(case, sides.intervention)):
            sides = Sides(sides.intervention, baseline_within(case.words, case.frame), True)
        elif _compares(case.words, clause, found, told) and self._of_arms(sides, found, outcome):
            sides = complete(case, sides)
        return self._apart(sides, outcome, told)

    def _case(self, number: int, sentence: Sentence, clause: Clause, found: Found, outcome: Span) -> Case:
        words = sentence.words
        frames = self._frames(sentence)
        frame = frames[sentence.clauses.index(clause)]
        last = clause.end - 1
        result = Result(words[clause.start].start, words[last].end, number, found.rule)
        return Case(self._context, self._arms, words, frame, frames, last, last, None, result, None, outcome)

    def _frames(self, sentence: Sentence) -> list[Frame]:
        """Return how a sentence's clauses read, once for all its claims."""
        if self._read[0] is not sentence:
            frames = [read_frame(sentence, one, self._arms.names) for one in sentence.clauses]
            self._read = sentence, frames
        return self._read[1]

    def _with_named(self, case: Case, told: Sides, *, alike: bool, comparative: bool) -> Sides:
        """Return the sides told with those that the clause names, or a clause beside it that names both."""
        read = (
            than_did(case)
            or change_of_introduced_group(case)
            or self._in_clause(case, case.frame, alike=alike)
        )
        if told.intervention is None and told.comparator is None:
            if read.intervention is None and comparative:
                near = [
                    self._in_clause(case, one, alike=alike) for one in case.frames if one is not case.frame
                ]
                both = [one for one in near if one.intervention is not None and one.comparator is not None]
                read = both[0] if both and both[0].rule in _AGAINST else Sides()
            read = read if read.intervention is not None else Sides()
            return read if alike else _side_by_side(read)
        return _joined(self._context, told, read)

    def _in_clause(self, case: Case, frame: Frame, *, alike: bool) -> Sides:
        return from_pieces(case.context, case.arms, case.words, frame, frame.clause.end, None, alike)

    def _of_arms(self, sides: Sides, found: Found, outcome: Span) -> bool:
        """Tell whether what is named is one of the study's two arms, or nothing is where a claim calls them alike."""
        arms = self._arms
        if self._name(arms.intervention, outcome) is None or self._name(arms.comparator, outcome) is None:
            return False
        named = sides.intervention or sides.comparator
        if named is None:
            return found.effect == "same"
        text = self._context.folded
        name = text[slice(*named)]
        both = [text[slice(*arm)] for arm in (arms.intervention, arms.comparator) if arm is not None]
        return not _JOINING & set(name.split()) and any(same_name(name, arm) for arm in both)

    def _apart(self, sides: Sides, outcome: Span, told: Sides) -> Sides:
        """Leave out a side that is the outcome itself or names none; what the claim tells stays."""
        one, other = (
            span if span == own else self._name(span, outcome)
            for span, own in ((sides.intervention, told.intervention), (sides.comparator, told.comparator))
        )
        if one is None and told.comparator is None:
            return told
        return Sides(one, None if _same(self._context, one, other) else other, True)

    def _name(self, span: Span | None, outcome: Span) -> Span | None:
        if span is None or (span[0] < outcome[1] and outcome[0] < span[1]):
            return None
        text = self._context.folded
        if (effect := _EFFECT_OF.match(text, *span)) is not None:
            span = effect.end(), span[1]
        named = whole_arm(self._context, span)
        nobody = named is not None and text[slice(*named)].lower() in claim_words("generic") | claim_words(
            "anyone"
        )
        return None if nobody else arm_only(self._context, named)


_EFFECT_OF = re.compile(r"(?:(?:no|any|the|an?) )?(?:\w+ )?effects? of (?:the )?", re.IGNORECASE)


_JOINING = frozenset({"and", "or", "nor"})
_MORE_THAN_TWO = frozenset({"three", "four", "five", "six", "all", "none"})
_AGAINST = frozenset({"lead", "parallel", "than_did", "between"})


def _over_time(context: Context, sentence: Sentence, found: Found) -> bool:
    """Tell whether a claim says that groups stayed what they were: *was unchanged*, *no variation was seen*."""
    if found.effect != "same" or found.rule in _DONE:
        return False
    base = sentence.start
    said = {context.folded[base + cue.start : base + cue.end].lower() for cue in found.cues}
    return bool(said & claim_words("staying"))


_DONE = frozenset({"statement.transitive", "statement.carried", "statement.effective"})


def _comparative(found: Found) -> bool:
    return any(cue.role == "comparative" and cue.effect != "same" for cue in found.cues)


def _compares(words: Sequence[Word], clause: Clause, found: Found, told: Sides) -> bool:
    """Tell whether a claim sets the study's two groups against each other: *did not differ*, *was higher*, *fewer had*."""
    if found.effect != "same" and not _comparative(found):
        return False
    inside = range(clause.start, clause.end)
    if told.comparator is None and any(_names_another(words, i, clause.end) for i in inside):
        return False
    return not any(
        words[i].lemma in _MORE_THAN_TWO and any(word.lemma in _groups() for word in words[i + 1 : i + 4])
        for i in inside
    )


def _names_another(words: Sequence[Word], at: int, end: int) -> bool:
    """Tell whether something else is named that is compared with: *similar to what was reported before*."""
    return words[at].lemma in claim_words("like") and at + 1 < end and words[at + 1].lemma in ("to", "from")


def _groups() -> frozenset[str]:
    return claim_words("groups") | claim_words("compared_things")


def _side_by_side(read: Sides) -> Sides:
    """Return two groups that stand side by side as one where they aren't set against each other (*fell in A and B*)."""
    one, other = read.intervention, read.comparator
    if read.rule != "two" or one is None or other is None:
        return read
    return Sides((min(one[0], other[0]), max(one[1], other[1])), None, True, whole=True)


def _joined(context: Context, told: Sides, read: Sides) -> Sides:
    """Return the sides told with what else was read, where that isn't the same once more."""
    one, other = told.intervention, told.comparator
    if other is None:
        other = read.comparator if read.rule in _AGAINST else None
        return Sides(one, None if _same(context, one, other) else other, True)
    one = read.intervention
    return Sides(None if _same(context, one, other) else one, other, True)


def _same(context: Context, one: Span | None, other: Span | None) -> bool:
    """Tell whether two sides are one: they overlap, or have one name."""
    if one is None or other is None:
        return False
    return (one[0] < other[1] and other[0] < one[1]) or same_arm(context, one, other)
