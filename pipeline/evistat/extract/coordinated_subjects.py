"""What stands before values → whether coordinated outcomes bear them ("sensitivity and specificity were"), and not groups."""

from __future__ import annotations

import re

from evistat.extract.group_values import GROUPISH

_COORDINATED = re.compile(
    r"\b(?:both|[\w-]+(?: [\w-]+){0,6},? and [\w-]+(?: [\w-]+){0,6}?)\b[^,;]{0,30}\b(?:was|were|had|of|by|are|is)\b[^,;]{0,20}$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r" ?\([^()\d]{1,20}\)")


def coordinated_subject(head: str) -> bool:
    """Tell whether the values belong to coordinated outcomes ("sensitivity and specificity were") and not to groups."""
    said = _IN_BRACKETS.sub("", head)
    clause = re.split(r"[;:(]|\b(?:while|whereas|respectively)\b", said)[-1][-160:]
    coordinated = _COORDINATED.search(clause)
    if (
        coordinated is None
        and _WERE_COMMON.search(said[-200:])
        and (opened := _COMMON.search(said[-200:])) is not None
    ):
        coordinated = _COORDINATED.search(opened["said"])
    return coordinated is not None and GROUPISH.search(_SECOND.sub(r"\g<name>", coordinated[0])) is None


# "fever and thirst were common (scores 7.4 and 9.2, respectively)"
_WERE_COMMON = re.compile(r"(?:common|frequent|prevalent|rare|high|low|similar) [(\[][^()\[\]]*$")
_COMMON = re.compile(rf"(?P<said>[^;:()]*\b(?:were|are) (?:[a-z]+ )?){_WERE_COMMON.pattern}")
# What stands after the second outcome's name says where and when: "A and B at 5 years after treatment were".
_SECOND = re.compile(r"(?<= and )(?P<name>[^,;]*?) (?:at|in|after|during|before|within) [^,;]*$")


def outcomes_told(head: str, count: int) -> bool:
    """Tell whether what a list of values follows coordinates as many outcomes ("fever, thirst and hunger rates in A were")."""
    said = _IN_BRACKETS.sub("", _OPENED.sub(" were ", head))[-300:]
    words = _WORD.findall(_CLAUSE.split(said)[-1])
    while words and words[-1].lower() in _BEFORE_VALUES:
        words.pop()
    if not words or words[-1].lower() not in _SAID:
        return False
    if words[0].lower() in _LEAD_GROUPS and "," in words[:9] and "and" not in words[: words.index(",") + 2]:
        words = words[words.index(",") + 1 :]  # "In the bark group, fever and thirst"
    found = False
    for at, word in enumerate(words):
        if word not in {"and", "or"}:
            continue
        first = next((i for i in range(at - 1, -1, -1) if _key(words[i]) in _EDGES), -1)
        last = next((i for i in range(at + 1, len(words)) if _key(words[i]) in _EDGES), len(words))
        named = [one for one in words[first + 1 : last] if one != ","]
        if not set(words[first + 1 : at]) - {","} or last == at + 1:
            continue
        lead = next(
            (words[i].lower() for i in range(first, -1, -1) if _key(words[i]) not in _DETERMINERS), ""
        )
        changed = lead == "in" and first > 0 and _CHANGES.match(words[first - 1]) is not None
        if GROUPISH.search(" ".join(named)) or (lead in _LEAD_GROUPS and not changed):
            return False
        commas = sum(
            words[i] == "," and words[i + 1] not in {"and", "or"} for i in range(first + 1, last - 1)
        )
        found |= commas + 2 == count
    return found


def _key(word: str) -> str:
    """Return a word in lower case, but not a letter that names a group ("groups A and B")."""
    return word.lower() if len(word) > 1 else word


_WORD = re.compile(r"[^\s,()\[\]]+|,")
_CLAUSE = re.compile(r"[;:]|\b(?:while|whereas|respectively)\b")
_OPENED = re.compile(r" ?[(\[][^()\[\]]{0,20}$")
_BEFORE_VALUES = frozenset(["only", "about", "approximately", "found", "be", "as", "around", "nearly"])
_SAID = frozenset(["was", "were", "is", "are", "by", "to", "of", "averaged", "being", "in", "at"])
_DETERMINERS = frozenset(["the", "both", "all", "mean", "median", "a", "an"])
_LEAD_GROUPS = frozenset(
    ["for", "among", "with", "between", "after", "by", "from", "on", "to", "than", "versus", "vs", "at", "during", "under", "in"]
)  # fmt: skip
_EDGES = _DETERMINERS | _LEAD_GROUPS | {"of", "was", "were", "is", "are", "had", "have", "that", "who"}
_CHANGES = re.compile(
    r"increase|decrease|reduction|change|improvement|abnormalit|elevation|decline|rise|fall", re.IGNORECASE
)
