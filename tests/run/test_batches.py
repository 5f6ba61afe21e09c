from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from evistat.read.article import Article, Failure, Source
from evistat.run.batches import MOST_ARTICLES, MOST_CHARACTERS, batches

articles = st.builds(
    lambda length: Article("x", "x" * length, Source("p", None, "text", 0, "")),
    st.sampled_from([0, 1, 2000, MOST_CHARACTERS // 2, MOST_CHARACTERS, MOST_CHARACTERS + 1]),
)
failures = st.just(Failure("p", None, None, None, "E003", ""))


@given(st.lists(articles | failures, max_size=3 * MOST_ARTICLES))
def test_batches_keep_order_and_stay_within_bounds(items: list[Article | Failure]) -> None:
    cut = list(batches(items))
    assert [item for batch in cut for item in batch] == items
    for batch in cut:
        assert 1 <= len(batch) <= MOST_ARTICLES
        characters = sum(len(item.text) for item in batch if isinstance(item, Article))
        assert characters <= MOST_CHARACTERS or sum(isinstance(item, Article) for item in batch) == 1


@given(st.lists(articles | failures, max_size=2 * MOST_ARTICLES))
def test_batches_are_full_before_the_next_begins(items: list[Article | Failure]) -> None:
    cut = list(batches(items))
    for batch, following in pairwise(cut):
        first = following[0]
        more = len(first.text) if isinstance(first, Article) else 0
        characters = sum(len(item.text) for item in batch if isinstance(item, Article))
        assert len(batch) == MOST_ARTICLES or characters + more > MOST_CHARACTERS
