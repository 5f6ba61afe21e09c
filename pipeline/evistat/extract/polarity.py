"""An outcome's words → whether "improved" means more of it (+1) or less (-1); durations; earlier times."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from evistat.lexicons import lexicon

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_LONGEST = 4


@cache
def _signs() -> dict[str, int]:
    data = lexicon("polarity")
    return dict.fromkeys(data["bad"], -1) | dict.fromkeys(data["good"], 1)


@cache
def _phrases(name: str) -> frozenset[str]:
    return frozenset(lexicon("polarity")[name])


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _holds(text: str, forms: frozenset[str]) -> bool:
    words = _words(text)
    return any(
        " ".join(words[at : at + length]) in forms
        for length in range(1, _LONGEST + 1)
        for at in range(len(words) - length + 1)
    )


@lru_cache(maxsize=4096)
def outcome_polarity(outcome: str) -> int:
    """Return +1 where improvement means more of ``outcome``, -1 where less, 0 where that isn't known.

    The longest phrase of the lexicon in it decides, the last one among equals: in *back pain disability* the
    head comes last. *Time to* a good thing is bad, and the other way round.
    """
    words = _words(outcome)
    if any(word.endswith("-free") or word in ("freedom", "without") for word in words):
        return 1
    signs = _signs()
    if (
        len(words) > 1
        and words[-1] in ("loss", "reduction", "decrease", "decline")
        and " ".join(words[-2:]) not in signs
    ):
        return -(outcome_polarity(" ".join(words[:-1])) or 1)  # less of a bad thing is good
    if words[:2] in (["time", "to"], ["time", "until"]) and " ".join(words[:3]) not in signs:
        return -outcome_polarity(" ".join(words[2:])) if len(words) > 2 else 0
    sign = _longest_sign(words, shortest=2)
    if sign is None:
        # "knowledge of cancer": the head is what improves, what stands after its preposition is only its matter.
        head = next((at for at, word in enumerate(words) if at and word in _PREPOSITIONS), 0)
        sign = _longest_sign(words[:head]) if head else None
    if sign is None:
        sign = _longest_sign(words)
    if sign is not None:
        return sign
    return -1 if any(_ILL.search(word) for word in words) else 0


def is_condition(name: str) -> bool:
    """Tell whether a name is that of something bad that people have or haven't (*bridging necrosis*), and no scale."""
    words = _words(name)
    end = next((at for at, word in enumerate(words) if at and word in _PREPOSITIONS), len(words))
    if not words or _INSTRUMENT.search(name) is not None:
        return False
    return (_longest_sign(words[end - 1 : end]) or -bool(_ILL.search(words[end - 1]))) < 0


_PREPOSITIONS = frozenset({"of", "about", "to", "in", "for", "with", "among", "on", "regarding"})


def _longest_sign(words: list[str], *, shortest: int = 1) -> int | None:
    """Return the sign of the lexicon's longest phrase in ``words``, the last among equals; *non-* turns it over."""
    signs = _signs()
    for length in range(min(_LONGEST, len(words)), shortest - 1, -1):
        for at in range(len(words) - length, -1, -1):
            phrase = " ".join(words[at : at + length])
            denied = bool(at) and words[at - 1] == "non"
            sign = signs.get(phrase)
            if sign is None and length == 1 and "-" in phrase:
                denied = denied or phrase.startswith("non-")
                sign = signs.get(phrase.rsplit("-", 1)[1])
            if sign is None and phrase.endswith("s"):
                sign = signs.get(phrase[:-1])
            if sign is not None:
                return -sign if denied else sign
    return None


# Names of diseases and lacks by their ending or beginning.
_ILL = re.compile(
    r"\w{3}(?:itis|osis|emia|algia|opathy|penia|rrhoea|rrhea|uria|oma|plegia|paresis|phobia)$"
    r"|^(?:dys|hyper|hypo)\w{4}"
)
_INSTRUMENT = re.compile(
    r"\b(?i:scores?|scales?|index|indices|inventory|questionnaire|rating|assessment|checklist|measures?|test|items?|subscales?)\b"
    r"|\b[A-Z][A-Za-z]*[A-Z][\w-]*$"
)


@lru_cache(maxsize=4096)
def improvement_sign(outcome: str) -> int:
    """Return what *improved* means for ``outcome``: its polarity, more of it where that isn't known.

    Ills are named in the lexicon or by their ending; a plain noun outside it that improves nearly always
    grows. The scale of an instrument that isn't known may run either way: 0.
    """
    sign = outcome_polarity(outcome)
    words = _words(outcome)
    if not sign and words and words[-1] in _phrases("smaller_is_better"):
        return -1
    return sign or (0 if _INSTRUMENT.search(outcome) or not any(c.islower() for c in outcome) else 1)


@lru_cache(maxsize=4096)
def is_duration(outcome: str) -> bool:
    """Return whether ``outcome`` is a time to an event: a hazard ratio below one then means more of it."""
    return any(word.endswith("-free") for word in _words(outcome)) or _holds(outcome, _phrases("durations"))


@lru_cache(maxsize=4096)
def is_earlier(arm: str) -> bool:
    """Return whether ``arm`` names the time before (baseline, preoperative)."""
    words = _words(arm)
    if words and words[-1] in _phrases("earlier_at_end"):
        return True
    return _holds(arm, _phrases("earlier")) or any(word.startswith("pre-") for word in words)
