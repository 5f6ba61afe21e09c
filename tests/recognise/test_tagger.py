import itertools

import numpy as np
import pytest
import spacy

from evistat.recognise.sequence import best_tags
from evistat.recognise.tagger import NESTED, Settings, Tagger, sentences
from evistat.recognise.word_features import CHARACTERS, PATCH, ROWS

HIDDEN, WIDTH = 4, 3
KINDS = ("DISEASE", "DISEASE", "ANATOMY")
TEXTS = [
    "Liver failure was rare. It killed 3 of 40.",
    "",
    "no",
    "A cell (line) grew.\n\nIt died.",
    "x " * 250,
]


def random_tagger(nlp, networks):
    """Return a tagger whose weights are chance: it answers nothing sensible, but the same every time."""
    chance = np.random.default_rng(3)

    def drawn(*shape):
        return chance.normal(scale=0.3, size=shape).astype(np.float16).astype(np.float32)

    letters, spelling, vector = 2, 5, 6
    features = len(ROWS) * WIDTH + spelling + vector
    weights = {
        "transitions": drawn(len(KINDS), 5, 5),
        "resembles": drawn(features),
        "resembles_bias": drawn(1),
    }
    for number in range(networks):
        own = {f"part{i}": drawn(rows, WIDTH) for i, rows in enumerate(ROWS)}
        own |= {
            "characters": drawn(CHARACTERS, letters),
            "patch": drawn(PATCH * letters, spelling),
            "patch_bias": drawn(spelling),
            "vector": drawn(vector, vector),
            "vector_bias": drawn(vector),
            "vector_scale": np.ones(1, dtype=np.float32),
            "input": drawn(features, 8 * HIDDEN),
            "space": drawn(4, 8 * HIDDEN),
            "recurrent": drawn(2, HIDDEN, 4 * HIDDEN),
            "output": drawn(2 * HIDDEN, len(KINDS) * 5),
            "output_bias": drawn(len(KINDS) * 5),
        }
        weights |= {f"{number}/{name}": array for name, array in own.items()}
    lookup = {"minn": 3, "maxn": 4, "hash_count": 2, "hash_seed": 1, "bow": "<", "eow": ">"}
    settings = Settings(KINDS, (0, 0, 1), HIDDEN, (0, 1), lookup)
    return nlp.add_pipe("evistat_tagger", name="ner").use(settings, weights, drawn(50, vector))


@pytest.fixture(scope="module", params=[1, 2])
def nlp(request):
    nlp = spacy.blank("en")
    random_tagger(nlp, request.param)
    return nlp


def test_two_networks_of_one_mind_are_one(nlp):
    tagger = nlp.get_pipe("ner")
    expected = [names(doc) for doc in nlp.pipe(TEXTS)]
    weights = dict(tagger.weights)
    copied = {f"8{name}": array for name, array in weights.items() if "/" in name}
    tagger.use(tagger.settings, weights | copied, tagger._vectors.data)
    assert [names(doc) for doc in nlp.pipe(TEXTS)] == expected
    tagger.use(tagger.settings, weights, tagger._vectors.data)


def names(doc):
    return [[(s.start, s.end, s.label_) for s in spans] for spans in (doc.ents, doc.spans[NESTED])]


def test_a_document_is_read_the_same_alone_and_among_others(nlp):
    together = [names(doc) for doc in nlp.pipe(TEXTS, batch_size=3)]
    assert together == [names(nlp(text)) for text in TEXTS]
    assert any(apart for apart, _ in together)


def test_names_lie_apart_or_one_inside_another_of_another_layer(nlp):
    for doc in nlp.pipe(TEXTS):
        apart, nested = names(doc)
        assert all(one[1] <= following[0] for one, following in itertools.pairwise(apart))
        for start, end, label in nested:
            holders = [one for one in apart if one[0] <= start and end <= one[1] and one[:2] != (start, end)]
            assert len(holders) == 1
            assert holders[0][2] != label


def test_it_is_the_same_after_saving(nlp, tmp_path):
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again.get_pipe("ner").labels == ("DISEASE", "ANATOMY")
    # weights and vectors are kept in halves, and these are halves
    assert [names(doc) for doc in again.pipe(TEXTS)] == [names(doc) for doc in nlp.pipe(TEXTS)]


def test_it_forgets_words_when_it_knows_too_many(nlp, monkeypatch):
    expected = [names(nlp(text)) for text in TEXTS]
    monkeypatch.setattr("evistat.recognise.tagger.MOST_WORDS", 4)
    tagger = nlp.get_pipe("ner")
    assert isinstance(tagger, Tagger)
    tagger.use(tagger.settings, tagger.weights, tagger._vectors.data)
    assert [names(nlp(text)) for text in TEXTS] == expected
    assert [names(doc) for doc in nlp.pipe(TEXTS)] == expected


@pytest.mark.parametrize(
    ("text", "borders"),
    [
        ("", []),
        ("One .", [(0, 2)]),
        ("It fell in both groups . We saw no harm .", [(0, 6), (6, 11)]),
        ("Growth of S . aureus and E . Coli fell .", [(0, 11)]),
        ("The title \n The text", [(0, 3), (3, 5)]),
        ("word " * 205, [(0, 100), (100, 200), (200, 205)]),
    ],
)
def test_sentences(text, borders):
    words = [word.replace("\\n", "\n") for word in text.replace("\n", "\\n").split()]
    assert sentences(words) == borders


def test_what_was_read_before_moves_no_digit(nlp, monkeypatch):
    met = []
    monkeypatch.setattr(
        "evistat.recognise.tagger.best_tags",
        lambda scores, lengths, transitions: met.append(scores) or best_tags(scores, lengths, transitions),
    )
    tagger = nlp.get_pipe("ner")
    text = "Fever and cough were rarer in the mice. None of the 12 mice with fever died."
    for before in ([], ["Mice cough; the mice died of fever.", "Other words altogether " * 20]):
        tagger.use(tagger.settings, tagger.weights, tagger._vectors.data)
        for other in before:
            nlp(other)
        nlp(text)
    assert np.array_equal(met[0], met[-1])
