"""A result in its clause → the two sides that it compares: intervention and comparator, None where not named.

Sides are taken from the labels of the printed values, from "than", "versus", "compared with", "between", from the
groups named next to the numbers; what the sentence leaves out comes from the finding before or from the study's arms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evistat.extract.arms import StudyArms, choose_pair, is_baseline, is_control
from evistat.extract.context import Context
from evistat.extract.finding import Result
from evistat.extract.frame import Frame, compared
from evistat.extract.phrases import Word, read_sentence, word_set
from evistat.extract.pieces import Piece, nouns

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a comparison; ``specific`` tells whether the sentence itself names at least one.

    ``within`` tells that one side changed over time: nothing is left to be filled in.
    """

    intervention: Span | None = None
    comparator: Span | None = None
    specific: bool = False
    within: bool = False


_NO_LABEL = word_set("arms", "no_label")
_STANDS_FOR = word_set("arms", "stands_for")
_COUNTED = frozenset(
    {"patients", "patient", "women", "men", "children", "participants", "subjects", "individuals"}
)
_UNSPECIFIC = word_set("arms", "unspecific")
SINGLE = frozenset({"PROP", "MEAN", "MEDIAN", "RATE"})
CHANGES = frozenset({"MD", "PCT"})


def find_sides(
    context: Context,
    arms: StudyArms,
    words: Sequence[Word],
    frame: Frame,
    frames: Sequence[Frame],
    anchor: int,
    last: int,
    adjacent: Piece | None,
    result: Result,
    previous: Sides | None,
    outcome: Span | None = None,
) -> Sides:
    """Find what a result compares; ``anchor`` and ``last`` are the words of its first and last number."""
    spans = _labels(context, words, frame, result, outcome)
    if len(spans) >= 2 and len({context.folded[start:end].lower() for start, end in spans}) > 1:
        first, second = choose_pair([context.folded[start:end] for start, end in spans], arms.comparators)
        return Sides(spans[first], spans[second], True)
    if len(spans) == 1 and len(result.groups) == 2:
        named = _with_one_label(context, arms, words, frame, spans[0], result)
        if named is not None:
            return named
    if len(result.groups) < 2 and result.ci is not None and result.measure in SINGLE | CHANGES:
        own = _own_group(words, frame, anchor, last, arms)
        if result.measure in SINGLE and not (
            "baseline" in context.folded[context.sentences[result.sentence][0] : result.start].lower()
            and _per_arm_change(words, frame)
        ):
            return Sides(own or _only_group(words, frame), None, own is not None)
        if own is not None and _per_arm_change(words, frame):
            return Sides(own, _baseline(context, result.start), True)
    inverted = _than_did(words, frames, frame)
    if inverted is not None and not spans:
        return inverted
    introduced = _introduced_group(words, frames, frame, anchor)
    if introduced is not None and not spans:
        return Sides(introduced, _baseline(context, words[0].start), True, within=True)
    lone = len(result.groups) < 2 and result.measure in {None, "PCT"}
    own = _group_of_change(words, frame, anchor, arms) if lone else None
    if own is not None:
        return Sides(own, _baseline(context, words[0].start), True, within=True)
    sides = _from_pieces(context, arms, words, frame, anchor, adjacent, len(result.groups) >= 2)
    if sides.intervention is None and sides.comparator is None:
        near = [
            _from_pieces(context, arms, words, other, other.clause.end, None, len(result.groups) >= 2)
            for other in frames
            if other.clause is not frame.clause and abs(other.clause.start - frame.clause.start) < 60
        ]
        whole = [one for one in near if one.intervention is not None and one.comparator is not None]
        sides = next(iter(whole), Sides())
    if (
        sides.intervention is not None
        and sides.comparator is not None
        and context.folded[slice(*sides.intervention)].lower()
        == context.folded[slice(*sides.comparator)].lower()
    ):
        sides = Sides(None, sides.comparator, True)
    return _complete(context, arms, words, frame, sides, previous, result)


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
        or _every_group(words, beside)
        or not _is_side(words, beside, arms)
        or any(compared(piece) or piece.link == "between" for piece in frame.pieces)
        or any(word.lemma in _BETWEEN_GROUPS for word in words[start : frame.clause.end])
    ):
        return None
    contrasted = any(
        words[k].lemma == "but" and words[k + 1].lemma == "not" and words[k + 2].lemma in {"in", "for"}
        for k in range(start, min(len(words) - 2, anchor + 6))
    )
    others = [
        piece
        for piece in frame.pieces
        if piece.role == "group" and piece.start != beside.start and _is_side(words, piece, arms)
    ]
    seen = (
        not others
        and any(word.lemma in _SEEN for word in words[slice(*frame.clause.verb)])
        and any(word.tag == "noun" and word.lemma in _CHANGED for word in words[start : beside.start])
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


def _than_did(words: Sequence[Word], frames: Sequence[Frame], frame: Frame) -> Sides | None:
    """Read "A had more pain than did B": the subject of the clause before against what follows the verb."""
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
    while end > first and words[end - 1].tag in {"prep", "conj", "det"}:
        end -= 1
    if first < end < len(words) and words[end].tag == "rel":
        while end < min(len(words), first + 12) and words[end].tag not in {
            "comma",
            "stat",
            "stop",
            "bracket",
        }:
            end += 1  # "than did those who fasted"
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
    while right > left and words[right - 1].tag in {"comma", "adv", "bracket", "stat"}:
        right -= 1
    if not 0 < right - left <= 10 or any(word.tag in {"comma", "pron", "stop"} for word in words[left:right]):
        return None
    return Sides((words[left].start, words[right - 1].end), second, True)


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
            and words[piece.head].lemma in {"group", "arm"}
            and words[piece.end].tag in {"comma", "det", "adj", "noun"}
            and not _every_group(words, piece)
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


def _with_one_label(
    context: Context, arms: StudyArms, words: Sequence[Word], frame: Frame, label: Span, result: Result
) -> Sides | None:
    """Pair the one printed label with the group that the clause names besides: "in the test group 35 %, against 10 % in B"."""
    name = context.folded[slice(*label)]
    others = [
        piece_span(words, piece)
        for piece in frame.pieces
        if (piece.role == "group" or _is_side(words, piece, arms))
        and not compared(piece)
        and not _subgroup(words, piece, arms)
        and words[piece.head].start not in range(*label)
        and not _same(name, _plain(words, piece))
    ]
    if len(others) != 1:
        return None
    first = next(iter(result.groups)).label_start == label[0]
    pair = [label, others[0]] if first else [others[0], label]
    one, other = choose_pair([context.folded[slice(*span)] for span in pair], arms.comparators)
    return Sides(pair[one], pair[other], True)


def _labels(
    context: Context, words: Sequence[Word], frame: Frame, result: Result, outcome: Span | None
) -> list[Span]:
    """Return the labels printed beside a result's values, cut before a verb; those that name the outcome are no labels."""
    heads = [words[piece.head].start for piece in frame.outcomes if piece.role != "group"]
    spans: list[Span] = []
    for group in result.groups:
        if group.label_start is None or group.label_end is None:
            continue
        inside = read_sentence(context.folded, group.label_start, group.label_end).words
        start = next(
            (
                k
                for k, word in enumerate(inside)
                if word.tag in {"noun", "adj", "ing", "num", "part", "verb"}
                or word.lemma in {"those", "before", "after", "pre", "no"}
            ),
            None,
        )
        if start is None or any(group.label_start <= head < group.label_end for head in heads):
            continue
        counted = next((k for k in range(start, len(inside) - 1) if inside[k].lemma == "of"), None)
        if counted is not None and all(
            word.tag in {"num", "other", "bracket", "det"} or word.lemma in _COUNTED
            for word in inside[start:counted]
        ):
            start = counted + 1
            while start < len(inside) - 1 and inside[start].tag == "det":
                start += 1
        end = start + 1
        while (
            end < len(inside)
            and (
                inside[end].tag not in {"be", "have", "aux", "sub", "pron"}
                or (
                    end == start + 1 and inside[start].lemma in {"group", "arm"} and len(inside[end].text) < 4
                )
            )
            and not (inside[end].tag == "det" and inside[end - 1].tag == "noun")
            and inside[end].lemma not in nouns().versus | {"compared", "compare"}
            and not (inside[end].tag == "verb" and inside[end - 1].tag in {"noun", "adv", "num"})
        ):
            end += 1
        while end > start + 1 and inside[end - 1].tag in {"adv", "prep", "comma", "conj", "bracket", "stop"}:
            end -= 1
        plain = [
            word.lemma for word in inside[start:end] if word.tag in {"noun", "adj", "ing", "verb", "part"}
        ]
        named = context.folded[slice(*outcome)].lower() if outcome is not None else ""
        if named and context.folded[inside[start].start : inside[end - 1].end].lower() == named:
            continue
        if inside[end - 1].lemma in {"scale", "index", "questionnaire", "inventory"}:
            continue  # "8 vs. 7 on a rating scale"
        year = _YEAR_LABEL.fullmatch(context.folded, inside[start].start, inside[end - 1].end)
        if not year and (not plain or all(lemma in _NO_LABEL for lemma in plain)):
            continue
        spans.append((inside[start].start, inside[end - 1].end))
    return spans


_YEAR_LABEL = re.compile(r"(?:19|20)\d\d(?: ?(?:[-/–]|to|and) ?(?:19|20)?\d\d)?")


def _own_group(words: Sequence[Word], frame: Frame, anchor: int, last: int, arms: StudyArms) -> Span | None:
    """Return the group named right after or right before a single group's value: "91 % (95 % CI …) in the A group"."""
    after = [piece for piece in frame.pieces if piece.start > last]
    beside = [piece for piece in frame.pieces if piece.end == anchor]
    within = [
        piece
        for piece in frame.pieces
        if anchor < piece.start
        and piece.end <= last
        and piece.end - piece.start <= 5
        and piece.link in {"in", "for", "with", "on", "after", "among"}
        and (_is_side(words, piece, arms) or (piece.link == "for" and piece.role == "topic"))
    ]
    if within and last - within[-1].end <= 1:
        return piece_span(words, within[-1])  # "28 months for lomitrel (95 % CI …)"
    if (
        beside
        and words[anchor].text[:1] in "(["
        and beside[-1].role == "group"
        and (_is_side(words, beside[-1], arms) or compared(beside[-1]))
    ):
        return piece_span(
            words, beside[-1]
        )  # "(18.5 months, 95 % CI …) than the control group (3.0 months, …)"
    if (
        after
        and after[0].role == "topic"
        and after[0].link in {"after", "with", "in", "for", "on"}
        and after[0].start - last <= 3
        and after[0].end - after[0].start <= 4
        and all(after[0].start != piece.start for piece in frame.outcomes)
    ):
        return piece_span(words, after[0])
    if (
        after
        and after[0].link
        and after[0].start - last < 6
        and after[0].link
        in {"in", "for", "with", "among", "of", "after", "on", "at", "by", "during", "under"}
        and (_is_side(words, after[0], arms) or after[0].role == "group")
    ):
        return piece_span(words, after[0])
    before = [piece for piece in frame.pieces if piece.end <= anchor]
    if (
        before
        and (before[-1].role == "group" or _is_side(words, before[-1], arms))
        and anchor - before[-1].end <= 4
    ):
        return piece_span(words, before[-1])
    return None


def _only_group(words: Sequence[Word], frame: Frame) -> Span | None:
    groups = [piece for piece in frame.pieces if piece.role == "group" and not compared(piece)]
    return (
        piece_span(words, groups[0])
        if groups
        and words[groups[0].head].lemma not in {"patients", "participants", "subjects", "individuals"}
        else None
    )


def _per_arm_change(words: Sequence[Word], frame: Frame) -> bool:
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


def _baseline(context: Context, offset: int) -> Span | None:
    """Return the mention of the time before that stands nearest before ``offset``, else the first after it."""
    begin = max(0, offset - 6000)
    matches = [
        (match.start() + begin, match.end() + begin)
        for match in re.finditer(
            r"\b(?:baseline|pre-?treatment|pre-?intervention|pre-?test|pre-?training|pre-?operative(?:ly)?|before (?:the )?(?:treatment|intervention|surgery|operation|study|therapy))\b",
            context.folded[begin : offset + 2000],
            re.IGNORECASE,
        )
    ]
    before = [span for span in matches if span[1] <= offset]
    return before[-1] if before else (matches[0] if matches else None)


def _is_side(words: Sequence[Word], piece: Piece, arms: StudyArms) -> bool:
    """Tell whether a piece names one side of the comparison rather than people as such."""
    content = [
        word.lemma
        for word in words[piece.start : piece.end]
        if word.tag in {"noun", "ing", "adj", "verb", "part"}
    ]
    if not content or words[piece.start].lemma in {"outside", "inside"}:
        return False
    if piece.role == "group":
        if words[piece.head].lemma in {"controls", "placebo", "sham", "control"}:
            return True
        if words[piece.head].lemma in {"group", "arm"} and len(content) > 1:
            return True
        if _subgroup(words, piece, arms):
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


def _subgroup(words: Sequence[Word], piece: Piece, arms: StudyArms) -> bool:
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


def _bound(words: Sequence[Word], piece: Piece) -> bool:
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


def _people_only(words: Sequence[Word], piece: Piece, arms: StudyArms) -> bool:
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


def _from_pieces(
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
        and (piece.link != "over" or _is_side(words, piece, arms))
        and not _bound(words, piece)
    ]
    sides = [
        piece
        for piece in pieces
        if not compared(piece) and _is_side(words, piece, arms) and piece.link != "between"
    ]
    agent = next(
        (
            piece
            for piece in frame.agents
            if frame.kind == "change"
            and piece.role == "topic"
            and piece.end - piece.start <= 5
            and _acts_on(words, piece)
        ),
        None,
    )
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
            or _is_side(words, piece, arms)
            or (
                piece.role == "topic"
                and piece.start not in outcome_starts
                and piece.end - piece.start <= 4
                and words[piece.link_at - 1].lemma.startswith(("differ", "comparison", "comparing"))
            )
        )
    ]
    pronoun = next((piece for piece in frame.agents if piece.role == "pronoun"), None)
    if (
        paired
        and not (comparators or between or sides)
        and _changed_since(words, frame)
        and (before := _baseline(context, words[frame.clause.start].start)) is not None
    ):
        return Sides(arms.intervention if arms.trial else None, before, True, within=True)
    if not paired and not comparators and not between and _within(words, frame):
        every = next((piece for piece in pieces if _every_group(words, piece)), None)
        side = every or next((piece for piece in sides if piece.role == "group"), None)
        before = _baseline(context, words[frame.clause.start].start)
        if side is not None and (before is not None or every is not None):
            span = piece_span(words, side)
            return Sides(
                (words[every.start].start, span[1]) if every is not None else span, before, True, within=True
            )
        if before is not None and _from_before(words, frame):
            return Sides(None, before, True)
    if comparators:
        comparator = _nearest_comparator(comparators, anchor)
        resolved = _resolve_that(words, pieces, comparator, arms)
        others = [piece for piece in sides if piece.start != resolved.start]
        beside = [piece for piece in others if adjacent is not None and piece.start == adjacent.start]
        if _names_side(words, resolved, arms):
            others = [piece for piece in others if not _people_only(words, piece, arms)]
        lead = (
            next(iter(beside), None)
            or _alike(words, frame, resolved, comparator)
            or _lead(words, frame, others, comparator)
        )
        second = (
            piece_span(words, resolved) if resolved.role in {"group", "topic", "time", "relation"} else None
        )
        both = next(
            (
                piece
                for piece in comparators
                if piece.coordination == resolved.coordination and piece.start > resolved.start
            ),
            None,
        )
        if (
            second is not None
            and both is not None
            and all(word.tag in {"conj", "det"} for word in words[resolved.end : both.start])
        ):
            second = (second[0], piece_span(words, both)[1])
        return Sides(
            piece_span(words, lead) if lead is not None else None,
            second,
            lead is not None or second is not None,
        )
    sides = [piece for piece in sides if not _people_only(words, piece, arms)]
    if len(between) >= 2 and between[0].coordination == between[1].coordination:
        names = [piece_span(words, piece) for piece in between[:2]]
        return Sides(names[0], names[1], True)
    if paired and not sides and agent is not None and agent.start not in outcome_starts:
        return Sides(piece_span(words, agent), None, True)
    if not sides or pronoun is not None:
        return Sides()
    if len(sides) >= 2:
        if paired:
            one, other = choose_pair([_plain(words, piece) for piece in sides[:3]], arms.comparators)
            return Sides(piece_span(words, sides[one]), piece_span(words, sides[other]), True)
        if adjacent is not None and any(piece.start == adjacent.start for piece in sides):
            return Sides(piece_span(words, adjacent), None, True)
        pair = [piece for piece in sides if piece.coordination == sides[0].coordination][:2]
        if len(pair) == 2:
            one, other = choose_pair([_plain(words, piece) for piece in pair], arms.comparators)
            return Sides(piece_span(words, pair[one]), piece_span(words, pair[other]), True)
        grouped = [piece for piece in sides if piece.role == "group"]
        if len(grouped) == 2 and grouped[0].link == grouped[1].link:
            one, other = choose_pair([_plain(words, piece) for piece in grouped], arms.comparators)
            return Sides(piece_span(words, grouped[one]), piece_span(words, grouped[other]), True)
        near = min(sides, key=lambda piece: (piece.role != "group", abs(piece.start - anchor)))
        return Sides(piece_span(words, near), None, True)
    return Sides(piece_span(words, sides[0]), None, True)


def _acts_on(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a subject is something done or given ("postoperative radiotherapy"), not the study or its result."""
    lists = nouns()
    named = any(word.tag == "noun" for word in words[piece.start : piece.end])
    return named and not any(
        word.lemma in lists.generic | lists.never | lists.relation | lists.statistic | lists.group
        for word in words[piece.start : piece.end]
        if word.tag in {"noun", "ing"}
    )


def _within(words: Sequence[Word], frame: Frame) -> bool:
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
        changed and (_from_before(words, frame) or any(_every_group(words, piece) for piece in frame.pieces))
    )


def _changed_since(words: Sequence[Word], frame: Frame) -> bool:
    """Tell whether values are those before and after: "after 8 weeks, X (12 vs 9) decreased"."""
    start = min(frame.clause.start, frame.clause.subject[0])
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
        and not any(word.lemma in _BETWEEN_GROUPS for word in words[start : frame.clause.end])
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


def _from_before(words: Sequence[Word], frame: Frame) -> bool:
    """Tell whether a clause speaks of a change from the time before: "fell from baseline"."""
    return any(
        piece.link in {"from", "since"}
        and any(word.lemma in nouns().baseline for word in words[piece.start : piece.end])
        for piece in frame.pieces
    )


def _every_group(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase names the groups one by one, not against each other: "in both groups", "in each arm"."""
    return (
        piece.role == "group"
        and words[piece.head].lemma
        in {"group", "groups", "arm", "arms", "treatments", "cohorts", "subjects", "patients"}
        and any(word.lemma in {"both", "either", "each", "all"} for word in words[piece.start : piece.head])
    )


def _nearest_comparator(comparators: Sequence[Piece], anchor: int) -> Piece:
    """Choose the comparator nearest to the numbers."""
    before = [piece for piece in comparators if piece.end <= anchor]
    return before[-1] if before else comparators[0]


def _alike(words: Sequence[Word], frame: Frame, resolved: Piece, comparator: Piece) -> Piece | None:
    """Return the piece that stands to its preposition as the comparator does: "after A … than that after B"."""
    if resolved.start == comparator.start and words[max(0, resolved.start - 2)].lemma not in {
        "than",
        "versus",
    }:
        return None
    link = resolved.link if resolved.start != comparator.start else words[resolved.start - 1].lemma
    if link not in {"after", "with", "in", "on", "for", "at", "during", "under", "by", "among", "following"}:
        return None
    outcomes = {piece.start for piece in frame.outcomes}
    before = [
        piece
        for piece in frame.pieces
        if piece.link == link
        and piece.end <= comparator.start
        and piece.role in {"topic", "group", "time"}
        and piece.start not in outcomes
        and words[min(piece.end, len(words) - 1)].tag != "comma"
    ]
    return before[-1] if before else None


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


def _resolve_that(words: Sequence[Word], pieces: Sequence[Piece], piece: Piece, arms: StudyArms) -> Piece:
    """Turn "than that after placebo", "compared with values in the control group" to the group named there."""
    after = [one for one in pieces if one.start >= piece.end]
    if (
        (words[piece.head].lemma in _STANDS_FOR or piece.role in {"relation", "statistic"})
        and after
        and after[0].link in {"after", "in", "of", "for", "with", "on", "from", "by", "at", "among"}
        and after[0].start - piece.end < 4
        and after[0].role != "number"
        and not (words[piece.head].lemma in _SEXES and not _names_side(words, after[0], arms))
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
            (
                one
                for one in after
                if one.link
                and (one.role == "group" or (piece.role != "number" and _names_arm(words, one, arms)))
            ),
            piece,
        )
    return piece


def _names_arm(words: Sequence[Word], piece: Piece, arms: StudyArms) -> bool:
    """Tell whether a piece holds a word of an arm's name or of a control's."""
    return any(
        word.lemma in arms.names or word.lemma in {"placebo", "control", "controls", "sham"}
        for word in words[piece.start : piece.end]
    )


_SEXES = frozenset({"men", "women", "children", "males", "females", "boys", "girls"})


def _names_side(words: Sequence[Word], piece: Piece, arms: StudyArms) -> bool:
    """Tell whether a piece after people names their group or treatment ("women in the walking group")."""
    return piece.role == "group" or any(
        word.lemma in arms.names or word.lemma in nouns().control | nouns().weak
        for word in words[piece.start : piece.end]
    )


def _complete(
    context: Context,
    arms: StudyArms,
    words: Sequence[Word],
    frame: Frame,
    sides: Sides,
    previous: Sides | None,
    result: Result,
) -> Sides:
    """Fill what the sentence doesn't name from the finding before and from the study's arms."""
    if sides.within or (sides.intervention is not None and sides.comparator is not None):
        return sides
    if sides.comparator is None and any(word.lemma in _REGARDLESS for word in words[:3]):
        return Sides()  # "Regardless of treatment, participants …"
    if result.measure in {"R", "R2", "BETA", "KAPPA", "ICC"} and sides.comparator is None:
        return Sides()
    if frame.kind == "association" and sides.comparator is None and not sides.specific:
        return Sides()
    generic = any(
        piece.role == "group"
        and words[piece.head].lemma in {"groups", "arms", "treatments", "cohorts", "regimens"}
        for piece in frame.pieces
    )
    if not arms.trial and not generic and sides.comparator is None:
        return _complete_pair(context, arms, sides, previous, result)
    if sides.intervention is None and sides.comparator is None:
        if (
            arms.trial
            and previous is not None
            and previous.intervention is not None
            and previous.comparator is not None
            and not generic
        ):
            return Sides(previous.intervention, previous.comparator)
        if arms.intervention is not None:
            return Sides(arms.intervention, arms.comparator)
        return (
            Sides(previous.intervention, previous.comparator)
            if previous is not None and arms.trial
            else sides
        )
    named = sides.intervention or sides.comparator
    if named is None:
        return sides
    name = context.folded[named[0] : named[1]]
    known = previous is not None and (
        arms.intervention is not None or _same(name, _slice(context, previous.intervention))
    )
    options = (
        [previous.comparator, previous.intervention]
        if previous is not None and known and not is_baseline(_slice(context, previous.comparator))
        else []
    )
    options += [arms.comparator, arms.intervention]
    if sides.intervention is None:
        if is_baseline(name):
            return Sides(arms.intervention if arms.trial else None, sides.comparator, True)
        options = [
            previous.intervention if previous is not None else None,
            arms.intervention,
            arms.comparator,
        ]
    for option in options:
        if option is None or _short_and_long(context, name, context.folded[slice(*option)]):
            continue
        if not _same(name, context.folded[option[0] : option[1]]):
            if sides.intervention is None:
                return Sides(option, sides.comparator, True)
            if is_control(name) and not is_control(context.folded[option[0] : option[1]]):
                return Sides(option, sides.intervention, True)
            return Sides(sides.intervention, option, True)
    return sides


def _complete_pair(
    context: Context, arms: StudyArms, sides: Sides, previous: Sides | None, result: Result
) -> Sides:
    """Fill the other side where no one was assigned: of two values without labels, of groups the study compares."""
    pairs = [(arms.intervention, arms.comparator)]
    if previous is not None:
        pairs.insert(0, (previous.intervention, previous.comparator))
    known = [(one, other) for one, other in pairs if one is not None and other is not None]
    if sides.intervention is None:
        paired = len(result.groups) == 2 and not any(group.label for group in result.groups)
        return Sides(*known[0]) if paired and known else sides
    if result.measure in {"OR", "RR", "HR", "IRR", "PR", "GMR", "RATIO", "BETA"}:
        return sides
    name = context.folded[slice(*sides.intervention)]
    for one, other in known:
        if _same(name, context.folded[slice(*one)]):
            return Sides(sides.intervention, other, True)
        if _same(name, context.folded[slice(*other)]):
            return Sides(sides.intervention, one, True)
    return sides


def _short_and_long(context: Context, one: str, other: str) -> bool:
    """Tell whether one name holds a short form whose long form is the other: "LPS group" and "laparoscopy group"."""
    found = [set(re.findall(r"[\w/+-]+", name)) for name in (one, other)]
    for short in context.abbreviations:
        long = set(re.findall(r"[\w/+-]+", short.long.lower())) - nouns().group
        for has, spelt in ((found[0], found[1]), (found[1], found[0])):
            if short.short in has and long and long <= {word.lower() for word in spelt}:
                return True
    return False


_REGARDLESS = frozenset({"regardless", "irrespective"})


def _slice(context: Context, span: Span | None) -> str:
    return context.folded[span[0] : span[1]] if span is not None else ""


def _same(one: str, other: str) -> bool:
    lists = nouns()
    first = {word for word in re.findall(r"[\w-]+", one.lower()) if word not in lists.group}
    second = {word for word in re.findall(r"[\w-]+", other.lower()) if word not in lists.group}
    if not first or not second:
        return one.lower() == other.lower()
    shared = first & second
    opposed = bool((first - second) & _OPPOSED) and bool((second - first) & _OPPOSED)
    return bool(shared) and not opposed and 2 * len(shared) >= min(len(first), len(second))


_OPPOSED = word_set("arms", "opposed")


def _plain(words: Sequence[Word], piece: Piece) -> str:
    return " ".join(word.text for word in words[piece.start : piece.end])


def piece_span(words: Sequence[Word], piece: Piece) -> Span:
    """Return a piece's span without article at its start."""
    start, end = piece.start, piece.end
    while start < end - 1 and (
        words[start].tag in {"det", "adv", "conj", "prep", "to"}
        or words[start].lemma in {"more", "fewer", "less"}
    ):
        start += 1
    counted = next((k for k in range(start, end - 1) if words[k].lemma == "of"), None)
    if counted is not None and all(
        word.tag in {"num", "other", "stat", "bracket", "det"} or word.lemma in _COUNTED | {"those", "that"}
        for word in words[start:counted]
    ):
        start = counted + 1  # "20 % of the water group", "12 patients of group A"
        while start < end - 1 and words[start].tag == "det":
            start += 1
    if end < len(words) and words[end].tag == "rel" and words[end].lemma in {"who", "whom", "whose", "that"}:
        # "those who ate rice": what tells them from the others
        stop = end
        while stop < min(len(words), end + 12) and words[stop].tag not in {"comma", "stat", "stop", "sub"}:
            if stop > end and words[stop].lemma in nouns().versus | {"compared"}:
                break
            stop += 1
        end = stop
    while end > start + 1 and words[end - 1].tag in {"bracket", "adv", "det", "prep", "stat", "comma"}:
        end -= 1
    return words[start].start, words[end - 1].end
