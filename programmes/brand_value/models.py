"""The dossier of a firm's brand: every answer of the form in a typed column; units stand in the names people read.

Columns are named as the form's keys. y0 is the latest of the three years. Figures may be empty while the form is being
written; what clashes between columns is told by checks.py.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.brand_value.form_fields import BRAND_TYPES, LEVELS, MARKET_RANKS, SME_INDUSTRIES
from programmes.dossier import Dossier

MOST_WAN = "100000000"


def _count(label: object) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)  # type: ignore[arg-type]


def _wan(label: object) -> models.DecimalField:
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True)  # type: ignore[arg-type]


def _percent(label: object) -> models.DecimalField:
    return models.DecimalField(label, max_digits=5, decimal_places=2, null=True, blank=True)  # type: ignore[arg-type]


def _answer(label: object) -> models.BooleanField:
    return models.BooleanField(label, null=True, blank=True)  # type: ignore[arg-type]


def _line(label: object, length: int) -> models.CharField:
    return models.CharField(label, max_length=length, blank=True, default="")  # type: ignore[arg-type]


def _choice(label: object, choices: object) -> models.CharField:
    return models.CharField(label, max_length=30, choices=choices, blank=True, default="")  # type: ignore[arg-type]


def _text(label: object) -> models.TextField:
    return models.TextField(label, blank=True, default="")  # type: ignore[arg-type]


def _rows(label: object) -> models.JSONField:
    return models.JSONField(label, default=list, blank=True)  # type: ignore[arg-type]


def _within(column: str, low: str, high: str) -> models.CheckConstraint:
    """An empty column passes."""
    bounds = models.Q(**{f"{column}__gte": low, f"{column}__lte": high})
    return models.CheckConstraint(condition=bounds, name=f"brand_{column}")


NOT_NEGATIVE = (
    *(f"{row}_y{year}" for row in ("revenue", "rd_expense") for year in range(3)),
    *("total_assets_y0", "current_tangible_assets", "noncurrent_tangible_assets", "liabilities_y0"),
    *("tax_paid_y0", "export_y0", "brand_spend_y0"),
)
EITHER_SIGN = tuple(f"{row}_y{year}" for row in ("net_profit", "nonrecurring") for year in range(3))
SHARES = ("main_product_share", "market_share_cn", "csat", "complaint_close_rate", "repeat_revenue_share")


class BrandDossier(Dossier):
    """《“上海专精特新企业品牌价值榜”评价企业申报表》."""

    mgmt_region = _line(_("管理归口代码"), 12)
    industry_gbt4754 = _rows(_("国民经济行业代码"))
    sme_industry = _choice(_("划型行业"), SME_INDUSTRIES)
    sme_industry_reason = _line(_("划型行业与行业代码不一致的理由"), 200)
    employees = _count(_("从业人员（人）"))
    honours = _rows(_("荣誉资质"))

    brand_name_zh = _line(_("品牌名称（中文）"), 60)
    brand_name_en = _line(_("品牌名称（英文）"), 60)
    brand_type = _choice(_("品牌类型"), BRAND_TYPES)
    brand_first_use_year = _count(_("品牌创立年份"))
    tm_list = _rows(_("境内注册商标"))
    tm_owner_same = _answer(_("商标权属本企业"))
    tm_licensed = _answer(_("商标经许可使用"))
    tm_overseas_regions = _count(_("境外注册国家/地区数"))
    main_product = _line(_("主导产品"), 120)
    main_product_share = _percent(_("主导产品占营业收入比重（%）"))
    market_rank = _choice(_("细分市场排名"), MARKET_RANKS)
    market_rank_proven = _answer(_("可提供排名证明"))
    market_share_cn = _percent(_("国内市场占有率（%）"))

    revenue_y0 = _wan(_("营业收入 y0（万元）"))
    revenue_y1 = _wan(_("营业收入 y1（万元）"))
    revenue_y2 = _wan(_("营业收入 y2（万元）"))
    net_profit_y0 = _wan(_("净利润 y0（万元）"))
    net_profit_y1 = _wan(_("净利润 y1（万元）"))
    net_profit_y2 = _wan(_("净利润 y2（万元）"))
    nonrecurring_y0 = _wan(_("非经常性损益 y0（万元）"))
    nonrecurring_y1 = _wan(_("非经常性损益 y1（万元）"))
    nonrecurring_y2 = _wan(_("非经常性损益 y2（万元）"))
    rd_expense_y0 = _wan(_("研发费用 y0（万元）"))
    rd_expense_y1 = _wan(_("研发费用 y1（万元）"))
    rd_expense_y2 = _wan(_("研发费用 y2（万元）"))
    total_assets_y0 = _wan(_("资产总额（万元）"))
    current_tangible_assets = _wan(_("流动有形资产（万元）"))
    noncurrent_tangible_assets = _wan(_("非流动有形资产（万元）"))
    liabilities_y0 = _wan(_("负债总额（万元）"))
    tax_paid_y0 = _wan(_("上缴税金（万元）"))
    export_y0 = _wan(_("出口额（万元）"))
    brand_spend_y0 = _wan(_("品牌建设投入（万元）"))

    mgmt_certs = _rows(_("管理体系认证"))
    sampling_failures_3y = _count(_("近三年监督抽查不合格次数"))
    standards = _rows(_("标准"))
    quality_award = _choice(_("质量奖最高级别"), LEVELS)
    has_csat_survey = _answer(_("已开展顾客满意度调查"))
    csat = _percent(_("顾客满意度（分）"))
    complaint_close_rate = _percent(_("投诉办结率（%）"))
    repeat_revenue_share = _percent(_("老客户收入占比（%）"))

    rd_staff = _count(_("研发人员（人）"))
    patents_invention_valid = _count(_("有效发明专利（件）"))
    innovation_platform = _choice(_("创新平台最高级别"), LEVELS)

    brand_basis_text = _text(_("品牌建设基础"))
    brand_influence_text = _text(_("品牌影响力"))
    brand_plan_text = _text(_("品牌提升计划"))

    declare_a7 = _answer(_("声明有明确的品牌提升意愿"))
    declare_a8 = _answer(_("声明未被列入经营异常名录"))
    declare_a9 = _answer(_("声明未被列入严重失信主体名单"))
    declare_a10 = _answer(_("声明近三年未发生重大安全、质量等事故"))
    declare_a11 = _answer(_("声明近三年未发生违法违规行为"))
    declare_truth = _answer(_("真实性承诺"))

    class Meta:
        verbose_name = _("品牌价值评价申报表")
        constraints = [
            *(_within(column, "0", MOST_WAN) for column in NOT_NEGATIVE),
            *(_within(column, f"-{MOST_WAN}", MOST_WAN) for column in EITHER_SIGN),
            *(_within(column, "0", "100") for column in SHARES),
            _within("brand_first_use_year", "1800", "2099"),
            _within("tm_overseas_regions", "0", "200"),
        ]

    def __str__(self) -> str:
        return self.brand_name_zh or str(self.application_id)
