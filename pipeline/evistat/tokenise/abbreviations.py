"""Doc → ``doc._.abbreviations``: short forms with the long forms that define them, as plain data.

scispaCy's matching (Schwartz and Hearst 2003) judges whether a bracket defines a short form. Its
detector is not run on the document: it looks at every pair of brackets and keeps Spans. The matching
alone gets small windows, one a bracket, so time stays linear; they are made of words as it expects them
(``IL-6`` in one, ``C-reactive`` in two), and square brackets and ``(OS; hazard ratio 0.71)`` come in the
one form it knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scispacy.abbreviation import find_abbreviation
from spacy.language import Language
from spacy.tokens import Doc

from evistat.lexicons import lexicon
from evistat.tokenise.doc_text import text_of

LONGEST_BRACKET = 120  # characters; longer brackets hold sentences, not definitions
WINDOW = 300  # characters before a bracket where a long form may begin
MOST_WORDS_INSIDE = 10

_HYPHENS = "-‐‑‒–"
_BRACKET = re.compile(rf"[(\[]([^()\[\]\n]{{2,{LONGEST_BRACKET}}})[)\]]")
_WORD = re.compile(r"[^\s\-‐‑–/]+|[\-‐‑–/]")
_SENTENCE_END = re.compile(r"[.!?;:]\s|\n|[()\[\]]")
_SHORT = re.compile(r"(?=[^\W\d_])[^\s()\[\];,=:]{2,12}(?: [^\s()\[\];,=:]{1,6})?")
_INTRODUCED = re.compile(r"(?:abbreviated(?: as)?|hereafter|henceforth|termed|i\.e\.,?|or|also) ")
_AFTER_SHORT = re.compile(r"\s*(?:[;,:=]|$)")
_LAST_WORD = re.compile(r"[^\s()\[\],;:]+$")


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and its long form, as character offsets of the text."""

    start: int
    end: int
    long_start: int
    long_end: int


class Abbreviations:
    """Set ``doc._.abbreviations``: one dict a short form, at its first definition, in order of the text."""

    def __init__(self, nlp: Language, name: str = "evistat_abbreviations") -> None:
        """Keep the vocabulary, all that the component needs of the pipeline."""
        self.name = name
        self.vocab = nlp.vocab

    def __call__(self, doc: Doc) -> Doc:
        """Find the document's definitions."""
        text = text_of(doc)
        found: dict[str, dict[str, str | int]] = {}
        for definition in self.find(text):
            short = text[definition.start : definition.end]
            found.setdefault(
                short,
                {
                    "short": short,
                    "short_start": definition.start,
                    "short_end": definition.end,
                    "long": text[definition.long_start : definition.long_end],
                    "long_start": definition.long_start,
                    "long_end": definition.long_end,
                },
            )
        doc._.abbreviations = list(found.values())
        return doc

    def find(self, text: str) -> Iterator[Definition]:
        """Yield the definitions of a text, bracket by bracket."""
        for bracket in _BRACKET.finditer(text):
            yield from self._long_before(text, bracket) or self._long_inside(text, bracket)

    def _long_before(self, text: str, bracket: re.Match[str]) -> list[Definition]:
        """``overall survival (OS)``: the short form opens the bracket."""
        introduced = _INTRODUCED.match(text, bracket.start(1))
        start = introduced.end() if introduced else bracket.start(1)
        match = _SHORT.match(text, start, bracket.end(1))
        if match is None or not _AFTER_SHORT.match(text, match.end(), bracket.end(1)):
            return []
        short = match.group().rstrip(".'\"’”")
        if not _looks_short(short):
            return []
        window_start = _window_start(text, bracket.start())
        words = [(m.start(), m.end()) for m in _WORD.finditer(text, window_start, bracket.start())]
        if not words:
            return []
        words = words[-min(len(short) + 5, 2 * len(short)) :]
        shape = self._coarse([*(text[a:b] for a, b in words), short.replace(" ", "")])
        _, long_span = find_abbreviation(shape[:-1], shape[-1:])
        if long_span is None:
            return []
        long_start = _whole_compound(text, words[long_span.start][0], window_start, short)
        long_end = words[-1][1]
        long = text[long_start:long_end].rstrip(" ,.'\"’”")
        if not _is_expansion(short, long):
            return []
        return [Definition(start, start + len(short), long_start, long_start + len(long))]

    def _long_inside(self, text: str, bracket: re.Match[str]) -> list[Definition]:
        """``OS (overall survival)``: the short form stands before the bracket, all of it spelt out inside."""
        before = _LAST_WORD.search(text[max(0, bracket.start() - 20) : bracket.start()].rstrip())
        if before is None or not _looks_short(before.group()) or not before.group().isupper():
            return []
        start = max(0, bracket.start() - 20) + before.start()
        words = [(m.start(), m.end()) for m in _WORD.finditer(text, bracket.start(1), bracket.end(1))]
        for i, (a, b) in enumerate(words):
            if i and text[a:b][0] in ";,=":
                words = words[:i]
                break
            if text[a:b][-1] in ";,:":
                words = [*words[:i], (a, b - 1)]
                break
        if not 1 < len(words) <= MOST_WORDS_INSIDE:
            return []
        shape = self._coarse([before.group(), *(text[a:b] for a, b in words)])
        _, long = find_abbreviation(shape[1:], shape[:1])
        if (
            long is None
            or long.start != 1
            or not _is_expansion(before.group(), text[words[0][0] : words[-1][1]])
        ):
            return []
        return [Definition(start, start + len(before.group()), words[0][0], words[-1][1])]

    def _coarse(self, words: list[str]) -> Doc:
        return Doc(self.vocab, words=words)


def _window_start(text: str, bracket: int) -> int:
    start = max(0, bracket - WINDOW)
    for match in _SENTENCE_END.finditer(text, start, bracket):
        start = match.end()
    return start


def _whole_compound(text: str, start: int, window_start: int, short: str) -> int:
    """Move a start inside ``tissue-type plasminogen activator (t-PA)`` to the word's, if letters agree."""
    first = start
    while first > window_start and (text[first - 1].isalnum() or text[first - 1] in _HYPHENS):
        first -= 1
    return first if first < start and text[first].lower() == short[0].lower() else start


def _looks_short(short: str) -> bool:
    letters = sum(character.isalpha() for character in short)
    return (
        2 <= len(short) <= 12
        and short[0].isalpha()
        and 2 * letters >= len(short.replace(" ", "").replace("-", ""))
        and any(character.isupper() for character in short)
        and not re.fullmatch(r"[IVX]+|[A-Z][a-z]+(?: .*)?", short)
    )


def _is_expansion(short: str, long: str) -> bool:
    """Hold a long form against what chance would match: little words in front, two letters found anywhere."""
    words = re.findall(r"[^\W_]+", long)
    if not words or len(long) <= len(short) or short in long.split():
        return False
    if words[0].lower() in _little_words():
        return False
    letters = [character.lower() for character in short if character.isalnum()]
    if len(letters) == 2 and len(words) > 1:
        initials = [word[0].lower() for word in words if word.lower() not in _little_words()]
        return initials == letters or (len(words) == 2 and words[1][0].lower() == letters[1])
    return True


def _little_words() -> frozenset[str]:
    return frozenset(lexicon("abbreviations")["little_words"])


if not Doc.has_extension("abbreviations"):
    Doc.set_extension("abbreviations", default=[])
