"""What the pages of making an edition read: districts and their terms, versions, what hangs on the edition."""

from __future__ import annotations

from django.db.models import Count

from applications.models import Application, Unit
from applications.readiness import Surroundings
from portal.people.models import Body
from portal.tenancy.calendar import statutory_calendar
from portal.tenancy.models import District
from programmes.models import Edition, EditionDistrict, EditionVersion

PAGE_SIZE = 20


def all_districts(tenant_id: int) -> list[District]:
    return list(District.objects.filter(tenant_id=tenant_id).order_by("code", "pk"))


def district_rows(edition: Edition) -> list[EditionDistrict]:
    """Districts with terms of their own, each with its district."""
    rows = EditionDistrict.objects.filter(edition_id=edition.pk).select_related("district")
    return list(rows.order_by("district__code", "pk"))


def surroundings_of(edition: Edition) -> Surroundings:
    """What readiness looks at beside the edition: four queries."""
    kinds = Body.objects.filter(tenant_id=edition.tenant_id, is_active=True).order_by()
    return Surroundings(
        districts=all_districts(edition.tenant_id),
        terms=district_rows(edition),
        body_kinds=frozenset(kinds.values_list("kind", flat=True)),
        calendar=statutory_calendar(),
    )


def versions_of(edition: Edition, *, before: int | None = None) -> list[EditionVersion]:
    """A page of what the edition was set to, newest first, and one more: the page's last is compared with it."""
    rows = EditionVersion.objects.filter(edition_id=edition.pk).select_related("changed_by")
    if before is not None:
        rows = rows.filter(number__lt=before)
    return list(rows.order_by("-number", "-pk")[: PAGE_SIZE + 1])


def changes_since(edition_id: int, number: int) -> list[EditionVersion]:
    """Versions after one, oldest first, without their content."""
    rows = EditionVersion.objects.filter(edition_id=edition_id, number__gt=number).defer("content")
    return list(rows.order_by("number", "pk"))


def counts_in(edition: Edition) -> dict[str, int]:
    """State -> units of the edition that are in it, of filings that were handed in."""
    rows = Unit.objects.filter(edition_id=edition.pk, application__version_number__gt=0).order_by()
    return {row["state"]: row["n"] for row in rows.values("state").annotate(n=Count("pk"))}


def drafts_in(edition: Edition) -> int:
    return Application.objects.filter(edition_id=edition.pk, version_number=0, state="draft").count()
