"""PubMed's XML (efetch, baseline and update files) → one article a record, streaming.

The text is the title, every ``AbstractText`` with its label in front, and other abstracts in English ("plain language
summary") at the end. Abstracts in other languages repeat the same results: they stand in the metadata, in the text
only where there is no other abstract. Deleted records are told, one by one, as a notice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from io import BufferedReader

from evistat.lexicons import lexicon
from evistat.read.article import Article, Failure
from evistat.read.compose import Part, compose
from evistat.read.formats.composed import composed
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.markup import text_of, unknown_entities
from evistat.read.metadata import doi_of, metadata, year_of
from evistat.read.xml import BrokenXmlError, Element, digest, elements, local, longest_record, prologue_of

_NAME = "pubmed_xml"
_DELETED = frozenset(("DeleteCitation", "DeleteDocument"))
_RECORDS = frozenset(("PubmedArticle", "PubmedBookArticle")) | _DELETED
_ROOTS = _RECORDS | {"PubmedArticleSet", "PubmedBookArticleSet"}
_ENGLISH = ("eng", "en")
# Elements that hold what is looked for one level deeper; all else is passed over.
_HOLDERS = frozenset(("Article", "Book"))

Found = dict[str, list[Element]]


def read_pubmed_xml(
    stream: BufferedReader, place: Place, options: ReadOptions
) -> Iterator[Article | Failure]:
    """Yield the article of every record, a notice for every deleted one, and a failure where the XML breaks."""
    index = 0
    try:
        for record in elements(stream, _RECORDS, longest=longest_record(options.max_length)):
            if local(record) in _DELETED:
                for deleted in record:
                    pmid = (deleted.text or "").strip()
                    yield place.failure("W021", line=deleted.sourceline, doc_id=pmid or None, pmid=pmid)
                continue
            yield _article(record, place, options, index)
            index += 1
    except BrokenXmlError as error:
        yield place.failure("E030", line=error.line, reason=error.reason)


def _article(record: Element, place: Place, options: ReadOptions, index: int) -> Article | Failure:
    found = _found(record)
    pmid = _first(found, "PMID")
    doc_id = pmid.text.strip() if pmid is not None and pmid.text else None
    title, vernacular = _titles(found)
    parts = [part for abstract in found.get("Abstract", ()) for part in _parts(abstract)]
    other_parts, other_metadata = _other_abstracts(found.get("OtherAbstract", ()), alone=not parts)
    fields = metadata(
        pmid=doc_id,
        **_identifiers(found),
        journal=_journal(found),
        year=_year(found),
        authors=_authors(found.get("AuthorList", ())),
        publication_types=_texts(found.get("PublicationTypeList", ()), "PublicationType")
        or _words(found.get("PublicationType", ())),
        mesh=_mesh(found.get("MeshHeadingList", ())),
        keywords=_texts(found.get("KeywordList", ()), "Keyword"),
        language=_words(found.get("Language", ())),
        registry_numbers=_registry_numbers(found.get("DataBankList", ())),
        vernacular_title=vernacular,
        other_abstracts=other_metadata,
        copyright=" ".join(_texts(found.get("Abstract", ()), "CopyrightInformation")),
        version=_version(pmid),
    )
    return composed(
        place,
        options,
        format_name=_NAME,
        index=index,
        line=record.sourceline,
        doc_id=doc_id,
        title=title,
        parts=[*parts, *other_parts],
        fields=fields,
        sha256=digest(record),
        entities=unknown_entities(record),
    )


def _found(record: Element) -> Found:
    """Return the elements of a record by name: those of its two halves, of its article and of its book."""
    found: Found = {}
    for half in record:  # MedlineCitation and PubmedData, BookDocument and PubmedBookData
        for element in half:
            found.setdefault(element.tag, []).append(element)
            if element.tag in _HOLDERS:
                for inner in element:
                    found.setdefault(inner.tag, []).append(inner)
    return found


def _first(found: Found, name: str) -> Element | None:
    elements_ = found.get(name)
    return elements_[0] if elements_ else None


def _titles(found: Found) -> tuple[str, str | None]:
    """Return the title and the one in the article's language; the latter is the title where there is no other.

    A book's title names a record that is the whole book.
    """
    vernacular = " ".join(text_of(element) for element in found.get("VernacularTitle", ()))
    for name in ("ArticleTitle", "BookTitle"):
        title = " ".join(text_of(element) for element in found.get(name, ())).strip()
        if title:
            return title, vernacular or None
    return vernacular, None


def _parts(abstract: Element) -> list[Part]:
    """Return the parts of an abstract, each under the label of its category."""
    categories = _categories()
    return [
        Part(
            categories.get((element.get("NlmCategory") or "").upper(), "OTHER"),
            element.get("Label"),
            text_of(element),
        )
        for element in abstract
        if element.tag == "AbstractText"
    ]


@cache
def _categories() -> dict[str, str]:
    return dict(lexicon("xml_sections")["nlm_category"])


def _other_abstracts(abstracts: Sequence[Element], *, alone: bool) -> tuple[list[Part], list[dict[str, str]]]:
    """Return the parts of other abstracts that belong in the text, and what the metadata says of each.

    ``alone`` stands for a record without an abstract proper: the first other one takes its place.
    """
    parts: list[Part] = []
    told: list[dict[str, str]] = []
    for number, abstract in enumerate(abstracts):
        own = _parts(abstract)
        language = (abstract.get("Language") or "eng").lower()
        described = {"type": abstract.get("Type") or "", "language": language}
        if language in _ENGLISH or (alone and number == 0):
            parts += own
        else:
            described["text"] = compose(None, own)[0]
        told.append(described)
    return parts, told


def _identifiers(found: Found) -> dict[str, str | None]:
    """Return DOI and PMCID: of the record's own list of ids first, of the article's place in its journal else."""
    ids: dict[str, str] = {}
    for listed in found.get("ArticleIdList", ()):
        for element in listed:
            if element.text:
                ids.setdefault(element.get("IdType", ""), element.text.strip())
    for element in found.get("ELocationID", ()):
        if element.text and element.get("ValidYN") != "N":
            ids.setdefault(element.get("EIdType", ""), element.text.strip())
    return {"pmcid": ids.get("pmc"), "doi": doi_of(ids.get("doi"))}


def _journal(found: Found) -> str | None:
    for journal in found.get("Journal", ()):
        for element in journal:
            if element.tag == "Title":
                return text_of(element)
    book = _first(found, "BookTitle")
    return text_of(book) if book is not None and "ArticleTitle" in found else None


def _year(found: Found) -> int | None:
    """Return the year of the issue, else of the article's own date, else of a book."""
    dates = [date for journal in found.get("Journal", ()) for date in journal.iter("PubDate")]
    for date in (*dates, *found.get("ArticleDate", ()), *found.get("PubDate", ())):
        if (year := year_of(" ".join(element.text or "" for element in date))) is not None:
            return year
    return None


def _authors(lists: Sequence[Element]) -> list[str]:
    """Return the authors as "Family, Given" and groups by their name; a book's authors before its editors."""
    authors: list[str] = []
    for listed in lists:
        for author in listed:
            names = {element.tag: element.text for element in author}
            if (family := names.get("LastName")) is not None:
                given = names.get("ForeName") or names.get("Initials")
                authors.append(f"{family}, {given}" if given else family)
            else:
                authors += [text_of(element) for element in author if element.tag == "CollectiveName"]
    return authors


def _mesh(lists: Sequence[Element]) -> list[str]:
    """Return the headings as MEDLINE prints them: "Asthma/*drug therapy", a star before what is a main topic."""
    return [
        "/".join(
            f"*{element.text}" if element.get("MajorTopicYN") == "Y" else element.text or ""
            for element in heading
        )
        for listed in lists
        for heading in listed
    ]


def _registry_numbers(lists: Sequence[Element]) -> list[str]:
    """Return the numbers under which trial registries and data banks hold the study ("NCT01234567")."""
    return _words([number for listed in lists for number in listed.iter("AccessionNumber")])


def _texts(lists: Sequence[Element], name: str) -> list[str]:
    return [text_of(element) for listed in lists for element in listed if element.tag == name]


def _words(elements_: Sequence[Element]) -> list[str]:
    return list(dict.fromkeys(element.text.strip() for element in elements_ if element.text))


def _version(pmid: Element | None) -> int | None:
    version = pmid.get("Version", "1") if pmid is not None else "1"
    return int(version) if version.isdecimal() and version != "1" else None


def _sniff(head: bytes) -> bool:
    prologue = prologue_of(head)
    return prologue is not None and prologue.root in _ROOTS


PUBMED_XML = Format(name=_NAME, endings=(), sniff=_sniff, read=read_pubmed_xml)
