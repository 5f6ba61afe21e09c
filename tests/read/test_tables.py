"""Tables as text and workbooks: columns known by name, cells in quotation marks, and what is broken about them."""

from __future__ import annotations

import csv
import datetime
import io
import sys
import zipfile
from io import BufferedReader, BytesIO
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evistat.read.article import Article, Failure
from evistat.read.formats.csv import read_csv
from evistat.read.formats.excel import read_excel
from evistat.read.formats.format import Place, ReadOptions
from evistat.read.formats.registry import format_of
from evistat.read.formats.table import table_of

PLACE = Place("in/t", "t", None, "t")


def read(data: bytes | str, **options: Any) -> list[Article | Failure]:
    data = data.encode() if isinstance(data, str) else data
    return list(read_csv(BufferedReader(BytesIO(data)), PLACE, ReadOptions(**options)))


def outline(items: list[Article | Failure]) -> list[str]:
    """Return ids of articles, and codes of failures with their line."""
    return [item.doc_id if isinstance(item, Article) else f"{item.code}@{item.line}" for item in items]


def failure(items: list[Article | Failure]) -> Failure:
    (item,) = [item for item in items if isinstance(item, Failure)]
    return item


@pytest.mark.parametrize(
    ("header", "title", "abstract"),
    [
        ("TITLE,AbStRaCt", 0, 1),
        (" title , abstract ", 0, 1),
        ("Article_Title,Abstract Note", 0, 1),
        ("primary-title,Notes Abstract", 0, 1),
        ("Titre,Résumé", 0, 1),
        ("Titel,Zusammenfassung", 0, 1),
        ("Título,Resumen", 0, 1),
        ("Título,Resumo", 0, 1),
        ("Titolo,Riassunto", 0, 1),
        ("Titel,Samenvatting", 0, 1),
        ("标题,摘要", 0, 1),
        ("Название,Аннотация", 0, 1),
        ("PT,TI,AB,UT,ID", 1, 2),
        ("short title,summary,title", 2, 1),
    ],
)
def test_columns_are_known_by_name(header: str, title: int, abstract: int) -> None:
    columns = table_of(header.split(",")).columns
    assert columns["title"] == (title,)
    assert (columns["abstract"] or columns["abstract_else"]) == (abstract,)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI", "pmid title authors journal year pmcid doi"),
        ("Key,Item Type,Publication Year,Author,Title,Publication Title,ISSN,DOI,Url,Abstract Note,Date,Manual Tags,Language", "accession publication_types year authors title journal doi links abstract keywords language"),
        ("Authors,Author(s) ID,Title,Year,Source title,DOI,Link,Abstract,Author Keywords,Index Keywords,PubMed ID,Language of Original Document,Document Type,EID", "authors title year journal doi links abstract keywords pmid language publication_types accession"),
        ("Publication Type,Authors,Author Full Names,Article Title,Source Title,Language,Document Type,Author Keywords,Keywords Plus,Abstract,Publication Year,DOI,Pubmed Id,UT (Unique WOS ID)", "publication_types authors title journal language keywords abstract year doi pmid accession"),
        ("PT\tAU\tTI\tSO\tLA\tDT\tDE\tID\tAB\tPY\tDI\tUT\tPM", "authors title journal language publication_types keywords abstract year doi accession pmid"),
        ("Title,Authors,Abstract,Published Year,Journal,Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags", "title authors abstract year journal accession doi keywords"),
        ("key,title,year,journal,issn,authors,url,language,abstract,notes,pubmed_id,pmc_id", "accession title year journal authors links language abstract pmid pmcid"),
        ("Lens ID,Title,Date Published,Publication Year,Publication Type,Source Title,Author/s,Abstract,DOI,PMID,PMCID,Keywords,MeSH Terms", "accession title year publication_types journal authors abstract doi pmid pmcid keywords mesh"),
        ("Title,Abstract,StoreId,Authors,pubtitle,year,DigitalObjectIdentifier,language,subjectTerms", "title abstract accession authors journal year doi language keywords"),
        ("Cochrane Review ID,Author(s),Title,Source,Year,Abstract,Keywords,DOI,PubMed ID", "accession authors title journal year abstract keywords doi pmid"),
    ],
    ids=["PubMed", "Zotero", "Scopus", "Web of Science", "WoS tags", "Covidence", "Rayyan", "Lens", "ProQuest", "Cochrane"],
)  # fmt: skip
def test_columns_of_databases_and_managers_are_known(header: str, fields: str) -> None:
    delimiter = "\t" if "\t" in header else ","
    columns = table_of(header.split(delimiter)).columns
    assert {field for field, at in columns.items() if at} == set(fields.split())


def test_columns_can_be_named_in_any_case() -> None:
    data = "Key,Heading,Body text,title\nk1,On mice,They fell.,No\n"
    (item,) = read(data, id_field="key", title_field="HEADING", text_field="body_text")
    assert isinstance(item, Article)
    assert (item.doc_id, item.text) == ("k1", "On mice\n\nThey fell.")


@pytest.mark.parametrize(
    ("data", "options", "code", "words"),
    [
        ("a,b\n1,2\n", {}, "E042", "a, b"),
        ("title,b\n1,2\n", {"text_field": "c"}, "E006", "'c'"),
        ("title,b\n1,2\n", {"title_field": "c"}, "E006", "title, b"),
        ("title,b\n1,2\n", {"id_field": "c"}, "E006", "--id-field"),
        ("\n \n", {}, "E003", "empty"),
    ],
)
def test_a_table_without_the_columns_is_one_failure(
    data: str, options: dict[str, str], code: str, words: str
) -> None:
    (item,) = read(data, **options)
    assert isinstance(item, Failure)
    assert item.code == code
    assert words in item.message


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_known_by_content(delimiter: str) -> None:
    data = (
        delimiter.join(("id", "title", "abstract"))
        + "\n"
        + delimiter.join(("1", "A, b; c", "D|e\tf"[:3]))
        + "\n"
    )
    quoted = data.replace("A, b; c", '"A, b; c"').replace("D|e", '"D|e"')
    known = format_of("x", quoted.encode())
    assert known is not None
    assert known.name == "csv"
    (item,) = read(quoted)
    assert isinstance(item, Article)
    assert item.text == "A, b; c\n\nD|e"


def test_what_excel_and_databases_print_above_the_header_is_passed_over() -> None:
    data = "sep=;\nExported on Monday\n\ntitle;abstract\nOn mice;They fell.\n"
    assert [getattr(item, "text", None) for item in read(data)] == ["On mice\n\nThey fell."]


def test_values_of_columns_become_metadata() -> None:
    header = "Title,PubMed ID,PMCID,DOI,Journal,Publication Year,Authors,Author Keywords,Language,MeSH Terms,Decision"
    row = '"On mice","12345.0",PMC77777,"https://doi.org/10.1000/X","Mice J","2019/03","[\'Li, A\', ""O\'B, C""]","a, b (c, d)",eng,"Diabetes Mellitus, Type 2; Mice",yes'
    (item,) = read(f"{header}\n{row}\n")
    assert isinstance(item, Article)
    assert item.doc_id == "12345"
    assert item.metadata == {
        "pmid": "12345", "pmcid": "PMC77777", "doi": "10.1000/x", "journal": "Mice J", "year": 2019,
        "authors": ["Li, A", "O'B, C"], "mesh": ["Diabetes Mellitus, Type 2", "Mice"], "keywords": ["a", "b (c, d)"],
        "language": ["eng"], "Decision": "yes",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "authors"),
    [
        ("Li A, Roe B.", ["Li A", "Roe B."]),
        ("Smith, John", ["Smith, John"]),
        ("Smith, J; Roe, B", ["Smith, J", "Roe, B"]),
        ("Smith, J|Roe, B", ["Smith, J", "Roe, B"]),
        ("Solo", ["Solo"]),
    ],
)
def test_authors(cell: str, authors: list[str]) -> None:
    (item,) = read(f'title,authors\nOn mice,"{cell}"\n')
    assert isinstance(item, Article)
    assert item.metadata["authors"] == authors


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("1,a,b\n\n2,c,d\n", ["1", "2"]),
        ('1,"a","b\nc"\n2,c,d\n', ["1", "2"]),
        ('1,"a ""b"" c","""d"""\n', ["1"]),
        ('1,"",b\n', ["1"]),
        ('1,"a "b" c",d\n', ["1"]),
        ('1,a "b" c,d\n', ["1"]),
        ('1, "a, b" , "c" \n', ["1"]),
        # An open quotation mark gives up its own line; what follows is read.
        ('1,"a,b\n2,c,d\n3,"e",f\n', ["E043@2", "2", "3"]),
        ('1,"a,b\n2,c,d\n3,e,f\n', ["E043@2", "2", "3"]),
        ('1,a,"b\n', ["E043@2"]),
        ('1,a,"b\nmore of b\nand more\n"2","c","d"\n3,e,f\n', ["E043@2", "2", "3"]),
        ('1,a,"b\n"word" c, d, e\n2,c,d\n3,e,f\n', ["E043@2", "E043@3", "2", "3"]),
        # Too many cells: what is where can't be known. Too few: the rest is empty.
        ("1,a,b,c\n2,c,d\n", ["E048@2", "2"]),
        ("1,a,b,,\n2,c\n", ["1", "2"]),
        ("1,a,b\nid,title,abstract\n2,c,d\n", ["1", "2"]),  # two tables, one after the other
        (",,\n1,a,b\n", ["E031@2", "1"]),
        ("1,,\n", ["E031@2"]),
        ("", ["E013@1"]),
    ],
)
def test_rows_sound_and_broken(rows: str, expected: list[str]) -> None:
    assert outline(read("id,title,abstract\n" + rows)) == expected
    assert outline(read(("id,title,abstract\n" + rows).replace("\n", "\r\n"))) == expected


def test_a_failure_of_a_quotation_mark_says_which_lines_are_lost() -> None:
    item = failure(read('id,title,abstract\n1,a,"b\nmore\nmore\n2,"c",d\n'))
    assert "lines 2 to 4 passed over" in item.message


def test_between_tabs_a_quotation_mark_is_a_character_unless_it_closes() -> None:
    data = 'title\tabstract\n"So" he said\tit "fell"\n"two\nlines"\t"quoted"\n"never\tclosed\n"x\ty\n'
    assert [item.text for item in read(data) if isinstance(item, Article)] == [
        '"So" he said\n\nit "fell"',
        "two\nlines\n\nquoted",
        '"never\n\nclosed',
        '"x\n\ny',
    ]


def test_between_tabs_cells_are_quoted_where_only_that_makes_the_row_whole() -> None:
    (item,) = read('title\tabstract\n"a ""b"""\t"c\td"\n')
    assert isinstance(item, Article)
    assert item.text == 'a "b"\n\nc\td'


def test_quotation_marks_not_doubled_are_kept_and_told() -> None:
    (item,) = read('title,abstract\n"The "red" drink",Fell.\n')
    assert isinstance(item, Article)
    assert item.title == 'The "red" drink'
    assert [note.code for note in item.warnings] == ["W030"]


def test_many_open_quotation_marks_take_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line is looked at twice at most, whatever the marks in it."""
    fed: list[int] = []
    feed = sys.modules["evistat.read.formats.csv"].Row.feed

    def counted(row: Any, number: int, line: bytes) -> None:
        fed.append(number)
        feed(row, number, line)

    monkeypatch.setattr("evistat.read.formats.csv.Row.feed", counted)
    for line in ('1,"a,b', '"""abc', '""abc', 'a,"b"",c', 'x "y" z', '",', '","', '"a\t"b', 'a""b"'):
        fed.clear()
        read("id,title,abstract\n" + f"{line}\n" * 300)
        assert len(fed) <= 4 + 2 * 300 + 300, line


def test_a_line_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evistat.read.formats.csv.longest_record", lambda _options: 1000)
    data = "id,title,abstract\n1,a," + "b" * 5000 + '\n2,c,d\n3,e,"' + "f\n" * 800 + "4,g,h\n"
    items = outline(read(data))
    assert items[:3] == ["E041@2", "2", "E043@4"]
    assert items[-1] == "4"


CELLS = st.text(
    st.sampled_from("ab ,;\t|\"'\n.=") | st.characters(exclude_categories=["Cs", "Cc"]), max_size=20
).map(lambda text: text.strip())


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), st.sampled_from(",;\t|"))
def test_what_pythons_csv_writes_is_read_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    # Between tabs, a cell with a tab and a line end in it can't be told from a stray quotation mark.
    assume(
        delimiter != "\t" or not any("\t" in cell and "\n" in "".join(row) for row in rows for cell in row)
    )
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(("id", "title", "abstract"))
    for number, row in enumerate(rows, 1):
        writer.writerow((str(number), *row))
    found = [(item.doc_id, item.text.split()) for item in read(file.getvalue()) if isinstance(item, Article)]
    expected = [
        (str(number), [*title.split(), *abstract.split()] if abstract != "" else title.split())
        for number, (title, abstract) in enumerate(rows, 1)
        if (title + abstract).strip()
    ]
    assert found == expected


# Workbooks


def workbook(*sheets: list[list[Any]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read_book(data: bytes, **options: Any) -> list[Article | Failure]:
    return list(read_excel(BufferedReader(BytesIO(data)), PLACE, ReadOptions(**options)))


HEADER = ["PMID", "Title", "Abstract", "Year", "Seen"]


def test_rows_of_a_workbook_are_articles() -> None:
    text = 'Fell by 2 °C\n("a lot", P<0.05), 10⁻⁴ & more'
    data = workbook(
        [["Notes of ours"]],
        [
            HEADER,
            [7.0, "On mice", text, 2019, True],
            [],
            [None, "Only a title", None, datetime.date(2020, 1, 2)],
        ],
        [["Titre", "Résumé"], ["Souris", "Elles tombent."]],
    )
    known = format_of("x", data[:65536])
    assert known is not None
    assert known.name == "excel"
    first, second, third = read_book(data)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(third, Article)
    assert (first.doc_id, first.text) == ("7", f"On mice\n\n{text}")
    assert first.metadata == {"pmid": "7", "year": 2019, "Seen": "True"}
    assert (second.text, second.metadata) == ("Only a title", {"year": 2020})
    assert third.text == "Souris\n\nElles tombent."
    assert [item.source.index for item in (first, second, third)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("sheets", "options", "code"),
    [
        ([[["a", "b"], [1, 2]]], {}, "E042"),
        ([[HEADER, [1, "x"]]], {"text_field": "Text"}, "E006"),
        ([[]], {}, "E013"),
        ([[HEADER]], {}, "E013"),
        ([[HEADER, [1, None, None]]], {}, "E031"),
    ],
)
def test_a_workbook_with_nothing_to_read(
    sheets: list[list[list[Any]]], options: dict[str, str], code: str
) -> None:
    assert failure(read_book(workbook(*sheets), **options)).code == code


def test_an_archive_that_holds_workbooks_is_none() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("a.xlsx", workbook([HEADER]))
    known = format_of("a.zip", file.getvalue())
    assert known is None


def test_a_damaged_workbook_is_a_failure() -> None:
    data = workbook([HEADER, *([n, "On mice", "They fell."] for n in range(50))])
    for cut in range(0, len(data), 97):
        assert failure(read_book(data[:cut])).code in ("E047", "E013")
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("xl/workbook.xml", "<no")
    assert failure(read_book(file.getvalue())).code == "E047"


def test_a_workbook_that_grows_beyond_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evistat.read.formats.excel._MOST_UNPACKED", 1000)
    item = failure(read_book(workbook([HEADER, [1, "x", "y"]])))
    assert item.code == "E049"
    assert "1000 bytes unpacked" in item.message


def test_without_the_extra_a_workbook_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    item = failure(read_book(b"PK"))
    assert item.code == "E044"
    assert "evistat[excel]" in item.message
