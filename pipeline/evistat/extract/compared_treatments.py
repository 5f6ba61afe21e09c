"""Context → treatments that it sets against each other: "A versus B", "A or placebo", "the effect of A"."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from evistat.extract.arm_words import CUT, DOSE, LITTLE, NOT_NAMES, NOT_SIDES
from evistat.extract.clauses import read_sentence
from evistat.extract.context import Context
from evistat.extract.noun_lists import nouns
from evistat.extract.treatment_names import treatment_name, window
from evistat.extract.verb_forms import verb_forms
from evistat.extract.words import Word

Span = tuple[int, int]

_PLACEBOS = ("placebo", "sham", "vehicle")
_OR_PLACEBO = re.compile(
    rf"\b(?P<name>[A-Za-z][\w/+-]{{2,60}}(?: [A-Z]\d{{0,2}}\b)?) (?:group )?(?:or|versus|vs\.?|and|over|compared (?:with|to)|than|relative to)(?: the| an?| matching| oral| inactive)* (?P<control>{'|'.join(_PLACEBOS)})\b"
)


def from_placebo(context: Context) -> list[Span]:
    """Read the word that stands again and again before "or placebo", "than placebo"."""
    if not any(map(context.folded.__contains__, _PLACEBOS)):
        return []
    low = context.folded.lower()
    counts: Counter[str] = Counter()
    places: dict[str, tuple[Span, Span]] = {}
    for match in _OR_PLACEBO.finditer(context.folded):
        name = match["name"].lower()
        if (
            name in NOT_NAMES
            or name in CUT
            or name in nouns().edge
            or name in nouns().group
            or name in nouns().weak
            or name in NOT_SIDES
        ):
            continue
        counts[name] += low.count(name)
        places.setdefault(name, (match.span("name"), match.span("control")))
    if not counts:
        return []
    name, count = counts.most_common(1)[0]
    return list(places[name]) if count > 1 else []


_EFFECT = re.compile(
    r"\b(?:effects?|efficacy|effectiveness|impact|influence|benefits?|safety) (?:and (?:safety|tolerability|efficacy|effectiveness) )?of (?:an? |the )?",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"\b(?:placebo(?![- ]controlled)|sham|control group|controls|(?:usual|standard|routine|conventional) (?:care|treatment|therapy)|no (?:treatment|intervention|supplementation)|waiting[ -]list|wait-?list|vehicle)\b",
    re.IGNORECASE,
)


def from_effect(context: Context) -> list[Span]:
    """Read the treatment whose effect the title or the aims name, and the control that the text names."""
    control = _CONTROL.search(context.folded) or re.search(r"\bplacebo\b", context.folded, re.IGNORECASE)
    if control is None:
        return []
    low = context.folded.lower()
    for match in itertools.islice(_EFFECT.finditer(context.folded), 4):
        if context.section_at(match.start()) not in {"TITLE", "OBJECTIVE", "BACKGROUND", "METHODS", None, ""}:
            continue
        words = read_sentence(context.folded, match.end(), min(match.end() + 120, len(context.folded))).words
        end = 0
        while end < len(words) and (
            words[end].tag in _SIDE or (words[end].lemma == "of" and end and words[end - 1].lemma in DOSE)
        ):
            end += 1
        kept = list(words[:end])
        while kept and (
            kept[0].lemma in DOSE | LITTLE | {"of", "therapeutic"} or kept[0].tag in {"num", "adj"}
        ):
            kept.pop(0)
        while kept and kept[-1].lemma in _SUPPLIED:
            kept.pop()
        if (
            kept
            and len(kept) < 5
            and not any(word.lemma in NOT_SIDES or word.lemma in nouns().group for word in kept)
            and low.count(context.folded[kept[0].start : kept[-1].end].lower()) > 1
        ):
            return [(kept[0].start, kept[-1].end), control.span()]
    return []


_SUPPLIED = frozenset({"supplementation", "supplement", "supplements", "treatment", "therapy", "administration", "use", "monotherapy", "consumption", "intake", "ingestion"})  # fmt: skip
_AGAINST = re.compile(r"\b(?:versus|vs\.?|compared (?:with|to)|in comparison (?:with|to))(?= [A-Za-z(])")
_SIDE = frozenset({"noun", "adj", "ing", "num"})
_COMPARE = re.compile(
    r"\b(?:compar(?:e|ed|ing|ison of|ison between))(?: the)?(?: (?:effects?|efficacy|effectiveness|safety|outcomes?|impact|results)(?: and \w+)? of)?(?: \w+ing)? ",
    re.IGNORECASE,
)


def from_versus(context: Context, *, title_only: bool = False) -> list[Span]:
    """Read "A versus B", "A compared with B", "compared A and B", title and aims first."""
    matches = [(match.start(), match.end(), False) for match in _AGAINST.finditer(context.folded)]
    matches += [
        (match.start(), match.end(), True)
        for match in re.finditer(r"(?<=\w) (?:and|with|to) (?=\w)", context.folded)
        if _COMPARE.search(context.folded, max(0, match.start() - 60), match.start())
    ]
    places = sorted(
        (
            (context.section_at(start) not in {"TITLE", "OBJECTIVE", "BACKGROUND"}, weak, start, end)
            for start, end, weak in matches
        ),
    )
    for late, weak, start, end in places[:12]:
        if title_only and (late or (weak and context.section_at(start) != "TITLE")):
            continue
        sentence_start, sentence_end = window(context, start)
        words = read_sentence(context.folded, sentence_start, sentence_end).words
        before = [word for word in words if word.end <= start + 1]
        after = [word for word in words if word.start >= end]
        left = _run_before(before)
        right = _run_after(after)
        if (
            weak
            and left
            and not any(
                word.lemma.startswith("compar") or word.lemma == "between"
                for word in before[-len(left) - 8 :]
            )
        ):
            continue
        if any(word.lemma in NOT_SIDES for word in (*left, *right)):
            continue
        if (
            left
            and right
            and not any(word.tag == "num" and word.text.endswith("%") for word in (*left, *right))
        ):
            items = [left, right]
            spans = [span for item in items if (span := treatment_name(context, item, items)) is not None]
            if len(spans) == 2 and not any(
                context.folded[a:b].lower() in {"baseline", "control"} for a, b in spans[:1]
            ):
                return spans
    return []


def _acts(word: Word) -> bool:
    """Tell whether a word is a verb's base form that reads like a noun ("improve efficiency compared with placebo")."""
    form = verb_forms().get(word.lemma)
    return (
        form is not None
        and form.form == "base"
        and bool(form.classes & {"change"})
        and word.lemma not in {"control", "treat", "block"}
    )


def _run_before(words: Sequence[Word]) -> list[Word]:
    start = len(words)
    while (
        start > 0
        and not _acts(words[start - 1])
        and (
            words[start - 1].tag in _SIDE
            or words[start - 1].tag == "bracket"
            or words[start - 1].lemma in {"plus", "+"}
        )
    ):
        start -= 1
    return [
        word
        for word in words[start:]
        if word.tag != "bracket"
        or re.fullmatch(r"[(\[][A-Za-z][\w+/-]{1,9}(?: \+ ?[\w+/-]{1,9})?[)\]]", word.text)
    ]


def _run_after(words: Sequence[Word]) -> list[Word]:
    end = 0
    while end < len(words) and (
        words[end].tag in _SIDE
        or words[end].tag == "bracket"
        or words[end].lemma in {"plus", "+", "alone"}
        or (end == 0 and words[end].tag == "det")
    ):
        end += 1
    return [word for word in words[:end] if word.tag != "det"]
