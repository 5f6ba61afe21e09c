"""Words with classes → the same where several act as one: "with respect to", "grade 3 or 4", "the time spent on"."""

from __future__ import annotations

from dataclasses import replace

from evistat.extract.words import REACH, Word
from evistat.lexicons import word_set

_QUALIFYING = frozenset({"at", "by", "during", "for", "from", "in", "on", "per", "under", "with", "within"})
_FINITE = frozenset({"was", "were", "is", "are", "had", "has", "have", "did", "does"})


def qualified(words: list[Word]) -> list[Word]:
    """Make participles of past forms whose subject has another verb (*the time spent on rounds was shorter*)."""
    result = list(words)
    for index in range(1, len(words) - 2):
        word = words[index]
        if word.tag != "verb" or words[index + 1].lemma not in _QUALIFYING or words[index - 1].tag != "noun":
            continue
        if word.lemma == word.text.lower():
            continue  # no past form
        for later in words[index + 2 : index + REACH]:
            if later.tag in {"comma", "conj", "sub", "rel", "stop", "stat", "verb"}:
                break
            if later.lemma in _FINITE:
                result[index] = replace(word, tag="part")
                break
    return result


_COMPLEX = word_set("closed_class", "complex")
_NUMBERED = word_set("closed_class", "numbered")


def join_complex(words: list[Word]) -> list[Word]:
    """Make prepositions of "with respect to", "compared with", a conjunction of "as well as", one number of "grade 3 or 4"."""
    joined = list(words)
    for index in range(1, len(words) - 1):
        before, word, after = words[index - 1], words[index], words[index + 1]
        if (
            word.lemma in _COMPLEX
            and before.lemma in {"in", "with", "by", "on"}
            and after.lemma in {"to", "of", "with"}
        ):
            name = "regarding" if word.lemma in {"regard", "regards", "respect", "terms"} else word.lemma
            joined[index] = replace(word, tag="prep", lemma=name)
        elif word.lemma == "well" and before.lemma == "as" and after.lemma == "as":
            for place in (index - 1, index, index + 1):
                joined[place] = replace(words[place], tag="conj")
        elif word.lemma in {"follow", "followed"} and after.lemma == "by" and before.tag in {"comma", "stat"}:
            for place in (index, index + 1):
                joined[place] = replace(words[place], tag="conj")  # "with age (…), followed by sex (…)"
        elif (
            word.tag in {"conj", "to"}
            and index > 1
            and before.tag == after.tag == "num"
            and words[index - 2].lemma in _NUMBERED
        ):
            joined[index] = replace(word, tag="num")
    return joined


def set_aside(words: list[Word]) -> list[Word]:
    """Set aside what a subject leaves out ("the ratio but not stimulated C-peptide remained …"), as a bracket would."""
    result = list(words)
    for index in range(1, len(words) - 3):
        if (
            words[index].lemma != "but"
            or words[index + 1].lemma != "not"
            or words[index - 1].tag not in {"noun", "bracket"}
        ):
            continue
        stop = index + 2
        while (
            stop < len(words)
            and stop - index < 8
            and words[stop].tag in {"noun", "adj", "det", "num", "bracket", "part"}
        ):
            stop += 1
        if (
            stop < len(words)
            and words[stop - 1].tag in {"noun", "bracket"}
            and words[stop].tag in {"be", "have", "aux", "verb"}
        ):
            for place in range(index, stop):
                result[place] = replace(words[place], tag="bracket")
    return result
