"""The dossier of a firm's brand: every answer of the form in a typed column; units stand in the names people read.

Columns are named as the form's keys. y0 is the latest of the three years. Figures may be empty while the form is being
written; what clashes between columns is told by checks.py.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from programmes.brand_value.form_fields import BRAND_TYPES, LEVELS, MARKET_RANKS, SME_INDUSTRIES
from programmes.dossier import (
    Dossier,
    answer_column,
    count_column,
    figure_column,
    line_column,
    rows_column,
    text_column,
    within,
)

MOST_WAN = "100000000"


NOT_NEGATIVE = (
    *(f"{row}_y{year}" for row in ("revenue", "rd_expense") for year in range(3)),
    *("total_assets_y0", "current_tangible_assets", "noncurrent_tangible_assets", "liabilities_y0"),
    *("tax_paid_y0", "export_y0", "brand_spend_y0"),
)
EITHER_SIGN = tuple(f"{row}_y{year}" for row in ("net_profit", "nonrecurring") for year in range(3))
SHARES = ("main_product_share", "market_share_cn", "csat", "complaint_close_rate", "repeat_revenue_share")


class BrandDossier(Dossier):
    """《“上海专精特新企业品牌价值榜”评价企业申报表》."""

    mgmt_region = line_column(_("管理归口代码"), 12)
    industry_gbt4754 = rows_column(_("国民经济行业代码"))
    sme_industry = line_column(_("划型行业"), 30, choices=SME_INDUSTRIES)
    sme_industry_reason = line_column(_("划型行业与行业代码不一致的理由"), 200)
    employees = count_column(_("从业人员（人）"))
    honours = rows_column(_("荣誉资质"))

    brand_name_zh = line_column(_("品牌名称（中文）"), 60)
    brand_name_en = line_column(_("品牌名称（英文）"), 60)
    brand_type = line_column(_("品牌类型"), 30, choices=BRAND_TYPES)
    brand_first_use_year = count_column(_("品牌创立年份"))
    tm_list = rows_column(_("境内注册商标"))
    tm_owner_same = answer_column(_("商标权属本企业"))
    tm_licensed = answer_column(_("商标经许可使用"))
    tm_overseas_regions = count_column(_("境外注册国家/地区数"))
    main_product = line_column(_("主导产品"), 120)
    main_product_share = figure_column(_("主导产品占营业收入比重（%）"), digits=5)
    market_rank = line_column(_("细分市场排名"), 30, choices=MARKET_RANKS)
    market_rank_proven = answer_column(_("可提供排名证明"))
    market_share_cn = figure_column(_("国内市场占有率（%）"), digits=5)

    revenue_y0 = figure_column(_("营业收入 y0（万元）"))
    revenue_y1 = figure_column(_("营业收入 y1（万元）"))
    revenue_y2 = figure_column(_("营业收入 y2（万元）"))
    net_profit_y0 = figure_column(_("净利润 y0（万元）"))
    net_profit_y1 = figure_column(_("净利润 y1（万元）"))
    net_profit_y2 = figure_column(_("净利润 y2（万元）"))
    nonrecurring_y0 = figure_column(_("非经常性损益 y0（万元）"))
    nonrecurring_y1 = figure_column(_("非经常性损益 y1（万元）"))
    nonrecurring_y2 = figure_column(_("非经常性损益 y2（万元）"))
    rd_expense_y0 = figure_column(_("研发费用 y0（万元）"))
    rd_expense_y1 = figure_column(_("研发费用 y1（万元）"))
    rd_expense_y2 = figure_column(_("研发费用 y2（万元）"))
    total_assets_y0 = figure_column(_("资产总额（万元）"))
    current_tangible_assets = figure_column(_("流动有形资产（万元）"))
    noncurrent_tangible_assets = figure_column(_("非流动有形资产（万元）"))
    liabilities_y0 = figure_column(_("负债总额（万元）"))
    tax_paid_y0 = figure_column(_("上缴税金（万元）"))
    export_y0 = figure_column(_("出口额（万元）"))
    brand_spend_y0 = figure_column(_("品牌建设投入（万元）"))

    mgmt_certs = rows_column(_("管理体系认证"))
    sampling_failures_3y = count_column(_("近三年监督抽查不合格次数"))
    standards = rows_column(_("标准"))
    quality_award = line_column(_("质量奖最高级别"), 30, choices=LEVELS)
    has_csat_survey = answer_column(_("已开展顾客满意度调查"))
    csat = figure_column(_("顾客满意度（分）"), digits=5)
    complaint_close_rate = figure_column(_("投诉办结率（%）"), digits=5)
    repeat_revenue_share = figure_column(_("老客户收入占比（%）"), digits=5)

    rd_staff = count_column(_("研发人员（人）"))
    patents_invention_valid = count_column(_("有效发明专利（件）"))
    innovation_platform = line_column(_("创新平台最高级别"), 30, choices=LEVELS)

    brand_basis_text = text_column(_("品牌建设基础"))
    brand_influence_text = text_column(_("品牌影响力"))
    brand_plan_text = text_column(_("品牌提升计划"))

    declare_a7 = answer_column(_("声明有明确的品牌提升意愿"))
    declare_a8 = answer_column(_("声明未被列入经营异常名录"))
    declare_a9 = answer_column(_("声明未被列入严重失信主体名单"))
    declare_a10 = answer_column(_("声明近三年未发生重大安全、质量等事故"))
    declare_a11 = answer_column(_("声明近三年未发生违法违规行为"))
    declare_truth = answer_column(_("真实性承诺"))

    class Meta:
        verbose_name = _("品牌价值评价申报表")
        constraints = [
            *(within("brand", column, "0", MOST_WAN) for column in NOT_NEGATIVE),
            *(within("brand", column, f"-{MOST_WAN}", MOST_WAN) for column in EITHER_SIGN),
            *(within("brand", column, "0", "100") for column in SHARES),
            within("brand", "brand_first_use_year", "1800", "2099"),
            within("brand", "tm_overseas_regions", "0", "200"),
        ]

    def __str__(self) -> str:
        return self.brand_name_zh or str(self.application_id)
