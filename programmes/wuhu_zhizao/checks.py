"""Rules between the fields of the form. Each message says what is wrong and what a right value looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from portal.kit import clock
from portal.kit.folding import fold_code
from programmes.wuhu_zhizao.reading import day_in, figure_in, rows_in
from programmes.wuhu_zhizao.words import mark as _

TRADEMARK_NUMBER = re.compile(r"\d{5,9}[A-Z]?", re.ASCII)

PRODUCT_ABOVE_FIRM = _("该产品销售收入不能超过同年企业营业收入，请核对两个数字，单位均为万元。")
ONE_CODE = _("只填该产品所属的一个国民经济行业代码，例如 C3425。")
NUMBER_SHAPE = _("注册号应为 5 至 9 位数字，末尾可带一个字母，例如 12345678。")
CERTIFICATE_ENDED = _("质量管理体系认证证书已过期，请填换发后的证书及其有效期，例如 2027-12-31。")
HONOUR_REVERSED = _("第 %(row)d 行的有效期至早于认定日期，请对照证书核对两个日期。")
TRUTH_NEEDED = _("提交前须作出真实性承诺，请勾选。")


def is_trademark_number(text: object) -> bool:
    return TRADEMARK_NUMBER.fullmatch(fold_code(str(text or ""))) is not None


def check_answers(answers: Mapping[str, Any]) -> dict[str, str]:
    """Field key → message, over the whole form; a field not yet filled in is no error here."""
    errors: dict[str, str] = {}
    for year in (0, 1, 2):
        part, whole = (figure_in(answers, f"{row}_y{year}") for row in ("product_revenue", "revenue"))
        if part is not None and whole is not None and part > whole:
            errors[f"product_revenue_y{year}"] = PRODUCT_ABOVE_FIRM
    if len(answers.get("industry_gbt4754") or ()) > 1:
        errors["industry_gbt4754"] = ONE_CODE
    if answers.get("tm_reg_no") and not is_trademark_number(answers["tm_reg_no"]):
        errors["tm_reg_no"] = NUMBER_SHAPE
    ends = day_in(answers.get("qms_valid_to"))
    if ends is not None and ends < clock.today():
        errors["qms_valid_to"] = CERTIFICATE_ENDED
    reversed_row = _first_reversed(answers)
    if reversed_row:
        errors["honours"] = HONOUR_REVERSED % {"row": reversed_row}
    if answers.get("declare_truth") is False:
        errors["declare_truth"] = TRUTH_NEEDED
    return errors


def _first_reversed(answers: Mapping[str, Any]) -> int | None:
    """Number, from 1, of the first honour that ends before it was given."""
    for number, row in enumerate(rows_in(answers, "honours") or (), start=1):
        given, ends = day_in(row.get("issued_on")), day_in(row.get("valid_to"))
        if given is not None and ends is not None and ends < given:
            return number
    return None
