"""What a document's abbreviations tell, worked out once for all of its sentences."""

from __future__ import annotations

from evistat.extract.context import ShortForm
from evistat.extract.own_shorts import shorts_of

HEART = ShortForm("HR", "heart rate", 30, 32, 18, 28)
RATIO = ShortForm("OR", "odds ratio", 12, 14, 0, 10)


def test_a_short_form_looks_like_a_word_unless_it_stands_for_the_statistic() -> None:
    assert shorts_of((HEART, RATIO)).wordlike == {"HR"}


def test_a_stretch_holds_the_short_forms_that_begin_in_it() -> None:
    shorts = shorts_of((HEART, RATIO))
    assert shorts.within(11, 15)
    assert shorts.within(30, 31)
    assert not shorts.within(13, 30)
    assert not shorts.within(31, 99)
    assert not shorts_of(()).within(0, 99)


def test_a_document_s_abbreviations_are_gone_through_once() -> None:
    abbreviations = (HEART, RATIO)
    assert shorts_of(abbreviations) is shorts_of(abbreviations)
