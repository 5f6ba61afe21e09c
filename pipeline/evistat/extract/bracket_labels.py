"""The words in a bracket, beside a p-value → the outcome that a result itself names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evistat.extract.arms import StudyArms
from evistat.extract.clauses import read_sentence
from evistat.extract.context import Context
from evistat.extract.empty_names import generic, statistic_name
from evistat.extract.finding import Result
from evistat.extract.frame import compared
from evistat.extract.noun_lists import nouns
from evistat.extract.outcome_names import trim, trim_plain
from evistat.extract.pieces import read_pieces
from evistat.extract.reading import ASSOCIATIONS, Found, Reading, Span
from evistat.extract.timepoints import with_preposition
from evistat.extract.words import Word
from evistat.lexicons import word_set


def inner_label(
    context: Context, words: Sequence[Word], anchor: int, number: int, reading: Reading
) -> Span | None:
    """Return the words inside a bracket before the statistic that tell what it belongs to."""
    word = words[anchor]
    offset = reading.parts[number][0][0]
    if word.start >= offset or context.folded[word.start] not in "([{":
        return None
    start = word.start + 1
    for spans in reading.parts.values():
        for span in spans:
            if word.start < span[0] and span[1] <= offset:
                start = max(start, span[1])
    text = context.folded[start:offset]
    short = _SHORT_FIRST.match(text)
    if (
        short
        and sum(character.isupper() for character in short[1]) > 1
        and short[1].lower() not in nouns().statistic
    ):
        return start, start + short.end(1)
    cut = max(text.rfind(";"), text.rfind(". "))
    start += cut + 1
    label = context.folded[start:offset]
    if (
        offset - start <= 2
        or (start > word.start + 1 and _OF_THE_ONE_BEFORE.match(label))
        or any(
            character.isdigit() and (k == 0 or (not label[k - 1].isalpha() and label[k - 1] not in "- "))
            for k, character in enumerate(label)
        )
        or "=" in label
        or "±" in label
    ):
        return None
    return start, offset


# "(P = 0.02 for pain and P = 0.04": what stands between belongs to the first
_OF_THE_ONE_BEFORE = re.compile(r" (?:for|in|at|with|on) [^()\[\]]*$")
_BEHIND = re.compile(
    r" (?=(?:for|in) [A-Za-z])(?P<label>[^\d=<>;,()\[\]]{6,60}?)(?= ?[,;)\]]| and (?:[Pp] ?[=<>]|0?\.\d))"
)


def label_behind(context: Context, words: Sequence[Word], anchor: int, result: Result) -> Span | None:
    """Return what a bracketed p-value is printed for: "(P = 0.02 for pain and P = 0.04 for stiffness)"."""
    p, word = result.p, words[anchor]
    if p is None or p.end != result.end or p.kind is not None or context.folded[word.start] not in "([{":
        return None
    match = _BEHIND.match(context.folded, p.end, word.end)
    if match is None or any(one in _NO_SCOPE for one in re.findall(r"[a-z]+", match["label"].lower())):
        return None
    return match.span("label")


def same_bracket(words: Sequence[Word], anchor: int, before: int, here: int, context: Context) -> bool:
    """Tell whether two results stand in one bracket with no semicolon between."""
    word = words[anchor]
    return word.start < before < here < word.end and ";" not in context.folded[before:here]


_SCOPE = re.compile(
    r"[Pp](?:[- ]?[Vv]alues?)? (?:for|of) (?:the )?(?P<scope>[A-Za-z][^=<>≤≥:]{2,60}?) ?(?:\b(?:was|were|is)\b|[=<>≤≥:]|$)"
)


def p_scope(context: Context, result: Result) -> Span | None:
    """Return what a p-value itself says it is for: "P value of visual acuity: 0.57"."""
    if result.p is None or result.p.kind is not None:
        return None
    match = _SCOPE.match(context.folded, result.p.start, result.p.end)
    if match is None or any(word in _NO_SCOPE for word in re.findall(r"[a-z]+", match["scope"].lower())):
        return None
    return match.span("scope")


_TARGET = re.compile(r" for (?P<target>[A-Za-z][^\d=<>;,()\[\]]{2,45}?)(?= ?[,;)\]])")


def p_target(context: Context, result: Result) -> Span | None:
    """Return what a bracketed result names after its p-value: "(35% v 43%, p = 0.76 for diameter restenosis, …)"."""
    if result.p is None or result.p.kind is not None or len(result.groups) < 2:
        return None
    start, _ = context.sentences[result.sentence]
    head = context.folded[start : result.start]
    if head.count("(") + head.count("[") <= head.count(")") + head.count("]"):
        return None
    match = _TARGET.match(context.folded, result.p.end, result.p.end + 60)
    if match is None or any(word in _NO_SCOPE for word in re.findall(r"[a-z]+", match["target"].lower())):
        return None
    return match.span("target")


LEVELS = 2  # values that make a comparison, and brackets whose label may still be one level of each exposure
_NO_SCOPE = word_set("outcomes", "no_scope")

_SHORT_FIRST = re.compile(r"([A-Za-z][\w/+-]{1,12}) ?[;,] ")


def _comes_back(context: Context, label: Span, result: Result) -> bool:
    """Tell whether a label stands in bracket after bracket: "age (Stage 1 OR …), sex (Stage 1 OR …), diet (Stage 1 OR …)"."""
    start, end = context.sentences[result.sentence]
    printed = context.folded[slice(*label)].strip()
    return bool(printed) and context.folded.count(printed, start, end) > LEVELS


def use_inner(
    context: Context,
    arms: StudyArms,
    span: Span,
    found: Found,
    result: Result,
) -> None:
    """Use the label inside a bracket: "(hip fracture: HR …", "(after 2 weeks, p …", "(men: OR …"."""
    sentence = read_sentence(context.folded, span[0], span[1])
    pieces = read_pieces(sentence.words, 0, len(sentence.words), arms.names)
    # "asthma was commoner with smoking (daily: OR …)": the label of a ratio is a level where the clause names an outcome
    levelled = (
        result.measure in ASSOCIATIONS
        and len(result.groups) < LEVELS
        and found.outcome is not None
        and not generic(context, found.outcome)
        and not _comes_back(context, span, result)
    )
    for piece in pieces:
        if piece.role == "time":
            found.timepoint = found.timepoint or with_preposition(sentence.words, piece)
        elif piece.role == "group" and not any(
            word.tag == "num" for word in sentence.words[piece.start : piece.end]
        ):
            found.population = found.population or trim_plain(sentence.words, piece)
        elif (
            not levelled
            and piece.role == "topic"
            and not compared(piece)
            and piece.link in {"", "for", "of", "in"}
        ):
            if any(
                word.lemma
                in {
                    "adjusted",
                    "adjusting",
                    "controlled",
                    "using",
                    "log-rank",
                    "test",
                    "by",
                    "effect",
                    "size",
                    "unadjusted",
                    "versus",
                    "vs",
                    "both",
                    "all",
                    "having",
                }
                for word in sentence.words
            ):
                return
            if any(
                word.lemma in arms.names or word.lemma in nouns().weak
                for word in sentence.words[piece.start : piece.end]
            ):
                continue
            if any(
                group.label_start is not None
                and group.label_start < span[1]
                and (group.label_end or 0) > span[0]
                for group in result.groups
            ):
                continue
            trimmed = trim(sentence.words, piece)
            if trimmed is None or trimmed[1] - trimmed[0] < 2 or sentence.words[piece.start].tag == "num":
                continue
            if statistic_name(context, trimmed) or generic(context, trimmed):
                continue
            found.outcome = trimmed
            found.rule = "subject.bracket_label"
            return
