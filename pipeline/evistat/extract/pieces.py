"""Words of a clause → its pieces: noun phrases with what links them, and what each may be (group, time, relation …).

A piece is a noun phrase with its *of*-phrases and, for people, the words that tell which ("patients treated with
warfarin"). Pieces of one coordination ("A, B and C") share a number, so that each can be paired with its own statistic.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from evistat.extract.bounds import bound_end
from evistat.extract.noun_lists import nouns
from evistat.extract.phrase_roles import NAMING_TAGS, role_of
from evistat.extract.phrases import INSIDE
from evistat.extract.words import Word
from evistat.lexicons import word_set


@dataclass(frozen=True, slots=True)
class Piece:
    """A noun phrase: word range, index of its head, the preposition before it ("" for none) and its role.

    Roles: topic (may be an outcome or exposure) · action ("living alone": an exposure) · group · time · relation ("difference", "association") · statistic ·
    number · pronoun · quality (adjectives alone).
    """

    start: int
    end: int
    head: int
    link: str
    link_at: int
    role: str
    coordination: int


_GROUP_LINKS = frozenset({"with", "without", "on", "from", "of", "aged", "under", "over", "at"})
_BETWEEN = frozenset({"adv", "bracket", "neg"})


def read_pieces(words: Sequence[Word], start: int, end: int, arms: Collection[str] = ()) -> list[Piece]:
    """Return the pieces of a range of words in order; ``arms`` are lower-case names known to be arms of the study."""
    found: list[Piece] = []
    index = start
    while index < end:
        if words[index].tag == "rel" and found:
            while index < end and words[index].tag not in {"comma", "stat", "stop"}:
                index += 1
            continue
        if words[index].tag not in {"noun", "adj", "num", "det", "ing", "pron"}:
            index += 1
            continue
        piece, index = _read_piece(words, start, index, end, found, arms)
        if piece is not None:
            if (
                piece.role == "group"
                and found
                and found[-1].coordination == piece.coordination
                and found[-1].role == "topic"
                and found[-1].end - found[-1].start <= 3
            ):
                # "the control and intervention groups"
                found[-1] = replace(found[-1], role="group")
            elif found and _is_next_letter(words, found[-1], piece):
                piece = replace(piece, role="group")
            found.append(piece)
    return found


def _is_next_letter(words: Sequence[Word], one: Piece, other: Piece) -> bool:
    """Tell whether a phrase is the letter of a further group: "arms A and B"."""
    return (
        one.role == "group"
        and one.coordination == other.coordination
        and other.end - other.start == 1
        and all(_LETTER.fullmatch(words[piece.end - 1].text) for piece in (one, other))
    )


def _read_piece(
    words: Sequence[Word], left: int, index: int, end: int, found: Sequence[Piece], arms: Collection[str]
) -> tuple[Piece | None, int]:
    """Read the piece that begins at ``index``; return it and where to go on."""
    last = _phrase_end(words, index, end)
    if last <= index:
        return None, index + 1
    link, link_at = _link_before(words, left, index)
    coordination = index
    if (
        not link
        and found
        and _coordinated(words, found[-1].end, index)
        and not (
            (found[-1].link in nouns().versus or found[-1].link in nouns().compared)
            and any(word.tag == "stat" for word in words[found[-1].end : index])
            and words[index].tag == "adj"
        )  # "higher A compared with B (…) and longer C (…)"
        and not (
            found[-1].role == "number" and words[index].tag in {"det", "noun"}
        )  # "by 3% and the risk of A by 4%"
    ):
        link, link_at, coordination = found[-1].link, found[-1].link_at, found[-1].coordination
        if (
            link
            and (owner := _listed_with(words, found, index) or _measured_with(words, found, index))
            is not None
        ):
            link, link_at, coordination = owner.link, owner.link_at, owner.coordination
    head = _head(words, index, last)
    stop = last
    # "levels of X", "percentage of patients with X": of-phrases belong to the noun phrase
    while (
        words[index].tag != "pron"
        and (after := _skip(words, stop, end)) < end
        and words[after].lemma == "of"
        and words[after].tag == "prep"
    ):
        if after + 1 >= end:
            break
        inner_start = after + 1
        while inner_start < end and words[inner_start].tag in {"adv", "neg", "part", "verb"}:
            inner_start += 1
        inner = _phrase_end(words, inner_start, end)
        if inner <= inner_start:
            break
        stop = inner
    role = role_of(words, index, stop, head, link, arms)
    if (
        coordination != index
        and role == "topic"
        and found[-1].role == "group"
        and (link in nouns().versus or link in nouns().compared)
        and any(word.tag == "stat" for word in words[found[-1].end : index])
        and (words[index].tag == "det" or words[head].lemma in nouns().quantity)
    ):
        link, link_at, coordination = "", index, index  # "than in A (…) and the risk of X by 4%"
    if (role == "group" and words[head].lemma not in _GIVEN) or (
        stop > last
        and words[stop - 1].lemma in nouns().group
        and (words[head].lemma in nouns().quantity or words[min(stop, end - 1)].tag == "rel")
    ):
        stop = _group_end(words, stop, end)
    stop = bound_end(words, index, stop, end, lambda place: _phrase_end(words, place, end))
    return Piece(index, stop, head, link, link_at, role, coordination), stop


def _listed_with(words: Sequence[Word], found: Sequence[Piece], index: int) -> Piece | None:
    """Return the comparison before that one after a statistic goes on: "lower A after surgery (…) and shorter B (…)"."""
    edge = nouns().edge
    if (
        words[index].tag != "adj"
        or words[index].lemma not in edge
        or not any(word.tag == "stat" for word in words[found[-1].end : index])
        or any(word.lemma in edge for word in words[found[-1].start : found[-1].start + 2])
    ):
        return None
    return next(
        (
            piece
            for piece in reversed(found)
            if not piece.link
            and piece.role != "quality"
            and words[piece.start].tag == "adj"
            and words[piece.start].lemma in edge
        ),
        None,
    )


def _measured_with(words: Sequence[Word], found: Sequence[Piece], index: int) -> Piece | None:
    """Return the measure that a further one is listed with: "number of visits for asthma, mean cost and incidence of X"."""
    if not _measures(words, index) or _measures(words, found[-1].start):
        return None
    return next(
        (piece for piece in reversed(found) if not piece.link and _measures(words, piece.start)), None
    )


def _measures(words: Sequence[Word], index: int) -> bool:
    """Tell whether a noun phrase begins as a measure does: "mean X", "the incidence of X"."""
    lists = nouns()
    while words[index].tag == "det" and index + 1 < len(words):
        index += 1
    return words[index].lemma in _MEANS or (
        words[index].lemma in lists.quantity and words[min(index + 1, len(words) - 1)].lemma == "of"
    )


_MEANS = frozenset({"mean", "median", "average"})


def _skip(words: Sequence[Word], index: int, end: int) -> int:
    while index < end and words[index].tag == "bracket":
        index += 1
    return index


def _phrase_end(words: Sequence[Word], index: int, end: int) -> int:
    """Return where the noun phrase that begins at ``index`` ends (brackets at its end left out)."""
    last = index
    cursor = index
    while cursor < end and (words[cursor].tag in INSIDE or (words[cursor].tag == "pron" and cursor == index)):
        if (
            cursor > index
            and words[cursor].tag == "det"
            and words[cursor - 1].tag not in {"det", "num", "adj"}
        ):
            break
        if (
            cursor > index
            and words[cursor].tag == "ing"
            and (words[cursor - 1].lemma in nouns().group or words[cursor].lemma in {"being", "having"})
        ):
            break
        if words[cursor].tag != "bracket":
            last = cursor + 1
        elif words[cursor - 1].lemma in nouns().time and any(map(str.isdigit, words[cursor].text)):
            break  # "in the early period (0-2 h) tea reduced thirst"
        if words[cursor].tag == "pron":
            break
        cursor += 1
        # "statistically significant", "previously treated": adverbs inside
        if (
            cursor < end - 1
            and words[cursor].tag == "adv"
            and words[cursor + 1].tag in {"adj", "noun"}
            and words[cursor - 1].tag in {"det", "adj", "num"}
        ):
            cursor += 1
    return last


_GIVEN = frozenset({"placebo", "sham", "vehicle"})  # "than placebo with A"
_LETTER = re.compile(r"[A-Z]{1,2}\d?|[IVX]{1,4}")
_LETTERED = frozenset({"group", "groups", "arm", "arms", "cohort", "cohorts"})


def _head(words: Sequence[Word], start: int, end: int) -> int:
    bounded = next((k for k in range(start + 1, end) if words[k].text[0] in "<>≤≥"), end)
    if any(word.tag in NAMING_TAGS for word in words[start:bounded]):
        end = bounded  # "delivery < 34 weeks"
    for index in range(end - 1, start - 1, -1):
        if words[index].tag in NAMING_TAGS:
            return index - 1 if index > start and _is_letter_of(words, index) else index  # "group I", "arm A"
    return end - 1


def _is_letter_of(words: Sequence[Word], index: int) -> bool:
    """Tell whether a word is the letter that tells a group from others: "group R", "arms A"."""
    return words[index - 1].lemma in _LETTERED and _LETTER.fullmatch(words[index].text) is not None


def _link_before(words: Sequence[Word], left: int, index: int) -> tuple[str, int]:
    """Return the preposition before a noun phrase and where it stands; "compared" for "compared with"."""
    cursor = index - 1
    while cursor >= left and words[cursor].tag in _BETWEEN:
        cursor -= 1
    if (
        cursor >= left
        and words[cursor].tag in {"ing", "verb"}
        and words[cursor].text.endswith("ing")
        and words[cursor].lemma in _PARTICIPLES
    ):
        return words[cursor].text.lower(), cursor
    if cursor < left or words[cursor].tag not in {"prep", "to", "part"}:
        return "", index
    at = cursor
    link = words[cursor].lemma
    if words[cursor].tag == "part":
        return "", index
    before = cursor - 1
    if before >= left and words[before].lemma in {"than", "versus", "vs"}:
        return words[before].lemma, before
    if before >= left and link == "to" and words[before].lemma in COMPARED_BY_TO:
        return "than", at
    if (
        before >= left
        and words[before].lemma in _COMPLEX_LINKS
        and words[before].tag in {"prep", "verb", "part", "adj"}
    ):
        return words[before].lemma.replace("compared", "compare").replace("compare", "compared"), before
    return link, at


_PARTICIPLES = word_set("verbs", "preposition_like")
_COMPLEX_LINKS = word_set("closed_class", "first_of_link")
COMPARED_BY_TO = word_set("closed_class", "compared_by_to")


def _coordinated(words: Sequence[Word], start: int, index: int) -> bool:
    """Tell whether nothing but commas, "and", statistics, brackets and adverbs stand between two phrases."""
    between = words[start:index]
    if not any(word.tag in {"conj", "comma", "stat"} or word.text in {";", "/", "+"} for word in between):
        return False
    return all(
        word.tag in {"conj", "comma", "stat", "bracket", "adv", "num"} or word.text in {";", "/", "+"}
        for word in between
    )


def _group_end(words: Sequence[Word], stop: int, end: int) -> int:
    """Return where the words end that tell which people a group is: "patients treated with X", "women aged 50 years"."""
    cursor = stop
    while cursor < end:
        word = words[cursor]
        if word.tag == "bracket":
            cursor += 1
            continue
        if word.tag == "rel":
            while cursor < end and words[cursor].tag not in {"comma", "stat", "stop"}:
                cursor += 1
            return cursor
        if word.tag in {"part", "ing"} or (word.tag == "prep" and word.lemma in _GROUP_LINKS):
            after = cursor + 1
            if word.lemma == "over" and after < end and words[after].tag != "num":
                return stop  # "placebo over A", but "women over 50"
            while after < end and words[after].tag in {"prep", "to", "adv", "part"}:
                after += 1
            inner = _phrase_end(words, after, end) if after < end and words[after].tag in INSIDE else after
            if inner <= after or any(words[k].lemma in _COMPLEX_LINKS for k in range(cursor, after)):
                if word.tag == "part":
                    stop = cursor + 1
                return stop
            stop = inner
            if stop < end and words[stop].lemma == "or" and words[cursor].tag == "prep":
                stop = max(stop, _phrase_end(words, stop + 1, end))
            inner = stop
            cursor = inner
            while (
                cursor < end - 1
                and words[cursor].lemma == "of"
                and (more := _phrase_end(words, cursor + 1, end)) > cursor + 1
            ):
                stop = cursor = more
            continue
        return stop
    return stop
