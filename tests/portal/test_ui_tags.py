"""Tags and filters of the pages, called as a template calls them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from portal.templatetags.charts import bar_chart, spread
from portal.templatetags.ui import list_problems

WORDS = {"required": "请填写。", "invalid": "请写数字，例如 15735.28。"}
KINDS = [("a", "企业"), ("b", "协会")]


class Filing(forms.Form):
    name = forms.CharField(label="集群名称", help_text="与推荐函一致。", error_messages=WORDS)
    revenue_wan = forms.DecimalField(label="主营业务收入", min_value=0, error_messages=WORDS)
    kind = forms.ChoiceField(label="性质", choices=KINDS, widget=forms.RadioSelect, error_messages=WORDS)
    is_true = forms.BooleanField(label="我承诺属实", error_messages=WORDS)
    note = forms.CharField(label="备注", required=False)


def draw(source: str, **values: Any) -> str:
    return Template("{% load ui charts %}" + source).render(Context(values)).strip()


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ v|date_cn }}", date(2024, 4, 12), "2024年4月12日 (周五)"),
        ("{{ v|date_cn }}", datetime(2024, 4, 11, 16, 0, tzinfo=UTC), "2024年4月12日 (周五)"),
        ("{{ v|date_cn }}", datetime(2024, 4, 11, 15, 59, 59, tzinfo=UTC), "2024年4月11日 (周四)"),
        ("{{ v|datetime_cn }}", datetime(2024, 4, 12, 9, 0, tzinfo=UTC), "2024年4月12日 (周五) 17:00"),
        ("{{ v|datetime_cn }}", None, "—"),
        ("{{ v|date_short }}", datetime(2024, 4, 11, 16, 0, tzinfo=UTC), "2024-04-12"),
        ("{{ v|moment }}", "办理中", "办理中"),
        ("{{ v|moment }}", date(2024, 4, 14), "2024年4月14日 (周日)"),
        ("{{ v|thousands }}", Decimal("1234567.805"), "1,234,567.81"),
        ("{{ v|thousands:0 }}", 12345, "12,345"),
        ("{{ v|thousands }}", "无", "—"),
        ("{{ v|wan }}", Decimal("15735.28"), "15,735.28 万元"),
        ("{{ v|wan_yi }}", Decimal("9999.99"), "9,999.99 万元"),
        ("{{ v|wan_yi }}", Decimal("10000"), "1.00 亿元"),
        ("{{ v|wan_yi }}", Decimal("-15750"), "-1.58 亿元"),
        ("{{ v|wan_yi }}", None, "—"),
        ("{{ v|percent }}", Decimal("0.1225"), "12.3%"),
        ("{{ v|points }}", Decimal("84.335"), "84.34"),
        ('{{ v|masked:"phone" }}', "13812341234", "138****1234"),
        ('{{ v|masked:"email" }}', "zhang@x.example", "z***@x.example"),
        ('{{ v|masked:"name" }}', "", "—"),
    ],
)
def test_a_value_is_shown_as_chinese_readers_write_it(source: str, value: object, shown: str) -> None:
    with translation.override("zh-hans"):
        assert draw(source, v=value) == shown


def test_an_english_reader_sees_english_dates() -> None:
    with translation.override("en"):
        assert draw("{{ v|datetime_cn }}", v=datetime(2024, 4, 12, 9, 0, tzinfo=UTC)) == "12 Apr 2024 (Fri) 17:00"


def test_a_field_is_drawn_as_label_hint_error_control() -> None:
    page = draw("{% field form.name %}", form=Filing({"name": ""}))
    places = [page.index(part) for part in ("<label", "与推荐函一致。", "请填写。", "<input")]
    assert places == sorted(places)
    assert 'aria-describedby="id_name_hint id_name_error"' in page
    assert 'aria-invalid="true"' in page


def test_a_number_that_cannot_be_read_stays_in_its_field_with_the_unit_beside_it() -> None:
    page = draw('{% field form.revenue_wan unit="万元" %}', form=Filing({"revenue_wan": "一亿"}))
    assert 'type="text"' in page
    assert 'inputmode="decimal"' in page
    assert 'value="一亿"' in page
    assert '<span class="field__unit">万元</span>' in page


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    page = draw("{% field form.kind %}", form=Filing({}))
    assert page.startswith('<fieldset class="field field--wrong" id="id_kind_group" aria-describedby="id_kind_error">')
    assert '<legend class="field__label">性质</legend>' in page


def test_only_what_may_be_left_out_is_marked() -> None:
    form = Filing()
    marked = [bound.name for bound in form if "（选填）" in draw("{% field bound %}", bound=bound)]
    assert marked == ["note"]


def test_a_summary_names_every_error_and_leads_to_its_control() -> None:
    rows = forms.formset_factory(Filing, extra=0)(
        {"r-TOTAL_FORMS": "1", "r-INITIAL_FORMS": "0", "r-0-name": "甲", "r-0-revenue_wan": "1", "r-0-kind": "a"},
        prefix="r",
    )
    with translation.override("zh-hans"):
        problems = list_problems(Filing({"name": "甲", "revenue_wan": "x", "is_true": "on"}), rows, None)
    assert problems == [
        ("id_revenue_wan", "主营业务收入：请写数字，例如 15735.28。"),
        ("id_kind_0", "性质：请填写。"),
        ("id_r-0-is_true", "第 1 行，我承诺属实：请填写。"),
    ]


def test_a_form_without_errors_has_no_summary() -> None:
    assert draw("{% error_summary form %}", form=Filing()) == ""


def test_what_was_typed_is_escaped_wherever_it_is_drawn() -> None:
    typed = "<script>alert(1)</script>"
    form = Filing({"name": typed, "kind": typed})
    page = draw("{% field form.name %}{% form_fields form %}{% control form.name typed %}", form=form, typed=typed)
    assert "<script>" not in page


def test_a_cell_shows_its_error_and_its_full_name() -> None:
    page = draw('{% control form.name "企业名称" 3 %}', form=Filing({"name": ""}))
    assert 'aria-label="企业名称 3"' in page
    assert '<span class="row-error" id="id_name_error">' in page


def test_a_cell_is_described_by_its_hint_and_by_its_error_before_it() -> None:
    right, wrong = (draw('{% control form.name hint="why" %}', form=Filing({"name": typed})) for typed in ("好", ""))
    assert 'aria-describedby="why"' in right
    assert 'aria-describedby="id_name_error why"' in wrong


def test_a_read_only_cell_is_its_value() -> None:
    assert [draw("{% control v %}", v=v) for v in ("12.00", None, "", 0)] == ["12.00", "—", "—", "0"]


def test_filters_keep_what_they_do_not_show() -> None:
    request = RequestFactory().get("/", {"state": ["a", "b"], "page": "3", "q": '"><b>'})
    page = draw('{% query_inputs "page" %}', request=request)
    assert page == (
        '<input type="hidden" name="state" value="a"><input type="hidden" name="state" value="b">'
        '<input type="hidden" name="q" value="&quot;&gt;&lt;b&gt;">'
    )


def test_bars_are_in_proportion_to_the_longest() -> None:
    drawn = bar_chart("各区", [("甲", 8), ("乙", 2, True), ("丙", None)], unit="个")
    assert drawn["bars"] == [
        {"label": "甲", "shown": "8", "width": "100.0", "is_marked": False},
        {"label": "乙", "shown": "2", "width": "25.0", "is_marked": True},
        {"label": "丙", "shown": "—", "width": "0", "is_marked": False},
    ]


@pytest.mark.parametrize("rows", [[], [("甲", 0)], [("甲", -3)]])
def test_a_chart_of_nothing_has_no_bars(rows: list[tuple[str, int]]) -> None:
    assert [bar["width"] for bar in bar_chart("各区", rows)["bars"]] == ["0"] * len(rows)


def test_of_two_equal_points_one_is_shown_as_dropped() -> None:
    dots = spread([90, 80, 80], value=Decimal(85), dropped=[80])["dots"]
    assert dots == [
        {"x": "80.0", "is_dropped": True}, {"x": "80.0", "is_dropped": False}, {"x": "90.0", "is_dropped": False},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "role"),
    [
        ('tone="error"', ' role="alert"'),
        ('tone="error" announces="status"', ' role="status"'),
        ('tone="passed" announces="status"', ' role="status"'),
        ('tone="returned" announces="alert"', ' role="alert"'),
        ('tone="returned"', ""),
        ('tone="info"', ""),
        ("", ""),
    ],
)
def test_a_notice_is_read_out_only_where_it_answers_an_act(given: str, role: str) -> None:
    drawn = draw('{% include "components/notice.html" with text="x" ' + given + " only %}")
    tone = given.partition('"')[2].partition('"')[0] or "info"
    assert drawn.split(">")[0] == f'<div class="notice notice--{tone}"{role}'
