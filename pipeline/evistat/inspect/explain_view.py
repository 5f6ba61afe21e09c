"""Explanations of a document's findings → a view of them for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from evistat.inspect.document import ARM, CUE, FAINT, NUMBER, OUTCOME, details_line, evidence, headline
from evistat.inspect.explanation import Checked, CueWords, Explanation, Leftover, Step
from evistat.inspect.words import one_line
from evistat.records.schema import Record

_INDENT = (0, 0, 0, 4)
_MENTIONS = (
    ("outcome", OUTCOME),
    ("predictor", ARM),
    ("intervention", ARM),
    ("comparator", ARM),
    ("population", ""),
    ("timepoint", ""),
)


def explain_view(
    record: Record, explanations: Sequence[Explanation], left: Sequence[Leftover]
) -> RenderableType:
    """Return the view of a document: each finding in its sentence, what made it, and what was left over."""
    parts: list[RenderableType] = [
        Rule(Text(one_line(record.doc_id), style="bold"), align="left", characters="─", style=FAINT)
    ]
    width = max((len(rule) for one in explanations for rule in _rules(one)), default=0)
    for one in explanations:
        parts += [Text(), *_finding(record, one, width)]
    if not explanations:
        parts.append(Text("no findings", style=FAINT))
    if left:
        parts += [Text(), Text("left over", style="bold")]
        for leftover in left:
            line = _placed(Text(one_line(leftover.message)), leftover.start, leftover.end)
            parts.append(Padding(line, _INDENT, expand=False))
    return Group(*parts, Text())


def _rules(explanation: Explanation) -> Iterator[str]:
    steps = (*explanation.statistics, explanation.about, explanation.direction)
    yield from (step.rule for step in steps if step is not None)


def _finding(record: Record, explanation: Explanation, width: int) -> Iterator[RenderableType]:
    finding = explanation.finding
    yield headline(explanation.number, finding)
    if details := details_line(finding):
        yield Padding(details, _INDENT, expand=False)
    yield Padding(evidence(finding, record), _INDENT, expand=False)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style=FAINT, min_width=len("significant"))
    table.add_column(no_wrap=True, min_width=width)
    table.add_column(overflow="fold")
    for name, rows in _rows(explanation):
        for number, (head, words) in enumerate(rows):
            table.add_row("" if number else name, head, words)
    yield Padding(table, _INDENT, expand=False)


_Row = tuple[Text, Text]


def _rows(explanation: Explanation) -> Iterator[tuple[str, Iterable[_Row]]]:
    """Yield what is told of a finding: a name and its rows, each of a head and words."""
    finding = explanation.finding
    yield "id", [(Text(finding.id), Text(finding.kind, style=FAINT))]
    yield "numbers" if finding.kind != "statement" else "claim", map(_step, explanation.statistics)
    yield "about", _about(explanation)
    if explanation.direction is not None:
        yield "direction", [_step(explanation.direction)]
    if finding.significant is not None:
        verdict = Text("yes" if finding.significant else "no")
        yield "significant", [(verdict, Text(one_line(explanation.significance)))]
    yield "cues", map(_cue, explanation.cues)
    yield "checks", map(_check, explanation.checks)
    if finding.repeats is not None:
        yield "repeats", [(Text(finding.repeats), Text("the same result, stated before", style=FAINT))]
    if finding.review is not None:
        yield "review", [(Text(finding.review.decision), Text(one_line(f"by {finding.review.by}")))]
    yield "note", ((Text(), Text(note)) for note in _notes(explanation))


def _about(explanation: Explanation) -> Iterator[_Row]:
    if explanation.about is not None:
        yield _step(explanation.about)
    for name, style in _MENTIONS:
        mention = getattr(explanation.finding, name)
        if mention is not None:
            words = Text(one_line(mention.text), style=style)
            if mention.long_form is not None:
                words.append(f" ({one_line(mention.long_form)})")
            yield Text(f"  {name}"), _placed(words, mention.start, mention.end)


def _step(step: Step) -> _Row:
    words = Text(one_line(step.matches), style=FAINT)
    if step.text is not None and step.start is not None and step.end is not None:
        read = _placed(Text(one_line(step.text), style=NUMBER), step.start, step.end)
        words = Text.assemble(words, (": ", FAINT), read)
    return Text(step.rule, style="bold"), words


def _check(check: Checked) -> _Row:
    style = "" if check.ok else "red"
    return Text(f"{'✓' if check.ok else '✗'} {check.code}", style=style), Text(
        one_line(check.numbers), style=style
    )


def _cue(cue: CueWords) -> _Row:
    return Text(cue.says), _placed(Text(one_line(cue.text), style=CUE), cue.start, cue.end)


def _placed(words: Text, start: int, end: int) -> Text:
    return Text.assemble(words, (f"  {start}–{end}" if words else f"{start}–{end}", FAINT))


def _notes(explanation: Explanation) -> Iterator[str]:
    if not explanation.is_read_again:
        yield "this version of evistat doesn't find it: what the record doesn't say can't be told"
    elif explanation.differs:
        yield f"this version of evistat reads it differently: {', '.join(explanation.differs)}"
