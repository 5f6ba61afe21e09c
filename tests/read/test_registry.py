import subprocess
import sys

import pytest

from evistat.errors import EvistatError
from evistat.read.formats.registry import FORMATS, NAMES, format_named, format_of


def test_every_format_has_a_name_and_every_name_a_format() -> None:
    assert tuple(format_.name for format_ in FORMATS) == NAMES


def test_endings_belong_to_one_format() -> None:
    endings = [ending for format_ in FORMATS for ending in format_.endings]
    assert len(endings) == len(set(endings))


@pytest.mark.parametrize("format_", FORMATS, ids=NAMES)
def test_the_ending_tells_where_content_is_silent(format_: object) -> None:
    for ending in format_.endings:  # type: ignore[attr-defined]
        assert format_of(f"A{ending.upper()}", b"silent") is format_


def test_an_unknown_format_is_named_with_those_that_are_known() -> None:
    with pytest.raises(EvistatError, match=r"known: .*medline"):
        format_named("doc")


def test_names_of_formats_load_no_reader() -> None:
    code = (
        "import sys, evistat.cli.app; print(sorted(m for m in sys.modules if m.startswith('evistat.read')))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "registry" not in loaded
    assert "lxml" not in loaded
