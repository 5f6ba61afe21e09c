import json

import pytest
from typer.testing import CliRunner

from evistat.cli.app import app
from evistat.run import installation
from evistat.run.installation import Check

WELL = Check("this", "ok", "all\nthere")
ILL = Check("that", "broken", "gone", "bring it back")


def doctor(*options: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["doctor", *options])
    return result.exit_code, result.stdout


@pytest.mark.parametrize(("found", "code"), [([WELL], 0), ([WELL, ILL], 1)])
def test_what_is_broken_is_said_with_its_remedy(
    found: list[Check], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "checks", lambda _: iter(found))
    expected = "ok      this             all there\n"
    if code:
        expected += "broken  that             gone\n        → bring it back\n"
    assert doctor() == (code, expected)


def test_json_has_one_object_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr(installation, "checks", lambda model: asked.append(model) or iter([WELL, ILL]))
    code, out = doctor("--json", "--model", "m")
    assert (code, asked) == (1, ["m"])
    assert [json.loads(line) for line in out.splitlines()] == [
        {"name": "this", "state": "ok", "found": "all\nthere", "remedy": None},
        {"name": "that", "state": "broken", "found": "gone", "remedy": "bring it back"},
    ]
