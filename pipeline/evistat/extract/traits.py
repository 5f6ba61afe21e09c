"""A candidate and a result → its traits: what speaks for or against its naming the result's outcome, exposure or side.

A trait is a short text ("link:in:complement:association"); what each is worth for which role is learned from annotated
abstracts (``weights.py``). Those that don't depend on the result are worked out once a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from evistat.extract.arms import StudyArms
from evistat.extract.candidates import OUTCOMES_BACK, ROLES, Candidate
from evistat.extract.company import Neighbours
from evistat.extract.context import Context
from evistat.extract.empty_names import is_arm
from evistat.extract.finding import Result
from evistat.extract.frame import Frame, compared, main_verb
from evistat.extract.lowered import lowered
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.reading import Found, Reading, Span, main_frame, phrase_beside
from evistat.extract.recalled_traits import Recalled
from evistat.extract.weights import OTHERS, word_odds
from evistat.extract.words import Word
from evistat.lexicons import word_set

Traits = tuple[str, ...]

_UNKNOWN = (0,) * len(OTHERS)

_CLASSES = {
    "ratio": ("OR", "RR", "HR", "IRR", "PR", "GMR", "RATIO"),
    "difference": ("MD", "RD", "SMD", "PCT", "NNT"),
    "correlation": ("R", "R2", "BETA", "KAPPA", "ICC"),
    "single": ("PROP", "RATE", "MEAN", "MEDIAN"),
    "diagnostic": ("AUC", "SENS", "SPEC", "PPV", "NPV", "LR", "ACC"),
}
_CLASS = {code: name for name, codes in _CLASSES.items() for code in codes}


def statistic(result: Result) -> str:
    """Return what kind of statistic a result is, as coarsely as matters for what it is about."""
    if result.measure is not None:
        return _CLASS.get(result.measure, "other")
    return "groups" if len(result.groups) > 1 else "p"


# ---- of a phrase by itself ------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_LINKS = re.compile(r" (?:of|in|for|with|to|on|at|from|by) ")
_LISTS = (
    "group", "relation", "association", "quantity", "statistic", "measured", "generic", "time", "control", "baseline",
    "exposure", "never", "weak", "edge", "open", "predictor", "dependent",
)  # fmt: skip


@lru_cache(maxsize=8192)
def _lists_of(word: str) -> tuple[str, ...]:
    """Return the names of the word lists that hold a word."""
    lists = nouns()
    return tuple(name for name in _LISTS if word in getattr(lists, name))


def head_of(words: Sequence[str]) -> str:
    """Return the head of a phrase given as words in lower case, "" for none."""
    return words[-1] if words else ""


@lru_cache(maxsize=8192)
def words_of(text: str) -> Traits:
    """Return the words of a text in lower case."""
    return tuple(_WORD.findall(text.lower()))


def phrase_words(text: str) -> tuple[list[str], list[str]]:
    """Return a phrase's words in lower case, and those of its first noun phrase."""
    low = text.lower()
    link = _LINKS.search(low)
    words = _WORD.findall(low)
    return words, words if link is None else _WORD.findall(low, 0, link.start())


@lru_cache(maxsize=8192)
def _usual_head(head: str) -> tuple[str, ...]:
    odds = word_odds().get(head, _UNKNOWN)
    return tuple(f"usual head:{other}:{of_head}" for other, of_head in zip(OTHERS, odds, strict=True))


def _usual(every: Sequence[str], head: str) -> Iterator[str]:
    """Yield what a phrase's words name as a rule, outcomes or something else, as counted in many abstracts."""
    odds = word_odds()
    yield from _usual_head(head)
    known = [odds[word] for word in every if word in odds]
    for place, other in enumerate(OTHERS if known else ()):
        each = [one[place] for one in known]
        yield f"usual:{other}:{round(sum(each) / len(each))}"
        yield f"usual least:{other}:{min(each)}"


NEAR_CUES = tuple(
    (name, word_set("arms", f"{name}_cue"), before, after)
    for name, before, after in (("grouped", 3, 0), ("opposed", 0, 4), ("set_against", 3, 0), ("given", 0, 6))
)
_EVERY_CUE = frozenset().union(*(cues for _, cues, *_ in NEAR_CUES))
_NEVER_NEAR = word_set("arms", "little") | word_set("arms", "cut") | word_set("arms", "everyone")
_OFTEN = 3
_NEVER = [0]
ENDING = 4  # letters of a head that tell what kind of word it is


class Mentions:
    """How often a document's words occur in it, how often where arms are named, what stands beside them.

    ``near`` counts for each kind of cue the words beside it: before "group", after "than", before "versus", after
    "received". So a name that one sentence only hints at is known from the others.
    """

    def __init__(self, context: Context) -> None:
        """Count the words of a document."""
        words = _WORD.findall(lowered(context.folded))
        self.neighbours = Neighbours(context)
        self._longs = {one.short: one.long for one in context.abbreviations}
        self.counts = Counter(words)
        self.near: dict[str, Counter[str]] = {name: Counter() for name, *_ in NEAR_CUES}
        if _EVERY_CUE.isdisjoint(self.counts):
            return
        for place, word in enumerate(words):
            if word not in _EVERY_CUE:
                continue
            for name, cues, before, after in NEAR_CUES:
                if word in cues:
                    beside = {*words[max(0, place - before) : place], *words[place + 1 : place + 1 + after]}
                    self.near[name].update(beside)

    def in_full(self, text: str) -> str:
        """Return a phrase with the document's abbreviations written out."""
        if not any(map(text.__contains__, self._longs)):
            return text
        return _WORD.sub(lambda found: self._longs.get(found[0], found[0]), text)

    def often(self, words: Sequence[str]) -> Traits:
        """Return how often a phrase's words occur, those that tell what it names."""
        telling = [word for word in words if len(word) > 3 and not _lists_of(word)]
        if not telling:
            return ()
        return (f"mentioned:{min(sum(map(self.counts.__getitem__, telling)) // len(telling), 6)}",)

    def of_names(self, words: Sequence[str]) -> Traits:
        """Return how often a phrase's words stand where arms are named."""
        told = [word for word in words if word not in _NEVER_NEAR]
        if not told:
            return _near(((0, 0),) * len(self.near))
        every: list[tuple[int, int]] = []
        for near in self.near.values():
            often = [near.get(word, 0) for word in told] if near else _NEVER
            every.append((min(max(often), _OFTEN), min(min(often), _OFTEN)))
        return _near(tuple(every))


@lru_cache(maxsize=512)
def _near(often: tuple[tuple[int, int], ...]) -> Traits:
    """Say for each kind of cue how often the word of a phrase that most often stands beside it does, and the least."""
    return tuple(
        trait
        for (name, *_), (most, least) in zip(NEAR_CUES, often, strict=True)
        for trait in (f"{name} most:{most}", f"{name} least:{least}")
    )


def of_phrase(context: Context, arms: StudyArms, mentions: Mentions, span: Span) -> Iterator[Traits]:
    """Yield the traits that a phrase has wherever it stands: first those of its words, which other documents share."""
    text = context.folded[span[0] : span[1]]
    yield _of_text(text, mentions.in_full(text))
    every = words_of(text)
    yield mentions.often(every)
    yield mentions.of_names(every)
    yield mentions.neighbours.beside(*span)
    if arms.names:
        yield tuple(_as_arm(context, arms, span, every))


def _as_arm(context: Context, arms: StudyArms, span: Span, every: Sequence[str]) -> Iterator[str]:
    """Yield whether a phrase names an arm of the study, or has a word of one."""
    if is_arm(context, span, arms):
        yield "arm"
        yield f"arm:{arms.trial}"
    if not arms.names.isdisjoint(every):
        yield "arm word"


@lru_cache(maxsize=8192)
def _of_text(text: str, full: str) -> tuple[str, ...]:
    """Return the traits of a phrase's words alone, those of its abbreviations written out (``full``) among them."""
    return tuple(_of_words(text, full))


def _of_words(text: str, full: str) -> Iterator[str]:
    """Yield the traits of a phrase's words, one after the other."""
    every, first = phrase_words(text)
    heads, named = [head_of(first)], set(every)
    usual = _usual(every, heads[0])
    if full != text:
        written, first = phrase_words(full)
        heads.append(head_of(first))
        named.update(written)
        usual = iter(dict.fromkeys((*usual, *_usual(written, heads[1]))))
    yield from usual
    yield f"length:{min(len(every), 8)}"
    for head in dict.fromkeys(heads):
        yield f"head:{head}"
        if len(head) > ENDING:
            yield f"ends:{head[-ENDING:]}"
    for name in dict.fromkeys(name for head in heads for name in _lists_of(head)):
        yield f"head in:{name}"
    lists = [_lists_of(word) for word in every]
    for name in sorted({name for names in lists for name in names}):
        yield f"word in:{name}"
        if all(name in names for names in lists):
            yield f"words in:{name}"
    for word in sorted(named):
        yield f"word:{word}"
    if any(map(str.isdigit, text)):
        yield "digit"
    if text.isupper():
        yield "upper"


# ---- of a noun phrase in its sentence ---------------------------------------------------------------------------------


def place_in_clause(frame: Frame, piece: Piece) -> str:
    """Tell on which side of its clause's verb a noun phrase stands."""
    if frame.clause.verb[1] == frame.clause.verb[0]:
        return "verbless"
    return "subject" if piece.start < frame.clause.verb[0] else "complement"


def of_piece(words: Sequence[Word], frame: Frame, piece: Piece) -> Iterator[str]:
    """Yield the traits of a noun phrase in its clause, whatever result it is looked at for."""
    place = place_in_clause(frame, piece)
    link = piece.link or "-"
    yield f"place:{place}"
    yield f"role:{piece.role}"
    yield f"role:{piece.role}:{place}"
    yield f"link:{link}"
    yield f"link:{link}:{place}:{frame.kind}"
    verb = main_verb(words, frame.clause)
    passive = "passive" if verb.passive else "active"
    yield f"verb:{passive}:{place}"
    for name in sorted(verb.classes):
        yield f"verb:{name}:{place}:{link}:{passive}"
    for name in ("outcomes", "predictors", "agents"):
        for number, one in enumerate(getattr(frame, name)):
            if one.start == piece.start:
                yield f"read:{name}"
                yield f"read:{name}:{frame.rule}"
                yield f"read:{name}:{min(number, 3)} of {min(len(getattr(frame, name)), 4)}"
    first = frame.pieces[0].start == piece.start
    yield f"first:{first}:{place}"
    before = next((one for one in frame.pieces if one.end == piece.link_at), None)
    if before is not None:
        yield f"after:{before.role}:{link}"
    after = next(
        (one for one in frame.pieces if one.link and one.link_at in (piece.end, piece.end + 1)), None
    )
    if after is not None:
        yield f"before:{after.role}:{after.link}"
    listed = [one.start for one in frame.pieces if one.coordination == piece.coordination]
    if len(listed) > 1:
        yield "listed"
        yield f"listed:{listed.index(piece.start)} of {min(len(listed), 5)}"
    if compared(piece):
        yield "compared"
    if piece.start > 0:
        yield f"tag before:{words[piece.start - 1].tag}"
    if piece.end < len(words):
        yield f"tag after:{words[piece.end].tag}"


# ---- of a candidate for a result --------------------------------------------------------------------------------------

_once = lru_cache(maxsize=4096)  # what many candidates have alike is put into words once
_LABEL: Traits = ("label",)

_DISTANCES = (0, 1, 3, 6, 12, 24)


def _distance(words: int) -> int:
    """Return the class of a distance in words."""
    return next((k for k, most in enumerate(_DISTANCES) if words <= most), len(_DISTANCES))


class Asked:
    """A result, as its candidates are looked at: where it stands, what the rules made of it."""

    def __init__(
        self, context: Context, arms: StudyArms, reading: Reading, result: Result, number: int, chosen: Found
    ) -> None:
        """Work out what all candidates of a result are compared with."""
        words = reading.sentence.words
        self.context = context
        self.arms = arms
        self.reading = reading
        self.result = result
        self.words = words
        self.number = number
        self.chosen = chosen
        self.statistic = statistic(result)
        self.groups = len(result.groups)
        self.labels = {group.label.lower() for group in result.groups if group.label}
        self.anchor = reading.anchor(number)
        self.at = words[self.anchor].start if self.anchor < len(words) else reading.sentence.end
        self.own = reading.frames_of[number]
        self.main, _ = main_frame(words, reading, self.own)
        self.adjacent = reading.behind.get(number) or phrase_beside(words, self.own, self.anchor)
        self.anchors = sorted({reading.anchor(one) for one in reading.members})
        names = {role: _names(context, getattr(chosen, role)) for role in ROLES[1:]}
        self.named = {role: each for role, each in names.items() if each}
        self.beside = [
            (piece.start, piece.end, self._stands(one))
            for one, piece in reading.beside.items()
            if piece is not None
        ]
        self.items = {start for start, *_ in self.beside}
        self._recalled: Recalled | None = None

    def _stands(self, other: int) -> str:
        """Tell whether another result of the sentence stands before or behind this one."""
        if other == self.number:
            return "this"
        return "later" if self.reading.anchor(other) > self.anchor else "former"

    def recalled(self, earlier: Sequence[Found]) -> Recalled:
        """Return what the results before, always the same, say of candidates."""
        if self._recalled is None:
            self._recalled = Recalled(
                self.context, self.reading, self.number, self.chosen, self.statistic, earlier
            )
        return self._recalled


def _names(context: Context, span: Span | None) -> frozenset[str]:
    return _words_in(context.folded[slice(*span)]) if span is not None else frozenset()


@lru_cache(maxsize=8192)
def _words_in(text: str) -> frozenset[str]:
    """Return the words of a text, each once."""
    return frozenset(words_of(text))


def of_candidate(asked: Asked, one: Candidate, earlier: Sequence[Found]) -> Iterator[Traits]:
    """Yield the traits that a candidate has for one result, those that go together at once."""
    span, kind, statistic = one.span, asked.own.kind, asked.statistic
    if relation := tuple(_as_chosen(asked, span)):
        yield relation
    for source in sorted(one.sources):
        yield _from(source, statistic, kind)
    if "earlier" in one.sources:
        before = earlier[-OUTCOMES_BACK:]
        back = next(k for k, found in enumerate(reversed(before)) if found.outcome == span)
        yield _named_before(min(back, 4), min(sum(found.outcome == span for found in before), 3))
    sentence = asked.reading.sentence
    if said := tuple(asked.recalled(earlier).of(one)):
        yield said
    if sentence.start <= span[0] < sentence.end:
        yield from _in_sentence(asked, one)
    else:
        yield _elsewhere(statistic, kind, unread=asked.chosen.outcome is None)
    if asked.labels:
        printed = asked.context.folded[slice(*span)].lower()
        if any(printed in label for label in asked.labels):
            yield _LABEL


def _as_chosen(asked: Asked, span: Span) -> Iterator[str]:
    """Yield how a candidate relates to what the rules chose for each role."""
    chosen = asked.chosen.outcome
    if chosen == span:
        yield "rule"
        yield f"rule:{asked.chosen.rule}"
        yield f"rule:{asked.statistic}"
        yield f"rule:{asked.own.kind}"
    elif chosen is not None and chosen[0] < span[1] and span[0] < chosen[1]:
        yield "over rule"
        if chosen[0] <= span[0] and span[1] <= chosen[1]:
            yield "inside rule"
        elif span[0] <= chosen[0] and chosen[1] <= span[1]:
            yield "round rule"
        if chosen[1] == span[1]:
            yield "ends as rule"
        if chosen[0] == span[0]:
            yield "begins as rule"
    if not asked.named:
        return
    own = _names(asked.context, span)
    for role, names in asked.named.items():
        side = getattr(asked.chosen, role)
        if side == span:
            yield f"rule's {role}"
            yield f"rule's {role}:{asked.statistic}"
            yield f"rule's {role} of:{asked.chosen.sides}"
        elif side[0] < span[1] and span[0] < side[1]:
            yield f"over rule's {role}"
        if own and 5 * len(own & names) > 3 * len(own):
            yield f"named as rule's {role}"


def _in_sentence(asked: Asked, one: Candidate) -> Iterator[Traits]:
    """Yield where a candidate of the result's own sentence stands to the result's numbers."""
    reading, anchor, statistic, kind = asked.reading, asked.anchor, asked.statistic, asked.own.kind
    start = reading.sentence.word_at(one.span[0])
    end = reading.sentence.word_at(one.span[1] - 1) + 1
    side = "before" if one.span[1] <= asked.at else "after" if one.span[0] >= asked.at else "across"
    between = len([place for place in asked.anchors if end <= place < anchor or anchor < place <= start])
    distance = _distance(anchor - end if side == "before" else start - anchor)
    yield _apart(statistic, side, distance, min(between, 3))
    adjacent = asked.adjacent
    if adjacent is not None and adjacent.start <= start < adjacent.end:
        yield _adjacent(statistic, kind, adjacent.role, adjacent.link)
    if one.frame is not None and one.piece is not None:
        place, frame = place_in_clause(one.frame, one.piece), one.frame
        clause = (
            "own"
            if frame is asked.own
            else "main"
            if frame is asked.main
            else "earlier"
            if frame.clause.start < asked.own.clause.start
            else "later"
        )
        yield _in_clause(statistic, clause, frame.kind, place, one.piece.link)
        for name in ("outcomes", "predictors", "agents"):
            if any(read.start == one.piece.start for read in getattr(frame, name)):
                yield _read_as(statistic, name, clause)
    yield _in_list(asked, start)


@_once
def _from(source: str, statistic: str, kind: str) -> Traits:
    return f"from:{source}", f"from:{source}:{statistic}", f"from:{source}:{kind}"


@_once
def _named_before(back: int, times: int) -> Traits:
    return f"back:{back}", f"times:{times}"


@_once
def _elsewhere(statistic: str, kind: str, *, unread: bool) -> Traits:
    return "elsewhere", f"elsewhere:{unread}", f"elsewhere:{kind}", f"elsewhere:{statistic}"


@_once
def _apart(statistic: str, side: str, distance: int, between: int) -> Traits:
    return (
        f"side:{side}",
        f"distance:{side}:{distance}",
        f"between:{side}:{between}",
        f"between:{side}:{min(between, 2)}:{statistic}",
    )


@_once
def _adjacent(statistic: str, kind: str, role: str, link: str) -> Traits:
    return "adjacent", f"adjacent:{role}:{link}", f"adjacent:{statistic}", f"adjacent:{kind}"


@_once
def _in_clause(statistic: str, clause: str, kind: str, place: str, link: str) -> Traits:
    return (
        f"clause:{clause}",
        f"clause:{clause}:{place}",
        f"clause:{kind}:{place}:{clause == 'own'}",
        f"link:{link or '-'}:{statistic}",
    )


@_once
def _read_as(statistic: str, name: str, clause: str) -> Traits:
    return f"read:{name}:{clause}", f"read:{name}:{statistic}"


def _in_list(asked: Asked, start: int) -> Traits:
    """Return how a candidate stands in a list with a statistic an item: beside this one, beside another, beside none."""
    if len(asked.reading.members) < 2:
        return _ONE_RESULT
    beside = frozenset([place for first, last, place in asked.beside if first <= start < last])
    return _in_items(beside, len(asked.items) > 1, asked.statistic, asked.own.kind)


_ONE_RESULT: Traits = ("one result",)


@_once
def _in_items(beside: frozenset[str], several: bool, statistic: str, kind: str) -> Traits:
    nearest = next((place for place in ("this", "former", "later") if place in beside), "none")
    items = "items" if several else "item"
    return (
        *(f"beside:{place}" for place in sorted(beside - {"this"})),
        f"{items}:{nearest}:{statistic}",
        f"{items}:{nearest}:{statistic}:{kind}",
    )


def of_all(asked: Asked, mentions: Mentions, one: Candidate, earlier: Sequence[Found]) -> list[str]:
    """Return all traits of a candidate: of its words, of the noun phrase, for the result."""
    traits = [*chain.from_iterable(of_phrase(asked.context, asked.arms, mentions, one.span))]
    if one.piece is not None and one.frame is not None:
        traits += of_piece(asked.words, one.frame, one.piece)
    return [*traits, *chain.from_iterable(of_candidate(asked, one, earlier))]


def of_absence(asked: Asked) -> Iterator[str]:
    """Yield the traits of a result that speak for a role's not being named at all."""
    own, statistic, trial = asked.own, asked.statistic, asked.arms.trial
    yield "absent"
    yield f"absent:{statistic}"
    yield f"absent:{own.kind}"
    yield f"absent:{own.rule}"
    yield f"absent:{trial}:{statistic}"
    yield f"absent:{own.kind}:{statistic}"
    for role in ROLES:
        named = getattr(asked.chosen, role) is not None
        yield f"absent:{role}:{named}"
        yield f"absent:{role}:{named}:{statistic}"
        yield f"absent:{role}:{named} of:{asked.chosen.sides}"
    yield f"absent:groups {min(asked.groups, 3)}:{bool(asked.labels)}"
    yield f"absent:comparators {min(len(own.comparators()), 2)}"
    yield f"absent:group phrases {min(len(own.groups()), 2)}"
    yield f"absent:predictors {min(len(own.predictors), 2)}"
