"""The dossier of a cluster: every answer of the form in a typed column; units stand in the names people read.

Columns are named as the form's keys. Figures may be empty while the form is being written. What clashes between
columns is told by checks.py and not refused here: a draft is allowed to be wrong for a while.
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
    text_column,
    within,
)
from programmes.industrial_cluster.form_fields import OPERATOR_KINDS, OUTPUT_BASES


class ClusterDossier(Dossier):
    """《上海市中小企业特色产业集群申报表》; y0 is the latest of the three years, y3 the year before them."""

    cluster_name = line_column(_("集群名称"), 60)
    district = line_column(_("所在区代码"), 12)
    leading_industry = line_column(_("主导产业"), 60)
    leading_codes = rows_column(_("主导产业行业代码"))
    area_km2 = figure_column(_("占地面积（平方公里）"), digits=8)
    firms_total = count_column(_("企业总数（家）"))
    firms_sme = count_column(_("中小企业数（家）"))
    staff_total = count_column(_("从业人员总数（人）"))
    staff_sme = count_column(_("中小企业从业人员（人）"))

    operator_name = line_column(_("运营管理机构"), 120)
    operator_uscc = line_column(_("机构统一社会信用代码"), 18)
    operator_kind = line_column(_("机构性质"), 16, choices=OPERATOR_KINDS)

    declare_c1_accident = answer_column(_("声明无较大及以上事故"))
    declare_c1_cyber = answer_column(_("声明无重大及以上网络和数据安全事件"))
    declare_c1_illegal = answer_column(_("声明无违法失信行为"))

    output_basis = line_column(_("产值口径"), 16, choices=OUTPUT_BASES)
    output_total_y0 = figure_column(_("集群总产值 y0（亿元）"), places=4)
    output_total_y1 = figure_column(_("集群总产值 y1（亿元）"), places=4)
    output_total_y2 = figure_column(_("集群总产值 y2（亿元）"), places=4)
    output_total_y3 = figure_column(_("集群总产值 y3（亿元）"), places=4)
    output_sme_y0 = figure_column(_("中小企业产值 y0（亿元）"), places=4)
    output_lead_y0 = figure_column(_("主导产业产值 y0（亿元）"), places=4)

    firm_list = rows_column(_("重点企业名单"))

    rd_sme_y0 = figure_column(_("中小企业研发经费 y0（万元）"))
    rd_sme_y1 = figure_column(_("中小企业研发经费 y1（万元）"))
    rd_sme_y2 = figure_column(_("中小企业研发经费 y2（万元）"))
    rd_sme_y3 = figure_column(_("中小企业研发经费 y3（万元）"))
    patents_sme_y0 = count_column(_("有效发明专利 y0（件）"))
    patents_sme_y1 = count_column(_("有效发明专利 y1（件）"))
    patents_sme_y2 = count_column(_("有效发明专利 y2（件）"))
    patents_sme_y3 = count_column(_("有效发明专利 y3（件）"))
    growth_note = text_column(_("基期为零的说明"))
    platforms = rows_column(_("创新平台"))
    standards = rows_column(_("标准"))

    digital_users = count_column(_("应用平台的中小企业数（家）"))
    software_rate_y0 = figure_column(_("工业软件应用率 y0（%）"), digits=5)
    software_rate_y1 = figure_column(_("工业软件应用率 y1（%）"), digits=5)
    software_rate_y2 = figure_column(_("工业软件应用率 y2（%）"), digits=5)

    co2_intensity_y0 = figure_column(_("二氧化碳排放强度 y0（吨/万元）"), digits=9, places=4)
    co2_intensity_y1 = figure_column(_("二氧化碳排放强度 y1（吨/万元）"), digits=9, places=4)
    co2_intensity_y2 = figure_column(_("二氧化碳排放强度 y2（吨/万元）"), digits=9, places=4)
    is_high_energy = answer_column(_("属于高耗能行业"))
    is_high_water = answer_column(_("属于高用水行业"))

    exchange_kinds = rows_column(_("交流合作"))

    service_orgs = rows_column(_("公共服务机构"))
    service_staff = count_column(_("企业服务专员（人）"))
    service_kinds = rows_column(_("提供的服务"))
    firms_policy_reached = count_column(_("政策宣贯覆盖企业数（家）"))

    g1_text = text_column(_("一（一）说明"))
    g2_text = text_column(_("一（二）说明"))
    g3_text = text_column(_("一（三）说明"))
    g4_text = text_column(_("一（四）说明"))
    g5_text = text_column(_("一（五）说明"))
    g6_text = text_column(_("一（六）说明"))
    g7_text = text_column(_("一（七）说明"))
    g8_text = text_column(_("一（八）说明"))
    g9_text = text_column(_("一（九）说明"))

    plan_targets = rows_column(_("发展目标"))
    declare_truth = answer_column(_("真实性承诺"))

    class Meta:
        verbose_name = _("集群申报表")
        constraints = [
            within("cluster", "area_km2", "0.01", "6341"),
            *(within("cluster", f"output_total_y{year}", "0", "100000") for year in range(4)),
            within("cluster", "output_sme_y0", "0", "100000"),
            within("cluster", "output_lead_y0", "0", "100000"),
            *(within("cluster", f"rd_sme_y{year}", "0", "100000000") for year in range(4)),
            *(within("cluster", f"software_rate_y{year}", "0", "100") for year in range(3)),
            *(within("cluster", f"co2_intensity_y{year}", "0", "10000") for year in range(3)),
            models.CheckConstraint(
                condition=models.Q(operator_uscc="") | models.Q(operator_uscc__regex="^[0-9A-Z]{18}$"),
                name="cluster_operator_uscc",
            ),
        ]

    def __str__(self) -> str:
        return self.cluster_name or str(self.application_id)
