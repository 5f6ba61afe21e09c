import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evistat.records.jsonl import read_records
from evistat.records.meta_analysis import pool
from evistat.records.pooling import (
    Counts,
    Effect,
    Lack,
    Means,
    critical_value,
    effect_of,
    from_scale,
    read_arms,
    read_counts,
    read_effect,
    read_means,
    to_scale,
)
from evistat.records.schema import Finding, Group, Mention

RECORDS = Path(__file__).parents[1] / "cases" / "table_records.jsonl"
BARE = next(iter(read_records(str(RECORDS)))).findings[0].model_dump()
NO_GROUP: dict[str, Any] = {
    "text": "", "unit": None, "label": None, "n": None, "events": None, "total": None, "spread": None,
    "spread_kind": None, "spread_low": None, "spread_high": None, "start": 0, "end": 1,
}  # fmt: skip


def finding(
    measure: str | None = None,
    value: str | None = None,
    bounds: tuple[str | None, str | None] | None = None,
    *,
    level: float | None = 95.0,
    kind: str = "confidence",
    unit: str | None = None,
) -> Finding:
    """Return a finding with an estimate and an interval printed like this."""
    lower, upper = bounds or (None, None)
    interval = {
        "level": level, "lower": _float(lower), "upper": _float(upper), "lower_text": lower, "upper_text": upper,
        "start": 0, "end": 1, "type": kind,
    }  # fmt: skip
    span = {"text": value, "start": 0, "end": 1} if value is not None else None
    changed = {
        "measure": measure, "value": _float(value), "value_span": span, "unit": unit,
        "ci": interval if bounds else None, "groups": [],
    }  # fmt: skip
    return Finding.model_validate(BARE | changed)


def _float(printed: str | None) -> float | None:
    return float(printed) if printed is not None and printed != "NE" else None


@pytest.mark.parametrize(
    ("one", "scale", "yi", "sei"),
    [
        # The worked example of Altman and Bland, BMJ 2011;343:d2304.
        (finding("RR", "0.81", ("0.70", "0.94")), "log", math.log(0.81), 0.0752),
        # Cochrane Handbook 6.3.2: the width of a 90 % interval is 3.29 standard errors.
        (finding("OR", "2.0", ("1.0", "4.0"), level=90), "log", math.log(2), math.log(4) / 3.2897),
        (finding("MD", "-3.2", ("-5.16", "-1.24")), "identity", -3.2, 1.0),
        (finding("MD", "3.0", ("0.424", "5.576"), level=99), "identity", 3.0, 1.0),
        (finding("MD", "-7.3", ("-5.8", "-8.8")), "identity", -7.3, 0.765),  # the larger size first
        (finding("HR", "0.50", ("0.25", "1.0"), level=None), "log", math.log(0.5), 0.3536),
        (finding("PROP", "50", ("40.13", "59.87"), unit="%"), "logit", 0.0, 0.2041),
        (finding("AUC", "0.80", ("0.70", "0.88")), "logit", math.log(4), 0.2920),
        (finding("R", "0.5", ("0.25", "0.69")), "fisher_z", math.atanh(0.5), 0.1511),
        # An efficacy of 60 % (20 to 80) is a ratio of 0.4 (0.2 to 0.8).
        (finding("VE", "60", ("20", "80"), unit="%"), "log_complement", math.log(0.4), 0.3536),
        (finding("GMR", "105", ("95", "116"), unit="%"), "log", math.log(1.05), 0.0509),
    ],
)
def test_estimate_and_standard_error(one: Finding, scale: str, yi: float, sei: float) -> None:
    effect = read_effect(one)
    assert isinstance(effect, Effect)
    assert effect.scale == scale
    assert effect.yi == pytest.approx(yi, abs=1e-9)
    assert effect.sei == pytest.approx(sei, rel=2e-3)
    assert effect.vi == pytest.approx(effect.sei**2)


@pytest.mark.parametrize(
    ("one", "lack"),
    [
        (finding("HR", None, ("0.5", "0.9")), Lack.ESTIMATE),
        (finding("HR", "0.7"), Lack.INTERVAL),
        (finding("HR", "0.44", ("0.12", "NE")), Lack.BOUND),
        (finding("HR", "0.7", ("0.5", "0.9"), kind="credible"), Lack.CREDIBLE),
        (finding("HR", "0.7", ("0.5", "0.9"), level=0.95), Lack.LEVEL),
        (finding("NNT", "8", ("5", "20")), Lack.SCALE),
        (finding(None, "8", ("5", "20")), Lack.SCALE),
        (finding("RR", "0.00", ("0", "1.58")), Lack.RANGE),
        (finding("SENS", "92.9", ("70", "100"), unit="%"), Lack.RANGE),
        (finding("OR", "-0.3", ("-0.5", "-0.1")), Lack.RANGE),
        (finding("OR", "2.0", ("1.9", "6.0")), Lack.ASYMMETRIC),
        (finding("HR", "0.5", ("0.92", "0.97")), Lack.ASYMMETRIC),
        (finding("MD", "1.0", ("1.0", "1.0")), Lack.ASYMMETRIC),
    ],
)
def test_what_is_lacking_is_said(one: Finding, lack: Lack) -> None:
    assert read_effect(one) is lack
    assert effect_of(one) is None


def test_rounding_is_no_asymmetry() -> None:
    """0.9 stands for 0.85 to 0.95, so 0.9 (0.8 to 0.9) may lie in the middle of its interval."""
    assert isinstance(read_effect(finding("OR", "0.9", ("0.8", "0.9"))), Effect)
    assert read_effect(finding("OR", "0.90", ("0.80", "0.90"))) is Lack.ASYMMETRIC


@given(
    scale=st.sampled_from(
        [("OR", "log"), ("MD", "identity"), ("R", "fisher_z"), ("AUC", "logit"), ("VE", "log_complement")]
    ),
    yi=st.floats(-1.5, 1.5),
    sei=st.floats(0.05, 0.6),
    level=st.sampled_from([80.0, 90.0, 95.0, 98.0, 99.0]),
)
def test_what_was_made_from_a_standard_error_gives_it_back(
    scale: tuple[str, str], yi: float, sei: float, level: float
) -> None:
    measure, name = scale
    reach = critical_value(level) * sei
    printed = [f"{from_scale(number, name):.8f}" for number in (yi, yi - reach, yi + reach)]
    value, first, last = printed
    if measure == "VE":  # more than one in a hundred is meant as per cent
        assume(abs(float(value)) <= 1)
    effect = read_effect(finding(measure, value, (first, last), level=level))
    assert isinstance(effect, Effect)
    assert effect.yi == pytest.approx(yi, abs=1e-5)
    assert effect.sei == pytest.approx(sei, rel=1e-4, abs=1e-5)
    assert from_scale(to_scale(float(value), name), name) == pytest.approx(float(value))


def grouped(
    *groups: dict[str, Any], arms: tuple[str, str] | None = ("aspirin group", "placebo group")
) -> Finding:
    mentions = [
        Mention(text=arm, start=0, end=1, long_form=None, entities=[]).model_dump() for arm in arms or ()
    ]
    intervention, comparator = mentions or (None, None)
    made = [Group.model_validate(NO_GROUP | group).model_dump() for group in groups]
    return Finding.model_validate(
        BARE | {"groups": made, "intervention": intervention, "comparator": comparator}
    )


def test_arms_are_told_by_their_labels_in_any_order() -> None:
    aspirin = {"value": 8.1, "label": "aspirin", "events": 12, "total": 148}
    placebo = {"value": 16.3, "label": "the placebo group", "events": 24, "total": 147}
    assert read_counts(grouped(aspirin, placebo)) == Counts(12, 148, 24, 147)
    assert read_counts(grouped(placebo, aspirin)) == Counts(12, 148, 24, 147)
    # One that is told tells the other.
    assert read_counts(grouped(placebo, aspirin | {"label": None})) == Counts(12, 148, 24, 147)


@pytest.mark.parametrize(
    "labels",
    [(None, None), ("group", "group"), ("aspirin", "aspirin"), ("men", "women"), ("aspirin placebo", None)],
)
def test_arms_that_no_label_tells_are_none(labels: tuple[str | None, str | None]) -> None:
    groups = [{"value": 1.0, "label": label, "events": 1, "total": 2} for label in labels]
    assert read_arms(grouped(*groups)) is Lack.ARMS
    assert read_counts(grouped(*groups)) is Lack.ARMS


def test_arms_must_be_two_and_named() -> None:
    group = {"value": 1.0, "label": "aspirin", "events": 1, "total": 2}
    assert read_counts(grouped(group)) is Lack.ARMS
    assert read_counts(grouped(group, group | {"label": "placebo"}, arms=None)) is Lack.ARMS


@pytest.mark.parametrize(
    ("changed", "lack"),
    [
        ({"total": None}, Lack.COUNTS),
        ({"events": None}, Lack.COUNTS),
        ({"events": 9}, Lack.RANGE),
        ({"total": 0}, Lack.RANGE),
    ],
)
def test_counts_that_cant_be(changed: dict[str, Any], lack: Lack) -> None:
    good = {"value": 1.0, "label": "aspirin", "events": 0, "total": 8}
    placebo = {"value": 1.0, "label": "placebo", "events": 3, "total": 8}
    assert read_counts(grouped(good, placebo)) == Counts(0, 8, 3, 8)
    assert read_counts(grouped(good | changed, placebo)) is lack


def mean(label: str, **parts: Any) -> dict[str, Any]:
    return {
        "value": 5.0,
        "label": label,
        "unit": "mm",
        "n": "n = 1,024",
        "spread": "SD 2.5",
        "spread_kind": "sd",
    } | parts


def test_means_with_deviations_and_sizes() -> None:
    placebo = mean("placebo", value=6.0, n="25 patients", spread="SE 0.5", spread_kind="se")
    # A standard error of 0.5 of 25 people is a deviation of 2.5.
    assert read_means(grouped(mean("aspirin"), placebo)) == Means(5.0, 2.5, 1024, 6.0, 2.5, 25)
    assert read_means(grouped(placebo, mean("aspirin", n=None, total=30))) == Means(
        5.0, 2.5, 30, 6.0, 2.5, 25
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"n": None}, {"n": "12 to 14"}, {"n": "eight"}, {"spread_kind": None}, {"spread_kind": "iqr"}, {"spread": None},
        {"spread": "1.0 to 2.0"}, {"unit": "cm"}, {"n": "8 (20%)", "events": 8},
    ],
)  # fmt: skip
def test_means_that_lack_something(changed: dict[str, Any]) -> None:
    assert isinstance(read_means(grouped(mean("aspirin"), mean("placebo"))), Means)
    assert read_means(grouped(mean("aspirin", **changed), mean("placebo"))) is Lack.COUNTS


# -- pooling -------------------------------------------------------------------------------------------------


def effects(*pairs: tuple[float, float]) -> list[Effect]:
    return [Effect("identity", yi, math.sqrt(vi)) for yi, vi in pairs]


def test_fixed_effect_by_hand() -> None:
    """Weights 1 and 4: mean (0 + 4 × 3)/5, variance 1/5, Q = 2.4² + 4 × 0.6²."""
    pooled = pool(effects((0, 1), (3, 0.25)), model="fixed")
    assert pooled.estimate == pytest.approx(2.4)
    assert pooled.se == pytest.approx(math.sqrt(0.2))
    assert (pooled.lower, pooled.upper) == pytest.approx((2.4 - 0.8765, 2.4 + 0.8765), abs=1e-4)
    assert pooled.weights == pytest.approx((0.2, 0.8))
    assert pooled.q == pytest.approx(7.2)
    assert (pooled.df, pooled.tau2) == (1, 0.0)
    assert pooled.i2 == pytest.approx(100 * 6.2 / 7.2)


def test_random_effects_by_hand() -> None:
    """τ² = (7.2 − 1)/(5 − 17/5) = 3.875, weights 1/4.875 and 1/4.125."""
    pooled = pool(effects((0, 1), (3, 0.25)), model="random")
    assert pooled.tau2 == pytest.approx(3.875)
    assert pooled.estimate == pytest.approx(1.625)
    assert pooled.se == pytest.approx(1 / math.sqrt(1 / 4.875 + 1 / 4.125))
    assert pooled.p_heterogeneity == pytest.approx(0.00729, abs=1e-5)


def test_alike_studies_need_no_random_effects() -> None:
    pooled = pool(effects((0, 1), (1, 1)), model="random")
    assert (pooled.tau2, pooled.i2) == (0.0, 0.0)
    assert pooled.estimate == pytest.approx(0.5)
    assert pooled.q == pytest.approx(0.5)


# Thirteen trials of BCG vaccination (Colditz and others, JAMA 1994;271:698-702): tuberculosis and people in the
# vaccinated and the unvaccinated group.
BCG = [
    (4, 123, 11, 139), (6, 306, 29, 303), (3, 231, 11, 220), (62, 13598, 248, 12867), (33, 5069, 47, 5808),
    (180, 1541, 372, 1451), (8, 2545, 10, 629), (505, 88391, 499, 88391), (29, 7499, 45, 7277), (17, 1716, 65, 1665),
    (186, 50634, 141, 27338), (5, 2498, 3, 2341), (27, 16913, 29, 17854),
]  # fmt: skip


def test_bcg_trials_as_published() -> None:
    ratios = [
        Effect("log", math.log((a / n1) / (c / n2)), math.sqrt(1 / a - 1 / n1 + 1 / c - 1 / n2))
        for a, n1, c, n2 in BCG
    ]
    random = pool(ratios, model="random")
    assert random.estimate == pytest.approx(-0.7141, abs=5e-5)
    assert random.se == pytest.approx(0.1787, abs=5e-5)
    assert random.tau2 == pytest.approx(0.3088, abs=5e-5)
    assert random.q == pytest.approx(152.2330, abs=5e-5)
    assert random.i2 == pytest.approx(92.12, abs=5e-3)
    assert pool(ratios, model="fixed").estimate == pytest.approx(-0.4303, abs=5e-5)


def test_nothing_and_mixed_scales_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        pool([], model="fixed")
    with pytest.raises(ValueError, match="scale"):
        pool([Effect("log", 0, 1), Effect("identity", 0, 1)], model="fixed")
    with pytest.raises(ValueError, match="variance"):
        pool([Effect("log", 0, 0)], model="fixed")
