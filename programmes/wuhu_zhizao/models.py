"""The dossier of a product: every answer of the form in a typed column; units stand in the names people read.

Columns are named as the form's keys. y0 is the latest of the three years. Figures may be empty while the form is being
written; what clashes between columns is told by checks.py.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.dossier import (
    Dossier,
    answer_column,
    count_column,
    figure_column,
    line_column,
    rows_column,
    within,
)
from programmes.wuhu_zhizao.form_fields import MARKET_RANKS, STANDARD_ROLES

MOST_WAN = "100000000"
AMOUNTS = (*(f"{row}_y{year}" for row in ("revenue", "product_revenue") for year in range(3)), "total_assets_y0")


class ProductDossier(Dossier):
    """《“芜湖智造”品牌认证申报表》 of one product. Where a reward is paid to is not kept here nor anywhere else."""

    mgmt_region = line_column(_("推荐的县市区、开发区代码"), 12)
    industry_gbt4754 = rows_column(_("国民经济行业代码"))
    employees = count_column(_("从业人员（人）"))
    revenue_y0 = figure_column(_("企业营业收入 y0（万元）"))
    revenue_y1 = figure_column(_("企业营业收入 y1（万元）"))
    revenue_y2 = figure_column(_("企业营业收入 y2（万元）"))
    total_assets_y0 = figure_column(_("资产总额（万元）"))
    honours = rows_column(_("荣誉资质"))

    product_name = line_column(_("产品名称"), 120)
    product_models = rows_column(_("产品型号"))
    cert_scope_sites = rows_column(_("认证范围内的生产场所"))
    product_revenue_y0 = figure_column(_("产品销售收入 y0（万元）"))
    product_revenue_y1 = figure_column(_("产品销售收入 y1（万元）"))
    product_revenue_y2 = figure_column(_("产品销售收入 y2（万元）"))

    standard_no = line_column(_("“芜湖智造”标准编号"), 60)
    standard_title = line_column(_("标准名称"), 120)
    standard_role = line_column(_("标准参与方式"), 12, choices=STANDARD_ROLES)
    advanced_points = rows_column(_("先进性指标对比"))

    ip_list = rows_column(_("自主知识产权"))
    tm_reg_no = line_column(_("商标注册号"), 12)
    qms_cert_no = line_column(_("质量管理体系认证证书编号"), 60)
    qms_valid_to = models.DateField(_("质量管理体系认证证书有效期至"), null=True, blank=True)

    market_share = figure_column(_("市场占有率（%）"), digits=5)
    market_rank = line_column(_("国内细分市场排名"), 12, choices=MARKET_RANKS)
    share_source = line_column(_("数据来源"), 200)
    cert_body = line_column(_("拟委托的认证机构"), 120)

    declare_c8 = answer_column(_("声明近三年未发生重大质量、安全、环境事件和严重失信"))
    declare_truth = answer_column(_("真实性承诺"))

    class Meta:
        verbose_name = _("“芜湖智造”品牌认证申报表")
        constraints = [
            *(within("zhizao", column, "0", MOST_WAN) for column in AMOUNTS),
            within("zhizao", "market_share", "0", "100"),
        ]

    def __str__(self) -> str:
        return self.product_name or str(self.application_id)
