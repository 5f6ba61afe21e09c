import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.inspect.script_data import packed, script

JS_ESCAPES = re.compile(r"\\(?:x(..)|(.))")
SCRIPT = re.compile(r"evistat\.receive\(\"x\", JSON\.parse\('((?:[^'\\\r\n]|\\.)*)'\)\);\n")


def read_back(made: bytes) -> Any:
    """Read a script as a browser does: the string literal, then the JSON in it."""
    found = SCRIPT.fullmatch(made.decode("ascii"))
    assert found is not None
    return json.loads(JS_ESCAPES.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], found[1]))


data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)


@given(data)
def test_whatever_the_data_holds_comes_back(value: Any) -> None:
    made = script("x", packed(value))
    assert read_back(made) == value
    assert not re.search(rb"[<>&\x00-\x09\x0b-\x1f\x7f-\xff]", made)


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "\u2028\u2029",
        "it's \\' \\\\",
        "\ud800",
        "😀",
        "\x00",
    ],
)
def test_hostile_text_stays_one_literal(text: str) -> None:
    made = script("x", packed({"__proto__": text}))
    assert read_back(made) == {"__proto__": text}
    assert made.count(b"\n") == 1


def test_a_number_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        packed([float("nan")])
