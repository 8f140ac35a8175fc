"""Filings in any state, made inside the tenant's fence. Rows may start in a state; later moves obey the table."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from applications.models import Application, CheckFinding, Unit, Version
from applications.workflow import State
from portal.audit.record import canonical_json
from portal.kit import clock
from portal.tenancy import fence
from programmes.industrial_cluster.examples import FOUND, complete_figures
from programmes.models import Edition
from tests.cast import Cast


def make_content(answers: dict[str, Any], *, title: str = "示例集群") -> dict[str, Any]:
    content = {
        "programme": "industrial_cluster",
        "edition": "示例",
        "answers": answers,
        "attachments": [],
        "profile": {"name": "示例集群运营公司"},
        "signer": "示例签署人",
    }
    return json.loads(canonical_json(content))


def make_application(
    cast: Cast,
    *,
    state: State = State.SUBMITTED,
    enterprise_id: int | None = None,
    edition: Edition | None = None,
    title: str = "闵行区示例传感器集群",
    answers: dict[str, Any] | None = None,
    uscc: str = "91310000631696382C",
) -> Application:
    """A filing with one frozen version (none for a draft) and one waiting unit, in Minhang."""
    edition, now, is_draft = edition or cast.edition, clock.now(), state == State.DRAFT
    enterprise_id = enterprise_id or cast.enterprise_id
    with fence.as_tenant(cast.tenant.pk, enterprise_id=enterprise_id):
        row = Application.objects.create(
            tenant=cast.tenant,
            enterprise_id=enterprise_id,
            edition=edition,
            district=cast.minhang,
            state=state.value,
            title=title,
            enterprise_name="示例集群运营公司",
            enterprise_uscc=uscc,
            search_text=title,
            version_number=0 if is_draft else 1,
            created_at=now,
            saved_at=now,
            submitted_at=None if is_draft else now,
            moved_at=now,
            created_by=cast.user("applicant"),
        )
        if not is_draft:
            content = make_content(complete_figures() | (answers or {}), title=title)
            Version.objects.create(
                tenant=cast.tenant,
                enterprise_id=enterprise_id,
                application=row,
                number=1,
                content=content,
                digest=hashlib.sha256(canonical_json(content).encode()).hexdigest(),
                submitted_at=now,
                submitted_by=cast.user("applicant"),
                signer_name="示例签署人",
            )
        make_unit(row, State.WAITING)
    return row


def make_unit(application: Application, state: State) -> Unit:
    return Unit.objects.create(
        tenant_id=application.tenant_id,
        enterprise_id=application.enterprise_id,
        edition_id=application.edition_id,
        application=application,
        district_id=application.district_id,
        name=application.title,
        state=state.value,
        moved_at=clock.now(),
    )


def make_unit_in(cast: Cast, state: State, *, with_findings: bool = True, **over: Any) -> Unit:
    """A recommended filing whose unit is in a state; every clause that people decide found to be met."""
    application = make_application(cast, state=State.RECOMMENDED, **over)
    with fence.as_tenant(cast.tenant.pk):
        application.units.all().delete()
        unit = make_unit(application, state)
        if with_findings:
            found_by = cast.user("city")
            CheckFinding.objects.bulk_create(
                CheckFinding(
                    tenant=cast.tenant, unit=unit, key=key, is_met=True, found_by=found_by, found_at=clock.now()
                )
                for key in FOUND
            )
    return unit
