"""Words → the same with coarse classes, with no trained tagger.

Classes come from closed lists, a list of the verbs that report results, suffixes, and the neighbours of a word.

Classes (``Word.tag``): noun (open class: nouns, adjectives, names) · adj (participle or comparison word before a noun
or as predicate) · det · pron · prep · to · conj · sub · rel · be · have · aux (do, modal) · verb (finite, or participle
after be) · part (participle that qualifies the noun before it) · ing · adv · neg · num · comma · stop (; : and full
stop) · bracket · stat · other.
"""

from __future__ import annotations

from collections.abc import Iterator

from evistat.extract.closed_classes import closed_class, closed_in_context, is_adverb
from evistat.extract.joined_words import join_complex, qualified, set_aside
from evistat.extract.verb_forms import VerbForm, verb_forms
from evistat.extract.verb_readings import verb_in_context
from evistat.extract.words import REACH, Word
from evistat.lexicons import word_set

_PURPOSES = word_set("outcomes", "purpose")


def classify(raw: list[Word]) -> Iterator[Word]:
    """Give each word its class, reading left to right with one word of look-ahead."""
    closed = closed_class()
    forms = verb_forms()
    tagged: list[Word] = []
    told: list[Word] = []  # what was tagged, brackets left out
    for index, word in enumerate(raw):
        if word.tag:
            tagged.append(word)
            if word.tag != "bracket":
                told.append(word)
            continue
        after = raw[index + 1] if index + 1 < len(raw) else None
        word.tag, word.lemma, word.verb_class = _tag(word, told, after, closed, forms)
        tagged.append(word)
        told.append(word)
    return iter(set_aside(join_complex(qualified(tagged))))


def _tag(
    word: Word, told: list[Word], after: Word | None, closed: dict[str, str], forms: dict[str, VerbForm]
) -> tuple[str, str, str]:
    """Return a word's class, its lemma and the classes of its verb, from the words ``told`` before and the next one."""
    low = word.lemma
    if word.text in {"A", "I"} and told:
        return "noun", low, ""  # "arm A", "group I"
    if low in closed and word.text in _CAPITALS:
        return "noun", low, ""
    if low in closed:
        return closed_in_context(low, closed[low], told[-REACH:], after, closed), low, ""
    form = forms.get(low)
    if form is None and (
        low.endswith("ed") and not low.endswith(("eed", "dred")) and len(low) > 4 and word.text[0].islower()
    ):
        form = VerbForm(low, "ed", frozenset({"qualify", "other"}))
    if form is None and told and (told[-1].tag, told[-1].lemma) == ("rel", "who"):
        return (
            "adv" if is_adverb(low) else "verb",
            low,
            "",
        )  # "those who swim": what follows can only be a verb
    if form is None:
        return "adv" if is_adverb(low) else "noun", low, ""
    before = told[-REACH:]
    tag = (
        "noun"  # "intention to use X" is a name
        if form.form == "base"
        and len(before) > 1
        and before[-1].tag == "to"
        and before[-2].tag == "noun"
        and before[-2].lemma in _PURPOSES
        else verb_in_context(form, before, after, closed, forms)
    )
    return tag, form.base if tag in {"verb", "part", "ing"} else low, " ".join(sorted(form.classes))


_CAPITALS = frozenset({"WHO", "US", "IT", "EG", "IE", "SO", "AM", "HER"})  # names, not pronouns
