"""A clause that tells of a change or a state → its frame: "A reduced X", "X was higher in A", "A was effective in X"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.complements import (
    COMPLEMENT_LINKS,
    best_linked,
    complements,
    linkless,
    named_topics,
    of_part,
)
from evistat.extract.frame import Frame, Verb, compared
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece, read_pieces
from evistat.extract.words import Word
from evistat.lexicons import word_set

_AUTHORS = word_set("outcomes", "author")


def likely(words: Sequence[Word], frame: Frame, _verb: Verb) -> Frame | None:
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
                        agents=tuple(linkless(frame.left, ("topic", "group"))),
                    )
    return None


def at_risk(words: Sequence[Word], frame: Frame, verb: Verb) -> Frame | None:
    """Read "A were at higher risk of X", "A were at risk for X"."""
    if verb.lemma not in _STAYS:
        return None
    agents = linkless(frame.left, ("topic", "group"))
    risks = [
        piece
        for piece in frame.right
        if piece.link == "at"
        and words[piece.head].lemma in {"risk", "risks"}
        and words[min(piece.head + 1, len(words) - 1)].lemma in {"of", "for"}
    ]
    if not agents or not risks:
        return None
    # "at risk for X": what it is a risk of is a phrase of its own
    named = [piece for piece in frame.right if piece.link == "for" and piece.link_at == risks[0].end]
    return replace(frame, kind="state", outcomes=tuple(named or risks), agents=tuple(agents))


_STAYS = frozenset({"be", "remain", "seem", "appear"})


def effective(words: Sequence[Word], frame: Frame, verb: Verb) -> Frame | None:
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
    agents = linkless(frame.left, ("group", "topic"))
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
        if piece.link in {"against", "in", "for", "regarding", "on"} and piece.role == "topic"
    ]
    if linked:
        return replace(frame, kind="change", outcomes=tuple(linked), agents=tuple(agents))
    return replace(frame, kind="pronoun", agents=tuple(agents)) if strong else None


def exists(words: Sequence[Word], frame: Frame, verb: Verb) -> Frame | None:
    """Read "there was a difference in X", "no difference in X was found", "we found a reduction in X"."""
    there = any(words[index].lemma == "there" for index in range(*frame.clause.subject))
    authors = any(words[piece.head].lemma in _AUTHORS for piece in frame.left if not piece.link)
    if (
        there
        or (authors and verb.classes & {"find", "show"})
        or (not frame.left and "find" in verb.classes and not verb.passive)
    ):
        people = [piece for piece in frame.right if there and not piece.link and piece.role == "group"]
        if people and words[people[0].start].lemma in {"more", "fewer"}:
            # "there were more smokers (40 % vs 30 %) and older men (…)"
            return replace(frame, kind="state", outcomes=tuple(people))
        topics = named_topics(words, frame.right) or best_linked(frame.right)
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
            topics = named_topics(words, frame.left) or best_linked(frame.right)
            if topics:
                return replace(frame, kind="change", outcomes=tuple(topics))
    return None


def transitive(words: Sequence[Word], frame: Frame, verb: Verb) -> Frame | None:
    """Read "A reduced X", "A had lower X", "A showed an improvement in X"."""
    if verb.passive or not verb.classes & {"change", "show", "find"} or verb.lemma in _FATES:
        return None
    agents = linkless(frame.left, ("topic", "group", "relation", "time"))
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
                    piece for piece in frame.right if piece.link in COMPLEMENT_LINKS and piece.role == "topic"
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
            topics = complements(words, targets[0], frame.right) if targets[0].role == "relation" else targets
            return replace(frame, kind="change", outcomes=tuple(topics or targets), agents=tuple(agents))
    if agents and all(piece.role == "group" for piece in agents):
        targets = [
            piece
            for piece in frame.right
            if piece.link in {"in", "on", "for", "of", "to", "regarding", "terms", "respect", "with"}
            and piece.role == "topic"
        ]
        if targets:
            return replace(frame, kind="change", outcomes=tuple(targets), agents=tuple(agents))
    return None


_TRAITS = frozenset(
    {"female", "male", "females", "males", "women", "men", "smokers", "nonsmokers", "non-smokers", "elderly"}
)
_FATES = word_set("verbs", "fate")
_WHEN = frozenset({"after", "before", "during", "following", "until", "since", "within"})


_RUNS_ALONG = word_set("outcomes", "runs_along")


def subject(words: Sequence[Word], frame: Frame, verb: Verb) -> Frame | None:
    """Read "X was higher in A than in B", "X decreased", "X occurred in 5 % of A"."""
    topics = named_topics(words, frame.left) or _stood_for(words, frame.left)
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
    agents = linkless(frame.left, ("group",))
    share = any("%" in words[k].text for k in range(*frame.clause.subject) if words[k].tag == "stat")
    if (
        (agents or share or any(piece.role in {"number", "group"} for piece in frame.left))
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
    if agents or share or any(piece.role == "number" for piece in frame.left):
        targets = [
            piece
            for piece in frame.right
            if piece.role == "topic" and not compared(piece) and piece.link not in _WHEN
        ]
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


def _stood_for(words: Sequence[Word], pieces: Sequence[Piece]) -> list[Piece]:
    """Return whose outcome a pronoun for an outcome told of takes up: "…, while those of oat milk fell"."""
    first = pieces[0] if pieces else None
    if first is None or first.link or words[first.start].lemma not in {"that", "those"}:
        return []
    inner = (
        of_part(words, first)
        if first.end > first.start + 1
        else next((piece for piece in pieces[1:2] if piece.link == "of" and piece.link_at == first.end), None)
    )
    return [inner] if inner is not None and inner.role == "topic" else []


def verbless(words: Sequence[Word], frame: Frame, _verb: Verb) -> Frame | None:
    """Read "X: 12 vs 14" and other stretches without a verb."""
    topics = (
        named_topics(words, frame.right)
        or [piece for piece in frame.right if piece.role == "topic" and not compared(piece)][:1]
    )
    return replace(frame, kind="none", outcomes=tuple(topics)) if topics and not frame.left else None
