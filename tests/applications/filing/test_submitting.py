"""Handing in: deadlines to the second, duplicates, what is missing, and what a version holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from applications import queries
from applications.actions import filing
from applications.models import Application, Unit, Version
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.errors import Closed, Conflict, Invalid
from portal.notifications.models import Announcement
from portal.tenancy import fence
from programmes.models import Edition, EditionDistrict, EditionState
from tests.applications.filing.writing import start, submit, submitted, write_all
from tests.cast import Cast

SECOND = timedelta(seconds=1)


@pytest.fixture
def written(cast: Cast) -> Application:
    return write_all(cast, start(cast))


def set_district_deadline(cast: Cast) -> None:
    with fence.as_tenant(cast.tenant.pk):
        EditionDistrict.objects.create(
            tenant=cast.tenant,
            edition=cast.edition,
            district=cast.minhang,
            closes_at=cast.edition.closes_at - timedelta(days=7),
        )


@pytest.mark.parametrize("has_district_deadline", [False, True])
@pytest.mark.parametrize(("offset", "is_taken"), [(-SECOND, True), (timedelta(0), False), (SECOND, False)])
def test_closing_instant_is_the_first_that_is_too_late(
    cast: Cast, written: Application, has_district_deadline: bool, offset: timedelta, is_taken: bool
) -> None:
    closes_at = cast.edition.closes_at
    if has_district_deadline:
        set_district_deadline(cast)
        closes_at -= timedelta(days=7)
    with clock.frozen(closes_at + offset):
        if is_taken:
            assert submit(written, cast.applicant).number == 1
            return
        with pytest.raises(Closed) as refusal:
            submit(written, cast.applicant)
    # 20 (or 13) days after 2026-03-10 10:00.
    day = "2026年3月23日 10:00" if has_district_deadline else "2026年3月30日 10:00"
    assert str(refusal.value.message) == f"申报已于{day}截止，不能再提交。您填写的内容仍然保存着，可以查看和打印。"
    with fence.entered(cast.applicant):
        row = queries.get_for(cast.applicant, written.pk)
        assert (row.state, row.revision, row.version_number) == ("draft", written.revision, 0)


def test_edition_closed_early_takes_nothing(cast: Cast, written: Application) -> None:
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=cast.edition.pk).update(state=EditionState.CLOSED)
    with pytest.raises(Closed):
        submit(written, cast.applicant)


def test_second_click_gets_the_version_of_the_first(cast: Cast, written: Application) -> None:
    first = submit(written, cast.applicant)
    second = submit(written, cast.applicant, revision=written.revision)
    assert second.pk == first.pk
    with fence.entered(cast.applicant):
        assert list(Version.objects.values_list("number", flat=True)) == [1]
    with pytest.raises(Conflict):
        submit(written, cast.applicant, revision=written.revision - 1)


def test_stale_review_page_submits_nothing(cast: Cast, written: Application) -> None:
    with pytest.raises(Conflict) as refusal:
        submit(written, cast.applicant, revision=written.revision - 1)
    assert refusal.value.code == "Stale"
    with fence.entered(cast.applicant):
        assert Version.objects.count() == 0


def test_missing_answers_evidence_and_signature_are_all_named(cast: Cast) -> None:
    empty = start(cast)
    with pytest.raises(Invalid) as refusal:
        submit(empty, cast.applicant, signer_name=" ", is_declared=False)
    programme = cast.edition.programme
    needed = {f.key for f in programme.fields() if f.required and not f.requires}
    needed |= {proof.indicator for proof in programme.evidence if proof.needed_at_submission}
    assert set(refusal.value.fields) == needed | {"signer_name", "is_declared"}


def test_version_is_frozen_numbered_and_digested_by_its_content(cast: Cast) -> None:
    application = submitted(cast)
    with fence.entered(cast.applicant):
        version = queries.latest_version(application)
        assert (version.number, application.version_number, application.state) == (1, 1, "submitted")
        parts = {"programme", "edition", "edition_version", "answers", "attachments", "profile", "signer"}
        assert set(version.content) == parts
        assert version.content["answers"]["output_total_y0"] == "38.9"
        assert version.content["answers"]["district"] == "310112"
        assert version.content["profile"]["uscc"] == application.enterprise_uscc
        assert [row.key for row in queries.attachments_of(version)] == [
            entry["key"] for entry in version.content["attachments"]
        ]
        assert application.district_id == cast.minhang.pk
        assert list(Unit.objects.values_list("name", "state", "district")) == [
            ("闵行区精密传感器（示例）", "waiting", cast.minhang.pk)
        ]


def test_same_content_has_the_same_digest_whoever_and_whenever(cast: Cast) -> None:
    """Two filings with equal answers and files differ only in profile; ids and instants are no part of the digest."""
    from applications.actions.submission import content_of, digest_of
    from programmes import registry

    written = write_all(cast, start(cast))
    with fence.entered(cast.applicant):

        def digest_now() -> str:
            row = queries.get_for(cast.applicant, written.pk)
            files = queries.attachments_for(row)
            return digest_of(content_of(row, registry.read_answers(row), files, signer_name="示例"))

        first = digest_now()
        with clock.frozen(clock.now() + timedelta(days=3)):
            files = queries.attachments_for(written)
            filing.remove_attachment(application_id=written.pk, attachment_id=files[0].pk, actor=cast.applicant)
            removed = digest_now()
            from tests.applications.filing.writing import make_pdf

            filing.upload_attachment(
                application_id=written.pk, key=files[0].key, upload=make_pdf(files[0].key), actor=cast.applicant
            )
        assert (digest_now() == first, removed == first) == (True, False)


def test_submission_tells_district_and_applicant_and_is_recorded(cast: Cast) -> None:
    application = submitted(cast)
    with fence.as_tenant(cast.tenant.pk):
        told = {row.kind: row.audience for row in Announcement.objects.order_by("id")}
        assert told == {
            "application_receipt": {"enterprise": cast.enterprise_id},
            "application_submitted": {"role": "district_officer", "district": cast.minhang.pk},
        }
        acts = Event.objects.filter(subject=f"applications.application:{application.pk}").order_by("id")
        assert sorted(e.act for e in acts if e.act != "upload_attachment") == [
            "freeze_version",
            "start_application",
            "submit_application",
        ]


def test_one_filing_per_enterprise_and_edition(cast: Cast) -> None:
    first, second = start(cast), start(cast)
    assert first.pk == second.pk
    rivals = start(cast, cast.rival)
    assert rivals.pk != first.pk
    with fence.entered(cast.applicant):
        filing.withdraw_application(application_id=first.pk, expected_revision=0, actor=cast.applicant)
    assert start(cast).pk not in {first.pk, rivals.pk}
