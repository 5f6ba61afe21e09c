"""Article and its annotated Doc → Record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evistat.records.schema import SCHEMA_VERSION, Pipeline, Record

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from evistat.read.article import Article


def build_record(doc: Doc, article: Article, pipeline: Pipeline) -> Record:
    """Return the record of one document; pydantic validates every field against the schema."""
    source = article.source
    record: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "doc_id": article.doc_id,
        "source": {
            "path": source.path,
            "member": source.member,
            "format": source.format,
            "index": source.index,
            "sha256": source.sha256,
        },
        "title": article.title or _found_title(doc),
        "metadata": article.metadata,
        "text": article.text,
        "sections": [
            {"label": s["label"], "heading": s["heading"], "start": s["start"], "end": s["end"]}
            for s in doc._.sections or ()
        ],
        "sentences": [{"start": start, "end": end} for start, end in doc._.sentences or ()],
        "abbreviations": [
            {
                "short": {"text": d["short"], "start": d["short_start"], "end": d["short_end"]},
                "long": {"text": d["long"], "start": d["long_start"], "end": d["long_end"]},
            }
            for d in doc._.abbreviations or ()
        ],
        "study": doc._.study,
        "entities": [
            {
                "id": f"T{index}",
                "text": ent.text,
                "label": ent.label_,
                "start": ent.start_char,
                "end": ent.end_char,
                "negated": bool(getattr(ent._, "negated", False)) if ent.has_extension("negated") else False,
                "hedged": bool(getattr(ent._, "hedged", False)) if ent.has_extension("hedged") else False,
                "concept": None,
            }
            for index, ent in enumerate((*doc.ents, *doc.spans.get("nested", ())), start=1)
        ],
        "findings": doc._.findings or [],
        "warnings": [
            {"code": note.code, "message": note.message, "start": note.start, "end": note.end}
            for note in [
                *article.warnings,
                *(doc._.evistat_notes if doc.has_extension("evistat_notes") else ()),
            ]
        ]
        + list(doc._.leftovers or ()),
        "pipeline": pipeline,
    }
    return Record.model_validate(record)


def _found_title(doc: Doc) -> str | None:
    """Return the title that the sections found, where the input names none."""
    for section in doc._.sections or ():
        if section["label"] == "TITLE":
            return " ".join(doc.text[section["body_start"] : section["end"]].split())
    return None
