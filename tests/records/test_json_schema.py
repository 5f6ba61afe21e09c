import json
from importlib.resources import files

from evistat.records.json_schema import schema_text


def test_the_committed_schema_is_current() -> None:
    # To renew it: evistat.records.json_schema.schema_text() into schema.json.
    committed = (files("evistat.records") / "schema.json").read_text(encoding="utf-8")
    assert committed == schema_text()


def test_every_field_of_a_record_is_described_and_required() -> None:
    schema = json.loads(schema_text())
    assert schema["additionalProperties"] is False
    assert schema["required"] == list(schema["properties"])
    assert {"Finding", "Entity", "Interval", "PValue"} <= schema["$defs"].keys()
