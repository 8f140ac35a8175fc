"""A ranked edition without a district and with one: who is at work, until when one may withdraw, what pages say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from applications import queries
from applications.actions import data_check, district, filing, formal, receiving
from applications.models import Application, Milestone, Unit
from applications.queries import office
from applications.queries.paper import own_paper, papers_to_post
from applications.views import steps
from applications.views.shown import station_of
from applications.workflow import State
from portal.kit import clock
from portal.kit.errors import Conflict
from portal.notifications.catalogue import render
from portal.notifications.models import Announcement
from portal.tenancy import fence
from programmes.contract import FieldKind
from programmes.models import Edition
from tests.applications.factories import make_unit_in
from tests.applications.filing.writing import make_pdf, submit
from tests.cast import Cast
from tests.ranked import make_ranked_unit, open_ranked_edition, ranked_answers


def write(cast: Cast, edition: Edition, *, without: tuple[str, ...] = ()) -> Application:
    """A complete ranked filing of the cast's applicant; without: keys of answers or files that are left out."""
    actor, programme, answers = cast.applicant, edition.programme, ranked_answers(1)
    with fence.entered(actor):
        application = filing.start_application(edition_id=edition.pk, actor=actor)
        for section in programme.sections:
            asked = [f.key for f in section.fields if f.kind is not FieldKind.FILE and f.key not in without]
            filing.save_section(
                application_id=application.pk,
                section_key=section.key,
                answers={key: answers.get(key) for key in asked},
                typed={},
                expected_revision=Application.objects.get(pk=application.pk).revision,
                actor=actor,
            )
        files = [f.key for f in programme.fields() if f.kind is FieldKind.FILE]
        for key in [*files, *(proof.indicator for proof in programme.evidence)]:
            if key not in without:
                filing.upload_attachment(application_id=application.pk, key=key, upload=make_pdf(key), actor=actor)
        return queries.get_for(actor, application.pk)


def unit_of(cast: Cast, application: Application) -> Unit:
    with fence.as_tenant(cast.tenant.pk):
        return Unit.objects.select_related("application", "edition").get(application_id=application.pk)


def station(cast: Cast, application: Application) -> tuple[str, str]:
    """(in the queue of the city, what the applicant reads)."""
    with fence.entered(cast.city):
        rows = office.queue_page(cast.city, office.QueueFilter(edition_id=application.edition_id)).rows
        [row] = [one for one in rows if one.application.pk == application.pk]
        at = office.queue_page(cast.city, office.QueueFilter(station=row.station)).rows
        assert application.pk in [one.application.pk for one in at]
        assert office.station_counts(cast.city, office.QueueFilter())[row.station] >= 1
    with fence.entered(cast.applicant):
        own = queries.own_for(cast.applicant, application.pk)
        return row.station, str(station_of(own, queries.units_of(own))[0])


def test_without_a_district_a_submission_opens_the_formal_check_at_once(cast: Cast) -> None:
    application = write(cast, open_ranked_edition(cast))
    submit(application, cast.applicant)
    assert unit_of(cast, application).state == State.FORMAL_CHECK
    assert station(cast, application) == ("formal_check", "形式审查中")


def test_with_a_district_the_filing_goes_through_its_hands_first(cast: Cast) -> None:
    application = write(cast, open_ranked_edition(cast, stages=("district_review",)))
    submit(application, cast.applicant)
    assert station(cast, application) == ("submitted", "已提交，区级初审中")
    with fence.entered(cast.officer):
        review = district.put_forward(
            application_id=application.pk,
            is_recommended=True,
            opinion="同意推荐",
            expected_version=1,
            actor=cast.officer,
        )
    with fence.entered(cast.leader):
        district.sign_review(review_id=review.pk, is_confirmed=True, actor=cast.leader)
    assert station(cast, application) == ("formal_check", "形式审查中")


@pytest.mark.parametrize(("stages", "is_asked"), [((), False), (("district_review",), True)])
def test_a_district_is_demanded_only_where_one_takes_filings(
    cast: Cast, stages: tuple[str, ...], is_asked: bool
) -> None:
    application = write(cast, open_ranked_edition(cast, stages=stages), without=("mgmt_region",))
    with fence.entered(cast.applicant):
        writing = queries.writing_for(cast.applicant, application.pk)
    assert [gap.key for gap in writing.gaps] == (["mgmt_region"] if is_asked else [])


@pytest.mark.parametrize("scan_replaces_paper", [True, False])
def test_the_stamped_scan_enters_a_filing_only_where_it_replaces_the_paper(
    cast: Cast, scan_replaces_paper: bool
) -> None:
    edition = open_ranked_edition(cast, parameters={"scan_replaces_paper": scan_replaces_paper})
    application = write(cast, edition)
    submit(application, cast.applicant)
    with fence.as_tenant(cast.tenant.pk):
        found = list(Milestone.objects.values_list("key", "ref"))
    assert found == ([("formally_entered", "version:1")] if scan_replaces_paper else [])


def test_a_question_goes_to_the_applicant_and_back_to_the_city(cast: Cast) -> None:
    application = write(cast, open_ranked_edition(cast))
    submit(application, cast.applicant)
    unit = unit_of(cast, application)
    with fence.entered(cast.city):
        found = {clause.key: (True, "") for clause in unit.edition.programme.clauses}
        formal.record_findings(unit_id=unit.pk, findings=found, actor=cast.city)
        formal.accept_unit(unit_id=unit.pk, expected_version=1, actor=cast.city)
        data_check.query_figures(unit_id=unit.pk, reasons={"revenue_y0": "请说明"}, expected_version=1, actor=cast.city)
    assert station(cast, application) == ("returned_for_correction", "请补正后重新提交")
    with fence.entered(cast.applicant):
        writing = queries.writing_for(cast.applicant, application.pk)
        assert writing.opened == {"revenue_y0"}
    assert submit(application, cast.applicant).number == 2
    assert station(cast, application) == ("formal_check", "形式审查中")


def withdraw(cast: Cast, application: Application) -> Application:
    with fence.entered(cast.applicant):
        revision = Application.objects.get(pk=application.pk).revision
        return filing.withdraw_application(
            application_id=application.pk, expected_revision=revision, actor=cast.applicant
        )


def test_without_a_district_one_may_withdraw_until_the_formal_check_is_passed(cast: Cast) -> None:
    edition = open_ranked_edition(cast)
    application = write(cast, edition)
    submit(application, cast.applicant)
    assert withdraw(cast, application).state == State.WITHDRAWN
    assert unit_of(cast, application).state == State.NOT_ACCEPTED
    again = write(cast, edition)
    submit(again, cast.applicant)
    unit = unit_of(cast, again)
    with fence.entered(cast.city):
        found = {clause.key: (True, "") for clause in edition.programme.clauses}
        formal.record_findings(unit_id=unit.pk, findings=found, actor=cast.city)
        formal.accept_unit(unit_id=unit.pk, expected_version=1, actor=cast.city)
    with pytest.raises(Conflict, match="已进入后续环节"):
        withdraw(cast, again)


def test_the_applicants_page_says_what_to_post_and_then_that_both_are_in(cast: Cast) -> None:
    application = write(cast, open_ranked_edition(cast))
    submit(application, cast.applicant)
    client, url = cast.client("applicant"), f"/my/sheitc/applications/{application.pk}/"
    page = client.get(url).content.decode()
    assert ("邮戳日期不晚于2026年3月30日" in page, "还需寄出纸质申报书" in page) == (True, True)
    assert ("区级" in page, "所在区主管部门" in page, "受理区" in page) == (False,) * 3
    receipt = client.get(f"{url}versions/1/").content.decode()
    assert ("电子件和纸质件都收到，才算正式报名" in receipt, "所在区" in receipt) == (True, False)
    with fence.entered(cast.city):
        today = clock.today()
        receiving.record_paper(
            application_id=application.pk, outcome="matched", received_on=today, postmarked_on=today, actor=cast.city
        )
    page = client.get(url).content.decode()
    assert ("是，2026年3月10日 10:00" in page, "还需寄出纸质申报书" in page) == (True, False)


@pytest.mark.parametrize(("days", "is_asked"), [(0, True), (20, True), (21, False)])
def test_the_desk_asks_for_the_paper_until_the_last_day_of_a_postmark(cast: Cast, days: int, is_asked: bool) -> None:
    """The edition closes on 2026-03-30, twenty days after the filing."""
    application = write(cast, open_ranked_edition(cast))
    submit(application, cast.applicant)
    with clock.frozen(clock.now() + timedelta(days=days)):
        page = cast.client("applicant").get("/my/").content.decode()
    assert ("打印申报书，盖章后寄出（以邮戳为准）" in page) is is_asked
    with fence.entered(cast.rival):
        assert papers_to_post(cast.rival) == []


def test_the_way_is_told_out_of_the_stages_of_the_edition(cast: Cast) -> None:
    plain, full = (
        open_ranked_edition(cast),
        open_ranked_edition(
            cast, year=2025, stages=("district_review", "public_notice"), parameters={"scan_replaces_paper": True}
        ),
    )
    assert steps.whole_way(plain) == [
        "分页填写，内容自动保存。",
        "检查全部内容并提交。",
        "打印申报书，盖章后寄出。",
        "组织方进行形式审查。",
        "组织方核对主要数据，可能请您说明。",
        "模型计算、专家评分和专家校验，形成排名。",
        "名单经审定后公布。",
    ]
    told = steps.whole_way(full)
    assert told[2:4] == ["寄出盖章的申报书，或上传盖章扫描件。", "所在区初审并推荐。"]
    assert told[-1] == "结果经审定后公示，公示期满公布名单。"


@pytest.mark.parametrize(
    ("state", "staff", "applicant"),
    [
        (State.ACCEPTED, "待数据核对", "已受理，数据核对中"),
        (State.PROPOSED, "拟列入名单", "评审中"),
        (State.NOT_PROPOSED, "未列入名单", "未列入名单"),
    ],
)
def test_words_fit_a_programme_that_ranks(cast: Cast, state: State, staff: str, applicant: str) -> None:
    unit = make_ranked_unit(cast, open_ranked_edition(cast), number=1, state=state)
    page = cast.client("city").get(f"/sheitc/office/cases/{unit.application_id}/").content.decode()
    assert (staff in page, "拟认定" in page, "集群" in page, "区级初审" in page) == (True, False, False, False)
    with fence.as_tenant(cast.tenant.pk):
        row = Application.objects.select_related("edition").get(pk=unit.application_id)
        assert str(station_of(row, [unit])[0]) == applicant


@pytest.mark.parametrize(
    ("stages", "kind", "role", "word", "ask"),
    [
        ((), "application_to_check", "city_officer", "待形式审查", "请进行形式审查。"),
        (("district_review",), "application_submitted", "district_officer", "待初审", "请在推荐截止前完成初审。"),
    ],
)
def test_the_first_office_is_told_what_it_has_to_do_under_one_key(
    cast: Cast, stages: tuple[str, ...], kind: str, role: str, word: str, ask: str
) -> None:
    application = write(cast, open_ranked_edition(cast, stages=stages))
    submit(application, cast.applicant)
    with fence.as_tenant(cast.tenant.pk):
        row = Announcement.objects.get(key=f"application:{application.pk}:application_submitted:v1")
    subject, body = render(row.kind, row.context)
    assert (row.kind, row.audience["role"], subject) == (kind, role, f"{word}：{application.title}")
    assert (ask in body, "推荐截止" in body) == (True, bool(stages))


def test_whoever_passes_the_formal_check_is_told_of_the_data_check_before_the_experts(cast: Cast) -> None:
    plain, edition = make_unit_in(cast, State.FORMAL_CHECK), open_ranked_edition(cast)
    ranked = make_ranked_unit(cast, edition, number=1, state=State.FORMAL_CHECK)
    told = {}
    for unit, of in ((plain, cast.edition), (ranked, edition)):
        found = {clause.key: (True, "") for clause in of.programme.clauses}
        with fence.entered(cast.city):
            formal.record_findings(unit_id=unit.pk, findings=found, actor=cast.city)
            formal.accept_unit(unit_id=unit.pk, expected_version=1, actor=cast.city)
            row = Announcement.objects.get(key__startswith=f"unit:{unit.pk}:case_accepted")
        told[unit.pk] = render(row.kind, row.context)[1].partition("已通过形式审查")[2]
    assert told == {
        plain.pk: "，将组织专家评审。",
        ranked.pk: "。接下来核对主要数据，可能请您说明；核对完成、正式报名后组织专家评审。",
    }


def test_a_correction_leaves_the_time_at_which_the_electronic_form_was_in(cast: Cast) -> None:
    """Filed on 2026-03-10, corrected on 2026-04-01; the edition closed on 2026-03-30."""
    application = write(cast, open_ranked_edition(cast))
    submit(application, cast.applicant)
    filed_at, unit = clock.now(), unit_of(cast, application)
    with clock.frozen(filed_at + timedelta(days=22)):
        with fence.entered(cast.city):
            reasons = {"revenue_y0": "请说明"}
            formal.return_unit(unit_id=unit.pk, reasons=reasons, expected_version=1, actor=cast.city)
        assert submit(application, cast.applicant).number == 2
        with fence.entered(cast.applicant):
            own = queries.own_for(cast.applicant, application.pk)
            sheet = own_paper(own)
        assert sheet is not None
        assert (sheet.electronic_at, own.submitted_at) == (filed_at, clock.now())
        page = cast.client("city").get(f"/sheitc/office/cases/{application.pk}/").content.decode()
    assert "已收到，2026年3月10日 10:00" in page
