"""A clause's words → where the phrases before its subject end ("After 8 weeks, …"), and what they say it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.frame import Frame
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.words import Word


def introduction_end(words: Sequence[Word], start: int, end: int) -> int:
    """Return where the phrases before a clause's subject end: "After 8 weeks,", "Using a mixed model,"."""
    headed = next((k + 1 for k in range(start, min(start + 5, end - 1)) if words[k].text == ":"), start)
    if headed > start and any(word.tag == "noun" for word in words[headed:end]):
        return headed  # "Safety assessment: headache was more frequent"
    first = start
    while first < end and (
        words[first].tag in {"adv", "conj", "comma", "sub", "stop"}
        or (words[first].tag == "adj" and words[first].lemma in {"similar", "significant"})
    ):
        first += 1
    if first >= end or (
        words[first].tag not in {"prep", "to", "ing", "part"}
        and not (
            words[first].tag in {"noun", "adj"}
            and words[first].lemma.endswith(("ing", "ed"))
            and first == start
            and words[min(first + 1, end - 1)].tag in {"prep", "to", "det"}
        )
    ):
        return start
    commas = [index for index in range(first + 1, end) if words[index].tag == "comma"]
    for index in commas:
        after = index + 1
        while after < end and words[after].tag == "adv":
            after += 1
        if after >= end or words[after].tag in {"prep", "to", "ing", "part", "conj", "rel"}:
            continue
        later = [other for other in commas if other > index]
        if words[after].tag == "num" and later:
            continue  # "at days 3, 5 and 15 after surgery, …"
        adjusting = any(word.lemma.startswith(("adjust", "control", "includ")) for word in words[first:index])
        if (
            later
            and adjusting
            and not any(words[other + 1].tag in {"conj"} for other in later if other + 1 < end)
        ):
            continue
        return after
    return start


def about_introduction(
    words: Sequence[Word], frame: Frame, introduction: Sequence[Piece], arms: frozenset[str]
) -> Frame:
    """Take "For X, …" and "Regarding X, …" as what the clause is about, where its subject names no outcome."""
    about = [
        piece
        for piece in introduction
        if piece.link in {"for", "regarding", "concerning", "as"} and piece.role == "topic"
    ]
    if not about or frame.kind == "association":
        return frame
    named = [
        piece
        for piece in frame.outcomes
        if not all(
            word.lemma in nouns().generic | nouns().edge | arms | nouns().statistic
            for word in words[piece.start : piece.end]
            if word.tag in {"noun", "adj", "ing"}
        )
        and not any(word.lemma in arms for word in words[piece.start : piece.end])
    ]
    return frame if named else replace(frame, outcomes=tuple(about), rule="subject.introduction")
