"""What of publications waits for one person: drafts to go out, objections to take up, honours to decide on."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.awaiting import Awaiting, OwnNeed
from portal.kit import clock
from portal.kit.actor import Actor, Role

from . import queries
from .models import ListState, Objection, RevocationState, Reward, RewardState
from .queries.rewards import rewards_in


def publications_awaiting(actor: Actor, slug: str) -> list[Awaiting]:
    rows: list[Awaiting] = []
    if actor.has_role(Role.CITY_OFFICER):
        rows += _officer(actor, slug)
    if actor.has_role(Role.CITY_LEADER):
        rows += _leader(actor, slug)
    return rows


def _officer(actor: Actor, slug: str) -> list[Awaiting]:
    rows = [
        Awaiting(_("公示草稿待发布"), 1, row.edition, reverse("notice", args=(slug, row.pk)))
        for row in queries.draft_notices(actor)
    ]
    rows += [
        Awaiting(
            _("公示期满，待起草名单") if edition.has_stage("public_notice") else _("已审定，待起草名单"),
            edition.unit_count,  # type: ignore[attr-defined]
            edition,
            reverse("lists", args=(slug,)),
        )
        for edition in queries.editions_to_list(actor)
    ]
    rows += [
        Awaiting(_("名单未公布，待核对"), 1, row.edition, reverse("list", args=(slug, row.pk)))
        for row in queries.open_lists(actor)
        if row.stopped_for
    ]
    words = {RewardState.APPLIED: _("奖励待核对"), RewardState.APPROVED: _("奖励待登记拨付")}
    rows += [_reward(row, slug, words[RewardState(row.state)]) for row in rewards_in(actor, *words)]
    return rows + [
        Awaiting(
            _("异议待受理"),
            1,
            row.notice.edition,
            reverse("objection", args=(slug, row.pk)),
            clock.end_of(row.accept_due_on),
        )
        for row in queries.received_objections(actor)
    ]


def _leader(actor: Actor, slug: str) -> list[Awaiting]:
    rows = [
        Awaiting(_("名单待发布"), 1, row.edition, reverse("list", args=(slug, row.pk)))
        for row in queries.open_lists(actor)
        if row.state == ListState.DRAFT
    ]
    rows += [
        Awaiting(
            _("异议待决定"),
            1,
            row.notice.edition,
            reverse("objection", args=(slug, row.pk)),
            clock.end_of(row.answer_due_on),
        )
        for row in queries.reported_objections(actor)
    ]
    to_approve = [row for row in rewards_in(actor, RewardState.CHECKED) if row.checked_by_id != actor.user_id]
    rows += [_reward(row, slug, _("奖励待审批")) for row in to_approve]
    return rows + [
        Awaiting(
            _("撤销待决定"), 1, row.entry.published_list.edition, reverse("certificate", args=(slug, row.entry_id))
        )
        for row in queries.revocations_to_decide(actor, clock.today())
    ]


def _reward(row: Reward, slug: str, label: str) -> Awaiting:
    return Awaiting(label, 1, row.edition, reverse("reward", args=(slug, row.pk)))


def _objection(label: str, row: Objection, slug: str, due_on: date) -> Awaiting:
    return Awaiting(label, 1, row.notice.edition, reverse("objection", args=(slug, row.pk)), clock.end_of(due_on))


def needs_of_enterprise(actor: Actor) -> list[OwnNeed]:
    """Questions about an objection, and findings against an honour, that are still to be answered."""
    needs = [
        OwnNeed(
            row.name,
            row.tenant.name,
            _("就公示期间的异议作出说明"),
            reverse("objection_response", args=(row.tenant.slug, row.pk)),
            clock.end_of(row.due_on),
        )
        for row in queries.inquiries_of(actor)
    ]
    return needs + [
        OwnNeed(
            row.entry.name,
            row.tenant.name,
            _("就拟撤销荣誉陈述申辩"),
            reverse("revocation_response", args=(row.tenant.slug, row.pk)),
            clock.end_of(row.answer_due_on),
        )
        for row in queries.revocations_of(actor)
        if row.state == RevocationState.NOTICED and row.answered_at is None
    ]
