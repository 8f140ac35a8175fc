"""Industry codes of GB/T 4754-2017: a letter for the section, two digits for the division, one or two more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.kit.folding import fold_code

from .problems import Problem

MOST_CODES = 20
# First and last division of each section.
SECTIONS: dict[str, tuple[int, int]] = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52), "G": (53, 60),
    "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72), "M": (73, 75), "N": (76, 79),
    "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90), "S": (91, 96), "T": (97, 97),
}  # fmt: skip
_SHAPE = re.compile(r"([A-T]?)(\d{2})\d{0,2}", re.ASCII)


def read_codes(words: Sequence[str]) -> list[str]:
    """Codes with their letter, each once, in the order written. Raises Problem.

    >>> read_codes(["3983", "Ｃ３９８３", "c35"])
    ['C3983', 'C35']
    """
    codes = list(dict.fromkeys(_read(word) for word in words if word.strip()))
    if len(codes) > MOST_CODES:
        raise Problem(_("最多填 %(most)s 个代码，现有 %(count)s 个。") % {"most": MOST_CODES, "count": len(codes)})
    return codes


def _read(word: str) -> str:
    code = fold_code(word)
    shape = _SHAPE.fullmatch(code)
    section = shape and section_of(int(shape[2]))
    if not shape or not section:
        raise Problem(
            _("“%(typed)s”不是国民经济行业分类代码，应为一个字母加 2 至 4 位数字，例如 C3983。") % {"typed": word[:40]}
        )
    if shape[1] and shape[1] != section:
        words = {"typed": code, "right": section + code[1:], "division": shape[2], "section": section}
        raise Problem(_("“%(typed)s”的字母不对：大类 %(division)s 属于门类 %(section)s，应为 %(right)s。") % words)
    return section + code.removeprefix(section)


def section_of(division: int) -> str | None:
    """The letter of a two-digit division; None where the standard has none."""
    return next((letter for letter, (first, last) in SECTIONS.items() if first <= division <= last), None)
