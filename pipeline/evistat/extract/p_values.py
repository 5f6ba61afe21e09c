"""Folded text → p-values, in every form in which abstracts print them.

Notes for a newcomer: one pattern finds the head ("P for trend <"), a second reads the number after it, a third goes
on along a list ("P = .054, < .001, and .016"). Planned levels ("P < 0.05 was considered significant") are found the
same way and then told apart by their surroundings (``lexicons/p_values.toml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from evistat.extract.finding import PValue
from evistat.extract.lowered import caseless, lowered
from evistat.extract.numbers import parse_number, parse_scientific
from evistat.lexicons import lexicon


@dataclass(frozen=True, slots=True)
class PReading:
    """A p-value as read, with what its surroundings say of it.

    ``planned``: a significance level, not a result. ``shared``: "both" or "all" where one p is printed for several
    results. ``listed``: its position in a printed list of p-values (0 for one that stands alone or first).
    """

    p: PValue
    planned: bool = False
    shared: str | None = None
    listed: int = 0


_OPERATORS = {
    "=": "=", ":": "=", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "<=": "<=", ">=": ">=", "=<": "<=", "=>": ">=",
    "≪": "<", "= <": "<", "= >": ">", ":<": "<", ": <": "<", ":>": ">", ": >": ">", "=or<": "<=", "=or>": ">=", "&lt": "<", "&lt;": "<", "&gt": ">", "&gt;": ">", "&le;": "<=", "&ge;": ">=", "~": "=", "≈": "=", "==": "=",
    "<<": "<", ",": "=", "": "=", "<or=": "<=", "<or =": "<=", "< or =": "<=", ">or=": ">=", "> or =": ">=", ">or =": ">=", "> or=": ">=", "< or=": "<=",
    "less than": "<", "lower than": "<", "smaller than": "<", "below": "<", "greater than": ">", "more than": ">",
    "larger than": ">", "above": ">", "equal to": "=", "equals": "=", "of": "=", "was": "=", "is": "=", "being": "=",
    "were": "=", "at": "=", "ranging from": "=", "ranged from": "=", "-": "=", "less than or equal to": "<=", "greater than or equal to": ">=",
}  # fmt: skip
_OPERATOR = (
    r"(?:<<|[=:] ?<|[=:] ?>|=or<|=or>|<=|>=|=<|=>|==|< ?or ?(?:= ?|equal to )|> ?or ?(?:= ?|equal to )|&lt;?=?|&gt;?=?|&[lg]e;|[=<>≤≥≪~≈:]"
    r"|(?:is |was |being |were |values? )?(?:(?:less|lower|smaller|greater|more|larger) than(?: or equal to)?|below"
    r"|above|equal to|equals)|of|was|is|were|being|rang(?:ing|ed) from|-(?= 0?\.\d{2}))"
)
_VALUE = (
    r"(?:(?P<sci>\d(?:\.\d+)? ?(?:[×x*] ?10 ?(?:\^|\*\*)? ?(?:- ?\d{1,3}|\(- ?\d{1,3}\)|\{- ?\d{1,3}\}|⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|[eE] ?-? ?\d{1,3}(?!\d))"
    r"|10(?:\^|\*\*)? ?(?:- ?\d{1,3}|\(- ?\d{1,3}\)|\{- ?\d{1,3}\}|⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+))"
    r"|(?P<number>(?:[01]?\.(?:\d{3} \d{1,3}|0{1,3} \d{1,2})(?=\s?[)\],;]|\.?$|\.\s)|[01]?\. ?\d+|0,\d+|[01])(?!,?\d|\.\d)))"
)
_KIND_WORDS = r"(?:interactions?|int|inter|trends?|heterogeneity|het|non-?inferiority|NI|superiority)"
_KIND = re.compile(rf"\b{_KIND_WORDS}$")
_BOUND = r"(?:0?\.\d+|\d\.\d+) ?[<≤>≥]=? ?"  # "0.01 < P <"
_BOUND_BEFORE = re.compile(rf"{_BOUND}\Z")
_LONGEST_BOUND = 24
_BOUNDING = frozenset("<≤>≥=")
_LETTER = re.compile(r"[Pp](?<![\w.$£€/].)")
_HEAD = re.compile(
    rf"(?P<bound>{_BOUND})?"
    r"(?<![\w.$£€/])"
    r"(?P<name>[Pp](?: ?[-=]? ?[Vv]al(?:ue)?s?| ?-? ?VALUES?"
    r"|'?s(?= ?[<=>≤≥])"
    rf"| ?\(?(?P<glued>[_,-]? ?(?:(?:for-)?{_KIND_WORDS}|linear|group|time|adj|adjusted|corr|corrected|uncorrected|FDR|FWE|one-sided|two-sided|(?<=P)[A-Z][a-z]{{3,14}}(?= ?[=<≤])))\b\)?)?(?: ?'s)?)"
    r"(?P<scope>(?: ?\([a-zA-Z][\w -]{0,28}\))?"
    r"(?: (?:for|of|from|by|in) (?:the |a |linear |all ){0,2}[A-Za-z][\w'/×*+-]{0,24}"
    r"(?: (?!of\b|was\b|is\b|were\b|being\b|less\b)[A-Za-z×*/+-][\w'/×*+-]{0,20}){0,5}?)?"
    r"(?: ?\([a-zA-Z][\w -]{0,28}\))?)"
    rf" ?(?P<comma>,)? ?(?:(?:of|was|is|were|value) (?=[=<>≤≥]))?(?P<op>{_OPERATOR})? ?(?:or ?= ?)?"
    rf"(?:{_VALUE}|(?P<ns>[Nn]\.? ?[Ss]\b\.?|not (?:statistically )?significant|non-? ?significant))"
    r"(?:(?! ?%|\d|-fold)|(?<=\d\d)%(?=\s?[)\];,]))"
)
_NEXT = re.compile(
    rf"(?:(?P<range> to |\ ?-\ ?)(?=0?\.\d|1\b)|\ ?/\ ?(?=[Pp=<>≤≥]|0?\.\d)|\ ?[,;]\ ?(?:and |or |& ?)?|\ (?:and|or|&|vs\.?|versus)(?:\ |(?=[<=>≤≥])))(?:(?P<again>[Pp]\ ?)?(?P<op>[=<>≤≥]|<=|>=)\ ?)?{_VALUE}"
    r"(?!\ ?(?:%|±|\+/-|vs|versus|to\b|-\ ?\d|\(|\[|mg|g\b|kg|m\b|years?|months?|days?|weeks?|h\b|and\ \d+\.\d+\ (?!for\b|in\b|at\b)[a-z]|,?\ ?[Pp]\ ?[=<>≤≥]))"
)
_BARE_NS = re.compile(
    r"[(\[;,=](?: |(?<!=))(?P<ns>NS|N\.S\.?|ns|n\.s\.?|not significant|non-?significant)(?=\ ?[)\];,.]|\ (?:for|vs)\b)"
)
# What stands between the words and a p-value and is of no use here: closed brackets, test statistics ("F2,40 = 4.2").
_CLOSED = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")
_STATISTIC = re.compile(
    r"(?:[^\W\d]{1,8}|[χη]\^?[2²]|\b[Xx][2²])(?: ?[2²])?(?: ?\d{1,3}(?:[,.] ?\d{1,4})?)? ?[=<>≤≥] ?-? ?\d*[.,]?\d+(?:[,;] |\s*$)?"
)
# "the time by group interaction for pain", "a significant interaction between age and dose", "no dose × age interaction".
_INTERACTION = re.compile(
    r"(?:(?:\b(?:by|x|vs\.?|versus)\b|[×*]|\bby-|-by-|-way\b)[^.;]{0,60}\binteractions?\b"
    r"|\b(?:significant|no|any|an|time|group|treatment|condition|dose|trial|session|sex|gender|age)(?: \w+){0,3}[ -]interactions?\b"
    r"|\binteractions? (?:terms?\b|effects?\b|between\b|of\b|(?:was|were|is) (?:not )?(?:\w+ly )?(?:significant|non-?significant|found|seen|observed|detected|present|evident))"
    r"|\bby[ -]\w+ effect|\w ?[x×] ?\w+ effect|[^\W\d]\w* ?[×*] ?[^\W\d]\w*:? *[(\[]?$)"
    r"(?P<rest>[^.;]{0,90})$",
    re.IGNORECASE,
)
# What is said behind a term and begins another claim.
_ANOTHER_CLAIM = re.compile(
    r"\b(?:while|whereas|but(?! not (?:for|in|on|with)\b)|although|however|main|showed|post-?hoc|had|lower|higher|greater|less|more|increas\w+|decreas\w+|reduc\w+"
    r"|improv\w+|differ\w*|effect of|associated|ignored)\b",
    re.IGNORECASE,
)
# "there was heterogeneity among the trials (I2 = 75%, P = 0.001"
_HETEROGENEITY_TESTED = re.compile(
    r"\b(?:statistical|significant|substantial|considerable|high|moderate|low|no|evidence of|was|with|without)(?: [\w-]+)? heterogeneity\b"
    r"[^.;()]{0,40}[(\[](?:I ?[\^-]?[2²] ?=? ?\d[\d.]* ?%?[;,] )?$",
    re.IGNORECASE,
)
# "rose in the order of none < some < all (p …)": tested over ordered groups.
_IN_ORDER = re.compile(
    r"\b(?:increas|decreas|declin|rose|fell)\w*(?: [\w-]+){0,3} in (?:the |this |an? )?(?:ascending |descending )?order\b[^.;]{0,60}$"
)
# "was non-inferior to lansoprazole 15 mg (P < 0.0001": the test of the claim just made.
_NONINFERIOR = re.compile(r"\b(?<!not )(?:non-?inferior(?:ity)?)\b[^.;()]{0,60}[(\[]$", re.IGNORECASE)
_LEVELS = frozenset({0.001, 0.005, 0.01, 0.02, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25})
_OPERATOR_ONLY = re.compile(
    r"(?P<op>[<≤](?:(?<=[(\[].)|(?<=[(\[]all .)|(?<=[(\[](?:both|each) .))) ?(?P<number>0?\.0\d+|0?\.\d+)(?=[)\]])"
)


def find_p_values(folded: str) -> list[PReading]:
    """Return the p-values of a text in order, each with what its surroundings say of it."""
    readings: list[PReading] = []
    position = 0
    while match := _next_head(folded, position):
        position = max(match.end(), position + 1)
        first = _read(match, folded)
        if first is None:
            position = match.start() + 1
            continue
        chain = [first]
        if match["ns"] is None:
            position = _follow_list(folded, match.end(), chain)
        level = len(chain) == 1 and first.op in {"<", "<=", "="} and first.value in _LEVELS
        surroundings = _Surroundings.of(folded, match.start(), position, level=level)
        kind = surroundings.kind(match["glued"] or "", match["scope"] or "")
        for index, p in enumerate(chain):
            readings.append(
                PReading(
                    replace(p, kind=kind),
                    surroundings.planned,
                    surroundings.shared if len(chain) == 1 else None,
                    index,
                )
            )
    readings += _bare_not_significant(folded, readings)
    return _without_restated(folded, sorted(readings, key=lambda reading: reading.p.start))


_COPULA = re.compile(r"^(?:is|was|were|being|values?) (?=\w)")
_RESTATED = re.compile(r" ?[;(\[] ?")


def _without_restated(folded: str, readings: list[PReading]) -> list[PReading]:
    """Mark as planned the level that an exact p-value is set against beside it: "(P = 0.033; P < 0.05)"."""
    told = list(readings)
    for at, (exact, level) in enumerate(pairwise(readings), 1):
        if (
            exact.p.op == "="
            and level.p.op in {"<", "<="}
            and exact.p.value is not None
            and level.p.value in {0.05, 0.01, 0.001}
            and exact.p.value < level.p.value
            and _RESTATED.fullmatch(folded, exact.p.end, level.p.start)
            and folded[level.p.end : level.p.end + 1] in {")", "]"}
        ):
            told[at] = replace(level, planned=True)
    return told


def _next_head(folded: str, position: int) -> re.Match[str] | None:
    """Return what ``_HEAD`` finds first from a place on, looked for only at the letter and at a bound before it."""
    for letter in _LETTER.finditer(folded, position):
        start = letter.start()
        if folded[max(position, start - 2) : start].rstrip()[-1:] in _BOUNDING:
            bound = _BOUND_BEFORE.search(folded, max(position, start - _LONGEST_BOUND), start)
            start = bound.start() if bound else start
        match = _HEAD.match(folded, start)
        if match is not None:
            return match
    return None


def _read(match: re.Match[str], folded: str) -> PValue | None:
    """Return the p-value of one head match, None where the letter isn't a p-value's."""
    operator = (match["op"] or "").strip()
    name = match["name"]
    start, end = match.start("name"), match.end()
    if match["ns"] is not None:
        if not operator and len(name) == 1:
            return None
        return PValue("ns", None, folded[start:end], start, end, rule="p.not_significant")
    printed = match["sci"] or match["number"]
    value = parse_scientific(printed) if match["sci"] else parse_number(printed)
    if value is None or not 0 <= value <= 1:
        return None
    op = _OPERATORS.get(_COPULA.sub("", operator), "=")
    if operator == "" and not _readable_without_operator(match, printed):
        return None
    if operator in {"of", "being"} and len(name) == 1 and not match["scope"]:
        return None
    if operator in {":", "was", "is", "were"} and printed in {"1", "0"}:
        return None
    rule = "p.scientific" if match["sci"] else "p.number"
    if match["bound"]:
        # "0.01 < P < 0.05" bounds p from both sides: the larger bound is what the authors claim.
        lower = parse_number(match["bound"].rstrip(" <>≤≥="))
        start, rule = match.start("bound"), "p.bounded"
        value = max(value, lower)
    return PValue(op, value, folded[start:end], start, end, rule=rule)


def _readable_without_operator(match: re.Match[str], printed: str) -> bool:
    """Tell whether a bare "P .002" or "p-value 0.03" can be nothing but a p-value."""
    named = len(match["name"]) > 1 or not match["scope"] or match["comma"] is not None
    spaced = printed.startswith(". ") and match.string[match.end() : match.end() + 1] not in {")", "]", ";"}
    return "." in printed and not spaced and (named or _KIND.search(match["scope"]) is not None)


def _follow_list(folded: str, position: int, chain: list[PValue]) -> int:
    """Append the further p-values of a list to ``chain`` and return where the list ends."""
    found: list[PValue] = []
    end = position
    while match := _NEXT.match(folded, end):
        printed = match["sci"] or match["number"]
        value = parse_scientific(printed) if match["sci"] else parse_number(printed)
        if (
            value is None
            or not 0 <= value <= 1
            or ("." not in printed and "," not in printed and not match["sci"] and not match["range"])
            or (match["range"] and chain[0].op != "=")  # "P < 0.05-0.01" is bounded once
        ):
            break
        start = (
            match.start("again")
            if match["again"]
            else match.start("op")
            if match["op"]
            else match.start("sci" if match["sci"] else "number")
        )
        last = (found or chain)[-1].op
        bounded = _round(value) and not (_level(chain[0].value) and not _level(value))
        op = _OPERATORS[match["op"]] if match["op"] else last if last == "=" or bounded else "="
        found.append(PValue(op, value, folded[start : match.end()], start, match.end(), rule="p.list"))
        end = match.end()
    if not found:
        return position
    if (
        any(p.text[0] in "<>≤≥=" for p in found)
        or re.match(r"[\s,;)]{0,3}respectively", folded[end : end + 20])
        or (
            re.match(r"[\s,;)]{0,3}resp\.", folded[end : end + 20])
            and " or " not in folded[chain[0].end : found[0].start]  # "P < 0.05 or 0.01, resp."
        )
        or len(found) > 1
    ):
        chain.extend(found)
        return end
    if _LIST_ENDS.match(folded, end):
        chain.extend(found)
        return end
    return position


# A value that ends a list: "(P = 0.02 and 0.04)", "P = 0.02 and 0.04 after adjustment"; "P = 0.02 and 0.5 in men" is no list.
_LIST_ENDS = re.compile(
    r" ?(?:[)\];]|$|\.(?!\d))|(?<=\d\d) (?:under|after|when|with|without|at|for|compared|vs\.?|versus)\b"
)


def _level(value: float | None) -> bool:
    """Tell whether a number is one of the levels that tests are said to reach (0.05, 0.01, 0.001)."""
    return value is not None and _round(value) and f"{value:e}"[0] in "15"


def _round(value: float) -> bool:
    """Tell whether a number is a level that a p-value is said to be below ("< 0.05 and 0.01"), none computed ("0.171")."""
    return 0 < value <= 0.1 and len(f"{value:e}".partition("e")[0].strip("0.")) == 1


_FULL_STOP = re.compile(r"\.\s|\n")
_BRACKET_OR_STOP = re.compile(r"[;()\[\]]")
_FOLLOWING = re.compile(r"\s?(?:for|in|of)\s(?:the )?(?:\w+[- ]){0,2}?(\w[\w-]*)")


@dataclass(frozen=True, slots=True)
class _Surroundings:
    before: str
    after: str
    low_before: str
    planned: bool
    shared: str | None

    @classmethod
    def of(cls, folded: str, start: int, end: int, *, level: bool) -> _Surroundings:
        """Return what stands round a p-value; ``level``: its number is one that plans name."""
        cues = _cues()
        sentence_start = max(0, start - 260 if level else start - 160)
        for stop in (". ", "\n"):
            found = folded.rfind(stop, sentence_start, start)
            sentence_start = found + 1 if found >= 0 else sentence_start
        full_stop = _FULL_STOP.search(folded, end, end + 120)
        after = folded[end : full_stop.start() if full_stop else end + 120]
        low_before = lowered(folded)[sentence_start:start]
        low_after = after.lower()
        planned = bool(
            cues.planned_before.search(low_before)
            or cues.planned_after.match(low_after)
            or (level and cues.planned_methods.search(low_before))
            or (level and _in_key(cues, low_before, low_after))
        )
        shared = None
        if match := cues.shared_after.match(low_after) or cues.shared_before.search(low_before):
            shared = "both" if "both" in match[0] else "all"
        return cls(folded[sentence_start:start], after, low_before, planned, shared)

    def kind(self, glued: str, scope: str) -> str | None:
        """Return the kind of test that the words next to the p-value name."""
        nearby = _BRACKET_OR_STOP.split(self.low_before)[-1][-60:]
        following = _FOLLOWING.match(self.after)
        for kind, pattern, at_end in _cues().kinds:
            if (
                pattern.search(glued.lower())
                or pattern.search(scope.lower())
                or at_end.search(nearby)
                or (following and pattern.fullmatch(following[1].lower()))
            ):
                return kind
        before = self.before
        if ("nteraction" in before or " effect" in before) and _tests_interaction(before):
            return "interaction"
        if "heterogeneity" in before and _HETEROGENEITY_TESTED.search(before):
            return "heterogeneity"
        if _NONINFERIOR.search(before):
            return "noninferiority"
        if _IN_ORDER.search(before):
            return "trend"
        return None


def _in_key(cues: _Cues, before: str, after: str) -> bool:
    """Tell whether a level only explains a mark of a table or figure: "*p < 0.05, **p < 0.01"."""
    return any(mark.search(before) and behind.match(after) for mark, behind in cues.key)


_FAR_BACK = 1000  # characters before a p-value that may tell an interaction, its brackets among them


def _tests_interaction(before: str) -> bool:
    """Tell whether the words before a p-value end with an interaction of factors and nothing claimed behind it."""
    plain = before[-_FAR_BACK:]
    while (shorter := _CLOSED.sub("", plain)) != plain:
        plain = shorter
    found = _INTERACTION.search(_STATISTIC.sub("", plain))
    return found is not None and _ANOTHER_CLAIM.search(found["rest"]) is None


@dataclass(frozen=True, slots=True)
class _Cues:
    planned_before: re.Pattern[str]
    planned_after: re.Pattern[str]
    planned_methods: re.Pattern[str]
    key: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    shared_before: re.Pattern[str]
    shared_after: re.Pattern[str]
    kinds: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]


@cache
def _cues() -> _Cues:
    """Return what tells how a p-value is meant, all for lowered text; kinds by their words and by the words before a number."""
    data = lexicon("p_values")

    def any_of(words: list[str]) -> re.Pattern[str]:
        return caseless(f"(?:{'|'.join(words)})")

    return _Cues(
        any_of(data["planned"]["before"]),
        any_of(data["planned"]["after"]),
        any_of(data["planned"]["methods"]),
        tuple((caseless(mark), caseless(behind)) for mark, behind in data["planned"]["key"]),
        any_of(data["shared"]["before"]),
        any_of(data["shared"]["after"]),
        tuple(
            (
                kind,
                any_of(words),
                caseless(rf"(?:{'|'.join(words)})(?: (?:test|effect|analysis|term))?[\s,:=]*$"),
            )
            for kind, words in data["kinds"].items()
        ),
    )


def _bare_not_significant(folded: str, readings: list[PReading]) -> list[PReading]:
    """Return "(NS)" and "; ns)" that say a result isn't significant, unless the text defines NS otherwise."""
    found: list[PReading] = []
    for match in _BARE_NS.finditer(folded):
        start, end = match.span("ns")
        if any(reading.p.start - 3 < end and start < reading.p.end + 3 for reading in readings):
            continue
        if match["ns"].replace(".", "").upper() == "NS" and _defines_ns(folded):
            break
        found.append(PReading(PValue("ns", None, match["ns"], start, end, rule="p.bare_not_significant")))
    for match in _OPERATOR_ONLY.finditer(folded):
        value = parse_number(match["number"])
        if value <= 0.1:
            found.append(
                PReading(
                    PValue(
                        _OPERATORS[match["op"]],
                        value,
                        match[0],
                        match.start(),
                        match.end(),
                        rule="p.operator_only",
                    )
                )
            )
    return found


def _defines_ns(folded: str) -> bool:
    """Tell whether a text defines NS as something other than "not significant" ("no stimulation (NS)")."""
    for match in re.finditer(r"(?P<first>\w+)[ -](?P<second>\w+) [(\[](?:NS|N\.S\.?)\b", folded):
        first, second = match["first"].lower(), match["second"].lower()
        if first[0] == "n" and second[0] == "s" and not second.startswith("signif"):
            return True
    return bool(
        re.search(r"\bNS\b (?:group|arm|patients|controls|saline)|normal saline", folded)
        and re.search(r"\(NS\)", folded)
    )
