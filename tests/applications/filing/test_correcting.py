"""The correction cycle: only what was asked for opens, old values stay readable, a new version answers it, in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from applications import queries
from applications.actions import district, filing, formal
from applications.actions.district import return_for_correction
from applications.models import Application, Correction, Unit
from applications.views.shown import timeline_items
from applications.workflow import State
from portal.kit import clock
from portal.kit.errors import Closed, Conflict, Denied
from portal.notifications.models import Announcement
from portal.tenancy import fence
from programmes import registry
from tests.applications.filing.writing import make_pdf, save, submit, submitted
from tests.cast import Cast

REASONS = {"output_total_y0": "与统计证明不一致（示例）", "c2_output_y0": "缺第二页（示例）"}


@pytest.fixture
def returned(cast: Cast) -> Application:
    application = submitted(cast)
    send_back(cast, application, version=1)
    return application


def send_back(cast: Cast, application: Application, *, version: int) -> None:
    with fence.entered(cast.officer):
        return_for_correction(
            application_id=application.pk, reasons=REASONS, expected_version=version, actor=cast.officer
        )


def save_figure(cast: Cast, application: Application, key: str, value: object) -> Application:
    with fence.entered(cast.applicant):
        section = application.edition.programme.section_named("group2")
        assert section is not None
        revision = Application.objects.get(pk=application.pk).revision
        return filing.save_section(
            application_id=application.pk,
            section_key="group2",
            answers={key: value},
            typed={},
            expected_revision=revision,
            actor=cast.applicant,
        )


def test_only_the_fields_asked_for_are_open(cast: Cast, returned: Application) -> None:
    save_figure(cast, returned, "output_total_y0", "39.0")
    with pytest.raises(Denied):
        save_figure(cast, returned, "output_total_y1", "1")
    with fence.entered(cast.applicant):
        filing.upload_attachment(
            application_id=returned.pk, key="c2_output_y0", upload=make_pdf("新"), actor=cast.applicant
        )
        with pytest.raises(Denied):
            filing.upload_attachment(
                application_id=returned.pk, key="plan_file", upload=make_pdf("新"), actor=cast.applicant
            )


def test_answer_makes_a_new_version_and_keeps_the_old_one(cast: Cast, returned: Application) -> None:
    save_figure(cast, returned, "output_total_y0", "39.0")
    assert submit(returned, cast.applicant).number == 2
    with fence.entered(cast.applicant):
        row = queries.get_for(cast.applicant, returned.pk)
        figures = [queries.version_of(row, n).content["answers"]["output_total_y0"] for n in (1, 2)]
        assert (row.state, row.version_number, figures) == ("submitted", 2, ["38.9", "39"])
        assert queries.correction_open_for(row) is None
        assert registry.read_answers(row)["district"] == "310112"


def test_deadline_of_the_edition_does_not_stop_an_answer(cast: Cast, returned: Application) -> None:
    with fence.as_tenant(cast.tenant.pk):
        Correction.objects.update(due_at=cast.edition.closes_at + timedelta(days=2))
    with clock.frozen(cast.edition.closes_at + timedelta(days=1)):
        assert submit(returned, cast.applicant).number == 2


@pytest.mark.parametrize(("seconds", "is_taken"), [(-1, True), (0, False), (1, False)])
def test_due_instant_is_the_first_that_is_too_late(
    cast: Cast, returned: Application, seconds: int, is_taken: bool
) -> None:
    # Returned on Tuesday 2026-03-10; five working days, not counting it: until 24:00 of Tuesday the 17th.
    due_at = clock.datetime(2026, 3, 18, 0, 0, tzinfo=clock.SHANGHAI)
    with fence.as_tenant(cast.tenant.pk):
        assert Correction.objects.get().due_at == due_at
    with clock.frozen(due_at + timedelta(seconds=seconds)):
        if is_taken:
            assert submit(returned, cast.applicant).number == 2
            return
        with pytest.raises(Closed) as refusal:
            submit(returned, cast.applicant)
    assert str(refusal.value.message).startswith("补正期限已于2026年3月17日 24:00届满，不能再提交。")
    with fence.entered(cast.applicant):
        assert queries.get_for(cast.applicant, returned.pk).state == State.RETURNED


def test_no_more_returns_than_the_edition_allows(cast: Cast, returned: Application) -> None:
    submit(returned, cast.applicant)
    send_back(cast, returned, version=2)
    submit(returned, cast.applicant)
    with pytest.raises(Conflict):
        send_back(cast, returned, version=3)


def test_stale_page_of_the_first_submission_answers_no_correction(cast: Cast) -> None:
    application = submitted(cast)
    before = application.revision - 1
    send_back(cast, application, version=1)
    with pytest.raises(Conflict):
        submit(application, cast.applicant, revision=before)


def test_unit_returned_by_the_city_goes_back_to_the_city(cast: Cast) -> None:
    application = submitted(cast)
    with fence.entered(cast.officer):
        review = district.put_forward(
            application_id=application.pk, is_recommended=True, opinion="同意", expected_version=1, actor=cast.officer
        )
    with fence.entered(cast.leader):
        district.sign_review(review_id=review.pk, is_confirmed=True, actor=cast.leader)
    with fence.entered(cast.city):
        unit = Unit.objects.get(application_id=application.pk)
        formal.return_unit(unit_id=unit.pk, reasons=REASONS, expected_version=1, actor=cast.city)
    with fence.entered(cast.applicant):
        assert queries.writing_for(cast.applicant, application.pk).is_writable is True
    submit(application, cast.applicant)
    with fence.as_tenant(cast.tenant.pk):
        states = (Application.objects.get().state, Unit.objects.get().state)
        told = Announcement.objects.filter(kind="correction_answered").values_list("audience", flat=True)
        assert (states, list(told)) == (("recommended", "formal_check"), [{"role": "city_officer"}])


def test_withdrawn_filing_is_closed_for_writing_and_its_unit_dropped(cast: Cast, returned: Application) -> None:
    with fence.entered(cast.applicant):
        revision = Application.objects.get(pk=returned.pk).revision
        filing.withdraw_application(
            application_id=returned.pk, expected_revision=revision, reason="另行申报", actor=cast.applicant
        )
        assert Application.objects.get().state == State.WITHDRAWN
        assert Unit.objects.get().state == State.NOT_ACCEPTED
        section = returned.edition.programme.section_named("group2")
        assert section is not None
        with pytest.raises(Conflict):
            save(returned, section, cast.applicant)


def test_page_says_what_is_mended_and_shows_the_old_value(cast: Cast, returned: Application) -> None:
    client, url = cast.client("applicant"), f"/my/sheitc/applications/{returned.pk}/"
    before = client.get(url).content.decode()
    assert (before.count("已修改"), "原填报：38.9 亿元" in before, "需补正" in before) == (0, True, True)
    save_figure(cast, returned, "output_total_y0", "39.0")
    assert client.get(url).content.decode().count("已修改") == 1
    with fence.entered(cast.applicant):
        filing.upload_attachment(
            application_id=returned.pk, key="c2_output_y0", upload=make_pdf("新"), actor=cast.applicant
        )
    after = client.get(url).content.decode()
    # Both lines of the list, and the page in the task list.
    assert (after.count("已修改"), "需补正" in after) == (3, False)


def test_history_tells_the_applicant_moves_in_his_words_with_reasons(cast: Cast, returned: Application) -> None:
    with fence.entered(cast.applicant):
        items = timeline_items(queries.timeline_of(returned), returned.edition)
    reasons = "与统计证明不一致（示例）；缺第二页（示例）"
    assert [(item["title"], item["text"], item["state"]) for item in items] == [
        ("已提交，区级初审中", "", "done"),
        ("请补正后重新提交", reasons, "returned"),
    ]
