"""Certificates and honours: rendering twice, proof by token, replacement, revocation, and the end of validity."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage

from applications.models import Unit
from portal.kit import clock
from portal.kit.errors import Closed, Conflict, Denied, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.tenancy import fence
from publications import pdf, queries
from publications.actions import certificates as papers
from publications.actions import revocations
from publications.actions.watching import watch_validity
from publications.models import Certificate, ListEntry, PublishedList, Revocation
from publications.presenting import verdict_on
from publications.rendering import render_batch, verify_address
from publications.tokens import certificate_token, version_of_token
from tests.cast import Cast
from tests.publications.stage import at, listed


def paper_of(cast: Cast) -> Certificate:
    with fence.as_tenant(cast.tenant.pk):
        rows = Certificate.objects.select_related("entry__published_list__edition", "tenant", "replaced_by")
        return rows.order_by("pk").first()  # type: ignore[return-value]


def render(cast: Cast) -> tuple[int, bool]:
    with fence.as_tenant(cast.tenant.pk):
        return render_batch(cast.tenant.pk)


def test_rendering_is_safe_to_repeat_and_keeps_the_digest_of_what_it_stored(cast: Cast) -> None:
    listed(cast)
    assert [render(cast), render(cast)] == [(2, False), (0, False)]
    paper = paper_of(cast)
    with default_storage.open(paper.file.name) as stored:
        assert hashlib.sha256(stored.read()).hexdigest() == paper.file_sha256
    assert (paper.rendered_version, paper.render_error) == (1, "")
    with fence.as_tenant(cast.tenant.pk):
        assert PublishedList.objects.get().file_sha256


def test_a_paper_that_cannot_be_made_does_not_stop_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    listed(cast)
    broken = paper_of(cast).number
    whole = pdf.certificate_pdf

    def fail_for_one(facts: pdf.CertificateFacts) -> bytes:
        if facts.number == broken:
            raise OSError("disk full")
        return whole(facts)

    monkeypatch.setattr(pdf, "certificate_pdf", fail_for_one)
    assert [render(cast)[0] for _turn in range(4)] == [1, 0, 0, 0]
    paper = paper_of(cast)
    assert (paper.render_tries, paper.render_error, paper.rendered_at) == (3, "OSError: disk full", None)
    monkeypatch.setattr(pdf, "certificate_pdf", whole)
    with fence.entered(cast.city):
        papers.rerender_certificate(certificate_id=paper.pk, actor=cast.city)
    assert render(cast) == (1, False)


def test_a_token_proves_one_number_of_one_tenant_up_to_the_newest_status() -> None:
    token = certificate_token(tenant_id=1, number="SHCL-2024-K1-0001-Z", version=2)
    found = [
        version_of_token(token, tenant_id=1, number="SHCL-2024-K1-0001-Z", newest=3),
        version_of_token(token, tenant_id=1, number="SHCL-2024-K1-0001-Z", newest=1),
        version_of_token(token, tenant_id=2, number="SHCL-2024-K1-0001-Z", newest=3),
        version_of_token(token, tenant_id=1, number="SHCL-2024-K1-0002-X", newest=3),
        version_of_token(token[:-1], tenant_id=1, number="SHCL-2024-K1-0001-Z", newest=3),
    ]
    assert (found, len(token)) == ([2, None, None, None, None], 43)


def test_a_replaced_paper_says_so_and_the_new_one_has_the_next_number(cast: Cast) -> None:
    listed(cast)
    old = paper_of(cast)
    with clock.frozen(at(20)), fence.entered(cast.city_leader):
        with pytest.raises(Invalid):
            papers.replace_certificate(certificate_id=old.pk, holder="新", reason="", actor=cast.city_leader)
        new = papers.replace_certificate(
            certificate_id=old.pk, holder="示例更名公司", reason="单位更名", actor=cast.city_leader
        )
        verdicts = [verdict_on(queries.certificate_by_number(cast.tenant.pk, row.number), "") for row in (old, new)]
        with pytest.raises(Conflict):
            papers.replace_certificate(certificate_id=old.pk, holder="又一次", reason="x", actor=cast.city_leader)
    assert new.number.startswith("SHCL-2026-K1-0003-")
    assert [(v.status, v.since) for v in verdicts] == [("replaced", date(2026, 3, 20)), ("valid", date(2026, 3, 17))]
    with fence.entered(cast.city), pytest.raises(Denied):
        papers.replace_certificate(certificate_id=new.pk, holder="经办人改名", reason="x", actor=cast.city)


def find_ground(cast: Cast, *, suspends: bool = False) -> Revocation:
    entry_id = paper_of(cast).entry_id
    with fence.entered(cast.city):
        return revocations.find_ground(
            entry_id=entry_id, ground="false_material", facts="材料不实。", suspends=suspends, actor=cast.city
        )


def test_revoking_takes_a_finding_the_holders_answer_and_another_persons_decision(cast: Cast) -> None:
    listed(cast)
    address = verify_address(paper_of(cast))
    with clock.frozen(at(18)):
        row = find_ground(cast)
        assert row.answer_due_on == date(2026, 4, 1)
        with fence.entered(cast.city_leader), pytest.raises(Conflict):
            revocations.decide_revocation(revocation_id=row.pk, revokes=True, reason="x", actor=cast.city_leader)
        owner = cast.applicant if row.enterprise_id == cast.enterprise_id else cast.rival
        other = cast.rival if owner is cast.applicant else cast.applicant
        with fence.entered(other), pytest.raises(NotFound):
            revocations.answer_revocation(revocation_id=row.pk, answer="不是我的", actor=other)
        with fence.entered(owner):
            revocations.answer_revocation(revocation_id=row.pk, answer="请再核实。", actor=owner)
        with fence.entered(cast.city), pytest.raises(Denied):
            revocations.decide_revocation(revocation_id=row.pk, revokes=True, reason="x", actor=cast.city)
        with fence.entered(cast.city_leader):
            revocations.decide_revocation(
                revocation_id=row.pk, revokes=True, reason="经查属实。", actor=cast.city_leader
            )
    paper = paper_of(cast)
    verdict = verdict_on(paper, address.partition("?t=")[2])
    assert (verdict.status, verdict.since, verdict.is_genuine, verdict.is_older) == (
        "revoked",
        date(2026, 3, 18),
        True,
        True,
    )
    with fence.as_tenant(cast.tenant.pk):
        assert Unit.objects.get(pk=paper.entry.unit_id).state == "revoked"


def test_an_honour_may_be_suspended_until_it_is_decided_and_comes_back(cast: Cast) -> None:
    listed(cast)
    with clock.frozen(at(18)):
        row = find_ground(cast, suspends=True)
        assert paper_of(cast).entry.standing == "suspended"
        with fence.entered(cast.city), pytest.raises(Conflict):
            revocations.find_ground(
                entry_id=row.entry_id, ground="misuse", facts="再来", suspends=False, actor=cast.city
            )
    with clock.frozen(clock.start_of(date(2026, 4, 2))), fence.entered(cast.city_leader):
        revocations.decide_revocation(revocation_id=row.pk, revokes=False, reason="查无实据。", actor=cast.city_leader)
    assert (paper_of(cast).entry.standing, paper_of(cast).entry.standing_version) == ("valid", 3)


@pytest.mark.parametrize(("seconds", "is_late"), [(-1, False), (0, True), (1, True)])
def test_the_holder_answers_until_midnight_of_the_tenth_working_day(cast: Cast, seconds: int, is_late: bool) -> None:
    listed(cast)
    with clock.frozen(at(18)):
        row = find_ground(cast)
    owner = cast.applicant if row.enterprise_id == cast.enterprise_id else cast.rival
    with clock.frozen(clock.end_of(date(2026, 4, 1)) + timedelta(seconds=seconds)), fence.entered(owner):
        if is_late:
            with pytest.raises(Closed):
                revocations.answer_revocation(revocation_id=row.pk, answer="来迟了", actor=owner)
        else:
            assert revocations.answer_revocation(revocation_id=row.pk, answer="赶上了", actor=owner).answered_at


def watch(cast: Cast, day: date) -> tuple[int, int]:
    with clock.frozen(clock.start_of(day)), fence.as_tenant(cast.tenant.pk) as actor:
        return watch_validity(actor=actor)


def test_validity_is_warned_of_once_per_threshold_and_ends_after_its_last_day(cast: Cast) -> None:
    listed(cast)  # valid to 2029-03-16
    turns = [
        watch(cast, day)
        for day in (
            date(2028, 9, 16),  # 181 days before
            date(2028, 9, 17),  # 180
            date(2028, 9, 18),
            date(2028, 12, 16),  # 90
            date(2029, 3, 16),  # the last day
            date(2029, 3, 17),
            date(2029, 3, 18),
        )
    ]
    assert turns == [(0, 0), (2, 0), (0, 0), (0, 0), (0, 0), (0, 2), (0, 0)]
    with fence.as_tenant(cast.tenant.pk):
        keys = Announcement.objects.filter(kind__startswith="validity").order_by("key").values_list("key", flat=True)
        first, second = ListEntry.objects.order_by("pk").values_list("pk", flat=True)
        assert list(Unit.objects.values_list("state", flat=True)) == ["lapsed", "lapsed"]
        assert set(ListEntry.objects.values_list("standing", "standing_on")) == {("expired", date(2029, 3, 17))}
        assert sorted(keys) == sorted(
            f"list_entry:{pk}:{what}" for pk in (first, second) for what in ("warn:180", "warn:90", "warn:30", "ended")
        )


def test_the_page_says_expired_even_before_the_clockwork_has_run(cast: Cast) -> None:
    listed(cast)
    paper = paper_of(cast)
    with clock.frozen(clock.end_of(date(2029, 3, 16)) - timedelta(seconds=1)):
        assert verdict_on(paper, "").status == "valid"
    with clock.frozen(clock.end_of(date(2029, 3, 16))):
        assert verdict_on(paper, "").status == "expired"


def test_an_enterprise_finds_its_own_papers_only(cast: Cast) -> None:
    listed(cast)
    paper = paper_of(cast)
    owner = cast.applicant if paper.enterprise_id == cast.enterprise_id else cast.rival
    other = cast.rival if owner is cast.applicant else cast.applicant
    with fence.entered(owner):
        assert [row.pk for row in queries.certificates_of(owner)] == [paper.pk]
        assert queries.certificate_of(owner, paper.pk).number == paper.number
    with fence.entered(other):
        assert paper.pk not in [row.pk for row in queries.certificates_of(other)]
        with pytest.raises(NotFound):
            queries.certificate_of(other, paper.pk)
