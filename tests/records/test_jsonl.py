import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.errors import EvistatError
from evistat.records.jsonl import read_records, record_line, refuse_existing, written_whole
from evistat.records.schema import SCHEMA_VERSION, Entity, Pipeline, Record, Source, Warning

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def record(text: str = "Zinc.", metadata: dict[str, Any] | None = None) -> Record:
    return Record(
        schema_version=SCHEMA_VERSION,
        doc_id="d\u2028",
        source=Source(path="a\nb.txt", member=None, format="text", index=0, sha256="00"),
        title=None,
        metadata=metadata or {},
        text=text,
        sections=[],
        sentences=[],
        abbreviations=[],
        study=None,
        entities=[
            Entity(
                id="T1",
                text=text,
                label="CHEMICAL",
                start=0,
                end=len(text),
                negated=False,
                hedged=False,
                concept=None,
            )
        ],
        findings=[],
        warnings=[Warning(code="W001", message="…", start=None, end=None)],
        pipeline=Pipeline(name="evistat", version="0", model="m", model_version="0"),
    )


@given(st.text(), st.dictionaries(st.text(max_size=5), json_values, max_size=4))
def test_a_record_comes_back_from_its_line(text: str, metadata: dict[str, Any]) -> None:
    line = record_line(record(text, metadata))
    assert line.count(b"\n") == 1
    assert Record.model_validate_json(line) == record(text, metadata)
    assert json.loads(line)["text"] == text
    assert record_line(Record.model_validate_json(line)) == line


def test_fields_come_in_the_order_of_the_schema() -> None:
    assert list(json.loads(record_line(record()))) == list(Record.model_fields)


def test_records_are_read_plain_packed_and_from_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = record_line(record("a")) + b"\n" + record_line(record("b"))
    (tmp_path / "r.jsonl").write_bytes(data)
    (tmp_path / "packed").write_bytes(gzip.compress(data))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    for path in (str(tmp_path / "r.jsonl"), str(tmp_path / "packed"), "-"):
        assert [one.text for one in read_records(path)] == ["a", "b"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"id": 1}\n', r"E015.*r.jsonl:1.*schema_version"),
        (b"\n{broken\n", r"E015.*r.jsonl:2"),
        (b"\xff\xfe\n", r"E015.*r.jsonl:1"),
        (b"[]", r"E015"),
        (b"\x1f\x8b\x08cut", r"E002"),
    ],
)
def test_a_line_that_is_no_record_is_said_with_its_place(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(data)
    with pytest.raises(EvistatError, match=words):
        list(read_records(str(path)))


def test_absent_and_unreadable_files_are_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(EvistatError, match="E001"):
        list(read_records(str(tmp_path / "none")))
    with pytest.raises(EvistatError, match="E002"):
        list(read_records(str(tmp_path)))


def test_a_file_has_its_name_only_when_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with written_whole(str(path)) as file:
        file.write(b"half")
        assert not path.exists()
        file.flush()
        assert (tmp_path / "out.jsonl.part").read_bytes() == b"half"
    assert [name.name for name in tmp_path.iterdir()] == ["out.jsonl"]


def test_writing_broken_off_keeps_the_old_file_and_the_part(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")

    def write_half() -> None:
        with written_whole(str(path)) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert path.read_bytes() == b"old"
    assert (tmp_path / "out.jsonl.part").read_bytes() == b"half"


def test_gz_is_compressed_at_the_end_without_time_or_name(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl.gz"
    with written_whole(str(path)) as file:
        file.write(b"lines")
        file.flush()
        assert (tmp_path / "out.jsonl.gz.part").read_bytes() == b"lines"
    data = path.read_bytes()
    assert gzip.decompress(data) == b"lines"
    assert data[3] == 0  # no name
    assert data[4:8] == b"\0\0\0\0"  # no time
    assert [name.name for name in tmp_path.iterdir()] == ["out.jsonl.gz"]


def test_a_dangling_link_counts_as_there(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to(tmp_path / "nowhere")
    with pytest.raises(EvistatError, match="E009"):
        refuse_existing(str(tmp_path / "out"), force=False)
