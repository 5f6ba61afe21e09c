"""A word of a closed list, and its neighbours → its class."""

from __future__ import annotations

from functools import cache

from evistat.extract.words import Word
from evistat.lexicons import lexicon, word_set

_ADVERB_EXCEPTIONS = word_set("closed_class", "not_adverb")


@cache
def closed_class() -> dict[str, str]:
    """Return the tag of every closed-class word."""
    data = lexicon("closed_class")
    tags: dict[str, str] = {}
    for name, tag in (
        ("adverb", "adv"), ("comparative", "adj"), ("number_word", "num"), ("preposition", "prep"), ("conjunction", "conj"),
        ("subordinator", "sub"), ("pronoun", "pron"), ("relative", "rel"), ("det", "det"), ("modal", "aux"), ("do", "aux"),
        ("have", "have"), ("be", "be"), ("negation", "neg"),
    ):  # fmt: skip
        tags.update(dict.fromkeys(data[name], tag))
    tags["to"] = "to"
    tags["that"] = "rel"
    tags["than"] = "prep"
    tags["as"] = "prep"
    return tags


def is_adverb(low: str) -> bool:
    """Tell whether a word that is on no list ends like an adverb."""
    return (
        low.endswith("ly")
        and len(low) > 4
        and not low.endswith(("galy", "-only"))
        and low not in _ADVERB_EXCEPTIONS
    )


def class_of(word: Word | None, closed: dict[str, str]) -> str:
    """Return the class of a word not yet read, as far as lists tell it."""
    if word is None:
        return "end"
    if word.tag:
        return word.tag
    if is_adverb(word.lemma):
        return "adv"
    if word.lemma in {"being", "having"}:
        return "ing"
    return closed.get(word.lemma, "noun")


_DEGREES = frozenset({"more", "less", "least", "most"})
_TWO_READINGS = _DEGREES | {
    "that", "lower", "following", "compared", "like", "being", "having", "had", "those", "overall", "both", "neither",
    "either", "one", "ones", "relative", "subsequent", "due", "prior", "since", "after", "before", "until", "later", "earlier",
}  # fmt: skip
_AUXILIARY = frozenset({"be", "have", "aux"})
_LISTED_AFTER = frozenset({"factors", "predictors", "determinants", "factor", "predictor", "correlates"})


def closed_in_context(
    low: str,
    tag: str,
    before: list[Word],
    after: Word | None,
    closed: dict[str, str],
) -> str:
    """Settle the few closed-class words that have two readings."""
    if low not in _TWO_READINGS:
        return tag
    following = class_of(after, closed)
    if low == "that":
        if following == "det":
            return "sub"
        if following == "prep" and before and before[-1].tag in {"prep", "to"}:
            return "pron"
        if (
            before
            and before[-1].tag in {"noun", "stat"}
            and following in {"be", "have", "aux", "noun", "verb", "adv"}
        ):
            return "rel"
        if (before and before[-1].tag == "prep") or (following in {"noun"} and not before):
            return "det"
        return "pron" if after is not None and after.lemma in {"of", "in", "for"} else "rel"
    if low == "lower" and following == "det" and before and before[-1].tag in {"aux", "to"}:
        return "verb"
    if low in {"following", "compared", "like"} and before and before[-1].tag == "be":
        return "verb"
    if low == "being" and (
        not before
        or (
            next((word for word in reversed(before) if word.tag != "adv"), before[-1]).tag not in _AUXILIARY
            and not any(word.lemma == "with" for word in before[-4:-1])
        )
    ):
        return "ing"  # "delivery being at home"
    if low in {"being", "having"} and (
        not before
        or before[-1].tag in {"prep", "to", "conj", "det", "comma", "stat", "verb"}
        or (before[-1].tag == "be" and any(word.lemma in _LISTED_AFTER for word in before[-20:]))
        or (before[-1].tag == "neg" and (len(before) < 2 or before[-2].tag in {"conj", "comma", "stat"}))
    ):
        return "ing"
    if low == "had" and before and before[-1].lemma == "having":
        return "adv"  # "having had multiple partners" names an action
    if low == "those" and (
        following in {"prep", "rel"} or (after is not None and after.lemma.endswith(("ed", "ing")))
    ):
        return "noun"
    if low == "overall" and following == "noun":
        return "adj"
    if low == "both":
        return "det"
    if low in {"neither", "either"}:
        return "det"
    if low in {"one", "ones"}:
        return "num"
    if low in {"relative", "subsequent", "due", "prior"}:
        return "prep" if after is not None and after.lemma == "to" else "adj"
    if low == "since":
        return "prep" if following in {"noun", "num", "det"} else "sub"
    if low in {"after", "before", "until"}:
        return "prep"
    if low in _DEGREES and following == "adv":
        return "adv"  # "was most strongly associated"
    if tag == "adv" and low in _DEGREES:
        return "adj"
    if low in {"later", "earlier"} and before and before[-1].tag in {"num", "noun"}:
        return "adv"
    return tag
