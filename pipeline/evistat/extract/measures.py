"""Folded text → mentions of measures ("adjusted hazard ratio [aHR]", "r", "sensitivity") with their codes.

A short form counts only if the document doesn't define it as something else ("overall response (OR)"); the lexicon
``measures.toml`` lists the long forms that disqualify one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from evistat.extract.lowered import lowered, lowered_pattern
from evistat.extract.openings import Openings
from evistat.lexicons import lexicon


@dataclass(frozen=True, slots=True)
class MeasureMention:
    """A measure named in the text: code, place, whether it is called adjusted; ``clue`` as in the lexicon.

    ``short``: it is a bare short form. ``strict``: it needs a sign of equality before its number.
    """

    code: str
    family: str
    start: int
    end: int
    adjusted: bool | None
    short: bool
    clue: bool
    strict: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    family: str
    clue: bool
    strict: bool
    not_if: tuple[str, ...]
    not_in: tuple[str, ...]
    but_in: tuple[str, ...]
    shorts: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    entries: dict[str, _Entry]
    long: Openings
    short: Openings


# "group B=19", "hepatitis B", "vitamin D": a letter that names something.
_LETTERED = re.compile(
    r"\b(?:groups?|arms?|types?|hepatitis|vitamins?|cohorts?|class|model|grade|stage|part|phase|strain|site|hospital|study) $",
    re.IGNORECASE,
)
_SIGN_OF_A_MARKER = re.compile(r"(?:[+-](?=[ ,/;)]))(?! ?[-+]?\d)")
_ADJUSTED = re.compile(
    r"(?:\b(?:multivaria(?:te|ble)|fully|age-?|sex-?|confounder-|risk-|propensity(?: score)?-?|covariate-)[ -]?)*\b(?:adjusted|adj\.?|corrected)\b[- ]*$",
    re.IGNORECASE,
)
_MULTIVARIABLE = re.compile(
    r"\b(?:multivaria(?:te|ble)(?:-adjusted)?|adjusted|adj\.?)(?: [a-z-]+){0,2} ?$", re.IGNORECASE
)
_CRUDE = re.compile(r"\b(?:crude|unadjusted|univaria(?:te|ble)|unadj\.?)(?: [a-z-]+)? ?$", re.IGNORECASE)
_SHORT_IN_BRACKETS = re.compile(
    r"(?:,? ?[(\[] ?(?P<short>[A-Za-z][A-Za-z0-9/+-]{0,7}|[κρβη]) ?[)\]]| (?P<bare>[A-Z]{2,4})(?= ?[:=,]))"
)


@cache
def _lexicon() -> _Lexicon:
    entries: dict[str, _Entry] = {}
    long: list[tuple[str, str]] = []
    short: list[tuple[str, str]] = []
    for item in lexicon("measures")["measure"]:
        entry = _Entry(
            item["code"],
            item["family"],
            item.get("clue", False),
            item.get("strict", False),
            tuple(item.get("not_if", ())),
            tuple(item.get("not_in", ())),
            tuple(item.get("but_in", ())),
            tuple(re.compile(short) for short in item.get("short", ())),
        )
        entries[entry.code] = entry
        # Longest alternatives first within an entry, so that "mean difference" isn't read as "difference".
        long += [
            (entry.code, name)
            for name in sorted(map(lowered_pattern, item.get("names", ())), key=len, reverse=True)
        ]
        short += [(entry.code, name) for name in sorted(item.get("short", ()), key=len, reverse=True)]
    return _Lexicon(
        entries,
        # Names are matched in lower-cased text: an ignore-case pattern of this size is twice as slow.
        Openings(long, r"(?<![\w-])", r"(?![\w])"),
        Openings(short, r"(?<![\w.$])", r"(?![A-Za-z_²]|\d(?!\.\d)|[-'/][a-zA-Z])"),
    )


def family(code: str) -> str:
    """Return the family of a measure code: ratio, difference, percent, correlation, accuracy or single."""
    return _lexicon().entries[code].family


def find_measures(
    folded: str, definitions: Iterable[tuple[str, str]] = (), within: Iterable[tuple[int, int]] | None = None
) -> list[MeasureMention]:
    """Return the measures named in a text (or ``within`` stretches of it), in order, without overlaps.

    ``definitions`` are the document's abbreviations (short, long): a short form that the document defines otherwise
    is no measure.
    """
    lex = _lexicon()
    defined: dict[str, list[str]] = {}
    for short, long in definitions:
        defined.setdefault(short, []).append(long.lower())
    found: list[MeasureMention] = []
    stretches = [(0, len(folded))] if within is None else list(within)
    low = lowered(folded)
    for code, match in (each for start, end in stretches for each in lex.long.finditer(low, start, end)):
        entry = lex.entries[code]
        end = match.end()
        if tail := _SHORT_IN_BRACKETS.match(folded, end):
            shown = tail["short"] or tail["bare"]
            if any(pattern.fullmatch(shown) for pattern in entry.shorts) or (
                tail["short"] and _initials_fit(shown, match[0])
            ):
                end = tail.end()
        found.append(_mention(entry, folded, match.start(), end, short=False))
    for code, match in (each for start, end in stretches for each in lex.short.finditer(folded, start, end)):
        entry = lex.entries[code]
        if any(mention.start <= match.start() < mention.end for mention in _near(found, match.start())):
            continue
        if match.end() - match.start() == 1 and _LETTERED.search(
            folded, max(0, match.start() - 14), match.start()
        ):
            continue
        if _SIGN_OF_A_MARKER.match(folded, match.end()):
            continue  # "HR- tumours", "PR+"
        if _NAMES_GROUP.search(folded, max(0, match.start() - 40), match.start()):
            continue  # "groups RM and RD"
        entry = _defined_ratio(match[0], entry, defined)
        if _defined_otherwise(match[0], entry, defined) or _named_otherwise(folded, match.start(), entry):
            continue
        found.append(_mention(entry, folded, match.start(), match.end(), short=True))
    elsewhere = {code for code in {mention.code for mention in found} if _means_other(low, lex.entries[code])}
    found = [mention for mention in found if mention.code not in elsewhere]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[MeasureMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


_NAMES_GROUP = re.compile(r"\b[Gg]roups (?:[A-Z][\w+-]{0,5},? ?(?:and |or |& )?){1,3}$")


def _near(found: list[MeasureMention], offset: int) -> list[MeasureMention]:
    """Return the mentions that may hold ``offset`` (names are found in order: a binary search would do no better here)."""
    index = bisect_right(found, offset, key=attrgetter("start"))
    return found[max(0, index - 2) : index]


def _initials_fit(short: str, long: str) -> bool:
    letters = [word[0].lower() for word in re.findall(r"[A-Za-z]+", long)]
    return (
        bool(letters)
        and short[-1].lower() in letters
        and all(letter.isalpha() or letter.isdigit() for letter in short)
    )


def _defined_ratio(short: str, entry: _Entry, defined: dict[str, list[str]]) -> _Entry:
    """Return the ratio that a document's own long form of a short one names ("rate ratio (RR)"), else the short one's."""
    if entry.family != "ratio":
        return entry
    for long in defined.get(short) or defined.get(short.lstrip("a"), []):
        for code, name in _lexicon().long.finditer(long, 0, len(long)):
            named = _lexicon().entries[code]
            if name.end() == len(long) and named.family == "ratio" and not named.clue:
                return named
    return entry


def _defined_otherwise(short: str, entry: _Entry, defined: dict[str, list[str]]) -> bool:
    longs = defined.get(short) or defined.get(short.rstrip("s")) or defined.get(f"{short}s", [])
    return any(bad in long for long in longs for bad in entry.not_if) or any(
        not any(_lexicon().long.finditer(long, 0, len(long))) and _spells(short, long) for long in longs
    )


def _named_otherwise(folded: str, start: int, entry: _Entry) -> bool:
    """Tell whether the words before a bracketed short form name something else ("heart rate (HR 78 vs 77 bpm")."""
    if folded[max(0, start - 2) : start].strip() not in {"(", "["}:
        return False
    before = folded[max(0, start - 30) : start].rstrip(" ([").lower()
    return any(before.endswith(bad) for bad in entry.not_if)


def _means_other(low: str, entry: _Entry) -> bool:
    """Tell whether a text (in lower case) means something else by a measure's names: the area under a drug's curve."""
    return any(map(low.__contains__, entry.not_in)) and not any(map(low.__contains__, entry.but_in))


def _spells(short: str, long: str) -> bool:
    """Tell whether a short form is the initials of a long one: only then is a strange definition believed."""
    letters = re.sub(r"[^a-z]", "", short.lower()).rstrip("s")
    initials = "".join(word[0] for word in re.findall(r"[a-z]+", long))
    return len(letters) > 1 and letters in (initials, initials.rstrip("s"))


def _mention(entry: _Entry, folded: str, start: int, end: int, *, short: bool) -> MeasureMention:
    before = folded[max(0, start - 50) : start]
    printed = folded[start:end]
    adjusted: bool | None = None
    if short and re.match(r"a[A-Z]{2}|A(?:OR|HR|PR|IRR)s?$|.*adj|aβ|aB", printed):
        adjusted = True
    elif _CRUDE.search(before) or (short and re.match(r"[cu](?:OR|HR|RR|PR)|C(?:OR)", printed)):
        adjusted = False
    elif (
        _ADJUSTED.search(before)
        or _MULTIVARIABLE.search(before)
        or re.match(r"adjusted\b", printed, re.IGNORECASE)
    ):
        adjusted = True
    return MeasureMention(entry.code, entry.family, start, end, adjusted, short, entry.clue, entry.strict)
