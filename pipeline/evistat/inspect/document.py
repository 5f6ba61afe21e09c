"""A record → a view of it for the terminal: its findings, each with the sentence it was read in."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from evistat.inspect.words import ARROWS, arms_words, interval_words, one_line, p_words, value_words
from evistat.records.schema import Entity, Finding, Mention, Record

NUMBER = "bold cyan"
OUTCOME = "bold green"
ARM = "bold magenta"
CUE = "italic yellow"
FAINT = "dim"


def document_view(record: Record) -> RenderableType:
    """Return the view of one document: title, entities, findings with their evidence, what was left over."""
    parts: list[RenderableType] = [
        Rule(Text(one_line(record.doc_id), style="bold"), align="left", characters="─", style=FAINT)
    ]
    if record.title:
        parts.append(Text(one_line(record.title), style="bold"))
    if record.entities:
        parts.extend(_entities(record.entities))
    for number, finding in enumerate(record.findings, 1):
        parts.append(Text())
        parts.extend(_finding(number, finding, record))
    if not record.findings:
        parts.append(Text("no findings", style=FAINT))
    if record.warnings:
        parts.append(Text())
        parts.extend(Text(one_line(f"! {warning.message}"), style=FAINT) for warning in record.warnings)
    parts.append(Text())
    return Group(*parts)


def _entities(entities: list[Entity]) -> Iterator[Text]:
    """Yield a line for each label with the different names it covers, in order of mention."""
    labels: dict[str, dict[str, str]] = {}
    for entity in entities:
        labels.setdefault(entity.label, {}).setdefault(entity.text.casefold(), entity.text)
    for label, names in sorted(labels.items()):
        yield Text(one_line(f"{label}: {', '.join(names.values())}"), style=FAINT)


def _finding(number: int, finding: Finding, record: Record) -> Iterator[RenderableType]:
    yield headline(number, finding)
    details = details_line(finding)
    if details:
        yield Padding(details, (0, 0, 0, 4), expand=False)
    yield Padding(evidence(finding, record), (0, 0, 0, 4), expand=False)


def headline(number: int, finding: Finding) -> Text:
    """Return the line that names a finding: outcome, direction, effect, interval, p-value."""
    line = Text.assemble((f"{number:>2}  ", FAINT))
    line.append(
        one_line(finding.outcome.text) if finding.outcome is not None else "(outcome not found)", OUTCOME
    )
    if finding.direction is not None:
        line.append(f"  {ARROWS[finding.direction]} {finding.direction.replace('_', ' ')}", "yellow")
    effect = " ".join(filter(None, (finding.measure, value_words(finding))))
    for words, style in (
        (effect, NUMBER),
        (f"[{interval_words(finding.ci)}]" if finding.ci is not None else "", "cyan"),
        (f"p {_equal(p_words(finding.p))}" if finding.p is not None else "", NUMBER),
    ):
        if words:
            line.append("   ")
            line.append(one_line(words), style)
    if not effect and finding.p is None and finding.ci is None:
        line.append("   stated without a number", FAINT)
    return line


def _equal(p: str) -> str:
    return p if p == "NS" or not p[0].isdigit() else f"= {p}"


def details_line(finding: Finding) -> Text:
    """Return the line below: who is compared, when, in whom, significance, failed checks."""
    parts: list[tuple[str, str]] = []
    if arms := arms_words(finding):
        parts.append((arms, ARM))
    if finding.timepoint is not None:
        parts.append((finding.timepoint.text, ""))
    if finding.population is not None:
        parts.append((finding.population.text, ""))
    if finding.adjusted:
        parts.append(("adjusted", ""))
    if finding.p_kind is not None:
        parts.append((f"p for {finding.p_kind}", ""))
    if finding.significant is not None:
        parts.append(("significant" if finding.significant else "not significant", ""))
    parts.extend((check.detail or check.code, "red") for check in finding.checks if not check.ok)
    line = Text()
    for words, style in parts:
        line.append(" · " if line else "", FAINT)
        line.append(one_line(words), style)
    return line


def evidence(finding: Finding, record: Record) -> Text:
    """Return the finding's sentence after its section, the evidence in it set off by kind."""
    sentence = finding.sentence
    body = Text(one_line(record.text[sentence.start : sentence.end]))
    body.stylize("underline", *_within(finding.quote.start, finding.quote.end, finding))
    for start, end, style in _spans(finding):
        low, high = _within(start, end, finding)
        if low < high:
            body.stylize(style, low, high)
    return Text.assemble((f"{finding.section}  ", FAINT), body)


def _within(start: int, end: int, finding: Finding) -> tuple[int, int]:
    """Return a span counted from the sentence's start and kept inside it."""
    length = finding.sentence.end - finding.sentence.start
    low, high = (min(max(0, place - finding.sentence.start), length) for place in (start, end))
    return low, high


def _spans(finding: Finding) -> Iterator[tuple[int, int, str]]:
    """Yield what is set off in the sentence, the weightiest last: later styles lie on top."""
    for cue in finding.cues:
        yield cue.start, cue.end, CUE
    mentions: tuple[tuple[Mention | None, str], ...] = (
        (finding.predictor, ARM),
        (finding.intervention, ARM),
        (finding.comparator, ARM),
        (finding.outcome, OUTCOME),
    )
    for mention, style in mentions:
        if mention is not None:
            yield mention.start, mention.end, style
    for span in (
        finding.measure_span,
        finding.value_span,
        finding.unit_span,
        finding.ci,
        finding.p,
        finding.test,
    ):
        if span is not None:
            yield span.start, span.end, NUMBER
    for group in finding.groups:
        yield group.start, group.end, NUMBER
