"""Head of a run-in table → the names of its columns: the groups, doses or times whose values they hold."""

from __future__ import annotations

import re

from evistat.extract.run_in_tables import HEADED_P, SIZE, TableRow

Span = tuple[int, int]

# What ends the names of the groups: the columns of tests and estimates.
_TESTED = re.compile(
    rf"{HEADED_P.pattern}|\b(?:(?:[Mm]ean )?[Dd]ifference|[Ee]ffect [Ss]ize|(?:[Hh]azard|[Oo]dds|[Rr]isk|[Rr]ate) [Rr]atio|OR\b|HR\b|RR\b|95 ?%)"
)
_GROUP = re.compile(
    r"(?<![\w+/-])(?:[\w+/-]+ ){1,4}?(?:[Gg]roups?|[Aa]rms?)\b(?: [A-Z0-9]\b)?|\bGroup (?:[A-Z]|[1-9]|I+)\b"
)
_MOMENT = r"(?:test|treatment|intervention|op\w*|-(?!dose)[a-z]+)"
_TIMES = re.compile(
    rf"(?:\b|(?<=[a-z])(?=[A-Z]))(?:Baseline|Before|After|(?:Pre|PRE)-?{_MOMENT}?|(?:Post|POST)-?{_MOMENT}?|Follow-?up|(?:Week|Month|Day|Year|Visit) \d+|\d+ (?:weeks?|months?|days?))(?![a-z-])"
)
_DOSES = re.compile(
    r"(?<![\w.])\d+(?:\.\d+)? ?(?:[mµμn]?g|[mµμn]?mol|[mµμn]?M|m[lL]|I?U|Gy|%)(?:/(?:kg|day|d|m[lL]|L|dL))*(?![\w/])"
)
_CAPITAL = re.compile(r"\b[A-Z]")
_STUB = re.compile(
    r"\b(?:(?:Outcomes?|Variables?|Characteristics?|Parameters?|Measures?|Measurements?|Items?|Factors?|Specification|Subscales?|Domains?|Indicators?|Index|End ?points?)(?: [Vv]ariables?| [Mm]easures?)?|Group(?= [A-Z]\w{2,} [Gg]roup))(?: |(?=[A-Z]))"
)
# A name: capital letters, glued to the next where a layout was lost ("PlaceboDrug"); "MQ + AS" is one.
_WORD = r"[A-Z](?:(?!(?<=[a-z]{3})[A-Z][a-z])[\w+/.-])*"
_CHUNK = re.compile(rf"{_WORD}(?: [+&] ?{_WORD}| (?![A-Z])[a-z+&/-][\w+/-]*)*")
_BEFORE_SIZE = re.compile(rf"(?:{_WORD} (?:of |and |plus |\+ )?){{0,2}}{_WORD}(?: [a-z][\w-]*)* ?$")
# What a column prints, not whom it is about.
_STATISTIC = (
    r"(?:(?:[Mm]eans?(?: [Ss]cores?)?|[Mm]edians?|[nN]|SD|SEM?|IQR|[Ff]requency|[Pp]atients|(?:95 ?% ?)?CI)(?![A-Za-z])|[Nn]o\.|%|±|†|\*|,"
    r"|[(\[](?:± ?)?(?:SD|SEM?|IQR|%|[nN]|range|95 ?% ?CI)[)\]])"
)
_LEADING = re.compile(rf"(?:{_STATISTIC} ?(?![a-z]))+")
_TRAILING = re.compile(rf"(?<![\w-]),? ?(?:{_STATISTIC} ?)+$|,? (?:{_STATISTIC} ?)+$")
_CONTROL = re.compile(
    r"\b(?:[Cc]ontrols?|[Pp]lacebo|PLACEBO|CONTROLS?|[Uu]sual|[Ss]tandard|[Cc]onventional|[Bb]aseline|[Bb]efore|[Pp]re\w*|PRE|[Ss]ham|[Nn]o|[Nn]on\w*|[Uu]ntreated|[Hh]ealthy|[Vv]ehicle|[Ss]aline)\b|^0 ?[^\W\d]"
)
_TOTAL = re.compile(r"(?:All|Total|Overall)\b")
_ALL = re.compile(r"\b(?:All|Total|Overall)\b(?: patients| participants| subjects)? ?(?:\(|[A-Z])")
_BRACKETED = re.compile(r"\([^()]{1,40}\)")
_APART = 30  # characters between two columns of tests, at most
_MOST_GUESSED = 3  # names that capitals alone tell apart
_LONGEST = 60


def column_names(folded: str, head: Span, count: int) -> list[Span] | None:
    """Return the places of the groups' names in a table's head, None where they can't be told.

    They stand before the columns of tests, or behind what the column of the rows' names is called ("Outcome").
    """
    sure = sure_columns(folded, head, count)
    if sure is not None:
        return sure
    start, end = head
    stop = _before_tests(folded, start, end)
    stubs = [match.end() for match in _STUB.finditer(folded, start, stop)]
    if stubs:
        names = _chunks(folded, stubs[-1], stop)
        if len(names) == count or (len(names) > count and stop == end):
            return names[:count]
    if count > _MOST_GUESSED:
        return None
    names = _chunks(folded, start, stop)
    if stop == end:
        names = names[:-1]  # the first row's name
    named = len(names) > count and all(b - a > 2 for a, b in names[-count:])
    return names[-count:] if named else None


def group_columns(folded: str, head: Span, count: int) -> list[Span] | None:
    """Return the names of the groups' columns, a column of all of them behind left out."""
    names = column_names(folded, head, count + 1)
    if names is not None and is_total(folded[slice(*names[-1])]):
        return names[:-1]
    return column_names(folded, head, count)


def _chunks(folded: str, start: int, stop: int) -> list[Span]:
    """Return the names that capital letters tell in a stretch of a head, those in brackets left out."""
    bracketed = [match.span() for match in _BRACKETED.finditer(folded, start, stop)]
    spans = [match.span() for match in _CHUNK.finditer(folded, start, stop)]
    spans = [span for span in spans if not any(a < span[0] < b for a, b in bracketed)]
    trimmed = [_trim(folded, *span) for span in spans]
    return [(a, b) for a, b in trimmed if b > a]


def measured_columns(folded: str, row: TableRow, count: int) -> tuple[list[Span] | None, Span | None]:
    """Return what the columns of a table measure whose rows are groups, and the name of the first of these, ``row``."""
    if row.head is None or row.name[0] >= row.head[1]:
        return None, None
    names = [name for name in _chunks(folded, row.head[0], row.start) if name[1] - name[0] > 1]
    if len(names) <= count:
        return None, None
    return names[-count - 1 : -1], names[-1]


def sure_columns(folded: str, head: Span, count: int, *, exact: bool = False) -> list[Span] | None:
    """Return the names of columns that their sizes, the word "group" or times tell; ``exact``: no others stand there."""
    start, end = head
    stop = _before_tests(folded, start, end)
    sizes = [match.span() for match in SIZE.finditer(folded, start, stop)]
    if len(sizes) == count or (len(sizes) > count and not exact):
        before = sizes[-count - 1][1] if len(sizes) > count else start
        sizes = sizes[-count:]
        begins = [None, *(size[1] for size in sizes[:-1])]
        found = [
            _trim(folded, begin if begin is not None else _before_size(folded, before, size[0]), size[0])
            for begin, size in zip(begins, sizes, strict=True)
        ]
        if all(0 < b - a <= _LONGEST for a, b in found):
            return found
    for pattern in (_TIMES, _GROUP, _DOSES):
        spans = [_from_capital(folded, *match.span()) for match in pattern.finditer(folded, start, stop)]
        if len(spans) == count or (len(spans) > count and not exact):
            return spans[-count:]
    times = [match.span() for match in _TIMES.finditer(folded, stop, end)]
    return times if len(times) == count else None


def sizes_in(folded: str, head: Span) -> int:
    """Return how many sizes of groups a head prints before its columns of tests."""
    start, end = head
    return sum(1 for _ in SIZE.finditer(folded, start, _before_tests(folded, start, end)))


def _before_tests(folded: str, start: int, end: int) -> int:
    """Return where the columns of tests and estimates begin, at the head's end."""
    stop = end
    for at in reversed([match.start() for match in _TESTED.finditer(folded, start, end)]):
        if at - start <= 12 or (stop != end and stop - at > _APART):
            break
        stop = at
    return stop


def _before_size(folded: str, start: int, end: int) -> int:
    """Return where the name before the first size begins: behind the column of the rows' names, if that is called."""
    stubs = [match.end() for match in _STUB.finditer(folded, start, end)]
    trailing = _TRAILING.search(folded, start, end)
    end = trailing.start() if trailing is not None else end
    start = stubs[-1] if stubs and stubs[-1] < end else max(start, end - _LONGEST)
    name = _BEFORE_SIZE.search(folded, start, end)
    return name.start() if name is not None else start


def _from_capital(folded: str, start: int, end: int) -> Span:
    """Return a name from its first capital, without the head of the rows' names.

    What stands before is the caption's ("… per hospital Control group", "Outcome Control group").
    """
    capital = _CAPITAL.search(folded, start, end) if folded[start].islower() else None
    start = capital.start() if capital is not None else start
    stubs = [match.end() for match in _STUB.finditer(folded, start, end)]
    return (stubs[-1] if stubs and stubs[-1] < end else start), end


def stripped(folded: str, start: int, end: int) -> Span:
    """Return a name without the blanks, marks and brackets round it."""
    while start < end and folded[start] in " ,;:.*()[]":
        start += 1
    while end > start and folded[end - 1] in " ,;:*([":
        end -= 1
    return start, end


def _trim(folded: str, start: int, end: int) -> Span:
    """Return a column's name without what the column prints."""
    start, end = stripped(folded, start, end)
    leading = _LEADING.match(folded, start, end)
    if leading is not None and leading.end() < end:
        start = leading.end()
    trailing = _TRAILING.search(folded, start, end)
    if trailing is not None and trailing.start() > start:
        end = trailing.start()
    while start < end and folded[start] in " ,;:.*":
        start += 1
    return start, end


def is_control(label: str) -> bool:
    """Tell whether a column's name is what others are compared with."""
    return _CONTROL.search(label) is not None


def is_time(label: str) -> bool:
    """Tell whether a column's name is a time."""
    return _TIMES.search(label) is not None


def is_total(label: str) -> bool:
    """Tell whether a column holds all groups together."""
    return _TOTAL.match(label) is not None


def left_out(head: str) -> bool:
    """Tell whether a table's first column holds all groups together."""
    found = _ALL.search(head)
    if found is None:
        return False
    tests = [match.end() for match in _TESTED.finditer(head)]
    return not tests or found.end() < tests[-1]
