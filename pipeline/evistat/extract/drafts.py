"""A result being put together, and what the text between two of its pieces says: do they belong together?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from evistat.extract.estimates import Effect
from evistat.extract.finding import PValue, TestStatistic
from evistat.extract.group_row import Comparison

NEW_CLAUSE = re.compile(
    r";(?=\s[a-z ]*\b(?:and|but|while|whereas|however|the)\b)|,\s(?:and|but|while|whereas|although|which|with no)\b|\b(?:while|whereas|although|however|but)\b|[.?!]\s+[A-Z]|\b(?:and|or)\b[^()]{0,60}\b(?:was|were|had|did|showed|is|are)\b"
)
BESIDE = re.compile(r" ?[,;] ?")  # all that stands between statistics of one list
ONLY_LINKS = re.compile(
    r"(?:[\s,;:()\[\]=-]|\b(?:with|an?|the|and|respectively|log-?rank|likelihood[ -]ratio|Kruskal-?Wallis|Mann-?Whitney|Wilcoxon|Fisher's|exact|chi-?squared?|AN[CO]{1,2}VA|MAN[CO]{1,2}VA|t-test|McNemar's?|Student's|paired|unpaired|signed|rank|sum|Cochran-?Armitage|Friedman|test|by|two-sided|one-sided|2-sided|1-sided|for|of|in|adjusted|unadjusted|multivariate|crude|overall|corresponding|stratified|years?|months?|days?|points?|units?|patients)\b)*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Draft:
    """A result being put together; ``shared`` as in ``PReading``."""

    start: int
    end: int
    rule: str
    effect: Effect | None = None
    comparison: Comparison | None = None
    p: PValue | None = None
    test: TestStatistic | None = None
    shared: str | None = None
    p_first: bool = False
    listed: tuple[int, int] | None = None
    arm: bool = False
    extra_rules: list[str] = field(default_factory=list)

    def grow(self, start: int, end: int, rule: str | None = None) -> None:
        """Stretch the result over one more piece, and name the rule that read it."""
        self.start, self.end = min(self.start, start), max(self.end, end)
        if rule is not None:
            self.extra_rules.append(rule)


def same_bracket(gap: str) -> bool:
    """Tell whether a gap neither closes a bracket it hasn't opened nor opens one it doesn't close."""
    depth = 0
    for character in gap:
        depth += (character in "([") - (character in ")]")
        if depth < 0:
            return False
    return True


def opens_bracket(folded: str, offset: int) -> bool:
    """Tell whether a place is the first in a bracket."""
    return folded[max(0, offset - 2) : offset].strip()[-1:] in {"(", "["}
