"""Recognised names of a text → names that stand: whole, nothing round them, no statistic among them.

Pure functions on text and character offsets; ``recognise.entities`` runs them on a Doc.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from evistat.lexicons import lexicon

_OPENING = {"(": ")", "[": "]", "{": "}"}
_CLOSING = {close: opening for opening, close in _OPENING.items()}
_FRONT = ' \t\n\r\f\v\xa0.,;:/%&*=<>≤≥±~|"“”„'
_BACK = ' \t\n\r\f\v\xa0,;:/%&=<>≤≥±~|"“„-‐‑‒–—'
_RUN = re.compile(r"[^\W_]+")
_WORD_AT_END = re.compile(r"[\s\-‐‑–]+([^\W\d_]+)$")
_WORD_AT_START = re.compile(r"([^\W\d_]+)\s+")
_P_VALUE = re.compile(r"[Pp](?:[ -]?values?)?(?:\s*[=<>≤≥]\s*[\d.·,]*|\s+[\d.·,]+)?")  # not p53
_NUMBERED = re.compile(r"[-‐‑]\d{1,2}(?![\w.,]|[-‐‑]\w)")
_TYPE = re.compile(  # "type 2 diabetes" is one name
    r"(?<!\w)(?:[Tt]ype|TYPE)[ -](?:[1-9][A-D]?|I{1,3}[A-D]?|IV|VI{0,3}|[A-D])(?: (?:and|or) [12I]{1,2})?[ -]$"
)
_NAMED_LAST = frozenset({"CELL", "ANATOMY"})
_LABEL = re.compile(r"(?:[A-Za-z]|[IVX]{1,4}|\d{1,3}[A-Za-z]?|[A-Za-z]\d)")
_INITIALS = r"(?:[A-Z]\.?[ -]?){1,3}"
_PART = r"[A-Z][^\W\d_]+(?:[-'’][A-Z]?[^\W\d_]+)?"
_PERSON = rf"(?:{_PART} (?:{_INITIALS} )?(?:(?:van|von|de|der|den|del|di|la|le|al|el) ){{0,2}}{_PART}|{_PART} {_INITIALS}|{_INITIALS} ?{_PART})"
_BETWEEN = r"[\d*†‡§]{0,4}\s*(?:[,;·]\s*(?:and |& )?|\s(?:and|&) )"
_PEOPLE = re.compile(rf"(?<![\w-]){_PERSON}(?:{_BETWEEN}{_PERSON}){{3,}}(?!\w)")
_DOTTED_INITIAL = re.compile(r"(?<!\w)[A-Z]\.")
_SEPARATOR = re.compile(r"[,;·]| (?:and|&) ")
_BARE_INITIALS = re.compile(r" [A-Z]{1,3}(?!\w)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)s?\s+(?:[\w,]+\s+(?:and|or|vs\.?|versus)\s+)?$")


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of text with the label of what it names."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Defined:
    """A short form and its long form, as offsets of their definition."""

    start: int
    end: int
    long_start: int
    long_end: int


def mend(text: str, names: Iterable[Name], definitions: Sequence[Defined] = ()) -> list[Name]:
    """Return the names that stand, borders mended, in order and without overlap."""
    whole = [mended for name in names if (mended := mend_borders(text, name))]
    whole = without_overlap([*whole, *_always_whole(text)])
    if authors := people(text):
        whole = [n for n in whole if not any(n.start < end and start < n.end for start, end in authors)]
    ends = {name.end for name in whole}
    believed = {text[d.start : d.end] for d in definitions if d.long_end in ends}
    kept = [name for name in whole if not is_statistic(text, name, believed)]
    agreed = without_overlap(agree(text, _founded(text, kept, definitions), definitions))
    return add_known(text, without_overlap([*agreed, *_again(text, agreed)]))


def people(text: str) -> list[tuple[int, int]]:
    """Return where four or more people are listed, with initials ("vitamin D" has one too): the authors of the text."""
    return [
        found.span()
        for found in _PEOPLE.finditer(text)
        if _DOTTED_INITIAL.search(found.group())
        or 2 * len(_BARE_INITIALS.findall(found.group())) > len(_SEPARATOR.findall(found.group()))
    ]


def inside(text: str, names: Iterable[Name], outer: Sequence[Name]) -> list[tuple[Name, Name]]:
    """Return the names that stand inside others, borders mended, each with the name that holds it."""
    starts = [name.start for name in outer]
    held: list[tuple[Name, Name]] = []
    for name in names:
        mended = mend_borders(text, name)
        at = bisect_right(starts, mended.start) - 1 if mended else -1
        if mended is None or at < 0 or mended.end > outer[at].end or is_statistic(text, mended):
            continue
        if mended.label != outer[at].label and mended.end - mended.start < outer[at].end - outer[at].start:
            held.append((mended, outer[at]))
    return [*held, *_organisms_inside(text, outer, {name.start for name, _ in held})]


def _organisms_inside(text: str, outer: Sequence[Name], taken: set[int]) -> Iterator[tuple[Name, Name]]:
    """Yield the gazetteer's organisms inside other names ("human" in "human insulin"), but not at starts taken."""
    words, _ = _gazetteer()
    for holder in outer:
        for run in _RUN.finditer(text, holder.start, holder.end) if holder.label != "SPECIES" else ():
            whole = run.end() - run.start() == holder.end - holder.start
            if words.get(run.group().lower()) == "SPECIES" and not whole and run.start() not in taken:
                yield Name(run.start(), run.end(), "SPECIES"), holder


def mend_borders(text: str, name: Name) -> Name | None:
    """Leave out punctuation, odd brackets, words that are no part of a name; None where nothing is left."""
    start, end = name.start, name.end
    while True:
        before = (start, end)
        start, end = _without_edges(text, start, end)
        start, end = _balanced(text, start, end)
        if start >= end:
            return None
        if (start, end) == before:
            break
    if name.label == "DISEASE" and (type_ := _TYPE.search(text[max(0, start - 16) : start])):
        start -= len(type_.group())
    if name.label == "GENE" and (number := _NUMBERED.match(text, end)) and text[end - 1].isalpha():
        end = number.end()
    return replace(name, start=start, end=end)


def _without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _FRONT:
        start += 1
    while start < end and text[end - 1] in _BACK:
        end -= 1
    if (first := _WORD_AT_START.match(text, start, end)) and first.group(1).lower() in _words("leading"):
        start = first.end()
    last = _WORD_AT_END.search(text[max(start, end - 40) : end])
    if last and last.group(1).lower() in _words("trailing"):
        end -= len(last.group())
    return start, end


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """Close a bracket that closes right behind the name, else leave out the bracket that has no partner."""
    open_at: list[int] = []
    for i in range(start, end):
        character = text[i]
        if character in _OPENING:
            open_at.append(i)
        elif character in _CLOSING:
            if open_at and text[open_at[-1]] == _CLOSING[character]:
                open_at.pop()
            elif i == start:
                return start + 1, end
            else:
                return start, i
    if not open_at:
        return start, end
    if end < len(text) and _OPENING[text[open_at[-1]]] == text[end]:
        return start, end + 1
    return (start + 1, end) if open_at[-1] == start else (start, open_at[-1])


def is_statistic(text: str, name: Name, believed: Iterable[str] = ()) -> bool:
    """Say whether a name is a number, a statistic's name, a heading or a group's label instead."""
    surface = text[name.start : name.end]
    if not any(character.isalpha() for character in surface) or _P_VALUE.fullmatch(surface):
        return True
    if surface in _words("statistics"):
        return surface not in believed
    folded = " ".join(surface.lower().split())
    if _is_place(surface):
        return True
    if folded in _words("statistic_words") or folded in _words("headings") or folded in _words("plain_words"):
        return True
    first, _, rest = folded.partition(" ")
    if first in _words("labels") and _LABEL.fullmatch(surface[len(first) :].strip() or rest):
        return True
    if _LABEL.fullmatch(surface):
        before = _WORD_BEFORE.search(text[max(0, name.start - 40) : name.start])
        if before and {before.group(1).lower(), before.group(1).lower() + "s"} & _words("labels"):
            return True
    if surface in _units():
        at = name.start - 1
        while at >= 0 and text[at] in " \xa0":
            at -= 1
        return at >= 0 and (text[at].isdigit() or text[at] == "/")
    return False


def _founded(text: str, names: list[Name], definitions: Sequence[Defined]) -> list[Name]:
    """Leave out short forms whose long form names nothing: ``cognitive behavioural therapy (CBT)`` is no drug."""
    ends = {name.end for name in names}
    starts = sorted(name.start for name in names)
    empty: set[str] = set()
    other: set[str] = set()
    for defined in definitions:
        if defined.long_end not in ends:
            short = text[defined.start : defined.end]
            other.add(short)
            at = bisect_left(starts, defined.long_start)
            if at == len(starts) or starts[at] >= defined.long_end:
                empty.add(short)
    doubtful = {"CHEMICAL": other, "ANATOMY": other, "CELL": other, "GENE": empty}
    return [name for name in names if text[name.start : name.end] not in doubtful.get(name.label, ())]


def agree(text: str, names: list[Name], definitions: Sequence[Defined]) -> list[Name]:
    """Give all mentions of a defined short form its long form's label, also those that were missed.

    Cells and parts of the body are named by the last words of a long form ("tumour-associated macrophages").
    """
    by_end = {name.end: name for name in names}
    labels: dict[str, str] = {}
    for defined in definitions:
        long = by_end.get(defined.long_end)
        if long and (long.start <= defined.long_start or long.label in _NAMED_LAST):
            labels[text[defined.start : defined.end]] = long.label
    if not labels:
        return names
    relabelled = [replace(n, label=labels.get(text[n.start : n.end], n.label)) for n in names]
    return [*relabelled, *_missed(text, labels, relabelled)]


def _again(text: str, names: list[Name]) -> Iterator[Name]:
    """Yield the other mentions of chemicals found once: a text keeps to a drug's name."""
    surfaces = {
        text[n.start : n.end]: n.label for n in names if n.label == "CHEMICAL" and n.end - n.start > 3
    }
    yield from _missed(text, surfaces, names)


def _missed(text: str, labels: dict[str, str], names: list[Name]) -> Iterator[Name]:
    """Yield the mentions of known names that overlap no name."""
    by_start: dict[str, list[str]] = {}
    for surface in labels:
        if first := _RUN.match(surface):
            by_start.setdefault(first.group(), []).append(surface)
    taken = sorted((name.start, name.end) for name in names)
    at = 0
    end_of_last = 0
    for run in _RUN.finditer(text):
        for surface in sorted(by_start.get(run.group(), ()), key=len, reverse=True):
            start, end = run.start(), run.start() + len(surface)
            if start < end_of_last or not text.startswith(surface, start):
                continue
            if end < len(text) and text[end].isalnum() and surface[-1].isalnum():
                continue
            while at < len(taken) and taken[at][1] <= start:
                at += 1
            if at < len(taken) and taken[at][0] < end:
                continue
            yield Name(start, end, labels[surface])
            end_of_last = end
            break


def add_known(text: str, names: list[Name]) -> list[Name]:
    """Add the words of the gazetteer that overlap no name: organisms, organs, cells, stems of drug names."""
    words, patterns = _gazetteer()
    known = [
        Name(run.start(), run.end(), label)
        for run in _RUN.finditer(text)
        if (label := words.get(run.group().lower())) is not None
    ]
    for label, pattern in patterns:
        known += [Name(match.start(), match.end(), label) for match in pattern.finditer(text)]
    result: list[Name] = []
    at = 0
    for name in without_overlap(known):
        while at < len(names) and names[at].end <= name.start:
            result.append(names[at])
            at += 1
        if at == len(names) or names[at].start >= name.end:
            result.append(name)
    return [*result, *names[at:]]


def _always_whole(text: str) -> list[Name]:
    """Return the names of several words that a recogniser likes to cut ("deep vein thrombosis")."""
    return [
        Name(match.start(), match.end(), label)
        for label, pattern in _whole_names()
        for match in pattern.finditer(text)
    ]


@cache
def _whole_names() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (label, re.compile(rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])", re.IGNORECASE))
        for label, names in lexicon("whole_names")["names"].items()
    ]


def without_overlap(names: Iterable[Name]) -> list[Name]:
    """Keep the longest of names that overlap, the first of equals."""
    kept: list[Name] = []
    for name in sorted(set(names), key=lambda n: (n.start, -n.end, n.label)):
        if kept and name.start < kept[-1].end:
            if name.end - name.start > kept[-1].end - kept[-1].start:
                kept[-1] = name
        else:
            kept.append(name)
    return kept


def _is_place(surface: str) -> bool:
    """Say whether a name is that of a country, a region or their people."""
    first, _, rest = surface.partition(" ")
    return surface in _places("places") or (
        rest in _places("places") and first.lower() in _places("directions")
    )


@cache
def _places(kind: str) -> frozenset[str]:
    entries = lexicon("places")
    if kind == "directions":
        return frozenset(entries[kind])
    return frozenset(name for kind in ("countries", "regions", "people") for name in entries[kind])


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(lexicon("never_entities")[kind])


@cache
def _gazetteer() -> tuple[dict[str, str], list[tuple[str, re.Pattern[str]]]]:
    entries = lexicon("gazetteer")
    words = {word: label for label, entry in entries.items() for word in entry["words"]}
    patterns = [
        (label, re.compile(rf"(?<!\w)(?:{'|'.join(entry['patterns'])})(?!\w)"))
        for label, entry in entries.items()
        if entry["patterns"]
    ]
    return words, patterns


@cache
def _units() -> frozenset[str]:
    return frozenset(lexicon("units")["base"])
