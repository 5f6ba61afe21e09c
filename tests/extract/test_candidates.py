"""Which phrases are candidates for a result's roles: of its sentence, its bracket, of what stood before."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from evistat.extract.arms import StudyArms
from evistat.extract.candidates import candidates_for, phrases_of
from evistat.extract.context import Context, SectionSpan, ShortForm
from evistat.extract.finding import Result
from evistat.extract.findings import find_findings
from evistat.extract.reading import Found, Reading
from evistat.extract.roles import RulesAlone
from evistat.read.typography import fold
from evistat.tokenise.sentences import find_sentences


class Noting(RulesAlone):
    """Notes the candidates of each result with their sources."""

    def __init__(self, context: Context, arms: StudyArms) -> None:
        super().__init__(context, arms)
        self.seen: list[dict[str, set[str]]] = []

    def choose(
        self, reading: Reading, result: Result, number: int, found: Found, earlier: Sequence[Found]
    ) -> None:
        folded = self.context.folded
        phrases = phrases_of(self.context, reading)
        every = candidates_for(folded, self.arms, reading, phrases, result, number, found, earlier)
        named: dict[str, set[str]] = {}
        for one in every:
            named.setdefault(folded[slice(*one.span)], set()).update(one.sources)
        self.seen.append(named)


def candidates_in(
    text: str, *, title: int = 0, head: str = "TITLE", shorts: tuple[ShortForm, ...] = ()
) -> list[dict[str, set[str]]]:
    made: list[Noting] = []

    def prepare(context: Context, arms: StudyArms) -> Noting:
        made.append(Noting(context, arms))
        return made[-1]

    folded = fold(text)
    sections = (SectionSpan(head, 0, title), SectionSpan("RESULTS", title, len(text))) if title else ()
    sentences = tuple(find_sentences(text, folded, []))
    find_findings(Context(text, folded, sentences, sections, shorts), prepare)
    return made[0].seen


def test_what_stands_in_a_bracket_with_several_results_names_the_one_beside_it() -> None:
    first, second = candidates_in(
        "Lamps improved the lab values (copper content = 4.1 [95% CI 3.0 to 5.2], zinc content = 2.2 [95% CI 1.3 to 3.1])."
    )
    assert "bracket" in first["copper content"]
    assert "zinc content" not in first
    assert "bracket" in second["zinc content"]
    assert "copper content" not in second


def test_a_bracket_of_numbers_names_nothing() -> None:
    (only,) = candidates_in("Rowing eased gout (mean difference 4.1, 95% CI 3.0 to 5.2, P = 0.02).")
    assert not any("bracket" in sources for sources in only.values())


def test_the_sentence_before_names_what_a_difference_is_in() -> None:
    text = "Tea and rest. Ferritin was measured twice in all nurses. The difference between arms was significant (P = 0.02)."
    (only,) = candidates_in(text)
    assert "before" in only["Ferritin"]
    assert "before" in only["Tea"]  # no title: the first sentence says what the text is about
    (titled,) = candidates_in(text, title=14)
    assert not any("before" in sources for sources in titled.values())


def test_the_sentence_before_is_of_the_same_section() -> None:
    text = "Tea and rest. Ferritin in nurses. The difference between arms was significant (P = 0.02)."
    (only,) = candidates_in(text, title=34, head="METHODS")
    assert "before" in only["Tea"]
    assert "before" not in only.get("Ferritin", ())


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The proportion vaccinated was 24% (95% CI 20 to 28).", "vaccinated"),
        ("More nurses were vaccinated with tea (P = 0.02).", "vaccinated"),
        ("Nurses in the tea arm had not attended any lessons (P = 0.02).", "not attended any lessons"),
        ("More nurses preferred tea (P = 0.02).", "preferred tea"),
    ],
)
def test_what_people_did_may_be_counted(text: str, phrase: str) -> None:
    (only,) = candidates_in(text)
    assert phrase in only


def test_what_can_be_no_name_is_no_candidate() -> None:
    (only,) = candidates_in("Gout was significantly higher, with no further difference, on tea (P = 0.02).")
    assert "Gout" in only
    assert not {"higher", "significantly higher", "difference"} & set(only)


def test_verbs_that_tell_no_fate_are_no_candidates() -> None:
    (only,) = candidates_in("The tea arm showed longer sleep (P = 0.02).")
    assert not any("verb" in sources for sources in only.values())


@pytest.mark.parametrize(
    ("bracket", "names"),
    [("(rust, smut and ergot)", ["rust", "smut", "ergot"]), ("(n = 12)", []), ("(2 to 4)", [])],
)
def test_a_bracket_without_numbers_may_name_what_is_told_of(bracket: str, names: list[str]) -> None:
    (only,) = candidates_in(f"All markers {bracket} were higher on tea (P = 0.02).")
    assert [name for name, sources in only.items() if "aside" in sources] == names


def test_an_abbreviation_of_the_text_is_no_statistic() -> None:
    text = "Heart rate (HR) was taken. Mean HR was higher on tea (P = 0.02)."
    short = ShortForm("HR", "Heart rate", 12, 14, 0, 10)
    (only,) = candidates_in(text, shorts=(short,))
    assert "HR" in only
    (unknown,) = candidates_in(text)
    assert "HR" not in unknown


def test_the_time_before_and_a_control_named_elsewhere_may_be_compared_with() -> None:
    (only,) = candidates_in(
        "Sleep was logged at baseline. Nobody in the control group slept. Sleep rose on tea (P = 0.02)."
    )
    assert "time before" in only["baseline"]
    assert "control" in only["control group"]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Tea led to a stiffness of 16.8 mm (P = 0.02).", "stiffness"),
        ("The improvement rate of the tea group was higher (P = 0.02).", "improvement rate"),
    ],
)
def test_a_name_ends_before_how_much_and_whose_it_is(text: str, phrase: str) -> None:
    (only,) = candidates_in(text)
    assert "piece" in only[phrase]
