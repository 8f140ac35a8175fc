"""What an organiser may change for an edition: value as stored, label, unit.

Only the reward of 200,000 yuan for each new certificate and the goal of 100 certified products stand in the
interpretation (sections 七 and 四). All else is proposed: the plan's own rules of evaluation are not public.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from programmes.wuhu_zhizao.form_fields import MARKET_RANKS, RIGHTS
from programmes.wuhu_zhizao.scoring import LABELS as PARTS
from programmes.wuhu_zhizao.words import mark as _

SETTINGS: dict[str, tuple[Any, str, str]] = {
    "rights_min": (1, _("有效自主知识产权不少于"), _("项")),
    "leading_points_min": (3, _("优于国家、行业标准的指标不少于"), _("项")),
    "front_ranks": (
        {"1": True, "2-3": True, "4-10": True, "over_10": False, "unknown": False},
        _("视为行业前列的排名"),
        "",
    ),
    "pass_line": (75, _("标准先进性评价合格线"), _("分")),
    "rework_line": (60, _("完善后再评的下限（总分不低于此线、低于合格线的，完善标准后再评）"), _("分")),
    "quantitative_weight": ("0.30", _("定量得分权重"), ""),
    "expert_weight": ("0.70", _("专家评分权重"), ""),
    "part_weights": (
        {"advanced": "0.50", "market": "0.30", "rights": "0.20"},
        _("定量得分各部分权重（合计 1）"),
        "",
    ),
    "points_at_national": (60, _("指标恰为国家、行业标准要求值时的得分"), _("分")),
    "rank_points": (
        {"1": 100, "2-3": 85, "4-10": 70, "over_10": 40, "unknown": 0},
        _("国内细分市场排名得分"),
        _("分"),
    ),
    "right_points": (
        {"invention": 50, "utility_model": 20, "design": 15, "software": 20, "layout": 30},
        _("每项有效自主知识产权得分（合计不超过 100）"),
        _("分"),
    ),
    "panel_seats": ({"technology": 3, "brand_quality": 2, "finance": 0}, _("专家组席位"), _("人")),
    "reserve_ratio": (1, _("候补专家与正选专家之比"), ""),
    "spread_range_limit": (20, _("专家评分极差上限"), _("分")),
    "spread_deviation_limit": (15, _("专家评分偏离中位数上限"), _("分")),
    "trim_from": (5, _("去掉最高分和最低分的起始人数"), _("人")),
    "correction_days": (5, _("补正期限"), _("个工作日")),
    "max_returns": (2, _("退回补正次数上限"), _("次")),
    "notice_days": (5, _("公示期"), _("日")),
    "notice_counting": ("incl", _("公示期起算"), ""),
    "notice_unit": ("working", _("公示期单位"), ""),
    "validity_mode": ("outside", _("有效期"), ""),
    "reward_amount_yuan": (200_000, _("每件新取得认证的一次性奖励"), _("元")),
    "goal_certificates": (100, _("认证产品目标"), _("件")),
}
CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "notice_counting": (("incl", _("当日计入")), ("excl", _("次日起算"))),
    "notice_unit": (("working", _("工作日")), ("calendar", _("自然日"))),
    "validity_mode": (("outside", _("以认证机构的证书为准")),),
}
WORDS: dict[str, dict[str, str]] = {
    "front_ranks": dict(MARKET_RANKS),
    "rank_points": dict(MARKET_RANKS),
    "right_points": dict(RIGHTS),
    "part_weights": PARTS,
}
"""What the rows of tables are called; seats are named by the experts' fields."""

DEFAULTS: dict[str, Any] = {key: value for key, (value, _label, _unit) in SETTINGS.items()}
LABELS: dict[str, tuple[str, str]] = {key: (label, unit) for key, (_value, label, unit) in SETTINGS.items()}

OUT_OF_HUNDRED = _("须在 0 至 100 之间，例如 60。")
ABOVE_PASS_LINE = _("不能高于合格线；与合格线相同即不设完善后再评。例如合格线 75、下限 60。")
AT_LEAST_ONE = _("须为不小于 1 的整数，例如 1。")
NO_REWARD = _("须大于 0，例如 200000。")
NONE_IN_FRONT = _("至少须有一档排名视为行业前列。")


def check_parameters(settings: Mapping[str, Any]) -> dict[str, str]:
    """parameter -> what is wrong and what a right value looks like. settings: as stored, each of its own type."""
    found: dict[str, str] = {}
    rework, passing = _number(settings["rework_line"]), _number(settings["pass_line"])
    if not 0 <= rework <= 100:
        found["rework_line"] = OUT_OF_HUNDRED
    elif rework > passing:
        found["rework_line"] = ABOVE_PASS_LINE
    if not 0 <= _number(settings["points_at_national"]) <= 100:
        found["points_at_national"] = OUT_OF_HUNDRED
    for table in ("rank_points", "right_points"):
        if any(not 0 <= _number(value) <= 100 for value in settings[table].values()):
            found[table] = OUT_OF_HUNDRED
    for key in ("rights_min", "leading_points_min", "goal_certificates"):
        if settings[key] < 1:
            found[key] = AT_LEAST_ONE
    if settings["reward_amount_yuan"] <= 0:
        found["reward_amount_yuan"] = NO_REWARD
    if not any(settings["front_ranks"].values()):
        found["front_ranks"] = NONE_IN_FRONT
    return found


def _number(value: Any) -> Decimal:
    return Decimal(str(value))
