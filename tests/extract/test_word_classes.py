"""Words → the same with coarse classes, without a tagger."""

from __future__ import annotations

import pytest

from evistat.extract.clauses import read_sentence


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("Pain was reduced by massage.", "reduced", "verb"),
        ("It showed that age (mean 40), sex and salt were linked.", "age", "noun"),
        ("It showed that use of salt was common.", "use", "noun"),
        ("Massage reduced pain.", "reduced", "verb"),
        ("They had reduced pain.", "reduced", "adj"),
        ("It led to a reduced risk.", "reduced", "adj"),
        ("Patients treated with massage slept.", "treated", "part"),
        ("Levels measured at noon were low.", "measured", "part"),
        ("Pain scores were low.", "scores", "noun"),
        ("Massage reduces pain.", "reduces", "verb"),
        ("Massage and heat improved sleep.", "improved", "verb"),
        ("Massage reduced pain and improved sleep.", "improved", "verb"),
        ("It rose compared to control.", "control", "noun"),
        ("It was used to control pain.", "control", "verb"),
        ("The relative risk was high.", "relative", "adj"),
        ("It rose relative to baseline.", "relative", "prep"),
        ("Splenomegaly was rare.", "Splenomegaly", "noun"),
        ("It was significantly lower.", "significantly", "adv"),
        ("Women in arm A slept.", "A", "noun"),
        ("Those treated early slept.", "Those", "noun"),
        ("Women show higher scores.", "show", "verb"),
        ("These results suggest that massage helps.", "suggest", "verb"),
        ("The data display no trend.", "display", "verb"),
        ("The display was dim.", "display", "noun"),
        ("The results report was late.", "report", "noun"),
    ],
)
def test_word_class(text: str, word: str, tag: str) -> None:
    classes = {one.text: one.tag for one in read_sentence(text, 0, len(text)).words}
    assert classes[word] == tag
