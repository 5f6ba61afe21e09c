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
    "W001": "not UTF-8, read as {encoding}",
    "W002": "the id {doc_id!r} occurs again in this run; this document is now {new_id!r}",
    "W003": "one paragraph of {length} characters was split before recognition",
    "W004": "no text but the title",
    "W010": "{printed!r} is in no finding: {reason}",
    "W005": "half of a surrogate pair was replaced by U+FFFD",
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
