"""Text and its sections → sentences as character offsets, made for text that is full of statistics.

For a newcomer: every full stop, question mark, exclamation mark and line end is a candidate, and one small
question after the other (inside brackets? part of a number? after an abbreviation? before a word that begins
sentences?) decides. Each looks only a bounded stretch around, so the work is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from evistat.lexicons import lexicon
from evistat.read.typography import fold
from evistat.tokenise.doc_text import text_of
from evistat.tokenise.sections import Section

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# A bracket that isn't closed within so many characters is a misprint: it keeps nothing together.
BRACKET_REACH = 1500
# A line no longer than this before a capital letter wasn't broken by wrapping: it stands by itself.
SHORT_LINE = 40

_OPENERS = {"(": ")", "[": "]", "{": "}"}
_CLOSERS = {")": "(", "]": "[", "}": "{"}
_CANDIDATE = re.compile(r"[.?!。](?:[\"'”’»)\]}*_]{0,4})|\n")
_BRACKET = re.compile(r"[()\[\]{}]|\n[^\S\n]*\n")
_PARAGRAPH = re.compile(r"[^\S\n]*\n")
_BULLET = re.compile(r"\s*(?:[•·▪◦■►*–—-]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s|#{1,6}\s|\|)")
_CITATION = re.compile(r"\d{1,3}(?:[,–-]\d{1,3}){0,8}(?=\s+[A-Z(\"“]|\s*\Z)")
_BRACKET_CITATION = re.compile(r"\s?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,8}\](?=\s)")
_TOKEN_BEFORE = re.compile(r"[^\s()\[\]{},;:=<>/\"“”]{1,40}\Z")
_WORD_AFTER = re.compile(r"[\"'“‘(\[*_]{0,3}([^\W\d_]+)")
# Names that begin a sentence with a small letter: mRNA, eGFR, p53, c-myc, alpha-IFN.
_MIXED = re.compile(r"[\"'“‘(\[]{0,2}(?:[a-z]{1,4}[A-Z]|[a-z]{1,8}-?\d|[a-z]{1,6}-[A-Z]|[a-z]-[A-Za-z])")
_INITIAL = re.compile(r"[A-Z]\.")
_NUMBER_TAIL = re.compile(r"(?:^|[^\d.,])(\d{1,2})\Z")
_OPERATOR_BEFORE = re.compile(
    r"[=<>≤≥±(\[,;/-]\s?[-+]?\d{1,2}\Z|(?:\b(?:to|and|vs|CI|OR|HR|RR|was|were|of|than|from|between))\s[-+]?\d{1,2}\Z"
)
_DECIMALS = re.compile(
    r"\s{1,2}\d{1,4}(?=[)\],;%]|\.?\s*\Z|\.\s|\s?[-–]\s?\d|\s(?:to|and|vs|mg|kg|cm|mm|ml|mmol)\b|\s?\))"
)


# No sentence of an article is as long; what comes without full stops (tables, lists, hostile text) is cut, so that
# what later stages do with a sentence stays bounded.
LONGEST = 2_500


def find_sentences(text: str, folded: str, sections: Sequence[Section]) -> list[tuple[int, int]]:
    """Return the sentences of ``text``, in order, without white space at their ends.

    Sections bound them, headings belong to none. ``folded`` (same length as ``text``) is what is looked at.
    """
    bodies = [(section.body_start, section.end) for section in sections] or [(0, len(text))]
    sentences: list[tuple[int, int]] = []
    for start, end in bodies:
        sentences += _in_body(folded, start, end)
    return sentences


def _in_body(text: str, start: int, end: int) -> list[tuple[int, int]]:
    openers = _bracket_spans(text, start, end)
    spans = sorted((opener, closer) for closer, opener in openers.items())
    sentences: list[tuple[int, int]] = []
    begin = start
    bracket = 0
    inside_until = -1
    for candidate in _CANDIDATE.finditer(text, start, end):
        position = candidate.start()
        while bracket < len(spans) and spans[bracket][0] < position:
            inside_until = max(inside_until, spans[bracket][1])
            bracket += 1
        cut = _cut(text, candidate, begin, end, inside_until, openers)
        if cut is not None and cut > begin:
            _append(sentences, text, begin, cut)
            begin = cut
    _append(sentences, text, begin, end)
    return sentences


def _append(sentences: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = _break(text, start, start + LONGEST)
        sentences.append((start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        sentences.append((start, end))


def _break(text: str, start: int, stop: int) -> int:
    """Return where a text that never ends its sentence is cut: after a semicolon, else a comma, else a space."""
    for mark in ("; ", ", ", " "):
        found = text.rfind(mark, start + LONGEST // 2, stop)
        if found >= 0:
            return found + len(mark.rstrip())
    return stop


def _cut(
    text: str, candidate: re.Match[str], begin: int, end: int, inside_until: int, openers: dict[int, int]
) -> int | None:
    """Return where the sentence that began at ``begin`` ends, if it ends at this candidate."""
    position, after = candidate.span()
    if text[position] == "\n":
        return position if _line_ends_sentence(text, position, end, inside_until) else None
    # Closing marks belong to the sentence, but those of a bracket opened in mid-sentence don't end one.
    for at in range(position + 1, after):
        if text[at] in _CLOSERS and not _opened_a_sentence(text, openers.get(at), begin):
            return None
    if position < inside_until and after <= inside_until:
        return None
    if after >= end:
        return None
    if text[position] == ".":
        if position - begin <= 6 and text[begin:position].strip().isdigit():
            return None  # a list item's number
        return _after_full_stop(text, position, after, end)
    follower = text[after]
    if follower.isspace():
        return after if _can_begin(text, _skip_space(text, after, end), end) else None
    return after if text[position] == "。" or _begins_word(text, after) else None


def _after_full_stop(text: str, stop: int, after: int, end: int) -> int | None:
    """Return the sentence's end at a full stop, or None where it is a point or an abbreviation's."""
    before = text[stop - 1] if stop else " "
    if before == "." or (stop + 1 < end and text[stop + 1] == "."):
        if before != "." or text[after : after + 1] == ".":
            return None  # an ellipsis ends nothing but at its last point
        following = _skip_space(text, after, end)
        return after if following > after and following < end and text[following].isupper() else None
    if text[after].isdigit():
        citation = _CITATION.match(text, after, end)
        return citation.end() if citation and not before.isdigit() and _ends_word(text, stop) else None
    bracketed = _BRACKET_CITATION.match(text, after, end)
    if bracketed is not None:
        after = bracketed.end()
    following = _skip_space(text, after, end)
    if following >= end:
        return None
    if following == after:
        return after if _is_join(text, stop, after) else None
    if splits_number(text, stop, after):
        return None
    word = _WORD_AFTER.match(text, following)
    next_word = word[1] if word else ""
    initial = before.isupper() and text[max(0, stop - 2) : stop - 1] in ("", " ", "(", ".")
    if initial and _INITIAL.match(text, following):
        return None  # "J. A. Smith"
    if next_word in _starters():
        return None if _is_abbreviation(text, stop, next_word, strict=True) else after
    if not _can_begin(text, following, end) or _is_abbreviation(text, stop, next_word, strict=False):
        return None
    return after


def _is_abbreviation(text: str, stop: int, next_word: str, *, strict: bool) -> bool:
    """Tell whether the word before a full stop is an abbreviation; ``strict`` before a sentence starter."""
    stop -= text[stop - 1 : stop] == " "  # "et al ."
    match = _TOKEN_BEFORE.search(text, max(0, stop - 41), stop)
    token = match[0] if match else ""
    lowered = token.lower().lstrip("'‘*_-–±~")
    if lowered in _words("never"):
        return not (strict and len(token) > 1 and token.isupper())  # "in the VS. To test …"
    following = _skip_space(text, stop + 1, min(len(text), stop + 8))
    numbered = following < len(text) and text[following].isdigit()
    if lowered in _words("before_number") and len(lowered) <= 5:
        if numbered:
            return lowered not in ("table", "item") and (
                len(lowered) > 1 or not _preceded_by_noun(text, stop)
            )
        if len(lowered) > 1:
            return False
    if strict:
        return False
    if lowered in _words("open"):
        return True
    if len(token) == 1 and token.isalpha() and token.isupper() and text[stop - 2 : stop - 1] != "/":
        # An initial ("J. Smith", "E. coli") unless a common noun before it takes it ("vitamin D. Serum").
        return bool(next_word) and not _preceded_by_noun(text, stop)
    return re.fullmatch(r"(?:[A-Za-z]\.){1,5}[A-Za-z]", token) is not None


def _preceded_by_noun(text: str, stop: int) -> bool:
    """Tell whether a lower-case word stands before the letter at ``stop`` ("group B.", "hepatitis C.")."""
    head = text[max(0, stop - 16) : stop - 1]
    return re.search(r"\b[a-z]{4,}[ -]\Z", head) is not None and not head.endswith(
        ("from ", "with ", "that ", "than ")
    )


def splits_number(text: str, stop: int, after: int) -> bool:
    """Tell whether a full stop before a blank is a decimal point ("P <0. 001", "95% CI 0.46-0. 92")."""
    following = _skip_space(text, after, min(len(text), after + 3))
    if following >= len(text) or not text[following].isdigit():
        return False
    head = text[max(0, stop - 8) : stop]
    number = _NUMBER_TAIL.search(head)
    if number is None:
        return _is_enumerator(text, stop)
    if number[1] == "0":
        return True
    return _OPERATOR_BEFORE.search(head) is not None and _DECIMALS.match(text, after) is not None


def _is_enumerator(text: str, stop: int) -> bool:
    head = text[max(0, stop - 3) : stop].strip()
    return head.isdigit() and text[max(0, stop - len(head) - 1)] == "\n"


def _is_join(text: str, stop: int, after: int) -> bool:
    """Tell whether a full stop with no blank after it joins two sentences ("(p<0.05).The", "patients.We")."""
    if text[stop:after] != "." and text[after - 1] not in ')]"”’':
        return False
    word = _WORD_AFTER.match(text, after)
    if word is None or not text[word.start(1)].isupper():
        return False
    if not _ends_word(text, stop):
        return False
    if word[1] in _starters():
        return True
    return len(word[1]) > 2 and word[1][1:].islower() and _long_word_before(text, stop)


def _ends_word(text: str, stop: int) -> bool:
    """Tell whether a word of three letters, a bracket or a number stands before a full stop."""
    head = text[max(0, stop - 3) : stop]
    return bool(head) and (head[-1] in ')]%"”’' or head[-1].isdigit() or (len(head) == 3 and head.isalpha()))


def _long_word_before(text: str, stop: int) -> bool:
    match = _TOKEN_BEFORE.search(text, max(0, stop - 41), stop)
    token = match[0] if match else text[max(0, stop - 1) : stop]
    return (
        not token[:1].isupper()
        and token.lower() not in _words("open")
        and token.lower() not in _words("never")
        and "." not in token.strip("0123456789.")
    )


def _can_begin(text: str, position: int, end: int) -> bool:
    """Tell whether a sentence can begin here: with anything but a lower-case word or closing mark."""
    if position >= end:
        return False
    first = text[position]
    if first.islower() and first.isascii():
        return _MIXED.match(text, position) is not None
    return first not in ",;:.)]}%=<>≤≥±/&+"


def _begins_word(text: str, position: int) -> bool:
    word = _WORD_AFTER.match(text, position)
    return word is not None and text[word.start(1)].isupper() and len(word[1]) > 1


def _line_ends_sentence(text: str, newline: int, end: int, inside_until: int) -> bool:
    """Tell whether a line end ends a sentence: at a blank line, a list's item, a line too short to wrap.

    A full stop at a line's end has been judged by itself; any other line end is hard wrapping.
    """
    if _PARAGRAPH.match(text, newline + 1, end):
        return True
    if newline < inside_until:
        return False
    if _BULLET.match(text, newline + 1, end):
        return True
    following = _skip_space(text, newline, end)
    short = newline <= SHORT_LINE or text.rfind("\n", newline - SHORT_LINE - 1, newline) >= 0
    return short and following < end and text[following].isupper()


def _opened_a_sentence(text: str, opener: int | None, begin: int) -> bool:
    """Tell whether a bracket was opened where a sentence begins (one without opening mark closes nothing)."""
    return opener is None or not text[max(begin, opener - 20) : opener].strip()


def _bracket_spans(text: str, start: int, end: int) -> dict[int, int]:
    """Return closing → opening offset of the brackets closed within reach and within their paragraph."""
    spans: dict[int, int] = {}
    stack: list[int] = []
    for match in _BRACKET.finditer(text, start, end):
        at = match.start()
        mark = text[at]
        if mark in _OPENERS:
            stack.append(at)
        elif mark in _CLOSERS:
            for depth in range(len(stack) - 1, max(-1, len(stack) - 9), -1):
                if text[stack[depth]] == _CLOSERS[mark]:
                    if at - stack[depth] <= BRACKET_REACH:
                        spans[at] = stack[depth]
                    del stack[depth:]
                    break
        else:
            stack.clear()
    return spans


def _skip_space(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(lexicon("sentences")[kind])


@cache
def _starters() -> frozenset[str]:
    return frozenset(lexicon("sentences")["starters"])


class Sentences:
    """Set a Doc's sentence borders: ``doc._.sentences`` by characters, ``token.is_sent_start`` for spaCy."""

    def __init__(self, nlp: Language, name: str) -> None:
        """Declare what this component reads and writes on a Doc."""
        from spacy.tokens import Doc

        self.vocab = nlp.vocab
        self.name = name
        for extension in ("sections", "sentences"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Find the sentences of ``doc`` within its sections and mark the tokens they begin with."""
        sections = [Section(**section) for section in doc._.sections or ()]
        text = text_of(doc)
        sentences = find_sentences(text, fold(text), sections)
        doc._.sentences = sentences
        _mark_tokens(doc, sorted({start for start, _ in sentences} | {section.start for section in sections}))
        return doc


def _mark_tokens(doc: Doc, starts: Sequence[int]) -> None:
    """Set ``is_sent_start`` on the first token at or after each offset, and False on all others."""
    from spacy.attrs import IDX, SENT_START

    if not len(doc):
        return
    # One array for all tokens: setting them one by one takes longer than finding the sentences.
    begins = np.full(len(doc), -1, dtype="int64")
    indices = np.searchsorted(doc.to_array([IDX]).ravel(), np.asarray(starts, dtype="uint64"))
    begins[indices[indices < len(doc)]] = 1
    begins[0] = 1
    column: Any = begins.astype("uint64").reshape(-1, 1)  # spaCy's stubs know thinc's arrays only
    doc.from_array([SENT_START], column)
