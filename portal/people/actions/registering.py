"""An organisation registers by its code; whoever finds it taken may claim it with proof."""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.audit.record import record
from portal.kit import clock, uscc
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid, NotFound
from portal.kit.folding import fold_code
from portal.notifications.outbox import announce
from portal.people import policy, queries, wording
from portal.people.ids import user_of
from portal.people.models import ClaimState, Enterprise, EnterpriseClaim, EnterpriseMember, User
from portal.people.policy import CLAIM_OFFICERS
from portal.tenancy import fence, files
from portal.tenancy.models import Tenant

FILES = "claims"
ALREADY_CONTESTED = _("您对此代码的主张已经提交，正在核验，不必重复提交。结果会通过站内消息和邮件通知。")


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a claimant states. uscc: as typed; wants_override: the check character fails but the licence says so."""

    uscc: str
    org_name: str
    legal_form: str
    claimant_name: str
    wants_override: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    licence: UploadedFile | None = None
    letter: UploadedFile | None = None


def read_code(typed: str, *, wants_override: bool) -> tuple[str, bool]:
    """(the code as stored, whether it rests on an exception). Raises Invalid on the field `uscc`."""
    try:
        return uscc.parse(typed), False
    except uscc.InvalidUscc as error:
        if error.reason != "check":
            raise Invalid(fields={"uscc": wording.USCC_REASONS[error.reason]}) from None
        if not wants_override:
            raise Invalid(fields={"uscc": wording.CHECK_WITH_WAY_OUT}, code="check") from None
        return fold_code(typed).replace("-", ""), True


@transaction.atomic
def register_organisation(*, tenant: Tenant, stated: Particulars, proof: Proof, actor: Actor) -> EnterpriseClaim:
    """Register an organisation under its code, its first user as administrator, and open his claim.

    tenant   the organiser whose office will check the claim
    Raises   Invalid: code wrong or taken (code "taken"), exception without licence, unusable file
    """
    code, is_exception = read_code(stated.uscc, wants_override=stated.wants_override)
    if is_exception and proof.licence is None:
        raise Invalid(fields={"licence": wording.OVERRIDE_NEEDS_LICENCE})
    if queries.is_code_taken(code):
        return _already_mine(actor, code)
    enterprise_id = draw_enterprise_id()
    with fence.widened(enterprise_id=enterprise_id, public_tenant_id=tenant.pk):
        _insert_enterprise(enterprise_id, code, stated, actor)
        claim = _insert_claim(tenant, code, stated, proof, actor, is_exception=is_exception)
        _record(claim, "register_organisation", actor)
    return claim


@transaction.atomic
def contest_code(*, tenant: Tenant, stated: Particulars, proof: Proof, actor: Actor) -> EnterpriseClaim:
    """Claim an organisation that somebody else registered. Both papers are needed; an office decides.

    Raises   Invalid: code wrong or not registered, a paper missing; Conflict: the user's earlier claim is still open
    """
    code = fold_code(stated.uscc).replace("-", "")
    if not queries.is_code_taken(code):
        raise Invalid(fields={"uscc": _("此代码尚未登记，可以直接登记，不必提出主张。")})
    if proof.licence is None or proof.letter is None:
        missing = {"licence": proof.licence, "letter": proof.letter}
        raise Invalid(fields={key: wording.BOTH_FILES_NEEDED for key, file in missing.items() if file is None})
    with fence.widened(public_tenant_id=tenant.pk):
        try:
            with transaction.atomic():
                claim = _insert_claim(tenant, code, stated, proof, actor, is_exception=not uscc.is_valid(code))
        except IntegrityError:
            raise Conflict(ALREADY_CONTESTED) from None
        _record(claim, "contest_code", actor)
        _announce(claim, "claim_contested", {"enterprise": claim.enterprise_id})
    return claim


@transaction.atomic
def open_claim(*, tenant: Tenant, proof: Proof, actor: Actor) -> EnterpriseClaim:
    """The administrator proves an organisation for which he has no open claim: handed over, or a second organiser.

    Raises   Denied (no administrator); Invalid: a paper missing or unusable; Conflict: a claim of his is open
    """
    policy.demand(policy.is_unit_admin(actor), policy.ONLY_UNIT_ADMIN)
    if proof.licence is None or proof.letter is None:
        missing = {"licence": proof.licence, "letter": proof.letter}
        raise Invalid(fields={key: wording.BOTH_FILES_NEEDED for key, file in missing.items() if file is None})
    row = queries.own_enterprise(actor)
    stated = Particulars(row.uscc, row.name, row.legal_form, actor.name[:60])
    with fence.widened(public_tenant_id=tenant.pk):
        try:
            with transaction.atomic():
                claim = _insert_claim(tenant, row.uscc, stated, proof, actor, is_exception=not uscc.is_valid(row.uscc))
        except IntegrityError:
            raise Conflict(ALREADY_CONTESTED) from None
        _record(claim, "open_claim", actor)
    return claim


@transaction.atomic
def file_proof(*, claim_id: int, proof: Proof, actor: Actor) -> EnterpriseClaim:
    """Add the papers to one's own claim, or replace them after a refusal.

    Raises   NotFound; Invalid: a paper missing; Conflict: the claim is accepted or was replaced
    Lock     the claim FOR UPDATE
    """
    claim = EnterpriseClaim.objects.select_for_update().filter(pk=claim_id, user_id=user_of(actor)).first()
    if claim is None:
        raise NotFound
    if claim.state in {ClaimState.ACCEPTED, ClaimState.REPLACED}:
        raise Conflict(_("此主张已经办结，不能再补交材料。"))
    with fence.widened(public_tenant_id=claim.tenant_id):
        _attach(claim, proof)
        if not (claim.licence_file and claim.letter_file):
            raise Invalid(fields={"letter" if claim.licence_file else "licence": wording.BOTH_FILES_NEEDED})
        _file(claim)
        claim.save()
        _record(claim, "file_proof", actor)
        _announce_filed(claim)
    return claim


def draw_enterprise_id() -> int:
    """Milliseconds of the clock and 16 random bits: 18 digits at the most, so that the fence's setting holds it."""
    return int(clock.now().timestamp() * 1000) << 16 | int.from_bytes(os.urandom(2), "big")


def _already_mine(actor: Actor, code: str) -> EnterpriseClaim:
    """A form sent twice finds its own first result; anybody else learns that the code is taken."""
    mine = EnterpriseClaim.objects.filter(user_id=user_of(actor), uscc=code).exclude(state=ClaimState.REPLACED)
    claim = mine.order_by("pk").first()
    seats = EnterpriseMember.objects.filter(user_id=user_of(actor), is_active=True)
    if claim is not None and seats.filter(enterprise_id=claim.enterprise_id).exists():
        return claim
    raise Invalid(fields={"uscc": wording.CODE_TAKEN}, code="taken")


def _insert_enterprise(enterprise_id: int, code: str, stated: Particulars, actor: Actor) -> None:
    now = clock.now()
    try:
        with transaction.atomic():
            Enterprise(
                id=enterprise_id, uscc=code, name=stated.org_name, legal_form=stated.legal_form, registered_at=now
            ).save(force_insert=True)
    except IntegrityError:
        raise Invalid(fields={"uscc": wording.CODE_TAKEN}, code="taken") from None
    EnterpriseMember.objects.create(
        enterprise_id=enterprise_id, user_id=user_of(actor), is_unit_admin=True, joined_at=now
    )
    # Whoever signed up with a mailbox alone is from now on called by the name that he stated.
    User.objects.filter(pk=user_of(actor), name="").update(name=stated.claimant_name)


def _insert_claim(
    tenant: Tenant, code: str, stated: Particulars, proof: Proof, actor: Actor, *, is_exception: bool
) -> EnterpriseClaim:
    """The database finds the organisation of the code (migration 0002)."""
    claim = EnterpriseClaim(
        tenant=tenant,
        user_id=user_of(actor),
        uscc=code,
        org_name=stated.org_name,
        claimant_name=stated.claimant_name,
        code_override=is_exception,
    )
    _attach(claim, proof)
    if claim.licence_file and claim.letter_file:
        _file(claim)
    claim.save(force_insert=True)
    claim.refresh_from_db(fields=("enterprise",))
    if claim.state == ClaimState.FILED:
        _announce_filed(claim)
    return claim


def _attach(claim: EnterpriseClaim, proof: Proof) -> None:
    faults: dict[str, object] = {}
    for field, upload in (("licence", proof.licence), ("letter", proof.letter)):
        if upload is None:
            continue
        try:
            checked = files.check_file(upload)
        except files.BadUpload as error:
            faults[field] = files.explain(error)
        else:
            setattr(claim, f"{field}_file", files.store(claim.tenant_id, FILES, checked, upload))
    if faults:
        raise Invalid(fields=faults)


def _file(claim: EnterpriseClaim) -> None:
    claim.state = ClaimState.FILED
    claim.filed_at = clock.now()


def _record(claim: EnterpriseClaim, act: str, actor: Actor) -> None:
    record(
        actor=actor,
        act=act,
        subject=f"people.enterpriseclaim:{claim.pk}",
        tenant_id=claim.tenant_id,
        payload={"uscc": claim.uscc, "state": claim.state, "code_override": claim.code_override},
    )


def _announce_filed(claim: EnterpriseClaim) -> None:
    for role in CLAIM_OFFICERS:
        _announce(claim, "claim_filed", {"role": role.value})


def _announce(claim: EnterpriseClaim, kind: str, audience: dict[str, object]) -> None:
    slug = claim.tenant.slug
    url = "/my/organisation/" if kind == "claim_contested" else f"/{slug}/office/claims/{claim.pk}/"
    who = "-".join(str(part) for pair in audience.items() for part in pair)
    announce(
        tenant_id=claim.tenant_id,
        key=f"claim:{claim.pk}:{kind}:{int(clock.now().timestamp())}:{who}",
        kind=kind,
        audience=audience,
        context={"org_name": claim.org_name, "url": url},
    )
