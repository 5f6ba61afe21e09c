"""A phrase of a clause → the phrase with all that its name needs: "adherence *to the diet*", "*clinical* and pathological *response*"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.frame import Frame, compared
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.reading import Span
from evistat.extract.words import Word
from evistat.lexicons import word_set

_ADJECTIVE = re.compile(
    r"\d+(?:st|nd|rd|th)|\w{3,}-(?:positive|negative|related|specific|free|induced|associated)|\w{3,}(?:ological|[st]ional|[st]olic|nical|sical|ental|[rn]eous|[st]ative|ensive)"
)
_DENIALS = frozenset({"no", "not", "never", "non"})
_NAMING = frozenset({"with", "without", "who", "that", "which", "whose", "to", "of", "about", "by", "from"})
_LIGHT = word_set("verbs", "light")
_MOST = 9  # words of an exposure's name


def with_shared_noun(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
    """Take in the noun that an adjective shares with the next: "clinical and pathological response"."""
    if _ADJECTIVE.fullmatch(words[piece.end - 1].lemma) is None:
        return piece
    following = next((one for one in frame.pieces if one.start >= piece.end), None)
    if (
        following is None
        or following.coordination != piece.coordination
        or following.end - following.start < 2
        or following.role != "topic"
        or any(word.tag not in {"conj", "comma", "bracket"} for word in words[piece.end : following.start])
    ):
        return piece
    return replace(piece, end=following.end, head=following.head)


def with_denial(words: Sequence[Word], span: Span | None) -> Span | None:
    """Take in the word before an exposure that denies it: "no counselling", "not taking snacks", "never smoking"."""
    if span is None:
        return None
    place = next((k for k, word in enumerate(words) if word.start == span[0]), 0)
    if (
        place > 0
        and words[place - 1].lemma in _DENIALS
        and (place == 1 or words[place - 2].tag in {"comma", "conj", "stat", "stop", "be", "bracket"})
    ):
        return words[place - 1].start, span[1]
    return span


def with_details(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
    """Take in what an action's name needs: "living in houses built with straw"."""
    if piece.role != "action":
        return piece
    end = piece.end
    for following in frame.pieces:
        if following.start < end:
            continue
        between = words[end : following.start]
        if (
            (not between and end > piece.start + 1)
            or any(word.tag not in {"prep", "to", "part", "adv", "det"} for word in between)
            or following.end - piece.start > 10
        ):
            break
        end = following.end
    return Piece(piece.start, end, piece.head, piece.link, piece.link_at, piece.role, piece.coordination)


def whole_exposure(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
    """Take in all that stands between an exposure and its verb: "those with access to a clinic", "a house that leaks"."""
    end, verb = piece.end, frame.clause.verb[0]
    if not piece.end < verb <= piece.start + _MOST:
        return piece
    while end < verb and words[end].tag not in {"comma", "stat", "stop", "sub", "bracket", "conj"}:
        end += 1
    if (
        end < verb
        or words[piece.end].lemma not in _NAMING
        or any(piece.end <= one.start < end for one in frame.outcomes)
    ):
        return piece
    return replace(piece, end=end)


def whole_item(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
    """Return the list item that a piece before a statistic ends: "role limitations due to physical health (…)"."""
    start, coordination, link, link_at, role = (
        piece.start,
        piece.coordination,
        piece.link,
        piece.link_at,
        piece.role,
    )
    current = piece
    while current.link in {"due", "to", "of", "in", "on", "for", "about", "at", "from", "against"}:
        before = next(
            (
                one
                for one in frame.pieces
                if (
                    one.end == current.link_at
                    or (
                        one.end == current.link_at - 1
                        and words[current.link_at - 1].lemma in {"prior", "due"}
                    )
                )
                and (
                    one.role in {"topic", "action"}
                    or (one.role == "statistic" and words[one.head].lemma in {"time", "interval"})
                )
                and not compared(one)
            ),
            None,
        )
        if before is None or words[before.start].lemma in {"result", "lead", "translate"}:
            break
        current = before
        start, coordination, link, link_at, role = (
            before.start,
            before.coordination,
            before.link,
            before.link_at,
            before.role,
        )
    if start == piece.start or piece.end - start > 12:
        return piece
    if any(word.tag == "stat" for word in words[start : piece.end]):
        return current  # "fatigue at week 1 (p …) and week 4 (p …)": one outcome at two times
    first = start
    while first > 0 and words[first - 1].tag in {"adv", "det"}:
        first -= 1
    if not link or words[first - 1].tag in {"comma", "conj", "stat", "stop"}:
        return Piece(start, piece.end, current.head, link, link_at, role, coordination)
    return piece


def extend(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
    """Take in the phrase that an outcome's name needs: "adherence to the diet", "time to relapse"."""
    lists = nouns()
    if words[piece.end - 1].lemma in _LIGHT:
        held = next((one for one in frame.pieces if 0 <= one.start - piece.end <= 1 and not one.link), None)
        if held is not None:
            # "the odds of having a history of falls"
            piece = Piece(
                piece.start, held.end, held.head, piece.link, piece.link_at, piece.role, piece.coordination
            )
    if _acts(words, piece):
        object_ = next((one for one in frame.pieces if one.start == piece.end), None)
        if (
            object_ is not None
            and words[piece.end].tag == "det"
            and object_.link in {"", words[piece.end - 1].lemma, words[piece.end - 1].text}
        ):
            # "the odds of stopping the treatment", "a higher likelihood of receiving a transplant"
            piece = replace(piece, end=object_.end)
    if words[piece.end - 1].lemma == "diagnosed":
        named = next((one for one in frame.pieces if one.link == "with" and one.link_at == piece.end), None)
        piece = replace(piece, end=named.end) if named is not None else piece
    needed = words[piece.head].lemma in lists.open or words[piece.head].lemma in lists.generic
    end = piece.end
    for following in frame.pieces:
        if following.start < end:
            continue
        between = words[end : following.start]
        if (
            not between
            or any(
                word.tag not in {"prep", "to", "adv", "part", "bracket", "det", "verb"} for word in between
            )
            or following.role in {"group", "statistic", "number", "pronoun"}
        ):
            break
        if any(word.tag == "verb" for word in between) and not (words[end].tag == "to" and needed):
            break
        link = words[end].lemma if between[0].tag != "bracket" else following.link
        if following.role == "time" and not (needed and link in {"to", "from"}):
            break
        if (
            link in {"to", "towards", "toward", "about", "against", "regarding", "due", "without"}
            or (link == "under" and words[piece.head].lemma in {"area", "areas"})
            or (link == "at" and following.role == "topic" and not _tells_when(words, following))
            or (
                needed
                and (
                    link in {"in", "on", "for", "of", "from", "with", "between"}
                    or between[0].tag in {"part", "to"}
                )
            )
        ):
            end = following.end
            if link in {"from", "between"}:
                continue
            if link not in {"from", "between"}:
                needed = words[following.head].lemma in lists.open and link in {"of", "to"}
                if not needed:
                    break
        else:
            break
    if end > piece.end and end - piece.start <= 14:
        return Piece(piece.start, end, piece.head, piece.link, piece.link_at, piece.role, piece.coordination)
    return piece


def _tells_when(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase holds a word of time: "the week 12 endpoint", "the last visit"."""
    return any(word.lemma in nouns().time for word in words[piece.start : piece.end])


def _acts(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase ends in what is done, which may have an object: "the odds of stopping"."""
    last = words[piece.end - 1]
    return last.text.endswith("ing") and piece.end > piece.start + 1 and words[piece.end - 2].lemma == "of"
