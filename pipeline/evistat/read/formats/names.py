"""The names of all formats, for those who need no more of them: the command line's help loads no reader."""

from __future__ import annotations

# Content is asked in this order: first those that can't be mistaken.
NAMES = (
    "pubmed_xml",
    "jats",
    "bioc_xml",
    "bioc_json",
    "pubtator",
    "jsonl",
    "medline",
    "ris",
    "wos",
    "ovid",
    "endnote",
    "endnote_xml",
    "html",
    "pdf",
    "excel",
    "csv",
    "text",
)
