"""The certification body's decision: a certificate with its own number and dates, or a refusal with a reason."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from applications import policy
from applications.models import Entrustment, OutsideCertificate, StateChange, Unit
from applications.moving import move
from applications.queries.identity import identity_of
from applications.wording import staff_word
from applications.workflow import State
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid

from .certifying_rules import CertificateFacts, check_certificate, check_reason, lock_certification
from .telling_certification import tell_certification


@transaction.atomic
def decide(*, unit_id: int, facts: CertificateFacts, actor: Actor) -> OutsideCertificate:
    """Write the certificate and send the unit on to be published.

    is_new is computed: the organiser knows of no certificate for the same product, whichever body issued it.
    Raises  NotFound (not entrusted to the actor's body), Conflict (tests not concluded), Invalid (see CertificateFacts;
            the body has used the number before), Denied
    Lock    the application, the unit, the entrustment, and the product's identity within the tenant
    """
    held = lock_certification(actor, unit_id)
    unit = held.unit
    _demand_concluded(unit)
    check_certificate(facts, accepted_on=_accepted_on(unit))
    identity = identity_of(unit)
    is_new = _is_new(unit, identity)
    try:
        with transaction.atomic():
            row = _write(held, facts, identity=identity, is_new=is_new, actor=actor)
    except IntegrityError:
        text = _("本机构已用此编号登记过证书，请核对编号。")
        raise Invalid(text, fields={"number": text}) from None
    record(
        actor=actor,
        act="decide_certificate",
        subject=f"applications.unit:{unit.pk}",
        tenant_id=unit.tenant_id,
        payload={
            "body": row.body_name,
            "number": row.number,
            "issued_on": row.issued_on.isoformat(),
            "valid_to": row.valid_to.isoformat(),
            "is_new": row.is_new,
        },
    )
    move(unit, "certify", actor=actor)
    tell_certification(held, "certificate_decided", number=row.number)
    return row


@transaction.atomic
def refuse_certificate(*, unit_id: int, reason: str, actor: Actor) -> Unit:
    """Decide against it; the applicant reads why. Raises as decide; Invalid (no reason)."""
    held = lock_certification(actor, unit_id)
    _demand_concluded(held.unit)
    check_reason(reason)
    move(held.unit, "refuse_certificate", actor=actor, reason=reason)
    tell_certification(held, "certificate_refused", reason=reason.strip())
    return held.unit


def _demand_concluded(unit: Unit) -> None:
    if unit.state != State.CERT_DECISION:
        raise Conflict(_("该申报现在的状态为“%s”，不能作出认证决定。") % staff_word(unit.state))


def _accepted_on(unit: Unit) -> date:
    change = StateChange.objects.filter(unit=unit, name="accept_certification").order_by("-at", "-pk").first()
    return clock.day_of(change.at if change is not None else unit.moved_at)


def _is_new(unit: Unit, identity: str) -> bool:
    """Two bodies deciding on one product at the same time wait for each other, so that only one certificate is new."""
    if not identity:
        return True
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [unit.tenant_id % 2**31, identity])
    return not OutsideCertificate.objects.filter(tenant_id=unit.tenant_id, identity=identity).exists()


def _write(
    held: Entrustment, facts: CertificateFacts, *, identity: str, is_new: bool, actor: Actor
) -> OutsideCertificate:
    return OutsideCertificate.objects.create(
        tenant_id=held.tenant_id,
        enterprise_id=held.unit.enterprise_id,
        unit=held.unit,
        body_name=held.body.name,
        number=facts.number.strip(),
        standard=facts.standard.strip(),
        scope=facts.scope.strip(),
        issued_on=facts.issued_on,
        valid_to=facts.valid_to,
        is_new=is_new,
        identity=identity,
        decided_by_id=policy.user_of(actor),
        decided_at=clock.now(),
    )
