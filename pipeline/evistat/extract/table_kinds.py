"""What a run-in table's rows and columns are: groups, statistics, numbers of people, a model's constant.

Values are compared where the columns are groups or times. Where the rows are the groups ("Lamp (n = 20) 4.1 3.2"), columns
measure several things; a column called "F", "df" or "SE" holds no group's values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SIZED = re.compile(r"[(\[] ?[nN] ?= ?\d+[^()\[\]]{0,15}[)\]]\W*$")
_COMPARED = re.compile(
    r"^(?:[Cc]ontrols?|CONTROLS?|[Pp]lacebo|PLACEBO|[Ss]ham|[Vv]ehicle|[Uu]sual care)(?: [Gg]roup| [Aa]rm)?(?: \([^()]*\))?(?: \d+)?$"
    r"|\b(?:[Gg]roup|GROUP|[Aa]rm)(?: [A-Z0-9]+)?(?: \([^()]*\))?(?: \d+)?$"
)
_STATISTIC = re.compile(
    r"(?:^| )(?:df|DF|d\.f\.?|F|t|z|Z|B|SE|S\.E\.?|R2|[Ww]ald|[χX] ?2|β|[Bb]eta|OR|HR|RR|[Mm]ean [Ss]quares?|[Uu]nstandardi[sz]ed|[Ss]tandardi[sz]ed|[A-Za-z]*-?[Cc]oefficients?|[Ss]ignificance|Sig|Model|Variables?)$"
)
_PEOPLE = re.compile(
    r"^(?:(?:[Tt]otal )?(?:[Nn]umbers?|[Nn]os?\.?|[Nn]) (?:of|for) (?:(?:all|included|enrolled|randomi[sz]ed) )?)?(?:[Nn]|[Ss]ubjects?|[Pp]atients?|[Pp]articipants?|[Cc]ases?|[Ss]ample [Ss]izes?|[Cc]hildren)(?:,? ?\(?[nN]\)?)?$"
)
_CONSTANT = re.compile(r"^\W*\(?(?:[Ii]ntercept|[Cc]onstant)\b")


def rows_are_groups(names: Sequence[str]) -> bool:
    """Tell whether the names of a table's rows are those of groups: two say so, each by its size or the word."""
    return sum(names_group(name) for name in names) >= 2


def names_group(name: str) -> bool:
    """Tell whether a row's name is a group's: it gives its size, is a control's, or ends in the word."""
    name = name.strip()
    return _SIZED.search(name) is not None or _COMPARED.search(name) is not None


def names_statistic(label: str) -> bool:
    """Tell whether a column's name is that of a statistic or a model's part, not of a group."""
    return _STATISTIC.search(label.strip()) is not None


def counts_people(name: str) -> bool:
    """Tell whether a row gives no more than how many people there are."""
    return _PEOPLE.match(name.strip()) is not None


def is_constant(name: str) -> bool:
    """Tell whether a row is a model's constant, which estimates nothing."""
    return _CONSTANT.match(name) is not None
