"""A sentence of folded text → words with coarse classes, noun phrases, verb groups and clauses, with no trained tagger.

Word classes come from closed lists, a list of the verbs that report results, suffixes, and the neighbours of a word.
Bracketed stretches become one word (``bracket``, or ``stat`` where they hold one of the given statistics), so that a
sentence reads as if its brackets weren't there; statistics outside brackets become ``stat`` words, too.

Classes (``Word.tag``): noun (open class: nouns, adjectives, names) · adj (participle or comparison word before a noun
or as predicate) · det · pron · prep · to · conj · sub · rel · be · have · aux (do, modal) · verb (finite, or participle
after be) · part (participle that qualifies the noun before it) · ing · adv · neg · num · comma · stop (; : and full
stop) · bracket · stat · other.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from evistat.lexicons import lexicon


# Not frozen: a document has hundreds of them, and a frozen one takes four times as long to make.
@dataclass(slots=True)
class Word:
    """One word, number, punctuation mark or bracketed stretch; ``lemma`` is the base form of a known verb, else lower-case text."""

    text: str
    start: int
    end: int
    tag: str
    lemma: str
    verb_class: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of words with at most one verb group: subject, verb group and what follows, as word ranges (start, end).

    ``inherited`` tells that the subject stands in an earlier clause ("reduced A and increased B").
    """

    start: int
    end: int
    subject: tuple[int, int]
    verb: tuple[int, int]
    rest: tuple[int, int]
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A read sentence: its words in order and its clauses."""

    start: int
    end: int
    words: tuple[Word, ...]
    clauses: tuple[Clause, ...]

    def word_at(self, offset: int) -> int:
        """Return the index of the last word that starts at or before ``offset``."""
        return max(0, bisect_left(self.words, offset + 1, key=lambda word: word.start) - 1)

    def clause_at(self, index: int) -> Clause | None:
        """Return the clause that holds word ``index``, None where there is none."""
        for clause in self.clauses:
            if clause.start <= index < clause.end:
                return clause
        return self.clauses[-1] if self.clauses else None


_TOKEN = re.compile(
    r"(?P<initials>(?:[A-Za-z]\.){2,})(?![a-z])|(?P<species>[A-Z]\. ?[a-z]{4,})"
    r"|(?P<word>\d+(?:[.,]\d+)?(?:-(?=[^\W\d_])|\(OH\)(?=[A-Z])|(?=[^\W\d_]))[^\W_]+(?:[-/'’+:][^\W_]+)*\+?"
    r"|[^\W\d_][^\W_]*(?:(?:[-/'’+*]|\.(?=\d))[^\W_]+|\(\d{0,2}[+-]?\)(?=[^\W_]))*(?:\+(?!\w)|(?<=s)'(?= ))?"
    r"|[ΔδγβακμT]-?[^\W_]+)"
    r"|(?P<number>(?:[<>≤≥±~]=? ?)?[-+]?\d+(?:[.,:]\d+)*(?:/\d+(?:\.\d+)?)?(?: ?%)?)"
    r"|(?P<space>\s+)|(?P<mark>.)",
    re.DOTALL,
)
_OPENING = {"(": ")", "[": "]", "{": "}"}


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """Return one word list of a lexicon as a set."""
    return frozenset(lexicon(name)[key])


_ADVERB_EXCEPTIONS = word_set("closed_class", "not_adverb")
_PURPOSES = word_set("outcomes", "purpose")
_NOUNISH = word_set("verbs", "nounish")
_ING_NOUNS = word_set("closed_class", "ing_noun")


@cache
def _closed() -> dict[str, str]:
    """Return the tag of every closed-class word."""
    data = lexicon("closed_class")
    tags: dict[str, str] = {}
    for name, tag in (
        ("adverb", "adv"), ("comparative", "adj"), ("number_word", "num"), ("preposition", "prep"), ("conjunction", "conj"),
        ("subordinator", "sub"), ("pronoun", "pron"), ("relative", "rel"), ("det", "det"), ("modal", "aux"), ("do", "aux"),
        ("have", "have"), ("be", "be"), ("negation", "neg"),
    ):  # fmt: skip
        tags.update(dict.fromkeys(data[name], tag))
    tags["to"] = "to"
    tags["that"] = "rel"
    tags["than"] = "prep"
    tags["as"] = "prep"
    return tags


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A known verb form: base form, which form it is (base, s, ed, ing) and the classes of the verb."""

    base: str
    form: str
    classes: frozenset[str]


@cache
def verb_forms() -> dict[str, VerbForm]:
    """Return every known form of every verb of the lexicon."""
    data = lexicon("verbs")
    classes: dict[str, set[str]] = {}
    for name in ("change", "happen", "show", "find", "associate", "qualify"):
        for base in data[name]:
            classes.setdefault(base, set()).add(name)
    doubled = set(data["doubled"])
    forms: dict[str, VerbForm] = {}
    for base, names in classes.items():
        frozen = frozenset(names)
        for written, form in _inflect(base, double=base in doubled):
            forms.setdefault(written, VerbForm(base, form, frozen))
    for written, base in data["irregular"].items():
        forms[written] = VerbForm(base, "ed", frozenset(classes.get(base, {"other"})))
    return forms


def _inflect(base: str, *, double: bool) -> Iterator[tuple[str, str]]:
    yield base, "base"
    stem = base + base[-1] if double else base
    if base.endswith("y") and base[-2] not in "aeou":
        yield base[:-1] + "ies", "s"
        yield base[:-1] + "ied", "ed"
        yield base + "ing", "ing"
    elif base.endswith("e"):
        yield base + "s", "s"
        yield base + "d", "ed"
        yield base[:-1] + "ing", "ing"
    else:
        yield base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"), "s"
        yield stem + "ed", "ed"
        yield stem + "ing", "ing"


def read_sentence(folded: str, start: int, end: int, statistics: Sequence[tuple[int, int]] = ()) -> Sentence:
    """Read one sentence; ``statistics`` are spans of numbers that are to count as one ``stat`` word each."""
    raw = _tokens(folded, start, end, statistics)
    words = tuple(_classify(raw))
    return Sentence(start, end, words, tuple(_clauses(words)))


def _tokens(folded: str, start: int, end: int, statistics: Sequence[tuple[int, int]]) -> list[Word]:
    """Cut a stretch into words; bracketed stretches and statistics are one word each."""
    masks = sorted(span for span in statistics if span[1] > start and span[0] < end)
    masks.append((end, end))
    words: list[Word] = []
    position = start
    mask = 0
    while position < end:
        while masks[mask][1] <= position:
            mask += 1
        limit, stop = masks[mask]
        if limit <= position:
            stop = min(end, stop)
            words.append(Word(folded[position:stop], position, stop, "stat", ""))
            position = stop
            continue
        character = folded[position]
        if character == " ":
            position += 1
            continue
        if character in _OPENING and (close := _closing(folded, position, end)) > 0:
            inside = any(a < close and b > position for a, b in masks)
            words.append(Word(folded[position:close], position, close, "stat" if inside else "bracket", ""))
            position = close
            continue
        match = _TOKEN.match(folded, position, limit)
        if match is None:
            position += 1
            continue
        begin, position = match.span()
        kind = match.lastgroup
        if kind == "space":
            continue
        text = match[0]
        if kind == "number":
            words.append(Word(text, begin, position, "num", text))
        elif kind != "mark":
            words.append(Word(text, begin, position, "", text.lower()))
        else:
            joins = (
                text == "+"
                and words
                and words[-1].tag == ""
                and folded[position : position + 2].strip()[:1].isalpha()
            )
            words.append(Word(text, begin, position, "noun" if joins else _mark(text), text))
    return words


def _mark(character: str) -> str:
    if character == ",":
        return "comma"
    if character in ";:.?!":
        return "stop"
    if character in "≥≤":
        return "adj"
    return "conj" if character == "&" else "other"


def _closing(folded: str, position: int, end: int) -> int:
    """Return the offset after the bracket that closes the one at ``position``, 0 where the sentence has none."""
    closing = _OPENING[folded[position]]
    depth = 0
    for index in range(position, min(end, position + 600)):
        if folded[index] == folded[position]:
            depth += 1
        elif folded[index] == closing:
            depth -= 1
            if depth == 0:
                return index + 1
    return 0


_REACH = 60  # words that a reading looks back


def _classify(raw: list[Word]) -> Iterator[Word]:
    """Give each word its class, reading left to right with one word of look-ahead."""
    closed = _closed()
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
    return iter(_set_aside(_join_complex(_qualified(tagged))))


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
        return _closed_in_context(low, closed[low], told[-_REACH:], after, closed), low, ""
    form = forms.get(low)
    if form is None and (
        low.endswith("ed") and not low.endswith(("eed", "dred")) and len(low) > 4 and word.text[0].islower()
    ):
        form = VerbForm(low, "ed", frozenset({"qualify", "other"}))
    if form is None:
        return "adv" if _is_adverb(low) else "noun", low, ""
    before = told[-_REACH:]
    tag = (
        "noun"  # "intention to use X" is a name
        if form.form == "base"
        and len(before) > 1
        and before[-1].tag == "to"
        and before[-2].tag == "noun"
        and before[-2].lemma in _PURPOSES
        else _verb_in_context(form, before, after, closed, forms)
    )
    return tag, form.base if tag in {"verb", "part", "ing"} else low, " ".join(sorted(form.classes))


_CAPITALS = frozenset({"WHO", "US", "IT"})  # names, not pronouns

_QUALIFYING = frozenset({"at", "by", "during", "for", "from", "in", "on", "per", "under", "with", "within"})
_FINITE = frozenset({"was", "were", "is", "are", "had", "has", "have", "did", "does"})


def _qualified(words: list[Word]) -> list[Word]:
    """Make participles of past forms whose subject has another verb (*the time spent on rounds was shorter*)."""
    result = list(words)
    for index in range(1, len(words) - 2):
        word = words[index]
        if word.tag != "verb" or words[index + 1].lemma not in _QUALIFYING or words[index - 1].tag != "noun":
            continue
        if word.lemma == word.text.lower() and not word.text.endswith("ed"):
            continue  # no past form
        for later in words[index + 2 : index + _REACH]:
            if later.tag in {"comma", "conj", "sub", "rel", "stop", "stat", "verb"}:
                break
            if later.lemma in _FINITE and later.tag in {"be", "have", "aux"}:
                result[index] = replace(word, tag="part")
                break
    return result


_COMPLEX = word_set("closed_class", "complex")
_NUMBERED = word_set("closed_class", "numbered")


def _join_complex(words: list[Word]) -> list[Word]:
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


def _set_aside(words: list[Word]) -> list[Word]:
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
        # A participle before its noun reads as a verb here ("not stimulated C-peptide").
        if words[stop].tag == "verb" and words[stop].text.endswith("ed"):
            stop += 1
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


def _is_adverb(low: str) -> bool:
    return (
        low.endswith("ly")
        and len(low) > 4
        and not low.endswith(("galy", "-only"))
        and low not in _ADVERB_EXCEPTIONS
    )


def _class_of(word: Word | None, closed: dict[str, str]) -> str:
    """Return the class of a word not yet read, as far as lists tell it."""
    if word is None:
        return "end"
    if word.tag:
        return word.tag
    if _is_adverb(word.lemma):
        return "adv"
    if word.lemma in {"being", "having"}:
        return "ing"
    return closed.get(word.lemma, "noun")


_DEGREES = frozenset({"more", "less", "least", "most"})
_AUXILIARY = frozenset({"be", "have", "aux"})
_LISTED_AFTER = frozenset({"factors", "predictors", "determinants", "factor", "predictor", "correlates"})


def _closed_in_context(
    low: str,
    tag: str,
    before: list[Word],
    after: Word | None,
    closed: dict[str, str],
) -> str:
    """Settle the few closed-class words that have two readings."""
    following = _class_of(after, closed)
    if low == "that":
        if following == "det":
            return "sub"
        if following == "prep" and before and before[-1].tag in {"prep", "to"}:
            return "pron"
        if (
            before
            and before[-1].tag in {"noun", "stat"}
            and following in {"be", "have", "aux", "noun", "verb", "adv"}
        ):
            return "rel"
        if (before and before[-1].tag == "prep") or (following in {"noun"} and not before):
            return "det"
        return "pron" if after is not None and after.lemma in {"of", "in", "for"} else "rel"
    if low == "lower" and following == "det" and before and before[-1].tag in {"aux", "to"}:
        return "verb"
    if low in {"following", "compared", "like"} and before and before[-1].tag == "be":
        return "verb"
    if low == "being" and (
        not before
        or (
            next((word for word in reversed(before) if word.tag != "adv"), before[-1]).tag not in _AUXILIARY
            and not any(word.lemma == "with" for word in before[-4:-1])
        )
    ):
        return "ing"  # "delivery being at home"
    if low in {"being", "having"} and (
        not before
        or before[-1].tag in {"prep", "to", "conj", "det", "comma", "stat", "verb"}
        or (before[-1].tag == "be" and any(word.lemma in _LISTED_AFTER for word in before[-20:]))
        or (before[-1].tag == "neg" and (len(before) < 2 or before[-2].tag in {"conj", "comma", "stat"}))
    ):
        return "ing"
    if low == "had" and before and before[-1].lemma == "having":
        return "adv"  # "having had multiple partners" names an action
    if low == "those" and (
        following in {"prep", "rel"} or (after is not None and after.lemma.endswith(("ed", "ing")))
    ):
        return "noun"
    if low == "overall" and following == "noun":
        return "adj"
    if low == "both":
        return "det"
    if low in {"neither", "either"}:
        return "det"
    if low in {"one", "ones"}:
        return "num"
    if low in {"relative", "subsequent", "due", "prior"}:
        return "prep" if after is not None and after.lemma == "to" else "adj"
    if low == "since":
        return "prep" if following in {"noun", "num", "det"} else "sub"
    if low in {"after", "before", "until"}:
        return "prep"
    if low in _DEGREES and following == "adv":
        return "adv"  # "was most strongly associated"
    if tag == "adv" and low in _DEGREES:
        return "adj"
    if low in {"later", "earlier"} and before and before[-1].tag in {"num", "noun"}:
        return "adv"
    return tag


def _verb_in_context(
    form: VerbForm, before: list[Word], after: Word | None, closed: dict[str, str], forms: dict[str, VerbForm]
) -> str:
    """Tell whether a word with a verb reading is a verb, a participle or a noun here."""
    nounish = _NOUNISH
    skipped = [word for word in before if word.tag not in {"adv", "neg"}]
    last = skipped[-1] if skipped else None
    adverb_before = bool(before) and before[-1].tag in {"adv", "neg"}
    last_tag = last.tag if last else "start"
    following = _class_of(after, closed)
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
            if last_tag == "num" and adverb_before:
                return "verb"
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
                    if last is not None and last.lemma in _people():
                        return "part"
                    if following == "noun":
                        return "verb" if adverb_before else "adj"
                return "verb"
            return "part" if following in {"prep", "to"} else "adj"
        case "s":
            if last_tag in {"det", "adj", "prep", "to", "num", "start"}:
                return "noun"
            if form.base in nounish:
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
            if last_tag in {"pron", "rel"} and following not in {"be", "have", "aux"}:
                return "verb"
            if form.base in nounish or last_tag in {"det", "adj", "prep", "num", "start"}:
                return "noun"
            if (
                last_tag in {"noun", "bracket", "stat"}
                and last
                and last.text.endswith("s")
                and following in {"det", "noun", "adj", "adv", "prep", "to"}
            ):
                return "verb"
            return "verb" if next_form is None and following == "det" else "noun"


_TAKES_TO = word_set("closed_class", "takes_to")
_ACTIVE = frozenset({"change", "show", "happen", "find", "associate"})


@cache
def _people() -> frozenset[str]:
    return frozenset(lexicon("arms")["head"])


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
    return (
        bool(_ADJECTIVE.match(word.lemma))
        or word.tag == "adj"
        or (word.lemma[:1].isdigit() and "-" in word.lemma)
    )


def _verb_groups(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Return the verb groups (auxiliaries, adverbs, negation, verb) as word ranges."""
    groups: list[tuple[int, int]] = []
    index = 0
    while index < len(words):
        if words[index].tag in {"be", "have", "aux", "verb"}:
            end = index + 1
            last = end
            while end < len(words) and words[end].tag in {
                "be",
                "have",
                "aux",
                "verb",
                "adv",
                "neg",
                "bracket",
            }:
                if words[end].tag in {"be", "have", "aux", "verb"}:
                    # "levels were increased improved": a second finite verb begins its own group
                    if any(word.tag == "verb" for word in words[index:end]):
                        break
                    last = end + 1
                elif words[end].tag == "neg":
                    last = end + 1
                end += 1
                if (
                    end + 1 < len(words)
                    and words[end].tag == "conj"
                    and words[end - 1].tag == words[end + 1].tag == "adv"
                ):
                    end += 1  # "were independently and positively associated"
            while index and words[index - 1].tag in {"adv", "neg"}:
                index -= 1
            infinitive = index > 0 and words[index - 1].tag == "to"
            if infinitive and groups and groups[-1][1] == index - 1:
                # "was found to be associated", "tended to increase": one verb group
                groups[-1] = (groups[-1][0], last)
                index = last
                continue
            if not infinitive or not groups:
                groups.append((index, last))
            index = last
        else:
            index += 1
    return groups


def _clauses(words: Sequence[Word]) -> Iterator[Clause]:
    """Cut a sentence into clauses with one verb group each."""
    groups = _verb_groups(words)
    if not groups:
        yield Clause(0, len(words), (0, 0), (0, 0), (0, len(words)))
        return
    starts = [0]
    for (_, before_end), (after_start, _) in itertools.pairwise(groups):
        starts.append(_border(words, before_end, after_start))
    starts.append(len(words))
    subject = (0, 0)
    waiting: tuple[int, int] | None = None  # a subject whose verb stands after a relative clause
    for number, group in enumerate(groups):
        start, end = starts[number], starts[number + 1]
        first = start
        while first < group[0] and words[first].tag in _CLAUSE_OPENERS:
            first += 1
        relative = _relative_before(words, start, group[0])
        if relative is not None and relative > first:
            # "patients who responded … were": the verb belongs to the relative clause
            waiting = (first, group[0])
            yield Clause(relative, end, _relative_subject(words, relative), group, (group[1], end), True)
            continue
        own = (first, group[0])
        inherited = not any(word.tag in _NOMINAL for word in words[first : group[0]])
        resumed = waiting is not None and (inherited or _resumes(words, groups[number - 1][1], group[0]))
        if resumed and waiting is not None:
            own, waiting = (waiting[0], group[0]), None
            subject = own
        elif inherited:
            own = _relative_subject(words, start) if words[start].tag == "rel" else subject
        else:
            subject = own
        breaks = [
            index
            for index in range(group[1] + (words[group[1] - 1].lemma in _LISTS), end)
            if words[index].text == ";" and index + 1 < end and words[index + 1].tag in _NOMINAL | {"det"}
        ]
        for first_word, last_word in itertools.pairwise([start, *breaks, end]):
            if first_word == start:
                yield Clause(start, last_word, own, group, (group[1], last_word), inherited or resumed)
            else:
                yield Clause(
                    first_word,
                    last_word,
                    (first_word, first_word),
                    (first_word, first_word),
                    (first_word + 1, last_word),
                )


_LISTS = frozenset({"include", "were", "are"})  # "predictors included; age (…), sex (…)"
_CLAUSE_OPENERS = frozenset({"conj", "comma", "sub", "stop", "rel", "adv", "other"})
_NOMINAL = frozenset({"noun", "pron", "adj", "num", "ing"})


def _relative_before(words: Sequence[Word], start: int, verb: int) -> int | None:
    """Return the relative pronoun that opens the clause of the verb at ``verb``, None where there is none."""
    for index in range(verb - 1, start - 1, -1):
        if words[index].tag == "rel":
            return index if words[index].lemma != "that" or index > start else None
        if words[index].tag not in {"adv", "neg", "bracket"}:
            return None
    return None


def _resumes(words: Sequence[Word], start: int, end: int) -> bool:
    """Tell whether no border stands between two verbs, so that the second takes up an earlier subject."""
    between = words[start:end]
    if any(word.tag in {"sub", "stop", "rel"} for word in between):
        return False
    last = between[-1] if between else None
    if last is not None and last.tag in {"comma", "stat"}:
        return True
    return not any(word.tag in {"conj", "comma"} for word in between)


def _relative_subject(words: Sequence[Word], index: int) -> tuple[int, int]:
    """Return the noun phrase that a relative pronoun at ``index`` takes up."""
    phrase = phrase_before(words, index)
    return phrase if phrase else (0, 0)


def _border(words: Sequence[Word], start: int, end: int) -> int:
    """Return where, between two verb groups, the second one's clause begins."""
    for index in range(end - 1, start - 1, -1):
        if words[index].tag in {"sub", "rel"} or (words[index].tag == "stop" and words[index].text in ";:."):
            return index
    conjunctions = [index for index in range(start, end) if words[index].tag == "conj"]
    for index in reversed(conjunctions):
        if (
            words[index].lemma in {"but", "yet"}
            and index + 1 < len(words)
            and words[index + 1].tag not in {"neg", "adv"}
        ):
            return index
    for index in reversed(conjunctions):
        # ", and B was": a comma or a bracket before the conjunction, or nothing but the verb after it
        if index > start and words[index - 1].tag in {"comma", "stat"}:
            return index
    if conjunctions and not any(
        word.tag in {"noun", "num", "pron"} for word in words[conjunctions[-1] : end]
    ):
        return conjunctions[-1]
    if conjunctions:
        return conjunctions[0]
    for index in range(end - 1, start - 1, -1):
        if words[index].tag == "comma":
            return index
    return end if start == end else max(start, _subject_start(words, end))


def _subject_start(words: Sequence[Word], verb: int) -> int:
    phrase = phrase_before(words, verb)
    return phrase[0] if phrase else verb


_INSIDE = frozenset({"noun", "adj", "num", "det", "bracket", "ing"})


def base_phrases(words: Sequence[Word], start: int, end: int) -> list[tuple[int, int]]:
    """Return the noun phrases without prepositional phrases inside a range of words, as word ranges in order."""
    found: list[tuple[int, int]] = []
    index = start
    while index < end:
        if words[index].tag in {"noun", "adj", "num", "det", "ing"}:
            last = index
            cursor = index
            while cursor < end and words[cursor].tag in _INSIDE:
                if cursor > index and words[cursor].tag == "det" and words[last].tag in {"noun", "ing"}:
                    break
                if words[cursor].tag != "bracket":
                    last = cursor
                cursor += 1
            if any(word.tag in {"noun", "ing", "adj"} for word in words[index : last + 1]):
                found.append((index, last + 1))
            index = max(cursor, index + 1)
        else:
            index += 1
    return found


def phrase_before(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Return the base noun phrase that ends right before word ``index`` (adverbs and brackets between don't count)."""
    end = index
    while end > 0 and words[end - 1].tag in {"adv", "bracket", "comma", "stat"}:
        end -= 1
    start = end
    while start > 0 and words[start - 1].tag in _INSIDE:
        if words[start - 1].tag == "det":
            start -= 1
            break
        start -= 1
    while start < end and words[start].tag == "bracket":
        start += 1
    return (start, end) if end > start else None
