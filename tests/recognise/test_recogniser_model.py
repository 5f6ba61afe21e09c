import itertools
import json
import warnings

import pytest
import spacy
from spacy.tokens import Doc

from evistat.errors import EvistatError
from evistat.recognise.model import load_model, our_label
from evistat.recognise.recogniser import pieces


def build(path, *, labels=("SIMPLE_CHEMICAL", "Cancer", "ENTITY"), pipes=("ner",), **meta):
    """Write a model of a few kilobytes that answers nothing sensible, but loads and runs."""
    nlp = spacy.blank("en")
    for pipe in pipes:
        nlp.add_pipe(pipe)
    if "ner" in pipes:
        for label in labels:
            nlp.get_pipe("ner").add_label(label)
        nlp.initialize()
    nlp.to_disk(path)
    if meta:
        file = path / "meta.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | meta))
    return str(path)


def rules(path):
    """Write a model whose entities come from rules: its answers are known."""
    nlp = spacy.blank("en")
    nlp.add_pipe("ner").add_label("GGP")
    nlp.initialize()
    ruler = nlp.add_pipe("entity_ruler", before="ner")
    ruler.add_patterns(
        [
            {"label": "SIMPLE_CHEMICAL", "pattern": "aspirin"},
            {"label": "Gene_or_gene_product", "pattern": "BRCA1"},
            {"label": "CARDINAL", "pattern": "twelve"},
            {"label": "ENTITY", "pattern": "trial"},
        ]
    )
    nlp.to_disk(path)
    return str(path)


def test_any_pipeline_with_ner_is_taken(tmp_path):
    nlp = load_model(build(tmp_path / "m"))
    assert nlp.pipe_names == ["ner"]
    assert nlp.max_length > 10_000_000


def test_only_what_finds_entities_is_loaded(tmp_path):
    nlp = load_model(build(tmp_path / "m", pipes=("sentencizer", "ner")))
    assert nlp.pipe_names == ["ner"]


def test_labels_become_ours(tmp_path):
    nlp = load_model(rules(tmp_path / "m"))
    nlp.get_pipe("ner").model.disable_pipe("ner")  # its answers are chance
    nlp.add_pipe("evistat_entities")
    doc = nlp("In the trial twelve took aspirin for BRCA1 tumours.")
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("trial", "ENTITY"),
        ("aspirin", "CHEMICAL"),
        ("BRCA1", "GENE"),
    ]


@pytest.mark.parametrize(
    ("label", "ours"),
    [
        ("GGP", "GENE"),
        ("GENE_OR_GENE_PRODUCT", "GENE"),
        ("Multi-tissue_structure", "ANATOMY"),
        ("TAXON", "SPECIES"),
        ("CANCER", "DISEASE"),
        ("ENTITY", "ENTITY"),
        ("PERSON", "PERSON"),
        ("DATE", ""),
    ],
)
def test_the_table_of_labels(label, ours):
    assert our_label(label) == ours


def said(model):
    with pytest.raises(EvistatError) as caught:
        load_model(model)
    assert caught.value.code == "E012"
    return caught.value.message


def test_an_absent_model(tmp_path):
    assert "no installed package and no folder" in said("no_such_model")
    assert "no installed package and no folder" in said(str(tmp_path / "absent"))


def test_a_folder_that_holds_no_model(tmp_path):
    assert "can't be loaded" in said(str(tmp_path)) or "no spaCy model" in said(str(tmp_path))


def test_a_model_without_ner(tmp_path):
    message = said(build(tmp_path / "m", pipes=("sentencizer",)))
    assert "no `ner`" in message
    assert "sentencizer" in message


def test_a_model_with_no_pipeline_at_all(tmp_path):
    assert "no `ner`" in said(build(tmp_path / "m", pipes=()))


def test_a_model_of_another_version_that_still_loads(tmp_path):
    path = build(tmp_path / "m", spacy_version=">=3.5.0,<3.6.0")
    with pytest.warns(UserWarning, match=r"made for spaCy >=3.5.0,<3.6.0"):
        load_model(path)


def test_a_model_of_this_version_gives_no_warning(tmp_path):
    path = build(tmp_path / "m")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        load_model(path)


def test_a_model_of_another_version_that_cannot_load(tmp_path):
    path = build(tmp_path / "m", spacy_version=">=2.3.0,<2.4.0")
    (tmp_path / "m" / "config.cfg").unlink()
    assert "made for spaCy >=2.3.0,<2.4.0" in said(path)


def test_a_damaged_model(tmp_path):
    path = build(tmp_path / "m")
    (tmp_path / "m" / "ner" / "model").write_bytes(b"\x00broken")
    assert "can't be loaded" in said(path)


def test_a_damaged_config(tmp_path):
    path = build(tmp_path / "m")
    (tmp_path / "m" / "config.cfg").write_text("[nlp\nthis is no config")
    assert "can't be loaded" in said(path)


def test_a_text_longer_than_spacys_own_limit(tmp_path):
    nlp = load_model(rules(tmp_path / "m"))
    nlp.get_pipe("ner").model.disable_pipe("ner")  # its answers are chance
    doc = nlp(f"aspirin {'x' * 91} " * 10_500)
    assert len(doc.text) > 1_000_000
    assert len(doc.ents) == 10_500
    assert [note.code for note in doc._.evistat_notes] == ["W003"]


def test_batches_keep_order_and_find_what_single_texts_give(tmp_path):
    nlp = load_model(rules(tmp_path / "m"))
    nlp.get_pipe("ner").model.disable_pipe("ner")
    texts = ["aspirin", "", "x " * 9000 + "BRCA1", "BRCA1 and aspirin", "trial " * 300] * 3
    together = [[(e.text, e.start_char) for e in doc.ents] for doc in nlp.pipe(texts, batch_size=2)]
    assert together == [[(e.text, e.start_char) for e in nlp(text).ents] for text in texts]


def test_pieces_end_at_sentence_borders(tmp_path):
    nlp = load_model(rules(tmp_path / "m"))
    doc = Doc(
        nlp.vocab, words=["one", "two", "three", "."] * 5000, sent_starts=[True, False, False, False] * 5000
    )
    borders = list(pieces(doc))
    assert borders[0][0] == 0
    assert borders[-1][1] == len(doc)
    assert all(a[1] == b[0] for a, b in itertools.pairwise(borders))
    assert all(start % 4 == 0 for start, _ in borders)


def test_a_saved_pipeline_finds_its_model_again(tmp_path):
    nlp = load_model(rules(tmp_path / "m"))
    nlp.to_disk(tmp_path / "saved")
    loaded = spacy.load(tmp_path / "saved")
    loaded.get_pipe("ner").model.disable_pipe("ner")
    assert [ent.text for ent in loaded("took aspirin").ents] == ["aspirin"]


def test_the_recogniser_can_be_left_out(tmp_path):
    path = rules(tmp_path / "m")
    assert load_model(path, exclude=["ner"]).pipe_names == []
    assert load_model(path, disable=["ner"]).disabled == ["ner"]
