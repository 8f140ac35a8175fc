"""Unified social credit code 统一社会信用代码, GB 32100-2015.

Eighteen characters: registering authority, kind of body, six digits of region, nine of organisation code, one check
character. The inner check digit of GB 11714 (position 17) is not enforced: real codes exist that fail it. Letters in
the first two positions are allowed (rural collectives begin with N), which python-stdnum refuses.
"""

from portal.kit.folding import fold_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_WEIGHTS = tuple(pow(3, position, 31) for position in range(LENGTH - 1))
_SENTENCES = {
    "empty": "The unified social credit code is empty; 18 characters are expected.",
    "length": "A unified social credit code has 18 characters.",
    "alphabet": "A unified social credit code has only digits and capital letters other than I, O, S, V and Z.",
    "region": "Characters 3 to 8 of a unified social credit code are the digits of a region.",
    "check": "The last character does not fit the others: one character is mistyped or two are swapped.",
}


class InvalidUscc(ValueError):
    """Not a code. `reason` is one of empty, length, alphabet, region, check."""

    def __init__(self, reason: str) -> None:
        super().__init__(_SENTENCES[reason])
        self.reason = reason


def parse(text: object) -> str:
    """The 18 characters as they are stored; folds full-width characters, spaces, hyphens and lower case.

    >>> parse("91350100-m000100y-43")
    '91350100M000100Y43'
    """
    if text is None or text == "":
        raise InvalidUscc("empty")
    if not isinstance(text, str):
        raise InvalidUscc("alphabet")
    code = fold_code(text).replace("-", "")
    if not code:
        raise InvalidUscc("empty")
    if len(code) != LENGTH:
        raise InvalidUscc("length")
    if any(char not in ALPHABET for char in code):
        raise InvalidUscc("alphabet")
    if not code[2:8].isdigit():
        raise InvalidUscc("region")
    if check_character(code[:-1]) != code[-1]:
        raise InvalidUscc("check")
    return code


def is_valid(text: object) -> bool:
    try:
        parse(text)
    except InvalidUscc:
        return False
    return True


def check_character(body: str) -> str:
    """The 18th character for the first 17: (31 - sum of values x 3^i mod 31) mod 31, in the standard's alphabet."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def registering_region(code: str) -> str:
    """Six digits of GB/T 2260: who registered the body, not where it is today (310000 = registered by the city)."""
    return parse(code)[2:8]
