"""A finding's parts → the few words a person reads."""

from __future__ import annotations

from evistat.records.schema import Finding, Group, Interval, PValue, TestStatistic

ARROWS = {"increase": "↑", "decrease": "↓", "no_difference": "="}
_RELATIONS = {"<=": "≤", ">=": "≥"}


def value_words(finding: Finding) -> str:
    """Return the effect as printed with its unit; without one the groups' values."""
    if effect := _effect_words(finding):
        return effect
    if finding.groups:
        return _groups_words(finding.groups)
    return _test_words(finding.test) if finding.test is not None else ""


def _effect_words(finding: Finding) -> str:
    if finding.value_span is not None:
        return finding.value_span.text + _unit(finding.unit)
    return f"{finding.value:g}" + _unit(finding.unit) if finding.value is not None else ""


def _test_words(test: TestStatistic) -> str:
    degrees = ", ".join(f"{df:g}" for df in test.df)
    return f"{test.name}({degrees}) = {test.value:g}" if degrees else f"{test.name} = {test.value:g}"


def check_words(code: str, finding: Finding) -> str:
    """Return the numbers that a check compared, for one that passed: a failed one says them itself."""
    estimate = " ".join(filter(None, (finding.measure, _effect_words(finding))))
    compared = {
        "bounds_ordered": [interval_words(finding.ci)],
        "interval_contains_estimate": [estimate, interval_words(finding.ci)],
        "p_in_range": [finding.p.text if finding.p else ""],
        "p_matches_interval": [finding.p.text if finding.p else "", estimate, interval_words(finding.ci)],
        "value_in_range": [estimate],
        "percent_matches_counts": [
            f"{group.events}/{group.total} and {group.text}"
            for group in finding.groups
            if group.events is not None and group.total is not None
        ],
        "groups_match_effect": [_groups_words(finding.groups), estimate],
        "p_matches_test": [
            finding.p.text if finding.p else "",
            _test_words(finding.test) if finding.test else "",
        ],
    }
    return "; ".join(filter(None, compared.get(code, [])))


def _groups_words(groups: list[Group]) -> str:
    """Return the groups' values as printed, the unit once where all share it."""
    units = {group.unit for group in groups}
    if len(units) == 1:
        unit = _unit(groups[0].unit)
        values = " vs ".join(
            group.text.removesuffix(unit.strip()).rstrip() if unit else group.text for group in groups
        )
        return values + unit
    return " vs ".join(
        group.text if group.unit and group.text.endswith(group.unit) else group.text + _unit(group.unit)
        for group in groups
    )


def _unit(unit: str | None) -> str:
    if unit is None:
        return ""
    return unit if unit.startswith(("%", "°", "-")) else f" {unit}"


def interval_words(ci: Interval | None) -> str:
    """Return an interval as ``0.55 to 0.92``, with its level where that is not 95 per cent."""
    if ci is None:
        return ""
    bounds = f"{_bound(ci.lower, ci.lower_text)} to {_bound(ci.upper, ci.upper_text)}"
    return bounds if ci.level in (None, 95) else f"{bounds} ({ci.level:g}%)"


def _bound(value: float | None, text: str | None) -> str:
    return text or (f"{value:g}" if value is not None else "?")


def p_words(p: PValue | None) -> str:
    """Return a p-value as ``0.011``, ``< 0.001`` or ``NS``."""
    if p is None:
        return ""
    if p.op == "ns" or p.value is None:
        return "NS"
    relation = "" if p.op == "=" else f"{_RELATIONS.get(p.op, p.op)} "
    return f"{relation}{p.value:g}"


def arms_words(finding: Finding) -> str:
    """Return who is compared: ``anakinra vs placebo``, or the predictor of an association."""
    arms = [arm.text for arm in (finding.intervention, finding.comparator) if arm is not None]
    if arms:
        return " vs ".join(arms)
    return finding.predictor.text if finding.predictor is not None else ""


def one_line(words: str) -> str:
    """Return text fit for one line of a terminal: line ends as spaces, other controls made harmless.

    One character stays one, so that offsets hold; a text may carry the escapes that drive a terminal.
    """
    return "".join(
        " "
        if character in "\n\r\t\v\f\x85\u2028\u2029"
        else "\ufffd"
        if _drives_terminal(character)
        else character
        for character in words
    )


def _drives_terminal(character: str) -> bool:
    code = ord(character)
    return code < 32 or 127 <= code < 160 or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
