"""A word that may be a verb, and its neighbours → verb, participle or noun."""

from __future__ import annotations

import re

from evistat.extract.closed_classes import class_of
from evistat.extract.verb_forms import VerbForm
from evistat.extract.words import Word
from evistat.lexicons import word_set

_NOUNISH = word_set("verbs", "nounish")
_ING_NOUNS = word_set("closed_class", "ing_noun")


def verb_in_context(
    form: VerbForm, before: list[Word], after: Word | None, closed: dict[str, str], forms: dict[str, VerbForm]
) -> str:
    """Tell whether a word with a verb reading is a verb, a participle or a noun here."""
    skipped = [word for word in before if word.tag not in {"adv", "neg"}]
    last = skipped[-1] if skipped else None
    adverb_before = bool(before) and before[-1].tag in {"adv", "neg"}
    last_tag = last.tag if last else "start"
    following = class_of(after, closed)
    next_form = forms.get(after.lemma) if after is not None else None
    match form.form:
        case "ing":
            if form.base + "ing" in _ING_NOUNS:
                return "noun"
            if last_tag == "det" and not adverb_before:
                return "noun"
            return "verb" if last_tag == "be" else "ing"
        case "ed":
            if last_tag == "be":
                return "verb"
            if last is not None and last.tag == "ing" and last.lemma == "being":
                return "adj"  # "being aged 11-16 years"
            if form.base == "include" and following == "stop" and not _after_verb(before):
                return "verb"  # "factors associated with falls included: …"
            if (
                last is not None
                and last.lemma in {"all", "both"}
                and len(skipped) > 1
                and skipped[-2].tag == "noun"
            ):
                return "verb"  # "pain and fatigue both decreased"
            if last_tag == "have":
                return (
                    "adj"
                    if following == "noun" and not adverb_before and "change" in form.classes
                    else "verb"
                )
            if last_tag in {"det", "prep", "to", "num", "adj", "start", "conj", "comma"} or (
                last_tag == "noun" and last and _is_adjective(last)
            ):
                if last_tag in {"conj", "comma"} and following in {"det", "to", "prep", "adj"}:
                    return "verb"
                if last_tag in {"conj", "comma"} and (
                    (adverb_before and before[-1].tag == "adv") or _parallel(form, before)
                ):
                    return "verb"
                if last_tag == "comma" and following in {"noun", "det"} and _apposed(form, before):
                    return "verb"
                if following in {"prep", "to"} and last_tag not in {"det", "adj"}:
                    return "part"
                return "adj"
            if (
                last_tag in {"noun", "stat", "ing"}
                and (
                    following in {"prep", "to", "adv", "stat", "end", "stop", "bracket"}
                    or ("find" in form.classes and any(word.lemma == "there" for word in before))
                )
                and _after_verb(before)
            ):
                return "part"
            if (
                last_tag == "noun"
                and after is not None
                and after.lemma == "by"
                and "change" not in form.classes
            ):
                return "part"  # "the pain felt by the controls"
            if last_tag in {"noun", "pron", "rel", "stat", "bracket", "ing"}:
                if "qualify" in form.classes and following in {
                    "prep",
                    "to",
                    "stat",
                    "end",
                    "comma",
                    "conj",
                    "be",
                    "have",
                    "aux",
                    "sub",
                    "stop",
                }:
                    return "verb" if last_tag in {"pron", "rel"} else "part"
                if "qualify" in form.classes and not form.classes & _ACTIVE and following in {"noun", "det"}:
                    if last is not None and last.lemma in _PEOPLE:
                        return "part"
                    if following == "noun":
                        return "verb" if adverb_before else "adj"
                return "verb"
            return "part" if following in {"prep", "to"} else "adj"
        case "s":
            if last_tag in {"det", "adj", "prep", "to", "num", "start"} or (
                _is(after, "of") and form.base not in _WITH_OF
            ):
                return "noun"  # "cut monthly household purchases of sweets"
            if form.base in _NOUNISH:
                if last_tag in {"pron", "rel"} or adverb_before:
                    return "verb"
                if (
                    "change" in form.classes
                    and last_tag in {"noun", "bracket", "stat"}
                    and following == "det"
                ):
                    return "verb"  # "cognitive impairment increases the risk"
                return (
                    "verb"
                    if form.base in {"result", "lead"} and after is not None and after.lemma in {"in", "to"}
                    else "noun"
                )
            if following in {"be", "have", "aux"} or (
                last_tag in {"conj", "comma"} and following in {"prep", "comma", "stat", "conj"}
            ):
                return "noun"
            return "verb"
        case _:
            if last_tag == "to" and len(skipped) > 1 and skipped[-2].lemma in _TAKES_TO:
                return "noun"
            if last_tag in {"to", "aux"}:
                return "verb"
            if (
                form.base in _NOUNISH
                and last is not None
                and last.lemma == "that"
                and (following in {"stat", "bracket", "comma", "conj"} or _is(after, "of"))
            ):
                return "noun"  # "showed that age (…) and sex (…) were …"
            if last_tag in {"pron", "rel"} and following not in {"be", "have", "aux"}:
                return "verb"
            if form.classes & {"show", "find"} and last is not None and _shown(last, after):
                return "verb"  # "men show higher scores", "the results suggest that …"
            if form.base in _NOUNISH or last_tag in {"det", "adj", "prep", "num", "start"}:
                return "noun"
            if (
                last_tag in {"noun", "bracket", "stat"}
                and last
                and last.text.endswith("s")
                and following in {"det", "noun", "adj", "adv", "prep", "to"}
            ):
                return "verb"
            return "verb" if next_form is None and following == "det" else "noun"


def _shown(last: Word, after: Word | None) -> bool:
    """Tell whether a base form between a plural and what it is followed by can only be a verb."""
    plural = last.tag == "noun" and (
        last.lemma in _PLURALS or (last.text.endswith("s") and not last.text.endswith(("ss", "is", "us")))
    )
    return plural and after is not None and after.lemma in _SHOWN


_PLURALS = word_set("verbs", "plural")
_SHOWN = word_set("verbs", "after_shown")


def _is(word: Word | None, lemma: str) -> bool:
    return word is not None and word.lemma == lemma


_WITH_OF = frozenset({"consist", "complain", "approve", "dispose"})
_TAKES_TO = word_set("closed_class", "takes_to")
_PEOPLE = word_set("arms", "head")
_ACTIVE = frozenset({"change", "show", "happen", "find", "associate"})


def _apposed(form: VerbForm, before: list[Word]) -> bool:
    """Tell whether a comparator stood between commas: "the drug, compared with placebo, improved appetite"."""
    if not form.classes & {"change", "show", "happen"} or sum(word.tag == "comma" for word in before) < 2:
        return False
    return not any(word.tag in {"verb", "be", "have", "aux"} for word in before) and any(
        word.lemma in {"compared", "versus", "relative", "unlike", "like", "but"} for word in before
    )


def _parallel(form: VerbForm, before: list[Word]) -> bool:
    """Tell whether an active past verb went before, which "and reduced pain" can be parallel to."""
    if not form.classes & {"change", "show", "happen"}:
        return False
    for index in range(len(before) - 1, -1, -1):
        if before[index].tag == "verb":
            return index == 0 or before[index - 1].tag not in {"be", "aux", "have"}
        if before[index].tag in {"sub", "stop", "be", "have", "aux"}:
            return False
    return False


def _after_verb(before: list[Word]) -> bool:
    """Tell whether a verb went before with no border of clauses since: what follows can only qualify."""
    for word in reversed(before):
        if word.tag in {"verb", "be", "have", "aux"}:
            return True
        if word.tag in {"comma", "conj", "sub", "rel", "stop", "stat"}:
            return False
    return False


_ADJECTIVE = re.compile(
    r".{3,}(?:ous|ical|ional|ial|ic|ive|ful|less|able|ible|ary|ular|inal|eral|ural|oid|oral)$"
)


def _is_adjective(word: Word) -> bool:
    """Tell whether a word of the open class looks like an adjective."""
    return bool(_ADJECTIVE.match(word.lemma)) or (word.lemma[:1].isdigit() and "-" in word.lemma)
