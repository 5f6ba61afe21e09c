"""A clause → what its people did or became, where that is what was counted: "withdrew", "did not develop asthma"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evistat.extract.frame import Frame
from evistat.extract.reading import Span
from evistat.extract.words import Word
from evistat.lexicons import word_set

_TOLD_ELSEWHERE = frozenset({"change", "associate"})  # by the clause's nouns
_EMPTY = word_set("verbs", "empty")
_ENDS = frozenset({"comma", "stat", "stop", "prep", "conj", "be", "verb", "adv", "bracket", "aux"})
_OF_RESULTS = word_set("verbs", "of_results")
_LEADS_ON = word_set("verbs", "leads_on")
_BEFORE = frozenset({"noun", "num", "stat", "adv", "bracket"})
_OBJECT = frozenset({"topic", "group", "action", "relation"})


def verb_phrases(words: Sequence[Word], frame: Frame) -> Iterator[Span]:
    """Yield what a clause says of people by its verb, and by participles that end a phrase."""
    start, end = frame.clause.verb
    verb = next((k for k in range(end - 1, start - 1, -1) if words[k].tag == "verb"), None)
    if verb is not None and _TOLD_ELSEWHERE.isdisjoint(words[verb].verb_class.split()):
        denied = next((k for k in range(start, verb) if words[k].tag == "neg"), None)
        if words[verb].lemma not in (_EMPTY if denied is None else _OF_RESULTS):
            first = verb if denied is None else denied
            last = next(
                (
                    piece.end
                    for piece in frame.pieces
                    if piece.start == verb + 1 and not piece.link and piece.role in _OBJECT
                ),
                verb + 1,
            )
            yield words[first].start, words[last - 1].end
    for at in range(frame.clause.start + 1, frame.clause.end):
        after = words[at + 1] if at + 1 < len(words) else None
        if (
            words[at].tag == "part"
            and words[at - 1].tag in _BEFORE
            and words[at].lemma not in _EMPTY
            and (after is None or (after.tag in _ENDS and after.lemma not in _LEADS_ON))
        ):
            yield words[at].start, words[at].end
