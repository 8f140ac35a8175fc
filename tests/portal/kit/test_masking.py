"""Masking: the rules of domain 10. All numbers here are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import masking


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (masking.mask_name, "张三丰", "张**"),
        (masking.mask_name, "张三", "张**"),
        (masking.mask_name, "  李四 ", "李**"),
        (masking.mask_name, "𠮷田", "𠮷**"),
        (masking.mask_mobile, "13812341234", "138****1234"),
        (masking.mask_mobile, "+86 138-1234-1234", "138****1234"),
        (masking.mask_mobile, "１３８１２３４１２３４", "138****1234"),
        (masking.mask_mobile, "12345", "****"),
        (masking.mask_landline, "021-12345678", "021-****5678"),
        (masking.mask_landline, "(021)12345678", "021-****5678"),
        (masking.mask_landline, "02112345678", "021-****5678"),
        (masking.mask_landline, "0553-1234567", "0553-***4567"),
        (masking.mask_landline, "021-12345678-801", "021-****5678"),
        (masking.mask_landline, "12345678", "****5678"),
        (masking.mask_landline, "110", "****"),
        (masking.mask_phone, "13812341234", "138****1234"),
        (masking.mask_phone, "021-12345678", "021-****5678"),
        (masking.mask_email, "zhang@x.cn", "z***@x.cn"),
        (masking.mask_email, "a@x.cn", "a***@x.cn"),
        (masking.mask_email, "no address", "****"),
        (masking.mask_id_number, "31010119900101123x", "310***********123X"),
        (masking.mask_id_number, "1234567", "****"),
        (masking.mask_bank_account, "6222 0000 1111 2345", "****2345"),
        (masking.mask_bank_account, "1234", "****"),
    ],
)
def test_each_kind_shows_only_what_it_may(mask, value, shown):
    assert mask(value) == shown


@pytest.mark.parametrize(
    "mask",
    [
        masking.mask_name,
        masking.mask_mobile,
        masking.mask_landline,
        masking.mask_phone,
        masking.mask_email,
        masking.mask_id_number,
        masking.mask_bank_account,
    ],
)
def test_nothing_stays_nothing(mask):
    assert [mask(""), mask(None)] == ["", ""]


@pytest.mark.property
@given(st.text("0123456789 -+()", max_size=20))
def test_a_phone_number_never_shows_more_than_eight_digits_nor_all_of_them(number):
    shown = [char for char in masking.mask_phone(number) if char.isdigit()]
    typed = [char for char in number if char.isdigit()]
    assert len(shown) <= 8
    assert not typed or len(shown) < len(typed)
