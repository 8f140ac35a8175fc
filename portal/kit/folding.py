"""Folding of what Chinese keyboards produce: full-width characters, dashes and spaces.

Only these are folded. Unicode's NFKC would also turn a circled digit or a superscript into a plain digit, and
a code that was never typed would pass.
"""

import unicodedata

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63"), "-")
_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}


def fold_width(text: str) -> str:
    """Full-width ASCII becomes ASCII, every kind of dash a hyphen, every space an ordinary space."""
    folded = text.translate(_FULL_WIDTH).translate(_DASHES)
    return "".join(" " if is_space(char) else char for char in folded)


def fold_code(text: str) -> str:
    """A code as it is stored: width folded, a-z upper case, no spaces; hyphens stay.

    ASCII only: str.upper() would turn a dotless i into I.
    """
    return fold_width(text).replace(" ", "").translate(_UPPER)


def is_space(char: str) -> bool:
    """Separators and the white space that comes along with pasting; no other control characters."""
    return char in "\t\r\n" or unicodedata.category(char) == "Zs"
