"""Records → one table of their findings for the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from evistat.inspect.words import ARROWS, arms_words, interval_words, one_line, p_words, value_words
from evistat.records.schema import Finding, Record

COLUMNS = ("document", "outcome", "arms or predictor", "measure", "value", "CI", "p", "")
_DOCUMENT_WIDTH = 20


def findings_table(records: Iterable[Record], *, most: int = 40) -> Table:
    """Return a table with a row for each finding, the first ``most`` of them, and a count of the rest.

    Statements, which claim a direction without a number, come last among a document's findings.
    """
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(COLUMNS[0], no_wrap=True, max_width=_DOCUMENT_WIDTH, overflow="ellipsis")
    for column in COLUMNS[1:]:
        table.add_column(column, justify="right" if column in ("value", "p") else "left", overflow="fold")
    rows = total = 0
    for record in records:
        shown = False
        for finding in sorted(record.findings, key=lambda finding: finding.kind == "statement"):
            total += 1
            if rows < most:
                table.add_row(*_row("" if shown else record.doc_id, finding))
                shown = True
                rows += 1
    if total > rows:
        table.caption = f"… and {total - rows} more findings"
        table.caption_justify = "left"
    if total == 0:
        table.add_row(Text("no findings", style="dim"))
    return table


def _row(doc_id: str, finding: Finding) -> list[Text]:
    direction = ARROWS.get(finding.direction or "", "")
    cells = (
        (doc_id, "dim"),
        (finding.outcome.text if finding.outcome is not None else "", "green"),
        (arms_words(finding), "magenta"),
        (
            finding.measure or ("" if finding.kind != "statement" else "statement"),
            "" if finding.measure else "dim",
        ),
        (value_words(finding), "bold cyan"),
        (interval_words(finding.ci), "cyan"),
        (p_words(finding.p), "bold" if finding.significant else ""),
        (direction, "yellow"),
    )
    return [Text(one_line(words), style=style) for words, style in cells]
