"""The words of a treatment → its name, as the text repeats it; a place → the sentence to look for treatments in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evistat.extract.arm_words import DOSE, LITTLE
from evistat.extract.context import Context
from evistat.extract.noun_lists import nouns
from evistat.extract.words import Word

Span = tuple[int, int]

_UNIT = re.compile(r"(?:m?g|kg|m?l|mcg|[µμ]g|iu)/")


def window(context: Context, place: int) -> Span:
    """Return the sentence round a place, cut short where it is very long."""
    start, end = (
        context.sentences[context.sentence_at(place)] if context.sentences else (0, len(context.folded))
    )
    return max(start, place - 1500), min(end, place + 1500)


def treatment_name(context: Context, item: Sequence[Word], items: Sequence[Sequence[Word]]) -> Span | None:
    """Cut an arm's words to its name: its own abbreviation, or its words that recur in the text and tell it from the others."""
    lists = nouns()
    low = context.folded.lower()
    for word in item:
        # "bare-metal stent (BMS)"
        if (
            word.tag == "bracket"
            and re.fullmatch(r"[(\[][A-Za-z][\w+/-]{1,9}(?: \+ ?[\w+/-]{1,9})?[)\]]", word.text)
            and sum(character.isupper() for character in word.text) > 1
        ):
            short = word.text[1:-1]
            if len(re.findall(rf"(?<![\w-]){re.escape(short)}(?![\w-])", context.folded)) > 1:
                return word.start + 1, word.end - 1
    inside = [
        word
        for word in item
        if word.tag in {"noun", "ing", "adj"}
        and len(word.text) > 1
        and word.lemma not in LITTLE
        and not _UNIT.match(word.lemma)
    ]
    if not inside:
        return None
    joined = any(
        word.lemma in {"plus", "with", "followed", "alone", "+", "and", "without", "no"} for word in item
    )
    if joined:
        cut = next((k for k, word in enumerate(item) if word.tag == "num"), len(item))
        kept = [word for word in item[:cut] if word.tag not in {"bracket", "num"}] or list(inside)
        plain = r"\W+".join(
            re.escape(word.text)
            for word in item
            if word.tag in {"noun", "ing", "adj", "prep", "adv"} and word.lemma not in {"mg", "day"}
        )
        if (
            match := re.search(rf"(?<!\w){plain}(?!\w)", context.folded, re.IGNORECASE)
        ) and match.end() - match.start() < 80:
            return match.span()
        return kept[0].start, kept[-1].end
    others = {word.lemma for other in items if other is not item for word in other}
    distinct = [word for word in inside if word.lemma not in others] or inside
    if all(word.lemma in DOSE for word in distinct):
        distinct = inside  # "A plus B or A monotherapy"
    names = [
        word
        for word in distinct
        if word.lemma not in lists.group | lists.weak
        or word.lemma in {"placebo", "control", "controls", "sham", "care"}
    ] or distinct
    counts = {word.start: low.count(word.lemma) for word in names}
    most = max(counts.values())
    kept = [word for word in names if counts[word.start] * 2 >= most]
    first, last = kept[0], kept[-1]
    end = last.end
    position = item.index(last)
    while (
        position + 1 < len(item)
        and item[position + 1].tag == "noun"
        and not item[position + 1].lemma[0].isdigit()
        and item[position + 1].lemma not in {"mg", "kg", "ml", "g", "day", "daily"}
    ):
        position += 1
        end = item[position].end
    return (first.start, end) if end - first.start < 80 else (last.start, end)
