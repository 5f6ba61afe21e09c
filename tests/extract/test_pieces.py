"""Noun phrases of a sentence and what leads to them."""

from __future__ import annotations

import pytest

from evistat.extract.clauses import read_sentence
from evistat.extract.pieces import read_pieces


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Wool was better than felt", {"felt": "than"}),
        ("Wool was superior to felt", {"felt": "than"}),
        ("Sleep in the wool group was inferior to that of the felt group", {"that": "than"}),
        ("Wool was tied to felt", {"felt": "to"}),
        ("Wool compared with felt", {"felt": "compared"}),
    ],
)
def test_links(text: str, links: dict[str, str]) -> None:
    words = read_sentence(text, 0, len(text)).words
    found = {
        " ".join(word.text for word in words[piece.start : piece.end]): piece.link
        for piece in read_pieces(words, 0, len(words))
    }
    assert links.items() <= found.items()
