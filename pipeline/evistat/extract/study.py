"""A document → facts of the whole study: registry numbers, design, how many were randomised and analysed.

Registry numbers are told by their form. The design is the one whose words weigh most, words in the title and the
methods more than elsewhere. A count is a number of people that is the subject or object of its verb ("70 patients
were randomised", "we randomised 333 patients"); counts that are only planned are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from evistat.extract.context import Context
from evistat.extract.finding import TextSpan
from evistat.lexicons import lexicon

# Designs are named in abstracts; of a full text no more than this is read for its design.
DESIGN_REACH = 12_000
# A count and its verb stand no further apart than this.
VERB_REACH = 180


@dataclass(frozen=True, slots=True)
class StudyNumber:
    """A count of participants: its value and the words or digits that print it."""

    text: str
    start: int
    end: int
    value: int


@dataclass(frozen=True, slots=True)
class StudyFacts:
    """What a document says of its study as a whole; ``design`` is a code of the lexicon."""

    design: str | None
    registrations: tuple[TextSpan, ...]
    n_randomised: StudyNumber | None
    n_analysed: StudyNumber | None


def find_study(context: Context) -> StudyFacts | None:
    """Return the facts of the study a document reports, None where it states none."""
    registrations = tuple(_registrations(context))
    design = _design(context)
    counts = list(_counts(context))
    randomised = _best(counts, "randomised")
    analysed = _best(counts, "analysed") or _best(counts, "included")
    if analysed is None and randomised is None and design not in ("meta_analysis", "systematic_review"):
        analysed = _best(counts, "enrolled")
    if design in ("protocol", "meta_analysis", "systematic_review"):
        randomised = None
    if design is None and randomised is not None:
        design = "randomised_trial"
    if not registrations and design is None and randomised is None and analysed is None:
        return None
    return StudyFacts(design, registrations, randomised, analysed)


# -- registry numbers ----------------------------------------------------------------------------------------


@cache
def _registry() -> re.Pattern[str]:
    entries = lexicon("study")["registry"]
    forms = "|".join(f"(?P<r{index}>{entry['pattern']})" for index, entry in enumerate(entries))
    return re.compile(rf"(?<![\w.-])(?:{forms})(?!\w)")


def _registrations(context: Context) -> Iterator[TextSpan]:
    """Yield each registry number once, where it stands first."""
    entries = lexicon("study")["registry"]
    seen: set[str] = set()
    for match in _registry().finditer(context.folded):
        near = entries[int(str(match.lastgroup)[1:])].get("near")
        before = context.folded[max(0, match.start() - 60) : match.start()].lower()
        if near and not any(word in before for word in near):
            continue
        key = re.sub(r"[^0-9A-Z]", "", match[0].upper())
        if key not in seen:
            seen.add(key)
            yield TextSpan(context.text[match.start() : match.end()], match.start(), match.end())


# -- design --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Design:
    code: str
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    weight: float
    over: frozenset[str]


@cache
def _designs() -> tuple[_Design, ...]:
    def compiled(words: list[str]) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w])", re.IGNORECASE)

    return tuple(
        _Design(
            entry["code"],
            compiled([*entry["words"], *entry.get("planned", ())]),
            compiled(entry["unless"]) if "unless" in entry else None,
            entry["weight"],
            frozenset(entry.get("over", ())),
        )
        for entry in lexicon("study")["design"]
    )


# What a design was in another study, or ought to be in a further one, isn't this study's.
_ELSEWHERE = re.compile(
    r"\b(?:further|future|previous(?:ly)?|earlier|prior|existing|published|larger?|other|several|few|lack of|no|needed|"
    r"required|warranted|recent|many|most|until|available)\b[^.]{0,50}\Z",
    re.IGNORECASE,
)


def _design(context: Context) -> str | None:
    """Return the code of the design whose words weigh most, None where none is named."""
    places = lexicon("study")["places"]
    stop = min(len(context.folded), DESIGN_REACH)
    scores: dict[str, float] = {}
    placed: dict[str, float] = {}
    for design in _designs():
        if design.unless is not None and design.unless.search(context.folded, 0, stop):
            continue
        kinds: dict[tuple[str, str], float] = {}
        for match in design.words.finditer(context.folded, 0, stop):
            label = context.section_at(match.start())
            weight = places.get(label, 1.0)
            if label != "TITLE" and _ELSEWHERE.search(
                context.folded, max(0, match.start() - 70), match.start()
            ):
                weight = min(weight, 0.2)
            # The same word again in the same place adds nothing.
            kinds[label, match[0].lower()] = weight
        if kinds:
            scores[design.code] = design.weight * sum(sorted(kinds.values(), reverse=True)[:3])
            placed[design.code] = max(kinds.values())
    for design in _designs():
        if placed.get(design.code, 0.0) >= 1.5:
            for code in design.over:
                scores.pop(code, None)
                placed.pop(code, None)
    best = max(scores, key=lambda code: scores[code], default=None)
    return best if best is not None and scores[best] >= 1.0 else None


# -- counts --------------------------------------------------------------------------------------------------

_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_WORD = "|".join([*_UNITS, *_SCALES])
_SPELLED = rf"(?:(?:{_WORD}|an?(?= (?:hundred|thousand)))\b(?:[ -](?:and )?(?:{_WORD})\b){{0,8}})"
_DIGITS = r"\d{1,3}(?:[, ]\d{3}(?!\d))+|\d{1,7}"
_NUMBER = rf"(?<![\w.,/<>=±%$£€-])(?P<number>{_SPELLED}|{_DIGITS})(?![\w.,]?\d|\s?%|\s?[-/]\s?\d|:\d|\s?±)"
_ADJECTIVE = r"(?:(?!(?:and|or|of|to|in|at|for|with|were|was|had|from|who|years?|months?|weeks?|days?|than|centers?|centres?)\b)[A-Za-z][\w'/-]*,? ){0,6}?"
_EQUALS = r"[\[(] ?(?:total )?[nN] ?= ?(?P<{0}>\d{{1,3}}(?:[, ]\d{{3}})+|\d{{1,7}}) ?[,;)\]]"


@cache
def _count() -> re.Pattern[str]:
    """Return what counts people: "67 elderly patients", "patients (n = 67)", "a total of 67 (of)"."""
    nouns = "|".join(sorted(map(re.escape, lexicon("study")["counts"]["nouns"]), key=len, reverse=True))
    return re.compile(
        rf"{_NUMBER} (?:\({_DIGITS}\) )?(?:of (?:the|these|those) (?:\d+ )?)?{_ADJECTIVE}(?:{nouns})\b"
        rf"|\b(?:{nouns}) {_EQUALS.format('equals')}"
        rf"|\b[Aa] total of (?P<total>{_DIGITS})(?! ?%|[.,]\d)(?= (?:were|was|underwent|completed|have|had)\b)"
        rf"|[Rr]esults?:?:? (?P<bare>{_DIGITS})(?= (?:were|completed|underwent)\b)",
        re.IGNORECASE,
    )


_RANDOM = r"(?:randomi[sz]ed|randomly (?:assigned|allocated|divided|distributed|assorted|grouped|selected and|split|randomi[sz]ed))"
_ADVERB = r"(?:then |subsequently |also |equally |blindly |prospectively |successfully |finally |further |individually |[a-z]+ly |ultimately ){0,2}"
_VERBS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "analysed",
        re.compile(
            rf"\b(?:were|was|are|being|and) {_ADVERB}(?:included|available|evaluable|eligible|assessable|considered|entered|retained|used) "
            r"(?:in|for|into) (?:the |this |our |these |all )?(?:[\w-]+ ){0,5}?(?:analys[ei]s|evaluation|model)"
            rf"|\b(?:were|was|are) {_ADVERB}(?:analy[sz]ed|evaluable|assessable)\b"
            r"|\b(?:comprised|constituted|formed) (?:the|our) (?:final |study |analytic |analysis )?(?:sample|cohort|population)",
            re.IGNORECASE,
        ),
    ),
    (
        "randomised",
        re.compile(
            rf"\b(?:were|was|are|being|been|and) {_ADVERB}{_RANDOM}\b|\bunderwent randomi[sz]ation\b|(?<=, ){_RANDOM}\b"
            rf"|\b{_RANDOM}(?= (?:to|into|in|between)\b)|\brandomi[sz]ed\b(?=[.,;)]| and )",
            re.IGNORECASE,
        ),
    ),
    (
        "included",
        re.compile(
            rf"\b(?:were|was|are|have been|been|and) {_ADVERB}(?:included|studied|investigated|examined|evaluated|assessed|followed)\b"
            r"|\bcompleted (?:the |this |both |all |our )?(?:[\w-]+ ){0,3}(?:study|trial|protocol|follow-?up|treatment|intervention|survey|questionnaires?|assessments?)\b"
            r"|\bparticipated in (?:the|this|our) (?:[\w-]+ ){0,2}(?:study|trial|survey)",
            re.IGNORECASE,
        ),
    ),
    (
        "enrolled",
        re.compile(
            rf"\b(?:were|was|are|have been|been|and) {_ADVERB}(?:enrolled|recruited|selected|entered|identified|interviewed|surveyed|reviewed|invited|registered)\b"
            r"|\b(?:participated|took part|responded|enrolled)\b",
            re.IGNORECASE,
        ),
    ),
)
_OBJECT_VERBS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "randomised",
        re.compile(rf"\b(?:{_RANDOM}|randomi[sz]ation of)(?: (?:a total of|all|these))?\s\Z", re.IGNORECASE),
    ),
    (
        "analysed",
        re.compile(
            r"\b(?:analy[sz]ed|analys[ei]s (?:included|comprised|of|was based on|involved)|final sample (?:included|comprised|consisted of|of|was)|"
            r"(?:data|information|responses|records) (?:from|of|on|for))(?: (?:data|records) (?:from|of|on|for))?(?: (?:a total of|all|the))?\s\Z",
            re.IGNORECASE,
        ),
    ),
    (
        "included",
        re.compile(
            r"\b(?:(?:study|trial|cohort|sample|population|we|survey) (?:[\w-]+ ){0,2}?(?:included|comprised|involved|studied|evaluated|examined|followed|investigated|consisted of|of)"
            r"|sample of|cohort of|carried out (?:on|in|among|with)|conducted (?:on|in|among|with)|performed (?:on|in|among|with)|study of|trial (?:of|in)|study (?:in|on|with|among))"
            r"(?: (?:a total of|all|the))?\s\Z",
            re.IGNORECASE,
        ),
    ),
    (
        "enrolled",
        re.compile(
            r"\b(?:enrolled|recruited|enrolling|recruiting|enrolment of|recruitment of|surveyed|interviewed|identified|selected)(?: (?:a total of|all))?\s\Z",
            re.IGNORECASE,
        ),
    ),
)
_PLANNED = re.compile(
    r"\b(?:will|shall|to be|would|planned|aim(?:s|ed)? to|plan(?:s|ned)? to|intend(?:s|ed)? to|expected|target(?:ed)?|required|needed|estimated|minimum of|at least|calculated|sample size|power)\b",
    re.IGNORECASE,
)
# Between a count and its verb: the start of another clause, or another group's count, parts them.
_PARTED = re.compile(
    r";|, (?:and|while|but|whereas|of whom|of which|of these)\b|\b(?:while|whereas|respectively)\b",
    re.IGNORECASE,
)
_PART_OF_ALL = re.compile(
    r"\b(?:of|among|from|out of)\s(?:the |these |those |all |a total of )?\Z", re.IGNORECASE
)
_ARM = re.compile(
    r"\b(?:group|arm|control|controls|placebo|each|per|either|respectively|receive|received)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Counted:
    number: StudyNumber
    verb: str
    rank: float


def _counts(context: Context) -> Iterator[_Counted]:
    """Yield the counts of people whose verb says what was done to them."""
    folded = context.folded
    for index, (start, end) in enumerate(context.sentences):
        label = context.section_at(start)
        if label in ("BACKGROUND", "DISCUSSION", "TABLE", "CAPTION"):
            continue
        found = [match for match in _count().finditer(folded, start, end) if match.end() <= end]
        for place, match in enumerate(found):
            number = _study_number(context, match)
            if number is None or number.value < 2:
                continue
            limit = found[place + 1].start() if place + 1 < len(found) else end
            verb = _verb_of(folded, match, start, end, limit)
            if verb is None or _PLANNED.search(folded, start, end):
                continue
            arm = 2.0 if _ARM.search(folded, match.start(), min(match.end() + 12, end)) else 0.0
            place_rank = {"RESULTS": 0.0, "METHODS": 0.1, "OTHER": 0.1, "TITLE": 1.5, "CONCLUSIONS": 0.6}.get(
                label, 0.4
            )
            yield _Counted(number, verb, place_rank + arm + index / 1e6)


def _verb_of(folded: str, match: re.Match[str], start: int, end: int, limit: int) -> str | None:
    """Return what was done to the counted people: by the verb they are the subject of, or the object of."""
    before = max(start, match.start() - 60)
    for verb, pattern in _OBJECT_VERBS:
        if pattern.search(folded, before, match.start()):
            return verb
    stop = min(end, match.end() + VERB_REACH)
    reach: dict[str, int] = {}
    for verb, pattern in _VERBS:
        cue = pattern.search(folded, match.end(), stop)
        if cue is None:
            continue
        gap = folded[match.end() : cue.start()]
        if cue.start() > limit or _PARTED.search(gap):
            continue
        reach[verb] = cue.start()
    if not reach:
        return None
    if "randomised" in reach:  # "Among 70 patients who had … and were randomised"
        return "randomised"
    if _PART_OF_ALL.search(folded, before, match.start()) and limit < end:
        return None  # "of 120 patients, 98 completed": the whole isn't the subject
    return min(reach, key=lambda verb: reach[verb])


def _study_number(context: Context, match: re.Match[str]) -> StudyNumber | None:
    group = next(name for name in ("number", "equals", "total", "bare") if match[name] is not None)
    value = _value(match[group])
    if value is None or (1900 <= value <= 2030 and match[group].isdigit()):
        return None
    start, end = match.span(group)
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


def _best(counts: list[_Counted], verb: str) -> StudyNumber | None:
    """Return the count of a verb that stands in the best place; the larger one where two stand alike."""
    chosen = [counted for counted in counts if counted.verb == verb]
    return min(chosen, key=lambda counted: counted.rank).number if chosen else None
