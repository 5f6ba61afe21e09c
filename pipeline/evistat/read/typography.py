"""Text → its folded twin of the same length: one code point for each, so offsets hold in both.

Statistics are found in the folded text and printed from the original. What is lost here on purpose (whether a
dash was a minus sign, whether a dot stood raised) is still there in the original at the same offset.
"""

from __future__ import annotations

import re
import unicodedata

# Hyphens, dashes, minus signs. Superscript minus (10⁻⁵) is left: it belongs to an exponent, not to a sign.
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u02d7\u2796\ufe58\ufe63\uff0d\u2500"
# Every space that isn't a line break.
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS = "\u000b\u000c\u0085\u2028\u2029"
_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u02bc\u00b4\u2032\u05f3\uff07"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02"
_ONE_FOR_ONE = {
    "\u2a7d": "≤", "\u2a7e": "≥", "\u2266": "≤", "\u2267": "≥",
    "\u02c2": "<", "\u02c3": ">", "\ua78a": "=",
    "\u2236": ":", "\ua789": ":", "\u2044": "/", "\u2215": "/", "\u2217": "*",
    "\u223c": "~", "\u02dc": "~", "\u2715": "×", "\u2a2f": "×", "\u066a": "%",
    "\u00b5": "μ", "\u2126": "Ω", "\u2206": "Δ", "\u00ba": "°", "\u02da": "°",
}  # fmt: skip


def _build_table() -> dict[int, str]:
    table = dict.fromkeys(map(ord, _SPACES), " ")
    # Full-width and small forms, and the mathematical alphabets that typeset formulas print P and digits in.
    for first, last in ((0xFE50, 0xFE6B), (0xFF01, 0xFF5E), (0x1D400, 0x1D7FF), (0x2100, 0x2138)):
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    table |= dict.fromkeys(map(ord, _DASHES), "-")
    table |= dict.fromkeys(map(ord, _LINE_ENDS), "\n")
    table |= dict.fromkeys(map(ord, _SINGLE_QUOTES), "'")
    table |= dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"')
    table |= {ord(character): plain for character, plain in _ONE_FOR_ONE.items()}
    return table


_TABLE = _build_table()

# A raised dot is a decimal point only before a digit and after a digit, a relation or an opening bracket:
# elsewhere it multiplies units (mL·kg), bullets a list ("• 5 patients") or is chemistry (MgSO4·7H2O is the
# price of this rule: it reads 4.7 there, in the folded text only).
_RAISED_DOT = re.compile(
    "[\u00b7\u0387\u2022\u2024\u2027\u2219\u22c5\u30fb\uff65](?=[0-9])(?:(?<=[0-9=<>≤≥(\\[~].)|(?<=[=<>≤≥] .))"
)
# A soft hyphen between digits is a printed hyphen that lost its way; in a word it only marks where to break.
_SOFT_HYPHEN = re.compile("\u00ad(?<=[0-9].)(?=[0-9])")
# Characters without width stand for nothing; as a space they do no harm unless they cut a word or a number.
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff](?:(?<![\\w.].)|(?![\\w.]))")
_RETURN_ALONE = re.compile("\r(?!\n)")


def fold(text: str) -> str:
    """Return ``text`` with typographic variants made plain, code point for code point.

    Dashes become ``-``, spaces a space, raised dots in numbers ``.``, full-width and mathematical letters and
    digits plain ones, curly quotes straight, ``⩽ ≦`` ``≤``; ``≤ ≥ ± ×`` and Greek letters stay. A return
    before a newline becomes a space and any other line end a newline, so blank lines stay blank.
    """
    if text.isascii() and "\t" not in text and "\r" not in text and "\v" not in text and "\f" not in text:
        return text  # most abstracts: nothing to fold
    folded = text.translate(_TABLE)
    folded = _RETURN_ALONE.sub("\n", folded).replace("\r", " ")
    folded = _RAISED_DOT.sub(".", folded)
    folded = _SOFT_HYPHEN.sub("-", folded)
    return _ZERO_WIDTH.sub(" ", folded)
