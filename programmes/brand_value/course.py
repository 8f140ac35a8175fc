"""The course of an edition: what an organiser sets beside the model, with its default, label and unit.

The notice gives the days, the two ways of entering and the three lists; how a panel is seated, how long a list is and
what a page shows is in no source: those are readings, so they are data of an edition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from programmes.brand_value import parameters
from programmes.brand_value.form_fields import LEVELS, SME_INDUSTRIES, STANDARD_LEVELS
from programmes.brand_value.growth import FIGURES
from programmes.brand_value.industries import check_table
from programmes.brand_value.scales import SPECS
from programmes.brand_value.valuation import ALLOWED, ALLOWED_YEARS
from programmes.brand_value.words import mark as _

LISTS = ("L1", "L2", "L3")

COURSE: dict[str, tuple[Any, str, str]] = {
    "list_lengths": (dict.fromkeys(LISTS, 0), _("各榜单入榜数（0 为不限，末位数值相同的一并入榜）"), _("家")),
    "scan_replaces_paper": (False, _("上传盖章扫描件可代替邮寄纸质件"), ""),
    "list_shows_rank": (True, _("公布的榜单显示名次"), ""),
    "list_shows_figure": (False, _("公布的榜单显示品牌价值或者成长性得分"), ""),
    "certificate_shows_rank": (False, _("证书显示名次"), ""),
    "validity_mode": ("edition_year", _("有效期"), ""),
    "panel_seats": ({"technology": 2, "brand_quality": 2, "finance": 1}, _("专家组席位"), _("人")),
    "reserve_ratio": (1, _("候补专家与正选专家之比"), ""),
    "spread_range_limit": (20, _("专家评分极差上限"), _("分")),
    "spread_deviation_limit": (15, _("专家评分偏离中位数上限"), _("分")),
    "trim_from": (5, _("去掉最高分和最低分的起始人数"), _("人")),
    "correction_days": (5, _("补正期限"), _("个工作日")),
    "max_returns": (2, _("退回补正次数上限"), _("次")),
    "notice_days": (5, _("公示期"), _("日")),
    "notice_counting": ("incl", _("公示期起算"), ""),
    "notice_unit": ("working", _("公示期单位"), ""),
    "warn_days": ([90, 30], _("到期前提醒"), _("日")),
    "paper_copies": (1, _("纸质材料份数"), _("份")),
    "discs": (0, _("电子版光盘份数"), _("张")),
}
CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "validity_mode": (
        ("edition_year", _("评价年度")),
        ("from_publication", _("自公布日起，不设期限")),
    ),
    "notice_counting": (("incl", _("当日计入")), ("excl", _("次日起算"))),
    "notice_unit": (("working", _("工作日")), ("calendar", _("自然日"))),
}
NOTHING_AND_ALL = {"0": _("0 分对应值"), "1": _("100 分对应值")}
STEP_WORDS = {
    **dict((*LEVELS, *STANDARD_LEVELS)),
    "2-3": _("第 2 至 3 位"),
    "4-10": _("第 4 至 10 位"),
    "other": _("其他"),
}
STRENGTH_LINES = {spec.key: spec.label for spec in SPECS}
GROWTH_LINES = {key: label for key, label, *_rest in FIGURES} | {"G4": _("品牌强度")}
WORDS: dict[str, dict[str, str]] = {
    "industry_table": dict(SME_INDUSTRIES)
    | {"industry_return": _("平均资产收益率"), "beta": _("品牌贡献率"), "rho": _("许可费率")},
    "strength_weights": STRENGTH_LINES,
    "strength_ranges": STRENGTH_LINES | NOTHING_AND_ALL,
    "strength_steps": STRENGTH_LINES | STEP_WORDS,
    "standard_points": dict(STANDARD_LEVELS),
    "growth_weights": GROWTH_LINES,
    "growth_ranges": GROWTH_LINES | NOTHING_AND_ALL,
}
"""What the rows and columns of tables are called; lists are named by their titles, seats by the experts' fields."""

DEFAULTS: dict[str, Any] = {**parameters.DEFAULTS, **{key: value for key, (value, _label, _unit) in COURSE.items()}}
LABELS: dict[str, tuple[str, str]] = {
    **parameters.LABELS,
    **{key: (label, unit) for key, (_value, label, unit) in COURSE.items()},
}

OUT_OF_RANGE: dict[str, str] = {
    "r_ct": _("应为 0 至 0.15 之间的小数，例如 3.45% 填 0.0345。"),
    "r_nct": _("应为 0 至 0.15 之间的小数，例如 3.95% 填 0.0395。"),
    "tax": _("应为 0 至 0.25 之间的小数，例如 15% 填 0.15。"),
    "g_inf": _("应为 0 至 0.03 之间的小数，例如 2% 填 0.02。"),
    "years": _("应为 3 至 5 的整数，例如 5。"),
    "phi": _("应为 0 至 1 之间的小数，例如 0.5。"),
    "growth_floor": _("应为 -0.50 至 0 之间的小数，例如 -0.10。"),
    "growth_cap": _("应为 0 至 0.50 之间的小数，例如 0.15。"),
}
WRONG_INDUSTRIES = _(
    "每行须填 industry_return（0.03–0.20）、beta（0.05–0.60）和 rho（0.005–0.05）；"
    "行业须为划型行业，且须有 other 一行。"
)
WRONG_TABLE: dict[str, str] = {
    "strength_weights": _("24 个指标须各有不小于 0 的权重，合计为 100。"),
    "strength_ranges": _("每个指标须填 0 分和 100 分对应的两个不同数值，例如 [3, 5]。"),
    "strength_steps": _("每个分档须填 0 至 100 之间的得分，分档名称不能改动。"),
    "standard_points": _("各级别标准的折算分值须为不小于 0 的数，例如国家标准填 2。"),
}
WRONG_GROWTH: dict[str, str] = {
    "growth_weights": _("G1 至 G4 须各有不小于 0 的权重，合计为 1。"),
    "growth_ranges": _("G1 至 G3 须各填 0 分和 100 分对应的两个不同数值，例如 [0, 50]。"),
}
WRONG_LENGTHS = _("L1、L2、L3 须各填不小于 0 的整数，0 为不限，例如 30。")
YES_OR_NO = _("请选“是”或者“否”。")
ODD_SEATS = _("各类专家人数须为不小于 0 的整数，合计为奇数且不少于 3 人，例如 2、2、1。")
WHOLE_FROM_ONE = _("应为不小于 1 的整数，例如 5。")
WHOLE_FROM_NOTHING = _("应为不小于 0 的整数，例如 1。")
POINTS_WANTED = _("应为 0 至 100 之间的数，例如 20。")
NOT_NEGATIVE = _("应为不小于 0 的数，例如 1。")


def check_parameters(settings: Mapping[str, Any]) -> dict[str, str]:
    """Setting → what is wrong and what a right value looks like; a setting that is not given keeps its default."""
    return {**_check_model(settings), **_check_course(settings)}


def _check_model(settings: Mapping[str, Any]) -> dict[str, str]:
    found = {key: text for key, text in OUT_OF_RANGE.items() if key in settings and not _is_allowed(key, settings[key])}
    if "industry_table" in settings and _fails(_try_industries, settings["industry_table"]):
        found["industry_table"] = WRONG_INDUSTRIES
    for key, text in WRONG_TABLE.items():
        if key in settings and _fails(parameters.strength_scale, {key: settings[key]}):
            found[key] = text
    for key, text in WRONG_GROWTH.items():
        if key in settings and _fails(parameters.growth_scale, {key: settings[key]}):
            found[key] = text
    return found


def _is_allowed(key: str, value: Any) -> bool:
    number = _number(value)
    if number is None:
        return False
    if key == "years":
        first, last = ALLOWED_YEARS
        return number == number.to_integral_value() and first <= number <= last
    low, high = ALLOWED[key]
    return low <= number <= high


def _try_industries(table: Any) -> None:
    check_table(table)
    for industry in table:
        parameters.valuation_parameters({"industry_table": table}, industry)


def _fails(attempt: Callable[[Any], object], given: Any) -> bool:
    """Whether the model cannot work with it, whatever its shape."""
    try:
        attempt(given)
    except (ValueError, TypeError, AttributeError, KeyError):
        return True
    return False


def _check_course(settings: Mapping[str, Any]) -> dict[str, str]:
    return {key: text for key, (holds, text) in RULES.items() if key in settings and not holds(settings[key])}


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _is_whole(value: Any, least: int) -> bool:
    number = _number(value)
    return number is not None and number == number.to_integral_value() and number >= least


def _is_between(value: Any, low: int, high: int) -> bool:
    number = _number(value)
    return number is not None and low <= number <= high


def _are_lengths(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == set(LISTS) and all(_is_whole(n, 0) for n in value.values())


def _are_seats(value: Any) -> bool:
    if not isinstance(value, Mapping) or not all(_is_whole(n, 0) for n in value.values()):
        return False
    total = sum(int(n) for n in value.values())
    return total >= 3 and total % 2 == 1


RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "list_lengths": (_are_lengths, WRONG_LENGTHS),
    **{
        key: (lambda value: isinstance(value, bool), YES_OR_NO)
        for key in ("scan_replaces_paper", "list_shows_rank", "list_shows_figure", "certificate_shows_rank")
    },
    "panel_seats": (_are_seats, ODD_SEATS),
    "reserve_ratio": (lambda value: (_number(value) or Decimal(0)) >= 0 and _number(value) is not None, NOT_NEGATIVE),
    "spread_range_limit": (lambda value: _is_between(value, 0, 100), POINTS_WANTED),
    "spread_deviation_limit": (lambda value: _is_between(value, 0, 100), POINTS_WANTED),
    "trim_from": (lambda value: _is_whole(value, 1), WHOLE_FROM_ONE),
    "correction_days": (lambda value: _is_whole(value, 1), WHOLE_FROM_ONE),
    "max_returns": (lambda value: _is_whole(value, 0), WHOLE_FROM_NOTHING),
    "notice_days": (lambda value: _is_whole(value, 1), WHOLE_FROM_ONE),
    "paper_copies": (lambda value: _is_whole(value, 0), WHOLE_FROM_NOTHING),
    "discs": (lambda value: _is_whole(value, 0), WHOLE_FROM_NOTHING),
}
