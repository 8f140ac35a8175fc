"""The district's side: return, put forward, sign (four eyes), count in paper copies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy, queries
from applications.models import Application, Correction, DistrictReview, Receipt
from applications.models.checks import ReceiptKind
from applications.moving import move
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Closed, Conflict, Denied, Invalid
from portal.notifications.outbox import announce
from programmes.models import EditionDistrict

from . import priority, units
from .corrections import open_correction

OPINION_LIMIT = 2000


@transaction.atomic
def return_for_correction(
    *, application_id: int, reasons: Mapping[str, str], note: str = "", expected_version: int, actor: Actor
) -> Correction:
    """Send a submitted filing back with reasons per field. Raises as open_correction and move; Conflict when stale."""
    application = lock_as_officer(actor, application_id, expected_version)
    correction = open_correction(application, stage="district_review", reasons=reasons, note=note, actor=actor)
    move(application, "return", actor=actor, reason=note.strip() or "；".join(correction.reasons.values()))
    return correction


@transaction.atomic
def put_forward(
    *,
    application_id: int,
    is_recommended: bool,
    opinion: str,
    rank: int | None = None,
    checklist: Mapping[str, bool] | None = None,
    is_priority: bool = False,
    expected_version: int,
    actor: Actor,
) -> DistrictReview:
    """An officer's proposal, for the leader's signature.

    opinion      1-2000 characters; the applicant reads it when the district does not recommend
    rank         the district's order among its recommended filings, 1 is best
    is_priority  recommended with priority, which needs a ground (actions.priority)
    Raises       Invalid (opinion, rank, quota used up, no ground for priority), Closed (too late), Conflict, Denied
    """
    application = lock_as_officer(actor, application_id, expected_version)
    text = _check_opinion(opinion, rank)
    _demand_before_due(application)
    basis = priority.basis_for(application, is_recommended=is_recommended) if is_priority else []
    if is_recommended:
        _demand_quota(application)
    review = DistrictReview.objects.create(
        tenant_id=application.tenant_id,
        application=application,
        version_number=application.version_number,
        is_recommended=is_recommended,
        is_priority=is_priority,
        priority_basis=basis,
        opinion=text,
        rank=rank if is_recommended else None,
        checklist=dict(checklist or {}),
        put_forward_by_id=policy.user_of(actor),
        put_forward_at=clock.now(),
    )
    move(application, "put_forward", actor=actor)
    _tell_leaders(application, review)
    return review


def _check_opinion(opinion: str, rank: int | None) -> str:
    """The opinion without space around it. Raises Invalid."""
    text = opinion.strip()
    if not 1 <= len(text) <= OPINION_LIMIT:
        raise Invalid(_("请填写初审意见。"), fields={"opinion": _("请填写初审意见，1至%s字。") % OPINION_LIMIT})
    if rank is not None and not 1 <= rank <= 999:
        raise Invalid(_("推荐排序有误。"), fields={"rank": _("推荐排序请填1至999之间的整数，1为最优先。")})
    return text


@transaction.atomic
def sign_review(*, review_id: int, is_confirmed: bool, note: str = "", actor: Actor) -> Application:
    """A leader signs the officer's proposal, or sends it back with a note.

    Raises  Denied (the signer put it forward himself, another district), Conflict (already signed),
            Invalid (sent back without a note), Closed (a recommendation after the district's deadline),
            Conflict (a priority whose ground has been struck from the register)
    """
    review = DistrictReview.objects.select_for_update().filter(pk=review_id).first()
    if review is None:
        raise Conflict(_("该初审意见不存在。"))
    application = queries.lock_for(actor, review.application_id)
    if review.signed_at is not None:
        raise Conflict(_("该初审意见已经审签。"))
    if review.put_forward_by_id == actor.user_id:
        raise Denied(_("经办人不能审签自己提出的意见，请由另一位领导审签。"))
    if not is_confirmed and not note.strip():
        raise Invalid(_("请写明退回经办人的原因。"), fields={"note": _("请写明退回经办人的原因。")})
    review.signed_by_id, review.signed_at = policy.user_of(actor), clock.now()
    review.is_confirmed, review.leader_note = is_confirmed, note.strip()
    review.save(update_fields=("signed_by", "signed_at", "is_confirmed", "leader_note"))
    if not is_confirmed:
        moved = move(application, "send_back", actor=actor, reason="")
        _tell_officer(application, review)
        return moved
    return _carry_out(application, review, actor)


def _carry_out(application: Application, review: DistrictReview, actor: Actor) -> Application:
    if not review.is_recommended:
        moved = move(application, "not_recommend", actor=actor, reason=review.opinion)
        units.drop(application, actor=actor)
        _tell_enterprise(application, "application_not_recommended", reason=review.opinion)
        return moved
    _demand_before_due(application)
    priority.confirm(application, review, actor=actor)
    moved = move(application, "recommend", actor=actor)
    units.enter(application, actor=actor)
    _tell_enterprise(application, "application_recommended", reason="")
    announce(
        tenant_id=application.tenant_id,
        key=f"application:{application.pk}:recommended",
        kind="case_to_check",
        audience={"role": Role.CITY_OFFICER.value},
        context={"title": application.title, "url": _case_url(application)},
        wording=application.edition.wording,
    )
    return moved


@transaction.atomic
def record_receipt(
    *, application_id: int, kind: str, count: int, received_on: date, note: str = "", actor: Actor
) -> Receipt:
    """Count in paper copies or discs. Raises Invalid (kind, count 1-99, a date in the future), Denied."""
    application = queries.get_for(actor, application_id)
    policy.demand(actor.has_role(Role.DISTRICT_OFFICER, Role.CITY_OFFICER), _("由区级或市级经办人登记材料。"))
    problems: dict[str, object] = {}
    if kind not in ReceiptKind.values:
        problems["kind"] = _("请选择纸质材料或光盘。")
    elif kind == ReceiptKind.PAPER and application.edition.has_stage("paper_receipt"):
        problems["kind"] = _("本年度的纸质申报表由市级经办人核对登记，这里只登记光盘。")
    if not 1 <= count <= 99:
        problems["count"] = _("份数请填1至99之间的整数。")
    if received_on > clock.today():
        problems["received_on"] = _("收到日期不能晚于今天。")
    if problems:
        raise Invalid(_("材料登记有误。"), fields=problems)
    receipt = Receipt.objects.create(
        tenant_id=application.tenant_id,
        application=application,
        kind=kind,
        count=count,
        received_on=received_on,
        note=note.strip()[:200],
        recorded_by_id=policy.user_of(actor),
        recorded_at=clock.now(),
    )
    record(
        actor=actor,
        act="record_receipt",
        subject=f"applications.application:{application.pk}",
        tenant_id=application.tenant_id,
        payload={"kind": kind, "count": count, "received_on": received_on},
    )
    return receipt


def lock_as_officer(actor: Actor, application_id: int, expected_version: int) -> Application:
    """The filing, locked, for an officer of its district who has seen its newest version. Raises Denied, Conflict."""
    application = queries.lock_for(actor, application_id)
    may = application.district_id in actor.districts_for(Role.DISTRICT_OFFICER)
    policy.demand(may, _("由申报所在区的经办人办理。"))
    if application.version_number != expected_version:
        raise Conflict(_("申报主体已提交第%s版，请查看新版本后再办理。") % application.version_number)
    return application


def _demand_before_due(application: Application) -> None:
    due_at = application.edition.district_due_at
    if due_at is not None and clock.now() >= due_at:
        raise Closed(_("区级推荐已于截止时间结束，请联系市级主管部门。"))


def _demand_quota(application: Application) -> None:
    """The district's row of the edition is locked, so that two officers cannot both take the last place."""
    row = EditionDistrict.objects.select_for_update().filter(
        edition_id=application.edition_id, district=application.district
    )
    settings = row.first()
    if settings is None or settings.quota is None:
        return
    used = DistrictReview.objects.filter(
        application__edition_id=application.edition_id,
        application__district=application.district,
        application__state__in=("awaiting_leader", "recommended"),
        is_recommended=True,
    ).exclude(is_confirmed=False)
    if used.values("application").distinct().count() >= settings.quota:
        text = _("本区推荐名额为%s个，已经用完。") % settings.quota
        raise Invalid(text, fields={"is_recommended": text})


def _tell_enterprise(application: Application, kind: str, *, reason: str) -> None:
    announce(
        tenant_id=application.tenant_id,
        key=f"application:{application.pk}:{kind}:v{application.version_number}",
        kind=kind,
        audience={"enterprise": application.enterprise_id},
        context={
            "title": application.title,
            "reason": reason,
            "url": f"/my/{application.tenant.slug}/applications/{application.pk}/",
        },
        wording=application.edition.wording,
    )


def _tell_leaders(application: Application, review: DistrictReview) -> None:
    announce(
        tenant_id=application.tenant_id,
        key=f"district_review:{review.pk}:put_forward",
        kind="review_put_forward",
        audience={"role": Role.DISTRICT_LEADER.value, "district": application.district_id},
        context={"title": application.title, "url": _case_url(application)},
        wording=application.edition.wording,
    )


def _tell_officer(application: Application, review: DistrictReview) -> None:
    announce(
        tenant_id=application.tenant_id,
        key=f"district_review:{review.pk}:sent_back",
        kind="review_sent_back",
        audience={"user": review.put_forward_by_id},
        context={"title": application.title, "note": review.leader_note, "url": _case_url(application)},
        wording=application.edition.wording,
    )


def _case_url(application: Application) -> str:
    return f"/{application.tenant.slug}/office/cases/{application.pk}/"
