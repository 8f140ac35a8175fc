"""Surveillance: the body that issued a certificate keeps, suspends, resumes or withdraws it, and everybody sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from applications.models import StateChange
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.tenancy import fence
from programmes.models import Edition
from publications.actions import revocations, watching_body
from publications.models import ListEntry, Revocation, Surveillance
from tests.cast import Cast
from tests.publications.after_stage import (
    DAY,
    OTHER_BODY,
    UNTIL,
    edition_of_certificates,
    edition_of_items,
    entry,
    inspector,
    publish_certificate,
    publish_items,
    said,
)
from tests.publications.stage import at


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return edition_of_certificates(cast)


@pytest.fixture
def body(cast: Cast) -> Actor:
    return inspector(cast)


def act(
    name: str, row: ListEntry, actor: Actor, on: date = DAY, reason: str = "监督检查情况（示例）。"
) -> Surveillance:
    with fence.entered(actor):
        return getattr(watching_body, name)(entry_id=row.pk, said=said(reason, on), actor=actor)


def ask(client: Client, name: str, cast: Cast, **keys: object) -> HttpResponse:
    return client.get(reverse(name, kwargs={"tenant": cast.tenant.slug, **keys}))


def stands(cast: Cast, row: ListEntry) -> tuple[str, str, date, str]:
    """(standing, ground, since, state of the unit)."""
    now = entry(cast, row.pk)
    return now.standing, now.ground, now.standing_on, now.unit.state


def test_a_certificate_that_is_kept_is_recorded_and_nothing_moves(cast: Cast, edition: Edition, body: Actor) -> None:
    row = publish_certificate(cast, edition, "示例产品")
    kept = act("keep", row, body)
    assert (kept.finding, kept.body_name, kept.decided_on) == ("kept", row.outside["body"], DAY)
    assert stands(cast, row) == ("valid", "", DAY, "listed")


def test_suspending_resuming_and_withdrawing_move_the_unit_and_the_honour(
    cast: Cast, edition: Edition, body: Actor
) -> None:
    row = publish_certificate(cast, edition, "示例产品")
    turns = []
    for day, name in ((11, "suspend"), (12, "resume"), (13, "suspend"), (16, "withdraw")):
        with clock.frozen(at(day)):
            act(name, row, body, date(2026, 3, day))
        turns.append(stands(cast, row))
    suspended = "certification_suspended"
    assert turns == [
        ("suspended", suspended, date(2026, 3, 11), "suspended"),
        ("valid", "", date(2026, 3, 12), "listed"),
        ("suspended", suspended, date(2026, 3, 13), "suspended"),
        ("revoked", "certification_withdrawn", date(2026, 3, 16), "revoked"),
    ]
    with fence.as_tenant(cast.tenant.pk):
        moves = list(StateChange.objects.filter(unit=row.unit, frm__in=("listed", "suspended")).order_by("pk"))
        told = list(Announcement.objects.filter(kind__startswith="certification_").values_list("kind", "audience"))
    assert [(move.name, move.actor_role) for move in moves] == [
        (name, "third_party_agency") for name in ("suspend", "resume", "suspend", "withdraw_certificate")
    ]
    holder, office = {"enterprise": row.enterprise_id}, {"role": "city_officer"}
    wanted = [("suspended", holder), ("suspended", office)] * 2 + [("resumed", holder)]
    wanted += [("withdrawn", holder), ("withdrawn", office)]
    assert sorted(map(str, told)) == sorted(str((f"certification_{kind}", who)) for kind, who in wanted)


def test_the_public_pages_say_at_once_what_the_body_decided(cast: Cast, edition: Edition, body: Actor) -> None:
    row = publish_certificate(cast, edition, "示例产品")
    number, words = row.certificate_number, []
    sentences = ("该认证自 2026-03-10 起暂停", "该认证目前有效", "该认证已于 2026-03-10 撤销")
    for name in ("suspend", "resume", "withdraw"):
        act(name, row, body)
        page = ask(Client(), "verify", cast, number=number).content.decode()
        words.append([sentence for sentence in sentences if sentence in page])
    assert words == [["该认证自 2026-03-10 起暂停"], ["该认证目前有效"], ["该认证已于 2026-03-10 撤销"]]
    assert "理由类别：认证被撤销。" in page
    listed = ask(Client(), "list_public", cast, pk=row.published_list_id).content.decode()
    assert "已撤销" in listed


def test_what_does_not_follow_is_refused(cast: Cast, edition: Edition, body: Actor) -> None:
    row = publish_certificate(cast, edition, "示例产品")
    with pytest.raises(Conflict, match="当前为“有效”"):
        act("resume", row, body)
    act("suspend", row, body)
    for name in ("suspend", "keep"):
        with pytest.raises(Conflict):
            act(name, row, body)
    act("withdraw", row, body)
    for name in ("keep", "suspend", "resume", "withdraw"):
        with pytest.raises(Conflict, match="当前为“已撤销”"):
            act(name, row, body)


@pytest.mark.parametrize(
    ("on", "reason", "field"),
    [
        (date(2026, 2, 1), "x", "decided_on"),  # the day before the certificate
        (DAY + timedelta(days=1), "x", "decided_on"),
        (DAY, "  ", "reason"),
    ],
)
def test_a_decision_has_a_day_that_can_be_and_a_reason(
    cast: Cast, edition: Edition, body: Actor, on: date, reason: str, field: str
) -> None:
    row = publish_certificate(cast, edition, "示例产品")
    with pytest.raises(Invalid) as error:
        act("suspend", row, body, on, reason)
    assert (list(error.value.fields), stands(cast, row)[0]) == ([field], "valid")


def test_no_decision_is_dated_before_the_last_one(cast: Cast, edition: Edition, body: Actor) -> None:
    row = publish_certificate(cast, edition, "示例产品")
    act("suspend", row, body, date(2026, 3, 5))
    with pytest.raises(Invalid):
        act("resume", row, body, date(2026, 3, 4))
    assert act("resume", row, body, date(2026, 3, 5)).pk


def test_nothing_is_decided_on_a_certificate_that_is_over(cast: Cast, edition: Edition, body: Actor) -> None:
    row = publish_certificate(cast, edition, "示例产品")
    with clock.frozen(clock.end_of(UNTIL)), pytest.raises(Conflict, match="当前为“已到期”"):
        act("suspend", row, body, UNTIL)
    with clock.frozen(clock.end_of(UNTIL) - timedelta(seconds=1)):
        assert act("suspend", row, body, UNTIL).pk


def test_a_certificate_is_its_own_bodys_and_for_another_it_is_not_there(
    cast: Cast, edition: Edition, body: Actor
) -> None:
    row, other = publish_certificate(cast, edition, "示例产品"), inspector(cast, OTHER_BODY, "outsider")
    for actor in (other, cast.city, cast.stranger):
        with pytest.raises(NotFound):
            act("suspend", row, actor)
    pages = {
        who: ask(cast.client(who), "watched", cast, pk=row.pk).status_code for who in ("inspector", "outsider", "city")
    }
    assert pages == {"inspector": 200, "outsider": 404, "city": 403}
    listed = [ask(cast.client(who), "surveillance", cast).content.decode() for who in ("inspector", "outsider")]
    assert ["示例产品" in page for page in listed] == [True, False]
    assert body.tenant_id == cast.tenant.pk


def test_an_item_that_no_body_certified_is_not_watched(cast: Cast, body: Actor) -> None:
    (row,) = publish_items(cast, edition_of_items(cast), "示例甲")
    with pytest.raises(NotFound):
        act("suspend", row, body)


def test_both_suspensions_must_end_before_the_certificate_may_be_used(
    cast: Cast, edition: Edition, body: Actor
) -> None:
    row = publish_certificate(cast, edition, "示例产品")
    with fence.entered(cast.city):
        found = revocations.find_ground(entry_id=row.pk, ground="misuse", facts="x", suspends=True, actor=cast.city)
    act("suspend", row, body)
    act("resume", row, body)
    assert stands(cast, row) == ("suspended", "", DAY, "listed")
    act("suspend", row, body)
    with clock.frozen(clock.start_of(date(2026, 4, 1))), fence.entered(cast.city_leader):
        revocations.decide_revocation(
            revocation_id=found.pk, revokes=False, reason="查无实据。", actor=cast.city_leader
        )
    assert stands(cast, row) == ("suspended", "certification_suspended", DAY, "suspended")
    act("resume", row, body)
    assert stands(cast, row)[0] == "valid"


def test_a_withdrawal_ends_what_the_organiser_was_looking_into(cast: Cast, edition: Edition, body: Actor) -> None:
    row = publish_certificate(cast, edition, "示例产品")
    with fence.entered(cast.city):
        found = revocations.find_ground(entry_id=row.pk, ground="misuse", facts="x", suspends=False, actor=cast.city)
    act("withdraw", row, body)
    with fence.as_tenant(cast.tenant.pk):
        assert Revocation.objects.get(pk=found.pk).state == "dropped"


def test_the_organiser_cannot_give_a_bodys_suspension_as_its_own_ground(cast: Cast, edition: Edition) -> None:
    row = publish_certificate(cast, edition, "示例产品")
    with fence.entered(cast.city), pytest.raises(Invalid):
        revocations.find_ground(
            entry_id=row.pk, ground="certification_suspended", facts="x", suspends=False, actor=cast.city
        )


def test_pages_keep_what_was_typed_and_say_what_was_done(cast: Cast, edition: Edition, body: Actor) -> None:
    row = publish_certificate(cast, edition, "示例产品")
    client = cast.client("inspector")
    url = reverse("watched_step", kwargs={"tenant": cast.tenant.slug, "pk": row.pk, "act": "suspend"})
    refused = client.post(url, {"decided_on": "2026-03-11", "reason": "示例理由"})
    assert (refused.status_code, "示例理由" in refused.content.decode()) == (422, True)
    done = client.post(url, {"decided_on": "2026-03-10", "reason": "示例理由"}, follow=True).content.decode()
    assert ("认证已暂停。" in done, "恢复认证" in done) == (True, True)
    office = ask(cast.client("city"), "certificate", cast, pk=row.pk).content.decode()
    assert ("监督记录" in office, "示例理由" in office) == (True, True)
    gone = client.post(url.replace("/suspend/", "/anything/"), {})
    assert (gone.status_code, client.get(url).status_code) == (404, 302)


def test_the_record_is_for_the_organiser_and_the_holder_and_is_never_changed(
    cast: Cast, edition: Edition, body: Actor
) -> None:
    row = act("keep", publish_certificate(cast, edition, "示例产品"), body)
    counts = {}
    for who in ("city", "applicant", "rival", "stranger"):
        with fence.entered(getattr(cast, who)), connection.cursor() as cursor:
            cursor.execute("select count(*) from publications_surveillance")
            counts[who] = cursor.fetchone()[0]
    assert counts == {"city": 1, "applicant": 1, "rival": 0, "stranger": 0}
    with fence.as_tenant(cast.tenant.pk), pytest.raises(InternalError), transaction.atomic():
        Surveillance.objects.filter(pk=row.pk).update(finding="withdrawn")


@pytest.mark.parametrize(("name", "cost"), [("surveillance", 19), ("watched", 20)])
def test_one_and_three_certificates_and_decisions_cost_the_same_number_of_queries(
    cast: Cast,
    edition: Edition,
    body: Actor,
    name: str,
    cost: int,
    django_assert_num_queries: Callable[..., object],
) -> None:
    client, row = cast.client("inspector"), publish_certificate(cast, edition, "示例产品1")
    act("keep", row, body)
    keys = {"pk": row.pk} if name == "watched" else {}
    for numbers in ((), (2, 3)):
        for number in numbers:
            publish_certificate(cast, edition, f"示例产品{number}", serial=number)
            act("keep", row, body)
        ask(client, name, cast, **keys)
        with django_assert_num_queries(cost):
            assert ask(client, name, cast, **keys).status_code == 200
