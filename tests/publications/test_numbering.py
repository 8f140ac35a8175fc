"""Certificate numbers: domain 9."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36 as oracle

from publications.numbering import CertificateNumber, InvalidNumber, certificate_number, check, check_character, parse

WORKED = [
    ("SHBV", 2024, "L1", 1, "SHBV-2024-L1-0001-H"),
    ("SHBP", 2024, "P1", 12, "SHBP-2024-P1-0012-I"),
    ("WHZZ", 2025, "C1", 103, "WHZZ-2025-C1-0103-C"),
    ("SHCL", 2024, "K1", 1, "SHCL-2024-K1-0001-Z"),
]
NUMBERS = st.builds(
    CertificateNumber,
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=4, max_size=4),
    st.integers(2000, 2999),
    st.text("ABCKLP0123456789", min_size=1, max_size=2),
    st.integers(1, 9999),
)


@pytest.mark.parametrize(("programme", "year", "list_code", "sequence", "expected"), WORKED)
def test_worked_numbers(programme, year, list_code, sequence, expected):
    number = certificate_number(programme=programme, year=year, list_code=list_code, sequence=sequence)
    assert number == expected
    assert check(number)
    assert parse(number) == CertificateNumber(programme, year, list_code, sequence)


@pytest.mark.parametrize(
    "typed",
    [
        "shcl-2024-k1-0001-z",
        " SHCL-2024-K1-0001-Z\n",
        "ＳＨＣＬ－２０２４－Ｋ１－０００１－Ｚ",
        "SHCL – 2024 – K1 – 0001 – Z",
    ],
)
def test_a_number_copied_from_paper_is_folded(typed):
    assert str(parse(typed)) == "SHCL-2024-K1-0001-Z"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"sequence": 0}, "sequence"),
        ({"sequence": 10000}, "sequence"),
        ({"sequence": -1}, "sequence"),
        ({"sequence": True}, "sequence"),
        ({"sequence": "1"}, "sequence"),
        ({"year": 24}, "year"),
        ({"year": 3000}, "year"),
        ({"programme": "shcl"}, "programme"),
        ({"programme": ""}, "programme"),
        ({"programme": "SH-L"}, "programme"),
        ({"list_code": ""}, "list_code"),
        ({"list_code": "K-1"}, "list_code"),
        ({"list_code": "K1\n"}, "list_code"),
    ],
)
def test_parts_out_of_bounds_are_refused(wrong, reason):
    right = {"programme": "SHCL", "year": 2024, "list_code": "K1", "sequence": 9999}
    assert check(certificate_number(**right))
    with pytest.raises(InvalidNumber) as caught:
        certificate_number(**(right | wrong))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (None, "empty"),
        ("", "empty"),
        ("  ", "empty"),
        (5, "shape"),
        ("SHCL-2024-K1-0001", "shape"),
        ("SHCL2024K10001Z", "shape"),
        ("SHCL-2024-K1-1-Z", "shape"),
        ("SHCL-2024-K1-0001-A", "check"),
        ("SHCL-2024-K1-0002-Z", "check"),
        ("SHCL-2024-K1-0000-" + check_character("SHCL2024K10000"), "sequence"),
        ("SHCL-1024-K1-0001-" + check_character("SHCL1024K10001"), "year"),
    ],
)
def test_what_is_no_number_says_why(typed, reason):
    with pytest.raises(InvalidNumber) as caught:
        parse(typed)
    assert caught.value.reason == reason
    assert not check(typed)


@pytest.mark.property
@given(NUMBERS)
def test_every_number_can_be_read_back(number):
    assert parse(str(number)) == number


@pytest.mark.property
@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=30))
def test_the_check_character_agrees_with_python_stdnum(body):
    assert check_character(body) == oracle.calc_check_digit(body)


@pytest.mark.property
@given(NUMBERS, st.integers(0, 18), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
def test_one_wrong_character_is_always_found(number, position, char):
    text = str(number)
    position %= len(text)
    broken = text[:position] + char + text[position + 1 :]
    assert check(broken) == (broken == text)


@pytest.mark.property
@given(st.text())
def test_checking_never_raises(text):
    assert check(text) in (True, False)
