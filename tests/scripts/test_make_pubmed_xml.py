import gzip
import sys
from pathlib import Path

import pytest
from lxml import etree

SCRIPTS = str(Path(__file__).parents[2] / "scripts")
# Elements of the document type that hold what readers want, and those that trip them.
ELEMENTS = """
    PubmedArticle PubmedBookArticle DeleteCitation MedlineCitation BookDocument PubmedData PubmedBookData PMID
    DateCompleted DateRevised Journal ISSN JournalIssue Volume Issue PubDate MedlineDate Title ISOAbbreviation
    ArticleTitle VernacularTitle BookTitle Pagination MedlinePgn ELocationID Abstract AbstractText
    CopyrightInformation OtherAbstract AuthorList Author LastName ForeName Initials Suffix Identifier CollectiveName
    AffiliationInfo Affiliation Language DataBankList AccessionNumber GrantList PublicationType ArticleDate
    MedlineJournalInfo ChemicalList SupplMeshName CitationSubset CommentsCorrections GeneSymbol DescriptorName
    QualifierName NumberOfReferences OtherID Keyword CoiStatement SpaceFlightMission Investigator GeneralNote
    PubMedPubDate PublicationStatus ArticleId Reference Book Publisher Isbn LocationLabel Section SectionTitle
    i b u sub sup
"""


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.syspath_prepend(SCRIPTS)
    from make_pubmed_xml import write

    write(tmp_path / "set.xml", 500)
    return tmp_path / "set.xml"


def test_every_element_occurs_and_the_xml_is_sound(made: Path) -> None:
    root = etree.parse(made).getroot()
    counts = {name: len(list(root.iter(name))) for name in ELEMENTS.split()}
    assert [name for name, count in counts.items() if not count] == []
    assert counts["PubmedArticle"] + counts["PubmedBookArticle"] == 500
    assert len(root.find("DeleteCitation")) == 1
    assert len({pmid.text for pmid in root.iterfind(".//MedlineCitation/PMID")}) == counts["PubmedArticle"]
    assert {abstract.get("Language") for abstract in root.iter("OtherAbstract")} >= {"eng", "ger", "chi"}


def test_the_same_number_and_seed_give_the_same_bytes(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from make_pubmed_xml import main, write

    again, packed, fewer, other = (
        made.with_name(name) for name in ("again.xml", "p.xml.gz", "few.xml", "o.xml")
    )
    assert write(again, 500) == len(made.read_bytes())
    assert again.read_bytes() == made.read_bytes()
    write(fewer, 10)
    assert made.read_bytes().startswith(fewer.read_bytes().removesuffix(b"</PubmedArticleSet>\n"))
    for _ in range(2):
        write(packed, 10)
        assert gzip.decompress(packed.read_bytes()) == fewer.read_bytes()
    monkeypatch.setattr(sys, "argv", ["make_pubmed_xml.py", str(other), "--articles", "10", "--seed", "2"])
    assert main() == 0
    assert other.read_bytes() != fewer.read_bytes()
