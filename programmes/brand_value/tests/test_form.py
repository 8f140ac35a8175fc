"""The form: what each question takes and refuses, rules between questions, and warnings."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict

from portal.kit import clock
from portal.kit.sme import INDUSTRIES
from programmes.brand_value import checks, warnings
from programmes.brand_value.examples import FILES, complete_answers, tier_rows, trademark_rows
from programmes.brand_value.form_fields import CREDIT_GRADE, SME_INDUSTRIES, SRDI_SME
from programmes.brand_value.industries import suggested_industry
from programmes.brand_value.programme import PROGRAMME
from programmes.brand_value.scales import STANDARD_POINTS, STEPS
from programmes.contract import FieldKind
from programmes.fields import as_typed, build_form, fields_of, from_json, to_json
from tests.fixtures import NOON

D = Decimal
DISTRICTS = [("310112", "闵行区"), ("310117", "松江区")]


def posted(section, over):
    """What a browser sends for a page with these answers; over: raw text instead."""
    answers, post = complete_answers(), QueryDict(mutable=True)
    for field in fields_of(section):
        typed = over.get(field.key, as_typed(field, answers[field.key]))
        if field.kind is not FieldKind.TABLE:
            post[field.key] = typed
            continue
        post[f"{field.key}-TOTAL_FORMS"], post[f"{field.key}-INITIAL_FORMS"] = str(len(typed)), "0"
        for number, row in enumerate(typed):
            for column, text in row.items():
                post[f"{field.key}-{number}-{column}"] = text
    return post


def send(section_key, **over):
    section = PROGRAMME.section_named(section_key)
    return build_form(
        section,
        data=posted(section, over),
        answers=complete_answers(),
        districts=DISTRICTS,
        check=PROGRAMME.check_answers,
        warn=PROGRAMME.warn_answers,
        latest_year=2023,
        evidence=PROGRAMME.evidence,
    )


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.mark.parametrize("section", [section.key for section in PROGRAMME.sections])
def test_a_complete_page_is_read_back_as_it_was_answered(section):
    form = send(section)
    asked = {field.key for field in fields_of(PROGRAMME.section_named(section))}
    assert (form.is_valid(), form.problems, form.warnings) == (True, [], [])
    assert form.answers() == {key: value for key, value in complete_answers().items() if key in asked}


def test_answers_survive_being_frozen():
    fields = PROGRAMME.fields()
    assert from_json(fields, to_json(fields, complete_answers())) == complete_answers()


WAN = ("revenue_y0", "revenue_y1", "revenue_y2", "rd_expense_y0", "rd_expense_y1", "rd_expense_y2")
BALANCE = ("total_assets_y0", "current_tangible_assets", "noncurrent_tangible_assets", "liabilities_y0")
EITHER_SIGN = tuple(f"{row}_y{year}" for row in ("net_profit", "nonrecurring") for year in range(3))
WRONG = [
    *(("finance", key, wrong) for key in (*WAN, *BALANCE, "brand_spend_y0") for wrong in ("-1", "1.234", "100000001")),
    *(("finance", key, wrong) for key in EITHER_SIGN for wrong in ("1.234", "-100000001", "1.2万")),
    *(("finance", key, "-0.01") for key in ("tax_paid_y0", "export_y0")),
    *(("basics", "employees", wrong) for wrong in ("-1", "1.5", "10000000", "百")),
    ("basics", "mgmt_region", "310104"),
    *(("basics", "industry_gbt4754", wrong) for wrong in ("Z9999", "C8888", "C3983、I6513")),
    ("basics", "sme_industry", "银行业"),
    ("basics", "sme_industry_reason", "长" * 201),
    *(("brand", key, "长" * 61) for key in ("brand_name_zh", "brand_name_en")),
    ("brand", "brand_type", "city"),
    *(("brand", "brand_first_use_year", wrong) for wrong in ("1799", "2027", "08")),
    *(("brand", "tm_overseas_regions", wrong) for wrong in ("201", "-1")),
    ("brand", "main_product", "长" * 121),
    *(("brand", key, wrong) for key in ("main_product_share", "market_share_cn") for wrong in ("100.01", "-1")),
    ("brand", "market_rank", "第五"),
    ("brand", "tm_owner_same", "也许"),
    *(("quality", "sampling_failures_3y", wrong) for wrong in ("-1", "0.5", "1000")),
    ("quality", "quality_award", "省级"),
    *(("quality", key, "100.5") for key in ("csat", "complaint_close_rate", "repeat_revenue_share")),
    *(("innovation", key, wrong) for key in ("rd_staff", "patents_invention_valid") for wrong in ("-1", "2.5")),
    ("innovation", "rd_staff", "261"),
    ("innovation", "innovation_platform", "校级"),
    *(
        ("story", key, text)
        for key in ("brand_basis_text", "brand_influence_text")
        for text in ("短" * 199, "长" * 1501)
    ),
    *(("story", "brand_plan_text", text) for text in ("短" * 99, "长" * 1001)),
]


@pytest.mark.parametrize(("section", "key", "wrong"), WRONG, ids=[f"{key}-{text[:8]}" for _s, key, text in WRONG])
def test_a_wrong_value_is_refused_beside_its_question_and_stays_on_the_page(section, key, wrong):
    form = send(section, **{key: wrong})
    assert set(form.errors) == {key}
    assert form.typed()[key] == wrong


def test_every_question_is_refused_something_or_says_yes_or_no():
    tried = {key for _section, key, _wrong in WRONG} | {"tm_list", "honours", "mgmt_certs", "standards"}
    free = {"tm_licensed", "market_rank_proven", "has_csat_survey"}
    declared = {f.key for f in PROGRAMME.fields() if f.is_declaration}
    files = {f.key for f in PROGRAMME.fields() if f.kind is FieldKind.FILE}
    assert {f.key for f in PROGRAMME.fields()} == tried | free | declared | files


@pytest.mark.parametrize(
    ("section", "table", "row", "column"),
    [
        ("brand", "tm_list", {**trademark_rows(1)[0], "nice_class": 46}, "类别"),
        ("brand", "tm_list", {**trademark_rows(1)[0], "valid_from": date(2026, 3, 11)}, "有效期自"),
        ("brand", "tm_list", {**trademark_rows(1)[0], "owner": ""}, "权利人"),
        ("basics", "honours", {**tier_rows(SRDI_SME)[0], "honour": "best"}, "荣誉资质"),
        ("basics", "honours", {**tier_rows(SRDI_SME)[0], "issued_on": "2022-13-01"}, "认定日期"),
        ("quality", "mgmt_certs", {"standard": "GB/T 19001-2016", "number": "", "valid_to": "2049-12-31"}, "证书编号"),
        ("quality", "standards", {"number": "EX/T 1", "level": "provincial", "role": "lead"}, "级别"),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(section, table, row, column):
    form = send(section, **{table: [{key: str(value) for key, value in row.items()}]})
    assert set(form.errors) == {table}
    assert all("第 1 行" in text and column in text for text in form.errors[table])


def test_the_same_trademark_twice_is_refused():
    rows = [{key: str(value) for key, value in row.items()} for row in trademark_rows(1) * 2]
    assert set(send("brand", tm_list=rows).errors) == {"tm_list"}


def test_a_switch_turns_questions_on_and_off():
    off = send("quality", has_csat_survey="false")
    assert (off.answers()["csat"], "csat_file" in off.missing, off.problems) == (None, False, [])
    on = send("quality", csat="")
    assert [key for key in on.missing if key.startswith("csat")] == ["csat", "csat_file"]
    assert "tm_licence_file" in send("brand", tm_licensed="true", tm_owner_same="false").missing
    assert "tm_licence_file" not in send("brand").missing


def test_a_declaration_that_is_not_ticked_is_missing():
    missing = send("declarations", **{f"declare_a{n}": "" for n in range(7, 12)}, declare_truth="").missing
    assert [key for key in missing if key.startswith("declare")] == [
        *(f"declare_a{n}" for n in range(7, 12)),
        "declare_truth",
    ]


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"rd_staff": 261}, {"rd_staff"}),
        ({"export_y0": D("28000.01")}, {"export_y0"}),
        ({"brand_spend_y0": D("28000.01")}, {"brand_spend_y0"}),
        ({"noncurrent_tangible_assets": D("21000.01")}, {"noncurrent_tangible_assets"}),
        ({"noncurrent_tangible_assets": D(21000)}, set()),
        ({"noncurrent_tangible_assets": None, "current_tangible_assets": D(30001)}, {"noncurrent_tangible_assets"}),
        ({"total_assets_y0": None}, set()),
        ({"industry_gbt4754": ["C39", "I65"]}, {"industry_gbt4754"}),
        ({"sme_industry": "software_it"}, {"sme_industry_reason"}),
        ({"sme_industry": "software_it", "sme_industry_reason": "主营已转为软件"}, set()),
        ({"industry_gbt4754": ["G5310"], "sme_industry": "other"}, set()),
        ({"brand_first_use_year": 2027}, {"brand_first_use_year"}),
        ({"brand_first_use_year": 2026}, set()),
        ({"tm_owner_same": False}, {"tm_licensed"}),
        ({"tm_owner_same": False, "tm_licensed": True}, set()),
        ({"market_rank_proven": False}, {"market_rank_proven"}),
        ({"market_rank_proven": False, "market_rank": "over_10"}, set()),
        ({"tm_list": [{**trademark_rows(1)[0], "valid_to": date(2019, 6, 6)}]}, {"tm_list"}),
        ({"honours": [{**tier_rows(SRDI_SME)[0], "valid_to": date(2022, 8, 31)}]}, {"honours"}),
    ],
)
def test_answers_that_clash_are_told(over, expected):
    assert set(PROGRAMME.check_answers(complete_answers(**over))) == expected


def test_a_wrong_row_is_named_by_its_number():
    rows = [*trademark_rows(2), {**trademark_rows(1)[0], "reg_no": "1234"}]
    assert PROGRAMME.check_answers({"tm_list": rows}) == {"tm_list": checks.NUMBER_SHAPE % {"row": 3}}


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"revenue_y1": D(7000)}, {}),
        ({"revenue_y1": D("6999.99")}, {"revenue_y0": warnings.REVENUE_STEP}),
        ({"revenue_y1": D(0)}, {}),
        ({"rd_expense_y0": D(84000)}, {}),
        ({"rd_expense_y0": D("84000.01")}, {"rd_expense_y0": warnings.RESEARCH_ABOVE_REVENUE}),
        ({"net_profit_y1": D("24500.01")}, {"net_profit_y1": warnings.PROFIT_ABOVE_REVENUE}),
        ({"nonrecurring_y0": D("3300.01")}, {"nonrecurring_y0": warnings.ONE_OFF_ABOVE_PROFIT}),
        ({"liabilities_y0": D("30000.01")}, {"liabilities_y0": warnings.OVER_INDEBTED}),
        ({"employees": 5}, {"revenue_y0": warnings.PER_HEAD, "patents_invention_valid": warnings.PATENTS_ABOVE_STAFF}),
        ({"brand_spend_y0": D("14000.01")}, {"brand_spend_y0": warnings.HALF_ON_BRAND}),
        ({"csat": D("0.91")}, {"csat": warnings.SHARE_AS_RATIO}),
        ({"csat": D(0)}, {}),
    ],
)
def test_what_looks_like_a_slip_is_told_and_refuses_nothing(over, expected):
    assert PROGRAMME.warn_answers(complete_answers(**over)) == expected
    frozen = to_json(PROGRAMME.fields(), complete_answers(**over))
    assert PROGRAMME.warn_answers(frozen) == expected


@pytest.mark.parametrize(
    ("code", "industry"),
    [
        ("A01", "agriculture"),
        ("C3983", "industry"),
        ("E47", "construction"),
        ("F5179", "wholesale"),
        ("F52", "retail"),
        ("G53", None),
        ("G5430", "transport"),
        ("G59", "warehousing"),
        ("G60", "post"),
        ("H61", "accommodation"),
        ("H6210", "catering"),
        ("I64", "information_transmission"),
        ("I6513", "software_it"),
        ("J66", None),
        ("K7010", "real_estate_dev"),
        ("K7020", "property_mgmt"),
        ("K7040", "other"),
        ("K70", None),
        ("L72", "leasing_business"),
        ("M7452", "other"),
        ("P83", None),
    ],
)
def test_the_size_rules_industry_follows_from_the_code(code, industry):
    assert suggested_industry(code) == industry


def test_choices_speak_the_language_of_the_size_rule_and_of_the_score():
    assert [key for key, _label in SME_INDUSTRIES] == list(INDUSTRIES)
    assert dict(SME_INDUSTRIES) == {key: row.name for key, row in INDUSTRIES.items()}
    levels = PROGRAMME.field_named("standards").columns[1]
    assert {key for key, _label in levels.choices} == set(STANDARD_POINTS)
    assert {key for key, _label in PROGRAMME.field_named("quality_award").choices} == set(STEPS["Q4"]) - {"other"}
    assert {key for key, _label in CREDIT_GRADE.choices} == set(STEPS["I5"])
    assert PROGRAMME.register == (CREDIT_GRADE,)


def test_sample_files_are_places_of_the_form():
    places = {f.key for f in PROGRAMME.fields() if f.kind is FieldKind.FILE}
    assert set(FILES) <= places | {proof.indicator for proof in PROGRAMME.evidence}
