"""The lexicon's verbs → their forms."""

from __future__ import annotations

from evistat.extract.verb_forms import verb_forms


def test_verb_forms_know_their_base() -> None:
    forms = verb_forms()
    assert (forms["dropped"].base, forms["fell"].base, forms["reduces"].base) == ("drop", "fall", "reduce")
