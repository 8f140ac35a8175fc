"""What a certified product is known by from year to year, so that it is counted and rewarded once."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from portal.kit.folding import fold_code


def fold_name(text: str) -> str:
    """A product's name however it is typed: no spaces, nothing invisible, one width, one case; Ｇ 1 is G1."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return fold_code(visible)


def identity_of(answers: Mapping[str, Any]) -> str:
    """64 characters that stand for a firm's product; "" while it has no name.

    Another certification body, another model within the unit, another standard or a renewal leaves the product what it
    is. answers: of the form; with the firm's credit code under "uscc", the same name at two firms is two products.
    """
    name = fold_name(str(answers.get("product_name") or ""))
    if not name:
        return ""
    firm = fold_code(str(answers.get("uscc") or ""))
    return sha256(f"{firm}\n{name}".encode()).hexdigest()


def counted(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """What one certified product adds to the goal: itself."""
    identity = identity_of(answers)
    return (identity,) if identity else ()
