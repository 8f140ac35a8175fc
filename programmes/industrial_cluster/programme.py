"""What the programme declares about itself: 市级中小企业特色产业集群, notice 沪经信企〔2024〕273号 of 2024-04-16.

Stages are those of sections 二 and 三 of the notice. How long terms run, how a panel is seated and what a score needs
is in no source: those are readings, so they are data of an edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from programmes.contract import CertificateForm, Programme, PublishedListForm
from programmes.industrial_cluster import parameters
from programmes.industrial_cluster.checks import check_answers
from programmes.industrial_cluster.criteria import CRITERIA, EVIDENCE
from programmes.industrial_cluster.judging import clauses, judge, quantify
from programmes.industrial_cluster.sections import SECTIONS
from programmes.industrial_cluster.warnings import warn_answers
from programmes.industrial_cluster.words import mark as _

STAGES = (
    "apply",
    "district_review",
    "formal_check",
    "expert_review",
    "site_inspection",
    "decision",
    "public_notice",
    "publish",
    "certificate",
    "monitor",
    "re_review",
)

COURSE: dict[str, tuple[Any, str, str]] = {
    "pass_line": (70, _("合格线"), "分"),
    "quantitative_weight": ("0.60", _("定量得分权重"), ""),
    "expert_weight": ("0.40", _("专家评分权重"), ""),
    "panel_seats": ({"technology": 3, "brand_quality": 2, "finance": 2}, _("专家组席位"), _("人")),
    "reserve_ratio": (1, _("候补专家与正选专家之比"), ""),
    "spread_range_limit": (20, _("专家评分极差上限"), "分"),
    "spread_deviation_limit": (15, _("专家评分偏离中位数上限"), "分"),
    "trim_from": (5, _("去掉最高分和最低分的起始人数"), _("人")),
    "inspection_share": ("0.3", _("实地抽查比例"), ""),
    "correction_days": (5, _("补正期限"), _("个工作日")),
    "max_returns": (2, _("退回补正次数上限"), _("次")),
    "notice_days": (5, _("公示期"), _("日")),
    "notice_counting": ("incl", _("公示期起算"), ""),
    "notice_unit": ("working", _("公示期单位"), ""),
    "validity_mode": ("from_publication", _("有效期起算"), ""),
    "warn_days": ([180, 90, 30], _("到期前提醒"), _("日")),
    "paper_copies": (5, _("纸质材料份数"), _("份")),
    "discs": (2, _("电子版光盘份数"), _("张")),
}
"""The course of an edition: value as stored, label, unit. A district may ask for other copies and an earlier day."""

COURSE_CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "notice_counting": (("incl", _("当日计入")), ("excl", _("次日起算"))),
    "notice_unit": (("working", _("工作日")), ("calendar", _("自然日"))),
    "validity_mode": (("from_publication", _("自公布日起")), ("calendar_years", _("按整年度"))),
}

SAID_OTHERWISE = frozenset({"pass_line_points", "quantitative_weight_ratio", "expert_weight_ratio"})
"""Figures of the score alone that an edition sets as pass_line and the two weights, as for every programme."""

THRESHOLDS = {key: value for key, value in parameters.DEFAULTS.items() if key not in SAID_OTHERWISE}


def title_of(answers: Mapping[str, Any]) -> str:
    """The cluster's name; "" while it is not written."""
    return str(answers.get("cluster_name") or "")


PROGRAMME = Programme(
    slug="industrial_cluster",
    title=_("市级中小企业特色产业集群"),
    short_title=_("特色产业集群"),
    source="沪经信企〔2024〕273号",
    unit_word=_("集群"),
    applicant_word=_("集群运营管理机构"),
    stages=STAGES,
    optional_stages=frozenset({"certificate"}),
    sections=SECTIONS,
    clauses=clauses(),
    evidence=EVIDENCE,
    criteria=CRITERIA,
    lists=(PublishedListForm("K1", _("市级中小企业特色产业集群名单")),),
    certificate=CertificateForm(prefix="SHCL", honour=_("市级中小企业特色产业集群"), validity_years=3),
    defaults={**THRESHOLDS, **{key: value for key, (value, _label, _unit) in COURSE.items()}},
    parameter_labels={
        **{key: parameters.LABELS[key] for key in THRESHOLDS},
        **{key: (label, unit) for key, (_value, label, unit) in COURSE.items()},
    },
    judge=judge,
    quantify=quantify,
    title_of=title_of,
    check_answers=check_answers,
    warn_answers=warn_answers,
    check_parameters=parameters.check,
    parameter_choices={**parameters.CHOICES, **COURSE_CHOICES},
    self_check=(
        *("area_km2", "output_total_y0", "output_total_y1", "output_total_y2", "output_sme_y0", "output_lead_y0"),
        *("firms_total", "firms_sme", "firms_policy_reached", "service_staff"),
        *("declare_c1_accident", "declare_c1_cyber", "declare_c1_illegal"),
    ),
)
