"""The course of an edition: what an organiser sets, with its default, label and unit.

The notice gives the steps, the five priority honours and the two goals; how long terms run, how a panel is seated, what
a score needs and whether a listing ends is in no source: those are readings, so they are data of an edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from programmes.shanghai_brand import scoring
from programmes.shanghai_brand.form_fields import (
    HONOUR_CHOICES,
    MARKET_RANKS,
    PRIORITY_HONOURS,
    STANDARD_LEVELS,
    STANDARD_STATUSES,
)
from programmes.shanghai_brand.words import mark as _

COURSE: dict[str, tuple[Any, str, str]] = {
    "priority_honours": (dict.fromkeys(PRIORITY_HONOURS, True), _("持有即可重点推荐的称号"), ""),
    "consult_days": (5, _("征求意见答复期限"), _("个工作日")),
    "correction_days": (5, _("补正期限"), _("个工作日")),
    "max_returns": (2, _("退回补正次数上限"), _("次")),
    "pass_line": (75, _("合格线"), _("分")),
    "quantitative_weight": ("0.40", _("定量得分权重"), ""),
    "expert_weight": ("0.60", _("专家评分权重"), ""),
    "panel_seats": ({"technology": 2, "brand_quality": 2, "finance": 1}, _("专家组席位"), _("人")),
    "reserve_ratio": (1, _("候补专家与正选专家之比"), ""),
    "spread_range_limit": (20, _("专家评分极差上限"), _("分")),
    "spread_deviation_limit": (15, _("专家评分偏离中位数上限"), _("分")),
    "trim_from": (5, _("去掉最高分和最低分的起始人数"), _("人")),
    "notice_days": (5, _("公示期"), _("日")),
    "notice_counting": ("incl", _("公示期起算"), ""),
    "notice_unit": ("working", _("公示期单位"), ""),
    "validity_mode": ("none", _("有效期"), ""),
    "validity_years": (3, _("有效期年数（设有效期时适用）"), _("年")),
    "warn_days": ([90, 30], _("到期前提醒（设有效期时适用）"), _("日")),
    "bar_years": (3, _("提供虚假材料的，不再受理申请的年数"), _("年")),
    "paper_copies": (1, _("书面申请份数"), _("份")),
    "goal_standards": (40, _("到 2026 年经过先进性评价的标准"), _("项")),
    "goal_items": (100, _("到 2026 年培育产品和服务"), _("项")),
}
SCORING: dict[str, tuple[str, str]] = {
    "quant_weights": (_("定量得分各项权重（合计 1）"), ""),
    "advanced_scores": (_("先进性指标得分"), _("分")),
    "standard_level_scores": (_("执行标准级别得分"), _("分")),
    "standard_status_scores": (_("执行标准状态得分"), _("分")),
    "market_rank_scores": (_("细分市场排名得分"), _("分")),
    "posts_scores": (_("品牌、质量、标准负责人到位得分"), _("分")),
    "linear_ranges": (_("按直线计分的指标 0 分与 100 分对应值"), "%"),
    "new_item_score": (_("上两年无收入的新项目增速得分"), _("分")),
}
CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "notice_counting": (("incl", _("当日计入")), ("excl", _("次日起算"))),
    "notice_unit": (("working", _("工作日")), ("calendar", _("自然日"))),
    "validity_mode": (
        ("none", _("不设有效期")),
        ("from_publication", _("自公布日起")),
        ("calendar_years", _("按整年度")),
    ),
}
WORDS: dict[str, dict[str, str]] = {
    "priority_honours": dict(HONOUR_CHOICES),
    "quant_weights": scoring.LABELS,
    "advanced_scores": {
        "best": _("达到或者优于国际最好水平"),
        "above": _("优于国家标准"),
        "equal": _("与国家标准持平，或者无国家标准且未达到国际最好水平"),
        "below": _("劣于国家标准"),
    },
    "standard_level_scores": dict(STANDARD_LEVELS),
    "standard_status_scores": dict(STANDARD_STATUSES),
    "market_rank_scores": dict(MARKET_RANKS),
    "posts_scores": {"0": _("均未设立"), "1": _("设立一个"), "2": _("设立两个"), "3": _("全部设立")},
    "linear_ranges": {
        "share": _("市场占有率"),
        "growth": _("项目收入年均增速"),
        "0": _("0 分对应值"),
        "1": _("100 分对应值"),
    },
}
"""What the rows and columns of tables are called; seats are named by the experts' fields."""
DEFAULTS: dict[str, Any] = {**{key: value for key, (value, _label, _unit) in COURSE.items()}, **scoring.DEFAULTS}
LABELS: dict[str, tuple[str, str]] = {**{key: (label, unit) for key, (_v, label, unit) in COURSE.items()}, **SCORING}
SCORES = (
    *("advanced_scores", "standard_level_scores", "standard_status_scores", "market_rank_scores", "posts_scores"),
    "new_item_score",
)

WRONG_SCORE = _("得分须在 0 至 100 之间，例如 80。")
WRONG_ROWS = _("各行名称不能增减，请按默认的行填写。")
WRONG_ORDER = _("得分不能倒置：优于的不低于持平的，持平的不低于劣于的，例如 100、80、60、0。")
WRONG_RANGE = _("须填两个不同的数，0 分对应值小于 100 分对应值，例如 0 和 30。")
ODD_SEATS = _("各领域席位合计须为奇数且不少于 3 人，例如 2、2、1。")
WRONG_YEARS = _("须为 1 至 50 年，例如 3。")
AT_LEAST_ONE = _("须不小于 1，例如 5。")
POSITIVE = ("consult_days", "goal_standards", "goal_items")


def check_parameters(settings: Mapping[str, Any]) -> dict[str, str]:
    """Setting → what is wrong and what a right value looks like; a setting that is not given keeps its default."""
    known = {**DEFAULTS, **settings}
    found = {key: WRONG_SCORE for key in SCORES if not all(0 <= one <= 100 for one in _figures(known[key]))}
    for key in ("quant_weights", "priority_honours", "linear_ranges", *SCORES[:-1]):
        if set(known[key]) != set(DEFAULTS[key]):
            found[key] = WRONG_ROWS
    if "advanced_scores" not in found:
        steps = [Decimal(str(known["advanced_scores"][key])) for key in ("best", "above", "equal", "below")]
        found |= {} if steps == sorted(steps, reverse=True) else {"advanced_scores": WRONG_ORDER}
    if "linear_ranges" not in found and not all(_is_range(row) for row in known["linear_ranges"].values()):
        found["linear_ranges"] = WRONG_RANGE
    if sum(_figures(known["panel_seats"])) % 2 == 0 or sum(_figures(known["panel_seats"])) < 3:
        found["panel_seats"] = ODD_SEATS
    if not 1 <= Decimal(str(known["validity_years"])) <= 50:
        found["validity_years"] = WRONG_YEARS
    return found | {key: AT_LEAST_ONE for key in POSITIVE if Decimal(str(known[key])) < 1}


def _figures(value: Any) -> list[Decimal]:
    rows = value.values() if isinstance(value, Mapping) else [value]
    return [Decimal(str(one)) for one in rows]


def _is_range(ends: Any) -> bool:
    return isinstance(ends, list | tuple) and len(ends) == 2 and Decimal(str(ends[0])) < Decimal(str(ends[1]))
