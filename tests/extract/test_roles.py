"""Weights choose between the rules' reading and other phrases: who may be what, what is learned, what stays as it is."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from evistat.extract.arm_names import whole_arm
from evistat.extract.arms import StudyArms, study_arms
from evistat.extract.candidates import ROLES, Candidate, phrases_of
from evistat.extract.context import Context
from evistat.extract.findings import Finding, find_findings
from evistat.extract.pair_traits import SIDES, of_names, of_places
from evistat.extract.reading import read_results
from evistat.extract.roles import RULE, TOLD, RulesAlone, Scales, TellingScales
from evistat.extract.traits import Mentions, of_phrase
from evistat.extract.weights import OTHERS, Worths, single_worths, word_odds
from evistat.read.typography import fold
from evistat.tokenise.sentences import find_sentences


def context_of(text: str) -> Context:
    folded = fold(text)
    return Context(text=text, folded=folded, sentences=tuple(find_sentences(text, folded, [])))


def named(finding: Finding) -> dict[str, str | None]:
    return {role: finding[role] and finding[role]["text"] for role in ROLES}


def test_a_phrase_that_weighs_more_takes_the_place_of_the_rules_choice() -> None:
    context = context_of(
        "Cox regression gave, for overall survival, the tumour stage (HR 1.71, 95% CI 1.15 to 2.92)."
    )
    by_rules, weighed = find_findings(context, RulesAlone), find_findings(context, TellingScales)
    assert named(by_rules.findings[0])["outcome"] == "tumour stage"
    assert named(weighed.findings[0])["outcome"] == "overall survival"
    about = weighed.origins[0].about  # type: ignore[union-attr]
    assert about.rule == RULE
    assert about.weighed.startswith('over "tumour stage" (subject.')
    assert about.weighed.count(" +") == TOLD


@pytest.mark.parametrize(
    ("result", "other"),
    [("(HR 0.6, 95% CI 0.4 to 0.9)", "water"), ("(P = 0.02)", None)],
)
def test_what_compares_two_leaves_no_side_open_that_the_rules_know(result: str, other: str | None) -> None:
    context = context_of(
        f"Adults were randomised to tea or water. Tea reduced gout more than water {result}."
    )
    traits = {"rule": (99.0, 0.0, 0.0, 0.0), "rule's intervention": (0.0, 0.0, 99.0, 0.0)}
    unsure = Worths(traits | {"absent": (0.0, 9.0, -9.0, 99.0)}, {})
    found = find_findings(context, lambda context, arms: Scales(context, arms, unsure, {})).findings
    assert named(found[-1])["comparator"] == other


TEXTS = (
    "Pain was lower with lomitrel than with placebo (P = 0.01).",
    "Smoking (OR 2.1, 95% CI 1.4 to 3.0) and poverty (OR 1.6, 95% CI 1.1 to 2.4) were associated with stroke.",
    "Adults were randomised to tea or water. Sleep (12% vs 20%, P = 0.04) and mood (P = 0.3) were better with tea.",
    "Of 90 nurses, 20% (95% CI 15 to 25) had burnout; age was correlated with burnout (r = 0.4, P = 0.02).",
)


HARD = (
    "There was no difference in age or changes from baseline in HbA1c between the groups (P < 0.05).",
    "Age in the group with changes from baseline in HbA1c was 12 versus 15 in the group without (P = 0.03).",
    "Recovery in tea for patients (12% vs 20%, P = 0.04).",
    "Risk of gout predicted changes from baseline in HbA1c and systolic blood pressure (P < 0.05).",
    "Mortality and quality of life were associated with stroke (P < 0.05). Mortality followed quality of life (P = 0.01).",
)
SAMPLES = sorted((Path(__file__).parents[2] / "corpora" / "abstracts").glob("*.txt"))


def overlapping(finding: Finding) -> bool:
    spans = sorted((finding[role]["start"], finding[role]["end"]) for role in ROLES if finding[role])
    return any(one[1] > other[0] for one, other in itertools.pairwise(spans))


@pytest.mark.parametrize("text", TEXTS + HARD)
def test_a_result_has_an_exposure_or_sides_and_no_words_in_two_roles(text: str) -> None:
    for finding in find_findings(context_of(text)).findings:
        assert finding["predictor"] is None or finding["intervention"] is finding["comparator"] is None
        assert finding["intervention"] is not None or finding["comparator"] is None
        assert not overlapping(finding)


def test_roles_are_apart_in_the_samples() -> None:
    extractions = [find_findings(context_of(path.read_text("utf-8"))) for path in SAMPLES]
    with_numbers = [one for each in extractions for one in each.findings if one["kind"] != "statement"]
    assert len(with_numbers) > 250
    assert not [finding["quote"] for finding in with_numbers if overlapping(finding)]


def test_sides_end_where_arms_names_end() -> None:
    for path in SAMPLES:
        context = context_of(path.read_text("utf-8"))
        for found in find_findings(context).findings:
            if found["kind"] != "statement":
                for side in (found["intervention"], found["comparator"]):
                    span = (side["start"], side["end"]) if side else None
                    assert whole_arm(context, span) == span


@pytest.mark.parametrize("text", ["", "(P = 0.03)", "P = 0.03.", "Up by 3 (P = 0.03)."])
def test_little_text_is_read(text: str) -> None:
    assert len(find_findings(context_of(text)).findings) <= 1


def test_very_many_results_in_a_sentence_stay_as_the_rules_read_them() -> None:
    text = (
        "Values were " + ", ".join(f"item {number} (P = 0.0{number % 9 + 1})" for number in range(30)) + "."
    )
    context = context_of(text)
    assert find_findings(context, Scales).findings == find_findings(context, RulesAlone).findings


def test_weights_are_one_a_role_and_none_is_without_effect() -> None:
    learned = single_worths()
    assert len(learned.traits) > 1000
    for table in (learned.traits, learned.company):
        assert all(len(worths) == len(ROLES) and any(worths) for worths in table.values())
    assert all(len(odds) == len(OTHERS) for odds in word_odds().values())


def test_most_traits_that_are_worked_out_have_a_weight() -> None:
    context = context_of("Pain was lower with lomitrel than with placebo (P = 0.01).")
    arms = study_arms(context)
    traits = [*itertools.chain.from_iterable(of_phrase(context, arms, Mentions(context), (0, 4)))]
    assert "head:pain" in traits
    assert sum(trait in single_worths().traits for trait in traits) > len(traits) / 2


PAIR = "Pain was lower with lomitrel than with placebo (P = 0.01)."


def phrase(reading_text: str, name: str, candidates: list[Candidate]) -> Candidate:
    return next(one for one in candidates if reading_text[slice(*one.span)] == name)


def test_two_phrases_are_told_by_what_stands_between_them() -> None:
    context = context_of(PAIR)
    arms = study_arms(context)
    reading = read_results(context, (0, 0), {0: [(len(PAIR) - 11, len(PAIR) - 2)]}, arms, None)
    candidates = phrases_of(context, reading)
    one, other = (phrase(PAIR, name, candidates) for name in ("lomitrel", "placebo"))
    there = set(of_places(SIDES, reading, PAIR, one, other))
    back = set(of_places(SIDES, reading, PAIR, other, one))
    assert {"sides:order True", "sides:by True than with 2", "sides:tells True than"} <= there
    assert {"sides:order False", "sides:by False than with 2"} <= back
    assert {"sides:control False True", "sides:shared 0"} <= set(of_names(PAIR, one, other))


@pytest.mark.parametrize(
    ("trait", "sides"),
    [
        ("sides:by True than with 2", ("lomitrel", "placebo")),
        ("sides:by False than with 2", ("placebo", "lomitrel")),
    ],
)
def test_what_two_phrases_weigh_together_decides_between_equals(trait: str, sides: tuple[str, str]) -> None:
    def prepare(context: Context, arms: StudyArms) -> Scales:
        return Scales(context, arms, Worths({}, {}), {trait: 1.0})

    found = named(find_findings(context_of(PAIR), prepare).findings[0])
    assert (found["intervention"], found["comparator"]) == sides


@pytest.mark.parametrize(("word", "outcome"), [("tumour", "tumour stage"), ("survival", "overall survival")])
def test_a_word_is_weighed_by_the_company_it_keeps(word: str, outcome: str) -> None:
    def prepare(context: Context, arms: StudyArms) -> Scales:
        return Scales(context, arms, Worths({}, {word: (4.0, 0.0, 0.0, 0.0)}), {})

    text = "Cox regression gave, for overall survival, the tumour stage (HR 1.71, 95% CI 1.15 to 2.92)."
    found = find_findings(context_of(text), prepare)
    assert named(found.findings[0])["outcome"] == outcome


def test_a_name_is_known_by_what_stands_beside_it_elsewhere() -> None:
    mentions = Mentions(
        context_of("Adults received lomitrel or tea. The tea group slept longer than the lomitrel group.")
    )
    assert {"grouped most:1", "given most:1", "opposed most:1"} <= set(mentions.of_names(["lomitrel"]))
    assert {"grouped least:0", "given most:0"} <= set(mentions.of_names(["sleep"]))


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        (
            "Gains were seen in grip strength and in the speed of recall (P = 0.02).",
            ["grip strength", "speed of recall"],
        ),
        (
            "The oat arm increased fibre intake and decreased sugar intake (P = 0.02).",
            ["fibre intake", "sugar intake"],
        ),
    ],
)
def test_an_item_of_the_outcomes_own_list_is_no_exposure(text: str, outcomes: list[str]) -> None:
    def prepare(context: Context, arms: StudyArms) -> Scales:
        return Scales(context, arms, pairs={"tie": 9.0})

    found = [named(one) for one in find_findings(context_of(text), prepare).findings]
    assert [one["outcome"] for one in found] == outcomes
    assert all(one["predictor"] not in outcomes for one in found)
