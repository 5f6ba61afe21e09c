"""Text → Doc: spaCy's English rules, cut finer where biomedical names and statistics meet.

``cocaine-induced``, ``VAL/HCTZ``, ``Ca(2+)`` and ``95%CI:0.61`` each hold a name or a number that ends
inside the word, so hyphens, slashes, brackets, signs and borders between digits and letters cut too. The
recogniser is trained with this very tokenizer.
"""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from spacy.attrs import ORTH
from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

LONGEST_CHUNK = (
    120  # affix rules rescan what is left of a chunk: longer ones are cut first, so time stays linear
)
MEMO_SIZE = 50_000

_CHUNKS = re.compile(r"\S+|\s+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"(?:https?://|www\.|doi:10\.)\S*[\w/]", re.IGNORECASE)
_INITIAL = re.compile(r"[A-Za-z]\.")  # a name more often ends a sentence ("vitamin D.") than initials occur
_INFIXES = (
    r"[-‐‑‒–—―−/\\()\[\]{}±=<>≤≥≦≧≠≈×·•∙⋅+*~∼^_|;:%&→←↔↑↓'’′″`\"“”‘®™©†‡§¶@#$£€µ°]",
    r"(?<![0-9]),|,(?![0-9])",
    r"(?<=[0-9])(?=[^\W\d_])|(?<=[^\W\d_])(?=[0-9])",
    r"(?<=[^\W\d_])\.(?=[^\W\d_]{2})",
    r"\.{2,}|…",
)


class Tokenizer:
    """Cut text into tokens whose joined text is the text given, code point by code point.

    Only lone surrogates, which no Doc can hold, become U+FFFD, one for one: offsets stay.
    """

    def __init__(self, vocab: Vocab) -> None:
        """Compile the rules for a pipeline's vocabulary."""
        defaults = English.Defaults
        self.vocab = vocab
        self._memo: dict[str, tuple[str, ...]] = {}
        self._exceptions = {
            text: tuple(str(part[ORTH]) for part in parts)
            for text, parts in (defaults.tokenizer_exceptions or {}).items()
            if not _INITIAL.fullmatch(text)
        }
        self._prefix = compile_prefix_regex(defaults.prefixes or []).search
        self._suffix = compile_suffix_regex(defaults.suffixes or []).search
        self._infixes = compile_infix_regex(_INFIXES).finditer

    def __call__(self, text: str) -> Doc:
        """Return the text as a Doc."""
        if not text.isascii():
            text = _SURROGATES.sub("\ufffd", text)
        words: list[str] = []
        spaces: list[bool] = []
        memo = self._memo
        for match in _CHUNKS.finditer(text):
            chunk = match.group()
            if chunk == " " and words and not spaces[-1]:
                spaces[-1] = True
            elif chunk[0].isspace():
                if chunk[0] == " " and words and not spaces[-1]:
                    spaces[-1] = True
                    chunk = chunk[1:]
                words.append(chunk)
                spaces.append(False)
            else:
                parts = memo.get(chunk)
                if parts is None:
                    parts = self._split_chunk(chunk)
                words.extend(parts)
                spaces.extend([False] * len(parts))
        return Doc(self.vocab, words=words, spaces=spaces)

    def _split_chunk(self, chunk: str) -> tuple[str, ...]:
        if len(chunk) <= LONGEST_CHUNK:
            parts = tuple(self._split(chunk))
            if len(self._memo) >= MEMO_SIZE:
                self._memo.clear()
            self._memo[chunk] = parts
            return parts
        return tuple(
            part
            for start in range(0, len(chunk), LONGEST_CHUNK)
            for part in self._split(chunk[start : start + LONGEST_CHUNK])
        )

    def _split(self, chunk: str) -> list[str]:
        before: list[str] = []
        after: list[str] = []
        while chunk and chunk not in self._exceptions:
            if match := _ADDRESS.match(chunk):
                before.append(match.group())
                chunk = chunk[match.end() :]
            elif (match := self._prefix(chunk)) and match.end():
                before.append(chunk[: match.end()])
                chunk = chunk[match.end() :]
            elif (match := self._suffix(chunk)) and match.start() < len(chunk):
                after.append(chunk[match.start() :])
                chunk = chunk[: match.start()]
            elif chunk[-1] == "." and "." not in chunk[:-1] and len(chunk) > 1:
                after.append(".")
                chunk = chunk[:-1]
            else:
                break
        if chunk in self._exceptions:
            before.extend(self._exceptions[chunk])
        else:
            before.extend(self._split_inside(chunk))
        before.extend(reversed(after))
        return before

    def _split_inside(self, chunk: str) -> list[str]:
        parts: list[str] = []
        start = 0
        for match in self._infixes(chunk):
            if match.start() > start:
                parts.append(chunk[start : match.start()])
            if match.end() > match.start():
                parts.append(match.group())
            start = match.end()
        if start < len(chunk):
            parts.append(chunk[start:])
        return parts

    def memory_zone(self, mem: Any = None) -> AbstractContextManager[Any]:
        """Do nothing: the memo holds plain strings, none of them in the vocabulary's memory."""
        return nullcontext(mem)

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: the rules are code, not data of a model."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> Tokenizer:  # noqa: ARG002
        """Return the tokenizer unchanged."""
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write nothing: the rules are code, not data of a model."""

    def from_disk(self, path: str | Path, **_: Any) -> Tokenizer:  # noqa: ARG002
        """Return the tokenizer unchanged."""
        return self
