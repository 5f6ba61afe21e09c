"""The options that choose findings, the same for every command that takes them → a Selection."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_type_hints

import typer

if TYPE_CHECKING:
    from evistat.records.select import Selection

PANEL = "Which findings"
Choice = Literal["failed", "passed"]


def selects_findings(command: Callable[..., None]) -> Callable[..., None]:
    """Give ``command`` the options that choose findings, after its own; it gets them as ``selection``."""
    own = inspect.signature(command).parameters
    options = inspect.signature(_selection).parameters

    @wraps(command)
    def with_options(**values: Any) -> None:
        asked = {name: values.pop(name) for name in options}
        command(**values, selection=_selection(**asked))

    parameters = [*(part for name, part in own.items() if name != "selection"), *options.values()]
    hints = {**_hints(command), **_hints(_selection)}
    hints = {part.name: hints[part.name] for part in parameters}
    for name in options:
        hints[name].__metadata__[0].rich_help_panel = PANEL
    keyword = inspect.Parameter.KEYWORD_ONLY
    with_options.__annotations__ = {**hints, "return": None}
    with_options.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [part.replace(kind=keyword, annotation=hints[part.name]) for part in parameters]
    )
    del with_options.__wrapped__  # what the command takes is what it says here
    return with_options


def _hints(command: Callable[..., Any]) -> dict[str, Any]:
    # Selection isn't imported here: that would import pydantic for every --help.
    return get_type_hints(command, localns={"Selection": Any}, include_extras=True)


def _selection(
    doc: Annotated[
        list[str] | None, typer.Option("--doc", metavar="ID", help="Of this document only; may be repeated.")
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure", "-m", metavar="CODE", help="Of this measure (HR, OR, MD …); may be repeated."
        ),
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            "--outcome",
            metavar="WORDS",
            help="With these words in the outcome, in any case; may be repeated.",
        ),
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(
            "--about", metavar="WORDS", help="With these words in an arm or predictor; may be repeated."
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="comparison, association, estimate, test or statement."),
    ] = None,
    section: Annotated[
        list[str] | None,
        typer.Option("--section", metavar="LABEL", help="From this section (RESULTS, CONCLUSIONS …)."),
    ] = None,
    direction: Annotated[
        list[str] | None,
        typer.Option(
            "--direction", metavar="WORD", help="increase, decrease or no_difference of the outcome."
        ),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", metavar="UNIT", help="In this unit, as printed; may be repeated."),
    ] = None,
    significant: Annotated[
        bool | None, typer.Option("--significant/--not-significant", help="Significant, or said not to be.")
    ] = None,
    adjusted: Annotated[
        bool | None, typer.Option("--adjusted/--crude", help="Called adjusted, or called crude.")
    ] = None,
    with_value: Annotated[bool, typer.Option("--with-value", help="With an estimate.")] = False,
    with_ci: Annotated[bool, typer.Option("--with-ci", help="With both bounds of an interval.")] = False,
    with_p: Annotated[bool, typer.Option("--with-p", help="With a p-value.")] = False,
    p_below: Annotated[
        float | None, typer.Option("--p-below", metavar="P", help="With a p-value below this, as printed.")
    ] = None,
    checks: Annotated[
        str | None, typer.Option("--checks", metavar="WORD", help="failed: a check failed; passed: none did.")
    ] = None,
    review: Annotated[
        list[str] | None,
        typer.Option(
            "--review", metavar="WORD", help="accepted, rejected, edited, or open: nobody decided yet."
        ),
    ] = None,
    no_repeats: Annotated[
        bool, typer.Option("--no-repeats", help="Without those that state an earlier result again.")
    ] = False,
    from_year: Annotated[
        int | None, typer.Option("--from-year", metavar="YEAR", help="Published in this year or later.")
    ] = None,
    to_year: Annotated[
        int | None, typer.Option("--to-year", metavar="YEAR", help="Published in this year or earlier.")
    ] = None,
) -> Selection:
    """Return what the options ask for; a word that none of them knows is wrong usage."""
    from evistat.records import schema
    from evistat.records.select import OPEN, Selection, unit_name

    return Selection(
        doc_ids=frozenset(doc or ()),
        measures=_known("--measure", (code.upper() for code in measure or ()), get_args(schema.MeasureCode)),
        kinds=_known("--kind", kind, get_args(schema.Kind)),
        sections=_known(
            "--section", (label.upper() for label in section or ()), get_args(schema.SectionLabel)
        ),
        directions=_known("--direction", direction, get_args(schema.Direction)),
        outcomes=tuple(outcome or ()),
        about=tuple(about or ()),
        units=frozenset(unit_name(one) or "" for one in unit or ()),
        significant=significant,
        adjusted=adjusted,
        with_value=with_value,
        with_ci=with_ci,
        with_p=with_p,
        p_below=p_below,
        checks=_one_of("--checks", checks),
        reviews=_known("--review", review, (*get_args(schema.Decision), OPEN)),
        repeats=not no_repeats,
        from_year=from_year,
        to_year=to_year,
    )


def _known(option: str, words: Iterable[str] | None, known: tuple[str, ...]) -> frozenset[str]:
    given = frozenset(words or ())
    for word in sorted(given - set(known)):
        raise typer.BadParameter(f"no {word!r}; known: {', '.join(known)}", param_hint=option)
    return given


def _one_of(option: str, word: str | None) -> Choice | None:
    for choice in get_args(Choice):
        if word == choice:
            return choice  # type: ignore[no-any-return]
    if word is not None:
        raise typer.BadParameter(f"no {word!r}; known: {', '.join(get_args(Choice))}", param_hint=option)
    return None
