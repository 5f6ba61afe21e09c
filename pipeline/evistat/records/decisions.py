"""Decisions of a reader about findings ↔ JSON Lines, one decision a line, as the report writes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field, ValidationError

from evistat.errors import EvistatError
from evistat.records.schema import Decision, Direction, MeasureCode, Model, POp

Printed = str | float
MENTIONS = ("outcome", "predictor", "intervention", "comparator", "population", "timepoint")


class EditedMention(Model):
    """Words of the text that name something, with their place where the reader took them from it."""

    text: str = Field(min_length=1)
    start: int | None = None
    end: int | None = None


class EditedP(Model):
    """A corrected p-value; the value as a number or as printed."""

    op: POp
    value: Printed | None = None


class Edits(Model):
    """The fields a reader corrected: a field that isn't named stays, None empties it."""

    outcome: EditedMention | None = None
    predictor: EditedMention | None = None
    intervention: EditedMention | None = None
    comparator: EditedMention | None = None
    population: EditedMention | None = None
    timepoint: EditedMention | None = None
    measure: MeasureCode | None = None
    value: Printed | None = None
    lower: Printed | None = None
    upper: Printed | None = None
    p: EditedP | None = None
    direction: Direction | None = None
    significant: bool | None = None


class ReviewDecision(Model):
    """One decision; ``read`` says in words what had been read, for people only."""

    doc_id: str
    finding: str
    decision: Decision
    edits: Edits | None = None
    note: str | None = None
    by: str | None = None
    date: str | None = Field(default=None, pattern=r"^\d{4}-\d\d-\d\d$")
    read: str | None = None


def read_decisions(path: str) -> Iterator[ReviewDecision]:
    """Yield the decisions of a file in their order; a line that is none is the user's error."""
    try:
        with Path(path).open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _decision(line, f"{path}:{number}")
    except FileNotFoundError as error:
        raise EvistatError("E001", path=path) from error
    except OSError as error:
        raise EvistatError("E002", path=path, reason=error.strerror or str(error)) from error


def _decision(line: bytes, where: str) -> ReviewDecision:
    try:
        return ReviewDecision.model_validate_json(line)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        field = ".".join(map(str, fault["loc"]))
        reason = f"{field}: {fault['msg']}" if field else fault["msg"]
        raise EvistatError("E101", where=where, reason=reason) from error
