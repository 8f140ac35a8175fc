"""What an organiser may change for an edition: names, defaults as stored (numbers as text), labels and units."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from programmes.industrial_cluster.scoring import DEFAULTS as SCORING
from programmes.industrial_cluster.scoring import ScoringParameters
from programmes.industrial_cluster.thresholds import DEFAULTS as THRESHOLDS
from programmes.industrial_cluster.words import mark as _

LABELS: dict[str, tuple[str, str]] = {
    "area_max_km2": (_("占地面积一般不超过"), "平方公里"),
    "output_min_yi": (_("近三年每年产值不低于"), "亿元"),
    "sme_share_min_pct": (_("中小企业产值占比不低于"), "%"),
    "lead_share_min_pct": (_("主导产业产值占比不低于"), "%"),
    "output_growth_min_pct": (_("产值年均增速不低于"), "%"),
    "top_firms_min": (_("单项冠军、“小巨人”企业不少于"), "家"),
    "mid_firms_min": (_("专精特新、创新型中小企业、国家高企不少于"), "家"),
    "rd_growth_min_pct": (_("研发经费年均增长不低于"), "%"),
    "platforms_min": (_("区级及以上创新平台不少于"), "个"),
    "standards_min": (_("参与制修订标准不少于"), "项"),
    "patent_growth_min_pct": (_("有效发明专利年均增长率不低于"), "%"),
    "patents_per_10k_min": (_("每万人有效发明专利不少于"), "个"),
    "platform_use_min_pct": (_("工业互联网平台应用普及率不低于"), "%"),
    "exchange_kinds_min": (_("交流合作不少于"), "类"),
    "service_orgs_min": (_("公共服务机构不少于"), "家"),
    "service_staff_min": (_("企业服务专员不少于"), "人"),
    "service_kinds_min": (_("服务类别不少于"), "类"),
    "policy_cover_min_pct": (_("政策宣贯覆盖率不低于"), "%"),
    "growth_steps": (_("年均增速跨越的年数"), ""),
    "quantitative_weight_ratio": (_("定量得分权重"), ""),
    "expert_weight_ratio": (_("专家评分权重"), ""),
    "pass_line_points": (_("合格线"), "分"),
    "threshold_points": (_("指标达到门槛值时的得分"), "分"),
    "full_points": (_("指标达到门槛值两倍时的得分"), "分"),
    "accepted_points": (_("无法计算但经认定的指标得分"), "分"),
    "below_threshold": (_("低于门槛值时的计分方式"), ""),
}

# Shares of a whole; growth may be more than 100 %.
PERCENT_OF_WHOLE = ("sme_share_min_pct", "lead_share_min_pct", "platform_use_min_pct", "policy_cover_min_pct")
CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "growth_steps": (("2", _("2 年")), ("3", _("3 年"))),
    "below_threshold": (
        ("proportional", _("从 0 分起按比例计分")),
        ("same_line", _("按门槛值以上的直线延长计分")),
    ),
}


def check(settings: Mapping[str, Any]) -> dict[str, str]:
    """parameter -> what contradicts another one. settings: as stored, each of its own type."""
    threshold, full = Decimal(str(settings["threshold_points"])), Decimal(str(settings["full_points"]))
    found = {}
    if threshold >= full:
        found["threshold_points"] = _("须低于指标达到门槛值两倍时的得分，例如 60 与 100。")
    if full > 100:
        found["full_points"] = _("须在 0 至 100 之间，例如 100。")
    if Decimal(str(settings["accepted_points"])) > full:
        found["accepted_points"] = _("不能高于指标达到门槛值两倍时的得分，例如 60。")
    for key in LABELS.keys() & settings.keys() - ScoringParameters.names():
        number = Decimal(str(settings[key]))
        if key in PERCENT_OF_WHOLE and not 0 < number <= 100:
            found[key] = _("须大于 0，最大为 100，例如 50。")
        elif number <= 0:
            found[key] = _("须大于 0。")
    return found


def _stored(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


DEFAULTS: dict[str, Any] = {
    name: _stored(getattr(THRESHOLDS if hasattr(THRESHOLDS, name) else SCORING, name)) for name in LABELS
}
