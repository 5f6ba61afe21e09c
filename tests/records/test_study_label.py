from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.records.jsonl import read_records
from evistat.records.study_label import first_author, study_label, year_of

RECORDS = Path(__file__).parents[1] / "cases" / "table_records.jsonl"


@pytest.mark.parametrize(
    ("authors", "family"),
    [
        (["Lindqvist KA", "Moreau P"], "Lindqvist"),
        ("Okafor, Chidi; Lund, Mette", "Okafor"),
        ("Smith JA, Brown B", "Smith"),
        ("Lund, M.", "Lund"),
        ("Ng, A", "Ng"),
        (["Jan van den Berg"], "van den Berg"),
        (["van den Berg J."], "van den Berg"),
        ([{"family": "van den Berg", "given": "J"}], "van den Berg"),
        ([{"name": "Mary Ann Smith"}], "Smith"),
        ([{"collective": "The ABC Group"}], "The ABC Group"),
        (["The COLD-2 Study Group"], "The COLD-2 Study Group"),
        (["Karin Lindqvist and Paul Moreau"], "Lindqvist"),
        (["LI X"], "LI"),
        (["Ng"], "Ng"),
        ([], None),
        ("", None),
        (", X", None),
        ("; Lund, M", None),
        ([7], None),
        ([{"given": "J"}], None),
        (None, None),
    ],
)
def test_family_name_of_the_first_author(authors: Any, family: str | None) -> None:
    assert first_author(authors) == family


@given(
    st.recursive(
        st.none() | st.text() | st.integers(), lambda part: st.lists(part) | st.dictionaries(st.text(), part)
    )
)
def test_any_metadata_gives_a_name_or_none(authors: Any) -> None:
    name = first_author(authors)
    assert name is None or name.strip()


@pytest.mark.parametrize(
    ("given_year", "year"),
    [
        (2019, 2019),
        ("2019-03", 2019),
        ("Spring 2019", 2019),
        (2019.0, 2019),
        (12, None),
        ("n.d.", None),
        (True, None),
        (None, None),
    ],
)
def test_year(given_year: Any, year: int | None) -> None:
    assert year_of(given_year) == year


def test_a_study_is_known_by_author_and_year_or_by_its_id() -> None:
    records = list(read_records(str(RECORDS)))
    assert [study_label(record) for record in records] == [
        "Lindqvist 2019",
        "Okafor 2021",
        "van den Berg 2020",
        "no-numbers-4",
    ]
    assert study_label(records[0].model_copy(update={"metadata": {"authors": ["Ng A"]}})) == "Ng"
