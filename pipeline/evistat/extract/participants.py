"""A document → how many people were randomised, analysed, included or enrolled, each with its place.

A count is a number of people that is the subject or object of its verb ("70 patients were randomised", "we
randomised 333 patients"). Counts that are only planned are none, and a single arm's count isn't the study's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from evistat.extract.context import Context
from evistat.extract.trie import trie
from evistat.lexicons import lexicon

# A count and its verb stand no further apart than this, and no further than that where the verb says little.
VERB_REACH = 180
TOLD_REACH = 60
# The kind of those of whom no verb of counting says anything, but who seem to be the whole sample.
TOLD = "told"
# "A trial of … in 40 men": how far before its people a study is named.
DONE_REACH = 400
# An arm's count is printed this near to the word that names it one.
ARM_REACH = 12

_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}


@dataclass(frozen=True, slots=True)
class StudyNumber:
    """A count of participants: its value and the words or digits that print it."""

    text: str
    start: int
    end: int
    value: int


@dataclass(frozen=True, slots=True)
class _Counted:
    """A count, what was done to those counted, its sentence, and how far its place is from the best."""

    number: StudyNumber
    kind: str
    sentence: int
    rank: float


def find_counts(context: Context) -> dict[str, StudyNumber]:
    """Return the study's count of each kind (randomised, analysed, included …) that the text states."""
    counted = list(_counted(context))
    counted += _resumed(context, counted)
    best: dict[str, _Counted] = {}
    for one in counted:
        if one.kind not in best or one.rank < best[one.kind].rank:
            best[one.kind] = one
    return {kind: one.number for kind, one in best.items()}


_NUMBER_WORD = trie([*_UNITS, *_SCALES])
_CAPITAL_NUMBER_WORD = trie([word.capitalize() for word in [*_UNITS, *_SCALES]])
_SPELLED = (
    rf"(?:{_NUMBER_WORD}|{_CAPITAL_NUMBER_WORD}|[Aa]n?(?= (?:hundred|thousand)))\b"
    rf"(?:[ -](?:and )?(?:{_NUMBER_WORD}|{_CAPITAL_NUMBER_WORD})\b){{0,8}}"
)
_DIGITS = r"(?:\d{1,3}(?:[, ]\d{3}(?!\d))+|\d{1,7})"
_NUMBER = (
    rf"(?<![\w.,/<>=±%$£€-])(?P<number>{_DIGITS}|{_SPELLED})(?![\w.,]?\d|\s?%|\s?[-/]\s?\d|:\d|\s?±|-[a-z])"
)
# Words between a number and its noun; a year, a month or a preposition ends the phrase.
_ADJECTIVES = (
    r"(?:(?!(?:million|thousand|and|or|of|to|in|at|for|with|were|was|had|from|who|than|years?|months?|weeks?|days?|cent(?:er|re)s?)\b)"
    r"[A-Za-z][\w'/-]*,? (?:(?:and|or) (?=[a-z-]+ [a-z]))?){0,6}?"
)
_BARE_VERBS = "were|was|completed|underwent|agreed|participated|responded|received"


@cache
def _count() -> re.Pattern[str]:
    """Return what counts people: "67 elderly patients", "Patients (n = 67)", "a total of 67 were"."""
    counts = lexicon("study")["counts"]
    noun = trie(counts["nouns"])
    return re.compile(
        rf"{_NUMBER}(?: (?:\({_DIGITS}\) )?(?:of (?:the|these|those) (?:\d+ )?)?{_ADJECTIVES}"
        rf"(?:{noun}|(?P<cluster>{trie(counts['clusters'])}))\b"
        rf"|(?P<bare>)(?: \(\d{{1,3}}(?:\.\d+)? ?%\))?(?= (?:{_BARE_VERBS})\b))"
        rf"|\b(?:{noun}|{trie(word.capitalize() for word in counts['nouns'])})"
        rf"(?: [\[(] ?(?:total )?[nN]| [^()\[\].;,]{{0,60}}[\[(] ?(?:total )?N) ?= ?(?P<equals>{_DIGITS}) ?[,;)\]](?![^()]{{0,60}}[\[(][nN] ?=)"
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    subject: re.Pattern[str]
    object: re.Pattern[str] | None


@cache
def _kinds() -> tuple[_Kind, ...]:
    def joined(words: list[str]) -> str:
        return rf"\b(?:{'|'.join(words)})"

    return tuple(
        _Kind(
            entry["kind"],
            re.compile(joined(entry["subject"]) + r"\b", re.IGNORECASE),
            re.compile(joined(entry["object"]) + r"(?: (?:a total of|all|the|these))?\s\Z", re.IGNORECASE)
            if entry["object"]
            else None,
        )
        for entry in lexicon("study")["counted"]
    )


_PLANNED = re.compile(
    r"\b(?:will|shall|to be|would|planned to|aim(?:s|ed)? to|plan(?:s|ned)? to|intend(?:s|ed)? to|"
    r"is expected|sample size|(?:is|are|was|were) (?:required|needed|estimated|planned|calculated)|minimum of|"
    r"power)\b",
    re.IGNORECASE,
)
# Between a count and its verb: the start of another clause, or another group's count, parts them.
_PARTED = re.compile(
    r";|, (?:while|but|whereas|of whom|of which|of these)\b|, and (?:\d|the\b|we\b)"
    r"|\b(?:while|whereas|respectively)\b",
    re.IGNORECASE,
)
_PART_OF_ALL = re.compile(
    r"\b(?:of|among|from|out of)\s(?:the |these |those |all |a total of )?\Z", re.IGNORECASE
)
_ARM = re.compile(r"\b(?:groups?|arms?|controls?|placebo|each|per|respectively|received)\b", re.IGNORECASE)
_OF_ARM = re.compile(r" (?:in|from|of|on) (?:the |each )?(?:[\w-]+ ){0,3}(?:group|arm)\b", re.IGNORECASE)
# A share of those counted before ("99 (66%) of 150", "(10 doctors and 7 nurses)"), or where the study was done.
_A_PART = re.compile(r"(?:\)|\d|%|\bout|\bgroups|\barms) of (?:the |all )?\Z|\Wout of (?:the )?\Z|\(\Z")
_AT = re.compile(r"\b(?:from|in|at|across|within|among)(?: the| a total of)? \Z", re.IGNORECASE)
# What may stand before the count of a whole sample that begins its sentence.
_WHOLE = re.compile(
    r"\A(?:[A-Z][\w ,]{0,40}:\s*|(?:Background|Aims?|Methods?|Results?|Patients|Participants|Subjects)\s*)?"
    r"(?:(?:Of|Among|From|In|For|Data (?:from|of|on)) (?:the |these |all |our )?"
    r"|(?:In total|Overall|In all|In (?:this|our) (?:[\w-]+ ){0,4}(?:study|trial|survey)),? )?"
    r"(?:(?:[Aa] |the )?[Tt]otal (?:number )?of |[Dd]ata (?:from|of|on) )?\Z"
)
_OF_THESE = re.compile(r"\bof (?:these|those)\b")
_JOINED = re.compile(r"(?: \([^()]{0,60}\))?,? (?:and|plus|or) (?:\w+ ){0,2}")
_CLAUSE_BEGIN = re.compile(r"[,;:] \Z|\b(?:total of|of which|of whom|whom|these|Overall|and) \Z")
_SEVERAL = re.compile(
    r"\b(?:or|either|two|three|four|five|six|into|between|versus|vs|arms|groups|one of|sequences?|orders?)\b|\d:\d|\bn ?=|"
    r"\bgroup\b.*\bgroup\b|\band (?:placebo|control|usual|standard|sham)",
    re.IGNORECASE,
)
_OTHER_ARM = re.compile(
    r"(?:\band|,|;) (?:\d[\d, ]*|the (?:other|remaining))(?: \([^)]{1,20}\))?(?: [a-z]+)? (?:were |was )?"
    r"(?:randomly )?(?:assigned |allocated |randomi[sz]ed )?to\b"
    r"|\band \d+ (?:were|was) (?:randomly |assigned|allocated|randomi)",
    re.IGNORECASE,
)
_RESUMED = re.compile(
    r"(?:\w+ ){0,4}?(?:they|(?:the|all|these|eligible|study)? ?(?:[\w-]+ )?patients|participants|subjects|"
    r"women|children|infants|volunteers|animals|rats|teeth|individuals)(?: (?:who|with) [^,.;]{0,60})? "
    r"(?:were|was) (?:\w+ly |then |also ){0,2}"
    r"(?:randomi[sz]ed|randomly (?:\w+ and )?(?:assigned|allocated|divided|distributed))",
    re.IGNORECASE,
)
# "A trial compared walking with rest in 12 men": no verb of counting, but a study done in people.
_DONE_IN = re.compile(
    r"\b(?:trial|study|compar(?:ed?|ing)|evaluat\w+|investigat\w+|examin(?:ed?|es|ing)|assess\w+)\b.* "
    r"(?:in|among|of|on) (?:a (?:population|sample|total|cohort|group) of )?\Z",
    re.IGNORECASE,
)
_ARM_COUNT = re.compile(rf"[\[(] ?[nN] ?= ?({_DIGITS}) ?[,;)\]]")
_PLACES = {"RESULTS": 0.0, "METHODS": 0.1, "OTHER": 0.1, "TITLE": 1.5, "CONCLUSIONS": 0.6}


def _counted(context: Context) -> Iterator[_Counted]:
    """Yield the counts of people whose verb says what was done to them."""
    hints = lexicon("study")["counts"]["hints"]
    for index, (start, end) in enumerate(context.sentences):
        label = context.section_at(start)
        if label in ("BACKGROUND", "DISCUSSION", "TABLE", "CAPTION"):
            continue
        sentence = context.folded[start:end]
        lowered = sentence.lower()
        if not any(map(lowered.__contains__, hints)):
            continue
        found = _own_counts(sentence)
        if found and _PLANNED.search(sentence):
            continue
        for place, match in enumerate(found):
            limit = found[place + 1].start() if place + 1 < len(found) else len(sentence)
            kind = _kind_of(sentence, match, limit) or (_told(sentence, match) if not place else None)
            number = _study_number(context, match, start)
            if number is None or kind is None or (match["cluster"] and kind != "randomised"):
                continue
            rank = _PLACES.get(label, 0.4) if kind != "studied" else 0.9
            yield _Counted(number, "included" if kind == "studied" else kind, index, rank + index / 1e6)


def _own_counts(sentence: str) -> list[re.Match[str]]:
    """Return a sentence's counts but those in brackets, of owners ("81 eyes of 60 men"), or added up ("9 men and 8 women")."""
    found: list[re.Match[str]] = []
    every = list(_count().finditer(sentence))
    joined = {
        id(one)
        for pair in pairwise(every)
        if _JOINED.fullmatch(sentence, pair[0].end(), pair[1].start())
        for one in pair
    }
    for match in every:
        before = sentence[max(0, match.start() - 60) : match.start()]
        bracketed = match["equals"] is None and before.count("(") > before.count(")")
        owned = found and sentence[found[-1].end() : match.start()] in (" of ", " from ", " in ")
        begins = match["bare"] is None or not before or _CLAUSE_BEGIN.search(before)
        if begins and not bracketed and not owned and id(match) not in joined:
            found.append(match)
    return found


def _told(sentence: str, match: re.Match[str]) -> str | None:
    """Return ``TOLD`` for the first count of a sentence that has no verb of counting, but tells of the whole sample.

    "Of the 212 women surveyed", "Patients: Twelve men scheduled for surgery": it begins its sentence, alone or as a whole.
    """
    if not _WHOLE.search(sentence, 0, match.start()) or _ARM.search(
        sentence, match.start(), match.end() + ARM_REACH
    ):
        return None
    subject = next(kind.subject for kind in _kinds() if kind.name == TOLD)
    verb = subject.search(sentence, match.end(), match.end() + TOLD_REACH)
    if verb is None or _PARTED.search(sentence, match.end(), verb.start()) or _OF_THESE.search(match[0]):
        return None
    if _count().search(sentence, match.end()) is not None and not _PART_OF_ALL.search(
        sentence, 0, match.start()
    ):
        return None
    return TOLD


def _kind_of(sentence: str, match: re.Match[str], limit: int) -> str | None:
    """Return what was done to the counted people: by the verb they are the subject of, or the object of."""
    before = sentence[max(0, match.start() - 60) : match.start()]
    if _A_PART.search(before) or (match["cluster"] and _AT.search(before)):
        return None
    if _ARM.search(sentence, match.start(), match.end() + ARM_REACH) or _OF_ARM.match(sentence, match.end()):
        return None
    reach: dict[str, tuple[int, int]] = {}
    for kind in _kinds():
        if kind.name == TOLD:
            continue
        verb = kind.subject.search(sentence, match.end(), match.end() + VERB_REACH)
        if verb is None or verb.start() > limit or _PARTED.search(sentence, match.end(), verb.start()):
            continue
        reach[kind.name] = verb.span()
    if "randomised" in reach:  # "Among 70 patients who had … and were randomised"
        return "randomised" if _to_all_arms(sentence, reach["randomised"][1]) else None
    for kind in _kinds():
        if kind.object is not None and kind.object.search(before):
            if kind.name == TOLD and match[0].endswith("cases"):  # events: "there were 12 new cases"
                return None
            return kind.name if kind.name != "randomised" or _to_all_arms(sentence, match.end()) else None
    if reach and not (_PART_OF_ALL.search(before) and limit < len(sentence)):
        # "of 120 patients, 98 completed": the whole isn't the subject
        return min(reach, key=lambda name: reach[name])
    only = limit == len(sentence) and not reach
    return (
        "studied"
        if only and _DONE_IN.search(sentence, max(0, match.start() - DONE_REACH), match.start())
        else None
    )


def _to_all_arms(sentence: str, offset: int) -> bool:
    """Tell whether people are randomised to several arms, not sent to one ("658 were assigned to surgery")."""
    rest = sentence[offset : offset + 250]
    if rest.startswith(" ("):  # "520 patients were randomised (260 to …)": how all were shared out
        return True
    if _OTHER_ARM.search(rest):
        return False
    return not re.match(r",? to\b", rest) or _SEVERAL.search(rest) is not None


def _resumed(context: Context, counted: list[_Counted]) -> Iterator[_Counted]:
    """Yield randomised counts that the sentence before gives ("Sixty women came. They were randomised").

    Further back a count is believed only if the arms printed with the randomisation add up to it.
    """
    folded = context.folded
    earlier = [one for one in counted if one.kind in ("included", "enrolled", "analysed")]
    for index, (start, end) in enumerate(context.sentences):
        if not earlier or not _RESUMED.match(folded[start : min(end, start + 240)]):
            continue
        if _PLANNED.search(folded, start, end):
            continue
        arms = [_value(arm) or 0 for arm in _ARM_COUNT.findall(folded[start:end])]
        for one in earlier:
            near = one.sentence == index - 1
            if (near and len(arms) < 2) or (len(arms) >= 2 and sum(arms) == one.number.value):
                yield _Counted(one.number, "randomised", one.sentence, one.rank + 0.2)


def _study_number(context: Context, match: re.Match[str], offset: int) -> StudyNumber | None:
    group = "number" if match["number"] is not None else "equals"
    value = _value(match[group])
    if value is None or value < 2 or (1900 <= value <= 2030 and match[group].isdigit()):
        return None
    start, end = match.start(group) + offset, match.end(group) + offset
    return StudyNumber(context.text[start:end], start, end, value)


def _value(printed: str) -> int | None:
    """Return the value of "1,204", "12 807" or "two hundred and eight"."""
    digits = re.sub(r"[, ]", "", printed)
    if digits.isdigit():
        return int(digits)
    total = current = 0
    for word in re.findall(r"[a-z]+", printed.lower()):
        if word in _UNITS:
            current += _UNITS[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total += max(current, 1) * _SCALES[word]
            current = 0
    return total + current or None
