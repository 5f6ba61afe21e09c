"""Marked text → the places that only point at a table, a figure or an appendix: "(Table 2)", "(P = 0.04; Fig. 3b)"."""

from __future__ import annotations

_NUMBER = r"(?:[SA]?\d{1,2}(?:\.\d{1,2})?(?:[A-Za-z]{1,2}(?![A-Za-z]))?|[IVX]{1,4}\b|[A-H]\b|[b-h]\b)"
_NUMBERS = rf"{_NUMBER}(?:(?: ?[-–,/&] ?| and | to |, and ){_NUMBER}){{0,4}}"
_WHERE = r"(?:[Ss]upp(?:l(?:em(?:entary|ental)?)?)?\.? |[Oo]nline |[Ee]xtended [Dd]ata |(?:[Oo]nline )?[Aa]ppendix )"
_THING = (
    rf"(?:[Ss]ee )?(?:also )?{_WHERE}?"
    rf"(?:(?:[Tt]ables?|TABLES?|[Tt]ab\.|[Ff]igs?\.?|FIGS?\.?|[Ff]igures?|FIGURES?|Graphs?|Charts?|[Aa]dditional [Ff]iles?)[\s-]{{0,2}}{_NUMBERS}"
    r"|[Tt]able|[Ff]igure|S\d{1,2} (?:Table|Fig(?:ure|\.)?|File|Text))"
)
_THINGS = rf"{_THING}(?:(?: ?[,;:/] ?| and |, and | & ){_THING}){{0,3}}"

POINTER = (
    rf"(?:(?<=[^\s])[ \u00a0])?(?:\({_THINGS}\)|\[{_THINGS}\])"  # all of a bracket, with the blank before it
    rf"|(?<=[(\[]){_THINGS} ?[,;:] (?=\S)"  # what a bracket opens with
    rf"|(?<=[\w%.)\]]) ?[,;] {_THINGS}(?=[)\]])"  # what one ends with
)


_SIGNS = (
    "Tab",
    "Fig",
    "TAB",
    "FIG",
    "(tab",
    "(fig",
    " tables ",
    " table ",
    " fig",
    "Graph",
    "Chart",
    "dditional ",
)


def may_point(text: str) -> bool:
    """Tell whether a text may point at a table or figure: most abstracts don't, and that is quickly seen."""
    return any(sign in text for sign in _SIGNS)
