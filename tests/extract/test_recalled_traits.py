"""Traits of names that were said before, of places in a list, of abbreviations written out."""

from __future__ import annotations

from itertools import chain

from evistat.extract.arms import StudyArms, study_arms
from evistat.extract.candidates import candidates_for, phrases_of
from evistat.extract.context import Context, ShortForm
from evistat.extract.finding import Result
from evistat.extract.findings import find_findings
from evistat.extract.reading import Found, Reading
from evistat.extract.roles import RulesAlone
from evistat.extract.traits import Asked, Mentions, of_all, of_phrase
from evistat.read.typography import fold
from evistat.tokenise.sentences import find_sentences


def context_of(text: str, *abbreviations: ShortForm) -> Context:
    folded = fold(text)
    return Context(text, folded, tuple(find_sentences(text, folded, [])), abbreviations=abbreviations)


class Noting(RulesAlone):
    """Notes the traits of each result's candidates by their text."""

    def __init__(self, context: Context, arms: StudyArms) -> None:
        super().__init__(context, arms)
        self.seen: list[dict[str, set[str]]] = []

    def choose(
        self, reading: Reading, result: Result, number: int, found: Found, earlier: list[Found]
    ) -> None:
        asked = Asked(self.context, self.arms, reading, result, number, found)
        folded, phrases = self.context.folded, phrases_of(self.context, reading)
        each: dict[str, set[str]] = {}
        for one in candidates_for(folded, self.arms, reading, phrases, result, number, found, earlier):
            traits = of_all(asked, Mentions(self.context), one, earlier)
            assert len(traits) == len(set(traits))
            each.setdefault(folded[slice(*one.span)], set()).update(traits)
        self.seen.append(each)


def traits_in(text: str) -> list[dict[str, set[str]]]:
    made: list[Noting] = []

    def prepare(context: Context, arms: StudyArms) -> Noting:
        made.append(Noting(context, arms))
        return made[-1]

    find_findings(context_of(text), prepare)
    return made[0].seen


def test_a_name_said_before_is_told_wherever_it_stands() -> None:
    *_, last = traits_in(
        "Stiffness was lower with heat (P = 0.01). Heat did not change stiffness in men (P = 0.40)."
    )
    assert {"said:outcome 0", "said:outcome:p"} <= last["stiffness"]
    assert not any(trait.startswith("said:") for trait in last["men"])


def test_places_in_a_list_are_compared_with_the_results() -> None:
    first, second = traits_in(
        "Stiffness and fatigue were lower with heat (P = 0.01 and P = 0.03, respectively)."
    )
    assert "order:outcomes:same" in first["Stiffness"]
    assert "order:outcomes:later" in first["fatigue"]
    assert "order:outcomes:same" in second["fatigue"]


def test_places_in_the_list_of_the_sentence_before_are_compared() -> None:
    *_, last = traits_in(
        "Heat reduced stiffness (P = 0.01) and fatigue (P = 0.03). "
        "Mean differences were 2.4 (95% CI 0.9 to 3.9) and 5.1 (95% CI 1.8 to 8.4), respectively."
    )
    assert "order:before:True:True" in last["fatigue"]
    assert "order:before:False:True" in last["stiffness"]


def test_an_abbreviation_has_the_words_of_its_long_form() -> None:
    text = "Length of stay (LOS) was noted. LOS fell (P = 0.01)."
    short = ShortForm("LOS", "Length of stay", 16, 19, 0, 14)
    context = context_of(text, short)
    start = text.rindex("LOS")
    traits = set(
        chain.from_iterable(of_phrase(context, study_arms(context), Mentions(context), (start, start + 3)))
    )
    assert {"word:los", "word:stay", "head:los", "head:length", "ends:ngth", "upper"} <= traits
