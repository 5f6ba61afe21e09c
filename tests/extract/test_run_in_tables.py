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
