"""The editor of questions on its pages, and the way of an answer from the form to everything that shows it."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from applications.actions import filing
from applications.actions.asking_more import put_question
from applications.completeness import outdated_in
from applications.models import Application, Unit
from applications.queries import latest_version
from applications.queries.facts import facts_for
from portal.tenancy import fence
from programmes import registry
from programmes.models import Edition
from programmes.questions import field_of
from tests.applications.filing.writing import save, start, submit, write_all
from tests.applications.office.scene import PDF

COLUMN = {"key": "x", "label": "名称", "kind": "text", "required": True}
URL = "/sheitc/office/editions/{}/questions/"


def stored(cast: Any) -> Edition:
    with fence.as_tenant(cast.tenant.pk):
        return Edition.objects.get(pk=cast.edition.pk)


def add(cast: Any, kind: str, **typed: str) -> Any:
    given = {"section": "basics", "expected_version": str(stored(cast).version)} | typed
    return cast.client("city").post(f"{URL.format(cast.edition.pk)}add/?kind={kind}", given)


TABLE = {
    "label": "主导标准🏅",
    "columns_count": "3",
    "column-0-label": "名称",
    "column-0-kind": "text",
    "column-0-required": "on",
    "column-1-label": "级别",
    "column-1-kind": "choice",
    "column-1-options": "国家、行业；团体",
    "column-2-label": "",
    "column-2-kind": "text",
    "min_rows": "",
    "max_rows": "２０",
    "required": "on",
}


def test_a_table_is_put_together_on_the_page(cast):
    assert add(cast, "table", **TABLE).headers["Location"] == URL.format(cast.edition.pk)
    row = stored(cast).questions[0]
    assert {k: v for k, v in row.items() if k not in ("key", "columns")} == {
        "kind": "table",
        "section": "basics",
        "label": "主导标准🏅",
        "required": True,
        "min_rows": 1,
        "max_rows": 20,
    }
    first, second = row["columns"]
    assert (first["label"], first["kind"], first["required"]) == ("名称", "text", True)
    assert ([label for _key, label in second["choices"]], "required" in second) == (["国家", "行业", "团体"], False)


def test_everything_wrong_is_said_at_its_control_and_what_was_typed_stays(cast):
    typed = TABLE | {"label": "", "max_rows": "许多", "column-1-options": "国家", "column-2-label": "名称"}
    page = add(cast, "table", **typed)
    assert page.status_code == 422
    text = page.content.decode()
    assert set(re.findall(r'id="id_([\w-]+)_error"', text)) == {
        "label",
        "max_rows",
        "column-1-options",
        "column-2-label",
    }
    assert 'value="许多"' in text
    assert stored(cast).questions == []


def test_more_rows_are_offered_without_saving(cast):
    page = add(cast, "choice", label="方向", choices_count="4", more="choices", **{"choice-0-label": "甲"})
    assert page.status_code == 200
    assert page.content.decode().count('name="choice-') == 14  # seven keys and seven labels
    assert 'value="甲"' in page.content.decode()
    assert stored(cast).questions == []


def test_a_renamed_choice_keeps_its_key(cast):
    add(cast, "choice", label="方向", choices_count="2", **{"choice-0-label": "甲", "choice-1-label": "乙"})
    row = stored(cast).questions[0]
    (first, _), (second, _) = row["choices"]
    typed = {
        "section": "basics",
        "label": "方向",
        "expected_version": "2",
        "choices_count": "3",
        "choice-0-key": first,
        "choice-0-label": "甲方向",
        "choice-1-key": second,
        "choice-1-label": "",
        "choice-2-key": "forged",
        "choice-2-label": "丙",
    }
    answer = cast.client("city").post(f"{URL.format(cast.edition.pk)}{row['key']}/", typed)
    assert answer.status_code == 302
    (kept, label), (made, other) = stored(cast).questions[0]["choices"]
    assert (kept, label, other) == (first, "甲方向", "丙")
    assert made not in (first, second, "forged")


@pytest.mark.parametrize(
    "kind", ["text", "integer", "decimal", "date", "boolean", "choice", "choices", "table", "file"]
)
def test_every_kind_has_its_page(cast, kind):
    assert cast.client("city").get(f"{URL.format(cast.edition.pk)}add/?kind={kind}").status_code == 200


def test_an_unknown_kind_and_another_organisers_edition_have_none(cast):
    assert cast.client("city").get(f"{URL.format(cast.edition.pk)}add/?kind=uscc").status_code == 404
    assert cast.client("stranger").get(URL.format(cast.edition.pk)).status_code == 404
    assert cast.client("stranger").get(f"/stranger/office/editions/{cast.edition.pk}/questions/").status_code == 404
    assert cast.client("officer").get(URL.format(cast.edition.pk)).status_code == 403


def test_an_answer_stands_in_the_form_the_review_and_the_print(cast):
    """A yes/no question switches on a number, a table and a file; all of them reach the version's pages."""
    add(cast, "boolean", label="是否主导标准", required="on")
    switch = stored(cast).questions[0]["key"]
    add(cast, "integer", label="标准数量", unit="项", requires=switch, required="on", maximum="１００")
    add(cast, "table", **(TABLE | {"requires": switch}))
    add(cast, "file", label="标准文本", requires=switch, required="on")
    number, table, paper = (row["key"] for row in stored(cast).questions[1:])
    name = stored(cast).questions[2]["columns"][0]["key"]
    with fence.entered(cast.applicant):
        application = filing.start_application(edition_id=cast.edition.pk, actor=cast.applicant)
    browser = cast.client("applicant")
    here = f"/my/sheitc/applications/{application.pk}/"
    form = browser.get(f"{here}sections/basics/").content.decode()
    assert all(text in form for text in ("是否主导标准", "标准数量", "主导标准🏅", "标准文本"))
    typed = {
        "revision": "0",
        switch: "true",
        number: "１２",
        f"{table}-TOTAL_FORMS": "1",
        f"{table}-INITIAL_FORMS": "0",
        f"{table}-0-{name}": "示例标准𠮷",
        paper: SimpleUploadedFile("标准.pdf", PDF, content_type="application/pdf"),
        "go": "stay",
    }
    answer = browser.post(f"{here}sections/basics/", typed)
    assert answer.status_code == 302, answer.content.decode()
    with fence.entered(cast.applicant):
        application.refresh_from_db()
        answers = registry.read_answers(application)
    assert (answers[switch], answers[number], answers[table][0][name]) == (True, 12, "示例标准𠮷")
    review = browser.get(f"{here}review/").content.decode()
    assert "标准数量" in review
    assert "12 项" in review
    assert all(text in review for text in ("示例标准𠮷", "标准.pdf"))
    assert browser.get(f"{here}print/").content.startswith(b"%PDF")


def test_what_is_switched_off_is_not_missing_and_what_is_asked_is(cast):
    add(cast, "boolean", label="是否主导标准", required="on")
    switch = stored(cast).questions[0]["key"]
    add(cast, "file", label="标准文本", requires=switch, required="on")
    with fence.entered(cast.applicant):
        application = filing.start_application(edition_id=cast.edition.pk, actor=cast.applicant)
    browser, here = cast.client("applicant"), f"/my/sheitc/applications/{application.pk}/"
    paper = stored(cast).questions[1]["key"]

    def gaps(answer: str, revision: str) -> bool:
        browser.post(f"{here}sections/basics/", {"revision": revision, switch: answer, "go": "stay"})
        return paper in browser.get(f"{here}review/").content.decode()

    assert gaps("false", "0") is False
    assert gaps("true", "1") is True


def handed_in(cast: Any) -> Application:
    """A complete filing of an edition that asks a number, a table and a file of its own, the first two answered."""
    add(cast, "integer", label="标准数量", unit="项", required="on")
    add(cast, "table", **TABLE)
    add(cast, "file", label="标准文本", required="on")
    number, table, _paper = stored(cast).questions
    first, second = (column["key"] for column in table["columns"])
    level = table["columns"][1]["choices"][1][0]
    application = write_all(cast, start(cast))
    with fence.entered(cast.applicant):
        own = {number["key"]: 12, table["key"]: [{first: "示例标准𠮷", second: level}]}
        save(application, application.edition.programme.section_named("basics"), cast.applicant, **own)
    submit(application, cast.applicant)
    with fence.entered(cast.applicant):
        application.refresh_from_db()
    return application


def test_an_answer_is_part_of_the_version_the_case_page_and_the_facts(cast):
    application = handed_in(cast)
    number, table, paper = stored(cast).questions
    first, second = table["columns"]
    with fence.as_tenant(cast.tenant.pk):
        content = latest_version(application).content
        unit = Unit.objects.select_related("edition", "application").get(application=application)
        answers = facts_for(unit).answers
    row = {first["key"]: "示例标准𠮷", second["key"]: second["choices"][1][0]}
    assert (content["answers"][number["key"]], content["answers"][table["key"]]) == (12, [row])
    assert [one["name"] for one in content["attachments"] if one["key"] == paper["key"]] == [f"佐证{paper['key']}.pdf"]
    assert (answers[number["key"]], answers[table["key"]]) == (12, [row])
    case = cast.client("officer").get(f"/sheitc/office/cases/{application.pk}/?section=basics").content.decode()
    assert all(text in case for text in ("标准数量", "12 项", "示例标准𠮷", "行业", f"佐证{paper['key']}.pdf"))
    mine = cast.client("applicant").get(f"/my/sheitc/applications/{application.pk}/print/?version=1")
    assert mine.content.startswith(b"%PDF")


def test_a_table_of_an_own_question_goes_out_and_comes_in_as_a_workbook(cast):
    add(cast, "table", **TABLE)
    row = stored(cast).questions[0]
    application = start(cast)
    url = f"/my/sheitc/applications/{application.pk}/sections/basics/workbook/?table={row['key']}&blank=1"
    book = cast.client("applicant").get(url)
    assert book.status_code == 200
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert {"名称", "级别"} <= {str(cell).split("（")[0].strip("*") for line in sheet for cell in line}


def test_an_answer_that_a_changed_question_no_longer_takes_is_found_before_it_is_handed_in():
    number = field_of({"key": "q_n", "label": "数量", "kind": "integer", "maximum": "10"})
    choice = field_of({"key": "q_c", "label": "方向", "kind": "choice", "choices": [["a", "甲"], ["b", "乙"]]})
    table = field_of({"key": "q_t", "label": "表", "kind": "table", "max_rows": 1, "columns": [COLUMN]})
    asked = ((number, 10), (number, 11), (choice, "b"), (choice, "c"), (table, [{"x": "甲"}]), (table, [{}, {}]))
    assert [bool(outdated_in(field, value)) for field, value in asked] == [False, True, False, True, False, True]


def test_the_case_page_says_by_which_settings_a_version_was_filed_and_what_was_set_since(cast):
    application = handed_in(cast)
    page = cast.client("officer").get(f"/sheitc/office/cases/{application.pk}/").content.decode()
    assert ("按年度设置第 4 版提交" in page, "之后修改" in page) == (True, False)
    row = stored(cast).questions[0]
    with fence.entered(cast.city):
        changed = {**row, "label": "标准数量（项）"}
        put_question(edition_id=cast.edition.pk, row=changed, reason="说清单位", expected_version=4, actor=cast.city)
    page = cast.client("officer").get(f"/sheitc/office/cases/{application.pk}/").content.decode()
    assert "按年度设置第 4 版提交，之后修改：第 5 版 说清单位" in page
