"""A product is known again however it is typed, and by nothing else than its firm and its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.samples import example_code
from programmes.wuhu_zhizao.examples import complete_answers, right
from programmes.wuhu_zhizao.identity import counted, fold_name, identity_of

NAME = "示例GX-100（A型）数控车床"
VISIBLE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40)


@pytest.mark.parametrize(
    "typed",
    [
        "示例gx-100(a型)数控车床",
        "示例ＧＸ－１００（Ａ型）数控车床",
        " 示例 GX-100 （A 型）　数控\u00a0车床\t",
        "示例GX\u2014100（A型）数控车床",
        "示例GX-100（A型）数\u200b控车床\ufeff",
    ],
)
def test_spaces_width_case_dashes_and_what_is_invisible_make_no_other_product(typed):
    assert identity_of({"product_name": typed}) == identity_of({"product_name": NAME})


@pytest.mark.parametrize(
    "other", ["示例GX-101（A型）数控车床", "示例GX-100（B型）数控车床", "示例GX-1.00（A型）数控车床"]
)
def test_another_name_is_another_product(other):
    assert identity_of({"product_name": other}) != identity_of({"product_name": NAME})


def test_another_body_model_standard_or_mark_is_the_same_product():
    over = {
        "cert_body": "示例质量认证中心",
        "product_models": [{"model": "EX-R99", "note": None}],
        "standard_no": "T/EXAMPLE 009-2026",
        "tm_reg_no": "40000001",
        "mgmt_region": "WH-JK",
        "ip_list": [right("software", "EX 9")],
    }
    assert identity_of(complete_answers(**over)) == identity_of(complete_answers())


def test_the_same_name_at_two_firms_is_two_products_where_the_firm_is_known():
    first, second = ({"product_name": NAME, "uscc": example_code(serial)} for serial in (1, 2))
    assert identity_of(first) != identity_of(second)
    assert identity_of(first) == identity_of({**first, "uscc": example_code(1).lower()})


@pytest.mark.parametrize("nothing", [None, "", " 　", "\u200b"])
def test_without_a_name_there_is_no_identity_and_nothing_is_counted(nothing):
    assert (identity_of({"product_name": nothing}), counted({"product_name": nothing})) == ("", ())


def test_one_product_counts_once():
    assert counted({"product_name": NAME}) == (identity_of({"product_name": NAME}),)


@given(VISIBLE, st.sampled_from([" ", "\u3000", "\t", "\u200b", "\u2060"]))
def test_an_identity_fits_its_column_and_folding_is_settled_at_once(name, space):
    assert fold_name(fold_name(name)) == fold_name(name)
    assert len(identity_of({"product_name": name})) == 64
    assert identity_of({"product_name": space.join(name)}) == identity_of({"product_name": name})
