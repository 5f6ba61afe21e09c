"""Context → the names of its groups: "the exercise group", "group B", "the control condition"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from evistat.extract.arm_words import CUT, DESIGN, LITTLE, NOT_NAMES, distinctive
from evistat.extract.context import Context
from evistat.extract.control_names import is_control
from evistat.extract.lowered import lowered
from evistat.extract.noun_lists import nouns
from evistat.extract.openings import Openings, matches_at

Span = tuple[int, int]

_NAMED = re.compile(
    r"(?<![\w-])(?P<name>[\w/+-]+(?: [\w/+-]+){0,3}?)(?: |-)(?P<noun>groups?|arms?|cohort|controls)\b"
    r"(?![ -](?:therap|counsel|education|session|discussion|visit|interaction|training|class|meeting|intervention|exercise|psycho|activit|support|program|based|by|x\b|\*|×))"
)
_RUN = re.compile(r"[\w/+ -]+")
_GROUP_NOUN = re.compile(r"group|arm|cohort|controls")
_LETTERED = re.compile(
    r"\b(?P<noun>[Gg]roups?|GROUP|[Aa]rm|ARM|[Cc]ohort) ?(?P<name>[A-Z]{1,2}\b|[IVX]{1,3}\b|[1-6]\b)"
)
_JOINED = re.compile(
    r"\b(?:between|in|of|for|from|with|by) (?:the )?(?P<one>[A-Za-z][\w+/-]*(?: [\w+/-]+)?) (?:group |arm )?(?:and|or|versus|vs\.?|than) (?:the )?[A-Za-z][\w+/-]*(?: [\w+/-]+)? (?:groups?|arms?)\b"
)
_GROUP_BEGINS = re.compile("group|Group|GROUP|arm|Arm|ARM|cohort|Cohort")
_NO_JOINED_NAMES = NOT_NAMES | CUT | LITTLE
_NO_SPACE = re.compile(r"\S+")
_CONTROLS_ALONE = {
    "controls": re.compile(r"\b(?:healthy |normal )?controls\b(?! group)"),
    "placebo": re.compile(r"\bplacebo\b(?![ -](?:controlled|group|arm))"),
}
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


def _named_groups(folded: str) -> Iterator[re.Match[str]]:
    """Yield what ``_NAMED`` finds, looked for only in runs of words that hold one of its nouns."""
    for run in _RUN.finditer(folded):
        if _GROUP_NOUN.search(folded, run.start(), run.end()):
            yield from _NAMED.finditer(folded, run.start(), run.end() + 1)


def from_groups(context: Context, *, least: int) -> list[Span]:
    """Return the two or three group names that occur most often, each at least ``least`` times."""
    counts, places = _lettered(context.folded)
    lettered = [name for name, _ in counts.most_common(3)]
    if len(lettered) >= 2 and sum(counts.values()) >= 2 * least:
        return [places[name] for name in sorted(lettered)]
    named, first = _worded(context.folded)
    counts, places = named.copy(), first.copy()
    if counts and all(is_control(name) for name in counts) and (tested := _TESTED.search(context.folded)):
        counts["test"] += least  # "the study group", with a control group beside it
        places["test"] = tested.span()
    common = [name for name, count in counts.most_common(3) if count >= least]
    common = common[:1] + [name for name in common[1:] if _other_name(context, places, common[0], name)]
    if len(common) < 2:
        return []
    return [places[name] for name in common[:2]]


@lru_cache(maxsize=2)
def _lettered(folded: str) -> tuple[Counter[str], dict[str, Span]]:
    """Return how often each lettered or numbered group is named, and where first: "group B", "arm 2"."""
    counts: Counter[str] = Counter()
    places: dict[str, Span] = {}
    for match in matches_at(_GROUP_BEGINS, _LETTERED, folded, 0, len(folded)):
        name = f"group {match['name']}"
        counts[name] += 1
        places.setdefault(name, match.span())
    return counts, places


@lru_cache(maxsize=2)
def _worded(folded: str) -> tuple[Counter[str], dict[str, Span]]:
    """Return how often each group with a name of its own is named, and where first: "the exercise group"."""
    counts: Counter[str] = Counter()
    places: dict[str, Span] = {}
    low = lowered(folded)
    for match in _named_groups(folded):
        words = [(word[0], word.start()) for word in _NO_SPACE.finditer(folded, *match.span("name"))]
        while any(word.lower() in CUT for word, _ in words):
            words = words[next(k for k, (word, _) in enumerate(words) if word.lower() in CUT) + 1 :]
        if (
            not words
            or words[-1][0].lower() in NOT_NAMES
            or words[0][0].lower() in NOT_NAMES
            or match["noun"] == "controls"
            or (
                match["noun"] in {"groups", "arms"}
                and words[-1][0].lower() in {"treatment", "therapy", "intervention"}
                and len(words) == 1
                and not words[-1][0][0].isupper()
                and f"{words[-1][0].lower()} {match['noun'][:-1]} " not in low
            )
            or (match["noun"] == "cohort" and words[-1][0].lower() in DESIGN)
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
    for match in _JOINED.finditer(folded):
        last = match["one"].split()[-1]
        name = last.lower()
        if len(name) > 2 and last[-1].isalnum() and name not in _NO_JOINED_NAMES:
            counts[name] += 1  # "between the walking and the resting group"
            places.setdefault(name, (match.end("one") - len(last), match.end("one")))
    for _, match in _MEMBERS.finditer(folded, 0, len(folded)):
        name = match[0].partition(" ")[0].lower()
        counts[name] += 1
        places.setdefault(name, match.span())
    for name, pattern in _CONTROLS_ALONE.items():
        if name.rstrip("s") not in counts and counts and (alone := list(pattern.finditer(folded))):
            counts[name] += len(alone)
            places[name] = alone[0].span()
    return counts, places


def _other_name(context: Context, places: dict[str, Span], one: str, other: str) -> bool:
    """Tell whether two counted names are those of two groups, not of one ("diet group", "diet intervention group")."""
    first, second = (set(distinctive(context.folded[slice(*places[name])])) for name in (one, other))
    return not first or not second or first != second


_PLAIN_GROUP = re.compile(r"\b(?:intervention|experimental|treatment|test|study|exercise) (?:group|arm)\b")
_PLAIN_CONTROL = re.compile(r"\b(?:control|comparison|placebo|sham|usual[ -]care) (?:group|arm)\b")


def from_plain_groups(context: Context) -> list[Span]:
    """Read "the intervention group" and "the control group", each named only once."""
    low = lowered(context.folded)
    one, other = _PLAIN_GROUP.search(low), _PLAIN_CONTROL.search(low)
    return [one.span(), other.span()] if one is not None and other is not None else []


_CONTROL_NOUN = re.compile(
    r"\b(?P<control>(?:control|placebo|sham|no-\w+) (?P<noun>trial|condition|session|diet|meal|drink|day|visit|period|phase|schools?|villages?|practices?|clinics?|wards?|communities|families|mothers|infants|mice|rats|animals|eyes?|teeth|side|sites?|plots?))s?\b"
)


def from_control_noun(context: Context) -> list[Span]:
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
            name in NOT_NAMES | CUT | LITTLE | DESIGN | nouns().control
            or name.endswith("ed")
            or name.isdigit()
        ):
            continue
        counts[name] += 1
        places.setdefault(name, match.span())
    return [places[counts.most_common(1)[0][0]], control.span("control")] if counts else []


_COUNTED = re.compile(r"\((?P<name>[A-Za-z][\w+/-]{1,9})[,;:] ?[nN] ?= ?\d{1,5}\)")


def from_counts(context: Context) -> list[Span]:
    """Read the short names that groups are given with their counts: "interval training (HIIT, n = 6)"."""
    places: dict[str, Span] = {}
    for match in _COUNTED.finditer(context.folded):
        places.setdefault(match["name"], match.span("name"))
    again = any(
        len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", context.folded)) > 1 for name in places
    )
    return list(places.values())[:3] if len(places) > 1 and again else []
