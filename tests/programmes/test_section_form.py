"""A section as a form: drafts keep what was typed, corrections open single questions, rules see other answers."""

from decimal import Decimal

from django.http import QueryDict

from programmes.contract import Evidence, Field, Section
from programmes.contract import FieldKind as K
from programmes.fields import build_form

FIRMS = Field("firms", "企业数", K.INTEGER, unit="家", minimum=Decimal(0), maximum=Decimal(9999))
SMES = Field("smes", "中小企业数", K.INTEGER, unit="家", minimum=Decimal(0), maximum=Decimal(9999))
STORY = Field("story", "说明", K.LONG_TEXT, maximum=Decimal(2000))
IS_HIGH = Field("is_high", "属于高耗能行业", K.BOOLEAN)
LEVEL = Field("level", "能效水平", K.DECIMAL, places=2, minimum=Decimal(0), requires="is_high")
KINDS = Field("kinds", "服务", K.CHOICES, required=False, choices=(("a", "培训"), ("b", "咨询")))
PLAN = Field("plan", "规划", K.FILE)
TRUTH = Field("truth", "承诺真实", K.BOOLEAN, is_declaration=True)
YEARS = tuple(
    Field(f"{row}_y{y}", label, K.DECIMAL, unit="亿元", places=2, minimum=Decimal(0), row=row, year=y, is_summed=True)
    for row, label in (("home", "境内"), ("abroad", "境外"))
    for y in (0, 1)
)
PROOF = Evidence("c1", "统计证明")
SECTION = Section("one", "基本情况", (FIRMS, SMES, STORY, IS_HIGH, LEVEL, KINDS, PLAN, TRUTH), indicators=("c1",))
SECOND = Section("two", "数据", YEARS)
GOOD = "firms=420&smes=400&story=a&is_high=true&level=0.5&kinds=b&kinds=a&truth=on"
VALUES = {
    "firms": 420,
    "smes": 400,
    "story": "a",
    "is_high": True,
    "level": Decimal("0.5"),
    "kinds": ["a", "b"],
    "truth": True,
}
BLANK = {"firms": None, "smes": None, "story": None, "is_high": None, "level": None, "kinds": [], "truth": None}
TOO_MANY = "中小企业数不能超过企业总数。"


def check(answers):
    smes, firms = answers.get("smes"), answers.get("firms")
    return {"smes": TOO_MANY} if smes is not None and firms is not None and smes > firms else {}


def post(text):
    return QueryDict(text)


def test_a_page_that_is_filled_in_gives_typed_answers():
    form = build_form(SECTION, data=post(GOOD), check=check)
    assert (form.is_valid(), form.answers(), form.unsettled()) == (True, VALUES, {})
    assert form.missing == ["plan"]


def test_an_empty_page_is_a_valid_draft_but_no_submission():
    draft, submission = build_form(SECTION, data=post("x=")), build_form(SECTION, data=post("x="), demands=True)
    assert (draft.is_valid(), draft.answers(), draft.unsettled()) == (True, BLANK, {})
    assert draft.missing == ["firms", "smes", "story", "is_high", "truth", "plan"]
    assert submission.errors == {
        "firms": ["请填写。"],
        "smes": ["请填写。"],
        "story": ["请填写。"],
        "is_high": ["请选择。"],
        "truth": ["请阅读并勾选。"],
    }


def test_what_is_wrong_is_kept_as_typed_and_takes_no_old_answer_along():
    data = post("firms=约420家&smes=400&story=%0D%0A二&is_high=maybe&kinds=x")
    form = build_form(SECTION, data=data, answers=VALUES)
    assert sorted(form.errors) == ["firms", "is_high", "kinds"]
    assert form.answers() == {**BLANK, "smes": 400, "story": "二"}
    assert form.unsettled() == {"firms": "约420家", "is_high": "maybe", "kinds": ["x"]}


def test_a_remembered_draft_is_shown_with_what_is_wrong_about_it():
    form = build_form(SECTION, answers={**VALUES, "firms": None}, typed={"firms": "420家"})
    assert form.errors == {"firms": ["只填数字，不写单位，例如 420。本项单位为“家”。"]}
    assert form.typed() == {
        "firms": "420家",
        "smes": "400",
        "story": "a",
        "is_high": "true",
        "level": "0.5",
        "kinds": ["a", "b"],
        "truth": "true",
    }


def test_what_was_answered_is_shown_without_errors():
    form = build_form(SECTION, answers=VALUES, evidence=(PROOF,), attachments={"c1": ["file"]})
    assert (form.is_bound, form.problems, form.missing) == (False, [], ["plan"])
    assert {key: form[key].value() for key in ("firms", "level", "is_high", "truth")} == {
        "firms": "420",
        "level": "0.5",
        "is_high": "true",
        "truth": "true",
    }


def test_a_rule_between_fields_sees_answers_of_other_pages_and_keeps_the_value():
    only_smes = Section("three", "数量", (SMES,))
    form = build_form(only_smes, data=post("smes=421"), answers={"firms": 420}, check=check)
    assert form.errors == {"smes": [TOO_MANY]}
    assert (form.answers(), form.unsettled()) == ({"smes": 421}, {})
    assert form.problems == [("id_smes", f"中小企业数：{TOO_MANY}")]


def test_a_rule_does_not_speak_about_a_figure_that_could_not_be_read():
    form = build_form(SECTION, data=post("firms=1&smes=-421"), check=check)
    assert len(form.errors["smes"]) == 1


def test_a_question_whose_switch_is_off_is_not_asked_but_keeps_its_text():
    off = build_form(SECTION, data=post(GOOD.replace("is_high=true&level=0.5", "is_high=false&level=oops")))
    on = build_form(SECTION, data=post(GOOD.replace("level=0.5", "level=oops")))
    assert (off.is_valid(), off.answers()["level"], off.typed()["level"]) == (True, None, "oops")
    assert list(on.errors) == ["level"]
    assert on.fields["level"].help_text == "“属于高耗能行业”选“是”时填写。"


def test_in_a_correction_only_the_listed_questions_are_read():
    form = build_form(SECTION, data=post("firms=9&smes=8&story=new"), answers=VALUES, only={"smes"})
    assert (form.is_valid(), form.answers(), form.typed()) == (True, {"smes": 8}, {"smes": "8"})
    assert [block.kind for block in form.blocks] == ["locked", "field", "locked", "locked_file", "locked"]
    assert form.blocks[0].content["lines"] == [{"label": "企业数", "value": "420 家", "is_missing": False}]


def test_figures_by_year_stand_in_one_table_oldest_year_first_with_sums():
    answers = {"home_y0": Decimal("2.50"), "abroad_y0": Decimal("1.25"), "home_y1": Decimal(1)}
    (block,) = build_form(SECOND, answers=answers, latest_year=2025).blocks
    rows = [(row["label"], row["unit"], [cell.name for cell in row["cells"]]) for row in block.content["rows"]]
    assert (block.kind, block.content["years"], block.content["sums"]) == ("years", ["2024年", "2025年"], ["1", "3.75"])
    assert rows == [
        ("境内", "亿元", ["home_y1", "home_y0"]),
        ("境外", "亿元", ["abroad_y1", "abroad_y0"]),
    ]


def test_a_closed_year_stays_readable_between_open_ones():
    (block,) = build_form(SECOND, answers={"home_y1": Decimal("1.50")}, only={"home_y0"}).blocks
    assert [getattr(cell, "name", cell) for cell in block.content["rows"][0]["cells"]] == ["1.5", "home_y0"]


def test_an_error_in_a_year_table_names_the_figure_and_the_year():
    form = build_form(SECOND, data=post("home_y1=-1"), latest_year=2025)
    ((control, text),) = form.problems
    assert (control, text.partition("：")[0]) == ("id_home_y1", "境内 2024年")


def test_a_declaration_counts_only_when_it_is_ticked():
    assert build_form(SECTION, data=post("truth=")).answers()["truth"] is None
    assert build_form(SECTION, data=post("truth=on")).answers()["truth"] is True


def test_controls_that_cannot_be_stored_are_taken_out_of_what_is_remembered():
    form = build_form(SECTION, data=post("firms=4%002&story=a%00b"))
    assert (form.typed()["story"], form.answers()["firms"]) == ("ab", 42)


def test_a_slip_is_wondered_at_without_stopping_anybody():
    def warn(answers):
        return {"firms": "是否多写了一个零？", "elsewhere": "x"} if (answers["firms"] or 0) > 1000 else {}

    form = build_form(SECTION, data=post("firms=4200"), warn=warn)
    assert (form.errors, form.warnings) == ({}, [("id_firms", "企业数：是否多写了一个零？")])
    assert build_form(SECTION, answers={"firms": 420}, warn=warn).warnings == []
