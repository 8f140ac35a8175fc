"""The dossier of an application: every answer of the form in a typed column; units stand in the names people read.

Columns are named as the form's keys. y0 is the latest of the three years. Figures may be empty while the form is being
written; what clashes between columns is told by checks.py. Items and their indicators are rows of JSON.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
from programmes.shanghai_brand.form_fields import SEATS, SME_INDUSTRIES

MOST_WAN = "100000000"
NOT_NEGATIVE = (*(f"revenue_y{year}" for year in range(3)), "total_assets_y0", "liabilities_y0")
EITHER_SIGN = tuple(f"net_profit_y{year}" for year in range(3))
SHARES = ("sh_revenue_share", "sh_staff_share")


class CultivationDossier(Dossier):
    """“上海品牌”培育试点申请."""

    mgmt_region = line_column(_("受理部门代码"), 12)
    industry_gbt4754 = rows_column(_("国民经济行业代码"))
    sme_industry = line_column(_("划型行业"), 30, choices=SME_INDUSTRIES)
    employees = count_column(_("从业人员（人）"))
    hq_in_sh = line_column(_("总部或者主要运营主体"), 12, choices=SEATS)
    sh_revenue_share = figure_column(_("在本市营业收入占比（%）"), digits=5)
    sh_staff_share = figure_column(_("在本市从业人员占比（%）"), digits=5)
    hq_note = text_column(_("总部或者主要运营主体情况说明"))

    revenue_y0 = figure_column(_("营业收入 y0（万元）"))
    revenue_y1 = figure_column(_("营业收入 y1（万元）"))
    revenue_y2 = figure_column(_("营业收入 y2（万元）"))
    net_profit_y0 = figure_column(_("净利润 y0（万元）"))
    net_profit_y1 = figure_column(_("净利润 y1（万元）"))
    net_profit_y2 = figure_column(_("净利润 y2（万元）"))
    total_assets_y0 = figure_column(_("资产总额（万元）"))
    liabilities_y0 = figure_column(_("负债总额（万元）"))

    tm_owner_same = answer_column(_("商标均权属本企业"))
    items = rows_column(_("申请培育的产品或服务"))
    advanced_points = rows_column(_("先进性指标对比"))

    roles_cbo = answer_column(_("已设立首席品牌官"))
    roles_cbo_name = line_column(_("首席品牌官姓名"), 40)
    roles_cqo = answer_column(_("已设立首席质量官"))
    roles_cqo_name = line_column(_("首席质量官姓名"), 40)
    roles_cso = answer_column(_("已设立标准化总监"))
    roles_cso_name = line_column(_("标准化总监姓名"), 40)
    priority_honours = rows_column(_("已获得的称号"))

    needs = rows_column(_("培育需求"))
    plan_text = text_column(_("培育计划"))

    declare_b6 = answer_column(_("声明符合产业导向和法律法规政策"))
    declare_b7 = answer_column(_("声明社会信用记录良好"))
    declare_b8 = answer_column(_("声明近三年未发生重大质量、安全、环保等事故"))
    declare_b9 = answer_column(_("声明无严重违法违规等失信记录"))
    declare_truth = answer_column(_("真实性承诺"))

    class Meta:
        verbose_name = _("“上海品牌”培育试点申请表")
        constraints = [
            *(within("cultivation", column, "0", MOST_WAN) for column in NOT_NEGATIVE),
            *(within("cultivation", column, f"-{MOST_WAN}", MOST_WAN) for column in EITHER_SIGN),
            *(within("cultivation", column, "0", "100") for column in SHARES),
        ]

    def __str__(self) -> str:
        return str(self.application_id)
