import itertools
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.recognise.names import (
    Defined,
    Name,
    inside,
    is_statistic,
    mend,
    mend_borders,
    people,
    without_overlap,
)

CASES = Path(__file__).parents[1] / "cases" / "entity_traps.jsonl"
TRAPS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def name(text, surface, label="CHEMICAL"):
    start = text.index(surface)
    return Name(start, start + len(surface), label)


def surfaces(text, names):
    return [(text[n.start : n.end], n.label) for n in names]


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: f"{trap['name']} in {trap['text'][:25]}")
def test_statistics_are_never_entities(trap):
    assert mend(trap["text"], [name(trap["text"], trap["name"], trap["label"])]) == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Group A streptococcus grew.", "Group A streptococcus"),
        ("They took vitamin D daily.", "vitamin D"),
        ("Hepatitis B was rare.", "Hepatitis B"),
        ("The HER2 gene was tested.", "HER2"),
        ("Type 2 diabetes was common.", "Type 2 diabetes"),
        ("Serum K rose.", "K"),
        ("Loss of p53 was common.", "p53"),
        ("The p38 kinase was blocked.", "p38"),
    ],
)
def test_names_that_look_like_them_stay(text, surface):
    assert not is_statistic(text, name(text, surface))


def test_a_list_of_things_is_no_list_of_authors():
    text = "Keywords: Breast Cancer, Lung Cancer, Vitamin D, Colon Cancer and Heart Failure."
    assert people(text) == []


def test_names_inside_names_stand_apart():
    text = "Acute liver failure patients had low serum albumin."
    outer = [name(text, "Acute liver failure", "DISEASE"), name(text, "serum albumin", "GENE")]
    found = [
        name(text, "liver", "ANATOMY"),
        name(text, "serum", "ANATOMY"),
        name(text, "failure", "DISEASE"),  # a name of the same kind is the name itself, cut
        name(text, "low", "CHEMICAL"),  # outside
        name(text, "serum albumin", "CHEMICAL"),  # the whole of it
    ]
    assert inside(text, found, outer) == [(found[0], outer[0]), (found[1], outer[1])]


def test_organisms_inside_names_are_known():
    text = "Human insulin and mouse were compared."
    outer = [name(text, "Human insulin", "GENE"), name(text, "mouse", "SPECIES")]
    assert inside(text, [], outer) == [(name(text, "Human", "SPECIES"), outer[0])]


def test_the_short_form_of_cells_is_a_cell():
    text = "Tumour-associated macrophages (TAMs) were rare; TAMs died."
    head, wrong = name(text, "macrophages", "CELL"), name(text, "TAMs", "CHEMICAL")
    at = text.index("Tumour")
    defined = Defined(wrong.start, wrong.end, at, head.end)
    assert surfaces(text, mend(text, [head, wrong], [defined])) == [
        ("macrophages", "CELL"),
        ("TAMs", "CELL"),
        ("TAMs", "CELL"),
    ]


def test_a_form_the_document_defines_otherwise_is_believed():
    text = "Hormone receptor (HR) status was known; HR was positive."
    long, short = name(text, "Hormone receptor", "GENE"), name(text, "HR", "GENE")
    defined = Defined(short.start, short.end, long.start, long.end)
    assert surfaces(text, mend(text, [long, short], [defined])) == [
        ("Hormone receptor", "GENE"),
        ("HR", "GENE"),
        ("HR", "GENE"),
    ]
    assert surfaces(text, mend(text, [short])) == []


@pytest.mark.parametrize(
    ("text", "given_", "expected"),
    [
        ("took aspirin, then", "aspirin,", "aspirin"),
        ("asthma patients improved", "asthma patients", "asthma"),
        ("the aspirin group", "the aspirin group", "aspirin"),
        ("interleukin-6 (IL-6) rose", "interleukin-6 (IL-6", "interleukin-6 (IL-6)"),
        ("iron (Fe, 2 g) was", "iron (Fe", "iron"),
        ("aspirin) was", "aspirin)", "aspirin"),
        ("(aspirin was", "(aspirin", "aspirin"),
        ("given (-)-nicotine twice", "(-)-nicotine", "(-)-nicotine"),
        ("5'-AMP rose", "5'-AMP", "5'-AMP"),
        ("cocaine- and", "cocaine-", "cocaine"),
    ],
)
def test_borders_are_mended(text, given_, expected):
    mended = mend_borders(text, name(text, given_))
    assert mended is not None
    assert text[mended.start : mended.end] == expected


def test_a_gene_takes_its_number():
    text = "expression of COX-2 rose"
    assert surfaces(text, mend(text, [name(text, "COX", "GENE")])) == [("COX-2", "GENE")]


@pytest.mark.parametrize("whole", ["type 2 diabetes", "Type II sialidosis", "type 1 or 2 diabetes"])
def test_a_disease_takes_its_type(whole):
    text = f"{whole} was common"
    last = whole.rpartition(" ")[2]
    assert surfaces(text, mend(text, [name(text, last, "DISEASE")])) == [(whole, "DISEASE")]


def test_a_name_of_nothing_but_signs_goes():
    assert mend_borders("a -- b", Name(2, 4, "GENE")) is None


def test_short_forms_take_their_long_forms_label_everywhere():
    text = "Cystic fibrosis (CF) is rare. In CF, the CFTR gene matters. CFs and aCF differ, CF."
    long = name(text, "Cystic fibrosis", "DISEASE")
    short = name(text, "CF", "GENE")
    found = mend(text, [long, short], [Defined(short.start, short.end, long.start, long.end)])
    assert surfaces(text, found) == [("Cystic fibrosis", "DISEASE"), *[("CF", "DISEASE")] * 3]


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("Two herds of sheep were fed.", [], [("sheep", "SPECIES")]),
        ("Growth of S. aureus was slow.", [], [("S. aureus", "SPECIES")]),
        ("They took inventomab daily.", [], [("inventomab", "CHEMICAL")]),
        ("Anakinra was safe; to intercept, concept.", [], [("Anakinra", "CHEMICAL")]),
        ("Cultured osteoblasts and keratinocytes.", [], [("osteoblasts", "CELL"), ("keratinocytes", "CELL")]),
        ("A tear of the cornea.", [], [("cornea", "ANATOMY")]),
        ("Lung cancer was rare.", [("Lung cancer", "DISEASE")], [("Lung cancer", "DISEASE")]),
        ("We saw QX-7 cells grow.", [], [("QX-7 cells", "CELL")]),
        ("These cells grew.", [("cells", "CELL")], [("cells", "CELL")]),
        ("Group A. patients in vitamin D. trials", [], []),
    ],
)
def test_plain_words_need_no_recogniser(text, known, expected):
    assert surfaces(text, mend(text, [name(text, s, label) for s, label in known])) == expected


def test_a_chemical_found_once_is_found_again():
    text = "Zolafen eased pain. Zolafen was safe. Unzolafen was not; zolafen-free weeks."
    found = mend(text, [name(text, "Zolafen", "CHEMICAL")])
    assert surfaces(text, found) == [("Zolafen", "CHEMICAL")] * 2


@pytest.mark.parametrize("unit", ["A", "A-", "A1", "a", "(", "blast", "X cells ", "sheep ", "S. aureus "])
def test_time_is_linear_in_text(unit):
    text = unit * (300_000 // len(unit))
    start = time.process_time()
    mend(text, [Name(0, len(unit.strip()), "CELL")])
    assert time.process_time() - start < 5


def test_a_short_form_of_what_is_no_name_is_none():
    text = "Guided self-help (GSH) and zolafen citrate (ZC) were given; GSH and ZC helped."
    long, zc = name(text, "zolafen citrate"), name(text, "ZC")
    short = name(text, "GSH")
    definitions = [
        Defined(short.start, short.end, 0, text.index(" (")),
        Defined(zc.start, zc.end, long.start, long.end),
    ]
    found = surfaces(text, mend(text, [short, long, zc], definitions))
    assert found == [("zolafen citrate", "CHEMICAL"), ("ZC", "CHEMICAL"), ("ZC", "CHEMICAL")]


def test_the_longer_of_two_wins():
    assert without_overlap([Name(0, 5, "A"), Name(3, 12, "B"), Name(12, 14, "C")]) == [
        Name(3, 12, "B"),
        Name(12, 14, "C"),
    ]


TEXT = "The (COX-2) and [5'-AMP] groups, P<0.01: aspirin-treated patients (n = 4) had IL-6 of 3 mg/l."


@given(
    st.lists(
        st.tuples(st.integers(0, len(TEXT)), st.integers(1, 30), st.sampled_from(["GENE", "CHEMICAL"])).map(
            lambda t: Name(t[0], min(t[0] + t[1], len(TEXT)), t[2])
        ),
        max_size=8,
    )
)
def test_what_stands_is_in_order_whole_and_apart(names):
    found = mend(TEXT, names)
    assert all(0 <= n.start < n.end <= len(TEXT) for n in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(TEXT[n.start].strip() and TEXT[n.end - 1].strip() for n in found)


def test_time_is_linear_in_names_and_definitions():
    unit = "Cystic fibrosis (CF{0}) and CF{0}, ( "
    text = "".join(unit.format(i) for i in range(10_000))
    names, definitions, at = [], [], 0
    for i in range(10_000):
        long = text.index("Cystic", at)
        short = text.index("CF", long)
        end = short + len(f"CF{i}")
        names.append(Name(long, long + 15, "DISEASE"))
        definitions.append(Defined(short, end, long, long + 15))
        at = end
    start = time.process_time()
    assert len(mend(text, names, definitions)) == 30_000
    assert time.process_time() - start < 5
