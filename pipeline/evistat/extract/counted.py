"""An outcome whose change in people is counted → the change with it: *more patients had an improvement in pain*."""

from __future__ import annotations

import re
from functools import cache

from evistat.extract.context import Context
from evistat.extract.finding import Mention
from evistat.lexicons import lexicon

# What is counted is looked for so far before the change.
_REACH = 200
# A change just before the outcome, with its size and its quality.
_CHANGE = re.compile(
    r"(?:[≥>]=? ?\d+(?:\.\d+)? ?% )?(?:clinically \w+ )?"
    r"\b(?:improvement|reduction|decrease|increase|decline|worsening|deterioration|gain)s?(?: from baseline)? (?:in|of) (?:the |their |average |mean |overall )?$"
)


@cache
def _counting() -> re.Pattern[str]:
    people = "|".join(sorted(lexicon("statements")["people"]))
    return re.compile(
        rf"\b(?:(?:proportions?|percentages?|numbers?|rates?) of|more|fewer|\d ?%\)? of) (?:[\w-]+ ){{0,2}}(?:{people})\b"
        r"[^.;:,]*\b(?:with|had|ha(?:s|ve|ving)|achiev\w+|show\w+|report\w+|experienc\w+|attain\w+|reach\w+)\b[^.;:,]*$",
        re.IGNORECASE,
    )


def counted_change(context: Context, outcome: Mention, sentence: int) -> Mention:
    """Return ``outcome`` with the change before it where those who had that change are counted, else as it is."""
    first = max(context.sentences[sentence][0], outcome.start - _REACH)
    before = context.folded[first : outcome.start]
    if not before.endswith((" in ", " of ", " the ", " their ", " average ", " mean ", " overall ")):
        return outcome
    change = _CHANGE.search(before[-80:])
    if change is None or _counting().search(before[: len(before) - len(change.group())]) is None:
        return outcome
    start = outcome.start - len(change.group())
    return Mention(context.text[start : outcome.end], start, outcome.end, None, outcome.entities)
