"""A noun phrase and what leads to it → its role: topic, group, time, unit, statistic …"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from evistat.extract.noun_lists import nouns
from evistat.extract.words import Word
from evistat.lexicons import word_set

NAMING_TAGS = frozenset({"noun", "ing"})


def role_of(
    words: Sequence[Word], start: int, end: int, head: int, link: str, arms: Collection[str] = ()
) -> str:
    """Tell what a noun phrase may be: topic, group, time, relation, statistic, number, pronoun, action or quality."""
    lists = nouns()
    name = words[head].lemma
    content = [word for word in words[start:end] if word.tag in NAMING_TAGS]
    if words[start].tag == "pron":
        return "pronoun"
    if not content:
        if any(word.tag == "num" for word in words[start:end]) and not any(
            word.tag == "adj" for word in words[start:end]
        ):
            return "time" if link in _OF_YEARS and _YEAR.fullmatch(words[end - 1].text) else "number"
        return "quality"
    plain = [word.lemma for word in content]
    if not any(word.tag == "noun" for word in content):
        return "action"
    if _is_unit(words, start, end) and not _is_time(words, start, end, head, link):
        return "number"
    inner = next((words[k].lemma for k in range(head + 2, end) if words[k].tag in NAMING_TAGS), "")
    if (
        name in lists.quantity
        and words[min(head + 1, end - 1)].lemma == "of"
        and inner in lists.relation
        and words[end - 1].lemma == inner
    ):
        return "relation"
    if name in lists.association or (name in lists.relation and name not in {"factors", "factor"}):
        return "relation"
    if _is_time(words, start, end, head, link):
        return "time"
    if name == "cases" and any(word.lemma == "of" for word in words[head + 1 : end]):
        return "topic"
    if name in lists.group or (name in lists.weak and link in _COMPARED):
        return "group"
    if (
        arms
        and (
            joined := " ".join(word.lemma for word in words[start:end] if word.tag not in {"det", "bracket"})
        )
        and joined in arms
    ):
        return "group"
    if (
        name in lists.predictor
        and len(content) <= 3
        and any(word.lemma in _KINDS_OF_FACTOR for word in words[start:end])
    ):
        return "relation"
    if name in {"factors", "predictors", "determinants", "correlates", "variables"}:
        return "relation"
    if (
        all(word in lists.statistic for word in plain)
        and not any(word.lemma == "effective" for word in words[start:end])  # "total effective rate"
    ) or (
        head > start and end == head + 1 and name in _RATIO_NAMES and words[head - 1].lemma in _RATIO_KINDS
    ):
        return "statistic"  # "subdistribution hazard ratio"
    return "topic"


_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_YEARS = frozenset({"in", "than", "versus", "vs", "compared", "relative", "between", "from", "since"})
_RATIO_NAMES = frozenset({"ratio", "ratios", "coefficient", "coefficients"})
_RATIO_KINDS = frozenset(
    {"hazard", "hazards", "odds", "risk", "rate", "prevalence", "correlation", "regression"}
)
_KINDS_OF_FACTOR = word_set("outcomes", "factor_kind")
_COMPARED = frozenset(
    {"than", "versus", "vs", "v", "compared", "relative", "comparison", "contrast", "between", "among"}
)
_UNITS = word_set("outcomes", "unit")


def _is_unit(words: Sequence[Word], start: int, end: int) -> bool:
    """Tell whether a phrase is only the unit of a number before it or in it ("3.34 cm", "12 months")."""
    if (
        words[start].tag == "num"
        and ("." in words[start].text or "±" in words[start].text)
        and end - start <= 3
    ):
        return True
    inside = [word for word in words[start:end] if word.tag not in {"num", "det", "adj", "bracket"}]
    if not inside or not all(
        word.lemma in _UNITS or ("/" in word.lemma and len(word.lemma) <= 10) for word in inside
    ):
        return False
    return any(word.tag == "num" for word in words[start:end]) or (
        start > 0 and words[start - 1].tag in {"stat", "num"}
    )


def _is_time(words: Sequence[Word], start: int, end: int, head: int, link: str) -> bool:
    lists = nouns()
    name = words[head].lemma
    lemmas = [word.lemma for word in words[start:end]]
    if "of" in lemmas[head - start :]:
        later = [word.lemma for word in words[head + 1 : end] if word.tag in NAMING_TAGS]
        if later and not any(
            lemma in lists.time or lemma in lists.weak or lemma in lists.group for lemma in later
        ):
            return False
    if (
        name in {"days", "nights", "hours"}
        and head > start
        and words[head - 1].tag == "noun"
        and words[head - 1].lemma not in lists.time
        and not any(word.tag == "num" for word in words[start:head])
    ):
        return False  # "symptom days", "hospital days"
    if name in {"baseline", "follow-up", "followup", "postoperatively"}:
        return True
    if (
        any(lemma.rsplit("-", 1)[-1] in {"week", "month", "year", "day", "wk"} for lemma in lemmas)
        and name in lists.time
        and link
    ):
        return True
    if (
        not link
        and name in {"day", "week", "month", "year", "days", "weeks", "months", "years", "visit"}
        and any(word.tag == "num" for word in words[start:end])
    ):
        return True
    if link not in lists.time_link or name not in lists.time:
        return False
    if name in {
        "treatment",
        "intervention",
        "surgery",
        "operation",
        "withdrawal",
        "point",
        "points",
        "end",
        "period",
        "phase",
        "time",
    }:
        return link in {
            "after",
            "before",
            "during",
            "at",
            "following",
            "over",
            "throughout",
            "prior",
            "until",
            "from",
        }
    return True
