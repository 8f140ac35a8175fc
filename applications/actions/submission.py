"""Handing in: everything is checked once more, then frozen as a numbered version with a digest."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from applications import queries, terms
from applications.completeness import Gap, find_gaps
from applications.models import Application, Attachment, Correction, Version
from applications.moving import move
from applications.workflow import State
from portal.audit.record import canonical_json, record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.people.queries import submission_block
from programmes import registry
from programmes.fields import to_json

from . import units
from .opening import is_writable, lock_own, touch, user_of
from .receiving import enter_by_scan
from .scouting import match_candidates
from .telling import tell_submitted

LONGEST_NAME = 60


@transaction.atomic
def submit_application(
    *, application_id: int, expected_revision: int, signer_name: str, is_declared: bool, actor: Actor
) -> Version:
    """Freeze what is written as the next version and move the filing on; the version.

    expected_revision  of the page on which everything was reviewed. A second click with the same one gets the
                       version that the first made.
    signer_name        who signs the declaration of truth for the organisation, 2-60 characters
    Raises  Closed (too late, to the instant; nothing is lost), Conflict (saved meanwhile, not open), Invalid
            (missing answers or evidence under their form keys, signer_name, is_declared), Denied, NotFound
    """
    application = lock_own(application_id, actor)
    correction = queries.correction_open_for(application)
    if not is_writable(application, correction):
        if application.version_number and expected_revision == application.revision - 1:
            return queries.latest_version(application)
        raise Conflict(_("该申报已提交，不能重复提交。"))
    terms.demand_in_time(application, own=queries.district_terms(application), correction=correction)
    if application.revision != expected_revision:
        raise Conflict(_("检查页打开之后，申报内容又有修改。请重新检查后再提交。"), code="Stale")
    answers, files = registry.read_answers(application), queries.attachments_for(application)
    _demand_complete(application, answers, files, signer_name=signer_name, is_declared=is_declared)
    _demand_kept(application, answers)
    version = _freeze(application, answers, files, signer_name=signer_name.strip(), actor=actor)
    _move_on(application, correction, actor)
    if version.number == 1:
        match_candidates(application, actor=actor)
    enter_by_scan(application, {file.key for file in files})
    tell_submitted(application, version, correction)
    return version


def gaps_of(application: Application, answers: dict[str, Any], files: list[Attachment]) -> list[Gap]:
    """Everything that stops a submission; the district too must be one that takes filings."""
    keys = {row.key for row in files}
    edition, typed = application.edition, queries.draft_of(application).typed
    return find_gaps(
        edition.programme,
        answers,
        files=keys,
        typed=typed,
        latest_year=edition.year - edition.programme.years_back,
        has_districts=edition.has_stage("district_review"),
    )


def _demand_complete(
    application: Application, answers: dict[str, Any], files: list[Attachment], *, signer_name: str, is_declared: bool
) -> None:
    problems: dict[str, object] = {gap.key: gap.text for gap in gaps_of(application, answers, files)}
    if not 2 <= len(signer_name.strip()) <= LONGEST_NAME:
        problems["signer_name"] = _("请填写承诺人姓名，2 至 60 个字。")
    if not is_declared:
        problems["is_declared"] = _("提交前请阅读并勾选真实性承诺。")
    if problems:
        raise Invalid(_("还有 %s 处需要补充，补齐后再提交。") % len(problems), fields=problems)
    if block := submission_block(application.enterprise_id):
        raise Invalid(block)


def _demand_kept(application: Application, answers: dict[str, Any]) -> None:
    """A correction of some items leaves the others alone. Raises Invalid under the keys of the tables."""
    if application.version_number and application.edition.programme.items:
        before = queries.latest_version(application).content["answers"]
        if problems := units.changed_others(application, answers, before):
            raise Invalid(_("补正超出了退回的范围，不能提交。"), fields=problems)


def _freeze(
    application: Application, answers: dict[str, Any], files: list[Attachment], *, signer_name: str, actor: Actor
) -> Version:
    content = content_of(application, answers, files, signer_name=signer_name)
    version = Version.objects.create(
        tenant_id=application.tenant_id,
        enterprise_id=application.enterprise_id,
        application=application,
        number=application.version_number + 1,
        content=content,
        digest=digest_of(content),
        submitted_at=clock.now(),
        submitted_by_id=user_of(actor),
        signer_name=signer_name,
    )
    application.version_number = version.number
    application.submitted_at = version.submitted_at
    application.profile_snapshot = content["profile"]
    application.save(update_fields=("version_number", "submitted_at", "profile_snapshot"))
    touch(application)
    record(
        actor=actor,
        act="freeze_version",
        subject=f"applications.application:{application.pk}",
        tenant_id=application.tenant_id,
        enterprise_id=application.enterprise_id,
        payload={"version": version.number, "digest": version.digest},
    )
    return version


def content_of(
    application: Application, answers: dict[str, Any], files: list[Attachment], *, signer_name: str
) -> dict[str, Any]:
    """What a version holds: plain JSON without ids and instants, so that equal filings have equal digests."""
    listed = sorted(files, key=lambda row: (row.key, row.name, row.sha256))
    content = {
        "programme": application.edition.programme_slug,
        "edition": application.edition.title,
        "edition_version": application.edition.version,
        "answers": to_json(application.edition.programme.fields(), answers),
        "attachments": [
            {"key": row.key, "name": row.name, "sha256": row.sha256, "size_bytes": row.size_bytes} for row in listed
        ],
        "profile": queries.profile_for(application),
        "signer": signer_name,
    }
    plain: dict[str, Any] = json.loads(canonical_json(content))
    return plain


def digest_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def _move_on(application: Application, correction: Correction | None, actor: Actor) -> None:
    """The application moves while it has a state of its own; afterwards the unit that was returned does."""
    if correction is not None:
        correction.answered_at = clock.now()
        correction.save(update_fields=("answered_at",))
    if application.state == State.DRAFT:
        move(application, "submit", actor=actor)
        if not application.edition.has_stage("district_review"):
            units.enter(application, actor=actor)
    elif application.state == State.RETURNED:
        move(application, "resubmit", actor=actor)
    else:
        units.come_back(application, actor=actor)
