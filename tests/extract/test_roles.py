"""Weights choose between the rules' reading and other phrases: who may be what, what is learned, what stays as it is."""

from __future__ import annotations

import pytest

from evistat.extract.arms import study_arms
from evistat.extract.candidates import ROLES
from evistat.extract.context import Context
from evistat.extract.findings import Finding, find_findings
from evistat.extract.roles import RULE, RulesAlone, Scales
from evistat.extract.traits import Mentions, of_phrase
from evistat.extract.weights import OTHERS, trait_worths, word_odds
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
    by_rules, weighed = find_findings(context, RulesAlone), find_findings(context, Scales)
    assert named(by_rules.findings[0])["outcome"] == "tumour stage"
    assert named(weighed.findings[0])["outcome"] == "overall survival"
    assert weighed.origins[0].about.rule == RULE  # type: ignore[union-attr]


TEXTS = (
    "Pain was lower with lomitrel than with placebo (P = 0.01).",
    "Smoking (OR 2.1, 95% CI 1.4 to 3.0) and poverty (OR 1.6, 95% CI 1.1 to 2.4) were associated with stroke.",
    "Adults were randomised to tea or water. Sleep (12% vs 20%, P = 0.04) and mood (P = 0.3) were better with tea.",
    "Of 90 nurses, 20% (95% CI 15 to 25) had burnout; age was correlated with burnout (r = 0.4, P = 0.02).",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_result_has_an_exposure_or_sides_never_both(text: str) -> None:
    for finding in find_findings(context_of(text)).findings:
        names = named(finding)
        assert names["predictor"] is None or names["intervention"] is names["comparator"] is None
        assert names["intervention"] is not None or names["comparator"] is None
        assert len({name for name in names.values() if name}) == sum(
            name is not None for name in names.values()
        )


def test_very_many_results_in_a_sentence_stay_as_the_rules_read_them() -> None:
    text = (
        "Values were " + ", ".join(f"item {number} (P = 0.0{number % 9 + 1})" for number in range(30)) + "."
    )
    context = context_of(text)
    assert find_findings(context, Scales).findings == find_findings(context, RulesAlone).findings


def test_weights_are_one_a_role_and_none_is_without_effect() -> None:
    assert len(trait_worths()) > 1000
    assert all(len(worths) == len(ROLES) and any(worths) for worths in trait_worths().values())
    assert all(len(odds) == len(OTHERS) for odds in word_odds().values())


def test_most_traits_that_are_worked_out_have_a_weight() -> None:
    context = context_of("Pain was lower with lomitrel than with placebo (P = 0.01).")
    arms = study_arms(context)
    traits = [*of_phrase(context, arms, Mentions(context), (0, 4))]
    assert "head:pain" in traits
    assert sum(trait in trait_worths() for trait in traits) > len(traits) / 2
