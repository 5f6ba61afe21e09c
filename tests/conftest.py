"""Options of the test run."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# A busy machine is no fault of an example; where a change is judged, everyone gets the same examples.
settings.register_profile("evistat", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("evistat")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden records anew from what the pipeline finds",
    )
