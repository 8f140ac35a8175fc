"""The dossier: every answer of the form in a typed column; units stand in the names people read.

After a change here: python3 manage.py makemigrations $slug
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from programmes.dossier import Dossier, answer_column, figure_column, line_column, text_column, within


class ${name}Dossier(Dossier):
    """Columns are named as the form's keys and may be empty while the form is being written."""

    project_name = line_column(_("项目名称"), 60)
    district = line_column(_("所在区代码"), 12)
    revenue_wan = figure_column(_("最近一年营业收入（万元）"))
    summary = text_column(_("项目说明"))
    declare_truth = answer_column(_("真实性承诺"))

    class Meta:
        verbose_name = _("申报表")
        constraints = [within("$slug", "revenue_wan", "0", "100000000")]

    def __str__(self) -> str:
        return self.project_name or str(self.application_id)
