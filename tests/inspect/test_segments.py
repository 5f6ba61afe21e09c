from hypothesis import given
from hypothesis import strategies as st

from evistat.inspect.segments import segments

spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12)


def test_crossing_spans_are_cut_where_they_cross() -> None:
    assert list(segments([(0, 6), (4, 9)], 0, 10)) == [
        (0, 4, (0,)),
        (4, 6, (0, 1)),
        (6, 9, (1,)),
        (9, 10, ()),
    ]


@given(spans, st.integers(0, 40), st.integers(0, 40))
def test_segments_join_and_know_their_spans(found: list[tuple[int, int]], start: int, end: int) -> None:
    made = list(segments(found, start, end))
    assert [place for low, high, _ in made for place in range(low, high)] == list(range(start, end))
    for low, high, over in made:
        assert low < high
        for place in range(low, high):
            assert over == tuple(n for n, (first, last) in enumerate(found) if first <= place < last)
    # None is cut without need: something begins or ends at each border.
    borders = {border for span in found for border in span}
    assert all(low in borders for low, _, _ in made[1:])
