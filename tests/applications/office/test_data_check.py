"""The data check: registers beside reports, questions to the applicant, and what has to be settled first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from applications import queries
from applications.actions import data_check, formal
from applications.models import Correction, Unit, VerifiedFigure
from applications.queries.data_check import CheckedFigure, checked_fields, data_sheet_for, difference
from applications.workflow import State
from portal.audit.models import Event
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.tenancy import fence
from programmes.contract import CheckKind, Line, Verdict
from tests.applications.factories import make_unit_in
from tests.cast import Cast
from tests.ranked import make_ranked_unit, open_ranked_edition

SOURCE, REASON = "信用查询系统，2026-03-10", "以登记信息为准"


@pytest.fixture
def unit(cast: Cast) -> Unit:
    return make_ranked_unit(cast, open_ranked_edition(cast), number=1, state=State.ACCEPTED)


def look_up(
    cast: Cast, unit: Unit, key: str, value: str | None, *, actor: Actor | None = None, **over: object
) -> VerifiedFigure:
    actor = actor or cast.city
    said = {"source": SOURCE, "reason": REASON} | over
    with fence.entered(actor):
        return data_check.record_register(unit_id=unit.pk, key=key, value=value, actor=actor, **said)  # type: ignore[arg-type]


def line_of(cast: Cast, unit: Unit, key: str) -> CheckedFigure:
    with fence.entered(cast.city):
        sheet = data_sheet_for(cast.city, unit.application_id)
    return next(row for row in sheet.rows if row.field.key == key)


def confirm(cast: Cast, unit: Unit, *, version: int = 1) -> Unit:
    with fence.entered(cast.city):
        return data_check.confirm_figures(unit_id=unit.pk, expected_version=version, actor=cast.city)


def enter(cast: Cast, unit: Unit) -> None:
    with fence.as_tenant(cast.tenant.pk):
        unit.milestones.create(tenant=cast.tenant, key="formally_entered", at=unit.moved_at)


def test_lines_are_the_models_figures_in_order_of_the_form_and_then_the_register(cast: Cast, unit: Unit) -> None:
    programme = unit.edition.programme
    keys = [field.key for field in checked_fields(programme)]
    assert programme.model is not None
    numeric = [f.key for f in programme.fields() if f.kind in {"integer", "decimal"} and f.key in programme.model.reads]
    assert keys == [*numeric, "credit_grade"]
    assert {"revenue_y0", "net_profit_y2", "patents_invention_valid"} <= set(keys)
    assert not {"brand_name_zh", "main_product", "tm_list"} & set(keys)


@pytest.mark.parametrize(
    ("typed", "verified", "percent"),
    [("27000", "27000", "-3.6"), ("２８，０００", "28000", "0.0"), ("29400.5", "29400.5", "5.0")],
)
def test_a_register_value_stands_beside_the_reported_one_and_both_stay(
    cast: Cast, unit: Unit, typed: str, verified: str, percent: str
) -> None:
    """Reported are 28,000: (27000-28000)/28000 = -3.57, (29400.5-28000)/28000 = 5.0018."""
    look_up(cast, unit, "revenue_y0", typed)
    row = line_of(cast, unit, "revenue_y0")
    assert row.figure is not None
    assert (row.reported, row.figure.verified, row.difference_percent) == (
        Decimal(28000),
        Decimal(verified),
        Decimal(percent),
    )
    with fence.entered(cast.city):
        facts = queries.facts_for(unit)
        assert (facts.answers["revenue_y0"], facts.verified) == (Decimal(28000), {"revenue_y0": Decimal(verified)})
        assert Event.objects.get(act="record_register").reason == REASON


@pytest.mark.parametrize(
    ("reported", "verified", "percent"),
    [
        (Decimal(0), Decimal(5), None),
        (None, Decimal(5), None),
        (Decimal(-200), Decimal(-150), Decimal("25.0")),
        (40, Decimal(38), Decimal("-5.0")),
        (Decimal(3), Decimal(2), Decimal("-33.3")),
    ],
)
def test_a_difference_is_of_the_size_of_what_was_reported(
    reported: Decimal | int | None, verified: Decimal, percent: Decimal | None
) -> None:
    assert difference(reported, verified) == percent


def test_a_choice_of_the_register_arrives_as_its_word_and_the_newest_counts(cast: Cast, unit: Unit) -> None:
    look_up(cast, unit, "credit_grade", "AA")
    look_up(cast, unit, "credit_grade", "AAA")
    with fence.entered(cast.city):
        assert queries.facts_for(unit).verified == {"credit_grade": "AAA"}
        kept = list(VerifiedFigure.objects.order_by("pk").values_list("verified", "verified_word"))
    assert kept == [(None, "AA"), (None, "AAA")]


def test_what_a_register_does_not_hold_lets_the_reported_figure_stand(cast: Cast, unit: Unit) -> None:
    look_up(cast, unit, "revenue_y0", "27000")
    look_up(cast, unit, "revenue_y0", None, reason="登记系统查无此户")
    row = line_of(cast, unit, "revenue_y0")
    assert row.figure is not None
    assert (row.figure.value, [one.verified for one in row.earlier]) == (None, [Decimal(27000)])
    with fence.entered(cast.city):
        assert queries.facts_for(unit).verified == {}


@pytest.mark.parametrize(
    ("key", "value", "over", "field"),
    [
        ("brand_name_zh", "示例", {}, "key"),
        ("nothing", "1", {}, "key"),
        ("revenue_y0", "两千万", {}, "verified"),
        ("credit_grade", "AAAA", {}, "verified"),
        ("credit_grade", "", {}, "verified"),
        ("revenue_y0", "1", {"source": " "}, "source"),
        ("revenue_y0", "1", {"source": "长" * 201}, "source"),
        ("revenue_y0", None, {"reason": ""}, "reason"),
    ],
)
def test_a_wrong_look_up_names_its_field(
    cast: Cast, unit: Unit, key: str, value: str | None, over: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        look_up(cast, unit, key, value, **over)
    assert list(refusal.value.fields) == [field]
    with fence.entered(cast.city):
        assert not VerifiedFigure.objects.exists()


def test_everything_wrong_with_a_look_up_is_said_at_once(cast: Cast, unit: Unit) -> None:
    with pytest.raises(Invalid) as refusal:
        look_up(cast, unit, "revenue_y0", "两千万", source="", reason="")
    assert set(refusal.value.fields) == {"verified", "source", "reason"}
    address = reverse("case_data_register", args=(cast.tenant.slug, unit.application_id, "revenue_y0"))
    sent = {
        "key": "revenue_y0",
        "is_found": "found",
        "verified": "",
        "source": "",
        "reason": "",
        "expected_version": "1",
    }
    page = cast.client("city").post(address, {f"r-revenue_y0-{name}": value for name, value in sent.items()})
    assert page.status_code == 422
    for words in (
        "请填写查询值；没有记录的请选“查无记录”。",
        "请写明查询来源和日期。",
        "请写明以此为准或查无记录的理由。",
    ):
        assert words in page.content.decode()


def test_data_are_confirmed_once_the_register_has_spoken_and_the_paper_is_in(cast: Cast, unit: Unit) -> None:
    with pytest.raises(Invalid) as refusal:
        confirm(cast, unit)
    paper = "纸质申报表尚未收齐或与电子申报不一致"
    grade = next(str(f.label) for f in unit.edition.programme.register)
    assert str(refusal.value.message) == f"还不能确认，以下事项尚未办结：{grade}、{paper}。"
    look_up(cast, unit, "credit_grade", None, reason="查无记录")
    with pytest.raises(Invalid, match=f"尚未办结：{paper}"):
        confirm(cast, unit)
    enter(cast, unit)
    assert confirm(cast, unit).state == State.DATA_CHECKED
    with pytest.raises(Conflict, match="数据已核对"):
        confirm(cast, unit)


def test_a_question_opens_exactly_its_fields_and_takes_the_case_back(cast: Cast, unit: Unit) -> None:
    asked = {"revenue_y0": "与年报相差较大，请说明", "employees": ""}
    with fence.entered(cast.city):
        data_check.query_figures(unit_id=unit.pk, reasons=asked, expected_version=1, actor=cast.city)
        correction = Correction.objects.get()
        assert (correction.stage, correction.reasons) == ("data_check", {"revenue_y0": "与年报相差较大，请说明"})
        assert Unit.objects.get(pk=unit.pk).state == State.RETURNED
        with pytest.raises(Conflict):
            data_check.query_figures(unit_id=unit.pk, reasons=asked, expected_version=1, actor=cast.city)


@pytest.mark.parametrize("state", [State.FORMAL_CHECK, State.DATA_CHECKED, State.EXPERT_REVIEW])
def test_only_an_accepted_case_is_asked_or_confirmed(cast: Cast, state: State) -> None:
    other = make_ranked_unit(cast, open_ranked_edition(cast), number=2, state=state)
    look_up(cast, other, "credit_grade", "A")
    if state == State.FORMAL_CHECK:
        enter(cast, other)
    with pytest.raises(Conflict):
        confirm(cast, other)
    with fence.entered(cast.city), pytest.raises(Conflict):
        data_check.query_figures(unit_id=other.pk, reasons={"revenue_y0": "?"}, expected_version=1, actor=cast.city)


def test_others_may_not_and_a_stale_page_is_noticed(cast: Cast, unit: Unit) -> None:
    for who in (cast.leader, cast.city_leader, cast.auditor):
        with pytest.raises(Denied):
            look_up(cast, unit, "revenue_y0", "1", actor=who)
    with pytest.raises(NotFound):
        look_up(cast, unit, "revenue_y0", "1", actor=cast.stranger)
    with fence.entered(cast.stranger), pytest.raises(NotFound):
        data_sheet_for(cast.stranger, unit.application_id)
    for act in (
        lambda: confirm(cast, unit, version=2),
        lambda: look_up(cast, unit, "employees", "1", expected_version=2),
    ):
        with pytest.raises(Conflict, match="第1版"):
            act()


def test_a_programme_without_a_data_check_has_no_such_page_and_no_such_act(cast: Cast) -> None:
    other = make_unit_in(cast, State.ACCEPTED)
    with fence.entered(cast.city), pytest.raises(NotFound):
        data_sheet_for(cast.city, other.application_id)
    with pytest.raises(Conflict, match="不设此环节"):
        look_up(cast, other, "firms_total", "1")


def test_the_provisional_figure_needs_no_expert(cast: Cast, unit: Unit) -> None:
    with fence.entered(cast.city):
        appraisal = data_sheet_for(cast.city, unit.application_id).appraisal
    assert appraisal is not None
    assert (appraisal.list_code, appraisal.figure is not None and appraisal.figure > 0) == ("L1", True)


def test_honours_of_a_table_without_codes_are_the_applicants_own_on_the_closing_day(cast: Cast) -> None:
    edition = open_ranked_edition(cast)  # closes on 2026-03-30
    rows = [
        ("little_giant", date(2020, 1, 1), date(2026, 3, 30)),
        ("srdi_sme", date(2020, 1, 1), date(2026, 3, 29)),
        ("hi_tech", date(2026, 3, 31), date(2029, 1, 1)),
        ("innovative_sme", date(2026, 3, 30), None),
    ]
    honours = [
        {"honour": key, "number": "示例1号", "issuer": "示例单位", "issued_on": since, "valid_to": until}
        for key, since, until in rows
    ]
    unit = make_ranked_unit(cast, edition, number=4, state=State.ACCEPTED, answers={"honours": honours})
    with fence.entered(cast.city):
        code = queries.get_for(cast.city, unit.application_id).enterprise_uscc
        held = [(row["uscc"], row["honour"]) for row in queries.facts_for(unit).honours]
    assert held == [(code, "little_giant"), (code, "innovative_sme")]


def test_a_clause_that_does_not_apply_waits_for_nobody() -> None:
    spared = Line("k", "小巨人资格", "", "", True, "A", CheckKind.OFFICIAL, note="未申报此称号，不适用")
    waiting = Line("w", "未被列入名录", "", "", None, "B", CheckKind.OFFICIAL)
    verdict = Verdict((("资格", (spared, waiting)),), None)
    assert formal.doubts_of(verdict) == ([], ["未被列入名录"])


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_costs_the_same_for_one_entry_and_for_three(
    cast: Cast, unit: Unit, count: int, django_assert_num_queries: object
) -> None:
    for key in ("revenue_y0", "employees", "revenue_y1")[:count]:
        look_up(cast, unit, key, "200")
    with fence.entered(cast.city), django_assert_num_queries(10):  # type: ignore[operator]
        sheet = data_sheet_for(cast.city, unit.application_id)
        assert sum(row.figure is not None for row in sheet.rows) == count
        assert [row.figure.verified_by.name for row in sheet.rows if row.figure] == ["city"] * count


def test_the_case_page_writes_a_figure_and_its_year_as_the_data_check_does(cast: Cast, unit: Unit) -> None:
    """The edition of 2024 asks for figures of 2023 and before; firm 1 reports 1,950 of research in its latest year."""
    look_up(cast, unit, "rd_expense_y0", "1960.5")
    pages = [
        cast.client("city").get(f"/sheitc/office/cases/{unit.application_id}/{rest}").content.decode()
        for rest in ("", "data/", "return/")
    ]
    found = [
        [word in page for word in ("研发费用（2023年）", "1,960.5", "1960.5", "1,950", "研发费用（最近")]
        for page in pages
    ]
    assert found == [[True, True, False, True, False]] * 2 + [[True, False, False, True, False]]
