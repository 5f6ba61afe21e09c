"""A noun phrase → the shortest stretch that names an outcome, an exposure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.reading import Span
from evistat.extract.units import unit_pattern
from evistat.extract.words import Word
from evistat.lexicons import lexicon, word_set

COMPARATIVES = word_set("outcomes", "comparative")
_LIGHT = word_set("verbs", "light")
_CONDITIONS = {adjective: frozenset(heads) for adjective, heads in lexicon("outcomes")["condition"].items()}
_MULTIPLE = re.compile(
    r"[\d.,]+[- ]?(?:fold|times?|points?|units?|percent(?:age)?)|(?!quality|disability)\w+-(?:adjusted|standardi[sz]ed)|twofold|threefold|fourfold"
)


def trim_plain(words: Sequence[Word], piece: Piece) -> Span | None:
    """Return a piece's span without article at its start."""
    start, end = piece.start, piece.end
    while start < end - 1 and words[start].tag in {"det", "adv", "conj"}:
        start += 1
    while end > start + 1 and words[end - 1].tag in {"bracket", "adv", "det"}:
        end -= 1
    return (words[start].start, words[end - 1].end) if end > start else None


def _condition(words: Sequence[Word], start: int, end: int) -> bool:
    """Tell whether an adjective makes a condition's name with what follows: "low birthweight", "prolonged labour"."""
    heads = _CONDITIONS.get(words[start].lemma)
    return heads is not None and start + 1 < end and words[start + 1].lemma in heads


def trim(words: Sequence[Word], piece: Piece) -> Span | None:
    """Return the shortest stretch of a phrase that names what was measured."""
    lists = nouns()
    start, end = piece.start, piece.end
    counted = False
    if words[start].lemma in {"in", "at", "on"} and end - start > 1:
        start += 1  # "more likely to be in remission"
    whose = next(
        (
            k
            for k in range(start + 1, end - 1)
            if words[k].lemma in {"group", "arm", "study"} and words[k - 1].tag == words[k + 1].tag == "noun"
        ),
        None,
    )
    if whose is not None:
        start = whose + 1  # "control group weight loss"
    while True:
        while start < end - 1 and (
            words[start].tag in {"det", "adv", "neg", "conj", "bracket"}
            or (_ranks(words[start]) and not _condition(words, start, end))
            or words[start].text in {"-", "'"}
            or words[start].lemma == "of"
            or (words[start].tag == "num" and start > piece.start and words[start - 1].lemma == "of")
        ):
            start += 1
        if words[start].tag == "num" and end - start > 2 and words[start + 1].lemma == "times":
            start += 2  # "8 times higher odds of X"
            continue
        if end - start > 2 and words[start].lemma in {"that", "those"} and words[start + 1].lemma == "of":
            start += 2  # "those of diet drinks rose"
            continue
        if (
            words[start].lemma in {"hazard", "odds", "risk", "rate"}
            and end - start > 3
            and words[start + 1].lemma in {"ratio", "ratios"}
            and words[start + 2].lemma in {"of", "for"}
        ):
            start += 3
        # "levels of X", "a reduction in X", "mean change in X"
        moved = False
        cursor = start
        while (
            cursor < end - 2
            and (words[cursor].lemma in lists.quantity or _ranks(words[cursor]))
            and words[cursor + 1].tag != "bracket"
        ):
            if words[cursor].lemma in lists.quantity and words[cursor + 1].lemma in {"of", "in", "for", "to"}:
                if cursor > start and _only_people(words, cursor + 2, end):
                    end = cursor + 1  # "the improvement rate of the tea group"
                    break
                if any(word.tag in {"noun", "ing", "adj"} for word in words[cursor + 2 : end]):
                    start = cursor + 2
                    moved = counted = True
                break
            cursor += 1
        if not moved:
            break
    # "patients with X", "participants achieving X" after a quantity
    if counted and start < end:
        people = next((k for k in range(start, min(end, start + 4)) if words[k].lemma in lists.group), None)
        if people is not None:
            link = next(
                (
                    k
                    for k in range(people + 1, end)
                    if words[k].lemma
                    in {"with", "have", "who", "achieve", "experience", "report", "reach", "show", "develop"}
                    or words[k].tag in {"ing", "part"}
                ),
                None,
            )
            if link is not None and link + 1 < end:
                start = link + 1
                while start < end - 1 and (words[start].tag in {"det"} or words[start].lemma in lists.edge):
                    start += 1
    compares = next((k for k in range(start + 1, end) if words[k].lemma == "comparing"), end)
    end = compares  # "the hazard ratio of death comparing A with B"
    if counted and words[start].lemma in _LIGHT:
        # "the odds of having a higher life satisfaction"
        after = start + 1
        while after < end and (
            words[after].tag in {"det", "prep", "adv"}
            or (words[after].lemma in lists.edge and not _condition(words, after, end))
        ):
            after += 1
        start = after if after < end else start
    while end > start + 1 and (
        words[end - 1].tag in {"bracket", "adv", "det", "prep", "conj"}
        or words[end - 1].lemma in {"levels", "level", "values"}
        or (
            words[end - 1].tag == "adj"
            and (words[end - 1].lemma in COMPARATIVES or words[end - 1].lemma in lists.edge)
        )
    ):
        end -= 1  # "maximal block faster", "a reduction of more"
    end = _without_amount(words, start, _without_people(words, start, end))
    return (words[start].start, words[end - 1].end) if end > start else None


def _only_people(words: Sequence[Word], start: int, end: int) -> bool:
    """Tell whether a stretch only names a group of people: "the tea group"."""
    named = [word for word in words[start:end] if word.tag in {"noun", "ing"}]
    return (
        bool(named)
        and named[-1].lemma in nouns().group
        and not any(word.tag in {"prep", "to", "part", "rel"} for word in words[start:end])
    )


def _without_people(words: Sequence[Word], start: int, end: int) -> int:
    """Return where a name ends without the people it is measured in: "anxiety of the case group"."""
    lists = nouns()
    cut = next((k for k in range(end - 2, start, -1) if words[k].lemma == "of"), None)
    if cut is None or not any(word.tag in {"noun", "ing"} for word in words[start:cut]):
        return end
    people = next((k for k in range(end - 1, cut, -1) if words[k].tag in {"noun", "ing"}), cut)
    named = [word.lemma for word in words[start:cut] if word.tag in {"noun", "ing"}]
    if (
        words[people].lemma not in lists.group
        or words[cut - 1].lemma in lists.relation
        or all(word in lists.quantity | lists.generic | lists.open | lists.group for word in named)
        or any(word.tag in {"prep", "to", "part", "rel"} for word in words[cut + 1 : end])
    ):
        return end
    return cut


def _without_amount(words: Sequence[Word], start: int, end: int) -> int:
    """Return where a name ends without how much of it there was: "pain of 16.8 mm", "a reduction of 12%"."""
    return next(
        (
            k
            for k in range(start + 1, end - 1)
            if words[k].lemma == "of"
            and end - k <= _LONGEST_AMOUNT
            and _AMOUNT.fullmatch(words[k + 1].text)
            and _only_unit(words[k + 2 : end])
        ),
        end,
    )


_AMOUNT = re.compile(r"[<>≤≥±~]?=? ?[-+]?\d+(?:[.,]\d+)*(?:/\d+)?(?: ?%)?")
_LONGEST_AMOUNT = 4  # words, "of" among them


def _only_unit(words: Sequence[Word]) -> bool:
    """Tell whether nothing but a unit follows a number, and none that is a thing counted: "loss of 3 teeth"."""
    unit = " ".join(word.text for word in words if word.tag != "bracket")
    return not unit or (unit not in _COUNTED and _unit().fullmatch(unit) is not None)


_COUNTED = word_set("units", "counted")


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(unit_pattern())


def _ranks(word: Word) -> bool:
    """Tell whether a word only ranks or qualifies what follows it: "higher", "1.6-fold", "age-adjusted"."""
    return word.lemma in nouns().edge or is_multiple(word.lemma)


def is_multiple(word: str) -> bool:
    """Tell whether a word is a number of times or units, or what was adjusted: "1.6-fold", "age-adjusted"."""
    return _MULTIPLE.fullmatch(word) is not None
