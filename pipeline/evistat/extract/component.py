"""Doc → Doc with findings: ``doc._.findings`` (plain data in the record's shape), ``doc.spans["findings"]``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from evistat.errors import message
from evistat.extract.context import Context, EntitySpan, SectionSpan, ShortForm, plain_context
from evistat.extract.findings import find_findings
from evistat.extract.plain import PlainText, plain_text
from evistat.extract.study import find_study
from evistat.lexicons import lexicon
from evistat.read.typography import fold
from evistat.tokenise.doc_text import text_of
from evistat.tokenise.sections import find_sections
from evistat.tokenise.sentences import find_sentences

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


class Findings:
    """Set the findings of a Doc.

    Sections, sentences, abbreviations and entities are used where earlier components have set them; sections and
    sentences are found here otherwise, so that the component works in any spaCy pipeline.
    """

    def __init__(self, nlp: Language, name: str = "evistat_findings") -> None:
        """Declare what this component reads and writes on a Doc."""
        from spacy.tokens import Doc

        self.name = name
        self.vocab = nlp.vocab
        for extension in (
            "doc_id",
            "title",
            "section_marks",
            "sections",
            "sentences",
            "findings",
            "leftovers",
            "study",
        ):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=None)
        if not Doc.has_extension("abbreviations"):
            Doc.set_extension("abbreviations", default=[])

    def __call__(self, doc: Doc) -> Doc:
        """Find the findings of ``doc``."""
        text = text_of(doc)
        plain = plain_text(text)
        context = context_of(doc, plain)
        extraction = find_findings(context)
        doc._.findings = plain.restore(extraction.findings)
        reasons = lexicon("leftovers")["reasons"]
        doc._.leftovers = [
            {
                "code": "W010",
                "message": message("W010", printed=text[start:end], reason=reasons[leftover.reason]),
                "start": start,
                "end": end,
            }
            for leftover in extraction.leftovers
            for start, end in [plain.span(leftover.start, leftover.end)]
        ]
        study = find_study(context)
        doc._.study = plain.restore(asdict(study)) if study is not None else None
        spans = [
            doc.char_span(
                finding["quote"]["start"],
                finding["quote"]["end"],
                label=finding["measure"] or finding["kind"],
                alignment_mode="expand",
            )
            for finding in doc._.findings
        ]
        doc.spans["findings"] = [span for span in spans if span is not None]
        return doc


def context_of(doc: Doc, plain: PlainText) -> Context:
    """Return a Doc as extraction sees it, in the offsets of its plain twin."""
    if doc._.sections is None or doc._.sentences is None:
        sections = find_sections(text_of(doc), title=doc._.title, marks=doc._.section_marks or ())
        doc._.sections = [asdict(section) for section in sections]
        doc._.sentences = find_sentences(text_of(doc), fold(text_of(doc)), sections)
    return plain_context(
        plain,
        sentences=doc._.sentences,
        sections=(SectionSpan(one["label"], one["body_start"], one["end"]) for one in doc._.sections),
        abbreviations=(
            ShortForm(
                one["short"],
                one["long"],
                one["short_start"],
                one["short_end"],
                one["long_start"],
                one["long_end"],
            )
            for one in doc._.abbreviations
        ),
        entities=(
            EntitySpan(f"T{index}", ent.label_, ent.start_char, ent.end_char)
            for index, ent in enumerate(doc.ents, start=1)
        ),
        doc_id=doc._.doc_id or "",
    )
