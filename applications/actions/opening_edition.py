"""An edition's own course: announced once everything is sound, ended early with a reason, put away when it is over."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application, Unit
from applications.queries.editions import surroundings_of
from applications.readiness import Remark, remarks_on
from applications.terms import say_instant, say_until
from applications.workflow import State, rows
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from portal.notifications.outbox import announce
from programmes.models import Edition, EditionState

from .editions_versions import Change, begin_change, finish_change

S = EditionState
# Units in these wait for nobody: they are over, or live on by their own clock.
AT_REST = frozenset(
    {
        *(State.NOT_ACCEPTED, State.SCREENED_OUT, State.NOT_CERTIFIED, State.NOT_PROPOSED, State.NOT_LISTED),
        *(State.LISTED, State.SUSPENDED, State.EXPIRING, State.RE_REVIEW, State.LAPSED, State.REVOKED),
    }
)


@transaction.atomic
def announce_edition(*, edition_id: int, expected_version: int, actor: Actor) -> Edition:
    """From a draft to announced: the public sees it, and it opens and closes by its own dates.

    Raises  Invalid (fields: {"0": what stops it, …}), Conflict (no draft any more, changed meanwhile), NotFound, Denied
    Lock    the edition's row
    """
    change = begin_change(edition_id=edition_id, expected_version=expected_version, actor=actor)
    edition = change.edition
    if edition.state != S.DRAFT:
        raise Conflict(_("申报通知已经发布，不能重复发布。"))
    stopping = blocking_in(remarks_on(edition, surroundings_of(edition)))
    if stopping:
        fields = {str(place): one.text for place, one in enumerate(stopping)}
        raise Invalid(_("还有 %s 处须先改好，才能发布。") % len(stopping), fields=fields)
    _turn(change, S.ANNOUNCED, "announce_edition", actor=actor)
    _tell_offices(edition, "edition_announced", opens_at=say_instant(edition.opens_at))
    return edition


@transaction.atomic
def end_edition(*, edition_id: int, reason: str, expected_version: int, actor: Actor) -> Edition:
    """Take no more filings from this instant on. What was handed in goes on; drafts stay readable.

    Raises  Invalid (reason), Conflict (not open, changed meanwhile), NotFound, Denied
    """
    change = begin_change(edition_id=edition_id, expected_version=expected_version, actor=actor)
    edition, now = change.edition, clock.now()
    if edition.state not in (S.ANNOUNCED, S.OPEN) or not edition.opens_at < now < edition.closes_at:
        raise Conflict(_("只有正在申报的年度可以提前截止。"))
    if not reason.strip():
        raise Invalid(_("没有截止。"), fields={"reason": _("请写明提前截止的原因，它会告知正在填报的单位。")})
    edition.closes_at = now
    _turn(change, S.CLOSED, "end_edition", actor=actor, reason=reason, fields=("closes_at",))
    _tell_offices(edition, "edition_ended", reason=reason.strip())
    _tell_writers(edition, reason.strip())
    return edition


@transaction.atomic
def archive_edition(*, edition_id: int, reason: str, expected_version: int, actor: Actor) -> Edition:
    """Put a finished edition away: nothing in it is set any more. Certificates and lists live on.

    Raises  Conflict (still open, or filings are under way), NotFound, Denied
    """
    change = begin_change(edition_id=edition_id, expected_version=expected_version, actor=actor)
    edition = change.edition
    if edition.state != S.CLOSED:
        raise Conflict(_("申报截止之后才能归档。"))
    if pending := under_way_in(edition):
        raise Conflict(_("还有 %s 件在办，办结后才能归档。") % pending)
    _turn(change, S.ARCHIVED, "archive_edition", actor=actor, reason=reason)
    return edition


def blocking_in(remarks: list[Remark]) -> list[Remark]:
    return [one for one in remarks if one.is_blocking]


def under_way_in(edition: Edition) -> int:
    """How many handed-in filings and units still wait for somebody."""
    filed = Application.objects.filter(edition=edition, version_number__gt=0)
    moving = {t.frm for t in rows(on="application")} - {State.DRAFT}
    at_district = filed.filter(state__in=moving)
    if not edition.has_stage("district_review"):
        at_district = at_district.exclude(state=State.SUBMITTED)
    units = Unit.objects.filter(edition=edition, application__version_number__gt=0)
    waiting = units.exclude(state__in=AT_REST).exclude(application__in=at_district)
    return at_district.count() + waiting.exclude(application__state=State.WITHDRAWN).count()


def _turn(
    change: Change, to: EditionState, act: str, *, actor: Actor, reason: str = "", fields: tuple[str, ...] = ()
) -> None:
    payload = {"from": change.edition.state, "to": to.value}
    change.edition.state = to
    finish_change(change, act=act, fields=("state", *fields), reason=reason, payload=payload, actor=actor)


def _tell_offices(edition: Edition, kind: str, **context: str) -> None:
    announce(
        tenant_id=edition.tenant_id,
        key=f"edition:{edition.pk}:{kind}:v{edition.version}",
        kind=kind,
        audience={"roles": [Role.CITY_OFFICER.value, Role.DISTRICT_OFFICER.value, Role.DISTRICT_LEADER.value]},
        context={
            "edition": edition.title,
            "closes_at": say_until(edition.closes_at),
            "url": f"/{edition.tenant.slug}/office/editions/{edition.pk}/",
            **context,
        },
        wording=edition.wording,
    )


def _tell_writers(edition: Edition, reason: str) -> None:
    """Every enterprise whose draft can no longer be handed in."""
    for row in Application.objects.filter(edition=edition, state=State.DRAFT).order_by("pk"):
        announce(
            tenant_id=edition.tenant_id,
            key=f"application:{row.pk}:edition_ended",
            kind="edition_ended",
            audience={"enterprise": row.enterprise_id},
            context={
                "edition": edition.title,
                "closes_at": say_until(edition.closes_at),
                "reason": reason,
                "url": f"/my/{edition.tenant.slug}/applications/{row.pk}/",
            },
            wording=edition.wording,
        )
