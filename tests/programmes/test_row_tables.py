"""Tables of the form: every row on its own, none lost, none twice."""

from datetime import date

from django.http import QueryDict

from programmes.contract import Field, Section
from programmes.contract import FieldKind as K
from programmes.fields import build_form
from programmes.fields.rows import MOST_ROWS_BEYOND, MOST_ROWS_ON_PAGE

COLUMNS = (
    Field("uscc", "统一社会信用代码", K.USCC, is_unique=True),
    Field("name", "企业名称"),
    Field("is_leading", "属于主导产业", K.BOOLEAN, required=False),
    Field("valid_to", "有效期至", K.DATE, required=False),
)
TABLE = Field("firms", "名单", K.TABLE, columns=COLUMNS, min_rows=2, max_rows=500)
SECTION = Section("list", "名单", (TABLE,))
FIRST, SECOND = "91310000631696382C", "91310000132260250X"
EMPTY = {"uscc": "", "name": "", "is_leading": "", "valid_to": ""}


def post(*rows, **extra):
    data = QueryDict(mutable=True)
    data["firms-TOTAL_FORMS"], data["firms-INITIAL_FORMS"] = str(len(rows)), "0"
    for number, row in enumerate(rows):
        data.update({f"firms-{number}-{key}": text for key, text in row.items()})
    data.update(extra)
    return data


def form_of(*rows, demands=False, **extra):
    return build_form(SECTION, data=post(*rows, **extra), demands=demands)


def test_rows_are_read_and_empty_ones_skipped():
    form = form_of(
        {"uscc": FIRST.lower(), "name": "甲", "valid_to": "2026年1月5日"}, EMPTY, {"uscc": SECOND, "name": "乙"}
    )
    assert form.answers() == {
        "firms": [
            {"uscc": FIRST, "name": "甲", "is_leading": None, "valid_to": date(2026, 1, 5)},
            {"uscc": SECOND, "name": "乙", "is_leading": None, "valid_to": None},
        ]
    }


def test_a_wrong_row_is_named_by_its_line_and_nothing_typed_is_lost():
    rows = [{"uscc": FIRST, "name": "甲"}, EMPTY, {"uscc": "9131", "name": ""}]
    form = form_of(*rows)
    assert form.errors == {
        "firms": [
            "第 3 行 统一社会信用代码：统一社会信用代码应为 18 位，现有 4 位，请对照营业执照核对。",
            "第 3 行 企业名称：请填写。",
        ]
    }
    assert [control for control, _text in form.problems] == ["id_firms-2-uscc", "id_firms-2-name"]
    assert form.answers() == {"firms": []}
    assert form.unsettled() == {"firms": [{**EMPTY, **rows[0]}, {**EMPTY, **rows[2]}]}


def test_a_remembered_wrong_row_is_shown_with_its_error():
    form = build_form(SECTION, typed={"firms": [{**EMPTY, "uscc": "9131", "name": "甲"}]})
    assert len(form.errors["firms"]) == 1
    assert form.tables["firms"].forms[0]["uscc"].value() == "9131"


def test_a_firm_written_twice_is_refused_in_the_second_line():
    form = form_of({"uscc": FIRST, "name": "甲"}, {"uscc": f" {FIRST.lower()} ", "name": "乙"})
    assert form.errors == {"firms": ["第 2 行 统一社会信用代码：与第 1 行相同，请只保留一行。"]}


def test_a_row_ticked_for_removal_is_gone_with_its_errors():
    form = form_of({"uscc": "9131", "name": "甲", "DELETE": "on"}, {"uscc": SECOND, "name": "乙"})
    assert (form.is_valid(), [row["name"] for row in form.answers()["firms"]]) == (True, ["乙"])


def test_the_least_number_of_rows_is_demanded_before_submission_only():
    row = {"uscc": FIRST, "name": "甲"}
    assert form_of(row).errors == {}
    assert form_of(row, demands=True).errors == {"firms": ["至少 2 行，现有 1 行。"]}
    assert form_of(demands=True).errors == {"firms": ["请填写。"]}


def test_adding_a_row_without_script_keeps_what_is_typed_and_shows_no_errors():
    form = form_of({"uscc": "9131"}, {**EMPTY, "DELETE": "on"}, add_row="firms")
    assert (form.row_wanted, form.is_bound, form.problems) == ("firms", False, [])
    assert [row["uscc"].value() or "" for row in form.tables["firms"].forms] == ["9131", ""]
    assert form.typed() == form.unsettled() == {"firms": [{**EMPTY, "uscc": "9131"}]}


def test_more_rows_than_a_page_offers_are_read_all_the_same():
    rows = [{"uscc": "", "name": f"示例{n}"} for n in range(MOST_ROWS_ON_PAGE + 3)]
    assert len(form_of(*rows).typed()["firms"]) == MOST_ROWS_ON_PAGE + 3


def test_a_made_up_button_name_is_no_wish():
    assert (form_of(add_row="other").row_wanted, form_of(import_table="firms").workbook_wanted) == ("", "firms")


def test_a_posted_count_cannot_make_the_page_endless():
    data = post({"uscc": FIRST, "name": "甲"})
    data["firms-TOTAL_FORMS"] = "99999999"
    form = build_form(SECTION, data=data)
    assert not form.is_valid()
    assert len(form.tables["firms"].forms) == MOST_ROWS_ON_PAGE + MOST_ROWS_BEYOND


def test_a_table_longer_than_the_page_is_shown_and_left_alone():
    rows = [
        {"uscc": FIRST, "name": f"示例{n}", "is_leading": True, "valid_to": None} for n in range(MOST_ROWS_ON_PAGE + 1)
    ]
    form = build_form(SECTION, data=QueryDict("x="), answers={"firms": rows})
    (block,) = form.blocks
    assert (block.kind, block.content["count"], len(block.content["cells"])) == ("long_table", 201, 10)
    assert (form.is_valid(), form.answers(), len(form.typed()["firms"])) == (True, {"firms": rows}, 201)


def test_rows_that_were_answered_are_shown_with_an_empty_one_only_where_there_are_none():
    known = [{"uscc": FIRST, "name": "甲", "is_leading": True, "valid_to": date(2026, 1, 5)}]
    shown = build_form(SECTION, answers={"firms": known}).tables["firms"]
    assert [form.typed() for form in shown.forms] == [
        {"uscc": FIRST, "name": "甲", "is_leading": "true", "valid_to": "2026-01-05"}
    ]
    assert len(build_form(SECTION).tables["firms"].forms) == 1


def test_a_table_that_is_closed_is_shown_in_words():
    known = [{"uscc": FIRST, "name": "甲", "is_leading": True, "valid_to": None}]
    form = build_form(SECTION, answers={"firms": known}, only=())
    (block,) = form.blocks
    assert (block.kind, block.content["cells"]) == ("locked_table", [{"cells": [FIRST, "甲", "是", ""]}])
    assert form.answers() == {}
