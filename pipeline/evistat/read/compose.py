"""Parts of an article as a format names them → its final text, and where each part stands in it.

The title comes first, then the parts in their order, a blank line between each. A part's heading is printed
in front of its text, so that the text reads as the article does and the heading has a place in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from evistat.read.article import SectionMark

BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of an article: ``label`` of the record format (OTHER where its heading must tell).

    ``run_in`` headings stand before the text on its line ("METHODS: We …"), the others on a line of their own.
    A part of a higher ``level`` belongs to the last one before it of a lower level: its mark lies inside that mark.
    """

    label: str
    heading: str | None
    text: str
    run_in: bool = True
    level: int = 0


def compose(title: str | None, parts: Iterable[Part]) -> tuple[str, tuple[SectionMark, ...]]:
    """Return the text of title and ``parts``, and the marks of all of them; empty parts are left out.

    Characters pass unchanged but for white space at the two ends of a title, a heading and a part.
    """
    pieces: list[str] = []
    marks: list[SectionMark] = []
    open_marks: list[tuple[int, int]] = []  # level and place in ``marks`` of the parts the last one lies in
    at = 0

    def add(label: str, heading: str | None, piece: str, level: int) -> None:
        nonlocal at
        while open_marks and open_marks[-1][0] >= level:
            _end(marks, open_marks.pop()[1], at)
        if pieces:
            pieces.append(BETWEEN)
            at += len(BETWEEN)
        pieces.append(piece)
        open_marks.append((level, len(marks)))
        marks.append(SectionMark(label, heading, at, at + len(piece)))
        at += len(piece)

    if title and title.strip():
        add("TITLE", None, title.strip(), 0)
    for part in parts:
        body = part.text.strip()
        heading = (part.heading or "").strip() or None
        if not body and heading is None:
            continue
        add(part.label, heading, _printed(heading, body, part.run_in), part.level)
    while open_marks:
        _end(marks, open_marks.pop()[1], at)
    return "".join(pieces), tuple(marks)


def _end(marks: list[SectionMark], index: int, end: int) -> None:
    if marks[index].end != end:
        marks[index] = replace(marks[index], end=end)


def _printed(heading: str | None, body: str, run_in: bool) -> str:
    if heading is None or not body:
        return heading or body
    if not run_in:
        return f"{heading}\n{body}"
    return f"{heading} {body}" if heading.endswith((":", ".", "?", "!")) else f"{heading}: {body}"
