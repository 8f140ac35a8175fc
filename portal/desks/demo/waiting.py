"""What the demo leaves for its visitors: whoever logs in finds something that he, and nobody else, has to do."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q

from applications.models import Application
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.samples import example_code
from portal.people.actions.members import Invitation, invite_member
from portal.people.actions.registering import Particulars, Proof, contest_code, register_organisation
from portal.people.models import EnterpriseClaim, Expert, LegalForm
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from publications.models import ListEntry
from reviews.actions import deciding, drawing, forming
from reviews.actions.avoiding import Avoidance, name_avoided_experts

from . import listing, publishing, verifying
from .cast import make_user
from .filing import sample_pdf
from .people import DOMAIN, ORGANISER_SECRET
from .stage import Stage, at_step

NEWCOMER_SERIAL = 49001
ADJUSTED = "（演示）主要客户稳定性好于所报数据，建议上调。"

AVOIDED = "（演示）该专家三年内曾任本单位竞争对手的顾问。"


def leave_work(stage: Stage) -> None:
    """A draw half committed, a result to approve or verify, lists to release, objections and a revocation to decide."""
    _leave_avoidance(stage)
    _leave_draw(stage)
    _leave_run(stage)
    _leave_verification(stage)
    _leave_lists(stage)
    _leave_objections(stage)
    _leave_revocation(stage)


def _leave_avoidance(stage: Stage) -> None:
    """Of the cases that may be drawn for, the first asks to keep an expert out, who then is not drawn for it."""
    ready = stage.units("data_checked" if stage.edition.has_stage("data_check") else "accepted")
    if len(ready) < 2 or not stage.edition.has_stage("expert_review"):
        return
    owner = stage.played(ready[0].pk).actor
    with fence.as_tenant(stage.tenant.pk):
        expert = Expert.objects.filter(tenant=stage.tenant).order_by("pk").first()
    if expert is not None:
        named = Avoidance(expert.name, expert.employer_name, AVOIDED)
        with fence.entered(owner):
            name_avoided_experts(application_id=ready[0].application_id, named=[named], actor=owner)


def _leave_draw(stage: Stage) -> None:
    """Of two cases that may be drawn for the last has a frozen pool and the organiser's commitment; nobody else's."""
    ready = stage.units("data_checked" if stage.edition.has_stage("data_check") else "accepted")
    if len(ready) < 2 or not stage.edition.has_stage("expert_review"):
        return
    city = stage.staff["city"]
    with fence.entered(city):
        panel = forming.form_panel(edition_id=stage.edition.pk, unit_ids=[ready[-1].pk], actor=city)
        forming.freeze_pool(panel_id=panel.pk, actor=city)
        drawing.commit_secret(panel_id=panel.pk, digest=drawing.digest_of_secret(ORGANISER_SECRET), actor=city)


def _leave_run(stage: Stage) -> None:
    """Inspected cases are calculated and put forward; whoever is only reviewed waits for the next calculation."""
    inspected = stage.units("inspected")
    if not inspected:
        return
    city = stage.staff["city"]
    with fence.entered(city):
        run = deciding.calculate_run(edition_id=stage.edition.pk, unit_ids=[unit.pk for unit in inspected], actor=city)
        deciding.submit_run(run_id=run.pk, actor=city)


def _leave_verification(stage: Stage) -> None:
    """Reviewed cases lie before their experts: an adjustment waits for its second signature, the others for a first."""
    reviewed = stage.units("reviewed")
    if not reviewed or not stage.edition.has_stage("expert_verification"):
        return
    city = stage.staff["city"]
    run = verifying.open_verification(reviewed, city)
    asked = verifying.experts_of(run, city, stage.experts)
    for unit_id, own in list(asked.items())[:1]:
        verifying.propose(run, unit_id, ("adjust", Decimal("0.05"), ADJUSTED), own[0])


def _leave_lists(stage: Stage) -> None:
    """Drafted, not released: after the notice, where the plan says so; without a notice, as soon as it is decided."""
    if "drafted" in stage.plan.steps:
        with clock.frozen(at_step(stage, "drafted")):
            publishing.end_notices(stage.tenant)
            listing.draft(stage.edition, stage.staff)
    elif stage.units("proposed") and not stage.edition.has_stage("public_notice"):
        released_at = stage.plan.steps.get("released")
        listing.draft(stage.edition, stage.staff, release_on=clock.day_of(released_at) if released_at else None)


def _leave_objections(stage: Stage) -> None:
    """One is looked into up to the leader's decision, one was just received."""
    for unit in stage.units("objection_hold"):
        owner = stage.played(unit.pk).actor
        publishing.look_into(unit, owner, stage.staff)
    noticed = stage.units("public_notice") if stage.units("objection_hold") else []
    for unit in noticed[-1:]:
        publishing.object_again(unit, stage.tenant)


def _leave_revocation(stage: Stage) -> None:
    """The first of several honours in force is questioned: its holder is to answer."""
    with fence.entered(stage.staff["city"]):
        lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
        held = set(
            ListEntry.objects.filter(lasting, published_list__edition=stage.edition).values_list("unit", flat=True)
        )
    listed = [unit for unit in stage.units("listed") if unit.pk in held]
    if len(listed) > 2:
        with clock.frozen(clock.now() - timedelta(days=3)):
            listing.question(listed[0], stage.staff)


def leave_people(tenant: Tenant, staff: dict[str, Actor]) -> None:
    """An invitation not yet taken up, a new organisation's claim, and a second claimant to a registered one."""
    admin = staff["admin"]
    with fence.entered(admin):
        guest = Invitation(f"invited@{DOMAIN}", "受邀经办（示例）", Role.CITY_OFFICER.value, body="中小企业处（示例）")
        invite_member(invitation=guest, actor=admin)
    stated = Particulars(
        example_code(NEWCOMER_SERIAL), "示例新材料产业园运营有限公司", LegalForm.COMPANY, "新登记经办（示例）"
    )
    with fence.entered(_visitor("newunit", stated.claimant_name)) as newcomer:
        register_organisation(tenant=tenant, stated=stated, proof=_papers(), actor=newcomer)
    with fence.as_tenant(tenant.pk):
        drafts = Application.objects.filter(tenant=tenant, state=State.DRAFT).values("enterprise_id")
        taken = EnterpriseClaim.objects.filter(tenant=tenant, enterprise_id__in=drafts).order_by("-pk").first()
    if taken is not None:
        stated = Particulars(taken.uscc, taken.org_name, LegalForm.COMPANY, "另一主张人（示例）")
        with fence.entered(_visitor("rival", stated.claimant_name)) as rival:
            contest_code(tenant=tenant, stated=stated, proof=_papers(), actor=rival)


def _visitor(login: str, name: str) -> Actor:
    user = make_user(f"{login}@{DOMAIN}", name)
    return Actor(user_id=user.pk, name=user.name)


def _papers() -> Proof:
    licence, letter = (
        SimpleUploadedFile(f"示例-{name}.pdf", sample_pdf(name), content_type="application/pdf")
        for name in ("营业执照", "授权书")
    )
    return Proof(licence, letter)
