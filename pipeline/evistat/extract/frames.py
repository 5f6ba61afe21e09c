"""A clause → its frame: which pieces may be the outcome, the exposure, the groups, the time.

A frame is read from the main verb: what changes, what is higher, what was associated with what. Which of its outcomes
a statistic belongs to is decided later by the statistic's place (``extract.pairing``).
"""

from __future__ import annotations

from dataclasses import replace

from evistat.extract.adjustments import pieces_told
from evistat.extract.association_frames import associated, association_noun, predictive, predictors
from evistat.extract.change_frames import at_risk, effective, exists, likely, subject, transitive, verbless
from evistat.extract.clauses import Clause, Sentence
from evistat.extract.frame import Frame, main_verb
from evistat.extract.introductions import about_introduction, introduction_end


def read_frame(sentence: Sentence, clause: Clause, arms: frozenset[str] = frozenset()) -> Frame:
    """Read one clause's frame."""
    words = sentence.words
    border = introduction_end(words, *clause.subject)
    introduction = [
        replace(piece, link=piece.link or "introduction")
        for piece in pieces_told(words, clause.subject[0], border, arms)
    ]
    left = (*introduction, *pieces_told(words, border, clause.subject[1], arms))
    right = tuple(pieces_told(words, *clause.rest, arms))
    verb = main_verb(words, clause)
    frame = Frame(clause, "none", left, right)
    for rule in RULES:
        if (read := rule(words, frame, verb)) is not None:
            read = replace(read, rule=f"subject.{rule.__name__}")
            return about_introduction(words, read, introduction, arms)
    return about_introduction(words, frame, introduction, arms)


RULES = (
    likely,
    at_risk,
    effective,
    association_noun,
    predictors,
    predictive,
    associated,
    exists,
    transitive,
    subject,
    verbless,
)
