import json
import os
import time
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from evistat.tokenise.tokenizer import Tokenizer

CORPORA = os.environ.get("EVISTAT_CORPORA")


@pytest.fixture(scope="module")
def nlp():
    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "evistat.Tokenizer.v1"}}})


TOKENIZER = Tokenizer(spacy.blank("en").vocab)


def test_a_config_names_it(nlp):
    assert isinstance(nlp.tokenizer, Tokenizer)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("opioid-induced", "opioid - induced"),
        ("ramipril/amlodipine", "ramipril / amlodipine"),
        ("Mg(2+)", "Mg ( 2 + )"),
        ("95%CI:0.44–0.91;P<0.01", "95 % CI : 0.44 – 0.91 ; P < 0.01"),
        ("p=.03", "p = .03"),
        ("−2.1±0.4mmHg", "− 2.1 ± 0.4 mmHg"),
        ("0·61", "0 · 61"),
        ("IL-6", "IL - 6"),
        ("IFN-γ", "IFN - γ"),
        ("p53", "p 53"),
        ("placebo).", "placebo ) ."),
        ("Crohn's", "Crohn 's"),
        ("vitamin D.", "vitamin D ."),
        ("given IgG.", "given IgG ."),
        ("A vs. B", "A vs. B"),
        ("e.g. fever", "e.g. fever"),
        ("didn't", "did n't"),
        ("12,345 women", "12,345 women"),
        ("[aspirin]", "[ aspirin ]"),
        ("https://example.org/a-b?c=1.", "https://example.org/a-b?c=1 ."),
    ],
)
def test_names_and_numbers_stand_alone(text, tokens):
    assert [token.text for token in TOKENIZER(text)] == tokens.split()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_the_tokens_join_to_the_text(text):
    doc = TOKENIZER(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@given(st.text(alphabet="aB1.,-('\" \n%<"))
def test_the_tokens_join_to_the_text_where_rules_meet(text):
    assert TOKENIZER(text).text == text


def test_a_lone_surrogate_keeps_its_place():
    assert TOKENIZER("a \ud800b c").text == "a \ufffdb c"


@pytest.mark.parametrize("unit", ["(", "a-", "1a", "'", ".", " ", "\n ", "http://", ",", "a.b", "é%"])
def test_time_is_linear(unit):
    start = time.process_time()
    TOKENIZER(unit * (300_000 // len(unit)))
    assert time.process_time() - start < 5


def test_a_pipeline_with_it_is_saved_and_loaded(nlp, tmp_path):
    nlp.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    assert [token.text for token in loaded("IL-6/IL-8")] == ["IL", "-", "6", "/", "IL", "-", "8"]


@pytest.mark.skipif(CORPORA is None, reason="EVISTAT_CORPORA is not set")
@pytest.mark.parametrize(("corpus", "most"), [("bc5cdr", 0.002), ("ncbi_disease", 0.002), ("bc2gm", 0.001)])
def test_annotated_names_end_on_token_borders(corpus, most):
    path = Path(CORPORA or "") / "corpora" / "ner" / corpus / "train.jsonl"
    missed = entities = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        doc = TOKENIZER(row["text"])
        for entity in row["entities"]:
            entities += 1
            missed += doc.char_span(entity["start"], entity["end"]) is None
    assert entities > 1000
    assert missed / entities <= most
