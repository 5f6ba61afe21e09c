"""A document → facts of the whole study: registry numbers, design, how many were randomised and analysed.

Registry numbers are told by their form. The design is the one whose words weigh most, words in the title and
the methods more than elsewhere. Counts of people come from ``participants``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from evistat.extract.context import Context
from evistat.extract.finding import TextSpan
from evistat.extract.lowered import lowered, lowered_pattern
from evistat.extract.openings import Openings
from evistat.extract.participants import TOLD, StudyNumber, find_counts
from evistat.lexicons import lexicon

# Designs are named in abstracts; of a full text no more than this is read for its design.
DESIGN_REACH = 12_000


@dataclass(frozen=True, slots=True)
class StudyFacts:
    """What a document says of its study as a whole; ``design`` is a code of the lexicon."""

    design: str | None
    registrations: tuple[TextSpan, ...]
    n_randomised: StudyNumber | None
    n_analysed: StudyNumber | None


def find_study(context: Context) -> StudyFacts | None:
    """Return the facts of the study a document reports, None where it states none."""
    registrations = tuple(_registrations(context))
    design = _design(context)
    counts = find_counts(context)
    reviewed = design in ("protocol", "meta_analysis", "systematic_review")
    randomised = None if reviewed else counts.get("randomised")
    if design is None and randomised is not None:
        design = "randomised_trial"
    if design == "randomised_trial" and randomised is None:
        randomised = counts.get("divided")
    analysed = counts.get("analysed") or counts.get("included")
    if analysed is None and randomised is None and not reviewed:
        analysed = counts.get("enrolled") or counts.get("divided") or counts.get(TOLD)
    if not registrations and design is None and randomised is None and analysed is None:
        return None
    return StudyFacts(design, registrations, randomised, analysed)


# -- registry numbers ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Registry:
    pattern: re.Pattern[str]
    hints: tuple[str, ...]
    near: tuple[str, ...]


@cache
def _registries() -> tuple[_Registry, ...]:
    return tuple(
        _Registry(
            re.compile(rf"{entry['pattern']}(?!\w)"), tuple(entry["hints"]), tuple(entry.get("near", ()))
        )
        for entry in lexicon("study")["registry"]
    )


def _registrations(context: Context) -> Iterator[TextSpan]:
    """Yield each registry number once, where it stands first."""
    folded = context.folded
    found: dict[int, re.Match[str]] = {}
    for registry in _registries():
        if not any(map(folded.__contains__, registry.hints)):
            continue
        for match in registry.pattern.finditer(folded):
            start = match.start()
            inside = start > 0 and (folded[start - 1].isalnum() or folded[start - 1] in "_.-")
            before = folded[max(0, start - 60) : start].lower()
            if not inside and (not registry.near or any(word in before for word in registry.near)):
                found.setdefault(start, match)
    seen: set[str] = set()
    for start in sorted(found):
        match = found[start]
        key = re.sub(r"[^0-9A-Z]", "", match[0].upper())
        if key not in seen:
            seen.add(key)
            yield TextSpan(context.text[start : match.end()], start, match.end())


# -- design --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Design:
    code: str
    hints: tuple[str, ...]
    words: Openings
    unless: Openings | None
    weight: float
    over: frozenset[str]


@cache
def _designs() -> tuple[_Design, ...]:
    def opened(words: list[str]) -> Openings:
        return Openings([("", lowered_pattern(word)) for word in words], r"(?<![\w-])", r"(?![\w])")

    return tuple(
        _Design(
            entry["code"],
            tuple(entry["hints"]),
            opened([*entry["words"], *entry.get("planned", ())]),
            opened(entry["unless"]) if "unless" in entry else None,
            entry["weight"],
            frozenset(entry.get("over", ())),
        )
        for entry in lexicon("study")["design"]
    )


# What a design was in another study, or ought to be in a further one, isn't this study's.
_ELSEWHERE = re.compile(
    r"\b(?:further|future|previous(?:ly)?|earlier|prior|existing|published|larger?|other|several|few|"
    r"lack of|no|needed|required|warranted|recent|many|most|until|available)\b[^.]{0,50}\Z",
    re.IGNORECASE,
)


def _design(context: Context) -> str | None:
    """Return the code of the design whose words weigh most, None where none is named."""
    places = lexicon("study")["places"]
    stop = min(len(context.folded), DESIGN_REACH)
    scores: dict[str, float] = {}
    placed: dict[str, float] = {}
    low = lowered(context.folded)
    beginning = low[:stop]
    for design in _designs():
        if not any(map(beginning.__contains__, design.hints)):
            continue
        if design.unless is not None and any(design.unless.finditer(low, 0, stop)):
            continue
        kinds: dict[tuple[str, str], float] = {}
        for _, match in design.words.finditer(low, 0, stop):
            label = context.section_at(match.start())
            weight = places.get(label, 1.0)
            if label != "TITLE" and _ELSEWHERE.search(
                context.folded, max(0, match.start() - 70), match.start()
            ):
                weight = min(weight, 0.2)
            # The same word again in the same place adds nothing.
            kinds[label, match[0]] = weight
        if kinds:
            scores[design.code] = design.weight * sum(sorted(kinds.values(), reverse=True)[:3])
            placed[design.code] = max(kinds.values())
    for design in _designs():
        if placed.get(design.code, 0.0) >= 1.5:
            for code in design.over:
                scores.pop(code, None)
                placed.pop(code, None)
    best = max(scores, key=lambda code: scores[code], default=None)
    return best if best is not None and scores[best] >= 1.0 else None
