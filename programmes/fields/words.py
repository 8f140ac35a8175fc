"""Text as it is typed and as it is said: cleaning, blankness, translated labels."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext

# Control characters break JSON, XML and PostgreSQL; the bidirectional ones make a text read other than it is stored.
_UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def said(text: str) -> str:
    """The message in the reader's language; "" stays "" (gettext would answer with its header)."""
    return gettext(text) if text else ""


def clean_text(text: object) -> str:
    """What was typed without characters that cannot be stored; every line end is a newline."""
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", str(text)))


def clean_line(text: object) -> str:
    """One line without space around it; a pasted line end becomes a space."""
    return " ".join(part.strip() for part in clean_text(text).split("\n") if part.strip())


def is_blank(typed: object) -> bool:
    """Nothing but space, also the wide kind; an empty list."""
    if isinstance(typed, str):
        return not clean_text(typed).strip()
    return typed is None or typed == []


def listed(labels: Iterable[str]) -> str:
    return "、".join(labels)
