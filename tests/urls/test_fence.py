"""The fence around the played demo, in raw SQL of the application's role, beside what the owner counts."""

from __future__ import annotations

import pytest
from django.db import connection, models, transaction

from portal.kit.actor import Actor
from portal.people.models import Enterprise, User
from portal.tenancy import fence
from portal.tenancy.fence import SETTINGS
from portal.tenancy.models import Tenant
from portal.tenancy.policies import fenced_models
from tests.extras import AWAY
from tests.seeded import as_owner, count_here

# Tables that the play leaves empty: an empty table would prove nothing, so that this list may only grow shorter.
EMPTY: set[str] = set()
# What anybody may read of an organiser's tables; of its rows, what the policies call published.
PUBLISHED = {
    "applications.ClauseQuestion",
    "people.Body",
    "programmes.Edition",
    "programmes.EditionDistrict",
    "publications.Certificate",
    "publications.ListEntry",
    "publications.MarkRight",
    "publications.Notice",
    "publications.NoticeEntry",
    "publications.PastEntry",
    "publications.PastList",
    "publications.PublishedList",
    "tenancy.District",
}
# What outsiders leave for an organiser and cannot read back, although it names their organisation.
DROPPED_IN = {"notifications.Announcement", "audit.Event"}


def owners_counts(database: str, where: str = "", *, column: str = "") -> dict[str, int]:
    counts = {}
    with as_owner(database) as cursor:
        cursor.execute("select current_user, row_security_active('people_membership')")
        assert cursor.fetchone() == ("portal_owner", False)
        for model in fenced_models():
            if not column or has_column(model, column):
                cursor.execute(f'select count(*) from "{model._meta.db_table}" {where}')
                counts[model._meta.label] = cursor.fetchone()[0]
    return counts


def has_column(model: type[models.Model], column: str) -> bool:
    return any(field.column == column for field in model._meta.local_concrete_fields)


def counts_here(where: str = "", *, column: str = "") -> dict[str, int]:
    return {
        model._meta.label: count_here(f'select count(*) from "{model._meta.db_table}" {where}')
        for model in fenced_models()
        if not column or has_column(model, column)
    }


def write_settings(value: str) -> None:
    with connection.cursor() as cursor:
        for name in SETTINGS:
            cursor.execute("select set_config(%s, %s, true)", (name, value))


def test_the_play_fills_every_fenced_table(seeded: str) -> None:
    empty = {label for label, count in owners_counts(seeded).items() if count == 0}
    assert empty == EMPTY


def test_without_settings_no_fenced_table_shows_a_row(seeded: str) -> None:
    with transaction.atomic():
        assert counts_here() == dict.fromkeys(counts_here(), 0)


def test_outside_a_transaction_no_fenced_table_shows_a_row(seeded: str) -> None:
    assert connection.in_atomic_block is False
    assert set(counts_here().values()) == {0}


@pytest.mark.parametrize("value", ["", "all", "*", "%", "null", "1 or 1=1", "-1", "9" * 30, "１"])
def test_no_word_in_the_settings_opens_a_row(seeded: str, value: str) -> None:
    with transaction.atomic():
        write_settings(value)
        assert set(counts_here().values()) == {0}


def test_a_tenant_reads_all_rows_of_its_own_and_none_of_anothers(seeded: str) -> None:
    for tenant in Tenant.objects.order_by("slug"):
        with fence.as_tenant(tenant.pk):
            own = counts_here(f"where tenant_id = {tenant.pk}", column="tenant_id")
            foreign = counts_here(f"where tenant_id <> {tenant.pk}", column="tenant_id")
        assert own == owners_counts(seeded, f"where tenant_id = {tenant.pk}", column="tenant_id")
        assert set(foreign.values()) == {0}


def test_the_public_of_a_tenant_reads_only_what_is_published(seeded: str) -> None:
    tenant = Tenant.objects.get(slug="sheitc")
    with fence.entered(Actor(public_tenant_id=tenant.pk)):
        shown = {label: count for label, count in counts_here().items() if count}
    assert set(shown) == PUBLISHED
    with fence.entered(Actor(public_tenant_id=Tenant.objects.get(slug=AWAY).pk)):
        assert counts_here(f"where tenant_id = {tenant.pk}", column="tenant_id") == dict.fromkeys(
            counts_here(column="tenant_id"), 0
        )


def test_an_organisation_reads_no_row_of_another_organisation(seeded: str) -> None:
    for login in ("cluster01", "cluster27", "cluster29", "stranger.enterprise"):
        user = User.objects.get(email=f"{login}@demo.example")
        with fence.entered(Actor(user_id=user.pk)):
            [own] = [m.enterprise_id for m in user.enterprise_memberships.all()]
        with fence.entered(Actor(user_id=user.pk, enterprise_id=own)):
            assert [row.pk for row in Enterprise.objects.all()] == [own]
            foreign = counts_here(f"where enterprise_id <> {own}", column="enterprise_id")
            seen = counts_here(f"where enterprise_id = {own}", column="enterprise_id")
        assert set(foreign.values()) == {0}
        every = owners_counts(seeded, f"where enterprise_id = {own}", column="enterprise_id")
        assert seen == {label: 0 if label in DROPPED_IN else count for label, count in every.items()}
