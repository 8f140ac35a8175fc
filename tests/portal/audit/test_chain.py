"""Whoever changes, removes or inserts an event behind the portal's back is found out, by the event's id."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from portal.audit.models import Event, Seal
from portal.audit.record import digest_of, record
from portal.audit.sealing import GENESIS, link
from portal.audit.tasks import seal_events, seal_platform_events
from portal.audit.verification import Fault, verify_chain
from portal.kit import clock
from portal.tenancy import fence
from tests.cast import Cast
from tests.fixtures import NOON

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def write_acts(cast: Cast, count: int = 5) -> list[uuid.UUID]:
    """One act a minute from NOON on, sealed."""
    ids = []
    for number in range(count):
        with clock.frozen(NOON + timedelta(minutes=number)), fence.entered(cast.city):
            event = record(
                actor=cast.city,
                act="test_act",
                subject=f"x.y:{number}",
                tenant_id=cast.tenant.pk,
                payload={"points": Decimal("86.50"), "ratio": 0.1, "whole": 1e16, "b": {"z": 1, "a": [True, None]}},
            )
            ids.append(event.pk)
    assert seal_events(tenant_id=cast.tenant.pk) == count
    return ids


def as_owner(*statements: tuple[str, tuple[object, ...]]) -> None:
    """What somebody with the owner's login could do: triggers off, change, triggers on."""
    owner = psycopg2.connect(**connections["owner"].get_connection_params())
    with owner, owner.cursor() as cursor:
        for table in ("audit_event", "audit_seal"):
            cursor.execute(f"alter table {table} disable trigger user")
        for statement, values in statements:
            cursor.execute(statement, values)
        for table in ("audit_event", "audit_seal"):
            cursor.execute(f"alter table {table} enable trigger user")
    owner.close()


def faults(cast: Cast) -> list[tuple[uuid.UUID, Fault]]:
    return [(f.event_id, f.fault) for f in verify_chain(cast.tenant.pk).findings]


def test_an_untouched_chain_holds_and_each_link_follows_from_the_one_before(cast: Cast) -> None:
    ids = write_acts(cast)
    report = verify_chain(cast.tenant.pk)
    with fence.as_tenant(cast.tenant.pk):
        seals, digests = list(Seal.objects.all()), dict(Event.objects.values_list("pk", "digest"))
    assert (report.findings, report.sealed, report.head) == ((), 5, seals[-1].chain_digest)
    assert [(seal.sequence, seal.event_id) for seal in seals] == list(enumerate(ids, start=1))
    assert seals[0].chain_digest == link(GENESIS, digests[ids[0]])
    assert seals[1].chain_digest == link(seals[0].chain_digest, digests[ids[1]])


def test_a_digest_survives_the_way_through_the_database(cast: Cast) -> None:
    ids = write_acts(cast, 1)
    with fence.as_tenant(cast.tenant.pk):
        stored = Event.objects.get(pk=ids[0])
    assert stored.payload == {"points": "86.50", "ratio": 0.1, "whole": 10**16, "b": {"z": 1, "a": [True, None]}}
    assert digest_of(stored) == stored.digest


CHANGES: dict[str, tuple[str, Callable[[uuid.UUID], tuple[object, ...]]]] = {
    "reason": ("update audit_event set reason = 'other' where id = %s", lambda pk: (str(pk),)),
    "payload": (
        'update audit_event set payload = payload || \'{"points": "99.00"}\' where id = %s',
        lambda pk: (str(pk),),
    ),
    "instant": ("update audit_event set at = at + interval '1 microsecond' where id = %s", lambda pk: (str(pk),)),
    "chain": ("update audit_event set tenant_id = null where id = %s", lambda pk: (str(pk),)),
    "digest": ("update audit_event set digest = %s where id = %s", lambda pk: ("f" * 64, str(pk))),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_event_is_named(cast: Cast, what: str) -> None:
    ids = write_acts(cast)
    statement, values = CHANGES[what]
    as_owner((statement, values(ids[2])))
    assert faults(cast) == [(ids[2], Fault.CHANGED)]


def test_a_change_with_a_fresh_digest_is_still_named(cast: Cast) -> None:
    ids = write_acts(cast)
    with fence.as_tenant(cast.tenant.pk):
        forged = Event.objects.get(pk=ids[1])
    forged.reason = "forged"
    as_owner(("update audit_event set reason = 'forged', digest = %s where id = %s", (digest_of(forged), str(ids[1]))))
    assert faults(cast) == [(ids[1], Fault.CHANGED)]


def test_a_removed_event_is_named(cast: Cast) -> None:
    ids = write_acts(cast)
    as_owner(("delete from audit_event where id = %s", (str(ids[3]),)))
    assert faults(cast) == [(ids[3], Fault.REMOVED)]


def test_an_event_inserted_behind_later_ones_is_never_sealed_and_named(cast: Cast) -> None:
    write_acts(cast)
    with clock.frozen(NOON - timedelta(hours=1)), fence.as_tenant(cast.tenant.pk) as actor:
        inserted = record(actor=actor, act="forged_act", subject="x.y:9", tenant_id=cast.tenant.pk)
    assert seal_events(tenant_id=cast.tenant.pk) == 0
    assert faults(cast) == [(inserted.pk, Fault.INSERTED)]


def test_an_event_that_waits_long_for_its_seal_is_named_and_a_fresh_one_is_not(cast: Cast) -> None:
    with fence.as_tenant(cast.tenant.pk) as actor:
        event = record(actor=actor, act="test_act", subject="x.y:1", tenant_id=cast.tenant.pk)
    assert faults(cast) == []
    with clock.frozen(NOON + timedelta(minutes=16)):
        assert faults(cast) == [(event.pk, Fault.INSERTED)]


def test_an_event_whose_transaction_ended_late_is_sealed_in_its_turn(cast: Cast) -> None:
    write_acts(cast)
    with clock.frozen(NOON - timedelta(minutes=5)), fence.as_tenant(cast.tenant.pk) as actor:
        record(actor=actor, act="slow_act", subject="x.y:9", tenant_id=cast.tenant.pk)
    assert seal_events(tenant_id=cast.tenant.pk) == 1
    assert faults(cast) == []


def test_an_event_removed_with_its_seal_leaves_a_gap_before_the_next(cast: Cast) -> None:
    ids = write_acts(cast)
    as_owner(
        ("delete from audit_event where id = %s", (str(ids[2]),)),
        ("delete from audit_seal where event_id = %s", (str(ids[2]),)),
    )
    assert faults(cast) == [(ids[3], Fault.UNSEALED)]


def test_an_altered_seal_is_named(cast: Cast) -> None:
    ids = write_acts(cast)
    as_owner(("update audit_seal set chain_digest = %s where event_id = %s", ("0" * 64, str(ids[2]))))
    assert faults(cast) == [(ids[2], Fault.UNSEALED), (ids[3], Fault.UNSEALED)]


def test_the_command_names_the_first_broken_event_and_ends_with_1(cast: Cast) -> None:
    ids = write_acts(cast)
    out = io.StringIO()
    call_command("audit_verify", stdout=out)
    head = verify_chain(cast.tenant.pk).head
    assert out.getvalue().splitlines() == [
        f"ok      platform: 0 events sealed, head {GENESIS}",
        f"ok      sheitc: 5 events sealed, head {head}",
        f"ok      stranger: 0 events sealed, head {GENESIS}",
    ]
    as_owner(
        ("delete from audit_event where id = %s", (str(ids[3]),)),
        ("update audit_event set act = 'other' where id = %s", (str(ids[1]),)),
    )
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("audit_verify", tenant="sheitc", stdout=out)
    assert caught.value.returncode == 1
    assert out.getvalue().splitlines() == [
        f"BROKEN  sheitc: first broken event {ids[1]} changed: its columns do not give its digest",
        f"        then {ids[3]} removed: sealed as number 4, but no longer there",
    ]
    with pytest.raises(CommandError, match="no organiser has the slug nobody"):
        call_command("audit_verify", tenant="nobody")


def test_the_platform_has_a_chain_of_its_own(cast: Cast) -> None:
    with fence.entered(cast.applicant):
        record(actor=cast.applicant, act="test_act", subject="x.y:1", tenant_id=None)
    assert seal_events(tenant_id=cast.tenant.pk) == 0
    assert (seal_platform_events(), seal_platform_events()) == (1, 0)
    assert (verify_chain(None).findings, verify_chain(None).sealed) == ((), 1)


def test_sealing_twice_or_beside_another_sealer_seals_once(cast: Cast) -> None:
    with fence.as_tenant(cast.tenant.pk) as actor:
        record(actor=actor, act="test_act", subject="x.y:1", tenant_id=cast.tenant.pk)
    owner = psycopg2.connect(**connections["owner"].get_connection_params())
    with owner, owner.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(7001, %s)", (cast.tenant.pk,))
        assert seal_events(tenant_id=cast.tenant.pk) == 0
    owner.close()
    assert [seal_events(tenant_id=cast.tenant.pk) for _ in range(2)] == [1, 0]


def test_the_application_role_can_neither_change_nor_remove_an_event_or_a_seal(cast: Cast) -> None:
    ids = write_acts(cast, 1)
    for statement in (
        "update audit_event set reason = 'x' where id = %s",
        "delete from audit_event where id = %s",
        "update audit_seal set chain_digest = 'x' where event_id = %s",
        "delete from audit_seal where event_id = %s",
    ):
        with (
            pytest.raises(Exception, match="Cannot update or delete rows"),
            fence.as_tenant(cast.tenant.pk),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, (str(ids[0]),))
    assert faults(cast) == []


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_no_database_keeps_is_refused(cast: Cast, number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"), fence.entered(cast.city):
        record(actor=cast.city, act="test_act", subject="x.y:1", tenant_id=cast.tenant.pk, payload={"n": number})
