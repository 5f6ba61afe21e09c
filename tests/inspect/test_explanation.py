"""Why a finding is as it is: rules, words, checks, and what another version reads."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from rich.console import Console

from evistat.flow import annotate_articles
from evistat.inspect.explain_view import explain_view
from evistat.inspect.explanation import Explanation, document_data, explain, leftovers
from evistat.inspect.rules import rules
from evistat.read.article import Article, Source
from evistat.records.schema import Record, Review

ABSTRACTS = Path(__file__).parents[2] / "corpora" / "abstracts"
TEXT = """\
METHODS: P < 0.05 was considered significant.
RESULTS: Sleep was rated 7 (95% CI 5 to 9). Nausea was rarer with ginger than with water (12/100 [12%] vs 24/100 [28%]; RR 0.50, 95% CI 0.26 to 0.95; P = 0.02). \
Vomiting did not differ between the arms (P = 0.4). The odds ratio for rash was 1.10 (95% CI 0.80 to 1.51). \
Reaction time was shorter (t(34) = 2.5, p = 0.02).
CONCLUSIONS: Ginger improved mood. Ginger reduced nausea (RR 0.50, 95% CI 0.26 to 0.95).
"""


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    nlp = spacy.blank("en", meta={"name": "none"})
    for name in ("evistat_sections", "evistat_sentences", "evistat_abbreviations", "evistat_findings"):
        nlp.add_pipe(name)
    texts = {"ginger": TEXT}
    texts |= {path.stem: path.read_text("utf-8", errors="replace") for path in ABSTRACTS.glob("*.txt")}
    source = Source("a.txt", None, "text", 0, "0" * 64)
    articles = [Article(name, text, source) for name, text in texts.items()]
    return {record.doc_id: record for record in annotate_articles(nlp, articles)}


@pytest.fixture
def ginger(records: dict[str, Record]) -> Record:
    return records["ginger"]


def shown(record: Record, explanations: list[Explanation]) -> str:
    console = Console(width=200, markup=False, emoji=False, highlight=False)
    with console.capture() as capture:
        console.print(explain_view(record, explanations, leftovers(record)))
    return capture.get()


def test_rules_stand_with_what_they_read(ginger: Record) -> None:
    nausea = explain(ginger)[1]
    assert [(step.rule, step.text) for step in nausea.statistics] == [
        ("groups.versus", "12/100 [12%] vs 24/100 [28%"),
        ("effect.interval", "RR 0.50"),
        ("ci.header", "95% CI 0.26 to 0.95"),
        ("p.number", "P = 0.02"),
    ]
    assert nausea.about is not None
    assert nausea.direction is not None
    assert (nausea.about.rule, nausea.direction.rule) == ("subject.subject", "direction.words")
    assert [(cue.text, cue.says) for cue in nausea.cues] == [("rarer", "less")]


def test_every_step_and_cue_is_known_and_slices_back(records: dict[str, Record]) -> None:
    for record in records.values():
        for number, one in enumerate(explain(record), 1):
            assert one.is_read_again
            assert one.differs == ()
            assert one.number == number
            steps = [*one.statistics, one.about, one.direction]
            for step in steps:
                assert step is None or step.rule in rules() or (step is one.about and not step.rule)
                if step is not None and step.start is not None:
                    assert record.text[step.start : step.end] == step.text != ""
            for cue in one.cues:
                assert record.text[cue.start : cue.end] == cue.text
            assert (one.about is None) == (one.finding.kind == "statement")


def test_checks_tell_their_numbers_passed_or_not(ginger: Record) -> None:
    checks = {check.code: (check.ok, check.numbers) for check in explain(ginger)[1].checks}
    assert checks["percent_matches_counts"] == (False, "24/100 is 24%, not 28%")
    assert checks["bounds_ordered"] == (True, "0.26 to 0.95")
    assert checks["interval_contains_estimate"] == (True, "RR 0.50; 0.26 to 0.95")
    assert checks["p_matches_interval"] == (True, "P = 0.02; RR 0.50; 0.26 to 0.95")
    time = next(one for one in explain(ginger) if one.finding.test is not None)
    assert {check.code: check.numbers for check in time.checks}["p_matches_test"] == "p = 0.02; t(34) = 2.5"


def test_every_check_has_its_numbers(records: dict[str, Record]) -> None:
    checks = [check for record in records.values() for one in explain(record) for check in one.checks]
    assert len({check.code for check in checks}) > 6
    assert all(check.numbers for check in checks)


def test_significance_names_its_witness(ginger: Record) -> None:
    sleep, nausea, vomiting, rash, *_ = explain(ginger)
    assert nausea.significance == "by the p-value, 0.02"
    assert vomiting.significance == "by the p-value, 0.4"
    assert rash.significance == "by the interval, 0.80 to 1.51, which holds the value of no effect"
    assert sleep.significance.startswith("not said")


def test_a_statement_has_one_rule_for_everything(ginger: Record) -> None:
    (mood,) = (one for one in explain(ginger) if one.finding.kind == "statement")
    assert [step.rule for step in mood.statistics] == ["statement.transitive"]
    assert (mood.about, mood.direction) == (None, None)


def test_what_another_version_reads_is_told(ginger: Record) -> None:
    _, first, *others = ginger.findings
    turned = first.model_copy(update={"direction": "increase"})
    unknown = first.model_copy(update={"id": "0" * 12, "rule": "effect.of_old"})
    old = ginger.model_copy(update={"findings": [turned, unknown, *others]})
    one, two, *_ = explain(old)
    assert (one.differs, one.is_read_again) == (("direction",), True)
    assert (two.is_read_again, two.about) == (False, None)
    view = shown(old, [one, two])
    assert "this version of evistat reads it differently: direction" in view
    assert "this version of evistat doesn't find it" in view
    assert "a rule that this version of evistat doesn't have" in view


def test_what_a_person_corrected_is_no_difference(ginger: Record) -> None:
    _, first, *others = ginger.findings
    review = Review(decision="edited", by="Ada", date=None, note=None, edited={"direction": "decrease"})
    corrected = first.model_copy(update={"direction": "increase", "review": review})
    record = ginger.model_copy(update={"findings": [corrected, *others]})
    assert explain(record)[0].differs == ()
    assert "by Ada" in shown(record, explain(record))


def test_numbers_are_those_of_the_whole_document(ginger: Record) -> None:
    part = ginger.model_copy(update={"findings": ginger.findings[2:3]})
    assert [one.number for one in explain(part)] == [3]


def test_view_shows_all_of_it(ginger: Record) -> None:
    view = shown(ginger, explain(ginger))
    for words in (
        "✗ percent_matches_counts  ",
        "24/100 is 24%, not 28%",
        "subject.subject",
        "denied: a difference",
        "the same result, stated before",
        "left over",
        "'P < 0.05' is in no finding",
    ):
        assert words in view
    nothing = ginger.model_copy(update={"findings": [], "warnings": []})
    assert "no findings" in shown(nothing, [])


def test_data_for_machines(ginger: Record) -> None:
    data = document_data(ginger, explain(ginger), leftovers(ginger), version="9")
    assert data["explained_by"] == "9"
    assert [left["text"] for left in data["leftovers"]] == ["P < 0.05"]
    nausea = data["findings"][1]
    assert nausea["about"]["outcome"]["text"] == "Nausea"
    assert nausea["direction"]["direction"] == "decrease"
    assert nausea["statistics"][0]["rule"] == "groups.versus"
