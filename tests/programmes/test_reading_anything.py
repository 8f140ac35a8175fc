"""Whatever is typed: a value, or a sentence that says what to do; never an error page, never another value."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.contract import Field, Section
from programmes.contract import FieldKind as K
from programmes.fields import Problem, as_typed, build_form, from_json, read_value, to_json

CHOICES = (("a", "培训"), ("b", "咨询、顾问"))
FIELDS = (
    Field("text", "名称", maximum=Decimal(60)),
    Field("story", "说明", K.LONG_TEXT, maximum=Decimal(2000)),
    Field("count", "数量", K.INTEGER, unit="家", minimum=Decimal(0), maximum=Decimal(99_999)),
    Field("sum", "金额", K.DECIMAL, unit="万元", places=2, minimum=Decimal(0)),
    Field("day", "日期", K.DATE),
    Field("flag", "是否", K.BOOLEAN),
    Field("one", "性质", K.CHOICE, choices=CHOICES),
    Field("many", "服务", K.CHOICES, choices=CHOICES),
    Field("codes", "代码", K.CODE_LIST),
    Field("uscc", "信用代码", K.USCC),
    Field("place", "区", K.DISTRICT),
)
TABLE = Field("rows", "名单", K.TABLE, columns=FIELDS[:6])
SECTION = Section("all", "全部", (*FIELDS, TABLE))
digits = st.text("0123456789０１２３４５６７８９.,，。-－ eE年月日/+%万亿元", max_size=24)
typed = st.one_of(
    st.text(st.characters(codec=None), max_size=80),
    digits,
    st.dates().map(str),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
)
cell = st.one_of(typed, st.integers(), st.floats(), st.booleans(), st.dates(date(1900, 1, 1), date(2099, 12, 31)))


@pytest.mark.property
@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
@given(typed=cell)
@settings(max_examples=300, deadline=None)
def test_what_is_read_can_be_shown_stored_and_read_again(field, typed):
    try:
        value = read_value(field, typed, districts=CHOICES)
    except Problem:
        return
    assert read_value(field, as_typed(field, value), districts=CHOICES) == value
    assert from_json((field,), json.loads(json.dumps(to_json((field,), {field.key: value})))) == {field.key: value}


@pytest.mark.property
@given(texts=st.lists(typed, min_size=len(FIELDS) + 6, max_size=len(FIELDS) + 6))
@settings(max_examples=150, deadline=None)
def test_a_page_full_of_anything_keeps_what_was_typed(texts):
    post = QueryDict(mutable=True)
    for field, text in zip(FIELDS, texts, strict=False):
        post[field.key] = text
    post["rows-TOTAL_FORMS"], post["rows-INITIAL_FORMS"] = "1", "0"
    for column, text in zip(TABLE.columns, texts[len(FIELDS) :], strict=True):
        post[f"rows-0-{column.key}"] = text
    form = build_form(SECTION, data=post, districts=CHOICES)
    form.is_valid()
    again = build_form(SECTION, answers=form.answers(), typed=form.unsettled(), districts=CHOICES)
    assert again.unsettled() == form.unsettled()
    assert {key: again.errors.get(key) for key in form.errors} == dict(form.errors.items())
    json.dumps(form.typed(), ensure_ascii=False).encode()
