"""Tables in the running text: which runs of numbers are rows, what they are called, and that prose has none."""

from __future__ import annotations

import pytest

from evistat.extract.context import Context
from evistat.extract.run_in_tables import find_rows
from evistat.extract.table_rows import find_table_rows


def values(text: str) -> list[tuple[str, list[float | None]]]:
    return [(text[slice(*row.name)], [cell.value for cell in row.cells]) for row in find_rows(text)]


def groups(text: str) -> list[tuple[tuple[float, ...], float | None]]:
    results = find_table_rows(Context(text=text, folded=text, sentences=((0, len(text)),)))
    return [(tuple(group.value for group in one.groups), one.p.value if one.p else None) for one in results]


def test_cells_glued_together_come_apart() -> None:
    text = "Sleep7.1 ± 1.26.2 ± 1.10.012Gait speed1.02 ± 0.211.01 ± 0.200.810"
    assert values(text) == [("Sleep", [7.1, 6.2, 0.012]), ("Gait speed", [1.02, 1.01, 0.81])]


def test_a_number_that_ends_a_name_is_no_cell() -> None:
    assert values("VO2 31.1 ± 5.0 33.4 ± 6.1 0.04 CO2 4.1 ± 0.4 4.2 ± 0.4 0.60") == [
        ("VO2", [31.1, 33.4, 0.04]),
        ("CO2", [4.1, 4.2, 0.6]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "In 2011 20 callers slept 7.1 (1.2) hours, in 2012 31 callers 7.0 (1.3) hours.",
        "The rate was 15% (95% confidence interval 12%-18%) and 20% (17%-25%).",
        "Of 13 194 callers, 12 885 slept.",
    ],
)
def test_prose_gives_no_results(text: str) -> None:
    assert groups(text) == []


def test_a_column_of_all_is_left_out() -> None:
    head = "Table 1 Callers. All (n = 90) Lamp (n = 30) Radio (n = 30) None (n = 30) P value "
    assert groups(head + "Women 40% 50% 30% 40% 0.04 Alone 20% 30% 20% 10% 0.30") == [
        ((50, 30, 40), 0.04),
        ((30, 20, 10), 0.3),
    ]


def test_counts_give_their_percentages_and_halves_share_a_p_value() -> None:
    head = "Table 1 Meals. Lamp group Control group P value "
    assert groups(head + "Warm 30 (60.0%) 20 (40.0%) Cold 20 (40.0%) 30 (60.0%) 0.04") == [
        ((60, 40), 0.04),
        ((40, 60), 0.04),
    ]


def test_means_and_deviations_in_columns_of_their_own() -> None:
    head = "Table 1 Scores. Lamp mean SD Control mean SD P value "
    assert groups(head + "Memory 4.1 1.2 3.0 1.1 0.04 Mood 2.1 1.0 2.2 1.0 0.80") == [
        ((4.1, 3.0), 0.04),
        ((2.1, 2.2), 0.8),
    ]


def test_a_test_statistic_before_the_p_value_is_no_group() -> None:
    head = "Table-I Callers in both groups. Group Lamp Group Radio Group t P "
    text = head + "Sleep (h) 7.1±1.2 6.2±1.1 2.41 <0.05 Gait (m/s) 1.02±0.21 1.01±0.20 0.31 >0.05"
    assert groups(text) == [((7.1, 6.2), 0.05), ((1.02, 1.01), 0.05)]
    results = find_table_rows(Context(text=text, folded=text, sentences=((0, len(text)),)))
    assert [(one.test.name, one.test.value) for one in results if one.test] == [("t", 2.41), ("t", 0.31)]
    assert [group.label for group in results[0].groups] == ["Lamp Group", "Radio Group"]


def test_p_values_between_the_values_test_those_before_them() -> None:
    head = "Table 2 Callers. Lamp P value within group Radio P value within group P value between groups "
    text = (
        head
        + "Sleep 7.1(1.2) 6.2(1.1) 0.01 6.9(1.0) 6.8(1.1) 0.54 0.020 Mood 3.1(0.4) 3.3(0.5) 0.40 3.0(0.3) 3.1(0.4) 0.61 0.733"
    )
    assert groups(text)[:3] == [((7.1, 6.2), 0.01), ((6.9, 6.8), 0.54), ((), 0.02)]


def test_the_last_of_several_tests_may_be_an_interaction() -> None:
    head = "p-values Variable Group Baseline 3 months Group effect Time effect Group × Time "
    text = head + "Sleep (h) Lamp 7.1 ± 1.2 6.2 ± 1.1 0.8120 <0.001 0.0410 Radio 7.0 ± 1.1 6.1 ± 1.3 "
    text += "Mood Lamp 3.1 ± 0.2 3.2 ± 0.1 0.1120 0.034 0.5410 Radio 3.0 ± 0.1 3.1 ± 0.3 "
    text += "Gait Lamp 1.1 ± 0.2 1.2 ± 0.1 0.9120 0.044 0.6410 Radio 1.0 ± 0.1 1.1 ± 0.3"
    results = find_table_rows(Context(text=text, folded=text, sentences=((0, len(text)),)))
    assert [one.p.kind for one in results[:3] if one.p] == [None, None, "interaction"]
    assert [text[slice(*one.row.outcome)] for one in results[3:5] if one.row and one.row.outcome] == [
        "Mood"
    ] * 2


def test_crude_and_adjusted_ratios_have_a_p_value_each() -> None:
    head = "Table 3 Risk factors for falls. Odds ratio (95% CI) P value Odds ratio (95% CI) P value "
    text = (
        head
        + "Age 1.10 (0.98-1.31) 0.155 1.01 (0.90-1.13) 0.858 Lamps 2.10 (1.20-3.40) 0.004 1.90 (1.10-3.10) 0.020"
    )
    results = find_table_rows(Context(text=text, folded=text, sentences=((0, len(text)),)))
    assert [(one.value, one.p.value if one.p else None) for one in results] == [
        (1.1, 0.155),
        (1.01, 0.858),
        (2.1, 0.004),
        (1.9, 0.02),
    ]


def test_each_groups_own_range_is_no_estimate() -> None:
    head = "Table 3 Outcomes. Lamp (n = 25) Radio (n = 27) Comparison between groups p-value "
    text = (
        head
        + "Change in sleep 1.5 [0.5, 2] n = 24 1 [0, 2] n = 26 0.048 Waking, min 10 [8, 20] 11 [6, 45] 0.44"
    )
    assert groups(text) == [((1.5, 1), 0.048), ((10, 11), 0.44)]


def test_total_in_a_rows_name_is_no_column() -> None:
    head = "Table 7 Lipids. LAMP RADIO NONE P Value "
    text = head + "Total Cholesterol 4.1 ± 0.2 4.3 ± 0.1 4.0 ± 0.3 0.012 HDL 1.1 ± 0.1 1.2 ± 0.1 1.3 ± 0.1 NS"
    assert groups(text) == [((4.1, 4.3, 4), 0.012), ((1.1, 1.2, 1.3), None)]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (
            "Sleep (h) Before 7.1 ± 1.2 6.2 ± 1.1 0.01 After 7.9 ± 1.0 6.1 ± 1.1 0.54",
            ["Sleep", "Sleep"],
        ),
        ("BMI** 24.1 ± 4.2 25.2 ± 3.1 0.01 Falls [n (%)] 9 (30) 3 (10) 0.04", ["BMI", "Falls"]),
        (
            "(n=25) (n=25) Mean SD Mean SD Sleep 7.1 1.2 6.2 1.1 .03 Gait 1.1 0.2 1.2 0.1 .40",
            ["Sleep", "Gait"],
        ),
    ],
)
def test_names_of_rows(rows: str, names: list[str]) -> None:
    text = f"Table 1 Callers. Lamp Radio P value {rows}"
    results = find_table_rows(Context(text=text, folded=text, sentences=((0, len(text)),)))
    assert [text[slice(*one.row.outcome)] for one in results if one.row and one.row.outcome] == names


def test_times_glued_together_in_a_head_name_the_columns() -> None:
    text = "Table 2Table 2.Callers.VariableGroupBeforeAfterSleep (h)1.4 ± 0.21.9 ± 0.2Worry (score)7.2 ± 0.54.8 ± 0.6"
    context = Context(text=text, folded=text, sentences=((0, len(text)),))
    named = [
        (text[slice(*one.row.intervention)], text[slice(*one.row.comparator)])
        for one in find_table_rows(context)
        if one.row and one.row.intervention and one.row.comparator
    ]
    assert named == [("After", "Before")] * 2


def own(text: str) -> list[tuple[str | None, float | None, tuple[float | None, float | None] | None]]:
    results = find_table_rows(Context(text=text, folded=text, sentences=((0, len(text)),)))
    return [
        (one.measure, one.value, (one.ci.lower, one.ci.upper) if one.ci else None)
        for one in results
        if one.measure
    ]


def test_each_arm_may_have_its_own_interval() -> None:
    text = "Table 2 Callers by week 4 Outcome Lamp group Radio group P Slept through, % (95% CI) 48.2 (46.2, 50.2) 33.7 (30.8, 36.8) 0.01"
    assert groups(text)[0] == ((48.2, 33.7), 0.01)
    assert own(text) == [("PROP", 48.2, (46.2, 50.2)), ("PROP", 33.7, (30.8, 36.8))]
    changes = "Table 3 Change in worry Lamp group Radio group Change 95 % CI Change 95 % CI p Worry 6 w 1.8 -3.2 - 6.8 -0.3 -6.2 - 5.7 0.49 6 m 3.1 -1.9 - 8.2 -1.1 -6.6 - 4.4 0.32"
    assert [one[0] for one in own(changes)] == ["MD"] * 4
    assert own(changes)[3] == ("MD", -1.1, (-6.6, 4.4))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Table 1 Odds ratios for early waking Variable Odds ratio 95% CI P Age 1.10 1.06, 1.13 < .001 Lamps 1.88 1.63, 2.16 .004",
            [("OR", 1.1, (1.06, 1.13)), ("OR", 1.88, (1.63, 2.16))],
        ),
        (
            "Table 1 Predictors of early waking B SE Wald p OR Lower Upper (95% CI) Age 0.552 0.182 9.197 0.002 1.736 1.215 2.479 Lamps 0.728 0.252 8.357 0.004 2.072 1.264 3.395",
            [("OR", 1.736, (1.215, 2.479)), ("OR", 2.072, (1.264, 3.395))],
        ),
        (
            "Table 1 Worry Week 0 mean (SD) Week 6 mean (SD) Week 6 - week 0 (95% CI) p Days 50.6 (6.5) 52.8 (4.4) 2.2 (0.9 3.5) 0.01",
            [("MD", 2.2, (0.9, 3.5))],
        ),
        (
            "Table 1 Warmth Coefficient (95% CI) Rooms Beds Age 0.2 (0.1, 0.3) 0.5 (0.4, 0.6) Lamps 0.4 (0.2, 0.6) -0.1 (-0.3, 0.1)",
            [
                ("BETA", 0.2, (0.1, 0.3)),
                ("BETA", 0.5, (0.4, 0.6)),
                ("BETA", 0.4, (0.2, 0.6)),
                ("BETA", -0.1, (-0.3, 0.1)),
            ],
        ),
    ],
)
def test_bounds_of_intervals_stand_beside_their_estimates(
    text: str, expected: list[tuple[str, float, tuple[float, float]]]
) -> None:
    assert own(text) == expected


def test_a_count_its_percentage_and_the_interval_of_that() -> None:
    text = "Falls68 (67.3%; 56 to 76)72 (69.2%; 59 to 78)0.7696Burns3 (3%; 0.6, 9)2 (1.9%; 0.2, 7)0.6270"
    cells = find_rows(text)[0].cells
    assert [(cell.value, cell.low, cell.high) for cell in cells[:2]] == [(67.3, 56, 76), (69.2, 59, 78)]


def test_columns_that_the_head_names_are_set_side_by_side() -> None:
    head = "Table 4 Callers Lamp group (n = 20) Radio group (n = 21) Total (n = 41) "
    assert groups(head + "Worry 2.9 (1.0) 2.5 (1.1) 2.7 (1.0) Sleep 7.1 (1.2) 6.8 (1.3) 6.9 (1.2)") == [
        ((2.9, 2.5), None),
        ((7.1, 6.8), None),
    ]
    doses = "Table 4 Callers by dose 0 mg 10 mg 50 mg Worry 2.9 ± 1.0 a 2.5 ± 1.1 ab 2.7 ± 1.0 b Sleep 7.1 ± 1.2 6.8 ± 1.3 6.9 ± 1.2"
    assert groups(doses) == [((2.9, 2.5, 2.7), None), ((7.1, 6.8, 6.9), None)]


def test_columns_that_are_times_in_turn_are_pairs_and_notes_tell_what_marks_mean() -> None:
    text = "Table 4 Callers Lamp Radio Before After Before After Sleep 6.1 ± 1.0 7.4 ± 1.1* 6.2 ± 1.0 6.3 ± 1.2 Worry 3.1 ± 1.0 2.4 ± 1.1 3.2 ± 1.0 3.3 ± 1.2 *p<0.05 before vs after"
    assert groups(text) == [
        ((6.1, 7.4), 0.05),
        ((6.2, 6.3), None),
        ((3.1, 2.4), None),
        ((3.2, 3.3), None),
    ]


def test_a_test_with_its_sign_stands_between_values_and_p_value() -> None:
    text = "Table 2 Callers Lamp (n = 38) Radio (n = 32) Comparison Sleep 64.5 (9.88) 66.6 (7.79) t = 0.997, p = 0.32 Worry 4.0 (1.86) 3.3 (1.77) t = 1.42, p = 0.16"
    assert groups(text) == [((64.5, 66.6), 0.32), ((4.0, 3.3), 0.16)]


def test_the_reference_may_bear_the_p_value() -> None:
    text = "Table 5 Logistic regression: factors associated with early waking Variable OR 95% CI P values Lamps No 1.00 0.003 Yes 1.26 1.09-1.40 Pets No 1.00 <0.001 Yes 0.61 0.51-0.72"
    assert groups(text) == [((), 0.003), ((), 0.001)]


@pytest.mark.parametrize(
    ("head", "rows", "labels"),
    [
        ("Table 1.CallersLampRadioP Value", "Sleep7.1 ± 1.26.2 ± 1.10.012", ["Lamp", "Radio"]),
        (
            "Table 1 Callers Outcome RA MQ + AS AL P value ",
            "Slept 48.2 (6.2) 33.7 (3.8) 51.5 (4.6) 0.012",
            ["RA", "MQ + AS", "AL"],
        ),
        (
            "Table 1 Callers by arm Warm Lamp (n= 43) Mean score (SD) Cold Lamp (n= 42) Mean score (SD) Total (n= 85) ",
            "Worry 2.9 (1.0) 2.5 (1.1) 2.7 (1.0)",
            ["Warm Lamp", "Cold Lamp"],
        ),
        (
            "Table 1 Callers Variable Intervention (Mean ± SD) Placebo (Mean ± SD) P ",
            "Sleep 7.1 ± 1.2 6.2 ± 1.1 0.012",
            ["Intervention", "Placebo"],
        ),
        (
            "Table 1 Callers P value Pre Post ",
            "Sleep (h) 7.1 (1.2) 6.2 (1.1) 0.012",
            ["Pre", "Post"],
        ),
    ],
)
def test_names_of_columns(head: str, rows: str, labels: list[str]) -> None:
    text = f"{head}{rows} Mood 4.1 ± 1.2 4.0 ± 1.1 0.60"
    results = find_table_rows(Context(text=text, folded=text, sentences=((0, len(text)),)))
    assert [group.label for group in results[0].groups] == labels


def test_a_group_named_by_its_row_is_compared_with_its_earlier_time() -> None:
    text = "Table 2 Callers.VariableGroupPre-exercisePost-exerciseSleep (h)*Lamp1.4 ± 0.21.9 ± 0.2Radio1.2 ± 0.51.3 ± 0.6Worry (score)*Lamp7.2 ± 0.54.8 ± 0.6Radio7.1 ± 0.57.0 ± 0.6Gait*Lamp1.2 ± 0.51.8 ± 0.6Radio1.1 ± 0.51.0 ± 0.6"
    results = find_table_rows(Context(text=text, folded=text, sentences=((0, len(text)),)))
    names = [one.row for one in results]
    assert [text[slice(*one.intervention)] for one in names if one and one.intervention][1::2] == [
        "Radio"
    ] * 3
    assert [text[slice(*one.comparator)] for one in names if one and one.comparator] == ["Pre-exercise"] * 6


def test_rows_that_are_groups_are_compared_by_the_p_values_below_them() -> None:
    text = "Table 2 Callers Group Case Time to sleep (min) Calm nights Lamp group 24 6.1 (±1.0) 13 (54.2) Radio group 24 7.0 (±1.1) 20 (83.3) p value NS 0.029"
    results = find_table_rows(Context(text=text, folded=text, sentences=((0, len(text)),)))
    assert groups(text) == [((6.1, 7.0), None), ((54.2, 83.3), 0.029)]
    assert [group.label for group in results[1].groups] == ["Lamp group", "Radio group"]
    outcomes = [text[slice(*one.row.outcome)] for one in results if one.row and one.row.outcome]
    assert outcomes == ["Time to sleep", "Calm nights"]


def test_a_row_whose_columns_come_again_has_a_p_value_for_each_part() -> None:
    text = "Pulse (1/min) 92±9 84±10 0.010 89±11 90±8 NS Weight (kg) 71.2±8.5 70.1±9.1 0.000 70.6±9.7 71.3±9.6 0.08"
    assert groups(text) == [((92, 84), 0.01), ((89, 90), None), ((71.2, 70.1), 0), ((70.6, 71.3), 0.08)]


def test_percentages_stand_behind_fractions_or_have_spreads() -> None:
    assert values("Falls 17/29 (58.6%) 11/30 (36.7%) 0.09 FVC 52% ± 17% 55% ± 16% 0.87") == [
        ("Falls", [58.6, 36.7, 0.09]),
        ("FVC", [52, 55, 0.87]),
    ]


def test_numbers_of_names_are_no_cells() -> None:
    assert values("FEF 25%-75% 27% ± 15% 28% ± 14% 0.55 IL-6 (pg/ml) 1.1 ± 0.2 1.2 ± 0.3 0.40")[0][1] == [27, 28, 0.55]  # fmt: skip


def test_a_p_value_behind_an_interval_needs_no_column_of_its_own() -> None:
    text = "GM ratio lamp vs radio [95% CI] CRP (55; 24:31) 0.83 0.88 0.93 [0.72, 1.57] 0.75 TNF (65; 29:36) 1.09 1.09 1.01 [0.70, 1.40] 0.96"
    assert groups(text) == [((0.83, 0.88), 0.75), ((1.09, 1.09), 0.96)]


def test_a_p_value_glued_to_the_next_value_ends_where_that_lies_in_its_interval() -> None:
    text = "Table 1 Meals. Lamp group Radio group P value Warm (%)41.0 (30.7-51.3)45.6 (34.6-56.5)0.52946.2 (40.3-52.1)48.1 (42.7-53.5)0.612 Cold (%)12.0 (9.0-15.0)13.0 (9.1-17.2)0.7"
    assert groups(text)[:2] == [((41.0, 45.6), 0.529), ((46.2, 48.1), 0.612)]


def test_a_number_that_ends_a_glued_name_is_no_digit_of_its_value() -> None:
    assert values("Lamp 10.84 (0.62-1.06)1.21 (0.84-1.82)0.04") == [("Lamp 1", [0.84, 1.21, 0.04])]


def test_a_spread_may_have_other_decimals_than_its_value() -> None:
    assert values("Walk 38.8 ± 5.7549.64 ± 5.17 0.01") == [("Walk", [38.8, 49.64, 0.01])]


def test_a_range_of_hours_begins_the_next_row() -> None:
    text = "0-4 h 18 (45) 6 (15) 4-8 h 12 (30) 5 (12)"
    assert [row[1] for row in values(text)] == [[18, 6], [12, 5]]


@pytest.mark.parametrize(
    "rows",
    [
        "Hours Calls Lamp (n = 20) 4.1 (1.2) 3.2 (1.0) Radio (n = 21) 4.4 (1.3) 5.2 (1.1)",
        "Hours Calls Control group 4.1 (1.2) 3.2 (1.0) Lamp group 4.4 (1.3) 5.2 (1.1)",
    ],
)
def test_columns_beside_rows_of_groups_are_not_compared(rows: str) -> None:
    assert groups("Table 1 Nights of callers. " + rows) == []


def test_numbers_of_people_are_no_result() -> None:
    head = "Table 1 Callers. Lamp group Radio group "
    assert groups(head + "Calls 14 (3) 16 (4) Subjects 194 67") == [((14, 16), None)]


def test_columns_of_statistics_hold_no_groups() -> None:
    head = "Table 2 Effects on sleep. Outcome Effects df F P value "
    assert groups(head + "Hours Time 2 7.92 0.001 Group 1 3.90 0.04") == [((), 0.001), ((), 0.04)]


def test_two_models_side_by_side_give_an_estimate_each() -> None:
    head = "Table 3 Logistic regression of early waking. Model 1 Model 2 Variable OR P CI OR P CI "
    rows = "Women 1.42 .02 1.06-1.90 1.18 .31 0.86-1.62 Alone 1.24 .28 0.84-1.83 1.37 .15 0.89-2.11"
    text = head + rows
    results = find_table_rows(Context(text=text, folded=text, sentences=((0, len(text)),)))
    assert [(one.value, one.p.value if one.p else None) for one in results] == [
        (1.42, 0.02),
        (1.18, 0.31),
        (1.24, 0.28),
        (1.37, 0.15),
    ]


def test_a_models_constant_is_no_result() -> None:
    head = "Table 4 Logistic regression of early waking. Factor OR (95% CI) P value "
    rows = "Women 1.42 (1.06-1.90) .02 Alone 1.61 (1.15-2.25) .01 Constant 0.02 (0.00-0.05) <0.001"
    text = head + rows
    results = find_table_rows(Context(text=text, folded=text, sentences=((0, len(text)),)))
    assert [one.value for one in results] == [1.42, 1.61]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        # of the column's people
        ("Table 1 Calls. Lamp (n = 40) Radio (n = 40) P value Night 18 (45) 6 (15) 0.01 Dawn 4 (10) 10 (25) 0.20", (45, 15)),
        # of the row's
        ("Table 1 Callers. Alone Not alone P value Men 5 (31.3) 11 (68.7) 0.02 Women 7 (29.2) 17 (70.8) 0.03", (31.3, 68.7)),
        # of as many as another row's, where the text begins below the head
        ("Waking 1 (5) 4 (20) 9 (45) 0.010 Dreams 2 (10) 5 (25) 12 (60) 0.002", (5, 20, 45)),
    ],
)  # fmt: skip
def test_counts_that_are_the_share_in_brackets_give_it(text: str, first: tuple[float, ...]) -> None:
    assert groups(text)[0][0] == first


def test_whole_means_with_spreads_are_no_counts() -> None:
    head = "Table 1 Callers. Lamp (n = 40) Radio (n = 40) P value "
    assert groups(head + "Years 54 (10) 55 (11) 0.61 Calls 14 (3) 16 (4) 0.02") == [
        ((54, 55), 0.61),
        ((14, 16), 0.02),
    ]


def test_a_change_behind_the_values_that_it_parts_is_an_estimate() -> None:
    head = "Table 2 Sleep of callers. Outcome Baseline 2 months Change P value "
    text = head + "Hours 6.2 (1.1) 7.1 (1.2) 0.9 (0.8) 0.002 Dreams 2.5 (1.0) 2.1 (0.9) -0.4 (0.9) 0.040"
    results = find_table_rows(Context(text=text, folded=text, sentences=((0, len(text)),)))
    assert [(one.measure, one.value, one.ci, len(one.groups)) for one in results] == [
        ("MD", 0.9, None, 2),
        ("MD", -0.4, None, 2),
    ]


def test_numbers_of_people_stand_before_the_values_of_two_groups_in_a_row() -> None:
    head = "Table 2 Calls. Callers N Lamp P value N Radio P value "
    rows = "Young 30 9/30 (30.0) 21/30 (70.0) 0.001 32 10/32 (31.3) 16/32 (50.0) 0.093 Old 45 18/45 (40.0) 27/45 (60.0) 0.077 42 21/42 (50.0) 28/42 (66.7) 0.171"
    assert groups(head + rows) == [
        ((30.0, 70.0), 0.001),
        ((31.3, 50.0), 0.093),
        ((40.0, 60.0), 0.077),
        ((50.0, 66.7), 0.171),
    ]


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("Mean hours of sleep (95% CI)", "MEAN"),
        ("Calls per 100 nights (95% CI)", "RATE"),
        ("Callers awake, % (95% CI)", "PROP"),
    ],
)
def test_the_sign_of_a_level_tells_no_proportion(name: str, measure: str) -> None:
    text = f"{name} 6.1 (5.2-7.0) 5.4 (4.9-6.3) {name} 7.1 (6.2-8.0) 6.4 (5.9-7.3)"
    results = find_table_rows(Context(text=text, folded=text, sentences=((0, len(text)),)))
    assert {one.measure for one in results if one.ci} == {measure}
