"""A PDF → its one article: the text of all pages in the order the file draws it.

Needs the extra ``pdf``. A word broken at the end of a line is put together where the document has it whole elsewhere.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from io import BufferedReader, BytesIO
from typing import Any

from evistat.read.article import Article, Failure, Source
from evistat.read.encoding import mend_surrogates
from evistat.read.formats.extra import library
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.formats.whole import held, sha256
from evistat.read.metadata import doi_of, metadata
from evistat.read.title import title_of

_BROKEN_WORD = re.compile(r"([^\W\d_]{2,40})[-‐\u00ad]\n([^\W\d_]{2,40})(\S{0,20}) ?")
_WORD = re.compile(r"[^\W\d_]{4,80}")
_DOI = re.compile(r"(?:doi\.org/|\bdoi:?\s{0,3})(10\.\d{4,9}/[^\s,;]+)", re.IGNORECASE)
_TITLE_WITHIN = 3000  # characters of the first page
_LIST = re.compile(r"[;,]\s*")


def read_pdf(stream: BufferedReader, place: Place, options: ReadOptions) -> Iterator[Article | Failure]:
    """Yield the article of a PDF, or why there is none."""
    pypdf = library("pypdf", place, format_name="PDF", extra="pdf")
    data = pypdf if isinstance(pypdf, Failure) else held(stream, place, kind="PDF")
    if isinstance(data, Failure):
        yield data
        return
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every small fault that it mends
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield _article(pypdf, data, place, options)
    except MemoryError:
        raise
    except Exception as error:  # "broken PDF files might cause other exceptions", its manual says
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        yield place.failure("E047", doc_id=place.doc_id, format="PDF", reason=reason)


def _article(pypdf: Any, data: bytes, place: Place, options: ReadOptions) -> Article | Failure:
    reader = pypdf.PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return place.failure("E045", doc_id=place.doc_id)
    pages: list[str] = []
    length = 0
    for page in reader.pages:
        pages.append(page.extract_text().strip())
        length += len(pages[-1])
        if length > options.max_length:
            most = f"more than {options.max_length}"
            return place.failure("E008", doc_id=place.doc_id, length=most, limit=options.max_length)
    text, broken = mend_surrogates(_mended("\n\n".join(filter(None, pages))))
    if not text:
        return place.failure("E046", doc_id=place.doc_id)
    told = reader.metadata or {}
    doi = _DOI.search(text, 0, 2 * _TITLE_WITHIN)
    fields = metadata(
        doi=doi_of(_told(told, "/doi"))
        or doi_of(_told(told, "/Subject"))
        or (doi_of(doi.group(1)) if doi else None),
        authors=[name for name in re.split(r";\s*", _told(told, "/Author")) if name],
        keywords=[word for word in _LIST.split(_told(told, "/Keywords")) if word],
    )
    return Article(
        doc_id=place.doc_id,
        text=text,
        source=Source(path=place.path, member=place.member, format="pdf", index=0, sha256=sha256(data)),
        title=_title(_told(told, "/Title"), text) or title_of(text),
        metadata=fields,
        warnings=broken,
    )


def _told(told: Any, name: str) -> str:
    value = told.get(name)
    return " ".join(mend_surrogates(str(value))[0].split()) if value is not None else ""


def _title(told: str, text: str) -> str | None:
    """Return the title that the file tells, where the first page prints it: many tell the name of a file."""
    if len(told.split()) < 3:
        return None
    return told if told.casefold() in " ".join(text[:_TITLE_WITHIN].split()).casefold() else None


def _mended(text: str) -> str:
    """Put words together that a line end breaks, where the whole word stands elsewhere in the text."""
    if not _BROKEN_WORD.search(text):
        return text
    words = {word.casefold() for word in _WORD.findall(text)}

    def mend(found: re.Match[str]) -> str:
        whole = found.group(1) + found.group(2)
        return (
            f"{whole}{found.group(3)}\n"
            if whole.casefold() in words and found.group(2)[0].islower()
            else found.group()
        )

    return _BROKEN_WORD.sub(mend, text)


def _sniff(head: bytes) -> bool:
    return b"%PDF-" in head[:1024]


PDF = Format(name="pdf", endings=(".pdf",), sniff=_sniff, read=read_pdf, binary=True, library="pypdf")
