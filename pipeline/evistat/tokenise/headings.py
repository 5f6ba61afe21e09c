"""Text → headings: where an article prints the name of a section, and which label that name stands for.

For a newcomer: a heading is believed for three reasons together: what the words are (a form of the lexicon),
what stands before them (a line's begin, a sentence's end, glued to one) and what stands after (a colon or
dash, the line's end, a full stop, nothing). "Results: We", "Results" on its own line, "done.ResultsWe" are
certain; "Results We" is believed only where the document prints at least two headings in that way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from evistat.lexicons import lexicon


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: ``text[start:end]`` is its name as printed; what it heads begins at ``body_start``.

    ``lead`` is where its markup or numbering begins ("## ", "3. "), which belongs to no section's body. A
    ``core`` heading is one every abstract may have (Background, Methods …); a ``minor`` one names a part.
    """

    label: str
    lead: int
    start: int
    end: int
    body_start: int
    core: bool = False
    minor: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    label: str
    bare: bool
    minor: bool


# Between two parts of one heading: "Background and aims", "Methods/Design", "Design, setting, and patients".
_JOINER = r"\s?(?:,\s?and\s|,\s?&\s?|/|,\s?|&amp;|&|\+|\band\b)\s?"
_TAG = r"</?[A-Za-z][A-Za-z0-9]{0,9}>"
# Before a heading on its line: markdown marks, numbering, bullets, opening brackets and tags, "Abstract".
_LEAD = re.compile(
    rf"(?:#{{1,6}}[ \t]+|[*_]{{1,3}}|{_TAG}|[•·▪◦■►]\s?|[\[({{]|[ \t\xa0]"
    r"|\d{1,2}(?:\.\d{1,2}){0,2}\.?[ \t]+"
    r"|(?:ABSTRACT|BODY)\.(?:[A-Z ,&-]{2,60}\.)?"
    r"|(?:A(?:bstract|BSTRACT)|S(?:ummary|UMMARY))[:.]?[ \t]+){1,4}"
)
_CLOSE = rf"(?:[*_]{{1,3}}|{_TAG}|[\])}}]){{0,2}}"
_COLON = re.compile(
    _CLOSE
    + r"(?:\s?\.?\s?[:：]\s?[:：]?|\s[-–—−]{1,2}\s?(?=\s)|\s?[—–]\s?[:：]?(?=\s|[A-Z0-9])"
    + r"|\.\s?[-–—](?=[\sA-Z]))"
    + rf"[*_]{{0,3}}(?:{_TAG})?"
)
_LINE_END = re.compile(_CLOSE + r"\.?[ \t\xa0]*(?=\r?\n|\Z)")
_STOP = re.compile(_CLOSE + r"\.(?=\s?[A-Z0-9\"“(])")
_SPACE = re.compile(_CLOSE + r"\s{1,3}(?=[A-Z0-9\"“(α-ωΑ-Ω])")
# Residue of a publisher's markup between a heading and its text.
_RESIDUE = re.compile(r"(?:\s?&\s?(?:#\d{1,4};|para;)|\s?p id=\"?[Pp]ar\d{1,4}\"?\s?){1,4}")
_GLUED = re.compile(r"[A-Z]|\d\d|[\"“(]")
_GLUED_TO_CAPITALS = re.compile(r"[A-Z][a-z]|\d\d")
_AFTER_STOP = re.compile(r"[.?!][\"'”’)\]]{0,2}(\s{0,4})\Z")
_INK = re.compile(r"\S")
_UNKNOWN = re.compile(
    r"(?:\A|(?<=\n)|(?<=[.?!)] )|(?<=[.?!)]))[ \t]{0,4}"
    r"(?P<words>[A-Z][\w’'-]*(?:(?:[ /]|, | & |, and )[\w’'-]+){0,7})\s?(?=[:：])"
)


# "2.1. ", "IV. ", "B) " before a heading.
_NUMBERING = re.compile(r"\s*(?:(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[A-Z]\s?[.)]|[IVX]{1,5}\.)\s*)?")


@cache
def _forms() -> dict[str, _Form]:
    forms: dict[str, _Form] = {}
    for entry in lexicon("sections")["heading"]:
        bare = {_normal(form) for form in entry.get("bare", ())}
        for form in [*entry["forms"], *entry.get("bare", ())]:
            key = _normal(form)
            forms.setdefault(key, _Form(entry["label"], key in bare, entry.get("minor", False)))
    return forms


def _normal(words: str) -> str:
    """Return a heading's words in one spelling: lower case, "&" as "and", no spaces round slashes."""
    plain = re.sub(r"\s*&(?:amp;)?\s*", " and ", words.lower()).replace("’", "'")
    plain = re.sub(r"\s*/\s*", "/", plain)
    return re.sub(r"\s+", " ", plain).strip()


@cache
def _pattern() -> re.Pattern[str]:
    """Return one expression for all forms and their joins, tried where a capital letter begins a word."""
    forms = sorted(_forms(), key=lambda form: (-len(form), form))
    spelled = "|".join(
        re.escape(form).replace(r"\ and\ ", r"\s(?:and|&|&amp;)\s").replace(r"\ ", r"\s").replace("'", "['’]")
        .replace("/", r"\s?/\s?")
        for form in forms
    )  # fmt: skip
    return re.compile(rf"(?<![A-Za-z])(?=[A-Z])(?i:(?:{spelled})(?:{_JOINER}(?:{spelled})){{0,4}})")


def find_headings(text: str, *, skip: int = 0) -> list[Heading]:
    """Return the headings of ``text`` in order, from ``skip`` on (the end of a title that begins like one).

    Every decision looks at most a line's length around, so the work is linear in the text.
    """
    certain: list[Heading] = []
    tentative: list[Heading] = []
    for match in _pattern().finditer(text, skip):
        found = _judge(text, match.start(), match.end())
        if found is not None:
            heading, sure = found
            (certain if sure else tentative).append(heading)
    if (
        tentative
        and len({h.label for h in tentative} | {h.label for h in certain if h.label != "OTHER"}) >= 2
    ):
        certain += tentative
    certain += _unknown_headings(text, skip)
    certain.sort(key=lambda heading: (heading.start, -heading.end))
    kept: list[Heading] = []
    for heading in certain:
        reached = kept[-1].body_start if kept else skip
        if heading.start >= reached:
            kept.append(replace(heading, lead=max(heading.lead, reached)))
    return kept


def label_of(heading: str) -> Heading | None:
    """Return what a heading given apart from any text stands for ("2.1. Study design"), None where no one knows.

    Words round a form that leads them don't count, nor does one that only ends like a heading.
    """
    lead = _NUMBERING.match(heading)
    start = lead.end() if lead else 0
    words = heading[start:].strip(" \t\n:.：*_–—-")
    label, bare, minor = _label(words)
    if label is None and words:
        label = _last_words().get(re.split(r"[^\w]", words.lower())[-1])
        bare, minor = False, label == "METHODS"
    return Heading(label, 0, start, len(heading), len(heading), bare, minor) if label else None


def _judge(text: str, start: int, end: int) -> tuple[Heading, bool] | None:
    """Return the heading at ``text[start:end]`` and whether it is certain, or None."""
    words = text[start:end]
    if words[-1] == "S" and words[-2].islower() and text[end : end + 1].islower():
        words = words[:-1]  # "ConclusionStudents did": the S begins the next word
        end -= 1
    label, bare, minor = _label(words)
    if label is None or text[end : end + 1].islower():
        return None
    lead = _lead(text, start)
    stop = _AFTER_STOP.search(text, max(0, start - 8), start)
    after_stop = stop is not None
    joined = stop is not None and not stop.group(1)
    capitals = words.isupper()

    def heading(body_start: int) -> Heading:
        return Heading(label, start if lead is None else lead, start, end, body_start, bare, minor)

    if colon := _COLON.match(text, end):
        believed = lead is not None or after_stop or (capitals and bare)
        return (heading(_body(text, colon.end())), True) if believed else None
    if line_end := _LINE_END.match(text, end):
        body = _body(text, line_end.end())
        continued = text[body : body + 1].islower() or (lead is None and not after_stop)
        return None if continued or (lead is None and not bare) else (heading(body), True)
    if lead is None and not after_stop:
        return None
    if residue := _RESIDUE.match(text, end):
        return heading(_body(text, residue.end())), True
    if not bare:
        return (heading(end), True) if joined and _GLUED.match(text, end) else None
    if dot := _STOP.match(text, end):
        return heading(_body(text, dot.end())), True
    if (_GLUED_TO_CAPITALS if capitals else _GLUED).match(text, end):
        return heading(end), True
    if space := _SPACE.match(text, end):
        counted = text[space.end()].isdigit() and label not in ("RESULTS", "METHODS")
        return None if counted and not joined else (heading(space.end()), joined)
    return None


def _label(words: str) -> tuple[str | None, bool, bool]:
    """Return label, bareness and minority of a heading's words, whole or as the parts it is joined of."""
    forms = _forms()
    key = _normal(words)
    whole = forms.get(key)
    if whole is not None:
        return whole.label, whole.bare, whole.minor
    parts = [forms[part] for part in re.split(r"\s?,\s?(?:and )?|/|\s?\+\s?| and ", key) if part in forms]
    if not parts:
        return None, False, False
    labels = [part.label for part in parts]
    label = next((strong for strong in lexicon("sections")["order"] if strong in labels), labels[0])
    return label, all(part.bare for part in parts), all(part.minor for part in parts)


def _lead(text: str, start: int) -> int | None:
    """Return where the line of ``start`` begins if only markup or numbering stands before it, else None."""
    floor = max(0, start - 80)
    line = text.rfind("\n", floor, start) + 1
    if line == 0 and floor > 0:
        return None
    line = max(line, floor)
    return line if line == start or _LEAD.fullmatch(text, line, start) else None


def _body(text: str, offset: int) -> int:
    """Return the first place at or after ``offset`` that isn't white space."""
    found = _INK.search(text, offset)
    return found.start() if found else len(text)


def _unknown_headings(text: str, skip: int) -> list[Heading]:
    """Return headings that no form holds, by their last word; on a line of their own or in capitals only."""
    found = []
    for match in _UNKNOWN.finditer(text, skip):
        words = match["words"]
        start, end = match.span("words")
        lead = _lead(text, start)
        determined = words.startswith(("The ", "Our ", "These ", "Its ", "A "))
        if determined or _label(words)[0] is not None or (lead is None and not words.isupper()):
            continue
        last = re.split(r"[^\w]", words.lower())[-1]
        if lead is not None and len(words.split()) > 5 and not words.isupper():
            continue
        label = _last_words().get(last)
        colon = _COLON.match(text, end)
        if label is not None and colon is not None:
            body = _body(text, colon.end())
            minor = label == "METHODS"  # under RESULTS, "Sensitivity analysis" is a part of them
            found.append(Heading(label, start if lead is None else lead, start, end, body, minor=minor))
    return found


@cache
def _last_words() -> dict[str, str]:
    return {word: label for label, words in lexicon("sections")["last_word"].items() for word in words}
