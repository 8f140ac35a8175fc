"""What stands before a storm: filings that are ready to be handed in, people logged in, lists ready to be released.

One filing is written through the applicant's own actions, section by section, with its files; the others are copies
of its rows under an organisation, an account and a session each. What the proof is about goes through the pages.
"""

from __future__ import annotations

import json
import time
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import models
from django.test.utils import override_settings

from applications.models import Application, Attachment, Draft, Milestone, Outcome, Unit
from applications.workflow import State
from portal.desks.demo import filing as filings
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.samples import example_code
from portal.people.models import Enterprise, EnterpriseMember, User
from portal.tenancy import fence
from programmes.demonstration import DemoFiling
from programmes.industrial_cluster.demo import FILES, answers_for
from programmes.models import Edition
from programmes.registry import dossier_model
from publications.actions import lists, notices
from tests.applications.factories import make_unit_in
from tests.cast import Cast, make_cast, make_edition
from tests.fixtures import NOON
from tests.publications.stage import LIST_WORDING, WORDING

from .size import CLOSES_IN, Size

FIRST_SERIAL = 10_000
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MD5 = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


def build(size: Size, folder: Path) -> None:
    """Everything, and folder/scenery.json that tells the clients where to go and as whom."""
    begin_by_day()
    with MD5:
        cast = make_cast()
    edition = cast.edition
    edition.closes_at = clock.now() + CLOSES_IN
    with fence.as_tenant(cast.tenant.pk):
        edition.save(update_fields=("closes_at",))
    model = write_model(cast, edition)
    filed = copy_filings(model, size.submissions + size.idle)
    drafted = [draft_list(cast, year, size.entries) for year in range(2022, 2022 + size.lists)]
    content = {
        "tenant": cast.tenant.slug,
        "filings": [{"application": row.pk, "session": key} for row, key in filed],
        "lists": drafted,
        "leader": save_session(cast.user("city_leader")),
    }
    (folder / "scenery.json").write_text(json.dumps(content))


def begin_by_day() -> None:
    """Move the clock to ten in the morning in Shanghai: by night reminders would wait for seven o'clock."""
    now = clock.now().astimezone(clock.SHANGHAI)
    ten = now.replace(hour=10, minute=0, second=0, microsecond=0)
    clock.move_by((ten if ten > now else ten + timedelta(days=1)) - now)


@dataclass
class Model:
    """The filing of which the others are copies, with everything that hangs on it."""

    user: User
    enterprise: Enterprise
    application: Application
    rows: list[models.Model]


def write_model(cast: Cast, edition: Edition) -> Model:
    answers = answers_for("示例风暴", district=cast.minhang.code, number=1, factor=Decimal(1))
    plan = DemoFiling(
        edition="storm",
        enterprise="示例风暴产业园运营有限公司",
        serial=FIRST_SERIAL,
        district=cast.minhang.code,
        target="submitted",
        answers=answers,
        files=FILES,
    )
    with MD5:
        actor = filings.make_applicant(plan, cast.tenant)
    application = filings.write_draft(plan, edition, actor)
    kinds: tuple[Any, ...] = (Draft, Unit, Attachment, dossier_model(edition.programme_slug))
    rows = [row for kind in kinds for row in kind.objects.using("owner").filter(application=application.pk)]
    return Model(
        User.objects.get(pk=actor.user_id), Enterprise.objects.using("owner").get(pk=FIRST_SERIAL), application, rows
    )


def copy_filings(model: Model, count: int) -> list[tuple[Application, str]]:
    """Each filing with the key of a session in which its owner is logged in."""
    numbers = range(1, count + 1)
    users = add([changed(model.user, email=f"storm{n}@demo.example", name=f"经办{n}（示例）") for n in numbers])
    owners = add([owner_like(model.enterprise, FIRST_SERIAL + n) for n in numbers])
    add(
        [
            EnterpriseMember(enterprise=owner, user=user, is_unit_admin=True, joined_at=clock.now())
            for owner, user in zip(owners, users, strict=True)
        ]
    )
    filed = add([filing_like(model.application, owner, user) for owner, user in zip(owners, users, strict=True)])
    for row in model.rows:
        add([changed(row, enterprise_id=one.enterprise_id, application_id=one.pk) for one in filed])
    sessions = [session_of(user) for user in users]
    Session.objects.bulk_create(sessions, batch_size=500)
    return list(zip(filed, (one.session_key for one in sessions), strict=True))


def owner_like(model: Enterprise, serial: int) -> Enterprise:
    row: Enterprise = changed(model, uscc=example_code(serial), name=f"示例风暴{serial}产业园运营有限公司")
    row.pk = serial
    return row


def filing_like(model: Application, owner: Enterprise, user: User) -> Application:
    row: Application = changed(model, title=f"{model.title}{owner.pk}", created_by_id=user.pk)
    row.enterprise_id, row.enterprise_name, row.enterprise_uscc = owner.pk, owner.name, owner.uscc
    return row


def changed(row: Any, **values: Any) -> Any:
    """An unsaved copy with some columns changed."""
    twin = copy(row)
    twin._state = copy(row._state)
    twin._state.fields_cache, twin._state.adding, twin.pk = {}, True, None
    for name, value in values.items():
        setattr(twin, name, value)
    return twin


def add(rows: list[Any]) -> list[Any]:
    """Written as owner, to whom the fence is open: every row has another organisation's."""
    added: list[Any] = type(rows[0])._default_manager.using("owner").bulk_create(rows, batch_size=500) if rows else []
    return added


def session_of(user: User) -> Session:
    """A login as the pages make it, second factor included."""
    store, now = SessionStore(), time.time()
    content = {
        "_auth_user_id": str(user.pk),
        "_auth_user_backend": BACKEND,
        "_auth_user_hash": user.get_session_auth_hash(),
        "account_authentication_methods": [{"method": "password", "at": now}, {"method": "mfa", "at": now}],
    }
    ends_at = datetime.now(UTC) + timedelta(days=30)
    return Session(session_key=store._get_new_session_key(), session_data=store.encode(content), expire_date=ends_at)


def save_session(user: User) -> str:
    row = session_of(user)
    row.save(force_insert=True)
    return row.session_key


def draft_list(cast: Cast, year: int, entries: int) -> int:
    """A list of an earlier year after its public notice, drafted and not yet released; its id."""
    with clock.frozen(NOON):
        edition = make_edition(cast.tenant, year=year)
        for number in range(1, entries + 1):
            propose(cast, edition, number)
        with fence.entered(cast.city) as actor:
            notice = notices.draft_notice(edition_id=edition.pk, wording=WORDING, actor=actor)
            last_on = notices.notice_term(notice, clock.today()).last_on
            notices.publish_notice(notice_id=notice.pk, expected_last_on=last_on, actor=actor)
    with clock.frozen(NOON + timedelta(days=7)):
        with fence.as_tenant(cast.tenant.pk) as system:
            notices.end_due_notices(actor=system)
        wording = replace(LIST_WORDING, title=f"{year}年度特色产业集群名单（示例）")
        with fence.entered(cast.city) as actor:
            return lists.draft_list(edition_id=edition.pk, wording=wording, actor=actor).pk


def propose(cast: Cast, edition: Edition, number: int) -> None:
    """A unit of one of the organisations, proposed by an approved run."""
    owner = FIRST_SERIAL + number
    unit = make_unit_in(
        cast,
        State.PROPOSED,
        with_findings=False,
        enterprise_id=owner,
        uscc=example_code(owner),
        title=f"示例{edition.year}第{number}集群",
        edition=edition,
    )
    with fence.as_tenant(cast.tenant.pk) as actor:
        Milestone.objects.create(tenant=cast.tenant, unit=unit, key="run_approved", at=clock.now(), ref="run:1")
        Outcome.objects.create(**outcome_of(cast, unit, number, actor))


def outcome_of(cast: Cast, unit: Unit, number: int, actor: Actor) -> dict[str, Any]:
    return {
        "tenant": cast.tenant,
        "unit": unit,
        "total": Decimal(95) - Decimal(number) / 10,
        "rank": number,
        "is_proposed": True,
        "run_digest": "d" * 64,
        "decided_at": clock.now(),
        "decided_by": cast.user("city_leader"),
    }
