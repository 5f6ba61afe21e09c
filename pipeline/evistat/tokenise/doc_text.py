"""A spaCy ``Doc`` → its text, put together once for all components: ``Doc.text`` does so whenever it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_KEPT = "evistat.text"  # the key in ``doc.user_data``


def text_of(doc: Doc) -> str:
    """Return the text of a Doc; what is kept of another one, whose user data it was given, isn't taken for its own."""
    kept: str | None = doc.user_data.get(_KEPT)
    length = doc[-1].idx + len(doc[-1].text_with_ws) if len(doc) else 0
    if kept is None or len(kept) != length:
        kept = doc.user_data[_KEPT] = doc.text
    return kept
