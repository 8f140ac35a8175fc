"""Certificate numbers: {PROGRAMME}-{YEAR}-{LIST}-{SEQUENCE}-{C}, domain rule 9.

C is ISO 7064 MOD 37,36 over the letters and digits before it, hyphens left out: it finds every single
mistyped character, not every swap. A number proves nothing; the token beside it does.
Numbers are taken in the release transaction and never reused.
"""

import re
from dataclasses import dataclass

from portal.kit.folding import fold_code

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LAST_SEQUENCE = 9999
_SHAPE = re.compile(r"([A-Z]{2,8})-(\d{4})-([A-Z0-9]{1,4})-(\d{4})-([A-Z0-9])", re.ASCII)
_SENTENCES = {
    "empty": "The certificate number is empty.",
    "shape": "A certificate number looks like SHCL-2024-K1-0001-Z.",
    "check": "The last character does not fit the others: a character is mistyped.",
    "programme": "The programme of a certificate number has two to eight capital letters.",
    "year": "The year of a certificate number is between 2000 and 2999.",
    "list_code": "The list of a certificate number has one to four capital letters or digits.",
    "sequence": f"The sequence of a certificate number is between 1 and {LAST_SEQUENCE}.",
}


class InvalidNumber(ValueError):
    """Not a certificate number. `reason`: empty, shape, check, programme, year, list_code or sequence."""

    def __init__(self, reason: str) -> None:
        super().__init__(_SENTENCES[reason])
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    programme: str
    year: int
    list_code: str
    sequence: int

    def __str__(self) -> str:
        body = f"{self.programme}-{self.year}-{self.list_code}-{self.sequence:04d}"
        return f"{body}-{check_character(body)}"


def certificate_number(*, programme: str, year: int, list_code: str, sequence: int) -> str:
    """The number of the certificate that stands at `sequence` (1 to 9999) of a list. Raises InvalidNumber.

    >>> certificate_number(programme="SHCL", year=2024, list_code="K1", sequence=1)
    'SHCL-2024-K1-0001-Z'
    """
    if not re.fullmatch(r"[A-Z]{2,8}", str(programme), re.ASCII):
        raise InvalidNumber("programme")
    if not _is_whole(year) or not 2000 <= year <= 2999:
        raise InvalidNumber("year")
    if not re.fullmatch(r"[A-Z0-9]{1,4}", str(list_code), re.ASCII):
        raise InvalidNumber("list_code")
    if not _is_whole(sequence) or not 1 <= sequence <= LAST_SEQUENCE:
        raise InvalidNumber("sequence")
    return str(CertificateNumber(programme, year, list_code, sequence))


def parse(typed: object) -> CertificateNumber:
    """A number as somebody copied it from paper: folds full-width characters, dashes, spaces and lower case.

    str(parse(text)) is the number as it is stored. Raises InvalidNumber.
    """
    if typed is None or typed == "":
        raise InvalidNumber("empty")
    text = fold_code(typed) if isinstance(typed, str) else ""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise InvalidNumber("shape" if text or not isinstance(typed, str) else "empty")
    if check_character(text[:-2]) != found[5]:
        raise InvalidNumber("check")
    if not 2000 <= int(found[2]) <= 2999:
        raise InvalidNumber("year")
    if int(found[4]) == 0:
        raise InvalidNumber("sequence")
    return CertificateNumber(found[1], int(found[2]), found[3], int(found[4]))


def check(number: object) -> bool:
    """Whether the text is a well-formed number with the right check character; never raises."""
    try:
        parse(number)
    except InvalidNumber:
        return False
    return True


def check_character(body: str) -> str:
    """ISO 7064 MOD 37,36 over the letters and digits of `body`."""
    remainder = 36
    for char in body.replace("-", ""):
        remainder = (remainder + ALPHABET.index(char)) % 36 or 36
        remainder = remainder * 2 % 37
    return ALPHABET[(37 - remainder) % 36]


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
