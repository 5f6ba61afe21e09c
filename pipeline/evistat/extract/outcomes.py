"""Context and results → what each result is about: outcome, exposure, arms, population, time."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evistat.extract.arms import StudyArms, study_arms
from evistat.extract.comparisons import Sides, find_sides, piece_span
from evistat.extract.context import Context
from evistat.extract.finding import Mention, Result, TextSpan
from evistat.extract.frames import Frame, compared, named_topics, read_frame
from evistat.extract.phrases import Sentence, Word, read_sentence, word_set
from evistat.extract.pieces import Piece, nouns, read_pieces
from evistat.extract.timepoints import find_population, find_timepoint, with_preposition
from evistat.lexicons import lexicon

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a result is about; ``rule`` names the reading that gave its outcome, ``cues`` the words that led to it."""

    kind: str
    outcome: Mention | None = None
    predictor: Mention | None = None
    intervention: Mention | None = None
    comparator: Mention | None = None
    population: Mention | None = None
    timepoint: Mention | None = None
    cues: tuple[TextSpan, ...] = ()
    rule: str = ""


@dataclass(slots=True)
class _Reading:
    """A sentence (or a stretch of a very long one) as read once for all of its results.

    ``members`` are the numbers of its results, ``parts`` their spans, ``frames_of`` and ``beside`` what clause each
    stands in and which phrase right before it.
    """

    sentence: Sentence
    frames: list[Frame]
    primary: Span | None
    members: list[int]
    parts: dict[int, list[Span]]
    frames_of: dict[int, Frame]
    beside: dict[int, Piece | None]
    before: tuple[Span | None] | None = None

    def anchor(self, number: int) -> int:
        """Return the word of a result's first number."""
        return self.sentence.word_at(self.parts[number][0][0])


LONGEST = 4000  # characters; a longer "sentence" (a table, a list run together) is read in stretches
STRETCH = 2000
LOOK_BACK = 60  # findings that one may take its outcome or its arms from


@dataclass(slots=True)
class _Found:
    """Spans found for one result."""

    outcome: Span | None = None
    predictor: Span | None = None
    intervention: Span | None = None
    comparator: Span | None = None
    population: Span | None = None
    timepoint: Span | None = None
    rule: str = ""


RATIOS = frozenset({"OR", "RR", "HR", "IRR", "PR", "GMR", "RATIO"})
ASSOCIATIONS = RATIOS | {"R", "R2", "BETA"}
SINGLE = frozenset({"PROP", "MEAN", "MEDIAN", "RATE"})
DIAGNOSTIC = frozenset({"AUC", "SENS", "SPEC", "PPV", "NPV", "LR", "ACC"})


def describe_subjects(context: Context, results: Sequence[Result]) -> list[Subjects]:
    """Describe what each result is about, in the order given."""
    if not results:
        return []
    arms = study_arms(context)
    primary = _primary_outcome(context)
    parts = [components(result) for result in results]
    members: dict[tuple[int, int], list[int]] = {}
    keys = [_stretch(context, spans[0][0]) for spans in parts]
    for number, key in enumerate(keys):
        members.setdefault(key, []).append(number)
    readings: dict[tuple[int, int], _Reading] = {}
    found: list[_Found] = []
    for number, key in enumerate(keys):
        if key not in readings:
            own = {one: parts[one] for one in members[key]}
            readings = {key: _read(context, key, own, arms, primary)}
        found.append(_describe(context, arms, readings[key], results, number, found))
    return [_subjects(context, result, one) for result, one in zip(results, found, strict=True)]


def _stretch(context: Context, offset: int) -> tuple[int, int]:
    """Return which sentence holds an offset, and which stretch of it if it is very long."""
    index = context.sentence_at(offset) if context.sentences else 0
    start, end = context.sentences[index] if context.sentences else (0, len(context.text))
    return index, (offset - start) // STRETCH if end - start > LONGEST else 0


def components(result: Result) -> list[Span]:
    """Return the spans of a result's numbers in order of the text (the measure's name among them)."""
    spans: list[Span] = []
    name = result.measure_span
    if name is not None and not all(
        word in nouns().statistic or word in nouns().edge
        for word in re.findall(r"[^\W\d_][\w'-]*", name.text.lower())
    ):
        name = None
    if name is not None and (
        result.value_span is None
        or not -60 < result.value_span.start - name.end < 20
        or result.measure in SINGLE
    ):
        name = None
    for part in (name, result.value_span, result.ci, result.p, result.test, *result.groups):
        if part is not None:
            spans.append((part.start, part.end))
    return sorted(spans) or [(result.start, result.end)]


def _read(
    context: Context,
    key: tuple[int, int],
    parts: dict[int, list[Span]],
    arms: StudyArms,
    primary: Span | None,
) -> _Reading:
    start, end = context.sentences[key[0]] if context.sentences else (0, len(context.text))
    if end - start > LONGEST:
        middle = start + key[1] * STRETCH
        start, end = max(start, middle - STRETCH // 2), min(end, middle + STRETCH + STRETCH // 2)
    spans = sorted(span for each in parts.values() for span in each)
    end = max(end, max(span[1] for span in spans))
    sentence = read_sentence(context.folded, start, end, spans)
    frames = [read_frame(sentence, clause, arms.names) for clause in sentence.clauses]
    reading = _Reading(sentence, frames, primary, list(parts), parts, {}, {})
    for number in parts:
        anchor = reading.anchor(number)
        frame = _frame_at(reading, anchor)
        reading.frames_of[number] = frame
        reading.beside[number] = _adjacent(sentence.words, frame, anchor)
    return reading


def _describe(
    context: Context,
    arms: StudyArms,
    reading: _Reading,
    results: Sequence[Result],
    number: int,
    earlier: Sequence[_Found],
) -> _Found:
    """Find what one result is about."""
    result = results[number]
    words = reading.sentence.words
    parts = reading.parts[number]
    anchor = reading.anchor(number)
    own_frame = reading.frames_of[number]
    frame, exposed = _main_frame(words, reading, own_frame)
    found = _Found()
    inner = _inner_label(context, words, anchor, number, reading)
    adjacent = _adjacent(words, frame, anchor)
    if frame is not own_frame and not exposed and adjacent is not None and adjacent.role == "topic":
        adjacent = None  # it stands in a clause that only tells which people or when
    same = [other for other in reading.members if reading.frames_of[other] is own_frame]
    neighbours = [reading.beside[other] for other in same]
    _assign(
        words,
        reading,
        frame,
        adjacent,
        anchor,
        neighbours,
        same,
        number,
        results,
        found,
        trial=arms.trial,
    )
    if (
        inner is None
        and number - 1 in reading.parts
        and earlier[number - 1].rule == "subject.bracket_label"
        and _same_bracket(words, anchor, reading.parts[number - 1][0][0], parts[0][0], context)
    ):
        found.outcome, found.rule = earlier[number - 1].outcome, "subject.bracket_label"
    if inner is not None:
        _use_inner(context, arms, inner, found, result)
    if result.p is not None and (scope := _p_scope(context, result)) is not None:
        found.outcome, found.rule = scope, "subject.p_scope"
    if (target := _p_target(context, result)) is not None:
        found.outcome, found.rule = target, "subject.p_target"
    if result.measure in DIAGNOSTIC:
        _use_test(words, frame, result, found)
    if (
        found.outcome is None
        or _generic(context, found.outcome)
        or (arms.trial and _is_arm(context, found.outcome, arms))
    ):
        _carry_outcome(context, arms, reading, frame, found, earlier)
    _assign_sides(context, arms, words, reading, frame, adjacent, anchor, result, found, earlier)
    last = reading.sentence.word_at(max(span[0] for span in parts))
    taken = [
        span
        for span in (found.outcome, found.predictor, found.intervention, found.comparator)
        if span is not None
    ]
    found.timepoint = found.timepoint or find_timepoint(words, frame, anchor, last, taken)
    found.population = found.population or find_population(words, frame, anchor, taken)
    return found


def _frame_at(reading: _Reading, index: int) -> Frame:
    for frame in reading.frames:
        if frame.clause.start <= index < frame.clause.end:
            return frame
    for frame in reading.frames:
        if frame.clause.subject[0] <= index < frame.clause.subject[1]:
            return frame
    return reading.frames[-1]


_SUBORDINATE = frozenset({"when", "if", "once", "because", "where", "until"})


def _main_frame(words: Sequence[Word], reading: _Reading, frame: Frame) -> tuple[Frame, bool]:
    """Return the clause that a relative clause about people belongs to, both read as one.

    The second value tells that the relative clause stands in the main clause's subject ("children who had not been
    breastfed (OR …) were more likely to be wasted"): what stands in it are exposures.
    """
    clause = frame.clause
    if (
        0 < clause.start < len(words)
        and (words[clause.start].lemma in _SUBORDINATE or words[clause.start - 1].lemma == "than")
        and (place := reading.frames.index(frame)) > 0
        and (
            main := _superior(words, reading.frames[max(0, place - 8) : place], words[clause.start].lemma)
        ).outcomes
    ):
        return replace(main, right=(*main.right, *frame.left, *frame.right)), False
    if (
        0 < clause.start < len(words)
        and words[clause.start].lemma == "which"
        and frame.outcomes
        and all(piece.link and piece.end <= clause.start for piece in frame.outcomes)
        and (place := reading.frames.index(frame)) > 0
        and (main := reading.frames[place - 1]).outcomes
    ):
        # "an increase in flow after the second dose, which was sustained (…)"
        return replace(main, left=main.pieces, right=frame.right), False
    if (
        clause.start >= len(words)
        or words[clause.start].tag != "rel"
        or words[clause.start].lemma not in {"who", "whom", "whose", "that"}
    ):
        return frame, False
    index = reading.frames.index(frame)
    for later in reading.frames[index + 1 :]:
        if later.clause.subject[0] < clause.start < later.clause.subject[1]:
            return replace(
                later,
                left=(*later.left, *frame.right),
                predictors=tuple(piece for piece in frame.right if piece.role in {"topic", "group"}),
                kind="association",
            ), True
    for earlier in reversed(reading.frames[:index]):
        if words[earlier.clause.start].tag != "rel":
            antecedent = earlier.right[-1] if earlier.right else None
            if antecedent is not None and (antecedent.role == "group" or words[clause.start].lemma != "that"):
                return replace(earlier, right=(*earlier.right, *frame.right)), False
            break
    return frame, False


def _superior(words: Sequence[Word], before: Sequence[Frame], begins: str) -> Frame:
    """Return the last clause that doesn't begin as this one: "when A (OR …); when B (OR …)" both hang on one."""
    main = (
        one
        for one in reversed(before)
        if words[min(one.clause.start, len(words) - 1)].lemma != begins
        and (one is before[-1] or one.outcomes)
    )
    return next(main, before[-1])


def _adjacent(words: Sequence[Word], frame: Frame, anchor: int) -> Piece | None:
    """Return the piece that ends right before the anchor."""
    before = [piece for piece in frame.pieces if piece.end <= anchor]
    if not before:
        return None
    piece = max(before, key=lambda one: one.end)
    if piece.role == "time" and piece.link in _ASIDE and words[anchor].text[:1] in {"(", "["}:
        # "non-exclusive breastfeeding at discharge (OR …)"
        named = next((one for one in before if one.end == piece.link_at and one.role == "topic"), None)
        if named is not None and piece.end == anchor:
            return named
    if all(
        word.tag in {"adv", "bracket", "other"} or (word.tag == "comma" and k == 0)
        for k, word in enumerate(words[piece.end : anchor])
    ):
        return piece
    between = words[piece.end : anchor]
    if (
        len(between) == 1
        and between[0].lemma in {"of", ":", "from", "by"}
        and piece.role in {"topic", "statistic"}
    ):
        return piece
    if (
        len(between) == 1
        and between[0].lemma == "at"
        and piece.role == "topic"
        and not piece.link
        and words[anchor].text[:1] in "pP"
    ):
        return piece  # "caregiver strain at P ≤ 0.001"
    return None


_NUMBERED = re.compile(r"\b([A-Z]{3,}[\w-]* \d{1,3})(?:,|:| [=-])? ?\Z")  # "PASI 75, 70 % vs 54 %"


def _inner_label(
    context: Context, words: Sequence[Word], anchor: int, number: int, reading: _Reading
) -> Span | None:
    """Return the words inside a bracket before the statistic that tell what it belongs to."""
    word = words[anchor]
    offset = reading.parts[number][0][0]
    if word.tag != "stat" or word.start >= offset or context.folded[word.start] not in "([{":
        return None
    start = word.start + 1
    for spans in reading.parts.values():
        for span in spans:
            if word.start < span[0] and span[1] <= offset:
                start = max(start, span[1])
    text = context.folded[start:offset]
    short = _SHORT_FIRST.match(text)
    if (
        short
        and start == word.start + 1
        and sum(character.isupper() for character in short[1]) > 1
        and short[1].lower() not in nouns().statistic
    ):
        return start, start + short.end(1)
    cut = max(text.rfind(";"), text.rfind(". "))
    start += cut + 1
    if (scale := _NUMBERED.search(context.folded, start, offset)) is not None:
        return scale.span(1)
    label = context.folded[start:offset]
    if (
        offset - start <= 2
        or any(
            character.isdigit() and (k == 0 or (not label[k - 1].isalpha() and label[k - 1] not in "- "))
            for k, character in enumerate(label)
        )
        or "=" in label
        or "±" in label
    ):
        return None
    return start, offset


def _same_bracket(words: Sequence[Word], anchor: int, before: int, here: int, context: Context) -> bool:
    """Tell whether two results stand in one bracket with no semicolon between."""
    word = words[anchor]
    return (
        word.start < before < here < word.end
        and ";" not in context.folded[before:here]
        and context.folded[word.start] in "(["
    )


_SCOPE = re.compile(
    r"[Pp](?:[- ]?[Vv]alues?)? (?:for|of) (?:the )?(?P<scope>[A-Za-z][^=<>≤≥:]{2,60}?) ?(?:\b(?:was|were|is)\b|[=<>≤≥:]|$)"
)


def _p_scope(context: Context, result: Result) -> Span | None:
    """Return what a p-value itself says it is for: "P value of visual acuity: 0.57"."""
    if result.p is None or result.p.kind is not None:
        return None
    match = _SCOPE.match(context.folded, result.p.start, result.p.end)
    if match is None or any(word in _NO_SCOPE for word in re.findall(r"[a-z]+", match["scope"].lower())):
        return None
    return match.span("scope")


_TARGET = re.compile(r" for (?P<target>[A-Za-z][^\d=<>;,()\[\]]{2,45}?)(?= ?[,;)\]])")


def _p_target(context: Context, result: Result) -> Span | None:
    """Return what a bracketed result names after its p-value: "(35% v 43%, p = 0.76 for diameter restenosis, …)"."""
    if result.p is None or result.p.kind is not None or len(result.groups) < 2:
        return None
    start, _ = context.sentences[result.sentence]
    head = context.folded[start : result.start]
    if head.count("(") + head.count("[") <= head.count(")") + head.count("]"):
        return None
    match = _TARGET.match(context.folded, result.p.end, result.p.end + 60)
    if match is None or any(word in _NO_SCOPE for word in re.findall(r"[a-z]+", match["target"].lower())):
        return None
    return match.span("target")


_NO_SCOPE = word_set("outcomes", "no_scope")
_DETECTS = word_set("verbs", "detect")


def _use_test(words: Sequence[Word], frame: Frame, result: Result, found: _Found) -> None:
    """Find the target of a test ("sensitivity of 0.9 for sepsis", "in detecting sepsis") and the test itself."""
    target: Span | None = None
    start, end = frame.clause.start, frame.clause.end
    for index in range(start, end - 1):
        if words[index].lemma in _DETECTS:
            after = next(
                (
                    piece
                    for piece in frame.pieces
                    if piece.start > index and piece.role in {"topic", "group", "time"}
                ),
                None,
            )
            inside = next((piece for piece in frame.pieces if piece.start <= index < piece.end - 1), None)
            if inside is not None and any(
                word.tag == "noun" and word.lemma not in _DETECTS for word in words[index + 1 : inside.end]
            ):
                target = _trim(
                    words,
                    Piece(
                        index + 1 + (words[index + 1].lemma == "of"),
                        inside.end,
                        inside.head,
                        "",
                        index,
                        "topic",
                        index,
                    ),
                )
            elif after is not None and after.start - index <= 3:
                target = _trim(words, after)
            break
    if target is None:
        piece = next((one for one in frame.pieces if one.link in {"for", "as"} and one.role == "topic"), None)
        target = _trim(words, piece) if piece is not None else None
    if target is None and any(
        word.lemma in _DETECTS | {"indicate"} for word in words[frame.clause.verb[0] : frame.clause.verb[1]]
    ):
        piece = next((one for one in frame.right if not one.link and one.role == "topic"), None)
        target = _trim(words, piece) if piece is not None else None
    statistic = next(
        (
            one
            for one in frame.pieces
            if words[one.head].lemma
            in {
                "sensitivity",
                "specificity",
                "auc",
                "auroc",
                "accuracy",
                "value",
                "area",
                "performance",
                "values",
                "ratio",
                "curve",
            }
        ),
        None,
    )
    tests = [one for one in frame.left if one.role == "topic" and not one.link and one is not statistic]
    predictor = _trim_plain(words, tests[0]) if tests else None
    if predictor is None and statistic is not None:
        within = next((k for k in range(statistic.head, statistic.end - 1) if words[k].lemma == "of"), None)
        if within is not None and words[within + 1].tag != "stat":
            predictor = _trim_plain(
                words, Piece(within + 1, statistic.end, statistic.end - 1, "of", within, "topic", within)
            )
    if len(result.groups) >= 2 and statistic is not None:
        # two tests compared: their sensitivity itself is what differs
        found.outcome = _trim(words, _extend(words, frame, statistic))
        return
    found.rule = "subject.test"
    found.outcome = target
    found.predictor = predictor if len(result.groups) < 2 else None


_SHORT_FIRST = re.compile(r"([A-Za-z][\w/+-]{1,12}) ?[;,] ")


def _use_inner(
    context: Context,
    arms: StudyArms,
    span: Span,
    found: _Found,
    result: Result,
) -> None:
    """Use the label inside a bracket: "(hip fracture: HR …", "(after 2 weeks, p …", "(men: OR …"."""
    sentence = read_sentence(context.folded, span[0], span[1])
    pieces = read_pieces(sentence.words, 0, len(sentence.words), arms.names)
    for piece in pieces:
        if piece.role == "time":
            found.timepoint = found.timepoint or with_preposition(sentence.words, piece)
        elif piece.role == "group" and not any(
            word.tag == "num" for word in sentence.words[piece.start : piece.end]
        ):
            found.population = found.population or _trim_plain(sentence.words, piece)
        elif piece.role == "topic" and not compared(piece) and piece.link in {"", "for", "of", "in"}:
            if any(
                word.lemma
                in {
                    "adjusted",
                    "adjusting",
                    "controlled",
                    "using",
                    "log-rank",
                    "test",
                    "by",
                    "effect",
                    "size",
                    "unadjusted",
                    "versus",
                    "vs",
                    "both",
                    "all",
                    "having",
                }
                for word in sentence.words
            ):
                return
            if any(
                word.lemma in arms.names or word.lemma in nouns().weak
                for word in sentence.words[piece.start : piece.end]
            ):
                continue
            if any(
                group.label_start is not None
                and group.label_start < span[1]
                and (group.label_end or 0) > span[0]
                for group in result.groups
            ):
                continue
            trimmed = _trim(sentence.words, piece)
            if trimmed is None or trimmed[1] - trimmed[0] < 2 or sentence.words[piece.start].tag == "num":
                continue
            if _statistic_name(context, trimmed) or _generic(context, trimmed):
                continue
            if (
                found.predictor is not None
                and context.folded[slice(*trimmed)].lower() in context.folded[slice(*found.predictor)].lower()
            ):
                continue
            found.outcome = trimmed
            found.rule = "subject.bracket_label"
            return


def _statistic_name(context: Context, span: Span) -> bool:
    """Tell whether a label only names the statistic printed after it: "pseudo-median of the differences", "means"."""
    content = [
        word.lemma
        for word in read_sentence(context.folded, *span).words
        if word.tag in {"noun", "ing", "adj", "verb", "part"}
    ]
    return bool(content) and all(
        word in _FRAMES | nouns().statistic or _MULTIPLE.fullmatch(word) is not None for word in content
    )


def _assign(
    words: Sequence[Word],
    reading: _Reading,
    frame: Frame,
    adjacent: Piece | None,
    anchor: int,
    neighbours: Sequence[Piece | None],
    same: Sequence[int],
    number: int,
    results: Sequence[Result],
    found: _Found,
    *,
    trial: bool,
) -> None:
    """Pair a result with one of its clause's outcomes and exposures by its place."""
    outcomes, predictors = list(frame.outcomes), list(frame.predictors)
    result = results[number]
    found.rule = frame.rule
    order = same.index(number) if number in same else 0
    outcome = predictor = None
    bracketed = words[anchor].text[:1] in {"(", "[", "{"}
    if (
        adjacent is not None
        and not bracketed
        and len(result.groups) > 1
        and not adjacent.link
        and adjacent.start >= frame.clause.verb[1] > frame.clause.verb[0]
        and words[anchor - 1].lemma != "of"
    ):
        adjacent = None  # "was: aspirin 12, placebo 14": the words before a value are its label
    if adjacent is not None and (_vague(words, adjacent) or _adjusts(words, adjacent)):
        adjacent = None
    roles = {"topic", "relation", "group", "action"}
    if (
        frame.kind == "association"
        and adjacent is not None
        and (
            not adjacent.link
            or any(adjacent.coordination == piece.coordination for piece in predictors)
            or (bracketed and _age_band(words, adjacent))
        )
    ):
        roles |= {"time", "number", "statistic"}
    if adjacent is not None and adjacent.role in roles and not compared(adjacent):
        adjacent = _whole_item(words, frame, adjacent) if adjacent.role != "group" else adjacent
        if any(adjacent.start == piece.start for piece in outcomes):
            outcome = adjacent
        elif any(adjacent.start == piece.start for piece in predictors):
            predictor = adjacent
        elif held := [
            piece for piece in outcomes if adjacent.start < piece.start and piece.end == adjacent.end
        ]:
            outcome = held[0]
        elif frame.kind == "association" and adjacent.role in roles:
            # further items of the list nearest to it
            if any(adjacent.coordination == piece.coordination for piece in predictors):
                predictor = adjacent
            elif any(adjacent.coordination == piece.coordination for piece in outcomes):
                outcome = adjacent
            elif adjacent.start >= frame.clause.verb[0]:
                last = max([*outcomes, *predictors], key=lambda piece: piece.start, default=None)
                if last is not None and any(last.start == piece.start for piece in predictors):
                    predictor = adjacent
                elif last is not None and (not adjacent.link or adjacent.link in _EXAMPLES):
                    outcome = adjacent
            elif (
                predictors
                and (not adjacent.link or bracketed)
                and max(piece.start for piece in predictors) < frame.clause.verb[0]
            ):
                predictor = adjacent
        elif (
            adjacent.role == "group"
            and result.measure in RATIOS
            and not trial
            and adjacent.link in {"in", "for", "with", "among", "by"}
        ):
            predictor = adjacent
        elif (
            adjacent.role == "topic"
            and words[adjacent.link_at - 1].lemma in {"result", "lead", "translate"}
            and adjacent.link in {"in", "to", "into"}
        ):
            outcome = adjacent  # "…, resulting in more falls (…)"
        elif adjacent.role == "topic":
            listed = (
                len(
                    {
                        one.start
                        for one in neighbours
                        if one is not None
                        and one.role == "topic"
                        and one.coordination == adjacent.coordination
                    }
                )
                > 1
            )
            if (frame.kind == "pronoun" and adjacent.link) or (adjacent.link in _ASIDE and not listed):
                pass
            elif _complements_item(words, frame, adjacent):
                outcome = adjacent  # "less pain (…) and less reduction in strength (…)"
            elif (
                not outcomes
                or not adjacent.link
                or any(adjacent.coordination == piece.coordination for piece in outcomes)
            ) or (
                any(
                    piece.link == adjacent.link
                    and piece.end != adjacent.link_at
                    and (piece.start < frame.clause.verb[0]) == (adjacent.start < frame.clause.verb[0])
                    for piece in outcomes
                )
                or words[adjacent.end].lemma == "of"
            ):
                outcome = adjacent
            elif any(piece.start <= adjacent.start and adjacent.end <= piece.end for piece in outcomes):
                pass  # a part of the outcome's own name: "satisfied with their health"
            elif (
                result.measure in RATIOS
                and adjacent.link in {"in", "for", "with", "among", "by"}
                and not frame.comparators()
            ):
                predictor = adjacent
            elif any(
                piece.link == adjacent.link == "in" and piece.end == adjacent.link_at for piece in outcomes
            ):
                pass  # "a difference in survival in stage I (…) or stage II (…)": a part of the people
            elif listed or (bracketed and words[adjacent.start].lemma in _COMPARATIVES):
                outcome = adjacent
            elif adjacent.link in {"in", "on", "for"} and outcomes[-1].end == adjacent.link_at:
                outcome = Piece(
                    outcomes[-1].start,
                    adjacent.end,
                    outcomes[-1].head,
                    outcomes[-1].link,
                    outcomes[-1].link_at,
                    "topic",
                    adjacent.coordination,
                )
    if outcome is None and outcomes:
        outcome = (
            outcomes[order]
            if len(outcomes) == len(same) and (adjacent is None or adjacent.role != "topic")
            else _nearest(reading, same, number, outcomes, anchor)
        )
        shared = [k for k in same if reading.parts[k] == reading.parts[number]]
        if len(shared) > 1 and predictor is None and len(outcomes) >= len(shared):
            outcome = outcomes[shared.index(number)]
    if predictor is None and predictors:
        predictor = (
            predictors[order]
            if len(predictors) == len(same) and (adjacent is None or len(outcomes) == 1)
            else _between_results(reading, same, number, predictors, anchor) or predictors[0]
        )
    if result.measure in RATIOS | {"BETA"} and frame.rule not in {
        "subject.predictors",
        "subject.associated",
        "subject.likely",
    }:
        lead = next(
            (
                one
                for one in reversed(reading.frames)
                if one.clause.start < frame.clause.start
                and one.rule in {"subject.predictors", "subject.associated"}
            ),
            None,
        )
        if (
            lead is not None
            and lead.outcomes
            and words[frame.clause.start].tag in {"comma", "conj", "rel", "sub", "adv", "verb", "be", "stop"}
            and (lead.rule == "subject.predictors" or frame.rule in {"subject.verbless", ""})
        ):
            item = next(
                (
                    piece
                    for piece in reversed([*frame.left, *frame.right])
                    if piece.end <= anchor and piece.role in {"topic", "group", "action"}
                ),
                None,
            )
            outcome, predictor = (
                lead.outcomes[0],
                _after_colon(words, frame, anchor, opened=frame.clause.start) or item,
            )
    if (
        result.measure in RATIOS | {"BETA"}
        and not trial
        and adjacent is not None
        and adjacent.role in {"topic", "action"}
        and not frame.comparators()
        and outcomes
        and frame.rule in {"subject.transitive", "subject.likely", "subject.effective"}
        and adjacent.end <= frame.clause.verb[0]
        and all(piece.start >= frame.clause.verb[1] for piece in outcomes)
        and all(reading.anchor(each) < frame.clause.verb[0] for each in same)
        and len(same) > 1
    ):
        # "A (OR …) and B (OR …) increased the risk of C"
        outcome, predictor = outcomes[0], _list_item(words, reading, frame, anchor, same) or adjacent
    if (
        result.measure in RATIOS | {"BETA"}
        and frame.kind != "association"
        and (later := _said_of_all(reading, frame, anchor)) is not None
    ):
        # "children who had no milk (OR …) and those who ate less (OR …) were more likely to be wasted"
        item = adjacent if adjacent is not None and adjacent.role != "number" else None
        outcome, predictor = later.outcomes[0], item or predictor
    if (
        adjacent is not None
        and adjacent.role in {"topic", "group", "time"}
        and not compared(adjacent)
        and (lead := _denied(words, reading, frame)) is not None
    ):
        # "X1 (p …) was associated with Y; X2 (p …) was not": what the clause before said of Y
        outcome, predictor = lead.outcomes[0], adjacent
    if frame.kind == "association" and outcomes and (item := _after_colon(words, frame, anchor)) is not None:
        # "associated with Y: X1 (OR …); X2 (OR …)"
        outcome, predictor = outcomes[0] if outcomes[0].end <= item.start else outcome, item
    if (
        bracketed
        and predictors
        and (listed_item := _list_item(words, reading, frame, anchor, same)) is not None
        and _same_side(frame, predictors[0], listed_item)
        and not (outcomes and _same_side(frame, outcomes[0], listed_item))
    ):
        predictor = listed_item
        outcome = outcomes[0] if outcomes else outcome
    if adjacent is not None and adjacent.role == "topic" and _excepted(words, adjacent):
        outcome = adjacent  # "X and Y did not differ, with the exception of age (p …)"
    if outcome is not None and all(word.tag == "det" for word in words[outcome.start : outcome.end]):
        outcome = None
    if outcome is None or _value_first(words, reading, result, anchor):
        outcome = _after_value(reading, frame, result) or outcome
    if outcome is not None:
        found.outcome = _trim(words, _extend(words, frame, _with_shared_noun(words, frame, outcome)))
    if predictor is not None:
        found.predictor = _with_denial(words, _trim_plain(words, _with_details(words, frame, predictor)))
    elif frame.kind == "association" and not predictors:
        # "… was associated with A (…), but the association with B …"
        before = next(
            (
                one
                for one in reversed(reading.frames)
                if one.clause.start < frame.clause.start and one.predictors
            ),
            None,
        )
        if before is not None:
            found.predictor = _trim_plain(words, before.predictors[0])


_ADJECTIVE = re.compile(
    r"\d+(?:st|nd|rd|th)|\w{3,}-(?:positive|negative|related|specific|free|induced|associated)|\w{3,}(?:ological|[st]ional|[st]olic|nical|sical|ental|[rn]eous|[st]ative|ensive)"
)


def _with_shared_noun(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
    """Take in the noun that an adjective shares with the next: "clinical and pathological response"."""
    if _ADJECTIVE.fullmatch(words[piece.end - 1].lemma) is None:
        return piece
    following = next((one for one in frame.pieces if one.start >= piece.end), None)
    if (
        following is None
        or following.coordination != piece.coordination
        or following.end - following.start < 2
        or following.role != "topic"
        or any(word.tag not in {"conj", "comma", "bracket"} for word in words[piece.end : following.start])
    ):
        return piece
    return replace(piece, end=following.end, head=following.head)


def _complements_item(words: Sequence[Word], frame: Frame, piece: Piece) -> bool:
    """Tell whether a phrase completes a relation noun that is itself a later item of a list with statistics."""
    if piece.link not in {"in", "of", "for", "on"}:
        return False
    relation = next(
        (one for one in frame.pieces if one.end == piece.link_at and one.role == "relation"), None
    )
    return (
        relation is not None
        and any(word.tag == "stat" for word in words[max(0, relation.start - 5) : relation.start])
        and words[relation.start - 1].tag in {"conj", "comma", "adv", "det"}
    )


def _excepted(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase names the one outcome left out of what is said of the others."""
    before = [word.lemma for word in words[max(0, piece.start - 4) : piece.start]]
    return piece.link not in _ASIDE and bool(
        {"except", "exception", "excepting"} & {*before, words[piece.start].lemma}
    )


_COMPARATIVES = frozenset(
    {
        "less",
        "more",
        "fewer",
        "lower",
        "higher",
        "longer",
        "shorter",
        "greater",
        "better",
        "worse",
        "reduced",
        "increased",
    }
)
_EXAMPLES = frozenset({"including", "include"})
_ASIDE = frozenset(
    {
        "introduction",
        "after",
        "before",
        "during",
        "until",
        "at",
        "since",
        "following",
        "within",
        "over",
        "under",
    }
)


def _said_of_all(reading: _Reading, frame: Frame, anchor: int) -> Frame | None:
    """Return the later clause that says of a list with a statistic each what all its items make likelier."""
    later = [
        one
        for one in reading.frames
        if one is not frame
        and one.clause.verb[0] > anchor
        and one.rule in {"subject.likely", "subject.associated"}
    ]
    if len(later) != 1 or frame.rule == "subject.likely" or not later[0].outcomes:
        return None
    verb = later[0].clause.verb[0]
    anchors = [reading.anchor(number) for number in reading.members]
    return later[0] if all(place < verb for place in anchors) else None


def _vague(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase names nothing ("statistical significance", "both comparisons")."""
    lists = nouns()
    vague = lists.generic | lists.never | lists.edge | lists.statistic
    return all(
        word.lemma in vague
        for word in words[piece.start : piece.end]
        if word.tag in {"noun", "adj", "ing", "num"}
    )


def _adjusts(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase names what an analysis was adjusted for."""
    before = words[max(0, piece.link_at - 2) : piece.link_at]
    return bool(piece.link) and any(
        word.lemma.startswith(("adjust", "control", "account", "correct", "stratif"))
        and word.tag in {"noun", "ing", "part", "verb"}
        for word in before
    )


def _age_band(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase is a band of ages ("26-35 years"), which can be an exposure."""
    inside = words[piece.start : piece.end]
    return any(word.tag == "num" for word in inside) and any(
        word.lemma in {"years", "year", "yrs", "yr"} for word in inside
    )


_DENIALS = frozenset({"no", "not", "never", "non"})


def _with_denial(words: Sequence[Word], span: Span | None) -> Span | None:
    """Take in the word before an exposure that denies it: "no counselling", "not taking snacks", "never smoking"."""
    if span is None:
        return None
    place = next((k for k, word in enumerate(words) if word.start == span[0]), 0)
    if (
        place > 0
        and words[place - 1].lemma in _DENIALS
        and (place == 1 or words[place - 2].tag in {"comma", "conj", "stat", "stop", "be", "bracket"})
    ):
        return words[place - 1].start, span[1]
    return span


def _with_details(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
    """Take in what an action's name needs: "living in houses built with straw"."""
    if piece.role != "action":
        return piece
    end = piece.end
    for following in frame.pieces:
        if following.start < end:
            continue
        between = words[end : following.start]
        if (
            (not between and end > piece.start + 1)
            or any(word.tag not in {"prep", "to", "part", "adv", "det"} for word in between)
            or following.end - piece.start > 10
        ):
            break
        end = following.end
    return Piece(piece.start, end, piece.head, piece.link, piece.link_at, piece.role, piece.coordination)


_PURPOSES = word_set("outcomes", "purpose")


def _whole_item(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
    """Return the list item that a piece before a statistic ends: "role limitations due to physical health (…)"."""
    start, coordination, link, link_at, role = (
        piece.start,
        piece.coordination,
        piece.link,
        piece.link_at,
        piece.role,
    )
    current = piece
    if (
        start >= 3
        and words[start - 1].tag in {"verb", "noun"}
        and words[start - 2].tag == "to"
        and words[start - 3].lemma in _PURPOSES
    ):
        before = next((one for one in frame.pieces if one.end == start - 2 and one.role == "topic"), None)
        if before is not None:
            return Piece(
                before.start,
                piece.end,
                before.head,
                before.link,
                before.link_at,
                "topic",
                before.coordination,
            )
    while current.link in {"due", "to", "of", "in", "on", "for", "about", "at", "from", "against"}:
        before = next(
            (
                one
                for one in frame.pieces
                if (
                    one.end == current.link_at
                    or (
                        one.end == current.link_at - 1
                        and words[current.link_at - 1].lemma in {"prior", "due"}
                    )
                )
                and (
                    one.role in {"topic", "action"}
                    or (one.role == "statistic" and words[one.head].lemma in {"time", "interval"})
                )
                and not compared(one)
            ),
            None,
        )
        if before is None or words[before.start].lemma in {"result", "lead", "translate"}:
            break
        current = before
        start, coordination, link, link_at, role = (
            before.start,
            before.coordination,
            before.link,
            before.link_at,
            before.role,
        )
    if start == piece.start or piece.end - start > 12:
        return piece
    if any(word.tag == "stat" for word in words[start : piece.end]):
        return current  # "fatigue at week 1 (p …) and week 4 (p …)": one outcome at two times
    first = start
    while first > 0 and words[first - 1].tag in {"adv", "det"}:
        first -= 1
    if not link or words[first - 1].tag in {"comma", "conj", "stat", "stop"}:
        return Piece(start, piece.end, current.head, link, link_at, role, coordination)
    return piece


def _nearest(
    reading: _Reading,
    same: Sequence[int],
    number: int,
    outcomes: Sequence[Piece],
    anchor: int,
) -> Piece:
    """Choose the first outcome that stands between the result before and this one, else the first."""
    place = reading.parts[number][0][0]
    earlier = [reading.anchor(k) for k in same if reading.parts[k][0][0] < place]
    if not earlier:
        return outcomes[0]
    between = [piece for piece in outcomes if max(earlier) < piece.start < anchor]
    return (
        between[0]
        if between
        else max(
            (piece for piece in outcomes if piece.start < max(earlier)),
            key=lambda piece: piece.start,
            default=outcomes[0],
        )
    )


def _between_results(
    reading: _Reading, same: Sequence[int], number: int, pieces: Sequence[Piece], anchor: int
) -> Piece | None:
    """Return the only one of a clause's phrases that stands between the result before and this one."""
    place = reading.parts[number][0][0]
    last = max((reading.anchor(k) for k in same if reading.parts[k][0][0] < place), default=anchor)
    between = [piece for piece in pieces if last < piece.start < anchor]
    return between[0] if len(between) == 1 else None


def _after_colon(words: Sequence[Word], frame: Frame, anchor: int, opened: int | None = None) -> Piece | None:
    """Return the list item before a statistic, where a colon (or the word ``opened``) opens the list."""
    colon = next((k for k in range(anchor - 1, frame.clause.start, -1) if words[k].text == ":"), opened)
    if colon is None or (opened is not None and words[opened].text != ";"):
        return None
    start = next(
        (k + 1 for k in range(anchor - 1, colon - 1, -1) if words[k].tag in {"stat", "stop"}), colon + 1
    )
    while start < anchor and words[start].tag in {"comma", "conj", "det", "bracket"}:
        start += 1
    end = anchor
    while end > start and (
        words[end - 1].tag in {"comma", "conj", "bracket", "adv", "prep"}
        or words[end - 1].lemma in {"adjusted", "crude", "unadjusted"}
    ):
        end -= 1
    if not 0 < end - start <= 14 or not any(word.tag in {"noun", "ing"} for word in words[start:end]):
        return None
    return Piece(start, end, end - 1, "", start, "topic", start)


def _denied(words: Sequence[Word], reading: _Reading, frame: Frame) -> Frame | None:
    """Return the association that a clause of subject and "were not" only denies for others."""
    verb = words[frame.clause.verb[0] : frame.clause.verb[1]]
    if (
        not verb
        or frame.right
        or not any(word.tag == "neg" for word in verb)
        or any(word.tag not in {"be", "aux", "neg", "adv", "have"} for word in verb)
    ):
        return None
    before = [one for one in reading.frames if one.clause.start < frame.clause.start]
    lead = before[-1] if before else None
    return lead if lead is not None and lead.kind == "association" and lead.outcomes else None


def _same_side(frame: Frame, one: Piece, other: Piece) -> bool:
    """Tell whether two phrases stand on the same side of a clause's verb."""
    return (one.start < frame.clause.verb[0]) == (other.start < frame.clause.verb[0])


def _list_item(
    words: Sequence[Word], reading: _Reading, frame: Frame, anchor: int, same: Sequence[int]
) -> Piece | None:
    """Return the item of a list with a statistic each: what stands between the bracket before and this one.

    Items may be actions or denials ("having hypertension at baseline (…), no counselling (…) and not eating fish (…)").
    """
    if frame.kind != "association" or words[anchor].text[:1] not in "([":
        return None
    verb = frame.clause.verb
    anchors = sorted({reading.anchor(k) for k in same})
    before = verb[0] > anchor
    beside = [k for k in anchors if (k < verb[0]) == before and words[k].text[:1] in "(["]
    if len(beside) < 2 or anchor not in beside or verb[1] <= verb[0]:
        return None
    place = beside.index(anchor)
    if place == 0 and not before and frame.rule != "subject.predictors":
        return None
    if place == 0:
        first = frame.left[0].start if before and frame.left else verb[1]
        start = frame.clause.subject[0] if before and first - frame.clause.subject[0] <= 2 else first
        if before and any(piece.link == "introduction" for piece in frame.left):
            return None
    else:
        start = beside[place - 1] + 1
    while start < anchor and (
        words[start].tag in {"comma", "conj", "det", "stop", "bracket", "stat"} or words[start].lemma == "as"
    ):
        if words[start].lemma in {"no", "any"}:
            break
        start += 1
    end = anchor
    while end > start and words[end - 1].tag in {"bracket", "comma", "adv"}:
        end -= 1
    inside = words[start:end]
    if (
        not 0 < end - start <= 12
        or any(
            word.tag in {"comma", "stop", "stat", "be", "have", "aux", "rel", "sub", "pron"}
            for word in inside
        )
        or (inside[0].tag in {"prep", "to", "verb"} and not inside[0].text.endswith("ing"))
        or any(word.lemma in nouns().versus | nouns().compared | nouns().association for word in inside)
        or not any(word.tag in {"noun", "ing"} for word in inside)
    ):
        return None
    return Piece(start, end, end - 1, "", start, "topic", start)


def _value_first(words: Sequence[Word], reading: _Reading, result: Result, anchor: int) -> bool:
    """Tell whether a list gives each value before what it is for: "were 0.99 for relapse and 0.85 for death"."""
    if result.measure not in RATIOS or result.value_span is None or anchor == 0 or len(result.groups) > 1:
        return False
    place = reading.sentence.word_at(result.value_span.start)
    after = itertools.takewhile(lambda word: word.tag != "conj", words[place + 1 : place + 4])
    if not any(word.lemma == "for" for word in after):
        return False
    before = words[anchor - 1]
    return (
        before.tag in {"comma", "stop"} or before.lemma in {"be", "of", "and"} or before.tag in {"be", "conj"}
    )


def _after_value(reading: _Reading, frame: Frame, result: Result) -> Piece | None:
    """Return what stands after a value as what it is for: "hazard ratios were 0.99 for relapse and 0.85 for death"."""
    if result.value_span is None:
        return None
    place = reading.sentence.word_at(result.value_span.start)
    return next(
        (
            piece
            for piece in frame.pieces
            if place < piece.start <= place + 5
            and piece.link in {"for", "of", "in"}
            and piece.role == "topic"
        ),
        None,
    )


def _extend(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
    """Take in the phrase that an outcome's name needs: "adherence to the diet", "time to relapse"."""
    lists = nouns()
    if words[piece.end - 1].lemma in _LIGHT:
        held = next((one for one in frame.pieces if 0 <= one.start - piece.end <= 1 and not one.link), None)
        if held is not None:
            # "the odds of having a history of falls"
            piece = Piece(
                piece.start, held.end, held.head, piece.link, piece.link_at, piece.role, piece.coordination
            )
    needed = words[piece.head].lemma in lists.open or words[piece.head].lemma in lists.generic
    end = piece.end
    for following in frame.pieces:
        if following.start < end:
            continue
        between = words[end : following.start]
        if (
            not between
            or any(
                word.tag not in {"prep", "to", "adv", "part", "bracket", "det", "verb"} for word in between
            )
            or following.role in {"group", "statistic", "number", "pronoun"}
        ):
            break
        if any(word.tag == "verb" for word in between) and not (words[end].tag == "to" and needed):
            break
        link = words[end].lemma if between[0].tag != "bracket" else following.link
        if following.role == "time" and not (needed and link in {"to", "from"}):
            break
        if (
            link in {"to", "towards", "toward", "about", "against", "regarding", "due"}
            or (link == "under" and words[piece.head].lemma in {"area", "areas"})
            or (link == "at" and following.role == "topic")
            or (
                needed
                and (
                    link in {"in", "on", "for", "of", "from", "with", "between"}
                    or between[0].tag in {"part", "to"}
                )
            )
        ):
            end = following.end
            if link in {"from", "between"}:
                continue
            if link not in {"from", "between"}:
                needed = words[following.head].lemma in lists.open and link in {"of", "to"}
                if not needed:
                    break
        else:
            break
    if end > piece.end and end - piece.start <= 14:
        return Piece(piece.start, end, piece.head, piece.link, piece.link_at, piece.role, piece.coordination)
    return piece


_FRAMES = word_set("outcomes", "frame")
_INNER_LINKS = frozenset({"of", "in", "for", "with", "between", "to", "on", "from", "by", "at"})


# "2 hours post-treatment", "1286 person years of follow-up": when, not what; "37% of group B": whose.
_STRETCH_OF_TIME = re.compile(
    r"[\d.,]+[ -](?:person[- ])?(?:minutes?|min|hours?|h|days?|weeks?|months?|years?)(?:[- ](?:of (?:follow|observation|treatment|exposure)|post|after|following|from|later|into|follow).*)?",
    re.IGNORECASE,
)
_BARE_QUANTITY = re.compile(
    r"(?:[\w-]+ )?[\d.,]+ ?(?:%|ml|mL|l|L|mg|g|kg|cm|mm|min|s|h|hours?|days?|weeks?|months?|years?|mmHg|points?|patients|women|men)"
)
_NAMES_STATISTIC = re.compile(
    r"\b(?:odds|hazards?|risk|rate|prevalence) ratios?|\bcoefficients?$", re.IGNORECASE
)
_SHARE_OF_PEOPLE = re.compile(
    r"[\d.]+ ?% of (?:the )?(?:group|arm|patients|participants|subjects|cases|controls)", re.IGNORECASE
)


def _generic(context: Context, span: Span) -> bool:
    """Tell whether a phrase only stands for an outcome named elsewhere ("the primary endpoint", "this difference")."""
    if (
        _STRETCH_OF_TIME.fullmatch(context.folded, *span)
        or _BARE_QUANTITY.fullmatch(context.folded, *span)
        or context.folded[span[0]] in "(["
    ):
        return True
    if _SHARE_OF_PEOPLE.match(context.folded, *span):
        return True
    printed = context.folded[slice(*span)]
    if any(short.short == printed and _NAMES_STATISTIC.search(short.long) for short in context.abbreviations):
        return True
    inside = [
        word
        for word in read_sentence(context.folded, *span).words
        if word.tag in {"noun", "ing", "pron", "verb"} or word.lemma in _INNER_LINKS
    ]
    lists = nouns()
    names = list(itertools.takewhile(lambda word: word.lemma not in _INNER_LINKS, inside))
    if names and (names[-1].lemma in _FRAMES or all(word.lemma in _FRAMES | lists.edge for word in names)):
        return True
    if not inside:
        return all(
            word.lemma in lists.edge or word.tag != "adj"
            for word in read_sentence(context.folded, *span).words
        )
    vague = (
        lists.generic
        | lists.never
        | {"primary", "secondary", "main", "principal", "co-primary", "composite", "efficacy"}
    )
    return all(word.lemma in vague for word in inside if word.lemma not in _INNER_LINKS)


def _trim_plain(words: Sequence[Word], piece: Piece) -> Span | None:
    """Return a piece's span without article at its start."""
    start, end = piece.start, piece.end
    while start < end - 1 and (
        words[start].tag in {"det", "adv", "conj"}
        or (words[start].lemma in {"higher", "lower", "greater", "increased"} and False)
    ):
        start += 1
    while end > start + 1 and words[end - 1].tag in {"bracket", "adv", "det"}:
        end -= 1
    return (words[start].start, words[end - 1].end) if end > start else None


_CONDITIONS = {adjective: frozenset(heads) for adjective, heads in lexicon("outcomes")["condition"].items()}


def _condition(words: Sequence[Word], start: int, end: int) -> bool:
    """Tell whether an adjective makes a condition's name with what follows: "low birthweight", "prolonged labour"."""
    heads = _CONDITIONS.get(words[start].lemma)
    return heads is not None and start + 1 < end and words[start + 1].lemma in heads


def _trim(words: Sequence[Word], piece: Piece) -> Span | None:
    """Return the shortest stretch of a phrase that names what was measured."""
    lists = nouns()
    start, end = piece.start, piece.end
    counted = False
    if words[start].lemma in {"in", "at", "on"} and end - start > 1:
        start += 1  # "more likely to be in remission"
    whose = next(
        (
            k
            for k in range(start + 1, end - 1)
            if words[k].lemma in {"group", "arm", "study"} and words[k - 1].tag == words[k + 1].tag == "noun"
        ),
        None,
    )
    if whose is not None:
        start = whose + 1  # "control group weight loss"
    while True:
        while start < end - 1 and (
            words[start].tag in {"det", "adv", "neg", "conj", "bracket"}
            or (_ranks(words[start]) and not _condition(words, start, end))
            or words[start].text in {"-", "'"}
            or words[start].lemma == "of"
            or (words[start].tag == "num" and start > piece.start and words[start - 1].lemma == "of")
        ):
            start += 1
        if (
            words[start].lemma in {"hazard", "odds", "risk", "rate"}
            and end - start > 3
            and words[start + 1].lemma in {"ratio", "ratios"}
            and words[start + 2].lemma in {"of", "for"}
        ):
            start += 3
        if [word.lemma for word in words[start : start + 2]] == ["at", "least"] and end - start > 3:
            start += 3  # "at least one adverse event"
        # "levels of X", "a reduction in X", "mean change in X"
        moved = False
        cursor = start
        while (
            cursor < end - 2
            and (words[cursor].lemma in lists.quantity or _ranks(words[cursor]))
            and words[cursor + 1].tag != "bracket"
        ):
            if words[cursor].lemma in lists.quantity and words[cursor + 1].lemma in {"of", "in", "for", "to"}:
                if any(word.tag in {"noun", "ing", "adj"} for word in words[cursor + 2 : end]):
                    start = cursor + 2
                    moved = counted = True
                break
            cursor += 1
        if not moved:
            break
    # "patients with X", "participants achieving X" after a quantity
    if counted and start < end:
        people = next((k for k in range(start, min(end, start + 4)) if words[k].lemma in lists.group), None)
        if people is not None:
            link = next(
                (
                    k
                    for k in range(people + 1, end)
                    if words[k].lemma
                    in {"with", "have", "who", "achieve", "experience", "report", "reach", "show", "develop"}
                    or words[k].tag in {"ing", "part"}
                ),
                None,
            )
            if link is not None and link + 1 < end:
                start = link + 1
                while start < end - 1 and (words[start].tag in {"det"} or words[start].lemma in lists.edge):
                    start += 1
    compares = next((k for k in range(start + 1, end) if words[k].lemma == "comparing"), end)
    end = compares  # "the hazard ratio of death comparing A with B"
    if counted and words[start].lemma in _LIGHT:
        # "the odds of having a higher life satisfaction"
        after = start + 1
        while after < end and (
            words[after].tag in {"det", "prep", "adv"}
            or (words[after].lemma in lists.edge and not _condition(words, after, end))
        ):
            after += 1
        start = after if after < end else start
    while end > start + 1 and (
        words[end - 1].tag in {"bracket", "adv", "det", "prep", "conj"}
        or words[end - 1].lemma in {"levels", "level", "values"}
    ):
        end -= 1
    while (
        end > start + 1 and words[end - 1].tag == "adj" and words[end - 1].lemma in _COMPARATIVES | lists.edge
    ):
        end -= 1  # "maximal block faster"
    end = _without_people(words, start, end)
    return (words[start].start, words[end - 1].end) if end > start else None


def _without_people(words: Sequence[Word], start: int, end: int) -> int:
    """Return where a name ends without the people it is measured in: "anxiety of the case group"."""
    lists = nouns()
    cut = next((k for k in range(end - 2, start, -1) if words[k].lemma == "of"), None)
    if cut is None or not any(word.tag in {"noun", "ing"} for word in words[start:cut]):
        return end
    people = next((k for k in range(end - 1, cut, -1) if words[k].tag in {"noun", "ing"}), cut)
    named = [word.lemma for word in words[start:cut] if word.tag in {"noun", "ing"}]
    if (
        words[people].lemma not in lists.group
        or all(word in lists.quantity | lists.generic | lists.open | lists.group for word in named)
        or any(word.tag in {"prep", "to", "part", "rel"} for word in words[cut + 1 : end])
    ):
        return end
    return cut


_MULTIPLE = re.compile(
    r"[\d.,]+[- ]?(?:fold|times?|points?|units?|percent(?:age)?)|(?!quality|disability)\w+-(?:adjusted|standardi[sz]ed)|twofold|threefold|fourfold"
)


def _ranks(word: Word) -> bool:
    """Tell whether a word only ranks or qualifies what follows it: "higher", "1.6-fold", "age-adjusted"."""
    return word.lemma in nouns().edge or _MULTIPLE.fullmatch(word.lemma) is not None


_LIGHT = word_set("verbs", "light")


def _carry_outcome(
    context: Context,
    arms: StudyArms,
    reading: _Reading,
    frame: Frame,
    found: _Found,
    earlier: Sequence[_Found],
) -> None:
    """Take the outcome from the clause before, the finding before, or the primary outcome that the methods name."""
    words = reading.sentence.words
    own = found.outcome
    primary = own is not None and "primary" in context.folded[max(0, own[0] - 12) : own[1]].lower()
    if primary and (named := reading.primary) is not None:
        found.outcome, found.rule = named, "subject.primary_outcome"
        return
    for other in reversed([one for one in reading.frames if one.clause.start < frame.clause.start]):
        for piece in other.outcomes:
            trimmed = _trim(words, _extend(words, other, piece))
            if trimmed is not None and not _generic(context, trimmed) and not _is_arm(context, trimmed, arms):
                found.outcome, found.rule = trimmed, "subject.earlier_clause"
                return
    if frame.kind == "pronoun" and (before := _sentence_before(context, reading)) is not None:
        found.outcome, found.rule = before, "subject.pronoun"
        return
    if _same_relation(words, frame) and (
        told := next((one for one in reversed(earlier[-LOOK_BACK:]) if one.predictor and one.outcome), None)
    ):
        # "after adjusting for age, the association was no longer significant (OR …)"
        found.outcome, found.rule = told.outcome, "subject.same_relation"
        found.predictor = told.predictor
        return
    topics = [piece for piece in frame.pieces if piece.role == "topic" and not compared(piece)]
    if frame.kind == "association" and frame.predictors:
        topics = [piece for piece in topics if not _same_side(frame, piece, frame.predictors[0])]
    topics.sort(
        key=lambda piece: (
            piece.link in {"introduction", "after", "at", "during", "from", "by", "before"},
            piece.start,
        )
    )
    if own is None and frame.kind != "pronoun":
        for piece in topics:
            trimmed = _trim(words, _extend(words, frame, piece))
            if trimmed is not None and not _generic(context, trimmed) and not _is_arm(context, trimmed, arms):
                found.outcome, found.rule = trimmed, "subject.any_phrase"
                return
    tests = found.rule == "subject.test"
    near = (
        bool(earlier)
        and earlier[-1].outcome is not None
        and context.sentence_at(earlier[-1].outcome[0]) >= context.sentence_at(reading.sentence.start) - 1
    )
    if not near and not tests and (before := _sentence_before(context, reading)) is not None:
        found.outcome, found.rule = before, "subject.sentence_before"
        return
    for one in reversed(earlier[-LOOK_BACK:]):
        if one.outcome is not None and (not tests or one.rule == "subject.test"):
            found.predictor = found.predictor or (one.predictor if tests else None)
            found.outcome, found.rule = one.outcome, "subject.earlier_finding"
            return
    if (named := reading.primary) is not None:
        found.outcome, found.rule = named, "subject.primary_outcome"
        return
    if (
        own is None
        and (
            plain := next(
                (piece for piece in frame.left if piece.role in {"statistic", "relation"} and not piece.link),
                None,
            )
        )
        is not None
    ):
        found.outcome, found.rule = _trim_plain(words, plain), "subject.plain"


def _same_relation(words: Sequence[Word], frame: Frame) -> bool:
    """Tell whether a clause speaks of an association told of before: "the association", "this relationship"."""
    return any(
        piece.role == "relation"
        and words[piece.head].lemma in nouns().association
        and words[piece.start].lemma in {"the", "this", "these", "that", "such"}
        and piece.end - piece.start <= 3
        and words[min(piece.end, len(words) - 1)].lemma not in {"between", "of", "with", "to"}
        for piece in frame.pieces
    )


def _sentence_before(context: Context, reading: _Reading) -> Span | None:
    """Return what the sentence before is about, for a subject that is a pronoun; read once for a sentence's results."""
    if reading.before is None:
        reading.before = (_subject_before(context, reading),)
    return reading.before[0]


def _subject_before(context: Context, reading: _Reading) -> Span | None:
    """Return the first outcome that the sentence before names, in the same section."""
    index = context.sentence_at(reading.sentence.start) - 1
    if index < 0 or context.section_at(context.sentences[index][0]) != context.section_at(
        reading.sentence.start
    ):
        return None
    start, end = context.sentences[index]
    sentence = read_sentence(context.folded, start, min(end, start + LONGEST))
    for clause in sentence.clauses:
        frame = read_frame(sentence, clause)
        for piece in frame.outcomes:
            trimmed = _trim(sentence.words, piece)
            if trimmed is not None and not _generic(context, trimmed):
                return trimmed
    return None


_PRIMARY = re.compile(
    r"\b(?:primary|main|principal) (?:efficacy )?(?:outcome|end ?-?point)s?(?: measures?| variables?)?\b",
    re.IGNORECASE,
)


def _primary_outcome(context: Context) -> Span | None:
    """Return what "the primary outcome was …" names."""
    for match in itertools.islice(_PRIMARY.finditer(context.folded), 12):
        start, end = (
            context.sentences[context.sentence_at(match.start())]
            if context.sentences
            else (0, len(context.folded))
        )
        sentence = read_sentence(context.folded, max(start, match.start() - 200), min(end, match.end() + 600))
        words = sentence.words
        verb = next(
            (k for k, word in enumerate(words) if word.start >= match.end() and word.tag in {"be", "verb"}),
            None,
        )
        if verb is None:
            continue
        named = read_pieces(words, verb + 1, len(words))
        for piece in named:
            if piece.role == "relation" and (about := named_topics(words, named[named.index(piece) :])):
                return _trim(words, about[0])
            if piece.role in {"topic", "relation"} and not any(
                word.tag in {"stat", "bracket"} for word in words[verb : piece.start]
            ):
                return _trim(words, piece)
    return None


def _assign_sides(
    context: Context,
    arms: StudyArms,
    words: Sequence[Word],
    reading: _Reading,
    frame: Frame,
    adjacent: Piece | None,
    anchor: int,
    result: Result,
    found: _Found,
    earlier: Sequence[_Found],
) -> None:
    """Find which sides a result compares; a plain association has none."""
    named = any(compared(piece) and piece.role == "group" for piece in frame.pieces) and any(
        piece.role == "group" for piece in frame.predictors
    )
    labelled = len(result.groups) > 1 and all(group.label for group in result.groups)
    if found.predictor is not None and not named and not labelled:
        against = [
            piece
            for piece in frame.comparators()
            if piece.role in {"topic", "group"}
            and not (piece.link == "over" and words[piece.head].lemma in _COURSES)
            and words[piece.start].tag != "num"
        ]
        if frame.rule == "subject.association_noun":
            against = []  # "the association was stronger in women than in men"
        if len(against) == 1 and len(frame.predictors) == 1 and result.measure not in {"R", "R2"}:
            # "A was associated with more falls compared with B" compares A and B
            found.intervention, found.predictor = found.predictor, None
            found.comparator = _whole_arm(context, piece_span(words, against[0]))
            return
        if not arms.trial or not _is_arm(context, found.predictor, arms):
            return
        # in a trial "A was associated with less pain" compares arms
        found.intervention, found.predictor = found.predictor, None
        if arms.comparator is not None and not _is_arm(
            context, arms.comparator, arms, only=context.folded[slice(*found.intervention)]
        ):
            found.comparator = arms.comparator
        return
    last = reading.sentence.word_at(max(span[0] for span in components(result)))
    listed = {one.start for one in reading.beside.values() if one is not None and one.role == "group"}
    if len(listed) < 2:
        adjacent = None  # only where each of several numbers stands after its own group
    previous = next(
        (
            Sides(one.intervention, one.comparator)
            for one in reversed(earlier[-LOOK_BACK:])
            if one.intervention and one.comparator
        ),
        None,
    )
    if (
        not arms.trial
        and result.measure in RATIOS | {"BETA"}
        and found.predictor is None
        and not frame.comparators()
        and frame.kind in {"change", "state"}
        and len(result.groups) < 2
    ):
        exposure = next(
            (
                piece
                for piece in frame.agents
                if piece.role == "topic" and all(piece.start != one.start for one in frame.outcomes)
            ),
            None,
        )
        if exposure is not None:
            found.predictor = _trim_plain(words, exposure)
            return
    sides = find_sides(
        context, arms, words, frame, reading.frames, anchor, last, adjacent, result, previous, found.outcome
    )
    if (
        not arms.trial
        and sides.comparator is None
        and sides.intervention is not None
        and result.measure in ASSOCIATIONS
        and len(result.groups) < 2
    ):
        found.predictor = found.predictor or sides.intervention
        return
    if (
        not arms.trial
        and sides.intervention is None
        and sides.comparator is None
        and result.measure in RATIOS | {"BETA"}
        and found.predictor is None
        and frame.kind in {"change", "state"}
    ):
        exposure = next(
            (piece for piece in frame.agents if all(piece.start != one.start for one in frame.outcomes)), None
        )
        if exposure is not None and (exposure.role == "topic" or exposure.end - exposure.start > 1):
            found.predictor = _trim_plain(words, exposure)
            return
    if sides.intervention is not None and sides.comparator is not None:
        found.predictor = None
    found.intervention = _whole_arm(context, sides.intervention)
    found.comparator = _whole_arm(context, sides.comparator)
    if _same_arm(context, found.intervention, found.comparator):
        found.comparator = None


_COURSES = frozenset({"course", "period", "time", "span", "duration"})
_ARM_TAIL = re.compile(
    r" (?:with (?:an? )?(?:relative risk|odds ratio|hazard ratio|risk difference|RR|OR|HR|AOR|ARR)\b"
    r"|(?:over|at|after|for|during) (?:the )?\d|at the (?:\d|end)\b).*$",
    re.DOTALL,
)
_ARM_EDGE = frozenset(
    {"a", "an", "the", "either", "and", "or", "with", "of", "by", "in", "for", "to", "at", "from", "as", ","}
)
_NOT_ARM = word_set("arms", "not_arm")
_MOST_ARM_WORDS = 14


def _whole_arm(context: Context, span: Span | None) -> Span | None:
    """Bound an arm's name by whole words, the number before a unit included; None for what names no arm."""
    if span is None:
        return None
    start, end = span
    text = context.folded[start:end]
    if (tail := _ARM_TAIL.search(text)) is not None and tail.start() > 0:
        end = start + tail.start()
    words = context.folded[start:end].split()
    if len(words) > 2 and words[-2].lower() == "either":
        return None  # cut before what it names
    while len(words) > 1 and words[-1] in _ARM_EDGE:
        end = start + context.folded[start:end].rstrip().rfind(words[-1])
        end = start + len(context.folded[start:end].rstrip())
        words.pop()
    if not words or words[0].lower() in _NOT_ARM or len(words) > _MOST_ARM_WORDS:
        return None
    if words[-1].lower() in _BOUNDS and (bound := _BOUND.match(context.folded, end)) is not None:
        end = bound.end()  # "patients younger" than 30 years
    if words[0].lower() in _ARM_UNITS and len(words) > 1 and not words[1][0].isdigit():
        number = _NUMBER_BEFORE.search(context.folded, max(0, start - 12), start)
        if number is None:
            return None
        start = number.start()
    return start, end


_BOUNDS = frozenset({"older", "younger", "more", "less", "greater", "longer", "shorter", "later", "earlier"})
_BOUND = re.compile(
    r" than (?:or equal to )?-?\d[\d.,]*\d?(?:[ -](?:years?|months?|weeks?|days?|hours?|cm|mm|kg|mg|%)\b(?: of age| old)?)?"
)
_NUMBER_BEFORE = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)?[ -]?\Z")
_ARM_UNITS = frozenset(
    {"cm", "mm", "mg", "g", "kg", "ml", "µg", "μg", "iu", "week", "month", "day", "year", "hour", "h", "min"}
)


def _same_arm(context: Context, one: Span | None, other: Span | None) -> bool:
    """Tell whether two arms have one name, but for brackets, plurals and words like "group"."""
    if one is None or other is None:
        return False
    plain = (nouns().group - nouns().control) | {"the"}
    names = []
    for span in (one, other):
        printed = context.folded[slice(*span)]
        short = re.search(r"\(([A-Z][\w-]{1,10})\)", printed)
        variants = {printed, short[1]} if short else {printed}
        names.append(
            {
                tuple(
                    word.rstrip("s") for word in re.findall(r"[\w/+-]+", variant.lower()) if word not in plain
                )
                for variant in variants
            }
        )
    return bool(names[0] & names[1] - {()})


def _is_arm(context: Context, span: Span, arms: StudyArms, only: str = "") -> bool:
    """Tell whether a name is that of one of the study's arms (or, with ``only``, that of the arm so named)."""
    names = frozenset(re.findall(r"[\w/+-]+", only.lower())) if only else arms.names
    content = [
        word
        for word in re.findall(r"[^\W\d_][\w/+-]*", context.folded[slice(*span)].lower())
        if len(word) > 2
    ]
    if not only and not any(word in names for word in content):
        return False
    plain = nouns().group | nouns().weak | nouns().edge
    return bool(content) and all(word in names or word in plain for word in content)


def _mention(context: Context, span: Span | None) -> Mention | None:
    """Make a mention of a span, with its long form and the entities it overlaps."""
    if span is None or span[1] <= span[0]:
        return None
    start, end = span
    text = context.text[start:end]
    long_form = None
    for short in context.abbreviations:
        if short.short == text:
            long_form = short.long
            break
    entities = tuple(entity.id for entity in context.entities if entity.start < end and start < entity.end)
    return Mention(text, start, end, long_form, entities)


# "placebo-treated patients" are the placebo's, "anakinra withdrawal" anakinra's.
_TREATED = re.compile(
    r"(?P<arm>[^\W\d_][\w/+ -]*?)-treated (?:patients|groups?|arm|women|men|participants|subjects|mice|rats|children|cells)$"
)
# "34 women assigned to rest" are those of rest, "fewer women in the walking group" those of the walking group.
_MEMBERS = re.compile(
    r"(?:[Mm]ore |[Ff]ewer |[Aa]ll )?(?:\d[\d,]*(?: \([^()]{1,20}\))? )?(?:patients|women|men|participants|subjects|children|infants|individuals|adults|people|those)(?: \([^()]{1,30}\))? (?:in|of|from|within) (?:the )?(?P<arm>[A-Za-z][\w+/ -]{0,40} (?:groups?|arms?)|(?:groups?|arms?) [A-Z0-9]+)$"
)
_COUNTED_MEMBERS = re.compile(
    r"\d[\d,]*(?: \([^()]{1,20}\))? (?:patients|women|men|participants|subjects|children|infants|individuals|adults|people)(?: \([^()]{1,30}\))? (?:who (?:were )?)?(?:treated with|assigned to|allocated to|randomi[sz]ed to|receiving|given|taking|undergoing|received|underwent) (?P<arm>.+)$"
)
_STOPPED = re.compile(r"(?P<arm>[^\W\d_][\w/+ -]*?) (?:withdrawal|discontinuation|cessation)$")


def _arm_only(context: Context, span: Span | None) -> Span | None:
    """Leave out of an arm's name what is said of it."""
    if span is None:
        return None
    printed = context.folded[span[0] : span[1]]
    match = (
        _TREATED.match(printed)
        or _STOPPED.match(printed)
        or _MEMBERS.match(printed)
        or _COUNTED_MEMBERS.match(printed)
    )
    return (span[0] + match.start("arm"), span[0] + match.end("arm")) if match else span


def _subjects(context: Context, result: Result, found: _Found) -> Subjects:
    """Turn found spans into the record's mentions."""
    if found.predictor is not None:
        kind = "association"
    elif (found.intervention is not None and found.comparator is not None) or len(result.groups) >= 2:
        kind = "comparison"
    elif result.value is not None or result.ci is not None:
        kind = "estimate"
    else:
        kind = "test"
    return Subjects(
        kind,
        outcome=_mention(context, found.outcome),
        predictor=_mention(context, found.predictor),
        intervention=_mention(context, _arm_only(context, found.intervention)),
        comparator=_mention(context, _arm_only(context, found.comparator)),
        population=_mention(context, found.population),
        timepoint=_mention(context, found.timepoint),
        rule=found.rule,
    )
