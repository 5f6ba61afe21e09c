"""The schema's versions, and the steps that lead from each to the next.

A step is statements with ``{text}``, ``{integer}``, ``{number}``, ``{boolean}`` for the types of a kind of database.
Views aren't their concern: they are made anew whenever a step is taken. A schema that was released never changes;
what it was stands in ``tests/store/schemas``.
"""

from __future__ import annotations

from collections.abc import Mapping

Steps = Mapping[int, tuple[str, ...]]

CURRENT = 1
STEPS: Steps = {}
