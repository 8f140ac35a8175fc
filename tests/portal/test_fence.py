"""The fence, seen from the application's role."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from portal.audit.models import Event
from portal.audit.record import record
from portal.kit.actor import Actor
from portal.people.models import Enterprise, Membership
from portal.tenancy import fence
from portal.tenancy.fence import SETTINGS
from portal.tenancy.models import District
from portal.tenancy.policies import fenced_models, find_unfenced
from tests.cast import Cast


def count_rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'select count(*) from "{table}"')
        return cursor.fetchone()[0]


def test_tests_talk_to_the_database_as_the_application_role(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, (select rolbypassrls or rolsuper from pg_roles where rolname = current_user)"
        )
        assert cursor.fetchone() == ("portal_app", False)
    assert connection.Database.__name__ == "psycopg2"


@pytest.mark.parametrize("value", ["", "all", "*", "0", "-1", "1 or 1=1", "99999999999999999999"])
def test_no_value_of_the_settings_opens_foreign_rows(cast: Cast, value: str) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            for name in SETTINGS:
                cursor.execute("select set_config(%s, %s, true)", (name, value))
        counts = {m._meta.label: count_rows(m._meta.db_table) for m in fenced_models()}
        if value in {"", "all", "*", "99999999999999999999", "1 or 1=1"}:
            # Nobody at all: only the platform's own audit chain may be read, and the cast wrote nothing there.
            assert counts == dict.fromkeys(counts, 0)
        assert Enterprise.objects.count() == 0


def test_a_member_sees_own_districts_and_a_stranger_none(cast: Cast) -> None:
    with fence.entered(cast.city):
        assert [d.code for d in District.objects.order_by("code")] == ["310112", "310117"]
    with fence.entered(Actor(tenant_id=cast.stranger_tenant.pk)):
        assert list(District.objects.all()) == []


def test_a_row_for_another_tenant_is_refused_by_the_database(cast: Cast) -> None:
    with (
        pytest.raises(Exception, match="row-level security"),
        transaction.atomic(),
        fence.entered(Actor(tenant_id=cast.stranger_tenant.pk)),
    ):
        District.objects.create(tenant=cast.tenant, code="x", name="x", office_name="x")


def test_an_applicant_leaves_an_event_that_only_the_tenant_reads(cast: Cast) -> None:
    with fence.entered(cast.applicant):
        record(actor=cast.applicant, act="test_act", subject="x.y:1", tenant_id=cast.tenant.pk)
        assert Event.objects.count() == 0
    with fence.entered(cast.city):
        assert [e.act for e in Event.objects.all()] == ["test_act"]


def test_memberships_are_seen_by_their_tenant_and_their_user_only(cast: Cast) -> None:
    with fence.entered(Actor(user_id=cast.user("officer").pk)):
        assert [m.role for m in Membership.objects.all()] == ["district_officer"]


def test_every_model_names_a_policy_or_stands_on_the_short_list() -> None:
    assert find_unfenced() == []


@pytest.mark.django_db(transaction=True)
def test_the_fence_is_refused_outside_a_transaction_and_gone_after_one() -> None:
    with pytest.raises(fence.FenceError):
        fence.write_settings(Actor(tenant_id=1))
    with fence.entered(Actor(tenant_id=1)):
        pass
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('app.tenant', true), '')")
        assert cursor.fetchone() == ("",)
