"""The applicant's side: start a filing, keep what is written, hand it in, answer a correction, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import policy, queries, terms
from applications.completeness import open_keys
from applications.models import Application, Draft, Unit
from applications.moving import move
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict
from portal.people.queries import profile_snapshot
from portal.tenancy.models import District
from programmes import registry
from programmes.contract import FieldKind
from programmes.models import Edition

from . import units
from .evidence import remove_attachment, upload_attachment
from .opening import demand_open, lock_open, record_on, touch, user_of
from .submission import submit_application
from .telling import tell_withdrawn

__all__ = [
    "remove_attachment",
    "save_section",
    "start_application",
    "submit_application",
    "upload_attachment",
    "withdraw_application",
]

STALE = gettext_lazy("本页打开之后，内容已被保存过（可能是同事，或您的另一个窗口）。请对照两份内容后再保存。")


@transaction.atomic
def start_application(*, edition_id: int, is_further: bool = False, actor: Actor) -> Application:
    """Begin a filing, or return the one that the enterprise already has in this edition.

    is_further  begin another one where the programme lets an enterprise have several; one that was begun and holds
                nothing yet is returned instead, so that a second click begins nothing
    Raises      NotFound (no such edition here), Closed (before it opens, after it closes), Conflict (as many as the
                programme allows), Denied (nobody's organisation)
    """
    policy.demand(actor.enterprise_id is not None, _("请先登记所代表的单位，再开始申报。"))
    edition = queries.edition_for(actor, edition_id)
    own = queries.own_applications(actor, edition.pk)
    if ready := _ready_one(own, edition, is_further=is_further):
        return ready
    terms.demand_taking(edition)
    if len(own) >= edition.programme.most_filings:
        most = edition.programme.most_filings
        raise Conflict(_("本单位在本项目中已有 %s 份申报，达到上限。撤回其中一份后可以另行申报。") % most)
    serials = {row.serial for row in own}
    try:
        with transaction.atomic():
            return _create(edition, actor, serial=min(set(range(1, len(own) + 2)) - serials))
    except IntegrityError:
        # A colleague, or a second click, was a moment faster.
        existing = queries.own_application(actor, edition.pk)
        if existing is None:
            raise
        return existing


def _ready_one(own: list[Application], edition: Edition, *, is_further: bool) -> Application | None:
    """The filing to go on with instead of beginning one."""
    if own and not (is_further and edition.programme.most_filings > 1):
        return own[-1]
    return next((row for row in own if row.state == State.DRAFT and row.revision == 0), None)


def _create(edition: Edition, actor: Actor, *, serial: int) -> Application:
    assert actor.enterprise_id is not None
    snapshot, now = profile_snapshot(actor.enterprise_id), clock.now()
    owned = {"tenant_id": edition.tenant_id, "enterprise_id": actor.enterprise_id}
    application = Application.objects.create(
        **owned,
        edition=edition,
        serial=serial,
        enterprise_name=snapshot["org_name"],
        enterprise_uscc=snapshot["uscc"],
        search_text=f"{snapshot['org_name']} {snapshot['uscc']}",
        profile_snapshot=snapshot,
        created_at=now,
        saved_at=now,
        moved_at=now,
        created_by_id=user_of(actor),
    )
    Draft.objects.create(**owned, application=application, saved_at=now)
    Unit.objects.create(**owned, edition=edition, application=application, name=snapshot["org_name"], moved_at=now)
    record_on(application, "start_application", actor)
    return application


@transaction.atomic
def save_section(
    *,
    application_id: int,
    section_key: str,
    answers: Mapping[str, Any],
    typed: Mapping[str, Any],
    expected_revision: int,
    actor: Actor,
) -> Application:
    """Keep one page of the form: valid answers in the dossier, everything else as it was typed.

    answers  {field: typed value} that passed the form's own checks
    typed    {field: text as typed} of what did not; nothing typed is ever lost
    Raises   Conflict (saved by somebody else meanwhile, not open for writing), Denied, NotFound
    """
    application, correction = lock_open(application_id, actor)
    if application.revision != expected_revision:
        raise Conflict(STALE, code="Stale")
    section = application.edition.programme.section_named(section_key)
    if section is None:
        raise Conflict(_("申报表没有这一页。"))
    opened = open_keys(application.edition.programme, correction)
    demand_open({*answers, *typed}, opened)
    registry.write_answers(application, dict(answers))
    # The lock on the application keeps a colleague out.
    draft = queries.draft_of(application)
    kept = {k: v for k, v in draft.typed.get(section_key, {}).items() if k not in answers} | dict(typed)
    draft.typed = {**draft.typed, section_key: kept}
    seen = {*draft.sections_done, section_key}
    draft.sections_done = sorted(seen)
    draft.saved_at = clock.now()
    draft.save()
    _follow_answers(application, is_first=correction is None)
    touch(application)
    return application


def _follow_answers(application: Application, *, is_first: bool) -> None:
    """The title follows the answers; the district too, until it has received the filing."""
    programme, answers = application.edition.programme, registry.read_answers(application)
    application.title = programme.title_of(answers)[:160]
    application.search_text = f"{application.title} {application.enterprise_name} {application.enterprise_uscc}"[:400]
    if is_first:
        application.profile_snapshot = queries.profile_for(application)
        fields = (field for section in programme.sections for field in section.fields)
        key = next((field.key for field in fields if field.kind == FieldKind.DISTRICT), None)
        if key is not None:
            code = answers.get(key) or ""
            application.district = District.objects.filter(tenant_id=application.tenant_id, code=code).first()
    units.follow_answers(application, answers)


@transaction.atomic
def withdraw_application(*, application_id: int, expected_revision: int, reason: str = "", actor: Actor) -> Application:
    """Take a filing back before an office has spoken on it. It stays readable; a new one may be begun in time.

    Raises  Conflict (already recommended or accepted, or saved meanwhile), Denied, NotFound
    """
    application = queries.lock_for(actor, application_id)
    policy.demand(policy.owns(actor, application), _("只有申报主体可以撤回申报。"))
    if application.revision != expected_revision:
        raise Conflict(_("页面打开之后申报有新的变化，请刷新后再撤回。"))
    was_filed = application.version_number > 0
    own_units = queries.units_of(application)
    if application.state == State.SUBMITTED and not policy.may_withdraw(application, own_units):
        raise Conflict(_("该申报已进入后续环节，不能撤回。如有需要请联系受理部门。"))
    move(application, "withdraw", actor=actor, reason=reason)
    for unit in own_units:
        move(unit, "drop", actor=actor, reason=reason)
    if was_filed:
        tell_withdrawn(application)
    return application
