"""A clause → what its people did or became, where that is what was counted: "withdrew", "did not develop asthma"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evistat.extract.frame import Frame
from evistat.extract.reading import Span
from evistat.extract.words import Word

_REPORTS = frozenset({"change", "show", "find", "associate", "happen"})
_ENDS = frozenset({"comma", "stat", "stop", "prep", "conj", "be", "verb", "adv", "bracket", "aux"})
_LEADS_ON = frozenset({"with", "to", "by", "for", "from", "as", "of"})
_OBJECT = frozenset({"topic", "group", "action", "relation"})


def verb_phrases(words: Sequence[Word], frame: Frame) -> Iterator[Span]:
    """Yield what a clause says of people by its verb, and by participles that end a phrase."""
    start, end = frame.clause.verb
    verb = next((k for k in range(end - 1, start - 1, -1) if words[k].tag == "verb"), None)
    if verb is not None and _REPORTS.isdisjoint(words[verb].verb_class.split()):
        first = next((k for k in range(start, verb) if words[k].tag == "neg"), verb)
        last = next(
            (
                piece.end
                for piece in frame.pieces
                if piece.start == verb + 1 and not piece.link and piece.role in _OBJECT
            ),
            verb + 1,
        )
        yield words[first].start, words[last - 1].end
    for piece in frame.pieces:
        at = piece.end
        if (
            piece.role in {"group", "statistic", "topic"}
            and at < frame.clause.end
            and words[at].tag == "part"
            and (
                at + 1 >= len(words) or (words[at + 1].tag in _ENDS and words[at + 1].lemma not in _LEADS_ON)
            )
        ):
            yield words[at].start, words[at].end
