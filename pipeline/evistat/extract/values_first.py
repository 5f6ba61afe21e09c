"""A sentence's results and clauses → the items of a list that gives each value before what it is for.

"Rates were 12% (95% CI …) for falls, 9% (95% CI …) for burns": an item stands behind its value, and what stands right
before a value is the item of another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evistat.extract.frame import Frame
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.words import Word

FEWEST = 2  # values that make a list
_LINKS = frozenset({"for", "in", "among", "on", "with", "at"})
_BEHIND_VALUE = frozenset({"stat", "other", "bracket"})
_BETWEEN_ITEMS = frozenset({"comma", "conj", "stop", "adv", "det"})


def items_behind(
    words: Sequence[Word], frames: Sequence[Frame], places: Mapping[int, tuple[int, int]]
) -> dict[int, Piece]:
    """Return the item behind each result of a list that gives values first; ``places`` are results' first and last words."""
    linked = {piece.link_at: piece for frame in frames for piece in frame.pieces if piece.link in _LINKS}
    found: dict[int, Piece] = {}
    chain: dict[int, Piece] = {}
    reached = -1
    for number, (first, last) in sorted(places.items(), key=lambda one: one[1]):
        if first <= reached:
            continue  # the same values, read as those of two groups
        reached = last
        item = _item(words, linked, last)
        before = next(reversed(chain.values()), None)
        if before is not None and (
            item is None or item.link != before.link or not _goes_on(words, before.end, first)
        ):
            found |= chain if len(chain) >= FEWEST else {}
            chain = {}
        if item is not None and words[first].text[:1] not in "([{":
            chain[number] = item
    return found | (chain if len(chain) >= FEWEST else {})


def _item(words: Sequence[Word], linked: Mapping[int, Piece], last: int) -> Piece | None:
    """Return the phrase that is linked to the value that ends in a word."""
    place = last + 1
    while place < len(words) and words[place].tag in _BEHIND_VALUE:
        place += 1
    return linked.get(place)


def _goes_on(words: Sequence[Word], end: int, first: int) -> bool:
    """Tell whether only what joins the items of a list stands between an item and the next value."""
    return end < first and all(word.tag in _BETWEEN_ITEMS for word in words[end:first])


def only_measured(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase says how its items were measured, but not what: "the estimated prevalence", "mean scores"."""
    lists = nouns()
    inside = [word for word in words[piece.start : piece.end] if word.tag in {"noun", "ing", "adj", "prep"}]
    return bool(inside) and all(
        word.lemma in lists.relation | lists.quantity | lists.generic | lists.statistic | lists.edge
        for word in inside
        if word.tag != "adj"
    )
