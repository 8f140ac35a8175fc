"""A review from the first panel to an approved run, as far as a test wants it."""

from __future__ import annotations

from decimal import Decimal

from applications.models import Unit
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.people.models import Enterprise, Expert
from portal.tenancy import fence
from programmes.industrial_cluster.examples import example_code
from reviews import actions
from reviews.draw import commitment
from reviews.models import Panel, Run, Sheet, SheetState
from tests.applications.factories import make_unit_in
from tests.cast import Cast, make_member

SECRETS = ("organiser-secret-0001", "witness-secret-00002")
POOL = {"technology": 8, "brand_quality": 5, "finance": 5}
PLAIN = {"industry": 80, "chain": 80, "innovation": 80, "digital_green": 80, "openness": 80, "governance": 80}


def add_expert(cast: Cast, key: str, field: str, *, employer: str = "", district: str = "") -> Expert:
    make_member(cast, key, Role.EXPERT)
    with fence.as_tenant(cast.tenant.pk):
        return Expert.objects.create(
            tenant=cast.tenant,
            user=cast.user(key),
            name=f"{key}（示例）",
            field=field,
            employer_name=f"示例单位{key}",
            employer_uscc=employer or example_code(50_000 + len(cast.people)),
            district_code=district,
        )


def fill_pool(cast: Cast) -> None:
    """A pool that fills 7 seats and 7 reserves, nobody sharing an employer."""
    for field, count in POOL.items():
        for number in range(1, count + 1):
            add_expert(cast, f"{field}{number}", field)


def accept_unit(cast: Cast, name: str = "示例集群一", number: int = 1, *, state: State = State.ACCEPTED) -> Unit:
    """A unit of an enterprise of its own, ready for a panel."""
    enterprise_id = 5000 + number
    code = example_code(80_000 + number)
    with fence.entered(Actor(enterprise_id=enterprise_id)):
        Enterprise.objects.create(id=enterprise_id, uscc=code, name=f"示例运营公司{number}", registered_at=clock.now())
    return make_unit_in(cast, state, enterprise_id=enterprise_id, title=name, uscc=code)


def form(cast: Cast, *units: Unit) -> Panel:
    with fence.entered(cast.city):
        return actions.form_panel(edition_id=cast.edition.pk, unit_ids=[one.pk for one in units], actor=cast.city)


def freeze(cast: Cast, panel: Panel) -> Panel:
    with fence.entered(cast.city):
        return actions.freeze_pool(panel_id=panel.pk, actor=cast.city)


def draw_panel(cast: Cast, *units: Unit) -> Panel:
    """Formed, frozen, committed by an officer and the auditor, revealed."""
    panel = freeze(cast, form(cast, *units))
    for who, secret in zip((cast.city, cast.auditor), SECRETS, strict=True):
        with fence.entered(who):
            actions.commit_secret(panel_id=panel.pk, digest=commitment(secret), actor=who)
    for who, secret in zip((cast.city, cast.auditor), SECRETS, strict=True):
        with fence.entered(who):
            panel = actions.reveal_secret(panel_id=panel.pk, secret=secret, actor=who)
    return panel


def start(cast: Cast, *units: Unit) -> Panel:
    panel = draw_panel(cast, *units)
    with fence.entered(cast.city):
        return actions.start_review(panel_id=panel.pk, actor=cast.city)


def actor_of(cast: Cast, sheet: Sheet) -> Actor:
    return next(member.actor for member in cast.people.values() if member.user.pk == sheet.expert.user_id)


def key_of(cast: Cast, sheet: Sheet) -> str:
    return next(key for key, member in cast.people.items() if member.user.pk == sheet.expert.user_id)


def sheets_of(cast: Cast, unit: Unit, *states: str) -> list[Sheet]:
    """The unit's sheets in the order of the draw; all that count unless states are given."""
    wanted = states or (SheetState.WAITING, SheetState.OPEN, SheetState.SUBMITTED)
    with fence.as_tenant(cast.tenant.pk):
        return list(
            Sheet.objects.filter(unit=unit, state__in=wanted)
            .select_related("expert", "unit__application", "panel")
            .order_by("pk")
        )


def typed(points: object = 80, opinion: str = "") -> dict[str, str]:
    """The same points everywhere, so that they are the total, too."""
    return {f"points_{key}": str(points) for key in PLAIN} | {"opinion": opinion}


def declare(cast: Cast, sheet: Sheet) -> Sheet:
    who = actor_of(cast, sheet)
    with fence.entered(who):
        return actions.declare_no_conflict(sheet_id=sheet.pk, actor=who)


def sign(cast: Cast, sheet: Sheet, points: object = 80, opinion: str = "") -> Sheet:
    """Declare where needed, type, sign."""
    who = actor_of(cast, sheet)
    if sheet.state == SheetState.WAITING:
        declare(cast, sheet)
    with fence.entered(who):
        saved = actions.save_sheet(sheet_id=sheet.pk, typed=typed(points, opinion), expected_revision=None, actor=who)
        return actions.submit_sheet(
            sheet_id=sheet.pk, signer_name=sheet.expert.name, expected_revision=saved.revision, actor=who
        )


def sign_all(cast: Cast, unit: Unit, points: list[object]) -> None:
    for sheet, own in zip(sheets_of(cast, unit), points, strict=True):
        sign(cast, sheet, own, "评" * 30 if not 60 <= Decimal(str(own)) <= 95 else "")


def review(cast: Cast, unit: Unit, points: object = 80) -> Panel:
    """From accepted to reviewed, seven experts giving the same points."""
    panel = start(cast, unit)
    sign_all(cast, unit, [points] * 7)
    with fence.entered(cast.city):
        actions.close_review(panel_id=panel.pk, actor=cast.city)
    return panel


def calculate(cast: Cast, *units: Unit, actor: Actor | None = None) -> Run:
    who = actor or cast.city
    with fence.entered(who):
        return actions.calculate_run(edition_id=cast.edition.pk, unit_ids=[one.pk for one in units], actor=who)
