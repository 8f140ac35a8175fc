"""Objections from outside: received while a notice runs, withdrawn by token; who objected takes a reason to read."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.audit.record import new_event_id, record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Closed, Conflict, Invalid
from portal.kit.uploads import CheckedUpload
from portal.notifications.outbox import announce
from portal.tenancy import fence
from portal.tenancy.files import store

from .. import policy, queries
from ..models import Notice, NoticeEntry, Objection, ObjectionFile, ObjectionState
from ..terms import ACCEPT_DAYS, ANSWER_DAYS, handling_due, has_ended
from ..tokens import digest_of, new_secret
from ._common import note

S = ObjectionState


@dataclass(frozen=True, slots=True)
class Objector:
    """Who objects, checked by the form: kind, real name, ID number or credit code, telephone, e-mail or ""."""

    kind: str
    name: str
    code: str
    phone: str
    email: str
    is_confidential: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """Shown once: the number to quote and the token that opens the state."""

    number: str
    token: str


@transaction.atomic
def receive_objection(
    *,
    notice_id: int,
    entry_id: int,
    objector: Objector,
    facts: str,
    request: str,
    files: list[tuple[CheckedUpload, BinaryIO]],
    actor: Actor,
) -> Receipt:
    """Take in an objection while the notice runs; nobody needs to be logged in.

    Raises  NotFound (no such published notice), Invalid (entry not on it), Closed (at or after 24:00 of the last day)
    """
    tenant_id = actor.public_tenant_id
    assert tenant_id is not None
    notice = queries.public_notice(tenant_id, notice_id)
    if has_ended(notice, clock.now()):
        raise Closed(_("公示期已于 %s 24:00 结束，不再接收异议。") % notice.last_on)
    entry = notice.entries.filter(pk=entry_id).first()
    if entry is None:
        raise Invalid(_("请选择公示名单中的一项。"), fields={"entry": _("请选择公示名单中的一项。")})
    token = new_secret()
    row = _new_row(notice, entry, objector)
    row.token_digest, row.facts, row.request = digest_of(token), facts, request
    row.save(force_insert=True)
    _keep_files(row, files)
    _record_stranger(row, "receive_objection", actor)
    _tell_office(row, notice)
    return Receipt(row.receipt_number, token)


def _record_stranger(row: Objection, act: str, actor: Actor) -> None:
    """The record names no person: whoever objects stays behind the fence even there."""
    stranger = Actor(public_tenant_id=row.tenant_id, request_id=actor.request_id)
    record(actor=stranger, act=act, subject=f"publications.objection:{row.pk}", tenant_id=row.tenant_id)


def _tell_office(row: Objection, notice: Notice) -> None:
    announce(
        tenant_id=row.tenant_id,
        key=f"objection:{row.pk}:received",
        kind="objection_received",
        audience={"role": "city_officer"},
        context={
            "number": row.receipt_number,
            "title": notice.title,
            "accept_due_on": str(row.accept_due_on),
            "url": reverse("objection", kwargs={"tenant": notice.tenant.slug, "pk": row.pk}),
        },
        wording=notice.edition.wording,
    )


def _keep_files(row: Objection, files: list[tuple[CheckedUpload, BinaryIO]]) -> None:
    for checked, content in files:
        ObjectionFile(
            id=new_event_id(),
            tenant_id=row.tenant_id,
            objection=row,
            name=checked.clean_name,
            file=store(row.tenant_id, "objections", checked, content),
            content_type=checked.content_type,
            size_bytes=checked.size_bytes,
            sha256=checked.sha256,
        ).save(force_insert=True)


def _new_row(notice: Notice, entry: NoticeEntry, objector: Objector) -> Objection:
    now, today = clock.now(), clock.today()
    return Objection(
        id=new_event_id(),
        tenant_id=notice.tenant_id,
        notice=notice,
        entry=entry,
        unit_id=entry.unit_id,
        receipt_number=f"YY{today:%Y%m%d}-{secrets.token_hex(3).upper()}",
        objector_kind=objector.kind,
        objector_name=objector.name,
        objector_code=objector.code,
        objector_phone=objector.phone,
        objector_email=objector.email,
        is_confidential=objector.is_confidential,
        received_at=now,
        accept_due_on=handling_due(today, ACCEPT_DAYS),
        answer_due_on=handling_due(today, ANSWER_DAYS),
    )


@transaction.atomic
def withdraw_objection(*, token: str, actor: Actor) -> str:
    """By whoever holds the token. Before it is taken up it ends; later the inquiry goes on. The state it has now.

    Raises NotFound, Conflict (decided already, or asked before)
    """
    tenant_id = actor.public_tenant_id
    assert tenant_id is not None
    queries.objection_by_token(tenant_id, token)
    with fence.widened(tenant_id=tenant_id):
        row = Objection.objects.select_for_update().get(tenant_id=tenant_id, token_digest=digest_of(token))
        policy.demand_state(row, S.RECEIVED, S.ACCEPTED, S.INVESTIGATING)
        if row.withdrawn_at is not None:
            raise Conflict(_("您已经申请过撤回。"))
        row.withdrawn_at = clock.now()
        if row.state == S.RECEIVED:
            row.state, row.decided_at = S.WITHDRAWN, clock.now()
        row.save(update_fields=("state", "withdrawn_at", "decided_at"))
        _record_stranger(row, "withdraw_objection", actor)
    return row.state


@transaction.atomic
def reveal_objector(*, objection_id: UUID, reason: str, actor: Actor) -> Objection:
    """The objection with the objector's particulars in the clear; the reading itself is recorded with its reason."""
    policy.demand_reveal(actor)
    row = queries.objection_for(actor, objection_id)
    if not reason.strip():
        raise Invalid(_("请写明查看理由。"), fields={"reason": _("请写明查看理由。")})
    note(row, "reveal_objector", actor=actor, reason=reason.strip())
    return row
