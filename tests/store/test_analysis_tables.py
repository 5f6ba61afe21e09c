import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from evistat.errors import EvistatError
from evistat.lexicons import lexicon
from evistat.records.jsonl import read_records
from evistat.records.pooling import scale_of
from evistat.records.schema import Record
from evistat.records.select import Selection, read_chosen
from evistat.store.analysis_tables import PROGRAMS, analysis_table
from evistat.store.delimited import write_delimited

RECORDS = str(Path(__file__).parents[1] / "cases" / "table_records.jsonl")
GOLDEN = Path(__file__).parents[1] / "golden" / "tables"


def of(*measures: str) -> Iterator[Record]:
    return read_chosen([RECORDS], Selection(measures=frozenset(measures)))


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_table_is_what_it_was(program: str, request: pytest.FixtureRequest) -> None:
    out = io.BytesIO()
    made = analysis_table(read_records(RECORDS), program, mixed=True)
    write_delimited(made.rows, made.columns, out, delimiter=",", bom=False)
    golden = GOLDEN / f"{program}.csv"
    if request.config.getoption("--update-golden"):
        golden.write_bytes(out.getvalue())
    assert out.getvalue().decode() == golden.read_text(encoding="utf-8")


def test_metafor_gets_estimates_counts_and_means() -> None:
    made = analysis_table(of("RR", "MD"), "metafor", mixed=True)
    ratio, difference = made.rows
    assert {name: ratio[name] for name in ("slab", "ai", "n1i", "ci", "n2i")} == {
        "slab": "Lindqvist 2019", "ai": 41, "n1i": 412, "ci": 18, "n2i": 409,
    }  # fmt: skip
    assert ratio["yi"] == pytest.approx(0.8154, abs=1e-4)
    assert ratio["vi"] == pytest.approx(ratio["sei"] ** 2)  # type: ignore[operator]
    assert [difference[name] for name in ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")] == [
        1.12, 0.21, 64, 0.98, 0.24, 61,
    ]  # fmt: skip
    assert difference["yi"] == 0.14
    assert not made.left_out


def test_who_is_left_out_is_counted_with_the_reason() -> None:
    made = analysis_table(of("HR"), "metafor")
    assert not made.left_out  # nothing is read yet
    assert len(list(made.rows)) == 2
    assert dict(made.left_out) == {"repeats an earlier finding": 1, "a bound that wasn't reached": 1}
    made = analysis_table(read_records(RECORDS), "revman")
    count = len(list(made.rows))
    findings = sum(len(record.findings) for record in read_records(RECORDS))
    assert count + sum(made.left_out.values()) == findings
    assert made.left_out["rejected by a person"] == 1
    assert made.left_out["a credible interval"] == 1


def test_metafor_takes_one_measure_unless_several_are_meant() -> None:
    with pytest.raises(EvistatError, match=r"E092.*HR, RR"):
        list(analysis_table(of("HR", "RR"), "metafor").rows)
    rows = list(analysis_table(of("HR", "RR"), "metafor", mixed=True).rows)
    assert [row["measure"] for row in rows] == ["HR", "HR", "RR"]


def test_each_measure_and_outcome_is_an_analysis_of_revman() -> None:
    record = next(read_records(RECORDS))
    again = record.model_copy(update={"doc_id": "again"})
    rows = list(analysis_table([record, again, *of("MD")], "revman").rows)
    analyses = [(row["Analysis group"], row["Analysis number"], row["Analysis name"]) for row in rows]
    first = [
        (1, 1, "Progression-free survival (HR)"),
        (1, 2, "survival (HR)"),
        (2, 1, "Serious anaemia (RR)"),
    ]
    assert analyses == [*first, *first, (3, 1, "walking speed (MD)")]
    ratio = rows[2]
    assert ratio["GIV Mean"] == pytest.approx(0.8154, abs=1e-4)
    assert ratio["Mean"] == pytest.approx(2.26)
    assert (ratio["CI start"], ratio["CI end"], ratio["Experimental cases"], ratio["Control N"]) == (
        1.32,
        3.87,
        41,
        409,
    )
    assert str(rows[3]["Footnotes"]).startswith("again ")


def test_revman_gets_comparisons_alone() -> None:
    measures = {
        str(row["Analysis name"]).rpartition("(")[2]
        for row in analysis_table(read_records(RECORDS), "revman").rows
    }
    assert measures == {"HR)", "RR)", "MD)", "IRR)", "VE)"}
    for code in lexicon("pooling")["revman"]["measures"]:
        assert scale_of(code) in ("log", "identity", "log_complement")


def test_every_measure_with_a_scale_is_one_of_the_record_format() -> None:
    titles = lexicon("measure_titles")["title"]
    named = [
        *lexicon("pooling")["scale"],
        *lexicon("pooling")["axis"]["per_cent"],
        *lexicon("pooling")["axis"]["in_units"],
    ]
    assert set(named) <= set(titles)
