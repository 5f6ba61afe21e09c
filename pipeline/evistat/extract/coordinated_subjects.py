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
