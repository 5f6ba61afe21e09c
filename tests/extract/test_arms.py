"""The arms a study compares, from its own words."""

from __future__ import annotations

import time

import pytest

from evistat.extract import arms
from evistat.extract.arms import study_arms
from evistat.extract.context import Context, SectionSpan
from evistat.read.typography import fold
from evistat.tokenise.sections import find_sections
from evistat.tokenise.sentences import find_sentences


def _arms(text: str) -> tuple[str | None, str | None, bool]:
    folded = fold(text)
    sections = find_sections(text)
    context = Context(
        text=text,
        folded=folded,
        sentences=tuple(find_sentences(text, folded, sections)),
        sections=tuple(SectionSpan(one.label, one.body_start, one.end) for one in sections),
    )
    arms = study_arms(context)

    def name(span: tuple[int, int] | None) -> str | None:
        return text[span[0] : span[1]] if span is not None else None

    return name(arms.intervention), name(arms.comparator), arms.trial


@pytest.mark.parametrize(
    ("text", "intervention", "comparator"),
    [
        ("Adults were randomised to a yoga group or a reading group. Pain fell in the yoga group, not the reading group.", "yoga group", "reading group"),
        ("Adults were randomly assigned to receive once-daily oral lomitrel or placebo. Lomitrel was safe. Lomitrel helped.", "lomitrel", "placebo"),
        ("Adults were randomised to placebo or lomitrel 5 mg daily. Lomitrel helped, and lomitrel was safe.", "lomitrel", "placebo"),
        ("We randomised adults. Pain fell in group A, rose in group B, and sleep improved in group A.", "group A", "group B"),
        ("Lomitrel versus carbizone for gout: a randomised trial\n\nMethods: Adults took one of them.", "Lomitrel", "carbizone"),
        ("Patients were randomised to bare-metal stent (BMS) or coated stent (CST). BMS failed. CST failed less.", "BMS", "CST"),
        ("In this double-blind study pain was lower with lomitrel than placebo. Lomitrel was safe.", "lomitrel", "placebo"),
        ("We randomised adults. The study group rested after the walk; the control group didn't.", "study group", "control group"),
        ("We randomised adults. Pain differed between the walking and the resting group. The resting group slept.", "resting group", "walking"),
        ("Adults were randomised to lomitrel with or without carbizone. Lomitrel is old.", "carbizone", "lomitrel"),
        ("We randomised schools. Intervention schools taught. Control schools didn't. Intervention children learned, control children played.", "Intervention schools", "Control schools"),
        ("We randomised adults. Group therapy helped in the talking group. Yoga group therapy is rare. The silent group rested.", "talking group", "silent group"),
        ("Adults were randomised: brisk walking (BRW, n = 9), slow walking (SLW; n=8). BRW helped. SLW didn't.", "BRW", "SLW"),
        ("Effect of lomitrel on gout: a randomised trial\n\nMethods: Adults took lomitrel daily. Others took a placebo.", "lomitrel", "placebo"),
        ("A randomised trial. Adults were treated with either a warm bath (WB) or a cold bath (CB). WB helped, CB didn't.", "WB", "CB"),
        ("Adults were randomised to 3-week cycles of either lomitrel plus tea or carbizone plus tea. It helped.", "lomitrel plus tea", "carbizone plus tea"),
        ("Adults were randomised to lomitrel 7.5 mg once daily (n = 9), lomitrel 30 mg once daily (n = 9), or placebo (n = 8).", "lomitrel", "placebo"),
        ("A randomised cross-over study. Each adult received lomitrel 2.5 mg or carbizone 10 mg in turn.", "lomitrel", "carbizone"),
        ("A randomised trial. Adults were treated with 4.5 mg/m2 per day of lomitrel (n = 32) or placebo (n = 15).", "lomitrel", "placebo"),
        ("A randomised trial. Adults took vitamin X or placebo. More vitamin X, fewer falls.", "vitamin X", "placebo"),
    ],
)  # fmt: skip
def test_study_arms(text: str, intervention: str, comparator: str) -> None:
    assert _arms(text) == (intervention, comparator, True)


def test_no_trial_no_arms() -> None:
    assert _arms("We measured blood pressure and salt intake in 200 miners.") == (None, None, False)


def test_random_samples_are_no_trial() -> None:
    assert not _arms("Households were randomly selected from ten villages.")[2]


@pytest.mark.parametrize("links", [" with one daily", " of"])
def test_time_is_linear_in_the_links_behind_a_name(links: str) -> None:
    def seconds(count: int) -> float:
        stretch = "lomitrel" + links * count + " gel"
        start = time.process_time()
        assert arms._name_alone(stretch, (0, len(stretch)))[0] == 0
        return time.process_time() - start

    small, large = min(seconds(1_000) for _ in range(3)), seconds(8_000)
    assert large < 8 * 4 * max(small, 0.005)
