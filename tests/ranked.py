"""Editions and units of a programme that is ranked by a model: firms in three lists, in any state."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from applications.models import Application, CheckFinding, Milestone, Unit, Version
from applications.workflow import State
from portal.audit.record import canonical_json
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.samples import example_code
from portal.people.models import Enterprise
from portal.tenancy import fence
from programmes.brand_value.examples import FOUND, complete_answers, example_profile, tier_rows, trademark_rows
from programmes.brand_value.form_fields import LITTLE_GIANT, SRDI_SME
from programmes.brand_value.programme import PROGRAMME
from programmes.fields import to_json
from programmes.models import Edition, EditionState
from tests.cast import Cast

TIERS = {1: LITTLE_GIANT, 2: SRDI_SME, 0: ""}
LISTS = {1: "L1", 2: "L2", 0: "L3"}
BEFORE_FORMAL_CHECK = (State.WAITING, State.FORMAL_CHECK, State.RETURNED, State.NOT_ACCEPTED)
BEFORE_BOTH_IN = (*BEFORE_FORMAL_CHECK, State.ACCEPTED)


def open_ranked_edition(
    cast: Cast, *, year: int = 2024, stages: Sequence[str] = (), parameters: Mapping[str, Any] | None = None
) -> Edition:
    """An edition that takes filings now. stages: which optional ones are switched on; parameters: over the defaults."""
    now = clock.now()
    with fence.as_tenant(cast.tenant.pk):
        return Edition.objects.create(
            tenant=cast.tenant,
            programme_slug=PROGRAMME.slug,
            year=year,
            title=f"{year}年上海市中小企业品牌价值评价（示例）",
            state=EditionState.OPEN,
            opens_at=now - timedelta(days=10),
            closes_at=now + timedelta(days=20),
            district_due_at=now + timedelta(days=30),
            review_due_at=now + timedelta(days=60),
            parameters=dict(parameters or {}),
            switched_stages=list(stages),
        )


def list_of(number: int) -> str:
    """The list in which firm `number` competes: 1 L1, 2 L2, 3 L3, 4 L1, …"""
    return LISTS[number % 3]


def ranked_answers(number: int) -> dict[str, Any]:
    """Typed answers of firm `number`, 1-99; in each list a lower number has the higher figure, and no two are equal."""
    return complete_answers(
        brand_name_zh=f"示例品牌{number:02d}",
        honours=tier_rows(TIERS[number % 3]),
        tm_list=trademark_rows(10, owner=firm_name(number), first=31_000_000 + 100 * number),
        net_profit_y0=Decimal(3300 - 10 * number),
        rd_expense_y0=Decimal(1960 - 10 * number),
    )


def firm_name(number: int) -> str:
    return f"示例品牌企业{number:02d}有限公司"


def ranked_content(answers: Mapping[str, Any], *, number: int, title: str) -> dict[str, Any]:
    """What a version holds, as a submission freezes it."""
    content = {
        "programme": PROGRAMME.slug,
        "edition": title,
        "answers": to_json(PROGRAMME.fields(), answers),
        "attachments": [],
        "profile": {"org_name": firm_name(number), **example_profile(example_code(60_000 + number))},
        "signer": "示例签署人",
    }
    plain: dict[str, Any] = json.loads(canonical_json(content))
    return plain


def make_ranked_unit(
    cast: Cast, edition: Edition, *, number: int, state: State, answers: Mapping[str, Any] | None = None
) -> Unit:
    """The unit of an enterprise of its own, with one frozen version, in a state.

    answers  what differs from ranked_answers(number), typed
    Behind the formal check every clause that people decide is found met; behind the data check both the paper and the
    electronic form are in.
    """
    filed = {**ranked_answers(number), **(answers or {})}
    enterprise_id, now = 6000 + number, clock.now()
    with fence.entered(Actor(enterprise_id=enterprise_id)):
        Enterprise.objects.get_or_create(
            id=enterprise_id,
            defaults={"uscc": example_code(60_000 + number), "name": firm_name(number), "registered_at": now},
        )
    with fence.as_tenant(cast.tenant.pk, enterprise_id=enterprise_id):
        application = _make_application(cast, edition, filed, number=number)
        unit = Unit.objects.create(
            tenant=cast.tenant,
            enterprise_id=enterprise_id,
            edition=edition,
            application=application,
            district=cast.minhang,
            name=application.title,
            state=state.value,
            moved_at=now,
        )
        if state not in BEFORE_FORMAL_CHECK:
            _find_everything(cast, unit)
        if state not in BEFORE_BOTH_IN:
            Milestone.objects.create(tenant=cast.tenant, unit=unit, key="formally_entered", at=now)
    return unit


def _make_application(cast: Cast, edition: Edition, answers: Mapping[str, Any], *, number: int) -> Application:
    now, title = clock.now(), PROGRAMME.title_of(answers)
    content = ranked_content(answers, number=number, title=edition.title)
    state = State.RECOMMENDED if edition.has_stage("district_review") else State.SUBMITTED
    application = Application.objects.create(
        tenant=cast.tenant,
        enterprise_id=6000 + number,
        edition=edition,
        district=cast.minhang,
        state=state.value,
        title=title,
        enterprise_name=firm_name(number),
        enterprise_uscc=example_code(60_000 + number),
        search_text=f"{title} {firm_name(number)}",
        profile_snapshot=content["profile"],
        version_number=1,
        created_at=now,
        saved_at=now,
        submitted_at=now,
        moved_at=now,
        created_by=cast.user("applicant"),
    )
    Version.objects.create(
        tenant=cast.tenant,
        enterprise_id=6000 + number,
        application=application,
        number=1,
        content=content,
        digest=hashlib.sha256(canonical_json(content).encode()).hexdigest(),
        submitted_at=now,
        submitted_by=cast.user("applicant"),
        signer_name="示例签署人",
    )
    return application


def _find_everything(cast: Cast, unit: Unit) -> None:
    found_by, now = cast.user("city"), clock.now()
    CheckFinding.objects.bulk_create(
        CheckFinding(tenant=cast.tenant, unit=unit, key=key, is_met=True, found_by=found_by, found_at=now)
        for key in FOUND
    )
