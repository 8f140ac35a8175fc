"""Rules between the fields of the form. Each message says what is wrong and what a right value looks like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from portal.kit import clock
from portal.kit.folding import fold_code
from programmes.brand_value.form_fields import PROVEN_RANKS
from programmes.brand_value.industries import suggested_industry
from programmes.brand_value.judging import TRADEMARK_NUMBER
from programmes.brand_value.knowing import figure_in
from programmes.brand_value.words import mark as _

PARTS_OF_WHOLES: tuple[tuple[str, str, str], ...] = (
    ("rd_staff", "employees", _("研发人员不能超过从业人员，请核对两个数字。")),
    ("export_y0", "revenue_y0", _("出口额不能超过营业收入，请核对两个数字，单位均为万元。")),
    ("brand_spend_y0", "revenue_y0", _("品牌建设投入不能超过营业收入，请核对两个数字，单位均为万元。")),
)
TANGIBLES = _("流动与非流动有形资产合计不能超过资产总额，请核对三个数字，单位均为万元。")
ONE_CODE = _("只填主营业务的一个国民经济行业代码，例如 C3983。")
REASON_NEEDED = _("划型行业与国民经济行业代码对应的行业不一致，请在此说明理由，或者改正其中一项。")
FUTURE_YEAR = _("品牌创立年份不能晚于今年，请填四位年份，例如 2008。")
NEITHER_OWNED = _("商标应权属本企业，或者经权利人书面许可使用并上传合同；请改正其中一项。")
RANK_UNPROVEN = _("排名前 10 位须提供第三方证明；不能提供的，请选“10 位以后”或者“不清楚”。")
NUMBER_SHAPE = _("第 %(row)d 行的注册号应为 5 至 9 位数字，末尾可带一个字母，例如 12345678。")
TERM_REVERSED = _("第 %(row)d 行的有效期至早于有效期自，请对照注册证核对两个日期。")
HONOUR_REVERSED = _("第 %(row)d 行的有效期至早于认定日期，请对照证书核对两个日期。")


def check_answers(answers: Mapping[str, Any]) -> dict[str, str]:
    """Field key → message, over the whole form; a field not yet filled in is no error here."""
    errors: dict[str, str] = {}
    for part, whole, message in PARTS_OF_WHOLES:
        small, large = figure_in(answers, part), figure_in(answers, whole)
        if small is not None and large is not None and small > large:
            errors[part] = message
    if _exceeds_assets(answers):
        errors["noncurrent_tangible_assets"] = TANGIBLES
    return errors | _check_words(answers) | _check_rows(answers)


def _exceeds_assets(answers: Mapping[str, Any]) -> bool:
    """Also while only one of the two is there."""
    total = figure_in(answers, "total_assets_y0")
    parts = [figure_in(answers, key) for key in ("current_tangible_assets", "noncurrent_tangible_assets")]
    return total is not None and sum((part for part in parts if part is not None), Decimal(0)) > total


def _check_words(answers: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    codes = answers.get("industry_gbt4754") or ()
    if len(codes) > 1:
        found["industry_gbt4754"] = ONE_CODE
    elif codes and _differs(codes[0], answers.get("sme_industry")) and not answers.get("sme_industry_reason"):
        found["sme_industry_reason"] = REASON_NEEDED
    year = figure_in(answers, "brand_first_use_year")
    if year is not None and year > clock.today().year:
        found["brand_first_use_year"] = FUTURE_YEAR
    if answers.get("tm_owner_same") is False and answers.get("tm_licensed") is False:
        found["tm_licensed"] = NEITHER_OWNED
    if answers.get("market_rank") in PROVEN_RANKS and answers.get("market_rank_proven") is False:
        found["market_rank_proven"] = RANK_UNPROVEN
    return found


def _differs(code: str, industry: str | None) -> bool:
    suggested = suggested_industry(code)
    return bool(industry and suggested and industry != suggested)


def _check_rows(answers: Mapping[str, Any]) -> dict[str, str]:
    """The first wrong row of each table, by its number from 1."""
    found: dict[str, str] = {}
    for table, is_wrong, message in ROWS:
        number = next((n for n, row in enumerate(answers.get(table) or (), start=1) if is_wrong(row)), None)
        if number is not None and table not in found:
            found[table] = message % {"row": number}
    return found


def _is_misnumbered(row: Mapping[str, Any]) -> bool:
    number = str(row.get("reg_no") or "")
    return bool(number) and not TRADEMARK_NUMBER.fullmatch(fold_code(number))


def _ends_before(first: str) -> Callable[[Mapping[str, Any]], bool]:
    def is_reversed(row: Mapping[str, Any]) -> bool:
        begins, ends = row.get(first), row.get("valid_to")
        return begins is not None and ends is not None and ends < begins

    return is_reversed


ROWS: tuple[tuple[str, Callable[[Mapping[str, Any]], bool], str], ...] = (
    ("tm_list", _is_misnumbered, NUMBER_SHAPE),
    ("tm_list", _ends_before("valid_from"), TERM_REVERSED),
    ("honours", _ends_before("issued_on"), HONOUR_REVERSED),
)
