"""Text of an article → its sections: labelled stretches that leave only white space out.

For a newcomer: headings (``headings.py``) or the marks of the input format cut the text; each piece is then
read paragraph by paragraph, so that captions, tables and the page round an abstract get labels of their own.
Text that nothing labels is OTHER: page furniture, a news article, an unstructured abstract's body up to the
sentence that begins its conclusion ("In conclusion, …"), which is CONCLUSIONS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from evistat.lexicons import lexicon
from evistat.read.article import SectionMark
from evistat.tokenise.doc_text import text_of
from evistat.tokenise.headings import Heading, find_headings, label_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Section:
    """A labelled stretch: from its heading's first mark (``start``) to the end of its body (``end``).

    ``heading`` is the heading as printed, None where there is none; the body begins at ``body_start``.
    """

    label: str
    heading: str | None
    start: int
    end: int
    body_start: int


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Lines that belong together: a paragraph, or what hard wrapping made of one."""

    start: int
    end: int
    words: int
    prose: bool


_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"[.?!:;…][\"'”’)\]*_]{0,3}\s*\Z")
_CAPTION = re.compile(
    r"[*_]{0,2}(?:(?P<table>Table|TABLE)|Fig(?:ure|\.)?|FIG(?:URE|\.)?|Box|Scheme)\s?[A-Z]?\d{1,2}[A-Z]?\s?(?:[.:|–—-]|\Z|(?=[A-Z]))"
)
_STATISTIC = re.compile(r"[pP]\s?[=<>≤≥]|\d\s?%|[=±]|\bn\s?=")
_SENTENCE_END = re.compile(r"(?<=[a-zA-Z)\]\d][.?!])\s+(?=[A-Z0-9\"“(])")
_BLANK_LINE = re.compile(r"[^\S\n]*\n[^\S\n]*\n")
_TITLE_MARKS = re.compile(r"(?:#{1,6}[ \t]+|[*_]{1,3}|(?:Title|TITLE):\s{0,3}|[ \t])*")
_BEGIN_INSIDE = {("RESULTS", "DISCUSSION"), ("RESULTS", "CONCLUSIONS"), ("DISCUSSION", "CONCLUSIONS")}
TITLE_WORDS = range(3, 51)
TITLE_LENGTH = 400
LONGEST_CAPTION = 400


def find_sections(text: str, *, title: str | None = None, marks: Sequence[SectionMark] = ()) -> list[Section]:
    """Return the sections of ``text`` in order; they don't overlap, only white space lies between them.

    A ``title`` known beforehand is looked for at the text's begin; without one, the first paragraph that
    looks like a title is taken. ``marks`` of the input format are kept; what they leave open is searched.
    """
    title_span = _locate(text, title) if title else None
    if marks:
        return _from_marks(text, title_span, marks)
    headings = find_headings(text, skip=title_span[1] if title_span else 0)
    if title_span is None and not any(heading.label == "TITLE" for heading in headings):
        title_span = _guess_title(text, headings)
        if title_span is not None:
            headings = [heading for heading in headings if heading.lead >= title_span[1]]
    sections = []
    begin = 0
    if title_span is not None:
        sections += _bodies(text, 0, title_span[0], OTHER)
        sections.append(Section("TITLE", None, *title_span, title_span[0]))
        begin = title_span[1]
    return sections + _between_headings(text, begin, len(text), headings, OTHER)


def _between_headings(
    text: str, start: int, end: int, headings: Sequence[Heading], label: str
) -> list[Section]:
    """Return the sections ``headings`` make of ``text[start:end]``; text before them is ``label``."""
    first = headings[0].lead if headings else end
    sections = _bodies(text, start, first, label, alone=not headings)
    last = len(headings) - 1
    main = label
    for number, heading in enumerate(headings):
        stop = headings[number + 1].lead if number < last else end
        if heading.minor and main == "RESULTS":
            named = main  # "Participants" as a part of RESULTS
        else:
            named = main = heading.label
        sections += _headed(text, heading, stop, named, final=number == last)
    return sections


def _headed(text: str, heading: Heading, stop: int, label: str, *, final: bool) -> list[Section]:
    """Return a heading's section, and those of captions, tables and page furniture within its reach."""
    name = text[heading.start : heading.end]
    bodies = _bodies(text, heading.body_start, stop, label, final=final)
    if bodies and bodies[0].label == label:
        first = bodies[0]
        return [Section(label, name, heading.lead, first.end, first.start), *bodies[1:]]
    end = heading.lead + len(text[heading.lead : heading.body_start].rstrip())
    return [Section(label, name, heading.lead, end, end), *bodies]


def _bodies(
    text: str, start: int, stop: int, label: str, *, final: bool = False, alone: bool = False
) -> list[Section]:
    """Return the sections of text without headings: ``label``, and what stands out of it by its look.

    ``final`` text is the document's last: lines of no prose at its end are the page's. ``alone`` text is
    a whole unstructured document: its conclusion is looked for.
    """
    chunks = _chunks(text, start, stop)
    labels = [_caption_label(text, chunk) or label for chunk in chunks]
    if label == "TITLE":
        labels[1:] = [OTHER] * (len(labels) - 1)
    furniture_from = len(chunks)
    if final and label != OTHER:
        while furniture_from > 1 and not chunks[furniture_from - 1].prose:
            furniture_from -= 1
    if label == "CONCLUSIONS":
        after = (n for n in range(1, furniture_from) if not chunks[n].prose and labels[n] == label)
        furniture_from = next(after, furniture_from)
    labels[furniture_from:] = [OTHER if found == label else found for found in labels[furniture_from:]]
    pieces: list[tuple[str, int, int]] = []
    for found, chunk in zip(labels, chunks, strict=True):
        conclusion = _conclusion(text, chunk) if alone and found == OTHER and chunk is chunks[-1] else None
        parts = [(found, chunk.start, chunk.end)]
        if conclusion is not None:
            kept = len(text[chunk.start : conclusion].rstrip())
            parts = [(found, chunk.start, chunk.start + kept), ("CONCLUSIONS", conclusion, chunk.end)]
        for part in parts:
            if pieces and pieces[-1][0] == part[0] and part[0] not in ("TABLE", "CAPTION"):
                pieces[-1] = (part[0], pieces[-1][1], part[2])
            else:
                pieces.append(part)
    return [Section(found, None, begin, end, begin) for found, begin, end in pieces]


def _from_marks(text: str, title_span: tuple[int, int] | None, marks: Sequence[SectionMark]) -> list[Section]:
    """Return the format's own sections, the title, and OTHER for what lies between them.

    Where marks lie within each other the innermost rules. One labelled OTHER takes the label its heading has, else
    that of the one around it; without a heading it may hold printed headings, which are looked for.
    """
    sections: list[Section] = []
    cuts = [(mark.start, mark.end, mark.label, mark.heading) for mark in marks if mark.start < mark.end]
    if title_span is not None and all(title_span[0] >= cut[1] or title_span[1] <= cut[0] for cut in cuts):
        cuts.append((*title_span, "TITLE", None))
    reached = 0
    for start, end, label, heading in _flatten(cuts, len(text)):
        sections += _bodies(text, reached, start, OTHER)
        reached = end
        if label == OTHER and heading is None:
            sections += _between_headings(text, start, end, _within(text, start, end), OTHER)
            continue
        begin, stop = _trim(text, start, end)
        if begin == stop:
            continue
        body = begin
        if heading and text.startswith(heading, begin):
            rest = re.compile(r"[\s.:：*_–—-]*").match(text, begin + len(heading), stop)
            body = rest.end() if rest else begin + len(heading)
        sections.append(Section(label, heading, begin, stop, min(body, stop)))
    return sections + _bodies(text, reached, len(text), OTHER)


def _within(text: str, start: int, end: int) -> list[Heading]:
    """Return the headings printed inside ``text[start:end]``."""
    shifted = find_headings(text[start:end])
    return [
        replace(
            heading,
            lead=heading.lead + start,
            start=heading.start + start,
            end=heading.end + start,
            body_start=heading.body_start + start,
        )
        for heading in shifted
    ]


_Cut = tuple[int, int, str, str | None]


def _flatten(cuts: Iterable[_Cut], length: int) -> list[_Cut]:
    """Return nested stretches as a row of stretches side by side, the innermost label first."""
    flat: list[_Cut] = []
    open_cuts: list[_Cut] = []
    reached = 0

    def emit(upto: int) -> None:
        nonlocal reached
        if open_cuts and reached < upto:
            start, _, label, heading = open_cuts[-1]
            flat.append((reached, upto, label, heading if reached == start else None))
        reached = max(reached, upto)

    for cut in sorted(cuts, key=lambda cut: (cut[0], -cut[1])):
        begin, end = min(cut[0], length), min(cut[1], length)
        while open_cuts and open_cuts[-1][1] <= begin:
            emit(open_cuts[-1][1])
            open_cuts.pop()
        emit(begin)
        if open_cuts:
            end = min(end, open_cuts[-1][1])
        if begin < end:
            label = (
                cut[2] if cut[2] != OTHER else _label_inside(cut[3], open_cuts[-1][2] if open_cuts else OTHER)
            )
            open_cuts.append((begin, end, label, cut[3]))
    while open_cuts:
        emit(open_cuts[-1][1])
        open_cuts.pop()
    return flat


def _label_inside(heading: str | None, around: str) -> str:
    """Return the label of a mark that has none of its own, by its heading and the label of the mark round it.

    Inside a section that is known a heading names a part of it ("Study selection" under RESULTS), unless it is
    the discussion or the conclusion that begins there.
    """
    found = label_of(heading) if heading else None
    if found is None:
        return around
    if around == OTHER or (found.core and (around, found.label) in _BEGIN_INSIDE):
        return found.label
    return around


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return ``text[start:end]`` without white space at its ends."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())


def _chunks(text: str, start: int, stop: int) -> list[_Chunk]:
    """Return the paragraphs of ``text[start:stop]``; lines broken by hard wrapping are put together."""
    chunks: list[tuple[int, int]] = []
    previous = None
    for line in _LINE.finditer(text, start, stop):
        begin, end = _trim(text, line.start(), line.end())
        if begin == end:
            continue
        wrapped = (
            previous is not None
            and line.start() == previous[1] + 1
            and not _END.search(text, max(previous[0], previous[1] - 8), previous[1])
            and (previous[1] - previous[0] >= 50 or text[begin].islower())
        )
        if wrapped:
            chunks[-1] = (chunks[-1][0], end)
        else:
            chunks.append((begin, end))
        previous = (line.start(), line.end())
    return [_chunk(text, begin, end) for begin, end in chunks]


def _chunk(text: str, start: int, end: int) -> _Chunk:
    # Prose is told by its first 600 characters and its last: more wouldn't change the answer.
    head = text[start : min(end, start + 600)]
    words = _WORD.findall(head.lower())
    common = sum(word in _prose_words() for word in words)
    ended = _END.search(text, max(start, end - 8), end) is not None
    prose = len(words) >= 5 and common >= 0.15 * len(words) and (ended or len(words) >= 12)
    if prose and len(words) < 40:
        folded = head.lower()
        prose = not any(cue in folded for cue in lexicon("sections")["furniture"]["contains"])
    return _Chunk(start, end, len(words), prose)


def _caption_label(text: str, chunk: _Chunk) -> str | None:
    """Return CAPTION or TABLE for a paragraph that begins like one ("Table 2. …", "| a | b |").

    A long line is a paragraph whose table was run into it: its rows are read, and prose follows.
    """
    if text[chunk.start] == "|" and text.find("|", chunk.start + 1, min(chunk.end, chunk.start + 300)) >= 0:
        return "TABLE"
    match = _CAPTION.match(text, chunk.start, chunk.end)
    if match is None:
        return None
    if not match["table"]:
        return "CAPTION"
    run_in = chunk.end - chunk.start > LONGEST_CAPTION and text.find("\n", chunk.start, chunk.end) < 0
    return None if run_in else "TABLE"


def _conclusion(text: str, chunk: _Chunk) -> int | None:
    """Return where an unstructured abstract's conclusion begins: a cue in the last half of its text."""
    match = _conclusion_cue().search(text, chunk.start + (chunk.end - chunk.start) // 2, chunk.end)
    return match.start() if match else None


def _locate(text: str, title: str) -> tuple[int, int] | None:
    """Return the place of a known title near the text's begin."""
    wanted = title.strip()
    start = text.find(wanted, 0, len(wanted) + TITLE_LENGTH) if wanted else -1
    return None if start < 0 else (start, start + len(wanted))


def _guess_title(text: str, headings: Sequence[Heading]) -> tuple[int, int] | None:
    """Return the first lines before any heading that look like a title; None if prose comes first."""
    if headings and headings[0].lead == 0 and headings[0].core:
        return None
    stop = next((heading.lead for heading in headings if heading.lead > 0), len(text))
    chunks = _chunks(text, 0, min(stop, 20_000))
    for number, chunk in enumerate(chunks[:8]):
        span = _title_of(text, chunk)
        headed = stop < len(text) or any(later.prose for later in chunks[number + 1 :])
        if span is not None and (headed or span[1] < chunk.end):
            return span
        if chunk.prose or (number == 0 and chunk.words > TITLE_WORDS.stop):
            return None
    return None


def _title_of(text: str, chunk: _Chunk) -> tuple[int, int] | None:
    """Return the title a paragraph is, or that its first sentence is; None if it doesn't look like one."""
    marks = _TITLE_MARKS.match(text, chunk.start, chunk.end)
    start = marks.end() if marks else chunk.start
    ending = _SENTENCE_END.search(text, start, min(chunk.end, start + TITLE_LENGTH))
    alone = chunk.end - start <= TITLE_LENGTH and (ending is None or bool(_BLANK_LINE.match(text, chunk.end)))
    if not alone and (ending is None or chunk.end - ending.end() < 200):
        return None
    end = chunk.end if alone or ending is None else ending.start()
    end = start + len(text[start:end].rstrip(" \t*_#"))
    words = [word.lower() for word in _WORD.findall(text, start, end)]
    if len(words) not in TITLE_WORDS or end - start > TITLE_LENGTH:
        return None
    folded = text[start:end].lower()
    if len(words) < 12 and any(cue in folded for cue in lexicon("sections")["furniture"]["contains"]):
        return None
    claims = not _title_words("verbs").isdisjoint(words) or _STATISTIC.search(text, start, end) is not None
    if claims and (not alone or text[end - 1] == "."):
        return None
    if alone:
        believed = text[end - 1] not in ":;," and (len(words) > 3 or not re.search(r"\d", folded))
    else:
        believed = not _title_words("words").isdisjoint(words) or ":" in folded
    return (start, end) if believed else None


@cache
def _prose_words() -> frozenset[str]:
    return frozenset(lexicon("sections")["prose"]["words"])


@cache
def _title_words(kind: str) -> frozenset[str]:
    return frozenset(lexicon("sections")["title"][kind])


@cache
def _conclusion_cue() -> re.Pattern[str]:
    cues = "|".join(re.escape(cue).replace(r"\ ", r"\s") for cue in lexicon("sections")["conclusion"]["cues"])
    return re.compile(rf"(?:(?<=[.?!]\s)|(?<=[.?!)]))(?i:{cues})\b")


class Sections:
    """Set the sections of a Doc: ``doc._.sections`` as plain data, ``doc.spans["sections"]`` for spaCy.

    ``doc._.title`` and ``doc._.section_marks`` (what the input's format says) are used where they are set.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        """Declare what this component reads and writes on a Doc."""
        from spacy.tokens import Doc

        self.vocab = nlp.vocab
        self.name = name
        for extension in ("title", "section_marks", "sections"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Find the sections of ``doc``."""
        sections = find_sections(text_of(doc), title=doc._.title, marks=doc._.section_marks or ())
        doc._.sections = [asdict(section) for section in sections]
        spans = [
            doc.char_span(section.start, section.end, label=section.label, alignment_mode="expand")
            for section in sections
        ]
        doc.spans["sections"] = [span for span in spans if span is not None]
        return doc
