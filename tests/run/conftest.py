import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

STANDIN = str(Path(__file__).parent / "standin")


@pytest.fixture(autouse=True, scope="module")
def _standin() -> Iterator[None]:
    """Make the stand-in pipeline importable here and, as spawned processes inherit the path, in workers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(STANDIN)
        assert sys.path[0] == STANDIN
        yield
