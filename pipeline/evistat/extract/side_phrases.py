"""A phrase → whether it names one side of a comparison, and the stretch that is its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evistat.extract.arms import StudyArms
from evistat.extract.frame import Frame
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.words import Word
from evistat.lexicons import word_set

Span = tuple[int, int]


COUNTED = frozenset(
    {"patients", "patient", "women", "men", "children", "participants", "subjects", "individuals"}
)


_UNSPECIFIC = word_set("arms", "unspecific")


def is_side(words: Sequence[Word], piece: Piece, arms: StudyArms) -> bool:
    """Tell whether a piece names one side of the comparison rather than people as such."""
    content = [
        word.lemma
        for word in words[piece.start : piece.end]
        if word.tag in {"noun", "ing", "adj", "verb", "part"}
    ]
    if not content:
        return False
    if piece.role == "group":
        if words[piece.head].lemma in {"controls", "placebo", "sham", "control"}:
            return True
        if words[piece.head].lemma in {"group", "arm"} and len(content) > 1:
            return True
        if subgroup(words, piece, arms):
            return False
        return any(word not in _UNSPECIFIC for word in content) or any(
            word.tag == "num" and word.text[:1].isdigit() for word in words[piece.head + 1 : piece.end]
        )
    named = [word for word in content if word in arms.names]
    return (
        bool(named)
        and piece.link
        in {
            "with",
            "after",
            "on",
            "for",
            "by",
            "under",
            "in",
            "",
            "than",
            "versus",
            "vs",
            "compared",
            "between",
            "among",
            "following",
            "of",
            "to",
            "from",
        }
        and 2 * len(named) >= len([w for w in content if w not in nouns().weak])
    )


_PART = word_set("arms", "part")


_ARM_WORDS = word_set("arms", "arm_word")


def subgroup(words: Sequence[Word], piece: Piece, arms: StudyArms) -> bool:
    """Tell whether people named in a trial whose arms are known are only a part of them: "for men", "among smokers"."""
    inside = words[piece.start : piece.end]
    named = [word.lemma for word in inside if word.tag in {"noun", "adj", "ing", "part", "verb"}]
    return (
        arms.trial
        and arms.intervention is not None
        and arms.comparator is not None
        and piece.link in {"in", "for", "among", "within", "introduction"}
        and bool(named)
        and (
            all(word in _PART for word in named)
            or (piece.link in {"for", "among", "within", "introduction"} and named[0] in _PART)
        )
        and not any(word in arms.names or word in _ARM_WORDS for word in named)
    )


def is_bound(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether "than" leads to a bound, not to a side: "older than 10 years", "after more than 5 years of follow-up"."""
    return (
        piece.link == "than"
        and piece.role != "group"
        and words[piece.start].tag == "num"
        and words[piece.link_at - 1].lemma in _BOUNDS
        and words[max(0, piece.link_at - 2)].tag != "adv"  # "was significantly less than 24 h urine"
    )


_BOUNDS = frozenset(
    {"more", "less", "older", "younger", "longer", "shorter", "later", "earlier", "greater", "fewer", "larger", "smaller"}
)  # fmt: skip


def people_only(words: Sequence[Word], piece: Piece, arms: StudyArms) -> bool:
    """Tell whether the subject of a trial's sentence names people without an arm: "women became", "older adults had"."""
    named = [
        word.lemma
        for word in words[piece.start : piece.end]
        if word.tag in {"noun", "adj", "ing", "part", "verb"} and word.lemma not in {"more", "fewer", "less"}
    ]
    return (
        arms.trial
        and arms.intervention is not None
        and piece.role == "group"
        and not piece.link
        and bool(named)
        and all(word in _PART for word in named)
        and not any(word in arms.names or word in _ARM_WORDS for word in named)
    )


def every_group(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase names the groups one by one, not against each other: "in both groups", "in each arm"."""
    return (
        piece.role == "group"
        and words[piece.head].lemma
        in {"group", "groups", "arm", "arms", "treatments", "cohorts", "subjects", "patients"}
        and any(word.lemma in {"both", "either", "each", "all"} for word in words[piece.start : piece.head])
    )


def names_side(words: Sequence[Word], piece: Piece, arms: StudyArms) -> bool:
    """Tell whether a piece after people names their group or treatment ("women in the walking group")."""
    return piece.role == "group" or any(
        word.lemma in arms.names or word.lemma in nouns().control | nouns().weak
        for word in words[piece.start : piece.end]
    )


def same_name(one: str, other: str) -> bool:
    """Tell whether two names share most of their words and none that sets them against each other."""
    lists = nouns()
    first = {word for word in _WORD.findall(one.lower()) if word not in lists.group}
    second = {word for word in _WORD.findall(other.lower()) if word not in lists.group}
    if not first or not second:
        return one.lower() == other.lower()
    shared = first & second
    opposed = bool((first - second) & _OPPOSED) and bool((second - first) & _OPPOSED)
    opposed = opposed or bool((first ^ second) & _LIMITS)
    return bool(shared) and not opposed and 2 * len(shared) >= min(len(first), len(second))


_WORD = re.compile(r"[\w-]+|[<>≤≥]")
_LIMITS = frozenset("<>≤≥")
_OPPOSED = word_set("arms", "opposed")


def plain_words(words: Sequence[Word], piece: Piece) -> str:
    """Return a piece's words with single spaces."""
    return " ".join(word.text for word in words[piece.start : piece.end])


# they make another name of a name: "no treatment", "other drugs"
_TELLING_APART = frozenset({"no", "without", "other", "non", "never"})


def piece_span(words: Sequence[Word], piece: Piece) -> Span:
    """Return a piece's span without article at its start."""
    start, end = piece.start, piece.end
    while start < end - 1 and (
        (
            words[start].tag in {"det", "adv", "conj", "prep", "to"}
            and words[start].lemma not in _TELLING_APART
        )
        or words[start].lemma in {"more", "fewer", "less"}
    ):
        start += 1
    counted = next((k for k in range(start, end - 1) if words[k].lemma == "of"), None)
    if counted is not None and all(
        word.tag in {"num", "other", "stat", "bracket", "det"} or word.lemma in COUNTED | {"those", "that"}
        for word in words[start:counted]
    ):
        start = counted + 1  # "20 % of the water group", "12 patients of group A"
        while start < end - 1 and words[start].tag == "det":
            start += 1
    if end < len(words) and words[end].tag == "rel" and words[end].lemma in {"who", "whom", "whose", "that"}:
        # "those who ate rice": what tells them from the others
        stop = end
        while stop < min(len(words), end + 12) and words[stop].tag not in {"comma", "stat", "stop", "sub"}:
            if (
                stop > end
                and words[stop].lemma in nouns().versus | {"compared"}
                and not (stop + 1 < len(words) and words[stop + 1].lemma in {"once", "twice"})
            ):
                break
            stop += 1
        end = stop
    while end > start + 1 and words[end - 1].tag in {"bracket", "adv", "det", "prep", "stat", "comma"}:
        end -= 1
    return words[start].start, words[end - 1].end


def acting_subject(words: Sequence[Word], frame: Frame) -> Piece | None:
    """Return what a clause says to change something: "radiotherapy reduced recurrence"."""
    if frame.kind == "change":
        agents = frame.agents
    elif any("change" in word.verb_class for word in words[slice(*frame.clause.verb)] if word.tag == "verb"):
        agents = tuple(piece for piece in frame.right if piece.link == "by")  # "was prolonged by clonidine"
    else:
        return None
    return next(
        (
            piece
            for piece in agents
            if piece.role == "topic" and piece.end - piece.start <= 5 and _acts_on(words, piece)
        ),
        None,
    )


def _acts_on(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a subject is something done or given ("postoperative radiotherapy"), not the study or its result."""
    lists = nouns()
    named = any(word.tag == "noun" for word in words[piece.start : piece.end])
    return named and not any(
        word.lemma in lists.generic | lists.never | lists.relation | lists.statistic | lists.group
        for word in words[piece.start : piece.end]
        if word.tag in {"noun", "ing"}
    )
