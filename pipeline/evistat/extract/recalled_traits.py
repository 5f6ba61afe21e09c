"""A result and those before it → traits of its candidates: named before as what, standing where the result stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evistat.extract.candidates import OUTCOMES_BACK, Candidate
from evistat.extract.context import Context
from evistat.extract.reading import Found, Reading, outcomes_before

_FARTHEST = 3  # results back that are told apart


class Recalled:
    """What a result's candidates are compared with: names of the results before, the places of its sentence's results."""

    def __init__(
        self,
        context: Context,
        reading: Reading,
        number: int,
        chosen: Found,
        statistic: str,
        earlier: Sequence[Found],
    ) -> None:
        """Work out what all candidates of a result are compared with."""
        members = sorted(reading.members, key=lambda one: reading.parts[one][0])
        self._folded = context.folded
        self._anchor = reading.anchor(number)
        self._place, self._often = members.index(number), len(members)
        self._before = outcomes_before(reading, earlier)
        self._carried = chosen.rule == "subject.earlier_finding"
        self._said = self._names(reading, earlier, statistic)

    def _names(self, reading: Reading, earlier: Sequence[Found], statistic: str) -> dict[str, list[str]]:
        """Return for every name that was said the traits of a candidate that has it, too."""
        before = earlier[: -OUTCOMES_BACK - 1 : -1]
        said: dict[str, list[str]] = {}
        for role, spans in (
            ("outcome", [found.outcome for found in before]),
            ("exposure", [found.predictor for found in before]),
            ("sought", reading.sought),
            ("primary", [reading.primary]),
        ):
            names: dict[str, int] = {}
            for back, span in enumerate(spans):
                if span is not None:
                    names.setdefault(self._folded[slice(*span)].lower(), min(back, _FARTHEST))
            for name, back in names.items():
                said.setdefault(name, []).extend((f"said:{role} {back}", f"said:{role}:{statistic}"))
        return said

    def of(self, one: Candidate) -> Iterator[str]:
        """Yield the traits of a candidate."""
        yield from self._said.get(self._folded[slice(*one.span)].lower(), ())
        if self._often > 1:
            yield from self._order(one)

    def _order(self, one: Candidate) -> Iterator[str]:
        """Yield whether a candidate's place in a list is the result's place among its sentence's results."""
        if len(self._before) == self._often and None not in self._before and one.span in self._before:
            yield f"order:before:{self._before[self._place] == one.span}:{self._carried}"
        if one.frame is None or one.piece is None:
            return
        start = one.piece.start
        listed = [piece.start for piece in one.frame.pieces if piece.coordination == one.piece.coordination]
        outcomes = [piece.start for piece in one.frame.outcomes]
        for name, items in (("list", listed), ("outcomes", outcomes)):
            if len(items) == self._often and start in items:
                at = items.index(start)
                order = "same" if at == self._place else "former" if at < self._place else "later"
                yield f"order:{name}:{order}"
                yield f"order:{name}:{order}:{one.piece.end <= self._anchor}"
