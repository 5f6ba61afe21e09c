"""A number → that many invented citations in PubMed's XML, to measure and test readers with.

usage: make_pubmed_xml.py OUTPUT [--articles 30000] [--seed 1]

OUTPUT ends in .xml or .xml.gz. Every element of a baseline or update file occurs: journal articles and book
articles, structured and plain abstracts, abstracts in other languages, inline markup, entities, references,
and deletions at the end. All words are our own; no person, drug, trial or number is real. The same number and
seed give the same bytes, and citation n is the same however many follow.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import BinaryIO, cast
from xml.sax.saxutils import escape, quoteattr

_FIRST_PMID = 90_000_001
_DELETED_EVERY = 500
_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
"""
_TAIL = "</PubmedArticleSet>\n"

_DRUGS = ("belatrastat", "corvexine", "dolumab", "ferisartan", "ganotide", "irupril", "lorvadine", "nemitinib", "pelazone", "quiravir", "rumexostat", "soltegliptin", "tavimetide", "vonacept", "zelucine")  # fmt: skip
_ACTIONS = ("walking classes", "a telephone reminder", "nurse-led visits", "breathing exercises", "a low-salt menu", "group singing", "early feeding", "text messages", "home monitoring", "sleep coaching")  # fmt: skip
_CONDITIONS = ("chronic kidney disease", "heart failure", "type 2 diabetes", "knee osteoarthritis", "asthma", "migraine", "ulcerative colitis", "atrial fibrillation", "postpartum depression", "hip fracture", "psoriasis", "bronchiolitis")  # fmt: skip
_OUTCOMES = ("death from any cause", "unplanned readmission", "pain at rest", "systolic blood pressure", "forced expiratory volume", "days of work lost", "relapse", "length of stay", "walking distance", "quality of life", "wound infection", "HbA<sub>1c</sub>")  # fmt: skip
_PEOPLE = ("adults", "older people", "schoolchildren", "outpatients", "pregnant women", "men on dialysis", "nurses", "veterans", "new mothers", "residents of care homes")  # fmt: skip
_GENES = ("SLC17B9", "TRPX2", "KIF40A", "ABCQ5", "MYOZ7", "HLA-DZB1")
_LAST = ("Abernethy-Voss", "Brandão", "Çelikkol", "Dvořáčková", "Eriksdotter", "Fjällström", "Großkopf", "Hlaváček", "Ishiguro", "Jørgensby", "Kowalczuk", "Lefèvreux", "Mbekile", "Nguyenova", "O'Tierney", "Poślednik", "Quispeña", "Rautavaara", "Șerbanel", "Thistlewood")  # fmt: skip
_FORE = ("Ada Lin", "Björn", "Chidi", "Dorotea M", "Émile", "Farah", "Goro", "Hanna-Mari", "Ines", "Jorge Luis", "Kamala", "Łukasz")  # fmt: skip
_TOWNS = ("Northhaven", "Vale do Rio", "Bergstadt", "Porte-Neuve", "Karsuvaara", "New Aldmoor", "San Telmo", "Hoshigawa")  # fmt: skip
_JOURNALS = (("Annals of Invented Medicine", "Ann Invent Med"), ("The Journal of Bedside Trials", "J Bedside Trials"), ("Nephrology & Dialysis Letters", "Nephrol Dial Lett"), ("Acta Clinica Imaginaria", "Acta Clin Imagin"), ("Primary Care Notebook", "Prim Care Noteb"), ("Zeitschrift für erdachte Heilkunde", "Z Erdachte Heilkd"))  # fmt: skip
_SUBJECTS = ("Humans", "Adult", "Aged", "Female", "Male", "Middle Aged", "Treatment Outcome", "Double-Blind Method", "Follow-Up Studies", "Risk Factors", "Blood Pressure", "Hospitalization")  # fmt: skip
_QUALIFIERS = ("drug therapy", "epidemiology", "therapeutic use", "prevention & control", "physiology")
_TYPES = (("Journal Article", "D016428"), ("Randomized Controlled Trial", "D016449"), ("Multicenter Study", "D016448"), ("Meta-Analysis", "D017418"), ("Letter", "D016422"))  # fmt: skip
_LABELS = (
    (("BACKGROUND", "BACKGROUND"), ("METHODS", "METHODS"), ("RESULTS", "RESULTS"), ("CONCLUSIONS", "CONCLUSIONS")),
    (("AIM OF THE STUDY", "OBJECTIVE"), ("PATIENTS AND METHODS", "METHODS"), ("FINDINGS", "RESULTS"), ("INTERPRETATION", "CONCLUSIONS")),
    (("Objective", "UNASSIGNED"), ("Design & setting", "UNASSIGNED"), ("Main outcomes", "UNASSIGNED"), ("Take-home message", "UNASSIGNED")),
)  # fmt: skip
# Language of the abstract → title, and two sentences with room for numbers.
_OTHER_LANGUAGES = {
    "ger": ("Wirkung von {drug} bei Erwachsenen.", "Wir haben {n} Erwachsene zufällig auf zwei Gruppen verteilt.", "Die Sterblichkeit war mit {drug} niedriger ({a} % gegenüber {b} %; p = {p})."),
    "fre": ("Effet du {drug} chez l’adulte.", "Nous avons réparti au hasard {n} adultes en deux groupes.", "La mortalité était plus basse sous {drug} ({a} % contre {b} % ; p = {p})."),
    "spa": ("Efecto de {drug} en adultos.", "Repartimos al azar a {n} adultos en dos grupos.", "La mortalidad fue menor con {drug} ({a} % frente a {b} %; p = {p})."),
    "por": ("Efeito de {drug} em adultos.", "Distribuímos ao acaso {n} adultos em dois grupos.", "A mortalidade foi menor com {drug} ({a}% contra {b}%; p = {p})."),
    "chi": ("{drug}对成人的作用。", "我们将{n}名成人随机分为两组。", "{drug}组的死亡率较低({a}%对{b}%;P={p})。"),
}  # fmt: skip


def main() -> int:
    """Write the file and say how large it is."""
    parser = argparse.ArgumentParser(description="Make invented citations in PubMed's XML.")
    parser.add_argument("output", metavar="OUTPUT", help="a name in .xml or .xml.gz")
    parser.add_argument("--articles", type=int, default=30_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    options = parser.parse_args()
    written = write(Path(options.output), options.articles, seed=options.seed)
    print(f"{options.articles} citations, {written / 1e6:.1f} MB of XML in {options.output}", file=sys.stderr)
    return 0


def write(path: Path, articles: int, *, seed: int = 1) -> int:
    """Write ``articles`` citations to ``path`` as they are made; return the bytes of XML."""
    written = 0
    with ExitStack() as stack:
        file: BinaryIO = stack.enter_context(path.open("wb"))
        if path.suffix == ".gz":
            packed = gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=6)
            file = cast(BinaryIO, stack.enter_context(packed))
        for piece in citations(articles, seed=seed):
            written += file.write(piece.encode())
    return written


def citations(articles: int, *, seed: int = 1) -> Iterator[str]:
    """Yield the XML of a whole set, piece by piece."""
    yield _HEAD
    for number in range(articles):
        chance = Random(f"{seed}/{number}")
        make = _book_article if number % 50 == 49 else _article
        yield make(chance, _FIRST_PMID + number)
    deleted = [
        _tag("PMID", str(_FIRST_PMID - 1 - number), Version="1")
        for number in range(articles // _DELETED_EVERY)
    ]
    if deleted:
        yield _tag("DeleteCitation", *deleted)
    yield _TAIL


def _tag(name: str, *content: str, **attributes: str) -> str:
    """Return an element: its text, or elements, each on lines of their own."""
    given = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    if not content:
        return f"<{name}{given}/>\n"
    inner = "".join(content)
    if inner.endswith("\n"):
        inner = "\n  " + inner[:-1].replace("\n", "\n  ") + "\n"
    return f"<{name}{given}>{inner}</{name}>\n"


def _date(name: str, chance: Random, **attributes: str) -> str:
    parts = (
        ("Year", str(chance.randint(1990, 2025))),
        ("Month", f"{chance.randint(1, 12):02}"),
        ("Day", f"{chance.randint(1, 28):02}"),
    )
    return _tag(name, *(_tag(*part) for part in parts), **attributes)


# ── what an article says


def _number(chance: Random) -> str:
    return f"{chance.uniform(0.2, 3.0):.2f}"


def _estimate(chance: Random) -> str:
    measure = chance.choice(("hazard ratio", "odds ratio", "risk ratio", "HR", "OR", "adjusted OR"))
    value = chance.uniform(0.3, 2.5)
    lower, upper = value * chance.uniform(0.5, 0.95), value * chance.uniform(1.05, 1.9)
    if chance.random() < 0.15:
        return f"{measure} {value:.2f}, 95% CI {lower:.2f}-{upper:.2f}, P=3·1×10<sup>-{chance.randint(3, 9)}</sup>"
    p = "P&lt;0.001" if chance.random() < 0.3 else f"P = {chance.uniform(0.001, 0.9):.3f}"
    return f"{measure} {value:.2f} [95% CI {lower:.2f} to {upper:.2f}]; {p}"


def _sentences(chance: Random, role: int) -> str:
    drug, condition = chance.choice(_DRUGS), chance.choice(_CONDITIONS)
    people, outcome = chance.choice(_PEOPLE), chance.choice(_OUTCOMES)
    action, gene = chance.choice(_ACTIONS), chance.choice(_GENES)
    n, weeks, dose = chance.randint(40, 4000), chance.randint(4, 104), chance.choice((5, 10, 20, 50, 100))
    mean, spread = chance.uniform(5, 150), chance.uniform(1, 20)
    background = (
        f"It is not known whether {drug} helps {people} with {condition}.",
        f"{action.capitalize()} are cheap, but whether they change {outcome} has been asked in small studies only.",
        f"Variants of <i>{gene}</i> have been linked to {condition} in mice &amp; in one family.",
        f"Guidelines for {condition} differ in what they say about {drug} and {action}.",
    )
    methods = (
        f"We randomly assigned {n} {people} with {condition} to {drug} ({dose} mg daily) or placebo for {weeks} weeks.",
        f"The primary outcome was {outcome} after {weeks} weeks; analysis was by intention to treat.",
        f"In a cohort of {n} {people} we measured serum {drug} (mg/m<sup>2</sup>) and followed them for {weeks} weeks.",
        f"Carriers of <i>{gene}</i> were compared with <b>all</b> others; <u>no</u> one was lost to follow-up.",
    )
    results = (
        f"{outcome[0].upper()}{outcome[1:]} was less frequent with {drug} than with placebo ({_estimate(chance)}).",
        f"Mean {outcome} was {mean:.1f} ± {spread:.1f} with {action} and {mean + spread / 3:.1f} ± {spread:.1f} without ({_estimate(chance)}).",
        f"{chance.randint(1, 50)}.{chance.randint(0, 9)}% of those on {drug} and {chance.randint(1, 50)}.{chance.randint(0, 9)}% of controls had {outcome}.",
        f"The association with <i>{gene}</i> was weak (r<sup>2</sup>&lt;0.{chance.randint(1, 9)}; {_estimate(chance)}).",
        f"Adverse events did not differ (χ<sup>2</sup> = {_number(chance)}, p = 0.{chance.randint(100, 899)}).",
    )
    conclusions = (
        f"In {people} with {condition}, {drug} lowered the risk of {outcome}.",
        f"{action.capitalize()} did not change {outcome}; larger trials &gt; {n} people are needed.",
        f"Our findings do not support {drug} for {condition}.",
    )
    wanted = ((background, 2), (methods, 3), (results, 4), (conclusions, 2))[role]
    return " ".join(chance.sample(wanted[0], min(wanted[1], len(wanted[0]))))


def _title(chance: Random) -> str:
    drug, people, condition = chance.choice(_DRUGS), chance.choice(_PEOPLE), chance.choice(_CONDITIONS)
    return chance.choice(
        (
            f"{drug.capitalize()} for {condition} in {people}: a randomised trial.",
            f"<i>{chance.choice(_GENES)}</i> and the risk of {condition} among {people}.",
            f"CO<sub>2</sub> retention and {condition}: effect of {chance.choice(_ACTIONS)} &amp; {drug}.",
            f"Does {drug} change {chance.choice(_OUTCOMES)} in {people} with {condition}?",
        )
    )


def _abstract(chance: Random) -> str:
    kind = chance.random()
    if kind < 0.1:
        return ""
    if kind < 0.45:
        texts = [_tag("AbstractText", " ".join(_sentences(chance, role) for role in range(4)))]
    else:
        texts = [
            _tag("AbstractText", _sentences(chance, role), Label=label, NlmCategory=category)
            for role, (label, category) in enumerate(chance.choice(_LABELS))
        ]
    if chance.random() < 0.3:
        texts.append(_tag("CopyrightInformation", f"© {chance.randint(2000, 2025)} The invented authors."))
    return _tag("Abstract", *texts)


def _foreign(chance: Random, language: str) -> tuple[str, list[str]]:
    numbers = {
        "drug": chance.choice(_DRUGS), "n": chance.randint(40, 900),
        "a": chance.randint(1, 30), "b": chance.randint(31, 60), "p": f"0.0{chance.randint(1, 9)}",
    }  # fmt: skip
    title, *texts = (words.format(**numbers) for words in _OTHER_LANGUAGES[language])
    return escape(title), [escape(text) for text in texts]


def _other_abstracts(chance: Random) -> list[str]:
    others = []
    if chance.random() < 0.08:
        language = chance.choice(list(_OTHER_LANGUAGES))
        labels = chance.choice(_LABELS)[1:3]
        texts = [
            _tag("AbstractText", text, Label=label, NlmCategory=category)
            for text, (label, category) in zip(_foreign(chance, language)[1], labels, strict=True)
        ]
        others.append(_tag("OtherAbstract", *texts, Type="Publisher", Language=language))
    if chance.random() < 0.04:
        text = f"People often ask about {chance.choice(_DRUGS)}. We tried it and tell here in plain words what we saw."
        others.append(
            _tag("OtherAbstract", _tag("AbstractText", text), Type="plain-language-summary", Language="eng")
        )
    return others


# ── who wrote it, where, and what it is about


def _authors(chance: Random, name: str = "AuthorList", entry: str = "Author", **attributes: str) -> str:
    people = []
    for _ in range(chance.randint(1, 9)):
        fore = chance.choice(_FORE)
        parts = [
            _tag("LastName", chance.choice(_LAST)),
            _tag("ForeName", fore),
            _tag("Initials", "".join(word[0] for word in fore.split())),
        ]
        if chance.random() < 0.03:
            parts.append(_tag("Suffix", "Jr"))
        if chance.random() < 0.3:
            digits = f"{chance.randint(0, 10**16 - 1):016}"
            orcid = "-".join(digits[at : at + 4] for at in range(0, 16, 4))
            parts.append(_tag("Identifier", orcid, Source="ORCID"))
        if chance.random() < 0.7:
            town = chance.choice(_TOWNS)
            address = f"Department of Trials &amp; Errors, University Hospital of {town}, {town}."
            parts.append(_tag("AffiliationInfo", _tag("Affiliation", address)))
        people.append(_tag(entry, *parts, ValidYN="Y"))
    if chance.random() < 0.05 and entry == "Author":
        people.append(_tag(entry, _tag("CollectiveName", "The Made-up Trials Group"), ValidYN="Y"))
    return _tag(name, *people, **attributes)


def _journal(chance: Random) -> tuple[str, str]:
    title, short = map(escape, chance.choice(_JOURNALS))
    year = chance.randint(1990, 2025)
    date = (
        _tag("MedlineDate", f"{year} Nov-Dec")
        if chance.random() < 0.1
        else _tag("Year", str(year)) + _tag("Month", chance.choice(("Jan", "May", "Oct")))
    )
    issue = (_tag("Volume", str(chance.randint(1, 90))), _tag("Issue", str(chance.randint(1, 12))))
    journal = _tag(
        "Journal",
        _tag("ISSN", f"{chance.randint(1000, 9999)}-000X", IssnType="Electronic"),
        _tag("JournalIssue", *issue, _tag("PubDate", date), CitedMedium="Internet"),
        _tag("Title", title),
        _tag("ISOAbbreviation", short),
    )
    country = _tag("Country", "Nowhere") + _tag("MedlineTA", short)
    return journal, _tag(
        "MedlineJournalInfo", country, _tag("NlmUniqueID", f"{chance.randint(10**6, 10**7)}")
    )


def _subjects(chance: Random) -> str:
    headings = []
    for subject in chance.sample(_SUBJECTS, chance.randint(3, 10)):
        parts = [_tag("DescriptorName", subject, UI=f"D{chance.randint(0, 999999):06}", MajorTopicYN="N")]
        for qualifier in chance.sample(_QUALIFIERS, chance.choice((0, 0, 1, 2))):
            ui = f"Q{chance.randint(0, 999999):06}"
            parts.append(_tag("QualifierName", escape(qualifier), UI=ui, MajorTopicYN=chance.choice("YN")))
        headings.append(_tag("MeshHeading", *parts))
    return _tag("MeshHeadingList", *headings)


def _chemicals(chance: Random) -> str:
    return _tag(
        "ChemicalList",
        *(
            _tag(
                "Chemical",
                _tag("RegistryNumber", "0"),
                _tag("NameOfSubstance", drug, UI=f"C{chance.randint(0, 999999):06}"),
            )
            for drug in chance.sample(_DRUGS, chance.randint(1, 4))
        ),
    )


def _keywords(chance: Random) -> str:
    words = (*chance.sample(_CONDITIONS, 2), *chance.sample(_ACTIONS, 2), "T<sub>max</sub>")
    return _tag("KeywordList", *(_tag("Keyword", word, MajorTopicYN="N") for word in words), Owner="NOTNLM")


def _publication_types(chance: Random) -> str:
    types = [_TYPES[0], *chance.sample(_TYPES[1:], chance.choice((0, 1, 1, 2)))]
    return _tag("PublicationTypeList", *(_tag("PublicationType", name, UI=ui) for name, ui in types))


def _registrations(chance: Random) -> str:
    number = _tag("AccessionNumber", f"NCT9{chance.randint(0, 9999999):07}")
    numbers = _tag("AccessionNumberList", number)
    return _tag(
        "DataBankList", _tag("DataBank", _tag("DataBankName", "ClinicalTrials.gov"), numbers), CompleteYN="Y"
    )


def _grants(chance: Random) -> str:
    parts = (("GrantID", f"X-{chance.randint(1, 9999)}"), ("Acronym", "IF"), ("Agency", "Invented Funds"), ("Country", "Nowhere"))  # fmt: skip
    return _tag("GrantList", _tag("Grant", *(_tag(*part) for part in parts)), CompleteYN="Y")


def _identifiers(chance: Random, pmid: int) -> str:
    ids = [_tag("ArticleId", str(pmid), IdType="pubmed")]
    if pmid % 3 == 0:
        ids.append(_tag("ArticleId", f"PMC{pmid // 10}", IdType="pmc"))
    ids.append(_tag("ArticleId", f"10.99999/inv.{pmid}", IdType="doi"))
    ids.append(_tag("ArticleId", f"S{chance.randint(10**8, 10**9)}", IdType="pii"))
    return _tag("ArticleIdList", *ids)


def _references(chance: Random) -> str:
    references = []
    for number in range(chance.randint(2, 12)):
        journal = escape(chance.choice(_JOURNALS)[1])
        cited = f"{chance.choice(_LAST)} A. {journal}. {chance.randint(1980, 2024)};{number}:1-9"
        found = _tag("ArticleIdList", _tag("ArticleId", str(chance.randint(1, 10**7)), IdType="pubmed"))
        references.append(_tag("Reference", _tag("Citation", cited), found))
    return _tag("ReferenceList", *references)


# ── the records


def _article(chance: Random, pmid: int) -> str:
    foreign = chance.choice(list(_OTHER_LANGUAGES)) if chance.random() < 0.06 else None
    title = _title(chance)
    journal, journal_info = _journal(chance)
    article = _tag(
        "Article",
        journal,
        _tag("ArticleTitle", f"[{title[:-1]}]." if foreign else title),
        _tag("Pagination", _tag("StartPage", "1"), _tag("EndPage", "9"), _tag("MedlinePgn", "1-9")),
        _tag("ELocationID", f"10.99999/inv.{pmid}", EIdType="doi", ValidYN="Y"),
        _abstract(chance),
        _authors(chance, CompleteYN="Y"),
        _tag("Language", foreign or "eng"),
        _registrations(chance) if chance.random() < 0.2 else "",
        _grants(chance) if chance.random() < 0.2 else "",
        _publication_types(chance),
        _tag("VernacularTitle", _foreign(chance, foreign)[0]) if foreign else "",
        _date("ArticleDate", chance, DateType="Electronic"),
        PubModel="Print-Electronic",
    )
    correction = _tag("RefSource", "Ann Invent Med. 2020;3:14") + _tag("PMID", "90000002", Version="1")
    citation = _tag(
        "MedlineCitation",
        _tag("PMID", str(pmid), Version="1"),
        _date("DateCompleted", chance),
        _date("DateRevised", chance),
        article,
        journal_info,
        _chemicals(chance) if chance.random() < 0.6 else "",
        _tag("SupplMeshList", _tag("SupplMeshName", "CURE-ALL protocol", Type="Protocol", UI="C000001"))
        if chance.random() < 0.02
        else "",
        _tag("CitationSubset", "IM"),
        _tag("CommentsCorrectionsList", _tag("CommentsCorrections", correction, RefType="ErratumIn"))
        if chance.random() < 0.05
        else "",
        _tag("GeneSymbolList", _tag("GeneSymbol", chance.choice(_GENES))) if chance.random() < 0.02 else "",
        _subjects(chance) if chance.random() < 0.85 else "",
        _tag("NumberOfReferences", "42") if chance.random() < 0.02 else "",
        _tag("OtherID", f"INV{pmid}", Source="NLM") if chance.random() < 0.02 else "",
        *_other_abstracts(chance),
        _keywords(chance) if chance.random() < 0.6 else "",
        _tag("CoiStatement", "None of the authors exists.") if chance.random() < 0.3 else "",
        _tag("SpaceFlightMission", "Imaginary Mission 3") if chance.random() < 0.01 else "",
        _authors(chance, "InvestigatorList", "Investigator") if chance.random() < 0.02 else "",
        _tag("GeneralNote", "Invented.", Owner="NLM") if chance.random() < 0.02 else "",
        Status="MEDLINE",
        IndexingMethod="Automated",
        Owner="NLM",
    )
    data = _tag(
        "PubmedData",
        _tag(
            "History",
            *(_date("PubMedPubDate", chance, PubStatus=s) for s in ("received", "accepted", "pubmed")),
        ),
        _tag("PublicationStatus", "ppublish"),
        _identifiers(chance, pmid),
        _references(chance) if chance.random() < 0.6 else "",
    )
    return _tag("PubmedArticle", citation, data)


def _book_article(chance: Random, pmid: int) -> str:
    book = _tag(
        "Book",
        _tag(
            "Publisher",
            _tag("PublisherName", "House of Invented Books"),
            _tag("PublisherLocation", "Northhaven"),
        ),
        _tag("BookTitle", "Short Guides for the <i>Ward</i> &amp; the Home", book="guides"),
        _tag("PubDate", _tag("Year", str(chance.randint(2000, 2025)))),
        _authors(chance, Type="editors", CompleteYN="Y"),
        _tag("Isbn", f"979{chance.randint(10**9, 10**10 - 1)}"),
        _tag("Medium", "Internet"),
    )
    condition = chance.choice(_CONDITIONS)
    sections = [
        _tag("Section", _tag("SectionTitle", title, book="guides", part=f"p{number}"))
        for number, title in enumerate(("Clinical features", "Diagnosis &amp; testing", "Care"))
    ]
    document = _tag(
        "BookDocument",
        _tag("PMID", str(pmid), Version="1"),
        _tag("ArticleIdList", _tag("ArticleId", f"NBK9{pmid}", IdType="bookaccession")),
        book,
        _tag("LocationLabel", "Chapter 7", Type="chapter"),
        _tag(
            "ArticleTitle", f"{condition.capitalize()}: what the ward should know", book="guides", part="p0"
        ),
        _tag("Language", "eng"),
        _authors(chance, Type="authors", CompleteYN="Y"),
        _tag("PublicationType", "Review", UI="D016454"),
        _abstract(chance),
        _tag("Sections", *sections),
        _keywords(chance),
        _date("ContributionDate", chance),
        _date("DateRevised", chance),
    )
    history = _tag("History", _date("PubMedPubDate", chance, PubStatus="pubmed"))
    ids = _tag("ArticleIdList", _tag("ArticleId", str(pmid), IdType="pubmed"))
    data = _tag("PubmedBookData", history, _tag("PublicationStatus", "ppublish"), ids)
    return _tag("PubmedBookArticle", document, data)


if __name__ == "__main__":
    sys.exit(main())
