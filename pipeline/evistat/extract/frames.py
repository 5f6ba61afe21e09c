"""A clause → its frame: which pieces may be the outcome, the exposure, the groups, the time.

A frame is read from the main verb: what changes, what is higher, what was associated with what. Which of its outcomes
a statistic belongs to is decided later by the statistic's place (``extract.pairing``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from evistat.extract.phrases import Clause, Sentence, Word, word_set
from evistat.extract.pieces import Piece, nouns, read_pieces, role_of


@dataclass(frozen=True, slots=True)
class Frame:
    """What a clause says of which pieces; ``kind`` is association, change, state or none."""

    clause: Clause
    kind: str
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    outcomes: tuple[Piece, ...] = ()
    predictors: tuple[Piece, ...] = ()
    agents: tuple[Piece, ...] = ()
    rule: str = ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Return all pieces in order."""
        return self.left + self.right

    def groups(self) -> list[Piece]:
        """Return the pieces that name groups, in order, those after "than" or "versus" left out."""
        return [piece for piece in self.pieces if piece.role == "group" and not compared(piece)]

    def comparators(self) -> list[Piece]:
        """Return the pieces after "than", "versus", "compared with"."""
        return [piece for piece in self.pieces if compared(piece)]


_COMPLEMENT_LINKS = frozenset(
    {
        "in",
        "of",
        "on",
        "for",
        "to",
        "with",
        "regarding",
        "toward",
        "towards",
        "between",
        "among",
        "against",
        "concerning",
        "over",
        "respect",
        "terms",
    }
)
_AUTHORS = word_set("outcomes", "author")


def compared(piece: Piece) -> bool:
    """Tell whether a piece is what something is compared with."""
    return piece.link in nouns().versus or piece.link in {
        "compared",
        "relative",
        "comparison",
        "contrast",
        "opposed",
    }


def read_frame(sentence: Sentence, clause: Clause, arms: frozenset[str] = frozenset()) -> Frame:
    """Read one clause's frame."""
    words = sentence.words
    border = _introduction_end(words, *clause.subject)
    introduction = [
        replace(piece, link=piece.link or "introduction")
        for piece in read_pieces(words, clause.subject[0], border, arms)
    ]
    left = (*introduction, *read_pieces(words, border, clause.subject[1], arms))
    right = tuple(read_pieces(words, *clause.rest, arms))
    verb = _main_verb(words, clause)
    frame = Frame(clause, "none", left, right)
    for rule in _RULES:
        if (read := rule(words, frame, verb)) is not None:
            read = replace(read, rule=f"subject.{rule.__name__.strip('_')}")
            return _about_introduction(words, read, introduction, arms)
    return _about_introduction(words, frame, introduction, arms)


def _about_introduction(
    words: Sequence[Word], frame: Frame, introduction: Sequence[Piece], arms: frozenset[str]
) -> Frame:
    """Take "For X, …" and "Regarding X, …" as what the clause is about, where its subject names no outcome."""
    about = [
        piece
        for piece in introduction
        if piece.link in {"for", "regarding", "concerning", "as"} and piece.role == "topic"
    ]
    if not about or frame.kind == "association":
        return frame
    named = [
        piece
        for piece in frame.outcomes
        if not all(
            word.lemma in nouns().generic | nouns().edge | arms | nouns().statistic
            for word in words[piece.start : piece.end]
            if word.tag in {"noun", "adj", "ing"}
        )
        and not any(word.lemma in arms for word in words[piece.start : piece.end])
    ]
    return frame if named else replace(frame, outcomes=tuple(about), rule="subject.introduction")


def _introduction_end(words: Sequence[Word], start: int, end: int) -> int:
    """Return where the phrases before a clause's subject end: "After 8 weeks,", "Using a mixed model,"."""
    headed = next((k + 1 for k in range(start, min(start + 5, end - 1)) if words[k].text == ":"), start)
    if headed > start and any(word.tag == "noun" for word in words[headed:end]):
        return headed  # "Safety assessment: headache was more frequent"
    first = start
    while first < end and (
        words[first].tag in {"adv", "conj", "comma", "sub", "stop"}
        or (words[first].tag == "adj" and words[first].lemma in {"similar", "significant"})
    ):
        first += 1
    if first >= end or (
        words[first].tag not in {"prep", "to", "ing", "part"}
        and not (
            words[first].tag in {"noun", "adj"}
            and words[first].lemma.endswith(("ing", "ed"))
            and first == start
            and words[min(first + 1, end - 1)].tag in {"prep", "to", "det"}
        )
    ):
        return start
    commas = [index for index in range(first + 1, end) if words[index].tag == "comma"]
    for index in commas:
        after = index + 1
        while after < end and words[after].tag == "adv":
            after += 1
        if after >= end or words[after].tag in {"prep", "to", "ing", "part", "conj", "rel"}:
            continue
        later = [other for other in commas if other > index]
        if words[after].tag == "num" and later:
            continue  # "at days 3, 5 and 15 after surgery, …"
        adjusting = any(word.lemma.startswith(("adjust", "control", "includ")) for word in words[first:index])
        if (
            later
            and adjusting
            and not any(words[other + 1].tag in {"conj"} for other in later if other + 1 < end)
        ):
            continue
        return after
    return start


@dataclass(frozen=True, slots=True)
class _Verb:
    lemma: str
    passive: bool
    classes: frozenset[str]
    negated: bool


def _main_verb(words: Sequence[Word], clause: Clause) -> _Verb:
    """Return the verb that carries a clause's meaning, "be" and "have" where there is no other."""
    inside = words[clause.verb[0] : clause.verb[1]]
    infinitive = next((k for k, word in enumerate(inside) if word.tag == "to"), None)
    if infinitive is not None and any(word.tag in {"verb", "be", "have"} for word in inside[infinitive:]):
        inside = inside[infinitive:]
    negated = any(word.tag == "neg" for word in inside)
    be = any(word.tag == "be" for word in inside)
    for word in reversed(inside):
        if word.tag == "verb":
            return _Verb(word.lemma, be, frozenset(word.verb_class.split()), negated)
    if be:
        return _Verb("be", False, frozenset(), negated)
    if any(word.tag == "have" for word in inside):
        return _Verb("have", False, frozenset({"show"}), negated)
    return _Verb("", False, frozenset(), negated)


def of_part(words: Sequence[Word], piece: Piece) -> Piece | None:
    """Return what stands after a piece's first *of*."""
    for index in range(piece.head + 1, piece.end):
        if words[index].lemma == "of" and index + 1 < piece.end:
            start = index + 1
            head = next(
                (k for k in range(piece.end - 1, start - 1, -1) if words[k].tag in {"noun", "ing"}), start
            )
            stop = next((k for k in range(start, piece.end) if words[k].lemma == "of"), piece.end)
            head = next((k for k in range(stop - 1, start - 1, -1) if words[k].tag in {"noun", "ing"}), head)
            return Piece(
                start,
                piece.end,
                head,
                "of",
                index,
                role_of(words, start, piece.end, head, "of"),
                piece.coordination,
            )
    return None


def _linkless(pieces: Sequence[Piece], roles: Collection[str] = ("topic",)) -> list[Piece]:
    return [piece for piece in pieces if not piece.link and piece.role in roles]


def _complements(words: Sequence[Word], relation: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """Return what a relation noun is about: "difference in X and Y", "effect of A on X", "reduction of X"."""
    inside = of_part(words, relation)
    after = [piece for piece in pieces if piece.start >= relation.end]
    on = [
        piece
        for piece in after
        if piece.link in {"on", "upon"}
        and (piece.role == "topic" or (piece.role == "time" and words[piece.head].lemma == "time"))
    ]
    if on:
        return on
    if words[relation.head].lemma.startswith("differ"):
        after = [piece for piece in after if piece.link not in {"with", "to", "from", "between", "among"}]
    elsewhere = [
        piece for piece in after if piece.link in {"in", "for", "regarding"} and piece.role == "topic"
    ]
    if words[relation.head].lemma in _CAUSES and elsewhere:
        return [piece for piece in elsewhere if piece.coordination == elsewhere[0].coordination]
    if inside is not None and (
        inside.role == "topic" or (inside.role == "relation" and _names_itself(words, inside))
    ):
        following = [
            piece for piece in after if piece.coordination == relation.coordination and piece.role == "topic"
        ]
        return [inside, *following]
    found = [
        piece
        for piece in after
        if piece.link in _COMPLEMENT_LINKS and piece.role == "topic" and not _is_compared(piece, pieces)
    ]
    if found and len({piece.coordination for piece in found}) > 1:
        # "a change in pain in the morning": the first complement and what is coordinated with it
        first = next(
            (
                piece
                for piece in found
                if piece.link in {"in", "for", "to", "of", "regarding", "terms", "respect"}
            ),
            found[0],
        )
        found = [
            piece
            for piece in found
            if piece.coordination == first.coordination
            or (
                piece.link == first.link
                and words[piece.link_at - 1].tag in {"conj", "comma", "stat", "bracket", "adv"}
            )
        ]
    return found


def _names_itself(words: Sequence[Word], relation: Piece) -> bool:
    """Tell whether a relation noun holds what it is about: "pain reduction", "weight changes"."""
    lists = nouns()
    inside = [word for word in words[relation.start : relation.head] if word.tag in {"noun", "ing"}]
    return any(
        word.lemma not in lists.edge | lists.relation | lists.statistic | lists.generic | lists.group
        for word in inside
    )


_CAUSES = word_set("outcomes", "cause")
_SIDE_LINKS = frozenset({"in", "with", "for", "among", "by", "of"})


def _is_compared(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Tell whether a piece is one side of "in A versus B"."""
    following = next((one for one in pieces if one.start >= piece.end), None)
    return (
        following is not None
        and compared(following)
        and following.link in {"versus", "vs"}
        and following.link_at == piece.end
        and piece.link in _SIDE_LINKS
    )


def named_topics(words: Sequence[Word], pieces: Sequence[Piece]) -> list[Piece]:
    """Return what a run of pieces is about: the complement of a relation noun, else the phrases without preposition."""
    for relation in pieces:
        if relation.role == "relation" and not relation.link:
            found = _complements(words, relation, pieces)
            listed = [
                piece
                for piece in _linkless(pieces)
                if piece.start < relation.start and piece.coordination == relation.coordination
            ]
            if found:
                return [*listed, *found]  # "A, B and improvement of C"
            before = [word.lemma for word in words[relation.start : relation.head]]
            if words[relation.head].lemma.startswith("interaction") and any(
                word in nouns().time or word in nouns().group for word in before
            ):
                return []  # "a group × time interaction"
            if any(
                word not in nouns().edge
                and word not in nouns().group
                and words[relation.start + k].tag in {"noun", "ing"}
                for k, word in enumerate(before)
            ):
                return [relation]  # "pain reduction", "weight changes"
            return []
    topics = _linkless(pieces)
    if topics:
        return topics
    masked = [
        piece
        for piece in pieces
        if piece.link in {"of", "for"}
        and piece.role == "topic"
        and piece.link_at > 0
        and words[piece.link_at - 1].tag == "stat"
    ]
    if masked:
        return [piece for piece in pieces if piece.coordination == masked[0].coordination]
    for statistic in pieces:
        if statistic.role == "statistic" and words[statistic.head].lemma in {"time", "times", "interval"}:
            # "the median time to discharge", "the interval between A and B"
            named = [
                piece
                for piece in pieces
                if piece.link in {"to", "between", "from"} and piece.start - statistic.end <= 3
            ]
            if named and named[0].start >= statistic.end:
                last = named[-1] if named[0].link == "between" else named[0]
                return [replace(statistic, end=last.end, role="topic")]
        if statistic.role == "statistic":
            found = [
                piece
                for piece in pieces
                if piece.start >= statistic.end
                and piece.link in {"for", "of", "in", "on"}
                and piece.role == "topic"
            ]
            if found:
                return found
    return []


_PREFERRED = ("in", "for", "on", "of", "to", "regarding", "terms", "respect", "with", "as")


def _best_linked(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the topics that the likeliest preposition brings, with what is coordinated with them."""
    topics = [piece for piece in pieces if piece.role == "topic" and not compared(piece)]
    if not topics:
        return []
    best = min(
        topics,
        key=lambda piece: (_PREFERRED.index(piece.link) if piece.link in _PREFERRED else 20, piece.start),
    )
    return [piece for piece in topics if piece.coordination == best.coordination]


# ---- rules: each returns a frame or None ---------------------------------------------------------------------------


def _association_noun(words: Sequence[Word], frame: Frame, _verb: _Verb) -> Frame | None:
    """Read "an association between X and Y", "X showed a correlation with Y"."""
    for side, pieces in (("left", frame.left), ("right", frame.right)):
        for relation in pieces:
            if relation.role != "relation" or words[relation.head].lemma not in nouns().association:
                continue
            after = [
                piece
                for piece in frame.pieces
                if piece.start >= relation.end and piece.role in {"topic", "group", "time", "relation"}
            ]
            between = [piece for piece in after if piece.link in {"between", "among"}]
            if between and (sides := _between_changes(words, between[0], after)) is not None:
                return replace(frame, kind="association", predictors=sides[0], outcomes=sides[1])
            if len(between) == 1 and between[0].link == "between":
                # "between X at year 5 and Y"
                between += [
                    piece
                    for piece in after
                    if piece.start > between[0].end
                    and piece.role in {"topic", "relation"}
                    and words[piece.start - 1].lemma == "and"
                ][:1]
            if len(between) == 2 and _dependent(words, between[0]) and not _dependent(words, between[1]):
                between.reverse()  # "between mortality and obesity"
            if len(between) >= 2:
                return replace(
                    frame, kind="association", predictors=tuple(between[:1]), outcomes=tuple(between[1:])
                )
            inside = of_part(words, relation)
            target = [piece for piece in after if piece.link in {"with", "to"}]
            if inside is not None and not target:
                # "an association of A and B"
                target = [
                    piece for piece in after if piece.coordination == relation.coordination and not piece.link
                ]
            if target and inside is not None:
                return replace(frame, kind="association", predictors=(inside,), outcomes=tuple(target))
            if target and side == "right" and (source := _linkless(frame.left, ("topic", "group"))):
                return replace(frame, kind="association", predictors=tuple(source), outcomes=tuple(target))
            if target:
                return replace(frame, kind="association", outcomes=tuple(target))
    return None


def _between_changes(
    words: Sequence[Word], first: Piece, after: Sequence[Piece]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]] | None:
    """Return the two sides of "between change in X and (change in) Y, Z"."""
    following = [piece for piece in after if piece.start >= first.end and piece.role == "topic"]
    if (
        first.role != "relation"
        or len(following) < 2
        or following[0].link_at != first.end
        or following[0].link not in {"in", "of"}
    ):
        return None
    second = following[1]
    if not any(word.lemma == "and" for word in words[following[0].end : second.start]):
        return None
    others = [piece for piece in following[1:] if piece.coordination == second.coordination]
    return (following[0],), tuple(others)


def _associated(words: Sequence[Word], frame: Frame, verb: _Verb) -> Frame | None:
    """Read "X was associated with Y", "X correlated with Y"."""
    if "associate" not in verb.classes or verb.lemma in {"account", "explain"}:
        return None
    source = named_topics(words, frame.left) or _linkless(
        frame.left, ("topic", "group", "relation", "statistic", "time", "action")
    )
    if verb.lemma == "predict":
        if verb.passive:
            target = [piece for piece in frame.right if piece.link == "by"]
            return replace(frame, kind="association", outcomes=tuple(source), predictors=tuple(target))
        target = [piece for piece in frame.right if not piece.link]
    else:
        target = [piece for piece in frame.right if piece.link in {"with", "to", "on"}]
    if not target:
        return replace(frame, kind="association", outcomes=tuple(source[-1:]), predictors=tuple(source[:-1]))
    target = [
        piece
        for piece in target
        if piece.coordination == target[0].coordination or piece.link == target[0].link
    ]
    deepened: list[Piece] = []
    for piece in target:
        # "associated with improvement in X"
        if piece.role == "relation" and (found := _complements(words, piece, frame.right)):
            deepened += found
        elif piece.role in {"topic", "relation", "group", "statistic", "time", "action"}:
            deepened.append(piece)
    target = deepened or target
    exposed = (
        any(_exposure(words, piece) for piece in target)
        and not any(_exposure(words, piece) for piece in source)
        and not _dependent(words, target[0])
    )
    dependent = all(_dependent(words, piece) for piece in source) and not any(
        _dependent(words, piece) for piece in target
    )
    listed = verb.lemma == "correlate" and len(target) > 1
    if len(source) == 1 and (exposed or dependent or listed):
        source, target = target, source
    return replace(frame, kind="association", predictors=tuple(source), outcomes=tuple(target))


def _dependent(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase names what depends (mortality, risk of falls) rather than an exposure."""
    return words[piece.head].lemma in nouns().dependent


# Conditions that may be what is studied as well as what people bring along.
_EITHER_SIDE = frozenset({"diabetes", "hypertension", "obesity", "overweight"})


def _exposure(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase names what people bring along (age, sex, smoking)."""
    return any(
        word.lemma in nouns().exposure and word.lemma not in _EITHER_SIDE
        for word in words[piece.start : piece.end]
    )


def _predictors(words: Sequence[Word], frame: Frame, verb: _Verb) -> Frame | None:
    """Read "predictors of Y were X1 and X2", "X was a risk factor for Y", "factors associated with Y included X"."""
    if verb.lemma not in {
        "be",
        "include",
        "identify",
        "find",
        "remain",
        "comprise",
        "show",
        "consider",
        "emerge",
        "become",
        "appear",
        "report",
        "confirm",
        "note",
        "see",
        "observe",
    }:
        return None
    for side, pieces, others in (("left", frame.left, frame.right), ("right", frame.right, frame.left)):
        for relation in pieces:
            lemma = words[relation.head].lemma
            if relation.role != "relation" or lemma not in nouns().predictor:
                continue
            inside = of_part(words, relation)
            after = [
                piece
                for piece in pieces
                if piece.start >= relation.end
                and piece.link in {"for", "of", "with", "to", "in", "regarding", "against"}
                and piece.role in {"topic", "relation"}
            ]
            target = ([inside] if inside else []) + after[:1]
            if not target:
                if (
                    side == "left"
                    and lemma
                    in {"factors", "predictors", "determinants", "correlates", "factor", "predictor"}
                    and verb.lemma in {"be", "include"}
                    and (
                        listed := [
                            piece
                            for piece in others
                            if not piece.link and piece.role in {"topic", "action", "group"}
                        ]
                    )
                ):
                    return replace(frame, kind="association", predictors=tuple(listed))
                own = _linkless(frame.left, ("topic", "action", "group"))
                if (
                    side == "right"
                    and own
                    and lemma
                    in {"factor", "factors", "predictor", "predictors", "determinant", "determinants"}
                ):
                    return replace(
                        frame,
                        kind="association",
                        predictors=tuple(own),
                        outcomes=_named_before(words, relation),
                    )
                continue
            following = (
                [
                    piece
                    for piece in frame.right
                    if piece.start > target[-1].start and piece.link not in {"for", "of", "with"}
                ]
                if side == "right"
                else others
            )
            source = [
                piece
                for piece in (others if side == "left" else frame.left)
                if not piece.link or piece.link == "as"
            ] or list(following)
            source = [piece for piece in source if piece.role != "pronoun"]
            return replace(frame, kind="association", predictors=tuple(source), outcomes=tuple(target[:1]))
    return None


_KINDS_OF_FACTOR = word_set("outcomes", "kind_of_factor")


def _named_before(words: Sequence[Word], relation: Piece) -> tuple[Piece, ...]:
    """Return what a relation noun's own phrase names as predicted: "mortality predictors", "stroke risk factors"."""
    end = relation.head
    while end > relation.start and (
        words[end - 1].tag != "noun"
        or words[end - 1].lemma in _KINDS_OF_FACTOR | nouns().edge | nouns().statistic
    ):
        end -= 1
    start = end
    while (
        start > relation.start
        and words[start - 1].tag == "noun"
        and words[start - 1].lemma not in _KINDS_OF_FACTOR | nouns().edge | nouns().statistic
    ):
        start -= 1
    return (Piece(start, end, end - 1, "", start, "topic", start),) if end > start else ()


def _predictive(words: Sequence[Word], frame: Frame, verb: _Verb) -> Frame | None:
    """Read "X was predictive of Y", "X was at risk of Y"."""
    if verb.lemma != "be":
        return None
    for index in range(*frame.clause.rest):
        if words[index].lemma in {"predictive", "prognostic", "indicative", "protective"}:
            target = [
                piece
                for piece in frame.right
                if piece.link in {"of", "for", "against"} and piece.role == "topic" and piece.start > index
            ]
            held = next((piece for piece in frame.right if piece.start <= index < piece.end - 2), None)
            if held is not None and words[index + 1].lemma == "of":
                target = [replace(held, start=index + 2, link="of", link_at=index + 1)]
            source = named_topics(words, frame.left) or _linkless(frame.left, ("topic", "group"))
            if target:
                return replace(frame, kind="association", predictors=tuple(source), outcomes=tuple(target))
    return None


def _likely(words: Sequence[Word], frame: Frame, _verb: _Verb) -> Frame | None:
    """Read "A were more likely to have X", "the odds of A having X"."""
    start, end = frame.clause.rest
    for index in range(frame.clause.verb[0], min(end, len(words))):
        if (
            words[index].lemma in {"likely", "unlikely", "prone", "willing", "able", "apt"}
            and index + 1 < len(words)
            and index >= start - 2
        ):
            stop = index + 1
            while stop < len(words) and (words[stop].tag in {"stat", "bracket", "adv"}):
                stop += 1
            if stop < len(words) and words[stop].tag == "to":
                first = stop + 1
                last = first
                while (
                    last < len(words)
                    and words[last].tag not in {"comma", "stop", "stat", "sub", "conj"}
                    and words[last].lemma not in nouns().versus
                    and words[last].lemma != "compared"
                ):
                    last += 1
                inner = first
                while (
                    inner < last
                    and words[inner].tag in {"be", "have", "aux", "adv", "verb", "det"}
                    and words[inner].lemma
                    in {
                        "be",
                        "have",
                        "receive",
                        "experience",
                        "report",
                        "develop",
                        "achieve",
                        "suffer",
                        "show",
                        "a",
                        "an",
                        "the",
                        "being",
                    }
                ):
                    inner += 1
                if last > inner:
                    head = next((k for k in range(inner, last) if words[k].tag == "noun"), inner)
                    outcome = Piece(inner, last, head, "", inner, "topic", inner)
                    later = [
                        piece
                        for piece in read_pieces(words, last, end)
                        if piece.role == "topic" and not compared(piece)
                    ]
                    return replace(
                        frame,
                        kind="state",
                        outcomes=(outcome, *later),
                        agents=tuple(_linkless(frame.left, ("topic", "group"))),
                    )
    return None


def _effective(words: Sequence[Word], frame: Frame, verb: _Verb) -> Frame | None:
    """Read "A was effective in reducing X", "A was protective against X", "A was similar to B in X"."""
    lists = nouns()
    start, end = frame.clause.rest
    place = next(
        (
            k
            for k in range(start, min(end, start + 5))
            if words[k].lemma in lists.effective and words[k].tag == "adj"
        ),
        None,
    )
    if verb.lemma not in {"be", "show", "find", "prove"} or place is None:
        return None
    agents = _linkless(frame.left, ("group", "topic"))
    word = words[place].lemma
    strong = word in {
        "effective",
        "efficacious",
        "protective",
        "beneficial",
        "superior",
        "inferior",
        "non-inferior",
        "noninferior",
        "successful",
        "ineffective",
        "potent",
        "advantageous",
    }
    if (
        not strong
        and not any(piece.link == "regarding" for piece in frame.right)
        and not (agents and all(piece.role == "group" for piece in agents))
    ):
        return None
    for index in range(place + 1, end - 1):
        if (
            words[index].tag == "ing"
            and words[index - 1].lemma in {"in", "at", "for", "of", "by"}
            and words[index].verb_class
        ):
            objects = [
                piece
                for piece in frame.right
                if piece.start >= index and piece.role == "topic" and piece.start - index <= 2
            ]
            extended = [
                Piece(index + 1, piece.end, piece.head, "", index + 1, "topic", piece.coordination)
                if piece.start <= index
                else piece
                for piece in objects
            ]
            inside = next(
                (piece for piece in frame.right if piece.start == index and piece.end > index + 1), None
            )
            if inside is not None:
                extended = [
                    Piece(index + 1, inside.end, inside.head, "", index + 1, "topic", inside.coordination)
                ]
            if extended:
                return replace(frame, kind="change", outcomes=tuple(extended), agents=tuple(agents))
    linked = [
        piece
        for piece in frame.right
        if piece.link in {"against", "in", "for", "regarding", "on"}
        and piece.role == "topic"
        and not compared(piece)
    ]
    if linked:
        return replace(frame, kind="change", outcomes=tuple(linked), agents=tuple(agents))
    return replace(frame, kind="pronoun", agents=tuple(agents)) if strong else None


def _exists(words: Sequence[Word], frame: Frame, verb: _Verb) -> Frame | None:
    """Read "there was a difference in X", "no difference in X was found", "we found a reduction in X"."""
    there = any(words[index].lemma == "there" for index in range(*frame.clause.subject))
    authors = any(words[piece.head].lemma in _AUTHORS for piece in frame.left if not piece.link)
    if (
        there
        or (authors and verb.classes & {"find", "show"})
        or (not frame.left and "find" in verb.classes and not verb.passive)
    ):
        people = [piece for piece in frame.right if there and not piece.link and piece.role == "group"]
        if people and (
            words[people[0].start].lemma in {"more", "fewer"}
            or words[people[0].head].lemma in _COUNTED_PEOPLE
        ):
            # "there were more smokers (40 % vs 30 %) and older men (…)"
            return replace(frame, kind="state", outcomes=tuple(people))
        topics = named_topics(words, frame.right) or _best_linked(frame.right)
        return replace(frame, kind="state", outcomes=tuple(topics)) if topics else None
    if frame.left and (
        verb.lemma in {"be", "have"} or (verb.passive and verb.classes & {"find", "show", "qualify"})
    ):
        relation = next((piece for piece in frame.left if piece.role == "relation" and not piece.link), None)
        on = [piece for piece in frame.right if piece.link == "on" and piece.role == "topic"]
        if (
            relation is not None
            and on
            and words[relation.head].lemma in {"effect", "effects", "impact", "influence"}
        ):
            return replace(frame, kind="change", outcomes=tuple(on))  # "an effect of A was seen on X"
        if relation is not None:
            topics = named_topics(words, frame.left) or _best_linked(frame.right)
            if topics:
                return replace(frame, kind="change", outcomes=tuple(topics))
    return None


def _transitive(words: Sequence[Word], frame: Frame, verb: _Verb) -> Frame | None:
    """Read "A reduced X", "A had lower X", "A showed an improvement in X"."""
    if verb.passive or not verb.classes & {"change", "show", "find"} or verb.lemma in _FATES:
        return None
    agents = _linkless(frame.left, ("topic", "group", "relation", "time"))
    first = next(
        (piece for piece in frame.right if piece.role not in {"number", "time"} or not piece.link), None
    )
    if (
        first is not None
        and not first.link
        and first.role in {"topic", "relation", "group", "statistic", "quality"}
    ):
        own = named_topics(words, frame.left)
        if (
            first.role == "relation"
            and own
            and words[first.head].lemma in {"effect", "effects", "interaction", "interactions"}
            and not any(piece.link == "on" for piece in frame.right)
        ):
            cause = of_part(words, first)
            return replace(
                frame, kind="change", outcomes=tuple(own), predictors=(cause,) if cause is not None else ()
            )
        if first.role == "relation" or first.role == "statistic" or first.role == "quality":
            topics = named_topics(words, frame.right)
            if not topics:
                topics = [
                    piece
                    for piece in frame.right
                    if piece.link in _COMPLEMENT_LINKS and piece.role == "topic" and not compared(piece)
                ][:1]
            if topics:
                return replace(frame, kind="change", outcomes=tuple(topics), agents=tuple(agents))
            if first.role == "relation":
                own = named_topics(words, frame.left)
                return (
                    replace(frame, kind="change", outcomes=tuple(own), agents=tuple(agents)) if own else None
                )
            return None
        if first.role == "group":
            return None
        objects = [piece for piece in frame.right if not piece.link and piece.role in {"topic"}]
        return replace(frame, kind="change", outcomes=tuple(objects), agents=tuple(agents))
    if verb.lemma in {"result", "lead", "contribute"}:
        targets = [
            piece
            for piece in frame.right
            if piece.link in {"in", "to"} and piece.role in {"topic", "relation"}
        ]
        if targets:
            topics = (
                _complements(words, targets[0], frame.right) if targets[0].role == "relation" else targets
            )
            return replace(frame, kind="change", outcomes=tuple(topics or targets), agents=tuple(agents))
    if agents and all(piece.role == "group" for piece in agents):
        targets = [
            piece
            for piece in frame.right
            if piece.link in {"in", "on", "for", "of", "to", "regarding", "terms", "respect", "with"}
            and piece.role == "topic"
            and not compared(piece)
        ]
        if targets:
            return replace(frame, kind="change", outcomes=tuple(targets), agents=tuple(agents))
    return None


_COUNTED_PEOPLE = frozenset(
    {"responders", "nonresponders", "non-responders", "survivors", "completers", "smokers"}
)
_TRAITS = frozenset(
    {"female", "male", "females", "males", "women", "men", "smokers", "nonsmokers", "non-smokers", "elderly"}
)
_FATES = word_set("verbs", "fate")


_RUNS_ALONG = frozenset(
    {"age", "severity", "duration", "dose", "stage", "grade", "bmi", "parity", "distance", "level", "levels"}
)


def _subject(words: Sequence[Word], frame: Frame, verb: _Verb) -> Frame | None:
    """Read "X was higher in A than in B", "X decreased", "X occurred in 5 % of A"."""
    topics = named_topics(words, frame.left)
    along = next(
        (
            piece
            for piece in frame.right
            if piece.link == "with"
            and piece.start - frame.clause.verb[1] <= 2
            and words[piece.head].lemma in _RUNS_ALONG
        ),
        None,
    )
    if along is not None and "change" in verb.classes and not verb.passive:
        # "prevalence increased with age"
        return replace(frame, kind="association", outcomes=tuple(topics), predictors=(along,))
    if topics:
        return replace(frame, kind="state", outcomes=tuple(topics))
    agents = _linkless(frame.left, ("group",))
    if (
        (agents or any(piece.role in {"number", "group"} for piece in frame.left))
        and verb.lemma in _FATES
        and not verb.passive
    ):
        start = next(k for k in range(*frame.clause.verb) if words[k].tag == "verb")
        end = start + 1
        for piece in frame.right:
            if (
                piece.start - end > 2
                or compared(piece)
                or piece.role in {"group", "number"}
                or piece.link in {"in", "than", "at", "during", "within"}
            ):
                break
            end = piece.end
        return replace(
            frame,
            kind="state",
            outcomes=(Piece(start, end, start, "", start, "topic", start),),
            agents=tuple(agents),
        )
    if any(piece.role == "pronoun" and not piece.link for piece in frame.left):
        return replace(frame, kind="pronoun")
    near = frame.left[-1] if frame.left and frame.left[-1].end == frame.clause.verb[0] else None
    if near is not None and near.link == "with" and near.role == "topic":
        return replace(frame, kind="state", outcomes=(near,))
    if agents or any(piece.role == "number" for piece in frame.left):
        targets = [piece for piece in frame.right if piece.role == "topic" and not compared(piece)]
        if verb.lemma == "be" and not any(not piece.link for piece in targets):
            quality = next(
                (piece for piece in frame.right if piece.role == "quality" and not piece.link), None
            )
            linked = [
                piece
                for piece in targets
                if piece.link
                in {"in", "for", "on", "of", "to", "at", "with", "regarding", "terms", "respect"}
            ]
            if linked:
                return replace(frame, kind="state", outcomes=tuple(linked), agents=tuple(agents))
            if quality is not None:
                return replace(frame, kind="state", outcomes=(quality,), agents=tuple(agents))
            trait = next(
                (
                    piece
                    for piece in frame.right
                    if not piece.link and piece.role == "group" and words[piece.head].lemma in _TRAITS
                ),
                None,
            )
            if trait is not None:
                return replace(frame, kind="state", outcomes=(trait,), agents=tuple(agents))
        if targets:
            plain = [piece for piece in targets if not piece.link]
            return replace(frame, kind="state", outcomes=tuple(plain or targets), agents=tuple(agents))
        if frame.clause.verb[1] > frame.clause.verb[0]:
            last = words[frame.clause.verb[1] - 1]
            if (
                last.tag == "verb"
                and "find" not in last.verb_class
                and "show" not in last.verb_class
                and last.text.endswith("ed")
            ):
                index = frame.clause.verb[1] - 1
                return replace(
                    frame,
                    kind="state",
                    outcomes=(Piece(index, index + 1, index, "", index, "topic", index),),
                    agents=tuple(agents),
                )
    return None


def _verbless(words: Sequence[Word], frame: Frame, _verb: _Verb) -> Frame | None:
    """Read "X: 12 vs 14" and other stretches without a verb."""
    topics = (
        named_topics(words, frame.right)
        or [piece for piece in frame.right if piece.role == "topic" and not compared(piece)][:1]
    )
    return replace(frame, kind="none", outcomes=tuple(topics)) if topics and not frame.left else None


_RULES = (
    _likely,
    _effective,
    _association_noun,
    _predictors,
    _predictive,
    _associated,
    _exists,
    _transitive,
    _subject,
    _verbless,
)
