"""Words with classes → noun phrases, without the prepositional phrases that go on with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evistat.extract.words import Word

_BEGINS = frozenset({"noun", "adj", "num", "det", "ing"})
INSIDE = _BEGINS | {"bracket"}


def base_phrases(words: Sequence[Word], start: int, end: int) -> list[tuple[int, int]]:
    """Return the noun phrases without prepositional phrases inside a range of words, as word ranges in order."""
    return list(_phrases(words, start, end))


def phrase_at(words: Sequence[Word], start: int) -> tuple[int, int] | None:
    """Return the base noun phrase that begins at word ``start``."""
    if start >= len(words) or words[start].tag not in _BEGINS:
        return None
    first = next(_phrases(words, start, len(words)), None)
    return first if first is not None and first[0] == start else None


def _phrases(words: Sequence[Word], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the base noun phrases of a range of words one after the other."""
    index = start
    while index < end:
        if words[index].tag in _BEGINS:
            last = index
            cursor = index
            while cursor < end and words[cursor].tag in INSIDE:
                if cursor > index and words[cursor].tag == "det" and words[last].tag in {"noun", "ing"}:
                    break
                if words[cursor].tag != "bracket":
                    last = cursor
                cursor += 1
            if any(word.tag in {"noun", "ing", "adj"} for word in words[index : last + 1]):
                yield index, last + 1
            index = max(cursor, index + 1)
        else:
            index += 1


def phrase_before(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Return the base noun phrase that ends right before word ``index`` (adverbs and brackets between don't count)."""
    end = index
    while end > 0 and words[end - 1].tag in {"adv", "bracket", "comma", "stat"}:
        end -= 1
    start = end
    while start > 0 and words[start - 1].tag in INSIDE:
        if words[start - 1].tag == "det":
            start -= 1
            break
        start -= 1
    while start < end and words[start].tag == "bracket":
        start += 1
    return (start, end) if end > start else None
