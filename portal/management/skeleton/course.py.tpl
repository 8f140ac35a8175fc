"""What an organiser sets for an edition: default as stored (decimals as text), label, unit."""

from __future__ import annotations

from typing import Any

from .words import mark as _

PARAMETERS: dict[str, tuple[Any, str, str]] = {
    "revenue_min_wan": ("2000", _("最近一年营业收入不低于"), _("万元")),
    "pass_line": (70, _("合格线"), _("分")),
    "quantitative_weight": ("0.40", _("定量得分权重"), ""),
    "expert_weight": ("0.60", _("专家评分权重"), ""),
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
    "validity_mode": ("none", _("有效期"), ""),
    "validity_years": (3, _("有效期年数（设有效期时适用）"), _("年")),
    "warn_days": ([90, 30], _("到期前提醒（设有效期时适用）"), _("日")),
    "paper_copies": (1, _("纸质材料份数"), _("份")),
}
DEFAULTS = {key: default for key, (default, _label, _unit) in PARAMETERS.items()}
LABELS = {key: (label, unit) for key, (_default, label, unit) in PARAMETERS.items()}
CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "notice_counting": (("incl", _("当日计入")), ("excl", _("次日起算"))),
    "notice_unit": (("working", _("工作日")), ("calendar", _("自然日"))),
    "validity_mode": (
        ("none", _("不设有效期")),
        ("from_publication", _("自公布日起")),
        ("calendar_years", _("按整年度")),
    ),
}
