"""Who acts: an immutable value, built once per request or task, handed to every query, policy and action."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Role keys of domain.md 1.0 plus the two administrators."""

    APPLICANT = "applicant"
    DISTRICT_OFFICER = "district_officer"
    DISTRICT_LEADER = "district_leader"
    CONSULTED_DEPT = "consulted_dept"
    THIRD_PARTY_AGENCY = "third_party_agency"
    CITY_OFFICER = "city_officer"
    CITY_LEADER = "city_leader"
    EXPERT = "expert"
    SUPERVISOR = "supervisor"
    TENANT_ADMIN = "tenant_admin"
    PLATFORM_ADMIN = "platform_admin"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Grant:
    """One membership: a role in the actor's tenant, for a district or a body where the role has one."""

    role: Role
    district_id: int | None = None
    body: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """user_id None = nobody logged in, or the system. tenant_id is set only for a member of it or a task.

    public_tenant_id is the organiser whose public page is asked for. enterprise_id is the organisation
    that an applicant acts for.
    """

    user_id: int | None = None
    name: str = ""
    tenant_id: int | None = None
    grants: tuple[Grant, ...] = ()
    enterprise_id: int | None = None
    is_unit_admin: bool = False
    public_tenant_id: int | None = None
    request_id: str = ""

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None and not self.is_system

    @property
    def is_system(self) -> bool:
        return self.has_role(Role.SYSTEM)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def has_role(self, *roles: Role) -> bool:
        return any(grant.role in roles for grant in self.grants)

    def districts_for(self, *roles: Role) -> frozenset[int]:
        """Ids of the districts for which the actor holds one of these roles."""
        return frozenset(g.district_id for g in self.grants if g.role in roles and g.district_id is not None)

    def bodies_for(self, *roles: Role) -> frozenset[str]:
        """Names of the departments, agencies or certification bodies for which the actor holds one of these roles."""
        return frozenset(g.body for g in self.grants if g.role in roles and g.body)

    def fence(self) -> tuple[str, str, str, str]:
        """The four transaction-local settings, in the order app.tenant, app.user, app.enterprise, app.public_tenant."""
        ids = (self.tenant_id, self.user_id, self.enterprise_id, self.public_tenant_id)
        tenant, user, enterprise, public = ("" if value is None else str(value) for value in ids)
        return tenant, user, enterprise, public


def system(*, tenant_id: int | None, enterprise_id: int | None = None, request_id: str = "") -> Actor:
    """The actor of a task: the clock itself, inside one tenant."""
    return Actor(
        name="system",
        tenant_id=tenant_id,
        grants=(Grant(Role.SYSTEM),),
        enterprise_id=enterprise_id,
        request_id=request_id,
    )
