"""One row at a time: the application, its unit and its versions, for whoever may read them."""

from __future__ import annotations

from typing import TypeVar

from django.utils.translation import gettext as _

from applications import policy
from applications.models import Application, Unit, Version
from portal.kit.actor import Actor
from portal.kit.errors import Denied, NotFound

Row = TypeVar("Row", Application, Unit)


def get_for(actor: Actor, application_id: int) -> Application:
    """The application, for whoever may read it.

    Raises NotFound (not in this tenant, another enterprise's, never filed), Denied (right tenant, wrong district)
    """
    row = Application.objects.select_related("edition", "tenant", "district").filter(pk=application_id).first()
    return _readable(actor, row)


def lock_for(actor: Actor, application_id: int) -> Application:
    """As get_for, with the row locked FOR UPDATE until the transaction ends."""
    _readable(actor, Application.objects.filter(pk=application_id).first())
    locked = Application.objects.select_related("edition", "tenant", "district")
    return locked.select_for_update(of=("self",)).get(pk=application_id)


def unit_for(actor: Actor, unit_id: int) -> Unit:
    """The unit, for whoever may read its application. Raises as get_for."""
    row = Unit.objects.select_related("application", "edition", "tenant", "district").filter(pk=unit_id).first()
    return _readable(actor, row)


def lock_unit_for(actor: Actor, unit_id: int) -> Unit:
    """As unit_for, with the row locked FOR UPDATE until the transaction ends; its relations are read under the lock."""
    _readable(actor, Unit.objects.select_related("application").filter(pk=unit_id).first())
    list(Unit.objects.select_for_update().filter(pk=unit_id).values_list("pk"))
    return unit_for(actor, unit_id)


def latest_version(application: Application) -> Version:
    """The newest submission. Raises NotFound while nothing was submitted."""
    return version_of(application, application.version_number)


def version_of(application: Application, number: int) -> Version:
    """One submission by its number, counted from 1. Raises NotFound."""
    row = Version.objects.filter(application_id=application.pk, number=number).first()
    if row is None:
        raise NotFound()
    return row


def _readable(actor: Actor, row: Row | None) -> Row:
    if row is None:
        raise NotFound()
    if policy.may_read(actor, row):
        return row
    if policy.was_never_filed(row):
        raise NotFound()
    in_own_tenant = actor.tenant_id == row.tenant_id and policy.is_office(actor)
    if in_own_tenant and row.district_id is not None and actor.districts_for(*policy.DISTRICT_SIDE):
        raise Denied(_("该申报不属于您负责的区。"))
    raise NotFound()
