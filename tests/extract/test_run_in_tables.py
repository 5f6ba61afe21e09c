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
