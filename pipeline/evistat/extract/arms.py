"""Context → the arms of the study, as its group names, its methods and its title give them.

Sources, in order: names that stand before or after "group" again and again ("the exercise group", "group B");
"randomised to A or B"; "A versus B" and "compared A with B", title and aims first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from evistat.extract.arm_words import CUT, LITTLE, NOT_SIDES, distinctive
from evistat.extract.assigned_treatments import from_addition, from_assignment, from_receipt
from evistat.extract.compared_treatments import from_effect, from_placebo, from_versus
from evistat.extract.context import Context
from evistat.extract.control_names import added_to, control_among, is_control
from evistat.extract.lowered import caseless, lowered
from evistat.extract.study_groups import from_control_noun, from_counts, from_groups, from_plain_groups
from evistat.lexicons import word_set

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class StudyArms:
    """The arms that a study compares.

    ``intervention`` and ``comparator`` are spans of their names (None where the text names none), ``trial`` tells
    whether people were assigned to them, ``names`` holds the words that tell an arm, ``comparators`` those of the
    comparator.
    """

    intervention: Span | None
    comparator: Span | None
    trial: bool
    names: frozenset[str] = frozenset()
    comparators: frozenset[str] = frozenset()


Arms = Callable[[], StudyArms]  # a study's arms, for who asks


def arms_once(context: Context) -> Arms:
    """Return what finds a study's arms when they are first asked for, and knows them from then on."""
    return cache(partial(study_arms, context))


_MOST_WORDS = 8
# a name holds no verb and no date
_NO_NAME = re.compile(
    r"\b(?:who|which|that|is|are|was|were|be|been|has|had|can|may|will|identify|predict|determine|assess|evaluate|improve|reduce|prevent|describing|followed up"
    r"|January|February|March|April|June|July|August|September|October|November|December)\b|[\[\]]"
)
_UNIT = re.compile(r"(?:m?g|kg|[mµμ]?[lL]|mcg|IU)/")
_TRIAL = caseless(
    r"\b(?:randomi[sz]\w*|randomly (?!select|sampl|chosen|recruit|drawn|pick)|placebo|double-blind\w*|single-blind\w*|cross-?over"
    r"|sham|open-label|phase (?:2|3|II|III)\b|quasi-experimental|non-?randomi[sz]ed)"
)


def study_arms(context: Context) -> StudyArms:
    """Find the arms of a study and which of them is the comparator."""
    folded = context.folded
    trial = bool(_TRIAL.search(lowered(folded)))
    found: list[Span] = []
    for source, trials_only in _SOURCES:
        if trials_only and not trial:
            continue
        spans = [_name_alone(folded, span) for span in source(context)]
        named = [span for span in spans if _may_name(folded, span)]
        if len(named) > 1 and not (
            source is _often_named and trial and all(is_control(folded[slice(*span)]) for span in named)
        ):
            found = named
            break
        if named and len(named) == len(spans):
            found = found or named
    if not found:
        return StudyArms(None, None, trial)
    first, second = _orient(context, found)
    words = [set(distinctive(folded[start:end])) for start, end in found]
    # "experimental group" is likely to return as EG
    initials = {
        "".join(word[0] for word in re.findall(r"[a-z]+", folded[start:end].lower()))
        for start, end in found
        if folded[start:end].lower().endswith("group")
    }
    shorts = {
        short for short in initials if 1 < len(short) < 5 and re.search(rf"\b{short.upper()}\b", folded)
    }
    names = frozenset(word for each in words for word in each) | shorts | _abbreviated(context, found)
    other = frozenset(distinctive(folded[second[0] : second[1]])) if second is not None else frozenset()
    other |= frozenset(
        short.short.lower() for short in context.abbreviations if _CONTROL_NAME.fullmatch(short.long.lower())
    )
    return StudyArms(first, second, trial, names, other)


_USUAL = frozenset({"treatment", "baseline", "activity"})  # may name a side where nothing else does
_NOT_NAMED = CUT | LITTLE | (NOT_SIDES - _USUAL) | word_set("outcomes", "comparative")


# "effects of A", "3-week cycles of A", "a 10-week treatment with either A": what stands before a name and tells none
_BEFORE_NAME = re.compile(
    r"(?:[^()]{0,60}\beither |(?:[\w-]+ )?(?:effects?|efficacy|safety|effectiveness|impact|influence|benefits?|use|tolerability)"
    r"(?: and (?:safety|efficacy|tolerability|effectiveness))? of |(?:[\w-]+ ){0,2}(?:days?|weeks?|months?|years?|cycles?|courses?) of (?:continuous |daily |weekly )?)"
    r"(?:the |an? )?(?=\w)",
    re.IGNORECASE,
)
_LINKS = ("with", "on", "of", "for", "in", "by", "to", "at", "and", "or", "plus", "using", "from", "as")
_AFTER_NAME = re.compile(
    # A run of links is tried from its first only: from the others it would take time quadratic in its length.
    rf"{''.join(f'(?<! {link})' for link in _LINKS)}(?: (?:{'|'.join(_LINKS)})(?= |$))*"
    rf"(?: (?:{'|'.join(_LINKS)}|(?:once|twice|three times|\d times|\d\w*|one|two|three) (?:daily|a day|weekly|per day|times daily).*"
    r"|(?:administered|given|taken)\b.*|as (?:an? )?(?:adjunct|adjuvant|concomitant|add-on|monotherapy|treatment|therapy)\b.*))$",
    re.IGNORECASE,
)


def _name_alone(folded: str, span: Span) -> Span:
    """Leave out what a stretch says of an arm before and after its name."""
    start, end = span
    if (before := _BEFORE_NAME.match(folded, start, end)) is not None:
        start = before.end()
    if (after := _AFTER_NAME.search(folded[start:end])) is not None and after.start() > 0:
        end = start + after.start()
    return start, end


def _may_name(folded: str, span: Span) -> bool:
    """Tell whether a stretch of text may name an arm."""
    return (
        folded[slice(*span)].lower() not in _NOT_NAMED
        and not _UNIT.match(folded, *span)
        and not _NO_NAME.search(folded, *span)
        and folded.count(" ", *span) < _MOST_WORDS
    )


def _often_named(context: Context) -> list[Span]:
    return from_groups(context, least=2)


def _once_named(context: Context) -> list[Span]:
    return from_groups(context, least=1)


def _titled(context: Context) -> list[Span]:
    return from_versus(context, title_only=True)


_CONTROL_NAME = re.compile(
    r"(?:(?:healthy|normal|usual|standard|placebo|sham|reference|active|negative|conventional|routine|waiting|wait)[ -])?(?:controls?|placebo|sham|care|reference|comparison|comparator|list|treatment control)(?: (?:group|arm|diet|product|condition|meal|drink|subjects|participants|patients))?s?"
)


def _abbreviated(context: Context, found: Sequence[Span]) -> frozenset[str]:
    """Return the short forms that the document defines for an arm's name."""
    names = {context.folded[start:end].lower().removesuffix(" group") for start, end in found}
    return frozenset(
        short.short.lower()
        for short in context.abbreviations
        if short.long.lower().removesuffix(" group") in names
        or any(name and not is_control(name) and name in short.long.lower() for name in names)
    )


def _orient(context: Context, found: Sequence[Span]) -> tuple[Span, Span | None]:
    """Choose intervention and comparator: a control is the comparator, else the one that the title names last."""
    folded = context.folded
    if len(found) == 1:
        return found[0], None
    place = control_among([folded[slice(*span)] for span in found])
    control = found[place] if place is not None else None
    if control is None and (added := added_to(*(folded[slice(*span)] for span in found[:2]))) is not None:
        return found[added], found[1 - added]
    if control is not None:
        return next((span for span in found if span is not control), found[0]), control
    title_end = next((section.end for section in context.sections if section.label == "TITLE"), 0)
    title = folded[:title_end].lower()
    places = [title.find(word) for span in found for word in distinctive(folded[span[0] : span[1]])[:1]]
    if len(places) == len(found) and min(places) >= 0 and len(set(places)) > 1:
        order = sorted(range(len(found)), key=lambda k: places[k])
        return found[order[0]], found[order[-1]]
    return found[0], found[1]


# Where arms are named, the surest first; and whether only a trial's text is read so.
_SOURCES: tuple[tuple[Callable[[Context], list[Span]], bool], ...] = (
    (_often_named, False),
    (from_counts, False),
    (from_control_noun, False),
    (from_addition, True),
    (from_assignment, True),
    (from_placebo, True),
    (from_plain_groups, False),
    (from_versus, True),
    (_titled, False),
    (_once_named, False),
    (from_effect, True),
    (from_receipt, True),
)
