"""Context → the arms of the study as its title and methods name them; pieces → which group is compared with which."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evistat.extract.context import Context
from evistat.extract.phrases import Sentence, Word, read_sentence
from evistat.extract.pieces import Piece, nouns, read_pieces


@dataclass(frozen=True, slots=True)
class StudyArms:
    """The arms that a study compares: spans of their names (None where the text names none), and whether it is a trial."""

    intervention: tuple[int, int] | None
    comparator: tuple[int, int] | None
    trial: bool
    names: frozenset[str] = frozenset()


_TRIAL = re.compile(
    r"\b(?:randomi[sz]\w*|placebo|double-blind|single-blind|cross-?over|sham|allocated to|assigned to|controlled trial|open-label|phase (?:2|3|II|III)\b)",
    re.IGNORECASE,
)
_RANDOMISED = re.compile(
    r"\b(?:randomi[sz]ed|assigned|allocated|randomly \w+|received?|receiving|randomi[sz]ation|divided|given|underwent)\b",
    re.IGNORECASE,
)
_VERSUS = re.compile(
    r"\b(?:versus|vs\.?|compared (?:with|to)|in comparison (?:with|to)|or|and|against|relative to)(?= )",
    re.IGNORECASE,
)


def study_arms(context: Context) -> StudyArms:
    """Find the arms of a study: "randomised to A or B", else "A versus B" in its title, else "compared A with B"."""
    folded = context.folded
    trial = len(_TRIAL.findall(folded)) > 0
    pair = _from_assignment(context) or _from_versus(context) or _from_groups(context)
    if pair is None:
        return StudyArms(None, None, trial)
    first, second = pair
    if (
        first is not None
        and second is not None
        and is_control(folded[first[0] : first[1]])
        and not is_control(folded[second[0] : second[1]])
    ):
        first, second = second, first
    names = frozenset(
        word
        for span in (first, second)
        if span is not None
        for word in re.findall(r"[^\W\d_][\w/+-]*", folded[span[0] : span[1]].lower())
        if len(word) > 2 and word not in nouns().group and word not in nouns().edge
    )
    return StudyArms(first, second, trial, names)


def is_control(name: str) -> bool:
    """Tell whether a group's name is that of a control, of usual care or of the time before."""
    words = re.findall(r"[\w-]+", name.lower())
    lists = nouns()
    return any(word in lists.control or word in lists.baseline for word in words) or any(
        word.split("-")[0] in {"non", "un", "pre", "no"} for word in words if "-" in word
    )


def is_baseline(name: str) -> bool:
    """Tell whether a name is that of the time before."""
    return any(word in nouns().baseline for word in re.findall(r"[\w-]+", name.lower()))


def _clauses_after(
    context: Context, pattern: re.Pattern[str], labels: Sequence[str] | None
) -> list[tuple[int, int, int]]:
    """Return sentence start and end and the place of each match of ``pattern``, in order of the text."""
    found = []
    for match in pattern.finditer(context.folded):
        start, end = context.sentences[context.sentence_at(match.start())]
        if labels is None or context.section_at(match.start()) in labels:
            found.append((start, end, match.start()))
    return found


def _from_assignment(context: Context) -> tuple[tuple[int, int] | None, tuple[int, int] | None] | None:
    """Read "were randomised to (receive) A or B"."""
    for start, end, place in _clauses_after(context, _RANDOMISED, None):
        sentence = read_sentence(context.folded, start, end)
        words = sentence.words
        verb = sentence.word_at(place)
        verb_text = words[verb].text.lower()
        begin = verb + 1
        while begin < len(words) and words[begin].tag in {"adv", "num"}:
            begin += 1
        if not verb_text.startswith("receiv") and verb_text not in {"given", "underwent"}:
            to = next(
                (
                    k
                    for k in range(begin, min(len(words), begin + 12))
                    if words[k].tag == "to" or words[k].lemma in {"into", "between"}
                ),
                None,
            )
            if to is None:
                continue
            begin = to + 1
        while begin < len(words) and (
            words[begin].lemma
            in {
                "receive",
                "either",
                "undergo",
                "use",
                "have",
                "be",
                "one",
                "of",
                "take",
                "start",
                "a",
                "the",
                "treatment",
            }
            and words[begin].lemma not in {"a", "the"}
            or words[begin].tag in {"verb", "part"}
            and words[begin].lemma not in {"treat"}
        ):
            begin += 1
        pieces = [
            piece
            for piece in read_pieces(words, begin, len(words))
            if piece.role in {"topic", "group", "relation", "statistic"}
        ]
        if (
            pieces
            and words[pieces[0].head].lemma
            in {"groups", "arms", "treatments", "regimens", "treatment", "group"}
            and any(word.tag == "num" for word in words[pieces[0].start : pieces[0].end])
        ):
            pieces = pieces[1:]
        for first, second in zip(pieces, pieces[1:], strict=False):
            between = [
                word.lemma for word in words[first.end : second.start] if word.tag not in {"bracket", "num"}
            ]
            if (
                any(lemma in {"or", "versus", "vs", "and", "compared", "plus"} for lemma in between)
                and len(between) <= 12
            ):
                if "plus" in between:
                    continue
                if first.start - begin > 14:
                    break
                return _shorten(context, words, first), _shorten(context, words, second)
            if "comma" in {word.tag for word in words[first.end : second.start]}:
                continue
    return None


def _from_versus(context: Context) -> tuple[tuple[int, int] | None, tuple[int, int] | None] | None:
    """Read "A versus B", "A compared with B" in the title or the aims, else anywhere."""
    places = [
        match
        for match in re.finditer(
            r"\b(?:versus|vs\.?|compared (?:with|to)|in comparison (?:with|to))(?= [A-Za-z])", context.folded
        )
    ]
    places.sort(
        key=lambda match: (context.section_at(match.start()) not in {"TITLE", "OBJECTIVE"}, match.start())
    )
    for match in places:
        start, end = context.sentences[context.sentence_at(match.start())]
        words = read_sentence(context.folded, start, end).words
        pieces = read_pieces(words, 0, len(words))
        before = [piece for piece in pieces if words[piece.end - 1].end <= match.start()]
        after = [piece for piece in pieces if words[piece.start].start >= match.end()]
        if before and after and before[-1].role in {"topic", "group"} and after[0].role in {"topic", "group"}:
            return _shorten(context, words, before[-1]), _shorten(context, words, after[0])
    return None


_GROUP_NAME = re.compile(r"\b(?:the |an? )?((?:[\w/+&-]+ ){1,3}(?:group|arm))\b", re.IGNORECASE)


def _from_groups(context: Context) -> tuple[tuple[int, int] | None, tuple[int, int] | None] | None:
    """Read the two group names that occur most often ("the exercise group", "the control group")."""
    counts: Counter[str] = Counter()
    places: dict[str, tuple[int, int]] = {}
    for match in re.finditer(r"(?<![\w-])([\w/+-]+(?: [\w/+-]+)?)[ -](?:group|arm)\b", context.folded):
        words = match[1].split()
        while words and words[0].lower() in {
            "the",
            "a",
            "an",
            "in",
            "of",
            "and",
            "each",
            "to",
            "for",
            "than",
            "or",
            "both",
            "either",
            "with",
            "was",
            "were",
            "this",
            "from",
            "on",
            "that",
            "by",
            "one",
            "two",
            "between",
        }:
            words = words[1:]
        if not words or words[-1].lower() in {
            "age",
            "each",
            "the",
            "study",
            "treatment",
            "other",
            "same",
            "per",
            "this",
            "either",
        }:
            continue
        name = words[-1].lower()
        counts[name] += 1
        places.setdefault(name, (match.end() - len(match[0]) + match[0].rfind(" ".join(words)), match.end()))
    common = [name for name, count in counts.most_common(2) if count >= 1]
    if len(common) < 2:
        return None
    return places[common[0]], places[common[1]]


def _shorten(context: Context, words: Sequence[Word], piece: Piece) -> tuple[int, int] | None:
    """Cut an arm's name to the stretch of its words that recur most in the text: "oral once-daily metformin" → "metformin"."""
    inside = [
        word
        for word in words[piece.start : piece.end]
        if word.tag in {"noun", "ing", "adj"} and len(word.text) > 1
    ]
    if not inside:
        return None
    lists = nouns()
    low = context.folded.lower()
    names = [
        word
        for word in inside
        if word.lemma not in lists.group or word.lemma in {"placebo", "control", "controls", "sham"}
    ]
    if not names:
        return inside[0].start, words[piece.end - 1].end
    counts = {word.start: low.count(word.text.lower()) for word in names}
    most = max(counts.values())
    kept = [word for word in names if counts[word.start] * 2 >= most]
    return kept[0].start, kept[-1].end


def choose_pair(names: Sequence[str]) -> tuple[int, int]:
    """Choose intervention and comparator among group names in order of mention: the control is the comparator."""
    control = next((k for k, name in enumerate(names) if is_control(name)), None)
    if control is not None and not all(is_control(name) for name in names):
        return next(k for k, name in enumerate(names) if not is_control(name)), control
    return 0, 1


def sentence_groups(sentence: Sentence, names: frozenset[str]) -> list[Piece]:
    """Return the pieces of a whole sentence that name groups."""
    return [
        piece for piece in read_pieces(sentence.words, 0, len(sentence.words), names) if piece.role == "group"
    ]
