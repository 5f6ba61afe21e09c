import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evistat.run.manifest import difference, read_head, read_list, write_manifest
from evistat.run.versions import model_identity

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)
names = st.text(min_size=1).filter(lambda name: name not in ("manifest", "files", "documents"))


@settings(max_examples=25)
@given(st.dictionaries(names, values), st.lists(values), st.lists(values))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, head: dict[str, Any], files: list[Any], documents: list[Any]
) -> None:
    path = tmp_path_factory.mktemp("manifest") / "m.json"
    write_manifest(path, head, {"files": files, "documents": documents})
    assert read_head(str(path)) == {"manifest": 1, **head}
    assert list(read_list(str(path), "files")) == files
    assert list(read_list(str(path), "documents")) == documents
    assert list(read_list(str(path), "absent")) == []
    assert json.loads(path.read_text("utf-8")) == {
        "manifest": 1,
        **head,
        "files": files,
        "documents": documents,
    }


def test_the_first_difference_is_named() -> None:
    before = {
        "versions": {"evistat": "1", "model": {"name": "m", "sha256": "a"}},
        "options": {"id_field": None},
    }
    assert difference(before, before) is None
    other = {**before, "options": {"id_field": "pmid"}}
    assert difference(before, other) == ("--id-field", "not given", '"pmid"')
    newer = {**before, "versions": {"evistat": "2", "model": {"name": "m", "sha256": "a"}}}
    assert difference(before, newer) == ("the version of evistat", '"1"', '"2"')
    trained = {**before, "versions": {"evistat": "1", "model": {"name": "m", "sha256": "b"}}}
    assert difference(before, trained) == ("the model's sha256", '"a"', '"b"')


def test_a_model_is_known_by_its_files(tmp_path: Path) -> None:
    (tmp_path / "ner").mkdir()
    (tmp_path / "meta.json").write_text('{"version": "3.1"}')
    weights = tmp_path / "ner" / "model"
    weights.write_bytes(b"weights")
    first = model_identity(str(tmp_path))
    assert (first["name"], first["version"]) == (str(tmp_path), "3.1")
    weights.write_bytes(b"Weights")
    assert model_identity(str(tmp_path))["sha256"] != first["sha256"]
    assert model_identity("no_such_model") == {"name": "no_such_model", "version": None, "sha256": None}
    assert model_identity(None)["version"] is not None
