"""Values of a row → whether they say how many people were randomised, enrolled or treated."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evistat.extract.group_row import Row
from evistat.extract.word_patterns import words_pattern

ENROLLED = words_pattern("enrolment_words")
# "the numbers of callers analysed were"
_PEOPLE = (
    r"(?:patients|participants|subjects|women|men|children|infants|individuals|people|volunteers|cases|eyes)"
)
_NUMBERS_OF_PEOPLE = re.compile(
    rf"\b[Nn]umbers? of (?:the )?{_PEOPLE}(?! (?:with|who)\b)[^;,()]{{0,80}}\b(?:was|were) $|\b[Ww]e (?:had|analy[sz]ed|studied) $"
)
# "1869 sheep died (952 in barns vs 917 on hills)"
_HAPPENED = re.compile(r"\b(?:died|deaths|events|occurred|relapsed|recurred|recurrences) [(\[]$")
# "falls occurred in 16 patients (6 in barns and 10 on hills)"
_BEFELL = re.compile(
    r"\b(?:died|deaths?|events?|complications?|infections?|relapses?|recurrences?|falls?|(?:occurr|develop|experienc|suffer|relaps|recurr)\w*)\b[^.;()]{0,60}\b(?:in|by|among|of) [\w-]+ (?:patients|participants|subjects|women|men|children|infants|people|individuals) [(\[]$"
)


def sample_sizes(row: Row, chosen: Sequence[int]) -> bool:
    """Tell whether bare integers are how many were randomised, enrolled or treated."""
    values = [row.values[index] for index in chosen]
    if not row.bare_integers(chosen):
        return False
    stop = values[-1].end
    if any(stop <= s <= stop + 50 for s, _ in row.p_spans):
        return False
    before = row.folded[max(row.start, values[0].start - 80) : values[0].start]
    if ENROLLED.search(before) is not None or _NUMBERS_OF_PEOPLE.search(before) is not None:
        return True
    if _HAPPENED.search(before) is not None:
        return False
    # "2371 vs 1446": an explicit sign sets numbers of any size against each other.
    signed = all(re.fullmatch(r" (?:vs\.?|versus) ", row.between(i, i + 1)) for i in chosen[:-1])
    return max(value.value for value in values) > 200 and not signed


def counts_events(folded: str, start: int, end: int) -> bool:
    """Tell whether a bracket that ends a stretch opens on how many of each group something befell."""
    return _HAPPENED.search(folded, start, end) is not None or _BEFELL.search(folded, start, end) is not None
