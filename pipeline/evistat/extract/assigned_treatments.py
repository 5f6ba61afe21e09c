"""Context → what people were assigned to: "randomised to A or B", "A with or without B"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from evistat.extract.arm_words import NOT_SIDES
from evistat.extract.clauses import read_sentence
from evistat.extract.context import Context
from evistat.extract.lowered import caseless, lowered
from evistat.extract.noun_lists import nouns
from evistat.extract.treatment_names import treatment_name, window
from evistat.extract.words import Word
from evistat.lexicons import word_set

Span = tuple[int, int]

_ASSIGNED = caseless(r"\b(?:randomi[sz]ed|assigned|allocated|randomi[sz]ation)\b")
_EITHER = re.compile(
    r"\b(?:with|had|receiv(?:ed?|ing)|given|taking|consumed|ingested|order,|effects? of) (?P<either>either)\b"
)
_OPENERS = word_set("arms", "opener")
_CONNECTORS = frozenset({"or", "versus", "vs", "and", "v"})


def from_assignment(context: Context) -> list[Span]:
    """Read "were randomised to (receive) A, B or C"."""
    either = itertools.islice(_EITHER.finditer(context.folded), 4) if " either" in context.folded else ()
    for match in (*itertools.islice(_ASSIGNED.finditer(lowered(context.folded)), 12), *either):
        words = _words_after(context, match)
        begin = next(
            (
                k
                for k, word in enumerate(words[:14])
                if word.lemma in {"to", "into", "between"}
                or (word.lemma == "with" and words[k - 1].lemma == "treatment")
            ),
            0 if match.re is _EITHER else None,
        )
        if begin is not None and (spans := _names(context, words[begin:])):
            return spans
    return []


_RECEIVED = caseless(r"\b(?:received?|receiving|treated with|treatment with|administered|given|took)\b")


def from_receipt(context: Context) -> list[Span]:
    """Read "received A or B", where no word says that people were assigned to them."""
    for match in itertools.islice(_RECEIVED.finditer(lowered(context.folded)), 6):
        if context.section_at(match.start()) in {"RESULTS", "CONCLUSIONS"}:
            continue
        words = _words_after(context, match)
        stop = next((k for k, word in enumerate(words) if word.tag == "stop"), len(words))
        if any(word.lemma in {"or", *nouns().control} for word in words[:stop]) and (
            spans := _names(context, words)
        ):
            return spans
    return []


def _words_after(context: Context, match: re.Match[str]) -> list[Word]:
    """Return the words of a sentence that follow what was found in it."""
    start, end = window(context, match.start())
    return [word for word in read_sentence(context.folded, start, end).words if word.start >= match.end()]


def _names(context: Context, words: Sequence[Word]) -> list[Span]:
    """Return the names of the treatments that words list; none where they list fewer than two."""
    begin = 0
    while begin < len(words) and (
        words[begin].lemma in _OPENERS or words[begin].tag in {"num", "verb", "bracket"}
    ):
        begin += 1
    items = _items(words[begin:])
    spans = [span for item in items if (span := treatment_name(context, item, items)) is not None]
    return spans if len(spans) >= 2 else []


_OR_WITHOUT = re.compile(r" (?:with or without|with and without|\+/-|±|with versus without) (?=[A-Za-z])")
_WITH_OR_WITHOUT = re.compile(
    rf"(?<![\w-])(?P<base>[A-Za-z][\w/+-]{{0,40}})(?: \([^()]{{1,60}}\))?{_OR_WITHOUT.pattern}(?:the |an? )?(?P<added>[A-Za-z][\w/+-]*(?: [a-z][\w-]*)?)"
)


def from_addition(context: Context) -> list[Span]:
    """Read "A with or without B": what is added, and what it is added to."""
    if _OR_WITHOUT.search(context.folded) is None:
        return []
    for match in itertools.islice(_WITH_OR_WITHOUT.finditer(context.folded), 4):
        start, _ = window(context, match.start())
        if (
            _ASSIGNED.search(lowered(context.folded), start, match.start())
            or context.section_at(match.start()) == "TITLE"
        ):
            words = read_sentence(context.folded, *match.span("added")).words
            kept = [word for word in words if word.tag in {"noun", "adj", "ing"}]
            base = match["base"].lower()
            if kept and base not in NOT_SIDES and base not in nouns().group:
                return [(kept[0].start, kept[-1].end), match.span("base")]
    return []


def _items(words: Sequence[Word]) -> list[list[Word]]:
    """Cut "A (dose), B (dose) or C (dose) for 6 weeks" into its items; nothing if it isn't such a list."""
    items: list[list[Word]] = [[]]
    connected = False
    # "A and B or C": where "or" follows, "and" joins
    stop = next((k for k, word in enumerate(words) if word.tag == "stop"), len(words))
    alternatives = any(word.lemma in {"or", "versus", "vs"} for word in words[: min(stop, 30)])
    for index, word in enumerate(words):
        if word.lemma == "once":
            continue  # "5 mg once daily"
        if (
            word.tag == "stop"
            or word.tag in {"sub", "rel", "be", "have", "aux"}
            or (word.tag == "verb" and items[-1])
        ):
            break
        if (
            word.lemma
            in {
                "for",
                "in",
                "during",
                "at",
                "after",
                "before",
                "using",
                "from",
                "within",
                "until",
                "on",
                "by",
            }
            and items[-1]
            and word.tag in {"prep", "ing"}
        ):
            if connected:
                break
            # an item's own details; skip to the next border
            rest = [
                k
                for k in range(index + 1, min(len(words), index + 14))
                if words[k].lemma in _CONNECTORS or words[k].tag in {"comma", "stop"}
            ]
            if not rest or words[rest[0]].tag == "stop":
                break
            items[-1].append(word)
            continue
        if (word.lemma in _CONNECTORS and word.lemma != "and") or (
            word.lemma == "and" and not connected and not alternatives and items[-1]
        ):
            connected = True
            items.append([])
            continue
        if word.tag == "comma":
            if connected:
                break
            items.append([])
            continue
        items[-1].append(word)
    if not connected:
        return []
    return [item for item in items if any(word.tag in {"noun", "ing", "adj"} for word in item)][:4]
