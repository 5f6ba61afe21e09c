"""A noun phrase → the shortest stretch that names an outcome, an exposure; and which phrases name none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from evistat.extract.arms import StudyArms
from evistat.extract.clauses import read_sentence
from evistat.extract.context import Context
from evistat.extract.frame import Frame, compared
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.reading import Span
from evistat.extract.words import Word
from evistat.lexicons import lexicon, word_set


def statistic_name(context: Context, span: Span) -> bool:
    """Tell whether a label only names the statistic printed after it: "pseudo-median of the differences", "means"."""
    content = [
        word.lemma
        for word in read_sentence(context.folded, *span).words
        if word.tag in {"noun", "ing", "adj", "verb", "part"}
    ]
    return bool(content) and all(
        word in _FRAMES or word in nouns().statistic or _MULTIPLE.fullmatch(word) is not None
        for word in content
    )


_ADJECTIVE = re.compile(
    r"\d+(?:st|nd|rd|th)|\w{3,}-(?:positive|negative|related|specific|free|induced|associated)|\w{3,}(?:ological|[st]ional|[st]olic|nical|sical|ental|[rn]eous|[st]ative|ensive)"
)


def with_shared_noun(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
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


COMPARATIVES = frozenset(
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


@cache
def _vague() -> frozenset[str]:
    """Return the words that name nothing by themselves."""
    lists = nouns()
    return lists.generic | lists.never | lists.edge | lists.statistic


@cache
def _generic() -> frozenset[str]:
    """Return the words that only stand for an outcome named elsewhere."""
    return nouns().generic | nouns().never | _RANKING


_RANKING = frozenset({"primary", "secondary", "main", "principal", "co-primary", "composite", "efficacy"})


def vague(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase names nothing ("statistical significance", "both comparisons")."""
    telling_nothing = _vague()
    return all(
        word.lemma in telling_nothing
        for word in words[piece.start : piece.end]
        if word.tag in {"noun", "adj", "ing", "num"}
    )


_DENIALS = frozenset({"no", "not", "never", "non"})


def with_denial(words: Sequence[Word], span: Span | None) -> Span | None:
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


def with_details(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
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


_NAMING = frozenset({"with", "without", "who", "that", "which", "whose", "to", "of", "about", "by", "from"})
_MOST = 9  # words of an exposure's name


def whole_exposure(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
    """Take in all that stands between an exposure and its verb: "those with access to a clinic", "a house that leaks"."""
    end, verb = piece.end, frame.clause.verb[0]
    if not piece.end < verb <= piece.start + _MOST:
        return piece
    while end < verb and words[end].tag not in {"comma", "stat", "stop", "sub", "bracket", "conj"}:
        end += 1
    if (
        end < verb
        or words[piece.end].lemma not in _NAMING
        or any(piece.end <= one.start < end for one in frame.outcomes)
    ):
        return piece
    while words[end - 1].tag in {"adv", "neg"}:
        end -= 1
    return replace(piece, end=end)


_PURPOSES = word_set("outcomes", "purpose")


def whole_item(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
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


def extend(words: Sequence[Word], frame: Frame, piece: Piece) -> Piece:
    """Take in the phrase that an outcome's name needs: "adherence to the diet", "time to relapse"."""
    lists = nouns()
    if words[piece.end - 1].lemma in _LIGHT:
        held = next((one for one in frame.pieces if 0 <= one.start - piece.end <= 1 and not one.link), None)
        if held is not None:
            # "the odds of having a history of falls"
            piece = Piece(
                piece.start, held.end, held.head, piece.link, piece.link_at, piece.role, piece.coordination
            )
    if _acts(words, piece):
        object_ = next((one for one in frame.pieces if one.start == piece.end), None)
        if (
            object_ is not None
            and words[piece.end].tag == "det"
            and object_.link in {"", words[piece.end - 1].lemma, words[piece.end - 1].text}
        ):
            # "the odds of stopping the treatment", "a higher likelihood of receiving a transplant"
            piece = replace(piece, end=object_.end)
    if words[piece.end - 1].lemma == "diagnosed":
        named = next((one for one in frame.pieces if one.link == "with" and one.link_at == piece.end), None)
        piece = replace(piece, end=named.end) if named is not None else piece
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
            link in {"to", "towards", "toward", "about", "against", "regarding", "due", "without"}
            or (link == "under" and words[piece.head].lemma in {"area", "areas"})
            or (link == "at" and following.role == "topic" and not _tells_when(words, following))
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


def _tells_when(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase holds a word of time: "the week 12 endpoint", "the last visit"."""
    return any(word.lemma in nouns().time for word in words[piece.start : piece.end])


def _acts(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether a phrase ends in what is done, which may have an object: "the odds of stopping"."""
    last = words[piece.end - 1]
    return last.text.endswith("ing") and piece.end > piece.start + 1 and words[piece.end - 2].lemma == "of"


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


def generic(context: Context, span: Span) -> bool:
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
    words = read_sentence(context.folded, *span).words
    inside = [
        word
        for word in words
        if word.tag in {"noun", "ing", "pron", "verb"}
        or word.lemma in _INNER_LINKS
        or word.lemma == "effective"
    ]
    lists = nouns()
    names = list(itertools.takewhile(lambda word: word.lemma not in _INNER_LINKS, inside))
    if names and (
        names[-1].lemma in _FRAMES or all(word.lemma in _FRAMES or word.lemma in lists.edge for word in names)
    ):
        return True
    if not inside:
        return all(word.lemma in lists.edge or word.tag != "adj" for word in words)
    return all(word.lemma in _generic() for word in inside if word.lemma not in _INNER_LINKS)


def trim_plain(words: Sequence[Word], piece: Piece) -> Span | None:
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


def trim(words: Sequence[Word], piece: Piece) -> Span | None:
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
        if words[start].tag == "num" and end - start > 2 and words[start + 1].lemma == "times":
            start += 2  # "8 times higher odds of X"
            continue
        if end - start > 2 and words[start].lemma in {"that", "those"} and words[start + 1].lemma == "of":
            start += 2  # "those of diet drinks rose"
            continue
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
        or (
            words[end - 1].tag == "adj"
            and (words[end - 1].lemma in COMPARATIVES or words[end - 1].lemma in lists.edge)
        )
    ):
        end -= 1  # "maximal block faster", "a reduction of more"
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
        or words[cut - 1].lemma in lists.relation
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


def is_arm(context: Context, span: Span, arms: StudyArms, only: str = "") -> bool:
    """Tell whether a name is that of one of the study's arms (or, with ``only``, that of the arm so named)."""
    names = frozenset(re.findall(r"[\w/+-]+", only.lower())) if only else arms.names
    content = [
        word
        for word in re.findall(r"[^\W\d_][\w/+-]*", context.folded[slice(*span)].lower())
        if len(word) > 2
    ]
    if not only and not any(word in names for word in content):
        return False
    plain = _plain()
    return bool(content) and all(word in names or word in plain for word in content)


@cache
def _plain() -> frozenset[str]:
    """Return the words beside an arm's own that its name may have."""
    return nouns().group | nouns().weak | nouns().edge
