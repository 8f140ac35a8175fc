"""The expert pool: who may be drawn for these units and who may not, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from applications.models import Unit, Version
from applications.queries import latest_version
from portal.kit.actor import Role
from portal.kit.folding import fold_width
from portal.people.models import EnterpriseMember, Expert, Membership, MembershipState
from portal.tenancy import fence
from reviews import drawrecord
from reviews.draw import PoolEntry as DrawEntry
from reviews.models import AvoidedExpert, Commitment, Panel, PoolEntry, Seat
from reviews.organisations import Organisation, fold_code, organisations_in

from .panels import loads_of, units_of


@dataclass(frozen=True, slots=True)
class PoolLine:
    """One expert of the live pool. excluded: keys of reviews.wording.EXCLUSIONS, in a fixed order; empty = eligible."""

    expert: Expert
    code: str
    load: int
    excluded: tuple[str, ...]


def code_of(expert: Expert) -> str:
    """What stands for an expert in draws and records: stable, and no name."""
    return f"E-{expert.pk}"


def live_pool(panel: Panel) -> list[PoolLine]:
    """Every expert of the tenant, by code, with everything that keeps him out of this panel's units."""
    units = units_of(panel)
    experts = list(Expert.objects.filter(tenant_id=panel.tenant_id).order_by("pk"))
    codes = {one.uscc for unit in units for one in organisations_of(unit) if one.uscc}
    active, others = _memberships(panel.tenant_id)
    members = _members_of({unit.enterprise_id for unit in units})
    avoided = _avoided({unit.application_id for unit in units})
    loads = loads_of(one.pk for one in experts)
    lines = []
    for one in experts:
        reasons = {
            "employer": fold_code(one.employer_uscc) in codes,
            "member": one.user_id in members,
            "role": one.user_id in others,
            "avoided": is_named(one, avoided),
            "unavailable": not one.is_available,
            "suspended": one.user_id not in active,
        }
        excluded = tuple(key for key, applies in reasons.items() if applies)
        lines.append(PoolLine(one, code_of(one), loads[one.pk], excluded))
    return lines


def organisations_of(unit: Unit, version: Version | None = None) -> list[Organisation]:
    """The applicant first, then every organisation its newest (or the given) version names. unit with application."""
    application = unit.application
    content = (version or latest_version(application)).content
    own = Organisation(application.enterprise_name, fold_code(application.enterprise_uscc))
    named = organisations_in(unit.edition.programme, content["answers"])
    return [own, *(one for one in named if one != own)]


def frozen_pool(panel: Panel) -> list[PoolEntry]:
    return list(PoolEntry.objects.filter(panel=panel).select_related("expert").order_by("code", "field", "pk"))


def draw_entries(rows: Iterable[PoolEntry]) -> list[DrawEntry]:
    return [DrawEntry(one.code, one.field, one.employer_uscc, one.district_code, one.load) for one in rows]


def exclusions_of(rows: Iterable[PoolEntry]) -> dict[str, str]:
    return {one.code: one.excluded for one in rows if one.excluded}


def commitments_of(panel: Panel) -> list[Commitment]:
    return list(Commitment.objects.filter(panel=panel).order_by("role", "pk"))


def seats_of(panel: Panel) -> list[Seat]:
    return list(Seat.objects.filter(panel=panel).select_related("expert").order_by("is_reserve", "position", "pk"))


def record_of(panel: Panel) -> dict[str, Any]:
    """The draw as a record that anyone can recompute; codes only, no names. panel: drawn."""
    rows, seats = frozen_pool(panel), seats_of(panel)
    return {
        "format": drawrecord.FORMAT,
        "rule": drawrecord.RULE,
        "edition": panel.edition.title,
        "panel": panel.number,
        "units": [unit.name for unit in units_of(panel)],
        "frozen_at": panel.frozen_at.isoformat() if panel.frozen_at else "",
        "drawn_at": panel.drawn_at.isoformat() if panel.drawn_at else "",
        "pool": [
            {
                "id": one.code,
                "field": one.field,
                "employer_uscc": one.employer_uscc,
                "district": one.district_code,
                "load": one.load,
            }
            for one in rows
        ],
        "pool_digest": panel.pool_digest,
        "exclusions": exclusions_of(rows),
        "seats": panel.seats,
        "reserves": panel.reserves,
        "commitments": [
            {"role": one.role, "digest": one.digest, "secret": one.secret} for one in commitments_of(panel)
        ],
        "seed": panel.seed,
        "seated": [one.code for one in seats if not one.is_reserve],
        "reserve_list": [one.code for one in seats if one.is_reserve],
        "digest": panel.draw_digest,
    }


def _memberships(tenant_id: int) -> tuple[set[int], set[int]]:
    """(users who are active experts, users who hold any other role that is not suspended)."""
    rows = Membership.objects.filter(tenant_id=tenant_id).order_by("pk").values_list("user_id", "role", "state")
    active = {user for user, role, state in rows if role == Role.EXPERT and state == MembershipState.ACTIVE}
    others = {user for user, role, state in rows if role != Role.EXPERT and state != MembershipState.SUSPENDED}
    return active, others


def _members_of(enterprise_ids: set[int]) -> set[int]:
    """Users who act for one of these organisations. The fence opens for one organisation at a time, for ids only."""
    found: set[int] = set()
    for enterprise_id in sorted(enterprise_ids):
        with fence.widened(enterprise_id=enterprise_id):
            rows = EnterpriseMember.objects.filter(enterprise_id=enterprise_id, is_active=True).order_by("pk")
            found |= set(rows.values_list("user_id", flat=True))
    return found


def _avoided(application_ids: set[int]) -> list[tuple[str, str]]:
    rows = AvoidedExpert.objects.filter(application_id__in=application_ids).order_by("pk")
    return [(fold(row.expert_name), fold(row.employer_name)) for row in rows]


def is_named(expert: Expert, avoided: list[tuple[str, str]]) -> bool:
    """Whether one of these folded (name, employer or "") is this expert; without an employer the name is enough."""
    name, employer = fold(expert.name), fold(expert.employer_name)
    return any(name == named and (not at or at == employer) for named, at in avoided)


def fold(text: str) -> str:
    """A name without spaces, width and case, as two spellings of one name are compared."""
    return "".join(fold_width(text).split()).lower()
