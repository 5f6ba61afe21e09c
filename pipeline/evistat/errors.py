"""Every message a user can meet: code → what is wrong and what to do.

An ``EvistatError`` is the user's to mend (a file, an option, a model); anything else is a bug of ours.
"""

from __future__ import annotations

from typing import Any

MESSAGES: dict[str, str] = {
    "E001": "{path}: no such file or folder",
    "E002": "{path}: can't be read ({reason})",
    "E003": "{path}: empty file",
    "E004": "{path}: looks like a binary file, not text",
    "E005": "{where}: broken JSON ({reason})",
    "E006": "{where}: no field {field!r} (fields here: {fields}); name it with --text-field or --id-field",
    "E007": "{where}: field {field!r} holds {kind}, not text",
    "E008": "{where}: {length} characters of text, over the limit of {limit}; split it or raise --max-length",
    "E009": "{output}: already there; give another --output or --force to replace it",
    "E010": "{output}: can't be written ({reason})",
    "E011": "{path}: unknown format {format!r}; known: {known}",
    "E012": "model {model!r}: {reason}",
    "E013": "{where}: {reason}",
    "E014": "{path}: nothing to read here (no file of a known format)",
    "E015": "{where}: not a record as `evistat run` writes it ({reason})",
    "E016": "{where}: no record could be made ({reason})",
    "E017": "{where}: the process working on it died ({reason}), on this document alone as well",
    "E018": "{where}: took longer than {seconds} s, on its own as well",
    "E019": "{where}: no text (field {field!r} is empty)",
    "E020": "{path}: also an input of this run; give another --output",
    "E021": "no document {doc_id!r} in {path}",
    "E022": "a fault of evistat itself: {reason}; EVISTAT_TRACEBACK=1 shows where, please report it",
    "E030": "{where}: broken XML ({reason}); what stands after this place wasn't read",
    "E031": "{where}: no text (neither title nor abstract nor body)",
    "E032": "{where}: XML whose first element is <{root}>, of no format known here; --format names one",
    "E033": "{where}: broken BioC ({reason})",
    "E040": "{path}: no main text found in this page; save its text and give that",
    "E041": "{where}: a record of more than {limit} bytes was passed over; raise --max-length if it is sound",
    "E042": "{path}: no column known as title or abstract (columns here: {fields}); name them with --text-field and --title-field",
    "E043": "{where}: a quotation mark that opens here is never closed ({lines} passed over); double the quotation marks inside of cells",
    "E044": "{path}: reading {format} needs an extra; pip install 'evistat[{extra}]'",
    "E045": "{path}: encrypted; save it without a password",
    "E046": "{path}: no text in it, only pictures of pages; run it through text recognition (OCR) first",
    "E047": "{path}: damaged {format} ({reason})",
    "E048": "{where}: a row of {cells} cells under {columns} columns; quote the cells that hold {delimiter}",
    "E049": "{path}: a {format} of more than {limit} {what} isn't read; give its text, or split it",
    "E050": "{path}: unpacked, it grows to more than {times} times its size, as files made to do harm do; it was read no further (unpack it yourself if you trust it)",
    "E051": "{path}: encrypted; unpack the archive with its password and give the files",
    "E052": "{path}: an archive in archives, more than {deepest} deep; unpack it and give the files",
    "E053": "{path}: damaged archive ({reason}); what stands before the damage was read",
    "E054": "{path}: packed by {method}, which isn't read here; unpack the archive and give the files",
    "E055": "{path}: {kind} in an archive, not a file of its own; unpack the archive to read it",
    "E056": "{path}: the reader of {format} failed on it ({reason}), a fault of evistat; EVISTAT_TRACEBACK=1 shows where, please report it",
    "E057": "{path}: a table of contents of more than {limit} bytes, a million members or so; unpack it and give the folder",
    "E060": "{output}: a run broken off is there ({part}); go on with --resume or start anew with --force",
    "E061": "{output}: can't be resumed: {what} was {before}, now {now}; give it as before, or --force to start anew",
    "E062": "{output}: can't be resumed: the input {path} {how} since that run began; --force starts anew",
    "E063": "--resume: {reason}",
    "E064": "{output}: another run is writing it ({journal} is locked); wait for it or give another --output",
    "E065": "{part}: nothing tells how far it is sound ({journal} is missing or empty); --force starts anew",
    "E066": "{path}: not a manifest as `evistat run` writes it ({reason})",
    "E067": "{path}: the manifest of one shard; put the shards together with `evistat merge` first",
    "E068": "{path}: no shard: {reason}; `evistat run --shard` writes shards, each with its manifest",
    "E069": "shard {missing} of {of} is missing; give all {of} to `evistat merge`",
    "E070": "{path} and {other} are both shard {index} of {of}",
    "E071": "{path} and {other} are not of the same run: {what}: {before} against {now}",
    "E072": "{path}: not as its run left it ({reason}); run that shard again",
    "E073": "--shard: {given!r} is not I/N, such as 1/8 for the first of eight",
    "E074": "--memory-limit {megabytes}: too little to load the model; give more",
    "E075": "--since {path}: the manifest of this very output, which would lose its records; give another --output",
    "E080": "unknown kind of database {scheme!r}; give a file, or an address in sqlite:///, duckdb:/// or postgresql://",
    "E081": "{database}: can't be opened ({reason})",
    "E082": "{database}: {reason}; nothing was changed",
    "E083": "{database}: another program is using it, waited {seconds:g} s for it (--wait); nothing was changed",
    "E084": "{database}: has a table or view {name!r} that evistat didn't make; give another database; nothing was changed",
    "E085": "{database}: made by a newer evistat (schema {found}, this one knows {known}); update evistat",
    "E086": "{path}: no database that `evistat load` made ({reason}); browse shows SQLite files alone",
    "E087": "port {port} can't be had ({reason}); name another with --port, 0 takes a free one",
    "E090": "{path}: no table of this kind; the name must end in {known} (or say --format)",
    "E091": "{what} needs {package}, which isn't installed: pip install 'evistat[{extra}]'",
    "E092": "the findings chosen are of several measures ({found}), which can't stand together; choose one with --measure",
    "E093": "the findings of measure {measure} are in several units ({found}), which have no common axis; choose with --unit",
    "E094": "no finding to draw ({reason})",
    "E095": "{path}: no font on this computer draws letters; install one (such as DejaVu Sans) or write an .svg",
    "E096": "{path}: more findings than the {limit} rows of a sheet; choose fewer or write .csv or .parquet",
    "E097": "{what}: can't be pooled ({reason})",
    "E098": "{path}: the picture's name must end in .svg or .png",
    "E100": "{output}: not a report of evistat, so --force won't replace it; give another --output",
    "E101": "{where}: not a decision as a report's page writes it ({reason})",
    "E102": "a decision about finding {finding} of document {doc_id!r} says not who decided; give --by",
    "E103": "--date {date!r}: no date such as 2026-05-31",
    "E104": "document {doc_id!r}, finding {finding}: {field} can't become {words!r} (not in the text, or no such value); not applied",
    "E105": "{path}: nobody has decided about a finding yet; merge decisions with `evistat review apply`",
    "E110": "no finding {finding!r} in {path}; without --finding all are shown, with their ids",
    "E120": "{path}: reading it took longer than {seconds} s; give its text, or more time with --time-limit",
    "E121": "{path}: the process reading it died ({reason}); give its text, or more with --memory-limit",
    "E122": "{path}: nothing in it of the format {format}, it looks like {like}; name that with --format, or leave it out",
    "W001": "not UTF-8, read as {encoding}",
    "W002": "the id {doc_id!r} occurs again in this run; this document is now {new_id!r}",
    "W003": "one paragraph of {length} characters was split before recognition",
    "W004": "no text but the title",
    "W005": "half of a surrogate pair was replaced by U+FFFD",
    "W010": "{printed!r} is in no finding: {reason}",
    "W020": "the entity &{entity}; isn't defined here and stands in the text as it is",
    "W021": "{where}: PubMed has deleted PMID {pmid}; drop its record where you have one",
    "W022": "the offsets of the passages don't hold ({reason}); the annotations were moved with their passages",
    "W023": "{count} annotations don't match the text and were left out",
    "W030": "quotation marks inside of a cell aren't doubled; read as they stand",
    "W031": "a row of {cells} cells under {columns} columns; the rest was taken as empty",
    "W040": "{where}: same {same} as {first!r}, which came before; left out as --dedupe asks",
}


class EvistatError(Exception):
    """A fault the user can mend, with a code that stays the same between versions.

    ``values`` fill the message's placeholders: the file or document concerned and the reason.
    """

    def __init__(self, code: str, **values: Any) -> None:
        """Make the error ``code`` with its message filled."""
        self.code = code
        self.values = values
        self.message = message(code, **values)
        super().__init__(f"[{code}] {self.message}")


def message(code: str, **values: Any) -> str:
    """Return the text of a message code with its placeholders filled."""
    return MESSAGES[code].format(**values)


def one_line(error: BaseException) -> str:
    """Return an exception as one line for a message."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:300]}" if words else type(error).__name__
