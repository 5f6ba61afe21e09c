"""An outcome and the p-value of its sentence → the outcomes of the clauses before, where one p-value ends a row of clauses.

*Weight and waist fell, and the walk was longer (P < 0.05). Cough was rarer, fever rose and pain declined (all P < 0.01).*
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evistat.extract.clauses import read_sentence
from evistat.extract.context import Context
from evistat.extract.coordination import listed_with, named
from evistat.extract.finding import Mention, Result
from evistat.extract.list_items import is_group
from evistat.extract.phrases import phrase_before
from evistat.extract.sentence_comparisons import merged
from evistat.extract.words import Word
from evistat.lexicons import word_set

_COMPARATIVES = word_set("closed_class", "comparative")
_AUXILIARY = frozenset({"be", "have", "aux", "adv"})
_JOINING = frozenset({"and", "while", "whereas"})
_CHANGING = frozenset({"change", "happen"})
_IN_SUBJECT = frozenset({"noun", "adj", "det", "num", "ing", "bracket", "prep", "conj", "comma", "to"})


_MOST_CLAUSES = 8  # that share one p-value


def told_in_clauses_before(
    context: Context, outcome: Mention, result: Result, results: Mapping[int, Sequence[Result]]
) -> list[Mention]:
    """Return the outcomes of the clauses that share a p-value with the one after them, which tells of ``outcome``."""
    start, end = context.sentences[result.sentence]
    if outcome.end > result.start:
        return []
    spans = sorted({(one.start, one.end) for one in results[result.sentence]})
    words = read_sentence(context.folded, start, end, merged(spans)).words
    at = next((i for i, word in enumerate(words) if word.end > outcome.start), 0)
    stop = next((i for i, word in enumerate(words) if word.start >= result.start), len(words))
    if not any(_says_change(words, i) for i in range(at, stop)):
        return []
    found: list[Mention] = []
    for _ in range(_MOST_CLAUSES):
        said = _clause_end_before(words, at)
        if said is None:
            break
        subject = _subject(words, said)
        if subject is None:
            break
        mention = named(context, outcome, words[subject[0]].start, words[subject[1] - 1].end)
        row = listed_with(context, mention, spans)
        found = [*row, *found]
        at = next((i for i, word in enumerate(words) if word.end > row[0].start), 0)
    return found


def _says_change(words: Sequence[Word], index: int) -> bool:
    """Tell whether a word says that its subject changed or differed: "increased", "was lower"."""
    word = words[index]
    if word.tag == "verb":
        return not _CHANGING.isdisjoint(word.verb_class.split())
    if word.lemma not in _COMPARATIVES:
        return False
    before = index - 1
    while before > 0 and words[before].tag == "adv":
        before -= 1
    return before >= 0 and words[before].tag == "be"


def _clause_end_before(words: Sequence[Word], at: int) -> int | None:
    """Return the word that says what became of the subject of the clause before the one whose subject holds word ``at``."""
    joint = at - 1
    while joint >= 0 and words[joint].tag in _IN_SUBJECT and not _ends_clause(words, joint - 1):
        if words[joint].lemma == "but":
            return None
        joint -= 1
    end = joint
    while end >= 0 and _joins(words[end]):
        end -= 1
    if end == joint or end < 0 or not _ends_clause(words, end):
        return None
    while words[end].tag == "adv":
        end -= 1
    return end


def _joins(word: Word) -> bool:
    """Tell whether a word can stand between two clauses of a row."""
    return word.tag == "comma" or word.lemma in _JOINING or word.text == ";"


def _ends_clause(words: Sequence[Word], index: int) -> bool:
    """Tell whether a clause ends at a word: what it says of its subject, or the adverb behind it."""
    while index > 0 and words[index].tag == "adv":
        index -= 1
    return index >= 0 and _says_change(words, index)


def _subject(words: Sequence[Word], said: int) -> tuple[int, int] | None:
    """Return the noun phrase that is the subject of a verb, none where it names a group."""
    index = said
    while index > 0 and words[index - 1].tag in _AUXILIARY:
        index -= 1
    phrase = phrase_before(words, index)
    if phrase is None:
        return None
    begin, stop = phrase
    while begin < stop - 1 and words[begin].tag == "det":
        begin += 1
    while stop > begin + 1 and words[stop - 1].tag == "bracket":
        stop -= 1
    return None if is_group(words, begin, stop) else (begin, stop)
