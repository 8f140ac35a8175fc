"""Filings of several items and of products before outside bodies, and the people of these bodies."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from applications.actions import entrusting
from applications.models import Application, Attachment, CheckFinding, Entrustment, Milestone, Unit, Version
from applications.workflow import State
from portal.audit.record import canonical_json
from portal.kit import clock
from portal.kit.actor import Actor, Grant, Role
from portal.people.models import Body, Enterprise, Membership, MembershipState
from portal.tenancy import fence
from programmes import registry
from programmes.contract import CheckKind, Programme
from programmes.fields import to_json
from programmes.models import Edition, EditionState
from programmes.shanghai_brand import examples as items_examples
from programmes.wuhu_zhizao import examples as product_examples
from tests.cast import USCCS, Cast, Member, make_user

EXAMPLES = {True: items_examples, False: product_examples}
REPORT = "逐条核对了材料，意见如下。"
FILE = "标准文本.pdf"
SENSOR, BEARING = "示例高精度传感器", "示例高速轴承"


def programme_of_items() -> Programme:
    return next(one for one in registry.all_programmes().values() if one.items)


def certified_programme() -> Programme:
    return next(one for one in registry.all_programmes().values() if one.certificate and one.certificate.is_outside)


def make_edition_of(cast: Cast, programme: Programme, *, year: int = 2026, **over: Any) -> Edition:
    now = clock.now()
    with fence.as_tenant(cast.tenant.pk):
        return Edition.objects.create(
            tenant=cast.tenant,
            programme_slug=programme.slug,
            year=year,
            title=f"{year}年度示例项目",
            state=EditionState.OPEN,
            opens_at=now - timedelta(days=10),
            closes_at=now + timedelta(days=20),
            district_due_at=now + timedelta(days=30),
            review_due_at=now + timedelta(days=60),
            **over,
        )


def make_body(cast: Cast, name: str, kind: str) -> Body:
    with fence.as_tenant(cast.tenant.pk):
        approval = "CNCA-示例-001" if kind == "certification" else ""
        return Body.objects.create(tenant=cast.tenant, kind=kind, name=name, approval=approval)


def add_person(cast: Cast, key: str, body: Body) -> Actor:
    """Somebody who works for a body."""
    user, role = make_user(key), Role.THIRD_PARTY_AGENCY
    with fence.as_tenant(cast.tenant.pk):
        Membership.objects.create(
            tenant=cast.tenant, user=user, role=role.value, body=body.name, state=MembershipState.ACTIVE
        )
    grant = Grant(role, body=body.name)
    actor = Actor(user_id=user.pk, name=key, tenant_id=cast.tenant.pk, grants=(grant,), public_tenant_id=cast.tenant.pk)
    cast.people[key] = Member(user, actor)
    return actor


def make_bodies(cast: Cast, kind: str) -> tuple[Body, Body]:
    """Two bodies of a kind, with "inspector" at the first and "outsider" at the second."""
    first, second = make_body(cast, "示例品牌评价中心", kind), make_body(cast, "示例质量服务机构", kind)
    add_person(cast, "inspector", first)
    add_person(cast, "outsider", second)
    return first, second


def make_filing(
    cast: Cast,
    edition: Edition,
    answers: Mapping[str, Any],
    names: list[str],
    state: State,
    *,
    enterprise_id: int = 0,
    serial: int = 1,
    with_findings: bool = True,
    file: bytes = b"",
) -> list[Unit]:
    """A recommended filing with one frozen version, and its units, each in the state. file: a standard's text."""
    programme, now, enterprise_id = edition.programme, clock.now(), enterprise_id or cast.enterprise_id
    content = {
        "programme": programme.slug,
        "edition": edition.title,
        "answers": to_json(programme.fields(), answers),
        "attachments": [{"key": "standard_file", "name": FILE, "sha256": hashlib.sha256(file).hexdigest()}]
        if file
        else [],
        "profile": dict(EXAMPLES[bool(programme.items)].example_profile(USCCS[0])),
        "signer": "示例签署人",
    }
    owned = {"tenant": cast.tenant, "enterprise_id": enterprise_id}
    with fence.as_tenant(cast.tenant.pk, enterprise_id=enterprise_id):
        row = Application.objects.create(
            **owned,
            edition=edition,
            district=cast.minhang,
            state=State.RECOMMENDED.value,
            title="、".join(names),
            enterprise_name=items_examples.FIRM,
            enterprise_uscc=USCCS[0],
            serial=serial,
            version_number=1,
            created_at=now,
            saved_at=now,
            submitted_at=now,
            moved_at=now,
            created_by=cast.user("applicant"),
        )
        digest = hashlib.sha256(canonical_json(content).encode()).hexdigest()
        signed = {"submitted_by": cast.user("applicant"), "signer_name": "示例签署人"}
        Version.objects.create(
            **owned, application=row, number=1, content=content, digest=digest, submitted_at=now, **signed
        )
        registry.write_answers(row, dict(answers))
        if file:
            Attachment.objects.create(
                **owned,
                application=row,
                key="standard_file",
                name=FILE,
                file=default_storage.save(f"tenant/{cast.tenant.pk}/evidence/standard.pdf", ContentFile(file)),
                content_type="application/pdf",
                size_bytes=len(file),
                sha256=hashlib.sha256(file).hexdigest(),
                uploaded_at=now,
                uploaded_by=cast.user("applicant"),
            )
        units = [
            Unit.objects.create(
                **owned,
                edition=edition,
                application=row,
                district=cast.minhang,
                position=position,
                name=name,
                state=state.value,
                moved_at=now,
            )
            for position, name in enumerate(names, start=1)
        ]
    live = {key: value for key, value in content["profile"].items() if key not in ("uscc", "org_name")}
    with fence.entered(Actor(enterprise_id=enterprise_id)):
        Enterprise.objects.filter(pk=enterprise_id).update(name=items_examples.FIRM, profile=live)
    if with_findings:
        for unit in units:
            find_all(cast, unit)
    return units


def people_clauses(programme: Programme) -> list[str]:
    """Keys of the clauses that people decide."""
    return [clause.key for clause in programme.clauses if clause.check is not CheckKind.MACHINE]


def find_all(cast: Cast, unit: Unit) -> None:
    with fence.as_tenant(cast.tenant.pk):
        CheckFinding.objects.bulk_create(
            CheckFinding(
                tenant=cast.tenant, unit=unit, key=key, is_met=True, found_by=cast.user("city"), found_at=clock.now()
            )
            for key in people_clauses(unit.edition.programme)
        )


def items_filing(cast: Cast, edition: Edition, names: list[str], **over: Any) -> list[Unit]:
    """A filing of several items in screening."""
    rows = [items_examples.item_row(name, number=30_000_000 + place) for place, name in enumerate(names, start=1)]
    points = [row for place in range(1, len(names) + 1) for row in items_examples.point_rows(place)]
    answers = items_examples.complete_answers(items=rows, advanced_points=points)
    options = {"state": State.SCREENING, "with_findings": False} | over
    return make_filing(cast, edition, answers, names, **options)


def product_filing(cast: Cast, edition: Edition, name: str = SENSOR, **over: Any) -> Unit:
    """A filing of one product that waits for its certification body."""
    answers = product_examples.complete_answers(product_name=name, cert_body=over.pop("cert_body", "示例品牌评价中心"))
    options = {"state": State.CERT_APPLICATION} | over
    (unit,) = make_filing(cast, edition, answers, [name], **options)
    with fence.as_tenant(cast.tenant.pk):
        Milestone.objects.create(tenant=cast.tenant, unit=unit, key="run_approved", at=clock.now(), ref="run:1")
    return unit


def entrust(cast: Cast, units: list[Unit], body: Body, purpose: str) -> list[Entrustment]:
    with fence.entered(cast.city):
        return entrusting.entrust(
            unit_ids=[unit.pk for unit in units], body_id=body.pk, purpose=purpose, actor=cast.city
        )


def state_of(cast: Cast, unit: Unit) -> str:
    with fence.as_tenant(cast.tenant.pk):
        return Unit.objects.values_list("state", flat=True).get(pk=unit.pk)


def all_met(programme: Programme) -> dict[str, tuple[bool | None, str]]:
    return dict.fromkeys(people_clauses(programme), (True, ""))
