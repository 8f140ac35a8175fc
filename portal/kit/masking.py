"""Personal particulars as a list shows them; the whole value needs a click, a reason and a line in the record.

Stars do not tell the length where the length would help to guess. A value of an unexpected shape is starred whole:
to show too little is the safe mistake.
"""

import re

from portal.kit.folding import fold_code, fold_width

_HIDDEN = "****"
_MOBILE = re.compile(r"(?:\+?86)?(1\d{2})\d{4}(\d{4})", re.ASCII)
_LANDLINE = re.compile(r"(?:\+?86-?)?(010|02\d|0[3-9]\d{2})-?(\d{3,4})(\d{4})(?:[-#*]\d{1,6})?", re.ASCII)
_LOCAL_LINE = re.compile(r"(\d{3,4})(\d{4})", re.ASCII)


def mask_name(name: str | None) -> str:
    """张三丰 -> 张**: the first character."""
    text = (name or "").strip()
    return f"{text[0]}**" if text else ""


def mask_mobile(number: str | None) -> str:
    """13812341234 -> 138****1234; with or without +86."""
    text = _digits_of(number)
    found = _MOBILE.fullmatch(text.replace("-", ""))
    return f"{found[1]}****{found[2]}" if found else _hide(text)


def mask_landline(number: str | None) -> str:
    """021-12345678 -> 021-****5678: area code and last four; an extension is dropped."""
    text = _digits_of(number).replace("(", "").replace(")", "-")
    if found := _LANDLINE.fullmatch(text):
        return f"{found[1]}-{'*' * len(found[2])}{found[3]}"
    local = _LOCAL_LINE.fullmatch(text)
    return f"{'*' * len(local[1])}{local[2]}" if local else _hide(text)


def mask_phone(number: str | None) -> str:
    """A mobile or a landline, whichever it is."""
    is_mobile = _MOBILE.fullmatch(_digits_of(number).replace("-", ""))
    return mask_mobile(number) if is_mobile else mask_landline(number)


def mask_email(address: str | None) -> str:
    """zhang@x.cn -> z***@x.cn."""
    text = (address or "").strip()
    local, at, domain = text.rpartition("@")
    return f"{local[0]}***@{domain}" if local and at and domain else _hide(text)


def mask_id_number(number: str | None) -> str:
    """An identity card's first 3 and last 4."""
    text = fold_code(number or "")
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}" if len(text) >= 15 else _hide(text)


def mask_bank_account(number: str | None) -> str:
    """A bank account's last 4."""
    text = fold_code(number or "").replace("-", "")
    return f"{_HIDDEN}{text[-4:]}" if len(text) >= 8 else _hide(text)


def _digits_of(number: str | None) -> str:
    return fold_width(number or "").replace(" ", "")


def _hide(text: str) -> str:
    return _HIDDEN if text else ""
