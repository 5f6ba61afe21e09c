"""The text of a Doc, put together once."""

from __future__ import annotations

import spacy

from evistat.tokenise.doc_text import text_of


def test_the_text_is_kept() -> None:
    doc = spacy.blank("en")("Naps eased pain. Tea did not.")
    assert text_of(doc) == doc.text
    assert text_of(doc) is text_of(doc)


def test_a_part_has_a_text_of_its_own() -> None:
    doc = spacy.blank("en")("Naps eased pain. Tea did not.")
    text_of(doc)
    part = doc[:4].as_doc(copy_user_data=True)
    assert text_of(part) == part.text


def test_a_doc_without_words_has_no_text() -> None:
    assert text_of(spacy.blank("en")("")) == ""
