"""The form: what each question takes and refuses, rules between questions, and what is told and not refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from portal.kit import clock
from programmes.contract import FieldKind
from programmes.fields import as_typed, build_form, fields_of, from_json, to_json
from programmes.shanghai_brand import checks, warnings
from programmes.shanghai_brand.examples import (
    FILES,
    complete_answers,
    honour_rows,
    item_row,
    point_rows,
)
from programmes.shanghai_brand.programme import PROGRAMME
from tests.fixtures import NOON

D = Decimal
DISTRICTS = [("310112", "闵行区"), ("SH-LG", "临港新片区市场监管局"), ("SH-AP", "市局机场分局")]


def posted(section, over):
    """What a browser sends for a page with these answers; over: raw text instead."""
    answers, post = complete_answers(priority_honours=honour_rows("little_giant")), QueryDict(mutable=True)
    for field in fields_of(section):
        typed = over.get(field.key, as_typed(field, answers[field.key]))
        if field.kind is FieldKind.CHOICES:
            post.setlist(field.key, typed)
        elif field.kind is not FieldKind.TABLE:
            post[field.key] = typed
        else:
            post[f"{field.key}-TOTAL_FORMS"], post[f"{field.key}-INITIAL_FORMS"] = str(len(typed)), "0"
            for number, row in enumerate(typed):
                for column, text in row.items():
                    post[f"{field.key}-{number}-{column}"] = text
    return post


def send(section_key, *, demands=False, **over):
    section = PROGRAMME.section_named(section_key)
    return build_form(
        section,
        data=posted(section, over),
        answers=complete_answers(),
        districts=DISTRICTS,
        check=PROGRAMME.check_answers,
        warn=PROGRAMME.warn_answers,
        latest_year=2025,
        evidence=PROGRAMME.evidence,
        demands=demands,
    )


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


def typed(row, **over):
    return {key: str(value) for key, value in {**row, **over}.items() if value is not None}


@pytest.mark.parametrize("section", [section.key for section in PROGRAMME.sections])
def test_a_complete_page_is_read_back_as_it_was_answered(section):
    form = send(section)
    expected = complete_answers(priority_honours=honour_rows("little_giant"))
    asked = {field.key for field in fields_of(PROGRAMME.section_named(section))}
    assert (form.is_valid(), form.problems, form.warnings) == (True, [], [])
    assert form.answers() == {key: value for key, value in expected.items() if key in asked}


def test_answers_survive_being_frozen():
    fields = PROGRAMME.fields()
    assert from_json(fields, to_json(fields, complete_answers())) == complete_answers()


@pytest.mark.parametrize("body", ["310112", "SH-LG", "SH-AP"])
def test_districts_and_the_two_areas_recommend(body):
    assert send("firm", mgmt_region=body).answers()["mgmt_region"] == body


WRONG = [
    *(("operation", f"revenue_y{year}", wrong) for year in range(3) for wrong in ("-1", "1.234", "1.2万")),
    *(("operation", f"net_profit_y{year}", wrong) for year in range(3) for wrong in ("-100000001", "无")),
    *(("operation", key, wrong) for key in ("total_assets_y0", "liabilities_y0") for wrong in ("-0.01", "100000001")),
    *(("firm", "employees", wrong) for wrong in ("-1", "1.5", "10000000")),
    *(("firm", key, wrong) for key in ("sh_revenue_share", "sh_staff_share") for wrong in ("100.01", "-1")),
    *(("firm", "industry_gbt4754", wrong) for wrong in ("Z9999", "C3451、I6513")),
    *(("firm", key, "别处") for key in ("sme_industry", "hq_in_sh", "mgmt_region")),
    ("firm", "hq_note", "长" * 501),
    ("items", "tm_owner_same", "也许"),
    *(("team", f"roles_{key}_name", "长" * 41) for key in ("cbo", "cqo")),
    *(("plan", "plan_text", wrong) for wrong in ("短" * 199, "长" * 2001)),
]


@pytest.mark.parametrize(("section", "key", "wrong"), WRONG, ids=[f"{key}-{text[:8]}" for _s, key, text in WRONG])
def test_a_wrong_value_is_refused_beside_its_question_and_stays_on_the_page(section, key, wrong):
    form = send(section, **{key: wrong})
    assert set(form.errors) == {key}
    assert form.typed()[key] == wrong


def test_every_question_is_refused_something_or_can_only_be_chosen():
    tried = {key for _section, key, _wrong in WRONG} | {"items", "advanced_points", "priority_honours"}
    chosen = {"needs", "roles_cbo", "roles_cqo", "roles_cso", "roles_cso_name"}
    declared = {f.key for f in PROGRAMME.fields() if f.is_declaration}
    files = {f.key for f in PROGRAMME.fields() if f.kind is FieldKind.FILE}
    assert {f.key for f in PROGRAMME.fields()} == tried | chosen | declared | files


POINT, HONOUR = point_rows(1)[0], honour_rows("little_giant")[0]


@pytest.mark.parametrize(
    ("section", "table", "row", "column"),
    [
        ("items", "items", typed(item_row(), name=""), "产品或服务名称"),
        ("items", "items", typed(item_row(), name="长" * 81), "产品或服务名称"),
        ("items", "items", typed(item_row(), brand="长" * 81), "品牌"),
        ("items", "items", typed(item_row(), kind="idea"), "类别"),
        ("items", "items", typed(item_row(), sector="房地产"), "重点领域"),
        ("items", "items", typed(item_row(), tm_class=46), "商标类别"),
        ("items", "items", typed(item_row(), tm_owner=""), "商标权利人"),
        ("items", "items", typed(item_row(), tm_valid_to="2049-13-01"), "商标有效期至"),
        ("items", "items", typed(item_row(), standard_status="废止"), "标准状态"),
        ("items", "items", typed(item_row(), revenue_y1="-1"), "项目收入（上一年）"),
        ("items", "items", typed(item_row(), share="100.01"), "市场占有率"),
        ("advanced", "advanced_points", typed(POINT, item=6), "项目序号"),
        ("advanced", "advanced_points", typed(POINT, own="1.00001"), "本项目数值"),
        ("advanced", "advanced_points", typed(POINT, report_no=""), "检测报告编号"),
        ("advanced", "advanced_points", typed(POINT, direction="middle"), "比较方向"),
        ("team", "priority_honours", typed(HONOUR, honour="hi_tech"), "称号"),
        ("team", "priority_honours", typed(HONOUR, issued_on="2026-03-11"), "授予日期"),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(section, table, row, column):
    form = send(section, **{table: [row]})
    assert set(form.errors) == {table}
    assert all("第 1 行" in text and column in text for text in form.errors[table])


def test_one_to_five_items_each_named_once():
    rows = [typed(item_row(f"示例{place}号", number=30_000_000 + place)) for place in range(6)]
    assert send("items", items=rows[:5]).errors == {}
    assert "最多 5 行" in send("items", items=rows).errors["items"][0]
    assert set(send("items", items=[], demands=True).errors) == {"items"}
    assert "相同" in send("items", items=[rows[0], rows[0]]).errors["items"][0]


def test_an_item_is_drawn_as_a_card_with_units_and_hints_and_a_short_table_is_not():
    page = render_to_string("forms/section.html", {"form": send("items")})
    assert 'class="entry-table entry-table--cards"' in page
    assert 'data-l="项目收入（最近一年）（万元）"' in page
    assert '<span class="row-hint" id="id_items-0-tm_owner_hint">须为本企业，仅获许可使用的不符合条件。</span>' in page
    assert 'aria-describedby="id_items-0-tm_owner_hint"' in page
    assert "entry-table--cards" not in render_to_string("forms/section.html", {"form": send("team")})


def test_a_post_is_named_only_where_there_is_one():
    off = send("team", roles_cbo="false", roles_cbo_name="示例")
    assert (off.answers()["roles_cbo_name"], off.missing, off.problems) == (None, [], [])
    assert send("team", roles_cso="true").missing == ["roles_cso_name"]


def test_what_is_not_declared_or_uploaded_is_missing():
    declarations = [f"declare_b{n}" for n in (6, 7, 8, 9)] + ["declare_truth"]
    assert send("declarations", **dict.fromkeys(declarations, "")).missing == [*declarations, "declare_file"]
    missing = [key for section in PROGRAMME.sections for key in send(section.key).missing]
    assert sorted(missing) == sorted(FILES)


def points(*items):
    return [row for item in items for row in point_rows(item)]


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({}, {}),
        ({"industry_gbt4754": ["C34", "I65"]}, {"industry_gbt4754": checks.ONE_CODE}),
        (
            {"items": [item_row(), item_row("二", revenue_y1=D("24500.01"))]},
            {"items": checks.ABOVE_FIRM % {"row": 2}},
        ),
        ({"items": [item_row(), item_row("二", revenue_y1=D(24500))]}, {}),
        ({"revenue_y2": D("999.99")}, {"items": checks.ABOVE_FIRM % {"row": 1}}),
        ({"revenue_y2": None}, {}),
        ({"items": [item_row(), item_row("二", tm_reg_no="1234")]}, {"items": checks.NUMBER_SHAPE % {"row": 2}}),
        ({"items": [item_row(), item_row("二", tm_owner="示例许可人")]}, {"items": checks.OWNERS_DIFFER}),
        ({"items": [item_row(), item_row("二", tm_owner="示例许可人")], "tm_owner_same": False}, {}),
        ({"advanced_points": points(1)}, {"advanced_points": checks.TOO_FEW % {"item": 2, "count": 0}}),
        ({"advanced_points": points(1, 2)[:5]}, {"advanced_points": checks.TOO_FEW % {"item": 2, "count": 2}}),
        ({"advanced_points": points(1, 2, 3)}, {"advanced_points": checks.NO_SUCH_ITEM % {"row": 7, "count": 2}}),
        (
            {"advanced_points": [*points(1, 2), points(2)[1]]},
            {"advanced_points": checks.REPEATED % {"first": 5, "second": 7}},
        ),
        (
            {"advanced_points": [*points(1, 2), {**POINT, "indicator": "新", "national": None, "best_abroad": None}]},
            {"advanced_points": checks.NOTHING_TO_COMPARE % {"row": 7}},
        ),
        ({"advanced_points": [{**row, "best_abroad": None} for row in points(1, 2)]}, {}),
        ({"advanced_points": []}, {}),
        ({"items": [], "advanced_points": points(1)}, {}),
        (
            {"priority_honours": honour_rows("srdi_sme", valid_to=date(2023, 8, 31))},
            {"priority_honours": checks.HONOUR_REVERSED % {"row": 1}},
        ),
        ({"priority_honours": [{**HONOUR, "valid_to": None}]}, {}),
    ],
)
def test_answers_that_clash_are_told(over, expected):
    assert PROGRAMME.check_answers(complete_answers(**over)) == expected


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({}, {}),
        ({"revenue_y1": D(7000)}, {}),
        ({"revenue_y1": D("6999.99")}, {"revenue_y0": warnings.STEP}),
        ({"net_profit_y1": D("24500.01")}, {"net_profit_y1": warnings.PROFIT_ABOVE_REVENUE}),
        ({"liabilities_y0": D("30000.01")}, {"liabilities_y0": warnings.OVER_INDEBTED}),
        ({"sh_revenue_share": D("0.8")}, {"sh_revenue_share": warnings.SHARE_AS_RATIO}),
        ({"sh_staff_share": D("49.99")}, {"sh_staff_share": warnings.LESS_THAN_HALF}),
        ({"sh_staff_share": D(50)}, {}),
        ({"tm_owner_same": False}, {"tm_owner_same": warnings.NOT_OWNED}),
        ({"items": [item_row(share=D("0.12"))]}, {"items": warnings.SHARE_AS_RATIO}),
        ({"items": [item_row(revenue_y1=D("359.99"))]}, {"items": warnings.ITEM_STEP}),
        ({"items": [item_row(revenue_y0=D(14001)) for _ in "ab"]}, {"items": warnings.ITEM_STEP}),
        (
            {"items": [item_row(revenue_y0=D(14001), revenue_y1=D(9000), revenue_y2=D(9000)) for _ in "ab"]},
            {"items": warnings.ITEMS_ABOVE_FIRM},
        ),
        ({"advanced_points": [{**POINT, "best_abroad": D(1)}]}, {"advanced_points": warnings.BEST_IS_WORSE}),
        ({"advanced_points": [{**point_rows(1)[1], "best_abroad": D(5)}]}, {"advanced_points": warnings.BEST_IS_WORSE}),
    ],
)
def test_what_may_be_a_slip_is_told_and_not_refused(over, expected):
    assert PROGRAMME.warn_answers(complete_answers(**over)) == expected
