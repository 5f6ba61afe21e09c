"""Context → the arms of the study, as its group names, its methods and its title give them.

Sources, in order: names that stand before or after "group" again and again ("the exercise group", "group B");
"randomised to A or B"; "A versus B" and "compared A with B", title and aims first.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from evistat.extract.context import Context
from evistat.extract.lowered import lowered
from evistat.extract.openings import Openings
from evistat.extract.phrases import Word, read_sentence, verb_forms, word_set
from evistat.extract.pieces import nouns

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class StudyArms:
    """The arms that a study compares.

    ``intervention`` and ``comparator`` are spans of their names (None where the text names none), ``trial`` tells
    whether people were assigned to them, ``names`` holds the words that tell an arm, ``comparators`` those of the
    comparator.
    """

    intervention: Span | None
    comparator: Span | None
    trial: bool
    names: frozenset[str] = frozenset()
    comparators: frozenset[str] = frozenset()


_MOST_WORDS = 8
# a name holds no verb and no date
_NO_NAME = re.compile(
    r"\b(?:who|which|that|is|are|was|were|be|been|has|had|can|may|will|identify|predict|determine|assess|evaluate|improve|reduce|prevent|describing|followed up"
    r"|January|February|March|April|June|July|August|September|October|November|December)\b|[\[\]]"
)
_UNIT = re.compile(r"(?:m?g|kg|[mµμ]?[lL]|mcg|IU)/")
_TRIAL = re.compile(
    r"\b(?:randomi[sz]\w*|randomly (?!select|sampl|chosen|recruit|drawn|pick)|placebo|double-blind\w*|single-blind\w*|cross-?over"
    r"|sham|open-label|phase (?:2|3|II|III)\b|quasi-experimental|non-?randomi[sz]ed)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w/+-]*")


def study_arms(context: Context) -> StudyArms:
    """Find the arms of a study and which of them is the comparator."""
    folded = context.folded
    trial = bool(_TRIAL.search(folded))
    found: list[Span] = []
    for source, trials_only in _SOURCES:
        if trials_only and not trial:
            continue
        spans = source(context)
        named = [span for span in spans if _may_name(folded, span)]
        if len(named) > 1 and not (
            source is _often_named and trial and all(is_control(folded[slice(*span)]) for span in named)
        ):
            found = named
            break
        if named and len(named) == len(spans):
            found = found or named
    if not found:
        return StudyArms(None, None, trial)
    first, second = _orient(context, found)
    words = [set(_distinctive(folded[start:end])) for start, end in found]
    # "experimental group" is likely to return as EG
    initials = {
        "".join(word[0] for word in re.findall(r"[a-z]+", folded[start:end].lower()))
        for start, end in found
        if folded[start:end].lower().endswith("group")
    }
    shorts = {
        short for short in initials if 1 < len(short) < 5 and re.search(rf"\b{short.upper()}\b", folded)
    }
    names = frozenset(word for each in words for word in each) | shorts | _abbreviated(context, found)
    other = frozenset(_distinctive(folded[second[0] : second[1]])) if second is not None else frozenset()
    other |= frozenset(
        short.short.lower() for short in context.abbreviations if _CONTROL_NAME.fullmatch(short.long.lower())
    )
    return StudyArms(first, second, trial, names, other)


def _may_name(folded: str, span: Span) -> bool:
    """Tell whether a stretch of text may name an arm."""
    return (
        folded[slice(*span)].lower() not in _CUT | _LITTLE | _NOT_SIDES - _USUAL
        and not _UNIT.match(folded, *span)
        and not _NO_NAME.search(folded, *span)
        and folded.count(" ", *span) < _MOST_WORDS
    )


def _often_named(context: Context) -> list[Span]:
    return _from_groups(context, least=2)


def _once_named(context: Context) -> list[Span]:
    return _from_groups(context, least=1)


def _titled(context: Context) -> list[Span]:
    return _from_versus(context, title_only=True)


_CONTROL_NAME = re.compile(
    r"(?:(?:healthy|normal|usual|standard|placebo|sham|reference|active|negative|conventional|routine|waiting|wait)[ -])?(?:controls?|placebo|sham|care|reference|comparison|comparator|list|treatment control)(?: (?:group|arm|diet|product|condition|meal|drink|subjects|participants|patients))?s?"
)


def _abbreviated(context: Context, found: Sequence[Span]) -> frozenset[str]:
    """Return the short forms that the document defines for an arm's name."""
    names = {context.folded[start:end].lower().removesuffix(" group") for start, end in found}
    return frozenset(
        short.short.lower()
        for short in context.abbreviations
        if short.long.lower().removesuffix(" group") in names
        or any(name and not is_control(name) and name in short.long.lower() for name in names)
    )


def _distinctive(name: str) -> list[str]:
    lists = nouns()
    return [
        word
        for word in _WORD.findall(name.lower())
        if len(word) > 1
        and word not in lists.group
        and word not in lists.weak
        and word not in lists.edge
        and word not in _LITTLE
    ] + [word for word in _WORD.findall(name.lower()) if word in {"placebo", "control", "controls", "sham"}]


_LITTLE = word_set("arms", "little")
_DOSE = word_set("arms", "dose")
_NOT_SIDES = word_set("arms", "not_side")
_USUAL = frozenset({"treatment", "baseline", "activity"})  # may name a side where nothing else does


def _orient(context: Context, found: Sequence[Span]) -> tuple[Span, Span | None]:
    """Choose intervention and comparator: a control is the comparator, else the one that the title names last."""
    folded = context.folded
    if len(found) == 1:
        return found[0], None
    place = control_among([folded[slice(*span)] for span in found])
    control = found[place] if place is not None else None
    if control is None and (added := _added(*(folded[slice(*span)] for span in found[:2]))) is not None:
        return found[added], found[1 - added]
    if control is not None:
        return next((span for span in found if span is not control), found[0]), control
    title_end = next((section.end for section in context.sections if section.label == "TITLE"), 0)
    title = folded[:title_end].lower()
    places = [title.find(word) for span in found for word in _distinctive(folded[span[0] : span[1]])[:1]]
    if len(places) == len(found) and min(places) >= 0 and len(set(places)) > 1:
        order = sorted(range(len(found)), key=lambda k: places[k])
        return found[order[0]], found[order[-1]]
    return found[0], found[1]


def is_control(name: str) -> bool:
    """Tell whether a group's name is that of a control, of usual care or of the time before."""
    words = re.findall(r"[\w-]+", name.lower())
    lists = nouns()
    return any(word in lists.control or word in lists.baseline for word in words) or any(
        word.split("-")[0] in {"non", "un", "pre", "no"} or word.endswith(("-alone", "-only"))
        for word in words
        if "-" in word
    )


def control_among(names: Sequence[str]) -> int | None:
    """Return which of the names is the control's; one that says so comes before "observation", "non-users" …"""
    controls = [k for k, name in enumerate(names) if is_control(name)]
    plain = [k for k in controls if set(re.findall(r"[\w-]+", names[k].lower())) & _CONTROLS]
    return next(iter(plain or controls), None)


_CONTROLS = frozenset({"control", "controls", "placebo", "sham", "vehicle"})


def is_baseline(name: str) -> bool:
    """Tell whether a name is that of the time before."""
    return any(word in nouns().baseline for word in re.findall(r"[\w-]+", name.lower()))


# ---- "the exercise group", "group B" -------------------------------------------------------------------------------

_NAMED = re.compile(
    r"(?<![\w-])(?P<name>[\w/+-]+(?: [\w/+-]+){0,3}?)(?: |-)(?P<noun>groups?|arms?|cohort|controls)\b"
    r"(?![ -](?:therap|counsel|education|session|discussion|visit|interaction|training|class|meeting|intervention|exercise|psycho|activit|support|program|based|by|x\b|\*|×))"
)
_RUN = re.compile(r"[\w/+ -]+")
_GROUP_NOUN = re.compile(r"group|arm|cohort|controls")
_LETTERED = re.compile(
    r"\b(?P<noun>[Gg]roups?|GROUP|[Aa]rm|ARM|[Cc]ohort) ?(?P<name>[A-Z]{1,2}\b|[IVX]{1,3}\b|[1-6]\b)"
)
_NOT_NAMES = word_set("arms", "not_name")
_DESIGN = word_set("arms", "design")
_JOINED = re.compile(
    r"\b(?:between|in|of|for|from|with|by) (?:the )?(?P<one>[A-Za-z][\w+/-]*(?: [\w+/-]+)?) (?:group |arm )?(?:and|or|versus|vs\.?|than) (?:the )?[A-Za-z][\w+/-]*(?: [\w+/-]+)? (?:groups?|arms?)\b"
)
_TESTED = re.compile(r"\b(?:study|test|case|trial) (?:group|arm)\b", re.IGNORECASE)
_MEMBERS = Openings(
    [
        (
            "",
            r"(?:[Ii]ntervention|[Ee]xperimental|[Cc]ontrol|[Pp]lacebo|[Cc]omparison|[Ss]ham)(?: group)? (?:participants|patients|subjects|children|women|men|villages|schools|practices|clinics|hospitals|communities|clusters|students|schoolchildren|sites|mice|rats|animals|individuals|infants|adolescents|households)",
        )
    ],
    r"(?<!\w)",
    r"\b",
)
_CUT = word_set("arms", "cut")


def _named_groups(folded: str) -> Iterator[re.Match[str]]:
    """Yield what ``_NAMED`` finds, looked for only in runs of words that hold one of its nouns."""
    for run in _RUN.finditer(folded):
        if _GROUP_NOUN.search(folded, run.start(), run.end()):
            yield from _NAMED.finditer(folded, run.start(), run.end() + 1)


def _from_groups(context: Context, *, least: int) -> list[Span]:
    """Return the two or three group names that occur most often, each at least ``least`` times."""
    counts: Counter[str] = Counter()
    places: dict[str, Span] = {}
    for match in _LETTERED.finditer(context.folded):
        name = f"group {match['name']}"
        counts[name] += 1
        places.setdefault(name, match.span())
    lettered = [name for name, _ in counts.most_common(3)]
    if len(lettered) >= 2 and sum(counts.values()) >= 2 * least:
        return [places[name] for name in sorted(lettered)]
    counts.clear()
    for match in _named_groups(context.folded):
        words = [(word[0], match.start("name") + word.start()) for word in re.finditer(r"\S+", match["name"])]
        while any(word.lower() in _CUT for word, _ in words):
            words = words[next(k for k, (word, _) in enumerate(words) if word.lower() in _CUT) + 1 :]
        if (
            not words
            or words[-1][0].lower() in _NOT_NAMES
            or words[0][0].lower() in _NOT_NAMES
            or match["noun"] == "controls"
            or (
                match["noun"] in {"groups", "arms"}
                and words[-1][0].lower() in {"treatment", "therapy", "intervention"}
                and len(words) == 1
                and not words[-1][0][0].isupper()
                and f"{words[-1][0].lower()} {match['noun'][:-1]} " not in context.folded.lower()
            )
            or (match["noun"] == "cohort" and words[-1][0].lower() in _DESIGN)
        ):
            continue
        if len(words) > 1 and words[-1][0].lower() in {"treatment", "study", "cohort", "therapy"}:
            words = words[:-1]
        name = words[-1][0].lower()
        if name.isdigit():
            continue
        counts[name] += 1
        start = (
            words[-2][1]
            if len(words) > 1 and words[-2][0][0].islower() == words[-1][0][0].islower()
            else words[-1][1]
        )
        if len(words) > 2 and words[-2][0].lower() in {"plus", "+"}:
            start = words[-3][1]
        if name not in places or places[name][1] - places[name][0] > match.end() - start:
            places[name] = (start, match.end())
    for match in _JOINED.finditer(context.folded):
        last = match["one"].split()[-1]
        name = last.lower()
        if len(name) > 2 and last[-1].isalnum() and name not in _NOT_NAMES | _CUT | _LITTLE:
            counts[name] += 1  # "between the walking and the resting group"
            places.setdefault(name, (match.end("one") - len(last), match.end("one")))
    for _, match in _MEMBERS.finditer(context.folded, 0, len(context.folded)):
        name = match[0].partition(" ")[0].lower()
        counts[name] += 1
        places.setdefault(name, match.span())
    for name, pattern in (
        ("controls", r"\b(?:healthy |normal )?controls\b(?! group)"),
        ("placebo", r"\bplacebo\b(?![ -](?:controlled|group|arm))"),
    ):
        if name.rstrip("s") not in counts and counts and (alone := re.search(pattern, context.folded)):
            counts[name] += len(re.findall(pattern, context.folded))
            places[name] = alone.span()
    if counts and all(is_control(name) for name in counts) and (tested := _TESTED.search(context.folded)):
        counts["test"] += least  # "the study group", with a control group beside it
        places["test"] = tested.span()
    common = [name for name, count in counts.most_common(3) if count >= least]
    common = common[:1] + [name for name in common[1:] if _other_name(context, places, common[0], name)]
    if len(common) < 2:
        return []
    return [places[name] for name in common[:2]]


def _other_name(context: Context, places: dict[str, Span], one: str, other: str) -> bool:
    """Tell whether two counted names are those of two groups, not of one ("diet group", "diet intervention group")."""
    first, second = (set(_distinctive(context.folded[slice(*places[name])])) for name in (one, other))
    return not first or not second or first != second


_PLAIN_GROUP = re.compile(r"\b(?:intervention|experimental|treatment|test|study|exercise) (?:group|arm)\b")
_PLAIN_CONTROL = re.compile(r"\b(?:control|comparison|placebo|sham|usual[ -]care) (?:group|arm)\b")


def _from_plain_groups(context: Context) -> list[Span]:
    """Read "the intervention group" and "the control group", each named only once."""
    low = lowered(context.folded)
    one, other = _PLAIN_GROUP.search(low), _PLAIN_CONTROL.search(low)
    return [one.span(), other.span()] if one is not None and other is not None else []


_CONTROL_NOUN = re.compile(
    r"\b(?P<control>(?:control|placebo|sham|no-\w+) (?P<noun>trial|condition|session|diet|meal|drink|day|visit|period|phase|schools?|villages?|practices?|clinics?|wards?|communities|families|mothers|infants|mice|rats|animals|eyes?|teeth|side|sites?|plots?))s?\b"
)


def _from_control_noun(context: Context) -> list[Span]:
    """Read what stands against "the control condition" with the same noun: "the exercise condition"."""
    control = _CONTROL_NOUN.search(lowered(context.folded))
    if control is None:
        return []
    counts: Counter[str] = Counter()
    places: dict[str, Span] = {}
    for match in re.finditer(
        rf"\b(?P<name>[\w/+-]{{3,}}) {control['noun']}s?\b", context.folded, re.IGNORECASE
    ):
        name = match["name"].lower()
        if (
            name in _NOT_NAMES | _CUT | _LITTLE | _DESIGN | nouns().control
            or name.endswith("ed")
            or name.isdigit()
        ):
            continue
        counts[name] += 1
        places.setdefault(name, match.span())
    return [places[counts.most_common(1)[0][0]], control.span("control")] if counts else []


_COUNTED = re.compile(r"\((?P<name>[A-Za-z][\w+/-]{1,9})[,;:] ?[nN] ?= ?\d{1,5}\)")


def _from_counts(context: Context) -> list[Span]:
    """Read the short names that groups are given with their counts: "interval training (HIIT, n = 6)"."""
    places: dict[str, Span] = {}
    for match in _COUNTED.finditer(context.folded):
        places.setdefault(match["name"], match.span("name"))
    again = any(
        len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", context.folded)) > 1 for name in places
    )
    return list(places.values())[:3] if len(places) > 1 and again else []


# ---- "randomised to A or B" ----------------------------------------------------------------------------------------

_ASSIGNED = re.compile(r"\b(?:randomi[sz]ed|assigned|allocated|randomi[sz]ation)\b", re.IGNORECASE)
_EITHER = re.compile(
    r"\b(?:with|had|receiv(?:ed?|ing)|given|taking|consumed|ingested|order,|effects? of) (?P<either>either)\b"
)
_OPENERS = word_set("arms", "opener")
_CONNECTORS = frozenset({"or", "versus", "vs", "and", "v"})


def _from_assignment(context: Context) -> list[Span]:
    """Read "were randomised to (receive) A, B or C"."""
    either = itertools.islice(_EITHER.finditer(context.folded), 4)
    for match in (*itertools.islice(_ASSIGNED.finditer(context.folded), 12), *either):
        start, end = _window(context, match.start())
        words = [
            word for word in read_sentence(context.folded, start, end).words if word.start >= match.end()
        ]
        begin = next(
            (
                k
                for k, word in enumerate(words[:14])
                if word.lemma in {"to", "into", "between"}
                or (word.lemma == "with" and words[k - 1].lemma == "treatment")
            ),
            0 if match.re is _EITHER else None,
        )
        if begin is None:
            continue
        while begin < len(words) and (
            words[begin].lemma in _OPENERS or words[begin].tag in {"num", "verb", "bracket"}
        ):
            begin += 1
        items = _items(words[begin:])
        if len(items) >= 2:
            spans = [span for item in items if (span := _name(context, item, items)) is not None]
            if len(spans) >= 2:
                return spans
    return []


_WITH_OR_WITHOUT = re.compile(
    r"(?<![\w-])(?P<base>[A-Za-z][\w/+-]{0,40})(?: \([^()]{1,60}\))? (?:with or without|with and without|\+/-|±|with versus without) (?:the |an? )?(?P<added>[A-Za-z][\w/+-]*(?: [a-z][\w-]*)?)"
)


def _from_addition(context: Context) -> list[Span]:
    """Read "A with or without B": what is added, and what it is added to."""
    for match in itertools.islice(_WITH_OR_WITHOUT.finditer(context.folded), 4):
        start, _ = _window(context, match.start())
        if (
            _ASSIGNED.search(context.folded, start, match.start())
            or context.section_at(match.start()) == "TITLE"
        ):
            words = read_sentence(context.folded, *match.span("added")).words
            kept = [word for word in words if word.tag in {"noun", "adj", "ing"}]
            base = match["base"].lower()
            if kept and base not in _NOT_SIDES and base not in nouns().group:
                return [(kept[0].start, kept[-1].end), match.span("base")]
    return []


def _window(context: Context, place: int) -> Span:
    """Return the sentence round a place, cut short where it is very long."""
    start, end = (
        context.sentences[context.sentence_at(place)] if context.sentences else (0, len(context.folded))
    )
    return max(start, place - 1500), min(end, place + 1500)


def _items(words: Sequence[Word]) -> list[list[Word]]:
    """Cut "A (dose), B (dose) or C (dose) for 6 weeks" into its items; nothing if it isn't such a list."""
    items: list[list[Word]] = [[]]
    connected = False
    # "A and B or C": where "or" follows, "and" joins
    stop = next((k for k, word in enumerate(words) if word.tag == "stop"), len(words))
    alternatives = any(word.lemma in {"or", "versus", "vs"} for word in words[: min(stop, 30)])
    for index, word in enumerate(words):
        if (
            word.tag == "stop"
            or word.tag in {"sub", "rel", "be", "have", "aux"}
            or (word.tag == "verb" and items[-1])
        ):
            break
        if (
            word.lemma
            in {
                "for",
                "in",
                "during",
                "at",
                "after",
                "before",
                "using",
                "from",
                "within",
                "until",
                "on",
                "by",
            }
            and items[-1]
            and word.tag in {"prep", "ing"}
        ):
            if connected:
                break
            # an item's own details; skip to the next border
            rest = [
                k
                for k in range(index + 1, min(len(words), index + 14))
                if words[k].lemma in _CONNECTORS or words[k].tag in {"comma", "stop"}
            ]
            if not rest or words[rest[0]].tag == "stop":
                break
            items[-1].append(word)
            continue
        if (word.lemma in _CONNECTORS and word.lemma != "and") or (
            word.lemma == "and" and not connected and not alternatives and items[-1]
        ):
            connected = True
            items.append([])
            continue
        if word.tag == "comma":
            if connected:
                break
            items.append([])
            continue
        items[-1].append(word)
    if not connected:
        return []
    return [item for item in items if any(word.tag in {"noun", "ing", "adj"} for word in item)][:4]


def _name(context: Context, item: Sequence[Word], items: Sequence[Sequence[Word]]) -> Span | None:
    """Cut an arm's words to its name: its own abbreviation, or its words that recur in the text and tell it from the others."""
    lists = nouns()
    low = context.folded.lower()
    for word in item:
        # "bare-metal stent (BMS)"
        if (
            word.tag == "bracket"
            and re.fullmatch(r"[(\[][A-Za-z][\w+/-]{1,9}(?: \+ ?[\w+/-]{1,9})?[)\]]", word.text)
            and sum(character.isupper() for character in word.text) > 1
        ):
            short = word.text[1:-1]
            if len(re.findall(rf"(?<![\w-]){re.escape(short)}(?![\w-])", context.folded)) > 1:
                return word.start + 1, word.end - 1
    inside = [
        word
        for word in item
        if word.tag in {"noun", "ing", "adj"} and len(word.text) > 1 and word.lemma not in _LITTLE
    ]
    if not inside:
        return None
    joined = any(
        word.lemma in {"plus", "with", "followed", "alone", "+", "and", "without", "no"} for word in item
    )
    if joined:
        cut = next((k for k, word in enumerate(item) if word.tag == "num"), len(item))
        kept = [word for word in item[:cut] if word.tag not in {"bracket", "num"}] or list(inside)
        plain = r"\W+".join(
            re.escape(word.text)
            for word in item
            if word.tag in {"noun", "ing", "adj", "prep", "adv"}
            and word.lemma not in {"mg", "day"}
            and word.tag != "bracket"
        )
        if (
            match := re.search(rf"(?<!\w){plain}(?!\w)", context.folded, re.IGNORECASE)
        ) and match.end() - match.start() < 80:
            return match.span()
        return kept[0].start, kept[-1].end
    others = {word.lemma for other in items if other is not item for word in other}
    distinct = [word for word in inside if word.lemma not in others] or inside
    if all(word.lemma in _DOSE for word in distinct):
        distinct = inside  # "A plus B or A monotherapy"
    names = [
        word
        for word in distinct
        if word.lemma not in lists.group | lists.weak
        or word.lemma in {"placebo", "control", "controls", "sham", "care"}
    ] or distinct
    counts = {word.start: low.count(word.lemma) for word in names}
    most = max(counts.values())
    kept = [word for word in names if counts[word.start] * 2 >= most]
    first, last = kept[0], kept[-1]
    end = last.end
    position = item.index(last)
    while (
        position + 1 < len(item)
        and item[position + 1].tag == "noun"
        and not item[position + 1].lemma[0].isdigit()
        and item[position + 1].lemma not in {"mg", "kg", "ml", "g", "day", "daily"}
    ):
        position += 1
        end = item[position].end
    return (first.start, end) if end - first.start < 80 else (last.start, end)


# ---- "A or placebo" ------------------------------------------------------------------------------------------------

_OR_PLACEBO = re.compile(
    r"\b(?P<name>[A-Za-z][\w/+-]{2,}(?: [A-Z]\d{0,2}\b)?) (?:group )?(?:or|versus|vs\.?|and|over|compared (?:with|to)|than|relative to)(?: the| an?| matching| oral| inactive)* (?P<control>placebo|sham|vehicle)\b"
)


def _from_placebo(context: Context) -> list[Span]:
    """Read the word that stands again and again before "or placebo", "than placebo"."""
    low = context.folded.lower()
    counts: Counter[str] = Counter()
    places: dict[str, tuple[Span, Span]] = {}
    for match in _OR_PLACEBO.finditer(context.folded):
        name = match["name"].lower()
        if (
            name in _NOT_NAMES
            or name in _CUT
            or name in nouns().edge
            or name in nouns().group
            or name in nouns().weak
            or name in _NOT_SIDES
        ):
            continue
        counts[name] += low.count(name)
        places.setdefault(name, (match.span("name"), match.span("control")))
    if not counts:
        return []
    name, count = counts.most_common(1)[0]
    return list(places[name]) if count > 1 else []


# ---- "effect of A", with a control named ----------------------------------------------------------------------------

_EFFECT = re.compile(
    r"\b(?:effects?|efficacy|effectiveness|impact|influence|benefits?|safety) (?:and (?:safety|tolerability|efficacy|effectiveness) )?of (?:an? |the )?",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"\b(?:placebo(?![- ]controlled)|sham|control group|controls|(?:usual|standard|routine|conventional) (?:care|treatment|therapy)|no (?:treatment|intervention|supplementation)|waiting[ -]list|wait-?list|vehicle)\b",
    re.IGNORECASE,
)


def _from_effect(context: Context) -> list[Span]:
    """Read the treatment whose effect the title or the aims name, and the control that the text names."""
    control = _CONTROL.search(context.folded) or re.search(r"\bplacebo\b", context.folded, re.IGNORECASE)
    if control is None:
        return []
    low = context.folded.lower()
    for match in itertools.islice(_EFFECT.finditer(context.folded), 4):
        if context.section_at(match.start()) not in {"TITLE", "OBJECTIVE", "BACKGROUND", "METHODS", None, ""}:
            continue
        words = read_sentence(context.folded, match.end(), min(match.end() + 120, len(context.folded))).words
        end = 0
        while end < len(words) and (
            words[end].tag in _SIDE or (words[end].lemma == "of" and end and words[end - 1].lemma in _DOSE)
        ):
            end += 1
        kept = list(words[:end])
        while kept and (
            kept[0].lemma in _DOSE | _LITTLE | {"of", "therapeutic"} or kept[0].tag in {"num", "adj"}
        ):
            kept.pop(0)
        while kept and kept[-1].lemma in _SUPPLIED:
            kept.pop()
        if (
            kept
            and len(kept) < 5
            and not any(word.lemma in _NOT_SIDES or word.lemma in nouns().group for word in kept)
            and low.count(context.folded[kept[0].start : kept[-1].end].lower()) > 1
        ):
            return [(kept[0].start, kept[-1].end), control.span()]
    return []


_SUPPLIED = frozenset({"supplementation", "supplement", "supplements", "treatment", "therapy", "administration", "use", "monotherapy", "consumption", "intake", "ingestion"})  # fmt: skip

# ---- "A versus B" --------------------------------------------------------------------------------------------------

_AGAINST = re.compile(r"\b(?:versus|vs\.?|compared (?:with|to)|in comparison (?:with|to)|or)(?= [A-Za-z(])")
_COMPARE = re.compile(
    r"\b(?:compar(?:e|ed|ing|ison of|ison between))(?: the)?(?: (?:effects?|efficacy|effectiveness|safety|outcomes?|impact|results)(?: and \w+)? of)?(?: \w+ing)? ",
    re.IGNORECASE,
)
_SIDE = frozenset({"noun", "adj", "ing", "num"})


def _from_versus(context: Context, *, title_only: bool = False) -> list[Span]:
    """Read "A versus B", "A compared with B", "compared A and B", title and aims first."""
    matches = [
        (match.start(), match.end(), match[0].strip() == "or") for match in _AGAINST.finditer(context.folded)
    ]
    matches += [
        (match.start(), match.end(), True)
        for match in re.finditer(r"(?<=\w) (?:and|with|to) (?=\w)", context.folded)
        if _COMPARE.search(context.folded, max(0, match.start() - 60), match.start())
    ]
    places = sorted(
        (
            (context.section_at(start) not in {"TITLE", "OBJECTIVE", "BACKGROUND"}, weak, start, end)
            for start, end, weak in matches
            if not (weak and context.folded[start:end].strip() == "or")
        ),
    )
    for late, weak, start, end in places[:12]:
        if title_only and (late or (weak and context.section_at(start) != "TITLE")):
            continue
        sentence_start, sentence_end = _window(context, start)
        words = read_sentence(context.folded, sentence_start, sentence_end).words
        before = [word for word in words if word.end <= start + 1]
        after = [word for word in words if word.start >= end]
        left = _run_before(before)
        right = _run_after(after)
        if (
            weak
            and left
            and not any(
                word.lemma.startswith("compar") or word.lemma == "between"
                for word in before[-len(left) - 8 :]
            )
        ):
            continue
        if any(word.lemma in _NOT_SIDES for word in (*left, *right)):
            continue
        if (
            left
            and right
            and not any(word.tag == "num" and word.text.endswith("%") for word in (*left, *right))
        ):
            items = [left, right]
            spans = [span for item in items if (span := _name(context, item, items)) is not None]
            if len(spans) == 2 and not any(
                context.folded[a:b].lower() in {"baseline", "control"} for a, b in spans[:1]
            ):
                return spans
    return []


def _acts(word: Word) -> bool:
    """Tell whether a word is a verb's base form that reads like a noun ("improve efficiency compared with placebo")."""
    form = verb_forms().get(word.lemma)
    return (
        form is not None
        and form.form == "base"
        and bool(form.classes & {"change"})
        and word.lemma not in {"control", "treat", "block"}
    )


def _run_before(words: Sequence[Word]) -> list[Word]:
    start = len(words)
    while (
        start > 0
        and not _acts(words[start - 1])
        and (
            words[start - 1].tag in _SIDE
            or words[start - 1].tag == "bracket"
            or words[start - 1].lemma in {"plus", "+"}
        )
    ):
        start -= 1
    return [
        word
        for word in words[start:]
        if word.tag != "bracket"
        or re.fullmatch(r"[(\[][A-Za-z][\w+/-]{1,9}(?: \+ ?[\w+/-]{1,9})?[)\]]", word.text)
    ]


def _run_after(words: Sequence[Word]) -> list[Word]:
    end = 0
    while end < len(words) and (
        words[end].tag in _SIDE
        or words[end].tag == "bracket"
        or words[end].lemma in {"plus", "+", "alone"}
        or (end == 0 and words[end].tag == "det")
    ):
        end += 1
    return [word for word in words[:end] if word.tag != "det"]


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def choose_pair(names: Sequence[str], comparators: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Choose intervention and comparator among group names in order of mention: the control is the comparator."""
    if len(names) > 1 and all(_YEAR.search(name) for name in names):
        return len(names) - 1, 0  # "in 2009, 2013 and 2017": the latest against the first
    control = control_among(names)
    if control is None and comparators:
        control = next((k for k, name in enumerate(names) if comparators & set(_distinctive(name))), None)
        if control is not None and all(comparators & set(_distinctive(name)) for name in names):
            control = None
    if control is None and len(names) > 1 and (added := _added(names[0], names[1])) is not None:
        return added, 1 - added
    if control is not None and not all(is_control(name) for name in names):
        return next(k for k in range(len(names)) if k != control), control
    return 0, 1


def _added(one: str, other: str) -> int | None:
    """Return which of two names is the other with something added ("A plus B" to "A"), or the highest to the lowest."""
    first, second = (
        {
            word
            for word in re.findall(r"[\w-]+", name.lower())
            if word not in nouns().group and word not in _LITTLE
        }
        for name in (one, other)
    )
    if "lowest" in first and "highest" in second:
        return 1
    for k, (name, more, less) in enumerate(((one, first, second), (other, second, first))):
        if less and less < more and _PLUS.search(name):
            return k
    return None


_PLUS = re.compile(r" ?\+ ?|/| (?:plus|and|with|combined with|combination) ")


# Where arms are named, the surest first; and whether only a trial's text is read so.
_SOURCES: tuple[tuple[Callable[[Context], list[Span]], bool], ...] = (
    (_often_named, False),
    (_from_counts, False),
    (_from_control_noun, False),
    (_from_addition, True),
    (_from_assignment, True),
    (_from_placebo, True),
    (_from_plain_groups, False),
    (_from_versus, True),
    (_titled, False),
    (_once_named, False),
    (_from_effect, True),
)
