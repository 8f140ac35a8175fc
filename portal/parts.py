"""The page that draws every component once with sample values. Wired only outside production."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.kit.access import public
from portal.kit.clock import SHANGHAI

STATUSES = [
    ("草稿", "draft"), ("受理中", "open"), ("临近截止", "soon"), ("已退回", "returned"), ("通过", "passed"),
    ("未通过", "refused"), ("已关闭", "closed"), ("已公布", "official"),
]  # fmt: skip
NOTICES = [
    ("info", "一般提示"),
    ("passed", "已通过"),
    ("returned", "退回补正"),
    ("error", "没有保存"),
    ("official", "公示中"),
]


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="集群名称", help_text="与推荐函上的名称一致，不超过 40 字。", max_length=40)
    revenue_wan = forms.DecimalField(label="主营业务收入", help_text="2023 年度，保留两位小数。", max_digits=12)
    founded_on = forms.DateField(label="成立日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    district = forms.ChoiceField(label="所在区", choices=[("", "请选择"), ("a", "示例区"), ("b", "样本区")])
    kind = forms.ChoiceField(
        label="运营机构性质", choices=[("a", "企业"), ("b", "事业单位"), ("c", "社会组织")], widget=forms.RadioSelect
    )
    topics = forms.MultipleChoiceField(
        label="主导产业",
        choices=[("a", "高端装备"), ("b", "新材料")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    story = forms.CharField(label="发展情况", help_text="500 字以内。", widget=forms.Textarea(attrs={"rows": 4}))
    proof = forms.FileField(label="审计报告", required=False)
    is_true = forms.BooleanField(label="我承诺所填内容真实、准确、完整")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revenue_wan"].unit = "万元"  # type: ignore[attr-defined]
        self.fields["founded_on"].width = "short"  # type: ignore[attr-defined]
        self.fields["district"].width = "short"  # type: ignore[attr-defined]


class SampleRow(forms.Form):
    firm = forms.CharField(label="企业名称")
    uscc = forms.CharField(label="统一社会信用代码", min_length=18)
    output_wan = forms.DecimalField(label="产值", required=False)


class SampleFilter(forms.Form):
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("a", "待初审")])
    words = forms.CharField(label="名称或编号", required=False)


class SampleReason(forms.Form):
    reason = forms.CharField(label="意见", widget=forms.Textarea(attrs={"rows": 2}))


class SampleFigures(forms.Form):
    revenue_2021 = forms.DecimalField(initial="8210.50")
    revenue_2022 = forms.DecimalField(initial="9433.00")
    revenue_2023 = forms.DecimalField(initial="12345.60")
    other_2021 = forms.DecimalField(initial="100.00")
    other_2022 = forms.DecimalField(initial="120.25")
    other_2023 = forms.DecimalField(initial="98.40")


ROW_SET = forms.formset_factory(SampleRow, extra=2, can_delete=True, max_num=50)
WRONG = {"name": "", "revenue_wan": "一亿", "district": "a", "kind": "", "story": ""}
WRONG_ROWS = {
    "rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0", "rows-0-firm": "示例精工有限公司", "rows-0-uscc": "9131",
    "rows-1-firm": "示例材料有限公司", "rows-1-uscc": "91310000MA1FL00000",
}  # fmt: skip


def _frame() -> dict[str, Any]:
    return {
        "nav": [
            ("工作台", "#desk", False, None), ("我的申报", "#mine", True, 3), ("荣誉与证书", "#honours", False, None),
            ("本单位", "#unit", False, None),
        ],
        "crumbs": [("工作台", "#desk"), ("页面部件", "")],
        "tabs": [
            {"label": "集群情况", "url": "#a", "is_current": True, "count": None},
            {"label": "企业清单", "url": "#b", "count": 42}, {"label": "附件", "url": "#c", "count": 7},
        ],
        "tiles": [
            {"value": "12", "label": "待办", "url": "#q", "note": "最早 1 个工作日后到期", "tone": "soon"},
            {"value": "38", "label": "本年申报"}, {"value": "26", "label": "已通过", "tone": "passed"},
            {"value": "20", "label": "已公布", "tone": "official"},
        ],
        "statuses": STATUSES,
        "notices": NOTICES,
        "closes_at": datetime(2024, 4, 12, 17, 0, tzinfo=SHANGHAI),
        "phone": "13812341234", "sum_wan": Decimal("15735.28"), "half": Decimal("0.125"),
    }  # fmt: skip


def _writing(is_wrong: bool) -> dict[str, Any]:
    figures = SampleFigures()
    years = ["2021年", "2022年", "2023年"]
    keys = ("2021", "2022", "2023")
    return {
        "form": SampleForm(WRONG if is_wrong else None),
        "formset": ROW_SET(WRONG_ROWS if is_wrong else None, prefix="rows"),
        "filter_form": SampleFilter(),
        "reason": SampleReason()["reason"],
        "years": years,
        "year_rows": [
            {"label": "主营业务收入", "unit": "万元", "cells": [figures[f"revenue_{year}"] for year in keys]},
            {"label": "其他收入", "unit": "万元", "cells": [figures[f"other_{year}"] for year in keys]},
        ],
        "sums": ["8,310.50", "9,553.25", "12,444.00"],
        "attachments": [
            {"pk": 1, "name": "2023年度审计报告（示例）.pdf", "url": "#f", "size": 2_411_724, "kind": "PDF",
             "added_at": datetime(2024, 4, 2, 10, 32, tzinfo=SHANGHAI), "scan_word": "已查毒", "scan_tone": "passed"},
        ],
        "sections": [
            {"label": "基本情况", "url": "#1", "state": "done", "word": "已完成"},
            {"label": "经营数据", "url": "#2", "state": "wrong", "word": "2 处待改", "is_current": True},
            {"label": "企业清单", "url": "#3", "state": "started", "word": "填写中"},
            {"label": "检查并提交", "url": "", "state": "empty", "word": "未开始"},
        ],
    }  # fmt: skip


def _reading() -> dict[str, Any]:
    return {
        "lines": [
            {"label": "集群名称", "value": "示例精密制造产业集群", "change_url": "#x"},
            {"label": "主营业务收入", "value": "12,345.60", "unit": "万元", "note": "核定 12,300.00 万元"},
            {"label": "主导产品", "is_missing": True, "change_url": "#y"},
        ],
        "columns": [
            {"label": "名称"}, {"label": "区"}, {"label": "收入", "unit": "万元", "is_num": True}, {"label": "到期"},
        ],
        "rows": [
            {"url": "#r1", "cells": ["示例精密制造产业集群", "示例区", "12,345.60", "2024-04-12"]},
            {"url": "#r2", "cells": ["示例新材料产业集群", "样本区", "9,876.00", "2024-04-15"]},
        ],
        "changes": [
            {"label": "营业收入", "unit": "万元", "old": "12,345.60", "new": "12,300.00", "is_changed": True,
             "reason": "按审计报告", "who": "示例专员"},
            {"label": "从业人数", "unit": "人", "old": "820", "new": "820"},
        ],
        "bars": [("示例区", 12), ("样本区", 7, True), ("临港示例片区", 3)],
        "points": [Decimal(82), Decimal(84), Decimal(87), Decimal(55)],
        "value": Decimal("84.33"), "dropped": [Decimal(55)],
        "effects": ["第 2 版被冻结，之后的修改不影响本次审查", "示例区主管部门收到待办，应在 5 个工作日内初审"],
        "facts": [("证书编号", "SHCL-2024-K1-0001"), ("有效期至", "2027年6月30日")],
        "checks": [
            {"word": "符合", "tone": "passed", "text": "成立满 3 年", "clause": "第五条"},
            {"word": "不符合", "tone": "returned", "text": "主导产业占比不低于 70%", "why": "现为 64.2%"},
            {"word": "待核", "tone": "draft", "text": "近三年无重大事故"},
        ],
        "items": [
            {"title": "提交第 1 版", "when": datetime(2024, 4, 1, 9, 5, tzinfo=SHANGHAI), "who": "示例运营公司"},
            {"title": "退回补正", "when": date(2024, 4, 3), "state": "returned", "text": "请补充审计报告。"},
            {"title": "区级初审", "state": "now", "when": "办理中"}, {"title": "市级审核", "state": "later"},
        ],
        "choices": [
            {"value": "recommend", "label": "推荐", "tone": "primary"}, {"value": "return", "label": "退回补正"},
            {"value": "refuse", "label": "不予推荐", "tone": "danger"},
        ],
    }  # fmt: skip


@public
@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """Every component; ?state=wrong shows the form with errors."""
    is_wrong = request.GET.get("state") == "wrong"
    return render(request, "parts.html", {**_frame(), **_writing(is_wrong), **_reading()})
