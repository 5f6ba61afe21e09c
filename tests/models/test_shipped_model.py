import time
import warnings

import pytest

import en_evistat
from evistat.recognise.model import load_model

LABELS = {"CHEMICAL", "DISEASE", "GENE", "SPECIES", "CELL", "ANATOMY"}


@pytest.fixture(scope="module")
def nlp():
    nlp = load_model()
    nlp.add_pipe("evistat_abbreviations")
    nlp.add_pipe("evistat_entities")
    return nlp


def test_it_loads_quickly_and_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        start = time.process_time()
        nlp = load_model()
    assert time.process_time() - start < 2
    assert nlp.meta["name"] == "evistat"
    assert nlp.meta["version"] == en_evistat.__version__


def test_it_knows_six_labels(nlp):
    assert set(nlp.get_pipe("ner").labels) == LABELS


@pytest.mark.parametrize(
    ("text", "surface", "label"),
    [
        ("Twelve weeks of metformin lowered fasting glucose in adults.", "metformin", "CHEMICAL"),
        ("Aspirin did not prevent stroke in these adults.", "stroke", "DISEASE"),
        ("Patients with type 2 diabetes were enrolled.", "type 2 diabetes", "DISEASE"),
        ("We found mutations in BRCA1 and TP53.", "BRCA1", "GENE"),
        ("Serum levels of interleukin-6 fell.", "interleukin-6", "GENE"),
        ("Escherichia coli grew in most samples.", "Escherichia coli", "SPECIES"),
        ("The mice were fed for ten weeks.", "mice", "SPECIES"),
        ("Endothelial cells were cultured overnight.", "Endothelial cells", "CELL"),
        ("Biopsies of the liver were taken.", "liver", "ANATOMY"),
    ],
)
def test_each_label_is_found(nlp, text, surface, label):
    found = {(ent.text, ent.label_) for ent in nlp(text).ents}
    assert (surface, label) in found


@pytest.mark.parametrize(
    ("text", "whole", "inner"),
    [
        ("Tumour cells were counted.", ("Tumour cells", "CELL"), ("Tumour", "DISEASE")),
        ("Acute liver failure was rare.", ("Acute liver failure", "DISEASE"), ("liver", "ANATOMY")),
        ("Human insulin was given.", ("Human insulin", "GENE"), ("Human", "SPECIES")),
    ],
)
def test_names_inside_names_are_found(nlp, text, whole, inner):
    doc = nlp(text)
    assert whole in {(ent.text, ent.label_) for ent in doc.ents}
    assert inner in {(ent.text, ent.label_) for ent in doc.spans["nested"]}


def test_a_text_alone_and_among_others_has_the_same_entities(nlp):
    texts = ["Metformin lowered glucose in mice.", "Liver failure was rare.", "", "IL-6 rose in serum."]
    together = [[(ent.text, ent.label_) for ent in doc.ents] for doc in nlp.pipe(texts)]
    assert together == [[(ent.text, ent.label_) for ent in nlp(text).ents] for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        "The hazard ratio was lower (HR 0.71, 95% CI 0.55 to 0.92, P = 0.009).",
        "Adjusted OR 1.4 (1.1-1.8); RR 0.8; p<.001.",
        "RESULTS: Group A and group B did not differ (p-value 0.4).",
        "12 345 6.7 8% 9/10 <0.001",
    ],
)
def test_statistics_hold_no_entity(nlp, text):
    assert [ent.text for ent in nlp(text).ents] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "0123456789 " * 50,
        "🙂 aspirin 🙂🙂 für Übelkeit",
        "阿司匹林可以降低风险。",
        "الأسبرين يقلل الحمى",
        "\x00\x01\x1f\x7f aspirin \x0b",
        "a\u0301\u200b\u202easpirin\u202c",
        "\ud800 aspirin",
        "(" * 500,
    ],
)
def test_odd_text_breaks_nothing(nlp, text):
    doc = nlp(text)
    assert len(doc.text) == len(text)
    for ent in doc.ents:
        assert doc.text[ent.start_char : ent.end_char] == ent.text
        assert ent.text.strip()
