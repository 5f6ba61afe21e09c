"""Hostile input: four times the text takes about four times as long, whatever it is made of."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from evistat.extract.assemble import find_results
from evistat.extract.context import Context, SectionSpan
from evistat.extract.effects import find_effects
from evistat.extract.findings import find_findings
from evistat.extract.intervals import find_bare_brackets, find_headers, find_intervals
from evistat.extract.measures import find_measures
from evistat.extract.p_values import find_p_values
from evistat.extract.plain import decimal_points, plain_text
from evistat.extract.quantities import find_quantities
from evistat.extract.tests import find_test_statistics
from evistat.read.typography import fold
from evistat.tokenise.sentences import find_sentences

PATTERNS = [
    "p = 0.05, ", "p = 0.05. ", "P for ", "P < ", "(", "()[]", "[(", "(12%) ", "1", "1 ", "1.", "0.1 ", "1,000", "-", "- ", "1-", "a ", "A", "A B ",
    "1 vs ", "12.3% vs 14.5%, ", "1 and ", "1 ± 2 ", "95% CI ", "95% CI 1 to 2, ", "confidence interval (CI) ", "OR ", "OR 1.5 (1.2-1.9), ",
    "1, 2, 3, respectively ", "from 1 to 2 ", "% ", " ", "\n", ",", "; ", "n = 3 ", "&lt;", "adjusted ", "sensitivity and specificity ", "reduced by ",
    "patients in the group ", "in group A 12%, ", "t(", "1/2 ", "1-fold ", "=", "<", "1 of 2 (", "...", "mean 1.2 (95% CI 1 to 2) vs 1.4, p=0.02; ",
    "Falls (%) (%) (%) (%) (%) (%) (%) (%) (%) y 1 (2) 3 (4) 0.02 ",
]  # fmt: skip
FINDERS: dict[str, Callable[[str], object]] = {
    "p_values": find_p_values,
    "intervals": find_intervals,
    "headers": find_headers,
    "bare brackets": find_bare_brackets,
    "measures": find_measures,
    "quantities": lambda text: find_quantities(text, 0, len(text)),
    "test statistics": find_test_statistics,
    "plain text": lambda text: decimal_points(fold(plain_text(text).text)),
    "effects": lambda text: find_effects(text, find_sentences(text, text, [])),
}
LISTS = [
    "weight fell and ",
    "9.1 ± 1.2 8.7 ± 1.4 0.45 ",
    "-0.8 kg (-1.4, -0.2), P = 0.01; ",
    "p = 0.05, ",
    "12.3 vs 14.5 (p = 0.02), ",
    "pain in the placebo group (p = 0.02), ",
    "age (r = 0.32, p < 0.01), ",
    "declined by 72 hours, ",
]
ENOUGH = 0.3
"""CPU seconds below which nothing is measured."""


def context_of(text: str, *, one_sentence: bool = False) -> Context:
    plain = plain_text(text)
    sentences = [] if one_sentence else find_sentences(plain.text, fold(plain.text), [])
    return Context(
        text=plain.text,
        folded=decimal_points(fold(plain.text)).replace("\n", " "),
        sentences=tuple(sentences) or ((0, len(plain.text)),),
        sections=(SectionSpan("RESULTS", 0, len(plain.text)),),
    )


def seconds(work: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start


def best(work: Callable[[str], object], pattern: str, size: int) -> float:
    """Return the least of three times, which other work on the machine disturbs least.

    Each text begins differently: sentences read before may be remembered.
    """
    return min(seconds(work, f"{run} " + (pattern * size)[:size]) for run in range(3))


def assert_linear(work: Callable[[str], object], pattern: str, size: int) -> None:
    """Compare the time for a text with the time for one four times as long: quadratic work takes sixteen times."""
    short, long = best(work, pattern, size), best(work, pattern, 4 * size)
    if long < ENOUGH:
        return
    assert long < 9 * short, f"{short:.2f} s, then {long:.2f} s"


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("name", FINDERS)
def test_each_finder(name: str, pattern: str) -> None:
    assert_linear(FINDERS[name], pattern, 10_000)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_results(pattern: str) -> None:
    assert_linear(lambda text: find_results(context_of(text)), pattern, 5_000)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_findings(pattern: str) -> None:
    assert_linear(lambda text: find_findings(context_of(text)), pattern, 5_000)


@pytest.mark.parametrize("pattern", LISTS)
def test_a_sentence_of_many_results(pattern: str) -> None:
    assert_linear(lambda text: find_findings(context_of(text, one_sentence=True)), pattern, 4_500)
