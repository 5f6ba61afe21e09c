"""Records → the rows that a program for meta-analysis reads: metafor (R) or RevMan.

Only findings that carry what is needed have one: an estimate with a standard error, or the counts or means of both
arms; the others are counted with their reason. A finding that repeats an earlier one, or that a person rejected,
would be pooled wrongly and is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from evistat.errors import EvistatError
from evistat.lexicons import lexicon
from evistat.records.flat import Column, Row
from evistat.records.pooling import (
    Counts,
    Effect,
    Lack,
    Means,
    from_scale,
    percent_factor,
    read_counts,
    read_effect,
    read_means,
)
from evistat.records.schema import Finding, Record
from evistat.records.study_label import study_label, year_of

REPEAT = "repeats an earlier finding"
REJECTED = "rejected by a person"
NOT_REVMANS = "a measure RevMan doesn't pool"


@dataclass(frozen=True, slots=True)
class _Usable:
    """A finding with what a meta-analysis can take of it."""

    record: Record
    finding: Finding
    effect: Effect | None
    counts: Counts | None
    means: Means | None


@dataclass(slots=True)
class AnalysisTable:
    """Rows for one program; ``left_out`` counts, once the rows are read, the findings without one by reason."""

    columns: tuple[Column, ...]
    rows: Iterator[Row]
    left_out: Counter[str] = field(default_factory=Counter)


def analysis_table(records: Iterable[Record], program: str, *, mixed: bool = False) -> AnalysisTable:
    """Return the table that ``program`` reads; its rows are made as they are asked for.

    metafor pools all rows it is given, so measures that differ raise unless ``mixed`` says that they are meant
    to stand together; RevMan's rows belong to an analysis of one measure and outcome each.
    """
    left_out: Counter[str] = Counter()
    columns, make = _PROGRAMS[program]
    return AnalysisTable(columns, make(records, left_out, mixed), left_out)


def _usable(
    records: Iterable[Record], left_out: Counter[str], measures: frozenset[str] | None = None
) -> Iterator[_Usable]:
    for record in records:
        for finding in record.findings:
            found = _use(record, finding, measures)
            if isinstance(found, str):
                left_out[str(found)] += 1
            else:
                yield found


def _use(record: Record, finding: Finding, measures: frozenset[str] | None) -> _Usable | str:
    if finding.repeats is not None:
        return REPEAT
    if finding.review is not None and finding.review.decision == "rejected":
        return REJECTED
    effect, counts, means = read_effect(finding), read_counts(finding), read_means(finding)
    lack = effect if isinstance(effect, Lack) else None
    if lack is None and measures is not None and finding.measure not in measures:
        effect, lack = Lack.SCALE, Lack.SCALE
    usable = _Usable(
        record,
        finding,
        None if isinstance(effect, Lack) else effect,
        None if isinstance(counts, Lack) else counts,
        None if isinstance(means, Lack) else means,
    )
    if usable.effect is None and usable.counts is None and usable.means is None:
        assert lack is not None
        return NOT_REVMANS if measures is not None and lack is Lack.SCALE else lack
    return usable


# -- metafor -------------------------------------------------------------------------------------------------

METAFOR = (
    Column("slab", "text", "label of the study: first author and year, else the document's id"),
    Column("yi", "number", "estimate on the analysis scale"),
    Column("vi", "number", "its sampling variance"),
    Column("sei", "number", "its standard error"),
    Column("ai", "integer", "events, intervention"),
    Column("n1i", "integer", "people, intervention"),
    Column("ci", "integer", "events, comparator"),
    Column("n2i", "integer", "people, comparator"),
    Column("m1i", "number", "mean, intervention"),
    Column("sd1i", "number", "standard deviation, intervention"),
    Column("m2i", "number", "mean, comparator"),
    Column("sd2i", "number", "standard deviation, comparator"),
    Column("measure", "text", "code of the measure"),
    Column("scale", "text", "scale of yi: log, identity, logit, fisher_z or log_complement"),
    Column("adjusted", "boolean", "whether the text calls the estimate adjusted"),
    Column("unit", "text", "unit of the estimate or of the means"),
    Column("ci_level", "number", "level of the interval sei was made from; empty: taken for 95"),
    Column("outcome", "text", "what was measured"),
    Column("intervention", "text", "intervention or first group"),
    Column("comparator", "text", "what it is compared with"),
    Column("predictor", "text", "exposure, risk factor or marker"),
    Column("population", "text", "subgroup"),
    Column("timepoint", "text", "time of the result"),
    Column("year", "integer", "year of publication"),
    Column("doc_id", "text", "id of the document"),
    Column("finding_id", "text", "id of the finding"),
    Column("quote", "text", "stretch of the text that holds the numbers"),
)


def _metafor(records: Iterable[Record], left_out: Counter[str], mixed: bool) -> Iterator[Row]:
    measures: Counter[str] = Counter()
    for usable in _usable(records, left_out):
        finding, effect, counts, means = usable.finding, usable.effect, usable.counts, usable.means
        if effect is not None and finding.measure is not None:
            measures[finding.measure] += 1
            if len(measures) > 1 and not mixed:
                found = ", ".join(sorted(measures))
                raise EvistatError("E092", found=found)
        people = counts or means
        yield {
            "slab": study_label(usable.record),
            "yi": effect.yi if effect else None,
            "vi": effect.vi if effect else None,
            "sei": effect.sei if effect else None,
            "ai": counts.events if counts else None,
            "n1i": people.n if people else None,
            "ci": counts.events_comparator if counts else None,
            "n2i": people.n_comparator if people else None,
            "m1i": means.mean if means else None,
            "sd1i": means.sd if means else None,
            "m2i": means.mean_comparator if means else None,
            "sd2i": means.sd_comparator if means else None,
            "measure": finding.measure,
            "scale": effect.scale if effect else None,
            "adjusted": finding.adjusted,
            "unit": finding.unit or (finding.groups[0].unit if means else None),
            "ci_level": finding.ci.level if finding.ci and effect else None,
            "outcome": finding.outcome.text if finding.outcome else None,
            "intervention": finding.intervention.text if finding.intervention else None,
            "comparator": finding.comparator.text if finding.comparator else None,
            "predictor": finding.predictor.text if finding.predictor else None,
            "population": finding.population.text if finding.population else None,
            "timepoint": finding.timepoint.text if finding.timepoint else None,
            "year": year_of(usable.record.metadata.get("year")),
            "doc_id": usable.record.doc_id,
            "finding_id": finding.id,
            "quote": finding.quote.text,
        }


# -- RevMan --------------------------------------------------------------------------------------------------

REVMAN = (
    Column("Analysis group", "integer", "number of the measure, in order of appearance"),
    Column("Analysis number", "integer", "number of the outcome within it"),
    Column("Analysis name", "text", "the outcome, and the measure in brackets"),
    Column("Subgroup", "text", "subgroup of the result"),
    Column("Applicability", "text", "empty"),
    Column("Study", "text", "first author and year, else the document's id"),
    Column("Study year", "integer", "year of publication"),
    Column("GIV Mean", "number", "estimate for generic inverse variance: a ratio's logarithm"),
    Column("GIV SE", "number", "its standard error"),
    Column("Experimental mean", "number", "mean, intervention"),
    Column("Experimental SD", "number", "standard deviation, intervention"),
    Column("Experimental cases", "integer", "events, intervention"),
    Column("Experimental N", "integer", "people, intervention"),
    Column("Control mean", "number", "mean, comparator"),
    Column("Control SD", "number", "standard deviation, comparator"),
    Column("Control cases", "integer", "events, comparator"),
    Column("Control N", "integer", "people, comparator"),
    Column("O-E", "number", "empty"),
    Column("Variance", "number", "empty"),
    Column("Weight", "number", "empty"),
    Column("Mean", "number", "the estimate itself"),
    Column("CI start", "number", "lower bound of its interval"),
    Column("CI end", "number", "upper bound of its interval"),
    Column("Footnotes", "text", "document, finding and the words it was read from"),
)


def _revman(records: Iterable[Record], left_out: Counter[str], _: bool) -> Iterator[Row]:
    groups: dict[str, int] = {}
    numbers: dict[tuple[str, str], int] = {}
    counted: Counter[str] = Counter()
    for usable in _usable(records, left_out, frozenset(lexicon("pooling")["revman"]["measures"])):
        finding, effect, counts, means = usable.finding, usable.effect, usable.counts, usable.means
        kind = finding.measure if finding.measure and effect else "events" if counts else "means"
        outcome = " ".join(finding.outcome.text.split()) if finding.outcome else "outcome not found"
        group = groups.setdefault(kind, len(groups) + 1)
        analysis = (kind, outcome.casefold())
        if analysis not in numbers:
            counted[kind] += 1
            numbers[analysis] = counted[kind]
        row: Row = {column.name: None for column in REVMAN}
        row |= {
            "Analysis group": group,
            "Analysis number": numbers[analysis],
            "Analysis name": f"{outcome} ({kind})",
            "Subgroup": finding.population.text if finding.population else None,
            "Study": study_label(usable.record),
            "Study year": year_of(usable.record.metadata.get("year")),
            "Footnotes": f"{usable.record.doc_id} {finding.id}: {' '.join(finding.quote.text.split())}",
        }
        if effect is not None:
            row |= _revman_effect(finding, effect)
        if counts is not None:
            row |= {
                "Experimental cases": counts.events,
                "Experimental N": counts.n,
                "Control cases": counts.events_comparator,
                "Control N": counts.n_comparator,
            }
        if means is not None:
            row |= {
                "Experimental mean": means.mean,
                "Experimental SD": means.sd,
                "Experimental N": means.n,
                "Control mean": means.mean_comparator,
                "Control SD": means.sd_comparator,
                "Control N": means.n_comparator,
            }
        yield row


def _revman_effect(finding: Finding, effect: Effect) -> Row:
    factor = percent_factor(finding)
    ci = finding.ci
    assert ci is not None
    assert ci.lower is not None
    assert ci.upper is not None
    return {
        "GIV Mean": effect.yi,
        "GIV SE": effect.sei,
        "Mean": from_scale(effect.yi, effect.scale),
        "CI start": min(ci.lower, ci.upper) / factor,
        "CI end": max(ci.lower, ci.upper) / factor,
    }


_Make = Callable[[Iterable[Record], Counter[str], bool], Iterator[Row]]
_PROGRAMS: dict[str, tuple[tuple[Column, ...], _Make]] = {
    "metafor": (METAFOR, _metafor),
    "revman": (REVMAN, _revman),
}
PROGRAMS = tuple(_PROGRAMS)
