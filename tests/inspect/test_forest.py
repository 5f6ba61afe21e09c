import itertools
import math
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from evistat.errors import EvistatError
from evistat.inspect.forest import forest_svg
from evistat.inspect.forest_picture import png, pooled_estimate, write_forest
from evistat.inspect.forest_rows import Forest, ForestRow, NotDrawn, axis_value, forest_row, make_forest
from evistat.inspect.forest_scale import make_axis
from evistat.inspect.text_width import fitted, text_width
from evistat.records.jsonl import read_records
from evistat.records.meta_analysis import pool
from evistat.records.pooling import Effect
from evistat.records.schema import Finding, Record
from evistat.records.select import Selection, select

RECORDS = str(Path(__file__).parents[1] / "cases" / "table_records.jsonl")
GOLDEN = Path(__file__).parents[1] / "golden" / "forest"
SVG = "{http://www.w3.org/2000/svg}"


def chosen(*measures: str) -> list[Record]:
    return list(select(read_records(RECORDS), Selection(measures=frozenset(measures))))


def row(value: float = 0.5, lower: float | None = 0.25, upper: float | None = 1.0, **parts: Any) -> ForestRow:
    effect = Effect("log", math.log(value), 0.3) if value > 0 else None
    made = {
        "study": "Lindqvist 2019", "outcome": "death", "about": "a vs b", "value": value, "lower": lower,
        "upper": upper, "printed": f"{value}", "effect": effect,
    }  # fmt: skip
    return ForestRow(**(made | parts))


def drawn(*rows: ForestRow, measure: str = "HR", **options: Any) -> etree._Element:
    return etree.fromstring(forest_svg(Forest(measure, rows, {}), **options).encode())


def texts(svg: etree._Element) -> list[str]:
    return ["".join(one.itertext()) for one in svg.iter(f"{SVG}text")]


def of_class(svg: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in svg.iter() if one.get("class") == f"ef-{name}"]


# -- rows ----------------------------------------------------------------------------------------------------


def test_lines_of_one_measure_in_the_order_of_the_records() -> None:
    forest = make_forest(chosen("HR"))
    assert forest.measure == "HR"
    assert [(one.study, one.outcome, one.printed) for one in forest.rows] == [
        ("Lindqvist 2019", "Progression-free survival", "0.58 (0.45 to 0.75)"),
        ("Lindqvist 2019", "survival", "0.91 (0.71 to 1.17)"),
        ("Okafor 2021", "progression", "0.44 (0.12 to NE)"),
    ]
    assert forest.rows[0].about == "vardaprib vs placebo"
    assert forest.rows[2].upper is None
    assert forest.not_drawn == {NotDrawn.REPEAT: 1}


def test_measures_are_never_mixed() -> None:
    with pytest.raises(EvistatError, match=r"E092.*3 HR.*--measure"):
        make_forest(chosen("HR", "IRR"))


def test_units_are_never_mixed() -> None:
    (record,) = chosen("MD")
    other = record.findings[0].model_copy(update={"unit": None})
    both = [record, record.model_copy(update={"findings": [other]})]
    with pytest.raises(EvistatError, match=r"E093.*1 m/s, 1 no unit.*--unit"):
        make_forest(both)
    again = record.findings[0].model_copy(update={"unit": " M/S"})
    assert len(make_forest([record, record.model_copy(update={"findings": [again]})]).rows) == 2


def test_nothing_to_draw_is_said_with_the_reason() -> None:
    with pytest.raises(EvistatError, match=r"E094.*none was chosen"):
        make_forest([])
    with pytest.raises(EvistatError, match=r"E094.*1 rejected by a person"):
        make_forest(chosen("R"))


def changed(measure: str, **parts: Any) -> ForestRow | NotDrawn:
    record = chosen(measure)[0]
    finding = record.findings[0]
    if "bounds" in parts:
        assert finding.ci is not None
        lower, upper = parts.pop("bounds")
        texts = {"lower_text": None, "upper_text": None}
        parts["ci"] = finding.ci.model_copy(update={"lower": lower, "upper": upper} | texts)
    return forest_row(record, finding.model_copy(update=parts))


def test_what_cant_be_drawn() -> None:
    assert changed("HR", value=None) is NotDrawn.ESTIMATE
    assert changed("HR", ci=None) is NotDrawn.INTERVAL
    assert changed("HR", bounds=(None, None)) is NotDrawn.INTERVAL
    assert changed("HR", bounds=(0.6, 0.75)) is NotDrawn.OUTSIDE
    assert changed("HR", value=0.0, value_span=None, bounds=(0.0, 2.0)) is NotDrawn.OUTSIDE
    assert changed("HR", bounds=(0.4, math.inf)) is NotDrawn.OUTSIDE
    assert changed("HR", value=math.nan) is NotDrawn.OUTSIDE
    # Rounding alone takes 0.58 (0.584 to 0.75) apart.
    assert isinstance(changed("HR", bounds=(0.584, 0.75)), ForestRow)


def test_numbers_are_made_comparable() -> None:
    turned = changed("HR", bounds=(0.75, 0.45))
    assert isinstance(turned, ForestRow)
    assert (turned.lower, turned.upper) == (0.45, 0.75)
    per_cent = changed("HR", unit="%", value=58.0, value_span=None, bounds=(45.0, 75.0))
    assert isinstance(per_cent, ForestRow)
    assert (per_cent.value, per_cent.lower, per_cent.upper) == pytest.approx((0.58, 0.45, 0.75))
    assert per_cent.printed == "58% (45 to 75)"
    fraction = changed("SENS", unit=None, value=0.9, value_span=None, bounds=(0.8, 0.95))
    assert isinstance(fraction, ForestRow)
    assert (fraction.value, fraction.upper) == pytest.approx((90, 95))
    level = changed("IRR")
    assert isinstance(level, ForestRow)
    assert level.printed == "0.70 (99% CI 0.44 to 1.11)"


def printed(text: str) -> str:
    record = chosen("HR")[0]
    finding: Finding = record.findings[0]
    assert finding.value_span is not None
    span = finding.value_span.model_copy(update={"text": text})
    made = forest_row(record, finding.model_copy(update={"value_span": span}))
    assert isinstance(made, ForestRow)
    return made.printed.partition(" (")[0]


def test_numbers_are_typeset_alike() -> None:
    assert printed("0·58") == "0.58"
    assert printed(".58") == "0.58"
    assert printed("- 2.4") == "−2.4"


# -- axis ----------------------------------------------------------------------------------------------------

positive = st.floats(1e-3, 1e3)
interval = st.tuples(positive, st.floats(0.01, 1), st.floats(1, 100))


@given(st.lists(interval, min_size=1, max_size=30), st.booleans())
def test_the_axis_holds_all_estimates_the_null_value_and_some_ticks(
    intervals: list[tuple[float, float, float]], log: bool
) -> None:
    values = [value for value, _, _ in intervals]
    numbers = [(value, value * down, value * up) for value, down, up in intervals]
    null = 1.0 if log else 0.0
    axis = make_axis(numbers, null=null, log=log)
    assert all(0 <= axis.place(value) <= 1 for value in [*values, null])
    assert 2 <= len(axis.ticks) <= 12
    assert list(axis.ticks) == sorted(set(axis.ticks))
    places = [axis.place(tick) for tick in axis.ticks]
    assert all(0 <= place <= 1 for place in places)
    # Labels of neighbours don't touch.
    assert all(second - first > 0.05 for first, second in itertools.pairwise(places))


def test_one_wide_interval_doesnt_press_the_others_together() -> None:
    axis = make_axis([(0.8, 0.7, 0.92), (0.9, 0.8, 1.0), (1.1, 0.001, 500)], null=1.0, log=True)
    assert axis.low > 0.4
    assert axis.high < 2
    assert axis.place(0.7) > 0.1


@pytest.mark.parametrize(
    ("low", "high", "log", "ticks"),
    [
        (0.25, 4, True, (0.3, 0.5, 0.7, 1, 1.5, 2, 3)),
        (0.01, 100, True, (0.01, 0.1, 1, 10, 100)),
        (1e-9, 1e9, True, (1e-8, 1e-4, 1, 1e4, 1e8)),
        (1e-90, 1e90, True, (1e-64, 1e-32, 1, 1e32, 1e64)),
        (0.95, 1.05, True, (0.96, 0.98, 1.0, 1.02, 1.04)),
        (-3, 3, False, (-3, -2, -1, 0, 1, 2, 3)),
        (0, 100, False, (0, 20, 40, 60, 80, 100)),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, log: bool, ticks: tuple[float, ...]) -> None:
    assert make_axis([(low, None, None), (high, None, None)], null=None, log=log).ticks == ticks


# -- text ----------------------------------------------------------------------------------------------------


@given(st.text(), st.floats(10, 400))
def test_fitted_text_fits(text: str, width: float) -> None:
    fits = fitted(text, width, 13)
    assert text_width(fits, 13) <= max(width, text_width("…", 13))
    assert fits == text or "…" in fits


def test_words_lose_their_end_and_ids_their_middle() -> None:
    assert fitted("overall survival of all patients", 120, 13).startswith("overall surviv")
    assert fitted("doi:10.1186/s12889-019-6412-7", 120, 13) == "doi:10.1…9-6412-7"


# -- drawing -------------------------------------------------------------------------------------------------


def test_the_drawing_is_what_it_was(request: pytest.FixtureRequest) -> None:
    forest = make_forest(chosen("HR"))
    svg = forest_svg(forest, title="Hazard ratios", pooled=pooled_estimate(forest, "random"))
    golden = GOLDEN / "hazard-ratios.svg"
    if request.config.getoption("--update-golden"):
        golden.write_text(svg, encoding="utf-8")
    assert svg == golden.read_text(encoding="utf-8")


def test_each_line_says_everything() -> None:
    svg = drawn(
        row(printed="0.5 (0.25 to 1.0)"), row(2.0, 1.5, 3.0, study="Okafor 2021", printed="2.0 (1.5 to 3.0)")
    )
    said = texts(svg)
    for words in (
        "Hazard ratio",
        "Lindqvist 2019",
        "Okafor 2021",
        "death",
        "a vs b",
        "0.5 (0.25 to 1.0)",
        "Hazard ratio, log scale",
    ):
        assert words in said
    (told,) = svg.findall(f"{SVG}desc")
    assert "Okafor 2021: death (a vs b): 2.0 (1.5 to 3.0)." in (told.text or "")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "forest-title forest-desc"


def test_a_study_is_named_once_among_its_lines() -> None:
    assert texts(drawn(row(), row(), row(study="other"), row())).count("Lindqvist 2019") == 2


def test_marks_stand_where_the_numbers_are() -> None:
    svg = drawn(row(0.5, 0.25, 1.0), row(2.0, 1.0, 4.0))
    centres = [float(one.get("x", "")) + float(one.get("width", "")) / 2 for one in of_class(svg, "mark")]
    (null,) = of_class(svg, "null")
    at = float(null.get("x1", ""))
    # On a log scale a half and two are as far from one.
    assert centres[1] - at == pytest.approx(at - centres[0], abs=0.05)


def test_the_area_of_a_square_is_the_weight() -> None:
    light, heavy = Effect("log", 0, 0.2), Effect("log", 0, 0.1)
    svg = drawn(row(effect=heavy), row(effect=light), row(effect=None))
    sides = [float(one.get("width", "")) for one in of_class(svg, "mark")]
    assert sides[0] ** 2 == pytest.approx(4 * sides[1] ** 2, rel=0.01)
    assert len(of_class(svg, "hollow")) == 1
    assert any("hollow" in words for words in texts(svg))


def test_arrows_where_an_interval_goes_on() -> None:
    assert of_class(drawn(row()), "tip") == []
    assert not any("Arrow" in words for words in texts(drawn(row())))
    for wide in (row(0.5, 0.25, None), row(0.5, 0.0, 1.0), row(0.5, 0.25, 900)):
        svg = drawn(wide, row(), row(0.8, 0.5, 1.2), row())
        assert len(of_class(svg, "tip")) == 1
        assert any("Arrow" in words for words in texts(svg))


def test_linear_axis_and_unit() -> None:
    svg = drawn(row(-2.0, -3.0, 1.0, unit="mm", effect=None), measure="MD")
    assert "Difference, mm" in texts(svg)
    assert len(of_class(svg, "null")) == 1
    assert of_class(drawn(row(52, 47, 58, effect=None), measure="PROP"), "null") == []
    assert "Proportion, %" in texts(drawn(row(52, 47, 58, effect=None), measure="PROP"))


def test_a_pooled_estimate_stands_below() -> None:
    rows = (row(0.5, study="a"), row(0.5, study="b"))
    pooled = pool([one.effect for one in rows if one.effect], model="fixed")
    said = texts(drawn(*rows, pooled=pooled))
    assert "Fixed effect" in said
    assert "0.50 (0.33 to 0.76)" in said  # exp(ln 0.5 ± 1.96 × 0.3/√2)
    assert "Q = 0.0, df = 1, p = 1.000; I² = 0%; τ² = 0" in said
    assert not any("independent" in words for words in said)
    assert not any("Pooled from" in words for words in said)
    said = texts(drawn(row(), row(), row(effect=None), pooled=pooled))
    assert "Estimates of one study were pooled as if they were independent." in said
    assert "Pooled from the 2 estimates that have a standard error." in said


def test_a_pooled_efficacy_is_turned_back() -> None:
    """An efficacy of 60 % is pooled as a ratio of 0.4, whose bounds change places."""
    assert axis_value(math.log(0.4), "log_complement", "VE") == pytest.approx(60)
    rows = [row(60, 20, 80, effect=Effect("log_complement", math.log(0.4), 0.3)) for _ in "ab"]
    pooled = pool([one.effect for one in rows if one.effect], model="random")
    assert "60.0% (39.4 to 73.6)" in texts(drawn(*rows, measure="VE", pooled=pooled))


def test_pooling_needs_two() -> None:
    with pytest.raises(EvistatError, match="E097"):
        pooled_estimate(Forest("HR", (row(), row(effect=None)), {}), "fixed")


HOSTILE = "<script>alert(1)</script> & \" ' ]]> \x00 \x1b \u2028"


@given(st.text() | st.just(HOSTILE), st.text() | st.just(HOSTILE))
def test_any_text_is_drawn_as_text(outcome: str, title: str) -> None:
    svg = drawn(
        row(outcome=outcome, about=outcome, study=outcome, printed=outcome), title=title, id_prefix="p2"
    )
    assert {etree.QName(one).localname for one in svg.iter()} <= {
        "svg", "title", "desc", "style", "rect", "line", "text", "g", "polygon",
    }  # fmt: skip
    assert svg.get("aria-labelledby") == "p2-title p2-desc"


def test_long_text_is_cut_and_stands_whole_in_a_tooltip() -> None:
    long = "time to the first of several events " * 5
    svg = drawn(row(outcome=long))
    assert any(words.endswith("…") for words in texts(svg))
    assert any(long in (one.text or "") for one in svg.iter(f"{SVG}title"))
    assert float(svg.get("width", "")) < 1200


def test_nothing_comes_from_elsewhere() -> None:
    svg = forest_svg(make_forest(chosen("HR")))
    for word in ("href", "url(", "@import", "<image", "on"):
        assert f"{word}=" not in svg
        assert word == "on" or word not in svg


def test_ground_is_left_out_for_a_page_that_has_its_own() -> None:
    assert len(of_class(drawn(row()), "ground")) == 1
    assert of_class(drawn(row(), ground=False), "ground") == []


# -- pictures ------------------------------------------------------------------------------------------------


def test_a_png_has_letters(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    path = tmp_path / "out.png"
    try:
        forest = write_forest(chosen("HR"), str(path))
    except EvistatError as error:
        if error.code == "E095":
            pytest.skip("no font on this computer")
        raise
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    svg = etree.fromstring(forest_svg(forest).encode())
    assert int.from_bytes(data[16:20]) == pytest.approx(2 * float(svg.get("width", "")), abs=2)
    again = tmp_path / "again.png"
    write_forest(chosen("HR"), str(again))
    assert again.read_bytes() == data


def test_no_fonts_no_extra_no_ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resvg = pytest.importorskip("resvg_py")
    monkeypatch.setattr(resvg, "svg_to_bytes", lambda **_: b"blank")
    with pytest.raises(EvistatError, match=r"E095.*font"):
        png("<svg/>", "out.png")
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(EvistatError, match=r"E091.*evistat\[png\]"):
        write_forest(chosen("HR"), str(tmp_path / "out.png"))
    with pytest.raises(EvistatError, match="E098"):
        write_forest(chosen("HR"), str(tmp_path / "out.pdf"))
    assert list(tmp_path.iterdir()) == []
